// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {SchemaRegistry} from "../contracts/SchemaRegistry.sol";
import {CptZero, CptZones} from "../contracts/lib/CptZones.sol";
import {Expired} from "../contracts/lib/Deadline.sol";
import {IActors} from "../contracts/lib/Actors.sol";
import {BadRecipient, NotPermitted} from "../contracts/lib/Parties.sol";
import {SignatureHighS, SignatureInvalid} from "../contracts/lib/Signatures.sol";
import {SchemaSigning} from "./support/SchemaSigning.sol";
import {Wallet} from "./support/Wallet.sol";

contract SchemaRegistryTest is SchemaSigning {
    bytes private constant kBody = '{"type":"object"}';
    bytes private constant kNext = '{"type":"object","required":["name"]}';
    bytes32 private schema_;
    uint256 private expiry_;

    function setUp() public {
        vm.warp(1_767_225_600);
        vm.roll(1000);
        expiry_ = block.timestamp + kDay;
        schema_ = registry_.idOf(publisher_, "degree");
        vm.prank(steward_);
        dids_.create(0, "{}");
        vm.prank(publisher_);
        registry_.register(publisher_, "degree", kBody);
    }

    function refused(address account) private pure returns (bytes memory) {
        return abi.encodeWithSelector(SignatureInvalid.selector, account);
    }

    function not_permitted(address sender, address permitted) private pure returns (bytes memory) {
        return abi.encodeWithSelector(NotPermitted.selector, sender, permitted);
    }

    function conflict(uint256 expected) private pure returns (bytes memory) {
        return abi.encodeWithSelector(SchemaRegistry.SequenceConflict.selector, expected);
    }

    function expect_schema(
        bytes32 id,
        address publisher,
        uint256 version,
        uint256 sequence,
        uint256 changed,
        bytes memory body
    ) private view {
        SchemaRegistry.Schema memory known = registry_.schemaOf(id);
        assertEq(known.publisher, publisher);
        assertEq(known.version, version);
        assertEq(known.sequence, sequence);
        assertEq(known.changed, changed);
        assertEq(known.contentHash, sha256(body));
    }

    function testFuzz_register(bytes32 name, bytes calldata body) public {
        vm.assume(body.length > 0);
        bytes32 id = registry_.idOf(other_, name);
        assertEq(id, keccak256(abi.encode(other_, name)));
        vm.expectEmit(address(registry_));
        emit SchemaRegistry.SchemaRegistered(id, other_, name, body);
        vm.prank(other_);
        registry_.register(other_, name, body);
        expect_schema(id, other_, 1, 1, 1000, body);
    }

    function test_register_twice_is_refused() public {
        vm.prank(publisher_);
        vm.expectRevert(abi.encodeWithSelector(SchemaRegistry.SchemaExists.selector, schema_));
        registry_.register(publisher_, "degree", kNext);
    }

    function test_bodies_are_bounded() public {
        vm.startPrank(publisher_);
        vm.expectRevert(abi.encodeWithSelector(SchemaRegistry.BodySize.selector, 0));
        registry_.register(publisher_, "empty", "");
        vm.expectRevert(abi.encodeWithSelector(SchemaRegistry.BodySize.selector, 24_577));
        registry_.register(publisher_, "long", new bytes(24_577));
        registry_.register(publisher_, "long", new bytes(24_576));
        vm.expectRevert(abi.encodeWithSelector(SchemaRegistry.BodySize.selector, 0));
        registry_.update(schema_, 1, "");
    }

    function test_update_leads_to_the_version_before() public {
        vm.roll(2000);
        vm.expectEmit(address(registry_));
        emit SchemaRegistry.SchemaUpdated(schema_, 2 | (1 << 24) | (1000 << 48), kNext);
        vm.prank(publisher_);
        registry_.update(schema_, 1, kNext);
        expect_schema(schema_, publisher_, 2, 2, 2000, kNext);
    }

    function testFuzz_other_number_is_refused(uint256 sequence) public {
        vm.assume(sequence != 1);
        vm.prank(publisher_);
        vm.expectRevert(conflict(1));
        registry_.update(schema_, sequence, kNext);
    }

    /// The count of operations has 24 bits; after the last nothing is overwritten.
    function test_operations_end_without_overflow() public {
        bytes32 slot = keccak256(abi.encode(schema_, uint256(1)));
        uint256 head = uint256(vm.load(address(registry_), slot));
        assertEq(address(uint160(head)), publisher_);
        vm.store(address(registry_), slot, bytes32(head | (uint256(0xffffff) << 232)));
        vm.prank(publisher_);
        vm.expectRevert(
            abi.encodeWithSelector(SchemaRegistry.TooManyOperations.selector, schema_)
        );
        registry_.update(schema_, 0xffffff, kNext);
    }

    function test_register_signed() public {
        bytes memory signature = sign_register(kOtherKey, other_, "a", kBody, expiry_);
        vm.expectRevert(refused(publisher_));
        registry_.registerSigned(publisher_, "a", kBody, expiry_, signature);
        vm.expectRevert(refused(other_));
        registry_.registerSigned(other_, "a", kNext, expiry_, signature);
        vm.expectRevert(refused(other_));
        registry_.registerSigned(other_, "b", kBody, expiry_, signature);
        vm.prank(relay_);
        registry_.registerSigned(other_, "a", kBody, expiry_, signature);
        expect_schema(registry_.idOf(other_, "a"), other_, 1, 1, 1000, kBody);
    }

    function test_update_signed_and_its_replays() public {
        bytes memory signature = sign_update(kPublisherKey, schema_, 1, kNext, expiry_);
        vm.expectRevert(refused(publisher_));
        registry_.updateSigned(schema_, 1, kBody, expiry_, signature);
        vm.expectRevert(SignatureHighS.selector);
        registry_.updateSigned(schema_, 1, kNext, expiry_, malleated(signature));
        vm.chainId(block.chainid + 1);
        vm.expectRevert(refused(publisher_));
        registry_.updateSigned(schema_, 1, kNext, expiry_, signature);
        vm.chainId(block.chainid - 1);
        SchemaRegistry elsewhere = new SchemaRegistry(IActors(address(dids_)), steward_, 2_000_000);
        vm.prank(publisher_);
        elsewhere.register(publisher_, "degree", kBody);
        vm.expectRevert(refused(publisher_));
        elsewhere.updateSigned(schema_, 1, kNext, expiry_, signature);
        registry_.updateSigned(schema_, 1, kNext, expiry_, signature);
        vm.expectRevert(conflict(2));
        registry_.updateSigned(schema_, 1, kNext, expiry_, signature);
        signature = sign_update(kPublisherKey, schema_, 2, kBody, expiry_);
        vm.warp(expiry_ + 1);
        vm.expectRevert(abi.encodeWithSelector(Expired.selector, expiry_));
        registry_.updateSigned(schema_, 2, kBody, expiry_, signature);
    }

    function test_hand_over() public {
        bytes memory authorization = sign_hand_over(kPublisherKey, schema_, 1, other_, expiry_);
        bytes memory acceptance = sign_hand_over(kOtherKey, schema_, 1, other_, expiry_);
        vm.startPrank(relay_);
        vm.expectRevert(not_permitted(relay_, other_));
        registry_.handOver(schema_, 1, other_, expiry_, authorization, "");
        vm.expectRevert(not_permitted(relay_, publisher_));
        registry_.handOver(schema_, 1, other_, expiry_, "", acceptance);
        vm.expectEmit(address(registry_));
        emit SchemaRegistry.SchemaHandedOver(
            schema_, other_, 1 | (1 << 24) | (1000 << 48)
        );
        registry_.handOver(schema_, 1, other_, expiry_, authorization, acceptance);
        vm.stopPrank();
        expect_schema(schema_, other_, 1, 2, 1000, kBody);
        vm.prank(publisher_);
        vm.expectRevert(not_permitted(publisher_, other_));
        registry_.update(schema_, 2, kNext);
        vm.prank(other_);
        registry_.update(schema_, 2, kNext);
        expect_schema(schema_, other_, 2, 3, 1000, kNext);
        vm.expectRevert(refused(other_));
        registry_.handOver(schema_, 1, publisher_, expiry_, authorization, acceptance);
        vm.prank(other_);
        vm.expectRevert(abi.encodeWithSelector(BadRecipient.selector, address(0)));
        registry_.handOver(schema_, 3, address(0), expiry_, "", "");
    }

    function test_open_zone_is_given_in_order() public {
        vm.expectEmit(address(registry_));
        emit SchemaRegistry.CptAssigned(2_000_000, schema_);
        vm.prank(publisher_);
        assertEq(registry_.claimCpt(schema_), 2_000_000);
        vm.startPrank(other_);
        registry_.register(other_, "a", kBody);
        assertEq(registry_.claimCpt(registry_.idOf(other_, "a")), 2_000_001);
        vm.stopPrank();
        assertEq(registry_.schemaOfCpt(2_000_000), schema_);
        assertEq(registry_.cptOfSchema(schema_).id, 2_000_000);
        assertEq(registry_.cptOfSchema(schema_).assigned, 1000);
        vm.prank(publisher_);
        vm.expectRevert(abi.encodeWithSelector(SchemaRegistry.CptGiven.selector, 2_000_000));
        registry_.claimCpt(schema_);
    }

    function test_claim_signed_holds_once() public {
        bytes memory encoded =
            abi.encode(keccak256("CptClaim(bytes32 schemaId,uint256 expiry)"), schema_, expiry_);
        bytes memory forged = sign_struct(kOtherKey, encoded);
        vm.expectRevert(refused(publisher_));
        registry_.claimCptSigned(schema_, expiry_, forged);
        bytes memory signature = sign_struct(kPublisherKey, encoded);
        vm.prank(relay_);
        assertEq(registry_.claimCptSigned(schema_, expiry_, signature), 2_000_000);
        vm.expectRevert(abi.encodeWithSelector(SchemaRegistry.CptGiven.selector, 2_000_000));
        registry_.claimCptSigned(schema_, expiry_, signature);
        vm.warp(expiry_ + 1);
        vm.expectRevert(abi.encodeWithSelector(Expired.selector, expiry_));
        registry_.claimCptSigned(schema_, expiry_, signature);
    }

    function test_lower_zones_need_the_steward() public {
        bytes memory consent = sign_assign(kPublisherKey, 101, schema_, publisher_, expiry_);
        bytes memory approval = sign_assign(kStewardKey, 101, schema_, publisher_, expiry_);
        vm.startPrank(publisher_);
        vm.expectRevert(not_permitted(publisher_, steward_));
        registry_.assignCpt(101, schema_, expiry_, "", "");
        vm.expectRevert(refused(steward_));
        registry_.assignCpt(102, schema_, expiry_, "", approval);
        vm.stopPrank();
        vm.prank(steward_);
        vm.expectRevert(not_permitted(steward_, publisher_));
        registry_.assignCpt(101, schema_, expiry_, "", "");
        vm.prank(relay_);
        registry_.assignCpt(101, schema_, expiry_, consent, approval);
        assertEq(registry_.schemaOfCpt(101), schema_);
        vm.expectRevert(abi.encodeWithSelector(SchemaRegistry.CptTaken.selector, 101));
        registry_.assignCpt(101, schema_, expiry_, consent, approval);
        vm.prank(steward_);
        vm.expectRevert(abi.encodeWithSelector(SchemaRegistry.CptZoneOpen.selector, 2_000_000));
        registry_.assignCpt(2_000_000, schema_, expiry_, consent, "");
    }

    function test_steward_rotates_and_ends_with_its_identity() public {
        vm.prank(steward_);
        dids_.deactivate(steward_, 1, "");
        bytes memory consent = sign_assign(kPublisherKey, 101, schema_, publisher_, expiry_);
        vm.prank(steward_);
        vm.expectRevert(not_permitted(steward_, address(0)));
        registry_.assignCpt(101, schema_, expiry_, consent, "");
        bytes memory nothing = abi.encodePacked(bytes32(0), bytes32(uint256(1)), uint8(27));
        vm.expectRevert(refused(address(0)));
        registry_.assignCpt(101, schema_, expiry_, consent, nothing);
    }

    function test_zones_and_names() public {
        assertTrue(registry_.zoneOf(1) == CptZones.Zone.system);
        assertTrue(registry_.zoneOf(999) == CptZones.Zone.system);
        assertTrue(registry_.zoneOf(1000) == CptZones.Zone.authority);
        assertTrue(registry_.zoneOf(1_999_999) == CptZones.Zone.authority);
        assertTrue(registry_.zoneOf(2_000_000) == CptZones.Zone.open);
        vm.expectRevert(CptZero.selector);
        registry_.zoneOf(0);
        for (uint256 id = 101; id <= 111; id++) {
            assertTrue(bytes(registry_.systemCptName(id)).length > 0, "unnamed");
            for (uint256 other = 101; other < id; other++) {
                assertTrue(
                    keccak256(bytes(registry_.systemCptName(id)))
                        != keccak256(bytes(registry_.systemCptName(other))),
                    "one name twice"
                );
            }
        }
        assertEq(bytes(registry_.systemCptName(100)).length, 0);
        assertEq(bytes(registry_.systemCptName(112)).length, 0);
    }

    function test_deployment_needs_a_steward_and_a_registry() public {
        vm.expectRevert(abi.encodeWithSelector(BadRecipient.selector, address(0)));
        new SchemaRegistry(IActors(address(dids_)), address(0), 2_000_000);
        vm.expectRevert();
        new SchemaRegistry(IActors(other_), steward_, 2_000_000);
    }

    function test_reentrant_wallet_changes_nothing() public {
        Wallet wallet = new Wallet(other_);
        wallet.act(address(registry_), abi.encodeCall(registry_.register, (address(wallet), "w", kBody)));
        bytes32 id = registry_.idOf(address(wallet), "w");
        bytes memory signature = sign_update(kOtherKey, id, 1, kNext, expiry_);
        wallet.set_mood(Wallet.Mood.calls_back);
        wallet.set_call(address(registry_), abi.encodeCall(registry_.claimCpt, (id)));
        vm.expectRevert(refused(address(wallet)));
        registry_.updateSigned{gas: 5_000_000}(id, 1, kNext, expiry_, signature);
        assertEq(registry_.cptOfSchema(id).id, 0);
    }

    /// WeIdentity's weakness 6: the contract that holds the CPTs takes them from any account.
    function test_weakness_6_unguarded_schema_data() public {
        vm.startPrank(other_, publisher_);
        vm.expectRevert(not_permitted(other_, publisher_));
        registry_.update(schema_, 1, '{"type":"null"}');
        vm.expectRevert(not_permitted(other_, publisher_));
        registry_.claimCpt(schema_);
        // The same name under one's own account is another schema.
        registry_.register(other_, "degree", '{"type":"null"}');
        expect_schema(schema_, publisher_, 1, 1, 1000, kBody);
    }

    /// WeIdentity's weakness 7: an update names its publisher itself, and its signature is not read.
    function test_weakness_7_schema_update_by_impersonation() public {
        bytes memory forged = sign_update(kOtherKey, schema_, 1, kNext, expiry_);
        vm.startPrank(other_);
        vm.expectRevert(refused(publisher_));
        registry_.updateSigned(schema_, 1, kNext, expiry_, forged);
        forged = sign_register(kOtherKey, publisher_, "licence", kNext, expiry_);
        vm.expectRevert(refused(publisher_));
        registry_.registerSigned(publisher_, "licence", kNext, expiry_, forged);
        expect_schema(schema_, publisher_, 1, 1, 1000, kBody);
    }

    /// WeIdentity's weakness 14, the part about CPTs: anybody burns ids, or takes those of others.
    function test_weakness_14_cpt_ids_burned_by_anybody() public {
        vm.startPrank(other_);
        for (uint256 i; i < 10; i++) {
            vm.expectRevert(not_permitted(other_, publisher_));
            registry_.claimCpt(schema_);
        }
        vm.stopPrank();
        vm.prank(publisher_);
        assertEq(registry_.claimCpt(schema_), 2_000_000);
    }
}
