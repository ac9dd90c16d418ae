#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <set>
#include <thread>

#include "evidence/anchor.hpp"
#include "lib/io/errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "tests/evidence/support.hpp"
#include "tests/support/forwarding_ledger.hpp"

namespace deed::evidence {
namespace {

using test::EvidenceTest;
using test::given_bytes;
using test::must;

std::string hex_of(const registry::Commitment& commitment) { return hex_encode(commitment.sha256); }

/// Where a run dies.
enum class Death { before_submit, after_submit, at_wait, after_wait };

/// Lets the process die at the n-th batch.
class DeadlyLedger final : public deed::test::ForwardingLedger {
public:
    static constexpr int kExit = 42;
    DeadlyLedger(registry::LogLedger& inner, Death death, int at)
        : ForwardingLedger(inner), death_(death), at_(at) {}

    Result<std::vector<registry::Ticket>> submit(std::span<const registry::Submission> submissions,
                                                 Call& call) override {
        ++batch_;
        die_if(Death::before_submit);
        auto tickets = ForwardingLedger::submit(submissions, call);
        die_if(Death::after_submit);
        return tickets;
    }
    Result<registry::Receipt> wait(const registry::Ticket& ticket, registry::Finality finality,
                                   Call& call) override {
        die_if(Death::at_wait);
        auto receipt = ForwardingLedger::wait(ticket, finality, call);
        die_if(Death::after_wait);
        return receipt;
    }

private:
    void die_if(Death death) const {
        if (death == death_ && batch_ == at_) ::_exit(kExit);
    }
    Death death_;
    int at_;
    int batch_ = 0;
};

class AnchoringDocuments : public EvidenceTest {
protected:
    AnchoringDocuments() { std::filesystem::create_directory(documents_); }

    void write(const std::string& name, std::string_view text) const {
        std::filesystem::create_directories((documents_ / name).parent_path());
        std::ofstream(documents_ / name, std::ios::binary) << text;
    }

    struct Told {
        std::vector<DocumentOutcome> outcomes;
        AnchorSummary summary;
    };
    Result<Told> anchor_from(DocumentSource& source, const AnchorOptions& options,
                             const AnchorContext& with) {
        Told told;
        DEED_TRY(told.summary, anchor_documents(
                                   source, did_, options, with,
                                   [&](const DocumentOutcome& outcome) {
                                       told.outcomes.push_back(outcome);
                                       return Result<void>();
                                   },
                                   call_));
        return told;
    }
    Result<Told> anchor_folder(const AnchorOptions& options = {},
                               std::optional<std::string> key = std::nullopt) {
        DEED_TRY(const auto source, source_of_folder(documents_, std::move(key)));
        return anchor_from(*source, options, context());
    }
    Result<Told> anchor_lines(const std::string& lines, const AnchorOptions& options = {},
                              std::optional<std::string> key = std::nullopt) {
        const auto file = folder_ / "lines";
        std::ofstream(file, std::ios::binary) << lines;
        DEED_TRY(const Descriptor descriptor, open_file(file));
        const auto source = source_of_lines(descriptor.get(), std::move(key));
        return anchor_from(*source, options, context());
    }
    std::string line_of(const std::string& name) const {
        return R"({"path":")" + (documents_ / name).string() + "\"}\n";
    }

    /// All commitments on the ledger, each as often as it stands there.
    std::vector<std::string> anchored() {
        std::vector<std::string> all;
        const auto record = must(log_.ledger->read({registry::Chain::evidence, log_.address(1)},
                                                   registry::Latest{}, call_));
        for (const registry::Recorded& recorded : record.operations) {
            const auto batch = must(registry::BatchBody::parse(recorded.statement.body));
            const Bytes leaves = must(log_.ledger->attachment(batch.root, call_));
            for (std::size_t at = 0; at < leaves.size(); at += registry::kCommitmentSize)
                all.push_back(hex_encode(ByteView(leaves).subspan(at, 32)));
        }
        std::ranges::sort(all);
        return all;
    }

