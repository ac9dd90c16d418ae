// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Actors, IActors} from "./lib/Actors.sol";
import {chainSeconds, checkDeadline} from "./lib/Deadline.sol";
import {SignerGroups} from "./lib/SignerGroups.sol";
import {Signatures} from "./lib/Signatures.sol";

/// @title Who may issue which credential type, from when until when, accredited by whom
/// @notice A tree of accreditations hangs from each *root*: a group that decides m-of-n (its
/// committee). Anybody may found a root; a verifier chooses the roots that it trusts. An
/// accreditation's id is the hash of its parent's id, its holder and its credential type, so that a
/// chain cannot run in a circle and needs no search: who asks brings the path from the root, and the
/// ids are computed from it. A decision is signed for one number of one record: it is executed
/// once, and the committee's decisions have numbers of their own, so that nobody below can void them.
/// A holder acts through the controller of its DID. No record is ever deleted, and every standing
/// keeps the time since which it acts.
contract IssuerRegistry is SignerGroups, Actors {
    /// One step of a path: the accreditation of `holder` for `credentialType` below the step before.
    struct Link {
        address holder;
        bytes32 credentialType;
    }

    /// What an accreditation grants. Times are Unix seconds.
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
        seeHistory,
        /// The committee has barred the holder under this root.
        barred
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
        /// number of the committee's decisions so far
        uint24 decisions;
    }

    /// The committee's bar of a holder: whatever it holds under the root, on any path, says nothing
    /// in this time.
    struct Bar {
        uint48 from;
        /// exclusive; the greatest number while the bar stands
        uint48 until;
        /// block of the last change
        uint40 changed;
        /// number of changes so far
        uint40 number;
        /// there was another bar before `from`: its events tell
        bool more;
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
    /// The holder is barred under the root from `actsFrom` on, or no longer from then on.
    event BarSet(
        bytes32 indexed root,
        address indexed holder,
        uint256 number,
        bool barred,
        uint256 actsFrom,
        bytes32 reason,
        uint256 previous
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
    /// The holder is barred as much already, or is not barred.
    error BarUnchanged(bytes32 root, address holder);
    /// The chain of accreditations does not hold for this moment.
    error NotAccredited(Verdict verdict, uint256 step);

    /// The type of an accreditation for every credential type.
    bytes32 public constant EVERY_TYPE = bytes32(type(uint256).max);

    uint256 private constant kMaxSteps = 8;
    bytes32 private constant kAccreditType = keccak256(
        "Accredit(bytes32 record,address holder,bytes32 credentialType,bool mayIssue,uint8 depth,"
        "uint48 from,uint48 until,bytes32 info,uint40 number,uint32 epoch,uint64 expiry)"
    );
    bytes32 private constant kSetStandingType = keccak256(
        "SetStanding(bytes32 record,address holder,uint8 status,uint48 actsFrom,bytes32 reason,"
        "uint40 number,uint32 epoch,uint64 expiry)"
    );
    bytes32 private constant kSetBarType = keccak256(
        "SetBar(bytes32 root,address holder,bool barred,uint48 actsFrom,bytes32 reason,"
        "uint40 number,uint32 epoch,uint64 expiry)"
    );
    uint48 private constant kStands = type(uint48).max;

    /// By record id; the fields of Record from the lowest bit, see _save().
    mapping(bytes32 record => uint256) private records_;
    mapping(bytes32 root => mapping(address holder => Bar)) private bars_;

    constructor(IActors dids_) Actors(dids_) {}

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
    /// @dev EIP-712 Accredit; `number` is the record's next version, or of the committee its next
    /// decision on the record.
    function accredit(
        bytes32 root,
        Link[] calldata path,
        Grant calldata granted,
        Approval calldata approval
    ) external {
        (bytes32 parent, bytes32 record) = _recordOf(root, path);
        Link calldata last = path[path.length - 1];
        if (last.holder == address(0)) revert HolderInvalid();
        bool committee = _isOfCommittee(path, approval);
        if (path.length == 1) {
            if (granted.depth >= kMaxSteps) revert OutsideParent();
        } else {
            if (committee) revert NotAccreditor(path[path.length - 2].holder);
            _checkWithin(root, path, granted);
        }

        Record memory held = recordOf(record);
        _checkAccredit(root, path, record, granted, _nextNumber(held, committee), approval);
        if (held.byCommittee && !committee) revert DecidedByCommittee(record);
        uint256 previous = held.changed;
        _grant(held, granted);
        if (committee) held.decisions += 1;
        _save(record, held);
        if (held.version == 1) emit RecordOpened(record, parent, last.holder, last.credentialType);
        emit Accredited(record, held.version, granted, previous);
    }

    /// @notice Suspends (from `actsFrom` on), removes, or reinstates (as of now) the accreditation at
    /// the path's end, by approval of its accreditor or of the root's committee. What it issued before
    /// `actsFrom` stays good. A further suspension or removal can only move the moment back. The
    /// committee's takes the place of any that the accreditor or the holder decided before.
    /// @dev EIP-712 SetStanding; `number` as for accredit().
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
        bool committee = _isOfCommittee(path, approval);
        {
            bytes memory change =
                abi.encode(record, path[path.length - 1].holder, status, actsFrom, reason);
            bytes32 hash = _changeHash(
                kSetStandingType, change, _nextNumber(held, committee), approval
            );
            _checkApproval(root, path, approval, hash);
        }
        if (!committee) _checkAccreditor(root, path);
        else held.decisions += 1;
        _setStanding(record, held, status, actsFrom, reason, committee);
    }

    /// @notice The holder lays its own accreditation down, as of now.
    function renounce(bytes32 root, Link[] calldata path, bytes32 reason) external {
        (, bytes32 record) = _recordOf(root, path);
        Record memory held = recordOf(record);
        if (held.version == 0) revert RecordUnknown(record);
        address holder = path[path.length - 1].holder;
        if (!_senderActsFor(holder)) revert NotAccreditor(holder);
        _setStanding(
            record, held, Status.removed, uint48(chainSeconds()), reason, held.byCommittee
        );
    }

    /// @notice The committee bars the holder under its root from a moment on, that may lie before the
    /// decision: all that it holds there and may yet be given, on every path. Or it lifts the bar, as of
    /// now. What was issued before the bar or after it stays good.
    /// @dev EIP-712 SetBar; `number` is the bar's next one.
    function setBar(
        bytes32 root,
        address holder,
        bool barred,
        uint48 actsFrom,
        bytes32 reason,
        Approval calldata approval
    ) external {
        Bar memory bar = bars_[root][holder];
        {
            bytes memory change = abi.encode(root, holder, barred, actsFrom, reason);
            bytes32 hash = _changeHash(kSetBarType, change, bar.number + 1, approval);
            _requireApproved(
                root, approval.epoch, approval.expiry, _digest(hash), approval.signatures
            );
        }
        bool stands = bar.until == kStands;
        if (stands == barred && (!barred || actsFrom >= bar.from)) revert BarUnchanged(root, holder);
        if (barred) {
            // Where two bars meet or overlap they are one.
            if (!stands && bar.number != 0 && actsFrom > bar.until) bar.more = true;
            else if (bar.number != 0 && bar.from < actsFrom) actsFrom = bar.from;
            (bar.from, bar.until) = (actsFrom, kStands);
        } else {
            actsFrom = uint48(chainSeconds());
            if (actsFrom < bar.from) actsFrom = bar.from;
            bar.until = actsFrom;
        }
        uint256 previous = bar.changed;
        bar.changed = uint40(block.number);
        bar.number += 1;
        bars_[root][holder] = bar;
        emit BarSet(root, holder, bar.number, barred, actsFrom, reason, previous);
    }

    /// @notice The holder's bar under the root; `number` 0 if there was never one.
    function barOf(bytes32 root, address holder) external view returns (Bar memory) {
        return bars_[root][holder];
    }

    /// @notice Reverts unless as many members of the group's present epoch signed `digest` as its
    /// threshold asks for, in time; for contracts in which the group decides.
    function requireApproved(
        bytes32 group,
        uint256 epoch,
        uint256 deadline,
        bytes32 digest,
        bytes calldata signatures
    ) external view {
        _requireApproved(group, epoch, deadline, digest, signatures);
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
            status: Status((word >> 224) & 3),
            mayIssue: (word >> 226) & 1 == 1,
            depth: uint8((word >> 228) & 15),
            byCommittee: (word >> 227) & 1 == 1,
            decisions: uint24(word >> 232)
        });
    }

    /// @notice What the chain along `path` says of a moment, whatever its end may do.
    function standingOf(bytes32 root, Link[] calldata path, uint48 moment)
        external
        view
        returns (Verdict verdict, uint256 step)
    {
        _checkLength(path);
        (verdict, step,) = _walk(root, path, path.length, moment);
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

    /// The struct hash of a change: its own fields, then number, epoch and expiry.
    /// @param change the fields' words, encoded last of all memory: they are used up
    function _changeHash(
        bytes32 typeHash,
        bytes memory change,
        uint256 ordinal,
        Approval calldata approval
    ) private pure returns (bytes32 hash) {
        uint256 epoch = approval.epoch;
        uint256 expiry = approval.expiry;
        assembly ("memory-safe") {
            let end := add(add(change, 32), mload(change))
            mstore(change, typeHash)
            mstore(end, ordinal)
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
            if (verdict == Verdict.accredited) {
                verdict = _judgeBar(bars_[root][path[step].holder], moment);
            }
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
        if (held.status == Status.suspended && moment >= held.actsFrom) return Verdict.suspended;
        if (held.status == Status.removed && moment >= held.actsFrom) return Verdict.removed;
        if (moment < held.from) return held.version == 1 ? Verdict.notYet : Verdict.seeHistory;
        if (moment >= held.until) return Verdict.ended;
        return Verdict.accredited;
    }

    function _judgeBar(Bar storage bar, uint256 moment) private view returns (Verdict) {
        uint48 until = bar.until;
        if (until == 0 || moment >= until) return Verdict.accredited;
        if (moment >= bar.from) return Verdict.barred;
        return bar.more ? Verdict.seeHistory : Verdict.accredited;
    }

    function _inForce(Record memory held) private view returns (bool) {
        return _judge(held, chainSeconds()) == Verdict.accredited;
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
        Verdict verdict;
        uint256 step;
        (verdict, step, parent) = _walk(root, path, path.length - 1, chainSeconds());
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
        uint256 moment = chainSeconds();
        uint48 begins = granted.from;
        if (begins < moment) begins = uint48(moment);
        if (granted.until <= begins) revert PeriodInvalid(begins, granted.until);
        if (_inForce(held)) {
            if (begins > moment) revert PeriodInvalid(begins, granted.until);
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
            actsFrom = uint48(chainSeconds());
            if (held.until <= actsFrom) revert PeriodInvalid(actsFrom, held.until);
            // A suspension that never acted leaves no gap.
            if (held.actsFrom <= actsFrom && held.from < actsFrom) held.from = actsFrom;
            held.actsFrom = 0;
            held.byCommittee = false;
        } else {
            bool stronger = held.status == Status.active
                || (held.status == Status.suspended && status == Status.removed);
            bool earlier =
                (committee || held.status == status) && actsFrom < held.actsFrom;
            // What others decided before does not keep the committee's decision out.
            bool first = committee && !held.byCommittee;
            if (status == Status.none || (!stronger && !earlier && !first)) {
                revert StandingUnchanged(record);
            }
            if (held.status != Status.active && held.actsFrom < actsFrom) {
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

    /// Whether the approval speaks for the committee; of a path of one step it always does.
    function _isOfCommittee(Link[] calldata path, Approval calldata approval)
        private
        pure
        returns (bool)
    {
        return path.length == 1 || approval.epoch != 0;
    }

    /// The number that a decision on the record must be signed for.
    function _nextNumber(Record memory held, bool committee) private pure returns (uint256) {
        return uint256(committee ? held.decisions : held.version) + 1;
    }

    function _checkAccredit(
        bytes32 root,
        Link[] calldata path,
        bytes32 record,
        Grant calldata granted,
        uint256 number,
        Approval calldata approval
    ) private view {
        bytes memory change = abi.encode(record, path[path.length - 1], granted);
        _checkApproval(root, path, approval, _changeHash(kAccreditType, change, number, approval));
    }

    /// Reverts unless the committee, or whoever acts for the holder of the step before the last,
    /// approves.
    function _checkApproval(
        bytes32 root,
        Link[] calldata path,
        Approval calldata approval,
        bytes32 structHash
    ) private view {
        if (_isOfCommittee(path, approval)) {
            _requireApproved(
                root, approval.epoch, approval.expiry, _digest(structHash), approval.signatures
            );
        } else {
            _checkHolder(path[path.length - 2].holder, approval, structHash);
        }
    }

    function _checkHolder(address holder, Approval calldata approval, bytes32 structHash)
        private
        view
    {
        if (approval.signatures.length == 0) {
            if (!_senderActsFor(holder)) revert NotAccreditor(holder);
            return;
        }
        checkDeadline(approval.expiry);
        Signatures.check(_actorOf(holder), _digest(structHash), approval.signatures);
    }

    function _save(bytes32 record, Record memory held) private {
        uint256 word = uint256(held.from) | (uint256(held.until) << 48);
        word |= (uint256(held.actsFrom) << 96) | (uint256(held.changed) << 144);
        word |= (uint256(held.version) << 184) | (uint256(held.status) << 224);
        word |= uint256(held.mayIssue ? 1 : 0) << 226 | uint256(held.byCommittee ? 1 : 0) << 227;
        word |= (uint256(held.depth) << 228) | (uint256(held.decisions) << 232);
        records_[record] = word;
    }
}
