// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// The cheat codes of forge that the tests use (https://getfoundry.sh/reference/cheatcodes).
interface Vm {
    struct Wallet {
        address addr;
        uint256 publicKeyX;
        uint256 publicKeyY;
        uint256 privateKey;
    }

    struct Log {
        bytes32[] topics;
        bytes data;
        address emitter;
    }

    struct Gas {
        uint64 gasLimit;
        uint64 gasTotalUsed;
        uint64 gasMemoryUsed;
        int64 gasRefunded;
        uint64 gasRemaining;
    }

    // keys and signatures
    function addr(uint256 privateKey) external pure returns (address);
    function sign(uint256 privateKey, bytes32 digest)
        external
        pure
        returns (uint8 v, bytes32 r, bytes32 s);
    function signP256(uint256 privateKey, bytes32 digest) external pure returns (bytes32 r, bytes32 s);
    function publicKeyP256(uint256 privateKey) external pure returns (uint256 x, uint256 y);
    function createWallet(uint256 privateKey) external returns (Wallet memory);

    // who calls, and when
    function prank(address sender) external;
    function prank(address sender, address origin) external;
    function startPrank(address sender) external;
    function startPrank(address sender, address origin) external;
    function stopPrank() external;
    function warp(uint256 timestamp) external;
    function roll(uint256 blockNumber) external;
    function chainId(uint256 chain) external;
    function deal(address account, uint256 balance) external;
    function etch(address account, bytes calldata code) external;

    // expectations
    function expectRevert() external;
    function expectRevert(bytes4 selector) external;
    function expectRevert(bytes calldata data) external;
    function expectPartialRevert(bytes4 selector) external;
    function expectEmit() external;
    function expectEmit(address emitter) external;
    function expectEmit(bool topic1, bool topic2, bool topic3, bool data) external;
    function assume(bool condition) external pure;
    function mockCall(address callee, bytes calldata data, bytes calldata result) external;
    function clearMockedCalls() external;

    // what happened
    function recordLogs() external;
    function getRecordedLogs() external returns (Log[] memory);
    function record() external;
    function accesses(address account)
        external
        returns (bytes32[] memory reads, bytes32[] memory writes);
    function load(address account, bytes32 slot) external view returns (bytes32);
    function store(address account, bytes32 slot, bytes32 value) external;
    function snapshotState() external returns (uint256);
    function revertToState(uint256 snapshot) external returns (bool);

    // files and settings (only those that foundry.toml allows)
    function readFile(string calldata path) external view returns (string memory);
    function writeFile(string calldata path, string calldata data) external;
    function exists(string calldata path) external view returns (bool);
    function parseJsonUint(string calldata json, string calldata key)
        external
        pure
        returns (uint256);
    function keyExistsJson(string calldata json, string calldata key) external view returns (bool);
    function envOr(string calldata name, bool fallback_) external view returns (bool);
    function envOr(string calldata name, string calldata fallback_)
        external
        view
        returns (string memory);
    function toString(uint256 value) external pure returns (string memory);
    function toString(bytes32 value) external pure returns (string memory);
    function toString(address value) external pure returns (string memory);

    // gas
    /// Of the last call; where tests are isolated, of the transaction that it was.
    function lastCallGas() external view returns (Gas memory);
    /// Reports a number in forge's JSON output.
    function snapshotValue(string calldata group, string calldata name, uint256 value) external;
    function cool(address account) external;
    function pauseGasMetering() external;
    function resumeGasMetering() external;
}
