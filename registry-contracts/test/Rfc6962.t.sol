// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {EvidenceRegistry} from "../contracts/EvidenceRegistry.sol";
import {Rfc6962} from "../contracts/lib/Rfc6962.sol";
import {Test} from "./support/Test.sol";
import {Tree} from "./support/Tree.sol";

contract Rfc6962Test is Test {
    EvidenceRegistry private registry_ = new EvidenceRegistry();

    function test_every_consistency_proof_up_to_64_leaves_holds() public view {
        for (uint256 n = 1; n <= 64; ++n) this.consistency_proofs_of(n);
    }

    /// In a call of its own, so that its memory is given back.
    function consistency_proofs_of(uint256 n) external view {
        bytes32 last = Tree.root(0, n, 0);
        for (uint256 m = 1; m <= n; ++m) {
            registry_.requireExtends(head(m, Tree.root(0, m, 0)), head(n, last), Tree.proof(m, n, 0));
        }
    }

    function test_no_changed_consistency_proof_up_to_32_leaves_holds() public {
        for (uint256 n = 2; n <= 32; ++n) this.changed_consistency_proofs_of(n);
    }

    function changed_consistency_proofs_of(uint256 n) external {
        for (uint256 m = 1; m < n; ++m) {
            EvidenceRegistry.Head memory first = head(m, Tree.root(0, m, 0));
            EvidenceRegistry.Head memory second = head(n, Tree.root(0, n, 0));
            bytes32[] memory proof = Tree.proof(m, n, 0);
            for (uint256 i = 0; i < proof.length; ++i) {
                proof[i] ^= bytes32(uint256(1) << (i % 256));
                refuses(first, second, proof, Rfc6962.ConsistencyInvalid.selector);
                proof[i] ^= bytes32(uint256(1) << (i % 256));
            }
            refuses(first, second, Tree.joined(proof, 0), Rfc6962.ProofMalformed.selector);
            refuses(first, second, shorter(proof), Rfc6962.ProofMalformed.selector);
            first.root = ~first.root;
            refuses(first, second, proof, Rfc6962.ConsistencyInvalid.selector);
            first.root = ~first.root;
            second.root = ~second.root;
            refuses(first, second, proof, Rfc6962.ConsistencyInvalid.selector);
        }
    }

    /// The same tree of 2 leaves passes for one of 1 if its root is taken for a leaf; not for an entry.
    function test_what_is_hashed_here_is_an_entry_and_no_pair_of_nodes() public {
        bytes memory entry = abi.encodePacked(uint64(1), uint256(0));
        bytes32[] memory proof = Tree.path(1, 0, 2, 0);
        bytes32 root = Tree.root(0, 2, 0);
        registry_.requireEntryInTree(head(2, root), 1, entry, proof);
        bytes32[] memory none = new bytes32[](0);
        registry_.requireInTree(head(1, root), 0, root, none);
        bytes memory nodes = bytes.concat(hex"01", Tree.leaf(0, 0), Tree.leaf(1, 0));
        assertEq(sha256(nodes), root);
        vm.expectRevert(Rfc6962.InclusionInvalid.selector);
        registry_.requireEntryInTree(head(1, root), 0, abi.encodePacked(root), none);
        vm.expectRevert(Rfc6962.InclusionInvalid.selector);
        registry_.requireEntryInTree(head(1, root), 0, nodes, none);

        bytes32 log = registry_.openLog("log", head(2, root));
        registry_.requireEntryIncluded(log, address(this), head(2, root), 1, entry, proof);
        vm.expectRevert(Rfc6962.InclusionInvalid.selector);
        registry_.requireEntryIncluded(log, address(this), head(2, root), 0, entry, proof);
        vm.expectRevert(
            abi.encodeWithSelector(
                EvidenceRegistry.NotCurrentHead.selector, log, address(this)
            )
        );
        registry_.requireEntryIncluded(log, address(this), head(1, root), 0, nodes, none);
    }

    function test_consistency_with_nothing_and_with_itself_takes_no_proof() public {
        bytes32[] memory none = new bytes32[](0);
        bytes32 root = Tree.root(0, 5, 0);
        registry_.requireExtends(head(0, sha256("")), head(5, root), none);
        registry_.requireExtends(head(0, sha256("")), head(0, sha256("")), none);
        registry_.requireExtends(head(5, root), head(5, root), none);
        refuses(head(0, root), head(5, root), none, Rfc6962.ConsistencyInvalid.selector);
        refuses(head(5, root), head(5, ~root), none, Rfc6962.ConsistencyInvalid.selector);
        refuses(head(5, root), head(4, root), none, Rfc6962.ProofMalformed.selector);
        refuses(head(5, root), head(0, sha256("")), none, Rfc6962.ProofMalformed.selector);
        refuses(
            head(0, sha256("")), head(5, root), new bytes32[](1), Rfc6962.ProofMalformed.selector
        );
        refuses(head(5, root), head(5, root), new bytes32[](1), Rfc6962.ProofMalformed.selector);
    }

    /// A proof for other sizes of the same number of hashes.
    function testFuzz_consistency_proofs_hold_for_their_sizes_alone(
        uint256 m,
        uint256 n,
        uint256 other,
        uint256 seed
    ) public {
        n = bound(n, 2, 200);
        m = bound(m, 1, n - 1);
        other = bound(other, 1, 220);
        bytes32[] memory proof = Tree.proof(m, n, seed);
        EvidenceRegistry.Head memory first = head(m, Tree.root(0, m, seed));
        EvidenceRegistry.Head memory second = head(n, Tree.root(0, n, seed));
        registry_.requireExtends(first, second, proof);
        if (other == n) return;
        (bool taken,) = address(registry_)
            .call(abi.encodeCall(registry_.requireExtends, (first, head(other, second.root), proof)));
        // Two sizes can ask for the same steps; then the roots are those of both.
        assertFalse(taken && steps(m, other) != steps(m, n));
    }

    function testFuzz_inclusion_proofs_hold(uint256 index, uint256 size, uint256 seed) public view {
        size = bound(size, 1, 300);
        index = bound(index, 0, size - 1);
        bytes32[] memory proof = Tree.path(index, 0, size, seed);
        registry_.requireInTree(
            head(size, Tree.root(0, size, seed)), uint64(index), Tree.leaf(index, seed), proof
        );
    }

    function testFuzz_changed_inclusion_proofs_do_not(
        uint256 index,
        uint256 size,
        uint256 seed,
        uint256 change
    ) public {
        size = bound(size, 2, 300);
        index = bound(index, 0, size - 1);
        bytes32 root = Tree.root(0, size, seed);
        bytes32 leaf = Tree.leaf(index, seed);
        bytes32[] memory proof = Tree.path(index, 0, size, seed);
        bytes4 invalid = Rfc6962.InclusionInvalid.selector;
        bytes4 malformed = Rfc6962.ProofMalformed.selector;
        bytes32 bit = bytes32(uint256(1) << (change % 256));

        not_in(size, root ^ bit, index, leaf, proof, invalid);
        not_in(size, root, index, leaf ^ bit, proof, invalid);
        not_in(size, root, index, leaf, Tree.joined(proof, bit), malformed);
        not_in(size, root, index, leaf, shorter(proof), malformed);
        not_in(size, root, size + change % 9, leaf, proof, malformed);
        proof[change % proof.length] ^= bit;
        not_in(size, root, index, leaf, proof, invalid);
    }

    function test_an_empty_tree_holds_nothing() public {
        not_in(0, sha256(""), 0, sha256(""), new bytes32[](0), Rfc6962.ProofMalformed.selector);
    }

    function test_a_tree_of_one_leaf_is_that_leaf() public {
        bytes32 leaf = Tree.leaf(0, 0);
        registry_.requireInTree(head(1, leaf), 0, leaf, new bytes32[](0));
        not_in(1, leaf, 0, ~leaf, new bytes32[](0), Rfc6962.InclusionInvalid.selector);
        not_in(1, leaf, 0, leaf, new bytes32[](1), Rfc6962.ProofMalformed.selector);
    }

    function test_sizes_up_to_2_to_64_are_proven() public view {
        // The last leaf of 2^63 + 1 leaves hangs beside the whole left half.
        bytes32 leaf = Tree.leaf(0, 0);
        bytes32 left = Tree.leaf(1, 0);
        bytes32[] memory proof = new bytes32[](1);
        proof[0] = left;
        registry_.requireInTree(
            head((uint256(1) << 63) + 1, Tree.node(left, leaf)), uint64(1) << 63, leaf, proof
        );
        proof[0] = leaf;
        registry_.requireExtends(
            head(uint256(1) << 63, left),
            head((uint256(1) << 63) + 1, Tree.node(left, leaf)),
            proof
        );
    }

    function test_no_proof_however_long_costs_more_than_65_hashes() public {
        bytes32[] memory proof = new bytes32[](5000);
        uint256 before = gasleft();
        not_in(
            type(uint64).max, 0, 0, 0, proof, Rfc6962.ProofMalformed.selector
        );
        assertLe(before - gasleft(), 1_500_000);
    }

    // --- within ---

    function head(uint256 size, bytes32 root) private pure returns (EvidenceRegistry.Head memory) {
        return EvidenceRegistry.Head(uint64(size), root);
    }

    function shorter(bytes32[] memory proof) private pure returns (bytes32[] memory rest) {
        rest = new bytes32[](proof.length - 1);
        for (uint256 i = 0; i < rest.length; ++i) rest[i] = proof[i];
    }

    function refuses(
        EvidenceRegistry.Head memory first,
        EvidenceRegistry.Head memory second,
        bytes32[] memory proof,
        bytes4 reason
    ) private {
        vm.expectRevert(reason);
        registry_.requireExtends(first, second, proof);
    }

    function not_in(
        uint256 size,
        bytes32 root,
        uint256 index,
        bytes32 leaf,
        bytes32[] memory proof,
        bytes4 reason
    ) private {
        vm.expectRevert(reason);
        registry_.requireInTree(head(size, root), uint64(index), leaf, proof);
    }

    /// What the loop of section 2.1.4.2 does at each step, as one number.
    function steps(uint256 m, uint256 n) private pure returns (uint256 shape) {
        if (m > n) return 0;
        (uint256 fn, uint256 sn) = (m - 1, n - 1);
        while (fn & 1 == 1) (fn, sn) = (fn >> 1, sn >> 1);
        shape = 1;
        while (sn != 0) {
            bool left = fn & 1 == 1 || fn == sn;
            shape = shape * 2 + (left ? 1 : 0);
            if (left) while (fn & 1 == 0 && fn != 0) (fn, sn) = (fn >> 1, sn >> 1);
            (fn, sn) = (fn >> 1, sn >> 1);
        }
    }
}
