#include "did/methods/peer.hpp"

#include "did/errors.hpp"
#include "lib/crypto/errors.hpp"
#include "lib/encoding/text.hpp"
#include "tests/did/document_support.hpp"
#include "tests/support/signers.hpp"

namespace deed::did {
namespace {

using deed::test::must;

Result<Resolution> resolve(std::string_view text, PeerResolver& resolver) {
    Call call;
    return resolver.resolve(Did::parse(text).value(), {}, call);
}
Result<Resolution> resolve(std::string_view text) {
    PeerResolver resolver;
    return resolve(text, resolver);
}

constexpr std::string_view kKeyV = "z6Mkj3PUd1WjvaDhNZhhhXQdz5UnZXmS7ehtx8bsPpD47kKc";
constexpr std::string_view kKeyE = "z6LSg8zQom395jKLrGiBNruB9MM6V8PWuf2FpEy4uRFiqQBR";

// The example of the method's specification, "Generating a did:peer:2"; the services follow it.
const std::string kPeer2 =
    "did:peer:2.Vz6Mkj3PUd1WjvaDhNZhhhXQdz5UnZXmS7ehtx8bsPpD47kKc"
    ".Ez6LSg8zQom395jKLrGiBNruB9MM6V8PWuf2FpEy4uRFiqQBR"
    ".SeyJ0IjoiZG0iLCJzIjp7InVyaSI6Imh0dHA6Ly9leGFtcGxlLmNvbS9kaWRjb21tIiwiYSI6WyJkaWRjb21tL3YyIl0s"
    "InIiOlsiZGlkOmV4YW1wbGU6MTIzNDU2Nzg5YWJjZGVmZ2hpI2tleS0xIl19fQ"
    ".SeyJ0IjoiZG0iLCJzIjp7InVyaSI6Imh0dHA6Ly9leGFtcGxlLmNvbS9hbm90aGVyIiwiYSI6WyJkaWRjb21tL3YyIl0s"
    "InIiOlsiZGlkOmV4YW1wbGU6MTIzNDU2Nzg5YWJjZGVmZ2hpI2tleS0yIl19fQ";

TEST(Peer2, ResolvesTheExampleOfTheSpecification) {
    ASSERT_OK_AND(const Resolution resolution, resolve(kPeer2));
    const std::string expected =
        R"({"@context":["https://www.w3.org/ns/did/v1","https://w3id.org/security/multikey/v1"],)"
        R"("id":"DID","verificationMethod":[{"id":"#key-1","controller":"DID","type":"Multikey",)"
        R"("publicKeyMultibase":"z6Mkj3PUd1WjvaDhNZhhhXQdz5UnZXmS7ehtx8bsPpD47kKc"},)"
        R"({"id":"#key-2","controller":"DID","type":"Multikey",)"
        R"("publicKeyMultibase":"z6LSg8zQom395jKLrGiBNruB9MM6V8PWuf2FpEy4uRFiqQBR"}],)"
        R"("authentication":["#key-1"],"keyAgreement":["#key-2"],"service":[)"
        R"({"type":"DIDCommMessaging","serviceEndpoint":{"uri":"http://example.com/didcomm",)"
        R"("accept":["didcomm/v2"],"routingKeys":["did:example:123456789abcdefghi#key-1"]},)"
        R"("id":"#service"},{"type":"DIDCommMessaging","serviceEndpoint":{"uri":)"
        R"("http://example.com/another","accept":["didcomm/v2"],)"
        R"("routingKeys":["did:example:123456789abcdefghi#key-2"]},"id":"#service-1"}]})";
    std::string filled = expected;
    for (std::size_t at = 0; (at = filled.find("\"DID\"", at)) != std::string::npos;)
        filled.replace(at + 1, 3, kPeer2);
    EXPECT_EQ(resolution.document.json(), must(json::Document::parse(filled)));
    EXPECT_TRUE(resolution.document.allows(kPeer2 + "#key-1", Relationship::authentication));
    EXPECT_TRUE(resolution.document.allows(kPeer2 + "#key-2", Relationship::key_agreement));
}

TEST(Peer2, IsMadeAsTheSpecificationDoes) {
    const auto service = [](const std::string& uri, int key) {
        return must(json::Document::parse(
            R"({"type":"DIDCommMessaging","serviceEndpoint":{"uri":"http://example.com/)" + uri +
            R"(","accept":["didcomm/v2"],"routingKeys":["did:example:123456789abcdefghi#key-)" +
            std::to_string(key) + R"("]}})"));
    };
    ASSERT_OK_AND(const Did did, make_peer_2({{Relationship::authentication, test::multikey(kKeyV)},
                                              {Relationship::key_agreement, test::multikey(kKeyE)}},
                                             {service("didcomm", 1), service("another", 2)}));
    EXPECT_EQ(did.to_string(), kPeer2);
}

TEST(Peer2, RefusesWhatTheMethodDoesNotMake) {
    const std::string v = "did:peer:2.V" + std::string(kKeyV);
    const auto with_service = [&](std::string_view text) {
        return v + ".S" + base64url_encode(as_bytes(text));
    };
    EXPECT_OK(resolve(v));
    for (const std::string& text :
         {std::string("did:peer:2"), std::string("did:peer:2V") + std::string(kKeyV), v + ".",
          v + "..E" + std::string(kKeyE), "did:peer:2.X" + std::string(kKeyV), v + ".S_",
          with_service("{"), with_service("[]"), with_service(R"({"t":"a","type":"b","s":"c:d"})"),
          v + ".Se30"})
        EXPECT_FALSE(resolve(text).has_value()) << text;
    EXPECT_CODE(resolve("did:peer:2"), errors::kMalformed);
    EXPECT_CODE(resolve(with_service("7")), errors::kMalformed);
    EXPECT_CODE(resolve("did:peer:2.Vz" + base58btc_encode(Bytes{0xed, 0x01, 2})),
                crypto::errors::kInvalidPublicKey);
    EXPECT_CODE(resolve(with_service("{}")), errors::kInvalidDocument);
    EXPECT_CODE(resolve(with_service(R"({"id":"x","t":"T","s":"https://a.example/"})")),
                errors::kInvalidDocument);
    EXPECT_CODE(make_peer_2({}, {must(json::Document::parse("[]"))}), errors::kMalformed);
    EXPECT_CODE(
        make_peer_2({},
                    {must(json::Document::parse("{\"a\":\"" + std::string(8000, 'x') + "\"}"))}),
        errors::kMalformed);
}

// The example of the specification, "Method 4".
const std::string kPeer4 =
    "did:peer:4zQmd8CpeFPci817KDsbSAKWcXAE2mjvCQSasRewvbSF54Bd:z2M1k7h4psgp4CmJcnQn2L"
    "jp7Pz7ktsd7oBhMU3dWY5s4fhFNj17qcRTQ427C7QHNT6cQ7T3XfRh35Q2GhaNFZmWHVFq4vL7F8nm36"
    "PA9Y96DvdrUiRUaiCuXnBFrn1o7mxFZAx14JL4t8vUWpuDPwQuddVo1T8myRiVH7wdxuoYbsva5x6idE"
    "pCQydJdFjiHGCpNc2UtjzPQ8awSXkctGCnBmgkhrj5gto3D4i3EREXYq4Z8r2cWGBr2UzbSmnxW2BuYd"
    "dFo9Yfm6mKjtJyLpF74ytqrF5xtf84MnGFg1hMBmh1xVx1JwjZ2BeMJs7mNS8DTZhKC7KH38EgqDtUZz"
    "fjhpjmmUfkXg2KFEA3EGbbVm1DPqQXayPYKAsYPS9AyKkcQ3fzWafLPP93UfNhtUPL8JW5pMcSV3P8v6"
    "j3vPXqnnGknNyBprD6YGUVtgLiAqDBDUF3LSxFQJCVYYtghMTv8WuSw9h1a1SRFrDQLGHE4UrkgoRvwa"
    "GWr64aM87T1eVGkP5Dt4L1AbboeK2ceLArPScrdYGTpi3BpTkLwZCdjdiFSfTy9okL1YNRARqUf2wm8D"
    "vkVGUU7u5nQA3ZMaXWJAewk6k1YUxKd7LvofGUK4YEDtoxN5vb6r1Q2godrGqaPkjfL3RoYPpDYymf9X"
    "hcgG8Kx3DZaA6cyTs24t45KxYAfeCw4wqUpCH9HbpD78TbEUr9PPAsJgXBvBj2VVsxnr7FKbK4KykGcg"
    "1W8M1JPz21Z4Y72LWgGQCmixovrkHktcTX1uNHjAvKBqVD5C7XmVfHgXCHj7djCh3vzLNuVLtEED8J1h"
    "hqsB1oCBGiuh3xXr7fZ9wUjJCQ1HYHqxLJKdYKtoCiPmgKM7etVftXkmTFETZmpM19aRyih3bao76Ldp"
    "Qtbw636r7a3qt8v4WfxsXJetSL8c7t24SqQBcAY89FBsbEnFNrQCMK3JEseKHVaU388ctvRD45uQfe5G"
    "ndFxthj4iSDomk4uRFd1uRbywoP1tRuabHTDX42UxPjz";

TEST(Peer4, ResolvesTheLongFormAndThenTheShortOne) {
    PeerResolver resolver;
    const std::string brief = kPeer4.substr(0, kPeer4.rfind(':'));
    EXPECT_CODE(resolve(brief, resolver), errors::kNotFound);
    ASSERT_OK_AND(const Resolution resolution, resolve(kPeer4, resolver));
    const Document& document = resolution.document;
    ASSERT_EQ(document.verification_methods().size(), 2U);
    EXPECT_EQ(document.verification_methods()[1].id, kPeer4 + "#6MkrCD1c");
    EXPECT_EQ(document.verification_methods()[1].controller, kPeer4);
    EXPECT_EQ(document.verification_methods()[1].public_key->type(), crypto::KeyType::ed25519);
    EXPECT_EQ(document.verification_methods()[0].public_key->type(), crypto::KeyType::x25519);
    EXPECT_TRUE(document.allows(kPeer4 + "#6MkrCD1c", Relationship::capability_delegation));
    EXPECT_EQ(json::to_string(*document.json().root().find("alsoKnownAs")), "[\"" + brief + "\"]");
    EXPECT_EQ(document.json().root().find("service")->array()[0].find("id")->string(),
              "#didcommmessaging-0");
    EXPECT_EQ(must(short_peer_4(document.id())).to_string(), brief);

    ASSERT_OK_AND(const Resolution same, resolve(brief, resolver));
    EXPECT_EQ(same.document.id().to_string(), brief);
    EXPECT_EQ(same.document.verification_methods()[0].controller, brief);
    EXPECT_EQ(json::to_string(*same.document.json().root().find("alsoKnownAs")),
              "[\"" + kPeer4 + "\"]");
    Call call;
    EXPECT_EQ(must(resolver.history(document.id(), call)).versions.size(), 1U);
}

TEST(Peer4, IsMadeOfADocument) {
    const json::Document input = must(json::Document::parse(
        R"({"@context":["https://www.w3.org/ns/did/v1"],"alsoKnownAs":["https://a.example/"],)"
        R"("verificationMethod":[{"id":"#k","type":"Multikey","publicKeyMultibase":")" +
        std::string(kKeyV) +
        R"("},{"id":"#o","type":"Multikey","controller":"did:example:o",)"
        R"("publicKeyMultibase":")" +
        std::string(kKeyE) + R"("}],"authentication":["#k"]})"));
    ASSERT_OK_AND(const Did did, make_peer_4(input));
    ASSERT_OK_AND(const Resolution resolution, resolve(did.to_string()));
    EXPECT_EQ(resolution.document.verification_methods()[1].controller, "did:example:o");
    EXPECT_EQ(resolution.document.json().root().find("alsoKnownAs")->array().size(), 2U);
    EXPECT_CODE(make_peer_4(must(json::Document::parse(R"({"id":"did:example:1"})"))),
                errors::kMalformed);
    EXPECT_CODE(make_peer_4(must(json::Document::parse(R"({"authentication":["#k"]})"))),
                errors::kInvalidDocument);
    EXPECT_CODE(make_peer_4(must(json::Document::parse(R"({"alsoKnownAs":"x"})"))),
                errors::kMalformed);
}

/// An input document with that many services, in the spelling that the expected values are of.
json::Document with_services(int count) {
    std::string text = R"({"@context":"https://www.w3.org/ns/did/v1","service":[)";
    for (int i = 0; i < count; ++i) {
        const std::string number = std::to_string(i);
        text += std::string(i == 0 ? "" : ",") + R"({"id":"#s)" + number +
                R"(","type":"T","serviceEndpoint":"https://)" + number + ".example/" +
                std::string(100, 'x') + R"("})";
    }
    return must(json::Document::parse(text + "]}"));
}

