// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {DidRegistry} from "../../contracts/DidRegistry.sol";
import {SchemaRegistry} from "../../contracts/SchemaRegistry.sol";
import {IActors} from "../../contracts/lib/Actors.sol";
import {RegistrySigning} from "./RegistrySigning.sol";

/// Signs operations on schemas as specs/contracts.md says.
abstract contract SchemaSigning is RegistrySigning {
    uint256 internal constant kStewardKey = 0x57e3;

    DidRegistry internal dids_ = new DidRegistry();
    address internal steward_ = vm.addr(kStewardKey);
    SchemaRegistry internal registry_ =
        new SchemaRegistry(IActors(address(dids_)), steward_, 2_000_000);

    function domain() internal view override returns (bytes32) {
        return domain_of("Deed SchemaRegistry", address(registry_));
    }

    function sign_register(
        uint256 key,
        address publisher,
        bytes32 name,
        bytes memory body,
        uint256 expiry
    ) internal view returns (bytes memory) {
        bytes32 kind =
            keccak256("SchemaRegister(address publisher,bytes32 name,bytes body,uint256 expiry)");
        return sign_struct(key, abi.encode(kind, publisher, name, keccak256(body), expiry));
    }

    function sign_update(
        uint256 key,
        bytes32 schemaId,
        uint256 sequence,
        bytes memory body,
        uint256 expiry
    ) internal view returns (bytes memory) {
        bytes32 kind =
            keccak256("SchemaUpdate(bytes32 schemaId,uint256 sequence,uint256 expiry,bytes body)");
        return sign_struct(key, abi.encode(kind, schemaId, sequence, expiry, keccak256(body)));
    }

    function sign_hand_over(
        uint256 key,
        bytes32 schemaId,
        uint256 sequence,
        address publisher,
        uint256 expiry
    ) internal view returns (bytes memory) {
        bytes32 kind = keccak256(
            "SchemaHandOver(bytes32 schemaId,uint256 sequence,uint256 expiry,address publisher)"
        );
        return sign_struct(key, abi.encode(kind, schemaId, sequence, expiry, publisher));
    }

    function sign_assign(
        uint256 key,
        uint256 cptId,
        bytes32 schemaId,
        address publisher,
        uint256 expiry
    ) internal view returns (bytes memory) {
        bytes32 kind = keccak256(
            "CptAssign(uint256 cptId,bytes32 schemaId,address publisher,uint256 expiry)"
        );
        return sign_struct(key, abi.encode(kind, cptId, schemaId, publisher, expiry));
    }
}
