// What a report says of a credential by the bits of a status list. The lists here are in memory;
// those of registries are read by tests/cli/transcripts/credential_status.txt, and on a chain by
// chain_transcripts/registries.txt.

#include "credentials/status.hpp"

#include "credentials/errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "tests/credentials/cast.hpp"

namespace deed::credentials {
namespace {

using test::Cast;
using test::entry;
using test::parse;
using test::with;

constexpr const char* kList = "0x0000000000000000000000000000000000000000000000000000000000000abc";

std::string entry_text(std::string_view purpose, std::string_view index) {
    return R"({"type": "DeedStatusRegistryEntry", "statusPurpose": ")" + std::string(purpose) +
           R"(", "statusRegistry": "e1-00", "statusListId": ")" + kList +
           R"(", "statusListIndex": ")" + std::string(index) + "\"}";
}

/// Two lists of one issuer, in memory.
class Lists final : public StatusSource {
public:
    Result<StatusAnswer> look_up(const StatusEntry& entry, std::string_view issuer,
                                 const std::optional<Timestamp>& at, Call&) override {
        asked_at = at;
        if (trouble) return *trouble;
        StatusAnswer answer;
        answer.is_set = entry.index == 7;
        answer.is_permanent = is_permanent;
        answer.publisher = publisher;
        answer.is_of_issuer = issuer == publisher;
        answer.as_of = as_of;
        answer.source = "mirror m";
        return answer;
    }

    std::string publisher;
    bool is_permanent = true;
    std::optional<Timestamp> as_of;
    std::optional<Error> trouble;
    std::optional<Timestamp> asked_at;
};

class Status : public ::testing::Test {
protected:
    Status() { lists_.publisher = cast_.issuer.to_string(); }

    Report report(const std::string& status) {
        const json::Document credential =
            cast_.issue(with(parse(test::kUnsigned), "/credentialStatus", status).to_string())
                .value();
        const VerifyContext context{.resolver = cast_.resolver,
                                    .clock = cast_.clock,
                                    .contexts = cast_.contexts,
                                    .statuses = &lists_};
        return verify(credential, cast_.policy, context, cast_.call).value();
    }
    std::string judged(const std::string& status) { return entry(report(status), "status"); }

