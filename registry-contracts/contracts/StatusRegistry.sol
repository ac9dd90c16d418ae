// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Batch} from "./lib/Batch.sol";
import {IActors} from "./lib/Actors.sol";
import {Owners} from "./lib/Owners.sol";
import {BadRecipient} from "./lib/Parties.sol";

/// @title Status lists of one chain
/// @notice A list belongs to the publisher that created it, under a name of its own choice: its id
/// is keccak256(abi.encode(creator, name)), so nobody can take another's. A publisher is a subject of
/// the DidRegistry, or an account that has no identity there: who may act for it is asked at each
/// operation, so a key that was rotated out or whose identity was ended publishes nothing. Each
/// publication names the list's new root, the SHA-256 of the whole list as it is handed out; past roots
/// stand in events, which lead from each to the one before. A list may have a bitmap besides, for
/// contracts that ask for one credential. In a permanent list (revocation) a bit that is set stays set.
/// @dev Operations of one list are numbered from 0; each names its number, but the setting and clearing
/// of bits by whoever acts for the publisher itself, which take the next one.
contract StatusRegistry is Batch, Owners {
    /// What the registry knows of a list.
    struct List {
        /// Whose it is; zero for a list that there is not.
        address publisher;
        /// Whether bits stay set.
        bool permanent;
        /// Block of the list's creation.
        uint256 created;
        /// Block of the last operation, or of the creation before the first.
        uint256 changed;
        /// Number of operations, which is that of the next one.
        uint256 sequence;
        /// The first 24 bytes of the current root; zero before the first publication.
        bytes24 root;
    }

    /// Some bits of one word of the bitmap: bit i of word w is credential 256 w + i.
    struct Bits {
        uint256 word;
        uint256 mask;
    }

    /// @notice A new list.
    /// @param listId its id
    /// @param publisher who created it
    /// @param name what the creator calls it
    /// @param permanent whether bits stay set
    /// @param uri where the list is handed out, or empty
    event ListCreated(
        bytes32 indexed listId,
        address indexed publisher,
        bytes32 name,
        bool permanent,
        string uri
    );
    /// @notice The list's root from here on.
    /// @param root SHA-256 of the list
    /// @param place bits 0–47: the operation's number; bits 48–95: the block of the one before, or of
    /// the creation
    event RootPublished(bytes32 indexed listId, bytes32 indexed root, uint256 place);
    /// @notice Another publisher from here on.
    event ListHandedOver(bytes32 indexed listId, address indexed publisher, uint256 place);
    /// @notice These bits of a word are set; others of the word stay as they were. The words of one
    /// operation have the same place.
    event BitsSet(bytes32 indexed listId, uint256 indexed word, uint256 mask, uint256 place);
    /// @notice These bits of a word are clear; others of the word stay as they were.
    event BitsCleared(bytes32 indexed listId, uint256 indexed word, uint256 mask, uint256 place);

    /// The publisher has a list of this name.
    error ListExists(bytes32 listId);
    /// There is no such list.
    error ListUnknown(bytes32 listId);
    /// Another operation took this number; the next one is `expected`.
    error SequenceConflict(uint256 expected);
    /// The first 24 bytes of a root are not all zero.
    error RootIsZero();
    /// A list takes 16,777,215 operations.
    error TooManyOperations(bytes32 listId);
    /// Bits of a permanent list cannot be cleared.
    error ListPermanent(bytes32 listId);
    /// One call changes 1 to 256 words.
    error WordCount(uint256 words);

    /// The most words that one call changes.
    uint256 public constant kMaxWords = 256;

    bytes32 private constant kBits = keccak256("Bits(uint256 word,uint256 mask)");
    bytes32 private constant kCreate = keccak256(
        "StatusCreate(address publisher,bytes32 name,bool permanent,string uri,uint256 expiry)"
    );
    bytes32 private constant kPublish = keccak256(
        "StatusPublish(bytes32 listId,uint256 sequence,uint256 expiry,bytes32 root)"
    );
    bytes32 private constant kSetBits = keccak256(
        "StatusSetBits(bytes32 listId,uint256 sequence,uint256 expiry,Bits[] bits)Bits(uint256 word,uint256 mask)"
    );
    bytes32 private constant kClearBits = keccak256(
        "StatusClearBits(bytes32 listId,uint256 sequence,uint256 expiry,Bits[] bits)Bits(uint256 word,uint256 mask)"
    );
    bytes32 private constant kHandOver = keccak256(
        "StatusHandOver(bytes32 listId,uint256 sequence,uint256 expiry,address publisher)"
    );

    // Publishing reads `owner` and writes `head` alone.
    struct Entry {
        // bits 0–159 publisher, bit 160 set if permanent, 161–208 block of the creation
        uint256 owner;
        // bits 0–23 number of operations, 24–63 block of the last one, 64–255 the first 24 bytes of
        // the root
        uint256 head;
    }

    uint256 private constant kPermanent = 1 << 160;
    uint256 private constant kCreatedAt = 161;
    uint256 private constant kChangedAt = 24;
    uint256 private constant kRootAt = 64;
    uint256 private constant kMaxCount = type(uint24).max;

    mapping(bytes32 listId => Entry) private lists_;
    mapping(bytes32 listId => mapping(uint256 word => uint256 bits)) private bitmaps_;

    /// @param dids the DID registry of this deployment
    constructor(IActors dids) Owners(dids) {}

    /// @notice Creates a list of the publisher for whom the sender acts.
    /// @param publisher whose it is
    /// @param name the list's name among its creator's
    /// @param permanent true for revocation: bits stay set
    /// @param uri where the list is handed out, or empty
    function create(address publisher, bytes32 name, bool permanent, string calldata uri)
        external
    {
        _checkSender(_actorOf(publisher));
        _create(publisher, name, permanent, uri);
    }

    /// @notice The same by the signature over StatusCreate of whoever acts for the publisher.
    function createSigned(
        address publisher,
        bytes32 name,
        bool permanent,
        string calldata uri,
        uint256 expiry,
        bytes calldata signature
    ) external {
        bytes32 hash = keccak256(
            abi.encode(kCreate, publisher, name, permanent, keccak256(bytes(uri)), expiry)
        );
        _checkSigned(_actorOf(publisher), hash, expiry, signature);
        _create(publisher, name, permanent, uri);
    }

    /// @notice Publishes a root.
    /// @param listId the list
    /// @param sequence the operation's number, which must be the list's next
    /// @param root SHA-256 of the list
    function publish(bytes32 listId, uint256 sequence, bytes32 root) external {
        _checkSender(_actor(listId));
        _publish(listId, sequence, root);
    }

    /// @notice The same by the publisher's signature over StatusPublish.
    function publishSigned(
        bytes32 listId,
        uint256 sequence,
        bytes32 root,
        uint256 expiry,
        bytes calldata signature
    ) external {
        bytes32 hash = keccak256(abi.encode(kPublish, listId, sequence, expiry, root));
        _checkSigned(_actor(listId), hash, expiry, signature);
        _publish(listId, sequence, root);
    }

    /// @notice Sets bits of the bitmap, as the list's next operation, whichever number that has:
    /// setting bits twice changes nothing.
    function setBits(bytes32 listId, Bits[] calldata bits) external {
        _checkSender(_actor(listId));
        _setBits(listId, _next(listId), bits);
    }

    /// @notice The same by the publisher's signature over StatusSetBits; this names its number.
    function setBitsSigned(
        bytes32 listId,
        uint256 sequence,
        Bits[] calldata bits,
        uint256 expiry,
        bytes calldata signature
    ) external {
        bytes32 hash = keccak256(abi.encode(kSetBits, listId, sequence, expiry, _hash(bits)));
        _checkSigned(_actor(listId), hash, expiry, signature);
        _setBits(listId, sequence, bits);
    }

    /// @notice Clears bits of the bitmap, where the list is not permanent (suspension), likewise.
    function clearBits(bytes32 listId, Bits[] calldata bits) external {
        _checkSender(_actor(listId));
        _clearBits(listId, _next(listId), bits);
    }

    /// @notice The same by the publisher's signature over StatusClearBits; this names its number.
    function clearBitsSigned(
        bytes32 listId,
        uint256 sequence,
        Bits[] calldata bits,
        uint256 expiry,
        bytes calldata signature
    ) external {
        bytes32 hash = keccak256(abi.encode(kClearBits, listId, sequence, expiry, _hash(bits)));
        _checkSigned(_actor(listId), hash, expiry, signature);
        _clearBits(listId, sequence, bits);
    }

    /// @notice Gives the list to another publisher; its id stays. Those who act for the two agree,
    /// each as the sender or by a signature over StatusHandOver (empty for the sender).
    function handOver(
        bytes32 listId,
        uint256 sequence,
        address publisher,
        uint256 expiry,
        bytes calldata authorization,
        bytes calldata acceptance
    ) external {
        address current = _publisher(listId);
        if (publisher == address(0) || publisher == current) revert BadRecipient(publisher);
        bytes32 hash = keccak256(abi.encode(kHandOver, listId, sequence, expiry, publisher));
        _checkParty(_actorOf(current), hash, expiry, authorization);
        _checkParty(_actorOf(publisher), hash, expiry, acceptance);
        uint256 place = _advance(listId, sequence);
        uint256 owner = lists_[listId].owner;
        lists_[listId].owner = (owner ^ uint160(owner)) | uint160(publisher);
        emit ListHandedOver(listId, publisher, place);
    }

    /// @notice The id of the list that `creator` calls `name`, whether it exists or not.
    function idOf(address creator, bytes32 name) public pure returns (bytes32) {
        return keccak256(abi.encode(creator, name));
    }

    /// @notice What the registry knows of a list; a publisher of zero if there is none.
    function list(bytes32 listId) external view returns (List memory) {
        Entry storage entry = lists_[listId];
        return List({
            publisher: address(uint160(entry.owner)),
            permanent: entry.owner & kPermanent != 0,
            created: entry.owner >> kCreatedAt,
            changed: _changed(entry),
            sequence: entry.head & kMaxCount,
            root: bytes24(bytes32(entry.head))
        });
    }

    /// @notice Whether `root` is the list's current one, as far as its first 24 bytes tell.
    function isCurrent(bytes32 listId, bytes32 root) external view returns (bool) {
        uint256 head = lists_[listId].head;
        return head >> kRootAt != 0 && head >> kRootAt == uint256(root) >> kRootAt;
    }

    /// @notice The bit of one credential; reverts for a list that there is not.
    function isSet(bytes32 listId, uint256 index) external view returns (bool) {
        _publisher(listId);
        return (bitmaps_[listId][index >> 8] >> (index & 255)) & 1 == 1;
    }

    function _create(address publisher, bytes32 name, bool permanent, string calldata uri)
        private
    {
        bytes32 listId = idOf(publisher, name);
        if (lists_[listId].owner != 0) revert ListExists(listId);
        lists_[listId].owner =
            uint160(publisher) | (permanent ? kPermanent : 0) | (block.number << kCreatedAt);
        emit ListCreated(listId, publisher, name, permanent, uri);
    }

    function _publish(bytes32 listId, uint256 sequence, bytes32 root) private {
        if (uint256(root) >> kRootAt == 0) revert RootIsZero();
        uint256 place = _write(listId, sequence, uint256(root) >> kRootAt);
        emit RootPublished(listId, root, place);
    }

    function _setBits(bytes32 listId, uint256 sequence, Bits[] calldata bits) private {
        _checkCount(bits.length);
        uint256 place = _advance(listId, sequence);
        for (uint256 i = 0; i < bits.length; ++i) {
            bitmaps_[listId][bits[i].word] |= bits[i].mask;
            emit BitsSet(listId, bits[i].word, bits[i].mask, place);
        }
    }

    function _clearBits(bytes32 listId, uint256 sequence, Bits[] calldata bits) private {
        if (lists_[listId].owner & kPermanent != 0) revert ListPermanent(listId);
        _checkCount(bits.length);
        uint256 place = _advance(listId, sequence);
        for (uint256 i = 0; i < bits.length; ++i) {
            bitmaps_[listId][bits[i].word] &= ~bits[i].mask;
            emit BitsCleared(listId, bits[i].word, bits[i].mask, place);
        }
    }

    /// @dev Takes a number and leaves the root.
    function _advance(bytes32 listId, uint256 sequence) private returns (uint256 place) {
        return _write(listId, sequence, lists_[listId].head >> kRootAt);
    }

    /// @dev Records one operation, and says what its place is.
    function _write(bytes32 listId, uint256 sequence, uint256 root)
        private
        returns (uint256 place)
    {
        Entry storage entry = lists_[listId];
        uint256 expected = entry.head & kMaxCount;
        if (sequence != expected) revert SequenceConflict(expected);
        if (sequence == kMaxCount) revert TooManyOperations(listId);
        place = sequence | (_changed(entry) << 48);
        entry.head = (root << kRootAt) | (block.number << kChangedAt) | (sequence + 1);
    }

    function _next(bytes32 listId) private view returns (uint256) {
        return lists_[listId].head & kMaxCount;
    }

    function _changed(Entry storage entry) private view returns (uint256) {
        uint256 head = entry.head;
        return head == 0 ? entry.owner >> kCreatedAt : (head >> kChangedAt) & type(uint40).max;
    }

    function _publisher(bytes32 listId) private view returns (address) {
        address publisher = address(uint160(lists_[listId].owner));
        if (publisher == address(0)) revert ListUnknown(listId);
        return publisher;
    }

    function _actor(bytes32 listId) private view returns (address) {
        return _actorOf(_publisher(listId));
    }

    function _checkCount(uint256 words) private pure {
        if (words == 0 || words > kMaxWords) revert WordCount(words);
    }

    /// @dev An array of structs by EIP-712.
    function _hash(Bits[] calldata bits) private pure returns (bytes32) {
        _checkCount(bits.length);
        bytes32[] memory hashes = new bytes32[](bits.length);
        for (uint256 i = 0; i < bits.length; ++i) {
            hashes[i] = keccak256(abi.encode(kBits, bits[i].word, bits[i].mask));
        }
        return keccak256(abi.encodePacked(hashes));
    }

    function _domainName() internal pure override returns (string memory) {
        return "Deed StatusRegistry";
    }
}
