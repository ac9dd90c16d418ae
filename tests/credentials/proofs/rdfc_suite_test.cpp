#include <gtest/gtest.h>

#include "credentials/contexts/known_contexts.hpp"
#include "credentials/proofs/errors.hpp"
#include "credentials/proofs/suite.hpp"
#include "lib/crypto/algorithm.hpp"
#include "lib/json/writer.hpp"
#include "lib/rdf/errors.hpp"
#include "lib/rdf/jsonld_errors.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::credentials {
namespace {

using crypto::KeyType;

json::Document parse(std::string_view text) { return json::Document::parse(text).value(); }

std::unique_ptr<crypto::Signer> make_signer(KeyType type) {
    const std::size_t size = crypto::info_of(type).secret_size;
    auto key = crypto::PrivateKey::from_raw(type, crypto::SecretBytes::copy_of(Bytes(size, 7)));
    return crypto::PrivateKey::into_signer(std::move(key).value());
}

const char* const kDocument = R"({
  "@context": ["https://www.w3.org/ns/credentials/v2",
               "https://www.w3.org/ns/credentials/examples/v2",
               "https://w3id.org/security/suites/ed25519-2020/v1"],
  "id": "urn:uuid:1", "type": ["VerifiableCredential", "DegreeCredential"],
  "issuer": "did:example:issuer", "validFrom": "2026-01-01T00:00:00Z",
  "validUntil": "2027-01-01T00:00:00Z",
  "credentialSubject": {"id": "did:example:holder", "degree": "Bachelor", "year": 3}})";

/// "ecdsa-rdfc-2019" of "ecdsa-rdfc-2019 P-384".
std::string suite_name(const std::string& name) { return name.substr(0, name.find(' ')); }

KeyType key_type(const std::string& name) {
    if (!name.starts_with("ecdsa")) return KeyType::ed25519;
    return name.ends_with("P-384") ? KeyType::p384 : KeyType::p256;
}

class RdfcSuite : public testing::TestWithParam<std::string> {
protected:
    std::string options_text(std::string_view extra = "") const {
        const bool is_old = suite_name(GetParam()) == "Ed25519Signature2020";
        return (is_old ? R"({"type":"Ed25519Signature2020")"
                       : R"({"type":"DataIntegrityProof","cryptosuite":")" +
                             suite_name(GetParam()) + "\"") +
               R"(,"created":"2026-11-22T00:00:00Z","verificationMethod":"did:example:a#k",)" +
               R"("proofPurpose":"assertionMethod")" + std::string(extra) + "}";
    }
    Result<json::Document> create(const json::Document& document, std::string_view extra = "") {
        return suite_.create({document.root(), {}, &contexts_}, parse(options_text(extra)).root(),
                             *signer_, call_);
    }
    Result<void> verify(const json::Document& document, const json::Document& proof) {
        ProofInput input(document.root(), {}, &contexts_);
        input.proof_place = "/proof";
        return suite_.verify(input, proof.root(), signer_->public_key(), call_);
    }
    json::Document with(std::string_view pointer, std::string_view value) const {
        return document_.with(pointer, parse(value).root()).value();
    }

    /// The document with one more context, or with those of an array.
    json::Document with_contexts(std::string_view text) const {
        const json::Document contexts = parse(text);
        if (!contexts.root().is_array()) return with("/@context/-", text);
        json::Document document = document_;
        for (const json::Value context : contexts.root().array())
            document = document.with("/@context/-", context).value();
        return document;
    }

    const ProofSuite& suite_ = *find_suite(suite_name(GetParam()));
    std::unique_ptr<crypto::Signer> signer_ = make_signer(key_type(GetParam()));
    KnownContexts contexts_;
    json::Document document_ = parse(kDocument);
    Call call_;
};
INSTANTIATE_TEST_SUITE_P(Suites, RdfcSuite,
                         testing::Values("eddsa-rdfc-2022", "ecdsa-rdfc-2019",
                                         "ecdsa-rdfc-2019 P-384", "Ed25519Signature2020"),
                         [](const auto& name) {
                             std::string text = name.param;
                             std::erase_if(text, [](char c) { return c == '-' || c == ' '; });
                             return text;
                         });

TEST_P(RdfcSuite, VerifiesWhatItCreated) {
    ASSERT_OK_AND(const auto proof, create(document_));
    EXPECT_FALSE(proof.root().find("@context"));
    EXPECT_EQ(suite_of_proof(proof.root()), &suite_);
    EXPECT_OK(verify(document_, proof));
    EXPECT_OK(verify(document_.with("/proof", proof.root()).value(), proof));
}

