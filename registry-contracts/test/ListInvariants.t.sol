// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {SchemaRegistry} from "../contracts/SchemaRegistry.sol";
import {StatusRegistry} from "../contracts/StatusRegistry.sol";
import {SchemaSigning} from "./support/SchemaSigning.sol";
import {StatusSigning} from "./support/StatusSigning.sol";
import {Test} from "./support/Test.sol";

/// Publishers who write to each other's lists, and what must have come of it.
contract StatusActors is StatusSigning {
    uint256 public constant kPeople = 3;
    uint256 public constant kWords = 2;

    struct Model {
        address publisher;
        uint256 sequence;
        bytes24 root;
        uint256[2] bits;
    }

    /// One permanent list of each, and one other.
    mapping(bytes32 => Model) private models_;
    address[] private people_;

    constructor() {
        for (uint256 person; person < kPeople; person++) {
            people_.push(vm.addr(key_of(person)));
            for (uint256 kind; kind < 2; kind++) {
                address publisher = person_of(person);
                vm.prank(publisher);
                registry_.create(publisher, bytes32(kind), kind == 1, "");
                models_[list_of(person, kind)].publisher = publisher;
            }
        }
    }

    function registry() external view returns (StatusRegistry) {
        return registry_;
    }

    function model(bytes32 id) external view returns (Model memory) {
        return models_[id];
    }

    function person_of(uint256 person) public view returns (address) {
        return people_[person % kPeople];
    }

    function key_of(uint256 person) public pure returns (uint256) {
        return 0x7000 + person % kPeople;
    }

    /// kind 1 is permanent.
    function list_of(uint256 person, uint256 kind) public view returns (bytes32) {
        return registry_.idOf(person_of(person), bytes32(kind % 2));
    }

    function publish(uint256 sender, uint256 whose, uint256 kind, bytes32 root, bool by_signature)
        external
    {
        if (uint256(root) >> 64 == 0) return;
        Model storage known = models_[list_of(whose, kind)];
        bytes32 id = list_of(whose, kind);
        bytes memory call;
        if (by_signature) {
            bytes memory signature =
                sign_publish(key_of(sender), id, known.sequence, root, block.timestamp);
            call = abi.encodeCall(
                registry_.publishSigned, (id, known.sequence, root, block.timestamp, signature)
            );
        } else {
            call = abi.encodeCall(registry_.publish, (id, known.sequence, root));
            vm.prank(person_of(sender));
        }
        (bool success,) = address(registry_).call(call);
        assertEq(success, known.publisher == person_of(sender));
        if (!success) return;
        known.sequence++;
        known.root = bytes24(root);
    }

    function change_bits(uint256 sender, uint256 whose, uint256 kind, uint256 mask, bool clear)
        external
    {
        bytes32 id = list_of(whose, kind);
        Model storage known = models_[id];
        StatusRegistry.Bits[] memory bits = new StatusRegistry.Bits[](1);
        bits[0] = StatusRegistry.Bits(mask % kWords, mask);
        bytes memory call = clear
            ? abi.encodeCall(registry_.clearBits, (id, bits))
            : abi.encodeCall(registry_.setBits, (id, bits));
        vm.prank(person_of(sender));
        (bool success,) = address(registry_).call(call);
        assertEq(
            success, known.publisher == person_of(sender) && !(clear && kind % 2 == 1)
        );
        if (!success) return;
        known.sequence++;
        uint256 word = known.bits[mask % kWords];
        known.bits[mask % kWords] = clear ? word & ~mask : word | mask;
    }

    function hand_over(uint256 sender, uint256 whose, uint256 kind, uint256 to) external {
        bytes32 id = list_of(whose, kind);
        Model storage known = models_[id];
        bytes memory acceptance = sign_hand_over(
            key_of(to), id, known.sequence, person_of(to), block.timestamp
        );
        vm.prank(person_of(sender));
        try registry_.handOver(
            id, known.sequence, person_of(to), block.timestamp, "", acceptance
        ) {
            assertTrue(
                known.publisher == person_of(sender) && known.publisher != person_of(to),
                "foreign hand-over"
            );
            known.publisher = person_of(to);
            known.sequence++;
        } catch {
            assertTrue(
                known.publisher != person_of(sender) || known.publisher == person_of(to),
                "hand-over refused"
            );
        }
    }
}

