// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {EvidenceRegistry} from "../contracts/EvidenceRegistry.sol";
import {Evidence} from "./support/Evidence.sol";
import {Members} from "./support/Members.sol";
import {Test} from "./support/Test.sol";
import {Tree} from "./support/Tree.sol";

/// What anybody may try with one log, one group and one anchor, at random, honestly and not. Keeps
/// beside the contract what must hold, and notes the first time that it does not.
contract EvidencePlay is Evidence {
    address[3] private actors_ = [address(0xa1), address(0xa2), address(0xa3)];
    address private log_owner_ = address(0xa1);
    bytes32 public log;
    bytes32 public group;
    bytes32 public statement;
    uint256 public size = 1;
    uint256 public advances;
    uint96 private bitmap_;
    uint48 private effective_;
    string public broken;

    constructor() {
        group = found_group(6, 3);
        statement = anchor_hash(owner, kRoot, 100);
        EvidenceRegistry.Head memory first = tree(1, 0);
        EvidenceRegistry.Cosigning memory nobody = by(group, 0);
        vm.prank(log_owner_);
        log = registry.openLog("log", first);
        vm.prank(owner);
        registry.anchorUnlinkedCosigned(kRoot, 100, nobody);
    }

    function tree(uint256 n, uint256 seed) private view returns (EvidenceRegistry.Head memory) {
        return head(n, Tree.root(0, n, seed));
    }

    function note(bool fault, string memory what) private {
        if (fault && bytes(broken).length == 0) broken = what;
    }

    /// From `claimed` to `next` leaves by anybody, over the log's tree or over another.
    function advance(uint256 who, uint256 claimed, uint256 next, uint256 other) external {
        address actor = actors_[who % 3];
        claimed = other % 2 == 0 ? size : bound(claimed, 1, 40);
        next = size + bound(next, 0, 12);
        uint256 seed = other % 5 == 4 ? 1 : 0;
        if (claimed > next) return;
        bytes32[] memory proof = Tree.proof(claimed, next, seed);
        EvidenceRegistry.Head memory from = tree(claimed, seed);
        EvidenceRegistry.Head memory to = tree(next, seed);
        vm.prank(actor);
        try registry.advance(log, from, to, proof) {
            note(actor != log_owner_, "a stranger advanced the log");
            note(seed != 0 && size > 1, "a tree that is not the log's was taken");
            note(claimed != size || next <= size, "the log did not grow from its head");
            size = next;
            ++advances;
        } catch {
            note(actor == log_owner_ && seed == 0 && claimed == size && next > size, "refused");
        }
    }

    function rotate(uint256 who, uint256 to_key) external {
        address actor = actors_[who % 3];
        uint256 key = 1 + to_key % 3;
        address to = vm.addr(key);
        EvidenceRegistry.Head memory now_ = tree(size, 0);
        bytes memory consent = signed(key, take_over_digest(log, actor, to, now_, block.timestamp));
        vm.prank(actor);
        try registry.rotateOwner(log, now_, to, uint64(block.timestamp), consent) {
            note(actor != log_owner_, "a stranger gave the log away");
            actors_[who % 3] = to;
            log_owner_ = to;
        } catch {
            note(actor == log_owner_ && to != actor, "rotation refused");
        }
    }

    function cosign(uint96 signers, uint256 forged) external {
        uint256 bits = signers % 64;
        EvidenceRegistry.Cosigning memory cosigning = by(group, bits);
        bool spoilt = forged % 4 == 0 && cosigning.signatures.length > 10;
        if (spoilt) cosigning.signatures[5] ^= 0x40;
        try registry.cosignAnchor(owner, kRoot, 100, cosigning) {} catch {}
        EvidenceRegistry.Cosigned memory state = registry.cosignedBy(statement, group, 1);
        note(state.bitmap & bitmap_ != bitmap_, "a signature was taken back");
        note(state.bitmap & ~bitmap_ & ~uint96(bits) != 0, "who did not sign was counted");
        note(effective_ != 0 && state.effective != effective_, "the effective time moved");
        note((state.effective != 0) != (state.count >= 3), "effective without the threshold");
        uint256 counted;
        for (uint256 i = 0; i < 96; ++i) counted += (state.bitmap >> i) & 1;
        note(counted != state.count, "the count is not that of the bitmap");
        bitmap_ = state.bitmap;
        effective_ = state.effective;
        vm.warp(block.timestamp + 1);
    }

    function anchor(uint256 who, bytes32 root, uint64 count) external {
        address actor = actors_[who % 3];
        (uint64 before,) = registry.anchorsOf(actor);
        (uint64 foreign,) = registry.anchorsOf(owner);
        vm.prank(actor);
        try registry.anchorUnlinked(root, count) {
            (uint64 afterwards,) = registry.anchorsOf(actor);
            note(afterwards != before + 1, "an anchor was not numbered");
        } catch {
            note(root != 0 && count != 0, "anchor refused");
        }
        (uint64 still,) = registry.anchorsOf(owner);
        note(still != foreign, "a foreign anchor was written");
    }

    function is_head() external view returns (bool) {
        return registry.isHead(log, log_owner_, tree(size, 0))
            || (size > 1 && registry.isHead(log, log_owner_, tree(size, 1)));
    }
}

contract InvariantsTest is Test {
    EvidencePlay private play_;

    function setUp() public {
        play_ = new EvidencePlay();
        bytes4[] memory moves = new bytes4[](4);
        moves[0] = EvidencePlay.advance.selector;
        moves[1] = EvidencePlay.rotate.selector;
        moves[2] = EvidencePlay.cosign.selector;
        moves[3] = EvidencePlay.anchor.selector;
        targetContract(address(play_));
        targetSelector(address(play_), moves);
    }

    function invariant_logs_grow_bitmaps_grow_and_nobody_writes_anothers() public view {
        assertTrue(bytes(play_.broken()).length == 0, play_.broken());
    }

    function invariant_the_head_is_what_was_proven_last() public view {
        assertTrue(play_.is_head(), "another head");
    }
}
