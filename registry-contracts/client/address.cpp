#include "registry-contracts/client/address.hpp"

#include <algorithm>

#include "lib/crypto/hash.hpp"
#include "lib/encoding/text.hpp"
#include "registry-contracts/client/controller_key.hpp"
#include "registry-contracts/client/errors.hpp"

namespace deed::registry {

Result<Address> address_of(const crypto::PublicKey& key) {
    if (!can_control(key.type()))
        return Error(errors::kUnsupportedController,
                     std::string(crypto::to_string(key.type())) + " keys have no address");
    const Bytes point = key.uncompressed();
    const ByteView coordinates = ByteView(point).subspan(1);
    const crypto::Digest256 digest = key.type() == crypto::KeyType::sm2
                                         ? crypto::sm3(coordinates)
                                         : crypto::keccak256(coordinates);
    Address address{};
    std::copy(digest.end() - address.size(), digest.end(), address.begin());
    return address;
}

std::string to_string(const Address& address) { return "0x" + hex_encode(address); }

Result<Address> parse_address(std::string_view text) {
    Address address{};
    const auto refuse = [] {
        return Error(errors::kAddressMalformed,
                     "an address is 0x and 40 lower-case hexadecimal digits");
    };
    if (text.size() != 2 + 2 * address.size() || !text.starts_with("0x")) return refuse();
    const auto bytes = hex_decode(text.substr(2));
    if (!bytes) return refuse();
    std::copy(bytes->begin(), bytes->end(), address.begin());
    return address;
}

std::string network_of(const tlog::VerifierKey& log) {
    constexpr std::size_t kBase32Digits = 32;
    constexpr std::uint8_t kEd25519 = 0x01;  // the signature type of C2SP signed-note
    Bytes message = to_bytes(as_bytes(log.name()));
    message.push_back('\n');
    message.push_back(kEd25519);
    append(message, log.key().raw());
    return "l" + base32_encode(crypto::sha256(message)).substr(0, kBase32Digits);
}

std::string default_log_origin(const crypto::PublicKey& log_key) {
    constexpr std::size_t kHexDigits = 16;
    return "deed-log.invalid/" + hex_encode(crypto::sha256(log_key.raw())).substr(0, kHexDigits);
}

}  // namespace deed::registry
