#pragma once

#include "credentials/present.hpp"
#include "credentials/presentation.hpp"
#include "credentials/presentation_errors.hpp"
#include "credentials/verify_presentation.hpp"
#include "tests/credentials/cast.hpp"

namespace deed::credentials::test {

/// A challenge store in memory: what was made, and whether it was used.
class ChallengesInMemory final : public ChallengeStore {
public:
    explicit ChallengesInMemory(const Clock& clock) : clock_(clock) {}
    Result<Challenge> make(std::string_view domain, std::int64_t valid_seconds,
                           Call& call) override;
    Result<void> check(std::string_view challenge, std::string_view domain, Call& call) override;
    Result<void> consume(std::string_view challenge, std::string_view domain, Call& call) override;

    /// What the next consume() says, when another process is faster or the disk is full.
    std::optional<Error> next_consume;
    int consumed = 0;

private:
    const Clock& clock_;
    struct Kept {
        Challenge challenge;
        bool is_used;
    };
    std::map<std::string, Kept, std::less<>> kept_;
};

inline constexpr const char* kBank = "https://bank.example";

/// An issuer, a holder with a key of its own, and a verifier who asks for everything.
class HolderCast {
public:
    HolderCast();

    /// A credential by the issuer about somebody, by default the holder.
    json::Document credential(std::string_view subject = "");
    /// Presents as the holder, for the bank and its challenge.
    Result<json::Document> present(std::vector<json::Document> credentials);
    json::Document presented();
    /// Signs any object as the holder, without reading it; `options` are further members of the
    /// proof, each after a comma.
    json::Document sign(const json::Document& document, std::string_view options,
                        std::string_view purpose = "authentication");
    /// The options that bind to the bank and its challenge.
    std::string bound() const;

    Result<PresentationReport> verify(const json::Document& presentation);
    /// A report; verification itself must succeed.
    PresentationReport report(const json::Document& presentation);

    Cast issuer;
    std::unique_ptr<crypto::Signer> signer;
    did::Did holder;
    std::string method;
    ChallengesInMemory challenges;
    Challenge challenge;
    PresentRequest request;
    PresentationPolicy policy;
    bool uses_store = true;
    Call call;
};

/// What is not good of the presentation's own checks, one a line, and then of each credential's.
std::string troubles(const PresentationReport& report);

}  // namespace deed::credentials::test
