// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {DidRegistry} from "../contracts/DidRegistry.sol";
import {DidSigning} from "./support/DidSigning.sol";
import {Test} from "./support/Test.sol";

/// Calls of all kinds by a few people who act for each other, and what must have come of them.
contract DidActors is DidSigning {
    struct Model {
        DidRegistry.Status status;
        address controller;
        uint256 sequence;
        bytes32 next;
        uint256 changed;
    }

    uint256 public constant kPeople = 4;
    bytes private constant kDocument = "{}";

    mapping(address => Model) public models;
    address[] private people_;

    constructor() {
        for (uint256 person; person < kPeople; person++) {
            people_.push(vm.addr(key_of(person)));
        }
    }

    function registry() external view returns (DidRegistry) {
        return registry_;
    }

    function key_of(uint256 person) public pure returns (uint256) {
        return 0x5000 + person % kPeople;
    }

    function person_of(uint256 person) public view returns (address) {
        return people_[person % kPeople];
    }

    function advance(uint16 blocks) external {
        vm.roll(block.number + uint256(blocks) + 1);
    }

    function create(uint256 sender, bool committed, uint256 next) external {
        address subject = person_of(sender);
        Model storage model = models[subject];
        bytes32 commitment_ = committed ? commitment(key_of(next)) : bytes32(0);
        vm.prank(subject);
        try registry_.create(commitment_, kDocument) {
            assertTrue(model.status == DidRegistry.Status.unknown, "created twice");
            record(subject, DidRegistry.Status.live, subject, commitment_);
        } catch {
            assertTrue(model.status != DidRegistry.Status.unknown, "creation refused");
        }
    }

    function update(uint256 sender, uint256 whose, uint256 sequence, bool right) external {
        address subject = person_of(whose);
        Model storage model = models[subject];
        if (right) sequence = model.sequence;
        bool may = model.status == DidRegistry.Status.live && sequence == model.sequence
            && model.controller == person_of(sender);
        vm.prank(person_of(sender));
        try registry_.update(subject, sequence, 0, kDocument) {
            assertTrue(may, "foreign update");
            record(subject, model.status, model.controller, model.next);
        } catch {
            assertFalse(may);
        }
    }

    function update_signed(uint256 signer, uint256 whose, bool late) external {
        address subject = person_of(whose);
        Model storage model = models[subject];
        uint256 expiry = late ? block.timestamp - 1 : block.timestamp;
        bytes memory signature =
            sign_update(key_of(signer), subject, model.sequence, 0, kDocument, expiry);
        bool may = model.status == DidRegistry.Status.live && !late
            && model.controller == person_of(signer);
        try registry_.updateSigned(subject, model.sequence, 0, kDocument, expiry, signature) {
            assertTrue(may, "foreign signature");
            record(subject, model.status, model.controller, model.next);
        } catch {
            assertFalse(may);
        }
    }

    function rotate(uint256 old, uint256 to, uint256 whose, bool authorized, bool commits)
        external
    {
        address subject = person_of(whose);
        DidRegistry.Rotation memory rotation =
            rotation_to(key_of(to), subject, models[subject].sequence);
        if (commits) rotation.next = commitment(key_of(to % kPeople + 1));
        bool may = may_rotate(old, to, subject, authorized);
        bytes memory acceptance = sign_acceptance(key_of(to), rotation, person_of(to));
        bytes memory authorization;
        if (authorized) authorization = sign_authorization(key_of(old), rotation, person_of(to));
        try registry_.rotate(rotation, acceptance, authorization) {
            assertTrue(may, "foreign rotation");
            record(subject, DidRegistry.Status.live, person_of(to), rotation.next);
        } catch {
            assertFalse(may);
        }
    }

    function may_rotate(uint256 old, uint256 to, address subject, bool authorized)
        private
        returns (bool)
    {
        Model storage model = models[subject];
        bool right = model.next == 0
            ? authorized && model.controller == person_of(old)
            : !authorized && model.next == commitment(key_of(to));
        return model.status == DidRegistry.Status.live && right
            && model.controller != person_of(to);
    }

    function end(uint256 sender, uint256 whose, bool moves, uint8 chance) external {
        // Rarely, or nothing would be left to happen.
        if (chance > 40) return;
        address subject = person_of(whose);
        Model storage model = models[subject];
        bytes memory key = model.next == 0 ? bytes("") : point(key_of(sender));
        bool right = model.next == 0
            ? model.controller == person_of(sender)
            : model.next == commitment(key_of(sender));
        bool may = model.status == DidRegistry.Status.live && right;
        bytes memory call = moves
            ? abi.encodeCall(registry_.move, (subject, model.sequence, "did:weid:x:0x0", key))
            : abi.encodeCall(registry_.deactivate, (subject, model.sequence, key));
        vm.prank(person_of(sender));
        (bool success,) = address(registry_).call(call);
        assertEq(success, may);
        if (success) {
            DidRegistry.Status ended =
                moves ? DidRegistry.Status.moved : DidRegistry.Status.deactivated;
            record(subject, ended, address(0), model.next);
        }
    }

    function record(
        address subject,
        DidRegistry.Status status,
        address controller,
        bytes32 next
    ) private {
        uint256 sequence = models[subject].sequence + 1;
        models[subject] = Model(status, controller, sequence, next, block.number);
    }
}

contract DidRegistryInvariantsTest is Test {
    DidActors private actors_;
    mapping(address => uint256) private seen_;

    function setUp() public {
        vm.warp(1_767_225_600);
        actors_ = new DidActors();
        targetContract(address(actors_));
        bytes4[] memory selectors = new bytes4[](6);
        selectors[0] = DidActors.advance.selector;
        selectors[1] = DidActors.create.selector;
        selectors[2] = DidActors.update.selector;
        selectors[3] = DidActors.update_signed.selector;
        selectors[4] = DidActors.rotate.selector;
        selectors[5] = DidActors.end.selector;
        targetSelector(address(actors_), selectors);
    }

    /// No call but one by whoever may act changed a subject, numbers only grow, an end is the end.
    /// forge-config: default.invariant.fail-on-revert = true
    function invariant_registry_is_what_its_controllers_made_it() public view {
        for (uint256 person; person < actors_.kPeople(); person++) {
            address subject = actors_.person_of(person);
            (
                DidRegistry.Status status,
                address controller,
                uint256 sequence,
                bytes32 next,
                uint256 changed
            ) = actors_.models(subject);
            DidRegistry.Identity memory known = actors_.registry().identity(subject);
            assertTrue(known.status == status, "status");
            assertEq(known.controller, controller);
            assertEq(known.sequence, sequence);
            assertEq(known.changed, changed);
            assertEq(known.next, next);
        }
    }
}
