#include <fstream>
#include <map>

#include "tests/evidence/support.hpp"

namespace deed::evidence {
namespace {

using test::must;

/// The fenced block of specs/evidence-proof.md section 4, whose values other software computed.
std::map<std::string, std::string> worked_example() {
    std::ifstream spec(DEED_EVIDENCE_SPEC);
    std::string line;
    while (std::getline(spec, line) && line != "```example") {
    }
    std::map<std::string, std::string> values;
    while (std::getline(spec, line) && line != "```") {
        const std::size_t colon = line.find(": ");
        values[line.substr(0, colon)] = line.substr(colon + 2);
    }
    return values;
}

Salt salt_of(const std::string& hex) {
    Salt salt{};
    std::ranges::copy(must(hex_decode(hex)), salt.begin());
    return salt;
}

class WorkedExample : public testing::Test {
protected:
    void SetUp() override { ASSERT_EQ(example_.size(), 28U); }

    void expect_commitment(Content content, const std::string& prefix) {
        const Opening opening =
            must(Opening::from_parts(must(did::Did::parse(example_["submitter"])),
                                     salt_of(example_["salt"]), std::move(content)));
        EXPECT_EQ(hex_encode(opening.commitment().sha256), example_[prefix + "commitment-sha256"]);
        EXPECT_EQ(hex_encode(opening.commitment().sm3), example_[prefix + "commitment-sm3"]);
    }

    std::map<std::string, std::string> example_ = worked_example();
};

TEST_F(WorkedExample, OfBytesIsWhatWeCompute) {
    const DocumentDigest document = digest_of(as_bytes(example_["document"]));
    EXPECT_EQ(std::to_string(document.length), example_["document-length"]);
    EXPECT_EQ(hex_encode(document.digest.sha256), example_["document-sha256"]);
    EXPECT_EQ(hex_encode(document.digest.sm3), example_["document-sm3"]);
    expect_commitment(document, "");
}

TEST_F(WorkedExample, OfFieldsIsWhatWeCompute) {
    const Opening walked =
        test::open_json(must(did::Did::parse(example_["submitter"])), example_["json"]);
    std::vector<Field> fields = std::get<std::vector<Field>>(walked.content());
    ASSERT_EQ(fields.size(), 3U);
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const std::string name = "field-" + std::to_string(i);
        auto& field = std::get<ShownField>(fields[i]);
        EXPECT_EQ(field.pointer, example_[name + "-pointer"]);
        EXPECT_EQ(field.value.to_string(), example_[name + "-value"]);
        field.salt = salt_of(example_[name + "-salt"]);
        EXPECT_EQ(hex_encode(field_digest(field).sha256), example_[name + "-sha256"]);
        EXPECT_EQ(hex_encode(field_digest(field).sm3), example_[name + "-sm3"]);
    }
    expect_commitment(fields, "json-");
    // The same, however much is withheld.
    fields[1] = field_digest(std::get<ShownField>(fields[1]));
    expect_commitment(std::move(fields), "json-");
}

}  // namespace
}  // namespace deed::evidence