    void expect_proved(const DocumentOutcome& outcome, std::string_view document) {
        ASSERT_TRUE(outcome.commitment && outcome.place);
        ASSERT_OK_AND(const KeptOpening kept, openings_.get(hex_of(*outcome.commitment), call_));
        const json::Document proof = prove_it(kept.opening);
        EXPECT_EQ(judge(proof, given_bytes(document)).report.exit_code(), 0);
        const auto parsed = must(EvidenceProof::parse(proof.root()));
        EXPECT_EQ(parsed.batch_index, outcome.place->index);
        EXPECT_EQ(kept.place, outcome.place);
    }

    /// Runs in a process of its own; its exit code.
    template <typename Work>
    int in_child(const Work& work) {
        const pid_t child = ::fork();
        if (child == 0) ::_exit(work());
        int status = 0;
        EXPECT_EQ(::waitpid(child, &status, 0), child);
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }

    const std::filesystem::path documents_ = folder_ / "documents";
};

TEST_F(AnchoringDocuments, TakesAFolderInTheOrderOfItsPaths) {
    write("b.txt", "b");
    write("a/x", "ax");
    write("a/sub/deep", "deep");
    write("a.txt", "a");
    ASSERT_OK_AND(const Told told, anchor_folder({.batch_size = 3}, "case 7"));
    const std::vector<std::pair<std::string, std::string>> expected{
        {"a.txt", "a"}, {"a/sub/deep", "deep"}, {"a/x", "ax"}, {"b.txt", "b"}};
    ASSERT_EQ(told.outcomes.size(), 4U);
    for (std::size_t i = 0; i < 4; ++i) {
        const DocumentOutcome& outcome = told.outcomes[i];
        EXPECT_EQ(outcome.name, (documents_ / expected[i].first).string());
        EXPECT_EQ(outcome.status, DocumentStatus::anchored);
        EXPECT_EQ(outcome.key, "case 7");
        EXPECT_EQ(outcome.place->position, i < 3 ? 1U : 2U);
        EXPECT_EQ(outcome.place->index, i % 3);
        expect_proved(outcome, expected[i].second);
    }
    EXPECT_EQ(told.summary.operations, 2U);
    EXPECT_EQ(told.summary.anchored, 4U);
}

TEST_F(AnchoringDocuments, AnchorsNothingTwice) {
    write("a", "a");
    write("b", "b");
    ASSERT_OK_AND(const Told first, anchor_folder());
    write("c", "c");
    ASSERT_OK_AND(const Told second, anchor_folder());
    ASSERT_EQ(second.outcomes.size(), 3U);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(second.outcomes[i].status, DocumentStatus::already);
        EXPECT_EQ(second.outcomes[i].commitment, first.outcomes[i].commitment);
        EXPECT_EQ(second.outcomes[i].place, first.outcomes[i].place);
    }
    EXPECT_EQ(second.outcomes[2].status, DocumentStatus::anchored);
    // Another key, or another kind, is another input.
    ASSERT_OK_AND(const Told keyed, anchor_folder({}, "K-1"));
    EXPECT_EQ(keyed.summary.anchored, 3U);
    EXPECT_EQ(anchored().size(), 6U);
    ASSERT_OK_AND(const Told nothing, anchor_folder());
    EXPECT_EQ(nothing.summary.operations, 0U);
    EXPECT_EQ(nothing.summary.already, 3U);
}

TEST_F(AnchoringDocuments, TellsCopiesOfOneDocument) {
    write("a", "same");
    write("b", "same");
    ASSERT_OK_AND(const Told told, anchor_folder());
    EXPECT_EQ(told.outcomes[0].status, DocumentStatus::anchored);
    EXPECT_EQ(told.outcomes[1].status, DocumentStatus::already);
    EXPECT_EQ(told.outcomes[1].commitment, told.outcomes[0].commitment);
    EXPECT_EQ(told.outcomes[1].place, told.outcomes[0].place);
    write("c", "same");
    ASSERT_OK_AND(const Told apart, anchor_folder({.batch_size = 1}));
    EXPECT_EQ(apart.summary.already, 3U);
    EXPECT_EQ(anchored().size(), 1U);
}

