#include "registry-contracts/client/fisco/wire/account.hpp"

#include <algorithm>

#include "registry-contracts/client/evm/wire/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

namespace deed::registry::fisco {

Address account_of(ChainHash hash, const PointBytes& point) {
    const Word digest = hash_on_chain(hash, point);
    Address address;
    std::copy(digest.end() - static_cast<std::ptrdiff_t>(address.size()), digest.end(),
              address.begin());
    return address;
}

PointBytes point_of(const crypto::PublicKey& key) {
    const Bytes uncompressed = key.uncompressed();
    PointBytes point;
    DEED_ASSERT(uncompressed.size() == point.size() + 1);
    std::copy(uncompressed.begin() + 1, uncompressed.end(), point.begin());
    return point;
}

Result<Address> parse_loose_account(std::string_view text) {
    if (text.starts_with("0x") || text.starts_with("0X")) text.remove_prefix(2);
    const auto bytes = evm::from_hex("0x" + std::string(text));
    Address address;
    if (!bytes || bytes->size() != address.size())
        return Error(evm::errors::kAccountMalformed, "an account has 40 hexadecimal digits");
    std::copy(bytes->begin(), bytes->end(), address.begin());
    return address;
}

}  // namespace deed::registry::fisco
