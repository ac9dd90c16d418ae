#include "tests/credentials/holder_cast.hpp"

namespace deed::credentials {
namespace {

using test::parse;

const char* const kPresentation = R"({
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "id": "urn:uuid:3978344f-8596-4c3a-a978-8fcaba3903c5",
    "type": ["VerifiablePresentation", "Application"],
    "holder": "did:example:alice",
    "verifiableCredential": [{"@context": ["https://www.w3.org/ns/credentials/v2"], "proof": {}}]
})";

std::string faults(const json::Document& presentation) {
    std::string lines;
    for (const ModelFault& fault : check_presentation_model(presentation))
        lines += std::string(fault.code->name) + " at " + fault.pointer + "\n";
    return lines;
}

TEST(PresentationModel, SoundOnesHaveNoFaults) {
    EXPECT_EQ(faults(parse(kPresentation)), "");
    const auto soundness = [](std::string_view pointer, std::string_view value) {
        return faults(test::with(parse(kPresentation), pointer, value));
    };
    EXPECT_EQ(soundness("/type", R"("VerifiablePresentation")"), "");
    EXPECT_EQ(soundness("/holder", R"({"id": "did:example:alice", "name": "Alice"})"), "");
    EXPECT_EQ(soundness("/verifiableCredential", R"({"proof": {}})"), "");
    EXPECT_EQ(soundness("/@context/-", R"({"@vocab": "https://vocab.example/#"})"), "");
    EXPECT_EQ(soundness("/termsOfUse", R"({"type": "Policy"})"), "");
    for (const char* optional : {"/id", "/holder", "/verifiableCredential"})
        EXPECT_EQ(faults(parse(kPresentation).without(optional).value()), "");
}

struct Breach {
    const char* name;
    const char* pointer;
    const char* value;  ///< null: taken away
    const char* fault;
};

class Breaches : public testing::TestWithParam<Breach> {};

TEST_P(Breaches, HaveTheirCode) {
    const Breach& breach = GetParam();
    const auto document = parse(kPresentation);
    const auto changed = breach.value == nullptr
                             ? document.without(breach.pointer).value()
                             : test::with(document, breach.pointer, breach.value);
    EXPECT_EQ(faults(changed), std::string(breach.fault) + "\n");
}

const Breach kBreaches[] = {
    {"NoContext", "/@context", nullptr, "presentation.context_missing at "},
    {"ContextAlone", "/@context", R"("https://www.w3.org/ns/credentials/v2")",
     "presentation.context_entry_malformed at /@context"},
    {"ContextsEmpty", "/@context", "[]", "presentation.base_context_not_first at /@context"},
    {"OtherContextFirst", "/@context",
     R"(["https://a.example/", "https://www.w3.org/ns/credentials/v2"])",
     "presentation.base_context_not_first at /@context/0"},
    {"ContextOfANumber", "/@context/-", "1", "presentation.context_entry_malformed at /@context/1"},
    {"ContextOf11", "/@context/-", R"("https://www.w3.org/2018/credentials/v1")",
     "presentation.version_mixed at /@context/1"},
    {"Keyword", "/@id", R"("did:example:mallory")", "presentation.keyword_member at /@id"},
    {"KeywordInHolder", "/holder", R"({"id": "did:example:alice", "@type": "Person"})",
     "presentation.keyword_member at /holder/@type"},
    {"IdOfANumber", "/id", "1", "presentation.id_malformed at /id"},
    {"IdRelative", "/id", R"("one")", "presentation.id_malformed at /id"},
    {"NoType", "/type", nullptr, "presentation.type_missing at "},
    {"TypeOfANumber", "/type", "1", "presentation.type_malformed at /type"},
    {"TypesEmpty", "/type", "[]", "presentation.type_malformed at /type"},
    {"TypeOfACredential", "/type", R"("VerifiableCredential")",
     "presentation.type_not_verifiable_presentation at /type"},
    {"HolderOfANumber", "/holder", "1", "presentation.holder_malformed at /holder"},
    {"HolderByName", "/holder", R"("Alice")", "presentation.holder_malformed at /holder"},
    {"HolderNull", "/holder", "null", "presentation.holder_malformed at /holder"},
    {"Holders", "/holder", R"(["did:example:alice"])", "presentation.holder_malformed at /holder"},
    {"HolderWithoutId", "/holder", "{}", "presentation.holder_malformed at /holder"},
    {"HolderWithBadId", "/holder", R"({"id": 1})", "presentation.holder_malformed at /holder/id"},
    {"CredentialsEmpty", "/verifiableCredential", "[]",
     "presentation.no_credentials at /verifiableCredential"},
    {"CredentialByUrl", "/verifiableCredential", R"("https://a.example/degree")",
     "presentation.credential_malformed at /verifiableCredential"},
    {"CredentialOfANumber", "/verifiableCredential/0", "1",
     "presentation.credential_malformed at /verifiableCredential/0"},
    {"CredentialInAnArray", "/verifiableCredential/0", R"([{"proof": {}}])",
     "presentation.credential_malformed at /verifiableCredential/0"},
    {"CredentialUnsecured", "/verifiableCredential/0", "{}",
     "presentation.credential_unsecured at /verifiableCredential/0"},
    {"ProofOfANumber", "/proof", "1", "proof.malformed at /proof"},
};
INSTANTIATE_TEST_SUITE_P(Of, Breaches, testing::ValuesIn(kBreaches),
                         [](const auto& breach) { return breach.param.name; });

TEST(PresentationModel, WhatIsNoObject) {
    for (const char* text : {"[]", "1", "null", R"("presentation")"})
        EXPECT_EQ(faults(parse(text)), "presentation.not_an_object at \n");
}

TEST(PresentationModel, HoldsAtMost64Credentials) {
    auto presentation = parse(kPresentation);
    while (presentation.root().find("verifiableCredential")->array().size() < kMaxPresented)
        presentation = test::with(presentation, "/verifiableCredential/-", R"({"proof": {}})");
    EXPECT_EQ(faults(presentation), "");
    presentation = test::with(presentation, "/verifiableCredential/-", "1");
    EXPECT_EQ(faults(presentation), "presentation.too_many_credentials at /verifiableCredential\n");
    EXPECT_EQ(PresentationView(presentation.root()).credentials.size(), kMaxPresented);
}

TEST(PresentationModel, CredentialsMayBringOtherContextsAndKeywords) {
    EXPECT_EQ(faults(test::with(parse(kPresentation), "/verifiableCredential/0",
                                R"({"@context": ["https://www.w3.org/2018/credentials/v1"],
                                    "@id": "judged with it", "proof": {}})")),
              "");
}

TEST(PresentationModel, AllBreachesAtOnce) {
    EXPECT_EQ(faults(parse(R"({"holder": 1, "verifiableCredential": ["a", {}]})")),
              "presentation.context_missing at \n"
              "presentation.type_missing at \n"
              "presentation.holder_malformed at /holder\n"
              "presentation.credential_malformed at /verifiableCredential/0\n"
              "presentation.credential_unsecured at /verifiableCredential/1\n");
}

// VCDM 1.1: its base context goes on inside, so that only credentials of 1.1 fit.
TEST(PresentationModel, Of11HoldsCredentialsOf11) {
    const auto old = parse(R"({"@context": ["https://www.w3.org/2018/credentials/v1"],
        "type": "VerifiablePresentation", "verifiableCredential":
        [{"@context": ["https://www.w3.org/2018/credentials/v1"], "proof": {}}]})");
    EXPECT_EQ(faults(old), "");
    EXPECT_TRUE(PresentationView(old.root()).is_version_1);
    EXPECT_EQ(faults(test::with(old, "/@context/-", R"("https://www.w3.org/ns/credentials/v2")")),
              "presentation.version_mixed at /@context/1\n");
    EXPECT_EQ(faults(test::with(old, "/verifiableCredential/-",
                                R"({"@context": ["https://www.w3.org/ns/credentials/v2"],
                                    "proof": {}})")),
              "presentation.version_mixed at /verifiableCredential/1\n");
}

TEST(PresentationModel, TheViewReadsWhatIsSound) {
    const auto presentation = parse(kPresentation);
    const PresentationView view(presentation.root());
    EXPECT_EQ(view.holder, "did:example:alice");
    ASSERT_EQ(view.credentials.size(), 1u);
    EXPECT_EQ(view.credentials[0].pointer, "/verifiableCredential/0");
    EXPECT_FALSE(view.credentials[0].is_enveloped);
    EXPECT_TRUE(view.proofs.empty());
    EXPECT_FALSE(view.is_version_1);
    const auto odd = parse(R"({"holder": "Alice", "verifiableCredential": 1, "proof": [1, 2]})");
    const PresentationView odd_view(odd.root());
    EXPECT_EQ(odd_view.holder, std::nullopt);
    EXPECT_EQ(odd_view.credentials.size(), 1u);
    EXPECT_EQ(odd_view.proofs.size(), 2u);
    EXPECT_TRUE(PresentationView(parse("1").root()).credentials.empty());
}

TEST(SubjectIds, AreThoseThatAreUrls) {
    const auto ids = [](const char* credential) { return subject_ids(parse(credential).root()); };
    EXPECT_EQ(ids(R"({"credentialSubject": {"id": "did:example:a"}})"),
              std::vector<std::string>{"did:example:a"});
    EXPECT_EQ(ids(R"({"credentialSubject": [{"id": "did:example:a"}, {}, {"id": 1}, 2,
                                            {"id": "b"}, {"id": "did:example:c"}]})"),
              (std::vector<std::string>{"did:example:a", "did:example:c"}));
    EXPECT_TRUE(ids("{}").empty());
    EXPECT_TRUE(ids(R"({"credentialSubject": "did:example:a"})").empty());
}

}  // namespace
}  // namespace deed::credentials
