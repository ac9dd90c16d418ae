#include <functional>
#include <string>
#include <vector>

#include "did/methods/export_errors.hpp"
#include "did/methods/weid_export.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/jcs.hpp"
#include "lib/json/writer.hpp"
#include "registry-contracts/client/evidence_registry.hpp"
#include "tests/did/methods/weid_support.hpp"

// Whatever is changed in an export, it is refused for the reason that the change gives.

namespace deed::did {
namespace {

using test::controller;
using test::json_of;
using test::must;
using test::TestLedger;

json::Document put(const json::Document& json, const std::string& pointer,
                   const std::string& value) {
    return must(json.with(pointer, json_of(value).root()));
}

json::Document put_text(const json::Document& json, const std::string& pointer,
                        std::string_view text) {
    json::Writer writer;
    writer.string(text);
    return must(json.with(pointer, writer.take_document().root()));
}

std::string text_at(const json::Document& json, std::string_view name) {
    return std::string(json.root().find(name)->string());
}

void expect_refused(const json::Document& json, const ErrorCode& code, const std::string& where) {
    const auto read = WeidExport::parse(json.root());
    EXPECT_CODE(read, code);
    if (read) return;
    EXPECT_EQ(read.error().where(), where) << read.error().to_string();
    EXPECT_FALSE(read.error().message().empty());
}

/// A log with a history of three operations of one DID (positions 1, 3, 4) among those of others.
struct WeidExportAttack : ::testing::Test {
    WeidExportAttack() : other_did(t.create(2)), did(t.create(1)) {
        t.update(other_did, 2, "noise");
        t.update(did, 1, "second");
        early = must(export_weid(*t.ledger, did, t.clock, t.call));
        t.update(did, 1, "third");
        json = must(export_weid(*t.ledger, did, t.clock, t.call));
        other = must(export_weid(*t.ledger, other_did, t.clock, t.call));
    }
    TestLedger t;
    Did other_did;
    Did did;
    json::Document early = json_of("{}");
    json::Document json = json_of("{}");
    json::Document other = json_of("{}");
};

TEST_F(WeidExportAttack, StartsFromGoodExports) {
    EXPECT_OK(WeidExport::parse(json.root()));
    EXPECT_OK(WeidExport::parse(early.root()));
    EXPECT_OK(WeidExport::parse(other.root()));
}

TEST_F(WeidExportAttack, MembersMissingOrOfAnotherType) {
    for (const char* name : {"type", "did", "log", "operations", "checkpoint", "statement"}) {
        const std::string at = std::string("/") + name;
        expect_refused(must(json.without(at)), errors::kExportMalformed, "");
        for (const char* value : {"null", "7", "{}", "true"})
            expect_refused(put(json, at, value), errors::kExportMalformed, at);
    }
    const std::string operation = "/operations/1";
    for (const char* name : {"position", "entry", "proof"}) {
        const std::string at = operation + "/" + name;
        expect_refused(must(json.without(at)), errors::kExportMalformed, operation);
        for (const char* value : {"null", "{}", "true", "-1", "0.5", "9007199254740992", "1e300"})
            expect_refused(put(json, at, value), errors::kExportMalformed, at);
    }
    for (const char* value : {"null", "[]", "\"x\"", "7"})
        expect_refused(put(json, operation, value), errors::kExportMalformed, operation);
    for (const char* text : {"[]", "null", "\"x\"", "7"})
        expect_refused(json_of(text), errors::kExportMalformed, "");
}

TEST_F(WeidExportAttack, MembersUnknown) {
    expect_refused(put(json, "/note", "1"), errors::kExportMalformed, "/note");
    expect_refused(put(json, "/a~1b", "1"), errors::kExportMalformed, "/a~1b");
    expect_refused(put(json, "/operations/0/accepted", "1"), errors::kExportMalformed,
                   "/operations/0/accepted");
    // A name is somebody else's text: errors quote its beginning, and whole characters.
    const std::string long_name = std::string(63, 'x') + "\u00e9" + std::string(1000, 'y');
    expect_refused(put(json, "/" + long_name, "1"), errors::kExportMalformed,
                   "/" + std::string(63, 'x'));
}

TEST_F(WeidExportAttack, ValuesThatBreakTheirFormat) {
    struct Row {
        std::string pointer;
        std::string value;
    };
    for (const Row& row : std::vector<Row>{
             {"/type", R"("deed/did-export/v0")"},
             {"/type", R"("deed/did-export/v2 ")"},
             {"/type", R"("deed/evidence-proof/v2")"},
             {"/did", R"("did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp")"},
             {"/did", R"("did:weid:x:0x12")"},
             {"/did", R"("nonsense")"},
             {"/log", R"("nonsense")"},
             {"/log", R"("name+00000000+AYE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU")"},
             {"/operations", "[]"},
             {"/operations/0/entry", R"("AAA")"},
             {"/operations/0/entry", R"("AA-_")"},
             {"/operations/0/proof/0", R"("AAAA")"},
             {"/operations/0/proof/0", R"("?")"},
             {"/operations/0/proof/0", "1"},
             {"/operations/0/body", "1"},
             {"/operations/0/body", R"("=")"},
             {"/checkpoint", R"("no note\n")"},
             {"/statement", R"("no note\n")"}})
        expect_refused(put(json, row.pointer, row.value), errors::kExportMalformed, row.pointer);
}

// Whatever else it holds: a later version may have other members.
TEST_F(WeidExportAttack, LaterVersions) {
    const json::Document later = put_text(json, "/type", "deed/did-export/v2");
    expect_refused(later, errors::kExportNewerFormat, "/type");
    expect_refused(put(later, "/note", "1"), errors::kExportNewerFormat, "/type");
    expect_refused(must(later.without("/did")), errors::kExportNewerFormat, "/type");
}

TEST_F(WeidExportAttack, AnotherLog) {
    TestLedger elsewhere(5);
    const Did namesake = elsewhere.create(1);
    const auto foreign =
        must(export_weid(*elsewhere.ledger, namesake, elsewhere.clock, elsewhere.call));
    expect_refused(put_text(json, "/log", text_at(foreign, "log")), errors::kExportWrongLog,
                   "/log");
    // Somebody else's log vouches for our DID.
    expect_refused(put_text(foreign, "/did", did.to_string()), errors::kExportWrongLog, "/log");
    expect_refused(put_text(json, "/did", namesake.to_string()), errors::kExportWrongLog, "/log");
    expect_refused(put_text(json, "/checkpoint", text_at(foreign, "checkpoint")),
                   errors::kExportCheckpointInvalid, "/checkpoint");
    expect_refused(put_text(json, "/statement", text_at(foreign, "statement")),
                   errors::kExportStatementInvalid, "/statement");
}

TEST_F(WeidExportAttack, NotesThatTakeEachOthersPlace) {
    expect_refused(put_text(json, "/checkpoint", text_at(json, "statement")),
                   errors::kExportCheckpointInvalid, "/checkpoint");
    expect_refused(put_text(json, "/statement", text_at(json, "checkpoint")),
                   errors::kExportStatementInvalid, "/statement");
    // Of another time, but true and signed.
    expect_refused(put_text(json, "/checkpoint", text_at(early, "checkpoint")),
                   errors::kExportInclusionInvalid, "/operations/0");
    expect_refused(put_text(json, "/statement", text_at(early, "statement")),
                   errors::kExportStatementMismatch, "/statement");
    expect_refused(put_text(json, "/statement", text_at(other, "statement")),
                   errors::kExportStatementMismatch, "/statement");
}

TEST_F(WeidExportAttack, AnotherDid) {
    expect_refused(put_text(json, "/did", other_did.to_string()), errors::kExportHistoryInvalid,
                   "/operations");
    const auto swapped = must(json.with("/operations", *other.root().find("operations")));
    expect_refused(swapped, errors::kExportHistoryInvalid, "/operations");
}

TEST_F(WeidExportAttack, OperationsLeftOutOrMoved) {
    expect_refused(must(json.without("/operations/2")), errors::kExportStatementMismatch,
                   "/statement");
    expect_refused(must(json.without("/operations/1")), errors::kExportHistoryInvalid,
                   "/operations");
    expect_refused(must(json.without("/operations/0")), errors::kExportHistoryInvalid,
                   "/operations");
    const json::Array operations = json.root().find("operations")->array();
    expect_refused(must(json.with("/operations/-", operations[2])), errors::kExportInclusionInvalid,
                   "/operations/3");
    const auto swapped =
        must(must(json.with("/operations/0", operations[1])).with("/operations/1", operations[0]));
    expect_refused(swapped, errors::kExportInclusionInvalid, "/operations/1");
    // The early export proves a beginning, and its own statement is about that beginning only.
    const auto pieced = put_text(must(early.with("/operations", *json.root().find("operations"))),
                                 "/checkpoint", text_at(json, "checkpoint"));
    expect_refused(pieced, errors::kExportStatementMismatch, "/statement");
}

TEST_F(WeidExportAttack, ProofsThatLeadElsewhere) {
    const std::string at = "/operations/1";
    for (const char* position : {"0", "2", "4", "5", "9007199254740991"})
        expect_refused(put(json, at + "/position", position), errors::kExportInclusionInvalid, at);
    expect_refused(must(json.without(at + "/proof/0")), errors::kExportInclusionInvalid, at);
    const std::string hash = base64_encode(Bytes(32, 0));
    expect_refused(put_text(json, at + "/proof/0", hash), errors::kExportInclusionInvalid, at);
    expect_refused(put_text(json, at + "/proof/-", hash), errors::kExportInclusionInvalid, at);
    Bytes entry =
        must(base64_decode(json.root().find("operations")->array()[1].find("entry")->string()));
    entry.back() ^= 1;
    expect_refused(put_text(json, at + "/entry", base64_encode(entry)),
                   errors::kExportInclusionInvalid, at);
}

TEST_F(WeidExportAttack, BodiesBesideTheLog) {
    expect_refused(put_text(json, "/operations/1/body", base64_encode(as_bytes("x"))),
                   errors::kExportMalformed, "/operations/1");
    expect_refused(put_text(json, "/operations/1/body", ""), errors::kExportMalformed,
                   "/operations/1");

    t.update(did, 1, std::string(61'000, 'x'));
    json = must(export_weid(*t.ledger, did, t.clock, t.call));
    ASSERT_OK(WeidExport::parse(json.root()));
    const std::string at = "/operations/3";
    expect_refused(must(json.without(at + "/body")), errors::kExportMalformed, at);
    Bytes body =
        must(base64_decode(json.root().find("operations")->array()[3].find("body")->string()));
    body.back() ^= 1;
    expect_refused(put_text(json, at + "/body", base64_encode(body)), errors::kExportHistoryInvalid,
                   at);
    expect_refused(put_text(json, at + "/body", ""), errors::kExportHistoryInvalid, at);
}

TEST_F(WeidExportAttack, StatementsThatSayOtherThings) {
    const std::string statement = text_at(json, "statement");
    const std::string body = statement.substr(0, statement.find("\n\n") + 1);
    const auto replaced = [&](const std::string& from, const std::string& to) {
        std::string text = body;
        const std::size_t place = text.rfind(from);
        EXPECT_NE(place, std::string::npos) << from;
        text.replace(place, from.size(), to);
        return put_text(json, "/statement", must(t.ledger->sign_statement(text, t.call)));
    };
    const auto hash_line = [](char c) {
        return base64_encode(Bytes(32, static_cast<std::uint8_t>(c)));
    };
    const auto lines_of = WeidExport::parse(json.root());
    ASSERT_OK(lines_of);
    const std::string root = base64_encode(lines_of->checkpoint().root);
    const std::string last = base64_encode(lines_of->operations().back().statement.hash);

    EXPECT_OK(WeidExport::parse(replaced("2026", "2027").root()));
    for (const auto& [from, to] :
         std::vector<std::pair<std::string, std::string>>{{did.to_string(), other_did.to_string()},
                                                          {"\n2\n", "\n1\n"},
                                                          {"\n2\n", "\n02\n"},
                                                          {"\n2\n", "\n3\n"},
                                                          {last, hash_line('x')},
                                                          {"\n5\n", "\n4\n"},
                                                          {"\n5\n", "\n6\n"},
                                                          {root, hash_line('y')}})
        expect_refused(replaced(from, to), errors::kExportStatementMismatch, "/statement");
    for (const auto& [from, to] :
         std::vector<std::pair<std::string, std::string>>{{"statement/v1", "statement/v2"},
                                                          {"05Z\n", "05Z\nmore\n"},
                                                          {"\n5\n", "\n"},
                                                          {"05Z", "05+00:00"},
                                                          {"05Z", "05z"},
                                                          {"05Z", "05"},
                                                          {"05Z", "61Z"},
                                                          {"2026", "26"},
                                                          {"2026-01-02T03:04:05Z", ""}})
        expect_refused(replaced(from, to), errors::kExportStatementInvalid, "/statement");
}

// Histories that an honest log would not have accepted, in a log whose own key signs everything.

struct Step {
    registry::OperationType type = registry::OperationType::did_update;
    std::uint8_t signer = 1;
    std::uint8_t subject = 1;
    std::uint64_t sequence = 1;
    bool right_previous = true;
    std::string network = {};
    std::int64_t accepted_after = 1;
    std::uint64_t valid_for = 3600;
};

/// An export of a log that holds a proper creation and then `step`.
json::Document forged(TestLedger& t, const Step& step) {
    const std::string network = t.ledger->network();
    const Timestamp start = t.clock.now();
    const auto seconds = static_cast<std::uint64_t>(start.unix_milliseconds() / 1000);
    const auto creation = must(registry::Operation::sign(
        {registry::OperationType::did_create, network, t.address(1), 0, {}, seconds + 3600, {}, {}},
        {'{', '}'}, *controller(1), t.call));
    const auto second = must(registry::Operation::sign(
        {step.type,
         step.network.empty() ? network : step.network,
         t.address(step.subject),
         step.sequence,
         step.right_previous ? creation.hash() : registry::Hash{},
         seconds + step.valid_for,
         {},
         {}},
        step.type == registry::OperationType::did_deactivate ? Bytes{} : Bytes{'{', '}'},
        *controller(step.signer), t.call));
    const std::vector<registry::Entry> entries{{start, creation},
                                               {start.plus_seconds(step.accepted_after), second}};

    tlog::MerkleTree tree;
    for (const auto& entry : entries) tree.append(tlog::leaf_hash(entry.encode()));
    const std::string& origin = t.ledger->verifier_key().name();
    const Did did = make_weid(network, t.address(1));
    json::Writer writer;
    writer.begin_object().member("type", "deed/did-export/v1").member("did", did.to_string());
    writer.member("log", t.ledger->verifier_key().to_string()).key("operations").begin_array();
    for (std::uint64_t i = 0; i < 2; ++i) {
        writer.begin_object().key("position").integer(static_cast<std::int64_t>(i));
        writer.member("entry", base64_encode(entries[i].encode())).key("proof").begin_array();
        for (const auto& hash : tree.inclusion_proof(i, 2)) writer.string(base64_encode(hash));
        writer.end_array().end_object();
    }
    const tlog::Checkpoint head{origin, 2, tree.root(), {}};
    writer.end_array().member("checkpoint",
                              must(tlog::sign_note(head.to_body(), origin, *t.log_signer, t.call)));
    const std::string body = "deed/did-statement/v1\n" + did.to_string() + "\n" +
                             std::to_string(step.sequence) + "\n" + base64_encode(second.hash()) +
                             "\n2\n" + base64_encode(tree.root()) + "\n2026-01-02T03:04:05Z\n";
    writer.member("statement", must(tlog::sign_note(body, origin, *t.log_signer, t.call)));
    return writer.end_object().take_document();
}

TEST(WeidExportForgery, AHistoryByTheRulesIsAccepted) {
    TestLedger t;
    EXPECT_OK(WeidExport::parse(forged(t, {}).root()));
    EXPECT_OK(
        WeidExport::parse(forged(t, {.type = registry::OperationType::did_deactivate}).root()));
}

TEST(WeidExportForgery, AHistoryAgainstTheRulesIsRefusedWhoeverSignedIt) {
    TestLedger t;
    const auto refused = [&](const Step& step) {
        expect_refused(forged(t, step), errors::kExportHistoryInvalid, "/operations");
    };
    refused({.signer = 2});
    refused({.subject = 2});
    refused({.type = registry::OperationType::did_create, .sequence = 0, .right_previous = false});
    refused({.sequence = 2});
    refused({.sequence = 0});
    refused({.right_previous = false});
    refused({.network = "elsewhere"});
    refused({.accepted_after = -1});
    refused({.accepted_after = 2, .valid_for = 1});
    refused(
        {.type = registry::OperationType::evidence_batch, .sequence = 0, .right_previous = false});
}

TEST(WeidExportFlip, NoChangedCharacterIsEverAcceptedAsOtherContent) {
    TestLedger t;
    t.create(2);
    const Did did = t.create(1);
    t.update(did, 1, "second");
    const std::string text = must(export_weid(*t.ledger, did, t.clock, t.call)).to_string();
    const json::Document original = json_of(text);
    ASSERT_OK(WeidExport::parse(original.root()));

    std::size_t refused_by_json = 0;
    std::size_t refused_by_export = 0;
    std::size_t accepted = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        for (const int flip : {0x01, 0x20}) {
            std::string changed = text;
            changed[i] = static_cast<char>(changed[i] ^ flip);
            const auto json = json::Document::parse(changed);
            if (!json) {
                ++refused_by_json;
                continue;
            }
            const auto read = WeidExport::parse(json->root());
            if (!read) {
                EXPECT_TRUE(read.error().code().name.starts_with("did_export.")) << i;
                ++refused_by_export;
                continue;
            }
            ++accepted;
            EXPECT_EQ(*json, original) << "accepted with a change at " << i;
        }
    }
    EXPECT_EQ(refused_by_json + refused_by_export + accepted, 2 * text.size());
    EXPECT_GT(refused_by_export, text.size());
}

}  // namespace
}  // namespace deed::did
