// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {checkDeadline} from "./Deadline.sol";
import {Eip712} from "./Eip712.sol";
import {Signatures} from "./Signatures.sol";

/// @notice The sender is not who may do this.
error NotPermitted(address sender, address permitted);
/// @notice Nothing is handed to nobody, nor to who has it.
error BadRecipient(address recipient);

/// @title Those who must agree to an operation: each is the sender, or has signed
abstract contract Parties is Eip712 {
    /// @dev Reverts unless the sender is `account`.
    function _checkSender(address account) internal view {
        if (msg.sender != account) revert NotPermitted(msg.sender, account);
    }

    /// @dev Reverts unless `account` signed the struct and it has not expired.
    function _checkSigned(
        address account,
        bytes32 structHash,
        uint256 expiry,
        bytes calldata signature
    ) internal view {
        checkDeadline(expiry);
        Signatures.check(account, _digest(structHash), signature);
    }

    /// @dev Without a signature the sender must be `account` itself.
    function _checkParty(
        address account,
        bytes32 structHash,
        uint256 expiry,
        bytes calldata signature
    ) internal view {
        if (signature.length == 0) _checkSender(account);
        else _checkSigned(account, structHash, expiry, signature);
    }
}
