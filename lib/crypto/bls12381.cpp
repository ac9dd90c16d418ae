#include "lib/crypto/errors.hpp"
#include "lib/crypto/key_kind.hpp"

namespace deed::crypto::detail {
namespace {

class Bls12381Kind final : public KeyKind {
public:
    Result<DecodedKey> decode(ByteView) const override {
        return Error(errors::kUnsupportedKeyType, "BLS12-381 keys need a build with blst");
    }
};

constinit const Bls12381Kind kKind;

}  // namespace

const KeyKind& bls12381_g1_kind() { return kKind; }
const KeyKind& bls12381_g2_kind() { return kKind; }

}  // namespace deed::crypto::detail
