// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @notice It was signed to be used until `expiry` (Unix seconds), which is before this block.
error Expired(uint256 expiry);

/// @dev Reverts after `expiry`; in the second `expiry` itself it still holds.
function checkDeadline(uint256 expiry) view {
    if (block.timestamp > expiry) revert Expired(expiry);
}
