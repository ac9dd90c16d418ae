// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IssuerRegistry} from "../contracts/IssuerRegistry.sol";
import {IActors} from "../contracts/lib/Actors.sol";
import {SignatureInvalid} from "../contracts/lib/Signatures.sol";
import {SignerGroups} from "../contracts/lib/SignerGroups.sol";
import {Issuers} from "./support/Issuers.sol";

/// What those below a committee may try to keep its decisions out, and who acts for a holder.
contract IssuerCommitteeTest is Issuers {
    IssuerRegistry.Link[] private both_;

    function setUp() public {
        vm.warp(start);
        vm.roll(10);
        found_root(3, 2);
        both_.push(IssuerRegistry.Link(ministry, kDegree));
        both_.push(IssuerRegistry.Link(university, kDegree));
        by_committee(path(ministry), grant(false, 1));
        vm.prank(ministry);
        registry.accredit(root, both_, grant(true, 0), none());
    }

    function stand(
        IssuerRegistry.Link[] memory steps,
        IssuerRegistry.Status status,
        uint48 from,
        IssuerRegistry.Approval memory approval
    ) private {
        registry.setStanding(root, steps, status, from, keccak256("why"), approval);
    }

    // --- the committee's decisions ---

    function test_an_accreditor_does_not_void_the_committees_decision_by_renewing() public {
        IssuerRegistry.Approval memory removal =
            standing_approval(both_, IssuerRegistry.Status.removed, start);
        for (uint256 i = 0; i < 5; ++i) {
            vm.prank(ministry);
            registry.accredit(root, both_, grant(true, 0), none());
        }
        stand(both_, IssuerRegistry.Status.removed, start, removal);
        assert_verdict(both_, start, IssuerRegistry.Verdict.removed);
    }

    function test_a_decision_of_the_committee_is_executed_once() public {
        IssuerRegistry.Approval memory suspension =
            standing_approval(both_, IssuerRegistry.Status.suspended, start);
        stand(both_, IssuerRegistry.Status.suspended, start, suspension);
        stand_by_committee(both_, IssuerRegistry.Status.active, 0);
        vm.expectRevert(abi.encodeWithSelector(SignatureInvalid.selector, vm.addr(keys[0])));
        stand(both_, IssuerRegistry.Status.suspended, start, suspension);
        assertEq(registry.recordOf(record_of(both_)).decisions, 2);
    }

    function test_an_accreditors_own_suspension_does_not_keep_the_committees_out() public {
        IssuerRegistry.Approval memory suspension =
            standing_approval(both_, IssuerRegistry.Status.suspended, start);
        vm.prank(ministry);
        registry.setStanding(root, both_, IssuerRegistry.Status.suspended, 0, 0, none());
        stand(both_, IssuerRegistry.Status.suspended, start, suspension);
        assertEq(registry.recordOf(record_of(both_)).actsFrom, 0);
        IssuerRegistry.Link[] memory steps = both_;
        bytes32 record = record_of(both_);
        vm.prank(ministry);
        vm.expectRevert(
            abi.encodeWithSelector(IssuerRegistry.DecidedByCommittee.selector, record)
        );
        registry.setStanding(root, steps, IssuerRegistry.Status.active, 0, 0, none());
    }

    function test_a_holder_that_renounces_does_not_escape_a_removal_for_the_past() public {
        vm.warp(start + 1000);
        IssuerRegistry.Approval memory removal =
            standing_approval(path(ministry), IssuerRegistry.Status.removed, start + 1);
        vm.prank(ministry);
        registry.renounce(root, path(ministry), 0);
        stand(path(ministry), IssuerRegistry.Status.removed, start + 1, removal);
        assert_verdict(both_, start + 500, IssuerRegistry.Verdict.removed);
    }

    /// A change of the grant begins a new period; a removal for the time before reaches behind it.
    function test_a_new_period_does_not_hide_from_a_removal_for_the_past() public {
        vm.warp(start + 1000);
        IssuerRegistry.Approval memory removal =
            standing_approval(both_, IssuerRegistry.Status.removed, start + 10);
        IssuerRegistry.Link[] memory steps = both_;
        vm.startPrank(ministry);
        registry.accredit(root, steps, grant(false, 0), none());
        registry.accredit(root, steps, grant(true, 0), none());
        vm.stopPrank();
        assert_verdict(both_, start + 500, IssuerRegistry.Verdict.seeHistory);
        stand(both_, IssuerRegistry.Status.removed, start + 10, removal);
        assert_verdict(both_, start + 500, IssuerRegistry.Verdict.removed);
        assert_verdict(both_, start + 9, IssuerRegistry.Verdict.seeHistory);
    }

    function test_whom_the_committee_removes_after_it_renounced_its_accreditor_does_not_take_up()
        public
    {
        vm.prank(university);
        registry.renounce(root, both_, 0);
        stand_by_committee(both_, IssuerRegistry.Status.removed, start);
        IssuerRegistry.Link[] memory steps = both_;
        IssuerRegistry.Grant memory granted = grant(true, 0);
        bytes32 record = record_of(both_);
        vm.prank(ministry);
        vm.expectRevert(
            abi.encodeWithSelector(IssuerRegistry.DecidedByCommittee.selector, record)
        );
        registry.accredit(root, steps, granted, none());
    }

    function test_a_holder_does_not_void_the_committees_decision_by_renouncing() public {
        vm.warp(start + 1000);
        stand_by_committee(both_, IssuerRegistry.Status.suspended, start + 50);
        IssuerRegistry.Approval memory removal =
            standing_approval(both_, IssuerRegistry.Status.removed, start + 20);
        vm.prank(university);
        registry.renounce(root, both_, 0);
        assert_verdict(both_, start + 20, IssuerRegistry.Verdict.accredited);
        stand(both_, IssuerRegistry.Status.removed, start + 20, removal);
        assert_verdict(both_, start + 20, IssuerRegistry.Verdict.removed);
    }

    // --- bars ---

    /// Whom the committee removed a faithless accreditor takes up on another path.
    function test_a_bar_holds_on_every_path() public {
        IssuerRegistry.Link[] memory wide = path(ministry);
        wide[0].credentialType = registry.EVERY_TYPE();
        by_committee(wide, grant(false, 1));
        bar(university, true, start);
        assert_verdict(both_, start, IssuerRegistry.Verdict.barred);
        IssuerRegistry.Link[] memory other = path(ministry, university);
        other[0].credentialType = registry.EVERY_TYPE();
        other[1].credentialType = registry.EVERY_TYPE();
        vm.prank(ministry);
        registry.accredit(root, other, grant(true, 0), none());
        assert_verdict(other, start, IssuerRegistry.Verdict.barred);
        // Nothing changes for another root or another holder.
        assert_verdict(path(ministry), start, IssuerRegistry.Verdict.mayNotIssue);
    }

    function test_a_bar_keeps_its_times() public {
        vm.warp(start + 100);
        bar(university, true, start + 50);
        assert_verdict(both_, start + 49, IssuerRegistry.Verdict.accredited);
        assert_verdict(both_, start + 50, IssuerRegistry.Verdict.barred);
        vm.warp(start + 200);
        bar(university, false, 0);
        assert_verdict(both_, start + 49, IssuerRegistry.Verdict.accredited);
        assert_verdict(both_, start + 199, IssuerRegistry.Verdict.barred);
        assert_verdict(both_, start + 200, IssuerRegistry.Verdict.accredited);
        vm.warp(start + 300);
        bar(university, true, start + 300);
        assert_verdict(both_, start + 299, IssuerRegistry.Verdict.seeHistory);
        assert_verdict(both_, start + 300, IssuerRegistry.Verdict.barred);
    }

    function test_bars_that_meet_are_one() public {
        vm.warp(start + 100);
        bar(university, true, start + 50);
        bar(university, false, 0);
        bar(university, true, start + 80);
        assertEq(registry.barOf(root, university).from, start + 50);
        bar(university, true, start + 40);
        assert_verdict(both_, start + 40, IssuerRegistry.Verdict.barred);
        assert_verdict(both_, start + 39, IssuerRegistry.Verdict.accredited);
        IssuerRegistry.Approval memory later = bar_approval(university, true, start + 60, 5);
        vm.expectRevert(
            abi.encodeWithSelector(IssuerRegistry.BarUnchanged.selector, root, university)
        );
        registry.setBar(root, university, true, start + 60, keccak256("why"), later);
    }

    function test_only_the_committee_bars() public {
        IssuerRegistry.Approval memory one = bar_approval(university, true, start, 1);
        vm.expectRevert(abi.encodeWithSelector(SignatureInvalid.selector, vm.addr(keys[0])));
        registry.setBar(root, ministry, true, start, keccak256("why"), one);
        vm.prank(ministry);
        vm.expectRevert(abi.encodeWithSelector(SignerGroups.EpochMismatch.selector, root, 1));
        registry.setBar(root, university, true, start, keccak256("why"), none_in_time());
        vm.expectRevert(
            abi.encodeWithSelector(IssuerRegistry.BarUnchanged.selector, root, university)
        );
        registry.setBar(
            root, university, false, 0, keccak256("why"), bar_approval(university, false, 0, 1)
        );
    }

    function none_in_time() private view returns (IssuerRegistry.Approval memory) {
        return IssuerRegistry.Approval(0, soon(), "");
    }

    function test_who_is_barred_accredits_nobody() public {
        bar(ministry, true, start);
        IssuerRegistry.Link[] memory steps = both_;
        IssuerRegistry.Grant memory granted = grant(true, 0);
        vm.prank(ministry);
        vm.expectRevert(
            abi.encodeWithSelector(
                IssuerRegistry.AccreditorNotInForce.selector, IssuerRegistry.Verdict.barred, 0
            )
        );
        registry.accredit(root, steps, granted, none());
    }

    // --- who acts for a holder ---

    function test_a_rotated_key_decides_nothing_any_more() public {
        address successor = rotate_ministry();
        assertEq(dids.actorOf(ministry), successor);
        IssuerRegistry.Link[] memory steps = both_;
        IssuerRegistry.Grant memory granted = grant(true, 0);
        vm.startPrank(ministry);
        vm.expectRevert(abi.encodeWithSelector(IssuerRegistry.NotAccreditor.selector, ministry));
        registry.accredit(root, steps, granted, none());
        vm.expectRevert(abi.encodeWithSelector(IssuerRegistry.NotAccreditor.selector, ministry));
        registry.setStanding(root, steps, IssuerRegistry.Status.suspended, start, 0, none());
        vm.expectRevert(abi.encodeWithSelector(IssuerRegistry.NotAccreditor.selector, ministry));
        registry.renounce(root, path(ministry), 0);
        vm.stopPrank();
        bytes32 digest = accredit_digest(steps, granted, 2, 0, soon());
        IssuerRegistry.Approval memory old =
            IssuerRegistry.Approval(0, soon(), signed(kMinistryKey, digest));
        vm.expectRevert(abi.encodeWithSelector(SignatureInvalid.selector, successor));
        registry.accredit(root, steps, granted, old);
        registry.accredit(
            root, steps, granted, IssuerRegistry.Approval(0, soon(), signed(0x5cce5, digest))
        );
        vm.startPrank(successor);
        registry.setStanding(root, steps, IssuerRegistry.Status.suspended, start, 0, none());
        registry.renounce(root, path(ministry), 0);
        vm.stopPrank();
    }

    function test_for_a_deactivated_did_nobody_acts() public {
        address successor = rotate_ministry();
        vm.prank(successor);
        dids.deactivate(ministry, 2, "");
        assertEq(dids.actorOf(ministry), address(0));
        IssuerRegistry.Link[] memory steps = both_;
        IssuerRegistry.Grant memory granted = grant(true, 0);
        bytes memory refusal =
            abi.encodeWithSelector(IssuerRegistry.NotAccreditor.selector, ministry);
        vm.prank(successor);
        vm.expectRevert(refusal);
        registry.accredit(root, steps, granted, none());
        vm.prank(ministry);
        vm.expectRevert(refusal);
        registry.accredit(root, steps, granted, none());
        vm.prank(address(0));
        vm.expectRevert(refusal);
        registry.accredit(root, steps, granted, none());
    }

    function test_without_a_registry_of_dids_there_is_none_of_issuers() public {
        vm.expectRevert();
        new IssuerRegistry(IActors(address(0xdead)));
        vm.expectRevert();
        new IssuerRegistry(IActors(address(registry)));
    }

    // --- clocks ---

    /// FISCO BCOS counts milliseconds; every time in the registry is in seconds.
    function test_a_chain_that_counts_milliseconds_decides_the_same() public {
        vm.warp(uint256(start) * 1000);
        IssuerRegistry.Grant memory granted = grant(true, 0);
        IssuerRegistry.Link[] memory steps = path(stranger);
        bytes32 digest = accredit_digest(steps, granted, 1, 1, start + 60);
        registry.accredit(root, steps, granted, approved(3, digest, start + 60));
        assert_verdict(steps, start, IssuerRegistry.Verdict.accredited);
        vm.warp((uint256(start) + 5) * 1000);
        vm.prank(stranger);
        registry.renounce(root, steps, 0);
        assertEq(registry.recordOf(record_of(steps)).actsFrom, start + 5);
        assertEq(registry.groupOf(root).since, start);
    }
}
