// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Directory} from "../contracts/Directory.sol";
import {DidRegistry} from "../contracts/DidRegistry.sol";
import {StatusRegistry} from "../contracts/StatusRegistry.sol";
import {IActors} from "../contracts/lib/Actors.sol";
import {GasGate} from "./support/GasGate.sol";
import {Test} from "./support/Test.sol";
import {Wallet} from "./support/Wallet.sol";

abstract contract Directories is Test {
    uint256 internal constant kDelay = 2 days;
    address internal owner_ = address(0x0aee);
    address internal stranger_ = address(0x5a);
    DidRegistry internal dids_ = new DidRegistry();
    StatusRegistry internal status_ = new StatusRegistry(IActors(address(dids_)));
    Directory internal directory_;

    function deployed(uint256 delay) internal returns (Directory) {
        bytes32[] memory names = new bytes32[](2);
        address[] memory targets = new address[](2);
        (names[0], targets[0]) = ("did", address(dids_));
        (names[1], targets[1]) = ("status", address(status_));
        return new Directory(owner_, delay, names, targets);
    }
}

contract DirectoryTest is Directories {
    function setUp() public {
        vm.warp(1_767_225_600);
        directory_ = deployed(kDelay);
    }

    function not_owner(address sender) private pure returns (bytes memory) {
        return abi.encodeWithSelector(Directory.NotOwner.selector, sender);
    }

    function nothing(bytes32 name) private pure returns (bytes memory) {
        return abi.encodeWithSelector(Directory.NothingAnnounced.selector, name);
    }

    function test_names_of_the_deployment() public view {
        Directory.Entry memory entry = directory_.lookUp("did");
        assertEq(entry.target, address(dids_));
        assertEq(entry.codeHash, address(dids_).codehash);
        assertEq(directory_.lookUp("other").target, address(0));
        assertEq(directory_.names().length, 2);
        assertEq(directory_.names()[1], "status");
        assertEq(directory_.owner(), owner_);
        assertEq(directory_.delay(), kDelay);
    }

    function test_deployments_that_are_refused() public {
        bytes32[] memory names = new bytes32[](1);
        address[] memory targets = new address[](1);
        (names[0], targets[0]) = ("did", address(dids_));
        vm.expectRevert(Directory.OwnerIsZero.selector);
        new Directory(address(0), kDelay, names, targets);
        uint256[2] memory delays = [uint256(1 hours - 1), 90 days + 1];
        for (uint256 i; i < 2; i++) {
            vm.expectRevert(
                abi.encodeWithSelector(Directory.DelayOutOfRange.selector, delays[i])
            );
            new Directory(owner_, delays[i], names, targets);
        }
        vm.expectRevert(Directory.LengthMismatch.selector);
        new Directory(owner_, kDelay, new bytes32[](0), targets);
        targets[0] = stranger_;
        vm.expectRevert(abi.encodeWithSelector(Directory.NoCode.selector, stranger_));
        new Directory(owner_, kDelay, names, targets);
        (names[0], targets[0]) = ("", address(dids_));
        vm.expectRevert(Directory.BadName.selector);
        new Directory(owner_, kDelay, names, targets);
        names = new bytes32[](2);
        targets = new address[](2);
        (names[0], names[1]) = ("did", "did");
        (targets[0], targets[1]) = (address(dids_), address(dids_));
        vm.expectRevert(abi.encodeWithSelector(Directory.NameTwice.selector, bytes32("did")));
        new Directory(owner_, kDelay, names, targets);
    }

    function testFuzz_change_takes_its_time(uint256 wait) public {
        wait = bound(wait, 0, kDelay - 1);
        address next = address(new DidRegistry());
        uint256 from = block.timestamp + kDelay;
        vm.expectEmit(address(directory_));
        emit Directory.Announced("status", next, next.codehash, from);
        vm.prank(owner_);
        directory_.announce("status", next);
        assertEq(directory_.announced("status").from, from);
        vm.warp(block.timestamp + wait);
        vm.expectRevert(abi.encodeWithSelector(Directory.TooEarly.selector, from));
        directory_.effect("status");
        assertEq(directory_.lookUp("status").target, address(status_));
        vm.warp(from);
        vm.expectEmit(address(directory_));
        emit Directory.Named("status", next, next.codehash);
        vm.prank(stranger_);
        directory_.effect("status");
        assertEq(directory_.lookUp("status").target, next);
        assertEq(directory_.names().length, 2);
        vm.expectRevert(nothing("status"));
        directory_.effect("status");
    }

    /// FISCO BCOS counts milliseconds; two days stay two days.
    function test_delay_on_a_chain_of_milliseconds() public {
        uint256 start = 1_767_225_600;
        vm.warp(start * 1000);
        vm.prank(owner_);
        directory_.announce("status", address(dids_));
        assertEq(directory_.announced("status").from, start + kDelay);
        vm.warp((start + kDelay) * 1000 - 1);
        vm.expectRevert(abi.encodeWithSelector(Directory.TooEarly.selector, start + kDelay));
        directory_.effect("status");
        vm.warp((start + kDelay) * 1000);
        directory_.effect("status");
    }

    function test_announcing_again_starts_the_time_again() public {
        vm.startPrank(owner_);
        directory_.announce("status", address(dids_));
        vm.warp(block.timestamp + kDelay - 1);
        directory_.announce("status", address(dids_));
        vm.warp(block.timestamp + 1);
        vm.expectRevert(
            abi.encodeWithSelector(Directory.TooEarly.selector, block.timestamp + kDelay - 1)
        );
        directory_.effect("status");
    }

    function testFuzz_only_the_owner(address sender) public {
        vm.assume(sender != owner_);
        vm.startPrank(sender, owner_);
        vm.expectRevert(not_owner(sender));
        directory_.announce("status", address(dids_));
        vm.expectRevert(not_owner(sender));
        directory_.announceOwner(sender);
        vm.expectRevert(not_owner(sender));
        directory_.cancel("status");
    }

    function test_cancelled_changes_are_not_made() public {
        vm.startPrank(owner_);
        vm.expectRevert(nothing("status"));
        directory_.cancel("status");
        directory_.announce("status", address(dids_));
        vm.expectEmit(address(directory_));
        emit Directory.Cancelled("status", address(dids_));
        directory_.cancel("status");
        vm.warp(block.timestamp + kDelay);
        vm.expectRevert(nothing("status"));
        directory_.effect("status");
    }

    function test_name_is_taken_back_and_given_again() public {
        vm.prank(owner_);
        directory_.announce("status", address(0));
        vm.warp(block.timestamp + kDelay);
        directory_.effect("status");
        assertEq(directory_.lookUp("status").target, address(0));
        assertEq(directory_.lookUp("status").codeHash, 0);
        vm.prank(owner_);
        directory_.announce("status", address(status_));
        vm.warp(block.timestamp + kDelay);
        directory_.effect("status");
        assertEq(directory_.names().length, 2);
    }

    function test_code_that_changed_meanwhile_is_refused() public {
        address target = address(new Wallet(owner_));
        vm.prank(owner_);
        directory_.announce("status", target);
        vm.etch(target, hex"00");
        vm.warp(block.timestamp + kDelay);
        vm.expectRevert(abi.encodeWithSelector(Directory.CodeChanged.selector, target));
        directory_.effect("status");
    }

    function test_what_cannot_be_named() public {
        vm.startPrank(owner_);
        vm.expectRevert(Directory.BadName.selector);
        directory_.announce("", address(status_));
        vm.expectRevert(Directory.BadName.selector);
        directory_.announce("owner", address(status_));
        vm.expectRevert(abi.encodeWithSelector(Directory.NoCode.selector, stranger_));
        directory_.announce("status", stranger_);
        vm.expectRevert(Directory.OwnerIsZero.selector);
        directory_.announceOwner(address(0));
    }

    function test_names_are_bounded() public {
        for (uint256 i = 2; i <= 32; i++) {
            vm.prank(owner_);
            directory_.announce(bytes32(i), address(status_));
        }
        vm.warp(block.timestamp + kDelay);
        for (uint256 i = 2; i < 32; i++) {
            directory_.effect(bytes32(i));
        }
        vm.expectRevert(Directory.TooManyNames.selector);
        directory_.effect(bytes32(uint256(32)));
        assertEq(directory_.names().length, 32);
    }

    function test_owner_hands_over_after_the_delay_and_by_acceptance() public {
        vm.prank(owner_);
        directory_.announceOwner(stranger_);
        vm.prank(stranger_);
        vm.expectRevert(
            abi.encodeWithSelector(Directory.TooEarly.selector, block.timestamp + kDelay)
        );
        directory_.effect("owner");
        vm.warp(block.timestamp + kDelay);
        vm.expectRevert(abi.encodeWithSelector(Directory.NotOffered.selector, address(this)));
        directory_.effect("owner");
        assertEq(directory_.owner(), owner_);
        vm.expectEmit(address(directory_));
        emit Directory.OwnerChanged(owner_, stranger_);
        vm.prank(stranger_);
        directory_.effect("owner");
        vm.prank(owner_);
        vm.expectRevert(not_owner(owner_));
        directory_.announce("status", address(status_));
    }

    /// WeIdentity's weakness 14: who may is asked of tx.origin, so a committee member who calls any
    /// contract lends it the committee's rights.
    function test_weakness_14_roles_by_origin() public {
        Wallet trap = new Wallet(stranger_);
        vm.prank(owner_, owner_);
        vm.expectRevert(not_owner(address(trap)));
        trap.act(
            address(directory_), abi.encodeCall(directory_.announce, ("status", address(status_)))
        );
    }

    /// WeIdentity's weakness 15: its list of deployments runs for ever above 255 of them, and
    /// anybody changes their state.
    function test_weakness_15_directory_that_runs_for_ever() public {
        test_names_are_bounded();
        vm.prank(owner_);
        directory_.announce("status", address(0));
        vm.warp(block.timestamp + kDelay);
        uint256 before = gasleft();
        directory_.effect("status");
        assertLe(before - gasleft(), 150_000);
    }
}