TEST_F(AnchoringDocuments, FindsByDocumentAndByKey) {
    write("a", "a");
    write("b", "b");
    ASSERT_OK_AND(const Told first, anchor_folder({}, "shared"));
    ASSERT_OK_AND(const Told second, anchor_lines(line_of("a"), {}, "own"));
    const auto digest = digest_of(as_bytes("a")).digest;
    const auto found = [&](const OpeningQuery& query) {
        std::vector<std::string> names;
        for (const KeptOpening& kept : must(openings_.find(query, {}, call_)).openings)
            names.push_back(hex_encode(kept.opening.commitment().sha256));
        return names;
    };
    const std::vector<std::string> both{hex_of(*first.outcomes[0].commitment),
                                        hex_of(*second.outcomes[0].commitment)};
    EXPECT_EQ(found({.sha256 = digest.sha256}), both);
    EXPECT_EQ(found({.sm3 = digest.sm3}), both);
    EXPECT_EQ(found({.sha256 = digest.sha256, .key = "own"}), std::vector{both[1]});
    EXPECT_EQ(found({.key = "shared"}),
              (std::vector{both[0], hex_of(*first.outcomes[1].commitment)}));
    EXPECT_EQ(found({.commitment = second.outcomes[0].commitment->sha256}), std::vector{both[1]});
    EXPECT_TRUE(found({.key = "Shared"}).empty());
    EXPECT_TRUE(found({}).empty());
    EXPECT_TRUE(found({.sha256 = digest.sm3}).empty());
}

TEST_F(AnchoringDocuments, TakesLinesOfPathsAndDigests) {
    write("a", "a");
    const auto digest = digest_of(as_bytes("hello"));
    const std::string ready = R"({"sha256":")" + hex_encode(digest.digest.sha256) + R"(","sm3":")" +
                              hex_encode(digest.digest.sm3) +
                              R"(","length":5,"key":"K","name":"greeting"})";
    ASSERT_OK_AND(const Told told,
                  anchor_lines(line_of("a") + "\n  \n" + ready + "\n{\"path\": 1}\n[\n" +
                                   std::string(70'000, 'x') + "\n" + line_of("a"),
                               {}, "default"));
    ASSERT_EQ(told.outcomes.size(), 6U);
    EXPECT_EQ(told.outcomes[0].key, "default");
    expect_proved(told.outcomes[0], "a");
    EXPECT_EQ(told.outcomes[1].name, "greeting");
    EXPECT_EQ(told.outcomes[1].key, "K");
    expect_proved(told.outcomes[1], "hello");
    const std::vector<std::pair<std::string, std::string>> failures{
        {"line 5", "evidence.line_malformed"},
        {"line 6", "evidence.line_malformed"},
        {"line 7", "evidence.line_too_long"}};
    for (std::size_t i = 0; i < 3; ++i) {
        const DocumentOutcome& outcome = told.outcomes[2 + i];
        EXPECT_EQ(outcome.status, DocumentStatus::failed);
        EXPECT_EQ(outcome.name, failures[i].first);
        EXPECT_EQ(outcome.error->code().name, failures[i].second);
        EXPECT_NE(outcome.error->message().find(failures[i].first), std::string::npos);
    }
    EXPECT_EQ(told.outcomes[5].status, DocumentStatus::already);
    EXPECT_EQ(told.summary.failed, 3U);
    EXPECT_EQ(told.summary.first_failure->code(), errors::kLineMalformed);
}

TEST_F(AnchoringDocuments, PassesOverWhatIsNoDocument) {
    write("a", "a");
    write("unreadable", "u");
    ASSERT_EQ(::mkfifo((documents_ / "pipe").c_str(), 0600), 0);
    std::filesystem::create_symlink("/etc/passwd", documents_ / "link");
    std::filesystem::create_directory_symlink("/etc", documents_ / "linked-folder");
    ASSERT_OK_AND(const Told told, anchor_folder());
    ASSERT_EQ(told.outcomes.size(), 5U);
    EXPECT_EQ(told.summary.skipped, 3U);
    EXPECT_EQ(told.summary.failed, 0U);
    for (const std::size_t i : {1U, 2U, 3U}) {
        EXPECT_EQ(told.outcomes[i].status, DocumentStatus::skipped) << i;
        EXPECT_EQ(told.outcomes[i].error->code(), errors::kNotAPlainFile);
    }
    EXPECT_EQ(anchored().size(), 2U);
    EXPECT_CODE(anchor_folder({.strict = true}), errors::kNotAPlainFile);
}

