// Work on a whole home through the front door: a DID, documents in batches, a new key for the log;
// and a backup that is restored.

#include "evidence/proof.hpp"
#include "evidence/verify.hpp"
#include "tests/durability/home.hpp"
#include "tests/support/temp_dir.hpp"
#include "toolkit/backup.hpp"
#include "toolkit/errors.hpp"
#include "toolkit/toolkit.hpp"

namespace deed::durability {
namespace {

using std::filesystem::path;
using test::must;

constexpr const char* kDid = "issuer";

Config config_in(const path& folder) {
    Config config;
    config.key_folder = folder / "config/keys";
    config.head_folder = folder / "state/heads";
    config.ledger_folder = folder / "data/ledgers";
    config.evidence_folder = folder / "data/openings";
    return config;
}

evidence::DocumentDigest document(int number) {
    return evidence::digest_of(as_bytes("document " + std::to_string(number)));
}

/// A home in a folder, opened when it is needed and again after an error.
class Home {
public:
    Home(path folder, int life) : config_(config_in(folder)), clock_(start_of_life(life)) {}

    Result<Toolkit*> toolkit() {
        if (!toolkit_) {
            DEED_TRY(toolkit_, Toolkit::open(config_, passphrase_, clock_));
        }
        return toolkit_.get();
    }
    const Config& config() const { return config_; }
    const Clock& clock() const { return clock_; }

private:
    Config config_;
    FixedClock clock_;
    GivenPassphrase passphrase_;
    std::unique_ptr<Toolkit> toolkit_;
};

/// The document's proof from the log here, judged as an opponent would.
void check_document(Toolkit& toolkit, int number, Witness& witness, Call& call) {
    const std::string name = "document " + std::to_string(number);
    const evidence::OpeningQuery query{.sha256 = document(number).digest.sha256};
    const auto found = toolkit.openings().find(query, {}, call);
    if (!witness.expect(found, Fault::refusal, "looking for " + name)) return;
    if (found->openings.size() != 1)
        return witness.fault(found->openings.empty() ? Fault::loss : Fault::doubled,
                             name + " has " + std::to_string(found->openings.size()) + " openings");
    const auto ledger = toolkit.writable_ledger(call);
    if (!witness.expect(ledger, Fault::refusal, "opening the ledger")) return;
    const auto proof = evidence::prove(**ledger, found->openings[0].opening, toolkit.clock(), call);
    if (!witness.expect(proof, Fault::loss, "the proof of " + name)) return;
    const auto parsed = evidence::EvidenceProof::parse(proof->root());
    if (!witness.expect(parsed, Fault::other, "the proof of " + name)) return;
    const auto verdict = evidence::verify(*parsed, {document(number), std::nullopt},
                                          (*ledger)->verifier_key().to_string(), call);
    if (!witness.expect(verdict, Fault::other, "the proof of " + name)) return;
    if (verdict->report.verdict() != credentials::Verdict::good)
        witness.fault(Fault::loss, "the proof of " + name + " is not good");
}

// --- A DID, documents in bulk, and a new key for the log in between.

class HomeSession final : public Session {
public:
    HomeSession(const path& folder, int life, Witness& witness)
        : home_(folder, life), witness_(witness) {}

    Result<void> run() override {
        DEED_TRY(Toolkit* const toolkit, home_.toolkit());
        const auto made = toolkit->create_did(kDid, call_);
        if (!made && made.error().code() != errors::kToolkitDidExists) return made.error();
        DEED_TRY(const did::Did did, toolkit->own_did(kDid, call_));
        witness_.promise({"did", did.to_string()});
        DEED_CHECK(anchor(*toolkit, did, 0, 7));
        DEED_CHECK(rotate(*toolkit));
        return anchor(*toolkit, did, 5, 9);
    }

    void check(const Promises& promises) override {
        // As another process would: nothing that this one still knows counts.
        Home fresh = reader();
        const auto opened = fresh.toolkit();
        if (!witness_.expect(opened, Fault::refusal, "opening the home")) return;
        for (const Promise& promise : promises) {
            if (promise[0] == "did") check_did(**opened, promise[1]);
            if (promise[0] == "rotated") check_key(**opened, promise[1]);
            if (promise[0] == "anchored")
                check_document(**opened, std::stoi(promise[1]), witness_, call_);
        }
    }

private:
    Home reader() { return Home(home_.config().key_folder.parent_path().parent_path(), 0); }

    Result<void> anchor(Toolkit& toolkit, const did::Did& did, int first, int last) {
        std::vector<evidence::SourceItem> items;
        for (int i = first; i < last; ++i)
            items.push_back(
                {"file " + std::to_string(i), "case " + std::to_string(i), document(i)});
        const auto source = evidence::source_of_items(std::move(items));
        DEED_TRY(registry::LogLedger* const ledger, toolkit.writable_ledger(call_));
        DEED_TRY(const auto controller, toolkit.controller_of(did, call_));
        evidence::AnchorOptions options;
        options.batch_size = 3;
        options.threads = 1;
        int number = first;
        const auto sink = [&](const evidence::DocumentOutcome& outcome) -> Result<void> {
            if (outcome.error) return *outcome.error;
            witness_.promise({"anchored", std::to_string(number++)});
            return {};
        };
        const auto done = evidence::anchor_documents(
            *source, did, options, {*ledger, toolkit.openings(), *controller, home_.clock()}, sink,
            call_);
        return done ? Result<void>() : done.error();
    }

