// The claims of a JWT of data model 1.1: what agrees with its document is written as claims again,
// and read back as the same document.
#include <cstdlib>

#include "credentials/jose/version_1.hpp"

namespace {

using namespace deed;
using credentials::Decoded;
using credentials::DocumentKind;

void require(bool holds) {
    if (!holds) std::abort();
}

const Result<jose::Header>& header() {
    static const auto kHeader = jose::Header::parse(as_bytes(R"({"alg":"EdDSA","typ":"JWT"})"));
    return kHeader;
}

Result<Decoded> decoded(json::Value claim_set, DocumentKind kind) {
    DEED_TRY(const credentials::JwtClaims claims,
             credentials::read_version_1(header(), claim_set, kind));
    DEED_TRY(Decoded read, credentials::decode_version_1(claim_set, claims, kind));
    if (read.contradiction) return *read.contradiction;
    return read;
}

void check(json::Value claim_set, DocumentKind kind) {
    if (!credentials::is_version_1_token(header(), claim_set, kind)) return;
    const auto first = decoded(claim_set, kind);
    if (!first) return;
    const auto again = credentials::encode_version_1(first->document, kind);
    if (!again) return;  // too deep
    const auto second = decoded(again->root(), kind);
    if (!second) return;  // an empty id, say, is none for a claim
    // Dates are spelled anew the first time, and never after.
    const auto last = credentials::encode_version_1(second->document, kind);
    require(last.has_value());
    const auto third = decoded(last->root(), kind);
    require(third.has_value() && third->document == second->document);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto document = json::Document::parse(ByteView(data, size));
    if (!document || !document->root().is_object()) return 0;
    check(document->root(), DocumentKind::credential);
    check(document->root(), DocumentKind::presentation);
    return 0;
}
