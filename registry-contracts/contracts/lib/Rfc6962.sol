// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title Proofs in the SHA-256 Merkle trees of RFC 6962, verified as RFC 9162 says.
/// @notice Each refusal reverts; nothing returns false. The cost is one or two hashes for each hash
/// of a proof, and a proof is never longer than its sizes demand: at most 65 hashes.
library Rfc6962 {
    /// The index or the sizes do not fit each other, or the proof has too few or too many hashes.
    error ProofMalformed();
    /// The inclusion proof leads to another root.
    error InclusionInvalid();
    /// The consistency proof leads to another first or second root.
    error ConsistencyInvalid();

    /// Root of the tree without leaves: SHA-256 of nothing.
    bytes32 internal constant kEmptyRoot =
        0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855;

    /// RFC 9162 section 2.1.3.2: the leaf of hash `leaf` stands at `index` in the tree of `size`
    /// leaves and root `root`.
    function requireIncluded(
        uint64 index,
        uint64 size,
        bytes32 leaf,
        bytes32 root,
        bytes32[] calldata proof
    ) internal view {
        if (index >= size) revert ProofMalformed();
        uint256 fn = index;
        uint256 sn = size - 1;
        bytes32 r = leaf;
        for (uint256 i = 0; i < proof.length; ++i) {
            if (sn == 0) revert ProofMalformed();
            if (fn & 1 == 1 || fn == sn) {
                r = _node(proof[i], r);
                (fn, sn) = _skipMissingSiblings(fn, sn);
            } else {
                r = _node(r, proof[i]);
            }
            fn >>= 1;
            sn >>= 1;
        }
        if (sn != 0) revert ProofMalformed();
        if (r != root) revert InclusionInvalid();
    }

    /// RFC 9162 section 2.1.4.2: the tree of `second` leaves begins with the tree of `first` leaves.
    /// An empty first tree is the beginning of every tree and takes an empty proof, as does a tree
    /// beside itself.
    function requireConsistent(
        uint64 first,
        bytes32 firstRoot,
        uint64 second,
        bytes32 secondRoot,
        bytes32[] calldata proof
    ) internal view {
        if (first == 0 || first >= second) {
            if (first > second || proof.length != 0) revert ProofMalformed();
            if (first == 0 && firstRoot != kEmptyRoot) revert ConsistencyInvalid();
            if (first == second && firstRoot != secondRoot) revert ConsistencyInvalid();
            return;
        }
        uint256 fn = first - 1;
        uint256 sn = second - 1;
        while (fn & 1 == 1) {
            fn >>= 1;
            sn >>= 1;
        }
        uint256 next = 0;
        bytes32 fr = firstRoot;
        // A complete first tree is its own starting point, and the proof leaves it out.
        if (first & (first - 1) != 0) {
            if (proof.length == 0) revert ProofMalformed();
            fr = proof[0];
            next = 1;
        }
        bytes32 sr = fr;
        for (; next < proof.length; ++next) {
            if (sn == 0) revert ProofMalformed();
            bytes32 c = proof[next];
            if (fn & 1 == 1 || fn == sn) {
                // The roots part where the first tree ends; until there they are one.
                bytes32 joined = _node(c, fr);
                sr = sr == fr ? joined : _node(c, sr);
                fr = joined;
                (fn, sn) = _skipMissingSiblings(fn, sn);
            } else {
                sr = _node(sr, c);
            }
            fn >>= 1;
            sn >>= 1;
        }
        if (sn != 0) revert ProofMalformed();
        if (fr != firstRoot || sr != secondRoot) revert ConsistencyInvalid();
    }

    /// "Until LSB(fn) is set or fn is 0, right-shift fn and sn equally."
    function _skipMissingSiblings(uint256 fn, uint256 sn) private pure returns (uint256, uint256) {
        while (fn & 1 == 0 && fn != 0) {
            fn >>= 1;
            sn >>= 1;
        }
        return (fn, sn);
    }

    /// SHA-256(0x01 ‖ left ‖ right) by the precompile, in the memory beyond what is allocated.
    function _node(bytes32 left, bytes32 right) private view returns (bytes32 hash) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore8(free, 1)
            mstore(add(free, 1), left)
            mstore(add(free, 33), right)
            // Fails only when gas has run out, and then nothing may be concluded.
            if iszero(staticcall(gas(), 2, free, 65, 0, 32)) { revert(0, 0) }
            hash := mload(0)
        }
    }
}
