#include "evidence/verify.hpp"

#include "did/errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "tests/evidence/support.hpp"

namespace deed::evidence {
namespace {

using credentials::CheckState;
using test::EvidenceTest;
using test::failures;
using test::given_bytes;
using test::given_json;
using test::kPerson;
using test::must;
using test::open_bytes;
using test::open_json;
using test::outcome;
using Names = std::vector<std::string>;

constexpr std::string_view kText = "A small document.";

/// Names of logs that are not the one under test.
struct OtherLogs {
    tlog::VerifierKey other = must(tlog::VerifierKey::create(
        "other.example/log",
        did::test::signer_of(crypto::KeyType::ed25519, 6)->public_key()));
    tlog::VerifierKey renamed = must(tlog::VerifierKey::create(
        "other.example/log", did::test::signer_of(crypto::KeyType::ed25519, 2)->public_key()));
    std::vector<std::string> pins{other.to_string(), registry::network_of(other),
                                  renamed.to_string(), registry::network_of(renamed)};
};

class Verifying : public EvidenceTest {
protected:
    std::string state_of(const EvidenceVerdict& verdict, std::string_view check) {
        return std::string(to_string(verdict.report.find(check)->state));
    }
};

TEST_F(Verifying, AnswersAllQuestionsInTheirOrder) {
    const Opening opening = open_bytes(did_, kText);
    log_.tick(60);
    const json::Document proof = anchor_and_prove(opening);
    const EvidenceVerdict verdict = judge(proof, given_bytes(kText));
    Names asked;
    for (const credentials::Check& check : verdict.report.checks())
        asked.push_back(check.name + " " + std::string(to_string(check.state)));
    EXPECT_EQ(asked, (Names{"document passed", "withheld skipped", "commitment passed",
                            "operation passed", "inclusion passed", "checkpoint passed",
                            "submitter passed", "log passed", "witnesses skipped",
                            "time skipped"}));
    EXPECT_EQ(verdict.report.verdict(), credentials::Verdict::good);
    EXPECT_EQ(verdict.report.exit_code(), 0);

    ASSERT_TRUE(verdict.facts.has_value());
    EXPECT_EQ(verdict.facts->submitter, did_.to_string());
    EXPECT_EQ(verdict.facts->commitment_hex, hex_encode(opening.commitment().sha256));
    EXPECT_EQ(verdict.facts->accepted.to_string(), "2026-01-02T03:05:05Z");
    EXPECT_EQ(verdict.facts->network, log_.ledger->network());
    EXPECT_EQ(verdict.facts->position, 1U);
    EXPECT_EQ(verdict.facts->tree_size, 2U);

    const auto detail = [&](const char* check) { return verdict.report.find(check)->detail; };
    EXPECT_NE(detail("submitter").find(did_.to_string()), std::string::npos);
    EXPECT_NE(detail("submitter").find("2026-01-02T03:05:05Z"), std::string::npos);
    EXPECT_NE(detail("inclusion").find("number 1, from 0, in a tree of 2"), std::string::npos);
    EXPECT_NE(detail("commitment").find(verdict.facts->commitment_hex), std::string::npos);
    EXPECT_EQ(detail("time"), "accepted 2026-01-02T03:05:05Z, as the log's operator claims");
}

TEST_F(Verifying, FindsEveryChangedBitOfADocument) {
    const json::Document proof = anchor_and_prove(open_bytes(did_, kText));
    for (std::size_t i = 0; i < kText.size(); ++i) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string document(kText);
            document[i] = static_cast<char>(document[i] ^ (1 << bit));
            const EvidenceVerdict verdict = judge(proof, given_bytes(document));
            EXPECT_EQ(failures(verdict), Names{"document: evidence.document_mismatch"});
            EXPECT_EQ(verdict.report.exit_code(), exit_code(ErrorKind::mismatch));
        }
    }
    for (const std::string& document :
         {std::string(), std::string(kText) + "\n", std::string(kText.substr(1)),
          std::string(kText) + std::string(1, '\0')})
        EXPECT_EQ(outcome(proof, given_bytes(document), pin()), "evidence.document_mismatch");
    // Each of the three alone tells.
    DocumentDigest right = digest_of(as_bytes(kText));
    for (int part = 0; part < 3; ++part) {
        DocumentDigest wrong = right;
        if (part == 0) ++wrong.length;
        if (part == 1) wrong.digest.sha256[31] ^= 1;
        if (part == 2) wrong.digest.sm3[31] ^= 1;
        EXPECT_EQ(outcome(proof, {wrong, std::nullopt}, pin()), "evidence.document_mismatch");
    }
}

