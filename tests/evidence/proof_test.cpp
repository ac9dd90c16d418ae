#include "evidence/proof.hpp"

#include "lib/json/errors.hpp"
#include "tests/evidence/support.hpp"

namespace deed::evidence {
namespace {

using test::changed;
using test::EvidenceTest;
using test::json_of;
using test::kPerson;
using test::must;
using test::open_bytes;
using test::open_json;
using test::text_at;
using test::with_text;

class ProofFile : public EvidenceTest {
protected:
    void refused(const json::Document& json, const std::string& why) {
        EXPECT_CODE(EvidenceProof::parse(json.root()), errors::kProofMalformed) << why;
    }
};

TEST_F(ProofFile, HasTheMembersOfTheFormat) {
    const Opening opening = must(open_json(did_, kPerson).withholding({"/born"}));
    anchor_all({open_bytes(did_, "x")});
    anchor_all({open_json(did_, kPerson)});
    anchor_all({opening, open_bytes(did_, "y"), open_bytes(did_, "z")});
    const json::Document proof = prove_it(opening);
    std::vector<std::string> members;
    for (const auto& [name, value] : proof.root().object()) members.emplace_back(name);
    EXPECT_EQ(members, (std::vector<std::string>{"type", "kind", "salt", "fields", "batch", "entry",
                                                 "proof", "did"}));
    EXPECT_EQ(text_at(proof, "/type"), "deed/evidence-proof/v1");
    EXPECT_EQ(text_at(proof, "/did/did"), did_.to_string());

    ASSERT_OK_AND(const auto parsed, EvidenceProof::parse(proof.root()));
    EXPECT_EQ(parsed.opening.commitment(), opening.commitment());
    EXPECT_EQ(parsed.batch_index, 0U);
    EXPECT_EQ(parsed.batch_count, 3U);
    EXPECT_EQ(parsed.batch_path.size(), 2U);
    EXPECT_EQ(parsed.entry, must(log_.ledger->entry(3, call_)));
    EXPECT_EQ(parsed.entry_proof.index, 3U);
    // One and the same head, byte for byte.
    EXPECT_EQ(parsed.entry_proof.checkpoint, text_at(proof, "/did/checkpoint"));
    EXPECT_EQ(parsed.entry_proof.to_string(), text_at(proof, "/proof"));
}

TEST_F(ProofFile, HasNoMemberLessAndNoneMore) {
    const json::Document bytes = anchor_and_prove(open_bytes(did_, "hello"));
    const Opening opening = open_json(did_, kPerson);
    anchor_all({opening, open_bytes(did_, "other")});
    const json::Document fields = prove_it(must(opening.withholding({"/born"})));
    ASSERT_OK(EvidenceProof::parse(bytes.root()));
    ASSERT_OK(EvidenceProof::parse(fields.root()));
    for (const char* text : {"null", "[]", "{}", "1", "\"\""}) refused(json_of(text), text);
    for (const char* member :
         {"/type", "/kind", "/salt", "/document", "/batch", "/entry", "/proof", "/did", "/did/did",
          "/document/length", "/document/sha256", "/document/sm3", "/batch/index", "/batch/count",
          "/batch/path"}) {
        refused(must(bytes.without(member)), member);
        refused(changed(bytes, member, "true"), member);
    }
    for (const char* member : {"/fields", "/fields/0/pointer", "/fields/0/salt", "/fields/0/value",
                               "/fields/2/sha256", "/fields/2/sm3"})
        refused(must(fields.without(member)), member);
    for (const char* member : {"/more", "/document/more", "/batch/more", "/fields"})
        refused(changed(bytes, member, "[]"), member);
    for (const char* member : {"/more", "/fields/0/more", "/fields/2/more", "/document",
                               "/fields/2/value", "/fields/-"})
        refused(changed(fields, member, "{}"), member);

    // A name is somebody else's text: errors quote its beginning, and whole characters.
    const std::string long_name = std::string(63, 'x') + "\u00e9" + std::string(1000, 'y');
    const auto parsed = EvidenceProof::parse(changed(bytes, "/batch/" + long_name, "1").root());
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().code(), errors::kProofMalformed);
    EXPECT_EQ(parsed.error().where(), "/batch/" + std::string(63, 'x'));
}

TEST_F(ProofFile, HasMembersOfOneFormOnly) {
    const Opening opening = open_bytes(did_, "hello");
    anchor_all({opening, open_bytes(did_, "other")});
    const json::Document proof = prove_it(opening);
    const auto each = [&](const char* member, std::initializer_list<const char*> values) {
        for (const char* value : values) refused(changed(proof, member, value), value);
    };
    for (const char* type :
         {"deed/evidence-proof/v0", "deed/evidence-proof/v3 ", "deed/opening/v2"})
        refused(with_text(proof, "/type", type), type);
    const json::Document later = with_text(proof, "/type", "deed/evidence-proof/v3");
    EXPECT_CODE(EvidenceProof::parse(later.root()), errors::kProofNewerFormat);
    EXPECT_CODE(EvidenceProof::parse(changed(later, "/more", "1").root()),
                errors::kProofNewerFormat);
    each("/kind", {"1", "2", "-1", "\"0\"", "0.5"});
    each("/batch/index", {"-1", "2", "0.5", "\"0\"", "9007199254740991", "9007199254740992"});
    each("/batch/count", {"0", "-2", "1000001", "2.5", "\"2\"", "9007199254740992", "1e300"});
    each("/batch/path", {"{}", "[1]", "[\"\"]", "[\"AAAA\"]"});
    std::string path = "[";
    for (int i = 0; i < 65; ++i)
        path += (i == 0 ? "\"" : ",\"") + base64_encode(Bytes(32)) + "\"";
    refused(changed(proof, "/batch/path", path + "]"), "65 hashes");

    refused(with_text(proof, "/entry", "?"), "not base64");
    refused(test::with_bytes(proof, "/entry", Bytes(65'536)), "an entry of 65,536 bytes");
    EXPECT_OK(EvidenceProof::parse(test::with_bytes(proof, "/entry", Bytes(65'535)).root()));

    const std::string text = text_at(proof, "/proof");
    for (const std::string& other :
         {std::string(), text + "x", text.substr(1), text.substr(0, text.size() - 1),
          "c2sp.org/tlog-proof@v1\nextra AAAA" + text.substr(text.find('\n'))})
        refused(with_text(proof, "/proof", other), other);
    for (const char* did : {"", "did:weid", "did:key:z6Mk", "did:weid:x:0x1", "nobody"})
        refused(with_text(proof, "/did/did", did), did);
}

TEST_F(ProofFile, IsNothingWhenCutShortOrRepeated) {
    const json::Document proof = anchor_and_prove(open_bytes(did_, "hello"));
    const std::string text = proof.to_string();
    for (std::size_t size = 0; size < text.size(); ++size)
        ASSERT_FALSE(json::Document::parse(text.substr(0, size)).has_value()) << size;
    const std::string twice =
        text.substr(0, text.size() - 1) + ",\"salt\":\"" + text_at(proof, "/salt") + "\"}";
    EXPECT_CODE(json::Document::parse(twice), json::errors::kDuplicateMember);
}

TEST_F(ProofFile, IsBounded) {
    const json::Limits limits{.max_bytes = kMaxProofSize};
    const std::string padding(kMaxProofSize + 1, ' ');
    EXPECT_CODE(json::Document::parse(padding, limits), json::errors::kTooLarge);

    // The bound is not left to whoever calls the parser, and holds where no part has its own.
    const json::Document proof = anchor_and_prove(open_json(did_, "[1]"));
    const std::string huge = "\"" + std::string(kMaxProofSize, 'x') + "\"";
    const auto value = must(json::Document::parse(huge, {.max_bytes = 2 * kMaxProofSize}));
    refused(must(proof.with("/did/padding", value.root())), "more than 64 MiB");
    EXPECT_OK(EvidenceProof::parse(test::changed(proof, "/did/padding", "\"x\"").root()));
}

TEST_F(ProofFile, IsNotWrittenBeyondItsBound) {
    const std::string text = "\"" + std::string(kMaxProofSize - 1000, 'x') + "\"";
    const auto document = must(json::Document::parse(text, {.max_bytes = kMaxProofSize}));
    const Opening opening = must(Opening::for_json(did_, document.root()));
    const std::vector<registry::Commitment> commitments{opening.commitment()};
    must(registry::EvidenceRegistry(*log_.ledger, log_.clock)
             .append(log_.address(1), commitments, *controller_, call_));
    EXPECT_CODE(prove(*log_.ledger, opening, log_.clock, call_), errors::kProofTooLarge);
    EXPECT_OK(prove(*log_.ledger, must(opening.withholding({""})), log_.clock, call_));
}

}  // namespace
}  // namespace deed::evidence
