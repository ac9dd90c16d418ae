// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {DidRegistry} from "../../contracts/DidRegistry.sol";
import {StatusRegistry} from "../../contracts/StatusRegistry.sol";
import {IActors} from "../../contracts/lib/Actors.sol";
import {RegistrySigning} from "./RegistrySigning.sol";

/// Signs operations on status lists as specs/contracts.md says.
abstract contract StatusSigning is RegistrySigning {
    DidRegistry internal dids_ = new DidRegistry();
    StatusRegistry internal registry_ = new StatusRegistry(IActors(address(dids_)));

    function domain() internal view override returns (bytes32) {
        return domain_of("Deed StatusRegistry", address(registry_));
    }

    function sign_publish(
        uint256 key,
        bytes32 listId,
        uint256 sequence,
        bytes32 root,
        uint256 expiry
    ) internal view returns (bytes memory) {
        bytes32 kind = keccak256(
            "StatusPublish(bytes32 listId,uint256 sequence,uint256 expiry,bytes32 root)"
        );
        return sign_struct(key, abi.encode(kind, listId, sequence, expiry, root));
    }

    function sign_create(
        uint256 key,
        address publisher,
        bytes32 name,
        bool permanent,
        string memory uri,
        uint256 expiry
    ) internal view returns (bytes memory) {
        bytes32 kind = keccak256(
            "StatusCreate(address publisher,bytes32 name,bool permanent,string uri,uint256 expiry)"
        );
        return sign_struct(
            key, abi.encode(kind, publisher, name, permanent, keccak256(bytes(uri)), expiry)
        );
    }

    function sign_hand_over(
        uint256 key,
        bytes32 listId,
        uint256 sequence,
        address publisher,
        uint256 expiry
    ) internal view returns (bytes memory) {
        bytes32 kind = keccak256(
            "StatusHandOver(bytes32 listId,uint256 sequence,uint256 expiry,address publisher)"
        );
        return sign_struct(key, abi.encode(kind, listId, sequence, expiry, publisher));
    }

    /// Over StatusSetBits or StatusClearBits.
    function sign_bits(
        uint256 key,
        string memory primary,
        bytes32 listId,
        uint256 sequence,
        StatusRegistry.Bits[] memory bits,
        uint256 expiry
    ) internal view returns (bytes memory) {
        bytes32 member = keccak256("Bits(uint256 word,uint256 mask)");
        bytes memory hashes;
        for (uint256 i; i < bits.length; i++) {
            bytes32 hash = keccak256(abi.encode(member, bits[i].word, bits[i].mask));
            hashes = bytes.concat(hashes, hash);
        }
        bytes32 kind = keccak256(
            abi.encodePacked(
                primary,
                "(bytes32 listId,uint256 sequence,uint256 expiry,Bits[] bits)",
                "Bits(uint256 word,uint256 mask)"
            )
        );
        return sign_struct(
            key, abi.encode(kind, listId, sequence, expiry, keccak256(hashes))
        );
    }
}
