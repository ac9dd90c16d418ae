#include "credentials/envelopes/media_types.hpp"

#include <gtest/gtest.h>

namespace deed::credentials {
namespace {

// VC-JOSE-COSE section 6.1.
TEST(MediaTypes, AreThoseOfTheRegistry) {
    const struct {
        DocumentKind kind;
        EnvelopeForm form;
        std::string_view type;
    } all[] = {{DocumentKind::credential, EnvelopeForm::jwt, "application/vc+jwt"},
               {DocumentKind::credential, EnvelopeForm::sd_jwt, "application/vc+sd-jwt"},
               {DocumentKind::credential, EnvelopeForm::cose, "application/vc+cose"},
               {DocumentKind::presentation, EnvelopeForm::jwt, "application/vp+jwt"},
               {DocumentKind::presentation, EnvelopeForm::sd_jwt, "application/vp+sd-jwt"},
               {DocumentKind::presentation, EnvelopeForm::cose, "application/vp+cose"}};
    for (const auto& [kind, form, type] : all) {
        EXPECT_EQ(media_type_of(kind, form), type);
        EXPECT_EQ("application/" + std::string(short_type_of(kind, form)), type);
        const EnvelopeType* found = find_envelope_type(type);
        ASSERT_NE(found, nullptr) << type;
        EXPECT_EQ(found->kind, kind);
        EXPECT_EQ(found->form, form);
    }
    EXPECT_EQ(payload_type_of(DocumentKind::credential), "application/vc");
    EXPECT_EQ(payload_type_of(DocumentKind::presentation), "application/vp");
}

TEST(MediaTypes, LetterCaseAndParametersDoNotCount) {
    EXPECT_NE(find_envelope_type("Application/VC+COSE"), nullptr);
    EXPECT_EQ(find_envelope_type("application/vc+cose2"), nullptr);
    EXPECT_EQ(find_envelope_type("application/vc"), nullptr);
    EXPECT_EQ(find_envelope_type(""), nullptr);
    EXPECT_EQ(without_parameters(" application/vc+jwt ; charset=utf-8"), "application/vc+jwt");
    EXPECT_EQ(without_parameters("application/vc"), "application/vc");
    EXPECT_EQ(without_parameters(""), "");
    EXPECT_TRUE(is_same_media_type("Application/VC", "application/vc"));
    EXPECT_FALSE(is_same_media_type("application/vc", "application/vp"));
}

}  // namespace
}  // namespace deed::credentials
