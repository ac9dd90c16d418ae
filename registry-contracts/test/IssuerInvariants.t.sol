// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IssuerRegistry} from "../contracts/IssuerRegistry.sol";
import {Issuers} from "./support/Issuers.sol";
import {Test} from "./support/Test.sol";

/// A committee, the ministry that it accredited and the university below it play against each other,
/// and a stranger against all of them, at random. Keeps beside the contract what must hold, and notes
/// the first time that it does not.
contract IssuerPlay is Issuers {
    uint256 private constant kRecords = 2;

    /// What the committee has taken away from each record and not given back: since when, or zero.
    uint48[kRecords] private taken_;
    uint256[kRecords] private decisions_;
    uint256[kRecords] private versions_;
    uint256 private bars_;
    /// A moment at which the university might issue when it was looked at, if not zero.
    uint48 private good_;
    string public broken;

    constructor() {
        found_root(4, 2);
        vm.warp(start + 1000);
        by_committee(path(ministry), grant(true, 3));
        decisions_[0] = 1;
        vm.prank(ministry);
        registry.accredit(root, path(ministry, university), grant(true, 0), none());
        versions_ = [uint256(1), 1];
    }

    function note(bool fault, string memory what) private {
        if (fault && bytes(broken).length == 0) broken = what;
    }

    function steps_of(uint256 which) private view returns (IssuerRegistry.Link[] memory) {
        return which == 0 ? path(ministry) : path(ministry, university);
    }

    function moment_near(uint256 seed) private view returns (uint48) {
        return uint48(bound(seed, start + 900, block.timestamp + 50));
    }

    /// Whether what the committee decided on the ministry acts by now.
    function is_out() private view returns (bool) {
        return taken_[0] != 0 && taken_[0] <= block.timestamp;
    }

    /// After every move: time passes, and what was said of the past still holds.
    function settle(uint256 which, bool moved, bool committee) private {
        if (moved) ++versions_[which];
        if (moved && committee) ++decisions_[which];
        for (uint256 i = 0; i < kRecords; ++i) {
            IssuerRegistry.Record memory held = registry.recordOf(record_of(steps_of(i)));
            note(held.version != versions_[i], "a change was not numbered, or a record changed alone");
            note(held.decisions != decisions_[i], "who is not the committee numbered its decisions");
            note(taken_[i] != 0 && !held.byCommittee, "the committee's decision was forgotten");
            note(
                taken_[i] != 0 && held.status == IssuerRegistry.Status.active,
                "the committee's decision was taken back"
            );
            note(taken_[i] != 0 && held.actsFrom > taken_[i], "the moment moved forward");
        }
        uint48 now_ = uint48(block.timestamp);
        if (taken_[0] != 0 || taken_[1] != 0) {
            note(
                verdict(path(ministry, university), kDegree, now_ + 100)
                    == IssuerRegistry.Verdict.accredited,
                "who was suspended may issue"
            );
        }
        look_back();
        vm.warp(now_ + 7);
        vm.roll(block.number + 1);
    }

    /// What was good once is good, or somebody decided for a time that includes it, which the verdict
    /// says; or its period is over and the events tell.
    function look_back() private {
        uint48 moment = uint48(block.timestamp);
        if (good_ != 0) {
            IssuerRegistry.Verdict said = verdict(path(ministry, university), kDegree, good_);
            note(
                said != IssuerRegistry.Verdict.accredited
                    && said != IssuerRegistry.Verdict.suspended
                    && said != IssuerRegistry.Verdict.removed
                    && said != IssuerRegistry.Verdict.barred
                    && said != IssuerRegistry.Verdict.seeHistory,
                "the past was written anew"
            );
        }
        bool good = verdict(path(ministry, university), kDegree, moment)
            == IssuerRegistry.Verdict.accredited;
        if (good && (good_ == 0 || moment % 5 == 0)) good_ = moment;
    }

    /// The committee suspends, removes or reinstates one of the two.
    function committee_stands(uint256 which, uint256 how, uint256 from) external {
        which %= kRecords;
        IssuerRegistry.Link[] memory steps = steps_of(which);
        IssuerRegistry.Status status = IssuerRegistry.Status(1 + how % 3);
        uint48 acts_from = moment_near(from);
        bool takes = status != IssuerRegistry.Status.active;
        IssuerRegistry.Record memory held = registry.recordOf(record_of(steps));
        IssuerRegistry.Approval memory approval = standing_approval(steps, status, acts_from);
        bool moved;
        try registry.setStanding(root, steps, status, acts_from, keccak256("why"), approval) {
            moved = true;
            taken_[which] = takes ? registry.recordOf(record_of(steps)).actsFrom : 0;
            note(takes && taken_[which] > acts_from, "it acts later than was decided");
        } catch {
            note(takes && !held.byCommittee, "the committee was held up");
        }
        settle(which, moved, true);
    }

    /// The ministry, or another, decides on the university.
    function holder_stands(uint256 who, uint256 how, uint256 from) external {
        address actor = who % 4 == 0 ? stranger : who % 4 == 1 ? university : ministry;
        IssuerRegistry.Status status = IssuerRegistry.Status(1 + how % 3);
        uint48 acts_from = moment_near(from);
        bool moved;
        vm.prank(actor);
        try registry.setStanding(
            root, path(ministry, university), status, acts_from, keccak256("why"), none()
        ) {
            moved = true;
            note(actor != ministry, "a stranger decided");
            note(is_out(), "a suspended accreditor decided");
        } catch {}
        settle(1, moved, false);
    }

    function holder_accredits(uint256 who, bool may_issue, uint8 depth, uint256 until) external {
        address actor = who % 4 == 0 ? stranger : ministry;
        IssuerRegistry.Grant memory granted = grant(may_issue, depth % 4);
        granted.until = uint48(bound(until, start, uint256(end) + 10));
        IssuerRegistry.Record memory parent = registry.recordOf(record_of(path(ministry)));
        bool moved;
        vm.prank(actor);
        try registry.accredit(root, path(ministry, university), granted, none()) {
            moved = true;
            note(actor != ministry, "a stranger accredited");
            note(is_out() || taken_[1] != 0, "the committee was passed by");
            note(granted.depth >= parent.depth, "deeper than its accreditor");
            note(granted.until > parent.until, "longer than its accreditor");
        } catch {}
        settle(1, moved, false);
    }

    function holder_renounces(uint256 who, uint256 which) external {
        which %= kRecords;
        address holder = which == 0 ? ministry : university;
        address actor = who % 4 == 0 ? stranger : holder;
        // Seldom, as the committee alone makes the ministry's record anew.
        if (who % 8 != 0 && who % 8 != 5) return;
        bool moved;
        vm.prank(actor);
        try registry.renounce(root, steps_of(which), keccak256("why")) {
            moved = true;
            note(actor != holder, "a stranger renounced");
        } catch {}
        settle(which, moved, false);
    }

    function committee_accredits(uint256 how) external {
        IssuerRegistry.Link[] memory steps = path(ministry);
        IssuerRegistry.Grant memory granted = grant(how % 3 != 0, uint8(1 + how % 3));
        bytes32 digest = accredit_digest(steps, granted, next_decision(steps), 1, soon());
        bool moved;
        try registry.accredit(root, steps, granted, approved(3, digest, soon())) {
            moved = true;
            taken_[0] = 0;
        } catch {
            note(true, "the committee could not accredit");
        }
        settle(0, moved, true);
    }

    /// Fewer than the threshold, and the signatures of a decision that was made.
    function too_few(uint256 member) external {
        IssuerRegistry.Link[] memory steps = path(ministry);
        IssuerRegistry.Grant memory granted = grant(true, 2);
        bytes32 digest = accredit_digest(steps, granted, next_decision(steps), 1, soon());
        IssuerRegistry.Approval memory approval = approved(1 << (member % 4), digest, soon());
        try registry.accredit(root, steps, granted, approval) {
            note(true, "one member was a committee of two");
        } catch {}
        settle(0, false, true);
    }

    function committee_bars(bool barred, uint256 from) external {
        uint48 acts_from = moment_near(from);
        IssuerRegistry.Bar memory before = registry.barOf(root, university);
        bool stands = before.until == type(uint48).max;
        IssuerRegistry.Approval memory approval =
            bar_approval(university, barred, acts_from, before.number + 1);
        try registry.setBar(root, university, barred, acts_from, keccak256("why"), approval) {
            ++bars_;
        } catch {
            note(stands != barred, "the bar was held up");
        }
        IssuerRegistry.Bar memory bar_ = registry.barOf(root, university);
        note(bar_.number != bars_, "a bar was not numbered");
        bool acts = bar_.until == type(uint48).max && bar_.from <= block.timestamp;
        note(
            acts
                && verdict(path(ministry, university), kDegree, uint48(block.timestamp))
                    == IssuerRegistry.Verdict.accredited,
            "who was barred may issue"
        );
        settle(0, false, true);
    }
}

contract IssuerInvariantsTest is Test {
    IssuerPlay private play_;

    function setUp() public {
        play_ = new IssuerPlay();
        bytes4[] memory moves = new bytes4[](7);
        moves[0] = IssuerPlay.committee_stands.selector;
        moves[1] = IssuerPlay.holder_stands.selector;
        moves[2] = IssuerPlay.holder_accredits.selector;
        moves[3] = IssuerPlay.holder_renounces.selector;
        moves[4] = IssuerPlay.committee_accredits.selector;
        moves[5] = IssuerPlay.too_few.selector;
        moves[6] = IssuerPlay.committee_bars.selector;
        targetContract(address(play_));
        targetSelector(address(play_), moves);
    }

    function invariant_the_committee_has_the_last_word_and_the_past_stays() public view {
        assertTrue(bytes(play_.broken()).length == 0, play_.broken());
    }
}