contract StatusInvariantsTest is Test {
    StatusActors private actors_;

    function setUp() public {
        vm.warp(1_767_225_600);
        actors_ = new StatusActors();
        targetContract(address(actors_));
        bytes4[] memory selectors = new bytes4[](3);
        selectors[0] = StatusActors.publish.selector;
        selectors[1] = StatusActors.change_bits.selector;
        selectors[2] = StatusActors.hand_over.selector;
        targetSelector(address(actors_), selectors);
    }

    /// Only publishers write, numbers only grow, permanent bits stay: the model refuses to clear them.
    /// forge-config: default.invariant.fail-on-revert = true
    function invariant_lists_are_what_their_publishers_made_them() public view {
        for (uint256 i; i < 2 * actors_.kPeople(); i++) {
            bytes32 id = actors_.list_of(i / 2, i % 2);
            StatusActors.Model memory model = actors_.model(id);
            StatusRegistry.List memory list = actors_.registry().list(id);
            assertEq(list.publisher, model.publisher);
            assertEq(list.sequence, model.sequence);
            assertEq(list.permanent, i % 2 == 1);
            assertTrue(list.root == model.root, "root");
            for (uint256 bit; bit < 512; bit += 101) {
                assertEq(
                    actors_.registry().isSet(id, bit),
                    (model.bits[bit / 256] >> (bit % 256)) & 1 == 1
                );
            }
        }
    }
}

/// Publishers of schemas who try to write to each other's.
contract SchemaActors is SchemaSigning {
    uint256 public constant kPeople = 3;

    struct Model {
        uint256 version;
        bytes32 contentHash;
        uint256 cptId;
    }

    mapping(bytes32 => Model) public models;
    uint256 private nextCpt_ = 2_000_000;
    address[] private people_;

    constructor() {
        for (uint256 person; person < kPeople; person++) {
            people_.push(vm.addr(0x8000 + person));
        }
    }

    function registry() external view returns (SchemaRegistry) {
        return registry_;
    }

    function person_of(uint256 person) public view returns (address) {
        return people_[person % kPeople];
    }

    function schema_of(uint256 person) public view returns (bytes32) {
        return registry_.idOf(person_of(person), "schema");
    }

    function register(uint256 sender, bytes calldata body) external {
        Model storage model = models[schema_of(sender)];
        vm.prank(person_of(sender));
        try registry_.register(person_of(sender), "schema", body) {
            assertEq(model.version, 0);
            model.version = 1;
            model.contentHash = sha256(body);
        } catch {
            assertTrue(model.version != 0 || body.length == 0, "registration refused");
        }
    }

    function update(uint256 sender, uint256 whose, bytes calldata body) external {
        Model storage model = models[schema_of(whose)];
        bytes32 id = schema_of(whose);
        vm.prank(person_of(sender));
        try registry_.update(id, model.version, body) {
            assertEq(person_of(sender), person_of(whose));
            model.version++;
            model.contentHash = sha256(body);
        } catch {
            assertTrue(
                person_of(sender) != person_of(whose) || model.version == 0 || body.length == 0,
                "update refused"
            );
        }
    }

    function claim(uint256 sender, uint256 whose) external {
        Model storage model = models[schema_of(whose)];
        bytes32 id = schema_of(whose);
        vm.prank(person_of(sender));
        try registry_.claimCpt(id) returns (uint256 cptId) {
            assertEq(person_of(sender), person_of(whose));
            assertEq(model.cptId, 0);
            assertEq(cptId, nextCpt_++);
            model.cptId = cptId;
        } catch {
            assertTrue(
                person_of(sender) != person_of(whose) || model.version == 0 || model.cptId != 0,
                "claim refused"
            );
        }
    }
}

contract SchemaInvariantsTest is Test {
    SchemaActors private actors_;

    function setUp() public {
        actors_ = new SchemaActors();
        targetContract(address(actors_));
        bytes4[] memory selectors = new bytes4[](3);
        selectors[0] = SchemaActors.register.selector;
        selectors[1] = SchemaActors.update.selector;
        selectors[2] = SchemaActors.claim.selector;
        targetSelector(address(actors_), selectors);
    }

    /// forge-config: default.invariant.fail-on-revert = true
    function invariant_schemas_are_what_their_publishers_made_them() public view {
        for (uint256 person; person < actors_.kPeople(); person++) {
            bytes32 id = actors_.schema_of(person);
            (uint256 version, bytes32 contentHash, uint256 cptId) = actors_.models(id);
            SchemaRegistry.Schema memory schema = actors_.registry().schemaOf(id);
            assertEq(schema.version, version);
            assertEq(schema.contentHash, contentHash);
            assertEq(schema.publisher, version == 0 ? address(0) : actors_.person_of(person));
            assertEq(actors_.registry().cptOfSchema(id).id, cptId);
            if (cptId != 0) assertEq(actors_.registry().schemaOfCpt(cptId), id);
        }
    }
}
