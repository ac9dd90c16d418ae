#include "evidence/opening_row.hpp"

#include <fstream>
#include <map>

#include "evidence/document_source.hpp"
#include "lib/encoding/cbor.hpp"
#include "tests/evidence/support.hpp"

namespace deed::evidence {
namespace {

using detail::decode_row;
using detail::encode_row;
using test::EvidenceTest;
using test::must;
using test::open_json;

/// The values of section 7 of specs/evidence-index.md, which index_example.py prints.
std::map<std::string, std::string> worked_example() {
    std::ifstream spec(DEED_EVIDENCE_INDEX_SPEC);
    std::map<std::string, std::string> values;
    std::string line, name;
    while (std::getline(spec, line) && line != "```example") {
    }
    while (std::getline(spec, line) && line != "```") {
        if (line.starts_with("  ")) {
            values[name] += line.substr(2);
            continue;
        }
        name = line.substr(0, line.find(':'));
        values[name] = line.size() > name.size() + 2 ? line.substr(name.size() + 2) : "";
    }
    return values;
}

KeptOpening example() {
    const auto did = must(did::Did::parse(
        "did:weid:ltt53omttzxodzx5sytncx7agysvkisys:0x1a642f0e3c3af545e7acbd38b07251b3990914f1"));
    Salt salt;
    salt.fill(7);
    const DocumentDigest document = digest_of(as_bytes("hello"));
    return {must(Opening::from_parts(did, salt, document)), document, "greeting.txt", "K-1",
            did::test::time_of("2026-01-02T03:04:05Z"),     false,    std::nullopt};
}

class OpeningRows : public EvidenceTest {
protected:
    crypto::DataKey key_ = std::move(*keys_->data_key("evidence/openings", call_));
};

TEST_F(OpeningRows, AreThoseOfTheWorkedExample) {
    auto values = worked_example();
    ASSERT_EQ(values.size(), 6U);
    const KeptOpening kept = example();
    EXPECT_EQ(hex_encode(encode_row(kept)), values["row"]);
    const detail::SealedRow row = detail::seal_row(key_, kept);
    EXPECT_EQ(std::to_string(*row.input), values["input"]);
    EXPECT_EQ(std::to_string(*row.sha256), values["sha256"]);
    EXPECT_EQ(std::to_string(*row.sm3), values["sm3"]);
    EXPECT_EQ(std::to_string(*row.key), values["key"]);
    EXPECT_EQ(std::to_string(row.commitment_token), values["commitment"]);
    ASSERT_OK_AND(const KeptOpening opened,
                  detail::open_row(key_, row.sealed, row.commitment_token));
    EXPECT_EQ(encode_row(opened), encode_row(kept));
    EXPECT_CODE(detail::open_row(key_, row.sealed, row.commitment_token + 1),
                errors::kOpeningDamaged);
}

TEST_F(OpeningRows, AreReadAsTheyWereWritten) {
    KeptOpening bytes = example();
    bytes.name.clear();
    bytes.key.reset();
    bytes.place_unknown = true;
    KeptOpening fields{open_json(did_, test::kPerson),
                       std::nullopt,
                       "\x1b[2J\n",
                       "k",
                       did::test::time_of("0001-01-01T00:00:00Z"),
                       false,
                       std::nullopt};
    KeptOpening known = fields;
    known.document = digest_of(as_bytes(test::kPerson));
    for (const KeptOpening& kept : {bytes, fields, known}) {
        ASSERT_OK_AND(const KeptOpening read, decode_row(encode_row(kept)));
        EXPECT_EQ(read.opening.to_json().to_string(), kept.opening.to_json().to_string());
        EXPECT_EQ(read.document, kept.document);
        EXPECT_EQ(read.name, kept.name);
        EXPECT_EQ(read.key, kept.key);
        EXPECT_EQ(read.kept, kept.kept);
        EXPECT_EQ(read.place_unknown, kept.place_unknown);
    }
}

TEST_F(OpeningRows, AreRefusedInAnyOtherForm) {
    const Bytes row = encode_row(example());
    for (std::size_t size = 0; size < row.size(); ++size)
        EXPECT_CODE(decode_row(ByteView(row).first(size)), errors::kOpeningDamaged) << size;
    Bytes longer = row;
    longer.push_back(0);
    EXPECT_CODE(decode_row(longer), errors::kOpeningDamaged);
    Bytes version = row;
    version[1] = 2;
    EXPECT_CODE(decode_row(version), errors::kOpeningDamaged);

    const auto with = [&](std::string_view name, std::string_view key, bool digest) {
        const KeptOpening kept = example();
        cbor::Writer writer;
        writer.array(7).uint(1).array(3).text(kept.opening.submitter().to_string());
        writer.bytes(kept.opening.salt());
        const auto write_digest = [&] {
            writer.array(3).uint(5).bytes(kept.document->digest.sha256);
            writer.bytes(kept.document->digest.sm3);
        };
        write_digest();
        if (digest)
            write_digest();
        else
            writer.null();
        writer.text(name).text(key).uint(0).boolean(false);
        return decode_row(writer.data());
    };
    EXPECT_OK(with("name", "key", false));
    EXPECT_CODE(with("name", "key", true), errors::kOpeningDamaged);
    EXPECT_CODE(with("", "key", false), errors::kOpeningDamaged);
    EXPECT_CODE(with("name", "", false), errors::kOpeningDamaged);
    EXPECT_CODE(with(std::string(4097, 'n'), "key", false), errors::kOpeningDamaged);
    EXPECT_CODE(with("name", std::string(1025, 'k'), false), errors::kOpeningDamaged);
}

TEST_F(OpeningRows, HoldBatchesAsWell) {
    detail::BatchRecord batch{did_, 7, registry::Hash{1, 2, 3}, std::nullopt};
    for (int round = 0; round < 2; ++round) {
        const Bytes plain = detail::encode_batch(batch);
        ASSERT_OK_AND(const detail::BatchRecord read, detail::decode_batch(plain));
        EXPECT_EQ(read.submitter, batch.submitter);
        EXPECT_EQ(read.count, 7U);
        EXPECT_EQ(read.root, batch.root);
        EXPECT_EQ(read.receipt, batch.receipt);
        for (std::size_t size = 0; size < plain.size(); ++size)
            EXPECT_CODE(detail::decode_batch(ByteView(plain).first(size)), errors::kOpeningDamaged);
        // A batch is no opening, though the same key sealed both.
        EXPECT_CODE(detail::open_row(key_, detail::seal_batch(key_, batch), 0),
                    errors::kOpeningDamaged);
        batch.receipt = Placement{registry::Hash{9}, 12, log_.clock.now(), 0};
    }
}

TEST(Lines, NameDocuments) {
    ASSERT_OK_AND(const SourceItem file, parse_line(R"({"path":"a/b.pdf","key":"K"})"));
    EXPECT_EQ(std::get<std::filesystem::path>(file.what), "a/b.pdf");
    EXPECT_EQ(file.name, "a/b.pdf");
    EXPECT_EQ(file.key, "K");
    const std::string zeros(64, '0');
    const auto digests = [&](std::string_view rest) {
        return parse_line(R"({"sha256":")" + zeros + R"(","sm3":")" + zeros + "\"" +
                          std::string(rest) + "}");
    };
    ASSERT_OK_AND(const SourceItem digest, digests(R"(,"length":7,"name":"n")"));
    EXPECT_EQ(std::get<DocumentDigest>(digest.what).length, 7U);
    EXPECT_EQ(digest.name, "n");
    EXPECT_FALSE(digest.key);
    for (const std::string_view rest :
         {"", R"(,"length":-1)", R"(,"length":1.5)", R"(,"length":9007199254740992)",
          R"(,"length":"1")", R"(,"length":1,"path":"x")", R"(,"length":1,"key":"")",
          R"(,"length":1,"other":1)", R"(,"length":1,"length":1)"})
        EXPECT_CODE(digests(rest), errors::kLineMalformed) << rest;
    for (const std::string_view line :
         {"", "{}", "[]", "null", R"({"path":""})", R"({"path":"a\u0000b"})", R"({"path":7})",
          R"({"path":"a"} x)", R"({"path":"a","key":7})", R"({"name":"n"})",
          R"({"sha256":"00","sm3":"00","length":1})", "{\"path\":\"\xff\"}"})
        EXPECT_CODE(parse_line(line), errors::kLineMalformed) << line;
    EXPECT_CODE(parse_line(R"({"path":"a","key":")" + std::string(1025, 'k') + "\"}"),
                errors::kLineMalformed);
}

}  // namespace
}  // namespace deed::evidence
