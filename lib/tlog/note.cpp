#include "lib/tlog/note.hpp"

#include <algorithm>

#include "lib/crypto/hash.hpp"
#include "lib/encoding/text.hpp"
#include "lib/tlog/errors.hpp"
#include "lib/tlog/text_rules.hpp"

namespace deed::tlog {
namespace {

constexpr std::uint8_t kEd25519SignatureType = 0x01;
constexpr std::size_t kEd25519KeySize = 32;
constexpr std::size_t kKeyIdSize = 4;
constexpr std::size_t kMaxVerifierKeySize = 4096;
constexpr std::size_t kMaxNoteSize = std::size_t{1} << 20;
constexpr std::size_t kMaxSignatures = 100;
constexpr std::string_view kSignaturePrefix = "\u2014 ";

using KeyId = std::array<std::uint8_t, kKeyIdSize>;

Error bad_key(std::string message) {
    return Error(errors::kVerifierKeyMalformed, std::move(message));
}

Error bad_note(std::string message) { return Error(errors::kNoteMalformed, std::move(message)); }

KeyId ed25519_key_id(std::string_view name, ByteView key) {
    Bytes message = to_bytes(as_bytes(name));
    message.push_back('\n');
    message.push_back(kEd25519SignatureType);
    append(message, key);
    const crypto::Digest256 digest = crypto::sha256(message);
    KeyId id;
    std::copy_n(digest.begin(), id.size(), id.begin());
    return id;
}

std::string signature_line(std::string_view name, const KeyId& id, ByteView signature) {
    Bytes payload(id.begin(), id.end());
    append(payload, signature);
    std::string line(kSignaturePrefix);
    line.append(name).append(" ").append(base64_encode(payload)).append("\n");
    return line;
}

Result<NoteSignature> parse_signature_line(std::string_view line) {
    if (!line.starts_with(kSignaturePrefix))
        return bad_note("a signature line does not start with an em dash and a space");
    line.remove_prefix(kSignaturePrefix.size());

    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos)
        return bad_note("a signature line lacks its name or its signature");
    const std::string_view name = line.substr(0, space);
    if (!detail::is_key_name(name)) return bad_note("a signature line has a bad key name");

    const Result<Bytes> payload = base64_decode(line.substr(space + 1));
    if (!payload || payload->size() <= kKeyIdSize)
        return bad_note("a signature is not base64 of a key id and at least one byte");
    NoteSignature signature{std::string(name), {}, {}};
    std::copy_n(payload->begin(), kKeyIdSize, signature.id.begin());
    signature.signature.assign(payload->begin() + kKeyIdSize, payload->end());
    return signature;
}

}  // namespace

VerifierKey::VerifierKey(std::string name, crypto::PublicKey key)
    : name_(std::move(name)), key_(std::move(key)), id_(ed25519_key_id(name_, key_.raw())) {}

Result<VerifierKey> VerifierKey::parse(std::string_view text) {
    if (text.size() > kMaxVerifierKeySize) return bad_key("a verifier key is not that long");
    const std::size_t first_plus = text.find('+');
    if (first_plus == std::string_view::npos) return bad_key("there is no '+' after the name");
    const std::size_t second_plus = text.find('+', first_plus + 1);
    if (second_plus == std::string_view::npos) return bad_key("there is no '+' after the key id");

    const std::string_view name = text.substr(0, first_plus);
    if (!detail::is_key_name(name))
        return bad_key("the name is empty or has a forbidden character");
    const std::string_view id_text = text.substr(first_plus + 1, second_plus - first_plus - 1);
    const Result<Bytes> id = hex_decode(id_text);
    if (!id || id->size() != kKeyIdSize)
        return bad_key("the key id is not 8 lower-case hex digits");
    const Result<Bytes> typed_key = base64_decode(text.substr(second_plus + 1));
    if (!typed_key || typed_key->empty()) return bad_key("the key is not base64");

    if (typed_key->front() != kEd25519SignatureType)
        return Error(errors::kUnsupportedKey,
                     "signature type " + std::to_string(typed_key->front()) + " is not Ed25519");
    const ByteView raw = ByteView(*typed_key).subspan(1);
    if (raw.size() != kEd25519KeySize) return bad_key("an Ed25519 key has 32 bytes");
    auto key = crypto::PublicKey::from_raw(crypto::KeyType::ed25519, raw);
    if (!key) return bad_key("the key is not a point of Ed25519");

    VerifierKey result(std::string(name), std::move(*key));
    if (!std::equal(id->begin(), id->end(), result.id_.begin()))
        return bad_key("the key id does not belong to this name and key");
    return result;
}

