// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {EvidenceRegistry} from "../contracts/EvidenceRegistry.sol";
import {Expired} from "../contracts/lib/Deadline.sol";
import {
    KeyProofMalformed,
    KeySignatureInvalid,
    KeySignatureMalleable,
    MemberInvalid,
    SchemeUnavailable
} from "../contracts/lib/MemberKeys.sol";
import {
    SignatureHighS, SignatureInvalid, SignatureMalformed
} from "../contracts/lib/Signatures.sol";
import {SignerGroups} from "../contracts/lib/SignerGroups.sol";
import {Evidence} from "./support/Evidence.sol";
import {Tree} from "./support/Tree.sol";
import {Wallet} from "./support/Wallet.sol";

/// Answers as FISCO BCOS's sm2Verify does, to one known question.
contract Sm2Precompile {
    function sm2Verify(bytes32 message, bytes calldata key, bytes32, bytes32)
        external
        pure
        returns (bool, address)
    {
        bool known = message
            == 0x534d32206b6e6f776e20616e73776572206f6620746865207265676973747279
            || message == keccak256("never");
        return (known && key.length == 64, address(1));
    }
}

contract EvidenceCosigningTest is Evidence {
    bytes32 private group_;
    bytes32 private statement_;

    function setUp() public {
        vm.roll(50);
        vm.warp(1_800_000_000);
        group_ = found_group(5, 3);
        statement_ = anchor_hash(owner, kRoot, 100);
    }

    function anchored(uint256 bitmap) private {
        EvidenceRegistry.Cosigning memory signatures = by(group_, bitmap);
        vm.prank(owner);
        registry.anchorUnlinkedCosigned(kRoot, 100, signatures);
    }

    function expect_refused(EvidenceRegistry.Cosigning memory bad, bytes memory reason) private {
        vm.prank(owner);
        vm.expectRevert(reason);
        registry.anchorUnlinkedCosigned(kRoot, 100, bad);
    }

    function cosigned() private view returns (EvidenceRegistry.Cosigned memory) {
        return registry.cosignedBy(statement_, group_, 1);
    }

    // --- the threshold ---

    function test_an_anchor_is_effective_with_as_many_signatures_as_the_threshold() public {
        EvidenceRegistry.Cosigning memory three = by(group_, 0x15);
        vm.expectEmit(address(registry));
        emit EvidenceRegistry.UnlinkedAnchor(owner, kRoot, 100, 1, 0);
        vm.expectEmit(address(registry));
        emit EvidenceRegistry.Cosignatures(statement_, group_, 1, 0x15);
        vm.expectEmit(address(registry));
        emit EvidenceRegistry.Effective(statement_, group_);
        vm.prank(owner);
        registry.anchorUnlinkedCosigned(kRoot, 100, three);
        assertEq(cosigned().count, 3);
        assertEq(cosigned().bitmap, 0x15);
        assertEq(cosigned().since, block.timestamp);
        assertEq(cosigned().effective, block.timestamp);
        assertEq(cosigned().changed, 50);
    }

    function test_late_signers_are_added_and_the_effective_time_stays() public {
        anchored(3);
        assertEq(cosigned().effective, 0);
        vm.warp(1_800_000_050);
        vm.roll(60);
        vm.prank(stranger);
        registry.cosignAnchor(owner, kRoot, 100, by(group_, 4));
        assertEq(cosigned().effective, 1_800_000_050);
        vm.warp(1_800_000_090);
        vm.recordLogs();
        registry.cosignAnchor(owner, kRoot, 100, by(group_, 8));
        assertEq(vm.getRecordedLogs().length, 1);
        assertEq(cosigned().effective, 1_800_000_050);
        assertEq(cosigned().since, 1_800_000_000);
        assertEq(cosigned().bitmap, 0xf);
        assertEq(cosigned().count, 4);
        assertEq(cosigned().changed, 60);
    }

    function test_a_batch_survives_that_one_of_its_signatures_came_first() public {
        anchored(1);
        registry.cosignAnchor(owner, kRoot, 100, by(group_, 7));
        assertEq(cosigned().count, 3);
        vm.expectRevert(abi.encodeWithSelector(EvidenceRegistry.NothingAdded.selector, statement_));
        registry.cosignAnchor(owner, kRoot, 100, by(group_, 7));
    }

    function test_an_anchor_can_wait_for_its_first_signature() public {
        anchored(0);
        assertEq(cosigned().since, block.timestamp);
        assertEq(cosigned().count, 0);
        registry.cosignAnchor(owner, kRoot, 100, by(group_, 16));
        assertEq(cosigned().bitmap, 16);
    }

    function test_what_was_never_anchored_is_not_cosigned() public {
        vm.expectRevert(
            abi.encodeWithSelector(EvidenceRegistry.StatementUnknown.selector, statement_)
        );
        registry.cosignAnchor(owner, kRoot, 100, by(group_, 7));
    }

    // --- checkpoints ---

    function test_checkpoints_are_cosigned_while_they_are_the_head_and_later_once_begun() public {
        vm.startPrank(owner);
        bytes32 log = registry.openLog("log", head(5, Tree.root(0, 5, 0)));
        EvidenceRegistry.Head memory five = head(5, Tree.root(0, 5, 0));
        EvidenceRegistry.Head memory nine = head(9, Tree.root(0, 9, 0));
        registry.advanceCosigned(log, five, nine, Tree.proof(5, 9, 0), of_checkpoint(log, nine, 1));
        bytes32 statement = checkpoint_hash(log, nine.size, nine.root);
        assertEq(registry.checkpointStatement(log, nine), statement);

        registry.cosignCheckpoint(log, owner, nine, of_checkpoint(log, nine, 2));
        EvidenceRegistry.Cosigning memory early = of_checkpoint(log, five, 7);
        vm.expectRevert(
            abi.encodeWithSelector(
                EvidenceRegistry.StatementUnknown.selector, checkpoint_hash(log, 5, five.root)
            )
        );
        registry.cosignCheckpoint(log, owner, five, early);

        registry.advance(log, nine, head(12, Tree.root(0, 12, 0)), Tree.proof(9, 12, 0));
        registry.cosignCheckpoint(log, address(0), nine, of_checkpoint(log, nine, 4));
        assertEq(registry.cosignedBy(statement, group_, 1).bitmap, 7);
        assertTrue(registry.cosignedBy(statement, group_, 1).effective != 0, "not effective");
    }

    function of_checkpoint(bytes32 log, EvidenceRegistry.Head memory tip, uint256 bitmap)
        private
        view
        returns (EvidenceRegistry.Cosigning memory)
    {
        uint64 deadline = uint64(block.timestamp) + 9;
        bytes32 digest =
            checkpoint_digest(checkpoint_hash(log, tip.size, tip.root), group_, 1, deadline);
        return EvidenceRegistry.Cosigning(group_, 1, deadline, signatures_of(bitmap, digest));
    }

    function test_a_signature_over_a_checkpoint_does_not_cosign_an_anchor() public {
        EvidenceRegistry.Cosigning memory bad = of_checkpoint(bytes32(uint256(uint160(owner))), head(100, kRoot), 7);
        expect_refused(bad, abi.encodeWithSelector(SignatureInvalid.selector, vm.addr(keys[0])));
    }

    // --- signatures ---

    /// Weakness 8 of WeIdentity's contracts: the signer was a parameter that nobody checked, so that
    /// a stranger wrote records in anybody's name.
    function test_weakness_8_nobody_signs_in_anothers_name() public {
        EvidenceRegistry.Cosigning memory forged = by(group_, 1);
        bytes32 digest = anchor_digest(statement_, group_, 1, forged.deadline);
        forged.signatures = part(0, signed(0xbad, digest));
        expect_refused(forged, abi.encodeWithSelector(SignatureInvalid.selector, vm.addr(keys[0])));
        // One member as another.
        forged.signatures = part(1, signed(keys[0], digest));
        expect_refused(forged, abi.encodeWithSelector(SignatureInvalid.selector, vm.addr(keys[1])));
        // Without a signature nobody, not even the anchorer, vouches for anything.
        forged.signatures = "";
        vm.prank(owner);
        registry.anchorUnlinkedCosigned(kRoot, 100, forged);
        assertEq(cosigned().bitmap, 0);
    }

    /// Weakness 8: revoke and un-revoke, extra keys and attributes were open to anybody, and a later
    /// record covered an earlier one.
    function test_weakness_8_nobody_takes_back_or_overwrites_a_record() public {
        anchored(7);
        bytes32 before = keccak256(abi.encode(cosigned()));
        vm.startPrank(stranger);
        registry.anchorUnlinked(kRoot, 100);
        EvidenceRegistry.Cosigning memory again = by(group_, 7);
        vm.expectRevert();
        registry.cosignAnchor(owner, kRoot, 100, again);
        // The same anchor of a stranger is another statement.
        vm.expectRevert();
        registry.anchorUnlinkedCosigned(kRoot, 100, again);
        assertEq(keccak256(abi.encode(cosigned())), before);
        (uint64 count,) = registry.anchorsOf(owner);
        assertEq(count, 1);
    }

    /// Weakness 8: times were the caller's to choose.
    function test_weakness_8_times_are_the_blocks() public {
        anchored(7);
        assertEq(cosigned().since, block.timestamp);
        assertEq(cosigned().changed, block.number);
    }

    function test_the_malleable_twin_of_a_signature_is_refused() public {
        EvidenceRegistry.Cosigning memory twin = by(group_, 0);
        bytes32 digest = anchor_digest(statement_, group_, 1, twin.deadline);
        twin.signatures = part(0, malleated(signed(keys[0], digest)));
        expect_refused(twin, abi.encodeWithSelector(SignatureHighS.selector));
        twin.signatures = part(0, bytes.concat(signed(keys[0], digest), hex"00"));
        expect_refused(twin, abi.encodeWithSelector(SignatureMalformed.selector));
    }

    function test_a_signature_counts_until_its_deadline() public {
        EvidenceRegistry.Cosigning memory three = by(group_, 7);
        vm.warp(three.deadline + 1);
        expect_refused(three, abi.encodeWithSelector(Expired.selector, three.deadline));
        // Another deadline than the one that was signed.
        three.deadline += 1;
        expect_refused(three, abi.encodeWithSelector(SignatureInvalid.selector, vm.addr(keys[0])));
        three.deadline -= 1;
        vm.warp(three.deadline);
        vm.prank(owner);
        registry.anchorUnlinkedCosigned(kRoot, 100, three);
    }

    function test_a_signature_counts_on_one_chain_and_for_one_contract() public {
        EvidenceRegistry.Cosigning memory three = by(group_, 7);
        bytes memory refusal = abi.encodeWithSelector(SignatureInvalid.selector, vm.addr(keys[0]));
        uint256 chain = block.chainid;
        vm.chainId(chain + 1);
        expect_refused(three, refusal);
        vm.chainId(chain);

        EvidenceRegistry twin = new EvidenceRegistry();
        bytes32 theirs = twin.foundGroup(bytes32(uint256(5)), 3, make_keys(5, 5));
        vm.prank(owner);
        vm.expectRevert(abi.encodeWithSelector(SignerGroups.GroupUnknown.selector, group_));
        twin.anchorUnlinkedCosigned(kRoot, 100, three);
        // Signed for that group, but for the other contract.
        EvidenceRegistry.Cosigning memory foreign = by(theirs, 7);
        vm.prank(owner);
        vm.expectRevert(refusal);
        twin.anchorUnlinkedCosigned(kRoot, 100, foreign);
    }

    function test_a_signature_counts_for_one_anchor_of_one_account() public {
        EvidenceRegistry.Cosigning memory three = by(group_, 7);
        bytes memory refusal = abi.encodeWithSelector(SignatureInvalid.selector, vm.addr(keys[0]));
        vm.expectRevert(refusal);
        vm.prank(stranger);
        registry.anchorUnlinkedCosigned(kRoot, 100, three);
        vm.expectRevert(refusal);
        vm.prank(owner);
        registry.anchorUnlinkedCosigned(kRoot, 101, three);
    }

    function test_signers_stand_in_order_and_once() public {
        EvidenceRegistry.Cosigning memory bad = by(group_, 0);
        bytes32 digest = anchor_digest(statement_, group_, 1, bad.deadline);
        bytes memory first = part(0, signed(keys[0], digest));
        bytes memory second = part(1, signed(keys[1], digest));
        bad.signatures = bytes.concat(first, first);
        expect_refused(bad, abi.encodeWithSelector(SignerGroups.SignerInvalid.selector, 0));
        bad.signatures = bytes.concat(second, first);
        expect_refused(bad, abi.encodeWithSelector(SignerGroups.SignerInvalid.selector, 0));
        bad.signatures = part(5, signed(keys[0], digest));
        expect_refused(bad, abi.encodeWithSelector(SignerGroups.SignerInvalid.selector, 5));
    }

    function testFuzz_cut_signatures_are_refused(uint256 length) public {
        EvidenceRegistry.Cosigning memory bad = by(group_, 7);
        length = bound(length, 1, bad.signatures.length - 1);
        if (length % 68 == 0) return;
        bytes memory whole = bad.signatures;
        bytes memory cut = new bytes(length);
        for (uint256 i = 0; i < length; ++i) cut[i] = whole[i];
        bad.signatures = cut;
        expect_refused(bad, abi.encodeWithSelector(SignerGroups.SignaturesTruncated.selector));
    }

    // --- other keys ---

    function group_of(bytes32 member) private returns (bytes32) {
        bytes32[] memory one = new bytes32[](1);
        one[0] = member;
        return registry.foundGroup(member, 1, one);
    }

    function cosigning(bytes32 group, bytes memory proof)
        private
        view
        returns (EvidenceRegistry.Cosigning memory)
    {
        return EvidenceRegistry.Cosigning(group, 1, uint64(block.timestamp), part(0, proof));
    }

    function test_a_wallet_signs_by_eip_1271_whatever_its_mood() public {
        Wallet wallet = new Wallet(vm.addr(7));
        bytes32 group = group_of(account(address(wallet)));
        bytes32 digest = anchor_digest(statement_, group, 1, block.timestamp);
        EvidenceRegistry.Cosigning memory one = cosigning(group, signed(7, digest));
        bytes memory refusal = abi.encodeWithSelector(SignatureInvalid.selector, address(wallet));
        // The wallet's call back would anchor once more, and co-sign by itself.
        wallet.set_call(address(registry), abi.encodeCall(registry.anchorUnlinked, (kRoot, 1)));
        for (uint8 mood = 1; mood <= uint8(Wallet.Mood.calls_back); ++mood) {
            wallet.set_mood(Wallet.Mood(mood));
            expect_refused(one, refusal);
        }
        (uint64 count,) = registry.anchorsOf(address(wallet));
        assertEq(count, 0);
        wallet.set_mood(Wallet.Mood.honest);
        vm.prank(owner);
        registry.anchorUnlinkedCosigned(kRoot, 100, one);
        assertEq(registry.cosignedBy(statement_, group, 1).count, 1);
    }

    /// A wallet that reads while it is asked sees what was before: nothing is written until every
    /// signature is known to be good.
    function test_a_wallet_that_reads_back_sees_the_state_before() public {
        Wallet wallet = new Wallet(vm.addr(7));
        bytes32 group = group_of(account(address(wallet)));
        bytes32 digest = anchor_digest(statement_, group, 1, block.timestamp);
        wallet.set_call(
            address(registry), abi.encodeCall(registry.cosignedBy, (statement_, group, 1))
        );
        wallet.set_mood(Wallet.Mood.calls_back);
        vm.prank(owner);
        registry.anchorUnlinkedCosigned(kRoot, 100, cosigning(group, signed(7, digest)));
        assertEq(registry.cosignedBy(statement_, group, 1).count, 1);
    }

    function test_a_chain_without_p256_is_known_for_it() public {
        (bool has_p256, bool has_sm2) = registry.schemes();
        assertFalse(has_p256);
        assertFalse(has_sm2);
        bytes32[] memory one = new bytes32[](1);
        one[0] = p256(9);
        vm.expectRevert(abi.encodeWithSelector(SchemeUnavailable.selector, 2));
        registry.foundGroup(0, 1, one);
        one[0] = bytes32(uint256(3) << 248 | 1);
        vm.expectRevert(abi.encodeWithSelector(SchemeUnavailable.selector, 3));
        registry.foundGroup(0, 1, one);
    }

    /// Neither an account that answers 1 to everything is taken for the precompile.
    function test_what_says_yes_to_everything_is_no_verifier() public {
        // PUSH1 1 PUSH1 0 MSTORE PUSH1 32 PUSH1 0 RETURN
        vm.etch(address(0x100), hex"600160005260206000f3");
        (bool has_p256,) = registry.schemes();
        assertFalse(has_p256);
    }

    /// forge-config: default.evm_version = "osaka"
    function test_p256_members_where_the_chain_verifies_them() public {
        (bool has_p256,) = registry.schemes();
        assertTrue(has_p256, "osaka has the precompile of EIP-7951");
        bytes32 group = group_of(p256(9));
        bytes32 digest = anchor_digest(statement_, group, 1, block.timestamp);
        (bytes32 r, bytes32 s) = low_p256(digest);
        uint256 n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551;
        bytes memory malleable = abi.encodeWithSelector(KeySignatureMalleable.selector, p256(9));
        bytes memory invalid = abi.encodeWithSelector(KeySignatureInvalid.selector, p256(9));
        expect_refused(cosigning(group, of_key(r, bytes32(n - uint256(s)), 9)), malleable);
        expect_refused(cosigning(group, of_key(r, bytes32(uint256(s) ^ 1), 9)), invalid);
        expect_refused(cosigning(group, of_key(r, s, 10)), invalid);
        expect_refused(
            cosigning(group, abi.encode(r, s, s)),
            abi.encodeWithSelector(KeyProofMalformed.selector)
        );
        vm.prank(owner);
        registry.anchorUnlinkedCosigned(kRoot, 100, cosigning(group, of_key(r, s, 9)));
        assertEq(registry.cosignedBy(statement_, group, 1).count, 1);
    }

    function low_p256(bytes32 digest) private pure returns (bytes32 r, bytes32 s) {
        (r, s) = vm.signP256(9, digest);
        uint256 n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551;
        if (uint256(s) > n / 2) s = bytes32(n - uint256(s));
    }

    function of_key(bytes32 r, bytes32 s, uint256 key) private pure returns (bytes memory) {
        (uint256 x, uint256 y) = vm.publicKeyP256(key);
        return abi.encode(r, s, x, y);
    }

    /// Only the calling convention: no chain here verifies SM2.
    function test_sm2_members_are_asked_of_fisco_s_precompile() public {
        vm.etch(address(0x100a), address(new Sm2Precompile()).code);
        (, bool has_sm2) = registry.schemes();
        assertTrue(has_sm2, "the known answers are right");
        bytes32 member = bytes32(
            uint256(3) << 248 | uint256(keccak256(abi.encode(uint256(1), uint256(2)))) << 8 >> 8
        );
        bytes32 group = group_of(member);
        expect_refused(
            cosigning(group, abi.encode(3, 4, 1, 2)),
            abi.encodeWithSelector(KeySignatureInvalid.selector, member)
        );
        expect_refused(
            cosigning(group, abi.encode(type(uint256).max, 4, 1, 2)),
            abi.encodeWithSelector(KeySignatureMalleable.selector, member)
        );
        vm.etch(address(0x100a), "");
        expect_refused(
            cosigning(group, abi.encode(3, 4, 1, 2)),
            abi.encodeWithSelector(SchemeUnavailable.selector, 3)
        );
    }

    // --- groups ---

    function test_a_group_is_founded_once_and_by_its_founder() public {
        bytes32[] memory members = make_keys(2, 9);
        vm.expectRevert(abi.encodeWithSelector(SignerGroups.GroupExists.selector, group_));
        registry.foundGroup(bytes32(uint256(5)), 1, members);
        assertEq(group_, group_id(block.chainid, address(registry)));
        vm.prank(stranger);
        assertTrue(registry.foundGroup(bytes32(uint256(5)), 1, members) != group_, "squatted");
    }

    /// Who relies on a group by its id relies on its members, who stand in one contract.
    function test_the_same_founder_has_another_group_elsewhere() public {
        EvidenceRegistry other = new EvidenceRegistry();
        bytes32 elsewhere = other.foundGroup(bytes32(uint256(5)), 1, make_keys(1, 9));
        assertTrue(elsewhere != group_, "in another contract");
        assertEq(elsewhere, group_id(block.chainid, address(other)));
        vm.chainId(block.chainid + 1);
        bytes32 forked = registry.foundGroup(bytes32(uint256(5)), 1, make_keys(1, 9));
        assertTrue(forked != group_, "on another chain");
        assertEq(forked, group_id(block.chainid, address(registry)));
    }

    function group_id(uint256 chain, address contract_) internal view returns (bytes32) {
        return keccak256(
            abi.encode("deed/group/v2", chain, contract_, address(this), uint256(5))
        );
    }

    function test_a_group_has_members_in_order_each_once() public {
        bytes32[] memory members = make_keys(3, 9);
        vm.expectRevert(abi.encodeWithSelector(SignerGroups.GroupSizeInvalid.selector, 3, 0));
        registry.foundGroup(0, 0, members);
        vm.expectRevert(abi.encodeWithSelector(SignerGroups.GroupSizeInvalid.selector, 3, 4));
        registry.foundGroup(0, 4, members);
        vm.expectRevert(abi.encodeWithSelector(SignerGroups.GroupSizeInvalid.selector, 0, 1));
        registry.foundGroup(0, 1, new bytes32[](0));
        vm.expectRevert(abi.encodeWithSelector(SignerGroups.GroupSizeInvalid.selector, 97, 1));
        registry.foundGroup(0, 1, new bytes32[](97));
        members[2] = members[1];
        vm.expectRevert(abi.encodeWithSelector(SignerGroups.MembersNotAscending.selector, 2));
        registry.foundGroup(0, 1, members);
    }

    function test_a_member_is_a_key_of_a_known_scheme() public {
        bytes32[] memory one = new bytes32[](1);
        bytes32[5] memory bad = [
            bytes32(0),
            bytes32(uint256(1) << 248),
            bytes32(uint256(1) << 248 | 1 << 160),
            bytes32(uint256(4) << 248 | 1),
            bytes32(uint256(2) << 248)
        ];
        for (uint256 i = 0; i < bad.length; ++i) {
            one[0] = bad[i];
            vm.expectRevert(abi.encodeWithSelector(MemberInvalid.selector, bad[i]));
            registry.foundGroup(0, 1, one);
        }
    }

    function next_epoch_digest(bytes32[] memory members, uint8 threshold, uint256 epoch)
        private
        view
        returns (bytes32)
    {
        bytes32 kind = keccak256(
            "NextEpoch(bytes32 group,uint32 epoch,uint8 threshold,bytes32[] members,uint64 deadline)"
        );
        return typed(
            address(registry),
            kName,
            keccak256(
                abi.encode(
                    kind,
                    group_,
                    epoch,
                    threshold,
                    keccak256(abi.encodePacked(members)),
                    block.timestamp
                )
            )
        );
    }

    function test_members_decide_on_the_next_epoch_and_old_signatures_end() public {
        anchored(1);
        EvidenceRegistry.Cosigning memory late = by(group_, 6);
        (bytes32[] memory members, bytes[5] memory by_) = next_epoch_signatures();
        uint64 deadline = uint64(block.timestamp);
        vm.expectRevert(abi.encodeWithSelector(SignerGroups.ThresholdNotMet.selector, 2, 3));
        registry.nextEpoch(group_, 2, members, deadline, by_[0], by_[2]);
        registry.nextEpoch(group_, 2, members, deadline, by_[1], by_[2]);
        assertEq(registry.groupOf(group_).epoch, 2);
        assertEq(registry.groupOf(group_).threshold, 2);
        assertEq(registry.memberOf(group_, 1), members[1]);

        // Executed once, and the epoch before speaks no more.
        vm.expectRevert();
        registry.nextEpoch(group_, 2, members, deadline, by_[1], by_[2]);
        vm.expectRevert(abi.encodeWithSelector(SignerGroups.EpochMismatch.selector, group_, 2));
        registry.cosignAnchor(owner, kRoot, 100, late);
        vm.expectRevert();
        registry.memberOf(group_, 2);
    }

    /// Two new members, and over their epoch 2 the signatures of two and of three present members, of
    /// both new ones and of one, and none.
    function next_epoch_signatures()
        private
        returns (bytes32[] memory members, bytes[5] memory by_)
    {
        uint256[] memory old_keys = keys;
        members = make_keys(2, 77);
        bytes32 digest = next_epoch_digest(members, 2, 2);
        by_[2] = signatures_of(3, digest);
        by_[3] = signatures_of(2, digest);
        keys = old_keys;
        by_[0] = signatures_of(3, digest);
        by_[1] = signatures_of(0x1c, digest);
    }

    function test_a_group_is_not_handed_to_keys_that_do_not_sign() public {
        (bytes32[] memory members, bytes[5] memory by_) = next_epoch_signatures();
        uint64 deadline = uint64(block.timestamp);
        vm.expectRevert(abi.encodeWithSelector(SignerGroups.ThresholdNotMet.selector, 0, 2));
        registry.nextEpoch(group_, 2, members, deadline, by_[1], by_[4]);
        vm.expectRevert(abi.encodeWithSelector(SignerGroups.ThresholdNotMet.selector, 1, 2));
        registry.nextEpoch(group_, 2, members, deadline, by_[1], by_[3]);
        vm.expectRevert(abi.encodeWithSelector(SignerGroups.SignerInvalid.selector, 2));
        registry.nextEpoch(group_, 2, members, deadline, by_[1], by_[1]);
        assertEq(registry.groupOf(group_).epoch, 1);
    }

    function test_an_epoch_points_to_the_one_before() public {
        (bytes32[] memory members, bytes[5] memory by_) = next_epoch_signatures();
        uint256 began = registry.epochBlock(group_);
        assertTrue(began != 0, "no block");
        assertEq(registry.epochBlock(kRoot), 0);
        vm.roll(began + 7);
        vm.recordLogs();
        registry.nextEpoch(group_, 2, members, uint64(block.timestamp), by_[1], by_[2]);
        bytes memory data = vm.getRecordedLogs()[0].data;
        (,,,, uint256 previous) =
            abi.decode(data, (uint32, uint8, address, bytes32[], uint256));
        assertEq(previous, began);
        assertEq(registry.epochBlock(group_), began + 7);
    }

    function test_an_unknown_group_decides_nothing() public {
        bytes32[] memory members = make_keys(2, 9);
        vm.expectRevert(abi.encodeWithSelector(SignerGroups.GroupUnknown.selector, kRoot));
        registry.nextEpoch(kRoot, 1, members, uint64(block.timestamp), "", "");
        EvidenceRegistry.Cosigning memory none =
            EvidenceRegistry.Cosigning(kRoot, 0, uint64(block.timestamp), "");
        expect_refused(none, abi.encodeWithSelector(SignerGroups.GroupUnknown.selector, kRoot));
    }

    function test_the_members_of_an_epoch_stay_readable() public view {
        address store = registry.groupOf(group_).store;
        assertEq(store.code.length, 1 + 5 * 32 + 8);
        assertEq(uint8(store.code[0]), 0);
        for (uint256 i = 0; i < 5; ++i) {
            assertEq(registry.memberOf(group_, i), account(vm.addr(keys[i])));
        }
    }

    /// Else a group that nobody asked would stand beside the head, and later co-sign what is history.
    function test_a_stranger_opens_no_statement_without_a_signature() public {
        vm.prank(owner);
        bytes32 log = registry.openLog("log", head(1, kRoot));
        EvidenceRegistry.Cosigning memory nobody =
            EvidenceRegistry.Cosigning(group_, 1, type(uint64).max, "");
        bytes32 statement = registry.checkpointStatement(log, head(1, kRoot));
        vm.prank(stranger);
        vm.expectRevert(
            abi.encodeWithSelector(EvidenceRegistry.NothingAdded.selector, statement)
        );
        registry.cosignCheckpoint(log, owner, head(1, kRoot), nobody);
        assertEq(registry.cosignedBy(statement, group_, 1).since, 0);
    }
}
