// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {DidRegistry} from "../../contracts/DidRegistry.sol";
import {Test} from "./Test.sol";

/// Signs operations as specs/contracts.md says, from the page's own words and not by the contract.
abstract contract DidSigning is Test {
    uint256 internal constant kAliceKey = 0xa11ce;
    uint256 internal constant kBobKey = 0xb0b;
    uint256 internal constant kCarolKey = 0xca401;
    uint256 internal constant kDay = 86_400;

    DidRegistry internal registry_ = new DidRegistry();
    address internal alice_ = vm.addr(kAliceKey);
    address internal bob_ = vm.addr(kBobKey);
    address internal carol_ = vm.addr(kCarolKey);
    address internal relay_ = address(0x4e1a);

    function domain(address registry) internal view returns (bytes32) {
        return keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256("Deed DidRegistry"),
                keccak256("1"),
                block.chainid,
                registry
            )
        );
    }

    function sign_struct(uint256 key, bytes memory encoded) internal view returns (bytes memory) {
        bytes32 digest = keccak256(
            abi.encodePacked(bytes2(0x1901), domain(address(registry_)), keccak256(encoded))
        );
        return signed(key, digest);
    }

    function sign_create(
        uint256 key,
        address subject,
        bytes32 next,
        bytes memory document,
        uint256 expiry
    ) internal view returns (bytes memory) {
        bytes32 kind =
            keccak256("DidCreate(address subject,uint256 expiry,bytes32 next,bytes document)");
        return sign_struct(key, abi.encode(kind, subject, expiry, next, keccak256(document)));
    }

    function sign_update(
        uint256 key,
        address subject,
        uint256 sequence,
        bytes32 next,
        bytes memory document,
        uint256 expiry
    ) internal view returns (bytes memory) {
        bytes32 kind = keccak256(
            "DidUpdate(address subject,uint256 sequence,uint256 expiry,bytes32 next,bytes document)"
        );
        return sign_struct(
            key, abi.encode(kind, subject, sequence, expiry, next, keccak256(document))
        );
    }

    function sign_compromise(
        uint256 key,
        address subject,
        uint256 sequence,
        bytes memory body,
        uint256 expiry
    ) internal view returns (bytes memory) {
        bytes32 kind = keccak256(
            "DidCompromise(address subject,uint256 sequence,uint256 expiry,bytes32 next,bytes body)"
        );
        return sign_struct(
            key, abi.encode(kind, subject, sequence, expiry, bytes32(0), keccak256(body))
        );
    }

    function sign_deactivate(uint256 key, address subject, uint256 sequence, uint256 expiry)
        internal
        view
        returns (bytes memory)
    {
        bytes32 kind = keccak256("DidDeactivate(address subject,uint256 sequence,uint256 expiry)");
        return sign_struct(key, abi.encode(kind, subject, sequence, expiry));
    }

    function sign_move(
        uint256 key,
        address subject,
        uint256 sequence,
        string memory successor,
        uint256 expiry
    ) internal view returns (bytes memory) {
        bytes32 kind = keccak256(
            "DidMove(address subject,uint256 sequence,uint256 expiry,string successor)"
        );
        return sign_struct(
            key, abi.encode(kind, subject, sequence, expiry, keccak256(bytes(successor)))
        );
    }

    function sign_acceptance(uint256 key, DidRegistry.Rotation memory rotation, address account)
        internal
        view
        returns (bytes memory)
    {
        bytes32 kind = keccak256(
            "DidRotate(address subject,uint256 sequence,uint256 expiry,bytes32 next,address controller,bytes document)"
        );
        return sign_struct(
            key,
            abi.encode(
                kind,
                rotation.subject,
                rotation.sequence,
                rotation.expiry,
                rotation.next,
                account,
                keccak256(rotation.document)
            )
        );
    }

    function sign_authorization(uint256 key, DidRegistry.Rotation memory rotation, address account)
        internal
        view
        returns (bytes memory)
    {
        bytes32 kind = keccak256(
            "DidRotationAuthorization(address subject,uint256 sequence,uint256 expiry,address controller)"
        );
        return sign_struct(
            key,
            abi.encode(kind, rotation.subject, rotation.sequence, rotation.expiry, account)
        );
    }

    /// x ‖ y.
    function point(uint256 key) internal returns (bytes memory) {
        return abi.encodePacked(vm.createWallet(key).publicKeyX, vm.createWallet(key).publicKeyY);
    }

    /// SHA-256 of the compressed point.
    function commitment(uint256 key) internal returns (bytes32) {
        bytes1 parity = vm.createWallet(key).publicKeyY % 2 == 0 ? bytes1(0x02) : bytes1(0x03);
        return sha256(abi.encodePacked(parity, vm.createWallet(key).publicKeyX));
    }

    /// A rotation at `sequence` to the key, with its point, without document and commitment.
    function rotation_to(uint256 key, address subject, uint256 sequence)
        internal
        returns (DidRegistry.Rotation memory)
    {
        return DidRegistry.Rotation({
            subject: subject,
            sequence: sequence,
            newKey: point(key),
            next: 0,
            document: "",
            expiry: block.timestamp + kDay
        });
    }

    function created(address subject) internal {
        vm.prank(subject);
        registry_.create(0, bytes('{"id":"first"}'));
    }

    function created_committed(address subject, bytes32 next) internal {
        vm.prank(subject);
        registry_.create(next, bytes('{"id":"first"}'));
    }

    function sequence_of(address subject) internal view returns (uint256) {
        return registry_.identity(subject).sequence;
    }
}