Result<VerifierKey> VerifierKey::create(std::string name, const crypto::PublicKey& key) {
    constexpr std::size_t kMaxNameSize = 1024;
    if (key.type() != crypto::KeyType::ed25519)
        return Error(errors::kUnsupportedKey,
                     std::string(crypto::to_string(key.type())) + " keys cannot sign notes");
    if (name.size() > kMaxNameSize || !detail::is_key_name(name))
        return bad_key("the name is empty, too long or has a forbidden character");
    return VerifierKey(std::move(name), key);
}

std::string VerifierKey::to_string() const {
    Bytes typed_key{kEd25519SignatureType};
    append(typed_key, key_.raw());
    return name_ + "+" + hex_encode(id_) + "+" + base64_encode(typed_key);
}

Result<Note> Note::parse(std::string_view text) {
    if (text.size() > kMaxNoteSize) return bad_note("the note is larger than 1 MiB");
    if (!detail::is_note_text(text))
        return bad_note("the note is not UTF-8, or has a control character");
    // "The text is separated from the signatures by the last empty line in the note."
    const std::size_t separator = text.rfind("\n\n");
    if (separator == std::string_view::npos)
        return bad_note("there is no blank line before the signatures");

    Note note;
    note.body_ = text.substr(0, separator + 1);
    std::string_view rest = text.substr(separator + 2);
    if (rest.empty()) return bad_note("there are no signatures");
    while (!rest.empty()) {
        const std::optional<std::string_view> line = detail::take_line(rest);
        if (!line) return bad_note("the last line does not end with a newline");
        if (note.signatures_.size() == kMaxSignatures)
            return bad_note("there are more than 100 signatures");
        DEED_TRY(NoteSignature signature, parse_signature_line(*line));
        note.signatures_.push_back(std::move(signature));
    }
    return note;
}

Result<void> Note::verify(const VerifierKey& key) const {
    bool found = false;
    for (const NoteSignature& candidate : signatures_) {
        if (candidate.name != key.name() || candidate.id != key.id()) continue;
        found = true;
        // "If a signature from a known key fails to verify, clients SHOULD reject the whole note."
        if (!crypto::verify(key.key(), as_bytes(body_), candidate.signature))
            return Error(errors::kSignatureInvalid, "the signature by " + key.name() + " is wrong");
    }
    if (!found) return Error(errors::kSignatureMissing, "no signature by " + key.to_string());
    return {};
}

std::string Note::to_string() const {
    std::string text = body_ + "\n";
    for (const NoteSignature& signature : signatures_)
        text += signature_line(signature.name, signature.id, signature.signature);
    return text;
}

Result<std::string> sign_note(std::string_view body, std::string_view name, crypto::Signer& signer,
                              Call& call) {
    if (!body.ends_with('\n')) return bad_note("the text does not end with a newline");
    if (!detail::is_note_text(body))
        return bad_note("the text is not UTF-8, or has a control character");
    DEED_TRY(const VerifierKey key, VerifierKey::create(std::string(name), signer.public_key()));
    DEED_TRY(const Bytes signature, signer.sign(as_bytes(body), call));

    std::string note(body);
    note += "\n" + signature_line(name, key.id(), signature);
    if (note.size() > kMaxNoteSize) return bad_note("the note is larger than 1 MiB");
    return note;
}

}  // namespace deed::tlog
