// What a mirror makes of a server that hands out something else than the log.
#include <gtest/gtest.h>

#include "lib/encoding/text.hpp"
#include "lib/net/errors.hpp"
#include "lib/tlog/errors.hpp"
#include "lib/tlog/tile_tree.hpp"
#include "registry-contracts/client/mirror/errors.hpp"
#include "tests/registry-contracts/client/mirror/mirror_fixture.hpp"

namespace deed::registry {
namespace {

using namespace test;

class MirrorTest : public testing::Test {
protected:
    void SetUp() override {
        fixture_.create_identity(1);
        fixture_.create_identity(2);
        DidRegistry dids(fixture_.log(), fixture_.clock());
        const Bytes large = bytes_of("\"" + std::string(61'000, 'x') + "\"");
        must(dids.update(address_of(*alice_), large, *alice_, call_));
        fixture_.publish();
    }

    std::string only_body() const {
        for (const auto& entry : std::filesystem::directory_iterator(fixture_.site() / "data"))
            return "data/" + entry.path().filename().string();
        return {};
    }
    std::string code() { return deed::test::code_of(fixture_.mirror()); }
    void expect(const ErrorCode& expected) { EXPECT_EQ(code(), std::string(expected.name)); }

    PublishedFixture fixture_;
    std::unique_ptr<crypto::Signer> alice_ = controller(1);
    Call call_;
};

TEST_F(MirrorTest, AsksForEachFileOnce) {
    fixture_.requests();
    ASSERT_OK_AND(const auto mirror, fixture_.mirror());
    EXPECT_EQ(fixture_.requests(),
              (std::vector<std::string>{"/log/verifier-key", "/log/head-time", "/log/checkpoint",
                                        "/log/tile/entries/000.p/3", "/log/" + only_body(),
                                        "/log/tile/0/000.p/3"}));
    EXPECT_EQ(must(mirror->checkpoint(call_)), must(fixture_.log().checkpoint(call_)));
    EXPECT_EQ(mirror->verifier_key(), fixture_.log().verifier_key());
    ASSERT_OK(mirror->state(address_of(*alice_), call_));
    EXPECT_TRUE(fixture_.requests().empty());

    fixture_.let_time_pass();
    ASSERT_OK(mirror->state(address_of(*alice_), call_));
    EXPECT_EQ(fixture_.requests(), (std::vector<std::string>{"/log/head-time", "/log/checkpoint"}));

    // What grew, and the end that it grew from.
    fixture_.create_identity(3);
    fixture_.publish();
    fixture_.let_time_pass();
    EXPECT_EQ(must(mirror->subject_count(call_)), 3U);
    EXPECT_EQ(fixture_.requests(),
              (std::vector<std::string>{"/log/head-time", "/log/checkpoint",
                                        "/log/tile/entries/000.p/4", "/log/tile/0/000.p/4"}));
}

TEST_F(MirrorTest, ReadsAFolderWithASlashBehindIt) {
    EXPECT_OK(fixture_.mirror(fixture_.options("/log/")));
}

class LongMirrorTest : public MirrorTest {
protected:
    /// Two full files and the begin of a third.
    void SetUp() override {
        MirrorTest::SetUp();
        early_ = fixture_.file("checkpoint");
        DidRegistry dids(fixture_.log(), fixture_.clock());
        for (std::uint64_t i = 3; i < 2 * tlog::kTileWidth + 1; ++i)
            must(dids.update(address_of(*alice_), bytes_of("{}"), *alice_, call_));
        fixture_.publish();
    }
    Bytes early_;
};

TEST_F(LongMirrorTest, TakesFullFilesForPartialOnes) {
    fixture_.requests();
    ASSERT_OK_AND(const auto mirror, fixture_.mirror());
    const auto asked = fixture_.requests();
    EXPECT_EQ(std::vector(asked.begin() + 3, asked.end()),
              (std::vector<std::string>{"/log/tile/entries/000", "/log/tile/entries/001",
                                        "/log/tile/entries/002.p/1", "/log/" + only_body(),
                                        "/log/tile/0/000", "/log/tile/0/001", "/log/tile/0/002.p/1",
                                        "/log/tile/1/000.p/2"}));
    const DidRecord alice =
        must(DidRegistry(*mirror, fixture_.clock()).find(address_of(*alice_), Latest{}, call_));
    EXPECT_EQ(alice.versions.size(), 2 * tlog::kTileWidth);
    // A head of before, whose partial files are gone.
    fixture_.write("checkpoint", early_);
    ASSERT_OK_AND(const auto old, fixture_.mirror());
    const std::string note = must(old->checkpoint(call_));
    EXPECT_EQ(note, as_text(early_));

    fixture_.write("checkpoint", as_bytes(must(fixture_.log().checkpoint(call_))));
    fixture_.flip("tile/1/000.p/2", 33);
    expect(tlog::errors::kTileMismatch);
}

TEST_F(LongMirrorTest, KeepsWhatNeverChanges) {
    MirrorOptions options = fixture_.options();
    options.folder = fixture_.folder_of_copies();
    ASSERT_OK(fixture_.mirror(options));
    fixture_.requests();
    ASSERT_OK(fixture_.mirror(options));
    EXPECT_EQ(fixture_.requests(),
              (std::vector<std::string>{"/log/verifier-key", "/log/head-time", "/log/checkpoint",
                                        "/log/tile/entries/002.p/1", "/log/tile/0/002.p/1",
                                        "/log/tile/1/000.p/2"}));
    // One that was damaged here is fetched anew.
    const auto kept = fixture_.folder_of_copies() / "tile/entries/001";
    const Bytes good = must(read_file(kept, std::size_t{1} << 24));
    ASSERT_OK(write_file_durably(kept, as_bytes("x"), 0600, Existing::replace));
    ASSERT_OK(fixture_.mirror(options));
    EXPECT_EQ(must(read_file(kept, std::size_t{1} << 24)), good);
}

TEST_F(MirrorTest, TheUrlIsThatOfAnHttpsFolder) {
    for (const char* end : {"/log?x", "/log#x"})
        EXPECT_CODE(fixture_.mirror(fixture_.options(end)), errors::kMirrorBadUrl);
    MirrorOptions plain = fixture_.options();
    plain.url = must(net::Url::parse("http://localhost:1/log"));
    EXPECT_CODE(fixture_.mirror(plain), errors::kMirrorBadUrl);
}

TEST_F(MirrorTest, AChangedEntry) {
    fixture_.flip("tile/entries/000.p/3", 300);
    expect(errors::kHeadMismatch);
}

TEST_F(MirrorTest, AnEntryOfTheLogInAnothersPlace) {
    // Good entries, but not those that were signed.
    Bytes bundle = fixture_.file("tile/entries/000.p/3");
    const std::size_t first = 2 + std::size_t{bundle[0]} * 256 + bundle[1];
    std::rotate(bundle.begin(), bundle.begin() + static_cast<std::ptrdiff_t>(first),
                bundle.begin() + static_cast<std::ptrdiff_t>(2 * first));
    fixture_.write("tile/entries/000.p/3", bundle);
    const Hash leaf = tlog::leaf_hash(must(fixture_.log().entry(0, call_)));
    Bytes tile = fixture_.file("tile/0/000.p/3");
    std::rotate(tile.begin(), tile.begin() + leaf.size(), tile.begin() + 2 * leaf.size());
    fixture_.write("tile/0/000.p/3", tile);
    expect(errors::kHeadMismatch);
}

TEST_F(MirrorTest, AChangedTile) {
    fixture_.flip("tile/0/000.p/3", 40);
    expect(tlog::errors::kTileMismatch);
}

TEST_F(MirrorTest, ATileOfAnotherLength) {
    Bytes tile = fixture_.file("tile/0/000.p/3");
    tile.pop_back();
    fixture_.write("tile/0/000.p/3", tile);
    expect(tlog::errors::kTileMalformed);
}

TEST_F(MirrorTest, ATruncatedBundle) {
    Bytes bundle = fixture_.file("tile/entries/000.p/3");
    bundle.resize(bundle.size() - 1);
    fixture_.write("tile/entries/000.p/3", bundle);
    expect(tlog::errors::kBundleMalformed);
}

TEST_F(MirrorTest, ABundleOfFewerEntries) {
    fixture_.write("tile/entries/000.p/3", bytes_of(std::string("\0\1a", 3)));
    expect(tlog::errors::kBundleMalformed);
}

TEST_F(MirrorTest, AnAnswerThatEndsEarly) {
    fixture_.answer("tile/entries/000.p/3", R"({"headers": {"Content-Length": "65536",
                                                            "Connection": "close"}})");
    expect(net::errors::kClosed);
}

TEST_F(MirrorTest, AMissingBody) {
    std::filesystem::remove(fixture_.site() / only_body());
    expect(errors::kInvalidEntry);
}

TEST_F(MirrorTest, AChangedBody) {
    fixture_.flip(only_body(), 5);
    expect(errors::kMirrorDataMismatch);
}

TEST_F(MirrorTest, AHugeFile) {
    fixture_.write("checkpoint", Bytes((std::size_t{1} << 20) + 1, 'x'));
    expect(net::errors::kTooLarge);
}

TEST_F(MirrorTest, ALogThatIsTooLarge) {
    MirrorOptions options = fixture_.options();
    options.max_entries = 2;
    EXPECT_CODE(fixture_.mirror(options), errors::kMirrorTooLarge);
    options = fixture_.options();
    options.max_bytes = 10'000;
    EXPECT_CODE(fixture_.mirror(options), errors::kMirrorTooLarge);
}

TEST_F(MirrorTest, ASlowServer) {
    fixture_.answer("checkpoint", R"({"delay": 3})");
    auto impatient = PublishedFixture::trusting();
    impatient.total_timeout = std::chrono::seconds(1);
    fixture_.use_client(impatient);
    expect(net::errors::kTimeout);

    // Each file in time, but not all of them.
    fixture_.answer("checkpoint", R"({"delay": 0.3})");
    fixture_.use_client(PublishedFixture::trusting());
    MirrorOptions options = fixture_.options();
    options.patience = std::chrono::seconds(0);
    EXPECT_CODE(fixture_.mirror(options), errors::kMirrorTooSlow);
}

TEST_F(MirrorTest, AnotherKeyThanTheNetworks) {
    LocalFixture other;
    fixture_.write("verifier-key", as_bytes(other.log_key().to_string() + "\n"));
    expect(errors::kMirrorWrongKey);
    fixture_.write("verifier-key", as_bytes("no key\n"));
    expect(tlog::errors::kVerifierKeyMalformed);
    std::filesystem::remove(fixture_.site() / "verifier-key");
    expect(errors::kMirrorFileMissing);
}

TEST_F(MirrorTest, ACheckpointThatAnotherSigned) {
    const Bytes checkpoint = fixture_.file("checkpoint");
    const tlog::Note note = must(tlog::Note::parse(as_text(checkpoint)));
    const auto thief = deed::test::signer_of(crypto::KeyType::ed25519, 66);
    const std::string name = fixture_.log_key().name();
    fixture_.write("checkpoint", as_bytes(must(tlog::sign_note(note.body(), name, *thief, call_))));
    expect(tlog::errors::kSignatureMissing);

    const tlog::Checkpoint head = must(tlog::Checkpoint::parse(note.body()));
    tlog::Checkpoint renamed = head;
    renamed.origin = "other.example";
    fixture_.write(
        "checkpoint",
        as_bytes(must(tlog::sign_note(renamed.to_body(), "other.example", *thief, call_))));
    expect(tlog::errors::kOriginMismatch);
    fixture_.write("checkpoint", as_bytes("not a note"));
    expect(tlog::errors::kNoteMalformed);
}

TEST_F(MirrorTest, WithoutTheLogsSignatureNothingElseIsFetchedOrKept) {
    MirrorOptions options = fixture_.options();
    options.folder = fixture_.folder_of_copies();
    const Bytes checkpoint = fixture_.file("checkpoint");
    const tlog::Note note = must(tlog::Note::parse(as_text(checkpoint)));
    const auto thief = deed::test::signer_of(crypto::KeyType::ed25519, 66);
    const std::string name = fixture_.log_key().name();
    fixture_.write("checkpoint", as_bytes(must(tlog::sign_note(note.body(), name, *thief, call_))));
    fixture_.requests();
    EXPECT_CODE(fixture_.mirror(options), tlog::errors::kSignatureMissing);
    EXPECT_EQ(fixture_.requests(),
              (std::vector<std::string>{"/log/verifier-key", "/log/head-time", "/log/checkpoint",
                                        "/log/tile/entries/000.p/3"}));
    EXPECT_FALSE(std::filesystem::exists(fixture_.folder_of_copies()));

    // Also of a signed log, what is not what its name says is not kept.
    fixture_.write("checkpoint", checkpoint);
    fixture_.flip(only_body(), 5);
    EXPECT_CODE(fixture_.mirror(options), errors::kMirrorDataMismatch);
    EXPECT_FALSE(std::filesystem::exists(fixture_.folder_of_copies()));
    fixture_.flip(only_body(), 5);
    ASSERT_OK(fixture_.mirror(options));
    EXPECT_TRUE(std::filesystem::exists(fixture_.folder_of_copies() / only_body()));
}

TEST_F(MirrorTest, ABodyIsNoLargerThanABodyMayBe) {
    fixture_.write(only_body(), Bytes(kMaxBody + 1, 'x'));
    expect(net::errors::kTooLarge);
}

TEST_F(MirrorTest, AServerThatFails) {
    fixture_.answer("checkpoint", R"({"status": 503})");
    expect(errors::kMirrorUnavailable);
    std::filesystem::remove(fixture_.site() / "checkpoint.answer");
    std::filesystem::remove(fixture_.site() / "tile/0/000.p/3");
    expect(errors::kMirrorFileMissing);
}

TEST_F(MirrorTest, ACompressedFile) {
    fixture_.answer("checkpoint", R"({"headers": {"Content-Encoding": "gzip"}})");
    expect(errors::kMirrorEncoded);
}

TEST_F(MirrorTest, ARedirectIsFollowedByTheSameRules) {
    const std::string elsewhere = fixture_.url("/log/checkpoint2");
    fixture_.write("checkpoint2", fixture_.file("checkpoint"));
    fixture_.answer("checkpoint",
                    R"({"status": 302, "headers": {"Location": ")" + elsewhere + R"("}})");
    EXPECT_OK(fixture_.mirror());
    fixture_.answer("checkpoint",
                    R"({"status": 302, "headers": {"Location": "http://localhost/checkpoint"}})");
    expect(net::errors::kBadResponse);
}

TEST_F(MirrorTest, NoPrivateAddressUnlessAllowed) {
    auto options = PublishedFixture::trusting();
    options.addresses = net::Addresses::public_only;
    fixture_.use_client(options);
    expect(net::errors::kAddressRefused);
}

TEST_F(MirrorTest, AnUntrustedServer) {
    auto options = PublishedFixture::trusting();
    options.ca_file = certificates() / "other-ca.pem";
    fixture_.use_client(options);
    expect(net::errors::kTlsUntrusted);
}

}  // namespace
}  // namespace deed::registry