TEST_F(AnchoringDocuments, GoesOnAfterAFailureUnlessStrict) {
    write("b", "b");
    const std::string lines = line_of("absent") + line_of("b") + line_of("");
    ASSERT_OK_AND(const Told told, anchor_lines(lines));
    EXPECT_EQ(told.outcomes[0].error->code(), deed::errors::kFileNotFound);
    EXPECT_EQ(told.outcomes[1].status, DocumentStatus::anchored);
    EXPECT_EQ(told.outcomes[2].error->code(), deed::errors::kNotAFile);
    write("c", "c");
    EXPECT_CODE(anchor_lines(line_of("c") + line_of("absent"), {.strict = true}),
                deed::errors::kFileNotFound);
    EXPECT_EQ(anchored().size(), 1U);
}

TEST_F(AnchoringDocuments, RefusesAFileThatChangesWhileItIsRead) {
    // Large enough that the writer, which appends all the time, is at it while it is read.
    write("a", std::string(8 << 20, 'x'));
    std::atomic<bool> stop{false};
    std::jthread writer([&] {
        std::ofstream file(documents_ / "a", std::ios::binary | std::ios::app);
        while (!stop.load()) file << 'y' << std::flush;
    });
    const auto told = anchor_folder();
    stop.store(true);
    ASSERT_OK(told);
    ASSERT_EQ(told->outcomes.size(), 1U);
    ASSERT_TRUE(told->outcomes[0].error);
    EXPECT_EQ(told->outcomes[0].error->code(), errors::kFileChanged);
    EXPECT_TRUE(anchored().empty());
}

TEST_F(AnchoringDocuments, AnchorsFields) {
    write("a.json", R"({"name":"Ada","born":1815})");
    write("b.json", "no json");
    write("c.json", R"({"0":1})");
    ASSERT_OK_AND(const Told told, anchor_folder({.fields = true}));
    EXPECT_EQ(told.summary.anchored, 1U);
    EXPECT_EQ(told.outcomes[1].error->code().name, "json.syntax");
    EXPECT_EQ(told.outcomes[2].error->code(), errors::kAmbiguousMember);
    ASSERT_OK_AND(const KeptOpening kept,
                  openings_.get(hex_of(*told.outcomes[0].commitment), call_));
    EXPECT_EQ(kept.opening.kind(), 1);
    EXPECT_EQ(kept.document, digest_of(as_bytes(R"({"name":"Ada","born":1815})")));
    ASSERT_OK_AND(const Told again, anchor_folder({.fields = true}));
    EXPECT_EQ(again.summary.already, 1U);
    // As bytes it is another input.
    ASSERT_OK_AND(const Told bytes, anchor_folder());
    EXPECT_EQ(bytes.summary.anchored, 3U);
    ASSERT_OK_AND(const Told digests,
                  anchor_lines(R"({"sha256":")" + std::string(64, '0') + R"(","sm3":")" +
                                   std::string(64, '0') + R"(","length":1})",
                               {.fields = true}));
    EXPECT_EQ(digests.outcomes[0].error->code(), errors::kLineMalformed);
}

TEST_F(AnchoringDocuments, LeavesNoTraceInADryRun) {
    write("a", "a");
    write("b", "a");
    ASSERT_OK_AND(const Told dry, anchor_folder({.dry_run = true}));
    EXPECT_EQ(dry.summary.anchored, 1U);
    EXPECT_EQ(dry.summary.already, 1U);
    EXPECT_FALSE(dry.outcomes[0].commitment);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "openings"));
    EXPECT_TRUE(anchored().empty());
    ASSERT_OK_AND(const Told real, anchor_folder());
    ASSERT_OK_AND(const Told after, anchor_folder({.dry_run = true}));
    EXPECT_EQ(after.summary.already, 2U);
    EXPECT_EQ(after.outcomes[0].commitment, real.outcomes[0].commitment);
    EXPECT_EQ(after.outcomes[0].place, real.outcomes[0].place);
}

