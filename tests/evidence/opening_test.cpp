#include "tests/evidence/support.hpp"

namespace deed::evidence {
namespace {

using test::changed;
using test::json_of;
using test::kPerson;
using test::must;
using test::open_bytes;
using test::open_json;
using test::with_text;

const did::Did kDid = must(did::Did::parse("did:example:1"));

std::vector<ShownField> shown(const Opening& opening) {
    std::vector<ShownField> fields;
    for (const Field& field : std::get<std::vector<Field>>(opening.content()))
        fields.push_back(std::get<ShownField>(field));
    return fields;
}

TEST(Opening, HasFreshSaltsThroughout) {
    EXPECT_NE(open_bytes(kDid, "x").salt(), open_bytes(kDid, "x").salt());
    const Opening opening = open_json(kDid, kPerson);
    std::vector<Salt> salts{opening.salt()};
    for (const ShownField& field : shown(opening)) salts.push_back(field.salt);
    for (const ShownField& field : shown(open_json(kDid, kPerson))) salts.push_back(field.salt);
    ASSERT_EQ(salts.size(), 13U);
    std::ranges::sort(salts);
    EXPECT_EQ(std::ranges::adjacent_find(salts), salts.end());
    EXPECT_NE(salts.front(), Salt{});
}

TEST(Opening, OfTextsWithOneCanonicalFormHasTheSameFields) {
    const auto fields = shown(open_json(kDid, R"({"b":[1.50,"A"],"a":-0})"));
    const auto same = shown(open_json(kDid, " { \"a\": 0, \"b\": [15e-1, \"\\u0041\"] } "));
    ASSERT_EQ(fields.size(), same.size());
    for (std::size_t i = 0; i < fields.size(); ++i) {
        EXPECT_EQ(fields[i].pointer, same[i].pointer);
        EXPECT_EQ(field_digest({fields[i].pointer, {}, fields[i].value}),
                  field_digest({same[i].pointer, {}, same[i].value}));
    }
}

TEST(Opening, CommitsToEveryPart) {
    const DocumentDigest document = digest_of(as_bytes("hello"));
    const Salt salt{7};
    const auto commitment = [&](const did::Did& did, const Salt& with, Content content) {
        return must(Opening::from_parts(did, with, std::move(content))).commitment();
    };
    std::vector<registry::Commitment> all{commitment(kDid, salt, document)};
    all.push_back(commitment(must(did::Did::parse("did:example:2")), salt, document));
    all.push_back(commitment(kDid, Salt{8}, document));
    all.push_back(commitment(kDid, salt, DocumentDigest{6, document.digest}));
    all.push_back(commitment(kDid, salt, std::vector<Field>{document.digest}));
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            EXPECT_NE(all[i].sha256, all[j].sha256) << i << " " << j;
            EXPECT_NE(all[i].sm3, all[j].sm3) << i << " " << j;
        }
    }
    // Each half depends on its own half of the digests alone.
    DocumentDigest other = document;
    other.digest.sm3[0] ^= 1;
    EXPECT_EQ(commitment(kDid, salt, other).sha256, all[0].sha256);
    EXPECT_NE(commitment(kDid, salt, other).sm3, all[0].sm3);
}

TEST(Opening, IsTheSameAfterJson) {
    const Opening complete = open_json(kDid, kPerson);
    for (const Opening& opening : {open_bytes(kDid, "hello"), open_bytes(kDid, ""), complete,
                                   must(complete.withholding({"/address", "/tags/1"})),
                                   must(complete.withholding({""})), open_json(kDid, "[]")}) {
        const json::Document json = opening.to_json();
        ASSERT_OK_AND(const Opening again, Opening::parse(json.root()));
        EXPECT_EQ(again.kind(), opening.kind());
        EXPECT_EQ(again.submitter(), kDid);
        EXPECT_EQ(again.commitment(), opening.commitment());
        EXPECT_EQ(again.to_json().to_string(), json.to_string());
    }
}

