#include <gtest/gtest.h>
#include <p11-kit/pkcs11.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "lib/crypto/key_reference_errors.hpp"
#include "lib/io/errors.hpp"
#include "lib/pkcs11/errors.hpp"
#include "lib/pkcs11/key_source.hpp"
#include "tests/support/signers.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/support/tokens/soft_token.hpp"

namespace deed::test {
namespace {

using crypto::KeyType;
namespace errors = pkcs11::errors;

/// Answers with one PIN and counts how often it was asked.
class TypedPin final : public pkcs11::PinSource {
public:
    explicit TypedPin(std::string_view pin = SoftToken::kPin) : pin_(pin) {}
    Result<crypto::SecretBytes> pin(std::string_view token_label, Call&) override {
        ++asked;
        label = token_label;
        return crypto::SecretBytes::copy_of(as_bytes(pin_));
    }
    std::atomic<int> asked = 0;
    std::string label;

private:
    std::string pin_;
};

struct Source {
    explicit Source(std::string_view typed = SoftToken::kPin)
        : pin(typed), source(pkcs11::key_source(pin)) {}

    Result<std::unique_ptr<crypto::Signer>> signer(
        const std::string& uri, const std::optional<crypto::PublicKey>& known = std::nullopt) {
        Call call;
        return source->signer(must(crypto::KeyReference::parse(uri)), known, call);
    }
    Result<crypto::PublicKey> public_key(const std::string& uri) {
        Call call;
        return source->public_key(must(crypto::KeyReference::parse(uri)), call);
    }

