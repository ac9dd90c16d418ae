// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {DidRegistry} from "../contracts/DidRegistry.sol";
import {KeyMalformed} from "../contracts/lib/ControllerKey.sol";
import {BatchSize} from "../contracts/lib/Batch.sol";
import {SignatureInvalid, SignatureMalformed} from "../contracts/lib/Signatures.sol";
import {DidSigning} from "./support/DidSigning.sol";
import {Vm} from "./support/Vm.sol";

/// The operations as their controllers make them.
contract DidRegistryTest is DidSigning {
    bytes private constant kDocument = '{"id":"second"}';

    function setUp() public {
        vm.warp(1_767_225_600);
        vm.roll(1000);
    }

    function expect_identity(
        address subject,
        DidRegistry.Status status,
        address controller,
        uint256 sequence,
        bytes32 next
    ) private view {
        DidRegistry.Identity memory known = registry_.identity(subject);
        assertTrue(known.status == status, "status");
        assertEq(known.controller, controller);
        assertEq(known.sequence, sequence);
        assertEq(known.next, next);
        assertEq(registry_.controllerOf(subject), controller);
    }

    function test_nothing_is_known_of_a_stranger() public view {
        expect_identity(alice_, DidRegistry.Status.unknown, address(0), 0, 0);
        assertEq(registry_.identity(alice_).changed, 0);
    }

    function test_create() public {
        vm.expectEmit(address(registry_));
        emit DidRegistry.DidCreated(alice_, sha256(kDocument), 0, kDocument);
        vm.prank(alice_);
        registry_.create(0, kDocument);
        expect_identity(alice_, DidRegistry.Status.live, alice_, 1, 0);
        assertEq(registry_.identity(alice_).changed, 1000);
    }

    function test_create_twice_is_refused() public {
        created(alice_);
        vm.prank(alice_);
        vm.expectRevert(abi.encodeWithSelector(DidRegistry.IdentityExists.selector, alice_));
        registry_.create(0, kDocument);
    }

    function test_event_leads_to_the_block_before() public {
        created(alice_);
        vm.roll(1234);
        vm.expectEmit(address(registry_));
        emit DidRegistry.DidUpdated(alice_, sha256(kDocument), 1 | (1000 << 48), kDocument);
        vm.prank(alice_);
        registry_.update(alice_, 1, 0, kDocument);
        vm.roll(5678);
        vm.expectEmit(address(registry_));
        emit DidRegistry.DidCompromised(alice_, sha256("cbor"), 2 | (1234 << 48), "cbor");
        vm.prank(alice_);
        registry_.compromise(alice_, 2, 0, "cbor");
        assertEq(registry_.identity(alice_).changed, 5678);
        assertEq(sequence_of(alice_), 3);
    }

    function test_unknown_subject_is_refused() public {
        vm.prank(alice_);
        vm.expectRevert(abi.encodeWithSelector(DidRegistry.IdentityUnknown.selector, alice_));
        registry_.update(alice_, 0, 0, kDocument);
    }

    function testFuzz_other_number_is_refused(uint256 sequence) public {
        created(alice_);
        vm.assume(sequence != 1);
        vm.prank(alice_);
        vm.expectRevert(abi.encodeWithSelector(DidRegistry.SequenceConflict.selector, 1));
        registry_.update(alice_, sequence, 0, kDocument);
    }

    function testFuzz_strangers_change_nothing(address stranger) public {
        created(alice_);
        vm.assume(stranger != alice_);
        bytes memory refusal =
            abi.encodeWithSelector(DidRegistry.NotController.selector, stranger);
        vm.startPrank(stranger);
        vm.expectRevert(refusal);
        registry_.update(alice_, 1, 0, kDocument);
        vm.expectRevert(refusal);
        registry_.compromise(alice_, 1, 0, "");
        vm.expectRevert(refusal);
        registry_.deactivate(alice_, 1, "");
        vm.expectRevert(refusal);
        registry_.move(alice_, 1, "did:weid:other:0x0", "");
        expect_identity(alice_, DidRegistry.Status.live, alice_, 1, 0);
    }

    function refuses_everything(address subject, uint256 sequence, bytes memory refusal) private {
        vm.startPrank(subject);
        vm.expectRevert(refusal);
        registry_.update(subject, sequence, 0, kDocument);
        vm.expectRevert(refusal);
        registry_.compromise(subject, sequence, 0, "");
        vm.expectRevert(refusal);
        registry_.deactivate(subject, sequence, "");
        vm.expectRevert(refusal);
        registry_.move(subject, sequence, "did:weid:other:0x0", "");
        DidRegistry.Rotation memory rotation = rotation_to(kCarolKey, subject, sequence);
        bytes memory acceptance = sign_acceptance(kCarolKey, rotation, carol_);
        vm.expectRevert(refusal);
        registry_.rotate(rotation, acceptance, "");
        vm.expectRevert(abi.encodeWithSelector(DidRegistry.IdentityExists.selector, subject));
        registry_.create(0, kDocument);
        vm.stopPrank();
    }

    function test_deactivated_for_good() public {
        created(alice_);
        vm.expectEmit(address(registry_));
        emit DidRegistry.DidDeactivated(alice_, 1 | (1000 << 48));
        vm.prank(alice_);
        registry_.deactivate(alice_, 1, "");
        expect_identity(alice_, DidRegistry.Status.deactivated, address(0), 2, 0);
        refuses_everything(
            alice_, 2, abi.encodeWithSelector(DidRegistry.IdentityDeactivated.selector, alice_)
        );
    }

    function test_moved_for_good() public {
        created(alice_);
        string memory successor = "did:weid:other:0x1a642f0e3c3af545e7acbd38b07251b3990914f1";
        vm.expectEmit(address(registry_));
        emit DidRegistry.DidMoved(alice_, sha256(bytes(successor)), 1 | (1000 << 48), successor);
        vm.prank(alice_);
        registry_.move(alice_, 1, successor, "");
        expect_identity(alice_, DidRegistry.Status.moved, address(0), 2, 0);
        refuses_everything(
            alice_, 2, abi.encodeWithSelector(DidRegistry.IdentityMoved.selector, alice_)
        );
    }

    function test_rotate_by_both() public {
        created(alice_);
        DidRegistry.Rotation memory rotation = rotation_to(kBobKey, alice_, 1);
        rotation.document = kDocument;
        bytes memory acceptance = sign_acceptance(kBobKey, rotation, bob_);
        vm.expectEmit(address(registry_));
        emit DidRegistry.DidRotated(alice_, sha256(kDocument), bob_, 1 | (1000 << 48), kDocument);
        vm.prank(alice_);
        registry_.rotate(rotation, acceptance, "");
        expect_identity(alice_, DidRegistry.Status.live, bob_, 2, 0);
        vm.prank(alice_);
        vm.expectRevert(abi.encodeWithSelector(DidRegistry.NotController.selector, alice_));
        registry_.update(alice_, 2, 0, kDocument);
        vm.prank(bob_);
        registry_.update(alice_, 2, 0, kDocument);
        // The identity of the key that now controls another is not touched.
        expect_identity(bob_, DidRegistry.Status.unknown, address(0), 0, 0);
    }

    function test_rotate_brought_by_the_new_controller() public {
        created(alice_);
        DidRegistry.Rotation memory rotation = rotation_to(kBobKey, alice_, 1);
        bytes memory authorization = sign_authorization(kAliceKey, rotation, bob_);
        vm.prank(bob_);
        registry_.rotate(rotation, "", authorization);
        assertEq(registry_.controllerOf(alice_), bob_);
    }

    function test_rotate_without_one_of_the_two_is_refused() public {
        created(alice_);
        DidRegistry.Rotation memory rotation = rotation_to(kBobKey, alice_, 1);
        bytes memory acceptance = sign_acceptance(kBobKey, rotation, bob_);
        vm.prank(bob_);
        vm.expectRevert(DidRegistry.AuthorizationMissing.selector);
        registry_.rotate(rotation, acceptance, "");
        vm.prank(alice_);
        vm.expectRevert(SignatureMalformed.selector);
        registry_.rotate(rotation, "", "");
        bytes memory of_another = sign_acceptance(kCarolKey, rotation, bob_);
        vm.prank(alice_);
        vm.expectRevert(abi.encodeWithSelector(SignatureInvalid.selector, bob_));
        registry_.rotate(rotation, of_another, "");
        assertEq(registry_.controllerOf(alice_), alice_);
    }

    function test_authorization_names_the_new_controller() public {
        created(alice_);
        DidRegistry.Rotation memory rotation = rotation_to(kBobKey, alice_, 1);
        bytes memory authorization = sign_authorization(kAliceKey, rotation, carol_);
        vm.prank(bob_);
        vm.expectRevert(abi.encodeWithSelector(SignatureInvalid.selector, alice_));
        registry_.rotate(rotation, "", authorization);
    }

    function test_rotate_to_the_same_key_is_refused() public {
        created(alice_);
        DidRegistry.Rotation memory rotation = rotation_to(kAliceKey, alice_, 1);
        vm.prank(alice_);
        vm.expectRevert(DidRegistry.SameKey.selector);
        registry_.rotate(rotation, "", "");
    }

    function test_commitment_binds_the_next_key() public {
        vm.expectEmit(address(registry_));
        emit DidRegistry.DidCommitted(alice_, 0, commitment(kBobKey));
        created_committed(alice_, commitment(kBobKey));
        expect_identity(alice_, DidRegistry.Status.live, alice_, 1, commitment(kBobKey));

        // Whoever stole today's key cannot take the identity.
        DidRegistry.Rotation memory theft = rotation_to(kCarolKey, alice_, 1);
        bytes memory acceptance = sign_acceptance(kCarolKey, theft, carol_);
        vm.prank(alice_);
        vm.expectRevert(DidRegistry.NotCommittedKey.selector);
        registry_.rotate(theft, acceptance, "");

        DidRegistry.Rotation memory rotation = rotation_to(kBobKey, alice_, 1);
        rotation.next = commitment(kCarolKey);
        acceptance = sign_acceptance(kBobKey, rotation, bob_);
        bytes memory authorization = sign_authorization(kAliceKey, rotation, bob_);
        vm.expectRevert(DidRegistry.AuthorizationUnexpected.selector);
        registry_.rotate(rotation, acceptance, authorization);
        vm.prank(relay_);
        registry_.rotate(rotation, acceptance, "");
        expect_identity(alice_, DidRegistry.Status.live, bob_, 2, commitment(kCarolKey));

        rotation = rotation_to(kCarolKey, alice_, 2);
        vm.prank(carol_);
        registry_.rotate(rotation, "", "");
        expect_identity(alice_, DidRegistry.Status.live, carol_, 3, 0);
    }

    function test_commitment_cannot_be_replaced() public {
        created_committed(alice_, commitment(kBobKey));
        bytes32 other = commitment(kCarolKey);
        vm.prank(alice_);
        vm.expectRevert(DidRegistry.CommitmentBroken.selector);
        registry_.update(alice_, 1, other, kDocument);
        bytes32 same = commitment(kBobKey);
        vm.prank(alice_);
        registry_.update(alice_, 1, same, kDocument);
        vm.prank(alice_);
        registry_.update(alice_, 2, 0, kDocument);
        expect_identity(alice_, DidRegistry.Status.live, alice_, 3, same);
    }

    function test_commitment_can_come_later() public {
        created(alice_);
        bytes32 next = commitment(kBobKey);
        vm.expectEmit(address(registry_));
        emit DidRegistry.DidCommitted(alice_, 1, next);
        vm.prank(alice_);
        registry_.update(alice_, 1, next, kDocument);
        expect_identity(alice_, DidRegistry.Status.live, alice_, 2, next);
    }

    function test_commitment_to_the_key_that_comes_is_refused() public {
        created(alice_);
        DidRegistry.Rotation memory rotation = rotation_to(kBobKey, alice_, 1);
        rotation.next = commitment(kBobKey);
        bytes memory acceptance = sign_acceptance(kBobKey, rotation, bob_);
        vm.prank(alice_);
        vm.expectRevert(DidRegistry.CommitmentToSelf.selector);
        registry_.rotate(rotation, acceptance, "");
    }

    function test_only_the_committed_key_ends_a_subject() public {
        created_committed(alice_, commitment(kBobKey));
        bytes memory bob = point(kBobKey);
        bytes memory carol = point(kCarolKey);
        vm.startPrank(alice_);
        vm.expectRevert(KeyMalformed.selector);
        registry_.deactivate(alice_, 1, "");
        vm.expectRevert(DidRegistry.NotCommittedKey.selector);
        registry_.deactivate(alice_, 1, carol);
        vm.expectRevert(abi.encodeWithSelector(DidRegistry.NotController.selector, alice_));
        registry_.deactivate(alice_, 1, bob);
        vm.expectRevert(abi.encodeWithSelector(DidRegistry.NotController.selector, alice_));
        registry_.move(alice_, 1, "did:weid:other:0x0", bob);
        vm.stopPrank();
        vm.prank(bob_);
        registry_.deactivate(alice_, 1, bob);
        assertTrue(registry_.identity(alice_).status == DidRegistry.Status.deactivated);
    }

    function test_key_is_not_shown_without_a_commitment() public {
        created(alice_);
        bytes memory key = point(kAliceKey);
        vm.prank(alice_);
        vm.expectRevert(DidRegistry.KeyUnexpected.selector);
        registry_.deactivate(alice_, 1, key);
    }

    /// Of a committed x with the right parity, another y names another address: whoever could
    /// choose y would search for one that is theirs.
    function testFuzz_points_off_the_curve_are_refused(uint256 y) public {
        created_committed(alice_, commitment(kBobKey));
        bytes memory key = point(kBobKey);
        (uint256 x, uint256 real) = abi.decode(key, (uint256, uint256));
        y = (y & ~uint256(1)) | (real & 1);
        vm.assume(y != real);
        vm.expectRevert(KeyMalformed.selector);
        registry_.deactivate(alice_, 1, abi.encode(x, y));
        uint256 field = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFC2F;
        // The other point of this x has the other parity.
        vm.expectRevert(DidRegistry.NotCommittedKey.selector);
        registry_.deactivate(alice_, 1, abi.encode(x, field - real));
    }

    function test_keys_of_other_lengths_are_refused() public {
        created(alice_);
        DidRegistry.Rotation memory rotation = rotation_to(kBobKey, alice_, 1);
        uint256[5] memory lengths = [uint256(0), 19, 32, 33, 65];
        for (uint256 i; i < lengths.length; i++) {
            rotation.newKey = new bytes(lengths[i]);
            vm.prank(alice_);
            vm.expectRevert(KeyMalformed.selector);
            registry_.rotate(rotation, "", "");
        }
    }

    function test_batch_is_all_or_nothing() public {
        created(alice_);
        bytes[] memory calls = new bytes[](2);
        calls[0] = abi.encodeCall(registry_.update, (alice_, 1, 0, kDocument));
        calls[1] = abi.encodeCall(registry_.update, (alice_, 1, 0, kDocument));
        vm.prank(alice_);
        vm.expectRevert(abi.encodeWithSelector(DidRegistry.SequenceConflict.selector, 2));
        registry_.batch(calls);
        assertEq(sequence_of(alice_), 1);
        calls[1] = abi.encodeCall(registry_.update, (alice_, 2, 0, kDocument));
        vm.prank(alice_);
        registry_.batch(calls);
        assertEq(sequence_of(alice_), 3);
    }

    function test_relay_reports_what_was_refused() public {
        created(alice_);
        bytes[] memory calls = new bytes[](3);
        calls[0] = abi.encodeCall(registry_.update, (alice_, 1, 0, kDocument));
        calls[1] = abi.encodeCall(registry_.update, (bob_, 1, 0, kDocument));
        calls[2] = abi.encodeCall(registry_.update, (alice_, 2, 0, kDocument));
        vm.recordLogs();
        vm.prank(alice_);
        assertEq(registry_.relay(calls, 200_000), 2);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 3);
        assertEq(logs[1].topics[0], keccak256("Refused(uint256,bytes)"));
        assertEq(uint256(logs[1].topics[1]), 1);
        assertEq(
            abi.decode(logs[1].data, (bytes)),
            abi.encodeWithSelector(DidRegistry.IdentityUnknown.selector, bob_)
        );
        assertEq(sequence_of(alice_), 3);
    }

    function test_batches_are_bounded() public {
        vm.expectRevert(abi.encodeWithSelector(BatchSize.selector, 0));
        registry_.batch(new bytes[](0));
        vm.expectRevert(abi.encodeWithSelector(BatchSize.selector, 257));
        registry_.relay(new bytes[](257), 200_000);
    }
}
