// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {chainSeconds} from "./lib/Deadline.sol";

/// @title The contracts of one deployment, by name
/// @notice Names the registries in force. Its own address is part of every did:weid of the chain
/// (specs/contracts.md), so it is deployed once and never replaced. What it names first stands from
/// its deployment on; every later change is announced by the owner and takes effect not before
/// `delay` seconds have passed, so that everybody can see it coming, and not long after. Another
/// contract does not change what an earlier one holds. The DID registry cannot be exchanged: whoever
/// named another would name another controller of every DID of the network.
/// @dev The owner should be a contract of several people. It can announce, cancel, and hand over
/// (after the same delay), which voids what it announced; it can neither shorten the delay nor change anything at once.
contract Directory {
    /// What a name stands for.
    struct Entry {
        address target;
        /// Its code as it was named.
        bytes32 codeHash;
        /// Whether that is its code now. Of a proxy this says nothing about what it leads to.
        bool intact;
    }

    /// A change that has been announced.
    struct Change {
        address target;
        bytes32 codeHash;
        /// The second from which it can be made, for kGrace seconds; zero for no change.
        uint256 from;
    }

    struct Name {
        address target;
        bytes32 codeHash;
    }

    struct Pending {
        address target;
        uint48 from;
        // The owner's number: what an earlier one announced is void.
        uint48 term;
        bytes32 codeHash;
    }

    /// @notice A name stands for this contract from here on; `target` zero: for none.
    event Named(bytes32 indexed name, address indexed target, bytes32 codeHash);
    /// @notice A change that can be made from `from` on.
    event Announced(bytes32 indexed name, address indexed target, bytes32 codeHash, uint256 from);
    /// @notice An announced change that will not be made.
    event Cancelled(bytes32 indexed name, address indexed target);
    /// @notice Another owner; the first time from zero.
    event OwnerChanged(address indexed from, address indexed to);

    /// Only the owner may.
    error NotOwner(address sender);
    /// Only the one to whom it was offered may.
    error NotOffered(address sender);
    /// The account has no code.
    error NoCode(address target);
    /// The code is no longer what was announced.
    error CodeChanged(address target);
    /// Nothing was announced for this name.
    error NothingAnnounced(bytes32 name);
    /// It was announced for later.
    error TooEarly(uint256 from);
    /// It was to be made until this second.
    error Lapsed(uint256 until);
    /// The account is one of a key that runs another contract's code (EIP-7702), which the key changes.
    error CodeDelegated(address target);
    /// The DID registry stays.
    error NameFixed(bytes32 name);
    /// The delay is 1 hour to 90 days.
    error DelayOutOfRange(uint256 delay);
    /// Zero is no name, and "owner" is one of its own.
    error BadName();
    /// A name was given twice at deployment.
    error NameTwice(bytes32 name);
    /// There are at most 32 names.
    error TooManyNames();
    /// Zero is no owner.
    error OwnerIsZero();
    /// The two lists differ in length.
    error LengthMismatch();

    /// The name under which a change of owner is announced.
    bytes32 public constant kOwnerName = "owner";
    /// The name of the DID registry, given once.
    bytes32 public constant kDidName = "did";
    /// Seconds for which an announced change can be made.
    uint256 public constant kGrace = 14 days;
    /// The most names.
    uint256 public constant kMaxNames = 32;

    /// Seconds between announcement and effect.
    uint256 public immutable delay;
    /// Who announces.
    address public owner;
    uint48 private term_;

    mapping(bytes32 name => Name) private entries_;
    mapping(bytes32 name => Pending) private changes_;
    bytes32[] private names_;

    /// @param owner_ who announces changes
    /// @param delay_ seconds, 1 hour to 90 days
    /// @param firstNames what the contracts are called, ASCII padded with zeros: "did", "issuer", "schema",
    /// "status", "evidence"
    /// @param targets the contracts
    constructor(
        address owner_,
        uint256 delay_,
        bytes32[] memory firstNames,
        address[] memory targets
    ) {
        if (owner_ == address(0)) revert OwnerIsZero();
        if (delay_ < 1 hours || delay_ > 90 days) revert DelayOutOfRange(delay_);
        if (firstNames.length != targets.length) revert LengthMismatch();
        owner = owner_;
        delay = delay_;
        emit OwnerChanged(address(0), owner_);
        for (uint256 i = 0; i < firstNames.length; ++i) {
            if (entries_[firstNames[i]].target != address(0)) revert NameTwice(firstNames[i]);
            _checkName(firstNames[i]);
            _name(firstNames[i], targets[i], _codeHash(targets[i]));
        }
    }

    /// @notice Announces what a name will stand for.
    /// @param name any but "owner", and "did" once it stands for a contract; a new one is added
    /// @param target a contract, or zero to take the name back
    function announce(bytes32 name, address target) external {
        _checkOwner();
        _checkName(name);
        if (name == kDidName && entries_[name].target != address(0)) revert NameFixed(name);
        _announce(name, target, target == address(0) ? bytes32(0) : _codeHash(target));
    }

    /// @notice Announces another owner, who accepts it by effect(kOwnerName).
    function announceOwner(address next) external {
        _checkOwner();
        if (next == address(0)) revert OwnerIsZero();
        _announce(kOwnerName, next, 0);
    }

    /// @notice Takes back what was announced.
    function cancel(bytes32 name) external {
        _checkOwner();
        Pending memory change = _pending(name);
        delete changes_[name];
        emit Cancelled(name, change.target);
    }

    /// @notice Makes an announced change after its delay, and before it lapses. Anybody may; a change
    /// of owner is made by the new one, which proves that it can act, and voids all others.
    function effect(bytes32 name) external {
        Pending memory change = _pending(name);
        if (chainSeconds() < change.from) revert TooEarly(change.from);
        if (chainSeconds() > change.from + kGrace) revert Lapsed(change.from + kGrace);
        delete changes_[name];
        if (name == kOwnerName) {
            if (msg.sender != change.target) revert NotOffered(msg.sender);
            emit OwnerChanged(owner, change.target);
            owner = change.target;
            ++term_;
            return;
        }
        if (change.target != address(0) && change.target.codehash != change.codeHash) {
            revert CodeChanged(change.target);
        }
        _name(name, change.target, change.codeHash);
    }

    /// @notice What a name stands for; zeros if for nothing. A client requires `intact`, and that the
    /// code is that of an artifact.
    function lookUp(bytes32 name) external view returns (Entry memory) {
        Name memory entry = entries_[name];
        bool intact = entry.target != address(0) && entry.target.codehash == entry.codeHash;
        return Entry(entry.target, entry.codeHash, intact);
    }

    /// @notice What was announced for a name and can be made now or later; zeros if nothing.
    function announced(bytes32 name) external view returns (Change memory) {
        Pending memory change = changes_[name];
        if (!_stands(change) || chainSeconds() > change.from + kGrace) return Change(address(0), 0, 0);
        return Change(change.target, change.codeHash, change.from);
    }

    /// @notice All names that ever stood for something, at most 32.
    function names() external view returns (bytes32[] memory) {
        return names_;
    }

    function _announce(bytes32 name, address target, bytes32 codeHash) private {
        uint256 from = chainSeconds() + delay;
        changes_[name] = Pending(target, uint48(from), term_, codeHash);
        emit Announced(name, target, codeHash, from);
    }

    function _name(bytes32 name, address target, bytes32 codeHash) private {
        if (!_isListed(name)) {
            if (names_.length == kMaxNames) revert TooManyNames();
            names_.push(name);
        }
        entries_[name] = Name(target, codeHash);
        emit Named(name, target, codeHash);
    }

    function _pending(bytes32 name) private view returns (Pending memory change) {
        change = changes_[name];
        if (!_stands(change)) revert NothingAnnounced(name);
    }

    function _stands(Pending memory change) private view returns (bool) {
        return change.from != 0 && change.term == term_;
    }

    function _isListed(bytes32 name) private view returns (bool) {
        for (uint256 i = 0; i < names_.length; ++i) {
            if (names_[i] == name) return true;
        }
        return false;
    }

    function _checkOwner() private view {
        if (msg.sender != owner) revert NotOwner(msg.sender);
    }

    function _checkName(bytes32 name) private pure {
        if (name == 0 || name == kOwnerName) revert BadName();
    }

    function _codeHash(address target) private view returns (bytes32) {
        bytes memory code = target.code;
        if (code.length == 0) revert NoCode(target);
        // EIP-3541: no contract's code begins with 0xef.
        if (code[0] == 0xef) revert CodeDelegated(target);
        return target.codehash;
    }
}
