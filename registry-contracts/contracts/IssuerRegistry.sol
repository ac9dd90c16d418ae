// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {checkDeadline} from "./lib/Deadline.sol";
import {DisplayName} from "./lib/DisplayName.sol";
import {SignerGroups} from "./lib/SignerGroups.sol";
import {Signatures} from "./lib/Signatures.sol";

/// @title Who may issue which credential type, from when until when, accredited by whom
/// @notice A tree of accreditations hangs from each *root*: a group that decides m-of-n (its
/// committee). Anybody may found a root; a verifier chooses the roots that it trusts. An
/// accreditation's id is the hash of its parent's id, its holder and its credential type, so that a
/// chain cannot run in a circle and needs no search: who asks brings the path from the root, and the
/// ids are computed from it. A decision is signed for one version of one record: it is executed
/// once. No record is ever deleted, and every standing keeps the time since which it acts.
contract IssuerRegistry is SignerGroups {
    /// One step of a path: the accreditation of `holder` for `credentialType` below the step before.
    struct Link {
        address holder;
        bytes32 credentialType;
    }

    /// What an accreditation grants. Times are in the unit of the chain's clock (Unix seconds).
    struct Grant {
        /// may issue credentials of the type itself
        bool mayIssue;
        /// how many levels of accreditations may stand below; 0: may accredit nobody
        uint8 depth;
        /// since when; earlier than now means now: nothing is granted for the past
        uint48 from;
        /// until when, exclusive
        uint48 until;
        /// hash of what is to be known about the holder, kept elsewhere
        bytes32 info;
    }

    /// By whose approval a change is made. A committee's: `epoch` of the root's group, and the members'
    /// signatures in SignerGroups' form. An accreditor's: `epoch` 0 and its one signature, or none if
    /// it sends the transaction itself.
    struct Approval {
        uint32 epoch;
        uint64 expiry;
        bytes signatures;
    }

    enum Status {
        none,
        active,
        suspended,
        removed
    }

    /// What a chain says of a moment.
    enum Verdict {
        accredited,
        unknown,
        notYet,
        ended,
        suspended,
        removed,
        mayNotIssue,
        outsideParent,
        /// It lies before the record's present period: its events tell (specs/contracts.md).
        seeHistory
    }

    /// The present standing of an accreditation.
    struct Record {
        /// begin and end of the present period
        uint48 from;
        uint48 until;
        /// since when a suspension or removal acts; it may lie before its decision
        uint48 actsFrom;
        /// block of the last change
        uint40 changed;
        /// number of changes so far
        uint40 version;
        Status status;
        bool mayIssue;
        uint8 depth;
        /// the standing was decided by the committee and only the committee takes it back
        bool byCommittee;
    }

    /// Whom a display name of an accreditor's belongs to.
    struct Name {
        address subject;
        uint48 since;
        uint40 version;
        Status status;
    }

    /// The accreditation of this id appears for the first time: it says what the id is the hash of.
    event RecordOpened(
        bytes32 indexed record,
        bytes32 indexed parent,
        address indexed holder,
        bytes32 credentialType
    );
    /// The accreditation is active from `from` on. `previous` is the block of the change before.
    event Accredited(bytes32 indexed record, uint256 version, Grant grant, uint256 previous);
    /// The accreditation's standing is `status` from `actsFrom` on; `reason` is a hash of the grounds.
    event StandingChanged(
        bytes32 indexed record,
        uint256 version,
        Status status,
        uint256 actsFrom,
        bytes32 reason,
        uint256 previous
    );
    /// The accreditor names the subject. `skeleton`: keccak256 of the name's UTS #39 skeleton.
    event NameAssigned(
        bytes32 indexed accreditor,
        address indexed subject,
        bytes32 indexed fold,
        string name,
        bytes32 skeleton,
        uint256 version
    );
    /// The accreditor takes the name back. It stays reserved for its subject.
    event NameWithdrawn(
        bytes32 indexed accreditor, address indexed subject, bytes32 indexed fold, uint256 version
    );

    /// A path has 1 to 8 steps.
    error PathLengthInvalid(uint256 steps);
    /// The accreditation was never made.
    error RecordUnknown(bytes32 record);
    /// The caller is not the account whose approval is needed.
    error NotAccreditor(address accreditor);
    /// The accreditor may not accredit now: its own chain says so at this step.
    error AccreditorNotInForce(Verdict verdict, uint256 step);
    /// The grant goes beyond what its accreditor holds: type, time or depth.
    error OutsideParent();
    /// The period is empty, over already, or would interrupt an active accreditation.
    error PeriodInvalid(uint256 from, uint256 until);
    /// A holder is an account other than zero.
    error HolderInvalid();
    /// What was decided by the committee is taken back by the committee only.
    error DecidedByCommittee(bytes32 record);
    /// The change says nothing that does not hold already, or would shorten a suspension's time.
    error StandingUnchanged(bytes32 record);
    /// The subject has no active accreditation directly from this accreditor.
    error SubjectNotAccredited(bytes32 record);
    /// A name of this look is another's, and names never pass on.
    error NameTaken(bytes32 key, address subject);
    /// The name is not assigned, or was withdrawn already.
    error NameNotAssigned(bytes32 accreditor, bytes32 fold);
    /// The chain of accreditations does not hold for this moment.
    error NotAccredited(Verdict verdict, uint256 step);

    /// The type of an accreditation for every credential type.
    bytes32 public constant EVERY_TYPE = bytes32(type(uint256).max);

    uint256 private constant kMaxSteps = 8;
    bytes32 private constant kAccreditType = keccak256(
        "Accredit(bytes32 record,address holder,bytes32 credentialType,bool mayIssue,uint8 depth,"
        "uint48 from,uint48 until,bytes32 info,uint40 version,uint32 epoch,uint64 expiry)"
    );
    bytes32 private constant kSetStandingType = keccak256(
        "SetStanding(bytes32 record,address holder,uint8 status,uint48 actsFrom,bytes32 reason,"
        "uint40 version,uint32 epoch,uint64 expiry)"
    );
    bytes32 private constant kAssignNameType = keccak256(
        "AssignName(bytes32 accreditor,address subject,bytes32 credentialType,string name,"
        "bytes32 skeleton,uint40 version,uint32 epoch,uint64 expiry)"
    );
    bytes32 private constant kWithdrawNameType = keccak256(
        "WithdrawName(bytes32 accreditor,address subject,string name,uint40 version,uint32 epoch,"
        "uint64 expiry)"
    );

    /// By record id; the fields of Record from the lowest bit, see _save().
    mapping(bytes32 record => uint256) private records_;
    mapping(bytes32 key => Name) private names_;

    function _domainName() internal pure override returns (string memory) {
        return "Deed IssuerRegistry";
    }

    // --- accreditations ----------------------------------------------------------------------------

    /// @notice Id of the accreditation below `parent`, a root or another accreditation.
    function recordId(bytes32 parent, address holder, bytes32 credentialType)
        public
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(parent, holder, credentialType));
    }

    /// @notice Makes, renews, changes or takes up again the accreditation at the path's end. Its
    /// accreditor's approval is needed: the committee's for a path of one step, otherwise that of the
    /// holder of the step before, whose own chain must be in force.
    /// @dev EIP-712 Accredit; `version` is the record's next one.
    function accredit(
        bytes32 root,
        Link[] calldata path,
        Grant calldata granted,
        Approval calldata approval
    ) external {
        (bytes32 parent, bytes32 record) = _recordOf(root, path);
        Link calldata last = path[path.length - 1];
        if (last.holder == address(0)) revert HolderInvalid();
        if (path.length > 1) _checkWithin(root, path, granted);
        else if (granted.depth >= kMaxSteps) revert OutsideParent();

        Record memory held = recordOf(record);
        bool committee = _checkApproval(
            root, path, approval, _accreditHash(record, last, granted, held.version + 1, approval)
        );
        if (path.length > 1 && committee) revert NotAccreditor(path[path.length - 2].holder);
        if (held.byCommittee && !committee) revert DecidedByCommittee(record);
        uint256 previous = held.changed;
        _grant(held, granted);
        _save(record, held);
        if (held.version == 1) emit RecordOpened(record, parent, last.holder, last.credentialType);
        emit Accredited(record, held.version, granted, previous);
    }

    /// @notice Suspends (from `actsFrom` on), removes, or reinstates (as of now) the accreditation at
    /// the path's end, by approval of its accreditor or of the root's committee. What it issued before
    /// `actsFrom` stays good. A further suspension or removal can only move the moment back.
    /// @dev EIP-712 SetStanding; `version` is the record's next one.
    function setStanding(
        bytes32 root,
        Link[] calldata path,
        Status status,
        uint48 actsFrom,
        bytes32 reason,
        Approval calldata approval
    ) external {
        (, bytes32 record) = _recordOf(root, path);
        Record memory held = recordOf(record);
        if (held.version == 0) revert RecordUnknown(record);
        bool committee;
        {
            bytes memory change =
                abi.encode(record, path[path.length - 1].holder, status, actsFrom, reason);
            committee = _checkApproval(
                root, path, approval, _changeHash(kSetStandingType, change, held.version + 1, approval)
            );
        }
        if (path.length > 1 && !committee) _checkAccreditor(root, path);
        _setStanding(record, held, status, actsFrom, reason, committee);
    }

    /// @notice The holder lays its own accreditation down, as of now.
    function renounce(bytes32 root, Link[] calldata path, bytes32 reason) external {
        (, bytes32 record) = _recordOf(root, path);
        Record memory held = recordOf(record);
        if (held.version == 0) revert RecordUnknown(record);
        address holder = path[path.length - 1].holder;
        if (msg.sender != holder) revert NotAccreditor(holder);
        _setStanding(
            record, held, Status.removed, uint48(block.timestamp), reason, held.byCommittee
        );
    }

    /// @notice The record's present standing; version 0 if it was never made.
    function recordOf(bytes32 record) public view returns (Record memory) {
        uint256 word = records_[record];
        return Record({
            from: uint48(word),
            until: uint48(word >> 48),
            actsFrom: uint48(word >> 96),
            changed: uint40(word >> 144),
            version: uint40(word >> 184),
            status: Status(uint8(word >> 224)),
            mayIssue: (word >> 232) & 1 == 1,
            byCommittee: (word >> 233) & 1 == 1,
            depth: uint8(word >> 240)
        });
    }

    /// @notice What the chain along `path` says of issuing a credential of `credentialType` at
    /// `moment`, and at which step (from 0) it fails.
    function verdictOf(
        bytes32 root,
        Link[] calldata path,
        bytes32 credentialType,
        uint48 moment
    ) public view returns (Verdict verdict, uint256 step) {
        _checkLength(path);
        Record memory last;
        (verdict, step, last) = _walk(root, path, path.length, moment);
        if (verdict != Verdict.accredited) return (verdict, step);
        if (!_covers(path[step].credentialType, credentialType)) {
            return (Verdict.outsideParent, step);
        }
        if (!last.mayIssue) return (Verdict.mayNotIssue, step);
    }

    /// @notice Reverts unless verdictOf() is `accredited`; for contracts.
    function requireMayIssue(
        bytes32 root,
        Link[] calldata path,
        bytes32 credentialType,
        uint48 moment
    ) external view {
        (Verdict verdict, uint256 step) = verdictOf(root, path, credentialType, moment);
        if (verdict != Verdict.accredited) revert NotAccredited(verdict, step);
    }

    // --- display names -----------------------------------------------------------------------------

    /// @notice The accreditor at the path's end (the committee if the path is empty) gives the display
    /// name to a subject that it accredits directly. Names are the accreditor's own space: whoever
    /// shows one shows whose it is. A name, and every name that looks like it, belongs to its first
    /// subject for good.
    /// @param skeleton keccak256 of the name's UTS #39 skeleton, which the accreditor computes and
    /// signs, and clients compute again: a name whose skeleton is not this one is not shown
    /// @dev EIP-712 AssignName; `version` is the name's next one.
    function assignName(
        bytes32 root,
        Link[] calldata path,
        Link calldata subject,
        string calldata name,
        bytes32 skeleton,
        Approval calldata approval
    ) external {
        bytes32 accreditor = _accreditorOf(root, path);
        {
            bytes32 record = recordId(accreditor, subject.holder, subject.credentialType);
            if (!_inForce(recordOf(record))) revert SubjectNotAccredited(record);
        }
        bytes32 fold = DisplayName.fold(name);
        uint40 version = _nameAt(_nameKey(accreditor, fold)).version + 1;
        {
            bytes memory change = abi.encode(
                accreditor, subject.holder, subject.credentialType, keccak256(bytes(name)), skeleton
            );
            _checkNamingApproval(
                root, path, approval, _changeHash(kAssignNameType, change, version, approval)
            );
        }
        _reserve(_nameKey(accreditor, fold), subject.holder, version);
        _reserve(_skeletonKey(accreditor, skeleton), subject.holder, version);
        emit NameAssigned(accreditor, subject.holder, fold, name, skeleton, version);
    }

    /// @notice The accreditor takes the name back from its subject; the state and its time remain.
    /// @dev EIP-712 WithdrawName; `version` is the name's next one.
    function withdrawName(
        bytes32 root,
        Link[] calldata path,
        string calldata name,
        Approval calldata approval
    ) external {
        bytes32 accreditor = _accreditorOf(root, path);
        bytes32 fold = DisplayName.fold(name);
        bytes32 key = _nameKey(accreditor, fold);
        Name memory held = _nameAt(key);
        if (held.status != Status.active) revert NameNotAssigned(accreditor, fold);
        bytes memory change = abi.encode(accreditor, held.subject, keccak256(bytes(name)));
        _checkNamingApproval(
            root, path, approval, _changeHash(kWithdrawNameType, change, held.version + 1, approval)
        );
        held.status = Status.removed;
        held.since = uint48(block.timestamp);
        held.version += 1;
        _saveName(key, held);
        emit NameWithdrawn(accreditor, held.subject, fold, held.version);
    }

    /// @notice Whom a name that looks like `name` belongs to in the accreditor's space, and since when
    /// in this state. `status` none: it is free; removed: it names nobody now.
    function nameOf(bytes32 accreditor, string calldata name) external view returns (Name memory) {
        return _nameAt(_nameKey(accreditor, DisplayName.fold(name)));
    }

    /// @notice The fold of a name, by which look-alikes are known; reverts for what is no name.
    function foldOf(string calldata name) external pure returns (bytes32) {
        return DisplayName.fold(name);
    }

    // --- within ------------------------------------------------------------------------------------

    /// recordId() of one step.
    function _idBelow(bytes32 parent, Link calldata link) private pure returns (bytes32 id) {
        address holder = link.holder;
        bytes32 credentialType = link.credentialType;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, parent)
            mstore(add(free, 32), holder)
            mstore(add(free, 64), credentialType)
            id := keccak256(free, 96)
        }
    }

    function _accreditHash(
        bytes32 record,
        Link calldata last,
        Grant calldata granted,
        uint256 version,
        Approval calldata approval
    ) private pure returns (bytes32) {
        bytes memory change = abi.encode(record, last, granted);
        return _changeHash(kAccreditType, change, version, approval);
    }

    /// The struct hash of a change: its own fields, then version, epoch and expiry.
    /// @param change the fields' words, encoded last of all memory: they are used up
    function _changeHash(
        bytes32 typeHash,
        bytes memory change,
        uint256 version,
        Approval calldata approval
    ) private pure returns (bytes32 hash) {
        uint256 epoch = approval.epoch;
        uint256 expiry = approval.expiry;
        assembly ("memory-safe") {
            let end := add(add(change, 32), mload(change))
            mstore(change, typeHash)
            mstore(end, version)
            mstore(add(end, 32), epoch)
            mstore(add(end, 64), expiry)
            hash := keccak256(change, sub(add(end, 96), change))
        }
    }

    function _checkLength(Link[] calldata path) private pure {
        if (path.length == 0 || path.length > kMaxSteps) revert PathLengthInvalid(path.length);
    }

    function _recordOf(bytes32 root, Link[] calldata path)
        private
        pure
        returns (bytes32 parent, bytes32 record)
    {
        _checkLength(path);
        record = root;
        for (uint256 i = 0; i < path.length; ++i) {
            parent = record;
            record = _idBelow(parent, path[i]);
        }
    }

    /// The first `steps` of the path at `moment`: each in its period, and each within the one before.
    function _walk(bytes32 root, Link[] calldata path, uint256 steps, uint256 moment)
        private
        view
        returns (Verdict verdict, uint256 step, Record memory last)
    {
        // The id of an accreditation is no root: its own ancestors would go unasked.
        _requireGroup(root);
        bytes32 id = root;
        uint256 depth = kMaxSteps;
        bytes32 scope = EVERY_TYPE;
        for (step = 0; step < steps; ++step) {
            id = _idBelow(id, path[step]);
            last = recordOf(id);
            verdict = _judge(last, moment);
            if (verdict != Verdict.accredited) return (verdict, step, last);
            if (last.depth >= depth || !_covers(scope, path[step].credentialType)) {
                return (Verdict.outsideParent, step, last);
            }
            depth = last.depth;
            scope = path[step].credentialType;
        }
        return (Verdict.accredited, steps - 1, last);
    }

    function _judge(Record memory held, uint256 moment) private pure returns (Verdict) {
        if (held.version == 0) return Verdict.unknown;
        if (moment < held.from) return held.version == 1 ? Verdict.notYet : Verdict.seeHistory;
        if (held.status == Status.suspended && moment >= held.actsFrom) return Verdict.suspended;
        if (held.status == Status.removed && moment >= held.actsFrom) return Verdict.removed;
        if (moment >= held.until) return Verdict.ended;
        return Verdict.accredited;
    }

    function _inForce(Record memory held) private view returns (bool) {
        return _judge(held, block.timestamp) == Verdict.accredited;
    }

    function _covers(bytes32 scope, bytes32 credentialType) private pure returns (bool) {
        return scope == EVERY_TYPE || scope == credentialType;
    }

    /// The holder of the step before the last is in force now and may accredit.
    function _checkAccreditor(bytes32 root, Link[] calldata path)
        private
        view
        returns (Record memory parent)
    {
        return _checkMayAccredit(root, path, path.length - 1);
    }

    function _checkMayAccredit(bytes32 root, Link[] calldata path, uint256 steps)
        private
        view
        returns (Record memory parent)
    {
        Verdict verdict;
        uint256 step;
        (verdict, step, parent) = _walk(root, path, steps, block.timestamp);
        if (verdict != Verdict.accredited) revert AccreditorNotInForce(verdict, step);
        if (parent.depth == 0) revert OutsideParent();
    }

    function _checkWithin(bytes32 root, Link[] calldata path, Grant calldata granted)
        private
        view
    {
        Record memory parent = _checkAccreditor(root, path);
        bool covered =
            _covers(path[path.length - 2].credentialType, path[path.length - 1].credentialType);
        if (!covered || granted.depth >= parent.depth || granted.until > parent.until) {
            revert OutsideParent();
        }
    }

    /// Makes `held` the record after the grant. A period that goes on keeps its beginning, unless the grant would
    /// then speak otherwise of its past.
    function _grant(Record memory held, Grant calldata granted) private view {
        uint48 begins = granted.from;
        if (begins < block.timestamp) begins = uint48(block.timestamp);
        if (granted.until <= begins) revert PeriodInvalid(begins, granted.until);
        if (_inForce(held)) {
            if (begins > block.timestamp) revert PeriodInvalid(begins, granted.until);
            bool same = held.mayIssue == granted.mayIssue && held.depth == granted.depth;
            // A suspension that was to act later ends with this grant, as if it had not been.
            if (same) begins = held.from;
        }
        held.from = begins;
        held.until = granted.until;
        held.actsFrom = 0;
        held.changed = uint40(block.number);
        held.version += 1;
        held.status = Status.active;
        held.mayIssue = granted.mayIssue;
        held.depth = granted.depth;
        held.byCommittee = false;
    }

    function _setStanding(
        bytes32 record,
        Record memory held,
        Status status,
        uint48 actsFrom,
        bytes32 reason,
        bool committee
    ) private {
        if (held.byCommittee && !committee) revert DecidedByCommittee(record);
        if (status == Status.active) {
            if (held.status != Status.suspended) revert StandingUnchanged(record);
            actsFrom = uint48(block.timestamp);
            if (held.until <= actsFrom) revert PeriodInvalid(actsFrom, held.until);
            // A suspension that never acted leaves no gap.
            if (held.actsFrom <= actsFrom && held.from < actsFrom) held.from = actsFrom;
            held.actsFrom = 0;
            held.byCommittee = false;
        } else {
            bool stronger = held.status == Status.active
                || (held.status == Status.suspended && status == Status.removed);
            bool earlier = held.status == status && actsFrom < held.actsFrom;
            if (status == Status.none || (!stronger && !earlier)) revert StandingUnchanged(record);
            if (held.status == Status.suspended && held.actsFrom < actsFrom) {
                actsFrom = held.actsFrom;
            }
            held.actsFrom = actsFrom;
            held.byCommittee = committee;
        }
        held.status = status;
        uint256 previous = held.changed;
        held.changed = uint40(block.number);
        held.version += 1;
        _save(record, held);
        emit StandingChanged(record, held.version, status, actsFrom, reason, previous);
    }

    /// Reverts unless the approval is the committee's (true) or that of the holder of the step before the
    /// last.
    function _checkApproval(
        bytes32 root,
        Link[] calldata path,
        Approval calldata approval,
        bytes32 structHash
    ) private view returns (bool committee) {
        if (path.length == 1 || approval.epoch != 0) {
            _requireApproved(root, approval.epoch, approval.expiry, structHash, approval.signatures);
            return true;
        }
        _checkAccount(path[path.length - 2].holder, approval, structHash);
    }

    function _checkNamingApproval(
        bytes32 root,
        Link[] calldata path,
        Approval calldata approval,
        bytes32 structHash
    ) private view {
        if (path.length == 0) {
            _requireApproved(root, approval.epoch, approval.expiry, structHash, approval.signatures);
        } else {
            _checkAccount(path[path.length - 1].holder, approval, structHash);
        }
    }

    function _checkAccount(address account, Approval calldata approval, bytes32 structHash)
        private
        view
    {
        if (approval.signatures.length == 0) {
            if (msg.sender != account) revert NotAccreditor(account);
            return;
        }
        checkDeadline(approval.expiry);
        Signatures.check(account, _digest(structHash), approval.signatures);
    }

    /// Id of the accreditor at the path's end, in force and entitled to accredit.
    function _accreditorOf(bytes32 root, Link[] calldata path) private view returns (bytes32 id) {
        if (path.length == 0) return root;
        (, id) = _recordOf(root, path);
        _checkMayAccredit(root, path, path.length);
    }

    function _save(bytes32 record, Record memory held) private {
        uint256 word = uint256(held.from) | (uint256(held.until) << 48);
        word |= (uint256(held.actsFrom) << 96) | (uint256(held.changed) << 144);
        word |= (uint256(held.version) << 184) | (uint256(held.status) << 224);
        word |= (uint256(held.mayIssue ? 1 : 0) | uint256(held.byCommittee ? 2 : 0)) << 232;
        records_[record] = word | (uint256(held.depth) << 240);
    }

    function _nameAt(bytes32 key) private view returns (Name memory) {
        return names_[key];
    }

    function _saveName(bytes32 key, Name memory held) private {
        names_[key] = held;
    }

    function _nameKey(bytes32 accreditor, bytes32 fold) private pure returns (bytes32) {
        return keccak256(abi.encode("fold", accreditor, fold));
    }

    function _skeletonKey(bytes32 accreditor, bytes32 skeleton) private pure returns (bytes32) {
        return keccak256(abi.encode("skeleton", accreditor, skeleton));
    }

    function _reserve(bytes32 key, address subject, uint40 version) private {
        Name memory held = _nameAt(key);
        if (held.subject != address(0) && held.subject != subject) {
            revert NameTaken(key, held.subject);
        }
        _saveName(key, Name(subject, uint48(block.timestamp), version, Status.active));
    }
}
