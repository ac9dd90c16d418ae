// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Batch} from "./lib/Batch.sol";
import {ControllerKey} from "./lib/ControllerKey.sol";
import {checkDeadline} from "./lib/Deadline.sol";
import {Eip712} from "./lib/Eip712.sol";
import {keccakOf} from "./lib/Keccak.sol";
import {sha256Of} from "./lib/Sha256.sol";
import {Signatures} from "./lib/Signatures.sol";

/// @title The DIDs of one chain: did:weid by the rules of specs/ledger-entries.md section 7
/// @notice A subject is the address that created it, and its controller the address that may act for
/// it now: a key, or a contract by EIP-1271. Every operation is made by the controller itself or by
/// anybody who brings its EIP-712 signature; so a subject needs no gas. Operations of one subject
/// are numbered from 0, and each names its number: one that was prepared on an earlier state, or was
/// used before, is refused. Only the committed key need not name one (kAnySequence), so that whoever
/// stole today's key cannot hold it up. Documents stand in events, which lead from each to the one
/// before.
/// @dev One slot per subject, another only under a commitment. Nobody has a role here, nothing can be
/// paused or upgraded, and no ether is taken.
contract DidRegistry is Batch, Eip712 {
    /// How a subject stands.
    enum Status {
        unknown,
        live,
        deactivated,
        moved
    }

    /// What the registry knows of a subject.
    struct Identity {
        Status status;
        /// Who may act; zero unless live.
        address controller;
        /// Block of the last operation.
        uint256 changed;
        /// Number of operations, which is that of the next one.
        uint256 sequence;
        /// The commitment to the next controller, or zero.
        bytes32 next;
    }

    /// A rotation, of which two parties have to do: see rotate().
    struct Rotation {
        address subject;
        /// The operation's number; under a commitment kAnySequence is taken too.
        uint256 sequence;
        /// The new controller: x ‖ y of its key, or the 20 bytes of its address (a contract's; also
        /// a key's where there is no commitment).
        bytes newKey;
        /// The commitment to the controller after that, or zero for none.
        bytes32 next;
        /// The new document, or empty where the last one stays.
        bytes document;
        /// The second after which neither signature holds.
        uint256 expiry;
    }

    /// @notice The first document of a subject.
    /// @param subject the address that it is
    /// @param bodyHash SHA-256 of the document
    /// @param place bits 0–47: the operation's number; bits 48–95: the block of the one before
    /// @param document the DID document, JCS
    event DidCreated(
        address indexed subject, bytes32 indexed bodyHash, uint256 place, bytes document
    );
    /// @notice A whole new document.
    event DidUpdated(
        address indexed subject, bytes32 indexed bodyHash, uint256 place, bytes document
    );
    /// @notice Keys were declared compromised; the body is that of did.compromise, CBOR.
    event DidCompromised(
        address indexed subject, bytes32 indexed bodyHash, uint256 place, bytes body
    );
    /// @notice Another controller, and where it is not empty another document.
    event DidRotated(
        address indexed subject,
        bytes32 indexed bodyHash,
        address indexed controller,
        uint256 place,
        bytes document
    );
    /// @notice The end, for good.
    event DidDeactivated(address indexed subject, uint256 place);
    /// @notice The end, and the DID that takes this one's place.
    event DidMoved(
        address indexed subject, bytes32 indexed bodyHash, uint256 place, string successor
    );
    /// @notice The operation of this number commits to the next controller. It follows the
    /// operation's own event; a DidRotated without one leaves no commitment.
    event DidCommitted(address indexed subject, uint256 sequence, bytes32 next);

    /// The subject exists already.
    error IdentityExists(address subject);
    /// The subject does not exist.
    error IdentityUnknown(address subject);
    /// The subject was deactivated, for good.
    error IdentityDeactivated(address subject);
    /// The subject was moved, for good.
    error IdentityMoved(address subject);
    /// The sender may not act for this subject.
    error NotController(address sender);
    /// Another operation took this number; the next one is `expected`.
    error SequenceConflict(uint256 expected);
    /// Under a commitment an operation carries the same one, or zero.
    error CommitmentBroken();
    /// A rotation cannot commit to the key that it brings.
    error CommitmentToSelf();
    /// The commitment is to another key.
    error NotCommittedKey();
    /// There is no commitment, so the controller acts and no key is shown.
    error KeyUnexpected();
    /// Without a commitment a rotation needs today's controller.
    error AuthorizationMissing();
    /// Under a commitment today's controller has no say.
    error AuthorizationUnexpected();
    /// The address controls already.
    error SameKey();

    /// What the committed key may name in place of a number: the operation takes the next one,
    /// whichever it is. It holds once, as it ends the commitment.
    uint256 public constant kAnySequence = (1 << 47) - 1;

    bytes32 private constant kCreate =
        keccak256("DidCreate(address subject,uint256 expiry,bytes32 next,bytes document)");
    bytes32 private constant kUpdate = keccak256(
        "DidUpdate(address subject,uint256 sequence,uint256 expiry,bytes32 next,bytes document)"
    );
    bytes32 private constant kCompromise = keccak256(
        "DidCompromise(address subject,uint256 sequence,uint256 expiry,bytes32 next,bytes body)"
    );
    bytes32 private constant kDeactivate =
        keccak256("DidDeactivate(address subject,uint256 sequence,uint256 expiry)");
    bytes32 private constant kMove =
        keccak256("DidMove(address subject,uint256 sequence,uint256 expiry,string successor)");
    bytes32 private constant kRotate = keccak256(
        "DidRotate(address subject,uint256 sequence,uint256 expiry,bytes32 next,address controller,bytes document)"
    );
    bytes32 private constant kAuthorize = keccak256(
        "DidRotationAuthorization(address subject,uint256 sequence,uint256 expiry,address controller)"
    );

    // head: bits 0–159 controller, 160–207 block of the last operation, 208–254 number of
    // operations, 255 set under a commitment. A subject that has ended is controlled by an address
    // that is no key and no contract.
    uint256 private constant kChangedAt = 160;
    uint256 private constant kSequenceAt = 208;
    uint256 private constant kSequenceMask = (1 << 47) - 1;
    uint256 private constant kCommitted = 1 << 255;
    address private constant kDeactivated = address(1);
    address private constant kMoved = address(2);

    mapping(address subject => uint256 head) private heads_;
    mapping(address subject => bytes32 commitment) private commitments_;

    /// @notice Creates the sender's identity.
    /// @param next commitment to the next controller (SHA-256 of its key), or zero
    /// @param document the DID document, JCS
    function create(bytes32 next, bytes calldata document) external {
        _create(msg.sender, next, document);
    }

    /// @notice Creates the identity of whoever signed.
    /// @param subject who signed; nobody can create another's identity
    /// @param expiry the last second, Unix, at which the signature holds
    /// @param signature over DidCreate
    function createSigned(
        address subject,
        bytes32 next,
        bytes calldata document,
        uint256 expiry,
        bytes calldata signature
    ) external {
        bytes32 hash =
            keccak256(abi.encode(kCreate, subject, expiry, next, keccakOf(document)));
        _checkSigned(subject, hash, expiry, signature);
        _create(subject, next, document);
    }

    /// @notice Replaces the whole document.
    /// @param sequence the operation's number, which must be the subject's next
    /// @param next a commitment to the next controller, or zero for what there is
    function update(address subject, uint256 sequence, bytes32 next, bytes calldata document)
        external
    {
        uint256 head = _live(subject, sequence);
        _checkSender(_controller(head));
        _update(subject, head, next, document);
    }

    /// @notice The same by the controller's signature over DidUpdate.
    function updateSigned(
        address subject,
        uint256 sequence,
        bytes32 next,
        bytes calldata document,
        uint256 expiry,
        bytes calldata signature
    ) external {
        uint256 head = _live(subject, sequence);
        bytes32 hash =
            keccak256(abi.encode(kUpdate, subject, sequence, expiry, next, keccakOf(document)));
        _checkSigned(_controller(head), hash, expiry, signature);
        _update(subject, head, next, document);
    }

    /// @notice Declares keys compromised, and replaces the document.
    /// @param body CBOR [[[key, since], …], document]; the form is for readers to check
    function compromise(address subject, uint256 sequence, bytes32 next, bytes calldata body)
        external
    {
        uint256 head = _live(subject, sequence);
        _checkSender(_controller(head));
        _compromise(subject, head, next, body);
    }

    /// @notice The same by the controller's signature over DidCompromise.
    function compromiseSigned(
        address subject,
        uint256 sequence,
        bytes32 next,
        bytes calldata body,
        uint256 expiry,
        bytes calldata signature
    ) external {
        uint256 head = _live(subject, sequence);
        bytes32 hash =
            keccak256(abi.encode(kCompromise, subject, sequence, expiry, next, keccakOf(body)));
        _checkSigned(_controller(head), hash, expiry, signature);
        _compromise(subject, head, next, body);
    }

    /// @notice Ends the subject, for good.
    /// @param sequence the operation's number; under a commitment kAnySequence is taken too
    /// @param key under a commitment the committed key, who then acts; else empty
    function deactivate(address subject, uint256 sequence, bytes calldata key) external {
        uint256 head = _ending(subject, sequence);
        _checkSender(_ender(subject, head, key));
        _deactivate(subject, head);
    }

    /// @notice The same by the signature over DidDeactivate of whoever may end the subject.
    function deactivateSigned(
        address subject,
        uint256 sequence,
        bytes calldata key,
        uint256 expiry,
        bytes calldata signature
    ) external {
        uint256 head = _ending(subject, sequence);
        bytes32 hash = keccak256(abi.encode(kDeactivate, subject, sequence, expiry));
        _checkSigned(_ender(subject, head, key), hash, expiry, signature);
        _deactivate(subject, head);
    }

    /// @notice Names the DID that takes this one's place, for good.
    /// @param sequence as for deactivate()
    /// @param key as for deactivate()
    function move(
        address subject,
        uint256 sequence,
        string calldata successor,
        bytes calldata key
    ) external {
        uint256 head = _ending(subject, sequence);
        _checkSender(_ender(subject, head, key));
        _move(subject, head, successor);
    }

    /// @notice The same by the signature over DidMove of whoever may end the subject.
    function moveSigned(
        address subject,
        uint256 sequence,
        string calldata successor,
        bytes calldata key,
        uint256 expiry,
        bytes calldata signature
    ) external {
        uint256 head = _ending(subject, sequence);
        bytes32 hash = keccak256(
            abi.encode(kMove, subject, sequence, expiry, keccak256(bytes(successor)))
        );
        _checkSigned(_ender(subject, head, key), hash, expiry, signature);
        _move(subject, head, successor);
    }

    /// @notice Gives the subject another controller. The new one accepts, which proves that somebody
    /// holds its key. Without a commitment today's controller authorizes it; under one the committed
    /// key alone takes over. Each party either is the sender or has signed.
    /// @param acceptance by the new controller over DidRotate; empty if it is the sender
    /// @param authorization by today's controller over DidRotationAuthorization; empty if it is the
    /// sender, or under a commitment
    function rotate(
        Rotation calldata rotation,
        bytes calldata acceptance,
        bytes calldata authorization
    ) external {
        uint256 head = _ending(rotation.subject, rotation.sequence);
        (address account, bytes32 commitment) = ControllerKey.open(rotation.newKey);
        if (account == _controller(head)) revert SameKey();
        if (rotation.next != 0 && rotation.next == commitment) revert CommitmentToSelf();
        if (head & kCommitted != 0) {
            if (commitments_[rotation.subject] != commitment) revert NotCommittedKey();
            if (authorization.length != 0) revert AuthorizationUnexpected();
        } else {
            _checkAuthorized(rotation, _controller(head), account, authorization);
        }
        _checkAccepted(rotation, account, acceptance);
        _rotate(rotation, head, account);
    }

    /// @notice What the registry knows of a subject.
    function identity(address subject) external view returns (Identity memory) {
        uint256 head = heads_[subject];
        address account = _controller(head);
        Status status = head == 0
            ? Status.unknown
            : account == kDeactivated
                ? Status.deactivated
                : account == kMoved ? Status.moved : Status.live;
        return Identity({
            status: status,
            controller: status == Status.live ? account : address(0),
            changed: _changed(head),
            sequence: _sequence(head),
            next: commitments_[subject]
        });
    }

    /// @notice Who may act for a subject now; zero for one that does not exist or has ended.
    function controllerOf(address subject) external view returns (address) {
        address account = _controller(heads_[subject]);
        return account == kDeactivated || account == kMoved ? address(0) : account;
    }

    /// @notice Who may act for an account in the registries beside this one: the controller of its
    /// identity, itself as long as it has none, and nobody (zero) after the end.
    function actorOf(address subject) external view returns (address) {
        uint256 head = heads_[subject];
        if (head == 0) return subject;
        address account = _controller(head);
        return uint160(account) > uint160(kMoved) ? account : address(0);
    }

    function _create(address subject, bytes32 next, bytes calldata document) private {
        uint256 head = heads_[subject];
        if (head != 0) revert IdentityExists(subject);
        emit DidCreated(subject, sha256Of(document), 0, document);
        _advance(subject, 0, subject, next);
    }

    function _update(address subject, uint256 head, bytes32 next, bytes calldata document)
        private
    {
        emit DidUpdated(subject, sha256Of(document), _place(head), document);
        _advance(subject, head, _controller(head), next);
    }

    function _compromise(address subject, uint256 head, bytes32 next, bytes calldata body)
        private
    {
        emit DidCompromised(subject, sha256Of(body), _place(head), body);
        _advance(subject, head, _controller(head), next);
    }

    function _deactivate(address subject, uint256 head) private {
        emit DidDeactivated(subject, _place(head));
        _advance(subject, head, kDeactivated, 0);
    }

    function _move(address subject, uint256 head, string calldata successor) private {
        emit DidMoved(subject, sha256Of(bytes(successor)), _place(head), successor);
        _advance(subject, head, kMoved, 0);
    }

    function _rotate(Rotation calldata rotation, uint256 head, address account) private {
        address subject = rotation.subject;
        emit DidRotated(
            subject, sha256Of(rotation.document), account, _place(head), rotation.document
        );
        // What was committed to has come to pass.
        if (head & kCommitted != 0) delete commitments_[subject];
        _advance(subject, head & ~kCommitted, account, rotation.next);
    }

    /// @dev Records one operation: its number is used, this is the block of the last change.
    function _advance(address subject, uint256 head, address controller, bytes32 next) private {
        uint256 committed = head & kCommitted;
        if (next != 0) {
            if (committed == 0) {
                commitments_[subject] = next;
                committed = kCommitted;
                emit DidCommitted(subject, _sequence(head), next);
            } else if (commitments_[subject] != next) {
                revert CommitmentBroken();
            }
        }
        heads_[subject] = uint256(uint160(controller)) | (block.number << kChangedAt)
            | ((_sequence(head) + 1) << kSequenceAt) | committed;
    }

    /// @dev The head of a subject that can still change and whose next operation is `sequence`.
    function _live(address subject, uint256 sequence) private view returns (uint256 head) {
        head = heads_[subject];
        if (uint160(head) <= uint160(kMoved)) _refuse(subject, head);
        if (_sequence(head) != sequence) revert SequenceConflict(_sequence(head));
    }

    /// @dev The same for what is the committed key's, if there is a commitment. Today's key numbers
    /// the other operations: if these bound the committed key, a thief of today's would hold up the
    /// recovery for as long as he gets an operation of his own before it.
    function _ending(address subject, uint256 sequence) private view returns (uint256 head) {
        head = heads_[subject];
        if (uint160(head) <= uint160(kMoved)) _refuse(subject, head);
        if (sequence == kAnySequence && head & kCommitted != 0) return head;
        if (_sequence(head) != sequence) revert SequenceConflict(_sequence(head));
    }

    /// @dev For a head without a controller: the marks of an end are the smallest addresses, and of no
    /// subject there is none.
    function _refuse(address subject, uint256 head) private pure {
        if (head == 0) revert IdentityUnknown(subject);
        if (_controller(head) == kDeactivated) revert IdentityDeactivated(subject);
        revert IdentityMoved(subject);
    }

    /// @dev Who may end the subject: the committed key, or without a commitment the controller.
    function _ender(address subject, uint256 head, bytes calldata key)
        private
        view
        returns (address)
    {
        if (head & kCommitted == 0) {
            if (key.length != 0) revert KeyUnexpected();
            return _controller(head);
        }
        (address account, bytes32 commitment) = ControllerKey.open(key);
        if (commitments_[subject] != commitment) revert NotCommittedKey();
        return account;
    }

    function _checkAuthorized(
        Rotation calldata rotation,
        address controller,
        address account,
        bytes calldata authorization
    ) private view {
        if (msg.sender == controller && authorization.length == 0) return;
        if (authorization.length == 0) revert AuthorizationMissing();
        bytes32 hash = keccak256(
            abi.encode(kAuthorize, rotation.subject, rotation.sequence, rotation.expiry, account)
        );
        _checkSigned(controller, hash, rotation.expiry, authorization);
    }

    function _checkAccepted(
        Rotation calldata rotation,
        address account,
        bytes calldata acceptance
    ) private view {
        if (msg.sender == account && acceptance.length == 0) return;
        bytes32 hash = keccak256(
            abi.encode(
                kRotate,
                rotation.subject,
                rotation.sequence,
                rotation.expiry,
                rotation.next,
                account,
                keccakOf(rotation.document)
            )
        );
        _checkSigned(account, hash, rotation.expiry, acceptance);
    }

    function _checkSigned(
        address account,
        bytes32 structHash,
        uint256 expiry,
        bytes calldata signature
    ) private view {
        checkDeadline(expiry);
        Signatures.check(account, _digest(structHash), signature);
    }

    function _checkSender(address account) private view {
        if (msg.sender != account) revert NotController(msg.sender);
    }

    function _domainName() internal pure override returns (string memory) {
        return "Deed DidRegistry";
    }

    function _controller(uint256 head) private pure returns (address) {
        return address(uint160(head));
    }

    function _changed(uint256 head) private pure returns (uint256) {
        return (head >> kChangedAt) & type(uint48).max;
    }

    function _sequence(uint256 head) private pure returns (uint256) {
        return (head >> kSequenceAt) & kSequenceMask;
    }

    /// @dev Number of the operation that follows this head, and the block of the last one.
    function _place(uint256 head) private pure returns (uint256) {
        return _sequence(head) | (_changed(head) << 48);
    }
}
