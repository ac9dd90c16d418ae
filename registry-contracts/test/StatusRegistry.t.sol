// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {StatusRegistry} from "../contracts/StatusRegistry.sol";
import {Expired} from "../contracts/lib/Deadline.sol";
import {IActors} from "../contracts/lib/Actors.sol";
import {BadRecipient, NotPermitted} from "../contracts/lib/Parties.sol";
import {SignatureHighS, SignatureInvalid} from "../contracts/lib/Signatures.sol";
import {StatusSigning} from "./support/StatusSigning.sol";
import {Wallet} from "./support/Wallet.sol";

contract StatusRegistryTest is StatusSigning {
    bytes32 private constant kRoot = keccak256("root");
    bytes32 private constant kOtherRoot = keccak256("other root");
    uint256 private constant kBlock = 1000;
    bytes32 private permanent_;
    bytes32 private passing_;
    uint256 private expiry_;

    function setUp() public {
        vm.warp(1_767_225_600);
        vm.roll(kBlock);
        expiry_ = block.timestamp + kDay;
        permanent_ = registry_.idOf(publisher_, "revocations");
        passing_ = registry_.idOf(publisher_, "suspensions");
        vm.startPrank(publisher_);
        registry_.create(publisher_, "revocations", true, "https://example.org/1");
        registry_.create(publisher_, "suspensions", false, "");
        vm.stopPrank();
    }

    function bits(uint256 word, uint256 mask)
        private
        pure
        returns (StatusRegistry.Bits[] memory list)
    {
        list = new StatusRegistry.Bits[](1);
        list[0] = StatusRegistry.Bits(word, mask);
    }

    function refused(address account) private pure returns (bytes memory) {
        return abi.encodeWithSelector(SignatureInvalid.selector, account);
    }

    function not_permitted(address sender) private view returns (bytes memory) {
        return abi.encodeWithSelector(NotPermitted.selector, sender, publisher_);
    }

    function conflict(uint256 expected) private pure returns (bytes memory) {
        return abi.encodeWithSelector(StatusRegistry.SequenceConflict.selector, expected);
    }

    function test_create() public {
        bytes32 id = registry_.idOf(other_, "revocations");
        assertEq(id, keccak256(abi.encode(other_, bytes32("revocations"))));
        vm.expectEmit(address(registry_));
        emit StatusRegistry.ListCreated(id, other_, "revocations", true, "https://example.org");
        vm.prank(other_);
        registry_.create(other_, "revocations", true, "https://example.org");
        StatusRegistry.List memory list = registry_.list(id);
        assertEq(list.publisher, other_);
        assertTrue(list.permanent);
        assertEq(list.sequence, 0);
        assertTrue(list.root == 0);
        assertTrue(id != permanent_, "one name, two publishers, one list");
    }

    function test_create_twice_is_refused() public {
        vm.prank(publisher_);
        vm.expectRevert(abi.encodeWithSelector(StatusRegistry.ListExists.selector, permanent_));
        registry_.create(publisher_, "revocations", false, "");
    }

    function test_create_signed() public {
        bytes memory signature = sign_create(kOtherKey, other_, "a", true, "u", expiry_);
        vm.expectRevert(refused(publisher_));
        registry_.createSigned(publisher_, "a", true, "u", expiry_, signature);
        vm.expectRevert(refused(other_));
        registry_.createSigned(other_, "a", false, "u", expiry_, signature);
        vm.prank(relay_);
        registry_.createSigned(other_, "a", true, "u", expiry_, signature);
        assertEq(registry_.list(registry_.idOf(other_, "a")).publisher, other_);
    }

    function testFuzz_publish(bytes32 first, bytes32 second) public {
        vm.assume(uint256(first) >> 64 != 0 && uint256(second) >> 64 != 0);
        assertFalse(registry_.isCurrent(permanent_, first));
        vm.expectEmit(address(registry_));
        emit StatusRegistry.RootPublished(permanent_, first, kBlock << 48);
        vm.startPrank(publisher_);
        registry_.publish(permanent_, 0, first);
        assertTrue(registry_.isCurrent(permanent_, first), "first");
        registry_.publish(permanent_, 1, second);
        assertTrue(registry_.isCurrent(permanent_, second), "second");
        assertEq(registry_.isCurrent(permanent_, first), uint256(first) >> 64 == uint256(second) >> 64);
        StatusRegistry.List memory list = registry_.list(permanent_);
        assertTrue(list.root == bytes24(second), "root");
        assertEq(list.sequence, 2);
        assertFalse(registry_.isCurrent(passing_, 0));
    }

    function testFuzz_strangers_change_nothing(address stranger) public {
        vm.assume(stranger != publisher_);
        vm.startPrank(stranger);
        vm.expectRevert(not_permitted(stranger));
        registry_.publish(passing_, 0, kRoot);
        vm.expectRevert(not_permitted(stranger));
        registry_.setBits(passing_, bits(0, 1));
        vm.expectRevert(not_permitted(stranger));
        registry_.clearBits(passing_, bits(0, 1));
        if (stranger != address(0)) {
            vm.expectRevert(not_permitted(stranger));
            registry_.handOver(passing_, 0, stranger, expiry_, "", "");
        }
    }

    function test_unknown_list_is_refused() public {
        bytes32 unknown = keccak256("unknown");
        bytes memory refusal =
            abi.encodeWithSelector(StatusRegistry.ListUnknown.selector, unknown);
        vm.expectRevert(refusal);
        registry_.publish(unknown, 0, kRoot);
        vm.expectRevert(refusal);
        registry_.setBits(unknown, bits(0, 1));
        vm.expectRevert(refusal);
        registry_.isSet(unknown, 0);
        assertEq(registry_.list(unknown).publisher, address(0));
    }

    function testFuzz_other_number_is_refused(uint256 sequence) public {
        vm.assume(sequence != 0);
        vm.prank(publisher_);
        vm.expectRevert(conflict(0));
        registry_.publish(permanent_, sequence, kRoot);
    }

    function test_root_of_zeros_is_refused() public {
        vm.prank(publisher_);
        vm.expectRevert(StatusRegistry.RootIsZero.selector);
        registry_.publish(permanent_, 0, bytes32(uint256(type(uint64).max)));
    }

    function test_publish_signed_and_its_replays() public {
        bytes memory signature = sign_publish(kPublisherKey, permanent_, 0, kRoot, expiry_);
        vm.expectRevert(refused(publisher_));
        registry_.publishSigned(passing_, 0, kRoot, expiry_, signature);
        vm.expectRevert(refused(publisher_));
        registry_.publishSigned(permanent_, 0, kOtherRoot, expiry_, signature);
        vm.expectRevert(refused(publisher_));
        registry_.publishSigned(permanent_, 0, kRoot, expiry_ + 1, signature);
        vm.expectRevert(SignatureHighS.selector);
        registry_.publishSigned(permanent_, 0, kRoot, expiry_, malleated(signature));
        vm.chainId(block.chainid + 1);
        vm.expectRevert(refused(publisher_));
        registry_.publishSigned(permanent_, 0, kRoot, expiry_, signature);
        vm.chainId(block.chainid - 1);
        StatusRegistry elsewhere = new StatusRegistry(IActors(address(dids_)));
        vm.prank(publisher_);
        elsewhere.create(publisher_, "revocations", true, "");
        vm.expectRevert(refused(publisher_));
        elsewhere.publishSigned(permanent_, 0, kRoot, expiry_, signature);

        registry_.publishSigned(permanent_, 0, kRoot, expiry_, signature);
        vm.expectRevert(conflict(1));
        registry_.publishSigned(permanent_, 0, kRoot, expiry_, signature);
        signature = sign_publish(kPublisherKey, permanent_, 1, kRoot, expiry_);
        vm.warp(expiry_ + 1);
        vm.expectRevert(abi.encodeWithSelector(Expired.selector, expiry_));
        registry_.publishSigned(permanent_, 1, kRoot, expiry_, signature);
    }

    function testFuzz_bits(uint256 index, uint256 neighbour) public {
        vm.assume(index != neighbour);
        vm.prank(publisher_);
        vm.expectEmit(address(registry_));
        emit StatusRegistry.BitsSet(
            permanent_, index >> 8, 1 << (index & 255), kBlock << 48
        );
        registry_.setBits(permanent_, bits(index >> 8, 1 << (index & 255)));
        assertTrue(registry_.isSet(permanent_, index), "set");
        assertFalse(registry_.isSet(permanent_, neighbour));
        assertFalse(registry_.isSet(passing_, index));
        assertEq(registry_.list(permanent_).sequence, 1);
    }

    function test_permanent_bits_stay() public {
        vm.startPrank(publisher_);
        registry_.setBits(permanent_, bits(0, 3));
        bytes memory refusal =
            abi.encodeWithSelector(StatusRegistry.ListPermanent.selector, permanent_);
        vm.expectRevert(refusal);
        registry_.clearBits(permanent_, bits(0, 1));
        vm.stopPrank();
        bytes memory signature =
            sign_bits(kPublisherKey, "StatusClearBits", permanent_, 1, bits(0, 1), expiry_);
        vm.expectRevert(refusal);
        registry_.clearBitsSigned(permanent_, 1, bits(0, 1), expiry_, signature);
        vm.prank(publisher_);
        registry_.setBits(permanent_, bits(0, 0));
        assertTrue(registry_.isSet(permanent_, 0) && registry_.isSet(permanent_, 1));
    }

    function test_passing_bits_can_be_cleared() public {
        vm.startPrank(publisher_);
        registry_.setBits(passing_, bits(7, 3));
        vm.expectEmit(address(registry_));
        emit StatusRegistry.BitsCleared(passing_, 7, 1, 1 | (kBlock << 48));
        registry_.clearBits(passing_, bits(7, 1));
        assertFalse(registry_.isSet(passing_, 7 * 256));
        assertTrue(registry_.isSet(passing_, 7 * 256 + 1));
    }

    function test_bits_signed_take_a_number() public {
        bytes memory set =
            sign_bits(kPublisherKey, "StatusSetBits", passing_, 0, bits(0, 1), expiry_);
        bytes memory clear =
            sign_bits(kPublisherKey, "StatusClearBits", passing_, 1, bits(0, 1), expiry_);
        vm.expectRevert(refused(publisher_));
        registry_.setBitsSigned(passing_, 0, bits(0, 2), expiry_, set);
        vm.expectRevert(refused(publisher_));
        registry_.clearBitsSigned(passing_, 0, bits(0, 1), expiry_, set);
        registry_.setBitsSigned(passing_, 0, bits(0, 1), expiry_, set);
        registry_.clearBitsSigned(passing_, 1, bits(0, 1), expiry_, clear);
        vm.expectRevert(conflict(2));
        registry_.setBitsSigned(passing_, 0, bits(0, 1), expiry_, set);
        assertFalse(registry_.isSet(passing_, 0));
    }

    function test_words_are_bounded() public {
        vm.startPrank(publisher_);
        vm.expectRevert(abi.encodeWithSelector(StatusRegistry.WordCount.selector, 0));
        registry_.setBits(passing_, new StatusRegistry.Bits[](0));
        vm.expectRevert(abi.encodeWithSelector(StatusRegistry.WordCount.selector, 257));
        registry_.clearBits(passing_, new StatusRegistry.Bits[](257));
        registry_.setBits(passing_, new StatusRegistry.Bits[](256));
    }

    function test_hand_over() public {
        vm.prank(publisher_);
        registry_.publish(permanent_, 0, kRoot);
        bytes memory acceptance = sign_hand_over(kOtherKey, permanent_, 1, other_, expiry_);
        vm.expectEmit(address(registry_));
        emit StatusRegistry.ListHandedOver(permanent_, other_, 1 | (kBlock << 48));
        vm.prank(publisher_);
        registry_.handOver(permanent_, 1, other_, expiry_, "", acceptance);
        StatusRegistry.List memory list = registry_.list(permanent_);
        assertEq(list.publisher, other_);
        assertTrue(list.permanent && list.root == bytes24(kRoot), "kept");
        assertEq(list.sequence, 2);
        vm.prank(publisher_);
        vm.expectRevert(
            abi.encodeWithSelector(NotPermitted.selector, publisher_, other_)
        );
        registry_.publish(permanent_, 2, kOtherRoot);
        vm.prank(other_);
        registry_.publish(permanent_, 2, kOtherRoot);
        // The name stays taken.
        vm.prank(publisher_);
        vm.expectRevert(abi.encodeWithSelector(StatusRegistry.ListExists.selector, permanent_));
        registry_.create(publisher_, "revocations", false, "");
    }

    function test_hand_over_needs_both_and_holds_once() public {
        bytes memory authorization =
            sign_hand_over(kPublisherKey, permanent_, 0, other_, expiry_);
        bytes memory acceptance = sign_hand_over(kOtherKey, permanent_, 0, other_, expiry_);
        vm.prank(relay_);
        vm.expectRevert(abi.encodeWithSelector(NotPermitted.selector, relay_, other_));
        registry_.handOver(permanent_, 0, other_, expiry_, authorization, "");
        vm.prank(relay_);
        vm.expectRevert(not_permitted(relay_));
        registry_.handOver(permanent_, 0, other_, expiry_, "", acceptance);
        vm.expectRevert(refused(publisher_));
        registry_.handOver(permanent_, 0, other_, expiry_, acceptance, acceptance);
        registry_.handOver(permanent_, 0, other_, expiry_, authorization, acceptance);
        bytes memory back = sign_hand_over(kOtherKey, permanent_, 1, publisher_, expiry_);
        vm.prank(publisher_);
        registry_.handOver(permanent_, 1, publisher_, expiry_, back, "");
        vm.expectRevert(conflict(2));
        registry_.handOver(permanent_, 0, other_, expiry_, authorization, acceptance);
    }

    function test_hand_over_to_nobody_is_refused() public {
        vm.startPrank(publisher_);
        vm.expectRevert(abi.encodeWithSelector(BadRecipient.selector, address(0)));
        registry_.handOver(permanent_, 0, address(0), expiry_, "", "");
        vm.expectRevert(abi.encodeWithSelector(BadRecipient.selector, publisher_));
        registry_.handOver(permanent_, 0, publisher_, expiry_, "", "");
    }

    function test_reentrant_wallet_changes_nothing() public {
        Wallet wallet = new Wallet(other_);
        wallet.act(address(registry_), abi.encodeCall(registry_.create, (address(wallet), "w", false, "")));
        bytes32 id = registry_.idOf(address(wallet), "w");
        bytes memory signature = sign_publish(kOtherKey, id, 0, kRoot, expiry_);
        wallet.set_mood(Wallet.Mood.calls_back);
        wallet.set_call(
            address(registry_), abi.encodeCall(registry_.setBits, (id, bits(0, 1)))
        );
        vm.expectRevert(refused(address(wallet)));
        registry_.publishSigned{gas: 5_000_000}(id, 0, kRoot, expiry_, signature);
        wallet.set_mood(Wallet.Mood.honest);
        registry_.publishSigned(id, 0, kRoot, expiry_, signature);
        assertFalse(registry_.isSet(id, 0));
    }

    /// The chain's half of WeIdentity's weakness 8: whoever names the publisher as a parameter
    /// revokes and un-revokes in its name.
    function test_weakness_8_revocation_by_anybody() public {
        vm.prank(publisher_);
        registry_.setBits(permanent_, bits(0, 1));
        vm.startPrank(other_, publisher_);
        vm.expectRevert(not_permitted(other_));
        registry_.setBits(permanent_, bits(0, 2));
        vm.expectRevert(not_permitted(other_));
        registry_.clearBits(permanent_, bits(0, 1));
        bytes memory forged = sign_publish(kOtherKey, permanent_, 0, kRoot, expiry_);
        vm.expectRevert(refused(publisher_));
        registry_.publishSigned(permanent_, 0, kRoot, expiry_, forged);
        assertTrue(registry_.isSet(permanent_, 0) && !registry_.isSet(permanent_, 1));
    }
}
