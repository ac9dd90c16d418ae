#include "did/methods/export_errors.hpp"
#include "did/methods/export_resolver.hpp"
#include "did/methods/weid_export.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/writer.hpp"
#include "registry-contracts/client/local/recover.hpp"
#include "registry-contracts/client/log_entry_errors.hpp"
#include "tests/did/methods/weid_support.hpp"

// Exports of a log whose key was succeeded.

namespace deed::did {
namespace {

using test::json_of;
using test::must;
using test::signer_of;
using test::TestLedger;

json::Document put_text(const json::Document& json, const std::string& pointer,
                        std::string_view text) {
    json::Writer writer;
    writer.string(text);
    return must(json.with(pointer, writer.take_document().root()));
}

std::string text_at(const json::Document& json, std::string_view name) {
    return std::string(json.root().find(name)->string());
}

class WeidExportLog : public ::testing::Test {
protected:
    WeidExportLog() : did(t.create(1)) {
        before = exported();
        must(t.ledger->succeed(*second, t.call));
        t.update(did, 1, "under the second key");
        once = exported();
        must(t.ledger->succeed(*third, t.call));
        t.update(did, 1, "under the third key");
        twice = exported();
    }
    json::Document exported() { return must(export_weid(*t.ledger, did, t.clock, t.call)); }
    tlog::VerifierKey key_of(const crypto::Signer& signer) {
        return must(
            tlog::VerifierKey::create(t.ledger->verifier_key().name(), signer.public_key()));
    }
    void expect_refused(const json::Document& json, const ErrorCode& code,
                        const std::string& where) {
        const auto read = WeidExport::parse(json.root());
        EXPECT_CODE(read, code);
        if (!read) {
            EXPECT_EQ(read.error().where(), where) << read.error().to_string();
        }
    }

