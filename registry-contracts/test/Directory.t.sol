// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Directory} from "../contracts/Directory.sol";
import {DidRegistry} from "../contracts/DidRegistry.sol";
import {StatusRegistry} from "../contracts/StatusRegistry.sol";
import {IActors} from "../contracts/lib/Owners.sol";
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
        emit Directory.Announced("did", next, next.codehash, from);
        vm.prank(owner_);
        directory_.announce("did", next);
        assertEq(directory_.announced("did").from, from);
        vm.warp(block.timestamp + wait);
        vm.expectRevert(abi.encodeWithSelector(Directory.TooEarly.selector, from));
        directory_.effect("did");
        assertEq(directory_.lookUp("did").target, address(dids_));
        vm.warp(from);
        vm.expectEmit(address(directory_));
        emit Directory.Named("did", next, next.codehash);
        vm.prank(stranger_);
        directory_.effect("did");
        assertEq(directory_.lookUp("did").target, next);
        assertEq(directory_.names().length, 2);
        vm.expectRevert(nothing("did"));
        directory_.effect("did");
    }

    /// FISCO BCOS counts milliseconds; two days stay two days.
    function test_delay_on_a_chain_of_milliseconds() public {
        uint256 start = 1_767_225_600;
        vm.warp(start * 1000);
        vm.prank(owner_);
        directory_.announce("did", address(status_));
        assertEq(directory_.announced("did").from, start + kDelay);
        vm.warp((start + kDelay) * 1000 - 1);
        vm.expectRevert(abi.encodeWithSelector(Directory.TooEarly.selector, start + kDelay));
        directory_.effect("did");
        vm.warp((start + kDelay) * 1000);
        directory_.effect("did");
    }

    function test_announcing_again_starts_the_time_again() public {
        vm.startPrank(owner_);
        directory_.announce("did", address(status_));
        vm.warp(block.timestamp + kDelay - 1);
        directory_.announce("did", address(status_));
        vm.warp(block.timestamp + 1);
        vm.expectRevert(
            abi.encodeWithSelector(Directory.TooEarly.selector, block.timestamp + kDelay - 1)
        );
        directory_.effect("did");
    }

    function testFuzz_only_the_owner(address sender) public {
        vm.assume(sender != owner_);
        vm.startPrank(sender, owner_);
        vm.expectRevert(not_owner(sender));
        directory_.announce("did", address(status_));
        vm.expectRevert(not_owner(sender));
        directory_.announceOwner(sender);
        vm.expectRevert(not_owner(sender));
        directory_.cancel("did");
    }

    function test_cancelled_changes_are_not_made() public {
        vm.startPrank(owner_);
        vm.expectRevert(nothing("did"));
        directory_.cancel("did");
        directory_.announce("did", address(status_));
        vm.expectEmit(address(directory_));
        emit Directory.Cancelled("did", address(status_));
        directory_.cancel("did");
        vm.warp(block.timestamp + kDelay);
        vm.expectRevert(nothing("did"));
        directory_.effect("did");
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
        directory_.announce("did", target);
        vm.etch(target, hex"00");
        vm.warp(block.timestamp + kDelay);
        vm.expectRevert(abi.encodeWithSelector(Directory.CodeChanged.selector, target));
        directory_.effect("did");
    }

    function test_what_cannot_be_named() public {
        vm.startPrank(owner_);
        vm.expectRevert(Directory.BadName.selector);
        directory_.announce("", address(status_));
        vm.expectRevert(Directory.BadName.selector);
        directory_.announce("owner", address(status_));
        vm.expectRevert(abi.encodeWithSelector(Directory.NoCode.selector, stranger_));
        directory_.announce("did", stranger_);
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
        directory_.announce("did", address(status_));
    }

    /// WeIdentity's weakness 14: who may is asked of tx.origin, so a committee member who calls any
    /// contract lends it the committee's rights.
    function test_weakness_14_roles_by_origin() public {
        Wallet trap = new Wallet(stranger_);
        vm.prank(owner_, owner_);
        vm.expectRevert(not_owner(address(trap)));
        trap.act(
            address(directory_), abi.encodeCall(directory_.announce, ("did", address(status_)))
        );
    }

    /// WeIdentity's weakness 15: its list of deployments runs for ever above 255 of them, and
    /// anybody changes their state.
    function test_weakness_15_directory_that_runs_for_ever() public {
        test_names_are_bounded();
        vm.prank(owner_);
        directory_.announce("did", address(0));
        vm.warp(block.timestamp + kDelay);
        uint256 before = gasleft();
        directory_.effect("did");
        assertLe(before - gasleft(), 150_000);
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
        directory_.announce("did", address(status_));
        gate("Directory.announce", 0);
    }

    /// forge-config: default.isolate = true
    function test_effect() public {
        directory_.effect("status");
        gate("Directory.effect", 0);
    }
}
