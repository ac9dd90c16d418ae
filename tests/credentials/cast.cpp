#include "tests/credentials/cast.hpp"

#include <algorithm>

#include "credentials/proofs/suite.hpp"
#include "did/errors.hpp"
#include "lib/crypto/algorithm.hpp"

namespace deed::credentials::test {

const char* const kUnsigned = R"({
    "@context": ["https://www.w3.org/ns/credentials/v2", {"@vocab": "https://vocab.example/#"}],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "Degree"],
    "validFrom": "2026-01-01T00:00:00Z",
    "validUntil": "2027-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:alice", "degree": "BSc", "score": 1.50}})";

json::Document parse(std::string_view text) {
    auto document = json::Document::parse(text);
    EXPECT_TRUE(document.has_value()) << text;
    return std::move(document).value();
}

Timestamp time(std::string_view rfc3339) { return Timestamp::parse_rfc3339(rfc3339).value(); }

std::unique_ptr<crypto::Signer> signer_of(crypto::KeyType type, std::uint8_t filler) {
    const std::size_t size = crypto::info_of(type).secret_size;
    auto key =
        crypto::PrivateKey::from_raw(type, crypto::SecretBytes::copy_of(Bytes(size, filler)));
    return crypto::PrivateKey::into_signer(std::move(key).value());
}

void StagedResolver::put(did::Resolution resolution) {
    using Kind = did::Version::Kind;
    did::History history{{{"0", resolution.metadata.created, resolution.document, Kind::created}},
                         {},
                         resolution.freshness};
    if (resolution.metadata.deactivated)
        history.versions.push_back(
            {"1", resolution.metadata.updated, std::nullopt, Kind::deactivated});
    put(resolution.document.id(), std::move(history));
}

void StagedResolver::put(const did::Did& did, did::History history) {
    answers_.insert_or_assign(did.to_string(), std::move(history));
}

void StagedResolver::fail(const did::Did& did, Error error) {
    answers_.insert_or_assign(did.to_string(), std::move(error));
}

Result<did::Resolution> StagedResolver::resolve(const did::Did& did, const did::ResolveOptions&,
                                                Call& call) {
    DEED_TRY(const did::History known, history(did, call));
    did::DocumentMetadata metadata;
    metadata.deactivated = known.versions.back().kind == did::Version::Kind::deactivated;
    const auto last =
        std::ranges::find_if(known.versions.rbegin(), known.versions.rend(),
                             [](const auto& version) { return version.document.has_value(); });
    return did::Resolution{last->document.value(), metadata, known.freshness};
}

Result<did::History> StagedResolver::history(const did::Did& did, Call& call) {
    const auto found = answers_.find(did.to_string());
    if (found != answers_.end()) return found->second;
    if (did.method() == "key") return keys_.history(did, call);
    return Error(did::errors::kNotFound, "nobody put it here", did.to_string());
}

Cast::Cast()
    : signer(signer_of(crypto::KeyType::ed25519, 1)),
      issuer(did::did_key_of(signer->public_key())),
      method(issuer.to_string() + "#" + signer->public_key().to_multikey()),
      clock(time("2026-11-22T00:00:00Z")) {}

json::Document Cast::sign(const json::Document& document, std::string_view purpose,
                          std::string_view extra_options) const {
    const ProofSuite& suite = *suite_for(signer->public_key().type());
    const auto options = parse(
        R"({"type":"DataIntegrityProof","cryptosuite":")" + std::string(suite.name()) +
        R"(","created":"2026-11-21T00:00:00Z","verificationMethod":")" + method +
        R"(","proofPurpose":")" + std::string(purpose) + "\"" + std::string(extra_options) + "}");
    Call own_call;
    auto proof = suite.create(document.root(), options.root(), *signer, own_call);
    EXPECT_TRUE(proof.has_value());
    return document.with("/proof", proof->root()).value();
}

Result<json::Document> Cast::issue(std::string_view credential) {
    const IssueRequest request{parse(credential), issuer, *signer, cryptosuite};
    return credentials::issue(request, {resolver, clock, contexts}, call);
}

Result<Report> Cast::verify(const json::Document& credential) {
    return credentials::verify(credential, policy, {resolver, clock, contexts}, call);
}

Report Cast::report(const json::Document& credential) {
    auto result = verify(credential);
    EXPECT_TRUE(result.has_value()) << deed::test::describe(result);
    return std::move(result).value();
}

json::Document with(const json::Document& document, std::string_view pointer,
                    std::string_view value) {
    auto edited = document.with(pointer, parse(value).root());
    EXPECT_TRUE(edited.has_value()) << pointer;
    return std::move(edited).value();
}

std::string entry(const Report& report, std::string_view check) {
    const Check* found = report.find(check);
    if (found == nullptr) return "absent";
    std::string text(to_string(found->state));
    if (found->code != nullptr) text += " " + std::string(found->code->name);
    if (!found->pointer.empty()) text += " at " + found->pointer;
    return text;
}

std::string troubles(const Report& report) {
    std::string lines;
    for (const Check& check : report.checks())
        if (check.state == CheckState::failed || check.state == CheckState::undetermined)
            lines += check.name + ": " + entry(report, check.name) + "\n";
    return lines;
}

}  // namespace deed::credentials::test
