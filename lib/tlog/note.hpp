#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/crypto/key.hpp"
#include "lib/encoding/bytes.hpp"
#include "lib/error/call.hpp"

namespace deed::tlog {

// Signed notes (C2SP signed-note) with Ed25519 keys (signature type 0x01).

/// Name, key id and public key of a note signer: the line "name+hash+base64".
class DEED_API VerifierKey {
public:
    /// `tlog.verifier_key_malformed` unless the text is exactly a verifier key; a type other than
    /// Ed25519 is `tlog.unsupported_key`.
    static Result<VerifierKey> parse(std::string_view text);
    /// `name`: UTF-8 of 1 to 1,024 bytes, without Unicode spaces, '+' and control characters
    /// (`tlog.verifier_key_malformed`). `key` must be Ed25519 (`tlog.unsupported_key`).
    static Result<VerifierKey> create(std::string name, const crypto::PublicKey& key);

    const std::string& name() const { return name_; }
    /// First four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ key).
    const std::array<std::uint8_t, 4>& id() const { return id_; }
    const crypto::PublicKey& key() const { return key_; }
    std::string to_string() const;

    friend bool operator==(const VerifierKey&, const VerifierKey&) = default;

private:
    VerifierKey(std::string name, crypto::PublicKey key);
    std::string name_;
    crypto::PublicKey key_;
    std::array<std::uint8_t, 4> id_{};
};

struct NoteSignature {
    std::string name;
    std::array<std::uint8_t, 4> id;
    Bytes signature;  ///< the bytes after the key id
};

/// A note as parsed: nothing is verified yet.
class DEED_API Note {
public:
    /// At most 1 MiB and 100 signatures; `tlog.note_malformed` for any breach of the format.
    static Result<Note> parse(std::string_view text);

    /// The signed text, with its final newline.
    const std::string& body() const { return body_; }
    const std::vector<NoteSignature>& signatures() const { return signatures_; }

    /// Good when the note carries a valid signature by `key`, and no wrong one beside it:
    /// `tlog.signature_missing` or `tlog.signature_invalid` otherwise. Signatures by other keys are
    /// ignored.
    Result<void> verify(const VerifierKey& key) const;

    /// The text that was parsed, byte for byte.
    std::string to_string() const;

private:
    std::string body_;
    std::vector<NoteSignature> signatures_;
};

/// Text and one signature, as a note. `body` must end with a newline and hold no control characters
/// but newlines (`tlog.note_malformed`). The signer must be Ed25519.
DEED_API Result<std::string> sign_note(std::string_view body, std::string_view name,
                                       crypto::Signer& signer, Call& call);

}  // namespace deed::tlog
