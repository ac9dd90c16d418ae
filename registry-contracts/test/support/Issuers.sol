// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {DidRegistry} from "../../contracts/DidRegistry.sol";
import {IssuerRegistry} from "../../contracts/IssuerRegistry.sol";
import {NameRegistry} from "../../contracts/NameRegistry.sol";
import {IActors} from "../../contracts/lib/Actors.sol";
import {Members} from "./Members.sol";

/// What the tests of IssuerRegistry share. The typed data are written out again from
/// specs/contracts.md, not taken from the contract.
abstract contract Issuers is Members {
    string internal constant kName = "Deed IssuerRegistry";
    bytes32 internal constant kDegree = keccak256("degree");
    bytes32 internal constant kLicence = keccak256("licence");
    uint256 internal constant kMinistryKey = 101;
    uint256 internal constant kUniversityKey = 102;

    DidRegistry internal dids = new DidRegistry();
    IssuerRegistry internal registry = new IssuerRegistry(IActors(address(dids)));
    NameRegistry internal names = new NameRegistry(registry);
    bytes32 internal root;
    address internal ministry = vm.addr(kMinistryKey);
    address internal university = vm.addr(kUniversityKey);
    address internal stranger = address(0xbad);
    uint48 internal start = 1_800_000_000;
    uint48 internal end = 1_900_000_000;

    function found_root(uint256 members, uint8 threshold) internal {
        root = registry.foundGroup(bytes32(members), threshold, make_keys(members, members));
    }

    function path(address a) internal pure returns (IssuerRegistry.Link[] memory steps) {
        steps = new IssuerRegistry.Link[](1);
        steps[0] = IssuerRegistry.Link(a, kDegree);
    }

    function path(address a, address b) internal pure returns (IssuerRegistry.Link[] memory steps) {
        steps = new IssuerRegistry.Link[](2);
        steps[0] = IssuerRegistry.Link(a, kDegree);
        steps[1] = IssuerRegistry.Link(b, kDegree);
    }

    function record_of(IssuerRegistry.Link[] memory steps) internal view returns (bytes32 id) {
        id = root;
        for (uint256 i = 0; i < steps.length; ++i) {
            id = keccak256(abi.encode(id, steps[i].holder, steps[i].credentialType));
        }
    }

    function grant(bool may_issue, uint8 depth) internal view returns (IssuerRegistry.Grant memory) {
        return IssuerRegistry.Grant(may_issue, depth, start, end, keccak256("about"));
    }

    function accredit_digest(
        IssuerRegistry.Link[] memory steps,
        IssuerRegistry.Grant memory granted,
        uint256 number,
        uint256 epoch,
        uint256 expiry
    ) internal view returns (bytes32) {
        bytes32 kind = keccak256(
            "Accredit(bytes32 record,address holder,bytes32 credentialType,bool mayIssue,uint8 depth,uint48 from,uint48 until,bytes32 info,uint40 number,uint32 epoch,uint64 expiry)"
        );
        IssuerRegistry.Link memory last = steps[steps.length - 1];
        bytes memory fields = abi.encode(kind, record_of(steps), last.holder, last.credentialType);
        fields = bytes.concat(
            fields,
            abi.encode(
                granted.mayIssue, granted.depth, granted.from, granted.until, granted.info
            ),
            abi.encode(number, epoch, expiry)
        );
        return typed(address(registry), kName, keccak256(fields));
    }

    function standing_digest(
        IssuerRegistry.Link[] memory steps,
        IssuerRegistry.Status status,
        uint256 from,
        uint256 number,
        uint256 epoch,
        uint256 expiry
    ) internal view returns (bytes32) {
        bytes32 kind = keccak256(
            "SetStanding(bytes32 record,address holder,uint8 status,uint48 actsFrom,bytes32 reason,uint40 number,uint32 epoch,uint64 expiry)"
        );
        bytes memory fields = abi.encode(
            kind, record_of(steps), steps[steps.length - 1].holder, status, from, keccak256("why")
        );
        return typed(
            address(registry),
            kName,
            keccak256(bytes.concat(fields, abi.encode(number, epoch, expiry)))
        );
    }

    /// The number of the committee's next decision.
    function next_decision(IssuerRegistry.Link[] memory steps) internal view returns (uint256) {
        return registry.recordOf(record_of(steps)).decisions + 1;
    }

    /// The committee's approval by these members, of the present epoch 1.
    function approved(uint256 bitmap, bytes32 digest, uint64 expiry)
        internal
        view
        returns (IssuerRegistry.Approval memory)
    {
        return IssuerRegistry.Approval(1, expiry, signatures_of(bitmap, digest));
    }

    function soon() internal view returns (uint64) {
        return uint64(block.timestamp) + 60;
    }

    function none() internal pure returns (IssuerRegistry.Approval memory) {
        return IssuerRegistry.Approval(0, 0, "");
    }

    function by_committee(IssuerRegistry.Link[] memory steps, IssuerRegistry.Grant memory granted)
        internal
    {
        bytes32 digest = accredit_digest(steps, granted, next_decision(steps), 1, soon());
        registry.accredit(root, steps, granted, approved(3, digest, soon()));
    }

    function stand_by_committee(
        IssuerRegistry.Link[] memory steps,
        IssuerRegistry.Status status,
        uint48 from
    ) internal {
        registry.setStanding(
            root, steps, status, from, keccak256("why"), standing_approval(steps, status, from)
        );
    }

    function standing_approval(
        IssuerRegistry.Link[] memory steps,
        IssuerRegistry.Status status,
        uint48 from
    ) internal view returns (IssuerRegistry.Approval memory) {
        bytes32 digest = standing_digest(steps, status, from, next_decision(steps), 1, soon());
        return approved(3, digest, soon());
    }

    /// The ministry makes its DID and hands it to another key, which is returned.
    function rotate_ministry() internal returns (address successor) {
        successor = vm.addr(0x5cce5);
        vm.prank(ministry);
        dids.create(0, "{}");
        bytes32 kind = keccak256(
            "DidRotationAuthorization(address subject,uint256 sequence,uint256 expiry,address controller)"
        );
        uint256 expiry = soon();
        bytes32 digest = typed(
            address(dids),
            "Deed DidRegistry",
            keccak256(abi.encode(kind, ministry, 1, expiry, successor))
        );
        DidRegistry.Rotation memory rotation;
        rotation.subject = ministry;
        rotation.sequence = 1;
        rotation.expiry = expiry;
        rotation.newKey = abi.encodePacked(successor);
        bytes memory consent = signed(kMinistryKey, digest);
        vm.prank(successor);
        dids.rotate(rotation, "", consent);
    }

    function bar_approval(address holder, bool barred, uint48 from, uint256 number)
        internal
        view
        returns (IssuerRegistry.Approval memory)
    {
        bytes32 kind = keccak256(
            "SetBar(bytes32 root,address holder,bool barred,uint48 actsFrom,bytes32 reason,uint40 number,uint32 epoch,uint64 expiry)"
        );
        bytes memory fields = abi.encode(kind, root, holder, barred, from, keccak256("why"));
        fields = bytes.concat(fields, abi.encode(number, 1, soon()));
        return approved(3, typed(address(registry), kName, keccak256(fields)), soon());
    }

    function bar(address holder, bool barred, uint48 from) internal {
        uint256 number = registry.barOf(root, holder).number + 1;
        registry.setBar(
            root, holder, barred, from, keccak256("why"), bar_approval(holder, barred, from, number)
        );
    }

    function verdict(IssuerRegistry.Link[] memory steps, bytes32 kind, uint48 moment)
        internal
        view
        returns (IssuerRegistry.Verdict said)
    {
        (said,) = registry.verdictOf(root, steps, kind, moment);
    }

    function assert_verdict(
        IssuerRegistry.Link[] memory steps,
        uint48 moment,
        IssuerRegistry.Verdict expected
    ) internal view {
        assertEq(uint256(verdict(steps, kDegree, moment)), uint256(expected));
    }
}
