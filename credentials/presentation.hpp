#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "credentials/credential.hpp"
#include "credentials/secured.hpp"

namespace deed::credentials {

/// More credentials in one presentation are `presentation.too_many_credentials`.
inline constexpr std::size_t kMaxPresented = 64;

/// The rules of VCDM 2.0 section 4.13 that need no JSON-LD processing, all breaches at once (at
/// most 64): @context and its base context, one version of the data model, no JSON-LD keywords as
/// members, type, id, holder, the shape of verifiableCredential, and
/// that each credential is secured. What an embedded credential says is for verify(). Presentations
/// of VCDM 1.1 are held to the same rules, and hold credentials of 1.1 only. Empty when sound.
DEED_API std::vector<ModelFault> check_presentation_model(const json::Document& presentation);

/// One value of verifiableCredential.
struct EmbeddedCredential {
    json::Value json;
    std::string pointer;        ///< "/verifiableCredential/0"
    bool is_enveloped = false;  ///< its type includes EnvelopedVerifiableCredential
    bool is_token = false;      ///< a bare JWT, in a presentation of 1.1 (its section 6.3.1)

    /// Whether open_envelope() has something to open.
    bool is_wrapped() const { return is_enveloped || is_token; }
};

/// The parts of a presentation that verification reads; made from sound or unsound ones alike. What
/// is not of the form that the data model prescribes is absent.
struct DEED_API PresentationView {
    explicit PresentationView(json::Value presentation);

    json::Value json;
    std::optional<std::string> holder;            ///< the holder's id
    std::vector<EmbeddedCredential> credentials;  ///< the first kMaxPresented
    std::vector<json::Value> proofs;              ///< one, or the array's
    bool is_version_1 = false;                    ///< names the base context of VCDM 1.1 first
};

/// The credential in an envelope, or of a bare JWT: what parse_enveloped() and the parser of its
/// form refuse; `presentation.credential_bare_token` for a JWT that is not one of data model 1.1.
DEED_API Result<Secured> open_envelope(const EmbeddedCredential& embedded);

/// The ids of those subjects of a credential that have one.
DEED_API std::vector<std::string> subject_ids(json::Value credential);

}  // namespace deed::credentials
