// Reads the golden home of a log that changed its key, with the life of a DID, an index of openings
// and an export (README.md says how it was made).

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "did/methods/weid.hpp"
#include "evidence/opening_store.hpp"
#include "lib/encoding/text.hpp"
#include "lib/store/database.hpp"
#include "lib/store/errors.hpp"
#include "lib/tlog/errors.hpp"
#include "registry-contracts/client/log_export.hpp"
#include "tests/lib/io/file_helpers.hpp"
#include "tests/toolkit/home.hpp"

namespace deed::test {
namespace {

namespace fs = std::filesystem;

const fs::path kLife = fs::path(DEED_GOLDEN_DIR) / "life";
constexpr std::string_view kGoldenPassphrase = "golden";
constexpr std::string_view kNetwork = "lzdxvfdu3jrauqfz7vk4kpcb3kuxpzdp2";
constexpr std::string_view kFirstKey =  // as ledger.json says
    "deed-log.invalid/a2f51718cf79dfc5+c8ef528e+AflmnH3rHyN8Hzh7hfcl0YGM2fojkflWc8goTTEV3abN";
constexpr std::string_view kLaterKey =
    "deed-log.invalid/a2f51718cf79dfc5+623f854f+AZ81u2/QRx41gH/enw8Skd06jDwcftW7/mC/d+Jbeah9";
// By Python's hashlib over the entries of site/tile/entries/000.p/7.
constexpr std::string_view kRoot = "6YHlb/vqhxa3OSmxWVsMPrK8a1m09iYczslLgMwf3UQ=";
constexpr std::string_view kSecondCommitment =
    "4b3379d7475c9edab10e39d8d46735066a01489770ccadc8bdbfcdee171ca8e4";
constexpr std::string_view kSecondSha256 =  // printf second | sha256sum
    "16367aacb67a4a017c8da8ab95682ccb390863780f7114dda0a0e0c55644c7c4";
constexpr std::uint32_t kIndexApplication = 0x44654f70;  // specs/evidence-index.md

class GoldenLife : public testing::Test {
protected:
    GoldenLife() {
        fs::copy(kLife, home_.path(), fs::copy_options::recursive);
        for (const auto& entry : fs::recursive_directory_iterator(home_.path()))
            fs::permissions(entry.path(), entry.is_directory() ? fs::perms(0700) : fs::perms(0600));
    }
    Owner owner() { return Owner(home_.path(), "local", TypedPassphrase(kGoldenPassphrase)); }

    TempDir home_;
    Call call_;
};

TEST_F(GoldenLife, LogThatChangedItsKey) {
    const Owner home = owner();
    ASSERT_OK_AND(registry::LogLedger * log, home->readable_ledger("local", call_));
    EXPECT_EQ(log->network(), kNetwork);
    ASSERT_OK_AND(const tlog::VerifierKey key, tlog::VerifierKey::parse(kLaterKey));
    ASSERT_OK_AND(const std::string note, log->checkpoint(call_));
    ASSERT_OK_AND(const tlog::Checkpoint head, tlog::verify_checkpoint(note, key));
    EXPECT_EQ(head.size, 7U);
    EXPECT_EQ(base64_encode(head.root), kRoot);
    // It goes on, signed by the key it was handed to.
    ASSERT_OK(home->create_did("later", call_));
}

TEST_F(GoldenLife, DidThatWasRotatedAndChanged) {
    const Owner home = owner();
    ASSERT_OK_AND(const did::Did did, home->own_did("life", call_));
    ASSERT_OK_AND(const did::History history, home->resolver().history(did, call_));
    ASSERT_EQ(history.versions.size(), 3U);
    EXPECT_EQ(history.versions[0].kind, did::Version::Kind::created);
    EXPECT_EQ(history.versions[1].kind, did::Version::Kind::rotated);
    EXPECT_EQ(history.versions[2].kind, did::Version::Kind::updated);
    // Its committed key is in the store.
    ASSERT_OK(home->controller_of(did, call_));
}

TEST_F(GoldenLife, IndexOfOpenings) {
    const Owner home = owner();
    evidence::OpeningQuery query;
    query.key = "case-7";
    ASSERT_OK_AND(const auto page, home->openings().find(query, {}, call_));
    ASSERT_EQ(page.openings.size(), 2U);
    const evidence::KeptOpening& second = page.openings[1];
    EXPECT_EQ(second.name, "docs/second");
    EXPECT_EQ(hex_encode(second.opening.commitment().sha256), kSecondCommitment);
    ASSERT_TRUE(second.document);
    EXPECT_EQ(hex_encode(second.document->digest.sha256), kSecondSha256);
    ASSERT_TRUE(second.place);
    EXPECT_EQ(page.unreadable, 0U);
}

TEST_F(GoldenLife, IndexOfALaterVersion) {
    store::Options options{};
    options.application_id = kIndexApplication;
    options.version = 1;
    {
        ASSERT_OK_AND(store::Database index,
                      store::Database::open(home_ / "openings/openings.sqlite", options));
        ASSERT_OK(index.run("PRAGMA user_version = 2"));
    }
    evidence::OpeningQuery query;
    query.key = "case-7";
    EXPECT_CODE(owner()->openings().find(query, {}, call_), store::errors::kNewerFormat);
}

TEST_F(GoldenLife, ExportOfTheLog) {
    const Owner home = owner();
    ASSERT_OK_AND(registry::LogLedger * log, home->ensure_ledger(call_));
    ASSERT_OK_AND(const tlog::VerifierKey first, tlog::VerifierKey::parse(kFirstKey));
    ASSERT_OK_AND(const auto verified, registry::verify_exported_log(home_ / "site", first, call_));
    EXPECT_EQ(verified.head.checkpoint.size, 7U);
    EXPECT_EQ(base64_encode(verified.head.checkpoint.root), kRoot);
    // It can be extended.
    ASSERT_OK(home->create_did("later", call_));
    ASSERT_OK_AND(const auto exported, registry::export_log(*log, home_ / "site", true, call_));
    EXPECT_EQ(exported.new_entries, 1U);
    EXPECT_EQ(exported.head.size, 8U);
}

}  // namespace
}  // namespace deed::test
