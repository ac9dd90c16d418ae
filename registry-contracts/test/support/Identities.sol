// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {DidRegistry} from "../../contracts/DidRegistry.sol";
import {Test} from "./Test.sol";

/// What befalls the identity that owns something elsewhere.
abstract contract Identities is Test {
    /// Of an account that commits to nothing: rotated, both being senders.
    function rotate(DidRegistry dids, uint256 from_key, uint256 to_key) internal {
        address from = vm.addr(from_key);
        address to = vm.addr(to_key);
        vm.prank(from);
        dids.create(0, "{}");
        DidRegistry.Rotation memory rotation = DidRegistry.Rotation({
            subject: from,
            sequence: 1,
            newKey: abi.encodePacked(to),
            next: 0,
            document: "",
            expiry: block.timestamp
        });
        bytes32 kind = keccak256(
            "DidRotationAuthorization(address subject,uint256 sequence,uint256 expiry,address controller)"
        );
        bytes32 hash = keccak256(abi.encode(kind, from, 1, block.timestamp, to));
        bytes memory authorization = signed(
            from_key, keccak256(abi.encodePacked(bytes2(0x1901), dids.domainSeparator(), hash))
        );
        vm.prank(to);
        dids.rotate(rotation, "", authorization);
    }
}
