#include "did/methods/pkh.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "did/errors.hpp"
#include "did/grammar.hpp"
#include "did/methods/caip.hpp"
#include "did/methods/pkh_errors.hpp"
#include "lib/crypto/hash.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/writer.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

namespace deed::did {
namespace {

constexpr std::string_view kMethod = "pkh";
constexpr std::string_view kSecurity = "https://w3id.org/security#";
constexpr std::string_view kRecovery = "EcdsaSecp256k1RecoveryMethod2020";
constexpr std::string_view kRecoveryIri =
    "https://identity.foundation/EcdsaSecp256k1RecoverySignature2020#"
    "EcdsaSecp256k1RecoveryMethod2020";
constexpr std::string_view kRsa = "RsaVerificationKey2018";
constexpr std::string_view kRsaIri =
    "https://w3c-ccg.github.io/security-vocab/#RsaVerificationKey2018";

/// What the accounts of a chain are, by the method's table and examples.
struct AccountType {
    std::string_view chain;   ///< CAIP-2; "eip155" for all of that namespace
    std::string_view prefix;  ///< of the decoded address, in hexadecimal
    std::string_view type;
    std::string_view fragment;
    std::string_view chain_type = {};  ///< of a second method, the chain's own way of signing
};
constexpr std::string_view kAccount = "blockchainAccountId";
constexpr std::string_view kTezosChain = "tezos:NetXdQprcVkpaWU";
constexpr std::string_view kTezos = "TezosMethod2021";
constexpr std::array<AccountType, 8> kAccounts{{
    {"eip155", "", kRecovery, kAccount},
    {"bip122:000000000019d6689c085ae165831e93", "00", kRecovery, kAccount},
    {"bip122:1a91e3dace36e2be3bf030a65679fe82", "1e", kRecovery, kAccount},
    {"solana:4sGjMW1sUnHzSxGspuhpqLDx6wiyjNtZ", "", "Ed25519VerificationKey2018", "controller",
     "SolanaMethod2021"},
    {kTezosChain, "06a19f", "Ed25519PublicKeyBLAKE2BDigestSize20Base58CheckEncoded2021", kAccount,
     kTezos},
    {kTezosChain, "06a1a1", kRecovery, kAccount, kTezos},
    {kTezosChain, "06a1a4", "P256PublicKeyBLAKE2BDigestSize20Base58CheckEncoded2021", kAccount,
     kTezos},
    {"arweave:7wIU", "", kRsa, kAccount},
}};

Error malformed(std::string why) { return Error(errors::kMalformed, std::move(why)); }

/// Base58Check: the last four bytes begin the double SHA-256 of those before.
Result<Bytes> base58check_decode(std::string_view text) {
    constexpr std::size_t kChecksum = 4;
    auto bytes = base58btc_decode(text);
    if (!bytes || bytes->size() < kChecksum) return malformed("the address is not Base58Check");
    const ByteView payload = ByteView(*bytes).first(bytes->size() - kChecksum);
    const crypto::Digest256 digest = crypto::sha256(crypto::sha256(payload));
    if (!std::equal(bytes->end() - kChecksum, bytes->end(), digest.begin()))
        return malformed("the address has a wrong checksum: a character of it is probably wrong");
    bytes->resize(payload.size());
    return bytes;
}

/// An account whose type is known; its key where the address is one.
struct Account {
    CaipAccount account;
    const AccountType* type;
    std::optional<crypto::PublicKey> key = std::nullopt;
};

const AccountType* find_type(std::string_view chain, std::string_view prefix = {}) {
    const auto* row = std::ranges::find_if(kAccounts, [&](const AccountType& one) {
        return one.chain == chain && one.prefix == prefix;
    });
    return row == kAccounts.end() ? nullptr : row;
}

Result<Account> eip155_account(CaipAccount account) {
    const std::string& chain = account.reference;
    if (!std::ranges::all_of(chain, detail::is_digit) || chain.starts_with('0'))
        return malformed("a chain of eip155 is a decimal number from 1");
    const auto address = registry::evm::parse_account(account.address);
    if (!address) return malformed(address.error().message());
    return Account{std::move(account), find_type("eip155")};
}

/// An address in Base58Check: a hash of 20 bytes behind a prefix that says of what.
Result<Account> hash_account(CaipAccount account, std::size_t prefix_size) {
    constexpr std::size_t kHash = 20;
    DEED_TRY(const Bytes bytes, base58check_decode(account.address));
    if (bytes.size() != prefix_size + kHash)
        return malformed("the address is not a prefix and the hash of a key");
    const std::string prefix = hex_encode(ByteView(bytes).first(prefix_size));
    const AccountType* type = find_type(account.chain(), prefix);
    if (type == nullptr)
        return malformed("the address is not the hash of a key on " + account.chain());
    return Account{std::move(account), type};
}

Result<Account> solana_account(CaipAccount account) {
    const auto bytes = base58btc_decode(account.address);
    if (!bytes) return malformed("the address is not Base58");
    auto key = crypto::PublicKey::from_raw(crypto::KeyType::ed25519, *bytes);
    if (!key) return malformed("the address is not an Ed25519 key: " + key.error().message());
    const AccountType* type = find_type(account.chain());
    return Account{std::move(account), type, std::move(key).value()};
}

Result<Account> arweave_account(CaipAccount account) {
    constexpr std::size_t kHash = 32;
    const auto bytes = base64url_decode(account.address);
    if (!bytes || bytes->size() != kHash)
        return malformed("the address is not 32 bytes in base64url");
    const AccountType* type = find_type(account.chain());
    return Account{std::move(account), type};
}

Result<Account> account_of(const Did& did) {
    DEED_TRY(CaipAccount account, parse_caip10(did.method_specific_id()));
    if (account.name_space == "eip155") return eip155_account(std::move(account));
    const std::string chain = account.chain();
    if (std::ranges::find(kAccounts, chain, &AccountType::chain) == kAccounts.end())
        return Error(errors::kPkhChain, "there are no documents of accounts of " + chain);
    if (account.name_space == "bip122") return hash_account(std::move(account), 1);
    if (account.name_space == "tezos") return hash_account(std::move(account), 3);
    if (account.name_space == "solana") return solana_account(std::move(account));
    return arweave_account(std::move(account));
}

void write_context(json::Writer& writer, const Account& account) {
    const AccountType& type = *account.type;
    writer.key("@context").begin_array().string("https://www.w3.org/ns/did/v1").begin_object();
    writer.member("blockchainAccountId", std::string(kSecurity) + "blockchainAccountId");
    if (account.key)
        writer.key("publicKeyJwk")
            .begin_object()
            .member("@id", std::string(kSecurity) + "publicKeyJwk")
            .member("@type", "@json")
            .end_object();
    std::string iri = std::string(kSecurity) + std::string(type.type);
    if (type.type == kRecovery) iri = kRecoveryIri;
    if (type.type == kRsa) iri = kRsaIri;
    writer.member(type.type, iri);
    if (!type.chain_type.empty())
        writer.member(type.chain_type, std::string(kSecurity) + std::string(type.chain_type));
    writer.end_object().end_array();
}

json::Document document_of(const Did& did, const Account& account) {
    struct Method {
        std::string id;
        std::string_view type;
    };
    const std::string base = did.to_string() + "#";
    std::vector<Method> methods{{base + std::string(account.type->fragment), account.type->type}};
    if (const std::string_view type = account.type->chain_type; !type.empty())
        methods.push_back({base + std::string(type), type});

    json::Writer writer;
    writer.begin_object();
    write_context(writer, account);
    writer.member("id", did.to_string()).key("verificationMethod").begin_array();
    for (const auto& [id, type] : methods) {
        writer.begin_object().member("id", id).member("type", type);
        writer.member("controller", did.to_string())
            .member("blockchainAccountId", account.account.to_string());
        if (account.key) writer.key("publicKeyJwk").value(account.key->to_jwk().root());
        writer.end_object();
    }
    writer.end_array();
    for (const char* name :
         {"authentication", "assertionMethod", "capabilityDelegation", "capabilityInvocation"}) {
        writer.key(name).begin_array();
        for (const Method& method : methods) writer.string(method.id);
        writer.end_array();
    }
    return writer.end_object().take_document();
}

}  // namespace

Result<Resolution> PkhResolver::resolve(const Did& did, const ResolveOptions& options, Call& call) {
    DEED_CHECK(call.check());
    if (did.method() != kMethod)
        return Error(errors::kMethodUnsupported, "not a did:pkh", did.to_string());
    DEED_CHECK(require_no_version(options, did));
    auto account = account_of(did);
    if (!account) return std::move(account).error().at(did.to_string());
    DEED_TRY(Document document, Document::parse(document_of(did, *account), did));
    return Resolution{std::move(document), {}, std::nullopt};
}

Result<History> PkhResolver::history(const Did& did, Call& call) {
    DEED_TRY(Resolution resolution, resolve(did, call));
    History history;
    history.versions.push_back(
        {"", std::nullopt, std::move(resolution.document), Version::Kind::created});
    return history;
}

}  // namespace deed::did
