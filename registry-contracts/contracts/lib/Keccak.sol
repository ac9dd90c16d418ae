// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @dev Keccak-256 of what stands in calldata. Unlike the built-in function it leaves its copy in
/// memory that is free again.
function keccakOf(bytes calldata data) pure returns (bytes32 digest) {
    assembly ("memory-safe") {
        let copy := mload(0x40)
        calldatacopy(copy, data.offset, data.length)
        digest := keccak256(copy, data.length)
    }
}