TEST_P(RdfcSuite, DoesNotMindOrderAndSpelling) {
    ASSERT_OK_AND(const auto proof, create(document_));
    EXPECT_OK(verify(with("/type", R"(["DegreeCredential", "VerifiableCredential"])"), proof));
    EXPECT_OK(verify(with("/credentialSubject/year", "3.0"), proof));
    EXPECT_OK(verify(with("/issuer", R"({"id": "did:example:issuer"})"), proof));
}

TEST_P(RdfcSuite, SeesEveryChangeOfTheDocument) {
    ASSERT_OK_AND(const auto proof, create(document_));
    const std::pair<const char*, const char*> changes[] = {
        {"/id", R"("urn:uuid:2")"},
        {"/type", R"(["VerifiableCredential", "OtherCredential"])"},
        {"/issuer", R"("did:example:other")"},
        {"/validFrom", R"("2026-01-01T00:00:01Z")"},
        {"/credentialSubject/id", R"("did:example:other")"},
        {"/credentialSubject/degree", R"("Master")"},
        {"/credentialSubject/year", R"("3")"},
        {"/credentialSubject/degree", R"({"@value": "Bachelor", "@language": "en"})"},
        {"/credentialSubject/degree",
         R"({"@value": "Bachelor", "@language": "en", "@direction": "rtl"})"},
        {"/credentialSubject/more", "true"}};
    for (const auto& [pointer, value] : changes)
        EXPECT_CODE(verify(with(pointer, value), proof), errors::kProofSignatureInvalid) << pointer;
    EXPECT_CODE(verify(document_.without("/validUntil").value(), proof),
                errors::kProofSignatureInvalid);
}

// A signature over no statement would fit everything that says nothing.
TEST_P(RdfcSuite, DoesNotSignNothing) {
    const std::string contexts = json::to_string(*document_.root().find("@context"));
    ASSERT_OK_AND(const auto proof, create(document_));
    const std::pair<const char*, ErrorCode> nothings[] = {
        {"", rdf::errors::kDroppedEmptyObject},
        {R"(,"id":"urn:x:1")", rdf::errors::kDroppedLoneId},
        {R"(,"@graph":[])", rdf::errors::kHiddenTerm},
        {R"(,"@included":[])", rdf::errors::kHiddenTerm}};
    for (const auto& [members, code] : nothings) {
        const auto nothing = parse(R"({"@context":)" + contexts + members + "}");
        EXPECT_CODE(create(nothing), code) << members;
        EXPECT_CODE(verify(nothing, proof), code) << members;
    }
}

// Who drops the direction of a text, as RDF does by itself, signs less than stands there.
TEST_P(RdfcSuite, CoversTheDirectionOfTexts) {
    const char* const kPlace = "/credentialSubject/degree";
    const auto text = [&](const char* direction) {
        return with(kPlace, R"({"@value": "a", "@language": "ar", "@direction": ")" +
                                std::string(direction) + "\"}");
    };
    ASSERT_OK_AND(const auto proof, create(text("rtl")));
    EXPECT_OK(verify(text("rtl"), proof));
    EXPECT_CODE(verify(text("ltr"), proof), errors::kProofSignatureInvalid);
}

TEST_P(RdfcSuite, SeesEveryChangeOfTheProof) {
    ASSERT_OK_AND(const auto proof, create(document_));
    const std::pair<const char*, const char*> changes[] = {
        {"/created", R"("2026-11-22T00:00:01Z")"},
        {"/verificationMethod", R"("did:example:a#other")"},
        {"/proofPurpose", R"("authentication")"},
        {"/domain", R"("example.org")"},
        {"/challenge", R"("c")"},
        {"/expires", R"("2028-01-01T00:00:00Z")"}};
    for (const auto& [pointer, value] : changes)
        EXPECT_CODE(verify(document_, proof.with(pointer, parse(value).root()).value()),
                    errors::kProofSignatureInvalid)
            << pointer;
}

TEST_P(RdfcSuite, RefusesWhatJsonLdWouldDrop) {
    const auto strict = parse(kDocument).with("/@context", parse(R"([
        "https://www.w3.org/ns/credentials/v2", "https://w3id.org/security/suites/ed25519-2020/v1"])")
                                                               .root());
    const auto bare = strict.value()
                          .without("/credentialSubject/degree")
                          .value()
                          .without("/credentialSubject/year")
                          .value()
                          .with("/type", parse(R"("VerifiableCredential")").root());
    ASSERT_OK_AND(const auto proof, create(*bare));

    const auto dropped = [&](std::string_view pointer, std::string_view value) {
        return bare->with(pointer, parse(value).root()).value();
    };
    for (const auto& document :
         {dropped("/credentialSubject/degree", R"("Bachelor")"), dropped("/undefined", "1")}) {
        EXPECT_CODE(create(document), rdf::errors::kDroppedTerm);
        EXPECT_CODE(verify(document, proof), rdf::errors::kDroppedTerm);
    }
    EXPECT_CODE(create(dropped("/type", R"(["VerifiableCredential", "DegreeCredential"])")),
                rdf::errors::kDroppedRelativeType);
    EXPECT_CODE(create(dropped("/id", R"("relative")")), rdf::errors::kDroppedRelativeId);

    const auto added = proof.with("/undefined", parse("1").root()).value();
    const auto refused = verify(*bare, added);
    EXPECT_CODE(refused, rdf::errors::kDroppedTerm);
    EXPECT_EQ(refused.error().where(), "/proof/undefined");
}