    TypedPin pin;
    std::unique_ptr<crypto::KeySource> source;
};

Result<Bytes> sign(crypto::Signer& signer, std::string_view message = "judgment") {
    Call call;
    return signer.sign(as_bytes(message), call);
}

/// Through the module that fails on command.
class FaultyToken : public ::testing::Test {
protected:
    void SetUp() override {
        token.generate(KeyType::p256, "signing", 1);
        faults().reset();
    }
    void TearDown() override { faults().reset(); }
    std::string uri(const std::string& object = "signing") const {
        return token.uri(object, faulty_module());
    }
    SoftToken token;
};

TEST(TokenSigner, SignsWithEveryTypeThatTheTokenHas) {
    const SoftToken token;
    std::uint8_t id = 0;
    for (const KeyType type :
         {KeyType::ed25519, KeyType::secp256k1, KeyType::p256, KeyType::p384, KeyType::p521}) {
        const std::string label(crypto::to_string(type));
        token.generate(type, label, ++id);
        Source source;
        ASSERT_OK_AND(const crypto::PublicKey key, source.public_key(token.uri(label)));
        EXPECT_EQ(key.type(), type);
        EXPECT_EQ(source.pin.asked, 0) << "a public key is no secret";

        ASSERT_OK_AND(const auto signer, source.signer(token.uri(label), key));
        EXPECT_EQ(signer->public_key(), key);
        // Half of all ECDSA signatures come with s in the upper half.
        for (int i = 0; i < 16; ++i) {
            const std::string message = label + std::to_string(i);
            ASSERT_OK_AND(const Bytes signature, sign(*signer, message));
            EXPECT_OK(crypto::verify(key, as_bytes(message), signature, crypto::HighS::refuse));
        }
        EXPECT_EQ(source.pin.asked, 1);
        EXPECT_EQ(source.pin.label, token.label());
    }
}

TEST(TokenSigner, SignsNothingAndMuch) {
    const SoftToken token;
    token.generate(KeyType::ed25519, "signing", 1);
    Source source;
    ASSERT_OK_AND(const auto signer, source.signer(token.uri("signing")));
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{100'000}}) {
        const std::string message(size, 'x');
        ASSERT_OK_AND(const Bytes signature, sign(*signer, message));
        EXPECT_OK(crypto::verify(signer->public_key(), as_bytes(message), signature));
    }
}

TEST(TokenSigner, FindsTheKeyByIdAndByTheTokensOtherNames) {
    const SoftToken token;
    token.generate(KeyType::p256, "signing", 0xa1);
    Source source;
    ASSERT_OK_AND(const crypto::PublicKey key, source.public_key(token.uri("signing")));
    const std::string by_id =
        "pkcs11:token=" + token.label() +
        ";manufacturer=SoftHSM%20project;model=SoftHSM%20v2;id=%a1;type=private"
        "?module-path=" +
        softhsm_module();
    ASSERT_OK_AND(const auto signer, source.signer(by_id));
    EXPECT_EQ(signer->public_key(), key);
    EXPECT_CODE(source.signer("pkcs11:token=" + token.label() +
                              ";model=Other;id=%a1?module-path=" + softhsm_module()),
                errors::kTokenAbsent);
}

TEST(TokenSigner, FindsTheModuleByItsNameInP11Kit) {
    const SoftToken token;
    token.generate(KeyType::p256, "signing", 1);
    Source source;
    EXPECT_OK(
        source.signer("pkcs11:token=" + token.label() + ";object=signing?module-name=softhsm2"));
    EXPECT_CODE(source.signer("pkcs11:object=signing?module-name=no-such-module"),
                errors::kModuleNotFound);
}

TEST(TokenSigner, AsksForThePinOfATokenOnce) {
    const SoftToken token;
    token.generate(KeyType::p256, "one", 1);
    token.generate(KeyType::ed25519, "two", 2);
    Source source;
    ASSERT_OK_AND(const auto one, source.signer(token.uri("one")));
    ASSERT_OK_AND(const auto two, source.signer(token.uri("two")));
    EXPECT_OK(sign(*one));
    EXPECT_OK(sign(*two));
    EXPECT_EQ(source.pin.asked, 1);
}

TEST(TokenSigner, ReadsThePinFromAPrivateFile) {
    const SoftToken token;
    token.generate(KeyType::p256, "signing", 1);
    const TempDir folder;
    const std::string file = (folder / "pin").string();
    std::ofstream(file) << SoftToken::kPin << "\n";
    const std::string uri = token.uri("signing") + "&pin-source=file:" + file;

    std::filesystem::permissions(file, std::filesystem::perms(0644));
    {
        Source source("wrong");
        EXPECT_CODE(source.signer(uri), deed::errors::kLoosePermissions);
    }
    std::filesystem::permissions(file, std::filesystem::perms(0600));
    Source source("wrong");
    ASSERT_OK_AND(const auto signer, source.signer(uri));
    EXPECT_OK(sign(*signer));
    EXPECT_EQ(source.pin.asked, 0);
}

TEST(TokenSigner, RefusesWhatIsNotThere) {
    const SoftToken token;
    token.generate(KeyType::p256, "signing", 1);
    Source source;
    EXPECT_CODE(source.signer(token.uri("other")), errors::kNoSuchKey);
    EXPECT_CODE(source.public_key(token.uri("other")), errors::kNoSuchKey);
    EXPECT_CODE(source.signer("pkcs11:token=none;object=a?module-path=" + softhsm_module()),
                errors::kTokenAbsent);
    EXPECT_CODE(source.signer("pkcs11:object=a"), errors::kNoModule);
    EXPECT_CODE(source.signer("pkcs11:object=a?module-path=/nonexistent/module.so"),
                errors::kModuleNotFound);
    EXPECT_CODE(source.signer("pkcs11:object=a?module-path=/usr"), errors::kModuleNotFound);
}

TEST(TokenSigner, RefusesToChoose) {
    const SoftToken first;
    const SoftToken second;
    first.generate(KeyType::p256, "signing", 1);
    first.generate(KeyType::p256, "signing", 2);
    Source source;
    EXPECT_CODE(source.signer(first.uri("signing")), errors::kSeveralKeys);
    EXPECT_CODE(source.public_key(first.uri("signing")), errors::kSeveralKeys);
    const std::string by_id =
        "pkcs11:token=" + first.label() + ";object=signing;id=%02?module-path=" + softhsm_module();
    ASSERT_OK_AND(const auto signer, source.signer(by_id));
    EXPECT_OK(sign(*signer));
    EXPECT_CODE(source.signer("pkcs11:manufacturer=SoftHSM%20project;object=signing?module-path=" +
                              softhsm_module()),
                errors::kSeveralTokens);
}

TEST(TokenSigner, RefusesAModuleThatOthersMayChange) {
    const TempDir folder;
    const auto copy = folder / "module.so";
    std::filesystem::copy_file(softhsm_module(), copy);
    std::filesystem::permissions(copy, std::filesystem::perms(0666));
    Source source;
    const std::string uri = "pkcs11:object=a?module-path=" + copy.string();
    EXPECT_CODE(source.signer(uri), errors::kModuleUntrusted);
    std::ofstream(copy, std::ios::trunc) << "not a library";
    std::filesystem::permissions(copy, std::filesystem::perms(0600));
    EXPECT_CODE(source.signer(uri), errors::kModuleUnusable);
}

TEST(TokenSigner, NeedsThePublicHalf) {
    const SoftToken token;
    token.generate(KeyType::p256, "signing", 1);
    token.forget_public_key("signing");
    Source source;
    EXPECT_CODE(source.public_key(token.uri("signing")), errors::kNoPublicKey);
    EXPECT_CODE(source.signer(token.uri("signing")), errors::kNoPublicKey);
}

TEST(TokenSigner, RefusesAnotherKeyThanTheKnownOne) {
    const SoftToken token;
    token.generate(KeyType::p256, "signing", 1);
    token.generate(KeyType::p256, "other", 2);
    Source source;
    ASSERT_OK_AND(const crypto::PublicKey other, source.public_key(token.uri("other")));
    EXPECT_CODE(source.signer(token.uri("signing"), other), crypto::errors::kReferencedKeyChanged);
}

TEST(TokenSigner, AsksAtEveryUseOfAKeyThatWantsIt) {
    const SoftToken token;
    token.generate_guarded("guarded", 1);
    Source source;
    ASSERT_OK_AND(const auto signer, source.signer(token.uri("guarded")));
    for (int i = 0; i < 3; ++i) EXPECT_OK(sign(*signer));
    EXPECT_EQ(source.pin.asked, 1) << "the PIN that was typed serves again";
}

TEST(TokenSigner, SignsFromManyThreads) {
    const SoftToken token;
    token.generate(KeyType::p256, "signing", 1);
    Source source;
    ASSERT_OK_AND(const auto signer, source.signer(token.uri("signing")));
    std::atomic<int> good = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 24; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 20; ++i)
                if (sign(*signer, std::to_string(t * 1000 + i))) ++good;
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(good, 24 * 20);
    EXPECT_EQ(source.pin.asked, 1);
}

TEST(TokenSigner, SignsAfterAFork) {
    const SoftToken token;
    token.generate(KeyType::p256, "signing", 1);
    Source source;
    ASSERT_OK_AND(const auto signer, source.signer(token.uri("signing")));
    ASSERT_OK(sign(*signer));
    const pid_t child = ::fork();
    if (child == 0) {
        const auto signature = sign(*signer);
        ::_exit(signature ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    EXPECT_OK(sign(*signer));  // the child left the parent's sessions alone
}

TEST(TokenSigner, HeedsItsCaller) {
    const SoftToken token;
    token.generate(KeyType::p256, "signing", 1);
    Source source;
    ASSERT_OK_AND(const auto signer, source.signer(token.uri("signing")));
    const std::atomic<bool> cancelled = true;
    Call call(nullptr, &cancelled);
    EXPECT_CODE(signer->sign(as_bytes("x"), call), deed::errors::kInterrupted);
    EXPECT_OK(sign(*signer));
}

TEST_F(FaultyToken, TriesAWrongPinOnce) {
    Source source("1357-wrong");
    EXPECT_CODE(source.signer(uri()), errors::kPinIncorrect);
    EXPECT_CODE(source.signer(uri()), errors::kPinIncorrect);
    EXPECT_EQ(faults().calls("C_Login"), 1) << "the same PIN would be as wrong again, and count";
    EXPECT_EQ(source.pin.asked, 1);
    EXPECT_OK(source.public_key(uri()));
}

TEST_F(FaultyToken, TellsWhyItMayNotLogIn) {
    const std::pair<CK_RV, const ErrorCode*> answers[] = {
        {CKR_PIN_LOCKED, &errors::kPinLocked},
        {CKR_PIN_EXPIRED, &errors::kPinExpired},
        {CKR_USER_PIN_NOT_INITIALIZED, &errors::kPinNotSet},
        {CKR_PIN_LEN_RANGE, &errors::kPinIncorrect},
        {CKR_FUNCTION_FAILED, &errors::kTokenFailed}};
    for (const auto& [answer, code] : answers) {
        faults().answer("C_Login", answer, 1);
        Source source;
        EXPECT_CODE(source.signer(uri()), *code);
    }
    Source source;
    EXPECT_OK(source.signer(uri()));  // a new program may try anew
}

TEST_F(FaultyToken, DoesNotTryThePinOfALockedToken) {
    for (const auto& [flags, code] : {std::pair{CKF_USER_PIN_LOCKED, &errors::kPinLocked},
                                      std::pair{CKF_USER_PIN_FINAL_TRY, &errors::kPinLastTry}}) {
        faults().set("token_flags", flags);
        Source source;
        EXPECT_CODE(source.signer(uri()), *code);
        EXPECT_EQ(source.pin.asked, 0);
    }
    EXPECT_EQ(faults().calls("C_Login"), 0);
}

TEST_F(FaultyToken, GoesOnWhenTheTokenIsBack) {
    Source source;
    ASSERT_OK_AND(const auto signer, source.signer(uri()));
    for (const char* function : {"C_Sign", "C_SignInit", "C_FindObjectsInit", "C_OpenSession"})
        for (const CK_RV answer :
             {CKR_DEVICE_REMOVED, CKR_TOKEN_NOT_PRESENT, CKR_SESSION_HANDLE_INVALID,
              CKR_SESSION_CLOSED, CKR_USER_NOT_LOGGED_IN, CKR_KEY_HANDLE_INVALID}) {
            faults().answer(function, answer, 1);
            SCOPED_TRACE(function + std::string(" ") + std::to_string(answer));
            EXPECT_OK(sign(*signer));
        }
    EXPECT_EQ(source.pin.asked, 1) << "the PIN is remembered for this";
}

TEST_F(FaultyToken, TellsThatTheTokenIsGone) {
    Source source;
    ASSERT_OK_AND(const auto signer, source.signer(uri()));
    faults().answer("C_Sign", CKR_DEVICE_REMOVED, 1);
    faults().set("absent", 1);
    EXPECT_CODE(sign(*signer), errors::kTokenAbsent);
    EXPECT_CODE(sign(*signer), errors::kTokenAbsent);
    faults().set("absent", 0);
    EXPECT_OK(sign(*signer));  // plugged in again
    EXPECT_EQ(source.pin.asked, 1);
}

TEST_F(FaultyToken, GivesUpOnATokenThatStaysBroken) {
    Source source;
    ASSERT_OK_AND(const auto signer, source.signer(uri()));
    faults().reset();
    faults().answer("C_Sign", CKR_DEVICE_REMOVED, 1000);
    EXPECT_CODE(sign(*signer), errors::kTokenAbsent);
    EXPECT_EQ(faults().calls("C_Sign"), 2);
    faults().answer("C_Sign", CKR_DEVICE_ERROR, 1000);
    EXPECT_CODE(sign(*signer), errors::kTokenFailed);
    EXPECT_EQ(faults().calls("C_Sign"), 3) << "not a matter of sessions: not tried again";
}

TEST_F(FaultyToken, StopsAtAPinThatWasChangedMeanwhile) {
    Source source;
    ASSERT_OK_AND(const auto signer, source.signer(uri()));
    faults().reset();
    faults().answer("C_Sign", CKR_USER_NOT_LOGGED_IN, 1);
    faults().answer("C_Login", CKR_PIN_INCORRECT, 1);
    EXPECT_CODE(sign(*signer), errors::kPinIncorrect);
    EXPECT_CODE(sign(*signer), errors::kPinIncorrect);
    EXPECT_EQ(faults().calls("C_Login"), 1);
}

TEST_F(FaultyToken, ThrowsAWrongSignatureAway) {
    token.generate(KeyType::ed25519, "edwards", 2);
    Source source;
    for (const char* object : {"signing", "edwards"}) {
        ASSERT_OK_AND(const auto signer, source.signer(uri(object)));
        faults().set("lying", 1);
        EXPECT_CODE(sign(*signer), errors::kWrongSignature);
        faults().set("lying", 0);
        EXPECT_OK(sign(*signer));
    }
}

TEST_F(FaultyToken, TellsThatTheKeyMayNotSignSo) {
    Source source;
    ASSERT_OK_AND(const auto signer, source.signer(uri()));
    for (const CK_RV answer : {CKR_MECHANISM_INVALID, CKR_KEY_FUNCTION_NOT_PERMITTED}) {
        faults().answer("C_SignInit", answer, 1);
        EXPECT_CODE(sign(*signer), errors::kMechanismRefused);
    }
    EXPECT_OK(sign(*signer));
}

TEST_F(FaultyToken, ReadsPointsWithoutTheirOctetString) {
    token.generate(KeyType::ed25519, "edwards", 2);
    token.generate(KeyType::p521, "wide", 3);
    Source source;
    for (const char* object : {"signing", "edwards", "wide"}) {
        ASSERT_OK_AND(const crypto::PublicKey key, source.public_key(uri(object)));
        faults().set("bare_points", 1);
        ASSERT_OK_AND(const crypto::PublicKey bare, source.public_key(uri(object)));
        faults().set("bare_points", 0);
        EXPECT_EQ(bare, key) << object;
    }
}

TEST_F(FaultyToken, TakesTurnsWhereTheModuleCannotLock) {
    faults().answer("C_Initialize", CKR_CANT_LOCK, 1);
    Source source;
    ASSERT_OK_AND(const auto signer, source.signer(uri()));
    std::atomic<int> good = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 10; ++i)
                if (sign(*signer)) ++good;
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(good, 40);
    faults().answer("C_Initialize", CKR_GENERAL_ERROR, 1);
    Source other;
    EXPECT_CODE(other.signer(uri()), errors::kModuleUnusable);
}

TEST_F(FaultyToken, SurvivesThatTheTokenIsPulledUnderManyThreads) {
    Source source;
    ASSERT_OK_AND(const auto signer, source.signer(uri()));
    std::atomic<int> good = 0;
    std::atomic<int> pulled = 0;
    std::atomic<bool> done = false;
    std::thread puller([&] {
        while (!done) {
            faults().answer("C_Sign", CKR_SESSION_HANDLE_INVALID, 1);
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    });
    std::vector<std::thread> threads;
    for (int t = 0; t < 6; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 30; ++i) sign(*signer) ? ++good : ++pulled;
        });
    for (std::thread& thread : threads) thread.join();
    done = true;
    puller.join();
    EXPECT_EQ(good + pulled, 180);
    EXPECT_GT(good, 90);
    faults().reset();
    EXPECT_OK(sign(*signer));
    EXPECT_EQ(source.pin.asked, 1);
}

}  // namespace
}  // namespace deed::test
