#include <gtest/gtest.h>

#include <fstream>

#include "lib/crypto/file_key_source.hpp"
#include "lib/crypto/key_encoding.hpp"
#include "lib/crypto/key_encoding_errors.hpp"
#include "lib/crypto/key_reference_errors.hpp"
#include "lib/crypto/referenced_key_store.hpp"
#include "lib/crypto/secret_access.hpp"
#include "lib/encoding/text.hpp"
#include "lib/io/errors.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/signers.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed::test {
namespace {

using crypto::KeyReference;
namespace errors = crypto::errors;

// RFC 8410 section 10.3, and its public key in section 10.1.
constexpr std::string_view kPem =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
    "-----END PRIVATE KEY-----\n";
constexpr std::string_view kPublic =
    "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1";

class Typed final : public crypto::KeyFilePassphrases {
public:
    Result<crypto::SecretBytes> passphrase(const std::string&, Call&) override {
        ++asked;
        return crypto::SecretBytes::copy_of(as_bytes(answer));
    }
    int asked = 0;
    std::string answer = "correct horse";
};

class NobodyToAsk final : public crypto::PassphraseSource {
public:
    Result<crypto::SecretBytes> passphrase(bool, Call&) override {
        ADD_FAILURE() << "the store's passphrase was asked for";
        return crypto::SecretBytes();
    }
};

class FileKey : public ::testing::Test {
protected:
    std::string write(const std::string& name, std::string_view content, int mode = 0600) {
        const auto file = folder / name;
        std::ofstream(file) << content;
        std::filesystem::permissions(file, static_cast<std::filesystem::perms>(mode));
        return "file:" + file.string();
    }
    Result<std::unique_ptr<crypto::Signer>> signer(
        const std::string& reference,
        const std::optional<crypto::PublicKey>& known = std::nullopt) {
        return source->signer(must(KeyReference::parse(reference)), known, call);
    }

    TempDir folder;
    Typed typed;
    std::unique_ptr<crypto::KeySource> source = crypto::file_key_source(typed);
    Call call;
};

TEST_F(FileKey, SignsWithAPrivateFile) {
    const std::string reference = write("key.pem", kPem);
    ASSERT_OK_AND(const auto opened, signer(reference));
    EXPECT_EQ(hex_encode(opened->public_key().raw()), kPublic);
    ASSERT_OK_AND(const Bytes signature, opened->sign(as_bytes("x"), call));
    EXPECT_OK(crypto::verify(opened->public_key(), as_bytes("x"), signature));
    ASSERT_OK_AND(const auto key, source->public_key(must(KeyReference::parse(reference)), call));
    EXPECT_EQ(key, opened->public_key());
    EXPECT_EQ(typed.asked, 0);
    EXPECT_CODE(signer(reference, signer_of(crypto::KeyType::ed25519, 3)->public_key()),
                errors::kReferencedKeyChanged);
}

TEST_F(FileKey, RefusesWhatOthersCanReadAndWhatIsNoKey) {
    EXPECT_CODE(signer(write("loose.pem", kPem, 0640)), deed::errors::kLoosePermissions);
    EXPECT_CODE(signer("file:" + (folder / "none.pem").string()), deed::errors::kFileNotFound);
    EXPECT_CODE(signer(write("text", "no key")), errors::kUnknownKeyFile);
    EXPECT_CODE(signer(write("public.pem",
                             "-----BEGIN PUBLIC KEY-----\n"
                             "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n"
                             "-----END PUBLIC KEY-----\n")),
                errors::kPublicKeyGiven);
    EXPECT_CODE(signer(write("long.pem", std::string(70'000, 'x'))), deed::errors::kFileTooLarge);
}

TEST_F(FileKey, AsksForThePassphraseOfAnEncryptedKey) {
    const crypto::PrivateKey key =
        must(crypto::read_private_key(as_bytes(kPem), [] { return crypto::SecretBytes(); }));
    const auto pem = must(crypto::private_key_to_encrypted_pem(
        key, crypto::SecretBytes::copy_of(as_bytes(typed.answer))));
    const std::string reference =
        write("sealed.pem", as_text(pem.reveal(crypto::SecretAccessForCrypto::get())));
    ASSERT_OK_AND(const auto opened, signer(reference));
    EXPECT_EQ(hex_encode(opened->public_key().raw()), kPublic);
    EXPECT_EQ(typed.asked, 1);
    typed.answer = "wrong horse";
    EXPECT_CODE(signer(reference), errors::kKeyPassphraseWrong);
}

TEST_F(FileKey, IsRememberedByItsAbsolutePath) {
    write("key.pem", kPem);
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(folder.path());
    NobodyToAsk nobody;
    SystemClock clock;
    crypto::KeySources sources;
    sources.file = crypto::file_key_source(typed);
    crypto::ReferencedKeyStore keys(crypto::open_key_store(folder / "keys", nobody, clock),
                                    folder / "keys", std::move(sources), clock);
    const auto added = keys.add("signing", must(KeyReference::parse("file:./key.pem")), call);
    std::filesystem::current_path(before);
    ASSERT_OK(added);
    EXPECT_EQ(added->reference->to_string(), "file:" + (folder / "key.pem").string());
    EXPECT_OK(keys.signer("signing", call));
}

}  // namespace
}  // namespace deed::test
