// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {EvidenceRegistry} from "../contracts/EvidenceRegistry.sol";
import {Evidence} from "./support/Evidence.sol";
import {GasGate} from "./support/GasGate.sol";
import {Tree} from "./support/Tree.sol";

contract EvidenceGasTest is Evidence, GasGate {
    /// forge-config: default.isolate = true
    function test_gas_of_an_unlinked_anchor() public {
        vm.startPrank(owner);
        registry.anchorUnlinked(kRoot, 1);
        gate("evidence: first unlinked anchor of an account", 0);
        registry.anchorUnlinked(~kRoot, 1);
        gate("evidence: unlinked anchor, 1 document", 32_000);
        registry.anchorUnlinked(kRoot, type(uint64).max);
        gate("evidence: unlinked anchor, 2^64 - 1 documents", 32_000);
    }

    /// forge-config: default.isolate = true
    function test_gas_of_checkpoints() public {
        bytes32[] memory none = new bytes32[](0);
        vm.startPrank(owner);
        bytes32 log = registry.openLog("log.example.org/gas", head(0, sha256("")));
        gate("evidence: open a log", 0);
        registry.advance(log, head(0, sha256("")), head(1, kRoot), none);
        gate("evidence: first checkpoint of an empty log", 0);
        advanced("1 k", 1_000, 1_024);
        advanced("64 k", 65_000, 65_536);
        // The most hashes that two trees of about a million leaves need, and both roots change at
        // as many levels as they can.
        advanced("1 M", 1_048_575, 1_048_576);
        advanced("1 M, grown by 1,000", 1_000_001, 1_001_001);
        advanced("1 M, doubled", 1_000_001, 2_000_002);
    }

    /// The aim is that of 1 M leaves for all.
    function advanced(string memory name, uint64 first, uint64 second) private {
        (bytes32 first_root, bytes32 second_root, bytes32[] memory proof) = made(first, second);
        bytes32 log = registry.openLog(name, head(first, first_root));
        registry.advance(log, head(first, first_root), head(second, second_root), proof);
        gate(string.concat("evidence: consistency-checked checkpoint, ", name), 58_000);
    }

    /// A proof as long as two trees of these sizes ask for.
    function made(uint64 first, uint64 second)
        private
        view
        returns (bytes32 first_root, bytes32 second_root, bytes32[] memory proof)
    {
        uint256 count = first & (first - 1) == 0 ? 0 : 1;
        (uint256 fn, uint256 sn) = (first - 1, second - 1);
        while (fn & 1 == 1) (fn, sn) = (fn >> 1, sn >> 1);
        for (; sn != 0; ++count) {
            if (fn & 1 == 1 || fn == sn) while (fn & 1 == 0 && fn != 0) (fn, sn) = (fn >> 1, sn >> 1);
            (fn, sn) = (fn >> 1, sn >> 1);
        }
        proof = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) proof[i] = Tree.leaf(i, first);
        (first_root, second_root) = Tree.long_consistency(first, second, proof);
    }

    /// forge-config: default.isolate = true
    function test_gas_of_inclusion() public {
        uint256 size = 1 << 20;
        uint256 index = 0xaaaaa;
        bytes32[] memory proof = new bytes32[](20);
        bytes32 leaf = Tree.leaf(index, 0);
        bytes32 root = leaf;
        for (uint256 i = 0; i < 20; ++i) {
            proof[i] = Tree.leaf(i, 1);
            bool right = (index >> i) & 1 == 1;
            root = right ? Tree.node(proof[i], root) : Tree.node(root, proof[i]);
        }
        vm.startPrank(owner);
        bytes32 log = registry.openLog("log.example.org/gas", head(size, root));
        // As a transaction: the compiler would make it a static call, which costs no base fee.
        sent(
            abi.encodeCall(
                registry.requireIncluded,
                (log, owner, head(size, root), uint64(index), leaf, proof)
            )
        );
        gate("evidence: inclusion check under the head of a log, 1 M leaves", 45_000);
        sent(abi.encodeCall(registry.requireInTree, (head(size, root), uint64(index), leaf, proof)));
        gate("evidence: inclusion check under a given root, 1 M leaves", 45_000);
    }

    function sent(bytes memory call_) private {
        (bool done,) = address(registry).call(call_);
        assertTrue(done, "refused");
    }

    /// forge-config: default.isolate = true
    function test_gas_of_cosigning() public {
        bytes32 group = found_group(5, 3);
        gate("evidence: found a group of 5", 0);
        vm.startPrank(owner);
        registry.anchorUnlinked(~kRoot, 1);
        registry.anchorUnlinkedCosigned(kRoot, 100, by(group, 7));
        gate("evidence: anchor with 3 verified co-signers, effective", 80_000);
        registry.cosignAnchor(owner, kRoot, 100, by(group, 8));
        gate("evidence: one late co-signer", 0);
    }

    /// forge-config: default.isolate = true
    function test_gas_of_cosigning_in_a_group_of_96() public {
        bytes32 group = found_group(96, 3);
        vm.startPrank(owner);
        registry.anchorUnlinked(~kRoot, 1);
        registry.anchorUnlinkedCosigned(kRoot, 100, by(group, 7 << 90));
        gate("evidence: anchor with 3 verified co-signers of 96", 80_000);
    }

    /// forge-config: default.isolate = true
    function test_gas_of_a_rotation() public {
        vm.startPrank(owner);
        bytes32 log = registry.openLog("log.example.org/gas", head(5, kRoot));
        uint64 deadline = uint64(block.timestamp) + 100;
        bytes memory consent =
            signed(77, take_over_digest(log, owner, vm.addr(77), head(5, kRoot), deadline));
        registry.rotateOwner(log, head(5, kRoot), vm.addr(77), deadline, consent);
        gate("evidence: rotate the owner of a log", 0);
    }
}
