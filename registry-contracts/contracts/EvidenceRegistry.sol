// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {chainSeconds, checkDeadline} from "./lib/Deadline.sol";
import {MemberKeys} from "./lib/MemberKeys.sol";
import {Rfc6962} from "./lib/Rfc6962.sol";
import {Signatures} from "./lib/Signatures.sol";
import {SignerGroups} from "./lib/SignerGroups.sol";

/// @title Checkpoints of transparency logs, unlinked anchors, and groups that co-sign both.
/// @notice A log's checkpoint is taken only from the log's owner and only with a proof that the tree
/// extends the one before (RFC 6962 / 9162, SHA-256), so that the chain itself enforces append-only. An
/// *unlinked* anchor is a root that nothing proves to extend another. Nothing here can be changed or
/// deleted by anybody: no proxy, no roles beyond a log's owner and the members of a group.
contract EvidenceRegistry is SignerGroups {
    /// A checkpoint: the number of leaves and the root over them.
    struct Head {
        uint64 size;
        bytes32 root;
    }

    /// The signatures of members of a group over a checkpoint or an anchor; their form is told in
    /// SignerGroups.
    struct Cosigning {
        bytes32 group;
        uint32 epoch;
        uint64 deadline;
        bytes signatures;
    }

    /// Who of an epoch vouched for something: bit i is member i.
    struct Cosigned {
        uint96 bitmap;
        uint48 since;
        uint48 effective;
        uint48 changed;
        uint8 count;
    }

    /// The log `log` = logId(origin, owner) begins.
    event LogOpened(bytes32 indexed log, address indexed owner, string origin);
    /// The log's head. `previous` is the block of the event before, 0 for the first.
    event Checkpoint(bytes32 indexed log, uint64 size, bytes32 root, uint64 previous);
    /// The log belongs to another account from now on; its head stays.
    event OwnerRotated(
        bytes32 indexed log, address indexed from, address indexed to, uint64 previous
    );
    /// Anchor number `sequence` (from 1) of the account. `previous` is the block of the one before.
    event UnlinkedAnchor(
        address indexed anchorer, bytes32 root, uint64 count, uint64 sequence, uint64 previous
    );
    /// More members co-signed `statement` in this epoch of the group; `bitmap` is all of them by now.
    event Cosignatures(
        bytes32 indexed statement, bytes32 indexed group, uint256 epoch, uint256 bitmap
    );
    /// As many members co-signed as the threshold asks for. Once for each statement, group and epoch,
    /// right behind the Cosignatures that tells who.
    event Effective(bytes32 indexed statement, bytes32 indexed group);

    /// The account has opened a log of this origin already.
    error LogExists(bytes32 log);
    /// A log begins with the root of nothing, or with a root over at least one leaf.
    error FirstHeadInvalid();
    /// No such log was opened.
    error LogUnknown(bytes32 log);
    /// This checkpoint of this owner is not the log's head.
    error NotCurrentHead(bytes32 log, address owner);
    /// A new head has more leaves than the one before.
    error HeadNotAhead(uint64 previous, uint64 next);
    /// A log needs an owner other than the present one, and not the zero address.
    error OwnerInvalid(address owner);
    /// An anchor speaks of at least one document, by a root that is not zero.
    error AnchorInvalid();
    /// Co-signing begins with the checkpoint that is the head, or together with the anchor.
    error StatementUnknown(bytes32 statement);
    /// Every signature that was brought is there already.
    error NothingAdded(bytes32 statement);
    /// The chain's SHA-256 precompile does not answer as it must.
    error Sha256Unavailable();

    bytes32 private constant kCheckpointType =
        keccak256("Checkpoint(bytes32 log,uint64 size,bytes32 root)");
    bytes32 private constant kAnchorType =
        keccak256("Anchor(address anchorer,bytes32 root,uint64 count)");
    bytes32 private constant kCosignCheckpointType = keccak256(
        "CosignCheckpoint(Checkpoint checkpoint,bytes32 group,uint32 epoch,uint64 deadline)"
        "Checkpoint(bytes32 log,uint64 size,bytes32 root)"
    );
    bytes32 private constant kCosignAnchorType = keccak256(
        "CosignAnchor(Anchor anchor,bytes32 group,uint32 epoch,uint64 deadline)"
        "Anchor(address anchorer,bytes32 root,uint64 count)"
    );
    bytes32 private constant kTakeOverType = keccak256(
        "TakeOver(bytes32 log,address from,address to,uint64 size,bytes32 root,uint64 deadline)"
    );

    // The word of Cosigned, from the lowest bit: bitmap 96, since 48, effective 48, changed 48, count.
    uint256 private constant kBitmapMask = type(uint96).max;
    uint256 private constant kSinceShift = 96;
    uint256 private constant kEffectiveShift = 144;
    uint256 private constant kChangedShift = 192;
    uint256 private constant kCountShift = 240;
    uint256 private constant kBlockMask = type(uint40).max;

    /// Of each log: 216 bits of keccak256(owner, size, root), then the block of the last event in 40.
    mapping(bytes32 log => uint256) private heads_;
    /// Of each account: how many anchors it made, then the block of the last one in 40 bits.
    mapping(address anchorer => uint256) private anchors_;
    /// By _cosignedKey().
    mapping(bytes32 key => uint256) private cosigned_;

    constructor() {
        if (sha256("") != Rfc6962.kEmptyRoot) revert Sha256Unavailable();
    }

    function _domainName() internal pure override returns (string memory) {
        return "Deed EvidenceRegistry";
    }

    // --- logs --------------------------------------------------------------------------------------

    /// @notice Id of the log that `firstOwner` opens under `origin`, on every chain. It stays when
    /// the owner changes; nobody else can take it.
    function logId(string calldata origin, address firstOwner) public pure returns (bytes32) {
        return keccak256(abi.encode("deed/log/v1", keccak256(bytes(origin)), firstOwner));
    }

    /// @notice Opens the caller's log with its first head; what that holds is not proven.
    /// @param first size 0 with SHA-256 of nothing, or the head of a log that exists already
    function openLog(string calldata origin, Head calldata first) external returns (bytes32 log) {
        log = logId(origin, msg.sender);
        if (heads_[log] != 0) revert LogExists(log);
        if (first.size == 0 ? first.root != Rfc6962.kEmptyRoot : first.root == 0) {
            revert FirstHeadInvalid();
        }
        heads_[log] = _word(msg.sender, first.size, first.root);
        emit LogOpened(log, msg.sender, origin);
        emit Checkpoint(log, first.size, first.root, 0);
    }

    /// @notice Makes `next` the head of the caller's log.
    /// @param previous the head until now
    /// @param proof PROOF(previous.size, D[next.size]) of RFC 9162 section 2.1.4.1
    function advance(
        bytes32 log,
        Head calldata previous,
        Head calldata next,
        bytes32[] calldata proof
    ) external {
        _advance(log, previous, next, proof);
    }

    /// @notice advance() and the first co-signatures of the new head, in one transaction.
    function advanceCosigned(
        bytes32 log,
        Head calldata previous,
        Head calldata next,
        bytes32[] calldata proof,
        Cosigning calldata cosigning
    ) external {
        _advance(log, previous, next, proof);
        _cosignCheckpoint(log, next, true, cosigning);
    }

    /// @notice Gives the caller's log to `to`, who consents by a signature over TakeOver: so no log
    /// is lost to an account that nobody holds. The id and the head stay.
    /// @param consent 65 bytes r ‖ s ‖ v, or what the contract `to` takes by EIP-1271
    function rotateOwner(
        bytes32 log,
        Head calldata current,
        address to,
        uint64 deadline,
        bytes calldata consent
    ) external {
        uint256 word = _requireHead(log, msg.sender, current.size, current.root);
        if (to == address(0) || to == msg.sender) revert OwnerInvalid(to);
        checkDeadline(deadline);
        bytes32 digest = _digest(
            keccak256(
                abi.encode(
                    kTakeOverType, log, msg.sender, to, current.size, current.root, deadline
                )
            )
        );
        Signatures.check(to, digest, consent);
        heads_[log] = _word(to, current.size, current.root);
        emit OwnerRotated(log, msg.sender, to, uint64(word & kBlockMask));
    }

    /// @notice The block of the log's last event (Checkpoint or OwnerRotated); 0 if there is no such
    /// log. One log query of that block gives the head or the owner.
    function lastChange(bytes32 log) external view returns (uint64) {
        return uint64(heads_[log] & kBlockMask);
    }

    /// @notice Whether `head` is the log's head and `owner` its owner.
    function isHead(bytes32 log, address owner, Head calldata head) external view returns (bool) {
        uint256 word = heads_[log];
        return word != 0 && (word ^ _word(owner, head.size, head.root)) >> 40 == 0;
    }

    /// @notice Reverts unless the entry of hash `leaf` stands at `index` under the log's head.
    /// @param leaf SHA-256(0x00 ‖ entry)
    /// @param proof PATH(index, D[head.size]) of RFC 9162 section 2.1.3.1
    function requireIncluded(
        bytes32 log,
        address owner,
        Head calldata head,
        uint64 index,
        bytes32 leaf,
        bytes32[] calldata proof
    ) external view {
        uint256 size = head.size;
        bytes32 root = head.root;
        _requireHead(log, owner, size, root);
        Rfc6962.requireIncluded(index, size, leaf, root, proof);
    }

    /// @notice The same under any root, be it of a checkpoint or of an anchor known otherwise.
    function requireInTree(Head calldata tree, uint64 index, bytes32 leaf, bytes32[] calldata proof)
        external
        view
    {
        Rfc6962.requireIncluded(index, tree.size, leaf, tree.root, proof);
    }

    /// @notice requireIncluded() of an entry, which is hashed here: whoever takes a leaf's hash from
    /// others can be given the hash of two nodes, and with it a size that is not the tree's.
    function requireEntryIncluded(
        bytes32 log,
        address owner,
        Head calldata head,
        uint64 index,
        bytes calldata entry,
        bytes32[] calldata proof
    ) external view {
        _requireHead(log, owner, head.size, head.root);
        Rfc6962.requireIncluded(index, head.size, _leafOf(entry), head.root, proof);
    }

    /// @notice requireInTree() of an entry, which is hashed here.
    function requireEntryInTree(
        Head calldata tree,
        uint64 index,
        bytes calldata entry,
        bytes32[] calldata proof
    ) external view {
        Rfc6962.requireIncluded(index, tree.size, _leafOf(entry), tree.root, proof);
    }

    /// @notice Reverts unless the tree `second` begins with the tree `first`.
    function requireExtends(
        Head calldata first,
        Head calldata second,
        bytes32[] calldata proof
    ) external view {
        Rfc6962.requireConsistent(first.size, first.root, second.size, second.root, proof);
    }

    // --- unlinked anchors --------------------------------------------------------------------------

    /// @notice Records that the caller knew `root` over `count` documents now. Nothing links it to an
    /// earlier anchor but its number: an account can anchor what contradicts itself.
    function anchorUnlinked(bytes32 root, uint64 count) external {
        _anchor(root, count);
    }

    /// @notice anchorUnlinked() and the first co-signatures, in one transaction. `signatures` may be
    /// empty: members can add theirs later only to what was opened so.
    function anchorUnlinkedCosigned(bytes32 root, uint64 count, Cosigning calldata cosigning)
        external
    {
        _anchor(root, count);
        _cosignAnchor(msg.sender, root, count, true, cosigning);
    }

    /// @notice How many anchors the account made, and the block of the last one.
    function anchorsOf(address anchorer) external view returns (uint64 count, uint64 lastBlock) {
        uint256 word = anchors_[anchorer];
        return (uint64(word >> 40), uint64(word & kBlockMask));
    }

    // --- co-signing --------------------------------------------------------------------------------

    /// @notice Id of a checkpoint as a statement: its EIP-712 struct hash.
    function checkpointStatement(bytes32 log, Head calldata head) public pure returns (bytes32) {
        return keccak256(abi.encode(kCheckpointType, log, head.size, head.root));
    }

    /// @notice Id of an unlinked anchor as a statement: its EIP-712 struct hash.
    function anchorStatement(address anchorer, bytes32 root, uint64 count)
        public
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(kAnchorType, anchorer, root, count));
    }

    /// @notice Adds co-signatures to a checkpoint: to the head, or to one that this group co-signed in
    /// this epoch when it was the head. Anybody may submit them; at least one must be new, so that
    /// nobody but the log's owner opens a statement without a signature.
    /// @param owner the log's owner; needed only while nobody of the group has signed
    function cosignCheckpoint(
        bytes32 log,
        address owner,
        Head calldata head,
        Cosigning calldata cosigning
    ) external {
        uint256 word = heads_[log];
        bool current = word != 0 && (word ^ _word(owner, head.size, head.root)) >> 40 == 0;
        _cosignCheckpoint(log, head, current, cosigning);
        if (cosigning.signatures.length == 0) revert NothingAdded(checkpointStatement(log, head));
    }

    /// @notice Adds co-signatures to an anchor that was made by anchorUnlinkedCosigned() for this group
    /// and epoch. Anybody may submit them.
    function cosignAnchor(
        address anchorer,
        bytes32 root,
        uint64 count,
        Cosigning calldata cosigning
    ) external {
        _cosignAnchor(anchorer, root, count, false, cosigning);
    }

    /// @notice Who of this epoch of the group co-signed the statement, since when it was open, when
    /// the threshold was reached (0: not yet), the block of the last change, and how many signed.
    function cosignedBy(bytes32 statement, bytes32 group, uint32 epoch)
        external
        view
        returns (Cosigned memory)
    {
        uint256 word = cosigned_[_cosignedKey(statement, group, epoch)];
        return Cosigned({
            bitmap: uint96(word),
            since: uint48(word >> kSinceShift),
            effective: uint48(word >> kEffectiveShift),
            changed: uint48(word >> kChangedShift),
            count: uint8(word >> kCountShift)
        });
    }

    /// @notice Whether this chain verifies P-256 and SM2 signatures.
    function schemes() external view returns (bool p256, bool sm2) {
        return (MemberKeys.p256Available(), MemberKeys.sm2Available());
    }

    // --- within ------------------------------------------------------------------------------------

    function _leafOf(bytes calldata entry) private pure returns (bytes32) {
        return sha256(bytes.concat(hex"00", entry));
    }

    function _advance(
        bytes32 log,
        Head calldata previous,
        Head calldata next,
        bytes32[] calldata proof
    ) private {
        (uint256 first, bytes32 firstRoot) = (previous.size, previous.root);
        (uint256 second, bytes32 secondRoot) = (next.size, next.root);
        uint256 word = _requireHead(log, msg.sender, first, firstRoot);
        if (second <= first) revert HeadNotAhead(uint64(first), uint64(second));
        Rfc6962.requireConsistent(first, firstRoot, second, secondRoot, proof);
        heads_[log] = _word(msg.sender, second, secondRoot);
        emit Checkpoint(log, uint64(second), secondRoot, uint64(word & kBlockMask));
    }

    function _requireHead(bytes32 log, address owner, uint256 size, bytes32 root)
        private
        view
        returns (uint256 word)
    {
        word = heads_[log];
        if (word == 0) revert LogUnknown(log);
        if ((word ^ _word(owner, size, root)) >> 40 != 0) revert NotCurrentHead(log, owner);
    }

    /// 216 bits of a commitment to owner and head, and the present block.
    function _word(address owner, uint256 size, bytes32 root) private view returns (uint256) {
        uint256 commitment;
        assembly ("memory-safe") {
            // keccak256(abi.encode(owner, size, root))
            let free := mload(0x40)
            mstore(free, owner)
            mstore(add(free, 32), size)
            mstore(add(free, 64), root)
            commitment := keccak256(free, 96)
        }
        return (commitment & ~kBlockMask) | uint40(block.number);
    }

    function _anchor(bytes32 root, uint64 count) private {
        if (root == 0 || count == 0) revert AnchorInvalid();
        uint256 word = anchors_[msg.sender];
        uint256 sequence = (word >> 40) + 1;
        anchors_[msg.sender] = (sequence << 40) | uint40(block.number);
        emit UnlinkedAnchor(msg.sender, root, count, uint64(sequence), uint64(word & kBlockMask));
    }

    function _cosignCheckpoint(
        bytes32 log,
        Head calldata head,
        bool mayOpen,
        Cosigning calldata cosigning
    ) private {
        _cosign(kCosignCheckpointType, checkpointStatement(log, head), mayOpen, cosigning);
    }

    function _cosignAnchor(
        address anchorer,
        bytes32 root,
        uint64 count,
        bool mayOpen,
        Cosigning calldata cosigning
    ) private {
        _cosign(kCosignAnchorType, anchorStatement(anchorer, root, count), mayOpen, cosigning);
    }

    function _cosign(
        bytes32 typeHash,
        bytes32 statement,
        bool mayOpen,
        Cosigning calldata cosigning
    ) private {
        bytes32 group = cosigning.group;
        uint256 epoch = cosigning.epoch;
        uint256 deadline = cosigning.deadline;
        bytes32 key = _cosignedKey(statement, group, epoch);
        uint256 word = cosigned_[key];
        if (word == 0 && !mayOpen) revert StatementUnknown(statement);

        bytes32 structHash;
        assembly ("memory-safe") {
            // keccak256(abi.encode(typeHash, statement, group, epoch, deadline))
            let free := mload(0x40)
            mstore(free, typeHash)
            mstore(add(free, 32), statement)
            mstore(add(free, 64), group)
            mstore(add(free, 96), epoch)
            mstore(add(free, 128), deadline)
            structHash := keccak256(free, 160)
        }
        (uint256 added, uint256 count, uint256 threshold) = _signers(
            group, epoch, deadline, _digest(structHash), cosigning.signatures, word & kBitmapMask
        );
        if (added == 0 && word != 0) revert NothingAdded(statement);

        bool effectiveNow;
        (word, effectiveNow) = _countedIn(word, added, count, threshold);
        cosigned_[key] = word;
        emit Cosignatures(statement, group, epoch, word & kBitmapMask);
        if (effectiveNow) emit Effective(statement, group);
    }

    /// The word of `Cosigned` with the signers added, and whether they reach the threshold.
    function _countedIn(uint256 word, uint256 added, uint256 count, uint256 threshold)
        private
        view
        returns (uint256, bool effectiveNow)
    {
        uint256 time = uint48(chainSeconds());
        if (word == 0) word = time << kSinceShift;
        count += word >> kCountShift;
        effectiveNow = count >= threshold && uint48(word >> kEffectiveShift) == 0;
        if (effectiveNow) word |= time << kEffectiveShift;
        // Block and count are replaced, bits only added.
        word &= (1 << kChangedShift) - 1;
        word |= added | (uint256(uint48(block.number)) << kChangedShift) | (count << kCountShift);
        return (word, effectiveNow);
    }

    function _cosignedKey(bytes32 statement, bytes32 group, uint256 epoch)
        private
        pure
        returns (bytes32 key)
    {
        assembly ("memory-safe") {
            // keccak256(abi.encode(statement, group, epoch))
            let free := mload(0x40)
            mstore(free, statement)
            mstore(add(free, 32), group)
            mstore(add(free, 64), epoch)
            key := keccak256(free, 96)
        }
    }
}