TEST(Opening, IsParsedStrictly) {
    const json::Document bytes = open_bytes(kDid, "hello").to_json();
    const json::Document fields = must(open_json(kDid, kPerson).withholding({"/born"})).to_json();
    const auto refused = [](const json::Document& json, const std::string& why) {
        EXPECT_CODE(Opening::parse(json.root()), errors::kOpeningDamaged) << why;
    };
    for (const char* text : {"null", "[]", "{}", "\"opening\"", "0"}) refused(json_of(text), text);
    for (const char* member : {"/type", "/submitter", "/kind", "/salt", "/document",
                               "/document/length", "/document/sha256", "/document/sm3"})
        refused(must(bytes.without(member)), member);
    for (const char* member : {"/type", "/submitter", "/kind", "/salt", "/fields",
                               "/fields/0/pointer", "/fields/0/salt", "/fields/0/value",
                               "/fields/2/sha256", "/fields/2/sm3"})
        refused(must(fields.without(member)), member);
    for (const char* member : {"/more", "/document/more", "/fields"})
        refused(changed(bytes, member, "[]"), member);
    for (const char* member : {"/more", "/fields/0/more", "/fields/2/more", "/document",
                               "/fields/2/salt", "/fields/2/value"})
        refused(changed(fields, member, "{}"), member);

    for (const char* type : {"deed/opening/v0", "deed/opening/v2 ", "deed/evidence-proof/v2"})
        refused(with_text(bytes, "/type", type), type);
    const json::Document later = with_text(bytes, "/type", "deed/opening/v2");
    EXPECT_CODE(Opening::parse(later.root()), errors::kOpeningNewerFormat);
    EXPECT_CODE(Opening::parse(changed(later, "/more", "1").root()), errors::kOpeningNewerFormat);
    refused(with_text(bytes, "/submitter", "nobody"), "no DID");
    for (const char* kind : {"1", "2", "-1", "\"0\"", "null", "0.5"})
        refused(changed(bytes, "/kind", kind), kind);
    for (const char* length : {"-1", "0.5", "\"5\"", "null", "1e300", "[]"})
        refused(changed(bytes, "/document/length", length), length);
    const std::string salt = test::text_at(bytes, "/salt");
    for (const std::string& text :
         {std::string(), salt + "A", salt.substr(0, 43), salt.substr(4), " " + salt, "AAAA" + salt})
        refused(with_text(bytes, "/salt", text), text);
    refused(changed(bytes, "/salt", "7"), "a number for a salt");
    refused(with_text(fields, "/fields/2/sm3", "AAAA"), "a short digest");
    refused(changed(fields, "/fields/0/pointer", "1"), "a number for a pointer");
    refused(changed(fields, "/fields/0", "[]"), "an array for a field");
    refused(changed(fields, "/fields", "{}"), "an object for the fields");
    refused(changed(fields, "/fields", "[]"), "no fields");
}

/// A field of no particular salt.
Field field(const std::string& pointer, std::string_view value = "1") {
    return ShownField{pointer, Salt{}, json_of(value)};
}

Result<Opening> of_fields(std::vector<Field> fields) {
    return Opening::from_parts(kDid, Salt{}, std::move(fields));
}

TEST(Opening, AcceptsFieldsOfADocumentOnly) {
    const TwinDigest withheld{};
    EXPECT_OK(of_fields({field("/a"), withheld, field("/a!"), withheld, field("/b/c")}));
    EXPECT_OK(of_fields({withheld}));
    EXPECT_OK(of_fields({field("", "{}")}));

    const auto refused = [](std::vector<Field> fields, const char* why) {
        EXPECT_CODE(of_fields(std::move(fields)), errors::kProofMalformed) << why;
    };
    refused({}, "no field");
    refused({field("/b"), field("/a")}, "out of order");
    refused({field("/b"), withheld, field("/a")}, "out of order around a withheld one");
    refused({field("/a"), field("/a")}, "twice");
    refused({field("/a"), field("/a/b")}, "below another");
    refused({field("/a"), field("/a!"), field("/a/b")}, "below another, not side by side");
    refused({field("/a", "{}"), field("/a/b/c/d")}, "far below another");
    refused({field(""), field("/a")}, "below the document");
    refused({field("a")}, "no pointer");
    refused({field("/~2")}, "no pointer");
    refused({field("/\xff")}, "not UTF-8");
    refused({field("/a", "[1]")}, "a container with something in it");
    refused({field("/a", R"({"b":{}})")}, "a container with something in it");
    std::string deep;
    for (int i = 0; i < 257; ++i) deep += "/a";
    refused({field(deep)}, "deeper than any document");
    EXPECT_OK(of_fields({field(deep.substr(2))}));
}

TEST(Opening, HasAtMostTenThousandFields) {
    EXPECT_OK(of_fields(std::vector<Field>(10'000, TwinDigest{})));
    EXPECT_CODE(of_fields(std::vector<Field>(10'001, TwinDigest{})), errors::kProofMalformed);
    EXPECT_CODE(Opening::from_parts(kDid, Salt{}, DocumentDigest{std::uint64_t{1} << 53, {}}),
                errors::kProofMalformed);
    const std::string half(std::size_t{32} << 20, 'x');
    const json::Document value = test::text_value(half);
    EXPECT_CODE(of_fields({ShownField{"/a", Salt{}, value}, ShownField{"/b", Salt{}, value}}),
                errors::kProofMalformed);
}

}  // namespace
}  // namespace deed::evidence