/// What an owner, or who was one, might do with a directory that stands for years.
contract DirectoryOwnersTest is Directories {
    function setUp() public {
        vm.warp(1_767_225_600);
        directory_ = deployed(kDelay);
    }

    function nothing(bytes32 name) private pure returns (bytes memory) {
        return abi.encodeWithSelector(Directory.NothingAnnounced.selector, name);
    }

    function test_did_registry_cannot_be_exchanged() public {
        address evil = address(new DidRegistry());
        vm.startPrank(owner_);
        vm.expectRevert(abi.encodeWithSelector(Directory.NameFixed.selector, bytes32("did")));
        directory_.announce("did", evil);
        vm.expectRevert(abi.encodeWithSelector(Directory.NameFixed.selector, bytes32("did")));
        directory_.announce("did", address(0));
        // A directory that was deployed without one can name it once.
        directory_ = new Directory(owner_, kDelay, new bytes32[](0), new address[](0));
        directory_.announce("did", address(dids_));
        vm.warp(block.timestamp + kDelay);
        directory_.effect("did");
        vm.expectRevert(abi.encodeWithSelector(Directory.NameFixed.selector, bytes32("did")));
        directory_.announce("did", evil);
        vm.stopPrank();
    }

    function test_announcements_lapse() public {
        address next = address(new DidRegistry());
        uint256 until = block.timestamp + kDelay + 14 days;
        vm.startPrank(owner_);
        directory_.announce("status", next);
        directory_.announceOwner(stranger_);
        vm.stopPrank();
        uint256 before = vm.snapshotState();
        vm.warp(until);
        directory_.effect("status");
        vm.revertToState(before);
        vm.warp(until + 1);
        bytes memory refusal = abi.encodeWithSelector(Directory.Lapsed.selector, until);
        vm.expectRevert(refusal);
        directory_.effect("status");
        vm.prank(stranger_);
        vm.expectRevert(refusal);
        directory_.effect("owner");
        assertEq(directory_.announced("status").from, 0);
        assertEq(directory_.announced("status").target, address(0));
        assertEq(directory_.lookUp("status").target, address(status_));
        assertEq(directory_.owner(), owner_);
        // Announced again it takes its time again.
        vm.startPrank(owner_);
        directory_.announce("status", next);
        vm.warp(block.timestamp + kDelay);
        directory_.effect("status");
    }

    function test_announcements_end_with_their_owner() public {
        address next = address(new DidRegistry());
        vm.startPrank(owner_);
        directory_.announceOwner(stranger_);
        vm.warp(block.timestamp + kDelay);
        directory_.announce("status", next);
        vm.stopPrank();
        vm.prank(stranger_);
        directory_.effect("owner");
        assertEq(directory_.announced("status").from, 0);
        vm.warp(block.timestamp + kDelay);
        vm.expectRevert(nothing("status"));
        directory_.effect("status");
        vm.prank(stranger_);
        vm.expectRevert(nothing("status"));
        directory_.cancel("status");
        vm.prank(stranger_);
        vm.expectRevert(nothing("owner"));
        directory_.effect("owner");
        // The new owner's hold.
        vm.prank(stranger_);
        directory_.announce("status", next);
        vm.warp(block.timestamp + kDelay);
        directory_.effect("status");
        assertEq(directory_.lookUp("status").target, next);
    }

    function test_account_with_delegated_code_is_refused() public {
        address account = address(0x7702);
        vm.etch(account, abi.encodePacked(hex"ef0100", address(status_)));
        vm.prank(owner_);
        vm.expectRevert(abi.encodeWithSelector(Directory.CodeDelegated.selector, account));
        directory_.announce("status", account);
        bytes32[] memory names = new bytes32[](1);
        address[] memory targets = new address[](1);
        (names[0], targets[0]) = ("did", account);
        vm.expectRevert(abi.encodeWithSelector(Directory.CodeDelegated.selector, account));
        new Directory(owner_, kDelay, names, targets);
    }

    function test_look_up_tells_whether_the_code_is_still_the_same() public {
        assertTrue(directory_.lookUp("status").intact, "intact");
        assertFalse(directory_.lookUp("other").intact);
        vm.etch(address(status_), hex"00");
        assertFalse(directory_.lookUp("status").intact);
    }
}

contract DirectoryGasTest is Directories, GasGate {
    function setUp() public {
        vm.warp(1_767_225_600);
        directory_ = deployed(kDelay);
        vm.prank(owner_);
        directory_.announce("status", address(dids_));
        vm.warp(block.timestamp + kDelay);
    }

    /// forge-config: default.isolate = true
    function test_announce() public {
        vm.prank(owner_);
        directory_.announce("schema", address(status_));
        gate("Directory.announce", 0);
    }

    /// forge-config: default.isolate = true
    function test_effect() public {
        directory_.effect("status");
        gate("Directory.effect", 0);
    }
}
