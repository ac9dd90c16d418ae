#include "registry-contracts/client/owned.hpp"

#include <algorithm>

#include "lib/encoding/cbor.hpp"
#include "lib/encoding/utf8.hpp"
#include "registry-contracts/client/errors.hpp"

namespace deed::registry {
namespace {

constexpr std::string_view kConsentTag = "deed/consent-file/v1";
/// More than any engine writes: a contract's signature by EIP-1271 may be long.
constexpr std::size_t kMaxSignature = 4096;
constexpr std::size_t kMaxKey = 128;

Result<Consent> read_consent(ByteView encoded) {
    cbor::Reader reader(encoded);
    DEED_CHECK(reader.array_of(5));
    DEED_TRY(const std::string_view tag, reader.text());
    if (tag != kConsentTag)
        return Error(errors::kConsentMalformed, "the tag is not " + std::string(kConsentTag));
    Consent consent{};
    DEED_TRY(consent.sequence, reader.uint());
    DEED_TRY(consent.expiry, reader.uint());
    DEED_TRY(const ByteView key, reader.bytes());
    DEED_TRY(const ByteView signature, reader.bytes());
    DEED_CHECK(reader.finish());
    if (key.size() > kMaxKey || signature.size() > kMaxSignature)
        return Error(errors::kConsentMalformed, "key or signature is too long");
    consent.key = to_bytes(key);
    consent.signature = to_bytes(signature);
    return consent;
}

}  // namespace

Result<OwnedName> owned_name(std::string_view text) {
    OwnedName name{};
    const bool has_zero = text.find('\0') != std::string_view::npos;
    if (text.empty() || text.size() > name.size() || has_zero || !is_utf8(as_bytes(text)))
        return Error(errors::kNameMalformed, "the name is not text of 1 to 32 bytes");
    std::ranges::copy(as_bytes(text), name.begin());
    return name;
}

std::optional<std::string> text_of(const OwnedName& name) {
    const auto end = std::ranges::find(name, std::uint8_t{0});
    const bool is_padded =
        std::all_of(end, name.end(), [](std::uint8_t byte) { return byte == 0; });
    std::string text(name.begin(), end);
    if (text.empty() || !is_padded || !is_utf8(as_bytes(text))) return std::nullopt;
    return text;
}

Hash owned_id(const Address& creator, const OwnedName& name) {
    // Solidity's ABI: an address is padded with zeros on the left to 32 bytes.
    std::array<std::uint8_t, 64> words{};
    std::ranges::copy(creator, words.begin() + 12);
    std::ranges::copy(name, words.begin() + 32);
    return crypto::keccak256(words);
}

Bytes Consent::encode() const {
    cbor::Writer writer;
    writer.array(5).text(kConsentTag).uint(sequence).uint(expiry).bytes(key).bytes(signature);
    return std::move(writer).data();
}

Result<Consent> Consent::parse(ByteView encoded) {
    auto consent = read_consent(encoded);
    if (consent || consent.error().code() == errors::kConsentMalformed) return consent;
    return Error(errors::kConsentMalformed, consent.error().message());
}

}  // namespace deed::registry
