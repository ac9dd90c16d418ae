#pragma once

#include <optional>
#include <string>
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

/// The rules of VCDM 2.0 that need no JSON-LD processing, all breaches at once (at most 64):
/// @context and its base context, nothing of VCDM 1.1, no JSON-LD keywords as members, type, id,
/// issuer, credentialSubject, dates, name and description (also as language values),
/// credentialStatus, credentialSchema, refreshService, termsOfUse, evidence, relatedResource, proof
/// shape. Empty when sound. A credential of VCDM 1.1 has one fault only,
/// `credential.version_unsupported`: its rules are others.
DEED_API std::vector<ModelFault> check_model(json::Value credential);

/// The parts of a credential that verification reads; made from sound or unsound ones alike. What
/// is not of the form that the data model prescribes is absent.
struct DEED_API CredentialView {
    explicit CredentialView(json::Value credential);

    json::Value json;
    std::optional<std::string> issuer;  ///< the issuer's id
    std::optional<std::string> id;
    std::vector<std::string> types;
    std::optional<Timestamp> valid_from;
    std::optional<Timestamp> valid_until;
    std::vector<json::Value> proofs;  ///< one, or the array's
    bool is_version_1 = false;        ///< names the base context of VCDM 1.1 first
    bool has_status = false;
    bool has_schema = false;
};

}  // namespace deed::credentials
