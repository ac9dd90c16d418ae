// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @notice The contract `account` does not accept `signature`, or no account made it.
error SignatureInvalid(address account);
/// @notice The signature has the upper of its two possible values of s (SEC 1 section 4.1.3), which
/// anybody can compute from the lower one.
error SignatureHighS();
/// @notice A signature of a key is 65 bytes r ‖ s ‖ v with v 27 or 28.
error SignatureMalformed();

/// @title Signatures of keys and of contract wallets over a digest
/// @dev A signature has one form only: 65 bytes, low s, v 27 or 28. The compact form of EIP-2098 is
/// refused for the same reason as a high s. Contracts are asked by EIP-1271 in a static call, so
/// that they cannot change anything, and only the first word of their answer is read.
library Signatures {
    /// Half of the group order of secp256k1, the largest s that is taken.
    uint256 internal constant kHalfOrder =
        0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0;

    /// @dev isValidSignature(bytes32,bytes), as selector and as answer (EIP-1271).
    bytes4 internal constant kEip1271Magic = 0x1626ba7e;

    /// @notice Reverts unless `account` signed `digest`.
    /// @dev A key is tried first: reading an account's code would cost every signer 2,600 gas, and
    /// an account with delegated code (EIP-7702) still signs with its key.
    /// @param account a key's address or a contract; never zero
    /// @param digest what was signed
    /// @param signature 65 bytes of a key, or whatever the contract takes
    function check(address account, bytes32 digest, bytes calldata signature) internal view {
        if (account == address(0)) revert SignatureInvalid(account);
        if (_isOfKey(account, digest, signature)) return;
        if (account.code.length == 0) {
            // The same again, for the precise reason.
            if (recover(digest, signature) != account) revert SignatureInvalid(account);
        } else if (!_isOfContract(account, digest, signature)) {
            revert SignatureInvalid(account);
        }
    }

    /// @notice The address of the key that made the signature; reverts if none did.
    /// @param digest what was signed
    /// @param signature r ‖ s ‖ v
    function recover(bytes32 digest, bytes calldata signature) internal pure returns (address) {
        if (signature.length != 65) revert SignatureMalformed();
        (bytes32 r, bytes32 s, uint8 v) = _split(signature);
        if (v != 27 && v != 28) revert SignatureMalformed();
        if (uint256(s) > kHalfOrder) revert SignatureHighS();
        address signer = ecrecover(digest, v, r, s);
        if (signer == address(0)) revert SignatureInvalid(signer);
        return signer;
    }

    /// @dev ecrecover itself refuses every v but 27 and 28, and answers zero.
    function _isOfKey(address account, bytes32 digest, bytes calldata signature)
        private
        pure
        returns (bool)
    {
        if (signature.length != 65) return false;
        (bytes32 r, bytes32 s, uint8 v) = _split(signature);
        return uint256(s) <= kHalfOrder && ecrecover(digest, v, r, s) == account;
    }

    function _isOfContract(address account, bytes32 digest, bytes calldata signature)
        private
        view
        returns (bool accepted)
    {
        bytes memory question = abi.encodeWithSelector(kEip1271Magic, digest, signature);
        bytes32 magic = kEip1271Magic;
        // By hand, because Solidity would copy an answer of any length.
        assembly ("memory-safe") {
            let success := staticcall(gas(), account, add(question, 32), mload(question), 0, 32)
            accepted := and(and(success, gt(returndatasize(), 31)), eq(mload(0), magic))
        }
    }

    function _split(bytes calldata signature)
        private
        pure
        returns (bytes32 r, bytes32 s, uint8 v)
    {
        assembly ("memory-safe") {
            r := calldataload(signature.offset)
            s := calldataload(add(signature.offset, 32))
            v := byte(0, calldataload(add(signature.offset, 64)))
        }
    }
}