TEST_F(AnchoringDocuments, TakesAnEmptyFolderAndNoOtherSize) {
    ASSERT_OK_AND(const Told told, anchor_folder());
    EXPECT_TRUE(told.outcomes.empty());
    EXPECT_EQ(told.summary.operations, 0U);
    for (const std::size_t size : {std::size_t{0}, std::size_t{1'000'001}})
        EXPECT_CODE(anchor_folder({.batch_size = size}), registry::errors::kBatchMismatch);
    EXPECT_CODE(source_of_folder(documents_ / "absent", {}), deed::errors::kFileNotFound);
    EXPECT_CODE(source_of_folder(documents_, ""), errors::kBadKey);
    EXPECT_CODE(source_of_folder(documents_, std::string(1025, 'k')), errors::kBadKey);
    EXPECT_CODE(check_key("\xff"), errors::kBadKey);
    EXPECT_OK(check_key(std::string(1024, 'k')));
}

TEST_F(AnchoringDocuments, RefusesFoldersThatAreTooDeep) {
    std::string deep;
    for (int i = 0; i < 205; ++i) deep += "d/";
    write(deep + "document", "deep");
    write("a", "a");
    ASSERT_OK_AND(const Told told, anchor_folder());
    ASSERT_EQ(told.outcomes.size(), 2U);
    EXPECT_EQ(told.outcomes[0].status, DocumentStatus::anchored);
    EXPECT_EQ(told.outcomes[1].error->code(), errors::kFolderTooDeep);
}

TEST_F(AnchoringDocuments, CompletesARunThatDiedAnywhere) {
    for (int i = 0; i < 7; ++i) write("d" + std::to_string(i), "document " + std::to_string(i));
    const AnchorOptions options{.batch_size = 3};
    std::size_t deaths = 0;
    for (const Death death :
         {Death::before_submit, Death::after_submit, Death::at_wait, Death::after_wait}) {
        for (const int at : {1, 2, 3}) {
            // Each time another set of inputs over the same files, in the same index.
            const std::string key = std::to_string(static_cast<int>(death)) + std::to_string(at);
            const std::size_t before = anchored().size();
            const auto run = [&](registry::LogLedger& ledger, OpeningStore& store) {
                const auto source = must(source_of_folder(documents_, key));
                return anchor_from(*source, options, {ledger, store, *controller_, log_.clock});
            };
            // The child opens the ledger's folder itself: two writers of one journal, of which one
            // dies, would not be one ledger.
            log_.ledger.reset();
            const int code = in_child([&] {
                const auto keys = crypto::open_key_store(folder_ / "keys", passphrase_, log_.clock);
                OpeningStore store(folder_ / "openings", *keys);
                const auto opened = must(registry::open_local_ledger(
                    log_.folder / "ledger", *log_.log_signer, *log_.guard, log_.clock, call_));
                DeadlyLedger deadly(*opened, death, at);
                return run(deadly, store) ? 0 : 1;
            });
            ASSERT_EQ(code, DeadlyLedger::kExit);
            ++deaths;
            log_.ledger = must(registry::open_local_ledger(log_.folder / "ledger", *log_.log_signer,
                                                           *log_.guard, log_.clock, call_));
            OpeningStore store(folder_ / "openings", *keys_);
            const auto pending = [&] {
                std::vector<std::string> kept;
                for (const KeptOpening& one : must(store.find({.key = key}, {}, call_)).openings)
                    kept.push_back(hex_encode(one.opening.commitment().sha256));
                return kept;
            };
            const std::vector<std::string> salted = pending();
            EXPECT_EQ(salted.size(), std::min(7, 3 * at)) << key;
            ASSERT_OK_AND(const Told told, run(*log_.ledger, store));
            const auto on_ledger = anchored();
            EXPECT_EQ(on_ledger.size(), before + 7) << key;
            EXPECT_EQ(std::set(on_ledger.begin(), on_ledger.end()).size(), on_ledger.size()) << key;
            // What was salted is used, in the same order.
            for (std::size_t i = 0; i < salted.size(); ++i)
                EXPECT_EQ(hex_of(*told.outcomes[i].commitment), salted[i]) << key;
            EXPECT_EQ(pending().size(), 7U);
        }
    }
    EXPECT_EQ(deaths, 12U);
    OpeningStore store(folder_ / "openings", *keys_);
    for (const KeptOpening& kept : must(store.list({}, call_)).openings) {
        ASSERT_TRUE(kept.place);
        const auto name = std::filesystem::path(kept.name).filename().string();
        EXPECT_EQ(judge(prove_it(kept.opening), given_bytes("document " + name.substr(1)))
                      .report.exit_code(),
                  0);
    }
}

