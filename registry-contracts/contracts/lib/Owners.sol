// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Actors, IActors} from "./Actors.sol";
import {Parties} from "./Parties.sol";

/// @title Owners that are subjects of the DID registry
/// @dev What a subject owns follows its identity.
abstract contract Owners is Parties, Actors {
    constructor(IActors dids_) Actors(dids_) {}
}
