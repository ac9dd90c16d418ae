// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {StatusRegistry} from "../contracts/StatusRegistry.sol";
import {IActors, NoAnswer} from "../contracts/lib/Actors.sol";
import {NotPermitted} from "../contracts/lib/Parties.sol";
import {SignatureInvalid} from "../contracts/lib/Signatures.sol";
import {Identities} from "./support/Identities.sol";
import {StatusSigning} from "./support/StatusSigning.sol";

/// A list follows the identity of its publisher: a key that was stolen and rotated out has no power
/// over what it published.
contract StatusOwnersTest is StatusSigning, Identities {
    bytes32 private constant kRoot = keccak256("root");
    uint256 private constant kNewKey = 0x4e70;
    address private new_ = vm.addr(kNewKey);
    bytes32 private list_;
    uint256 private expiry_;
    StatusRegistry.Bits[] private bits_;

    function setUp() public {
        vm.warp(1_767_225_600);
        vm.roll(1000);
        expiry_ = block.timestamp + kDay;
        list_ = registry_.idOf(publisher_, "suspensions");
        vm.prank(publisher_);
        registry_.create(publisher_, "suspensions", false, "");
        bits_.push(StatusRegistry.Bits(0, 1));
    }

    function not_permitted(address sender, address permitted) private pure returns (bytes memory) {
        return abi.encodeWithSelector(NotPermitted.selector, sender, permitted);
    }

    function refused(address account) private pure returns (bytes memory) {
        return abi.encodeWithSelector(SignatureInvalid.selector, account);
    }

    function expect_powerless(address actor) private {
        bytes memory publishing = sign_publish(kPublisherKey, list_, 0, kRoot, expiry_);
        bytes memory setting =
            sign_bits(kPublisherKey, "StatusSetBits", list_, 0, bits_, expiry_);
        bytes memory clearing =
            sign_bits(kPublisherKey, "StatusClearBits", list_, 0, bits_, expiry_);
        bytes memory creating = sign_create(kPublisherKey, publisher_, "b", true, "", expiry_);
        bytes memory giving = sign_hand_over(kPublisherKey, list_, 0, other_, expiry_);
        bytes memory taking = sign_hand_over(kOtherKey, list_, 0, other_, expiry_);
        vm.expectRevert(refused(actor));
        registry_.publishSigned(list_, 0, kRoot, expiry_, publishing);
        vm.expectRevert(refused(actor));
        registry_.setBitsSigned(list_, 0, bits_, expiry_, setting);
        vm.expectRevert(refused(actor));
        registry_.clearBitsSigned(list_, 0, bits_, expiry_, clearing);
        vm.expectRevert(refused(actor));
        registry_.createSigned(publisher_, "b", true, "", expiry_, creating);
        vm.expectRevert(refused(actor));
        registry_.handOver(list_, 0, other_, expiry_, giving, taking);
        vm.startPrank(publisher_);
        vm.expectRevert(not_permitted(publisher_, actor));
        registry_.publish(list_, 0, kRoot);
        vm.expectRevert(not_permitted(publisher_, actor));
        registry_.setBits(list_, bits_);
        vm.expectRevert(not_permitted(publisher_, actor));
        registry_.clearBits(list_, bits_);
        vm.expectRevert(not_permitted(publisher_, actor));
        registry_.create(publisher_, "another", true, "");
        vm.expectRevert(not_permitted(publisher_, actor));
        registry_.handOver(list_, 0, other_, expiry_, "", taking);
        vm.stopPrank();
    }

    function test_rotated_out_key_loses_the_list_and_the_new_one_has_it() public {
        rotate(dids_, kPublisherKey, kNewKey);
        expect_powerless(new_);
        vm.startPrank(new_);
        registry_.publish(list_, 0, kRoot);
        registry_.setBits(list_, bits_);
        registry_.create(publisher_, "another", true, "");
        vm.stopPrank();
        bytes memory signature = sign_publish(kNewKey, list_, 2, keccak256("next"), expiry_);
        registry_.publishSigned(list_, 2, keccak256("next"), expiry_, signature);
        // It stays the subject's.
        assertEq(registry_.list(list_).publisher, publisher_);
        assertEq(registry_.list(registry_.idOf(publisher_, "another")).publisher, publisher_);
        // The new key acts for the subject, and the subject for nobody else.
        vm.prank(new_);
        vm.expectRevert(not_permitted(new_, other_));
        registry_.create(other_, "list", true, "");
    }

    function test_nobody_acts_for_an_identity_that_was_ended() public {
        vm.startPrank(publisher_);
        dids_.create(0, "{}");
        dids_.deactivate(publisher_, 1, "");
        vm.stopPrank();
        expect_powerless(address(0));
        vm.prank(other_);
        registry_.create(other_, "theirs", false, "");
        bytes32 theirs = registry_.idOf(other_, "theirs");
        bytes memory acceptance =
            sign_hand_over(kPublisherKey, theirs, 0, publisher_, expiry_);
        vm.prank(other_);
        vm.expectRevert(refused(address(0)));
        registry_.handOver(theirs, 0, publisher_, expiry_, "", acceptance);
    }

    function test_nobody_acts_for_an_identity_that_was_moved() public {
        vm.startPrank(publisher_);
        dids_.create(0, "{}");
        dids_.move(publisher_, 1, "did:weid:other:0x1", "");
        vm.stopPrank();
        expect_powerless(address(0));
    }

    /// A list of an account without an identity is there when the identity is created.
    function test_account_without_an_identity_acts_for_itself() public {
        vm.prank(publisher_);
        registry_.publish(list_, 0, kRoot);
        vm.startPrank(publisher_);
        dids_.create(0, "{}");
        registry_.publish(list_, 1, keccak256("next"));
        vm.stopPrank();
        assertEq(dids_.actorOf(publisher_), publisher_);
        assertEq(dids_.actorOf(other_), other_);
    }

    function test_publisher_is_handed_to_a_subject_whose_key_was_rotated() public {
        rotate(dids_, kOtherKey, kNewKey);
        bytes memory old = sign_hand_over(kOtherKey, list_, 0, other_, expiry_);
        bytes memory acceptance = sign_hand_over(kNewKey, list_, 0, other_, expiry_);
        vm.prank(publisher_);
        vm.expectRevert(refused(new_));
        registry_.handOver(list_, 0, other_, expiry_, "", old);
        vm.prank(publisher_);
        registry_.handOver(list_, 0, other_, expiry_, "", acceptance);
        assertEq(registry_.list(list_).publisher, other_);
        vm.prank(new_);
        registry_.publish(list_, 1, kRoot);
    }

    /// From the state back to the creation: each event names the block of the one before.
    function test_every_change_leads_to_the_one_before() public {
        vm.roll(2000);
        vm.prank(publisher_);
        vm.expectEmit(address(registry_));
        emit StatusRegistry.RootPublished(list_, kRoot, 1000 << 48);
        registry_.publish(list_, 0, kRoot);
        vm.roll(3000);
        vm.prank(publisher_);
        vm.expectEmit(address(registry_));
        emit StatusRegistry.BitsSet(list_, 0, 1, 1 | (2000 << 48));
        registry_.setBits(list_, bits_);
        vm.roll(4000);
        vm.prank(publisher_);
        vm.expectEmit(address(registry_));
        emit StatusRegistry.BitsCleared(list_, 0, 1, 2 | (3000 << 48));
        registry_.clearBits(list_, bits_);
        vm.roll(5000);
        bytes memory acceptance = sign_hand_over(kOtherKey, list_, 3, other_, expiry_);
        vm.prank(publisher_);
        vm.expectEmit(address(registry_));
        emit StatusRegistry.ListHandedOver(list_, other_, 3 | (4000 << 48));
        registry_.handOver(list_, 3, other_, expiry_, "", acceptance);
        StatusRegistry.List memory list = registry_.list(list_);
        assertEq(list.created, 1000);
        assertEq(list.changed, 5000);
        assertEq(list.sequence, 4);
        assertTrue(list.root == bytes24(kRoot) && !list.permanent, "kept");
    }

    /// The count of operations has 24 bits; after the last nothing is overwritten.
    function test_operations_end_without_overflow() public {
        vm.prank(publisher_);
        registry_.publish(list_, 0, kRoot);
        bytes32 slot = bytes32(uint256(keccak256(abi.encode(list_, 0))) + 1);
        uint256 head = uint256(vm.load(address(registry_), slot));
        vm.store(address(registry_), slot, bytes32(head | type(uint24).max));
        vm.startPrank(publisher_);
        bytes memory refusal =
            abi.encodeWithSelector(StatusRegistry.TooManyOperations.selector, list_);
        vm.expectRevert(refusal);
        registry_.publish(list_, type(uint24).max, kRoot);
        vm.expectRevert(refusal);
        registry_.setBits(list_, bits_);
    }

    function test_registry_that_does_not_answer_is_refused() public {
        vm.expectRevert();
        new StatusRegistry(IActors(address(0x5a)));
        vm.mockCall(
            address(0x5a), abi.encodePacked(IActors.actorOf.selector), abi.encode(address(1))
        );
        vm.etch(address(0x5a), hex"00");
        vm.expectRevert(abi.encodeWithSelector(NoAnswer.selector, address(0x5a)));
        new StatusRegistry(IActors(address(0x5a)));
    }
}
