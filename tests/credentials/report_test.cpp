#include "credentials/report.hpp"

#include <gtest/gtest.h>

#include "credentials/errors.hpp"
#include "credentials/proofs/errors.hpp"

namespace deed::credentials {
namespace {

TEST(Report, OfNothingIsGood) {
    const Report report;
    EXPECT_EQ(report.verdict(), Verdict::good);
    EXPECT_EQ(report.exit_code(), 0);
    EXPECT_EQ(report.to_json().to_string(), R"({"verdict":"good","checks":[]})");
}

TEST(Report, SkippedChecksLeaveItGood) {
    Report report;
    report.pass("model", "fine");
    report.skip("terms", "not asked");
    EXPECT_EQ(report.verdict(), Verdict::good);
}

TEST(Report, OneFailureMakesItBad) {
    Report report;
    report.undetermined("status", Error(errors::kStatusUnsupported, "unknown"));
    report.fail("dates", errors::kExpired, "over");
    EXPECT_EQ(report.verdict(), Verdict::bad);
    EXPECT_EQ(report.exit_code(), 11);
}

TEST(Report, OneRequiredUnknownKeepsItFromBeingGood) {
    Report report;
    report.pass("model", "fine");
    report.undetermined("status", Error(errors::kStatusUnsupported, "unknown"));
    EXPECT_EQ(report.verdict(), Verdict::could_not_judge);
    EXPECT_EQ(report.exit_code(), 9);
}

TEST(Report, AnUnknownThatIsNotRequiredDoesNot) {
    Report report;
    report.undetermined("status", Error(errors::kStatusUnsupported, "unknown"), false);
    EXPECT_EQ(report.verdict(), Verdict::good);
    EXPECT_EQ(report.exit_code(), 0);
}

TEST(Report, FindsChecksByName) {
    Report report;
    report.pass("model", "fine");
    ASSERT_NE(report.find("model"), nullptr);
    EXPECT_EQ(report.find("model")->detail, "fine");
    EXPECT_EQ(report.find("Model"), nullptr);
}

TEST(Report, PrintsWhatItHas) {
    Report report;
    report.pass("model", "fine");
    report.fail("proof", Error(errors::kProofSignatureInvalid, "wrong", "/proof/proofValue"));
    report.skip("terms", "not asked");
    EXPECT_EQ(report.to_json().to_string(),
              R"({"verdict":"bad","checks":[)"
              R"({"name":"model","state":"passed","detail":"fine"},)"
              R"({"name":"proof","state":"failed","code":"proof.signature_invalid",)"
              R"("detail":"wrong","pointer":"/proof/proofValue"},)"
              R"({"name":"terms","state":"skipped","detail":"not asked"}]})");
}

TEST(Report, TellsPlacesThatAreNoPointersInWords) {
    Report report;
    report.undetermined("proof", Error(errors::kStatusUnsupported, "gone", "did:example:a"));
    EXPECT_EQ(report.checks()[0].detail, "gone (did:example:a)");
    EXPECT_EQ(report.checks()[0].pointer, "");
}

TEST(Report, PrintsDetailsThatAreNotUtf8) {
    Report report;
    report.pass("model",
                "a\xff"
                "b");
    EXPECT_EQ(report.to_json().root().find("checks")->array()[0].find("detail")->string(), "a?b");
}

TEST(Report, NamesStatesAndVerdicts) {
    EXPECT_EQ(to_string(CheckState::undetermined), "undetermined");
    EXPECT_EQ(to_string(Verdict::could_not_judge), "could not judge");
}

}  // namespace
}  // namespace deed::credentials
