// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// RFC 6962 section 2.1 word for word: the recursive definitions of the tree's hash and of its
/// proofs, over leaves that are SHA-256(0x00 ‖ u64be number ‖ seed). Shares nothing with the
/// iterative verification that it is held against.
library Tree {
    function leaf(uint256 number, uint256 seed) internal pure returns (bytes32) {
        return sha256(abi.encodePacked(uint8(0), uint64(number), seed));
    }

    /// MTH(D[from:from + n]).
    function root(uint256 from, uint256 n, uint256 seed) internal view returns (bytes32) {
        if (n == 0) return sha256("");
        if (n == 1) return leaf(from, seed);
        uint256 k = split(n);
        return node(root(from, k, seed), root(from + k, n - k, seed));
    }

    /// PATH(m, D[from:from + n]).
    function path(uint256 m, uint256 from, uint256 n, uint256 seed)
        internal
        view
        returns (bytes32[] memory)
    {
        if (n == 1) return new bytes32[](0);
        uint256 k = split(n);
        if (m < k) return joined(path(m, from, k, seed), root(from + k, n - k, seed));
        return joined(path(m - k, from + k, n - k, seed), root(from, k, seed));
    }

    /// PROOF(m, D[0:n]).
    function proof(uint256 m, uint256 n, uint256 seed) internal view returns (bytes32[] memory) {
        return subproof(m, 0, n, true, seed);
    }

    function subproof(uint256 m, uint256 from, uint256 n, bool whole, uint256 seed)
        internal
        view
        returns (bytes32[] memory)
    {
        if (m == n) {
            if (whole) return new bytes32[](0);
            return joined(new bytes32[](0), root(from, n, seed));
        }
        uint256 k = split(n);
        if (m <= k) {
            return joined(subproof(m, from, k, whole, seed), root(from + k, n - k, seed));
        }
        return joined(subproof(m - k, from + k, n - k, false, seed), root(from, k, seed));
    }

    /// The largest power of two smaller than n.
    function split(uint256 n) internal pure returns (uint256 k) {
        k = 1;
        while (2 * k < n) k *= 2;
    }

    function joined(bytes32[] memory front, bytes32 back)
        internal
        pure
        returns (bytes32[] memory all)
    {
        all = new bytes32[](front.length + 1);
        for (uint256 i = 0; i < front.length; ++i) all[i] = front[i];
        all[front.length] = back;
    }

    /// In memory that is given back, so that large trees stay cheap.
    function node(bytes32 left, bytes32 right) internal view returns (bytes32 hash) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore8(free, 1)
            mstore(add(free, 1), left)
            mstore(add(free, 33), right)
            if iszero(staticcall(gas(), 2, free, 65, 0, 32)) { revert(0, 0) }
            hash := mload(0)
        }
    }

    /// A proof of the length that a tree of 2^20 leaves asks for, without the tree: siblings are
    /// free to choose where only the root above them is wanted. Returns the two heads' roots.
    function long_consistency(uint64 first, uint64 second, bytes32[] memory hashes)
        internal
        view
        returns (bytes32 first_root, bytes32 second_root)
    {
        uint256 fn = first - 1;
        uint256 sn = second - 1;
        while (fn & 1 == 1) (fn, sn) = (fn >> 1, sn >> 1);
        first_root = second_root = hashes[0];
        for (uint256 i = 1; i < hashes.length; ++i) {
            if (fn & 1 == 1 || fn == sn) {
                first_root = node(hashes[i], first_root);
                second_root = node(hashes[i], second_root);
                while (fn & 1 == 0 && fn != 0) (fn, sn) = (fn >> 1, sn >> 1);
            } else {
                second_root = node(second_root, hashes[i]);
            }
            (fn, sn) = (fn >> 1, sn >> 1);
        }
        require(sn == 0, "wrong number of hashes");
    }
}
