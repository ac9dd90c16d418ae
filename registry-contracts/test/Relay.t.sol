// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {DidRegistry} from "../contracts/DidRegistry.sol";
import {Batch, GasEachIsZero} from "../contracts/lib/Batch.sol";
import {SignatureInvalid} from "../contracts/lib/Signatures.sol";
import {DidSigning} from "./support/DidSigning.sol";
import {Vm} from "./support/Vm.sol";
import {Wallet} from "./support/Wallet.sol";

/// A relay among whose operations is one of a contract wallet that burns whatever gas it is given.
contract RelayTest is DidSigning {
    uint256 private constant kGasEach = 150_000;
    uint256 private expiry_;
    bytes[] private calls_;

    function setUp() public {
        vm.warp(1_767_225_600);
        expiry_ = block.timestamp + kDay;
    }

    function add_burning_wallet() private returns (address) {
        Wallet wallet = new Wallet(carol_);
        wallet.act(address(registry_), abi.encodeCall(registry_.create, (0, "d")));
        wallet.set_mood(Wallet.Mood.burns_gas);
        calls_.push(
            abi.encodeCall(
                registry_.updateSigned, (address(wallet), 1, 0, "x", expiry_, hex"00")
            )
        );
        return address(wallet);
    }

    function add_honest(uint256 count) private {
        for (uint256 i; i < count; i++) {
            uint256 key = 0x1000 + calls_.length;
            bytes memory signature = sign_create(key, vm.addr(key), 0, "d", expiry_);
            calls_.push(
                abi.encodeCall(
                    registry_.createSigned, (vm.addr(key), 0, "d", expiry_, signature)
                )
            );
        }
    }

    function test_wallet_that_burns_gas_costs_its_own_call_alone() public {
        add_honest(2);
        add_burning_wallet();
        add_honest(18);
        uint256 before = gasleft();
        assertEq(registry_.relay{gas: 4_000_000}(calls_, kGasEach), 20);
        assertLe(before - gasleft(), 20 * 60_000 + 2 * kGasEach);
    }

    /// Nor does it when it is the first and the others have just what they need.
    function test_wallet_that_burns_gas_before_all_others() public {
        address wallet = add_burning_wallet();
        add_honest(20);
        vm.expectEmit(address(registry_));
        emit Batch.Refused(0, abi.encodeWithSelector(SignatureInvalid.selector, wallet));
        assertEq(registry_.relay{gas: 4_000_000}(calls_, kGasEach), 20);
    }

    function test_what_the_gas_does_not_suffice_for_is_left_out() public {
        add_honest(20);
        vm.recordLogs();
        uint256 made = registry_.relay{gas: 600_000}(calls_, kGasEach);
        assertTrue(made > 3 && made < 20, "made");
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, made + 1);
        assertEq(logs[made].topics[0], Batch.Stopped.selector);
        assertEq(uint256(logs[made].topics[1]), made);
        // What was left out can be brought again.
        assertEq(registry_.relay(calls_, kGasEach), 20 - made);
    }

    function test_no_gas_for_each_is_refused() public {
        add_honest(1);
        vm.expectRevert(GasEachIsZero.selector);
        registry_.relay(calls_, 0);
        // No number of gas wraps around.
        assertEq(registry_.relay(calls_, type(uint256).max), 0);
    }
}
