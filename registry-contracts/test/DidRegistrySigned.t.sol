// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {DidRegistry} from "../contracts/DidRegistry.sol";
import {Expired} from "../contracts/lib/Deadline.sol";
import {
    SignatureHighS, SignatureInvalid, SignatureMalformed
} from "../contracts/lib/Signatures.sol";
import {DidSigning} from "./support/DidSigning.sol";
import {Wallet} from "./support/Wallet.sol";

/// The operations as somebody else brings them.
contract DidRegistrySignedTest is DidSigning {
    bytes private constant kDocument = '{"id":"second"}';
    uint256 private expiry_;

    function setUp() public {
        vm.warp(1_767_225_600);
        vm.roll(1000);
        expiry_ = block.timestamp + kDay;
    }

    function refused(address account) private pure returns (bytes memory) {
        return abi.encodeWithSelector(SignatureInvalid.selector, account);
    }

    function test_a_subject_needs_no_gas() public {
        assertEq(alice_.balance, 0);
        bytes memory signature = sign_create(kAliceKey, alice_, 0, kDocument, expiry_);
        vm.expectEmit(address(registry_));
        emit DidRegistry.DidCreated(alice_, sha256(kDocument), 0, kDocument);
        vm.prank(relay_);
        registry_.createSigned(alice_, 0, kDocument, expiry_, signature);
        signature = sign_update(kAliceKey, alice_, 1, 0, kDocument, expiry_);
        registry_.updateSigned(alice_, 1, 0, kDocument, expiry_, signature);
        signature = sign_compromise(kAliceKey, alice_, 2, "cbor", expiry_);
        registry_.compromiseSigned(alice_, 2, 0, "cbor", expiry_, signature);
        DidRegistry.Rotation memory rotation = rotation_to(kBobKey, alice_, 3);
        registry_.rotate(
            rotation,
            sign_acceptance(kBobKey, rotation, bob_),
            sign_authorization(kAliceKey, rotation, bob_)
        );
        signature = sign_deactivate(kBobKey, alice_, 4, expiry_);
        registry_.deactivateSigned(alice_, 4, "", expiry_, signature);
        assertTrue(registry_.identity(alice_).status == DidRegistry.Status.deactivated);
        assertEq(sequence_of(alice_), 5);
    }

    function test_move_signed() public {
        created(alice_);
        string memory successor = "did:weid:other:0x1a642f0e3c3af545e7acbd38b07251b3990914f1";
        bytes memory signature = sign_move(kAliceKey, alice_, 1, successor, expiry_);
        vm.expectRevert(refused(alice_));
        registry_.moveSigned(alice_, 1, "did:weid:other:0x0", "", expiry_, signature);
        registry_.moveSigned(alice_, 1, successor, "", expiry_, signature);
        assertTrue(registry_.identity(alice_).status == DidRegistry.Status.moved);
    }

    function test_committed_key_ends_by_signature() public {
        created_committed(alice_, commitment(kBobKey));
        bytes memory key = point(kBobKey);
        bytes memory signature = sign_deactivate(kAliceKey, alice_, 1, expiry_);
        vm.expectRevert(refused(bob_));
        registry_.deactivateSigned(alice_, 1, key, expiry_, signature);
        signature = sign_deactivate(kBobKey, alice_, 1, expiry_);
        registry_.deactivateSigned(alice_, 1, key, expiry_, signature);
    }

    function testFuzz_whatever_was_not_signed_is_refused(
        uint256 key,
        bytes32 next,
        bytes calldata document,
        uint256 expiry
    ) public {
        created(alice_);
        expiry = bound(expiry, block.timestamp, type(uint256).max);
        key = bound(key, 1, 1 << 250);
        vm.assume(key != kAliceKey);
        bytes memory signature = sign_update(key, alice_, 1, next, document, expiry);
        vm.expectRevert(refused(alice_));
        registry_.updateSigned(alice_, 1, next, document, expiry, signature);

        signature = sign_update(kAliceKey, alice_, 1, next, document, expiry);
        vm.expectRevert(refused(alice_));
        registry_.updateSigned(
            alice_, 1, next, bytes.concat(document, "x"), expiry, signature
        );
        vm.expectRevert(refused(alice_));
        registry_.updateSigned(alice_, 1, ~next, document, expiry, signature);
        uint256 other = expiry == type(uint256).max ? expiry - 1 : expiry + 1;
        vm.expectRevert(refused(alice_));
        registry_.updateSigned(alice_, 1, next, document, other, signature);
        vm.expectRevert(refused(alice_));
        registry_.compromiseSigned(alice_, 1, next, document, expiry, signature);
        registry_.updateSigned(alice_, 1, next, document, expiry, signature);
    }

    function test_replay_of_the_same_operation_is_refused() public {
        created(alice_);
        bytes memory signature = sign_update(kAliceKey, alice_, 1, 0, kDocument, expiry_);
        registry_.updateSigned(alice_, 1, 0, kDocument, expiry_, signature);
        vm.expectRevert(abi.encodeWithSelector(DidRegistry.SequenceConflict.selector, 2));
        registry_.updateSigned(alice_, 1, 0, kDocument, expiry_, signature);
        vm.expectRevert(refused(alice_));
        registry_.updateSigned(alice_, 2, 0, kDocument, expiry_, signature);
    }

    function test_replay_of_a_creation_is_refused() public {
        bytes memory signature = sign_create(kAliceKey, alice_, 0, kDocument, expiry_);
        registry_.createSigned(alice_, 0, kDocument, expiry_, signature);
        vm.expectRevert(abi.encodeWithSelector(DidRegistry.IdentityExists.selector, alice_));
        registry_.createSigned(alice_, 0, kDocument, expiry_, signature);
    }

    function test_replay_after_rotation_and_back_is_refused() public {
        created(alice_);
        bytes memory old = sign_update(kAliceKey, alice_, 2, 0, kDocument, expiry_);
        DidRegistry.Rotation memory away = rotation_to(kBobKey, alice_, 1);
        bytes memory away_acceptance = sign_acceptance(kBobKey, away, bob_);
        bytes memory away_authorization = sign_authorization(kAliceKey, away, bob_);
        registry_.rotate(away, away_acceptance, away_authorization);
        vm.expectRevert(refused(bob_));
        registry_.updateSigned(alice_, 2, 0, kDocument, expiry_, old);
        DidRegistry.Rotation memory back = rotation_to(kAliceKey, alice_, 2);
        registry_.rotate(
            back,
            sign_acceptance(kAliceKey, back, alice_),
            sign_authorization(kBobKey, back, alice_)
        );
        vm.expectRevert(abi.encodeWithSelector(DidRegistry.SequenceConflict.selector, 3));
        registry_.updateSigned(alice_, 2, 0, kDocument, expiry_, old);
        vm.expectRevert(abi.encodeWithSelector(DidRegistry.SequenceConflict.selector, 3));
        registry_.rotate(away, away_acceptance, away_authorization);
    }

    function test_replay_on_another_chain_is_refused() public {
        created(alice_);
        bytes memory signature = sign_update(kAliceKey, alice_, 1, 0, kDocument, expiry_);
        uint256 here = block.chainid;
        vm.chainId(here + 1);
        vm.expectRevert(refused(alice_));
        registry_.updateSigned(alice_, 1, 0, kDocument, expiry_, signature);
        vm.chainId(here);
        registry_.updateSigned(alice_, 1, 0, kDocument, expiry_, signature);
    }

    function test_replay_on_another_contract_is_refused() public {
        created(alice_);
        DidRegistry other = new DidRegistry();
        vm.prank(alice_);
        other.create(0, kDocument);
        bytes memory signature = sign_update(kAliceKey, alice_, 1, 0, kDocument, expiry_);
        vm.expectRevert(refused(alice_));
        other.updateSigned(alice_, 1, 0, kDocument, expiry_, signature);
    }

    function test_replay_for_another_subject_is_refused() public {
        // One key controls two identities.
        created(alice_);
        created(bob_);
        DidRegistry.Rotation memory rotation = rotation_to(kAliceKey, bob_, 1);
        bytes memory authorization = sign_authorization(kBobKey, rotation, alice_);
        vm.prank(alice_);
        registry_.rotate(rotation, "", authorization);
        vm.prank(alice_);
        registry_.update(alice_, 1, 0, kDocument);
        bytes memory signature = sign_update(kAliceKey, alice_, 2, 0, kDocument, expiry_);
        vm.expectRevert(refused(alice_));
        registry_.updateSigned(bob_, 2, 0, kDocument, expiry_, signature);
    }

    function test_deadline() public {
        created(alice_);
        bytes memory signature = sign_update(kAliceKey, alice_, 1, 0, kDocument, expiry_);
        bytes memory next = sign_update(kAliceKey, alice_, 2, 0, kDocument, expiry_);
        vm.warp(expiry_);
        registry_.updateSigned(alice_, 1, 0, kDocument, expiry_, signature);
        vm.warp(expiry_ + 1);
        vm.expectRevert(abi.encodeWithSelector(Expired.selector, expiry_));
        registry_.updateSigned(alice_, 2, 0, kDocument, expiry_, next);
    }

    /// FISCO BCOS counts milliseconds; a deadline stays one of seconds.
    function test_deadline_on_a_chain_of_milliseconds() public {
        created(alice_);
        bytes memory signature = sign_update(kAliceKey, alice_, 1, 0, kDocument, expiry_);
        bytes memory next = sign_update(kAliceKey, alice_, 2, 0, kDocument, expiry_);
        vm.warp(expiry_ * 1000 + 999);
        registry_.updateSigned(alice_, 1, 0, kDocument, expiry_, signature);
        vm.warp(expiry_ * 1000 + 1000);
        vm.expectRevert(abi.encodeWithSelector(Expired.selector, expiry_));
        registry_.updateSigned(alice_, 2, 0, kDocument, expiry_, next);
    }

    function test_deadline_of_a_rotation() public {
        created(alice_);
        DidRegistry.Rotation memory rotation = rotation_to(kBobKey, alice_, 1);
        bytes memory acceptance = sign_acceptance(kBobKey, rotation, bob_);
        bytes memory authorization = sign_authorization(kAliceKey, rotation, bob_);
        vm.warp(rotation.expiry + 1);
        vm.expectRevert(abi.encodeWithSelector(Expired.selector, rotation.expiry));
        registry_.rotate(rotation, acceptance, authorization);
        vm.prank(alice_);
        vm.expectRevert(abi.encodeWithSelector(Expired.selector, rotation.expiry));
        registry_.rotate(rotation, acceptance, "");
    }

    function testFuzz_malleable_signature_is_refused(bytes calldata document) public {
        created(alice_);
        bytes memory signature = sign_update(kAliceKey, alice_, 1, 0, document, expiry_);
        vm.expectRevert(SignatureHighS.selector);
        registry_.updateSigned(alice_, 1, 0, document, expiry_, malleated(signature));
        vm.expectRevert(SignatureMalformed.selector);
        registry_.updateSigned(alice_, 1, 0, document, expiry_, "");
        assertEq(sequence_of(alice_), 1);
    }

    function test_zero_address_is_nobody() public {
        bytes memory nothing = abi.encodePacked(bytes32(0), bytes32(uint256(1)), uint8(27));
        vm.expectRevert(refused(address(0)));
        registry_.createSigned(address(0), 0, kDocument, expiry_, nothing);
    }

    /// The addresses that stand for an end are precompiled contracts, which accept nothing.
    function test_addresses_of_an_end_cannot_take_over() public {
        created(alice_);
        for (uint160 end = 1; end <= 2; end++) {
            DidRegistry.Rotation memory rotation = rotation_to(kBobKey, alice_, 1);
            rotation.newKey = abi.encodePacked(end);
            bytes memory acceptance = sign_acceptance(kBobKey, rotation, address(end));
            vm.prank(alice_);
            vm.expectRevert(refused(address(end)));
            registry_.rotate(rotation, acceptance, "");
        }
    }

    function test_wallet_controls_by_its_own_rule() public {
        Wallet wallet = new Wallet(carol_);
        wallet.act(address(registry_), abi.encodeCall(registry_.create, (0, kDocument)));
        bytes memory signature = sign_update(kCarolKey, address(wallet), 1, 0, kDocument, expiry_);
        registry_.updateSigned(address(wallet), 1, 0, kDocument, expiry_, signature);
        wallet.set_mood(Wallet.Mood.says_no);
        signature = sign_update(kCarolKey, address(wallet), 2, 0, kDocument, expiry_);
        vm.expectRevert(refused(address(wallet)));
        registry_.updateSigned(address(wallet), 2, 0, kDocument, expiry_, signature);
    }

    function test_wallet_takes_over_by_commitment_to_its_address() public {
        Wallet wallet = new Wallet(carol_);
        created_committed(alice_, sha256(abi.encodePacked(address(wallet))));
        DidRegistry.Rotation memory rotation = rotation_to(kCarolKey, alice_, 1);
        rotation.newKey = abi.encodePacked(address(wallet));
        registry_.rotate(rotation, sign_acceptance(kCarolKey, rotation, address(wallet)), "");
        assertEq(registry_.controllerOf(alice_), address(wallet));
    }

    /// A wallet that calls back while it is asked could use its approval twice, or change what is
    /// being approved; it is asked in a static call, and the whole operation fails.
    function test_reentrant_wallet_changes_nothing() public {
        Wallet wallet = new Wallet(carol_);
        wallet.act(address(registry_), abi.encodeCall(registry_.create, (0, kDocument)));
        wallet.set_mood(Wallet.Mood.calls_back);
        bytes memory signature = sign_update(kCarolKey, address(wallet), 1, 0, kDocument, expiry_);
        wallet.set_call(
            address(registry_),
            abi.encodeCall(
                registry_.updateSigned, (address(wallet), 1, 0, kDocument, expiry_, signature)
            )
        );
        vm.expectRevert(refused(address(wallet)));
        registry_.updateSigned{gas: 5_000_000}(
            address(wallet), 1, 0, kDocument, expiry_, signature
        );
        // Nor by what it may call as itself.
        wallet.set_call(
            address(registry_),
            abi.encodeCall(registry_.deactivate, (address(wallet), 1, ""))
        );
        vm.expectRevert(refused(address(wallet)));
        registry_.updateSigned{gas: 5_000_000}(
            address(wallet), 1, 0, kDocument, expiry_, signature
        );
        assertEq(sequence_of(address(wallet)), 1);
    }

    /// A relay whose operation somebody else brought first still brings the others.
    function test_relay_survives_being_overtaken() public {
        created(alice_);
        created(bob_);
        bytes memory of_alice = sign_update(kAliceKey, alice_, 1, 0, kDocument, expiry_);
        bytes memory of_bob = sign_update(kBobKey, bob_, 1, 0, kDocument, expiry_);
        bytes[] memory calls = new bytes[](2);
        calls[0] = abi.encodeCall(
            registry_.updateSigned, (alice_, 1, 0, kDocument, expiry_, of_alice)
        );
        calls[1] =
            abi.encodeCall(registry_.updateSigned, (bob_, 1, 0, kDocument, expiry_, of_bob));
        registry_.updateSigned(alice_, 1, 0, kDocument, expiry_, of_alice);
        vm.prank(relay_);
        assertEq(registry_.relay(calls, 200_000), 1);
        assertEq(sequence_of(bob_), 2);
    }

    /// WeIdentity's weakness 5: the first to call takes any address and its DID with it.
    function test_weakness_5_did_squatting() public {
        address attacker = carol_;
        vm.startPrank(attacker);
        bytes memory forged = sign_create(kCarolKey, alice_, 0, kDocument, expiry_);
        vm.expectRevert(refused(alice_));
        registry_.createSigned(alice_, 0, kDocument, expiry_, forged);
        // What the attacker creates is the attacker's own.
        registry_.create(0, kDocument);
        vm.stopPrank();
        assertTrue(registry_.identity(alice_).status == DidRegistry.Status.unknown);
        created(alice_);
        assertEq(registry_.controllerOf(alice_), alice_);
        // Nor does an origin count: whoever is lured into a call keeps what is theirs.
        vm.prank(attacker, alice_);
        vm.expectRevert(abi.encodeWithSelector(DidRegistry.NotController.selector, attacker));
        registry_.update(alice_, 1, 0, kDocument);
    }
}
