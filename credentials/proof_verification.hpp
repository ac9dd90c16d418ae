#pragma once

// The room's own: judging the proofs of a document, whatever the document is. Not for other rooms.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "credentials/errors.hpp"
#include "credentials/report.hpp"
#include "credentials/sd_jwt/key_binding.hpp"
#include "credentials/verify.hpp"
#include "did/document.hpp"
#include "lib/crypto/key.hpp"

namespace deed::credentials {

/// What a proof says of itself, and how its signature is checked. Data Integrity proofs come from
/// stated_proofs(); an envelope makes one of its header.
struct StatedProof {
    std::string pointer;  ///< "/proof" or "/proof/1"; empty for an envelope
    /// Where the parts stand: the pointer of the verification method, and of the others by name.
    /// An envelope, which has no such places, leaves it empty.
    bool has_places = true;
    std::string id{};
    std::string verification_method;  ///< a URL
    /// Set where a JWT names no key: the URL is a DID, and any of its keys of this type is meant.
    std::optional<crypto::KeyType> any_key{};
    /// What the proof was made for; absent where the form of proof cannot say it.
    std::optional<std::string> purpose{};
    std::optional<Timestamp> created{};
    std::optional<Timestamp> expires{};
    /// The moment of expiry is past it already, as with a JWT's exp (RFC 7519 section 4.1.4).
    bool expires_on_time = false;
    std::optional<Timestamp> not_before{};  ///< of a JWT alone
    std::vector<std::string> domains{};
    /// One of the domains is enough, as with a JWT's aud (RFC 7519 section 4.1.3).
    bool any_domain = false;
    std::optional<std::string> challenge{};
    /// What the holder of an SD-JWT says to the verifier it is shown to; judged with the dates.
    std::optional<KeyBindingClaims> binding{};
    /// The holder's own token, where a DID document has to say whose key signed it.
    std::shared_ptr<const StatedProof> holder{};
    /// What it was signed with, where the proof says that and a key may know several.
    std::optional<crypto::Algorithm> algorithm{};
    std::vector<std::size_t> previous{};  ///< the proofs that it builds on, by their index
    /// Why its signature is not worth checking, or cannot be, whatever the key.
    std::optional<Error> objection{};
    /// Whether this key made the proof over the document as it stands; on success the name of what
    /// was checked, such as "eddsa-jcs-2022". Places are within the document.
    std::function<Result<std::string>(const crypto::PublicKey&, Call&)> check;

    /// Whether it did, where any key may be asked. Fails only with what `call` says.
    Result<bool> is_made_by(const crypto::PublicKey& key, Call& call) const;

    std::string place(std::string_view member) const {
        return has_places ? pointer + "/" + std::string(member) : pointer;
    }
};

struct ProofEntry {
    std::string pointer;
    Result<StatedProof> stated;
};

/// Whether a proof is meant for these domains, as a set: `proof.domain_not_asked`,
/// `proof.domain_missing`, `proof.domain_mismatch`.
Result<void> judge_domain(const StatedProof& proof, const std::vector<std::string>& expected);
/// Whether it answers this challenge: `proof.challenge_not_asked`, `proof.challenge_missing`,
/// `proof.challenge_mismatch`.
Result<void> judge_challenge(const StatedProof& proof, const std::optional<std::string>& expected);

/// What a kind of document asks of its proofs.
struct ProofDemands {
    did::Relationship purpose = did::Relationship::assertion_method;
    std::optional<std::string> controller;  ///< the id whose keys must sign: the issuer's
    std::string_view role = "issuer";       ///< as what, in words
    std::string_view controller_place = "/issuer";
    /// Whether the check `proof` judges domain and challenge by the policy.
    bool judges_binding = true;

    const ErrorCode* proof_missing = &errors::kProofMissing;
    const ErrorCode* purpose_mismatch = &errors::kProofPurposeMismatch;
    const ErrorCode* not_authorized = &errors::kProofKeyNotAuthorized;
    const ErrorCode* controller_missing = &errors::kIssuerMalformed;
    const ErrorCode* foreign_key = &errors::kControlForeignKey;
    const ErrorCode* controller_deactivated = &errors::kControlIssuerDeactivated;
};

/// The Data Integrity proofs of a document's member "proof", in its order; `document` and
/// `contexts`, which suites over JSON-LD read it by, must outlive them. An entry fails with
/// `proof.malformed`; one with `proof.too_many` stands for more proofs than are judged. Objections
/// are `proof.id_duplicate`, `proof.previous_not_found`, `proof.chain_cycle` and
/// `proof.suite_unsupported`.
std::vector<ProofEntry> stated_proofs(json::Value document, const KnownContexts& contexts);

/// The proofs of a credential or presentation in any form, which must outlive them: an envelope is
/// the one proof of what it holds.
std::vector<ProofEntry> stated_proofs(const Secured& secured, const KnownContexts& contexts);

/// Writes the checks proof, purpose, control, did.freshness and time: each the answer of all proofs
/// that the policy counts, and of each proof alone in Report::proofs() where there are several.
/// Fails only with `call.interrupted` or `call.deadline`.
Result<void> judge_proofs(Report& report, const std::vector<ProofEntry>& entries,
                          const ProofDemands& demands, const VerifyPolicy& policy,
                          const VerifyContext& context, Call& call);

/// The most proofs that a document may carry to be judged.
inline constexpr std::size_t kMaxProofs = 32;

}  // namespace deed::credentials
