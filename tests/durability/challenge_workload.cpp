// The challenges of a verifier: one that was handed out stays known, and one that was answered
// stays answered.

#include <set>

#include "credentials/challenges/challenge_store.hpp"
#include "credentials/challenges/errors.hpp"
#include "tests/durability/home.hpp"
#include "tests/durability/workload.hpp"

namespace deed::durability {
namespace {

using std::filesystem::path;

constexpr std::size_t kChallenges = 4;
constexpr const char* kDomain = "https://bank.example";

class ChallengeSession final : public Session {
public:
    ChallengeSession(const path& folder, Witness& witness)
        : store_(credentials::open_challenge_store(folder / "state/challenges/challenges.sqlite",
                                                   clock_)),
          witness_(witness) {}

    /// What earlier lives left unanswered is answered; what they were saying when they died may or
    /// may not have been said.
    Result<void> run() override {
        for (const std::string& value : open_) DEED_CHECK(answer(value));
        open_.clear();
        while (made_ < kChallenges) {
            DEED_TRY(const credentials::Challenge challenge, store_->make(kDomain, 300, call_));
            witness_.promise({"made", challenge.value});
            ++made_;
            open_.insert(challenge.value);
            DEED_CHECK(answer(challenge.value));
            open_.erase(challenge.value);
        }
        return {};
    }

    void check(const Promises& promises) override {
        std::set<std::string> made, said;
        for (const Promise& promise : promises) {
            (promise[0] == "made" ? made : said).insert(promise[1]);
            if (promise[0] == "good") check_used(promise[1]);
        }
        for (const std::string& value : made) check_known(value);
        made_ = made.size();
        open_.clear();
        for (const std::string& value : made)
            if (!said.contains(value)) open_.insert(value);
    }

private:
    Result<void> answer(const std::string& value) {
        const auto used = store_->consume(value, kDomain, call_);
        const bool replayed =
            !used && used.error().code() == credentials::errors::kChallengeReplayed;
        if (!used && !replayed) return used.error();
        if (used && !good_.insert(value).second)
            witness_.fault(Fault::doubled, "the challenge " + value + " was good twice");
        witness_.promise({used ? "good" : "replayed", value});
        return {};
    }

    void check_used(const std::string& value) {
        good_.insert(value);
        const auto open = store_->check(value, kDomain, call_);
        if (open || open.error().code() != credentials::errors::kChallengeReplayed)
            witness_.fault(Fault::loss, "the challenge " + value + " could be answered again");
        if (store_->consume(value, kDomain, call_))
            witness_.fault(Fault::doubled, "the challenge " + value + " was good twice");
    }

    void check_known(const std::string& value) {
        const auto open = store_->check(value, kDomain, call_);
        if (!open && open.error().code() != credentials::errors::kChallengeReplayed)
            witness_.fault(Fault::loss, value + ": " + open.error().to_string());
    }

    // Lives have one idea of the time here: a challenge is not to expire between them.
    FixedClock clock_{start_time()};
    std::unique_ptr<credentials::ChallengeStore> store_;
    Witness& witness_;
    Call call_;
    std::size_t made_ = 0;
    std::set<std::string> open_;
    std::set<std::string> good_;
};

class ChallengeWorkload final : public Workload {
public:
    std::string name() const override { return "challenges"; }
    std::unique_ptr<Session> open(const path& folder, int, Witness& witness) const override {
        return std::make_unique<ChallengeSession>(folder, witness);
    }
    // Challenges are random, and so is the order of the pages that they fall on.
    bool is_deterministic() const override { return false; }
};

}  // namespace

std::unique_ptr<Workload> make_challenge_workload() {
    return std::make_unique<ChallengeWorkload>();
}

}  // namespace deed::durability
