// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {GasGate} from "./support/GasGate.sol";
import {SchemaSigning} from "./support/SchemaSigning.sol";

contract SchemaRegistryGasTest is SchemaSigning, GasGate {
    bytes private body_;
    bytes32 private schema_;

    function setUp() public {
        vm.warp(1_767_225_600);
        vm.roll(19_000_000);
        vm.startPrank(publisher_);
        registry_.register(publisher_, "first", "{}");
        registry_.claimCpt(registry_.idOf(publisher_, "first"));
        registry_.register(publisher_, "degree", "{}");
        vm.stopPrank();
        schema_ = registry_.idOf(publisher_, "degree");
        body_ = filled(1024);
    }

    function filled(uint256 size) private pure returns (bytes memory body) {
        body = new bytes(size);
        for (uint256 i; i < size; i++) {
            body[i] = "x";
        }
    }

    /// forge-config: default.isolate = true
    function test_register_1024() public {
        vm.prank(publisher_);
        registry_.register(publisher_, "licence", body_);
        gate("SchemaRegistry.register, 1 KB", 101_000);
    }

    /// forge-config: default.isolate = true
    function test_register_4096() public {
        bytes memory body = filled(4096);
        vm.prank(publisher_);
        registry_.register(publisher_, "licence", body);
        gate("SchemaRegistry.register, 4 KB", 0);
    }

    /// forge-config: default.isolate = true
    function test_update_1024() public {
        vm.prank(publisher_);
        registry_.update(schema_, 1, body_);
        gate("SchemaRegistry.update, 1 KB", 0);
    }

    /// forge-config: default.isolate = true
    function test_update_signed_1024() public {
        uint256 expiry = block.timestamp + kDay;
        bytes memory signature = sign_update(kPublisherKey, schema_, 1, body_, expiry);
        vm.prank(relay_);
        registry_.updateSigned(schema_, 1, body_, expiry, signature);
        gate("SchemaRegistry.updateSigned, 1 KB", 0);
    }

    /// forge-config: default.isolate = true
    function test_claim() public {
        vm.prank(publisher_);
        registry_.claimCpt(schema_);
        gate("SchemaRegistry.claimCpt", 0);
    }
}
