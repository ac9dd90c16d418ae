// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Vm} from "./Vm.sol";

/// What every test contract extends: the cheat codes, assertions and a few helpers.
abstract contract Test {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    error NotEqual(bytes left, bytes right);
    error NotTrue(string what);

    // What invariant tests are run against, read by forge.
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    address[] private targets_;
    FuzzSelector[] private selectors_;

    function targetContracts() public view returns (address[] memory) {
        return targets_;
    }

    function targetSelectors() public view returns (FuzzSelector[] memory) {
        return selectors_;
    }

    /// Invariants are tried by calls of `target`'s functions alone.
    function targetContract(address target) internal {
        targets_.push(target);
    }

    /// Of `target` only these functions are called.
    function targetSelector(address target, bytes4[] memory selectors) internal {
        selectors_.push(FuzzSelector(target, selectors));
    }

    function assertTrue(bool value, string memory what) internal pure {
        if (!value) revert NotTrue(what);
    }

    function assertTrue(bool value) internal pure {
        if (!value) revert NotTrue("");
    }

    function assertFalse(bool value) internal pure {
        if (value) revert NotTrue("not false");
    }

    function assertEq(uint256 left, uint256 right) internal pure {
        if (left != right) revert NotEqual(abi.encode(left), abi.encode(right));
    }

    function assertEq(bytes32 left, bytes32 right) internal pure {
        if (left != right) revert NotEqual(abi.encode(left), abi.encode(right));
    }

    function assertEq(address left, address right) internal pure {
        if (left != right) revert NotEqual(abi.encode(left), abi.encode(right));
    }

    function assertEq(bool left, bool right) internal pure {
        if (left != right) revert NotEqual(abi.encode(left), abi.encode(right));
    }

    function assertEq(bytes memory left, bytes memory right) internal pure {
        if (keccak256(left) != keccak256(right)) revert NotEqual(left, right);
    }

    function assertLe(uint256 left, uint256 right) internal pure {
        if (left > right) revert NotEqual(abi.encode(left), abi.encode(right));
    }

    /// `value` in the range [low, high], for fuzzed numbers.
    function bound(uint256 value, uint256 low, uint256 high) internal pure returns (uint256) {
        return high - low == type(uint256).max ? value : low + value % (high - low + 1);
    }

    /// The 65 bytes r ‖ s ‖ v of `privateKey` over `digest`.
    function signed(uint256 privateKey, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(privateKey, digest);
        return abi.encodePacked(r, s, v);
    }

    /// The other signature that ecrecover takes for the same key and digest: n − s, v flipped.
    function malleated(bytes memory signature) internal pure returns (bytes memory) {
        (bytes32 r, bytes32 s) = abi.decode(signature, (bytes32, bytes32));
        uint256 n = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
        uint8 v = uint8(signature[64]) == 27 ? 28 : 27;
        return abi.encodePacked(r, n - uint256(s), v);
    }
}