    Result<void> rotate(Toolkit& toolkit) {
        DEED_TRY(registry::LogLedger* const ledger, toolkit.writable_ledger(call_));
        DEED_TRY(const registry::LogHistory history, ledger->history(call_));
        if (!history.successions().empty()) return {};
        DEED_TRY(const RotatedKey rotated, toolkit.rotate_log_key(call_));
        witness_.promise({"rotated", rotated.key.to_string()});
        return {};
    }

    void check_did(Toolkit& toolkit, const std::string& text) {
        const auto did = toolkit.own_did(kDid, call_);
        if (!witness_.expect(did, Fault::loss, "the name of " + text)) return;
        if (did->to_string() != text) witness_.fault(Fault::fork, "the DID is another one");
        witness_.expect(toolkit.resolver().resolve(*did, call_), Fault::loss, text);
    }

    void check_key(Toolkit& toolkit, const std::string& key) {
        const auto ledger = toolkit.readable_ledger("local", call_);
        if (!witness_.expect(ledger, Fault::refusal, "reading the ledger")) return;
        const auto history = (*ledger)->history(call_);
        if (!witness_.expect(history, Fault::refusal, "reading the log's keys")) return;
        const auto& keys = history->successions();
        if (keys.size() > 1) witness_.fault(Fault::doubled, "the log was handed over twice");
        if (keys.empty() || keys.front().key.to_string() != key)
            witness_.fault(Fault::loss, "the log was not handed over to " + key);
    }

    Home home_;
    Witness& witness_;
    Call call_;
};

class HomeWorkload final : public Workload {
public:
    std::string name() const override { return "home"; }
    void prepare(const path& folder) const override { put_small_key_store(folder / "config/keys"); }
    std::unique_ptr<Session> open(const path& folder, int life, Witness& witness) const override {
        return std::make_unique<HomeSession>(folder, life, witness);
    }
};

// --- A backup that is restored into an empty home.

constexpr int kBackedUp = 4;
constexpr const char* kBackupFile = "safe/home.deed-backup";

class RestoreSession final : public Session {
public:
    RestoreSession(path folder, int life, Witness& witness)
        : folder_(std::move(folder)), home_(folder_ / "home", life), witness_(witness) {}

    Result<void> run() override {
        DEED_TRY(
            const RestoreOutcome outcome,
            restore_backup(folder_ / kBackupFile, must(GivenPassphrase().passphrase(false, call_)),
                           home_.config(), Restoring::merging, home_.clock(), call_));
        if (!outcome.kept.empty() || !outcome.rolled_back.empty())
            witness_.fault(Fault::other, "an interrupted restore stands in its own way");
        witness_.promise({"restored"});
        return {};
    }

    void check(const Promises& promises) override {
        if (promises.empty()) return;
        Home fresh(folder_ / "home", 0);
        const auto opened = fresh.toolkit();
        if (!witness_.expect(opened, Fault::refusal, "opening the restored home")) return;
        const auto did = (*opened)->own_did(kDid, call_);
        if (!witness_.expect(did, Fault::loss, "the restored DID")) return;
        witness_.expect((*opened)->controller_of(*did, call_), Fault::loss, "its controller's key");
        witness_.expect((*opened)->writable_ledger(call_), Fault::loss, "the restored ledger");
        for (int number = 0; number < kBackedUp; ++number)
            check_document(**opened, number, witness_, call_);
    }

private:
    const path folder_;
    Home home_;
    Witness& witness_;
    Call call_;
};

class RestoreWorkload final : public Workload {
public:
    std::string name() const override { return "restore"; }

    void prepare(const path& folder) const override {
        static const Bytes kBackup = make_backup();
        for (const char* name : {"safe", "home"}) must(create_private_directories(folder / name));
        must(write_file_durably(folder / kBackupFile, kBackup, 0600, Existing::refuse));
    }
    std::unique_ptr<Session> open(const path& folder, int life, Witness& witness) const override {
        return std::make_unique<RestoreSession>(folder, life, witness);
    }

private:
    static Bytes make_backup() {
        const test::TempDir temp;
        put_small_key_store(temp / "config/keys");
        Call call;
        Home home(temp.path(), 0);
        Toolkit& toolkit = *must(home.toolkit());
        const did::Did did = must(toolkit.create_did(kDid, call)).did;
        std::vector<evidence::Opening> openings;
        for (int i = 0; i < kBackedUp; ++i)
            openings.push_back(evidence::Opening::for_bytes(did, document(i)));
        const auto controller = must(toolkit.controller_of(did, call));
        must(evidence::anchor(
            openings,
            {*must(toolkit.writable_ledger(call)), toolkit.openings(), *controller, home.clock()},
            call));
        const path file = temp / "backup";
        must(write_backup(home.config(), file, Existing::refuse,
                          must(GivenPassphrase().passphrase(false, call)), home.clock(), call));
        return must(read_file(file, std::size_t{16} << 20));
    }
};

}  // namespace

std::unique_ptr<Workload> make_home_workload() { return std::make_unique<HomeWorkload>(); }
std::unique_ptr<Workload> make_restore_workload() { return std::make_unique<RestoreWorkload>(); }

}  // namespace deed::durability
