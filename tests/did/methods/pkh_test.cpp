#include "did/methods/pkh.hpp"

#include "did/errors.hpp"
#include "did/methods/caip.hpp"
#include "did/methods/pkh_errors.hpp"
#include "lib/json/document.hpp"
#include "tests/support/signers.hpp"

// Expected documents are the examples of the method's repository, rebuilt from their facts.

namespace deed::did {
namespace {

using deed::test::must;

constexpr const char* kAccount = "blockchainAccountId";
constexpr const char* kRecovery = "EcdsaSecp256k1RecoveryMethod2020";
const std::string kSec = "https://w3id.org/security#";

struct Example {
    const char* account;  ///< CAIP-10
    const char* type;
    std::string iri;
    const char* fragment = kAccount;
    const char* chain_type = "";
    const char* key = "";  ///< x of the JWK
};
const std::string kRecoveryIri =
    "https://identity.foundation/EcdsaSecp256k1RecoverySignature2020#"
    "EcdsaSecp256k1RecoveryMethod2020";
const Example kExamples[] = {
    {"eip155:1:0xb9c5714089478a327f09197987f16f9e5d936e8a", kRecovery, kRecoveryIri},
    {"eip155:137:0x4e90e8a8191c1c23a24a598c3ab4fb47ce926ff5", kRecovery, kRecoveryIri},
    {"eip155:42220:0xa0ae58da58dfa46fa55c3b86545e7065f90ff011", kRecovery, kRecoveryIri},
    {"bip122:000000000019d6689c085ae165831e93:128Lkh3S7CkDTBZ8W7BbpsN3YYizJMp8p6", kRecovery,
     kRecoveryIri},
    {"bip122:1a91e3dace36e2be3bf030a65679fe82:DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L", kRecovery,
     kRecoveryIri},
    {"solana:4sGjMW1sUnHzSxGspuhpqLDx6wiyjNtZ:CKg5d12Jhpej1JqtmxLJgaFqqeYjxgPqToJ4LBdvG9Ev",
     "Ed25519VerificationKey2018", kSec + "Ed25519VerificationKey2018", "controller",
     "SolanaMethod2021", "qDkywhH-S6nNxQhA6SHKsoFW7A2gX-X0b3TtwVBMHm8"},
    {"tezos:NetXdQprcVkpaWU:tz1TzrmTBSuiVHV2VfMnGRMYvTEPCP42oSM8",
     "Ed25519PublicKeyBLAKE2BDigestSize20Base58CheckEncoded2021",
     kSec + "Ed25519PublicKeyBLAKE2BDigestSize20Base58CheckEncoded2021", kAccount,
     "TezosMethod2021"},
    {"tezos:NetXdQprcVkpaWU:tz2BFTyPeYRzxd5aiBchbXN3WCZhx7BqbMBq", kRecovery, kRecoveryIri,
     kAccount, "TezosMethod2021"},
    {"tezos:NetXdQprcVkpaWU:tz3agP9LGe2cXmKQyYn6T68BHKjjktDbbSWX",
     "P256PublicKeyBLAKE2BDigestSize20Base58CheckEncoded2021",
     kSec + "P256PublicKeyBLAKE2BDigestSize20Base58CheckEncoded2021", kAccount, "TezosMethod2021"},
    {"arweave:7wIU:kY9RAgTJEImkBpiKgVeXrsGV02T-D4dI3ZvSpnn7HSk", "RsaVerificationKey2018",
     "https://w3c-ccg.github.io/security-vocab/#RsaVerificationKey2018"},
};

std::string document_of(const Example& example) {
    const std::string did = "did:pkh:" + std::string(example.account);
    const auto quoted = [](const std::string& text) { return "\"" + text + "\""; };
    std::string context = R"("blockchainAccountId":")" + kSec + "blockchainAccountId\",\"" +
                          example.type + "\":" + quoted(example.iri);
    std::string jwk;
    if (*example.key != '\0') {
        context += R"(,"publicKeyJwk":{"@id":")" + kSec + R"(publicKeyJwk","@type":"@json"})";
        jwk = R"(,"publicKeyJwk":{"kty":"OKP","crv":"Ed25519","x":")" + std::string(example.key) +
              "\"}";
    }
    const auto method = [&](const std::string& fragment, const std::string& type) {
        return "{\"id\":" + quoted(did + "#" + fragment) + ",\"type\":" + quoted(type) +
               ",\"controller\":" + quoted(did) +
               ",\"blockchainAccountId\":" + quoted(example.account) + jwk + "}";
    };
    std::string methods = method(example.fragment, example.type);
    std::string ids = quoted(did + "#" + example.fragment);
    if (const std::string type = example.chain_type; !type.empty()) {
        context += "," + quoted(type) + ":" + quoted(kSec + type);
        methods += "," + method(type, type);
        ids += "," + quoted(did + "#" + type);
    }
    std::string text = R"({"@context":["https://www.w3.org/ns/did/v1",{)" + context +
                       "}],\"id\":" + quoted(did) + ",\"verificationMethod\":[" + methods + "]";
    for (const char* use :
         {"authentication", "assertionMethod", "capabilityDelegation", "capabilityInvocation"})
        text += "," + quoted(use) + ":[" + ids + "]";
    return text + "}";
}