TEST_F(AnchoringDocuments, SurvivesKillsAtRandomMoments) {
    for (int i = 0; i < 400; ++i) write(std::to_string(i), std::to_string(i));
    const AnchorOptions options{.batch_size = 20};
    const auto open_ledger = [&] {
        return must(registry::open_local_ledger(log_.folder / "ledger", *log_.log_signer,
                                                *log_.guard, log_.clock, call_));
    };
    log_.ledger.reset();
    int killed = 0;
    for (int round = 0; round < 12; ++round) {
        const pid_t child = ::fork();
        if (child == 0) {
            const auto keys = crypto::open_key_store(folder_ / "keys", passphrase_, log_.clock);
            OpeningStore store(folder_ / "openings", *keys);
            const auto ledger = open_ledger();
            const auto source = must(source_of_folder(documents_, {}));
            ::_exit(anchor_from(*source, options, {*ledger, store, *controller_, log_.clock}) ? 0
                                                                                              : 1);
        }
        ::usleep(static_cast<useconds_t>(30'000 + 45'000 * round));
        ::kill(child, SIGKILL);
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        if (WIFSIGNALED(status))
            ++killed;
        else
            ASSERT_EQ(WEXITSTATUS(status), 0);
    }
    EXPECT_GT(killed, 0);
    log_.ledger = open_ledger();
    ASSERT_OK_AND(const Told told, anchor_folder(options));
    EXPECT_EQ(told.outcomes.size(), 400U);
    const auto on_ledger = anchored();
    EXPECT_EQ(on_ledger.size(), 400U);
    EXPECT_EQ(std::set(on_ledger.begin(), on_ledger.end()).size(), 400U);
    for (const std::size_t i : {0U, 19U, 20U, 211U, 399U}) {
        const auto name = std::filesystem::path(told.outcomes[i].name).filename().string();
        expect_proved(told.outcomes[i], name);
    }
}

TEST_F(AnchoringDocuments, IsOneRunForTwoAtOnce) {
    for (int i = 0; i < 120; ++i) write(std::to_string(i), std::to_string(i));
    // Two stores, as two processes would have; one ledger, which takes both.
    const auto keys = crypto::open_key_store(folder_ / "keys", passphrase_, log_.clock);
    OpeningStore other(folder_ / "openings", *keys);
    std::vector<Told> told(2);
    const auto work = [&](std::size_t which) {
        const auto source = must(source_of_folder(documents_, {}));
        told[which] = must(
            anchor_from(*source, {.batch_size = 10},
                        {*log_.ledger, which == 0 ? openings_ : other, *controller_, log_.clock}));
    };
    {
        std::jthread first(work, 0);
        std::jthread second(work, 1);
    }
    EXPECT_EQ(anchored().size(), 120U);
    EXPECT_EQ(told[0].summary.anchored + told[1].summary.anchored, 120U);
    for (std::size_t i = 0; i < 120; ++i) {
        EXPECT_EQ(told[0].outcomes[i].commitment, told[1].outcomes[i].commitment);
        EXPECT_EQ(told[0].outcomes[i].place, told[1].outcomes[i].place);
    }
}

