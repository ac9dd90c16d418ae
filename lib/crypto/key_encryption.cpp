#include <openssl/evp.h>
#include <openssl/kdf.h>

#include <algorithm>
#include <array>
#include <limits>

#include "lib/crypto/der_reader.hpp"
#include "lib/crypto/handle.hpp"
#include "lib/crypto/key_der.hpp"
#include "lib/crypto/key_encoding_errors.hpp"
#include "lib/crypto/random.hpp"
#include "lib/crypto/secret_access.hpp"

// Private keys under a passphrase: PBES2 (RFC 8018 section 6.2).

namespace deed::crypto {
namespace {

using namespace std::string_view_literals;
using CipherContext = Handle<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;
using Cipher = Handle<EVP_CIPHER, EVP_CIPHER_free>;
using Hash = Handle<EVP_MD, EVP_MD_free>;

// Contents of OIDs. RFC 8018 appendix A and C, RFC 7914 section 7.
constexpr auto kPbes2 = "\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0d"sv;
constexpr auto kPbkdf2 = "\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0c"sv;
constexpr auto kScrypt = "\x2b\x06\x01\x04\x01\xda\x47\x04\x0b"sv;
constexpr auto kAes256Cbc = "\x60\x86\x48\x01\x65\x03\x04\x01\x2a"sv;
constexpr auto kHmacSha256 = "\x2a\x86\x48\x86\xf7\x0d\x02\x09"sv;

/// A scheme that is known by name. Without `openssl` it is refused, because it does not protect.
struct Scheme {
    std::string_view oid;
    const char* name;
    const char* openssl;
    std::size_t key_size = 0;
};

constexpr Scheme kCiphers[] = {
    {kAes256Cbc, "AES-256-CBC", "AES-256-CBC", 32},
    {"\x60\x86\x48\x01\x65\x03\x04\x01\x16"sv, "AES-192-CBC", "AES-192-CBC", 24},
    {"\x60\x86\x48\x01\x65\x03\x04\x01\x02"sv, "AES-128-CBC", "AES-128-CBC", 16},
    {"\x2a\x81\x1c\xcf\x55\x01\x68\x02"sv, "SM4-CBC", "SM4-CBC", 16},
    {"\x2a\x86\x48\x86\xf7\x0d\x03\x07"sv, "DES-EDE3-CBC", nullptr},
    {"\x2a\x86\x48\x86\xf7\x0d\x03\x02"sv, "RC2-CBC", nullptr},
    {"\x2b\x0e\x03\x02\x07"sv, "DES-CBC", nullptr},
};

constexpr Scheme kPseudoRandomFunctions[] = {
    {kHmacSha256, "HMAC-SHA-256", "SHA256"},
    {"\x2a\x86\x48\x86\xf7\x0d\x02\x0a"sv, "HMAC-SHA-384", "SHA384"},
    {"\x2a\x86\x48\x86\xf7\x0d\x02\x0b"sv, "HMAC-SHA-512", "SHA512"},
    {"\x2a\x86\x48\x86\xf7\x0d\x02\x07"sv, "HMAC-SHA-1", nullptr},
};

// RFC 8018 appendix A.3 (PBES1) and RFC 7292 appendix C.
constexpr Scheme kWeakSchemes[] = {
    {"\x2a\x86\x48\x86\xf7\x0d\x01\x05\x01"sv, "PBES1 with MD2 and DES", nullptr},
    {"\x2a\x86\x48\x86\xf7\x0d\x01\x05\x03"sv, "PBES1 with MD5 and DES", nullptr},
    {"\x2a\x86\x48\x86\xf7\x0d\x01\x05\x04"sv, "PBES1 with MD2 and RC2", nullptr},
    {"\x2a\x86\x48\x86\xf7\x0d\x01\x05\x06"sv, "PBES1 with MD5 and RC2", nullptr},
    {"\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0a"sv, "PBES1 with SHA-1 and DES", nullptr},
    {"\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0b"sv, "PBES1 with SHA-1 and RC2", nullptr},
    {"\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01\x01"sv, "PKCS#12's SHA-1 and 128-bit RC4", nullptr},
    {"\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01\x02"sv, "PKCS#12's SHA-1 and 40-bit RC4", nullptr},
    {"\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01\x03"sv, "PKCS#12's SHA-1 and triple DES", nullptr},
    {"\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01\x04"sv, "PKCS#12's SHA-1 and two-key DES", nullptr},
    {"\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01\x05"sv, "PKCS#12's SHA-1 and 128-bit RC2", nullptr},
    {"\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01\x06"sv, "PKCS#12's SHA-1 and 40-bit RC2", nullptr},
};

constexpr std::uint64_t kIterations = 1'000'000;
constexpr std::uint64_t kMaxIterations = 10'000'000;
constexpr std::uint64_t kMaxScryptMemory = std::uint64_t{256} << 20;
constexpr std::uint64_t kMaxScryptWork = std::uint64_t{1} << 30;  ///< memory of all lanes
constexpr std::size_t kMaxSalt = 1024;
constexpr std::size_t kBlock = 16;
constexpr std::size_t kSalt = 16;

std::span<std::uint8_t> writable(SecretBytes& secret) {
    return secret.reveal_mutable(SecretAccessForCrypto::get());
}

Error wrong_passphrase() {
    return Error(errors::kKeyPassphraseWrong, "the passphrase does not open the private key");
}

Error too_costly(const std::string& what) {
    return Error(errors::kKeyEncryptionTooCostly, "the private key needs " + what);
}

Error weak(const char* name) {
    return Error(errors::kWeakKeyEncryption,
                 std::string("the private key is encrypted by ") + name);
}

/// The usable scheme of an OID.
Result<const Scheme*> find_scheme(std::span<const Scheme> schemes, ByteView oid) {
    const auto found = std::ranges::find(schemes, as_text(oid), &Scheme::oid);
    if (found == schemes.end())
        return Error(errors::kUnsupportedKeyEncryption,
                     "the private key is encrypted by the unknown algorithm " + der::dotted(oid));
    if (found->openssl == nullptr) return weak(found->name);
    return &*found;
}

/// What makes a key of a passphrase; scrypt where `function` is null.
struct Derivation {
    ByteView salt;
    std::uint64_t work = 0;  ///< iterations, or scrypt's N
    const Scheme* function = nullptr;
    std::uint64_t block_size = 0;  ///< scrypt's r
    std::uint64_t lanes = 0;       ///< scrypt's p
    std::optional<std::uint64_t> key_size = std::nullopt;
};

Result<ByteView> read_salt(der::Reader& reader) {
    DEED_TRY(const ByteView salt, reader.take(der::kOctetString));
    if (salt.size() > kMaxSalt) return Error(errors::kDerMalformed, "the salt is too long");
    return salt;
}

Result<void> read_key_size(der::Reader& reader, Derivation& derivation) {
    if (!reader.next_is(der::kInteger)) return {};
    DEED_TRY(derivation.key_size, reader.number());
    return {};
}

Result<Derivation> read_pbkdf2(der::Reader reader) {
    Derivation derivation;
    DEED_TRY(derivation.salt, read_salt(reader));
    DEED_TRY(derivation.work, reader.number());
    DEED_CHECK(read_key_size(reader, derivation));
    if (derivation.work == 0) return Error(errors::kDerMalformed, "PBKDF2 has no iterations");
    if (derivation.work > kMaxIterations)
        return too_costly(std::to_string(derivation.work) + " iterations of PBKDF2");
    // Where it is left out it is HMAC-SHA-1.
    if (reader.at_end()) return weak("PBKDF2 with HMAC-SHA-1");
    DEED_TRY(der::Reader function, reader.enter(der::kSequence));
    DEED_TRY(const ByteView oid, function.take(der::kOid));
    DEED_TRY(derivation.function, find_scheme(kPseudoRandomFunctions, oid));
    if (!function.at_end()) DEED_CHECK(function.take_null());
    DEED_CHECK(function.finish());
    DEED_CHECK(reader.finish());
    return derivation;
}

Result<Derivation> read_scrypt(der::Reader reader) {
    Derivation derivation;
    DEED_TRY(derivation.salt, read_salt(reader));
    DEED_TRY(derivation.work, reader.number());
    DEED_TRY(derivation.block_size, reader.number());
    DEED_TRY(derivation.lanes, reader.number());
    DEED_CHECK(read_key_size(reader, derivation));
    DEED_CHECK(reader.finish());
    const std::uint64_t n = derivation.work;
    if (n < 2 || (n & (n - 1)) != 0 || derivation.block_size == 0 || derivation.lanes == 0)
        return Error(errors::kDerMalformed, "scrypt has impossible parameters");
    const bool fits = n <= kMaxScryptMemory / 128 &&
                      derivation.block_size <= kMaxScryptMemory / 128 / n &&
                      derivation.lanes <= kMaxScryptWork / (128 * n * derivation.block_size);
    if (!fits) return too_costly("more than 256 MiB of scrypt, or more than a GiB over all lanes");
    return derivation;
}

Result<Derivation> read_derivation(der::Reader& outer) {
    DEED_TRY(der::Reader reader, outer.enter(der::kSequence));
    DEED_TRY(const ByteView oid, reader.take(der::kOid));
    DEED_TRY(der::Reader parameters, reader.enter(der::kSequence));
    DEED_CHECK(reader.finish());
    if (as_text(oid) == kPbkdf2) return read_pbkdf2(parameters);
    if (as_text(oid) == kScrypt) return read_scrypt(parameters);
    return Error(errors::kUnsupportedKeyEncryption,
                 "the private key is encrypted by the unknown algorithm " + der::dotted(oid));
}

Result<SecretBytes> derive(const Derivation& derivation, const SecretBytes& passphrase,
                           std::size_t size) {
    const auto text = as_text(reveal(passphrase));
    const ByteView salt = derivation.salt;
    SecretBytes key(size);
    const auto out = writable(key);
    bool ok = false;
    if (derivation.function != nullptr) {
        const Hash hash(EVP_MD_fetch(nullptr, derivation.function->openssl, nullptr));
        ok = hash != nullptr &&
             PKCS5_PBKDF2_HMAC(text.data(), static_cast<int>(text.size()), salt.data(),
                               static_cast<int>(salt.size()), static_cast<int>(derivation.work),
                               hash.get(), static_cast<int>(size), out.data()) == 1;
    } else {
        ok = EVP_PBE_scrypt(text.data(), text.size(), salt.data(), salt.size(), derivation.work,
                            derivation.block_size, derivation.lanes, 2 * kMaxScryptMemory,
                            out.data(), out.size()) == 1;
    }
    if (!ok) return Error(deed::errors::kInternal, "OpenSSL did not derive the key");
    return key;
}

/// The way into or out of a block cipher in CBC mode with padding. Nothing if the padding is wrong.
std::optional<SecretBytes> run_cipher(const Scheme& scheme, const SecretBytes& key, ByteView iv,
                                      ByteView input, bool encrypt) {
    const Cipher cipher(EVP_CIPHER_fetch(nullptr, scheme.openssl, nullptr));
    const CipherContext context(EVP_CIPHER_CTX_new());
    DEED_ASSERT(cipher != nullptr && context != nullptr);
    const bool ready = EVP_CipherInit_ex2(context.get(), cipher.get(), reveal(key).data(),
                                          iv.data(), encrypt ? 1 : 0, nullptr) == 1;
    DEED_ASSERT(ready);
    SecretBytes output(input.size() + kBlock);
    const auto out = writable(output);
    int size = 0;
    int last = 0;
    if (EVP_CipherUpdate(context.get(), out.data(), &size, input.data(),
                         static_cast<int>(input.size())) != 1)
        return std::nullopt;
    if (EVP_CipherFinal_ex(context.get(), out.data() + size, &last) != 1) return std::nullopt;
    return SecretBytes::copy_of(out.first(static_cast<std::size_t>(size + last)));
}

struct Encryption {
    Derivation derivation;
    const Scheme* cipher;
    ByteView iv;
};

Result<Encryption> read_encryption(der::Reader& outer) {
    DEED_TRY(der::Reader reader, outer.enter(der::kSequence));
    DEED_TRY(const ByteView oid, reader.take(der::kOid));
    if (as_text(oid) != kPbes2) {
        DEED_CHECK(find_scheme(kWeakSchemes, oid));
    }
    DEED_TRY(der::Reader parameters, reader.enter(der::kSequence));
    DEED_CHECK(reader.finish());
    DEED_TRY(Derivation derivation, read_derivation(parameters));
    DEED_TRY(der::Reader cipher, parameters.enter(der::kSequence));
    DEED_CHECK(parameters.finish());
    DEED_TRY(const ByteView cipher_oid, cipher.take(der::kOid));
    DEED_TRY(const Scheme* scheme, find_scheme(kCiphers, cipher_oid));
    DEED_TRY(const ByteView iv, cipher.take(der::kOctetString));
    DEED_CHECK(cipher.finish());
    const bool fits =
        iv.size() == kBlock && derivation.key_size.value_or(scheme->key_size) == scheme->key_size;
    if (!fits) return Error(errors::kDerMalformed, "the cipher's parameters are not its own");
    return Encryption{derivation, scheme, iv};
}

}  // namespace

Result<SecretBytes> detail::open_encrypted_der(ByteView der, const KeyPassphrase& passphrase) {
    der::Reader top(der);
    DEED_TRY(der::Reader reader, top.enter(der::kSequence));
    DEED_CHECK(top.finish());
    DEED_TRY(const Encryption encryption, read_encryption(reader));
    DEED_TRY(const ByteView sealed, reader.take(der::kOctetString));
    DEED_CHECK(reader.finish());
    if (sealed.empty() || sealed.size() % kBlock != 0)
        return Error(errors::kDerMalformed, "the encrypted key is not of whole blocks");

    if (!passphrase) return Error(errors::kKeyPassphraseNeeded, "the private key is encrypted");
    DEED_TRY(const SecretBytes words, passphrase());
    DEED_TRY(const SecretBytes key,
             derive(encryption.derivation, words, encryption.cipher->key_size));
    auto opened = run_cipher(*encryption.cipher, key, encryption.iv, sealed, false);
    if (!opened) return wrong_passphrase();
    // Once in 256 times a wrong key leaves the padding as it should be.
    const auto kind = kind_of_der(reveal(*opened));
    if (!kind || *kind != KeyDer::pkcs8) return wrong_passphrase();
    return *std::move(opened);
}

Result<SecretBytes> private_key_to_encrypted_der(const PrivateKey& key,
                                                 const SecretBytes& passphrase) {
    if (passphrase.empty())
        return Error(errors::kKeyPassphraseEmpty, "the passphrase for the private key is empty");
    DEED_TRY(const SecretBytes plain, private_key_to_der(key));
    const Bytes salt = random_bytes(kSalt);
    const Bytes iv = random_bytes(kBlock);
    const Scheme& cipher = kCiphers[0];
    Derivation derivation;
    derivation.salt = salt;
    derivation.work = kIterations;
    derivation.function = &kPseudoRandomFunctions[0];
    DEED_TRY(const SecretBytes wrapping, derive(derivation, passphrase, cipher.key_size));
    const auto sealed = run_cipher(cipher, wrapping, iv, reveal(plain), true);
    if (!sealed) return Error(deed::errors::kInternal, "OpenSSL did not encrypt the key");

    constexpr std::uint8_t kNullElement[] = {der::kNull, 0};
    const auto oid = [](std::string_view content) {
        return der::element(der::kOid, {as_bytes(content)});
    };
    const SecretBuffer function =
        der::element(der::kSequence, {oid(derivation.function->oid), kNullElement});
    const SecretBuffer pbkdf2 = der::element(
        der::kSequence,
        {der::element(der::kOctetString, {salt}), der::number(derivation.work), function});
    const SecretBuffer parameters = der::element(
        der::kSequence,
        {der::element(der::kSequence, {oid(kPbkdf2), pbkdf2}),
         der::element(der::kSequence, {oid(cipher.oid), der::element(der::kOctetString, {iv})})});
    const SecretBuffer whole =
        der::element(der::kSequence, {der::element(der::kSequence, {oid(kPbes2), parameters}),
                                      der::element(der::kOctetString, {reveal(*sealed)})});
    return SecretBytes::copy_of(whole);
}

}  // namespace deed::crypto
