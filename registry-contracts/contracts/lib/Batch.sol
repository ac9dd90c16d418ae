// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @notice A batch holds 1 to 256 calls.
error BatchSize(uint256 calls);
/// @notice A call without gas cannot be made.
error GasEachIsZero();

/// @title Several calls of one contract in one transaction
/// @dev Each call is this contract's own code with the same sender, so it may do what its sender may
/// do by single calls and nothing else. No function takes ether, so none can be spent twice.
abstract contract Batch {
    /// The most calls of one batch.
    uint256 public constant kMaxCalls = 256;

    /// More than it takes to make and to report a call, apart from its own gas.
    uint256 private constant kGasOfCall = 20_000;

    /// @notice A call of relay() was refused.
    /// @param index its place in the batch
    /// @param reason what it reverted with; empty where the gas did not suffice
    event Refused(uint256 indexed index, bytes reason);
    /// @notice relay() ended before this call: the gas that was left is less than each may use.
    /// @param index the first call that was not tried
    event Stopped(uint256 indexed index);

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
    /// operation that somebody else brought first does not hold up the rest, and a contract that
    /// burns gas when it is asked for its signature burns no more than `gasEach`.
    /// @param calls encoded calls of this contract
    /// @param gasEach what each may use; the relay brings as much for each, and 64/63 of it for the last
    /// @return made how many were made
    function relay(bytes[] calldata calls, uint256 gasEach) external returns (uint256 made) {
        _checkSize(calls.length);
        if (gasEach == 0) revert GasEachIsZero();
        for (uint256 i = 0; i < calls.length; ++i) {
            // A call gets at most 63/64 of what is left, and less than it was promised without a word.
            uint256 left = gasleft();
            if (left < kGasOfCall || (left - kGasOfCall) / 64 * 63 < gasEach) {
                emit Stopped(i);
                break;
            }
            (bool success, bytes memory answer) = address(this).delegatecall{gas: gasEach}(calls[i]);
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
