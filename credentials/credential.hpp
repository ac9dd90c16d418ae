#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/json/document.hpp"
#include "lib/time/timestamp.hpp"

namespace deed::credentials {

/// A breach of the data model: what and where.
struct ModelFault {
    const ErrorCode* code;
    std::string message;
    std::string pointer;
};

/// The rules of VCDM 2.0, or of VCDM 1.1 where that one's base context stands first, that need no
/// JSON-LD processing, all breaches at once (at most 64): @context and its base context, nothing of
/// the other version, no JSON-LD keywords as members, type, id, issuer, credentialSubject, dates,
/// credentialStatus, credentialSchema, refreshService, termsOfUse, evidence, proof shape; of 2.0
/// also name and description (as language values too) and relatedResource. Empty when sound.
DEED_API std::vector<ModelFault> check_model(json::Value credential);

/// The parts of a credential that verification reads; made from sound or unsound ones alike. What
/// is not of the form that the data model prescribes is absent.
struct DEED_API CredentialView {
    explicit CredentialView(json::Value credential);

    json::Value json;
    bool is_version_1 = false;          ///< names the base context of VCDM 1.1 first
    std::optional<std::string> issuer;  ///< the issuer's id
    std::optional<std::string> id;
    std::vector<std::string> types;
    std::string_view from_member;          ///< "validFrom" or "issuanceDate"
    std::string_view until_member;         ///< "validUntil" or "expirationDate"
    std::optional<Timestamp> valid_from;   ///< of 1.1: issuanceDate
    std::optional<Timestamp> valid_until;  ///< of 1.1: expirationDate
    std::vector<json::Value> proofs;       ///< one, or the array's
    bool has_status = false;
    bool has_schema = false;
};

}  // namespace deed::credentials
