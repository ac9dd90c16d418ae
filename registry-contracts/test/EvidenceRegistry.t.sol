// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {EvidenceRegistry} from "../contracts/EvidenceRegistry.sol";
import {Expired} from "../contracts/lib/Deadline.sol";
import {Rfc6962} from "../contracts/lib/Rfc6962.sol";
import {SignatureHighS, SignatureInvalid} from "../contracts/lib/Signatures.sol";
import {Evidence} from "./support/Evidence.sol";
import {Tree} from "./support/Tree.sol";
import {Wallet} from "./support/Wallet.sol";

contract EvidenceRegistryTest is Evidence {
    string private constant kOrigin = "log.example.org/evidence";
    bytes32 private log_;
    // Made beforehand: hashes are calls too, which would take the place of the expected one.
    mapping(uint256 size => bytes32) private roots_;
    bytes32[] private from_5_to_9_;

    function setUp() public {
        vm.roll(100);
        vm.warp(1_800_000_000);
        for (uint256 size = 0; size <= 12; ++size) roots_[size] = Tree.root(0, size, 0);
        from_5_to_9_ = Tree.proof(5, 9, 0);
        vm.prank(owner);
        log_ = registry.openLog(kOrigin, tree(5));
    }

    function tree(uint256 size) private view returns (EvidenceRegistry.Head memory) {
        return head(size, size <= 12 ? roots_[size] : Tree.root(0, size, 0));
    }

    // --- logs ---

    function test_the_id_of_a_log_is_the_hash_of_origin_and_first_owner() public view {
        bytes32 expected = keccak256(abi.encode("deed/log/v1", keccak256(bytes(kOrigin)), owner));
        assertEq(log_, expected);
        assertEq(registry.logId(kOrigin, owner), expected);
        assertTrue(registry.logId(kOrigin, stranger) != expected, "squatted");
    }

    function test_opening_says_all_that_the_id_is_made_of() public {
        bytes32 log = registry.logId("other", owner);
        vm.expectEmit(address(registry));
        emit EvidenceRegistry.LogOpened(log, owner, "other");
        vm.expectEmit(address(registry));
        emit EvidenceRegistry.Checkpoint(log, 0, Rfc6962.kEmptyRoot, 0);
        vm.prank(owner);
        registry.openLog("other", tree(0));
        assertTrue(registry.isHead(log, owner, tree(0)), "no head");
        assertEq(registry.lastChange(log), 100);
    }

    function test_a_log_is_opened_once() public {
        vm.prank(owner);
        vm.expectRevert(abi.encodeWithSelector(EvidenceRegistry.LogExists.selector, log_));
        registry.openLog(kOrigin, tree(6));
    }

    function test_the_first_head_is_a_tree() public {
        vm.expectRevert(EvidenceRegistry.FirstHeadInvalid.selector);
        registry.openLog("a", head(0, kRoot));
        vm.expectRevert(EvidenceRegistry.FirstHeadInvalid.selector);
        registry.openLog("a", head(1, 0));
    }

    function test_the_head_advances_by_proof() public {
        vm.roll(140);
        vm.expectEmit(address(registry));
        emit EvidenceRegistry.Checkpoint(log_, 9, roots_[9], 100);
        vm.prank(owner);
        registry.advance(log_, tree(5), tree(9), from_5_to_9_);
        assertTrue(registry.isHead(log_, owner, tree(9)), "not advanced");
        assertFalse(registry.isHead(log_, owner, tree(5)));
        assertEq(registry.lastChange(log_), 140);
    }

    /// forge-config: default.fuzz.runs = 32
    function testFuzz_a_log_grows_from_head_to_head(uint256 seed) public {
        uint256 size = 5;
        vm.startPrank(owner);
        for (uint256 i = 0; i < 6; ++i) {
            uint256 next = size + 1 + uint256(keccak256(abi.encode(seed, i))) % 40;
            registry.advance(log_, tree(size), tree(next), Tree.proof(size, next, 0));
            size = next;
        }
        assertTrue(registry.isHead(log_, owner, tree(size)), "not advanced");
    }

    function test_the_head_does_not_advance_without_proof() public {
        bytes32[] memory other = Tree.proof(5, 9, 1);
        vm.prank(owner);
        vm.expectRevert(Rfc6962.ConsistencyInvalid.selector);
        registry.advance(log_, tree(5), tree(9), other);
        vm.prank(owner);
        vm.expectRevert(Rfc6962.ProofMalformed.selector);
        registry.advance(log_, tree(5), tree(9), new bytes32[](0));
    }

    function test_the_head_never_goes_back_and_never_stays() public {
        bytes32[] memory none = new bytes32[](0);
        vm.startPrank(owner);
        vm.expectRevert(abi.encodeWithSelector(EvidenceRegistry.HeadNotAhead.selector, 5, 4));
        registry.advance(log_, tree(5), tree(4), none);
        vm.expectRevert(abi.encodeWithSelector(EvidenceRegistry.HeadNotAhead.selector, 5, 5));
        registry.advance(log_, tree(5), tree(5), none);
    }

    function test_a_split_view_is_refused() public {
        vm.startPrank(owner);
        registry.advance(log_, tree(5), tree(9), from_5_to_9_);
        bytes32[] memory proof = Tree.proof(5, 12, 0);
        vm.expectRevert(
            abi.encodeWithSelector(EvidenceRegistry.NotCurrentHead.selector, log_, owner)
        );
        registry.advance(log_, tree(5), tree(12), proof);
    }

    function test_a_stranger_does_not_advance_a_log() public {
        bytes32[] memory proof = from_5_to_9_;
        vm.prank(stranger);
        vm.expectRevert(
            abi.encodeWithSelector(EvidenceRegistry.NotCurrentHead.selector, log_, stranger)
        );
        registry.advance(log_, tree(5), tree(9), proof);
        // Nor as the origin of a transaction that the owner's account is called from.
        vm.prank(stranger, owner);
        vm.expectRevert(
            abi.encodeWithSelector(EvidenceRegistry.NotCurrentHead.selector, log_, stranger)
        );
        registry.advance(log_, tree(5), tree(9), proof);
    }

    function test_an_unknown_log_has_no_head() public {
        bytes32[] memory none = new bytes32[](0);
        vm.expectRevert(abi.encodeWithSelector(EvidenceRegistry.LogUnknown.selector, kRoot));
        registry.advance(kRoot, tree(0), tree(1), none);
        assertFalse(registry.isHead(kRoot, owner, tree(5)));
        assertEq(registry.lastChange(kRoot), 0);
    }

    function test_inclusion_is_checked_under_the_head() public {
        bytes32[] memory path = Tree.path(3, 0, 5, 0);
        bytes32 leaf = Tree.leaf(3, 0);
        bytes32 other = Tree.leaf(2, 0);
        registry.requireIncluded(log_, owner, tree(5), 3, leaf, path);
        vm.expectRevert(Rfc6962.InclusionInvalid.selector);
        registry.requireIncluded(log_, owner, tree(5), 3, other, path);
        // A sound proof in a tree that is not the log's.
        EvidenceRegistry.Head memory foreign = head(5, Tree.root(0, 5, 1));
        path = Tree.path(3, 0, 5, 1);
        leaf = Tree.leaf(3, 1);
        vm.expectRevert(
            abi.encodeWithSelector(EvidenceRegistry.NotCurrentHead.selector, log_, owner)
        );
        registry.requireIncluded(log_, owner, foreign, 3, leaf, path);
    }

    // --- owners ---

    function consent(uint256 key, uint256 deadline) private view returns (bytes memory) {
        return signed(key, take_over_digest(log_, owner, vm.addr(key), tree(5), deadline));
    }

    function test_a_log_changes_hands_and_keeps_its_id_and_head() public {
        bytes memory signature = consent(7, block.timestamp);
        vm.roll(120);
        vm.expectEmit(address(registry));
        emit EvidenceRegistry.OwnerRotated(log_, owner, vm.addr(7), 100);
        vm.prank(owner);
        registry.rotateOwner(log_, tree(5), vm.addr(7), uint64(block.timestamp), signature);
        assertTrue(registry.isHead(log_, vm.addr(7), tree(5)), "not rotated");
        assertFalse(registry.isHead(log_, owner, tree(5)));
        vm.prank(vm.addr(7));
        registry.advance(log_, tree(5), tree(9), from_5_to_9_);
        // The old owner cannot open it again.
        vm.prank(owner);
        vm.expectRevert(abi.encodeWithSelector(EvidenceRegistry.LogExists.selector, log_));
        registry.openLog(kOrigin, tree(1));
    }

    function test_only_the_owner_gives_a_log_away() public {
        bytes memory signature = consent(7, block.timestamp);
        vm.prank(stranger);
        vm.expectRevert(
            abi.encodeWithSelector(EvidenceRegistry.NotCurrentHead.selector, log_, stranger)
        );
        registry.rotateOwner(log_, tree(5), vm.addr(7), uint64(block.timestamp), signature);
    }

    function test_only_to_who_consents_in_time() public {
        uint64 late = uint64(block.timestamp) - 1;
        bytes memory signature = consent(7, late);
        bytes memory in_time = consent(7, late + 1);
        vm.startPrank(owner);
        vm.expectRevert(abi.encodeWithSelector(Expired.selector, late));
        registry.rotateOwner(log_, tree(5), vm.addr(7), late, signature);
        vm.expectRevert(abi.encodeWithSelector(SignatureInvalid.selector, vm.addr(8)));
        registry.rotateOwner(log_, tree(5), vm.addr(8), late + 1, in_time);
        vm.expectRevert(SignatureHighS.selector);
        registry.rotateOwner(log_, tree(5), vm.addr(7), late + 1, malleated(in_time));
        vm.expectRevert(abi.encodeWithSelector(EvidenceRegistry.OwnerInvalid.selector, owner));
        registry.rotateOwner(log_, tree(5), owner, late + 1, signature);
        vm.expectRevert(abi.encodeWithSelector(EvidenceRegistry.OwnerInvalid.selector, address(0)));
        registry.rotateOwner(log_, tree(5), address(0), late + 1, signature);
    }

    function test_to_a_contract_wallet_which_cannot_call_back_into_a_write() public {
        Wallet wallet = new Wallet(vm.addr(7));
        uint64 deadline = uint64(block.timestamp);
        bytes memory signature =
            signed(7, take_over_digest(log_, owner, address(wallet), tree(5), deadline));
        wallet.set_call(address(registry), abi.encodeCall(registry.anchorUnlinked, (kRoot, 1)));
        wallet.set_mood(Wallet.Mood.calls_back);
        vm.startPrank(owner);
        vm.expectRevert(abi.encodeWithSelector(SignatureInvalid.selector, address(wallet)));
        registry.rotateOwner(log_, tree(5), address(wallet), deadline, signature);
        wallet.set_mood(Wallet.Mood.honest);
        registry.rotateOwner(log_, tree(5), address(wallet), deadline, signature);
        assertTrue(registry.isHead(log_, address(wallet), tree(5)), "not rotated");
    }

    function test_a_consent_counts_for_one_chain_one_contract_and_one_head() public {
        uint64 deadline = uint64(block.timestamp);
        bytes memory signature = consent(7, deadline);
        vm.startPrank(owner);

        uint256 chain = block.chainid;
        vm.chainId(chain + 1);
        vm.expectRevert(abi.encodeWithSelector(SignatureInvalid.selector, vm.addr(7)));
        registry.rotateOwner(log_, tree(5), vm.addr(7), deadline, signature);
        vm.chainId(chain);

        EvidenceRegistry twin = new EvidenceRegistry();
        twin.openLog(kOrigin, tree(5));
        vm.expectRevert(abi.encodeWithSelector(SignatureInvalid.selector, vm.addr(7)));
        twin.rotateOwner(log_, tree(5), vm.addr(7), deadline, signature);

        registry.advance(log_, tree(5), tree(9), from_5_to_9_);
        vm.expectRevert(abi.encodeWithSelector(SignatureInvalid.selector, vm.addr(7)));
        registry.rotateOwner(log_, tree(9), vm.addr(7), deadline, signature);
    }

    // --- unlinked anchors ---

    function test_anchors_are_numbered_and_point_back() public {
        vm.startPrank(owner);
        registry.anchorUnlinked(kRoot, 3);
        vm.roll(130);
        vm.expectEmit(address(registry));
        emit EvidenceRegistry.UnlinkedAnchor(owner, ~kRoot, 1_000_000, 2, 100);
        registry.anchorUnlinked(~kRoot, 1_000_000);
        (uint64 count, uint64 last) = registry.anchorsOf(owner);
        assertEq(count, 2);
        assertEq(last, 130);
        (count, last) = registry.anchorsOf(stranger);
        assertEq(count + last, 0);
    }

    function test_an_anchor_is_of_something() public {
        vm.expectRevert(EvidenceRegistry.AnchorInvalid.selector);
        registry.anchorUnlinked(0, 1);
        vm.expectRevert(EvidenceRegistry.AnchorInvalid.selector);
        registry.anchorUnlinked(kRoot, 0);
    }

    function test_the_contract_keeps_no_funds_and_has_no_fallback() public {
        vm.deal(address(this), 1);
        (bool taken,) = address(registry).call{value: 1}("");
        assertFalse(taken);
        (taken,) = address(registry).call(hex"deadbeef");
        assertFalse(taken);
    }
}
