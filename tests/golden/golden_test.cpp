// Reads the golden files (README.md says how each was made), and copies of them with a version that
// does not exist yet.

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "did/methods/export_errors.hpp"
#include "evidence/errors.hpp"
#include "evidence/verify.hpp"
#include "lib/crypto/key_store_errors.hpp"
#include "lib/crypto/sealed_stream_errors.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/writer.hpp"
#include "lib/tlog/errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/local/local_ledger.hpp"
#include "tests/lib/io/file_helpers.hpp"
#include "tests/toolkit/home.hpp"
#include "toolkit/backup.hpp"

namespace deed::test {
namespace {

namespace fs = std::filesystem;

const fs::path kPlain = fs::path(DEED_GOLDEN_DIR) / "plain";
constexpr std::string_view kGoldenPassphrase = "golden";

constexpr std::string_view kLog =
    "deed-log.invalid/07560f15bf9e0f66+b64d69c6+AZGZPuM7jemeMcg37qiPXE4MTaEa+NtkXiItvDsBe59R";
constexpr std::string_view kHeadFile =
    "637b74a845a6e42619bcbd583a9305f68b578af7bac6f78b7db1352902cc4eba";
constexpr std::string_view kNetwork = "lwzgwtrvtv3v63tc2h2dx6ne7tnklxprl";
constexpr std::string_view kDid =
    "did:weid:lwzgwtrvtv3v63tc2h2dx6ne7tnklxprl:0x0bb15be8d42abbe072ffac1675d15ed751a6906d";
constexpr std::string_view kRoot = "YWVYTRGZYiJCU64mPC1RYPmXs+6FbN1fH2FLc4wEGZM=";
constexpr std::string_view kAbcCommitment =
    "9c76066f412c85ea230c6e13ca917628f69dea4b671d5f5a5c193e72cd673718";
constexpr std::string_view kAbcCommitmentSm3 =
    "b3786d69917bde240b81560d412f443b6e74d95cc16e4021565a0866a630b52b";
constexpr std::string_view kFieldsCommitment =
    "89700a390dc01f60779688da62bb0f7eba845d18c76b7b8a64a661c5f721763f";
// FIPS 180-4's first example, and GB/T 32905-2016's.
constexpr std::string_view kAbcSha256 =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr std::string_view kAbcSm3 =
    "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";

/// A copy of the golden home, private as a home must be.
class GoldenTest : public testing::Test {
protected:
    GoldenTest() {
        for (const char* folder : {"keys", "heads", "ledgers", "openings"})
            fs::copy(kPlain / folder, home_ / folder, fs::copy_options::recursive);
        for (const auto& entry : fs::recursive_directory_iterator(home_.path()))
            fs::permissions(entry.path(), entry.is_directory() ? fs::perms(0700) : fs::perms(0600));
    }

    /// Replaces the one place where `file` of the home says `from`.
    void change(const fs::path& file, std::string_view from, std::string_view to) {
        std::string text = get(home_ / file);
        const auto at = text.find(from);
        ASSERT_NE(at, std::string::npos) << file;
        put(home_ / file, text.replace(at, from.size(), to));
    }

    Owner owner() { return Owner(home_.path(), "local", TypedPassphrase(kGoldenPassphrase)); }
    Result<registry::LogLedger*> ledger(Toolkit& toolkit) {
        return toolkit.readable_ledger("local", call_);
    }

