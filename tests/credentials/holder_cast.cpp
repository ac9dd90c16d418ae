#include "tests/credentials/holder_cast.hpp"

#include "credentials/challenges/errors.hpp"
#include "credentials/proofs/suite.hpp"

namespace deed::credentials::test {

Result<Challenge> ChallengesInMemory::make(std::string_view domain, std::int64_t valid_seconds,
                                           Call&) {
    Challenge made{"uChallenge" + std::to_string(kept_.size()), std::string(domain), clock_.now(),
                   clock_.now().plus_seconds(valid_seconds)};
    kept_.emplace(made.value, Kept{made, false});
    return made;
}

Result<void> ChallengesInMemory::check(std::string_view challenge, std::string_view domain, Call&) {
    const auto found = kept_.find(challenge);
    if (found == kept_.end()) return Error(errors::kChallengeUnknown, "nobody made it");
    if (found->second.challenge.domain != domain)
        return Error(errors::kChallengeOtherDomain, "made for another");
    if (found->second.is_used) return Error(errors::kChallengeReplayed, "used before");
    if (found->second.challenge.expires <= clock_.now())
        return Error(errors::kChallengeExpired, "too late");
    return {};
}

Result<void> ChallengesInMemory::consume(std::string_view challenge, std::string_view domain,
                                         Call& call) {
    if (next_consume) return *std::exchange(next_consume, std::nullopt);
    DEED_CHECK(check(challenge, domain, call));
    kept_.find(challenge)->second.is_used = true;
    ++consumed;
    return {};
}

HolderCast::HolderCast()
    : signer(signer_of(crypto::KeyType::ed25519, 7)),
      holder(did::did_key_of(signer->public_key())),
      method(holder.to_string() + "#" + signer->public_key().to_multikey()),
      challenges(issuer.clock),
      challenge(challenges.make(kBank, 300, call).value()),
      request{.credentials = {}, .holder = holder, .signer = signer.get()} {
    request.proof.domains = {kBank};
    request.proof.challenge = challenge.value;
    policy.domains = {kBank};
}

json::Document HolderCast::credential(std::string_view subject) {
    const std::string id(subject.empty() ? holder.to_string() : subject);
    const auto document = with(parse(kUnsigned), "/credentialSubject/id", "\"" + id + "\"");
    return issuer.issue(document.to_string()).value();
}

Result<json::Document> HolderCast::present(std::vector<json::Document> credentials) {
    request.credentials = std::move(credentials);
    return credentials::present(request, {issuer.resolver, issuer.clock, issuer.contexts}, call);
}

json::Document HolderCast::presented() {
    auto made = present({credential()});
    EXPECT_TRUE(made.has_value()) << deed::test::describe(made);
    return std::move(made).value();
}

std::string HolderCast::bound() const {
    return std::string(R"(,"domain":")") + kBank + R"(","challenge":")" + challenge.value + "\"";
}

json::Document HolderCast::sign(const json::Document& document, std::string_view options,
                                std::string_view purpose) {
    const ProofSuite& suite = *suite_for(signer->public_key().type());
    const auto members =
        parse(R"({"type":"DataIntegrityProof","cryptosuite":")" + std::string(suite.name()) +
              R"(","created":"2026-11-22T00:00:00Z","verificationMethod":")" + method +
              R"(","proofPurpose":")" + std::string(purpose) + "\"" + std::string(options) + "}");
    auto proof = suite.create(document.root(), members.root(), *signer, call);
    EXPECT_TRUE(proof.has_value());
    return document.with("/proof", proof->root()).value();
}

Result<PresentationReport> HolderCast::verify(const json::Document& presentation) {
    return verify_presentation(
        presentation, policy,
        {issuer.resolver, issuer.clock, issuer.contexts, uses_store ? &challenges : nullptr}, call);
}

PresentationReport HolderCast::report(const json::Document& presentation) {
    auto result = verify(presentation);
    EXPECT_TRUE(result.has_value()) << deed::test::describe(result);
    return std::move(result).value();
}

std::string troubles(const PresentationReport& report) {
    std::string lines = troubles(report.checks);
    for (const CredentialReport& credential : report.credentials)
        if (const std::string own = troubles(credential.report); !own.empty())
            lines += credential.pointer + "\n" + own;
    return lines;
}

}  // namespace deed::credentials::test
