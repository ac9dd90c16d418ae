#include "lib/crypto/key_store_format.hpp"

#include <gtest/gtest.h>

#include <numeric>

#include "lib/crypto/errors.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/jcs.hpp"
#include "tests/lib/crypto/key_store/store_fixture.hpp"

namespace deed::crypto {
namespace {

namespace format = key_store_format;
using test::kKeyFile;
using test::kMasterFile;
using test::kPassphrase;
using test::kSmallMasterFile;
using test::replaced;
using test::text_of;

template <typename Fixed>
Fixed counting_from(std::uint8_t first) {
    Fixed fixed{};
    std::iota(fixed.begin(), fixed.end(), first);
    return fixed;
}

SecretBytes secret_of(ByteView bytes) { return SecretBytes::copy_of(bytes); }

SecretBytes example_master_key() {
    return secret_of(counting_from<std::array<std::uint8_t, 32>>(0x20));
}

std::string hex_of(const SecretBytes& secret) { return hex_encode(as_bytes(text_of(secret))); }

// RFC 8032 section 7.1, TEST 1.
constexpr std::string_view kSeedHex =
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
constexpr std::string_view kPublicHex =
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

// The expected values are those of example.py, which shares no code with Deed.
TEST(KeyStoreFormat, MasterFileIsThatOfTheExample) {
    format::MasterFile file;
    file.kdf.salt = counting_from<format::Salt>(0x00);
    file.nonce = counting_from<format::Nonce>(0x40);
    ASSERT_OK_AND(const SecretBytes key,
                  format::passphrase_key(secret_of(as_bytes(kPassphrase)), file.kdf));
    EXPECT_EQ(hex_of(key), test::kPassphraseKeyHex);
    file.sealed = format::seal(key, file.nonce, as_bytes(format::associated_data(file)),
                               example_master_key());
    EXPECT_EQ(format::print(file), kMasterFile);

    ASSERT_OK_AND(const format::MasterFile parsed,
                  format::parse_master_file(as_bytes(kMasterFile)));
    EXPECT_EQ(parsed.kdf.memlimit, 67'108'864);
    EXPECT_EQ(parsed.kdf.opslimit, 2);
    EXPECT_EQ(format::print(parsed), kMasterFile);
    const auto opened =
        format::open(key, parsed.nonce, as_bytes(format::associated_data(parsed)), parsed.sealed);
    ASSERT_TRUE(opened.has_value());
    EXPECT_EQ(text_of(*opened), text_of(example_master_key()));
}

TEST(KeyStoreFormat, KeyFileIsThatOfTheExample) {
    const SecretBytes key = format::keys_subkey(example_master_key());
    EXPECT_EQ(hex_of(key), test::kKeysSubkeyHex);
    ASSERT_OK_AND(const Bytes seed, hex_decode(kSeedHex));
    ASSERT_OK_AND(const Bytes public_raw, hex_decode(kPublicHex));
    ASSERT_OK_AND(const PublicKey public_key, PublicKey::from_raw(KeyType::ed25519, public_raw));
    ASSERT_OK_AND(const Timestamp created, Timestamp::parse_rfc3339("2026-01-02T03:04:05Z"));
    format::KeyFile file{"issuer", public_key, created, counting_from<format::Nonce>(0x60), {}};
    file.sealed = format::seal(key, file.nonce, as_bytes(format::associated_data(file)), seed);
    EXPECT_EQ(format::print(file), kKeyFile);

    ASSERT_OK_AND(const format::KeyFile parsed, format::parse_key_file(as_bytes(kKeyFile)));
    EXPECT_EQ(parsed.name, "issuer");
    EXPECT_EQ(parsed.public_key, public_key);
    EXPECT_EQ(parsed.created, created);
    EXPECT_EQ(parsed.nonce, file.nonce);
    EXPECT_EQ(parsed.sealed, file.sealed);
}

TEST(KeyStoreFormat, SealedDataIsThatOfTheExample) {
    const SecretBytes master = example_master_key();
    EXPECT_EQ(hex_of(format::context_subkey(master, "evidence/salts")), test::kSealSubkeyHex);
    const Bytes sealed = format::seal_data(master, "evidence/salts",
                                           counting_from<format::Nonce>(0x80), as_bytes("hello"));
    EXPECT_EQ(hex_encode(sealed), test::kSealedDataHex);
    ASSERT_OK_AND(const SecretBytes opened, format::open_data(master, "evidence/salts", sealed));
    EXPECT_EQ(text_of(opened), "hello");
}

// RFC 8785 by the project's general printer: the writers here rely on a fixed order of members.
TEST(KeyStoreFormat, FilesAreInCanonicalForm) {
    for (const std::string_view text : {kMasterFile, kSmallMasterFile, kKeyFile}) {
        ASSERT_OK_AND(const json::Document document, json::Document::parse(text));
        EXPECT_EQ(json::canonicalize(document.root()) + "\n", text);
        std::string without;
        json::canonicalize_without(without, document.root(), "sealed");
        const auto master = format::parse_master_file(as_bytes(text));
        const auto key = format::parse_key_file(as_bytes(text));
        ASSERT_TRUE(master.has_value() != key.has_value());
        EXPECT_EQ(master ? format::associated_data(*master) : format::associated_data(*key),
                  without);
    }
}

TEST(KeyStoreFormat, RefusesOtherSpellings) {
    const auto refuses = [](std::string_view text) {
        EXPECT_CODE(format::parse_key_file(as_bytes(text)), errors::kKeyStoreDamaged);
    };
    refuses("");
    refuses("{}");
    refuses("[]");
    refuses("null");
    refuses(kMasterFile);
    refuses(kKeyFile.substr(0, kKeyFile.size() - 1));  // no line feed
    refuses(std::string(kKeyFile) + "\n");
    refuses(replaced(kKeyFile, "\n", "\r\n"));
    refuses(replaced(kKeyFile, "{", "{ "));
    refuses(replaced(kKeyFile, "issuer", "\\u0069ssuer"));
    refuses(replaced(kKeyFile, "{", "{\"also\":1,"));         // unknown
    refuses(replaced(kKeyFile, "\"name\":\"issuer\",", ""));  // missing
    refuses(replaced(kKeyFile, "\"name\":\"issuer\"", "\"name\":7"));
    refuses(replaced(kKeyFile, "issuer", "Issuer"));
    refuses(replaced(kKeyFile, "issuer", "../issuer"));
    refuses(replaced(kKeyFile, "05Z", "05.000Z"));
    refuses(replaced(kKeyFile, "05Z", "05+00:00"));
    refuses(replaced(kKeyFile, "2026-01-02", "2026-02-30"));
    refuses(replaced(kKeyFile, "YGFi", "YGF"));   // short nonce
    refuses(replaced(kKeyFile, "YGFi", "YGF+"));  // another alphabet
    refuses(replaced(kKeyFile, "\"Ed25519\"", "\"secp256k1\""));
    refuses(replaced(kKeyFile, "z6Mk", "z6Ml"));
    refuses(replaced(kKeyFile, "z6Mk", "u6Mk"));
    refuses(replaced(kKeyFile, "\"type\"", "\"name\":\"issuer\",\"type\""));  // duplicate
    refuses(replaced(kKeyFile, "{", "{\"also\":\"" + std::string(20'000, 'x') + "\","));
    EXPECT_CODE(format::parse_key_file(as_bytes(replaced(kKeyFile, "Ed25519", "Ed448"))),
                errors::kUnsupportedKeyType);
}

TEST(KeyStoreFormat, BoundsTheWorkOfDerivation) {
    const auto with = [](std::string_view from, std::string_view to) {
        return format::parse_master_file(as_bytes(replaced(kMasterFile, from, to)));
    };
    EXPECT_OK(with("67108864", "8388608"));
    EXPECT_OK(with("67108864", "1073741824"));
    EXPECT_OK(with("\"opslimit\":2", "\"opslimit\":1"));
    EXPECT_OK(with("\"opslimit\":2", "\"opslimit\":10"));
    for (const std::string_view memory :
         {"8387584", "1073742848", "67108865", "0", "-67108864", "67108864.0", "6.7108864e7",
          "9007199254740991", "1e308", "\"67108864\"", "null"})
        EXPECT_CODE(with("67108864", memory), errors::kKeyStoreDamaged) << memory;
    for (const std::string_view passes : {"0", "11", "-1", "1.5", "4294967297", "true"})
        EXPECT_CODE(with("\"opslimit\":2", "\"opslimit\":" + std::string(passes)),
                    errors::kKeyStoreDamaged)
            << passes;
    EXPECT_CODE(with("argon2id", "argon2i"), errors::kKeyStoreDamaged);
    EXPECT_CODE(with("AAECAwQFBgcICQoLDA0ODw", "AAECAwQFBgcICQoLDA0O"), errors::kKeyStoreDamaged);
    EXPECT_CODE(with("\"kdf\":{", "\"kdf\":{\"also\":1,"), errors::kKeyStoreDamaged);
    EXPECT_CODE(with("\"kdf\"", "\"kdg\""), errors::kKeyStoreDamaged);
}

TEST(KeyStoreFormat, TellsLaterVersionsFromDamage) {
    const auto code = [](std::string_view version) {
        const std::string key = replaced(kKeyFile, "key/v1", "key/" + std::string(version));
        const std::string master =
            replaced(kMasterFile, "store/v1", "store/" + std::string(version));
        const std::string of_key = test::code_of(format::parse_key_file(as_bytes(key)));
        EXPECT_EQ(test::code_of(format::parse_master_file(as_bytes(master))), of_key);
        return of_key;
    };
    for (const std::string_view later : {"v2", "v10", "v999999999"})
        EXPECT_EQ(code(later), "key_store.newer_format") << later;
    for (const std::string_view wrong : {"v0", "v01", "v", "v1x", "v-1", "v1.1", "v9999999999"})
        EXPECT_EQ(code(wrong), "key_store.damaged") << wrong;
    // Whatever else a later version holds.
    EXPECT_CODE(format::parse_key_file(as_bytes(R"({"format":"deed/key/v2","x":[1]})")),
                errors::kNewerKeyStore);
}

TEST(KeyStoreFormat, KeyNames) {
    for (const std::string_view good : {"a", "7", "issuer", "a.b_c-d", "0-", "a..b"})
        EXPECT_TRUE(format::is_key_name(good)) << good;
    EXPECT_TRUE(format::is_key_name(std::string(64, 'n')));
    for (const std::string_view bad :
         {"", ".", "..", ".a", "-a", "_a", "A", "a/b", "a b", "\xc3\xa4"})
        EXPECT_FALSE(format::is_key_name(bad)) << bad;
    EXPECT_FALSE(format::is_key_name(std::string_view("a\0", 2)));
    EXPECT_FALSE(format::is_key_name(std::string(65, 'n')));
}

}  // namespace
}  // namespace deed::crypto