TEST_P(RdfcSuite, SaysWhichContextIsUnknown) {
    ASSERT_OK_AND(const auto proof, create(document_));
    const auto unknown = with("/@context/-", R"("https://example.org/unknown")");
    EXPECT_CODE(create(unknown), rdf::errors::kLoadingRemoteContextFailed);
    const auto refused = verify(unknown, proof);
    EXPECT_CODE(refused, rdf::errors::kLoadingRemoteContextFailed);
    EXPECT_EQ(refused.error().where(), "https://example.org/unknown");
}

TEST_P(RdfcSuite, NamesTheContextThatItNeeds) {
    const auto bare = parse(R"({"@context": ["https://www.w3.org/2018/credentials/v1"],
                                "id": "urn:uuid:1", "type": "VerifiableCredential"})");
    const auto refused = create(bare);
    EXPECT_CODE(refused, errors::kProofSuiteContextMissing);
    EXPECT_EQ(refused.error().where(), "/type");
    const auto vocabulary =
        bare.with("/@context/-", parse(R"({"@vocab": "https://a.example/#"})").root()).value();
    EXPECT_CODE(create(vocabulary), errors::kProofSuiteContextMissing);
    const bool is_old = suite_.proof_type() != kDataIntegrityProof;
    for (const char* url : {"https://w3id.org/security/data-integrity/v1",
                            "https://w3id.org/security/data-integrity/v2",
                            "https://w3id.org/security/suites/ed25519-2020/v1"}) {
        if (is_old != std::string_view(url).ends_with("ed25519-2020/v1")) continue;
        const auto document =
            bare.with("/@context/-", json::Writer().string(url).take_document().root()).value();
        ASSERT_OK_AND(const auto proof, create(document));
        EXPECT_OK(verify(document, proof));
    }
}

TEST_P(RdfcSuite, RefusesToSignNothing) {
    const auto empty = parse(kDocument).with("/name", parse("[]").root()).value();
    const auto silent = [](const json::Document& document) {
        auto rest = document;
        for (const char* member :
             {"/type", "/issuer", "/validFrom", "/validUntil", "/credentialSubject"})
            rest = rest.without(member).value();
        return rest;
    };
    EXPECT_CODE(create(silent(empty)), rdf::errors::kDroppedEmptyArray);
    EXPECT_CODE(create(silent(document_)), rdf::errors::kDroppedLoneId);
}

TEST_P(RdfcSuite, RefusesAContextOfTheProofThatIsNotTheDocuments) {
    ASSERT_OK_AND(const auto proof, create(document_));
    const auto with_context = [&](json::Value context) {
        return proof.with("/@context", context).value();
    };
    EXPECT_OK(verify(document_, with_context(*document_.root().find("@context"))));
    EXPECT_CODE(verify(document_, with_context(parse(R"(["https://other.example/"])").root())),
                errors::kProofContextMismatch);
    EXPECT_CODE(verify(document_,
                       with_context(parse(R"(["https://www.w3.org/ns/credentials/v2"])").root())),
                errors::kProofCoversLess);
}

TEST_P(RdfcSuite, ReadsTheValueInBase58OfItsSizeOnly) {
    ASSERT_OK_AND(const auto proof, create(document_));
    const std::string value(proof.root().find("proofValue")->string());
    // Two digits more are always a byte more; one alone may fit into the bits that are left.
    for (const std::string& changed : {"u" + value.substr(1), value.substr(1), value + "11",
                                       value.substr(0, 20), "z0" + value, std::string("z")})
        EXPECT_CODE(
            verify(document_,
                   proof.with("/proofValue", json::Writer().string(changed).take_document().root())
                       .value()),
            errors::kProofValueMalformed)
            << changed;
}

class OneRdfcSuite : public RdfcSuite {};
INSTANTIATE_TEST_SUITE_P(Eddsa, OneRdfcSuite, testing::Values("eddsa-rdfc-2022"),
                         [](const auto&) { return std::string("eddsa"); });

TEST_P(OneRdfcSuite, EndsPoisonedGraphsByATypedError) {
    // Blank nodes that all point at each other.
    json::Writer writer;
    writer.begin_array();
    constexpr int kNodes = 12;
    for (int i = 0; i < kNodes; ++i) {
        writer.begin_object().member("id", "_:n" + std::to_string(i)).key("knows").begin_array();
        for (int j = 0; j < kNodes; ++j)
            if (i != j) writer.begin_object().member("id", "_:n" + std::to_string(j)).end_object();
        writer.end_array().end_object();
    }
    const auto poison = writer.end_array().take_document();
    const auto document = document_.with("/credentialSubject/friends", poison.root()).value();
    EXPECT_CODE(create(document), rdf::errors::kDatasetTooComplex);
}

// The contexts are not signed, so anybody can add one. None of these changes a signed statement.
TEST_P(RdfcSuite, RefusesContextsThatHideWhatIsSigned) {
    ASSERT_OK_AND(const auto proof, create(document_));
    const auto renamed = [&](std::string_view context, std::string_view from, std::string to,
                             std::string_view value) {
        auto document = with("/@context/-", context).without(from).value();
        return document.with(to, parse(value).root()).value();
    };
    const char* const kUntil = R"("2027-01-01T00:00:00Z")";
    for (const auto& document :
         {renamed(R"({"end": {"@id": "https://www.w3.org/2018/credentials#validUntil",
                              "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}})",
                  "/validUntil", "/end", kUntil),
          renamed(R"({"teacherOf": "https://www.w3.org/ns/credentials/examples#degree"})",
                  "/credentialSubject/degree", "/credentialSubject/teacherOf", R"("Bachelor")"),
          renamed(R"({"@vocab": "https://www.w3.org/ns/credentials/examples#de"})",
                  "/credentialSubject/degree", "/credentialSubject/gree", R"("Bachelor")"),
          renamed(R"({"kind": "@type"})", "/credentialSubject/id", "/credentialSubject/id",
                  R"("did:example:holder")"),
          renamed(R"({"@base": "did:example:"})", "/credentialSubject/id", "/credentialSubject/id",
                  R"("did:example:holder")"),
          renamed(R"({"issued": {"@reverse": "https://www.w3.org/2018/credentials#issuer"}})",
                  "/credentialSubject/id", "/credentialSubject/id", R"("did:example:holder")")})
        EXPECT_CODE(verify(document, proof), errors::kProofContextMisleads)
            << json::to_string(document.root());

    const auto prefixed = renamed(R"({"x": "https://www.w3.org/2018/credentials#",
                      "x:validUntil": {"@id": "x:validUntil",
                                       "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}})",
                                  "/validUntil", "/x:validUntil", kUntil);
    EXPECT_CODE(verify(prefixed, proof), rdf::errors::kHiddenTerm);
}

// Decoys that state nothing, or twice the same, must not stand in for what was moved.
TEST_P(RdfcSuite, RefusesSignedMembersUnderTheirIris) {
    ASSERT_OK_AND(const auto proof, create(document_));
    const std::string iri = "https://www.w3.org/2018/credentials#validUntil";
    const auto moved =
        with("/@context/-", R"({"p": "urn:uuid:", ")" + iri + R"(": {"@id": ")" + iri + R"(",
            "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}})")
            .without("/validUntil")
            .value()
            .with("/https:~1~1www.w3.org~12018~1credentials#validUntil",
                  parse(R"("2027-01-01T00:00:00Z")").root())
            .value();
    EXPECT_CODE(verify(moved, proof), rdf::errors::kHiddenTerm);
    const auto with_decoy =
        moved.with("/credentialSubject/validUntil", parse("[[]]").root()).value();
    EXPECT_FALSE(verify(with_decoy, proof));
    const auto with_short_id =
        with("/@context/-", R"({"p": "urn:uuid:"})").with("/id", parse(R"("p:1")").root()).value();
    EXPECT_CODE(verify(with_short_id, proof), rdf::errors::kCompactId);
}

TEST_P(RdfcSuite, RefusesAValueUnderTheTermAndAnotherUnderItsIri) {
    const auto status = [](const char* purpose) {
        return parse(R"({"id": "https://a.example/#)" + std::string(purpose) +
                     R"(", "type": "BitstringStatusListEntry", "statusPurpose": ")" + purpose +
                     R"("})");
    };
    const auto a = status("suspension"), b = status("revocation");
    const auto both = [&](json::Value first, json::Value second) {
        return json::Writer().begin_array().value(first).value(second).end_array().take_document();
    };
    const auto signed_both =
        document_.with("/credentialStatus", both(a.root(), b.root()).root()).value();
    ASSERT_OK_AND(const auto proof, create(signed_both));
    EXPECT_OK(verify(signed_both, proof));
    for (const auto& shown : {a, both(a.root(), a.root())}) {
        const auto document =
            document_.with("/credentialStatus", shown.root())
                .value()
                .with("/https:~1~1www.w3.org~12018~1credentials#credentialStatus", b.root())
                .value();
        EXPECT_FALSE(verify(document, proof));
    }
}

TEST_P(RdfcSuite, RefusesSignedMembersInOtherPlacesThanTheirOwn) {
    ASSERT_OK_AND(const auto proof, create(document_));
    const auto without_expiry = document_.without("/validUntil").value();
    const auto moved = [&](std::string_view pointer, std::string_view value) {
        return without_expiry.with(pointer, parse(value).root()).value();
    };
    const char* const kUntil = R"({"validUntil": "2027-01-01T00:00:00Z"})";
    EXPECT_CODE(verify(moved("/@nest", kUntil), proof), rdf::errors::kHiddenTerm);
    EXPECT_CODE(verify(moved("/@included", kUntil), proof), rdf::errors::kHiddenTerm);
    EXPECT_CODE(verify(moved("/credentialSubject/@reverse", R"({"credentialSubject": {}})"), proof),
                rdf::errors::kHiddenTerm);
    EXPECT_CODE(
        verify(moved("/credentialSubject/more", R"({"id": "urn:uuid:1", "type": "A"})"), proof),
        errors::kProofMemberHidden);
    EXPECT_CODE(
        verify(
            document_.without("/id").value().with("/@id", parse(R"("urn:uuid:1")").root()).value(),
            proof),
        rdf::errors::kHiddenTerm);
    EXPECT_CODE(verify(with("/type", R"("VerifiableCredential")")
                           .with("/@type", parse(R"("DegreeCredential")").root())
                           .value(),
                       proof),
                rdf::errors::kHiddenTerm);
    EXPECT_CODE(verify(with("/credentialSubject", R"([{"id": "did:example:holder"},
                  {"id": "did:example:holder", "degree": "Bachelor", "year": 3}])"),
                       proof),
                errors::kProofMemberHidden);
}

TEST_P(RdfcSuite, RefusesTypesUnderOtherNames) {
    ASSERT_OK_AND(const auto proof, create(document_));
    const std::string iri = "https://www.w3.org/ns/credentials/examples#DegreeCredential";
    EXPECT_CODE(
        verify(
            with("/@context/-", R"({"No": "https://www.w3.org/ns/credentials/examples#"})")
                .with("/type", parse(R"(["VerifiableCredential", "No:DegreeCredential"])").root())
                .value(),
            proof),
        rdf::errors::kHiddenTerm);
    EXPECT_CODE(
        verify(with("/@context/-", R"({"DegreeCredential": ")" + iri + R"("})")
                   .with("/type", parse(R"(["VerifiableCredential", ")" + iri + R"("])").root())
                   .value(),
               proof),
        rdf::errors::kHiddenTerm);
}

// Not even one who changes contexts may hide when a proof ends, or for whom it is.
TEST_P(RdfcSuite, RefusesMembersOfTheProofUnderOtherNames) {
    ASSERT_OK_AND(
        const auto proof,
        create(document_, R"(,"domain":"only.example","expires":"2028-01-01T00:00:00Z")"));
    EXPECT_OK(verify(document_, proof));
    const auto renamed = [&](std::string_view from, std::string_view to, std::string_view value) {
        return proof.without(from).value().with(to, parse(value).root()).value();
    };
    EXPECT_FALSE(verify(document_, renamed("/domain", "/https:~1~1w3id.org~1security#domain",
                                           R"("only.example")")));
    EXPECT_FALSE(verify(document_, renamed("/domain", "/@nest", R"({"domain": "only.example"})")));
    const auto document = with("/@context/-", R"({"https://w3id.org/security#expiration": {
            "@id": "https://w3id.org/security#expiration",
            "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}})");
    EXPECT_FALSE(verify(document, renamed("/expires", "/https:~1~1w3id.org~1security#expiration",
                                          R"("2028-01-01T00:00:00Z")")));
    EXPECT_CODE(verify(with("/@context/-", R"({"more": "https://a.example/#more"})"),
                       proof.with("/more", parse("1").root()).value()),
                errors::kProofMemberUnknown);
}

TEST_P(RdfcSuite, RefusesPrefixesThatEndWithinAName) {
    const auto honest =
        with("/@context/-", R"({"notGraduated": "https://x.example/#notGraduated"})")
            .with("/credentialSubject/notGraduated", parse("true").root())
            .value();
    ASSERT_OK_AND(const auto proof, create(honest));
    EXPECT_OK(verify(honest, proof));
    for (const char* context :
         {R"({"not": {"@id": "https://x.example/#not", "@prefix": true},
              "Graduated": "not:Graduated"})",
          R"([{"not": {"@id": "https://x.example/#not", "@prefix": true}}, {"@vocab": "not:"}])",
          R"([{"@vocab": "https://x.example/#"}, {"not": {"@prefix": true}},
              {"Graduated": "not:Graduated"}])",
          R"([{"notGraduated": "https://x.example/#notGraduated"},
              {"x#Graduated": "notGraduated"}, {"Graduated": "x#Graduated"}])",
          R"({"Not so#Graduated": "https://x.example/#Graduated"})", R"({"x#id": "id"})",
          R"({"x#type": "type"})", R"({"a?": "https://x.example/a?"})"}) {
        const auto document = with_contexts(context)
                                  .with("/credentialSubject/Graduated", parse("true").root())
                                  .value();
        EXPECT_CODE(verify(document, proof), errors::kProofContextMisleads) << context;
    }
}

TEST_P(RdfcSuite, RefusesTextsAsNamesInMaps) {
    const char* const kDegree = R"({"@id": "https://x.example/#diploma", "@container": "@index",
                                    "@index": "idx"})";
    const auto context = R"([{"idx": "https://x.example/#idx", "diploma": )" +
                         std::string(kDegree) + R"(}, {"idx": null}])";
    const auto document =
        with_contexts(context)
            .with("/credentialSubject/diploma", parse(R"({"PhD": {"degree": "BSc"}})").root())
            .value();
    EXPECT_CODE(create(document), errors::kProofContextMisleads);
}

TEST_P(RdfcSuite, RefusesEmptyArraysThatRdfDoesNotState) {
    ASSERT_OK_AND(const auto proof, create(document_));
    for (const char* value : {"[]", "[[]]", R"(["a", []])"}) {
        const auto document = with("/credentialSubject/sanctions", value);
        EXPECT_CODE(create(document), rdf::errors::kDroppedEmptyArray) << value;
        EXPECT_CODE(verify(document, proof), rdf::errors::kDroppedEmptyArray) << value;
    }
    EXPECT_CODE(verify(with("/credentialSubject/type", "[]"), proof),
                rdf::errors::kDroppedEmptyArray);
}

TEST_P(RdfcSuite, AcceptsInlineContextsThatNameThingsAsTheyAre) {
    const auto document =
        with("/@context/-", R"({"ex": "https://example.org/terms#", "grade": "ex:grade",
                                "house": {"@id": "https://example.org/terms#house"}})")
            .with("/credentialSubject/grade", parse("1").root())
            .value();
    ASSERT_OK_AND(const auto proof, create(document));
    EXPECT_OK(verify(document, proof));
}

TEST_P(RdfcSuite, RefusesKeysOfOtherTypes) {
    ASSERT_OK_AND(const auto proof, create(document_));
    const auto other = make_signer(KeyType::secp256k1);
    EXPECT_CODE(
        suite_.verify({document_.root(), {}, &contexts_}, proof.root(), other->public_key(), call_),
        errors::kProofKeyTypeMismatch);
}

TEST_P(RdfcSuite, KnowsNoContextWithoutBeingGivenAny) {
    EXPECT_CODE(suite_.create({document_.root()}, parse(options_text()).root(), *signer_, call_),
                rdf::errors::kLoadingRemoteContextFailed);
}

}  // namespace
}  // namespace deed::credentials