    Cast cast_;
    Lists lists_;
};

TEST_F(Status, IsGoodWhereTheBitIsNotSet) {
    const Report good = report(entry_text("revocation", "8"));
    EXPECT_EQ(good.find("status")->detail, "not revoked");
    EXPECT_EQ(good.verdict(), Verdict::good);
    lists_.is_permanent = false;
    lists_.as_of = cast_.clock.now();
    EXPECT_EQ(report(entry_text("suspension", "8")).find("status")->detail,
              "not suspended, as of 2026-11-22T00:00:00Z by mirror m");
}

TEST_F(Status, IsBadWhereTheBitIsSet) {
    const Report revoked = report(entry_text("revocation", "7"));
    EXPECT_EQ(entry(revoked, "status"), "failed status.revoked at /credentialStatus");
    EXPECT_EQ(revoked.exit_code(), 12);
    lists_.is_permanent = false;
    EXPECT_EQ(judged(entry_text("suspension", "7")),
              "failed status.suspended at /credentialStatus");
}

TEST_F(Status, AsksAsOfTheMoment) {
    cast_.policy.at = test::time("2026-11-20T00:00:00Z");
    static_cast<void>(judged(entry_text("revocation", "7")));
    EXPECT_EQ(lists_.asked_at, cast_.policy.at);
}

TEST_F(Status, IsOpenWhereTheListIsAnothers) {
    lists_.publisher = "did:example:another";
    for (const auto* index : {"7", "8"})
        EXPECT_EQ(judged(entry_text("revocation", index)),
                  "undetermined status.foreign_list at /credentialStatus");
}

TEST_F(Status, IsOpenWhereEntryAndListAreForDifferentPurposes) {
    for (const auto* index : {"7", "8"})
        EXPECT_EQ(judged(entry_text("suspension", index)),
                  "undetermined status.purpose_mismatch at /credentialStatus");
}

TEST_F(Status, IsOpenWhereTheAnswerIsOld) {
    cast_.policy.max_did_age_seconds = 600;
    lists_.as_of = cast_.clock.now().plus_seconds(-600);
    EXPECT_EQ(report(entry_text("revocation", "8")).verdict(), Verdict::good);
    lists_.as_of = cast_.clock.now().plus_seconds(-601);
    EXPECT_EQ(judged(entry_text("revocation", "8")),
              "undetermined status.stale at /credentialStatus");
    // Bits of a list for revocation stay set; a suspension may have been taken back since.
    EXPECT_EQ(judged(entry_text("revocation", "7")), "failed status.revoked at /credentialStatus");
    lists_.is_permanent = false;
    EXPECT_EQ(judged(entry_text("suspension", "7")),
              "undetermined status.stale at /credentialStatus");
    lists_.as_of = cast_.clock.now().plus_seconds(61);
    EXPECT_EQ(judged(entry_text("suspension", "8")),
              "undetermined status.stale at /credentialStatus");
}

TEST_F(Status, IsOpenWhereNothingCanBeLearnt) {
    const std::pair<Error, std::string_view> troubles[] = {
        {Error(errors::kStatusRegistryUnknown, ""), "status.registry_unknown"},
        {Error(errors::kStatusListUnknown, ""), "status.list_unknown"},
        {Error(errors::kStatusStale, ""), "status.stale"},
        {Error(registry::errors::kListUnknown, ""), "status.unavailable"},
        {Error(registry::errors::kLedgerReadOnly, ""), "status.unavailable"}};
    for (const auto& [trouble, code] : troubles) {
        lists_.trouble = trouble;
        EXPECT_EQ(judged(entry_text("revocation", "7")),
                  "undetermined " + std::string(code) + " at /credentialStatus");
    }
}

TEST_F(Status, TakesTheWorstOfSeveralEntries) {
    const std::string free = entry_text("revocation", "8");
    const std::string set = entry_text("revocation", "7");
    const std::string other = R"({"type": "BitstringStatusListEntry"})";
    EXPECT_EQ(judged("[" + free + "]"), "passed");
    EXPECT_EQ(judged("[" + free + "," + set + "]"), "failed status.revoked at /credentialStatus/1");
    EXPECT_EQ(judged("[" + other + "," + set + "]"),
              "failed status.revoked at /credentialStatus/1");
    EXPECT_EQ(judged("[" + free + "," + other + "]"),
              "undetermined status.unsupported at /credentialStatus/1");
    std::string many = free;
    for (int i = 1; i < 17; ++i) many += "," + free;
    EXPECT_EQ(judged("[" + many + "]"), "undetermined status.too_many at /credentialStatus");
}

TEST_F(Status, IsBadWhereTheEntryIsMalformed) {
    const std::pair<std::string_view, std::string_view> members[] = {
        {"/statusPurpose", R"("message")"},
        {"/statusPurpose", "7"},
        {"/statusRegistry", R"("")"},
        {"/statusListId", R"("0x12")"},
        {"/statusListId", R"("0XAB")"},
        {"/statusListIndex", "7"},
        {"/statusListIndex", R"("07")"},
        {"/statusListIndex", R"("-7")"},
        {"/statusListIndex", R"("18446744073709551616")"}};
    for (const auto& [member, value] : members) {
        const auto bad = with(parse(entry_text("revocation", "8")), member, value);
        EXPECT_EQ(judged(bad.to_string()),
                  "failed status.entry_malformed at /credentialStatus" + std::string(member))
            << value;
    }
}

TEST(StatusEntry, IsWrittenAsItIsRead) {
    const json::Document json = parse(entry_text("suspension", "18446744073709551615"));
    ASSERT_OK_AND(const StatusEntry read, StatusEntry::parse(json.root()));
    EXPECT_EQ(read.index, ~std::uint64_t{0});
    EXPECT_EQ(read.list[30], 0x0a);
    ASSERT_OK_AND(const StatusEntry again, StatusEntry::parse(read.to_json().root()));
    EXPECT_EQ(again, read);
}

}  // namespace
}  // namespace deed::credentials
