#include "tests/credentials/mutants/presentation_codes.hpp"

#include <string>

#include "tests/credentials/mutants/mutants.hpp"
#include "tests/credentials/mutants/proof_codes.hpp"

namespace deed::credentials::test {
namespace {

using Codes = std::set<std::string_view>;

std::string_view signature_code(Securing securing) {
    switch (securing) {
        case Securing::jwt:
        case Securing::sd_jwt:
            return "jws.signature_invalid";
        case Securing::cose:
            return "cose.signature_invalid";
        default:
            return "proof.signature_invalid";
    }
}

bool is_proof(Securing securing) { return securing == Securing::jcs || securing == Securing::rdfc; }

Codes joined(Codes one, const Codes& other) {
    one.insert(other.begin(), other.end());
    return one;
}

/// What is said of the holder's proof where the presentation is changed beside it; over RDF also of
/// what can no longer be read as JSON-LD.
void add_credentials(PresentationExpectations& kinds, const Codes& invalid, const Codes& unread) {
    const Expectation proof{"proof", invalid};
    const Expectation other_subject{"binding", {"presentation.other_subject"}};
    kinds["credential removed"] = {proof};
    kinds["credential added"] = {proof};
    kinds["credential replaced"] = {proof};
    kinds["credential of another added"] = {proof, other_subject};
    kinds["credential of another put in place"] = {proof, other_subject};
    kinds["all credentials removed"] = {proof,
                                        {"credentials", {"presentation.credentials_missing"}}};
    kinds["no credentials"] = {{"proof", unread},
                               {"model", {"presentation.no_credentials"}},
                               {"credentials", {"presentation.credentials_missing"}}};
    kinds["credential no object"] = {{"proof", unread},
                                     {"model", {"presentation.credential_malformed"}}};
    kinds["credential unsecured"] = {
        proof, {"model", {"presentation.credential_unsecured"}}, {"credential", {"proof.missing"}}};
    const Expectation credential{"credential", {"proof.signature_invalid"}};
    kinds["credential changed"] = {proof, credential};
    // Over JSON, a proof names the contexts of its own credential.
    kinds["credential's proof exchanged"] = {
        proof, {"credential", {"proof.signature_invalid", "proof.covers_less"}}};
}

void add_holder(PresentationExpectations& kinds, const Codes& invalid, const Codes& unread) {
    kinds["holder changed"] = {{"proof", invalid},
                               {"control", {"presentation.not_by_holder"}},
                               {"binding", {"presentation.other_subject"}}};
    kinds["holder removed"] = {{"proof", invalid},
                               {"control", {"presentation.holder_missing"}},
                               {"binding", {"presentation.holder_missing"}}};
    kinds["holder malformed"] = {{"proof", unread},
                                 {"model", {"presentation.holder_malformed"}},
                                 {"binding", {"presentation.holder_missing"}}};
}

void add_binding(PresentationExpectations& kinds, const Codes& invalid) {
    const Expectation proof{"proof", invalid};
    kinds["domain changed"] = {proof, {"domain", {"proof.domain_mismatch"}}};
    kinds["domain removed"] = {proof, {"domain", {"proof.domain_missing"}}};
    kinds["domain added"] = {proof};  // of aud, which may name others too
    kinds["challenge changed"] = {proof, {"challenge", {"proof.challenge_mismatch"}}};
    kinds["challenge removed"] = {proof, {"challenge", {"proof.challenge_missing"}}};
    kinds["purpose changed"] = {proof, {"purpose", {"presentation.purpose_mismatch"}}};
    const Codes missing{"presentation.proof_missing"};
    kinds["proof removed"] = {
        {"proof", missing}, {"control", missing}, {"domain", missing}, {"challenge", missing}};
    kinds["proof of another holder"] = {proof, {"control", {"presentation.not_by_holder"}}};
    // Genuine, and an answer to somebody else's question.
    kinds["proof for another challenge"] = {{"challenge", {"proof.challenge_mismatch"}}};
    kinds["presentation for another challenge"] = {{"challenge", {"proof.challenge_mismatch"}}};
    kinds["signature exchanged"] = {proof};
}

void add_envelope(PresentationExpectations& kinds, bool is_cose) {
    kinds["claim malformed"] = {{"proof", {"jwt.claim_malformed"}}};
    kinds["claim vp added"] = {{"proof", {is_cose ? "vc_cose.vc_claim" : "jwt.vc_claim"}}};
    kinds["proof added"] = {{"proof", {is_cose ? "vc_cose.embedded_proof" : "jwt.embedded_proof"}}};
    kinds["issuer of the token changed"] = {{"proof", {"jwt.iss_contradicts"}}};
    kinds["typ changed"] = {{"proof", {is_cose ? "vc_cose.typ_mismatch" : "jwt.typ_mismatch"}}};
    kinds["cty changed"] = {
        {"proof", {is_cose ? "vc_cose.content_type_mismatch" : "jwt.cty_mismatch"}}};
}

/// Of the presentation's own members and proof: as of a credential's.
void add_own(PresentationExpectations& kinds, Securing securing) {
    const std::string_view invalid = signature_code(securing);
    for (const std::string_view kind : kMutantKinds) {
        if (!is_proof(securing)) {
            kinds[kind] = {{"proof", {invalid}}};
            continue;
        }
        const ExpectedCodes& codes = securing == Securing::jcs ? kJcsCodes : kRdfcCodes;
        Codes own = codes.at(kind);
        // What the credentials' contexts define, the presentation's own do not.
        if (kind == "member added" && securing == Securing::rdfc) own.insert("jsonld.dropped_term");
        // Its id and its holder's, who is the subject of a credential, say who things are said of.
        if (kind == "values swapped" && securing == Securing::rdfc)
            own.insert("proof.member_hidden");
        if (own.erase("proof.missing") > 0) own.insert("presentation.proof_missing");
        kinds[kind] = {{"proof", own}};
    }
    if (securing == Securing::cose)
        kinds["context changed"].front().codes.insert("vc_cose.data_model");
    if (securing == Securing::jwt || securing == Securing::sd_jwt)
        kinds["context changed"].front().codes.insert("jwt.data_model");
}

/// Of what is within a credential: its issuer's proof no longer holds, nor does the holder's. The
/// credentials in envelopes have the suite that is usual for their keys, which signs JSON.
void add_within(PresentationExpectations& kinds, Securing securing, const Codes& unread) {
    const ExpectedCodes& of_credential = securing == Securing::rdfc ? kRdfcCodes : kJcsCodes;
    for (const std::string_view kind : kMutantKinds) {
        Codes own{signature_code(securing)};
        if (securing == Securing::rdfc) own = joined(std::move(own), kRdfcCodes.at(kind));
        // To the holder's suite the issuer's proof is more JSON-LD, which it reads to the end.
        if (securing == Securing::rdfc && kind.starts_with("proof ")) own = joined(own, unread);
        Codes issuers = of_credential.at(kind);
        // The second credential's proof repeats its own contexts, which are other ones.
        if (kind == "proof part swapped" && securing != Securing::rdfc)
            issuers = joined(std::move(issuers), {"proof.covers_less", "proof.context_mismatch"});
        kinds[within(kind)] = {{"proof", own}, {"credential", std::move(issuers)}};
    }
}

}  // namespace

std::string_view within(std::string_view kind) {
    static const std::map<std::string_view, std::string> kNames = [] {
        std::map<std::string_view, std::string> names;
        for (const std::string_view known : kMutantKinds)
            names.emplace(known, "in a credential: " + std::string(known));
        return names;
    }();
    return kNames.at(kind);
}

PresentationExpectations presentation_expectations(Securing securing) {
    const Codes invalid{signature_code(securing)};
    const Codes of_rdf{
        "jsonld.dropped_relative_id", "jsonld.dropped_null_value", "jsonld.dropped_null_item",
        "jsonld.dropped_empty_array", "jsonld.dropped_free_value", "jsonld.dropped_relative_type",
        "jsonld.dropped_term",        "jsonld.invalid_type_value", "jsonld.dropped_empty_object"};
    const Codes unread = securing == Securing::rdfc ? joined(invalid, of_rdf) : invalid;
    PresentationExpectations kinds;
    add_credentials(kinds, invalid, unread);
    add_holder(kinds, invalid, unread);
    add_binding(kinds, invalid);
    add_envelope(kinds, securing == Securing::cose);
    add_own(kinds, securing);
    add_within(kinds, securing, unread);
    return kinds;
}

ExpectedCodes first_codes(const PresentationExpectations& expectations) {
    ExpectedCodes codes;
    for (const auto& [kind, checks] : expectations) codes[kind] = checks.front().codes;
    return codes;
}

}  // namespace deed::credentials::test
