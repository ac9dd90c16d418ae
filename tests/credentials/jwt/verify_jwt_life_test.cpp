// The life of the key counts for a token as it does for a proof.
#include "tests/credentials/jwt/jwt_cast.hpp"

namespace deed::credentials {
namespace {

using did::Version;
using test::entry;
using test::time;
using test::troubles;
using test::with;

const did::Did kIssuer = did::Did::parse(
                             "did:weid:ltt53omttzxodzx5sytncx7agysvkisys:"
                             "0x1a642f0e3c3af545e7acbd38b07251b3990914f1")
                             .value();

/// An issuer with a history: created on 2026-11-01 with the key as #key-1; now it is 2026-11-22.
class Lived : public test::JwtCast {
public:
    Lived() {
        issuer = kIssuer;
        method = kIssuer.to_string() + "#key-1";
        add(Version::Kind::created, "2026-11-01T00:00:00Z", listing());
    }

    did::Document listing(std::string_view extra = "",
                          std::string_view purpose = "assertionMethod") const {
        const std::string id = kIssuer.to_string();
        const std::string text = R"({"@context":["https://www.w3.org/ns/did/v1"],"id":")" + id +
                                 R"(","verificationMethod":[{"id":")" + id +
                                 R"(#key-1","type":"Multikey","controller":")" + id +
                                 R"(","publicKeyMultibase":")" +
                                 signer->public_key().to_multikey() + "\"" + std::string(extra) +
                                 R"(}],")" + std::string(purpose) + R"(":[")" + id + R"(#key-1"]})";
        return did::Document::parse(test::parse(text), kIssuer).value();
    }
    void add(Version::Kind kind, std::string_view from, std::optional<did::Document> document) {
        history.versions.push_back(
            {std::to_string(history.versions.size()), time(from), std::move(document), kind});
    }
    Report judged(std::string_view header_json = "") {
        resolver.put(kIssuer, history);
        const auto payload = with(JwtCast::payload(), "/iat", "1794268800");  // 2026-11-10
        return judge(token(header_json.empty() ? header() : header_json, payload.to_string()));
    }
    void show(std::string_view not_after) { policy.evidence = {{"a notary", "", time(not_after)}}; }

    did::History history{};
};

TEST(VerifyJwtLife, PassesALivingKey) {
    Lived cast;
    EXPECT_EQ(troubles(cast.judged()), "");
    cast.policy.at = time("2026-11-12T00:00:00Z");
    EXPECT_EQ(troubles(cast.judged()), "");
}

TEST(VerifyJwtLife, FailsBeforeTheKeyWasListed) {
    Lived cast;
    cast.policy.at = time("2026-10-31T00:00:00Z");
    EXPECT_EQ(entry(cast.judged(), "time"), "failed key.did_not_yet_created");
}

TEST(VerifyJwtLife, ARetiredKeyNeedsEvidence) {
    Lived cast;
    cast.add(Version::Kind::updated, "2026-11-15T00:00:00Z", cast.listing("", "authentication"));
    EXPECT_EQ(troubles(cast.judged()), "time: undetermined key.retired_unproven\n");
    EXPECT_EQ(troubles(cast.judged(R"({"alg":"EdDSA"})")),
              "time: undetermined key.retired_unproven\n");
    cast.show("2026-11-14T00:00:00Z");
    EXPECT_EQ(troubles(cast.judged()), "");
}

TEST(VerifyJwtLife, ACompromisedKeyFailsWithoutEvidence) {
    Lived cast;
    cast.history.compromises.push_back(
        {cast.signer->public_key(), time("2026-11-12T00:00:00Z"), time("2026-11-16T00:00:00Z")});
    EXPECT_EQ(troubles(cast.judged()), "time: failed key.compromised\n");
    cast.show("2026-11-11T00:00:00Z");
    EXPECT_EQ(troubles(cast.judged()), "");
}

TEST(VerifyJwtLife, RevokedExpiredAndUnlistedMethodsFail) {
    Lived revoked;
    revoked.history.versions.clear();
    revoked.add(Version::Kind::created, "2026-11-01T00:00:00Z",
                revoked.listing(R"(,"revoked":"2026-11-12T00:00:00Z")"));
    EXPECT_EQ(entry(revoked.judged(), "purpose"), "failed method.revoked");
    Lived expired;
    expired.history.versions.clear();
    expired.add(Version::Kind::created, "2026-11-01T00:00:00Z",
                expired.listing(R"(,"expires":"2026-11-12T00:00:00Z")"));
    EXPECT_EQ(entry(expired.judged(), "purpose"), "failed method.expired");
    Lived unlisted;
    unlisted.history.versions.clear();
    unlisted.add(Version::Kind::created, "2026-11-01T00:00:00Z",
                 unlisted.listing("", "authentication"));
    EXPECT_EQ(entry(unlisted.judged(), "purpose"), "failed proof.key_not_authorized");
}

TEST(VerifyJwtLife, ADeactivatedIssuerFails) {
    Lived cast;
    cast.add(Version::Kind::deactivated, "2026-11-15T00:00:00Z", std::nullopt);
    EXPECT_EQ(troubles(cast.judged()), "control: failed control.issuer_deactivated at /issuer\n");
}

TEST(VerifyJwtLife, IatOutsideTheKeysLifeFails) {
    Lived cast;
    cast.history.versions.clear();
    cast.add(Version::Kind::created, "2026-11-11T00:00:00Z", cast.listing());
    EXPECT_EQ(troubles(cast.judged()), "time: failed proof.created_outside_key_life\n");
}

}  // namespace
}  // namespace deed::credentials
