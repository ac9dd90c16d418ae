#include "did/methods/ethr_id.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "did/errors.hpp"
#include "did/grammar.hpp"
#include "lib/encoding/text.hpp"

namespace deed::did {
namespace {

constexpr std::string_view kMethod = "ethr";
constexpr std::string_view kHexMark = "0x";
constexpr std::size_t kAddressDigits = 40;
constexpr std::size_t kKeyDigits = 66;
constexpr std::uint64_t kMainnet = 1;

constexpr std::string_view kFirst = "0xdca7ef03e98e0dc2b855be647c39abe984fcf21b";
constexpr std::string_view kSecond = "0x03d5003bf0e79c5f5223588f347eba39afbc3818";

// The deployments that the registry's page lists.
constexpr std::array<EthrDeployment, 18> kDeployments{{
    {"mainnet", kMainnet, kFirst, true},
    {"sepolia", 11155111, kSecond, false},
    {"gno", 100, kSecond, false},
    {"holesky", 17000, kSecond, false},
    {"ewc", 246, "0xe29672f34e92b56c9169f9d485ffc8b9a136bce4", false},
    {"volta", 73799, "0xc15d5a57a8eb0e1dcbe5d88b8f9a82017e5cc4af", false},
    {"polygon", 137, kFirst, true},
    {"aurora", 1313161554, "0x63ed58b671eed12bc1652845ba5b2cdfbff198e0", true},
    {"ropsten", 3, kFirst, true, true},
    {"rinkeby", 4, kFirst, true, true},
    {"goerli", 5, kFirst, true, true},
    {"kovan", 42, kFirst, true, true},
    {"rsk", 30, kFirst, true, true},
    {"rsk:testnet", 31, kFirst, true, true},
    {"artis:tau1", 246785, kFirst, true, true},
    {"artis:sigma1", 246529, kFirst, true, true},
    {"polygon:test", 80001, kFirst, true, true},
    {"linea:goerli", 59140, kSecond, false, true},
}};

Error malformed(const Did& did, std::string why) {
    return Error(errors::kMalformed, std::move(why), did.to_string());
}

/// The digits behind 0x in lower case, or nothing.
std::optional<std::string> hex_digits(std::string_view text) {
    if (!text.starts_with(kHexMark)) return std::nullopt;
    std::string digits(text.substr(kHexMark.size()));
    if (!std::ranges::all_of(digits, detail::is_hexdig)) return std::nullopt;
    for (char& c : digits)
        if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
    return digits;
}

/// A number without leading zeros, so that a chain has one number.
std::optional<std::uint64_t> chain_number(std::string_view text) {
    constexpr int kHex = 16;
    const auto digits = hex_digits(text);
    if (!digits || digits->empty() || digits->starts_with('0')) return std::nullopt;
    std::uint64_t number = 0;
    const char* end = digits->data() + digits->size();
    const auto [rest, error] = std::from_chars(digits->data(), end, number, kHex);
    if (error != std::errc() || rest != end) return std::nullopt;
    return number;
}

Result<void> read_network(EthrId& id, const Did& did) {
    if (id.network.starts_with(kHexMark)) {
        id.chain_id = chain_number(id.network);
        if (!id.chain_id)
            return malformed(did, "a chain id is 0x and hexadecimal digits without leading zeros");
        return {};
    }
    const auto* known = std::ranges::find(kDeployments, id.network, &EthrDeployment::name);
    if (known != kDeployments.end()) id.chain_id = known->chain_id;
    return {};
}

}  // namespace

std::span<const EthrDeployment> ethr_deployments() { return kDeployments; }

Result<EthrId> parse_ethr(const Did& did) {
    if (did.method() != kMethod)
        return Error(errors::kMethodUnsupported, "not a did:ethr", did.to_string());
    EthrId id;
    std::string_view rest = did.method_specific_id();
    if (const std::size_t colon = rest.rfind(':'); colon != std::string_view::npos) {
        id.network = rest.substr(0, colon);
        rest.remove_prefix(colon + 1);
        if (id.network.empty()) return malformed(did, "the network has no name");
        DEED_CHECK(read_network(id, did));
    } else {
        id.chain_id = kMainnet;
    }
    const auto digits = hex_digits(rest);
    if (!digits || (digits->size() != kAddressDigits && digits->size() != kKeyDigits))
        return malformed(did, "an identifier is 0x and 40 hexadecimal digits, or 66 of a key");
    DEED_TRY(const Bytes bytes, hex_decode(*digits));
    if (digits->size() == kAddressDigits) {
        std::ranges::copy(bytes, id.identity.begin());
        return id;
    }
    auto key = crypto::PublicKey::from_raw(crypto::KeyType::secp256k1, bytes);
    if (!key) return std::move(key).error().at(did.to_string());
    DEED_TRY(id.identity, registry::address_of(*key));
    id.public_key = std::move(key).value();
    return id;
}

}  // namespace deed::did
