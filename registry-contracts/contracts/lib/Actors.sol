// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @notice What the other registries ask of the DID registry.
interface IActors {
    /// @notice Who may act for an account now; zero if nobody may.
    function actorOf(address subject) external view returns (address);
}

/// @notice The DID registry does not answer.
error NoAnswer(address dids);

/// @title Parties that are subjects of the DID registry
/// @dev Whoever controls an identity acts for it, a key that was rotated out no longer does, and after
/// the end nobody does. An account without an identity acts for itself, as only it can create that
/// identity.
abstract contract Actors {
    /// The DID registry of this deployment.
    IActors public immutable dids;

    constructor(IActors dids_) {
        // A registry that cannot be asked would leave everything without anybody, for good.
        if (dids_.actorOf(address(this)) != address(this)) revert NoAnswer(address(dids_));
        dids = dids_;
    }

    /// @dev Who may act for `subject`; zero, which neither sends nor signs, if nobody may. Without
    /// Solidity's look at the code, which the constructor has done: 100 gas less.
    function _actorOf(address subject) internal view returns (address actor) {
        address asked = address(dids);
        bytes4 selector = IActors.actorOf.selector;
        bool answered;
        assembly ("memory-safe") {
            mstore(0, selector)
            mstore(4, shr(96, shl(96, subject)))
            answered := staticcall(gas(), asked, 0, 36, 0, 32)
            answered := and(answered, eq(returndatasize(), 32))
            actor := mload(0)
        }
        if (!answered) revert NoAnswer(asked);
    }

    /// @dev Whether the sender acts for `subject` now; a call that is only tried may come from zero.
    function _senderActsFor(address subject) internal view returns (bool) {
        address actor = _actorOf(subject);
        return actor != address(0) && msg.sender == actor;
    }
}
