#pragma once

#include "lib/error/call.hpp"
#include "lib/jose/header.hpp"

namespace deed::jose {

/// Bounds on untrusted input; beyond them `jws.too_large`.
inline constexpr std::size_t kMaxPayload = std::size_t{4} << 20;
inline constexpr std::size_t kMaxSignature = std::size_t{2} << 10;

/// A JWS in compact serialization (RFC 7515 section 7.1), taken apart; nothing about it is verified
/// until verify() says so.
class DEED_API Jws {
public:
    /// `jws.not_compact` unless there are exactly three parts, none of header and signature empty;
    /// `jws.part_malformed` unless each is base64url without padding in its only spelling;
    /// `jws.too_large`. A signature may be missing altogether where alg is none, which header()
    /// then refuses.
    static Result<Jws> parse(std::string_view compact);

    /// The accepted header, or why it is refused.
    const Result<Header>& header() const { return header_; }
    ByteView payload() const { return payload_; }
    ByteView signature() const { return signature_; }
    /// What the signature is over: header and payload as they were encoded, and the dot between.
    std::string_view signing_input() const;
    const std::string& to_string() const { return text_; }

    /// The header's refusal, `jws.alg_key_mismatch` for a key of another type than the algorithm's,
    /// `jws.signature_malformed` for another length than the algorithm's, `jws.signature_invalid`.
    /// ECDSA signatures with high S are good, as everywhere in JOSE.
    Result<void> verify(const crypto::PublicKey& key) const;

private:
    Jws(std::string text, std::size_t signing_input_size, Result<Header> header, Bytes payload,
        Bytes signature)
        : text_(std::move(text)),
          signing_input_size_(signing_input_size),
          header_(std::move(header)),
          payload_(std::move(payload)),
          signature_(std::move(signature)) {}

    std::string text_;
    std::size_t signing_input_size_;
    Result<Header> header_;
    Bytes payload_;
    Bytes signature_;
};

/// Signs a payload of at most kMaxPayload bytes; the compact serialization. The header's members
/// always come in the same order. What make_header() refuses, `jws.too_large`, what the signer
/// says, or `jws.signature_malformed` for a signer whose signature has the wrong length.
DEED_API Result<std::string> sign(ByteView payload, const HeaderOptions& options,
                                  crypto::Signer& signer, Call& call);

/// Whether a text, trimmed, could be meant as a JWS in compact serialization rather than as JSON:
/// it starts with a letter and has a dot, and neither quotes nor braces.
DEED_API bool looks_like_jws(std::string_view text);

}  // namespace deed::jose