Result<Resolution> resolve(const std::string& account) {
    Call call;
    return PkhResolver().resolve(must(Did::parse("did:pkh:" + account)), call);
}

TEST(Pkh, TheExamplesOfTheMethod) {
    for (const Example& example : kExamples) {
        const auto resolution = resolve(example.account);
        ASSERT_TRUE(resolution.has_value()) << resolution.error().to_string();
        EXPECT_EQ(resolution->document.json(), must(json::Document::parse(document_of(example))))
            << json::to_pretty_string(resolution->document.json().root());
        const auto& methods = resolution->document.verification_methods();
        EXPECT_EQ(methods.front().public_key.has_value(), *example.key != '\0');
    }
}

TEST(Pkh, EveryChainOfEip155HasAccounts) {
    EXPECT_OK(resolve("eip155:11155111:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"));
    EXPECT_OK(resolve("eip155:1:0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED"));
    // One letter of another case: the checksum of EIP-55 no longer fits.
    EXPECT_CODE(resolve("eip155:1:0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed"), errors::kMalformed);
    for (const char* chain : {"0", "01", "x", "1x"})
        EXPECT_CODE(
            resolve("eip155:" + std::string(chain) + ":0xb9c5714089478a327f09197987f16f9e5d936e8a"),
            errors::kMalformed)
            << chain;
    EXPECT_CODE(resolve("eip155:1:b9c5714089478a327f09197987f16f9e5d936e8a"), errors::kMalformed);
}

TEST(Pkh, AddressesAreHeldToTheirChecksumsAndChains) {
    const std::string bitcoin = "bip122:000000000019d6689c085ae165831e93:";
    for (const std::string& account :
         {bitcoin + "128Lkh3S7CkDTBZ8W7BbpsN3YYizJMp8p7",
          bitcoin + "DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L",  // Dogecoin's
          bitcoin + "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",  // the hash of a script
          bitcoin + "0", bitcoin + "1",
          std::string("tezos:NetXdQprcVkpaWU:KT1PWx2mnDueood7fEmfbBDKx1D9BAnnXitn"),
          std::string("tezos:NetXdQprcVkpaWU:tz1TzrmTBSuiVHV2VfMnGRMYvTEPCP42oSM9"),
          std::string("solana:4sGjMW1sUnHzSxGspuhpqLDx6wiyjNtZ:CKg5d12Jhpej1JqtmxLJgaFqqeYjxgPqTo"),
          std::string("arweave:7wIU:kY9RAgTJEImkBpiKgVeXrsGV02T-D4dI3ZvSpnn7HSkA")})
        EXPECT_CODE(resolve(account), errors::kMalformed) << account;
    for (const char* account :
         {"bip122:12a765e31ffd4059bada1e25190f6e98:LbTjMGN7gELw4KbeyQf6cTCq859hD18guE",
          "cosmos:cosmoshub-3:cosmos1t2uflqwqe0fsj0shcfkrvpukewcw40yjj6hdc0",
          "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1:CKg5d12Jhpej1JqtmxLJgaFqqeYjxgPqToJ4LBdvG9Ev"})
        EXPECT_CODE(resolve(account), errors::kPkhChain) << account;
    EXPECT_CODE(resolve("eth:0xb9c5714089478a327f09197987f16f9e5d936e8a"), errors::kMalformed);
}

TEST(Pkh, HasNoVersionsAndOneDocumentForEver) {
    Call call;
    const Did did = must(Did::parse("did:pkh:" + std::string(kExamples[0].account)));
    PkhResolver resolver;
    EXPECT_CODE(resolver.resolve(did, {.version_id = "1"}, call), errors::kVersionsUnsupported);
    ASSERT_OK_AND(const History history, resolver.history(did, call));
    ASSERT_EQ(history.versions.size(), 1U);
    EXPECT_FALSE(history.versions[0].from.has_value());
    EXPECT_CODE(resolver.resolve(must(Did::parse("did:key:z6Mk")), call),
                errors::kMethodUnsupported);
}

TEST(Caip10, ReadsWhatItWritesAndNothingElse) {
    for (const char* text : {"eip155:1:0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb", "abc:a:b",
                             "polkadot:b0a8d493285c2df73290dfb7e61f870f:"
                             "5hmuyxw9xdgbpptgypokw4thfyoe3ryenebr381z9iaegmfy",
                             "chainstd:8c3444cf8970a9e41a706fab93e7a6c4:"
                             "6d9b0b4b9994e8a6afbd3dc3ed983cd51c755afb27cd1dc7825ef59c134a39f7"}) {
        ASSERT_OK_AND(const CaipAccount account, parse_caip10(text));
        EXPECT_EQ(account.to_string(), text);
    }
    for (const std::string& text :
         {std::string("ab:a:b"), std::string("abcdefghi:a:b"), std::string("Abc:a:b"),
          std::string("abc::b"), "abc:" + std::string(33, 'a') + ":b", std::string("abc:a:"),
          "abc:a:" + std::string(129, 'a'), std::string("abc:a"), std::string("abc"),
          std::string(""), std::string("abc:a:b:c"), std::string("abc:a:b c"),
          std::string("abc:a.b:c"), std::string("abc:a:b_c")})
        EXPECT_CODE(parse_caip10(text), errors::kMalformed) << text;
}

}  // namespace
}  // namespace deed::did
