#include <gtest/gtest.h>
#include <p11-kit/pkcs11.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "lib/pkcs11/errors.hpp"
#include "tests/lib/pkcs11/source.hpp"

namespace deed::test {
namespace {

using crypto::KeyType;
namespace errors = pkcs11::errors;

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

TEST_F(FaultyToken, LeavesNoSigningOperationOpenWhereAUseIsNotAllowed) {
    token.generate_guarded("guarded", 2);
    Source source;
    ASSERT_OK_AND(const auto signer, source.signer(uri("guarded")));
    ASSERT_OK(sign(*signer));
    // After C_SignInit, before the PIN is given.
    faults().answer("C_GetTokenInfo", CKR_FUNCTION_FAILED, 1);
    EXPECT_CODE(sign(*signer), errors::kTokenFailed);
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
    // As often as something was signed, and not as the clock has it: a machine that is busy with
    // other things signs seldom.
    std::thread puller([&] {
        while (!done) {
            faults().answer("C_Sign", CKR_SESSION_HANDLE_INVALID, 1);
            const int next = good + pulled + 4;
            while (!done && good + pulled < next)
                std::this_thread::sleep_for(std::chrono::microseconds(200));
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
