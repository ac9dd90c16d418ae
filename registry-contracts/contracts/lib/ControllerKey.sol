// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @notice Neither the 64 bytes x ‖ y of a point of secp256k1 nor the 20 bytes of a contract.
error KeyMalformed();

/// @title Keys as operations show them, and commitments to them
library ControllerKey {
    /// The field of secp256k1.
    uint256 private constant kField =
        0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFC2F;

    /// @notice Whom a shown key is, and the commitment that names it.
    /// @dev The point must lie on the curve: the commitment covers x and the parity of y alone, and
    /// whoever could choose y freely would find one whose address is theirs by a birthday search.
    /// @param key x ‖ y, or the address of a contract that controls by EIP-1271
    /// @return account the address
    /// @return commitment SHA-256 of the compressed point (as in every ledger), or of the 20 bytes
    function open(bytes calldata key) internal pure returns (address account, bytes32 commitment) {
        if (key.length == 20) return (address(bytes20(key)), sha256(key));
        if (key.length != 64) revert KeyMalformed();
        uint256 x = uint256(bytes32(key[:32]));
        uint256 y = uint256(bytes32(key[32:]));
        uint256 cube = mulmod(mulmod(x, x, kField), x, kField);
        if (x >= kField || y >= kField || mulmod(y, y, kField) != addmod(cube, 7, kField)) {
            revert KeyMalformed();
        }
        account = address(uint160(uint256(keccak256(key))));
        commitment = sha256(abi.encodePacked(uint8(2 + (y & 1)), x));
    }
}
