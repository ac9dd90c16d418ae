// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title The EIP-712 domain of one contract on one chain
/// @dev The separator is computed once and again only where the chain id has changed: after a fork
/// of the chain nothing signed for the one side holds on the other.
abstract contract Eip712 {
    bytes32 private constant kDomainType =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");

    bytes32 private immutable separator_;
    uint256 private immutable chainId_;

    constructor() {
        separator_ = _separator();
        chainId_ = block.chainid;
    }

    /// @notice The domain separator on the chain as it is now.
    function domainSeparator() public view returns (bytes32) {
        return block.chainid == chainId_ ? separator_ : _separator();
    }

    /// @notice The domain's fields (EIP-5267).
    function eip712Domain()
        external
        view
        returns (
            bytes1 fields,
            string memory name,
            string memory version,
            uint256 chainId,
            address verifyingContract,
            bytes32 salt,
            uint256[] memory extensions
        )
    {
        return (0x0f, _domainName(), "1", block.chainid, address(this), 0, new uint256[](0));
    }

    /// @dev The digest to sign for a hashed struct.
    function _digest(bytes32 structHash) internal view returns (bytes32 digest) {
        bytes32 separator = domainSeparator();
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, hex"1901")
            mstore(add(free, 2), separator)
            mstore(add(free, 34), structHash)
            digest := keccak256(free, 66)
        }
    }

    /// @dev The domain's name, different for each contract.
    function _domainName() internal pure virtual returns (string memory);

    function _separator() private view returns (bytes32) {
        return keccak256(
            abi.encode(
                kDomainType,
                keccak256(bytes(_domainName())),
                keccak256("1"),
                block.chainid,
                address(this)
            )
        );
    }
}
