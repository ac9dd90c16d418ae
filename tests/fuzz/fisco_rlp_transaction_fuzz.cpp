// Whatever is read of a transaction of FISCO BCOS 2 is written byte for byte.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "registry-contracts/client/fisco/signing/signed_transaction.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace deed::registry::fisco;
    const deed::ByteView input(data, size);
    const auto is_input = [&](const deed::Bytes& bytes) {
        return std::equal(input.begin(), input.end(), bytes.begin(), bytes.end());
    };
    for (const ChainHash hash : {ChainHash::keccak256, ChainHash::sm3}) {
        const auto transaction = SignedTransaction::decode_rlp(hash, input);
        if (transaction && !is_input(transaction->raw())) std::abort();
    }
    return 0;
}