    TempDir home_;
    Call call_;
};

json::Document document_of(const fs::path& file) {
    auto document = json::Document::parse(get(file));
    EXPECT_OK(document);
    return std::move(document).value();
}

/// The document with another "type".
json::Document with_type(const fs::path& file, std::string_view type) {
    json::Writer writer;
    writer.string(type);
    auto changed = document_of(file).with("/type", writer.take_document().root());
    EXPECT_OK(changed);
    return std::move(changed).value();
}

tlog::VerifierKey log_key() {
    auto key = tlog::VerifierKey::parse(kLog);
    EXPECT_OK(key);
    return std::move(key).value();
}

TEST_F(GoldenTest, KeyStore) {
    const Owner home = owner();
    ASSERT_OK_AND(const auto keys, home->keys().list(call_));
    ASSERT_EQ(keys.size(), 3U);
    EXPECT_EQ(keys[0].name, "golden.assertion");
    EXPECT_EQ(keys[0].created.to_string(), "2026-11-22T06:42:40Z");
    EXPECT_EQ(keys[0].public_key.to_multikey(), "z6MkqvS8Pg15ABPmrsYFrybki3MzXr1ifZbUysDiLQT8g1RF");
    EXPECT_EQ(keys[1].public_key.to_multikey(),
              "zQ3shVv3kHjRmo6muDmNivkyojAzDpHzFkdWn9iq7id19Zoc6");
    EXPECT_EQ(keys[2].public_key.to_multikey(), "z6MkpFch98afcb8EFb3RE7WbZQD6L1rLG3XXiA1RzLoDvobW");
    for (const crypto::KeyInfo& key : keys) {
        ASSERT_OK_AND(const auto signer, home->keys().signer(key.name, call_));
        EXPECT_EQ(signer->public_key(), key.public_key);
    }
}

TEST_F(GoldenTest, KeyStoreOfALaterVersion) {
    change("keys/golden.assertion.key.json", "deed/key/v1", "deed/key/v2");
    EXPECT_CODE(owner()->keys().list(call_), crypto::errors::kNewerKeyStore);
    change("keys/golden.assertion.key.json", "deed/key/v2", "deed/key/v1");
    change("keys/master.json", "deed/key-store/v1", "deed/key-store/v2");
    EXPECT_CODE(owner()->keys().signer("golden.assertion", call_), crypto::errors::kNewerKeyStore);
}

TEST_F(GoldenTest, HeadFile) {
    const auto guard = tlog::open_head_guard(home_ / "heads");
    ASSERT_OK_AND(const auto head, guard->highest(log_key(), call_));
    ASSERT_TRUE(head);
    EXPECT_EQ(head->size, 3U);
    EXPECT_EQ(base64_encode(head->root), kRoot);
    change("heads/" + std::string(kHeadFile), "deed/head/v1", "deed/head/v2");
    EXPECT_CODE(guard->highest(log_key(), call_), tlog::errors::kHeadGuardNewerFormat);
}

TEST_F(GoldenTest, Ledger) {
    const Owner home = owner();
    ASSERT_OK_AND(registry::LogLedger * log, ledger(*home));
    EXPECT_EQ(log->network(), kNetwork);
    EXPECT_EQ(log->verifier_key().to_string(), kLog);
    ASSERT_OK_AND(const std::string note, log->checkpoint(call_));
    ASSERT_OK_AND(const tlog::Checkpoint head, tlog::verify_checkpoint(note, log_key()));
    EXPECT_EQ(head.size, 3U);
    EXPECT_EQ(base64_encode(head.root), kRoot);

    ASSERT_OK_AND(const did::Did did, home->own_did("golden", call_));
    EXPECT_EQ(did.to_string(), kDid);
    ASSERT_OK_AND(const did::Resolution resolution, home->resolver().resolve(did, call_));
    EXPECT_EQ(resolution.document.id(), did);
    // It can be written to.
    ASSERT_OK(home->create_did("later", call_));
}

TEST_F(GoldenTest, LedgerOfALaterVersion) {
    change("ledgers/local/ledger.json", "deed/ledger/v1", "deed/ledger/v2");
    EXPECT_CODE(ledger(*owner()), registry::errors::kLedgerNewerFormat);
    change("ledgers/local/ledger.json", "deed/ledger/v2", "deed/ledger/v1");
    change("ledgers/local/journal", "deed journal v1", "deed journal v2");
    EXPECT_CODE(ledger(*owner()), tlog::errors::kJournalNewerFormat);
}

TEST_F(GoldenTest, SealedOpening) {
    const Owner home = owner();
    ASSERT_OK_AND(const auto abc, home->openings().get(std::string(kAbcCommitment), call_));
    EXPECT_EQ(abc.opening.submitter().to_string(), kDid);
    const auto document = std::get<evidence::DocumentDigest>(abc.opening.content());
    EXPECT_EQ(document.length, 3U);
    EXPECT_EQ(hex_encode(document.digest.sha256), kAbcSha256);
    EXPECT_EQ(hex_encode(document.digest.sm3), kAbcSm3);
    const registry::Commitment commitment = abc.opening.commitment();
    EXPECT_EQ(hex_encode(commitment.sha256), kAbcCommitment);
    EXPECT_EQ(hex_encode(commitment.sm3), kAbcCommitmentSm3);

    ASSERT_OK_AND(const auto fields, home->openings().get(std::string(kFieldsCommitment), call_));
    EXPECT_EQ(fields.opening.kind(), 1);
}

TEST_F(GoldenTest, SealedOpeningOfALaterVersion) {
    const fs::path file = home_ / "openings" / (std::string(kAbcCommitment) + ".opening");
    std::string sealed = get(file);
    ASSERT_EQ(sealed[0], 1);
    sealed[0] = 2;
    put(file, sealed);
    EXPECT_CODE(owner()->openings().get(std::string(kAbcCommitment), call_),
                crypto::errors::kNewerKeyStore);

    // The same within the seal.
    const Owner home = owner();
    ASSERT_OK_AND(const Bytes later,
                  home->keys().seal("deed/opening/v1:" + std::string(kAbcCommitment),
                                    as_bytes(R"({"type":"deed/opening/v2","more":1})"), call_));
    put(file, as_text(later));
    EXPECT_CODE(home->openings().get(std::string(kAbcCommitment), call_),
                evidence::errors::kOpeningNewerFormat);
}

TEST_F(GoldenTest, EvidenceProof) {
    ASSERT_OK_AND(const auto proof,
                  evidence::EvidenceProof::parse(document_of(kPlain / "abc.evidence.json").root()));
    const evidence::GivenDocument abc{evidence::digest_of(as_bytes("abc")), std::nullopt};
    for (const std::string_view pinned : {kLog, kNetwork}) {
        ASSERT_OK_AND(const auto verdict, evidence::verify(proof, abc, std::string(pinned), call_));
        EXPECT_EQ(verdict.report.verdict(), credentials::Verdict::good);
        ASSERT_TRUE(verdict.facts);
        EXPECT_EQ(verdict.facts->commitment_hex, kAbcCommitment);
        EXPECT_EQ(verdict.facts->position, 1U);
        EXPECT_EQ(verdict.facts->tree_size, 3U);
    }
    const evidence::GivenDocument other{evidence::digest_of(as_bytes("abd")), std::nullopt};
    ASSERT_OK_AND(const auto bad, evidence::verify(proof, other, std::string(kLog), call_));
    EXPECT_EQ(bad.report.verdict(), credentials::Verdict::bad);

    ASSERT_OK_AND(const auto fields, evidence::EvidenceProof::parse(
                                         document_of(kPlain / "fields.evidence.json").root()));
    ASSERT_OK_AND(const auto good, evidence::verify(fields, {}, std::string(kLog), call_));
    EXPECT_EQ(good.report.verdict(), credentials::Verdict::good);
}

TEST_F(GoldenTest, EvidenceProofOfALaterVersion) {
    const auto later = with_type(kPlain / "abc.evidence.json", "deed/evidence-proof/v3");
    EXPECT_CODE(evidence::EvidenceProof::parse(later.root()), evidence::errors::kProofNewerFormat);
}

TEST_F(GoldenTest, DidExport) {
    ASSERT_OK_AND(const auto exported,
                  did::WeidExport::parse(document_of(kPlain / "golden.did-export.json").root()));
    EXPECT_EQ(exported.did().to_string(), kDid);
    EXPECT_EQ(exported.log().to_string(), kLog);
    EXPECT_EQ(exported.checkpoint().size, 3U);
    EXPECT_EQ(base64_encode(exported.checkpoint().root), kRoot);
    EXPECT_EQ(exported.operations().size(), 1U);

    const auto later = with_type(kPlain / "golden.did-export.json", "deed/did-export/v2");
    EXPECT_CODE(did::WeidExport::parse(later.root()), did::errors::kExportNewerFormat);
}

TEST_F(GoldenTest, Backup) {
    const TempDir scratch;
    const SystemClock clock;
    const auto checked = [&](const fs::path& file) {
        return check_backup(file, crypto::SecretBytes::copy_of(as_bytes(kGoldenPassphrase)),
                            scratch.path(), clock, call_);
    };
    ASSERT_OK_AND(const BackupContents contents, checked(kPlain / "golden.deed-backup"));
    EXPECT_EQ(contents.keys, 3U);
    EXPECT_EQ(contents.heads, 1U);
    EXPECT_EQ(contents.openings, 2U);
    ASSERT_EQ(contents.ledgers.size(), 1U);
    EXPECT_EQ(contents.ledgers[0].network, kNetwork);
    EXPECT_EQ(contents.ledgers[0].size, 3U);
    EXPECT_EQ(base64_encode(contents.ledgers[0].root), kRoot);

    fs::copy_file(kPlain / "golden.deed-backup", home_ / "backup");
    change("backup", "deed/backup/v1", "deed/backup/v2");
    EXPECT_CODE(checked(home_ / "backup"), crypto::errors::kNewerSealedStream);
}

}  // namespace
}  // namespace deed::test
