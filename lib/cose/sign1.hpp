#pragma once

#include "lib/cose/header.hpp"
#include "lib/error/call.hpp"

namespace deed::cose {

/// Bounds on untrusted input; beyond them `cose.too_large`.
inline constexpr std::size_t kMaxPayload = std::size_t{4} << 20;
inline constexpr std::size_t kMaxHeader = std::size_t{16} << 10;  ///< of each of the two
inline constexpr std::size_t kMaxSignature = std::size_t{2} << 10;

/// Whether CBOR tag 18 stands before the message (RFC 9052 section 2).
enum class Tagging : std::uint8_t { required, refused, either };

/// A COSE_Sign1 message (RFC 9052 section 4.2), taken apart; nothing about it is verified until
/// verify() says so. What is signed are the bytes as they came, so a message need not be
/// deterministic CBOR, but for what would let two readers read it differently: Keys::any_order of
/// cbor::Reader.
class DEED_API Sign1 {
public:
    /// `cose.not_sign1`, `cose.tag_missing`, `cose.tag_unexpected`, `cose.too_large`, and
    /// what cbor::Reader refuses with Keys::any_order: bytes left over, indefinite lengths and
    /// duplicate keys among it.
    static Result<Sign1> parse(ByteView message, Tagging tagging = Tagging::required);

    /// The accepted headers, or why they are refused.
    const Result<Header>& header() const { return header_; }
    /// Absent where it is detached.
    const std::optional<Bytes>& payload() const { return payload_; }
    ByteView signature() const { return signature_; }
    /// As it was parsed, tag and all.
    const Bytes& to_bytes() const { return message_; }

    /// Of a message that holds its payload. The header's refusal, `cose.alg_key_mismatch` for a key
    /// of another type than the algorithm's, `cose.signature_malformed` for another length than the
    /// algorithm's, `cose.signature_invalid`, `cose.payload_detached`. ECDSA signatures with high S
    /// are good, as everywhere in COSE.
    Result<void> verify(const crypto::PublicKey& key, ByteView external_aad = {}) const;
    /// Of a message without its payload; else `cose.payload_attached`.
    Result<void> verify_detached(const crypto::PublicKey& key, ByteView payload,
                                 ByteView external_aad = {}) const;

private:
    Sign1(Bytes message, Bytes protected_bytes, Result<Header> header, std::optional<Bytes> payload,
          Bytes signature)
        : message_(std::move(message)),
          protected_(std::move(protected_bytes)),
          header_(std::move(header)),
          payload_(std::move(payload)),
          signature_(std::move(signature)) {}
    Result<void> check(const crypto::PublicKey& key, ByteView payload, ByteView external_aad) const;

    Bytes message_;
    Bytes protected_;
    Result<Header> header_;
    std::optional<Bytes> payload_;
    Bytes signature_;
};

struct SigningOptions {
    HeaderOptions header = {};
    bool is_tagged = true;
    bool is_detached = false;  ///< the payload is signed, and does not stand in the message
    ByteView external_aad = {};
};

/// Signs a payload of at most kMaxPayload bytes; the message in deterministic CBOR, all of its
/// header protected. What make_header() refuses, `cose.too_large`, what the signer says, or
/// `cose.signature_malformed` for a signer whose signature has the wrong length.
DEED_API Result<Bytes> sign(ByteView payload, const SigningOptions& options, crypto::Signer& signer,
                            Call& call);

/// Whether bytes begin as a tagged COSE_Sign1 message does, and as no text can.
DEED_API bool looks_like_sign1(ByteView bytes);

}  // namespace deed::cose
