#include "lib/crypto/errors.hpp"
#include "lib/crypto/key_kind.hpp"

namespace deed::crypto::detail {
namespace {

class RsaKind final : public KeyKind {
public:
    Result<DecodedKey> decode(ByteView) const override {
        return Error(errors::kUnsupportedKeyType, "RSA keys are not supported");
    }
};

constinit const RsaKind kKind;

}  // namespace

const KeyKind& rsa_kind() { return kKind; }

}  // namespace deed::crypto::detail
