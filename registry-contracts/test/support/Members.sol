// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Test} from "./Test.sol";

/// Keys that are members of a group, and the form in which their signatures are brought.
abstract contract Members is Test {
    /// Private keys in the order of their member words.
    uint256[] internal keys;

    /// Members by `count` keys, ascending.
    function make_keys(uint256 count, uint256 seed) internal returns (bytes32[] memory words) {
        delete keys;
        words = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            uint256 key = uint256(keccak256(abi.encode(seed, i))) >> 8;
            keys.push(key);
            words[i] = account(vm.addr(key));
        }
        for (uint256 i = 1; i < count; ++i) {
            for (uint256 j = i; j > 0 && words[j] < words[j - 1]; --j) {
                (words[j], words[j - 1]) = (words[j - 1], words[j]);
                (keys[j], keys[j - 1]) = (keys[j - 1], keys[j]);
            }
        }
    }

    function account(address key) internal pure returns (bytes32) {
        return bytes32(uint256(1) << 248 | uint160(key));
    }

    function p256(uint256 key) internal pure returns (bytes32) {
        (uint256 x, uint256 y) = vm.publicKeyP256(key);
        return bytes32(uint256(2) << 248 | uint256(keccak256(abi.encode(x, y))) << 8 >> 8);
    }

    /// One signer's part of `signatures`.
    function part(uint256 member, bytes memory proof) internal pure returns (bytes memory) {
        return abi.encodePacked(uint8(member), uint16(proof.length), proof);
    }

    /// The signatures of the members whose bits are set.
    function signatures_of(uint256 bitmap, bytes32 digest)
        internal
        view
        returns (bytes memory all)
    {
        for (uint256 i = 0; i < keys.length; ++i) {
            if ((bitmap >> i) & 1 == 1) {
                all = bytes.concat(all, part(i, signed(keys[i], digest)));
            }
        }
    }

    /// The digest of EIP-712, from its own words.
    function typed(address registry, string memory name, bytes32 struct_hash)
        internal
        view
        returns (bytes32)
    {
        return typed_on(block.chainid, registry, name, struct_hash);
    }

    function typed_on(uint256 chain, address registry, string memory name, bytes32 struct_hash)
        internal
        pure
        returns (bytes32)
    {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256(bytes(name)),
                keccak256("1"),
                chain,
                registry
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, struct_hash));
    }
}
