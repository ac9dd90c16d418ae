// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @notice It was signed to be used until `expiry` (Unix seconds), which is before this block.
error Expired(uint256 expiry);

/// @dev The block's time in Unix seconds. FISCO BCOS counts milliseconds unless its
/// feature_evm_timestamp is set: a number of twelve digits is a moment of the year 5138 in seconds
/// and of 1973 in milliseconds.
function chainSeconds() view returns (uint256) {
    return block.timestamp < 100_000_000_000 ? block.timestamp : block.timestamp / 1000;
}

/// @dev Reverts after `expiry`; in the second `expiry` itself it still holds. What holds by the plain
/// number holds by the smaller one too, and costs nothing to look at.
function checkDeadline(uint256 expiry) view {
    if (block.timestamp > expiry && chainSeconds() > expiry) revert Expired(expiry);
}
