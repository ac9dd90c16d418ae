#include "did/caching_resolver.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <latch>
#include <new>
#include <string>
#include <thread>
#include <vector>

#include "did/errors.hpp"
#include "lib/error/error.hpp"
#include "tests/did/document_support.hpp"

namespace deed::did {
namespace {

Timestamp at(std::int64_t second) { return Timestamp::from_unix_seconds(second).value(); }
Did did_of(const std::string& name) { return Did::parse("did:example:" + name).value(); }

/// Answers with a new version each time.
class CountingResolver final : public DidResolver {
public:
    Result<Resolution> resolve(const Did& did, const ResolveOptions&, Call&) override {
        const int version = ++asked;
        if (before_answer) before_answer();
        if (error) return *error;
        Resolution resolution{make_document(did, {}), {}, freshness};
        resolution.metadata.version_id = std::to_string(version);
        resolution.metadata.deactivated = deactivated;
        if (of_method) resolution.metadata.of_method = of_method;
        return resolution;
    }
    Result<History> history(const Did& did, Call&) override {
        const int version = ++asked;
        if (error) return *error;
        History history;
        for (int i = 0; i < versions; ++i)
            history.versions.push_back({std::to_string(version), std::nullopt,
                                        make_document(did, {}), Version::Kind::created});
        history.freshness = freshness;
        return history;
    }
    std::atomic<int> asked = 0;
    std::optional<Error> error;
    std::optional<Freshness> freshness;
    bool deactivated = false;
    int versions = 1;
    std::optional<json::Document> of_method;
    std::function<void()> before_answer;
};

class Cache : public ::testing::Test {
protected:
    std::string version(const std::string& name, const ResolveOptions& options = {}) {
        const auto answer = cache_.resolve(did_of(name), options, call_);
        return answer ? answer->metadata.version_id.value()
                      : std::string(answer.error().code().name);
    }
    CountingResolver inner_;
    FixedClock clock_{at(1'000)};
    CachingResolver cache_{inner_, clock_, {60, 3}};
    Call call_;
};

TEST_F(Cache, RemembersUntilTheMaximumAge) {
    EXPECT_EQ(version("a"), "1");
    clock_.set(at(1'059));
    EXPECT_EQ(version("a"), "1");
    clock_.set(at(1'060));
    EXPECT_EQ(version("a"), "2");
    EXPECT_EQ(inner_.asked, 2);
}

TEST_F(Cache, TellsTheAgeOfWhatItRemembers) {
    ASSERT_OK_AND(const Resolution fresh, cache_.resolve(did_of("a"), call_));
    EXPECT_FALSE(fresh.freshness.has_value());
    clock_.set(at(1'030));
    ASSERT_OK_AND(const Resolution known, cache_.resolve(did_of("a"), call_));
    ASSERT_TRUE(known.freshness.has_value());
    EXPECT_EQ(known.freshness->as_of, at(1'000));
    EXPECT_EQ(known.freshness->source, "resolver cache");
    ASSERT_OK(cache_.history(did_of("a"), call_));
    clock_.set(at(1'031));
    ASSERT_OK_AND(const History history, cache_.history(did_of("a"), call_));
    ASSERT_TRUE(history.freshness.has_value());
    EXPECT_EQ(history.freshness->as_of, at(1'030));
}

TEST_F(Cache, NeverMakesACopyLookFresherThanItWas) {
    inner_.freshness = Freshness{at(500), "did export"};
    ASSERT_OK(cache_.resolve(did_of("a"), call_));
    clock_.set(at(1'030));
    ASSERT_OK_AND(const Resolution known, cache_.resolve(did_of("a"), call_));
    EXPECT_EQ(known.freshness->as_of, at(500));
    EXPECT_EQ(known.freshness->source, "did export, from a resolver cache");

    // A copy that claims to be from the future is as old as the asking at the most.
    inner_.freshness = Freshness{at(9'999), "did export"};
    ASSERT_OK(cache_.resolve(did_of("b"), call_));
    ASSERT_OK_AND(const Resolution other, cache_.resolve(did_of("b"), call_));
    EXPECT_EQ(other.freshness->as_of, at(1'030));
}

TEST_F(Cache, AsksAgainWhenTheClockWasPutBack) {
    EXPECT_EQ(version("a"), "1");
    clock_.set(at(999));
    EXPECT_EQ(version("a"), "2");
    EXPECT_EQ(version("a"), "2");
}

TEST_F(Cache, KeepsQuestionsApart) {
    EXPECT_EQ(version("a"), "1");
    EXPECT_EQ(version("a", {"7", {}}), "2");
    EXPECT_EQ(version("a", {{}, at(7)}), "3");
    EXPECT_EQ(version("a"), "1");
    EXPECT_EQ(version("a", {"7", {}}), "2");
    EXPECT_EQ(version("a", {"7", at(7)}), "did.version_options");
    EXPECT_EQ(inner_.asked, 3);
}

TEST_F(Cache, DropsTheLeastRecentlyUsed) {
    EXPECT_EQ(version("a"), "1");
    EXPECT_EQ(version("b"), "2");
    EXPECT_EQ(version("c"), "3");
    EXPECT_EQ(version("a"), "1");
    EXPECT_EQ(version("d"), "4");
    EXPECT_EQ(version("a"), "1");
    EXPECT_EQ(version("b"), "5");
    EXPECT_EQ(inner_.asked, 5);
    CachingResolver none(inner_, clock_, {60, 0});
    ASSERT_OK(none.resolve(did_of("a"), call_));
    ASSERT_OK(none.resolve(did_of("a"), call_));
    EXPECT_EQ(inner_.asked, 7);
}

json::Document text_of(std::size_t size) {
    return json::Document::parse("{\"text\":\"" + std::string(size, 'x') + "\"}").value();
}

// Whoever publishes a document, or makes a history long, chooses its size.
TEST_F(Cache, IsBoundedByBytes) {
    constexpr std::size_t kBytes = std::size_t{1} << 20;
    CachingResolver cache(inner_, clock_, {60, 10'000, kBytes});
    inner_.of_method = text_of(3'000);
    for (int i = 0; i < 1'000; ++i)
        ASSERT_OK(cache.resolve(did_of("a" + std::to_string(i)), call_));
    EXPECT_LE(cache.remembered_bytes(), kBytes);
    EXPECT_GT(cache.remembered_bytes(), kBytes - 4'096);
    // The last one is there, the first one went.
    ASSERT_OK(cache.resolve(did_of("a999"), call_));
    EXPECT_EQ(inner_.asked, 1'000);
    ASSERT_OK(cache.resolve(did_of("a0"), call_));
    EXPECT_EQ(inner_.asked, 1'001);
    // One that is too large is not remembered, and drives no others out.
    inner_.of_method = text_of(5'000);
    ASSERT_OK(cache.resolve(did_of("large"), call_));
    ASSERT_OK(cache.resolve(did_of("large"), call_));
    EXPECT_EQ(inner_.asked, 1'003);
    ASSERT_OK(cache.resolve(did_of("a999"), call_));
    EXPECT_EQ(inner_.asked, 1'003);
    cache.forget(did_of("a999"));
    EXPECT_LE(cache.remembered_bytes(), kBytes - 3'000);
}

TEST_F(Cache, CountsEveryVersionOfAHistory) {
    CachingResolver cache(inner_, clock_, {60, 10'000, 256 * 1'000});
    ASSERT_OK(cache.history(did_of("a"), call_));
    ASSERT_OK(cache.history(did_of("a"), call_));
    EXPECT_EQ(inner_.asked, 1);
    inner_.versions = 100;
    ASSERT_OK(cache.history(did_of("b"), call_));
    ASSERT_OK(cache.history(did_of("b"), call_));
    EXPECT_EQ(inner_.asked, 3);
}

TEST_F(Cache, DropsWhatIsTooOldWithoutBeingAskedForIt) {
    version("a");
    version("b");
    const std::size_t two = cache_.remembered_bytes();
    clock_.set(at(1'060));
    version("c");
    EXPECT_EQ(cache_.remembered_bytes(), two / 2);
}

TEST_F(Cache, RemembersNoError) {
    for (const ErrorCode* code :
         {&errors::kNotFound, &errors::kUnknownNetwork, &deed::errors::kDeadline}) {
        inner_.error = Error(*code, "for now");
        EXPECT_EQ(version("a"), code->name);
        inner_.error.reset();
        EXPECT_NE(version("a"), code->name);
        cache_.forget(did_of("a"));
    }
}

TEST_F(Cache, OutlivesAnException) {
    inner_.before_answer = [] { throw std::bad_alloc(); };
    EXPECT_THROW((void)cache_.resolve(did_of("a"), call_), std::bad_alloc);
    inner_.before_answer = nullptr;
    // Whoever comes next must not wait for the question that failed.
    Call patient(nullptr, nullptr, std::chrono::steady_clock::now() + std::chrono::seconds(10));
    ASSERT_OK_AND(const Resolution answer, cache_.resolve(did_of("a"), patient));
    EXPECT_EQ(answer.metadata.version_id, "2");
}

TEST_F(Cache, SeesADeactivationAfterTheMaximumAge) {
    ASSERT_OK(cache_.resolve(did_of("a"), call_));
    inner_.deactivated = true;
    clock_.set(at(1'060));
    EXPECT_TRUE(cache_.resolve(did_of("a"), call_).value().metadata.deactivated);
    EXPECT_TRUE(cache_.resolve(did_of("a"), call_).value().metadata.deactivated);
}

TEST_F(Cache, ForgetsOneDidWithAllItsAnswers) {
    version("a");
    version("a", {"7", {}});
    version("ab");
    cache_.forget(did_of("a"));
    EXPECT_EQ(version("ab"), "3");
    EXPECT_EQ(version("a"), "4");
    EXPECT_EQ(version("a", {"7", {}}), "5");
}

TEST_F(Cache, DoesNotRememberWhatWasAskedBeforeItWasForgotten) {
    inner_.before_answer = [&] { cache_.forget(did_of("a")); };
    EXPECT_EQ(version("a"), "1");
    inner_.before_answer = nullptr;
    EXPECT_EQ(version("a"), "2");
}

TEST_F(Cache, CallersAtTheSameTimeShareOneAsking) {
    constexpr int kCallers = 8;
    std::latch answer_now(1);
    inner_.before_answer = [&] { answer_now.wait(); };
    std::vector<std::jthread> callers;
    std::atomic<int> good = 0;
    for (int i = 0; i < kCallers; ++i)
        callers.emplace_back([&] {
            Call call;
            const auto answer = cache_.resolve(did_of("a"), call);
            if (answer && answer->metadata.version_id == "1") ++good;
        });
    while (inner_.asked == 0) std::this_thread::yield();
    answer_now.count_down();
    callers.clear();
    EXPECT_EQ(good, kCallers);
    EXPECT_EQ(inner_.asked, 1);
}

TEST_F(Cache, WhoWaitsForAnothersAnswerWaitsNoLongerThanTheirOwnCall) {
    std::latch answer_now(1);
    inner_.before_answer = [&] { answer_now.wait(); };
    std::jthread asker([&] {
        Call call;
        EXPECT_OK(cache_.resolve(did_of("a"), call));
    });
    while (inner_.asked == 0) std::this_thread::yield();
    const std::atomic<bool> cancelled = true;
    Call impatient(nullptr, &cancelled);
    EXPECT_CODE(cache_.resolve(did_of("a"), impatient), deed::errors::kInterrupted);
    Call hurried(nullptr, nullptr, std::chrono::steady_clock::now());
    EXPECT_CODE(cache_.history(did_of("b"), hurried), deed::errors::kDeadline);
    answer_now.count_down();
}

TEST_F(Cache, AFailureOfTheAskerIsNotTheOthersFailure) {
    std::latch answer_now(1);
    inner_.error = Error(errors::kNotFound, "for now");
    std::atomic<bool> first = true;
    inner_.before_answer = [&] {
        if (!first.exchange(false)) {
            inner_.error.reset();
            return;
        }
        answer_now.wait();
    };
    std::string other;
    std::jthread asker([&] {
        Call call;
        EXPECT_CODE(cache_.resolve(did_of("a"), call), errors::kNotFound);
    });
    while (inner_.asked == 0) std::this_thread::yield();
    std::jthread waiter([&] {
        Call call;
        const auto answer = cache_.resolve(did_of("a"), call);
        if (answer) other = answer->metadata.version_id.value();
    });
    answer_now.count_down();
    asker.join();
    waiter.join();
    EXPECT_EQ(other, "2");
}

}  // namespace
}  // namespace deed::did