TEST_F(Verifying, TellsTheFieldsOfADocumentApart) {
    const json::Document proof = anchor_and_prove(open_json(did_, kPerson));
    const auto expect = [&](std::string_view document, const std::string& code,
                            const std::string& pointer) {
        const EvidenceVerdict verdict = judge(proof, given_json(document));
        const credentials::Check* check = verdict.report.find("document");
        EXPECT_EQ(test::code_of(verdict, "document"), code) << document;
        EXPECT_EQ(check->pointer, pointer) << document;
        EXPECT_EQ(verdict.report.exit_code(), code.empty() ? 0 : exit_code(ErrorKind::mismatch));
    };
    expect(kPerson, "", "");
    expect(" {\"tags\" :\n[ \"\\u0078\", null ],\t\"born\":1.815e3,"
           R"("address":{"zip":{ },"city":"L\u006fndon"},"name":"Ada"})", "", "");

    const std::string mismatch = "evidence.field_mismatch";
    const std::string not_covered = "evidence.field_not_covered";
    const std::string missing = "evidence.field_missing";
    const auto person = [](const char* name, const char* born, const char* address,
                           const char* tags) {
        return std::string("{\"name\":") + name + ",\"born\":" + born + ",\"address\":" + address +
               ",\"tags\":" + tags + "}";
    };
    const char* const home = R"({"city":"London","zip":{}})";
    const char* const tags = R"(["x",null])";
    expect(person("\"Ada\"", "1815", home, tags), "", "");
    expect(person("\"Ada \"", "1815", home, tags), mismatch, "/name");
    expect(person("\"ada\"", "1815", home, tags), mismatch, "/name");
    expect(person("null", "1815", home, tags), mismatch, "/name");
    expect(person("\"Ada\"", "1816", home, tags), mismatch, "/born");
    expect(person("\"Ada\"", "\"1815\"", home, tags), mismatch, "/born");
    expect(person("\"Ada\"", "1815.5", home, tags), mismatch, "/born");
    expect(person("\"Ada\"", "1815", home, R"([null,"x"])"), mismatch, "/tags/0");
    expect(person("\"Ada\"", "1815", R"({"city":"London","zip":[]})", tags), mismatch,
           "/address/zip");
    expect(person("\"Ada\"", "1815", R"({"city":"London"})", tags), missing, "/address/zip");
    expect(person("\"Ada\"", "1815", "{}", tags), not_covered, "/address");
    expect(person("\"Ada\"", "[1815]", home, tags), missing, "/born");
    expect(person("\"Ada\"", "1815", home, R"(["x"])"), missing, "/tags/1");
    expect(person("\"Ada\"", "1815", home, R"(["x",null,1])"), not_covered, "/tags/2");
    expect(person("\"Ada\",\"more\":0", "1815", home, tags), not_covered, "/more");
    expect(person("\"Ada\",\"z\":0", "1815", home, tags), not_covered, "/z");
    expect(person("\"Ada\",\"\":{}", "1815", home, tags), not_covered, "/");
    expect("{}", not_covered, "");
    expect("null", not_covered, "");
    std::string many = "[0";
    for (int i = 0; i < 10'000; ++i) many += ",0";
    expect(many + "]", not_covered, "");
}

TEST_F(Verifying, TakesNoObjectForAnArray) {
    constexpr std::string_view kArray = R"({"parties":["Alice","Bob"]})";
    constexpr std::string_view kObject = R"({"parties":{"0":"Alice","1":"Bob"}})";
    const Opening opening = open_json(did_, kArray);
    EXPECT_CODE(Opening::for_json(did_, test::json_of(kObject).root()), errors::kAmbiguousMember);
    const json::Document proof = anchor_and_prove(opening);
    EXPECT_EQ(outcome(proof, given_json(kArray), pin()), "good");
    const EvidenceVerdict object = judge(proof, given_json(kObject));
    EXPECT_EQ(failures(object), Names{"document: evidence.ambiguous_member"});
    EXPECT_EQ(object.report.find("document")->pointer, "/parties/0");
    EXPECT_EQ(object.report.exit_code(), exit_code(ErrorKind::malformed));

    // Partly shown alike.
    const json::Document part = prove_it(must(opening.withholding({"/parties/1"})));
    EXPECT_EQ(outcome(part, given_json(R"({"parties":["Alice"]})"), pin()), "good");
    EXPECT_EQ(outcome(part, given_json(R"({"parties":{"0":"Alice"}})"), pin()),
              "evidence.ambiguous_member");
}

TEST_F(Verifying, TellsHowMuchIsWithheld) {
    const auto withheld = [&](const json::Document& proof, const GivenDocument& given) {
        const EvidenceVerdict verdict = judge(proof, given);
        EXPECT_EQ(verdict.report.exit_code(), 0);
        EXPECT_EQ(state_of(verdict, "withheld"), "skipped");
        return verdict.report.find("withheld")->detail;
    };
    const Opening opening = open_json(did_, kPerson);
    EXPECT_EQ(withheld(anchor_and_prove(opening), given_json(kPerson)), "nothing is withheld");
    EXPECT_EQ(withheld(anchor_and_prove(open_bytes(did_, kText)), given_bytes(kText)),
              "nothing is withheld");
    EXPECT_EQ(withheld(prove_it(must(opening.withholding({"/address"}))), {}),
              "2 of 6 fields are withheld; they could be other values for the places shown");
}

// The caveat that `withheld` states: section 2 says that the format cannot exclude it.
TEST_F(Verifying, CannotTellThatAWithheldFieldIsAnotherValueForTheSamePlace) {
    const ShownField one{"/price", Salt{1}, test::json_of("1")};
    const ShownField two{"/price", Salt{2}, test::json_of("2")};
    const Salt salt{3};
    const auto showing = [&](Field first, Field second) {
        return Opening::from_parts(did_, salt, std::vector{std::move(first), std::move(second)});
    };
    EXPECT_CODE(showing(one, two), errors::kProofMalformed);
    const Opening shows_one = must(showing(one, field_digest(two)));
    const Opening shows_two = must(showing(field_digest(one), two));
    ASSERT_EQ(shows_one.commitment(), shows_two.commitment());
    anchor_all({shows_one});
    for (const auto& [opening, text] :
         {std::pair(shows_one, R"({"price":1})"), std::pair(shows_two, R"({"price":2})")}) {
        const EvidenceVerdict verdict = judge(prove_it(opening), given_json(text));
        EXPECT_EQ(verdict.report.exit_code(), 0);
        EXPECT_EQ(verdict.report.find("withheld")->detail,
                  "1 of 2 fields are withheld; they could be other values for the places shown");
    }
}

TEST_F(Verifying, ProvesTheShownFieldsWithoutADocument) {
    const json::Document proof = anchor_and_prove(open_json(did_, kPerson));
    const EvidenceVerdict verdict = judge(proof, {});
    EXPECT_EQ(state_of(verdict, "document"), "skipped");
    EXPECT_EQ(verdict.report.exit_code(), 0);
}

TEST_F(Verifying, NeedsTheDocumentInItsForm) {
    const json::Document bytes = anchor_and_prove(open_bytes(did_, kPerson));
    const json::Document fields = anchor_and_prove(open_json(did_, kPerson));
    const std::string needed = test::code_name(errors::kDocumentNeeded);
    EXPECT_EQ(outcome(bytes, {}, pin()), needed);
    EXPECT_EQ(outcome(bytes, given_json(kPerson), pin()), needed);
    EXPECT_EQ(outcome(fields, given_bytes(kPerson), pin()), needed);
    const GivenDocument both{digest_of(as_bytes(kPerson)), test::json_of(kPerson)};
    EXPECT_EQ(outcome(bytes, both, pin()), "good");
    EXPECT_EQ(outcome(fields, both, pin()), "good");
}

TEST_F(Verifying, TrustsThePinnedLogOnly) {
    const json::Document proof = anchor_and_prove(open_bytes(did_, kText));
    const GivenDocument document = given_bytes(kText);
    EXPECT_EQ(outcome(proof, document, pin()), "good");
    EXPECT_EQ(outcome(proof, document, log_.ledger->network()), "good");

    const OtherLogs others;
    for (const std::string& log : others.pins) {
        const auto verdict = verify(must(EvidenceProof::parse(proof.root())), document, log, call_);
        ASSERT_OK(verdict);
        EXPECT_EQ(failures(*verdict), Names{"log: evidence.log_mismatch"}) << log;
        EXPECT_EQ(verdict->report.exit_code(), exit_code(ErrorKind::untrusted));
    }
}

TEST_F(Verifying, CannotJudgeWithoutAPinnedLog) {
    const json::Document proof = anchor_and_prove(open_bytes(did_, kText));
    const auto parsed = must(EvidenceProof::parse(proof.root()));
    ASSERT_OK_AND(const auto verdict, verify(parsed, given_bytes(kText), std::nullopt, call_));
    EXPECT_EQ(failures(verdict), Names{});
    EXPECT_EQ(state_of(verdict, "log"), "undetermined");
    EXPECT_EQ(test::code_of(verdict, "log"), "evidence.log_not_pinned");
    EXPECT_EQ(verdict.report.verdict(), credentials::Verdict::could_not_judge);
    EXPECT_EQ(verdict.report.exit_code(), 9);
    ASSERT_OK_AND(const auto bad, verify(parsed, given_bytes("other"), std::nullopt, call_));
    EXPECT_EQ(bad.report.verdict(), credentials::Verdict::bad);
}

TEST_F(Verifying, RefusesPinsThatAreNone) {
    const json::Document proof = anchor_and_prove(open_bytes(did_, kText));
    const std::string network = log_.ledger->network();
    for (const std::string& text :
         {std::string(), std::string("l"), network.substr(1), network + "a",
          "x" + network.substr(1), network.substr(0, 32) + "1",
          pin().substr(1), pin() + "=", pin() + " ", std::string("+"),
          network + "+"})
        EXPECT_EQ(outcome(proof, given_bytes(kText), text), "evidence.pin_malformed") << text;
}

TEST_F(Verifying, RefusesAProofOfAnotherLog) {
    test::TestLedger elsewhere(5);
    const did::Did did = elsewhere.create(1);
    const Opening opening = open_bytes(did, kText);
    must(anchor(std::vector{opening}, {*elsewhere.ledger, openings_, *controller_, log_.clock},
                call_));
    const json::Document proof = must(prove(*elsewhere.ledger, opening, elsewhere.clock, call_));
    EXPECT_EQ(failures(judge(proof, given_bytes(kText))), Names{"log: evidence.log_mismatch"});

    // Of the same controller: the DID, and with it the commitment, is bound to the ledger.
    const json::Document here = anchor_and_prove(open_bytes(did_, kText));
    const auto swapped =
        must(here.with("/did", must(json::resolve_pointer(proof.root(), "/did"))));
    EXPECT_EQ(failures(judge(swapped, given_bytes(kText))),
              (Names{"commitment: evidence.commitment_mismatch",
                     "operation: evidence.operation_invalid",
                     "checkpoint: evidence.checkpoint_invalid", "log: evidence.log_mismatch"}));
    EXPECT_CODE(prove(*log_.ledger, opening, log_.clock, call_), did::errors::kWrongLedger);
}

TEST_F(Verifying, RefusesAnothersExport) {
    const json::Document proof = anchor_and_prove(open_bytes(did_, kText));
    const did::Did other = log_.create(3);
    // Over the same checkpoint, so that nothing but the DID differs.
    const json::Document mine = prove_it(must(openings_.list({}, call_)).openings[0].opening);
    const auto others = must(did::export_weid(*log_.ledger, other, log_.clock, call_));
    const json::Document swapped = must(mine.with("/did", others.root()));
    const EvidenceVerdict verdict = judge(swapped, given_bytes(kText));
    EXPECT_EQ(failures(verdict), (Names{"commitment: evidence.commitment_mismatch",
                                        "operation: evidence.operation_invalid"}));
    EXPECT_EQ(test::code_of(verdict, "submitter"), "evidence.depends_on_failed");
}

TEST_F(Verifying, StaysGoodForProofsMadeLaterAndEarlier) {
    const Opening opening = open_json(did_, kPerson);
    const json::Document early = anchor_and_prove(opening);
    for (std::uint8_t i = 10; i < 16; ++i) log_.create(i);
    log_.update(did_, 1, "changed");
    const json::Document late = prove_it(opening);
    EXPECT_NE(test::text_at(early, "/proof"), test::text_at(late, "/proof"));
    for (const json::Document& proof : {early, late})
        EXPECT_EQ(judge(proof, given_json(kPerson)).report.exit_code(), 0);
    // Anchored twice, the latest counts.
    anchor_all({open_bytes(did_, "other"), opening});
    const EvidenceVerdict again = judge(prove_it(opening), given_json(kPerson));
    EXPECT_EQ(again.report.exit_code(), 0);
    EXPECT_EQ(again.facts->position, 9U);
}

TEST_F(Verifying, ProvesEveryCommitmentOfABatch) {
    std::vector<Opening> openings;
    for (int i = 0; i < 7; ++i) openings.push_back(open_bytes(did_, std::to_string(i)));
    anchor_all(openings);
    for (int i = 0; i < 7; ++i) {
        const json::Document proof = prove_it(openings[static_cast<std::size_t>(i)]);
        EXPECT_EQ(outcome(proof, given_bytes(std::to_string(i)), pin()), "good");
        EXPECT_EQ(outcome(proof, given_bytes(std::to_string(i + 1)), pin()),
                  "evidence.document_mismatch");
    }
    EXPECT_CODE(prove(*log_.ledger, open_bytes(did_, "0"), log_.clock, call_),
                registry::errors::kEvidenceNotFound);
}

TEST_F(Verifying, GivesUpWhenCancelled) {
    const json::Document proof = anchor_and_prove(open_bytes(did_, kText));
    const std::atomic<bool> cancelled = true;
    Call call(nullptr, &cancelled);
    EXPECT_CODE(verify(must(EvidenceProof::parse(proof.root())), given_bytes(kText), pin(), call),
                deed::errors::kInterrupted);
}

}  // namespace
}  // namespace deed::evidence
