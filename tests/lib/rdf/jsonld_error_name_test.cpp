#include <gtest/gtest.h>

#include "lib/rdf/jsonld.hpp"
#include "lib/rdf/jsonld_errors.hpp"

namespace deed::rdf {
namespace {

TEST(JsonLdErrorName, IsTheSpecificationsSpelling) {
    EXPECT_EQ(json_ld_error_name(errors::kInvalidTermDefinition), "invalid term definition");
    EXPECT_EQ(json_ld_error_name(errors::kInvalidIdValue), "invalid @id value");
    EXPECT_EQ(json_ld_error_name(errors::kCyclicIriMapping), "cyclic IRI mapping");
}

TEST(JsonLdErrorName, IsEmptyForCodesOfOurOwn) {
    EXPECT_EQ(json_ld_error_name(errors::kDroppedTerm), "");
    EXPECT_EQ(json_ld_error_name(deed::errors::kInternal), "");
}

}  // namespace
}  // namespace deed::rdf