TEST(Peer4, HoldsDocumentsOfFiveThousandBytes) {
    ASSERT_OK_AND(const Did did, make_peer_4(with_services(31)));
    // By another implementation of base58, over its own SHA-256.
    EXPECT_EQ(must(short_peer_4(did)).to_string(),
              "did:peer:4zQmac9fV5djn4U7d1UAwNT2TmZNB7vj3qDwfnfASuAvsmfT");
    EXPECT_EQ(did.to_string().size(), 7095U);
    EXPECT_TRUE(did.to_string().ends_with("BvxzN5JrbW"));
    ASSERT_OK_AND(const Resolution resolution, resolve(did.to_string()));
    EXPECT_EQ(resolution.document.json().root().find("service")->array().size(), 31U);
}

TEST(Peer4, RefusesToHoldLongerOnes) {
    EXPECT_CODE(make_peer_4(with_services(36)), errors::kMalformed);  // 8,222 characters
    // Refused before its encoding, which would take minutes, is begun.
    EXPECT_CODE(make_peer_4(with_services(5'000)), errors::kMalformed);
}

TEST(Peer4, RefusesWhatDoesNotFitItsHash) {
    std::string changed = kPeer4;
    changed.back() = changed.back() == 'z' ? 'y' : 'z';
    EXPECT_CODE(resolve(changed), errors::kMalformed);
    EXPECT_CODE(resolve("did:peer:4z2"), errors::kMalformed);
    EXPECT_CODE(resolve("did:peer:4"), errors::kMalformed);
    EXPECT_CODE(resolve(kPeer4 + ":z2"), errors::kMalformed);
}

TEST(Peer0, IsADidKeyByAnotherName) {
    const std::string text = "did:peer:0" + std::string(kKeyV);
    ASSERT_OK_AND(const Resolution resolution, resolve(text));
    EXPECT_TRUE(resolution.document.allows(text + "#" + std::string(kKeyV),
                                           Relationship::capability_invocation));
    EXPECT_CODE(resolve("did:peer:0z" + base58btc_encode(Bytes{0xed, 0x01, 2})),
                crypto::errors::kInvalidPublicKey);
}

TEST(Peer, KnowsNoOtherForms) {
    for (const std::string text : {"did:peer:1zQmZMygzYqNwU6Uhmewx5Xepf2VLp5S4HLSwwgf2aiKZuwa",
                                   "did:peer:3zQmS19jtYDvGtKVrJhQnRFpBQAx3pJ9omx2HpNrcXFuRCz9",
                                   "did:peer:5", "did:key:z6Mk"})
        EXPECT_CODE(resolve(text), errors::kMethodUnsupported) << text;
    PeerResolver resolver;
    Call call;
    EXPECT_CODE(resolver.resolve(Did::parse(kPeer2).value(), {.version_id = "1"}, call),
                errors::kVersionsUnsupported);
}

}  // namespace
}  // namespace deed::did
