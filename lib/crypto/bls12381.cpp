#include <algorithm>
#include <string>

#include "lib/crypto/errors.hpp"
#include "lib/crypto/key_kind.hpp"

#ifdef DEED_WITH_BLST
#include <blst.h>
#endif

// Public keys on BLS12-381 in the compressed form of the CFRG's BBS draft (appendix B.2) and of
// Zcash, by blst. There are no signatures of theirs here.

namespace deed::crypto::detail {
namespace {

class Bls12381Point final : public Point {};

#ifdef DEED_WITH_BLST

/// One group: what it is called and how blst spells its steps.
template <typename Affine, auto kUncompress, auto kCompress, auto kIsInfinity, auto kIsInGroup,
          std::size_t kSize>
Result<DecodedKey> decode_in(ByteView raw, const char* name) {
    const auto refuse = [name](const char* reason) {
        return invalid_public_key(std::string("the ") + name + " key " + reason);
    };
    if (raw.size() != kSize) return refuse("has another length than a compressed point");
    Affine point;
    if (kUncompress(&point, raw.data()) != BLST_SUCCESS)
        return refuse("is not a compressed point of the curve");
    if (kIsInfinity(&point)) return refuse("is the point at infinity");
    if (!kIsInGroup(&point)) return refuse("is not in the subgroup");
    Bytes again(kSize);
    kCompress(again.data(), &point);
    if (!std::equal(raw.begin(), raw.end(), again.begin())) return refuse("is not canonical");
    return DecodedKey{to_bytes(raw), std::make_shared<Bls12381Point>()};
}

Result<DecodedKey> decode_g1(ByteView raw) {
    return decode_in<blst_p1_affine, blst_p1_uncompress, blst_p1_affine_compress,
                     blst_p1_affine_is_inf, blst_p1_affine_in_g1, 48>(raw, "BLS12-381 G1");
}

Result<DecodedKey> decode_g2(ByteView raw) {
    return decode_in<blst_p2_affine, blst_p2_uncompress, blst_p2_affine_compress,
                     blst_p2_affine_is_inf, blst_p2_affine_in_g2, 96>(raw, "BLS12-381 G2");
}

#else

Result<DecodedKey> decode_g1(ByteView) {
    return Error(errors::kUnsupportedKeyType, "this build has no blst, for BLS12-381 keys");
}

Result<DecodedKey> decode_g2(ByteView raw) { return decode_g1(raw); }

#endif

class Bls12381Kind final : public KeyKind {
public:
    explicit constexpr Bls12381Kind(Result<DecodedKey> (*decode_key)(ByteView))
        : decode_(decode_key) {}
    Result<DecodedKey> decode(ByteView raw) const override { return decode_(raw); }

private:
    Result<DecodedKey> (*decode_)(ByteView);
};

constinit const Bls12381Kind kG1(decode_g1);
constinit const Bls12381Kind kG2(decode_g2);

}  // namespace

const KeyKind& bls12381_g1_kind() { return kG1; }
const KeyKind& bls12381_g2_kind() { return kG2; }

}  // namespace deed::crypto::detail
