// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IssuerRegistry} from "../contracts/IssuerRegistry.sol";
import {GasGate} from "./support/GasGate.sol";
import {Issuers} from "./support/Issuers.sol";

contract IssuerGasTest is Issuers, GasGate {
    /// Held to the recorded figures alone: about 46,000 and 5,300 for each approval. The aim of
    /// 32,000 and 8,000 for each is met from six approvals on.
    function updated(uint8 threshold, string memory name) private {
        vm.warp(start);
        vm.roll(10);
        found_root(7, threshold);
        uint256 all = (1 << threshold) - 1;
        IssuerRegistry.Link[] memory steps = path(ministry);
        IssuerRegistry.Grant memory granted = grant(true, 1);
        bytes32 digest = accredit_digest(steps, granted, 1, 1, soon());
        registry.accredit(root, steps, granted, approved(all, digest, soon()));
        gate(string.concat("issuer: accredit, ", name), 0);
        vm.roll(20);
        digest = accredit_digest(steps, granted, 2, 1, soon());
        registry.accredit(root, steps, granted, approved(all, digest, soon()));
        gate(string.concat("issuer: renew, ", name), 0);
        digest = standing_digest(steps, IssuerRegistry.Status.suspended, start, 3, 1, soon());
        registry.setStanding(
            root,
            steps,
            IssuerRegistry.Status.suspended,
            start,
            keccak256("why"),
            approved(all, digest, soon())
        );
        gate(string.concat("issuer: suspend, ", name), 0);
    }

    /// forge-config: default.isolate = true
    function test_gas_with_1_approval() public {
        updated(1, "1 approval");
    }

    /// forge-config: default.isolate = true
    function test_gas_with_2_approvals() public {
        updated(2, "2 approvals");
    }

    /// forge-config: default.isolate = true
    function test_gas_with_3_approvals() public {
        updated(3, "3 approvals");
    }

    /// forge-config: default.isolate = true
    function test_gas_with_5_approvals() public {
        updated(5, "5 approvals");
    }

    /// forge-config: default.isolate = true
    function test_gas_of_an_accreditor() public {
        vm.warp(start);
        found_root(3, 2);
        by_committee(path(ministry), grant(true, 1));
        vm.startPrank(ministry);
        registry.accredit(root, path(ministry, university), grant(true, 0), none());
        gate("issuer: accredit, by an accreditor", 0);
        registry.accredit(root, path(ministry, university), grant(true, 0), none());
        gate("issuer: renew, by an accreditor", 0);
        (bool done,) = address(registry)
            .call(
                abi.encodeCall(
                    registry.requireMayIssue, (root, path(ministry, university), kDegree, start)
                )
            );
        assertTrue(done, "not accredited");
        gate("issuer: check of a chain of 2", 0);
    }

    /// forge-config: default.isolate = true
    function test_gas_of_a_name() public {
        vm.warp(start);
        found_root(3, 2);
        by_committee(path(ministry), grant(true, 1));
        vm.startPrank(ministry);
        registry.accredit(root, path(ministry, university), grant(true, 0), none());
        names.assignName(
            root,
            path(ministry),
            IssuerRegistry.Link(university, kDegree),
            "University of Example",
            keccak256("University of Example"),
            none()
        );
        gate("names: assign, by an accreditor", 0);
        names.withdrawName(root, path(ministry), "University of Example", none());
        gate("names: withdraw, by an accreditor", 0);
    }

    /// forge-config: default.isolate = true
    function test_gas_of_a_bar() public {
        vm.warp(start);
        found_root(3, 2);
        bar(university, true, start);
        gate("issuer: bar a holder, 2 approvals", 0);
    }
}
