#include "tests/evidence/support.hpp"

namespace deed::evidence {
namespace {

using test::code_of;
using test::EvidenceTest;
using test::given_bytes;
using test::given_json;
using test::kPerson;
using test::must;
using test::open_bytes;
using test::open_json;
using test::outcome;

constexpr std::string_view kText = "A small document.";

/// Pointers of all scalars of a document.
std::vector<std::string> places_of(json::Value value, const std::string& at = "") {
    std::vector<std::string> places;
    const auto add = [&](const std::vector<std::string>& more) {
        places.insert(places.end(), more.begin(), more.end());
    };
    if (value.is_object()) {
        for (const auto& [name, member] : value.object())
            add(places_of(member, at + json::pointer_token(name)));
    } else if (value.is_array()) {
        std::size_t index = 0;
        for (const json::Value element : value.array())
            add(places_of(element, at + "/" + std::to_string(index++)));
    } else {
        places.push_back(at);
    }
    return places;
}

bool is_in(const std::string& outcome, const std::string& code) {
    return outcome.find(code) != std::string::npos;
}

/// Proofs in the middle of things: several commitments in the batch, entries before and after, a
/// DID with a history.
class Tampering : public EvidenceTest {
protected:
    Tampering() {
        log_.create(3);
        log_.update(did_, 1, "first");
        anchor_all({open_bytes(did_, "other"), bytes_, fields_});
        log_.update(did_, 1, "second");
        log_.create(4);
        bytes_proof_ = prove_it(bytes_);
        fields_proof_ = prove_it(must(fields_.withholding({"/born", "/tags/0"})));
    }

    /// What changing every byte of a base64 member comes to; one answer for all.
    void expect_each_byte(const json::Document& proof, const GivenDocument& given,
                          const std::string& pointer, const std::string& expected) {
        const Bytes bytes = test::bytes_at(proof, pointer);
        ASSERT_FALSE(bytes.empty());
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            Bytes flipped = bytes;
            flipped[i] ^= static_cast<std::uint8_t>(1 + i % 255);
            EXPECT_EQ(outcome(test::with_bytes(proof, pointer, flipped), given, pin()), expected)
                << pointer << " " << i;
        }
    }

