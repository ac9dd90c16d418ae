// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IssuerRegistry} from "../contracts/IssuerRegistry.sol";
import {NameRegistry} from "../contracts/NameRegistry.sol";
import {Expired} from "../contracts/lib/Deadline.sol";
import {IActors} from "../contracts/lib/Actors.sol";
import {SignatureHighS, SignatureInvalid} from "../contracts/lib/Signatures.sol";
import {SignerGroups} from "../contracts/lib/SignerGroups.sol";
import {Issuers} from "./support/Issuers.sol";
import {Wallet} from "./support/Wallet.sol";

contract IssuerRegistryTest is Issuers {
    IssuerRegistry.Link[] private both_;

    function setUp() public {
        vm.warp(start);
        vm.roll(10);
        found_root(3, 2);
        both_.push(IssuerRegistry.Link(ministry, kDegree));
        both_.push(IssuerRegistry.Link(university, kDegree));
    }

    /// The committee accredits the ministry to accredit, and the ministry the university to issue.
    function set_up_chain() private {
        by_committee(path(ministry), grant(false, 1));
        vm.prank(ministry);
        registry.accredit(root, both_, grant(true, 0), none());
    }

    // --- chains ---

    function test_a_chain_from_the_root_lets_its_end_issue() public {
        set_up_chain();
        assert_verdict(both_, start, IssuerRegistry.Verdict.accredited);
        assert_verdict(both_, end - 1, IssuerRegistry.Verdict.accredited);
        assert_verdict(both_, end, IssuerRegistry.Verdict.ended);
        assert_verdict(both_, start - 1, IssuerRegistry.Verdict.notYet);
        registry.requireMayIssue(root, both_, kDegree, start);
        // The ministry accredits; it does not issue.
        assert_verdict(path(ministry), start, IssuerRegistry.Verdict.mayNotIssue);
    }

    function test_the_events_tell_what_an_id_is_the_hash_of() public {
        bytes32 record = record_of(path(ministry));
        IssuerRegistry.Grant memory granted = grant(true, 1);
        bytes32 digest = accredit_digest(path(ministry), granted, 1, 1, soon());
        IssuerRegistry.Approval memory approval = approved(3, digest, soon());
        vm.expectEmit(address(registry));
        emit IssuerRegistry.RecordOpened(record, root, ministry, kDegree);
        vm.expectEmit(address(registry));
        emit IssuerRegistry.Accredited(record, 1, granted, 0);
        registry.accredit(root, path(ministry), granted, approval);
        assertEq(registry.recordId(root, ministry, kDegree), record);
        vm.roll(11);
        approval = approved(3, accredit_digest(path(ministry), granted, 2, 1, soon()), soon());
        vm.expectEmit(address(registry));
        emit IssuerRegistry.Accredited(record, 2, granted, 10);
        registry.accredit(root, path(ministry), granted, approval);
    }

    function test_no_type_but_the_granted_one() public {
        set_up_chain();
        (IssuerRegistry.Verdict said, uint256 step) =
            registry.verdictOf(root, both_, kLicence, start);
        assertEq(uint256(said), uint256(IssuerRegistry.Verdict.outsideParent));
        assertEq(step, 1);
        vm.expectRevert(abi.encodeWithSelector(IssuerRegistry.NotAccredited.selector, said, 1));
        registry.requireMayIssue(root, both_, kLicence, start);
        IssuerRegistry.Link[] memory other = path(ministry, university);
        other[1].credentialType = kLicence;
        vm.prank(ministry);
        vm.expectRevert(IssuerRegistry.OutsideParent.selector);
        registry.accredit(root, other, grant(true, 0), none());
    }

    function test_every_type_covers_each() public {
        IssuerRegistry.Link[] memory steps = path(ministry, university);
        steps[0].credentialType = registry.EVERY_TYPE();
        IssuerRegistry.Link[] memory first = path(ministry);
        first[0].credentialType = registry.EVERY_TYPE();
        by_committee(first, grant(true, 2));
        vm.prank(ministry);
        registry.accredit(root, steps, grant(true, 0), none());
        assertEq(uint256(verdict(steps, kDegree, start)), 0);
        assertEq(uint256(verdict(first, kLicence, start)), 0);
    }

    function test_a_delegate_gets_no_more_than_its_parent_has() public {
        by_committee(path(ministry), grant(true, 1));
        IssuerRegistry.Grant memory more = grant(true, 1);
        vm.startPrank(ministry);
        vm.expectRevert(IssuerRegistry.OutsideParent.selector);
        registry.accredit(root, both_, more, none());
        more = grant(true, 0);
        more.until = end + 1;
        vm.expectRevert(IssuerRegistry.OutsideParent.selector);
        registry.accredit(root, both_, more, none());
    }

    function test_depth_is_bounded() public {
        IssuerRegistry.Grant memory deep = grant(true, 8);
        IssuerRegistry.Approval memory approval =
            approved(3, accredit_digest(path(ministry), deep, 1, 1, soon()), soon());
        vm.expectRevert(IssuerRegistry.OutsideParent.selector);
        registry.accredit(root, path(ministry), deep, approval);

        by_committee(path(address(1)), grant(true, 7));
        IssuerRegistry.Link[] memory steps = path(address(1));
        for (uint256 n = 2; n <= 8; ++n) {
            IssuerRegistry.Link[] memory longer = new IssuerRegistry.Link[](n);
            for (uint256 i = 0; i < n; ++i) {
                longer[i] = IssuerRegistry.Link(address(uint160(i + 1)), kDegree);
            }
            vm.prank(address(uint160(n - 1)));
            registry.accredit(root, longer, grant(true, uint8(8 - n)), none());
            steps = longer;
        }
        assert_verdict(steps, start, IssuerRegistry.Verdict.accredited);
        IssuerRegistry.Link[] memory nine = new IssuerRegistry.Link[](9);
        vm.expectRevert(abi.encodeWithSelector(IssuerRegistry.PathLengthInvalid.selector, 9));
        registry.verdictOf(root, nine, kDegree, start);
        vm.expectRevert(abi.encodeWithSelector(IssuerRegistry.PathLengthInvalid.selector, 0));
        registry.verdictOf(root, new IssuerRegistry.Link[](0), kDegree, start);
    }

    /// The id of a child holds its parent's: what would be a circle is another record.
    function test_no_circles() public {
        by_committee(path(ministry), grant(true, 3));
        vm.prank(ministry);
        registry.accredit(root, both_, grant(true, 2), none());
        IssuerRegistry.Link[] memory back = new IssuerRegistry.Link[](3);
        back[0] = both_[0];
        back[1] = both_[1];
        back[2] = IssuerRegistry.Link(ministry, kDegree);
        vm.prank(university);
        registry.accredit(root, back, grant(true, 1), none());
        assertTrue(record_of(back) != record_of(path(ministry)), "a circle");
        stand_by_committee(path(ministry), IssuerRegistry.Status.suspended, start);
        assert_verdict(back, start, IssuerRegistry.Verdict.suspended);
    }

    function test_an_accreditation_is_no_root() public {
        by_committee(path(ministry), grant(false, 1));
        IssuerRegistry.Link[] memory below = path(university, stranger);
        bytes32 record = record_of(path(ministry));
        vm.prank(university);
        vm.expectRevert(abi.encodeWithSelector(SignerGroups.GroupUnknown.selector, record));
        registry.accredit(record, below, grant(true, 0), none());
        vm.expectRevert(abi.encodeWithSelector(SignerGroups.GroupUnknown.selector, record));
        registry.verdictOf(record, below, kDegree, start);
    }

    function test_nobody_is_no_holder() public {
        IssuerRegistry.Approval memory nothing = none();
        vm.expectRevert(IssuerRegistry.HolderInvalid.selector);
        registry.accredit(root, path(address(0)), grant(true, 1), nothing);
    }

    // --- time ---

    function test_nothing_is_granted_for_the_past() public {
        vm.warp(start + 1000);
        by_committee(path(ministry), grant(true, 1));
        assert_verdict(path(ministry), start + 999, IssuerRegistry.Verdict.notYet);
        assert_verdict(path(ministry), start + 1000, IssuerRegistry.Verdict.accredited);
        IssuerRegistry.Grant memory over = grant(true, 1);
        over.until = start + 1000;
        IssuerRegistry.Approval memory approval =
            approved(3, accredit_digest(path(university), over, 1, 1, soon()), soon());
        vm.expectRevert(
            abi.encodeWithSelector(
                IssuerRegistry.PeriodInvalid.selector, start + 1000, start + 1000
            )
        );
        registry.accredit(root, path(university), over, approval);
    }

    function test_a_renewal_keeps_the_beginning_and_a_change_does_not() public {
        by_committee(path(ministry), grant(true, 1));
        vm.warp(start + 500);
        IssuerRegistry.Grant memory longer = grant(true, 1);
        longer.until = end + 1000;
        by_committee(path(ministry), longer);
        assert_verdict(path(ministry), start, IssuerRegistry.Verdict.accredited);
        assert_verdict(path(ministry), end + 999, IssuerRegistry.Verdict.accredited);
        by_committee(path(ministry), grant(false, 1));
        assert_verdict(path(ministry), start + 499, IssuerRegistry.Verdict.seeHistory);
        assert_verdict(path(ministry), start + 500, IssuerRegistry.Verdict.mayNotIssue);
    }

    function test_a_grant_does_not_interrupt_what_is_in_force() public {
        by_committee(path(ministry), grant(true, 1));
        IssuerRegistry.Grant memory later = grant(true, 1);
        later.from = start + 100;
        IssuerRegistry.Approval memory approval =
            approved(3, accredit_digest(path(ministry), later, 2, 1, soon()), soon());
        vm.expectRevert(
            abi.encodeWithSelector(IssuerRegistry.PeriodInvalid.selector, start + 100, end)
        );
        registry.accredit(root, path(ministry), later, approval);
    }

    function test_a_suspension_acts_from_its_moment_on_and_down_the_chain() public {
        set_up_chain();
        vm.warp(start + 1000);
        stand_by_committee(path(ministry), IssuerRegistry.Status.suspended, start + 400);
        assert_verdict(both_, start + 399, IssuerRegistry.Verdict.accredited);
        assert_verdict(both_, start + 400, IssuerRegistry.Verdict.suspended);
        (, uint256 step) = registry.verdictOf(root, both_, kDegree, start + 400);
        assertEq(step, 0);
        // Whoever is suspended accredits nobody and suspends nobody.
        IssuerRegistry.Link[] memory steps = both_;
        vm.startPrank(ministry);
        bytes memory refusal = abi.encodeWithSelector(
            IssuerRegistry.AccreditorNotInForce.selector, IssuerRegistry.Verdict.suspended, 0
        );
        IssuerRegistry.Grant memory granted = grant(true, 0);
        vm.expectRevert(refusal);
        registry.accredit(root, steps, granted, none());
        vm.expectRevert(refusal);
        registry.setStanding(root, steps, IssuerRegistry.Status.suspended, start, 0, none());
        vm.stopPrank();

        vm.warp(start + 2000);
        stand_by_committee(path(ministry), IssuerRegistry.Status.active, 0);
        assert_verdict(both_, start + 2000, IssuerRegistry.Verdict.accredited);
        assert_verdict(both_, start + 1999, IssuerRegistry.Verdict.seeHistory);
    }

    function test_a_suspension_moves_back_in_time_but_never_forward() public {
        by_committee(path(ministry), grant(true, 1));
        stand_by_committee(path(ministry), IssuerRegistry.Status.suspended, start + 50);
        stand_by_committee(path(ministry), IssuerRegistry.Status.suspended, start + 20);
        assertEq(registry.recordOf(record_of(path(ministry))).actsFrom, start + 20);
        IssuerRegistry.Approval memory approval =
            standing_approval(path(ministry), IssuerRegistry.Status.suspended, start + 30);
        vm.expectRevert(
            abi.encodeWithSelector(
                IssuerRegistry.StandingUnchanged.selector, record_of(path(ministry))
            )
        );
        registry.setStanding(
            root,
            path(ministry),
            IssuerRegistry.Status.suspended,
            start + 30,
            keccak256("why"),
            approval
        );
        stand_by_committee(path(ministry), IssuerRegistry.Status.removed, start + 90);
        assert_verdict(path(ministry), start + 20, IssuerRegistry.Verdict.removed);
        assert_verdict(path(ministry), start + 19, IssuerRegistry.Verdict.accredited);
    }

    function test_removal_is_a_state_with_its_time() public {
        set_up_chain();
        vm.warp(start + 10);
        vm.prank(ministry);
        registry.setStanding(
            root, both_, IssuerRegistry.Status.removed, start + 5, keccak256("why"), none()
        );
        IssuerRegistry.Record memory record = registry.recordOf(record_of(both_));
        assertEq(uint256(record.status), uint256(IssuerRegistry.Status.removed));
        assertEq(record.actsFrom, start + 5);
        assertEq(record.version, 2);
        assert_verdict(both_, start + 4, IssuerRegistry.Verdict.accredited);
        assert_verdict(both_, start + 5, IssuerRegistry.Verdict.removed);
        // Taken up again: from now on, and the gap is told.
        vm.prank(ministry);
        registry.accredit(root, both_, grant(true, 0), none());
        assert_verdict(both_, start + 10, IssuerRegistry.Verdict.accredited);
        assert_verdict(both_, start + 9, IssuerRegistry.Verdict.seeHistory);
    }

    function test_what_the_committee_suspended_only_the_committee_takes_back() public {
        set_up_chain();
        stand_by_committee(both_, IssuerRegistry.Status.suspended, start);
        bytes memory refusal =
            abi.encodeWithSelector(IssuerRegistry.DecidedByCommittee.selector, record_of(both_));
        IssuerRegistry.Link[] memory steps = both_;
        IssuerRegistry.Grant memory granted = grant(true, 0);
        vm.startPrank(ministry);
        vm.expectRevert(refusal);
        registry.setStanding(root, steps, IssuerRegistry.Status.active, 0, 0, none());
        vm.expectRevert(refusal);
        registry.accredit(root, steps, granted, none());
        vm.stopPrank();
        vm.warp(start + 1);
        stand_by_committee(both_, IssuerRegistry.Status.active, 0);
        assert_verdict(both_, start + 1, IssuerRegistry.Verdict.accredited);
    }

    function test_a_holder_lays_its_accreditation_down() public {
        set_up_chain();
        IssuerRegistry.Link[] memory steps = both_;
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IssuerRegistry.NotAccreditor.selector, university));
        registry.renounce(root, steps, 0);
        vm.prank(university);
        registry.renounce(root, steps, 0);
        assert_verdict(both_, start, IssuerRegistry.Verdict.removed);
    }

    // --- who decides ---

    /// Weakness 14 of WeIdentity's contracts: authority by tx.origin, which a phishing contract has.
    function test_weakness_14_the_origin_of_a_transaction_decides_nothing() public {
        by_committee(path(ministry), grant(false, 1));
        IssuerRegistry.Link[] memory steps = both_;
        IssuerRegistry.Grant memory granted = grant(true, 0);
        vm.prank(stranger, ministry);
        vm.expectRevert(abi.encodeWithSelector(IssuerRegistry.NotAccreditor.selector, ministry));
        registry.accredit(root, steps, granted, none());
        IssuerRegistry.Approval memory empty = IssuerRegistry.Approval(0, soon(), "");
        vm.prank(stranger, vm.addr(keys[0]));
        vm.expectRevert(abi.encodeWithSelector(SignerGroups.EpochMismatch.selector, root, 1));
        registry.accredit(root, path(stranger), granted, empty);
    }

    /// Weakness 14: anybody registered an issuer, and with it took a name.
    function test_weakness_14_nobody_registers_itself() public {
        IssuerRegistry.Grant memory granted = grant(true, 1);
        IssuerRegistry.Approval memory empty = IssuerRegistry.Approval(1, soon(), "");
        vm.startPrank(stranger);
        vm.expectRevert(abi.encodeWithSelector(SignerGroups.ThresholdNotMet.selector, 0, 2));
        registry.accredit(root, path(stranger), granted, empty);
        vm.expectRevert(
            abi.encodeWithSelector(
                NameRegistry.SubjectNotAccredited.selector, record_of(path(stranger))
            )
        );
        names.assignName(
            root,
            new IssuerRegistry.Link[](0),
            IssuerRegistry.Link(stranger, kDegree),
            "Bank",
            0,
            empty
        );
        // A root of one's own is another root.
        bytes32[] memory self = new bytes32[](1);
        self[0] = account(stranger);
        assertTrue(registry.foundGroup(0, 1, self) != root, "squatted");
    }

    /// Weakness 14: de-recognition without a look at the state made a count run below zero.
    function test_weakness_14_a_state_is_left_once() public {
        by_committee(path(ministry), grant(true, 0));
        stand_by_committee(path(ministry), IssuerRegistry.Status.removed, start);
        bytes32 record = record_of(path(ministry));
        IssuerRegistry.Approval memory again =
            standing_approval(path(ministry), IssuerRegistry.Status.removed, start);
        vm.expectRevert(abi.encodeWithSelector(IssuerRegistry.StandingUnchanged.selector, record));
        registry.setStanding(
            root, path(ministry), IssuerRegistry.Status.removed, start, keccak256("why"), again
        );
        IssuerRegistry.Approval memory unknown =
            standing_approval(path(stranger), IssuerRegistry.Status.removed, start);
        bytes32 never = record_of(path(stranger));
        vm.expectRevert(abi.encodeWithSelector(IssuerRegistry.RecordUnknown.selector, never));
        registry.setStanding(
            root, path(stranger), IssuerRegistry.Status.removed, start, keccak256("why"), unknown
        );
    }

    /// Weakness 6: lists of issuers could be written by anybody, past the contract that guarded them.
    function test_weakness_6_no_unguarded_function_writes_a_list_of_issuers() public {
        set_up_chain();
        bytes32 before = keccak256(abi.encode(registry.recordOf(record_of(both_))));
        IssuerRegistry.Link[] memory steps = both_;
        IssuerRegistry.Grant memory granted = grant(true, 0);
        vm.startPrank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IssuerRegistry.NotAccreditor.selector, ministry));
        registry.accredit(root, steps, granted, none());
        vm.expectRevert(abi.encodeWithSelector(IssuerRegistry.NotAccreditor.selector, ministry));
        registry.setStanding(root, steps, IssuerRegistry.Status.removed, start, 0, none());
        vm.expectRevert(abi.encodeWithSelector(IssuerRegistry.NotAccreditor.selector, university));
        registry.renounce(root, steps, 0);
        assertEq(keccak256(abi.encode(registry.recordOf(record_of(both_)))), before);
    }

    function test_a_decision_takes_the_threshold() public {
        IssuerRegistry.Grant memory granted = grant(true, 1);
        bytes32 digest = accredit_digest(path(ministry), granted, 1, 1, soon());
        IssuerRegistry.Approval memory one = approved(4, digest, soon());
        vm.expectRevert(abi.encodeWithSelector(SignerGroups.ThresholdNotMet.selector, 1, 2));
        registry.accredit(root, path(ministry), granted, one);
    }

    function test_a_decision_is_executed_once_in_time_and_as_signed() public {
        IssuerRegistry.Grant memory granted = grant(true, 1);
        uint64 expiry = soon();
        bytes32 digest = accredit_digest(path(ministry), granted, 1, 1, expiry);
        IssuerRegistry.Approval memory two = approved(3, digest, expiry);
        bytes memory refusal = abi.encodeWithSelector(SignatureInvalid.selector, vm.addr(keys[0]));

        uint256 chain = block.chainid;
        vm.chainId(chain + 1);
        vm.expectRevert(refusal);
        registry.accredit(root, path(ministry), granted, two);
        vm.chainId(chain);

        IssuerRegistry.Grant memory other = grant(true, 2);
        vm.expectRevert(refusal);
        registry.accredit(root, path(ministry), other, two);
        vm.expectRevert(refusal);
        registry.accredit(root, path(university), granted, two);

        vm.warp(expiry + 1);
        vm.expectRevert(abi.encodeWithSelector(Expired.selector, expiry));
        registry.accredit(root, path(ministry), granted, two);
        vm.warp(expiry);
        registry.accredit(root, path(ministry), granted, two);
        vm.expectRevert(refusal);
        registry.accredit(root, path(ministry), granted, two);

        IssuerRegistry twin = new IssuerRegistry(IActors(address(dids)));
        bytes32 first = root;
        root = twin.foundGroup(bytes32(uint256(3)), 2, make_keys(3, 3));
        vm.expectRevert(abi.encodeWithSelector(SignerGroups.GroupUnknown.selector, first));
        twin.accredit(first, path(ministry), granted, two);
        // Signed for that root, but for the other contract.
        digest = accredit_digest(path(ministry), granted, 1, 1, expiry);
        two = approved(3, digest, expiry);
        vm.expectRevert(refusal);
        twin.accredit(root, path(ministry), granted, two);
    }

    function test_a_malleable_approval_is_refused() public {
        IssuerRegistry.Grant memory granted = grant(true, 1);
        bytes32 digest = accredit_digest(path(ministry), granted, 1, 1, soon());
        IssuerRegistry.Approval memory twin = IssuerRegistry.Approval(
            1,
            soon(),
            bytes.concat(
                part(0, malleated(signed(keys[0], digest))), part(1, signed(keys[1], digest))
            )
        );
        vm.expectRevert(SignatureHighS.selector);
        registry.accredit(root, path(ministry), granted, twin);
    }

    function test_an_accreditor_signs_for_others_to_send() public {
        by_committee(path(ministry), grant(false, 1));
        IssuerRegistry.Grant memory granted = grant(true, 0);
        bytes32 digest = accredit_digest(both_, granted, 1, 0, soon());
        IssuerRegistry.Approval memory one =
            IssuerRegistry.Approval(0, soon(), signed(kMinistryKey, digest));
        IssuerRegistry.Approval memory forged =
            IssuerRegistry.Approval(0, soon(), signed(kUniversityKey, digest));
        IssuerRegistry.Link[] memory steps = both_;
        vm.startPrank(stranger);
        vm.expectRevert(abi.encodeWithSelector(SignatureInvalid.selector, ministry));
        registry.accredit(root, steps, granted, forged);
        registry.accredit(root, steps, granted, one);
        vm.expectRevert(abi.encodeWithSelector(SignatureInvalid.selector, ministry));
        registry.accredit(root, steps, granted, one);
    }

    function test_the_committee_does_not_accredit_in_an_accreditors_place() public {
        by_committee(path(ministry), grant(false, 1));
        IssuerRegistry.Grant memory granted = grant(true, 0);
        IssuerRegistry.Approval memory two =
            approved(3, accredit_digest(both_, granted, 1, 1, soon()), soon());
        IssuerRegistry.Link[] memory steps = both_;
        vm.expectRevert(abi.encodeWithSelector(IssuerRegistry.NotAccreditor.selector, ministry));
        registry.accredit(root, steps, granted, two);
    }

    function test_a_reentrant_wallet_of_a_committee_decides_nothing_twice() public {
        Wallet wallet = new Wallet(vm.addr(7));
        bytes32[] memory one = new bytes32[](1);
        one[0] = account(address(wallet));
        root = registry.foundGroup(bytes32(uint256(99)), 1, one);
        IssuerRegistry.Grant memory granted = grant(true, 1);
        bytes32 digest = accredit_digest(path(ministry), granted, 1, 1, soon());
        IssuerRegistry.Approval memory approval =
            IssuerRegistry.Approval(1, soon(), part(0, signed(7, digest)));
        wallet.set_call(
            address(registry),
            abi.encodeCall(registry.accredit, (root, path(ministry), granted, approval))
        );
        wallet.set_mood(Wallet.Mood.calls_back);
        vm.expectRevert(abi.encodeWithSelector(SignatureInvalid.selector, address(wallet)));
        registry.accredit(root, path(ministry), granted, approval);
        wallet.set_mood(Wallet.Mood.honest);
        registry.accredit(root, path(ministry), granted, approval);
        assertEq(registry.recordOf(record_of(path(ministry))).version, 1);
    }
}
