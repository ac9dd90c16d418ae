// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Batch} from "./lib/Batch.sol";
import {CptZero, CptZones} from "./lib/CptZones.sol";
import {IActors} from "./lib/Actors.sol";
import {Owners} from "./lib/Owners.sol";
import {BadRecipient} from "./lib/Parties.sol";
import {sha256Of} from "./lib/Sha256.sol";

/// @title Schemas of credentials of one chain (WeIdentity's CPTs)
/// @notice A schema belongs to the publisher that registered it, under a name of its own choice: its
/// id is keccak256(abi.encode(creator, name)), so nobody can take another's. A publisher is a subject of
/// the DidRegistry, or an account that has no identity there: who may act for it is asked at each
/// operation. Its body stands in events, one version after the other; the registry keeps the SHA-256
/// of the last. Numeric CPT ids are aliases of schemas, given once and never again, by the zones of
/// WeIdentity (CptZones).
/// @dev Operations of one schema are numbered from 0, and each names its number. Their events lead from
/// each to the one before.
contract SchemaRegistry is Batch, Owners {
    /// What the registry knows of a schema.
    struct Schema {
        /// Whose it is; zero for a schema that there is not.
        address publisher;
        /// Block of the last operation.
        uint256 changed;
        /// The last version, from 1.
        uint256 version;
        /// Number of operations, which is that of the next one.
        uint256 sequence;
        /// SHA-256 of the last version's body.
        bytes32 contentHash;
    }

    /// The numeric id of a schema.
    struct Cpt {
        /// Zero if it has none.
        uint256 id;
        /// Block in which it was given.
        uint256 assigned;
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
    /// of the operation before
    event SchemaUpdated(bytes32 indexed schemaId, uint256 place, bytes body);
    /// @notice Another publisher from here on.
    /// @param place as in SchemaUpdated, with the version as it stays
    event SchemaHandedOver(
        bytes32 indexed schemaId, address indexed publisher, uint256 place
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
    /// Ids from `openFrom` are given in order: claimCpt().
    error CptZoneOpen(uint256 cptId);
    /// Claims begin at 2,000,000 to 2^64.
    error OpenFromOutOfRange(uint256 openFrom);

    /// The longest body.
    uint256 public constant kMaxBody = 24_576;

    /// The account whose actor assigns ids below `openFrom`.
    address public immutable steward;
    /// The first id that claimCpt() gives. Where CPTs come from a WeIdentity deployment it is above
    /// the highest of that, so that each keeps its id: those from 2,000,000 up to here are assigned.
    uint256 public immutable openFrom;

    bytes32 private constant kRegister =
        keccak256("SchemaRegister(address publisher,bytes32 name,bytes body,uint256 expiry)");
    bytes32 private constant kUpdate = keccak256(
        "SchemaUpdate(bytes32 schemaId,uint256 sequence,uint256 expiry,bytes body)"
    );
    bytes32 private constant kHandOver = keccak256(
        "SchemaHandOver(bytes32 schemaId,uint256 sequence,uint256 expiry,address publisher)"
    );
    bytes32 private constant kClaim = keccak256("CptClaim(bytes32 schemaId,uint256 expiry)");
    bytes32 private constant kAssign =
        keccak256("CptAssign(uint256 cptId,bytes32 schemaId,address publisher,uint256 expiry)");

    struct Entry {
        // bits 0–159 publisher, 160–207 block of the last operation, 208–231 the last version,
        // 232–255 number of operations
        uint256 head;
        bytes32 contentHash;
    }

    uint256 private constant kChangedAt = 160;
    uint256 private constant kVersionAt = 208;
    uint256 private constant kSequenceAt = 232;
    uint256 private constant kMaxCount = type(uint24).max;

    uint256 private nextOpen_;
    mapping(bytes32 schemaId => Entry) private schemas_;
    mapping(uint256 cptId => bytes32 schemaId) private schemaOfCpt_;
    // bits 0–207 the CPT id, 208–255 the block in which it was given
    mapping(bytes32 schemaId => uint256 cpt) private cptOfSchema_;

    uint256 private constant kAssignedAt = 208;

    /// @param dids the DID registry of this deployment
    /// @param steward_ the subject that keeps WeIdentity's system and authority zones
    /// @param openFrom_ the first id that is given in order: 2,000,000, or above the highest CPT id of
    /// the deployment that this one takes over
    constructor(IActors dids, address steward_, uint256 openFrom_) Owners(dids) {
        if (steward_ == address(0)) revert BadRecipient(steward_);
        if (openFrom_ < CptZones.kOpenFrom || openFrom_ > 1 << 64) {
            revert OpenFromOutOfRange(openFrom_);
        }
        steward = steward_;
        openFrom = openFrom_;
        nextOpen_ = openFrom_;
    }

    /// @notice Registers a schema of the publisher for whom the sender acts.
    /// @param publisher whose it is
    /// @param name the schema's name among its creator's
    /// @param body a JSON Schema
    function register(address publisher, bytes32 name, bytes calldata body) external {
        _checkSender(_actorOf(publisher));
        _register(publisher, name, body);
    }

    /// @notice The same by the signature over SchemaRegister of whoever acts for the publisher.
    function registerSigned(
        address publisher,
        bytes32 name,
        bytes calldata body,
        uint256 expiry,
        bytes calldata signature
    ) external {
        bytes32 hash = keccak256(abi.encode(kRegister, publisher, name, keccak256(body), expiry));
        _checkSigned(_actorOf(publisher), hash, expiry, signature);
        _register(publisher, name, body);
    }

    /// @notice Publishes the next version.
    /// @param sequence the operation's number, which must be the schema's next
    function update(bytes32 schemaId, uint256 sequence, bytes calldata body) external {
        _checkSender(_actor(schemaId));
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
        _checkSigned(_actor(schemaId), hash, expiry, signature);
        _update(schemaId, sequence, body);
    }

    /// @notice Gives the schema to another publisher; its id stays. Those who act for the two agree,
    /// each as the sender or by a signature over SchemaHandOver (empty for the sender).
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
        _checkParty(_actorOf(current), hash, expiry, authorization);
        _checkParty(_actorOf(publisher), hash, expiry, acceptance);
        uint256 head = _at(schemaId, sequence);
        schemas_[schemaId].head = _head(publisher, block.number, _version(head), sequence + 1);
        emit SchemaHandedOver(schemaId, publisher, _place(head, _version(head), sequence));
    }

    /// @notice Gives a schema the next free CPT id of the open zone, from `openFrom`.
    /// @return cptId the id
    function claimCpt(bytes32 schemaId) external returns (uint256 cptId) {
        _checkSender(_actor(schemaId));
        return _claim(schemaId);
    }

    /// @notice The same by the publisher's signature over CptClaim, which holds once: a schema has
    /// at most one CPT id.
    /// @return cptId the id
    function claimCptSigned(bytes32 schemaId, uint256 expiry, bytes calldata signature)
        external
        returns (uint256 cptId)
    {
        bytes32 hash = keccak256(abi.encode(kClaim, schemaId, expiry));
        _checkSigned(_actor(schemaId), hash, expiry, signature);
        return _claim(schemaId);
    }

    /// @notice Gives a schema a CPT id below `openFrom`. Those who act for its publisher and for the
    /// steward agree, each as the sender or by a signature over CptAssign (empty for the sender),
    /// which names the publisher: after a hand-over it no longer holds.
    /// @param cptId the id, which no schema has
    /// @param consent for the schema's publisher
    /// @param approval for the steward
    function assignCpt(
        uint256 cptId,
        bytes32 schemaId,
        uint256 expiry,
        bytes calldata consent,
        bytes calldata approval
    ) external {
        if (cptId == 0) revert CptZero();
        if (cptId >= openFrom) revert CptZoneOpen(cptId);
        address publisher = _publisher(schemaId);
        bytes32 hash = keccak256(abi.encode(kAssign, cptId, schemaId, publisher, expiry));
        _checkParty(_actorOf(publisher), hash, expiry, consent);
        _checkParty(_actorOf(steward), hash, expiry, approval);
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

    /// @notice The CPT id of a schema, and since when; zeros if it has none.
    function cptOfSchema(bytes32 schemaId) external view returns (Cpt memory) {
        uint256 cpt = cptOfSchema_[schemaId];
        return Cpt(_cptId(cpt), cpt >> kAssignedAt);
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
        emit SchemaUpdated(schemaId, _place(head, version, sequence), body);
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

    /// @dev The place of the operation that follows this head.
    function _place(uint256 head, uint256 version, uint256 sequence)
        private
        pure
        returns (uint256)
    {
        return version | (sequence << 24) | (_changed(head) << 48);
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

    function _claim(bytes32 schemaId) private returns (uint256 cptId) {
        cptId = nextOpen_;
        nextOpen_ = cptId + 1;
        _assign(cptId, schemaId);
    }

    function _assign(uint256 cptId, bytes32 schemaId) private {
        if (schemaOfCpt_[cptId] != 0) revert CptTaken(cptId);
        uint256 given = cptOfSchema_[schemaId];
        if (given != 0) revert CptGiven(_cptId(given));
        schemaOfCpt_[cptId] = schemaId;
        cptOfSchema_[schemaId] = cptId | (block.number << kAssignedAt);
        emit CptAssigned(cptId, schemaId);
    }

    function _cptId(uint256 cpt) private pure returns (uint256) {
        return cpt & ((1 << kAssignedAt) - 1);
    }

    function _actor(bytes32 schemaId) private view returns (address) {
        return _actorOf(_publisher(schemaId));
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
