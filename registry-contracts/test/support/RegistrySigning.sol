// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Test} from "./Test.sol";

/// EIP-712 by the standard's own words, for the tests of all registries.
abstract contract RegistrySigning is Test {
    uint256 internal constant kPublisherKey = 0xbead;
    uint256 internal constant kOtherKey = 0x07e4;
    uint256 internal constant kDay = 86_400;

    address internal publisher_ = vm.addr(kPublisherKey);
    address internal other_ = vm.addr(kOtherKey);
    address internal relay_ = address(0x4e1a);

    function domain() internal view virtual returns (bytes32);

    function domain_of(string memory name, address registry) internal view returns (bytes32) {
        return keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256(bytes(name)),
                keccak256("1"),
                block.chainid,
                registry
            )
        );
    }

    function sign_struct(uint256 key, bytes memory encoded) internal view returns (bytes memory) {
        bytes32 digest =
            keccak256(abi.encodePacked(bytes2(0x1901), domain(), keccak256(encoded)));
        return signed(key, digest);
    }
}