    std::unique_ptr<crypto::Signer> second = signer_of(crypto::KeyType::ed25519, 22);
    std::unique_ptr<crypto::Signer> third = signer_of(crypto::KeyType::ed25519, 33);
    TestLedger t;
    Did did;
    json::Document before = json_of("{}");
    json::Document once = json_of("{}");
    json::Document twice = json_of("{}");
};

TEST_F(WeidExportLog, SaysNothingOfALogThatKeptItsKey) {
    EXPECT_FALSE(before.root().find("successions"));
    EXPECT_FALSE(before.root().find("recoveries"));
    const WeidExport read = must(WeidExport::parse(before.root()));
    EXPECT_TRUE(read.log_history().successions().empty());
}

TEST_F(WeidExportLog, LeadsFromTheFirstKeyToTheOneThatSigned) {
    const WeidExport read = must(WeidExport::parse(once.root()));
    EXPECT_EQ(read.log(), t.ledger->verifier_key());
    EXPECT_EQ(read.log_history().key_in_force(), key_of(*second));
    const WeidExport later = must(WeidExport::parse(twice.root()));
    EXPECT_EQ(later.log(), t.ledger->verifier_key());
    EXPECT_EQ(later.log_history().key_in_force(), key_of(*third));
    EXPECT_EQ(later.log_history().successions().size(), 2U);
    EXPECT_EQ(text_at(twice, "log"), text_at(before, "log"));
    EXPECT_OK(tlog::verify_checkpoint(later.checkpoint_note(), key_of(*third)));
    EXPECT_EQ(must(later.resolution()).freshness->source, "did export");
}

TEST_F(WeidExportLog, AreAllOfOneLog) {
    ExportResolver resolver;
    for (const json::Document* json : {&twice, &before, &once})
        EXPECT_OK(resolver.add(must(WeidExport::parse(json->root()))));
    EXPECT_EQ(resolver.find(did)->operations().size(), 3U);
}

TEST_F(WeidExportLog, AreRefusedWithoutTheSuccessions) {
    expect_refused(must(once.without("/successions")), errors::kExportCheckpointInvalid,
                   "/checkpoint");
    expect_refused(must(twice.without("/successions/1")), errors::kExportCheckpointInvalid,
                   "/checkpoint");
    expect_refused(must(twice.without("/successions/0")), registry::errors::kLogEntryUnsigned,
                   "/successions");
}

TEST_F(WeidExportLog, HeadAndStatementAreOfTheKeyInForce) {
    // The old key signs what only the new one may.
    Call call;
    const std::string origin = t.ledger->verifier_key().name();
    for (const char* name : {"checkpoint", "statement"}) {
        const std::string body = must(tlog::Note::parse(text_at(once, name))).body();
        const std::string by_old = must(tlog::sign_note(body, origin, *t.log_signer, call));
        expect_refused(put_text(once, std::string("/") + name, by_old),
                       std::string_view(name) == "checkpoint" ? errors::kExportCheckpointInvalid
                                                              : errors::kExportStatementInvalid,
                       std::string("/") + name);
    }
}

TEST_F(WeidExportLog, ASuccessionMustBeInTheTree) {
    const auto forged = must(registry::LogEntry::sign_succession(
        t.ledger->verifier_key(), test::time_of("2026-01-02T03:04:05Z"), 1, *t.log_signer,
        *signer_of(crypto::KeyType::ed25519, 44), t.call));
    expect_refused(put_text(once, "/successions/0/entry", base64_encode(forged.encode())),
                   registry::errors::kLogEntryNotIncluded, "/successions");
    expect_refused(must(once.with("/successions/0/position", json_of("0").root())),
                   registry::errors::kLogEntryNotIncluded, "/successions");
}

TEST_F(WeidExportLog, TheListsAreStrict) {
    expect_refused(must(once.with("/successions", json_of("[]").root())), errors::kExportMalformed,
                   "/successions");
    expect_refused(must(once.with("/successions", json_of("{}").root())), errors::kExportMalformed,
                   "/successions");
    expect_refused(must(once.with("/recoveries", json_of("[]").root())), errors::kExportMalformed,
                   "/recoveries");
    expect_refused(must(once.with("/successions/0/body", json_of("\"\"").root())),
                   errors::kExportMalformed, "/successions/0/body");
    expect_refused(put_text(once, "/successions/0/entry", "AA=="),
                   registry::errors::kLogEntryMalformed, "/successions/0");
    // A succession among the recoveries.
    const json::Document list =
        must(json::Document::parse(json::to_string(*once.root().find("successions"))));
    expect_refused(must(once.with("/recoveries", list.root())), errors::kExportMalformed,
                   "/recoveries/0");
}

TEST(WeidExportLoss, TellsOfLostEntries) {
    namespace fs = std::filesystem;
    TestLedger t;
    const Did did = t.create(1);
    const fs::path folder = t.folder / "ledger";
    fs::copy(folder, t.folder / "older", fs::copy_options::recursive);
    t.create(2);
    t.ledger.reset();
    fs::remove_all(folder);
    fs::rename(t.folder / "older", folder);
    const registry::RecoveryParts parts{
        folder, t.folder / "heads", *t.guard, {t.log_signer->public_key()}, t.clock};
    ASSERT_OK(registry::accept_loss(parts, *t.log_signer, t.call));
    t.ledger = must(registry::open_local_ledger(folder, *t.log_signer, *t.guard, t.clock, t.call));

    const json::Document json = must(export_weid(*t.ledger, did, t.clock, t.call));
    EXPECT_FALSE(json.root().find("successions"));
    const WeidExport read = must(WeidExport::parse(json.root()));
    ASSERT_EQ(read.log_history().losses().size(), 1U);
    EXPECT_EQ(read.log_history().losses()[0].held.size, 1U);
    EXPECT_EQ(must(read.resolution()).freshness->source,
              "did export (entry 1 of this log was lost: its key once signed a head of 2 entries "
              "that this log does not continue)");
    EXPECT_CODE(
        WeidExport::parse(must(json.with("/recoveries/0/position", json_of("1").root())).root()),
        registry::errors::kLogEntryNotIncluded);
    // It is no succession.
    const json::Document list =
        must(json::Document::parse(json::to_string(*json.root().find("recoveries"))));
    EXPECT_CODE(WeidExport::parse(must(json.with("/successions", list.root())).root()),
                errors::kExportMalformed);
}

}  // namespace
}  // namespace deed::did
