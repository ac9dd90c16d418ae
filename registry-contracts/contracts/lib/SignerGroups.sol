// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {chainSeconds, checkDeadline} from "./Deadline.sol";
import {Eip712} from "./Eip712.sol";
import {MemberKeys} from "./MemberKeys.sol";

/// @title Groups that decide or vouch m-of-n, in epochs.
/// @notice Anybody may found a group; its id holds its founder, so that nobody can take another's,
/// and the chain and this contract, so that nobody can found the same group with other members
/// elsewhere. From then on only the members change it, by as many signatures as the threshold asks for. Only
/// signatures of the present epoch count. The members of an epoch are written once, as the code of
/// a contract without functions, and stay readable after the epoch. As many of the new members as
/// their threshold asks for consent, so that no group is lost to keys that nobody holds.
///
/// `signatures` is, for each signer in ascending order of member numbers:
/// member u8 ‖ length u16 ‖ proof (see MemberKeys for the proof of each scheme).
abstract contract SignerGroups is Eip712 {
    /// A group begins an epoch. `store` holds the members: one byte 0x00, then 32 bytes each, then
    /// the block in 8 bytes. `previous` is the block of the epoch before, 0 for the first.
    event EpochStarted(
        bytes32 indexed group,
        uint32 epoch,
        uint8 threshold,
        address store,
        bytes32[] members,
        uint256 previous
    );

    /// The founder has a group of this salt already.
    error GroupExists(bytes32 group);
    /// No such group was founded.
    error GroupUnknown(bytes32 group);
    /// A group has 1 to 96 members and a threshold of 1 to as many.
    error GroupSizeInvalid(uint256 members, uint256 threshold);
    /// Members stand in ascending order of their words, each once.
    error MembersNotAscending(uint256 position);
    /// The signatures speak of another epoch than the group's present one.
    error EpochMismatch(bytes32 group, uint32 current);
    /// The signatures are cut short.
    error SignaturesTruncated();
    /// The signers do not stand in ascending order, or the group has no such member.
    error SignerInvalid(uint256 member);
    /// Fewer members signed than the threshold asks for.
    error ThresholdNotMet(uint256 signers, uint256 threshold);
    /// The chain refused to store the members.
    error MembersNotStored();

    struct Group {
        address store;
        uint48 since;
        uint32 epoch;
        uint8 threshold;
        uint8 size;
    }

    uint256 private constant kMaxMembers = 96;
    bytes32 private constant kNextEpochType = keccak256(
        "NextEpoch(bytes32 group,uint32 epoch,uint8 threshold,bytes32[] members,uint64 deadline)"
    );

    mapping(bytes32 group => Group) private groups_;

    /// @notice Id of the group that `founder` founds with `salt` in this contract, on this chain.
    function groupId(address founder, bytes32 salt) public view returns (bytes32) {
        return keccak256(abi.encode("deed/group/v2", block.chainid, address(this), founder, salt));
    }

    /// @notice Founds a group of the caller's, in epoch 1.
    /// @param salt any number; another one for another group
    /// @param threshold how many members must sign
    /// @param members scheme u8 ‖ key of 31 bytes, ascending (see MemberKeys)
    function foundGroup(bytes32 salt, uint8 threshold, bytes32[] calldata members)
        external
        returns (bytes32 group)
    {
        group = groupId(msg.sender, salt);
        if (groups_[group].epoch != 0) revert GroupExists(group);
        _startEpoch(group, 1, threshold, members);
    }

    /// @notice Begins the group's next epoch with other members or another threshold, by signatures
    /// of the present members over NextEpoch. Anybody may submit it; the epoch's number is its nonce.
    /// @param signatures as many present members as the present threshold asks for
    /// @param consents as many new members as the new threshold asks for, over the same NextEpoch
    function nextEpoch(
        bytes32 group,
        uint8 threshold,
        bytes32[] calldata members,
        uint64 deadline,
        bytes calldata signatures,
        bytes calldata consents
    ) external {
        uint32 current = groups_[group].epoch;
        bytes32 digest = _nextEpochDigest(group, current + 1, threshold, members, deadline);
        _requireApproved(group, current, deadline, digest, signatures);
        _startEpoch(group, current + 1, threshold, members);
        _requireApproved(group, current + 1, deadline, digest, consents);
    }

    /// @notice The block in which the group's present epoch began; 0 if there is no such group.
    function epochBlock(bytes32 group) public view returns (uint256 began) {
        Group memory g = groups_[group];
        if (g.epoch == 0) return 0;
        address store = g.store;
        uint256 place = 1 + 32 * uint256(g.size);
        assembly ("memory-safe") {
            mstore(0, 0)
            extcodecopy(store, 24, place, 8)
            began := mload(0)
        }
    }

    /// @notice The group's present epoch; `epoch` 0 if there is no such group.
    function groupOf(bytes32 group) external view returns (Group memory) {
        return groups_[group];
    }

    /// @notice Member number `index` of the group's present epoch.
    function memberOf(bytes32 group, uint256 index) external view returns (bytes32) {
        Group memory g = groups_[group];
        if (index >= g.size) revert SignerInvalid(index);
        return _member(g.store, index);
    }

    /// Reverts unless the group was founded.
    function _requireGroup(bytes32 group) internal view {
        if (groups_[group].epoch == 0) revert GroupUnknown(group);
    }

    /// The member's word in the store of an epoch.
    function _member(address store, uint256 index) private view returns (bytes32 member) {
        assembly ("memory-safe") {
            extcodecopy(store, 0, add(1, mul(index, 32)), 32)
            member := mload(0)
        }
    }

    function _startEpoch(bytes32 group, uint32 epoch, uint8 threshold, bytes32[] calldata members)
        private
    {
        uint256 count = members.length;
        if (count == 0 || count > kMaxMembers || threshold == 0 || threshold > count) {
            revert GroupSizeInvalid(count, threshold);
        }
        for (uint256 i = 0; i < count; ++i) {
            if (i != 0 && members[i] <= members[i - 1]) revert MembersNotAscending(i);
            MemberKeys.checkUsable(members[i]);
        }
        uint256 previous = epochBlock(group);
        address store = _store(members);
        groups_[group] = Group(store, uint48(chainSeconds()), epoch, threshold, uint8(count));
        emit EpochStarted(group, epoch, threshold, store, members, previous);
    }

    function _nextEpochDigest(
        bytes32 group,
        uint32 epoch,
        uint8 threshold,
        bytes32[] calldata members,
        uint64 deadline
    ) private view returns (bytes32) {
        bytes32 all = keccak256(abi.encodePacked(members));
        return _digest(
            keccak256(abi.encode(kNextEpochType, group, epoch, threshold, all, deadline))
        );
    }

    /// Code is cheaper to read than storage: 2,600 gas for all members, not 2,100 for each.
    function _store(bytes32[] calldata members) private returns (address store) {
        // PUSH2 size DUP1 PUSH1 10 RETURNDATASIZE CODECOPY RETURNDATASIZE RETURN, then the code: a
        // STOP, so that nobody can run it, the members, and the block.
        bytes memory code = abi.encodePacked(
            hex"61",
            uint16(9 + 32 * members.length),
            hex"80600a3d393df300",
            members,
            uint64(block.number)
        );
        assembly ("memory-safe") {
            store := create(0, add(code, 32), mload(code))
        }
        if (store == address(0)) revert MembersNotStored();
    }

    /// Reverts unless as many members as the threshold asks for signed the digest, in time and in
    /// the present epoch.
    function _requireApproved(
        bytes32 group,
        uint256 epoch,
        uint256 deadline,
        bytes32 digest,
        bytes calldata signatures
    ) internal view {
        (, uint256 signers, uint256 threshold) =
            _signers(group, epoch, deadline, digest, signatures, 0);
        if (signers < threshold) revert ThresholdNotMet(signers, threshold);
    }

    /// The members who signed the digest, beside those in the bitmap `already`, whose signatures are
    /// passed over: so a batch survives that somebody else brought one of its signatures first.
    /// Every other signature must be good.
    function _signers(
        bytes32 group,
        uint256 epoch,
        uint256 deadline,
        bytes32 digest,
        bytes calldata signatures,
        uint256 already
    ) internal view returns (uint256 added, uint256 count, uint256 threshold) {
        checkDeadline(deadline);
        address store;
        uint256 size;
        uint256 current;
        (store, size, threshold, current) = _load(group);
        if (size == 0) revert GroupUnknown(group);
        if (current != epoch) revert EpochMismatch(group, uint32(current));
        // Within the compiler's reach.
        bytes32 message = digest;
        uint256 cursor = 0;
        uint256 lowest = 0;
        while (cursor < signatures.length) {
            (uint256 index, bytes calldata proof) = _part(signatures, cursor);
            if (index < lowest || index >= size) revert SignerInvalid(index);
            unchecked {
                if ((already >> index) & 1 == 0) {
                    MemberKeys.check(_member(store, index), message, proof);
                    added |= 1 << index;
                    ++count;
                }
                lowest = index + 1;
                cursor += 3 + proof.length;
            }
        }
    }

    /// One read of storage for all that counting needs.
    function _load(bytes32 group)
        private
        view
        returns (address store, uint256 size, uint256 threshold, uint256 epoch)
    {
        Group storage g = groups_[group];
        uint256 word;
        assembly ("memory-safe") {
            word := sload(g.slot)
        }
        // From the lowest bit: store 160, since 48, epoch 32, threshold 8, size 8.
        return (
            address(uint160(word)), word >> 248, uint8(word >> 240), uint32(word >> 208)
        );
    }

    /// The part of one signer, which begins at `cursor`.
    function _part(bytes calldata signatures, uint256 cursor)
        private
        pure
        returns (uint256 index, bytes calldata proof)
    {
        uint256 end;
        assembly ("memory-safe") {
            let head := shr(232, calldataload(add(signatures.offset, cursor)))
            index := shr(16, head)
            proof.offset := add(add(signatures.offset, cursor), 3)
            proof.length := and(head, 0xffff)
            end := add(add(cursor, 3), proof.length)
        }
        if (end > signatures.length) revert SignaturesTruncated();
    }
}
