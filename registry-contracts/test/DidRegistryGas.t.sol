// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {DidRegistry} from "../contracts/DidRegistry.sol";
import {DidSigning} from "./support/DidSigning.sol";
import {GasGate} from "./support/GasGate.sol";

contract DidRegistryGasTest is DidSigning, GasGate {
    /// 131 bytes, as in the comparison with WeIdentity's attribute of a key.
    bytes private kDocument = bytes(
        '{"id":"did:weid:e1-0000000000000000000000000000000000000000:0x1a642f0e3c3af545e7acbd38b07251b3990914f1","assertionMethod":["#a",1]}'
    );
    /// 33 bytes, as in the comparison with ERC-1056's attribute: what an operation costs apart from
    /// its document, of which each further byte costs 24.
    bytes private kShort = bytes('{"id":"#a","assertionMethod":[1]}');
    uint256 private expiry_;

    function setUp() public {
        vm.warp(1_767_225_600);
        vm.roll(19_000_000);
        expiry_ = block.timestamp + kDay;
        created(alice_);
        created_committed(bob_, commitment(kCarolKey));
        vm.roll(19_000_100);
    }

    /// forge-config: default.isolate = true
    function test_create() public {
        vm.prank(carol_);
        registry_.create(0, kDocument);
        gate("DidRegistry.create, 131 B", 0);
    }

    /// forge-config: default.isolate = true
    function test_create_committed() public {
        vm.prank(carol_);
        registry_.create(keccak256("next"), kDocument);
        gate("DidRegistry.create with a commitment, 131 B", 0);
    }

    /// forge-config: default.isolate = true
    function test_update() public {
        vm.prank(alice_);
        registry_.update(alice_, 1, 0, kShort);
        gate("DidRegistry.update, 33 B", 33_000);
    }

    /// forge-config: default.isolate = true
    function test_update_131() public {
        vm.prank(alice_);
        registry_.update(alice_, 1, 0, kDocument);
        gate("DidRegistry.update, 131 B", 0);
    }

    /// forge-config: default.isolate = true
    function test_update_1024() public {
        bytes memory document = new bytes(1024);
        for (uint256 i; i < 1024; i++) {
            document[i] = "x";
        }
        vm.prank(alice_);
        registry_.update(alice_, 1, 0, document);
        gate("DidRegistry.update, 1 KB", 0);
    }

    /// forge-config: default.isolate = true
    function test_update_signed() public {
        bytes memory signature = sign_update(kAliceKey, alice_, 1, 0, kShort, expiry_);
        vm.prank(relay_);
        registry_.updateSigned(alice_, 1, 0, kShort, expiry_, signature);
        gate("DidRegistry.updateSigned, 33 B", 41_000);
    }

    /// forge-config: default.isolate = true
    function test_update_signed_131() public {
        bytes memory signature = sign_update(kAliceKey, alice_, 1, 0, kDocument, expiry_);
        vm.prank(relay_);
        registry_.updateSigned(alice_, 1, 0, kDocument, expiry_, signature);
        gate("DidRegistry.updateSigned, 131 B", 41_000);
    }

    /// forge-config: default.isolate = true
    function test_relay_100() public {
        bytes[] memory calls = new bytes[](100);
        for (uint256 i; i < 100; i++) {
            uint256 key = 0x10000 + i;
            created(vm.addr(key));
            bytes memory signature = sign_update(key, vm.addr(key), 1, 0, kDocument, expiry_);
            calls[i] = abi.encodeCall(
                registry_.updateSigned, (vm.addr(key), 1, 0, kDocument, expiry_, signature)
            );
        }
        vm.prank(relay_);
        registry_.relay(calls, 200_000);
        gate_each("DidRegistry.relay of 100 updateSigned, each", 0, 100);
    }

    /// forge-config: default.isolate = true
    function test_rotate() public {
        DidRegistry.Rotation memory rotation = rotation_to(kCarolKey, alice_, 1);
        bytes memory acceptance = sign_acceptance(kCarolKey, rotation, carol_);
        vm.prank(alice_);
        registry_.rotate(rotation, acceptance, "");
        gate("DidRegistry.rotate", 0);
    }

    /// forge-config: default.isolate = true
    function test_rotate_signed() public {
        DidRegistry.Rotation memory rotation = rotation_to(kCarolKey, alice_, 1);
        bytes memory acceptance = sign_acceptance(kCarolKey, rotation, carol_);
        bytes memory authorization = sign_authorization(kAliceKey, rotation, carol_);
        vm.prank(relay_);
        registry_.rotate(rotation, acceptance, authorization);
        gate("DidRegistry.rotate, both signed", 0);
    }

    /// forge-config: default.isolate = true
    function test_rotate_committed() public {
        DidRegistry.Rotation memory rotation = rotation_to(kCarolKey, bob_, 1);
        rotation.next = keccak256("next");
        bytes memory acceptance = sign_acceptance(kCarolKey, rotation, carol_);
        vm.prank(relay_);
        registry_.rotate(rotation, acceptance, "");
        gate("DidRegistry.rotate to the committed key, with a commitment", 0);
    }

    /// forge-config: default.isolate = true
    function test_deactivate() public {
        vm.prank(alice_);
        registry_.deactivate(alice_, 1, "");
        gate("DidRegistry.deactivate", 0);
    }

    /// forge-config: default.isolate = true
    function test_move() public {
        vm.prank(alice_);
        registry_.move(alice_, 1, "did:weid:other:0x1a642f0e3c3af545e7acbd38b07251b3990914f1", "");
        gate("DidRegistry.move", 0);
    }
}