    Opening bytes_ = open_bytes(did_, kText);
    Opening fields_ = open_json(did_, kPerson);
    json::Document bytes_proof_ = test::json_of("null");
    json::Document fields_proof_ = test::json_of("null");
};

TEST_F(Tampering, StartsFromGoodProofs) {
    EXPECT_EQ(outcome(bytes_proof_, given_bytes(kText), pin()), "good");
    EXPECT_EQ(outcome(fields_proof_, {}, pin()), "good");
    EXPECT_EQ(outcome(fields_proof_,
                      given_json(R"({"name":"Ada","address":{"city":"London","zip":{}}})"), pin()),
              "evidence.field_missing");  // /tags/1 stays shown, and cannot stand without /tags/0
}

TEST_F(Tampering, OfSaltsAndDigestsIsFoundInEveryByte) {
    const std::string commitment = "evidence.commitment_mismatch";
    const std::string both = "evidence.document_mismatch, evidence.commitment_mismatch";
    const GivenDocument document = given_bytes(kText);
    expect_each_byte(bytes_proof_, document, "/salt", commitment);
    expect_each_byte(bytes_proof_, document, "/document/sha256", both);
    expect_each_byte(bytes_proof_, document, "/document/sm3", both);
    expect_each_byte(bytes_proof_, document, "/batch/path/0", commitment);
    expect_each_byte(bytes_proof_, document, "/batch/path/1", commitment);

    expect_each_byte(fields_proof_, {}, "/salt", commitment);
    expect_each_byte(fields_proof_, {}, "/fields/0/salt", commitment);
    expect_each_byte(fields_proof_, {}, "/fields/1/salt", commitment);
    expect_each_byte(fields_proof_, {}, "/fields/2/sha256", commitment);
    expect_each_byte(fields_proof_, {}, "/fields/2/sm3", commitment);
    expect_each_byte(fields_proof_, {}, "/fields/3/salt", commitment);
}

/// One changed member and what must come of it.
struct Change {
    const char* pointer;
    const char* json;
    const char* expected;
};

TEST_F(Tampering, OfOtherMembersFailsTheCheckThatIsForIt) {
    const Change kBytesChanges[] = {
        {"/document/length", "18", "evidence.document_mismatch, evidence.commitment_mismatch"},
        {"/document/length", "0", "evidence.document_mismatch, evidence.commitment_mismatch"},
        {"/batch/index", "0", "evidence.commitment_mismatch"},
        {"/batch/index", "2", "evidence.commitment_mismatch"},
        {"/batch/count", "4", "evidence.operation_invalid"},
        {"/batch/count", "2", "evidence.commitment_mismatch, evidence.operation_invalid"},
        {"/batch/path", "[]", "evidence.commitment_mismatch"},
        {"/kind", "1", "evidence_proof.malformed"},
        {"/type", "\"deed/evidence-proof/v0\"", "evidence_proof.malformed"},
        {"/type", "\"deed/evidence-proof/v3\"", "evidence_proof.newer_format"},
        {"/entry", "\"\"", "evidence.operation_invalid, evidence.inclusion_invalid"},
        {"/did/type", "\"deed/did-export/v2\"", "evidence.submitter_invalid"},
        {"/did/log", "\"x+00000000+AAAA\"",
         "evidence.checkpoint_invalid, evidence.submitter_invalid"},
        {"/did/log", "null", "evidence.checkpoint_invalid, evidence.submitter_invalid"},
        {"/did/checkpoint", "\"\"", "evidence.checkpoint_invalid, evidence.submitter_invalid"},
        {"/did/statement", "\"\"", "evidence.submitter_invalid"},
        {"/did/operations", "[]", "evidence.submitter_invalid"},
        {"/did/operations/0/position", "1", "evidence.submitter_invalid"},
        {"/did/more", "1", "evidence.submitter_invalid"}};
    for (const auto& [pointer, json, expected] : kBytesChanges)
        EXPECT_EQ(outcome(test::changed(bytes_proof_, pointer, json), given_bytes(kText), pin()),
                  expected)
            << pointer << " " << json;

    const std::string withheld =
        json::to_string(must(json::resolve_pointer(fields_proof_.root(), "/fields/2")));
    const Change kFieldChanges[] = {
        {"/fields/0/value", "\"Paris\"", "evidence.commitment_mismatch"},
        {"/fields/0/value", "null", "evidence.commitment_mismatch"},
        {"/fields/1/value", "[]", "evidence.commitment_mismatch"},
        {"/fields/1/value", "[1]", "evidence_proof.malformed"},
        {"/fields/0/pointer", "\"/address/citx\"", "evidence.commitment_mismatch"},
        {"/fields/0/pointer", "\"/address/zip\"", "evidence_proof.malformed"},
        {"/fields/0/pointer", "\"/address\"", "evidence_proof.malformed"},
        {"/fields/0/pointer", "\"\"", "evidence_proof.malformed"},
        {"/fields/0", withheld.c_str(), "evidence.commitment_mismatch"},
        {"/fields/-", withheld.c_str(), "evidence.commitment_mismatch"}};
    for (const auto& [pointer, json, expected] : kFieldChanges)
        EXPECT_EQ(outcome(test::changed(fields_proof_, pointer, json), {}, pin()), expected)
            << pointer << " " << json;
    EXPECT_EQ(outcome(must(fields_proof_.without("/fields/2")), {}, pin()),
              "evidence.commitment_mismatch");
}

TEST_F(Tampering, OfTheEntryIsFoundInEveryByte) {
    const Bytes entry = test::bytes_at(bytes_proof_, "/entry");
    for (std::size_t i = 0; i < entry.size(); ++i) {
        Bytes flipped = entry;
        flipped[i] ^= static_cast<std::uint8_t>(1 + i % 255);
        const auto proof = must(
            EvidenceProof::parse(test::with_bytes(bytes_proof_, "/entry", flipped).root()));
        const auto verdict = must(verify(proof, given_bytes(kText), pin(), call_));
        EXPECT_EQ(code_of(verdict, "inclusion"), "evidence.inclusion_invalid") << i;
        EXPECT_EQ(code_of(verdict, "submitter"), "evidence.depends_on_failed") << i;
    }
}

TEST_F(Tampering, OfTheSignedPartsOfTheEntryFailsTheOperation) {
    const auto entry = must(registry::Entry::parse(test::bytes_at(bytes_proof_, "/entry")));
    const Bytes encoded = entry.operation.encoded();
    const std::size_t head = entry.encode().size() - encoded.size();
    for (std::size_t i = 0; i < encoded.size(); ++i) {
        Bytes flipped = entry.encode();
        flipped[head + i] ^= 0x01;
        const json::Document proof = test::with_bytes(bytes_proof_, "/entry", flipped);
        EXPECT_TRUE(is_in(outcome(proof, given_bytes(kText), pin()), "evidence.operation_invalid"))
            << i;
    }
}

TEST_F(Tampering, OfAnyCharacterAnywhereIsNeverGood) {
    const auto places = places_of(bytes_proof_.root());
    ASSERT_GT(places.size(), 20U);
    std::size_t tried = 0;
    for (const std::string& place : places) {
        if (!must(json::resolve_pointer(bytes_proof_.root(), place)).is_string()) continue;
        const std::string text = test::text_at(bytes_proof_, place);
        // Every character of short members; of long ones, of which bytes are changed above, some.
        const std::size_t step = text.size() < 100 ? 1 : 3;
        for (std::size_t i = 0; i < text.size(); i += step) {
            if (static_cast<unsigned char>(text[i]) > 0x7f) continue;  // would not be JSON
            std::string other = text;
            other[i] = text[i] == 'A' ? 'B' : 'A';
            const std::string seen =
                outcome(test::with_text(bytes_proof_, place, other), given_bytes(kText), pin());
            EXPECT_TRUE(seen.starts_with("evidence")) << place << " " << i << " " << seen;
            ++tried;
        }
        const json::Document shorter = test::with_text(bytes_proof_, place, text.substr(1));
        const std::string cut = outcome(shorter, given_bytes(kText), pin());
        EXPECT_TRUE(cut.starts_with("evidence")) << place << " " << cut;
    }
    EXPECT_GT(tried, 1000U);
}

TEST_F(Tampering, OfNumbersAnywhereIsNeverGood) {
    std::size_t tried = 0;
    for (const std::string& place : places_of(bytes_proof_.root())) {
        const json::Value value = must(json::resolve_pointer(bytes_proof_.root(), place));
        if (!value.is_number()) continue;
        for (const std::int64_t by : {-1, 1, 2, 1000}) {
            const auto other = json::Writer().integer(*value.integer() + by).take_document();
            const std::string seen = outcome(must(bytes_proof_.with(place, other.root())),
                                             given_bytes(kText), pin());
            EXPECT_TRUE(seen.starts_with("evidence")) << place << " " << by << " " << seen;
            ++tried;
        }
    }
    EXPECT_EQ(tried, 4U * 7U);  // kind, length, index, count, and three positions
}

TEST_F(Tampering, CannotPassOneOpeningForAnother) {
    // Both are in the batch; neither the salt nor the place of one serves the other.
    const json::Document other = prove_it(fields_);
    for (const char* member : {"/salt", "/batch"}) {
        const auto value = must(json::resolve_pointer(other.root(), member));
        EXPECT_EQ(outcome(must(bytes_proof_.with(member, value)), given_bytes(kText), pin()),
                  "evidence.commitment_mismatch");
    }
    // An earlier head of the same log is not the export's own, however well the entry is in it.
    log_.create(8);
    const json::Document later = prove_it(bytes_);
    const auto proof = must(json::resolve_pointer(later.root(), "/proof"));
    EXPECT_EQ(outcome(must(bytes_proof_.with("/proof", proof)), given_bytes(kText), pin()),
              "evidence.checkpoint_invalid");
}

}  // namespace
}  // namespace deed::evidence
