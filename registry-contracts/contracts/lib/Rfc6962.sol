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

    /// The gas was too little for a hash.
    error HashFailed();

    /// Root of the tree without leaves: SHA-256 of nothing.
    bytes32 internal constant kEmptyRoot =
        0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855;

    /// RFC 9162 section 2.1.3.2: the leaf of hash `leaf` stands at `index` in the tree of `size`
    /// leaves and root `root`.
    function requireIncluded(
        uint256 index,
        uint256 size,
        bytes32 leaf,
        bytes32 root,
        bytes32[] calldata proof
    ) internal view {
        if (index >= size) revert ProofMalformed();
        unchecked {
            if (_climb(index, size - 1, leaf, proof) != root) revert InclusionInvalid();
        }
    }

    /// RFC 9162 section 2.1.4.2: the tree of `second` leaves begins with the tree of `first` leaves.
    /// An empty first tree is the beginning of every tree and takes an empty proof, as does a tree
    /// beside itself.
    function requireConsistent(
        uint256 first,
        bytes32 firstRoot,
        uint256 second,
        bytes32 secondRoot,
        bytes32[] calldata proof
    ) internal view {
        if (first == 0 || first >= second) {
            if (first > second || proof.length != 0) revert ProofMalformed();
            if (first == 0 && firstRoot != kEmptyRoot) revert ConsistencyInvalid();
            if (first == second && firstRoot != secondRoot) revert ConsistencyInvalid();
            return;
        }
        // The lowest bit of `first`: below it stand the complete subtrees that end the first tree.
        uint256 bit;
        assembly ("memory-safe") {
            bit := and(first, sub(0, first))
        }
        bytes32 fr = firstRoot;
        // A complete first tree is its own starting point, and the proof leaves it out.
        if (first != bit) {
            if (proof.length == 0) revert ProofMalformed();
            fr = proof[0];
            proof = proof[1:];
        }
        bytes32 sr;
        (sr, fr) = _climbTwice(first - 1, second - 1, bit, fr, proof);
        if (fr != firstRoot || sr != secondRoot) revert ConsistencyInvalid();
    }

    // Both loops are in assembly, since every checkpoint pays for each of their steps. `bit` is 2^k
    // after k shifts: LSB(fn) of the RFC is fn & bit, its fn = sn is (fn ^ sn) < bit, its sn = 0 is
    // sn < bit. Where fn = sn and LSB(fn) is not set, the RFC hashes the sibling on the left and then
    // shifts until it is set; here the shift comes first, and what is hashed is the same. The
    // precompile fails only for want of gas, which never grows: if the last hash was had, all were.

    /// The loop of section 2.1.3.2: the root above `r`, with a proof that ends where the tree does.
    function _climb(uint256 fn, uint256 sn, bytes32 r, bytes32[] calldata proof)
        private
        view
        returns (bytes32)
    {
        bool complete;
        bool hashed = true;
        assembly ("memory-safe") {
            // SHA-256(0x01 ‖ left ‖ right), in the memory beyond what is allocated.
            let node := mload(0x40)
            mstore8(node, 1)
            let left := add(node, 1)
            let right := add(node, 33)
            let end := add(proof.offset, shl(5, proof.length))
            let bit := 1
            for {} lt(proof.offset, end) { proof.offset := add(proof.offset, 32) } {
                if lt(xor(fn, sn), bit) {
                    if lt(sn, bit) { break }
                    for {} iszero(and(fn, bit)) {} { bit := shl(1, bit) }
                }
                let beside := shl(5, iszero(and(fn, bit)))
                mstore(add(left, beside), calldataload(proof.offset))
                mstore(sub(right, beside), r)
                hashed := staticcall(gas(), 2, node, 65, 0, 32)
                r := mload(0)
                bit := shl(1, bit)
            }
            complete := and(eq(proof.offset, end), lt(sn, bit))
        }
        if (!complete) revert ProofMalformed();
        if (!hashed) revert HashFailed();
        return r;
    }

    /// The loop of section 2.1.4.2: the second and the first root above `fr`.
    function _climbTwice(
        uint256 fn,
        uint256 sn,
        uint256 bit,
        bytes32 fr,
        bytes32[] calldata proof
    ) private view returns (bytes32 sr, bytes32) {
        bool hashed = true;
        sr = fr;
        assembly ("memory-safe") {
            let node := mload(0x40)
            mstore8(node, 1)
            let left := add(node, 1)
            proof.length := add(proof.offset, shl(5, proof.length))
            for {} lt(proof.offset, proof.length) { proof.offset := add(proof.offset, 32) } {
                if lt(xor(fn, sn), bit) {
                    if lt(sn, bit) { break }
                    for {} iszero(and(fn, bit)) {} { bit := shl(1, bit) }
                }
                switch and(fn, bit)
                case 0 {
                    mstore(left, sr)
                    mstore(add(node, 33), calldataload(proof.offset))
                    hashed := staticcall(gas(), 2, node, 65, 0, 32)
                    sr := mload(0)
                }
                default {
                    mstore(left, calldataload(proof.offset))
                    mstore(add(node, 33), fr)
                    hashed := staticcall(gas(), 2, node, 65, 0, 32)
                    // The roots part where the first tree ends; until there they are one.
                    let parted := xor(sr, fr)
                    fr := mload(0)
                    if parted {
                        mstore(add(node, 33), sr)
                        hashed := staticcall(gas(), 2, node, 65, 0, 32)
                    }
                    sr := mload(0)
                }
                bit := shl(1, bit)
            }
            // Neither hashes nor levels may be left.
            proof.length := or(sub(proof.length, proof.offset), iszero(lt(sn, bit)))
        }
        if (proof.length != 0) revert ProofMalformed();
        if (!hashed) revert HashFailed();
        return (sr, fr);
    }
}
