#include "registry-contracts/client/log_export.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "lib/encoding/text.hpp"
#include "lib/io/errors.hpp"
#include "lib/tlog/errors.hpp"
#include "tests/registry-contracts/client/local/local_fixture.hpp"
#include "tests/support/tile_reader.hpp"

namespace deed::registry {
namespace {

using namespace test;
using std::filesystem::path;

class LogExportTest : public testing::Test {
protected:
    void SetUp() override {
        fixture_.create_identity(1);
        fixture_.create_identity(2);
        DidRegistry dids(fixture_.log(), fixture_.clock());
        const Bytes large = bytes_of("\"" + std::string(61'000, 'x') + "\"");
        must(dids.update(address_of(*alice_), large, *alice_, call_));
        anchor(0, 3);
        anchor(10, 300);
    }

    void anchor(std::uint32_t first, std::uint32_t count) {
        EvidenceRegistry registry(fixture_.log(), fixture_.clock());
        must(registry.append(address_of(*alice_), commitments(first, count), *alice_, call_));
    }

    Result<ExportedLog> write(bool with_commitments = false) {
        return export_log(fixture_.log(), folder_, with_commitments, call_);
    }

    Result<VerifiedLog> verify() {
        return verify_exported_log(folder_, fixture_.log().verifier_key(), call_);
    }

    std::string by_others() {
        return deed::test::read_by_others(folder_, fixture_.log().verifier_key().to_string());
    }

    static void change(const path& file, std::size_t at) {
        Bytes bytes = must(read_file(file, std::size_t{1} << 26));
        bytes.at(at) ^= 1;
        ASSERT_OK(write_file_durably(file, bytes, 0644, Existing::replace));
    }

    path only_body() const {
        for (const auto& entry : std::filesystem::directory_iterator(folder_ / "data"))
            if (entry.file_size() > 60'000) return entry.path();
        return {};
    }

    LocalFixture fixture_;
    deed::test::TempDir temp_;
    path folder_ = temp_ / "site";
    std::unique_ptr<crypto::Signer> alice_ = controller(1);
    Call call_;
};

TEST_F(LogExportTest, CarriesWhatTheEntriesNeed) {
    ASSERT_OK_AND(const ExportedLog done, write());
    EXPECT_EQ(done.head.size, 5U);
    EXPECT_EQ(done.new_entries, 5U);
    EXPECT_EQ(done.new_data, 1U);
    EXPECT_EQ(by_others(), "size 5\nroot " + base64_encode(done.head.root) +
                               "\n5 hashes in tiles, 1 data files\n");
    ASSERT_OK_AND(const VerifiedLog found, verify());
    EXPECT_EQ(found.head.checkpoint, done.head);
    EXPECT_EQ(found.tile_hashes, 5U);
    EXPECT_EQ(found.counts.entries, 5U);
    EXPECT_EQ(found.counts.operations, 5U);
    EXPECT_EQ(found.counts.subjects, 2U);
    EXPECT_EQ(found.counts.batches, 2U);
    EXPECT_EQ(found.counts.commitments, 303U);
    EXPECT_EQ(found.counts.withheld_batches, 2U);
    EXPECT_EQ(found.counts.detached_bodies, 1U);
    EXPECT_EQ(found.counts.log_entries, 0U);
}

TEST_F(LogExportTest, CommitmentsComeWhenAskedForAlsoLater) {
    ASSERT_OK(write());
    ASSERT_OK_AND(const ExportedLog done, write(true));
    EXPECT_EQ(done.new_entries, 0U);
    EXPECT_EQ(done.new_data, 2U);
    EXPECT_EQ(done.withheld_batches, 0U);
    ASSERT_OK_AND(const VerifiedLog found, verify());
    EXPECT_EQ(found.counts.withheld_batches, 0U);
    anchor(1000, 2);
    ASSERT_OK_AND(const ExportedLog more, write());
    EXPECT_EQ(more.new_entries, 1U);
    EXPECT_EQ(more.new_data, 0U);
    ASSERT_OK_AND(const VerifiedLog again, verify());
    EXPECT_EQ(again.counts.withheld_batches, 1U);
    EXPECT_EQ(by_others(), "size 6\nroot " + base64_encode(more.head.root) +
                               "\n6 hashes in tiles, 3 data files\n");
}

TEST_F(LogExportTest, GrowsAcrossBundles) {
    ASSERT_OK(write());
    for (std::uint32_t i = 0; i < 260; ++i) {
        anchor(2000 + i, 1);
        if (i % 97 == 0) ASSERT_OK(write());
    }
    ASSERT_OK(write());
    ASSERT_OK_AND(const VerifiedLog found, verify());
    EXPECT_EQ(found.counts.entries, 265U);
    EXPECT_EQ(found.tile_hashes, 266U);
    EXPECT_EQ(by_others().substr(0, 9), "size 265\n");
}

TEST_F(LogExportTest, HarmIsFound) {
    const auto expect = [&](const ErrorCode& code, const auto& harm) {
        std::filesystem::remove_all(folder_);
        ASSERT_OK(write(true));
        harm();
        EXPECT_CODE(verify(), code);
        EXPECT_NE(by_others().substr(0, 5), "size ");
    };
    expect(errors::kInvalidEntry, [&] { change(only_body(), 100); });
    expect(errors::kInvalidEntry, [&] { change(folder_ / "tile/entries/000.p/5", 150); });
    expect(tlog::errors::kTileMismatch, [&] { change(folder_ / "tile/0/000.p/5", 40); });
    expect(tlog::errors::kTileMissing,
           [&] { std::filesystem::remove(folder_ / "tile/0/000.p/5"); });
    expect(deed::errors::kFileNotFound, [&] { std::filesystem::remove(folder_ / "checkpoint"); });
    // The last bytes of the signature stand before "=" and the newline.
    expect(tlog::errors::kSignatureInvalid, [&] {
        const path note = folder_ / "checkpoint";
        Bytes bytes = must(read_file(note, 1'000));
        std::uint8_t& digit = bytes.at(bytes.size() - 20);
        digit = digit == 'A' ? 'B' : 'A';
        ASSERT_OK(write_file_durably(note, bytes, 0644, Existing::replace));
    });
}

TEST_F(LogExportTest, ALostBodyAndAForeignKeyAreFound) {
    ASSERT_OK(write());
    std::filesystem::remove(only_body());
    EXPECT_CODE(verify(), errors::kInvalidEntry);
    const auto other =
        tlog::VerifierKey::create(fixture_.log().verifier_key().name(),
                                  deed::test::signer_of(crypto::KeyType::ed25519, 9)->public_key());
    EXPECT_CODE(verify_exported_log(folder_, must(other), call_), tlog::errors::kExportOtherLog);
    std::filesystem::remove(folder_ / "verifier-key");
    EXPECT_CODE(verify_exported_log(folder_, must(other), call_), errors::kInvalidEntry);
}

TEST_F(LogExportTest, OtherLogsAndRestoredCopiesAreRefused) {
    const path early = fixture_.copy();
    anchor(5000, 1);
    ASSERT_OK(write());
    LocalFixture other;
    other.create_identity(3);
    EXPECT_CODE(export_log(other.log(), folder_, false, call_), tlog::errors::kExportOtherLog);
    const auto old = must(read_local_ledger(early, fixture_.log_key(), nullptr, call_));
    EXPECT_CODE(export_log(*old, folder_, false, call_), tlog::errors::kExportAhead);
    EXPECT_OK(verify());
}

TEST_F(LogExportTest, AWholeLedgerIsReplayed) {
    ASSERT_OK_AND(const VerifiedLog found, verify_whole_log(fixture_.log(), call_));
    EXPECT_EQ(found.head.checkpoint.size, 5U);
    EXPECT_EQ(found.counts.operations, 5U);
    EXPECT_EQ(found.counts.commitments, 303U);
    EXPECT_EQ(found.counts.withheld_batches, 0U);
    EXPECT_EQ(found.counts.detached_bodies, 1U);
    EXPECT_EQ(found.head.note, must(fixture_.log().checkpoint(call_)));
}

TEST_F(LogExportTest, HeadsAreJudgedByTheKeyInForce) {
    ASSERT_OK(write());
    const auto next = deed::test::signer_of(crypto::KeyType::ed25519, 11);
    ASSERT_OK(fixture_.log().succeed(*next, call_));
    anchor(7000, 1);
    ASSERT_OK(write());
    ASSERT_OK_AND(const VerifiedLog found, verify());
    EXPECT_EQ(found.counts.log_entries, 1U);
    EXPECT_EQ(found.counts.operations, 6U);
    ASSERT_OK(verify_whole_log(fixture_.log(), call_));
    const auto key =
        tlog::VerifierKey::create(fixture_.log().verifier_key().name(), next->public_key());
    EXPECT_EQ(deed::test::read_by_others(folder_, must(key).to_string()).substr(0, 7), "size 7\n");
    EXPECT_EQ(by_others(), "wrong: the checkpoint is not signed by the key\n");
}

// Each rule of a log on its own: entries that no ledger would have taken.
TEST_F(LogExportTest, EntriesThatBreakARuleAreRefused) {
    const DataSource nothing = [](const Hash&) -> Result<std::optional<Bytes>> {
        return std::optional<Bytes>();
    };
    std::vector<Bytes> entries;
    for (std::uint64_t i = 0; i < 5; ++i) entries.push_back(must(fixture_.log().entry(i, call_)));
    const auto refused_after = [&](std::initializer_list<std::size_t> before, ByteView entry) {
        LogReplay replay(fixture_.log().verifier_key());
        for (const std::size_t i : before) ASSERT_OK(replay.add(entries[i], nothing));
        const LogCounts counts = replay.counts();
        EXPECT_CODE(replay.add(entry, nothing), errors::kInvalidEntry);
        EXPECT_EQ(replay.counts().entries, counts.entries);
    };
    refused_after({0}, entries[0]);        // twice
    refused_after({1}, entries[3]);        // of a subject that is not there
    refused_after({0, 1, 3}, entries[3]);  // a sequence number again
    refused_after({0, 1}, entries[4]);     // one that is missing
    refused_after({0, 1}, entries[2]);     // without the body beside it
    Bytes bad_signature = entries[1];
    bad_signature.at(bad_signature.size() - 10) ^= 1;
    refused_after({0}, bad_signature);
    refused_after({}, as_bytes("no entry"));
    LocalFixture other;
    other.create_identity(1);
    refused_after({}, must(other.log().entry(0, call_)));  // of another network

    // Heads of other sizes, and of other entries.
    LogReplay part(fixture_.log().verifier_key());
    ASSERT_OK(part.add(entries[0], nothing));
    EXPECT_CODE(part.check_head(must(fixture_.log().checkpoint(call_))), errors::kHeadMismatch);
}

}  // namespace
}  // namespace deed::registry
