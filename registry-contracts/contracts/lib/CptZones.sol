// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @notice There is no CPT 0.
error CptZero();

/// @title The numbers of WeIdentity's CPTs
library CptZones {
    /// Whom the ids of a range are for.
    enum Zone {
        /// Below 1,000: WeIdentity's own, given by the committee.
        system,
        /// 1,000 to 1,999,999: of authority issuers.
        authority,
        /// From 2,000,000: everybody's.
        open
    }

    /// The first id of authority issuers.
    uint256 internal constant kAuthorityFrom = 1_000;
    /// The first id of everybody.
    uint256 internal constant kOpenFrom = 2_000_000;

    /// @notice The zone of an id.
    function zoneOf(uint256 cptId) internal pure returns (Zone) {
        if (cptId == 0) revert CptZero();
        if (cptId < kAuthorityFrom) return Zone.system;
        return cptId < kOpenFrom ? Zone.authority : Zone.open;
    }

    /// @notice What WeIdentity uses a system CPT for, or empty.
    function nameOf(uint256 cptId) internal pure returns (string memory) {
        if (cptId == 101) return "data authorization token";
        if (cptId == 102) return "challenge";
        if (cptId == 103) return "challenge answer";
        if (cptId == 104) return "claim policy";
        if (cptId == 105) return "service endpoint";
        if (cptId == 106) return "embedded signature, version 1";
        if (cptId == 107) return "embedded signature";
        if (cptId == 108) return "embedded timestamp";
        if (cptId == 109) return "trusted timestamp envelope";
        if (cptId == 110) return "credential metadata";
        if (cptId == 111) return "zero-knowledge user nonce";
        return "";
    }
}
