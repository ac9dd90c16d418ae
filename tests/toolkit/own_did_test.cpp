#include <gtest/gtest.h>

#include "did/errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "tests/toolkit/home.hpp"
#include "toolkit/errors.hpp"

namespace deed::test {
namespace {

TEST(OwnDid, IsFoundByName) {
    Call call;
    const SharedHome& home = SharedHome::get();
    const Reader reader(home.folder.path());
    ASSERT_OK_AND(const did::Did acme, reader->own_did("acme", call));
    ASSERT_OK_AND(const did::Did bureau, reader->own_did("bureau", call));
    EXPECT_EQ(acme, home.acme.did);
    EXPECT_EQ(bureau, home.bureau.did);
}

TEST(OwnDid, IsTakenAsWritten) {
    Call call;
    const Reader reader(SharedHome::get().folder.path());
    ASSERT_OK_AND(const did::Did elsewhere, reader->own_did("did:example:alice", call));
    EXPECT_EQ(elsewhere.to_string(), "did:example:alice");
    EXPECT_CODE(reader->own_did("did:", call), did::errors::kMalformed);
}

TEST(OwnDid, MustBeNamedWhereThereAreSeveral) {
    Call call;
    const Reader reader(SharedHome::get().folder.path());
    EXPECT_CODE(reader->own_did("", call), errors::kToolkitSeveralDids);
    EXPECT_CODE(reader->own_did("nobody", call), errors::kToolkitNoDid);
    EXPECT_CODE(reader->own_did("acme.controller", call), errors::kToolkitNoDid);
}

TEST(OwnDid, NeedsNoNameWhereThereIsOne) {
    Call call;
    const CopiedHome home;
    std::filesystem::remove(home.folder / "keys" / "bureau.controller.key.json");
    const Reader reader(home.folder.path());
    ASSERT_OK_AND(const did::Did only, reader->own_did("", call));
    EXPECT_EQ(only, SharedHome::get().acme.did);
}

TEST(OwnDid, IsMissedInAnEmptyHome) {
    Call call;
    const TempDir home;
    const Reader reader(home.path());
    EXPECT_CODE(reader->own_did("", call), errors::kToolkitNoDid);
    EXPECT_CODE(reader->own_did("acme", call), errors::kToolkitNoDid);
    EXPECT_TRUE(std::filesystem::is_empty(home.path())) << "asking must create nothing";
}

TEST(OwnDid, OfKeysWhoseLedgerIsGoneIsTheLedgersError) {
    Call call;
    const CopiedHome home;
    std::filesystem::remove_all(home.folder / "ledgers");
    const Reader reader(home.folder.path());
    EXPECT_CODE(reader->own_did("acme", call), registry::errors::kLedgerNotFound);
}

TEST(OwnDids, AreListedByKeyName) {
    Call call;
    const SharedHome& home = SharedHome::get();
    const Reader reader(home.folder.path());
    ASSERT_OK_AND(const auto own, reader->own_dids(call));
    ASSERT_EQ(own.size(), 2U);
    EXPECT_EQ(own[0].did, home.acme.did);
    EXPECT_EQ(own[0].assertion_key, "acme.assertion");
    EXPECT_EQ(own[1].did, home.bureau.did);
    EXPECT_EQ(own[1].controller_key, "bureau.controller");
}

}  // namespace
}  // namespace deed::test
