#include "evidence/fields.hpp"

#include "lib/tlog/merkle.hpp"
#include "tests/evidence/support.hpp"

namespace deed::evidence {
namespace {

using test::json_of;
using test::must;

std::vector<std::string> listed(std::string_view text) {
    const json::Document document = json_of(text);
    std::vector<std::string> fields;
    for (const auto& field : must(detail::fields_of(document.root())))
        fields.push_back(field.pointer + " = " + json::to_string(field.value));
    return fields;
}

using Listed = std::vector<std::string>;

TEST(Fields, AreScalarsAndEmptyContainersInByteOrderOfTheirPointers) {
    EXPECT_EQ(listed(R"({"b":[true,[],{"c":null}],"a":{},"Z":"z"})"),
              (Listed{"/Z = \"z\"", "/a = {}", "/b/0 = true", "/b/1 = []", "/b/2/c = null"}));
    // Bytes, not UTF-16 code units as in JCS: U+FF5E before U+1F600; not numbers: 10 before 2; and
    // what lies below a name is not always beside it: '!' comes before '/'.
    EXPECT_EQ(listed("{\"\U0001F600\":1,\"\uFF5E\":2}"),
              (Listed{"/\uFF5E = 2", "/\U0001F600 = 1"}));
    EXPECT_EQ(listed("[0,1,2,3,4,5,6,7,8,9,10]")[2], "/10 = 10");
    EXPECT_EQ(listed(R"({"a":{"b":1},"a!":2})"), (Listed{"/a! = 2", "/a/b = 1"}));
    EXPECT_EQ(listed(R"({"a/b":1,"a~b":2,"":3})"), (Listed{"/ = 3", "/a~0b = 2", "/a~1b = 1"}));
}

TEST(Fields, OfADocumentWithoutOthersHaveTheEmptyPointer) {
    for (const std::string text : {"{}", "[]", "null", "1", "\"\""})
        EXPECT_EQ(listed(text), (Listed{" = " + text}));
}

TEST(Fields, AreOfOneDocumentOnly) {
    const auto refused = [](std::string_view text, const std::string& pointer) {
        const json::Document document = json_of(text);
        const auto fields = detail::fields_of(document.root());
        ASSERT_FALSE(fields) << text;
        EXPECT_EQ(fields.error().code(), errors::kAmbiguousMember) << text;
        EXPECT_EQ(fields.error().where(), pointer) << text;
        const auto did = must(did::Did::parse("did:example:1"));
        EXPECT_CODE(Opening::for_json(did, document.root()), errors::kAmbiguousMember);
    };
    refused(R"({"parties":{"0":"Alice","1":"Bob"}})", "/parties/0");
    refused(R"({"0":1})", "/0");
    refused(R"({"0":{}})", "/0");
    refused(R"({"a":[1,{"b":1,"0":{"c":2}}]})", "/a/1/0");
    refused("{\"\\u0030\":1}", "/0");

    const Listed array{"/parties/0 = \"Alice\"", "/parties/1 = \"Bob\""};
    EXPECT_EQ(listed(R"({"parties":["Alice","Bob"]})"), array);
    // No array's: its element 0 has no other name, and is there if any element is.
    EXPECT_EQ(listed(R"({"1":1,"2":2})"), (Listed{"/1 = 1", "/2 = 2"}));
    EXPECT_EQ(listed(R"({"00":1,"-0":2,"0.0":3})"), (Listed{"/-0 = 2", "/0.0 = 3", "/00 = 1"}));
}

std::string array_of(std::size_t count) {
    std::string text = "[0";
    for (std::size_t i = 1; i < count; ++i) text += ",0";
    return text + "]";
}

TEST(Fields, AreAtMostTenThousand) {
    const json::Document most = json_of(array_of(10'000));
    EXPECT_EQ(must(detail::fields_of(most.root())).size(), 10'000U);
    const json::Document more = json_of(array_of(10'001));
    EXPECT_CODE(detail::fields_of(more.root()), errors::kTooManyFields);
    const auto did = must(did::Did::parse("did:example:1"));
    EXPECT_CODE(Opening::for_json(did, more.root()), errors::kTooManyFields);
}

TEST(Fields, OfLongNamesDoNotGrowBeyondTheirBound) {
    // 2 MiB of name above 9,000 values would be 18 GiB of pointers.
    const std::string name(std::size_t{2} << 20, 'n');
    const json::Document document = json_of("{\"" + name + "\":" + array_of(9'000) + "}");
    EXPECT_CODE(detail::fields_of(document.root()), errors::kTooManyFields);
}

/// Section 1, with the tree of lib/tlog, which has the SHA-256 half only.
registry::Hash expected_commitment(const Opening& opening) {
    const auto& fields = std::get<std::vector<Field>>(opening.content());
    tlog::MerkleTree tree;
    for (const Field& field : fields)
        tree.append(tlog::leaf_hash(field_digest(std::get<ShownField>(field)).sha256));
    Bytes message = to_bytes(as_bytes("deed/commit/v1"));
    append(message, Bytes{0, 1});
    append(message, opening.salt());
    append(message, crypto::sha256(as_bytes(opening.submitter().to_string())));
    append(message, tree.root());
    for (int shift = 56; shift >= 0; shift -= 8)
        message.push_back(static_cast<std::uint8_t>(fields.size() >> shift));
    return crypto::sha256(message);
}

TEST(Fields, AreHashedAsATreeOfRfc9162ForEveryCount) {
    const auto did = must(did::Did::parse("did:example:1"));
    for (std::size_t count = 1; count <= 40; ++count) {
        const Opening opening = test::open_json(did, array_of(count));
        EXPECT_EQ(opening.commitment().sha256, expected_commitment(opening)) << count;
    }
    const Opening many = test::open_json(did, array_of(300));  // a length of two bytes
    EXPECT_EQ(many.commitment().sha256, expected_commitment(many));
}

}  // namespace
}  // namespace deed::evidence
