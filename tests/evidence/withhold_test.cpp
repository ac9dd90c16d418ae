#include "tests/evidence/support.hpp"

namespace deed::evidence {
namespace {

using test::EvidenceTest;
using test::failures;
using test::given_json;
using test::kPerson;
using test::must;
using test::open_json;
using Names = std::vector<std::string>;

Names shown_in(const Opening& opening) {
    Names pointers;
    for (const Field& field : std::get<std::vector<Field>>(opening.content()))
        if (const auto* shown = std::get_if<ShownField>(&field)) pointers.push_back(shown->pointer);
    return pointers;
}

const did::Did kDid = must(did::Did::parse("did:example:1"));

TEST(Withholding, TakesFieldsAtAndBelowAPlace) {
    const Opening all = open_json(kDid, R"({"a":{"b":1,"c":[2,3]},"ab":4,"a!":5})");
    ASSERT_EQ(shown_in(all), (Names{"/a!", "/a/b", "/a/c/0", "/a/c/1", "/ab"}));
    EXPECT_EQ(shown_in(must(all.withholding({"/a"}))), (Names{"/a!", "/ab"}));
    EXPECT_EQ(shown_in(must(all.withholding({"/a/c"}))), (Names{"/a!", "/a/b", "/ab"}));
    EXPECT_EQ(shown_in(must(all.withholding({"/a/b", "/ab"}))),
              (Names{"/a!", "/a/c/0", "/a/c/1"}));
    EXPECT_EQ(shown_in(must(all.withholding({"/a", "/a/b"}))), (Names{"/a!", "/ab"}));
    EXPECT_EQ(shown_in(must(all.withholding({""}))), Names{});
    EXPECT_EQ(shown_in(must(all.withholding({}))), shown_in(all));
    for (const auto& pointers : {Names{"/a"}, Names{"/a/c", "/ab"}, Names{""}})
        EXPECT_EQ(must(all.withholding(pointers)).commitment(), all.commitment());
}

TEST(Withholding, RefusesPlacesWithoutAField) {
    const Opening all = open_json(kDid, kPerson);
    for (const char* pointer : {"/nam", "/name/", "/name/0", "name", "/tags/2", "/", "/~"})
        EXPECT_CODE(all.withholding({pointer}), errors::kNoSuchField);
    EXPECT_CODE(all.withholding({"/name", "/nobody"}), errors::kNoSuchField);
    const Opening less = must(all.withholding({"/address"}));
    EXPECT_CODE(less.withholding({"/address/city"}), errors::kNoSuchField);
    EXPECT_OK(less.withholding({"/name"}));
    EXPECT_CODE(test::open_bytes(kDid, kPerson).withholding({"/name"}), errors::kNotJson);
}

class WithheldProof : public EvidenceTest {
protected:
    WithheldProof() { anchor_all({opening_}); }

    json::Document prove_without(const Names& pointers) {
        return prove_it(must(opening_.withholding(pointers)));
    }

    Opening opening_ = open_json(did_, kPerson);
};

TEST_F(WithheldProof, IsGoodForTheDocumentWithoutTheFields) {
    const json::Document proof = prove_without({"/born", "/address"});
    const std::string redacted = R"({"tags":["x",null],"name":"Ada"})";
    EXPECT_EQ(failures(judge(proof, given_json(redacted))), Names{});
    EXPECT_EQ(judge(proof, given_json(redacted)).report.exit_code(), 0);
    EXPECT_EQ(judge(proof, {}).report.exit_code(), 0);

    const Names not_covered{"document: evidence.field_not_covered"};
    EXPECT_EQ(failures(judge(proof, given_json(kPerson))), not_covered);
    EXPECT_EQ(failures(judge(proof, given_json(R"({"tags":["x",null],"name":"Ada","born":0})"))),
              not_covered);
}

TEST_F(WithheldProof, HoldsNothingOfTheFields) {
    const std::string all = prove_it(opening_).to_string();
    const std::string less = prove_without({"/address/city", "/born"}).to_string();
    const auto& fields = std::get<std::vector<Field>>(opening_.content());
    for (const Field& field : fields) {
        const auto& shown = std::get<ShownField>(field);
        const bool withheld = shown.pointer == "/address/city" || shown.pointer == "/born";
        const std::string salt = base64_encode(shown.salt);
        EXPECT_NE(all.find(salt), std::string::npos);
        EXPECT_EQ(less.find(salt) == std::string::npos, withheld) << shown.pointer;
        EXPECT_EQ(less.find("\"" + shown.pointer + "\"") == std::string::npos, withheld);
    }
    for (const std::string_view text : {"\"London\"", ":1815", "\"/born", "/city\""}) {
        EXPECT_NE(all.find(text), std::string::npos) << text;
        EXPECT_EQ(less.find(text), std::string::npos) << text;
    }
}

/// Whether one of the years, with one of the salts, is the withheld field.
bool guess(const TwinDigest& withheld, const std::vector<Salt>& salts) {
    for (int year = 1700; year < 1900; ++year) {
        const json::Document value = json::Writer().integer(year).take_document();
        for (const Salt& salt : salts) {
            const TwinDigest tried = field_digest({"/born", salt, value});
            if (tried.sha256 == withheld.sha256 || tried.sm3 == withheld.sm3) return true;
        }
    }
    return false;
}

TEST_F(WithheldProof, DoesNotLetAnybodyConfirmAGuess) {
    const json::Document proof = prove_without({"/born"});
    ASSERT_OK_AND(const EvidenceProof parsed, EvidenceProof::parse(proof.root()));
    std::vector<Salt> known{Salt{}, parsed.opening.salt()};
    TwinDigest withheld;
    for (const Field& field : std::get<std::vector<Field>>(parsed.opening.content())) {
        if (const auto* shown = std::get_if<ShownField>(&field))
            known.push_back(shown->salt);
        else
            withheld = std::get<TwinDigest>(field);
    }
    ASSERT_EQ(known.size(), 7U);
    EXPECT_FALSE(guess(withheld, known));
    // With the salt that the proof lacks, the guess would be confirmed.
    const auto& born = std::get<std::vector<Field>>(opening_.content())[2];
    ASSERT_EQ(std::get<ShownField>(born).pointer, "/born");
    EXPECT_TRUE(guess(withheld, {std::get<ShownField>(born).salt}));
}

TEST_F(WithheldProof, ProvesNothingWhenItShowsNothing) {
    const json::Document proof = prove_without({""});
    const EvidenceVerdict verdict = judge(proof, {});
    EXPECT_EQ(failures(verdict), Names{});
    EXPECT_EQ(test::code_of(verdict, "document"), "evidence.nothing_shown");
    EXPECT_EQ(verdict.report.verdict(), credentials::Verdict::could_not_judge);
    EXPECT_EQ(verdict.report.exit_code(), 9);
    const json::Document one = prove_without({"/born", "/address", "/tags"});
    EXPECT_EQ(judge(one, {}).report.exit_code(), 0);
    EXPECT_EQ(failures(judge(proof, given_json("{}"))),
              Names{"document: evidence.field_not_covered"});
}

}  // namespace
}  // namespace deed::evidence
