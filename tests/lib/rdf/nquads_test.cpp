#include <gtest/gtest.h>

#include "lib/rdf/dataset.hpp"
#include "lib/rdf/errors.hpp"
#include "lib/rdf/vocabulary.hpp"

namespace deed::rdf {
namespace {

/// The name of the error, or the text as printed.
std::string outcome(std::string_view text) {
    const auto dataset = parse_nquads(text);
    return dataset ? to_nquads(*dataset) : std::string(dataset.error().code().name);
}

std::string line_of_error(std::string_view text) {
    const auto dataset = parse_nquads(text);
    return dataset ? "" : dataset.error().where();
}

TEST(NQuads, KeepsWhatIsCanonical) {
    for (const std::string_view text :
         {"", "<urn:s> <urn:p> <urn:o> .\n", "_:a <urn:p> _:b _:g .\n",
          "_:1.a-b <urn:p> \"\" <urn:g> .\n", "<urn:s> <urn:p> \"x\"@en-GB .\n",
          "<urn:s> <urn:p> \"1\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n",
          "<http:/a> <urn:\xC3\xA9> \"\xE2\x88\x9E \xF0\x9F\x8C\x83\" .\n"})
        EXPECT_EQ(outcome(text), text);
}

TEST(NQuads, WhiteSpaceAndCommentsDoNotCount) {
    EXPECT_EQ(outcome("# first\n\n \t<urn:s>\t<urn:p><urn:o><urn:g>. # end\r\n\r_:a<urn:p>\"x\"."),
              "<urn:s> <urn:p> <urn:o> <urn:g> .\n_:a <urn:p> \"x\" .\n");
    EXPECT_EQ(outcome("#"), "");
    EXPECT_EQ(outcome("_:a <urn:p> _:b.\n"), "_:a <urn:p> _:b .\n");
}

TEST(NQuads, EscapesAreReadAndOnlyTheDueOnesPrinted) {
    EXPECT_EQ(outcome("<urn:s> <urn:p> \"\\t\\b\\n\\r\\f\\\"\\'\\\\\\u0041\\U0001F303\" ."),
              "<urn:s> <urn:p> \"\\t\\b\\n\\r\\f\\\"'\\\\A\xF0\x9F\x8C\x83\" .\n");
    EXPECT_EQ(outcome("<urn:s> <urn:p> \"\\u0000\\u000B\\u001f\x7F\t\" ."),
              "<urn:s> <urn:p> \"\\u0000\\u000B\\u001F\\u007F\\t\" .\n");
    EXPECT_EQ(outcome("<urn:\\u00e9> <urn:p> <urn:\\U00000041> ."),
              "<urn:\xC3\xA9> <urn:p> <urn:A> .\n");
    EXPECT_EQ(outcome("<urn:s> <urn:p> \"x\"^^<http://www.w3.org/2001/XMLSchema#\\u0073tring> ."),
              "<urn:s> <urn:p> \"x\" .\n");
}

// Not matching the Char production of XML 1.1: U+FFFE and U+FFFF, and no other beyond ASCII.
TEST(NQuads, NoncharactersOfTheBasicPlaneAreEscaped) {
    EXPECT_EQ(outcome("<urn:s> <urn:p> \"\xEF\xBF\xBD\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xBB\xBF\" ."),
              "<urn:s> <urn:p> \"\xEF\xBF\xBD\\uFFFE\\uFFFF\xEF\xBB\xBF\" .\n");
    EXPECT_EQ(outcome("<urn:s> <urn:p> \"\\U0001FFFE\\u0085\" ."),
              "<urn:s> <urn:p> \"\xF0\x9F\xBF\xBE\xC2\x85\" .\n");
}

// Each place of a character relative to blocks of 16 bytes.
TEST(NQuads, EscapesAreFoundAnywhere) {
    for (std::size_t length = 1; length < 70; ++length) {
        for (std::size_t at = 0; at < length; ++at) {
            std::string value(length, 'x');
            value[at] = '\n';
            Dataset dataset;
            dataset.add({{Term::Kind::iri, "urn:s"},
                         {Term::Kind::iri, "urn:p"},
                         {Term::Kind::literal, dataset.keep(value), vocabulary::kXsdString},
                         {}});
            value.replace(at, 1, "\\n");
            EXPECT_EQ(to_nquads(dataset), "<urn:s> <urn:p> \"" + value + "\" .\n");
        }
    }
}

// A term made by hand cannot forge a second statement.
TEST(NQuads, WhatNoIriMayHoldIsEscapedInIris) {
    for (const char wrong : std::string_view("\0\t\n <>\"{}|^`\\", 13)) {
        for (const std::string before : {"urn:", "urn:a-long-enough-beginning"}) {
            const std::string iri = before + wrong + "x";
            Dataset dataset;
            dataset.add({{Term::Kind::iri, iri},
                         {Term::Kind::iri, "urn:p"},
                         {Term::Kind::iri, "urn:o"},
                         {}});
            constexpr char kDigits[] = "0123456789ABCDEF";
            const std::string escaped =
                std::string("\\u00") + kDigits[wrong >> 4] + kDigits[wrong & 15];
            EXPECT_EQ(to_nquads(dataset), "<" + before + escaped + "x> <urn:p> <urn:o> .\n");
        }
    }
}

TEST(NQuads, RefusesEachByItsCode) {
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"<urn:s> <urn:p> \"\xFF\" .", "rdf.not_utf8"},
        {"<urn:s> <urn:p> \"\xED\xA0\x80\" .", "rdf.not_utf8"},
        {"<urn:s> <urn:p> .", "rdf.syntax"},
        {"<urn:s> <urn:p> <urn:o>", "rdf.syntax"},
        {"<urn:s> _:p <urn:o> .", "rdf.syntax"},
        {"<urn:s> \"p\" <urn:o> .", "rdf.syntax"},
        {"\"s\" <urn:p> <urn:o> .", "rdf.syntax"},
        {"<urn:s> <urn:p> <urn:o> \"g\" .", "rdf.syntax"},
        {"<urn:s> <urn:p> <urn:o> . <urn:s> <urn:p> <urn:o> .", "rdf.syntax"},
        {"<urn:s> <urn:p> \"o\"^^ <urn:d> .", "rdf.syntax"},
        {"<urn:s> <urn:p>\n<urn:o> .", "rdf.syntax"},
        {"@prefix x: <urn:x> .", "rdf.syntax"},
        {"\xEF\xBB\xBF<urn:s> <urn:p> <urn:o> .", "rdf.syntax"},
        {"<urn:s> <urn:p> \"\\x\" .", "rdf.escape_malformed"},
        {"<urn:s> <urn:p> \"\\u12\" .", "rdf.escape_malformed"},
        {"<urn:s> <urn:p> \"\\uD800\" .", "rdf.escape_malformed"},
        {"<urn:s> <urn:p> \"\\U00110000\" .", "rdf.escape_malformed"},
        {"<urn:s> <urn:p> \"\\", "rdf.escape_malformed"},
        {"<urn:s> <urn:\\n> <urn:o> .", "rdf.escape_malformed"},
        {"<urn:s s> <urn:p> <urn:o> .", "rdf.iri_malformed"},
        {"<urn:s\\u0020s> <urn:p> <urn:o> .", "rdf.iri_malformed"},
        {"<urn:s> <urn:p> <urn:o", "rdf.iri_malformed"},
        {"<urn:s> <urn:p> \"o\"^^<urn:{}> .", "rdf.iri_malformed"},
        {"<s> <urn:p> <urn:o> .", "rdf.relative_iri"},
        {"<> <urn:p> <urn:o> .", "rdf.relative_iri"},
        {"<1a:b> <urn:p> <urn:o> .", "rdf.relative_iri"},
        {"<urn:s> <urn:p> \"o\"^^<d> .", "rdf.relative_iri"},
        {"_: <urn:p> <urn:o> .", "rdf.blank_node_malformed"},
        {"_:-a <urn:p> <urn:o> .", "rdf.blank_node_malformed"},
        {"_:\xC3\x97 <urn:p> <urn:o> .", "rdf.blank_node_malformed"},
        {"_a <urn:p> <urn:o> .", "rdf.blank_node_malformed"},
        {"<urn:s> <urn:p> \"o\n\" .", "rdf.literal_malformed"},
        {"<urn:s> <urn:p> \"o", "rdf.literal_malformed"},
        {"<urn:s> <urn:p> \"o\"@1 .", "rdf.language_malformed"},
        {"<urn:s> <urn:p> \"o\"@en- .", "rdf.language_malformed"},
        {"<urn:s> <urn:p> \"o\"@en--ltr .", "rdf.language_malformed"},
        {"<urn:s> <urn:p> \"o\"@ .", "rdf.language_malformed"},
    };
    for (const auto& [text, code] : cases) EXPECT_EQ(outcome(text), code) << text;
}

TEST(NQuads, NamesTheLine) {
    EXPECT_EQ(line_of_error("<urn:s> <urn:p> <urn:o> .\r\n# two\n\r<s> <urn:p> <urn:o> ."),
              "line 4");
}

TEST(NQuads, TheCountIsBounded) {
    const std::string two = "<urn:s> <urn:p> \"1\" .\n<urn:s> <urn:p> \"2\" .\n";
    EXPECT_TRUE(parse_nquads(two, 2));
    const auto refused = parse_nquads(two, 1);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), errors::kTooManyQuads);
}

TEST(Dataset, KeepsItsTextsWhenMoved) {
    Dataset dataset;
    std::string text = "urn:s";
    const Term term{Term::Kind::iri, dataset.keep(text)};
    dataset.add({term, term, term, {}});
    text = "gone";
    dataset.keep(std::string(100'000, 'x'));
    Dataset moved = std::move(dataset);
    Dataset assigned;
    assigned = std::move(moved);
    EXPECT_EQ(to_nquads(assigned), "<urn:s> <urn:s> <urn:s> .\n");
    EXPECT_EQ(moved.keep("a moved one can be used again"), "a moved one can be used again");
}

}  // namespace
}  // namespace deed::rdf
