#include "registry-contracts/client/evm/wire/hex.hpp"

#include <algorithm>

#include "lib/crypto/hash.hpp"
#include "lib/encoding/text.hpp"
#include "registry-contracts/client/evm/wire/errors.hpp"

namespace deed::registry::evm {
namespace {

std::string in_lower_case(std::string_view text) {
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

}  // namespace

std::string to_hex(ByteView bytes) { return "0x" + hex_encode(bytes); }

Result<Bytes> from_hex(std::string_view text) {
    if (!text.starts_with("0x")) return Error(errors::kHexMalformed, "the data lacks its 0x");
    auto bytes = hex_decode(in_lower_case(text.substr(2)));
    if (!bytes) return Error(errors::kHexMalformed, "the data is not whole bytes in hexadecimal");
    return std::move(bytes).value();
}

Result<Word> word_from_hex(std::string_view text) {
    DEED_TRY(const Bytes bytes, from_hex(text));
    Word word;
    if (bytes.size() != word.size())
        return Error(errors::kHexMalformed, "the data has not 32 bytes");
    std::copy(bytes.begin(), bytes.end(), word.begin());
    return word;
}

std::string to_checksummed(const Address& address) {
    std::string text = hex_encode(address);
    const crypto::Digest256 digest = crypto::keccak256(as_bytes(text));
    for (std::size_t i = 0; i < text.size(); ++i) {
        const unsigned nibble = digest[i / 2] >> (i % 2 == 0 ? 4 : 0) & 0xf;
        if (text[i] >= 'a' && nibble >= 8) text[i] = static_cast<char>(text[i] - 'a' + 'A');
    }
    return "0x" + text;
}

Result<Address> parse_account(std::string_view text) {
    const auto bytes = from_hex(text);
    Address address;
    if (!bytes || bytes->size() != address.size())
        return Error(errors::kAccountMalformed, "an account is 0x and 40 hexadecimal digits");
    std::copy(bytes->begin(), bytes->end(), address.begin());
    const auto is_one_of = [text](char first, char last) {
        return std::any_of(text.begin() + 2, text.end(),
                           [=](char c) { return c >= first && c <= last; });
    };
    const bool mixed = is_one_of('a', 'f') && is_one_of('A', 'F');
    if (mixed && to_checksummed(address) != text)
        return Error(errors::kAccountChecksum, std::string(text) + " fails its checksum");
    return address;
}

}  // namespace deed::registry::evm
