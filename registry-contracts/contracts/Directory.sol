// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title The contracts of one deployment, by name
/// @notice Names the registries in force. Its own address is part of every did:weid of the chain
/// (specs/contracts.md), so it is deployed once and never replaced. What it names first stands from
/// its deployment on; every later change is announced by the owner and takes effect not before
/// `delay` seconds have passed, so that everybody can see it coming. Another contract does not change
/// what an earlier one holds.
/// @dev The owner should be a contract of several people. It can announce, cancel, and hand over
/// (after the same delay); it can neither shorten the delay nor change anything at once.
contract Directory {
    /// What a name stands for.
    struct Entry {
        address target;
        /// Its code as it was named.
        bytes32 codeHash;
    }

    /// A change that has been announced.
    struct Change {
        address target;
        bytes32 codeHash;
        /// The second from which it can be made; zero for no change.
        uint256 from;
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
    /// The most names.
    uint256 public constant kMaxNames = 32;

    /// Seconds between announcement and effect.
    uint256 public immutable delay;
    /// Who announces.
    address public owner;

    mapping(bytes32 name => Entry) private entries_;
    mapping(bytes32 name => Change) private changes_;
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
    /// @param name any but "owner"; a new one is added
    /// @param target a contract, or zero to take the name back
    function announce(bytes32 name, address target) external {
        _checkOwner();
        _checkName(name);
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
        Change memory change = changes_[name];
        if (change.from == 0) revert NothingAnnounced(name);
        delete changes_[name];
        emit Cancelled(name, change.target);
    }

    /// @notice Makes an announced change after its delay. Anybody may; a change of owner is made by
    /// the new one, which proves that it can act.
    function effect(bytes32 name) external {
        Change memory change = changes_[name];
        if (change.from == 0) revert NothingAnnounced(name);
        if (block.timestamp < change.from) revert TooEarly(change.from);
        delete changes_[name];
        if (name == kOwnerName) {
            if (msg.sender != change.target) revert NotOffered(msg.sender);
            emit OwnerChanged(owner, change.target);
            owner = change.target;
            return;
        }
        if (change.target != address(0) && change.target.codehash != change.codeHash) {
            revert CodeChanged(change.target);
        }
        _name(name, change.target, change.codeHash);
    }

    /// @notice What a name stands for; zeros if for nothing.
    function lookUp(bytes32 name) external view returns (Entry memory) {
        return entries_[name];
    }

    /// @notice What was announced for a name; zeros if nothing.
    function announced(bytes32 name) external view returns (Change memory) {
        return changes_[name];
    }

    /// @notice All names that ever stood for something, at most 32.
    function names() external view returns (bytes32[] memory) {
        return names_;
    }

    function _announce(bytes32 name, address target, bytes32 codeHash) private {
        uint256 from = block.timestamp + delay;
        changes_[name] = Change(target, codeHash, from);
        emit Announced(name, target, codeHash, from);
    }

    function _name(bytes32 name, address target, bytes32 codeHash) private {
        if (!_isListed(name)) {
            if (names_.length == kMaxNames) revert TooManyNames();
            names_.push(name);
        }
        entries_[name] = Entry(target, codeHash);
        emit Named(name, target, codeHash);
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
        if (target.code.length == 0) revert NoCode(target);
        return target.codehash;
    }
}