TEST_F(AnchoringDocuments, TakesTheLedgersWordAboutWhatIsAnchored) {
    write("a", "a");
    ASSERT_OK_AND(const Told first, anchor_folder());
    // The same submitter on a ledger that never heard of it: put back to before the batch.
    class Forgetful final : public deed::test::ForwardingLedger {
    public:
        using ForwardingLedger::ForwardingLedger;
        Result<registry::Receipt> wait(const registry::Ticket& ticket, registry::Finality finality,
                                       Call& call) override {
            if (!submitted_) return Error(registry::errors::kUnknownOperation, "it is not here");
            return ForwardingLedger::wait(ticket, finality, call);
        }
        Result<std::vector<registry::Ticket>> submit(
            std::span<const registry::Submission> submissions, Call& call) override {
            submitted_ = true;
            return ForwardingLedger::submit(submissions, call);
        }

    private:
        bool submitted_ = false;
    };
    Forgetful forgetful(*log_.ledger);
    const auto source = must(source_of_folder(documents_, {}));
    ASSERT_OK_AND(const Told told,
                  anchor_from(*source, {}, {forgetful, openings_, *controller_, log_.clock}));
    EXPECT_EQ(told.outcomes[0].status, DocumentStatus::anchored);
    EXPECT_EQ(told.outcomes[0].commitment, first.outcomes[0].commitment);  // the same salt
    EXPECT_EQ(told.outcomes[0].place->position, 2U);
}

TEST_F(AnchoringDocuments, FindsWhatWasAnchoredBeforeThereWasAnIndex) {
    write("a", "old");
    write("b", "older");
    const Opening anchored_before = test::open_bytes(did_, "old");
    const Opening pending = test::open_bytes(did_, "older");
    anchor_all({anchored_before});
    // As an earlier version left them: files, and no index.
    std::filesystem::remove_all(folder_ / "openings");
    OpeningStore store(folder_ / "openings", *keys_);
    ASSERT_OK(create_private_directories(folder_ / "openings"));
    for (const Opening& opening : {anchored_before, pending}) {
        const std::string name = hex_of(opening.commitment());
        const Bytes sealed = must(
            keys_->seal("deed/opening/v1:" + name, as_bytes(opening.to_json().to_string()), call_));
        deed::test::put_private(folder_ / "openings" / (name + ".opening"), as_text(sealed));
    }
    const auto source = must(source_of_folder(documents_, {}));
    ASSERT_OK_AND(const Told told,
                  anchor_from(*source, {}, {*log_.ledger, store, *controller_, log_.clock}));
    EXPECT_EQ(told.outcomes[0].status, DocumentStatus::already);
    EXPECT_EQ(told.outcomes[0].commitment, anchored_before.commitment());
    EXPECT_EQ(told.outcomes[0].place->position, 1U);
    EXPECT_EQ(told.outcomes[1].status, DocumentStatus::anchored);
    EXPECT_EQ(told.outcomes[1].commitment, pending.commitment());
    EXPECT_TRUE(must(store.get(hex_of(pending.commitment()), call_)).place);
    EXPECT_TRUE(must(store.get(hex_of(anchored_before.commitment()), call_)).place);
}

TEST_F(AnchoringDocuments, AnchorsNothingWhenTheDiskIsFull) {
    for (int i = 0; i < 300; ++i) write(std::to_string(i), std::to_string(i));
    log_.ledger.reset();
    const auto open_ledger = [&] {
        return must(registry::open_local_ledger(log_.folder / "ledger", *log_.log_signer,
                                                *log_.guard, log_.clock, call_));
    };
    const int code = in_child([&] {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{120'000, 120'000};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        const auto keys = crypto::open_key_store(folder_ / "keys", passphrase_, log_.clock);
        OpeningStore store(folder_ / "openings", *keys);
        const auto ledger = open_ledger();
        const auto source = must(source_of_folder(documents_, {}));
        const auto told =
            anchor_from(*source, {.batch_size = 100}, {*ledger, store, *controller_, log_.clock});
        return told ? 0 : static_cast<int>(told.error().kind()) + 1;
    });
    EXPECT_EQ(code, static_cast<int>(ErrorKind::io) + 1);
    log_.ledger = open_ledger();
    ASSERT_OK_AND(const Told told, anchor_folder({.batch_size = 100}));
    EXPECT_EQ(told.outcomes.size(), 300U);
    const auto on_ledger = anchored();
    EXPECT_EQ(on_ledger.size(), 300U);
    EXPECT_EQ(std::set(on_ledger.begin(), on_ledger.end()).size(), 300U);
}

}  // namespace
}  // namespace deed::evidence
