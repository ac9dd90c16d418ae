#include "lib/tlog/tile_export.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "lib/encoding/text.hpp"
#include "lib/io/errors.hpp"
#include "lib/tlog/entry_bundle.hpp"
#include "lib/tlog/errors.hpp"
#include "lib/tlog/tile_path.hpp"
#include "tests/lib/tlog/journal_support.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/signers.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/support/tile_reader.hpp"

namespace deed::tlog {
namespace {

using std::filesystem::exists;
using test::file_bytes;
using test::must;
using test::write_file;

// C2SP tlog-tiles: "1234067 will be encoded as x001/x234/067".
TEST(TilePath, AsTheSpecificationWritesThem) {
    EXPECT_EQ(tile_path(0, 0, 256), "tile/0/000");
    EXPECT_EQ(tile_path(0, 1234067, 256), "tile/0/x001/x234/067");
    EXPECT_EQ(tile_path(3, 1234067, 255), "tile/3/x001/x234/067.p/255");
    EXPECT_EQ(tile_path(1, 999, 1), "tile/1/999.p/1");
    EXPECT_EQ(tile_path(63, 1000, 256), "tile/63/x001/000");
    EXPECT_EQ(bundle_path(1234067, 256), "tile/entries/x001/x234/067");
    EXPECT_EQ(bundle_path(0, 8), "tile/entries/000.p/8");
}

TEST(EntryBundle, LengthsAndEntries) {
    const std::vector<Bytes> entries = {to_bytes(as_bytes("ab")), {}, Bytes(65'535, 'x')};
    ASSERT_OK_AND(const Bytes bundle, encode_bundle(entries));
    ASSERT_EQ(bundle.size(), 4U + 2 + 2 + 65'535);
    EXPECT_EQ(hex_encode(ByteView(bundle).first(9)), "000261620000ffff78");
    ASSERT_OK_AND(const auto parsed, parse_bundle(bundle));
    EXPECT_EQ(parsed, entries);
    EXPECT_CODE(encode_bundle(std::vector<Bytes>{Bytes(65'536)}), errors::kEntryTooLarge);
    EXPECT_OK(parse_bundle(Bytes(512)));
    EXPECT_CODE(parse_bundle(Bytes(514)), errors::kBundleMalformed);
    EXPECT_CODE(parse_bundle({}), errors::kBundleMalformed);
    EXPECT_CODE(parse_bundle(ByteView(bundle).first(bundle.size() - 1)), errors::kBundleMalformed);
    EXPECT_CODE(parse_bundle(ByteView(bundle).first(3)), errors::kBundleMalformed);
    EXPECT_CODE(parse_bundle(ByteView(bundle).first(5)), errors::kBundleMalformed);
}

/// A log in memory.
class Log {
public:
    explicit Log(std::string salt = "", std::uint8_t key = 7)
        : salt_(std::move(salt)), signer_(test::signer_of(crypto::KeyType::ed25519, key)) {}

    void grow(std::uint64_t size) {
        while (entries_.size() < size) {
            const std::string text = "entry " + std::to_string(entries_.size()) + salt_;
            entries_.push_back(to_bytes(as_bytes(text)));
            tree_.append(leaf_hash(entries_.back()));
        }
    }

    Checkpoint head() const { return {"example.org/log", tree_.size(), tree_.root(), {}}; }
    std::string note() {
        return must(sign_note(head().to_body(), "example.org/log", *signer_, call_));
    }
    std::string key() const {
        return must(VerifierKey::create("example.org/log", signer_->public_key())).to_string();
    }

    Result<void> check(const TileExport& files) const {
        std::vector<Hash> proof;
        if (files.exported() > 0 && files.exported() <= tree_.size())
            proof = tree_.consistency_proof(files.exported(), tree_.size());
        return files.check_extends(head(), proof);
    }

    Result<void> append(TileExport& files) const {
        for (std::uint64_t i = files.first_needed(); i < entries_.size(); ++i)
            DEED_CHECK(files.append(entries_[i]));
        return {};
    }

    Result<void> export_to(const std::filesystem::path& folder) {
        DEED_TRY(TileExport files, TileExport::open(folder));
        DEED_CHECK(check(files));
        DEED_CHECK(append(files));
        return files.publish(note(), head());
    }

    std::string expected_reading(std::uint64_t hashes) const {
        return "size " + std::to_string(tree_.size()) + "\nroot " + base64_encode(tree_.root()) +
               "\n" + std::to_string(hashes) + " hashes in tiles, 0 data files\n";
    }

    std::string salt_;
    std::unique_ptr<crypto::Signer> signer_;
    std::vector<Bytes> entries_;
    MerkleTree tree_;
    Call call_;
};

/// Reads the folder back with TileChecker; gives the root.
Result<Hash> check_folder(const std::filesystem::path& folder, std::uint64_t size) {
    TileFolder files(folder, size);
    TileChecker checker(files);
    for (std::uint64_t bundle = 0; bundle * kTileWidth < size; ++bundle) {
        DEED_TRY(const auto entries, files.bundle(bundle));
        std::vector<Hash> leaves;
        for (const Bytes& entry : entries) leaves.push_back(leaf_hash(entry));
        DEED_CHECK(checker.add(leaves));
    }
    return checker.finish();
}

class TileExportTest : public testing::Test {
protected:
    test::TempDir temp_;
    std::filesystem::path folder_ = temp_ / "site";
    Log log_;
};

TEST_F(TileExportTest, GrowsAndIsReadByOthersAtEverySize) {
    for (const std::uint64_t size : {0U, 1U, 2U, 255U, 256U, 257U, 511U, 513U, 700U, 1024U}) {
        log_.grow(size);
        ASSERT_OK(log_.export_to(folder_));
        ASSERT_OK(log_.export_to(folder_));
        const std::uint64_t hashes = size + size / 256;
        EXPECT_EQ(test::read_by_others(folder_, log_.key()), log_.expected_reading(hashes));
        ASSERT_OK_AND(const Hash root, check_folder(folder_, size));
        EXPECT_EQ(root, log_.tree_.root());
    }
    // Partial files stay until the full one is there.
    EXPECT_TRUE(exists(folder_ / "tile/1/000.p/1"));
    EXPECT_TRUE(exists(folder_ / "tile/1/000.p/4"));
    EXPECT_FALSE(exists(folder_ / "tile/0/000.p"));
    EXPECT_FALSE(exists(folder_ / "tile/entries/002.p"));
    EXPECT_EQ(file_bytes(folder_ / "tile/entries/003"),
              must(encode_bundle(std::span(log_.entries_).subspan(768, 256))));
}

TEST_F(TileExportTest, ThreeLevels) {
    log_.grow(65'536 + 300);
    ASSERT_OK(log_.export_to(folder_));
    EXPECT_EQ(test::read_by_others(folder_, log_.key()), log_.expected_reading(65'836 + 257 + 1));
    EXPECT_EQ(ByteView(file_bytes(folder_ / "tile/2/000.p/1")).size(), 32U);
    EXPECT_TRUE(std::ranges::equal(file_bytes(folder_ / "tile/2/000.p/1"), log_.tree_.node(16, 0)));
}

TEST_F(TileExportTest, WhatAnInterruptedExportLeftIsNoHarm) {
    log_.grow(300);
    ASSERT_OK(log_.export_to(folder_));
    const Bytes head = file_bytes(folder_ / "checkpoint");
    log_.grow(900);
    {
        ASSERT_OK_AND(TileExport files, TileExport::open(folder_));
        ASSERT_OK(log_.append(files));
    }
    // The head that is there is still good, and so is the next export.
    EXPECT_EQ(file_bytes(folder_ / "checkpoint"), head);
    ASSERT_OK(check_folder(folder_, 300));
    ASSERT_OK(log_.export_to(folder_));
    EXPECT_EQ(test::read_by_others(folder_, log_.key()), log_.expected_reading(903));
}

TEST_F(TileExportTest, ForksOtherLogsAndEarlierHeadsAreRefused) {
    log_.grow(300);
    ASSERT_OK(log_.export_to(folder_));
    const auto refused = [&](const Log& other, const ErrorCode& code) {
        const auto files = TileExport::open(folder_);
        ASSERT_TRUE(files.has_value());
        EXPECT_CODE(other.check(*files), code);
    };
    Log fork("!");
    fork.grow(300);
    refused(fork, errors::kExportForked);
    fork.grow(500);
    refused(fork, errors::kExportForked);
    Log earlier;
    earlier.grow(299);
    refused(earlier, errors::kExportAhead);
    ASSERT_OK_AND(TileExport files, TileExport::open(folder_));
    Checkpoint renamed = log_.head();
    renamed.origin = "example.org/other";
    EXPECT_CODE(files.check_extends(renamed, {}), errors::kExportOtherLog);
    EXPECT_CODE(TileExport::open(folder_), deed::errors::kFileLocked);
    // Without the check before it, the extended bundle tells.
    EXPECT_EQ(files.first_needed(), 256U);
    EXPECT_CODE(files.append(fork.entries_[256]), errors::kExportForked);
    EXPECT_EQ(test::read_by_others(folder_, log_.key()), log_.expected_reading(301));
}

TEST_F(TileExportTest, AHeadOfOtherEntriesIsNotPublished) {
    log_.grow(10);
    ASSERT_OK_AND(TileExport files, TileExport::open(folder_));
    ASSERT_OK(log_.append(files));
    log_.grow(11);
    EXPECT_CODE(files.publish(log_.note(), log_.head()), errors::kExportHeadMismatch);
    EXPECT_FALSE(exists(folder_ / "checkpoint"));
    ASSERT_OK(files.append(Bytes(65'536)));
    EXPECT_CODE(files.publish(log_.note(), log_.head()), errors::kEntryTooLarge);
}

TEST_F(TileExportTest, DamagedFoldersAreNotExtended) {
    log_.grow(700);
    const auto refused = [&](const auto& harm) {
        std::filesystem::remove_all(folder_);
        ASSERT_OK(log_.export_to(folder_));
        harm();
        EXPECT_CODE(TileExport::open(folder_), errors::kExportDamaged);
    };
    refused([&] { write_file(folder_ / "checkpoint", as_bytes("hello")); });
    refused(
        [&] { write_file(folder_ / "checkpoint", as_bytes("a\nb\n\n\xe2\x80\x94 a AAAAAAA=\n")); });
    refused([&] { std::filesystem::remove(folder_ / "tile/1/000.p/2"); });
    refused([&] { std::filesystem::resize_file(folder_ / "tile/1/000.p/2", 63); });
    refused([&] {
        Bytes tile = file_bytes(folder_ / "tile/0/002.p/188");
        tile[5] ^= 1;
        write_file(folder_ / "tile/0/002.p/188", tile);
    });
}

TEST_F(TileExportTest, EveryFileIsNeededAndCompared) {
    log_.grow(700);
    const char* const tiles[] = {"tile/0/000", "tile/0/001", "tile/0/002.p/188", "tile/1/000.p/2"};
    const char* const bundles[] = {"tile/entries/000", "tile/entries/002.p/188"};
    ASSERT_OK(log_.export_to(folder_));
    for (const char* name : tiles) {
        const Bytes good = file_bytes(folder_ / name);
        for (std::size_t at = 0; at < good.size(); at += 31) {
            Bytes bad = good;
            bad[at] ^= 0x40;
            write_file(folder_ / name, bad);
            EXPECT_CODE(check_folder(folder_, 700), errors::kTileMismatch) << name << at;
        }
        EXPECT_EQ(test::read_by_others(folder_, log_.key()).substr(0, 6), "wrong:") << name;
        write_file(folder_ / name, ByteView(good).first(good.size() - 32));
        EXPECT_CODE(check_folder(folder_, 700), errors::kTileMalformed) << name;
        std::filesystem::remove(folder_ / name);
        EXPECT_CODE(check_folder(folder_, 700), errors::kTileMissing) << name;
        EXPECT_EQ(test::read_by_others(folder_, log_.key()).substr(0, 8), "missing:") << name;
        write_file(folder_ / name, good);
    }
    for (const char* name : bundles) {
        const Bytes good = file_bytes(folder_ / name);
        Bytes bad = good;
        bad[3] ^= 1;
        write_file(folder_ / name, bad);
        EXPECT_CODE(check_folder(folder_, 700), errors::kTileMismatch) << name;
        bad = good;
        bad[1] ^= 1;
        write_file(folder_ / name, bad);
        EXPECT_CODE(check_folder(folder_, 700), errors::kBundleMalformed) << name;
        write_file(folder_ / name, must(encode_bundle(std::span(log_.entries_).first(100))));
        EXPECT_CODE(check_folder(folder_, 700), errors::kBundleMalformed) << name;
        std::filesystem::remove(folder_ / name);
        EXPECT_CODE(check_folder(folder_, 700), errors::kTileMissing) << name;
        write_file(folder_ / name, good);
    }
    EXPECT_EQ(test::read_by_others(folder_, log_.key()), log_.expected_reading(702));
    EXPECT_EQ(test::read_by_others(folder_, Log("", 8).key()).substr(0, 6), "wrong:");
}

// A full file may have taken the place of the partial one that an earlier head names.
TEST_F(TileExportTest, AnEarlierHeadIsReadFromFullFiles) {
    log_.grow(300);
    ASSERT_OK(log_.export_to(folder_));
    const Bytes earlier = file_bytes(folder_ / "checkpoint");
    const Hash root = log_.tree_.root();
    log_.grow(1'000);
    ASSERT_OK(log_.export_to(folder_));
    ASSERT_FALSE(exists(folder_ / "tile/0/001.p"));
    ASSERT_OK_AND(const Hash again, check_folder(folder_, 300));
    EXPECT_EQ(again, root);
}

}  // namespace
}  // namespace deed::tlog
