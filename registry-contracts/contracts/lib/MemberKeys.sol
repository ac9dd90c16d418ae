// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {SignatureInvalid, Signatures} from "./Signatures.sol";

/// @notice The proof of a key that is no account is 128 bytes r ‖ s ‖ x ‖ y.
error KeyProofMalformed();
/// @notice The proof is not the member's signature over the digest.
error KeySignatureInvalid(bytes32 member);
/// @notice The twin of a signature that anybody can make from it: s above half the order, or a
/// number outside its range.
error KeySignatureMalleable(bytes32 member);
/// @notice This chain cannot verify this scheme.
error SchemeUnavailable(uint8 scheme);
/// @notice The word names no scheme, or no key of it.
error MemberInvalid(bytes32 member);

/// @title One interface over the kinds of keys that members of a group sign with
/// @notice A member is one word: the scheme in the first byte, then 31 bytes that name the key.
/// Scheme 1 (account): an address, of a secp256k1 key or of a contract (EIP-1271).
/// Scheme 2 (P-256) and 3 (SM2): the last 31 bytes of keccak256(x ‖ y).
/// @dev Every check reverts unless the signature is good; nothing returns false.
library MemberKeys {
    uint8 internal constant kAccount = 1;
    uint8 internal constant kP256 = 2;
    uint8 internal constant kSm2 = 3;

    uint256 private constant kP256HalfOrder =
        0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8;
    uint256 private constant kSm2Order =
        0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123;

    /// EIP-7951 (and RIP-7212).
    address private constant kP256Verify = address(0x100);
    /// CryptoPrecompiled of FISCO BCOS.
    address private constant kFiscoCrypto = address(0x100a);
    bytes4 private constant kSm2Verify =
        bytes4(keccak256("sm2Verify(bytes32,bytes,bytes32,bytes32)"));

    /// @notice Reverts unless `proof` is the member's signature over `digest`.
    /// @param proof 65 bytes r ‖ s ‖ v of an account's key or whatever its contract takes; 128 bytes
    /// r ‖ s ‖ x ‖ y of a P-256 or SM2 key
    function check(bytes32 member, bytes32 digest, bytes calldata proof) internal view {
        if (uint8(member[0]) == kAccount) {
            Signatures.check(address(uint160(uint256(member))), digest, proof);
        } else {
            _checkKey(member, digest, proof);
        }
    }

    /// @notice Reverts unless the word is well-formed and this chain can verify its signatures.
    function checkUsable(bytes32 member) internal view {
        uint8 scheme = uint8(member[0]);
        uint256 key = _keyOf(member);
        if (key == 0) revert MemberInvalid(member);
        if (scheme == kAccount) {
            if (key > type(uint160).max) revert MemberInvalid(member);
        } else if (scheme == kP256) {
            if (!p256Available()) revert SchemeUnavailable(kP256);
        } else if (scheme == kSm2) {
            if (!sm2Available()) revert SchemeUnavailable(kSm2);
        } else {
            revert MemberInvalid(member);
        }
    }

    /// @notice Whether the chain verifies P-256.
    /// @dev It is asked about a good and a bad known signature: a call of an address without code
    /// succeeds as well, and answers nothing.
    function p256Available() internal view returns (bool) {
        // RFC 6979, section A.2.5, SHA-256, message "sample".
        bytes32 digest = 0xaf2bdbe1aa9b6ec1e2ade1d694f41fc71a831d0268e9891562113d8a62add1bf;
        bytes32 r = 0xefd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716;
        bytes32 s = 0xf7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8;
        bytes32 x = 0x60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6;
        bytes32 y = 0x7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299;
        return _p256(digest, r, s, x, y) && !_p256(~digest, r, s, x, y);
    }

    /// @notice Whether the chain verifies SM2 as FISCO BCOS does, by the same two questions.
    function sm2Available() internal view returns (bool) {
        // Made by OpenSSL 3.0: SM2 with SM3, identity 1234567812345678, over these 32 bytes.
        bytes32 digest = 0x534d32206b6e6f776e20616e73776572206f6620746865207265676973747279;
        bytes32 r = 0x433ce704c460795123b6402158e8714cfc9c0cea590fb3500bed63132e5cd8bb;
        bytes32 s = 0xc929044fc41857a0dff8e3bed1c23cc986ca91198a394802b137ff53632d3c05;
        bytes32 x = 0x26290e3d9e45f757a4c9a5ea1d68946d8c445a3d41c9f410c0f4a6f2d4025c76;
        bytes32 y = 0xa86e049e0b069f060f458a32ccae20bb163bb73daba4926517eae37d4ed54ade;
        return _sm2(digest, r, s, x, y) && !_sm2(~digest, r, s, x, y);
    }

    function _checkKey(bytes32 member, bytes32 digest, bytes calldata proof) private view {
        if (proof.length != 128) revert KeyProofMalformed();
        (bytes32 r, bytes32 s, bytes32 x, bytes32 y) =
            abi.decode(proof, (bytes32, bytes32, bytes32, bytes32));
        if (_keyOf(keccak256(abi.encode(x, y))) != _keyOf(member)) {
            revert KeySignatureInvalid(member);
        }
        uint8 scheme = uint8(member[0]);
        if (scheme == kP256) {
            if (uint256(s) > kP256HalfOrder) revert KeySignatureMalleable(member);
            if (_p256(digest, r, s, x, y)) return;
            if (!p256Available()) revert SchemeUnavailable(kP256);
        } else {
            if (uint256(r) >= kSm2Order || uint256(s) >= kSm2Order) {
                revert KeySignatureMalleable(member);
            }
            if (_sm2(digest, r, s, x, y)) return;
            if (!sm2Available()) revert SchemeUnavailable(kSm2);
        }
        revert KeySignatureInvalid(member);
    }

    function _keyOf(bytes32 word) private pure returns (uint256) {
        return uint256(word) & (type(uint256).max >> 8);
    }

    function _p256(bytes32 digest, bytes32 r, bytes32 s, bytes32 x, bytes32 y)
        private
        view
        returns (bool)
    {
        (bool done, bytes memory answer) =
            kP256Verify.staticcall(abi.encodePacked(digest, r, s, x, y));
        return done && answer.length == 32 && uint256(bytes32(answer)) == 1;
    }

    /// The precompile answers (bool, address of the key).
    function _sm2(bytes32 digest, bytes32 r, bytes32 s, bytes32 x, bytes32 y)
        private
        view
        returns (bool)
    {
        (bool done, bytes memory answer) = kFiscoCrypto.staticcall(
            abi.encodeWithSelector(kSm2Verify, digest, abi.encodePacked(x, y), r, s)
        );
        return done && answer.length == 64 && uint256(bytes32(answer)) == 1;
    }
}
