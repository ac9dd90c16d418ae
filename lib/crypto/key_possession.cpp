#include "lib/crypto/key_possession.hpp"

#include "lib/crypto/key_reference_errors.hpp"
#include "lib/crypto/random.hpp"
#include "lib/encoding/text.hpp"

namespace deed::crypto {
namespace {

constexpr std::string_view kDomain("deed/key-possession/v1\0", 23);
constexpr std::size_t kRandomBytes = 32;

}  // namespace

Result<void> prove_possession(Signer& signer, Call& call) {
    Bytes probe = to_bytes(as_bytes(kDomain));
    append(probe, random_bytes(kRandomBytes));
    DEED_TRY(const Bytes signature, signer.sign(probe, call));
    const PublicKey& key = signer.public_key();
    if (const auto good = verify(key, probe, signature); !good)
        return Error(errors::kKeyNotPossessed, "no signature by " + key.to_multikey() +
                                                   " came back: " + good.error().message());
    return {};
}

}  // namespace deed::crypto
