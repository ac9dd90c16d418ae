// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// What is asked of the DidRegistry. `status` 0: the subject was never created.
interface Dids {
    function identity(address subject)
        external
        view
        returns (
            uint256 status,
            address controller,
            uint256 changed,
            uint256 sequence,
            bytes32 next
        );
}

/// @dev Whether the sender acts for `subject` now.
function senderActsFor(Dids dids, address subject) view returns (bool) {
    address actor = actorFor(dids, subject);
    return actor != address(0) && msg.sender == actor;
}

/// @dev Who acts for `subject` now: its DID's controller; itself if it has no DID; nobody (zero) if
/// its DID has ended.
function actorFor(Dids dids, address subject) view returns (address) {
    (uint256 status, address controller,,,) = dids.identity(subject);
    return status == 0 ? subject : controller;
}
