// No change of a signed presentation may go unnoticed, whatever it is.
#include "lib/json/jcs.hpp"
#include "tests/credentials/holder_cast.hpp"

namespace deed::credentials {
namespace {

class PresentationMutations : public testing::Test {
protected:
    /// 1 when the changed text is another presentation, which then must not be good.
    std::size_t expect_refused(const std::string& changed) {
        const auto document = json::Document::parse(changed);
        if (!document || json::canonicalize(document->root()) == canonical_) return 0;
        const auto report = stage_.verify(*document);
        EXPECT_TRUE(!report || report->verdict() != Verdict::good) << changed;
        return 1;
    }

    test::HolderCast stage_;
    const json::Document presentation_ = stage_.presented();
    const std::string text_ = presentation_.to_string();
    const std::string canonical_ = json::canonicalize(presentation_.root());
};

TEST_F(PresentationMutations, OfOneCharacterAreRefused) {
    std::size_t tried = 0;
    for (std::size_t i = 0; i < text_.size(); i += 2)
        for (const char other : {'"', static_cast<char>(text_[i] ^ 1)}) {
            std::string changed = text_;
            changed[i] = other;
            tried += expect_refused(changed);
        }
    EXPECT_GT(tried, text_.size() / 3);
    EXPECT_EQ(stage_.challenges.consumed, 0);
}

TEST_F(PresentationMutations, ByRemovalAndDoublingAreRefused) {
    std::size_t tried = 0;
    for (std::size_t i = 0; i < text_.size(); i += 2) {
        tried += expect_refused(text_.substr(0, i) + text_.substr(i + 1));
        tried += expect_refused(text_.substr(0, i + 1) + text_.substr(i));
    }
    EXPECT_GT(tried, text_.size() / 2);
    EXPECT_EQ(stage_.challenges.consumed, 0);
}

TEST_F(PresentationMutations, OfStructureAreRefused) {
    std::size_t tried = 0;
    for (const char* parent :
         {"", "/proof", "/verifiableCredential/0", "/verifiableCredential/0/credentialSubject",
          "/verifiableCredential/0/proof"})
        tried += expect_refused(
            test::with(presentation_, std::string(parent) + "/added", "true").to_string());
    for (const char* gone : {"/holder", "/id", "/type", "/@context", "/verifiableCredential",
                             "/verifiableCredential/0", "/proof", "/proof/domain",
                             "/proof/challenge", "/proof/created", "/proof/proofPurpose",
                             "/proof/@context", "/verifiableCredential/0/proof"})
        tried += expect_refused(presentation_.without(gone).value().to_string());
    const std::string one = stage_.credential().to_string();
    tried += expect_refused(test::with(presentation_, "/verifiableCredential/-", one).to_string());
    tried += expect_refused(test::with(presentation_, "/verifiableCredential", one).to_string());
    EXPECT_EQ(tried, 20u);
    EXPECT_EQ(stage_.challenges.consumed, 0);
    EXPECT_EQ(stage_.report(presentation_).verdict(), Verdict::good);
}

}  // namespace
}  // namespace deed::credentials
