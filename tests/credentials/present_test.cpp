#include "tests/credentials/holder_cast.hpp"

namespace deed::credentials {
namespace {

using test::kBank;

class Present : public testing::Test {
protected:
    Result<json::Document> present() { return stage_.present({stage_.credential()}); }
    /// A holder whose document lists the key as these members say.
    void put_holder(const std::string& method_members, const std::string& relationship,
                    bool deactivated = false, const std::string& listed = "did:example:bob#1") {
        const std::string document =
            R"({"@context": ["https://www.w3.org/ns/did/v1"], "id": "did:example:bob",
                "verificationMethod": [{"type": "Multikey",
                "publicKeyMultibase": ")" +
            stage_.signer->public_key().to_multikey() + "\", " + method_members + R"(}], ")" +
            relationship + R"(": [")" + listed + "\"]}";
        did::DocumentMetadata metadata;
        metadata.deactivated = deactivated;
        stage_.issuer.resolver.put(
            {did::Document::parse(test::parse(document), did::Did::parse("did:example:bob").value())
                 .value(),
             metadata, std::nullopt});
        stage_.holder = did::Did::parse("did:example:bob").value();
        stage_.request.holder = stage_.holder;
    }

    test::HolderCast stage_;
};

constexpr const char* kOwnMethod = R"("id": "did:example:bob#1", "controller": "did:example:bob")";

TEST_F(Present, SaysWhatIsShownAndToWhom) {
    stage_.request.proof.expires = test::time("2026-11-22T00:05:00Z");
    stage_.request.types = {"ApplicationPresentation", "https://types.example/Loan"};
    const auto credential = stage_.credential();
    ASSERT_OK_AND(const json::Document made, stage_.present({credential}));
    const json::Value root = made.root();
    EXPECT_EQ(json::to_string(*root.find("@context")),
              R"(["https://www.w3.org/ns/credentials/v2",)"
              R"("https://www.w3.org/ns/credentials/undefined-terms/v2"])");
    EXPECT_TRUE(root.find("id")->string().starts_with("urn:uuid:"));
    EXPECT_EQ(
        json::to_string(*root.find("type")),
        R"(["VerifiablePresentation","ApplicationPresentation","https://types.example/Loan"])");
    EXPECT_EQ(root.find("holder")->string(), stage_.holder.to_string());
    EXPECT_EQ(json::to_string(root.find("verifiableCredential")->array()[0]),
              credential.to_string());
    const json::Value proof = *root.find("proof");
    EXPECT_EQ(proof.find("cryptosuite")->string(), "eddsa-jcs-2022");
    EXPECT_EQ(proof.find("proofPurpose")->string(), "authentication");
    EXPECT_EQ(proof.find("verificationMethod")->string(), stage_.method);
    EXPECT_EQ(proof.find("created")->string(), "2026-11-22T00:00:00Z");
    EXPECT_EQ(proof.find("expires")->string(), "2026-11-22T00:05:00Z");
    EXPECT_EQ(proof.find("domain")->string(), kBank);
    EXPECT_EQ(proof.find("challenge")->string(), stage_.challenge.value);
    EXPECT_EQ(stage_.report(made).verdict(), Verdict::good);
}

TEST_F(Present, WithoutTypesNeedsTheBaseContextAlone) {
    ASSERT_OK_AND(const json::Document made, present());
    EXPECT_EQ(json::to_string(*made.root().find("@context")),
              R"(["https://www.w3.org/ns/credentials/v2"])");
    EXPECT_EQ(json::to_string(*made.root().find("type")), R"(["VerifiablePresentation"])");
}

TEST_F(Present, WithoutSignerThereIsNoProof) {
    stage_.request.signer = nullptr;
    stage_.request.proof = {};
    ASSERT_OK_AND(const json::Document made, present());
    EXPECT_FALSE(made.root().find("proof"));
}

TEST_F(Present, WithoutCredentialsItShowsTheHolderAlone) {
    ASSERT_OK_AND(const json::Document made, stage_.present({}));
    EXPECT_FALSE(made.root().find("verifiableCredential"));
}

TEST_F(Present, RefusesWhatAVerifierWouldRefuse) {
    const auto unsecured = stage_.present({test::parse(test::kUnsigned)});
    EXPECT_CODE(unsecured, errors::kPresentUnsecured);
    EXPECT_EQ(unsecured.error().where(), "/verifiableCredential/0");
    EXPECT_CODE(stage_.present({test::parse("[]")}), errors::kPresentUnsecured);
    const auto stolen = stage_.present({stage_.credential(), stage_.credential("did:example:a")});
    EXPECT_CODE(stolen, errors::kPresentOtherSubject);
    EXPECT_EQ(stolen.error().where(), "/verifiableCredential/1");
    std::vector<json::Document> many(kMaxPresented + 1, stage_.credential());
    EXPECT_CODE(stage_.present(many), errors::kTooManyCredentials);
    many.pop_back();
    EXPECT_OK(stage_.present(many));
}

TEST_F(Present, RefusesWhatItCannotSay) {
    stage_.request.proof.domains.clear();
    EXPECT_CODE(present(), errors::kPresentNoDomain);
    stage_.request.proof.challenge.reset();
    EXPECT_OK(present());
    for (const char* domain : {"", "\xff"}) {
        stage_.request.proof.domains = {domain};
        EXPECT_CODE(present(), errors::kProofOptionMalformed);
    }
    stage_.request.proof.domains = {kBank};
    for (const char* challenge : {"", "\xff"}) {
        stage_.request.proof.challenge = challenge;
        EXPECT_CODE(present(), errors::kProofOptionMalformed);
    }
    stage_.request.proof.challenge = "ruby";
    stage_.request.proof.expires = stage_.issuer.clock.now();
    EXPECT_CODE(present(), errors::kProofExpiryPast);
    stage_.request.proof.expires.reset();
    for (const char* type : {"", "two words", "@type", "\xff"}) {
        stage_.request.types = {type};
        EXPECT_CODE(present(), errors::kPresentTypeMalformed);
    }
    stage_.request.types.clear();
    stage_.request.cryptosuite = "ecdsa-jcs-2019";
    EXPECT_CODE(present(), errors::kSuiteKeyMismatch);
    stage_.request.cryptosuite = "ruby";
    EXPECT_CODE(present(), errors::kSuiteUnknown);
}

TEST_F(Present, RefusesWhatSomebodyElseSignedOrIsToSign) {
    const std::string start = R"({"@context":["https://www.w3.org/ns/credentials/v2"],)"
                              R"("type":"VerifiablePresentation","holder":")";
    const std::string own = start + stage_.holder.to_string() + "\"";
    stage_.request.presentation = test::parse(own + "}");
    EXPECT_OK(present());
    stage_.request.presentation = test::parse(own + R"(,"proof":{}})");
    const auto twice = present();
    EXPECT_CODE(twice, errors::kPresentAlreadySigned);
    EXPECT_EQ(twice.error().where(), "/proof");
    for (const char* other : {R"("did:example:carol")", R"({"id":"did:example:carol"})"}) {
        stage_.request.presentation = test::with(test::parse(own + "}"), "/holder", other);
        EXPECT_CODE(present(), errors::kPresentOtherHolder);
    }
}

TEST_F(Present, RefusesKeysThatAreNotTheHoldersForAuthentication) {
    put_holder(kOwnMethod, "authentication");
    EXPECT_OK(present());
    put_holder(kOwnMethod, "assertionMethod");
    EXPECT_CODE(present(), errors::kPresentKeyNotListed);
    put_holder(kOwnMethod, "authentication", true);
    EXPECT_CODE(present(), errors::kPresentHolderDeactivated);
    put_holder(R"("id": "did:example:bob#1", "controller": "did:example:carol")", "authentication");
    EXPECT_CODE(present(), errors::kPresentMethodForeign);
    for (const char* id : {"did:example:bob/path#1", "did:example:bob?query=1#1"}) {
        put_holder(R"("id": ")" + std::string(id) + R"(", "controller": "did:example:bob")",
                   "authentication", false, id);
        EXPECT_CODE(present(), errors::kPresentMethodIdUnsupported);
    }
    put_holder(std::string(kOwnMethod) + R"(, "revoked": "2026-11-01T00:00:00Z")",
               "authentication");
    EXPECT_CODE(present(), errors::kPresentMethodRevoked);
    put_holder(std::string(kOwnMethod) + R"(, "expires": "2026-11-01T00:00:00Z")",
               "authentication");
    EXPECT_CODE(present(), errors::kPresentMethodExpired);
}

}  // namespace
}  // namespace deed::credentials
