// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {DidRegistry} from "../contracts/DidRegistry.sol";
import {DidSigning} from "./support/DidSigning.sol";

/// A thief of today's key sees the committed key's operation before it is in a block, and puts one
/// of his own before it, so that the number that the recovery names is always used already.
contract StalledRecoveryTest is DidSigning {
    uint256 private constant kAny = (1 << 47) - 1;
    uint256 private expiry_;

    function setUp() public {
        vm.warp(1_767_225_600);
        vm.roll(1000);
        expiry_ = block.timestamp + kDay;
        created_committed(alice_, commitment(kBobKey));
    }

    function overtake() private {
        uint256 sequence = sequence_of(alice_);
        vm.prank(alice_);
        registry_.update(alice_, sequence, 0, '{"thief":1}');
    }

    function conflict(uint256 expected) private pure returns (bytes memory) {
        return abi.encodeWithSelector(DidRegistry.SequenceConflict.selector, expected);
    }

    function test_committed_key_rotates_whatever_the_thief_numbers() public {
        DidRegistry.Rotation memory rotation = rotation_to(kBobKey, alice_, kAny);
        rotation.document = "{}";
        bytes memory acceptance = sign_acceptance(kBobKey, rotation, bob_);
        for (uint256 i; i < 5; i++) {
            overtake();
        }
        // The event bears the real number, and leads to the operation before.
        vm.expectEmit(address(registry_));
        emit DidRegistry.DidRotated(alice_, sha256("{}"), bob_, 6 | (1000 << 48), "{}");
        vm.prank(relay_);
        registry_.rotate(rotation, acceptance, "");
        assertEq(registry_.controllerOf(alice_), bob_);
        assertEq(sequence_of(alice_), 7);
    }

    function test_committed_key_deactivates_whatever_the_thief_numbers() public {
        bytes memory signature = sign_deactivate(kBobKey, alice_, kAny, expiry_);
        bytes memory key = point(kBobKey);
        overtake();
        registry_.deactivateSigned(alice_, kAny, key, expiry_, signature);
        assertTrue(registry_.identity(alice_).status == DidRegistry.Status.deactivated);
        assertEq(sequence_of(alice_), 3);
    }

    function test_committed_key_moves_whatever_the_thief_numbers() public {
        bytes memory signature = sign_move(kBobKey, alice_, kAny, "did:weid:other:0x1", expiry_);
        bytes memory key = point(kBobKey);
        overtake();
        registry_.moveSigned(alice_, kAny, "did:weid:other:0x1", key, expiry_, signature);
        assertTrue(registry_.identity(alice_).status == DidRegistry.Status.moved);
    }

    function test_committed_key_as_sender_needs_no_number_either() public {
        uint256 before = vm.snapshotState();
        bytes memory key = point(kBobKey);
        vm.prank(bob_);
        registry_.deactivate(alice_, kAny, key);
        vm.revertToState(before);
        vm.prank(bob_);
        registry_.move(alice_, kAny, "did:weid:other:0x1", key);
        assertTrue(registry_.identity(alice_).status == DidRegistry.Status.moved);
    }

    /// Consumed with its commitment: nobody brings the same rotation a second time.
    function test_recovery_holds_once() public {
        DidRegistry.Rotation memory rotation = rotation_to(kBobKey, alice_, kAny);
        bytes memory acceptance = sign_acceptance(kBobKey, rotation, bob_);
        registry_.rotate(rotation, acceptance, "");
        vm.expectRevert(conflict(2));
        registry_.rotate(rotation, acceptance, "");
        // Nor after the subject went on to a third key and made another commitment.
        bytes32 next = commitment(kCarolKey);
        vm.prank(bob_);
        registry_.update(alice_, 2, next, "{}");
        vm.expectRevert(DidRegistry.SameKey.selector);
        registry_.rotate(rotation, acceptance, "");
        DidRegistry.Rotation memory third = rotation_to(kCarolKey, alice_, kAny);
        third.next = commitment(kAliceKey);
        registry_.rotate(third, sign_acceptance(kCarolKey, third, carol_), "");
        vm.expectRevert(DidRegistry.NotCommittedKey.selector);
        registry_.rotate(rotation, acceptance, "");
        vm.warp(rotation.expiry + 1);
        DidRegistry.Rotation memory late = rotation_to(kAliceKey, alice_, kAny);
        late.expiry = block.timestamp - 1;
        acceptance = sign_acceptance(kAliceKey, late, alice_);
        vm.expectRevert();
        registry_.rotate(late, acceptance, "");
    }

    function test_any_number_is_the_committed_keys_alone() public {
        vm.startPrank(alice_);
        vm.expectRevert(conflict(1));
        registry_.update(alice_, kAny, 0, "{}");
        vm.expectRevert(conflict(1));
        registry_.compromise(alice_, kAny, 0, "{}");
        vm.stopPrank();
        vm.startPrank(carol_);
        registry_.create(0, "{}");
        vm.expectRevert(conflict(1));
        registry_.deactivate(carol_, kAny, "");
        vm.expectRevert(conflict(1));
        registry_.move(carol_, kAny, "did:weid:other:0x1", "");
        vm.stopPrank();
        DidRegistry.Rotation memory rotation = rotation_to(kBobKey, carol_, kAny);
        bytes memory acceptance = sign_acceptance(kBobKey, rotation, bob_);
        vm.prank(carol_);
        vm.expectRevert(conflict(1));
        registry_.rotate(rotation, acceptance, "");
        // Another number that is not the next one is refused under a commitment as well.
        bytes memory key = point(kBobKey);
        vm.prank(bob_);
        vm.expectRevert(conflict(1));
        registry_.deactivate(alice_, kAny - 1, key);
    }

    /// A subject that committed to the key that it has cannot be rotated, which nobody can see
    /// beforehand (an address does not tell its key's commitment); it can still be moved.
    function test_commitment_to_oneself_leaves_the_way_out() public {
        bytes memory key = point(kCarolKey);
        created_committed(carol_, commitment(kCarolKey));
        DidRegistry.Rotation memory rotation = rotation_to(kCarolKey, carol_, 1);
        vm.prank(carol_);
        vm.expectRevert(DidRegistry.SameKey.selector);
        registry_.rotate(rotation, "", "");
        vm.prank(carol_);
        registry_.move(carol_, 1, "did:weid:other:0x1", key);
        assertTrue(registry_.identity(carol_).status == DidRegistry.Status.moved);
    }
}
