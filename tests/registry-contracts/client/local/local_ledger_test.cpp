#include "registry-contracts/client/local/local_ledger.hpp"

#include <sys/stat.h>

#include <fstream>
#include <utility>

#include "lib/io/file.hpp"
#include "tests/registry-contracts/client/local/local_fixture.hpp"

namespace deed::registry::test {
namespace {

void write_text(const std::filesystem::path& path, std::string_view text) {
    std::ofstream(path, std::ios::binary) << text;
}

std::string read_text(const std::filesystem::path& path) {
    return std::string(as_text(must(read_file(path, 1 << 20))));
}

class LocalLedgerTest : public testing::Test {
protected:
    LocalFixture fixture_;
    Call call_;
};

TEST_F(LocalLedgerTest, StartsWithAnEmptySignedHead) {
    ASSERT_OK_AND(const std::string note, fixture_.log().checkpoint(call_));
    ASSERT_OK_AND(const auto head, tlog::verify_checkpoint(note, fixture_.log_key()));
    EXPECT_EQ(head.size, 0U);
    EXPECT_EQ(head.root, tlog::empty_root());
    EXPECT_TRUE(head.extensions.empty());
    EXPECT_EQ(head.origin, default_log_origin(fixture_.log_signer().public_key()));
    ASSERT_OK_AND(const auto info, read_local_ledger_info(fixture_.folder()));
    EXPECT_EQ(info.network, fixture_.log().network());
    EXPECT_EQ(info.network, network_of(info.log));
}

TEST_F(LocalLedgerTest, KeepsItsFilesPrivate) {
    for (const char* name : {"journal", "ledger.json", "lock"}) {
        struct stat status {};
        ASSERT_EQ(stat((fixture_.folder() / name).c_str(), &status), 0) << name;
        EXPECT_EQ(status.st_mode & 0777U, 0600U) << name;
    }
}

TEST_F(LocalLedgerTest, ReopeningKeepsEverything) {
    const auto alice = controller(1);
    DidRegistry(fixture_.writer(), fixture_.clock())
        .create(Bytes(70'000, 'x'), *alice, call_)
        .value();
    EvidenceRegistry(fixture_.log(), fixture_.clock())
        .append(address_of(*alice), commitments(0, 3), *alice, call_)
        .value();
    const Hash pending = fixture_.accept_identity(2);
    const auto heads = heads_of(fixture_.journal(), fixture_.log_key());
    ASSERT_OK_AND(const Bytes entry, fixture_.log().entry(1, call_));

    fixture_.reopen();
    auto heads_after = heads_of(fixture_.journal(), fixture_.log_key());
    EXPECT_EQ(heads_after.back().size, 3U);  // what was pending is included
    heads_after.pop_back();
    EXPECT_EQ(heads_after, heads);
    EXPECT_EQ(must(fixture_.log().entry(1, call_)), entry);
    DidRegistry dids(fixture_.writer(), fixture_.clock());
    ASSERT_OK_AND(const auto found, dids.find(address_of(*alice), Latest{}, call_));
    EXPECT_EQ(found.versions.at(0).document.size(), 70'000U);
    EvidenceRegistry evidence(fixture_.log(), fixture_.clock());
    EXPECT_OK(evidence.find(address_of(*alice), commitment(2), call_));
    ASSERT_OK_AND(const Receipt accepted,
                  fixture_.log().wait({pending}, Finality::accepted, call_));
    EXPECT_EQ(accepted.finality, Finality::final);
    EXPECT_EQ(accepted.position, 2U);
}

TEST_F(LocalLedgerTest, OnlyWhatIsIncludedIsRead) {
    fixture_.create_identity(1);
    const Hash pending = fixture_.accept_identity(2);
    const Address subject = address_of(*controller(2));
    const auto length = [&](LogLedger& log) {
        return must(log.read({Chain::did, subject}, Latest{}, call_)).operations.size();
    };
    EXPECT_EQ(length(fixture_.log()), 0U);
    EXPECT_CODE(fixture_.log().entry(1, call_), errors::kNoSuchEntry);
    ASSERT_OK_AND(const auto reader, fixture_.read(&fixture_.guard()));
    EXPECT_EQ(length(*reader), 0U);
    EXPECT_FALSE(must(reader->state(subject, call_)).exists());
    EXPECT_CODE(reader->wait({pending}, Finality::accepted, call_), errors::kUnknownOperation);
    ASSERT_OK(fixture_.log().wait({pending}, Finality::included, call_));
    EXPECT_EQ(length(fixture_.log()), 1U);
    EXPECT_EQ(length(*reader), 0U);  // as it stood when it was opened
}

TEST_F(LocalLedgerTest, OneHeadServesManyOperations) {
    const Hash first = fixture_.accept_identity(1);
    const Hash second = fixture_.accept_identity(2);
    ASSERT_OK(fixture_.log().wait({first}, Finality::included, call_));
    ASSERT_OK(fixture_.log().wait({second}, Finality::included, call_));
    const auto heads = heads_of(fixture_.journal(), fixture_.log_key());
    ASSERT_EQ(heads.size(), 2U);
    EXPECT_EQ(heads[1].size, 2U);
}

TEST_F(LocalLedgerTest, ASecondWriterIsKeptOut) {
    EXPECT_CODE(fixture_.open(), errors::kLedgerLocked);
    EXPECT_CODE(fixture_.create(), errors::kLedgerExists);
    fixture_.close();
    EXPECT_OK(fixture_.open());
    EXPECT_CODE(fixture_.create(), errors::kLedgerExists);
}

TEST_F(LocalLedgerTest, ReadersNeedNoLockAndWriteNothing) {
    fixture_.create_identity(1);
    const auto size = std::filesystem::file_size(fixture_.journal());
    ASSERT_OK_AND(const auto reader, fixture_.read(&fixture_.guard()));
    fixture_.create_identity(2);
    EXPECT_EQ(
        must(tlog::verify_checkpoint(must(reader->checkpoint(call_)), reader->verifier_key())).size,
        1U);
    fixture_.close();
    const auto copy = fixture_.copy();
    std::filesystem::remove(copy / "lock");
    ASSERT_OK(read_local_ledger(copy, fixture_.log_key(), nullptr, call_));
    EXPECT_FALSE(std::filesystem::exists(copy / "lock"));
    EXPECT_GT(std::filesystem::file_size(fixture_.journal()), size);
}

TEST_F(LocalLedgerTest, OtherKeysAreRefused) {
    const auto other = signer_of(crypto::KeyType::ed25519, 9);
    fixture_.close();
    EXPECT_CODE(
        open_local_ledger(fixture_.folder(), *other, fixture_.guard(), fixture_.clock(), call_),
        errors::kLedgerWrongKey);
    const auto pinned =
        must(tlog::VerifierKey::create(fixture_.log_key().name(), other->public_key()));
    EXPECT_CODE(read_local_ledger(fixture_.folder(), pinned, nullptr, call_),
                errors::kLedgerWrongKey);
    const auto renamed =
        must(tlog::VerifierKey::create("other.example", fixture_.log_signer().public_key()));
    EXPECT_CODE(read_local_ledger(fixture_.folder(), renamed, nullptr, call_),
                errors::kLedgerWrongKey);
}

TEST_F(LocalLedgerTest, AForgedDescriptionDoesNotHelp) {
    const auto other = signer_of(crypto::KeyType::ed25519, 9);
    const auto forged =
        must(tlog::VerifierKey::create(fixture_.log_key().name(), other->public_key()));
    write_text(fixture_.folder() / "ledger.json",
               R"({"format":"deed/ledger/v1","origin":")" + forged.name() + R"(","verifierKey":")" +
                   forged.to_string() + R"(","network":")" + network_of(forged) + "\"}");
    EXPECT_EQ(deed::test::code_of(read_local_ledger(fixture_.folder(), forged, nullptr, call_)),
              "tlog.signature_missing");
}

TEST_F(LocalLedgerTest, TheFoldersDescription) {
    const auto path = fixture_.folder() / "ledger.json";
    const std::string good = read_text(path);
    const auto code_with = [&](const std::string& text) {
        write_text(path, text);
        return deed::test::code_of(read_local_ledger_info(fixture_.folder()));
    };
    const auto changed = [&](std::string_view from, std::string_view to) {
        std::string text = good;
        text.replace(text.find(from), from.size(), to);
        return text;
    };
    EXPECT_EQ(code_with(good), "");
    EXPECT_EQ(code_with(changed("ledger/v1", "ledger/v2")), "ledger.newer_format");
    EXPECT_EQ(code_with(changed("deed/ledger/v1", "something")), "ledger.damaged");
    EXPECT_EQ(code_with(changed("\"network\":\"l", "\"network\":\"m")), "ledger.damaged");
    EXPECT_EQ(code_with(changed("\"origin\":\"deed", "\"origin\":\"died")), "ledger.damaged");
    EXPECT_EQ(code_with(changed("{", "{\"more\":1,")), "ledger.damaged");
    EXPECT_EQ(code_with(changed("verifierKey", "verifierkey")), "ledger.damaged");
    EXPECT_EQ(code_with("{}"), "ledger.damaged");
    EXPECT_EQ(code_with(""), "ledger.damaged");
    EXPECT_EQ(code_with(std::string(20'000, ' ')), "ledger.damaged");
    std::filesystem::remove(path);
    EXPECT_CODE(read_local_ledger_info(fixture_.folder()), errors::kLedgerNotFound);
    EXPECT_CODE(read_local_ledger_info("/nonexistent"), errors::kLedgerNotFound);
}

TEST_F(LocalLedgerTest, AnOriginOfOnesOwn) {
    const deed::test::TempDir temp;
    ASSERT_OK_AND(const auto ledger,
                  create_local_ledger(temp / "a/b", "log.example/1", fixture_.log_signer(),
                                      fixture_.guard(), fixture_.clock(), call_));
    EXPECT_EQ(ledger->verifier_key().name(), "log.example/1");
    EXPECT_NE(ledger->network(), fixture_.log().network());
    EXPECT_EQ(
        deed::test::code_of(create_local_ledger(temp / "c", "two words", fixture_.log_signer(),
                                                fixture_.guard(), fixture_.clock(), call_)),
        "tlog.verifier_key_malformed");
    const auto secp256k1 = controller(1);
    EXPECT_EQ(deed::test::code_of(create_local_ledger(temp / "d", "log.example", *secp256k1,
                                                      fixture_.guard(), fixture_.clock(), call_)),
              "tlog.unsupported_key");
}

TEST_F(LocalLedgerTest, AnUnfinishedCreationStartsAnew) {
    fixture_.close();
    std::filesystem::remove(fixture_.folder() / "ledger.json");
    EXPECT_CODE(fixture_.open(), errors::kLedgerNotFound);
    EXPECT_OK(fixture_.create());
    std::filesystem::remove(fixture_.folder() / "ledger.json");
    std::filesystem::remove(fixture_.folder() / "journal");
    EXPECT_OK(fixture_.create());
    EXPECT_OK(fixture_.open());
}

TEST_F(LocalLedgerTest, CreationNeverDropsEntries) {
    const Hash pending = fixture_.accept_identity(1);
    fixture_.close();
    const std::string description = read_text(fixture_.folder() / "ledger.json");
    std::filesystem::remove(fixture_.folder() / "ledger.json");
    EXPECT_CODE(fixture_.create(), errors::kLedgerDamaged);
    write_text(fixture_.folder() / "ledger.json", description);
    fixture_.reopen();
    EXPECT_OK(fixture_.log().wait({pending}, Finality::included, call_));
}

TEST_F(LocalLedgerTest, TimesBefore1970AreNotWritten) {
    fixture_.clock().set(at_second(-5));
    const auto alice = controller(1);
    DidRegistry registry(fixture_.writer(), fixture_.clock(), 100);
    ASSERT_OK_AND(const Receipt receipt, registry.create({}, *alice, call_));
    EXPECT_EQ(receipt.accepted.unix_milliseconds(), 0);
    EXPECT_OK(fixture_.read());
}

TEST_F(LocalLedgerTest, EvidenceWhoseDataIsLostCannotBeDenied) {
    const auto alice = controller(1);
    fixture_.create_identity(1);
    EvidenceRegistry registry(fixture_.log(), fixture_.clock());
    ASSERT_OK(registry.append(address_of(*alice), commitments(0, 2), *alice, call_));
    ASSERT_OK(registry.append(address_of(*alice), commitments(2, 2), *alice, call_));
    fixture_.close();

    // The same journal without the first batch's commitments.
    const auto copy = fixture_.copy();
    std::filesystem::remove(copy / "journal");
    auto journal = must(tlog::Journal::create(copy / "journal"));
    bool dropped = false;
    ASSERT_OK(tlog::Journal::read(
        fixture_.journal(), [&](tlog::FrameType type, ByteView payload) -> Result<void> {
            if (type == tlog::FrameType::body && !std::exchange(dropped, true)) return {};
            return journal.append(type, payload);
        }));
    ASSERT_OK_AND(const auto reader, read_local_ledger(copy, fixture_.log_key(), nullptr, call_));
    EvidenceRegistry poorer(*reader, fixture_.clock());
    EXPECT_OK(poorer.find(address_of(*alice), commitment(3), call_));
    EXPECT_CODE(poorer.find(address_of(*alice), commitment(0), call_), errors::kNoSuchAttachment);
    EXPECT_CODE(poorer.find(address_of(*alice), commitment(9), call_), errors::kNoSuchAttachment);
}

}  // namespace
}  // namespace deed::registry::test
