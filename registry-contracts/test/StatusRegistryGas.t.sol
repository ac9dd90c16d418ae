// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {StatusRegistry} from "../contracts/StatusRegistry.sol";
import {GasGate} from "./support/GasGate.sol";
import {StatusSigning} from "./support/StatusSigning.sol";

contract StatusRegistryGasTest is StatusSigning, GasGate {
    bytes32 private constant kRoot = keccak256("root");
    bytes32 private list_;
    StatusRegistry.Bits[] private bits_;

    function setUp() public {
        vm.warp(1_767_225_600);
        vm.roll(19_000_000);
        vm.startPrank(publisher_);
        registry_.create(publisher_, "revocations", true, "https://example.org/status/1");
        list_ = registry_.idOf(publisher_, "revocations");
        registry_.publish(list_, 0, keccak256("first"));
        bits_.push(StatusRegistry.Bits(0, 1));
        registry_.setBits(list_, bits_);
        bits_.pop();
        vm.stopPrank();
    }

    /// forge-config: default.isolate = true
    function test_create() public {
        vm.prank(publisher_);
        registry_.create(publisher_, "suspensions", false, "https://example.org/status/2");
        gate("StatusRegistry.create", 0);
    }

    /// forge-config: default.isolate = true
    function test_publish() public {
        vm.prank(publisher_);
        registry_.publish(list_, 2, kRoot);
        gate("StatusRegistry.publish", 38_000);
    }

    /// forge-config: default.isolate = true
    function test_publish_signed() public {
        uint256 expiry = block.timestamp + kDay;
        bytes memory signature = sign_publish(kPublisherKey, list_, 2, kRoot, expiry);
        vm.prank(relay_);
        registry_.publishSigned(list_, 2, kRoot, expiry, signature);
        gate("StatusRegistry.publishSigned", 0);
    }

    /// forge-config: default.isolate = true
    function test_set_bit_of_new_word() public {
        bits_.push(StatusRegistry.Bits(1, 1 << 77));
        vm.prank(publisher_);
        registry_.setBits(list_, bits_);
        gate("StatusRegistry.setBits, one bit of a new word", 0);
    }

    /// forge-config: default.isolate = true
    function test_set_bit_of_old_word() public {
        bits_.push(StatusRegistry.Bits(0, 1 << 77));
        vm.prank(publisher_);
        registry_.setBits(list_, bits_);
        gate("StatusRegistry.setBits, one bit of a used word", 0);
    }

    /// forge-config: default.isolate = true
    function test_set_100_words() public {
        for (uint256 i; i < 100; i++) {
            bits_.push(StatusRegistry.Bits(i + 1, type(uint256).max));
        }
        vm.prank(publisher_);
        registry_.setBits(list_, bits_);
        gate_each("StatusRegistry.setBits, 25,600 bits of 100 new words, each bit", 0, 25_600);
    }
}
