// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Batch} from "./lib/Batch.sol";
import {BadRecipient, Parties} from "./lib/Parties.sol";

/// @title Status lists of one chain
/// @notice A list belongs to the publisher that created it, under a name of its own choice: its id
/// is keccak256(abi.encode(creator, name)), so nobody can take another's. Each publication names the
/// list's new root, the SHA-256 of the whole list as it is handed out; past roots stand in events. A
/// list may have a bitmap besides, for contracts that ask for one credential. In a permanent list
/// (revocation) a bit that is set stays set.
/// @dev Operations of one list are numbered from 0, each names its number, and every one but the
/// setting of bits by the publisher itself takes one.
contract StatusRegistry is Batch, Parties {
    /// What the registry knows of a list.
    struct List {
        /// Who may publish; zero for a list that there is not.
        address publisher;
        /// Whether bits stay set.
        bool permanent;
        /// Number of operations, which is that of the next one.
        uint256 sequence;
        /// The first 26 bytes of the current root; zero before the first publication.
        bytes26 root;
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
    /// @param sequence the operation's number
    /// @param root SHA-256 of the list
    event RootPublished(bytes32 indexed listId, uint256 indexed sequence, bytes32 root);
    /// @notice Another publisher from here on.
    event ListHandedOver(
        bytes32 indexed listId, uint256 indexed sequence, address indexed publisher
    );
    /// @notice These bits of a word are set; others of the word stay as they were.
    event BitsSet(bytes32 indexed listId, uint256 indexed word, uint256 mask);
    /// @notice These bits of a word are clear; others of the word stay as they were.
    event BitsCleared(bytes32 indexed listId, uint256 indexed word, uint256 mask);

    /// The publisher has a list of this name.
    error ListExists(bytes32 listId);
    /// There is no such list.
    error ListUnknown(bytes32 listId);
    /// Another operation took this number; the next one is `expected`.
    error SequenceConflict(uint256 expected);
    /// The first 26 bytes of a root are not all zero.
    error RootIsZero();
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
        // bits 0–159 publisher, bit 160 set if permanent
        uint256 owner;
        // bits 0–47 number of operations, 48–255 the first 26 bytes of the root
        uint256 head;
    }

    uint256 private constant kPermanent = 1 << 160;
    uint256 private constant kSequenceMask = type(uint48).max;

    mapping(bytes32 listId => Entry) private lists_;
    mapping(bytes32 listId => mapping(uint256 word => uint256 bits)) private bitmaps_;

    /// @notice Creates a list of the sender's.
    /// @param name the list's name among its creator's
    /// @param permanent true for revocation: bits stay set
    /// @param uri where the list is handed out, or empty
    function create(bytes32 name, bool permanent, string calldata uri) external {
        _create(msg.sender, name, permanent, uri);
    }

    /// @notice The same for `publisher`, by its signature over StatusCreate.
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
        _checkSigned(publisher, hash, expiry, signature);
        _create(publisher, name, permanent, uri);
    }

    /// @notice Publishes a root.
    /// @param listId the list
    /// @param sequence the operation's number, which must be the list's next
    /// @param root SHA-256 of the list
    function publish(bytes32 listId, uint256 sequence, bytes32 root) external {
        _checkSender(_publisher(listId));
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
        _checkSigned(_publisher(listId), hash, expiry, signature);
        _publish(listId, sequence, root);
    }

    /// @notice Sets bits of the bitmap. Without a number: setting bits twice changes nothing.
    function setBits(bytes32 listId, Bits[] calldata bits) external {
        _checkSender(_publisher(listId));
        _setBits(listId, bits);
    }

    /// @notice The same by the publisher's signature over StatusSetBits; this takes a number.
    function setBitsSigned(
        bytes32 listId,
        uint256 sequence,
        Bits[] calldata bits,
        uint256 expiry,
        bytes calldata signature
    ) external {
        bytes32 hash = keccak256(abi.encode(kSetBits, listId, sequence, expiry, _hash(bits)));
        _checkSigned(_publisher(listId), hash, expiry, signature);
        _advance(listId, sequence);
        _setBits(listId, bits);
    }

    /// @notice Clears bits of the bitmap, where the list is not permanent (suspension).
    function clearBits(bytes32 listId, Bits[] calldata bits) external {
        _checkSender(_publisher(listId));
        _clearBits(listId, bits);
    }

    /// @notice The same by the publisher's signature over StatusClearBits; this takes a number.
    function clearBitsSigned(
        bytes32 listId,
        uint256 sequence,
        Bits[] calldata bits,
        uint256 expiry,
        bytes calldata signature
    ) external {
        bytes32 hash = keccak256(abi.encode(kClearBits, listId, sequence, expiry, _hash(bits)));
        _checkSigned(_publisher(listId), hash, expiry, signature);
        _advance(listId, sequence);
        _clearBits(listId, bits);
    }

    /// @notice Gives the list to another publisher; its id stays. Both agree, each as the sender or
    /// by a signature over StatusHandOver (empty for the sender).
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
        _checkParty(current, hash, expiry, authorization);
        _checkParty(publisher, hash, expiry, acceptance);
        _advance(listId, sequence);
        lists_[listId].owner = (lists_[listId].owner & kPermanent) | uint160(publisher);
        emit ListHandedOver(listId, sequence, publisher);
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
            sequence: entry.head & kSequenceMask,
            root: bytes26(bytes32(entry.head))
        });
    }

    /// @notice Whether `root` is the list's current one, as far as its first 26 bytes tell.
    function isCurrent(bytes32 listId, bytes32 root) external view returns (bool) {
        uint256 head = lists_[listId].head;
        return head >> 48 != 0 && head >> 48 == uint256(root) >> 48;
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
        lists_[listId].owner = uint160(publisher) | (permanent ? kPermanent : 0);
        emit ListCreated(listId, publisher, name, permanent, uri);
    }

    function _publish(bytes32 listId, uint256 sequence, bytes32 root) private {
        if (uint256(root) >> 48 == 0) revert RootIsZero();
        Entry storage entry = lists_[listId];
        _checkSequence(entry.head, sequence);
        entry.head = (uint256(root) & ~kSequenceMask) | (sequence + 1);
        emit RootPublished(listId, sequence, root);
    }

    function _setBits(bytes32 listId, Bits[] calldata bits) private {
        _checkCount(bits.length);
        for (uint256 i = 0; i < bits.length; ++i) {
            bitmaps_[listId][bits[i].word] |= bits[i].mask;
            emit BitsSet(listId, bits[i].word, bits[i].mask);
        }
    }

    function _clearBits(bytes32 listId, Bits[] calldata bits) private {
        if (lists_[listId].owner & kPermanent != 0) revert ListPermanent(listId);
        _checkCount(bits.length);
        for (uint256 i = 0; i < bits.length; ++i) {
            bitmaps_[listId][bits[i].word] &= ~bits[i].mask;
            emit BitsCleared(listId, bits[i].word, bits[i].mask);
        }
    }

    /// @dev Takes a number and leaves the root.
    function _advance(bytes32 listId, uint256 sequence) private {
        Entry storage entry = lists_[listId];
        _checkSequence(entry.head, sequence);
        entry.head += 1;
    }

    function _publisher(bytes32 listId) private view returns (address) {
        address publisher = address(uint160(lists_[listId].owner));
        if (publisher == address(0)) revert ListUnknown(listId);
        return publisher;
    }

    function _checkSequence(uint256 head, uint256 sequence) private pure {
        uint256 expected = head & kSequenceMask;
        if (sequence != expected) revert SequenceConflict(expected);
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
