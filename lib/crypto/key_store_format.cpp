#include "lib/crypto/key_store_format.hpp"

#include <sodium.h>

#include <algorithm>

#include "lib/crypto/key_store_errors.hpp"
#include "lib/crypto/secret_access.hpp"
#include "lib/crypto/sodium.hpp"
#include "lib/encoding/format_version.hpp"
#include "lib/encoding/text.hpp"
#include "lib/error/assert.hpp"

namespace deed::crypto::key_store_format {
namespace {

constexpr std::string_view kMasterFormat = "deed/key-store/v";
constexpr std::string_view kKeyFormat = "deed/key/v";
constexpr std::string_view kKeysLabel = "deed/key-store/v1/keys";
constexpr std::string_view kContextLabel = "deed/key-store/v1/seal/";
constexpr std::string_view kDataLabel = "deed/key-store/v1/data/";
constexpr std::string_view kTokenLabel = "deed/key-store/v1/token/";
constexpr std::uint8_t kSealedDataVersion = 1;

constexpr std::int64_t kMinMemory = std::int64_t{8} << 20;
constexpr std::int64_t kMaxMemory = std::int64_t{1} << 30;
constexpr std::int64_t kMaxPasses = 10;

constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kTagBytes = 16;
static_assert(kKeyBytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
static_assert(kTagBytes == crypto_aead_xchacha20poly1305_ietf_ABYTES);
static_assert(std::tuple_size_v<Nonce> == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
static_assert(std::tuple_size_v<Salt> == crypto_pwhash_argon2id_SALTBYTES);

std::uint8_t* writable(SecretBytes& secret) {
    return secret.reveal_mutable(SecretAccessForCrypto::get()).data();
}

Error damaged(std::string what) { return Error(errors::kKeyStoreDamaged, std::move(what)); }

Result<std::string_view> text_of(json::Value object, std::string_view name) {
    const auto member = object.find(name);
    const auto text = member ? member->string_if() : std::nullopt;
    if (!text) return damaged("lacks the text \"" + std::string(name) + "\"");
    return *text;
}

Result<std::int64_t> integer_of(json::Value object, std::string_view name, std::int64_t least,
                                std::int64_t most) {
    const auto member = object.find(name);
    const auto value = member && member->is_number() ? member->integer() : std::nullopt;
    if (!value || *value < least || *value > most)
        return damaged("has no \"" + std::string(name) + "\" from " + std::to_string(least) +
                       " to " + std::to_string(most));
    return *value;
}

Result<Bytes> bytes_of(json::Value object, std::string_view name, std::size_t size) {
    DEED_TRY(const std::string_view text, text_of(object, name));
    auto bytes = base64url_decode(text);
    if (!bytes || bytes->size() != size)
        return damaged("has a \"" + std::string(name) + "\" that is not base64url of " +
                       std::to_string(size) + " bytes");
    return bytes;
}

template <typename Fixed>
Result<Fixed> fixed_of(json::Value object, std::string_view name) {
    Fixed fixed{};
    DEED_TRY(const Bytes bytes, bytes_of(object, name, fixed.size()));
    std::copy(bytes.begin(), bytes.end(), fixed.begin());
    return fixed;
}

Result<PublicKey> parse_public_key(json::Value root) {
    DEED_TRY(const std::string_view type_name, text_of(root, "type"));
    DEED_TRY(const KeyType type, key_type_from_name(type_name));
    DEED_TRY(const std::string_view multikey, text_of(root, "publicKeyMultibase"));
    auto key = PublicKey::from_multikey(multikey);
    if (!key) return damaged("has a wrong \"publicKeyMultibase\": " + key.error().message());
    if (key->type() != type) return damaged("has a \"type\" that is not that of its public key");
    return key;
}

Result<Timestamp> parse_created(json::Value root) {
    DEED_TRY(const std::string_view text, text_of(root, "created"));
    auto created = Timestamp::parse_rfc3339(text);
    if (!created) return damaged("has a wrong \"created\": " + created.error().message());
    return created;
}

// The writers put members in the order of JCS. Everything printed is ASCII without escapes, and
// numbers are small integers, so that this is the canonical form.

void write_header(json::Writer& writer, const MasterFile& file) {
    writer.begin_object().member("format", "deed/key-store/v1");
    write_kdf(writer.key("kdf"), file.kdf);
    writer.member("nonce", base64url_encode(file.nonce));
}

enum class Sealed { shown, omitted };

std::string print_object(const MasterFile& file, Sealed sealed) {
    json::Writer writer;
    write_header(writer, file);
    if (sealed == Sealed::shown) writer.member("sealed", base64url_encode(file.sealed));
    return writer.end_object().take();
}

std::string print_object(const KeyFile& file, Sealed sealed) {
    json::Writer writer;
    writer.begin_object().member("created", file.created.to_string());
    writer.member("format", "deed/key/v1").member("name", file.name);
    writer.member("nonce", base64url_encode(file.nonce));
    writer.member("publicKeyMultibase", file.public_key.to_multikey());
    if (sealed == Sealed::shown) writer.member("sealed", base64url_encode(file.sealed));
    return writer.member("type", to_string(file.public_key.type())).end_object().take();
}

template <typename File>
Result<File> require_canonical(File file, ByteView bytes) {
    if (print(file) != as_text(bytes))
        return damaged("has unknown members or is not in its canonical form");
    return file;
}

SecretBytes subkey(const SecretBytes& master_key, std::string_view label) {
    const ByteView master = reveal(master_key);
    const ByteView text = as_bytes(label);
    SecretBytes key(kKeyBytes);
    DEED_ASSERT(crypto_generichash(writable(key), kKeyBytes, text.data(), text.size(),
                                   master.data(), master.size()) == 0);
    return key;
}

Bytes data_binding(std::string_view context) {
    Bytes binding;
    binding.reserve(1 + context.size());
    binding.push_back(kSealedDataVersion);
    append(binding, as_bytes(context));
    return binding;
}

Error cannot_open() {
    return Error(errors::kCannotOpenSealed, "the sealed data does not open for this purpose");
}

}  // namespace

bool is_key_name(std::string_view name) {
    const auto letter_or_digit = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    };
    return !name.empty() && name.size() <= 64 && letter_or_digit(name.front()) &&
           std::all_of(name.begin(), name.end(), [&](char c) {
               return letter_or_digit(c) || c == '.' || c == '_' || c == '-';
           });
}

Result<json::Document> parse_document(ByteView bytes, std::string_view format) {
    auto document = json::Document::parse(bytes, {.max_bytes = kMaxFileBytes, .max_depth = 4});
    if (!document) return damaged("is not JSON: " + document.error().message());
    const auto member = document->root().find("format");
    const auto text = member ? member->string_if() : std::nullopt;
    const std::string known = std::string(format) + "1";
    if (!text) return damaged("is not of the format " + known);
    if (is_later_format(*text, known))
        return Error(errors::kNewerKeyStore, "has the later format " + std::string(*text));
    if (*text != known) return damaged("is not of the format " + known);
    return document;
}

Result<KdfParameters> parse_kdf(json::Value root) {
    const auto kdf = root.find("kdf");
    if (!kdf) return damaged("lacks \"kdf\"");
    DEED_TRY(const std::string_view algorithm, text_of(*kdf, "algorithm"));
    if (algorithm != "argon2id") return damaged("names another algorithm than argon2id");
    KdfParameters parameters;
    DEED_TRY(parameters.memlimit, integer_of(*kdf, "memlimit", kMinMemory, kMaxMemory));
    DEED_TRY(parameters.opslimit, integer_of(*kdf, "opslimit", 1, kMaxPasses));
    DEED_TRY(parameters.salt, fixed_of<Salt>(*kdf, "salt"));
    if (parameters.memlimit % 1024 != 0) return damaged("has a \"memlimit\" of no whole KiB");
    return parameters;
}

void write_kdf(json::Writer& writer, const KdfParameters& kdf) {
    writer.begin_object().member("algorithm", "argon2id");
    writer.key("memlimit").integer(kdf.memlimit);
    writer.key("opslimit").integer(kdf.opslimit);
    writer.member("salt", base64url_encode(kdf.salt)).end_object();
}

Result<MasterFile> parse_master_file(ByteView bytes) {
    DEED_TRY(const json::Document document, parse_document(bytes, kMasterFormat));
    const json::Value root = document.root();
    MasterFile file;
    DEED_TRY(file.kdf, parse_kdf(root));
    DEED_TRY(file.nonce, fixed_of<Nonce>(root, "nonce"));
    DEED_TRY(file.sealed, bytes_of(root, "sealed", kKeyBytes + kTagBytes));
    return require_canonical(std::move(file), bytes);
}

Result<KeyFile> parse_key_file(ByteView bytes) {
    DEED_TRY(const json::Document document, parse_document(bytes, kKeyFormat));
    const json::Value root = document.root();
    DEED_TRY(const std::string_view name, text_of(root, "name"));
    if (!is_key_name(name)) return damaged("has a \"name\" that cannot name a key");
    DEED_TRY(PublicKey public_key, parse_public_key(root));
    DEED_TRY(const Timestamp created, parse_created(root));
    DEED_TRY(const Nonce nonce, fixed_of<Nonce>(root, "nonce"));
    const std::size_t secret_size = info_of(public_key.type()).secret_size;
    DEED_TRY(Bytes sealed, bytes_of(root, "sealed", secret_size + kTagBytes));
    return require_canonical(
        KeyFile{std::string(name), std::move(public_key), created, nonce, std::move(sealed)},
        bytes);
}

std::string print(const MasterFile& file) { return print_object(file, Sealed::shown) + "\n"; }
std::string print(const KeyFile& file) { return print_object(file, Sealed::shown) + "\n"; }
std::string associated_data(const MasterFile& file) { return print_object(file, Sealed::omitted); }
std::string associated_data(const KeyFile& file) { return print_object(file, Sealed::omitted); }

Result<SecretBytes> passphrase_key(const SecretBytes& passphrase, const KdfParameters& kdf) {
    require_sodium();  // picks the fast implementation
    const ByteView text = reveal(passphrase);
    SecretBytes key(kKeyBytes);
    // Fails only for want of memory: the parameters were checked when they were read.
    if (crypto_pwhash(writable(key), kKeyBytes, reinterpret_cast<const char*>(text.data()),
                      text.size(), kdf.salt.data(), static_cast<unsigned long long>(kdf.opslimit),
                      static_cast<std::size_t>(kdf.memlimit), crypto_pwhash_ALG_ARGON2ID13) != 0)
        return Error(errors::kNoMemoryForKey,
                     "cannot get " + std::to_string(kdf.memlimit >> 20) + " MiB of memory");
    return key;
}

SecretBytes keys_subkey(const SecretBytes& master_key) { return subkey(master_key, kKeysLabel); }

SecretBytes context_subkey(const SecretBytes& master_key, std::string_view context) {
    return subkey(master_key, std::string(kContextLabel) + std::string(context));
}

SecretBytes data_subkey(const SecretBytes& master_key, std::string_view context) {
    return subkey(master_key, std::string(kDataLabel) + std::string(context));
}

SecretBytes token_subkey(const SecretBytes& master_key, std::string_view context) {
    return subkey(master_key, std::string(kTokenLabel) + std::string(context));
}

Bytes seal(const SecretBytes& key, const Nonce& nonce, ByteView associated, ByteView plain) {
    DEED_ASSERT(key.size() == kKeyBytes);
    Bytes sealed(plain.size() + kTagBytes);
    DEED_ASSERT(crypto_aead_xchacha20poly1305_ietf_encrypt(
                    sealed.data(), nullptr, plain.data(), plain.size(), associated.data(),
                    associated.size(), nullptr, nonce.data(), reveal(key).data()) == 0);
    return sealed;
}

Bytes seal(const SecretBytes& key, const Nonce& nonce, ByteView associated,
           const SecretBytes& plain) {
    return seal(key, nonce, associated, reveal(plain));
}

std::optional<SecretBytes> open(const SecretBytes& key, const Nonce& nonce, ByteView associated,
                                ByteView sealed) {
    DEED_ASSERT(key.size() == kKeyBytes);
    if (sealed.size() < kTagBytes) return std::nullopt;
    SecretBytes plain(sealed.size() - kTagBytes);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            writable(plain), nullptr, nullptr, sealed.data(), sealed.size(), associated.data(),
            associated.size(), nonce.data(), reveal(key).data()) != 0)
        return std::nullopt;
    return plain;
}

Bytes seal_data(const SecretBytes& master_key, std::string_view context, const Nonce& nonce,
                ByteView plain) {
    const Bytes sealed =
        seal(context_subkey(master_key, context), nonce, data_binding(context), plain);
    Bytes data;
    data.reserve(1 + nonce.size() + sealed.size());
    data.push_back(kSealedDataVersion);
    append(data, nonce);
    append(data, sealed);
    return data;
}

Result<SecretBytes> open_data(const SecretBytes& master_key, std::string_view context,
                              ByteView sealed) {
    if (sealed.empty() || sealed[0] < kSealedDataVersion) return cannot_open();
    if (sealed[0] > kSealedDataVersion)
        return Error(errors::kNewerKeyStore,
                     "sealed data of the later version " + std::to_string(sealed[0]));
    Nonce nonce{};
    if (sealed.size() < 1 + nonce.size() + kTagBytes) return cannot_open();
    std::copy_n(sealed.begin() + 1, nonce.size(), nonce.begin());
    auto plain = open(context_subkey(master_key, context), nonce, data_binding(context),
                      sealed.subspan(1 + nonce.size()));
    if (!plain) return cannot_open();
    return std::move(*plain);
}

}  // namespace deed::crypto::key_store_format
