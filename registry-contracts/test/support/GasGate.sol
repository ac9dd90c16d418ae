// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Test} from "./Test.sol";

/// What tests of gas extend. Each figure is that of a whole transaction: 21,000, its calldata and
/// its execution over cold storage. For that the tests must be isolated, which each says for itself:
///     /// forge-config: default.isolate = true
/// tools/gas prints the figures and with --update records them in gas.json.
abstract contract GasGate is Test {
    error NoFigure(string name);
    error OverFigure(string name, uint256 gas, uint256 recorded);
    error OverAim(string name, uint256 gas, uint256 aim);
    error NotIsolated(uint256 gas);

    /// The last call's gas under this name: at most 2 % over what gas.json records, and at most
    /// `aim`. Zero is no aim.
    function gate(string memory name, uint256 aim) internal {
        gate_figure(name, vm.lastCallGas().gasTotalUsed, aim);
    }

    /// The same for a figure that was computed, such as a share of a batch.
    function gate_each(string memory name, uint256 aim, uint256 items) internal {
        gate_figure(name, vm.lastCallGas().gasTotalUsed / items, aim);
    }

    function gate_figure(string memory name, uint256 gas, uint256 aim) private {
        vm.snapshotValue("figures", name, gas);
        if (vm.lastCallGas().gasTotalUsed < 21_000) revert NotIsolated(gas);
        if (aim != 0 && gas > aim) revert OverAim(name, gas, aim);
        if (vm.envOr("DEED_UPDATE_GAS", false)) return;
        string memory figures = vm.readFile("gas.json");
        string memory key = string.concat("$['", name, "']");
        if (!vm.keyExistsJson(figures, key)) revert NoFigure(name);
        uint256 recorded = vm.parseJsonUint(figures, key);
        if (gas * 100 > recorded * 102) revert OverFigure(name, gas, recorded);
    }
}
