// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Batch} from "./lib/Batch.sol";
import {CptZones} from "./lib/CptZones.sol";
import {BadRecipient, Parties} from "./lib/Parties.sol";
import {sha256Of} from "./lib/Sha256.sol";

/// @notice What the schema registry asks of the DID registry.
interface IControllers {
    /// @notice Who may act for a subject now; zero if nobody may.
    function controllerOf(address subject) external view returns (address);
}

/// @title Schemas of credentials of one chain (WeIdentity's CPTs)
/// @notice A schema belongs to the publisher that registered it, under a name of its own choice: its
/// id is keccak256(abi.encode(creator, name)), so nobody can take another's. Its body stands in
/// events, one version after the other, which lead from each to the one before; the registry keeps
/// the SHA-256 of the last. Numeric CPT ids are aliases of schemas, given once and never again, by the zones
/// of WeIdentity (CptZones).
/// @dev Operations of one schema are numbered from 0, and each names its number.
contract SchemaRegistry is Batch, Parties {
    /// What the registry knows of a schema.
    struct Schema {
        /// Who may publish versions; zero for a schema that there is not.
        address publisher;
        /// Block of the last version.
        uint256 changed;
        /// The last version, from 1.
        uint256 version;
        /// Number of operations, which is that of the next one.
        uint256 sequence;
        /// SHA-256 of the last version's body.
        bytes32 contentHash;
    }

    /// @notice A new schema: its first version, whose operation has the number 0.
    /// @param schemaId the schema's id
    /// @param publisher who registered it
    /// @param name what the creator calls it
    /// @param body a JSON Schema
    event SchemaRegistered(
        bytes32 indexed schemaId, address indexed publisher, bytes32 name, bytes body
    );
    /// @notice The next version of a schema.
    /// @param place bits 0–23: the version; bits 24–47: the operation's number; bits 48–95: the block
    /// of the version before
    event SchemaUpdated(bytes32 indexed schemaId, uint256 place, bytes body);
    /// @notice Another publisher from here on.
    event SchemaHandedOver(
        bytes32 indexed schemaId, uint256 indexed sequence, address indexed publisher
    );
    /// @notice A schema's numeric id, for good.
    event CptAssigned(uint256 indexed cptId, bytes32 indexed schemaId);

    /// The publisher has a schema of this name.
    error SchemaExists(bytes32 schemaId);
    /// There is no such schema.
    error SchemaUnknown(bytes32 schemaId);
    /// Another operation took this number; the next one is `expected`.
    error SequenceConflict(uint256 expected);
    /// A schema takes 16,777,215 operations.
    error TooManyOperations(bytes32 schemaId);
    /// A body has 1 to 24,576 bytes.
    error BodySize(uint256 bytes_);
    /// The CPT id stands for another schema.
    error CptTaken(uint256 cptId);
    /// The schema has this CPT id already.
    error CptGiven(uint256 cptId);
    /// Ids of this zone are given in order: claimCpt().
    error CptZoneOpen(uint256 cptId);

    /// The longest body.
    uint256 public constant kMaxBody = 24_576;

    /// The DID registry that knows the steward's controller.
    IControllers public immutable dids;
    /// The subject whose controller assigns ids below 2,000,000.
    address public immutable steward;

    bytes32 private constant kRegister =
        keccak256("SchemaRegister(address publisher,bytes32 name,bytes body,uint256 expiry)");
    bytes32 private constant kUpdate = keccak256(
        "SchemaUpdate(bytes32 schemaId,uint256 sequence,uint256 expiry,bytes body)"
    );
    bytes32 private constant kHandOver = keccak256(
        "SchemaHandOver(bytes32 schemaId,uint256 sequence,uint256 expiry,address publisher)"
    );
    bytes32 private constant kAssign =
        keccak256("CptAssign(uint256 cptId,bytes32 schemaId,uint256 expiry)");

    struct Entry {
        // bits 0–159 publisher, 160–207 block of the last version, 208–231 the last version,
        // 232–255 number of operations
        uint256 head;
        bytes32 contentHash;
    }

    uint256 private constant kChangedAt = 160;
    uint256 private constant kVersionAt = 208;
    uint256 private constant kSequenceAt = 232;
    uint256 private constant kMaxCount = type(uint24).max;

    uint256 private nextOpen_ = CptZones.kOpenFrom;
    mapping(bytes32 schemaId => Entry) private schemas_;
    mapping(uint256 cptId => bytes32 schemaId) private schemaOfCpt_;
    mapping(bytes32 schemaId => uint256 cptId) private cptOfSchema_;

    /// @param dids_ the DID registry of this deployment
    /// @param steward_ the subject that keeps WeIdentity's system and authority zones
    constructor(IControllers dids_, address steward_) {
        if (steward_ == address(0)) revert BadRecipient(steward_);
        // A registry that cannot be asked would leave those zones without anybody, for good.
        dids_.controllerOf(steward_);
        dids = dids_;
        steward = steward_;
    }

    /// @notice Registers a schema of the sender's.
    /// @param name the schema's name among its creator's
    /// @param body a JSON Schema
    function register(bytes32 name, bytes calldata body) external {
        _register(msg.sender, name, body);
    }

    /// @notice The same for `publisher`, by its signature over SchemaRegister.
    function registerSigned(
        address publisher,
        bytes32 name,
        bytes calldata body,
        uint256 expiry,
        bytes calldata signature
    ) external {
        bytes32 hash = keccak256(abi.encode(kRegister, publisher, name, keccak256(body), expiry));
        _checkSigned(publisher, hash, expiry, signature);
        _register(publisher, name, body);
    }

    /// @notice Publishes the next version.
    /// @param sequence the operation's number, which must be the schema's next
    function update(bytes32 schemaId, uint256 sequence, bytes calldata body) external {
        _checkSender(_publisher(schemaId));
        _update(schemaId, sequence, body);
    }

    /// @notice The same by the publisher's signature over SchemaUpdate.
    function updateSigned(
        bytes32 schemaId,
        uint256 sequence,
        bytes calldata body,
        uint256 expiry,
        bytes calldata signature
    ) external {
        bytes32 hash =
            keccak256(abi.encode(kUpdate, schemaId, sequence, expiry, keccak256(body)));
        _checkSigned(_publisher(schemaId), hash, expiry, signature);
        _update(schemaId, sequence, body);
    }

    /// @notice Gives the schema to another publisher; its id stays. Both agree, each as the sender or
    /// by a signature over SchemaHandOver (empty for the sender).
    function handOver(
        bytes32 schemaId,
        uint256 sequence,
        address publisher,
        uint256 expiry,
        bytes calldata authorization,
        bytes calldata acceptance
    ) external {
        address current = _publisher(schemaId);
        if (publisher == address(0) || publisher == current) revert BadRecipient(publisher);
        bytes32 hash = keccak256(abi.encode(kHandOver, schemaId, sequence, expiry, publisher));
        _checkParty(current, hash, expiry, authorization);
        _checkParty(publisher, hash, expiry, acceptance);
        uint256 head = _at(schemaId, sequence);
        schemas_[schemaId].head = _head(publisher, _changed(head), _version(head), sequence + 1);
        emit SchemaHandedOver(schemaId, sequence, publisher);
    }

    /// @notice Gives the sender's schema the next free CPT id of the open zone, from 2,000,000.
    /// @return cptId the id
    function claimCpt(bytes32 schemaId) external returns (uint256 cptId) {
        _checkSender(_publisher(schemaId));
        cptId = nextOpen_;
        nextOpen_ = cptId + 1;
        _assign(cptId, schemaId);
    }

    /// @notice Gives a schema a CPT id below 2,000,000. Its publisher and the steward's controller
    /// agree, each as the sender or by a signature over CptAssign (empty for the sender).
    /// @param cptId the id, which no schema has
    /// @param consent by the schema's publisher
    /// @param approval by the steward's controller
    function assignCpt(
        uint256 cptId,
        bytes32 schemaId,
        uint256 expiry,
        bytes calldata consent,
        bytes calldata approval
    ) external {
        if (CptZones.zoneOf(cptId) == CptZones.Zone.open) revert CptZoneOpen(cptId);
        bytes32 hash = keccak256(abi.encode(kAssign, cptId, schemaId, expiry));
        _checkParty(_publisher(schemaId), hash, expiry, consent);
        _checkParty(dids.controllerOf(steward), hash, expiry, approval);
        _assign(cptId, schemaId);
    }

    /// @notice The id of the schema that `creator` calls `name`, whether it exists or not.
    function idOf(address creator, bytes32 name) public pure returns (bytes32) {
        return keccak256(abi.encode(creator, name));
    }

    /// @notice What the registry knows of a schema; a publisher of zero if there is none.
    function schemaOf(bytes32 schemaId) external view returns (Schema memory) {
        Entry storage entry = schemas_[schemaId];
        uint256 head = entry.head;
        return Schema({
            publisher: address(uint160(head)),
            changed: _changed(head),
            version: _version(head),
            sequence: head >> kSequenceAt,
            contentHash: entry.contentHash
        });
    }

    /// @notice The schema of a CPT id, or zero.
    function schemaOfCpt(uint256 cptId) external view returns (bytes32) {
        return schemaOfCpt_[cptId];
    }

    /// @notice The CPT id of a schema, or zero.
    function cptOfSchema(bytes32 schemaId) external view returns (uint256) {
        return cptOfSchema_[schemaId];
    }

    /// @notice Whom the zone of a CPT id is for.
    function zoneOf(uint256 cptId) external pure returns (CptZones.Zone) {
        return CptZones.zoneOf(cptId);
    }

    /// @notice What WeIdentity uses a system CPT for; empty where it gave the id no meaning.
    function systemCptName(uint256 cptId) external pure returns (string memory) {
        return CptZones.nameOf(cptId);
    }

    function _register(address publisher, bytes32 name, bytes calldata body) private {
        bytes32 schemaId = idOf(publisher, name);
        Entry storage entry = schemas_[schemaId];
        if (entry.head != 0) revert SchemaExists(schemaId);
        entry.head = _head(publisher, block.number, 1, 1);
        entry.contentHash = _contentHash(body);
        emit SchemaRegistered(schemaId, publisher, name, body);
    }

    function _update(bytes32 schemaId, uint256 sequence, bytes calldata body) private {
        uint256 head = _at(schemaId, sequence);
        bytes32 contentHash = _contentHash(body);
        uint256 version = _version(head) + 1;
        schemas_[schemaId] = Entry(
            _head(address(uint160(head)), block.number, version, sequence + 1), contentHash
        );
        uint256 place = version | (sequence << 24) | (_changed(head) << 48);
        emit SchemaUpdated(schemaId, place, body);
    }

    /// @dev The head of a schema whose next operation is `sequence`.
    function _at(bytes32 schemaId, uint256 sequence) private view returns (uint256 head) {
        head = schemas_[schemaId].head;
        if (head >> kSequenceAt != sequence) revert SequenceConflict(head >> kSequenceAt);
        if (sequence == kMaxCount) revert TooManyOperations(schemaId);
    }

    /// @dev There are never more versions than operations, whose number _at() bounds.
    function _head(address publisher, uint256 changed, uint256 version, uint256 sequence)
        private
        pure
        returns (uint256)
    {
        return uint256(uint160(publisher)) | (changed << kChangedAt) | (version << kVersionAt)
            | (sequence << kSequenceAt);
    }

    function _changed(uint256 head) private pure returns (uint256) {
        return (head >> kChangedAt) & type(uint48).max;
    }

    function _version(uint256 head) private pure returns (uint256) {
        return (head >> kVersionAt) & kMaxCount;
    }

    function _contentHash(bytes calldata body) private view returns (bytes32) {
        if (body.length == 0 || body.length > kMaxBody) revert BodySize(body.length);
        return sha256Of(body);
    }

    function _assign(uint256 cptId, bytes32 schemaId) private {
        if (schemaOfCpt_[cptId] != 0) revert CptTaken(cptId);
        if (cptOfSchema_[schemaId] != 0) revert CptGiven(cptOfSchema_[schemaId]);
        schemaOfCpt_[cptId] = schemaId;
        cptOfSchema_[schemaId] = cptId;
        emit CptAssigned(cptId, schemaId);
    }

    function _publisher(bytes32 schemaId) private view returns (address) {
        address publisher = address(uint160(schemas_[schemaId].head));
        if (publisher == address(0)) revert SchemaUnknown(schemaId);
        return publisher;
    }

    function _domainName() internal pure override returns (string memory) {
        return "Deed SchemaRegistry";
    }
}
