#include "lib/jose/jws.hpp"

#include <algorithm>

#include "lib/crypto/errors.hpp"
#include "lib/encoding/text.hpp"
#include "lib/jose/errors.hpp"

namespace deed::jose {
namespace {

constexpr std::size_t kMaxHeaderPart = std::size_t{24} << 10;

constexpr std::size_t encoded_size(std::size_t bytes) { return (bytes * 4 + 2) / 3; }

struct Parts {
    std::string_view header;
    std::string_view payload;
    std::string_view signature;
};

Result<Parts> split(std::string_view text) {
    const std::size_t first = text.find('.');
    const std::size_t second = first == std::string_view::npos ? first : text.find('.', first + 1);
    if (second == std::string_view::npos || text.find('.', second + 1) != std::string_view::npos)
        return Error(
            errors::kNotCompact,
            "the text has " + std::to_string(std::ranges::count(text, '.') + 1) + " parts, not 3");
    const Parts parts{text.substr(0, first), text.substr(first + 1, second - first - 1),
                      text.substr(second + 1)};
    if (parts.header.empty()) return Error(errors::kNotCompact, "there is no header");
    return parts;
}

Result<Bytes> decode(std::string_view part, std::string_view name, std::size_t max_size) {
    if (part.size() > max_size)
        return Error(errors::kTooLarge, "the " + std::string(name) + " has " +
                                            std::to_string(part.size()) + " characters");
    auto bytes = base64url_decode(part);
    if (!bytes)
        return Error(errors::kPartMalformed,
                     "the " + std::string(name) + ": " + bytes.error().message());
    return bytes;
}

}  // namespace

std::string_view Jws::signing_input() const {
    return std::string_view(text_).substr(0, signing_input_size_);
}

Result<Jws> Jws::parse(std::string_view compact) {
    if (compact.size() >
        kMaxHeaderPart + encoded_size(kMaxPayload) + encoded_size(kMaxSignature) + 2)
        return Error(errors::kTooLarge,
                     "the text has " + std::to_string(compact.size()) + " characters");
    DEED_TRY(const Parts parts, split(compact));
    DEED_TRY(const Bytes header, decode(parts.header, "header", kMaxHeaderPart));
    DEED_TRY(Bytes payload, decode(parts.payload, "payload", encoded_size(kMaxPayload)));
    DEED_TRY(Bytes signature, decode(parts.signature, "signature", encoded_size(kMaxSignature)));
    return Jws(std::string(compact), parts.header.size() + 1 + parts.payload.size(),
               Header::parse(header), std::move(payload), std::move(signature));
}

Result<void> Jws::verify(const crypto::PublicKey& key) const {
    if (!header_) return header_.error();
    DEED_CHECK(header_->require_key(key));
    const auto verified =
        crypto::verify(key, header_->algorithm().id, as_bytes(signing_input()), signature_);
    if (verified) return {};
    if (verified.error().code() == crypto::errors::kSignatureMalformed)
        return Error(errors::kSignatureMalformed, verified.error().message());
    return Error(errors::kSignatureInvalid,
                 "the signature is not that of this key over this header and payload");
}

Result<std::string> sign(ByteView payload, const HeaderOptions& options, crypto::Signer& signer,
                         Call& call) {
    if (payload.size() > kMaxPayload)
        return Error(errors::kTooLarge,
                     "the payload has " + std::to_string(payload.size()) + " bytes");
    const auto algorithm = crypto::info_of(signer.public_key().type()).default_algorithm;
    DEED_TRY(const std::string header, make_header(options, signer.public_key()));
    std::string compact = base64url_encode(as_bytes(header)) + "." + base64url_encode(payload);
    DEED_TRY(const Bytes signature, signer.sign(as_bytes(compact), call));
    const std::size_t due = crypto::info_of(*algorithm).signature_size;
    if (due != 0 && signature.size() != due)
        return Error(errors::kSignatureMalformed, "the signer made " +
                                                      std::to_string(signature.size()) +
                                                      " bytes, not " + std::to_string(due));
    compact += "." + base64url_encode(signature);
    return compact;
}

bool looks_like_jws(std::string_view text) {
    const bool starts_as_one = !text.empty() && ((text.front() >= 'A' && text.front() <= 'Z') ||
                                                 (text.front() >= 'a' && text.front() <= 'z'));
    return starts_as_one && text.find('.') != std::string_view::npos &&
           text.find_first_of("\"{}[] ") == std::string_view::npos;
}

}  // namespace deed::jose
