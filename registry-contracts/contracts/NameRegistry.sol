// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IssuerRegistry} from "./IssuerRegistry.sol";
import {Actors} from "./lib/Actors.sol";
import {chainSeconds, checkDeadline} from "./lib/Deadline.sol";
import {DisplayName} from "./lib/DisplayName.sol";
import {Eip712} from "./lib/Eip712.sol";
import {Signatures} from "./lib/Signatures.sol";

/// @title The display names of those whom an IssuerRegistry accredits
/// @notice An accreditor names whom it accredits directly. Under one root a look belongs to one
/// subject: of two that an accreditor below and the committee name, to the committee's. Whoever shows a
/// name shows whose it is. Nothing is ever deleted.
contract NameRegistry is Eip712, Actors {
    /// Whom a display name of an accreditor's belongs to.
    struct Name {
        address subject;
        /// since when in this state, Unix seconds
        uint48 since;
        /// block of the last change
        uint40 changed;
        /// none, active or removed
        IssuerRegistry.Status status;
        /// the subject's accreditation by the accreditor is for this type
        bytes32 credentialType;
        /// keccak256 of the name's UTS #39 skeleton
        bytes32 skeleton;
        /// number of changes so far
        uint40 version;
        /// number of the committee's decisions so far
        uint24 decisions;
        /// The committee withdrew it from an accreditor below, for good.
        bool byCommittee;
    }

    /// Whom a look belongs to under a root.
    struct Reservation {
        address subject;
        bool byCommittee;
    }

    /// The accreditor names the subject. `skeleton`: keccak256 of the name's UTS #39 skeleton.
    /// `previous` is the block of the change of this name before.
    event NameAssigned(
        bytes32 indexed accreditor,
        address indexed subject,
        bytes32 indexed fold,
        bytes32 credentialType,
        string name,
        bytes32 skeleton,
        uint256 version,
        uint256 previous
    );
    /// The accreditor, or the committee in its place, takes the name back. It stays its subject's.
    event NameWithdrawn(
        bytes32 indexed accreditor,
        address indexed subject,
        bytes32 indexed fold,
        bool byCommittee,
        uint256 version,
        uint256 previous
    );

    /// The caller does not act for the account whose approval is needed.
    error NotAccreditor(address accreditor);
    /// The accreditor may not name now: its own chain says so at this step.
    error AccreditorNotInForce(IssuerRegistry.Verdict verdict, uint256 step);
    /// The subject has no accreditation in force directly from this accreditor.
    error SubjectNotAccredited(bytes32 record);
    /// A name of this look is another's.
    error NameTaken(bytes32 key, address subject);
    /// The name is not assigned, or was withdrawn already.
    error NameNotAssigned(bytes32 accreditor, bytes32 fold);
    /// What the committee withdrew stays withdrawn.
    error DecidedByCommittee(bytes32 accreditor, bytes32 fold);

    bytes32 private constant kAssignNameType = keccak256(
        "AssignName(bytes32 accreditor,address subject,bytes32 credentialType,string name,"
        "bytes32 skeleton,uint40 number,uint32 epoch,uint64 expiry)"
    );
    bytes32 private constant kWithdrawNameType = keccak256(
        "WithdrawName(bytes32 accreditor,address subject,string name,uint40 number,uint32 epoch,"
        "uint64 expiry)"
    );

    /// The registry of the accreditations.
    IssuerRegistry public immutable issuers;

    mapping(bytes32 accreditor => mapping(bytes32 fold => Name)) private names_;
    mapping(bytes32 key => Reservation) private reservations_;

    constructor(IssuerRegistry issuers_) Actors(issuers_.dids()) {
        // Reverts unless it is such a contract: other registries tell who acts, none else of bars.
        issuers_.barOf(0, address(this));
        issuers = issuers_;
    }

    function _domainName() internal pure override returns (string memory) {
        return "Deed NameRegistry";
    }

    /// @notice The accreditor at the path's end (the committee if the path is empty) gives the display
    /// name to a subject that it accredits directly. Under the root the name, and every name that looks
    /// like it, belongs to its first subject; only the committee gives to another, once, what was given
    /// by accreditors below.
    /// @param skeleton keccak256 of the name's UTS #39 skeleton, which the accreditor computes and
    /// signs, and clients compute again: a name whose skeleton is not this one is not shown
    /// @dev EIP-712 AssignName; `number` is the name's next version.
    function assignName(
        bytes32 root,
        IssuerRegistry.Link[] calldata path,
        IssuerRegistry.Link calldata subject,
        string calldata name,
        bytes32 skeleton,
        IssuerRegistry.Approval calldata approval
    ) external {
        bytes32 accreditor = _idOf(root, path);
        _requireNameable(root, accreditor, path, subject);
        bytes32 fold = DisplayName.fold(name);
        Name storage held = names_[accreditor][fold];
        _checkAssigned(root, path, accreditor, subject, name, skeleton, approval, held.version + 1);
        if (held.byCommittee) revert DecidedByCommittee(accreditor, fold);
        _reserve(_reservationKey("fold", root, fold), subject.holder, path.length == 0);
        _reserve(_reservationKey("skeleton", root, skeleton), subject.holder, path.length == 0);
        held.credentialType = subject.credentialType;
        held.skeleton = skeleton;
        uint256 previous = _change(held, subject.holder, IssuerRegistry.Status.active);
        emit NameAssigned(
            accreditor,
            subject.holder,
            fold,
            subject.credentialType,
            name,
            skeleton,
            held.version,
            previous
        );
    }

    /// @notice The accreditor takes the name back from its subject, or the committee does in its place,
    /// also from an accreditor that is no longer in force: that is for good. The state and its time
    /// remain.
    /// @dev EIP-712 WithdrawName; `number` is the name's next version, or of the committee below its own
    /// space its next decision on the name.
    function withdrawName(
        bytes32 root,
        IssuerRegistry.Link[] calldata path,
        string calldata name,
        IssuerRegistry.Approval calldata approval
    ) external {
        bytes32 accreditor = _idOf(root, path);
        bytes32 fold = DisplayName.fold(name);
        Name storage held = names_[accreditor][fold];
        bool overruled = path.length != 0 && approval.epoch != 0;
        // What the accreditor withdrew before does not keep the committee's decision out.
        bool open = overruled
            ? held.version != 0 && !held.byCommittee
            : held.status == IssuerRegistry.Status.active;
        if (!open) revert NameNotAssigned(accreditor, fold);
        if (path.length != 0 && !overruled) _requireInForce(root, path);
        uint256 number = uint256(overruled ? held.decisions : held.version) + 1;
        _checkWithdrawn(root, path, accreditor, held.subject, name, approval, number);
        if (overruled) {
            held.decisions += 1;
            held.byCommittee = true;
        }
        uint256 previous = _change(held, held.subject, IssuerRegistry.Status.removed);
        emit NameWithdrawn(accreditor, held.subject, fold, overruled, held.version, previous);
    }

    /// @notice Whom a name that looks like `name` belongs to in the accreditor's space, since when in
    /// this state, and whether it names the subject now: it is active, the look is still its subject's
    /// under the root, and the accreditations down to the subject are in force.
    function nameOf(bytes32 root, IssuerRegistry.Link[] calldata path, string calldata name)
        external
        view
        returns (Name memory held, bool inForce)
    {
        bytes32 fold = DisplayName.fold(name);
        held = names_[_idOf(root, path)][fold];
        if (held.status != IssuerRegistry.Status.active) return (held, false);
        address subject = held.subject;
        if (reservations_[_reservationKey("fold", root, fold)].subject != subject) {
            return (held, false);
        }
        if (reservations_[_reservationKey("skeleton", root, held.skeleton)].subject != subject) {
            return (held, false);
        }
        IssuerRegistry.Link[] memory steps =
            _below(path, IssuerRegistry.Link(subject, held.credentialType));
        (IssuerRegistry.Verdict verdict,) =
            issuers.standingOf(root, steps, uint48(chainSeconds()));
        return (held, verdict == IssuerRegistry.Verdict.accredited);
    }

    /// @notice Whom a look belongs to under the root; zero if it is free.
    function reservationOf(bytes32 root, string calldata name)
        external
        view
        returns (Reservation memory)
    {
        return reservations_[_reservationKey("fold", root, DisplayName.fold(name))];
    }

    /// @notice The fold of a name, by which look-alikes are known; reverts for what is no name.
    function foldOf(string calldata name) external pure returns (bytes32) {
        return DisplayName.fold(name);
    }

    // --- within ------------------------------------------------------------------------------------

    /// Id of the accreditation at the path's end, or the root.
    function _idOf(bytes32 root, IssuerRegistry.Link[] calldata path)
        private
        pure
        returns (bytes32 id)
    {
        id = root;
        for (uint256 i = 0; i < path.length; ++i) {
            id = keccak256(abi.encode(id, path[i].holder, path[i].credentialType));
        }
    }

    function _below(IssuerRegistry.Link[] calldata path, IssuerRegistry.Link memory subject)
        private
        pure
        returns (IssuerRegistry.Link[] memory steps)
    {
        steps = new IssuerRegistry.Link[](path.length + 1);
        for (uint256 i = 0; i < path.length; ++i) steps[i] = path[i];
        steps[path.length] = subject;
    }

    /// The chain down to the subject is in force; so its accreditor may accredit.
    function _requireNameable(
        bytes32 root,
        bytes32 accreditor,
        IssuerRegistry.Link[] calldata path,
        IssuerRegistry.Link calldata subject
    ) private view {
        (IssuerRegistry.Verdict verdict, uint256 step) =
            issuers.standingOf(root, _below(path, subject), uint48(chainSeconds()));
        if (verdict == IssuerRegistry.Verdict.accredited) return;
        if (step < path.length) revert AccreditorNotInForce(verdict, step);
        revert SubjectNotAccredited(
            keccak256(abi.encode(accreditor, subject.holder, subject.credentialType))
        );
    }

    function _requireInForce(bytes32 root, IssuerRegistry.Link[] calldata path) private view {
        (IssuerRegistry.Verdict verdict, uint256 step) =
            issuers.standingOf(root, path, uint48(chainSeconds()));
        if (verdict != IssuerRegistry.Verdict.accredited) {
            revert AccreditorNotInForce(verdict, step);
        }
    }

    function _checkAssigned(
        bytes32 root,
        IssuerRegistry.Link[] calldata path,
        bytes32 accreditor,
        IssuerRegistry.Link calldata subject,
        string calldata name,
        bytes32 skeleton,
        IssuerRegistry.Approval calldata approval,
        uint256 number
    ) private view {
        bytes memory change = abi.encode(
            kAssignNameType,
            accreditor,
            subject.holder,
            subject.credentialType,
            keccak256(bytes(name)),
            skeleton
        );
        address holder = path.length == 0 ? address(0) : path[path.length - 1].holder;
        _checkApproval(root, holder, approval, change, number);
    }

    function _checkWithdrawn(
        bytes32 root,
        IssuerRegistry.Link[] calldata path,
        bytes32 accreditor,
        address subject,
        string calldata name,
        IssuerRegistry.Approval calldata approval,
        uint256 number
    ) private view {
        bytes memory change =
            abi.encode(kWithdrawNameType, accreditor, subject, keccak256(bytes(name)));
        bool overruled = approval.epoch != 0;
        address holder =
            path.length == 0 || overruled ? address(0) : path[path.length - 1].holder;
        _checkApproval(root, holder, approval, change, number);
    }

    /// Reverts unless whoever acts for the holder approves; of holder zero, the committee.
    function _checkApproval(
        bytes32 root,
        address holder,
        IssuerRegistry.Approval calldata approval,
        bytes memory change,
        uint256 number
    ) private view {
        bytes32 digest = _digest(
            keccak256(
                bytes.concat(change, abi.encode(number, approval.epoch, approval.expiry))
            )
        );
        if (holder == address(0)) {
            issuers.requireApproved(
                root, approval.epoch, approval.expiry, digest, approval.signatures
            );
            return;
        }
        if (approval.signatures.length == 0) {
            if (!_senderActsFor(holder)) revert NotAccreditor(holder);
            return;
        }
        checkDeadline(approval.expiry);
        Signatures.check(_actorOf(holder), digest, approval.signatures);
    }

    function _change(Name storage held, address subject, IssuerRegistry.Status status)
        private
        returns (uint256 previous)
    {
        previous = held.changed;
        held.subject = subject;
        held.since = uint48(chainSeconds());
        held.changed = uint40(block.number);
        held.status = status;
        held.version += 1;
    }

    function _reservationKey(string memory kind, bytes32 root, bytes32 look)
        private
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(kind, root, look));
    }

    function _reserve(bytes32 key, address subject, bool committee) private {
        Reservation memory held = reservations_[key];
        bool others = held.subject != address(0) && held.subject != subject;
        if (others && (held.byCommittee || !committee)) revert NameTaken(key, held.subject);
        reservations_[key] = Reservation(subject, held.byCommittee || committee);
    }
}
