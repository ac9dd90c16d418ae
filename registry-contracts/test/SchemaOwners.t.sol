// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {SchemaRegistry} from "../contracts/SchemaRegistry.sol";
import {IActors, NoAnswer} from "../contracts/lib/Actors.sol";
import {NotPermitted} from "../contracts/lib/Parties.sol";
import {SignatureInvalid} from "../contracts/lib/Signatures.sol";
import {Identities} from "./support/Identities.sol";
import {SchemaSigning} from "./support/SchemaSigning.sol";

/// A schema follows the identity of its publisher; and what befalls CPT ids that others gave.
contract SchemaOwnersTest is SchemaSigning, Identities {
    bytes private constant kBody = '{"type":"object"}';
    uint256 private constant kNewKey = 0x4e70;
    address private new_ = vm.addr(kNewKey);
    bytes32 private schema_;
    uint256 private expiry_;

    function setUp() public {
        vm.warp(1_767_225_600);
        vm.roll(1000);
        expiry_ = block.timestamp + kDay;
        schema_ = registry_.idOf(publisher_, "degree");
        vm.prank(publisher_);
        registry_.register(publisher_, "degree", kBody);
    }

    function not_permitted(address sender, address permitted) private pure returns (bytes memory) {
        return abi.encodeWithSelector(NotPermitted.selector, sender, permitted);
    }

    function refused(address account) private pure returns (bytes memory) {
        return abi.encodeWithSelector(SignatureInvalid.selector, account);
    }

    function sign_claim(uint256 key) private view returns (bytes memory) {
        bytes32 kind = keccak256("CptClaim(bytes32 schemaId,uint256 expiry)");
        return sign_struct(key, abi.encode(kind, schema_, expiry_));
    }

    function expect_powerless(address actor) private {
        bytes memory updating = sign_update(kPublisherKey, schema_, 1, kBody, expiry_);
        bytes memory registering =
            sign_register(kPublisherKey, publisher_, "b", kBody, expiry_);
        bytes memory claiming = sign_claim(kPublisherKey);
        bytes memory consent = sign_assign(kPublisherKey, 101, schema_, publisher_, expiry_);
        bytes memory giving = sign_hand_over(kPublisherKey, schema_, 1, other_, expiry_);
        bytes memory taking = sign_hand_over(kOtherKey, schema_, 1, other_, expiry_);
        vm.expectRevert(refused(actor));
        registry_.updateSigned(schema_, 1, kBody, expiry_, updating);
        vm.expectRevert(refused(actor));
        registry_.registerSigned(publisher_, "b", kBody, expiry_, registering);
        vm.expectRevert(refused(actor));
        registry_.claimCptSigned(schema_, expiry_, claiming);
        vm.expectRevert(refused(actor));
        registry_.handOver(schema_, 1, other_, expiry_, giving, taking);
        vm.prank(steward_);
        vm.expectRevert(refused(actor));
        registry_.assignCpt(101, schema_, expiry_, consent, "");
        vm.startPrank(publisher_);
        vm.expectRevert(not_permitted(publisher_, actor));
        registry_.update(schema_, 1, kBody);
        vm.expectRevert(not_permitted(publisher_, actor));
        registry_.register(publisher_, "another", kBody);
        vm.expectRevert(not_permitted(publisher_, actor));
        registry_.claimCpt(schema_);
        vm.expectRevert(not_permitted(publisher_, actor));
        registry_.handOver(schema_, 1, other_, expiry_, "", taking);
        vm.stopPrank();
    }

    function test_rotated_out_key_loses_the_schema_and_the_new_one_has_it() public {
        rotate(dids_, kPublisherKey, kNewKey);
        expect_powerless(new_);
        vm.startPrank(new_);
        registry_.update(schema_, 1, kBody);
        registry_.register(publisher_, "another", kBody);
        registry_.claimCpt(schema_);
        vm.expectRevert(not_permitted(new_, other_));
        registry_.register(other_, "theirs", kBody);
        vm.stopPrank();
        registry_.updateSigned(
            schema_, 2, kBody, expiry_, sign_update(kNewKey, schema_, 2, kBody, expiry_)
        );
        assertEq(registry_.schemaOf(schema_).publisher, publisher_);
        assertEq(registry_.schemaOf(schema_).version, 3);
    }

    function test_nobody_acts_for_an_identity_that_was_ended() public {
        vm.startPrank(publisher_);
        dids_.create(0, "{}");
        dids_.deactivate(publisher_, 1, "");
        vm.stopPrank();
        expect_powerless(address(0));
    }

    function test_nobody_acts_for_an_identity_that_was_moved() public {
        vm.startPrank(publisher_);
        dids_.create(0, "{}");
        dids_.move(publisher_, 1, "did:weid:other:0x1", "");
        vm.stopPrank();
        expect_powerless(address(0));
    }

    function test_steward_is_whoever_acts_for_it() public {
        rotate(dids_, kStewardKey, kNewKey);
        bytes memory consent = sign_assign(kPublisherKey, 101, schema_, publisher_, expiry_);
        vm.prank(steward_);
        vm.expectRevert(not_permitted(steward_, new_));
        registry_.assignCpt(101, schema_, expiry_, consent, "");
        vm.prank(new_);
        registry_.assignCpt(101, schema_, expiry_, consent, "");
        assertEq(registry_.schemaOfCpt(101), schema_);
    }

    /// The steward approved of an id for this publisher's schema, not for whoever buys the schema.
    function test_approval_of_an_id_does_not_outlive_the_hand_over() public {
        bytes memory approval = sign_assign(kStewardKey, 101, schema_, publisher_, expiry_);
        bytes memory taking = sign_hand_over(kOtherKey, schema_, 1, other_, expiry_);
        vm.prank(publisher_);
        registry_.handOver(schema_, 1, other_, expiry_, "", taking);
        vm.prank(other_);
        vm.expectRevert(refused(steward_));
        registry_.assignCpt(101, schema_, expiry_, "", approval);
        approval = sign_assign(kStewardKey, 101, schema_, other_, expiry_);
        vm.prank(other_);
        registry_.assignCpt(101, schema_, expiry_, "", approval);
        assertEq(registry_.cptOfSchema(schema_).id, 101);
    }

    /// A WeIdentity deployment gave ids up to 2,000,041: taken over, each schema keeps its own.
    function test_open_ids_of_another_deployment_are_kept() public {
        SchemaRegistry later =
            new SchemaRegistry(IActors(address(dids_)), steward_, 2_000_042);
        registry_ = later;
        assertEq(later.openFrom(), 2_000_042);
        vm.startPrank(publisher_);
        later.register(publisher_, "degree", kBody);
        later.register(publisher_, "new", kBody);
        bytes32 fresh = later.idOf(publisher_, "new");
        assertEq(later.claimCpt(fresh), 2_000_042);
        vm.stopPrank();
        bytes memory consent =
            sign_assign(kPublisherKey, 2_000_017, schema_, publisher_, expiry_);
        vm.prank(other_);
        vm.expectRevert(not_permitted(other_, steward_));
        later.assignCpt(2_000_017, schema_, expiry_, consent, "");
        vm.startPrank(steward_);
        vm.expectRevert(
            abi.encodeWithSelector(SchemaRegistry.CptZoneOpen.selector, 2_000_042)
        );
        later.assignCpt(2_000_042, schema_, expiry_, consent, "");
        vm.roll(2000);
        later.assignCpt(2_000_017, schema_, expiry_, consent, "");
        vm.stopPrank();
        assertEq(later.schemaOfCpt(2_000_017), schema_);
        assertEq(later.cptOfSchema(schema_).id, 2_000_017);
        assertEq(later.cptOfSchema(schema_).assigned, 2000);
    }

    function test_deployments_that_are_refused() public {
        uint256[2] memory wrong = [uint256(1_999_999), (1 << 64) + 1];
        for (uint256 i; i < 2; i++) {
            vm.expectRevert(
                abi.encodeWithSelector(SchemaRegistry.OpenFromOutOfRange.selector, wrong[i])
            );
            new SchemaRegistry(IActors(address(dids_)), steward_, wrong[i]);
        }
        vm.mockCall(
            address(0x5a), abi.encodePacked(IActors.actorOf.selector), abi.encode(address(1))
        );
        vm.etch(address(0x5a), hex"00");
        vm.expectRevert(abi.encodeWithSelector(NoAnswer.selector, address(0x5a)));
        new SchemaRegistry(IActors(address(0x5a)), steward_, 2_000_000);
    }

    function test_every_change_leads_to_the_one_before() public {
        vm.roll(2000);
        bytes memory acceptance = sign_hand_over(kOtherKey, schema_, 1, other_, expiry_);
        vm.prank(publisher_);
        vm.expectEmit(address(registry_));
        emit SchemaRegistry.SchemaHandedOver(schema_, other_, 1 | (1 << 24) | (1000 << 48));
        registry_.handOver(schema_, 1, other_, expiry_, "", acceptance);
        assertEq(registry_.schemaOf(schema_).changed, 2000);
        vm.roll(3000);
        vm.prank(other_);
        vm.expectEmit(address(registry_));
        emit SchemaRegistry.SchemaUpdated(schema_, 2 | (2 << 24) | (2000 << 48), kBody);
        registry_.update(schema_, 2, kBody);
        assertEq(registry_.schemaOf(schema_).changed, 3000);
    }
}
