// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @notice A batch holds 1 to 256 calls.
error BatchSize(uint256 calls);

/// @title Several calls of one contract in one transaction
/// @dev Each call is this contract's own code with the same sender, so it may do what its sender may
/// do by single calls and nothing else. No function takes ether, so none can be spent twice.
abstract contract Batch {
    /// The most calls of one batch.
    uint256 public constant kMaxCalls = 256;

    /// @notice A call of relay() was refused.
    /// @param index its place in the batch
    /// @param reason what it reverted with; empty where the gas did not suffice
    event Refused(uint256 indexed index, bytes reason);

    /// @notice Makes all calls, or none of them and reverts with the first refusal.
    /// @param calls encoded calls of this contract
    function batch(bytes[] calldata calls) external {
        _checkSize(calls.length);
        for (uint256 i = 0; i < calls.length; ++i) {
            (bool success, bytes memory answer) = address(this).delegatecall(calls[i]);
            if (!success) _revertWith(answer);
        }
    }

    /// @notice Makes each call that can be made and reports the others. For relays: a signed
    /// operation that somebody else brought first does not hold up the rest.
    /// @param calls encoded calls of this contract
    /// @return made how many were made
    function relay(bytes[] calldata calls) external returns (uint256 made) {
        _checkSize(calls.length);
        for (uint256 i = 0; i < calls.length; ++i) {
            (bool success, bytes memory answer) = address(this).delegatecall(calls[i]);
            if (success) ++made;
            else emit Refused(i, answer);
        }
    }

    function _checkSize(uint256 calls) private pure {
        if (calls == 0 || calls > kMaxCalls) revert BatchSize(calls);
    }

    function _revertWith(bytes memory reason) private pure {
        assembly ("memory-safe") {
            revert(add(reason, 32), mload(reason))
        }
    }
}
