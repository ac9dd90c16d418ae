// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {EvidenceRegistry} from "../../contracts/EvidenceRegistry.sol";
import {Members} from "./Members.sol";

/// What the tests of EvidenceRegistry share. The typed data are written out again from
/// specs/contracts.md, not taken from the contract.
abstract contract Evidence is Members {
    string internal constant kName = "Deed EvidenceRegistry";
    bytes32 internal constant kCheckpoint = keccak256("Checkpoint(bytes32 log,uint64 size,bytes32 root)");
    bytes32 internal constant kAnchor = keccak256("Anchor(address anchorer,bytes32 root,uint64 count)");

    EvidenceRegistry internal registry = new EvidenceRegistry();
    address internal owner = address(0xbeef01);
    address internal stranger = address(0xbad);
    bytes32 internal constant kRoot = keccak256("a root");

    function head(uint256 size, bytes32 root) internal pure returns (EvidenceRegistry.Head memory) {
        return EvidenceRegistry.Head(uint64(size), root);
    }

    function found_group(uint256 count, uint8 threshold) internal returns (bytes32) {
        return registry.foundGroup(bytes32(count), threshold, make_keys(count, count));
    }

    function checkpoint_hash(bytes32 log, uint256 size, bytes32 root) internal pure returns (bytes32) {
        return keccak256(abi.encode(kCheckpoint, log, size, root));
    }

    function anchor_hash(address anchorer, bytes32 root, uint256 count)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(kAnchor, anchorer, root, count));
    }

    function checkpoint_digest(bytes32 statement, bytes32 group, uint256 epoch, uint256 deadline)
        internal
        view
        returns (bytes32)
    {
        bytes32 kind = keccak256(
            "CosignCheckpoint(Checkpoint checkpoint,bytes32 group,uint32 epoch,uint64 deadline)Checkpoint(bytes32 log,uint64 size,bytes32 root)"
        );
        return typed(
            address(registry), kName, keccak256(abi.encode(kind, statement, group, epoch, deadline))
        );
    }

    function anchor_struct(bytes32 statement, bytes32 group, uint256 epoch, uint256 deadline)
        internal
        pure
        returns (bytes32)
    {
        bytes32 kind = keccak256(
            "CosignAnchor(Anchor anchor,bytes32 group,uint32 epoch,uint64 deadline)Anchor(address anchorer,bytes32 root,uint64 count)"
        );
        return keccak256(abi.encode(kind, statement, group, epoch, deadline));
    }

    function anchor_digest(bytes32 statement, bytes32 group, uint256 epoch, uint256 deadline)
        internal
        view
        returns (bytes32)
    {
        return typed(address(registry), kName, anchor_struct(statement, group, epoch, deadline));
    }

    /// Co-signing of owner's anchor (kRoot, 100) by the members in the bitmap, in epoch 1.
    function by(bytes32 group, uint256 bitmap)
        internal
        view
        returns (EvidenceRegistry.Cosigning memory)
    {
        uint64 deadline = uint64(block.timestamp) + 100;
        bytes32 digest = anchor_digest(anchor_hash(owner, kRoot, 100), group, 1, deadline);
        return EvidenceRegistry.Cosigning(group, 1, deadline, signatures_of(bitmap, digest));
    }

    function take_over_digest(
        bytes32 log,
        address from,
        address to,
        EvidenceRegistry.Head memory current,
        uint256 deadline
    ) internal view returns (bytes32) {
        bytes32 kind = keccak256(
            "TakeOver(bytes32 log,address from,address to,uint64 size,bytes32 root,uint64 deadline)"
        );
        return typed(
            address(registry),
            kName,
            keccak256(abi.encode(kind, log, from, to, current.size, current.root, deadline))
        );
    }
}
