#include "did/accept.hpp"

#include <gtest/gtest.h>

#include <array>

namespace deed::did {
namespace {

constexpr std::array<std::string_view, 3> kOffered{kResolutionType, kDidType, kDidLdJsonType};

std::string_view chosen(std::string_view accept) {
    return preferred_type(accept, kOffered).value_or("none");
}

// RFC 9110 section 12.5.1.
TEST(PreferredType, GoesByQualityAndPrecision) {
    EXPECT_EQ(chosen(""), kResolutionType);
    EXPECT_EQ(chosen("*/*"), kResolutionType);
    EXPECT_EQ(chosen("application/*"), kResolutionType);
    EXPECT_EQ(chosen("application/did"), kDidType);
    EXPECT_EQ(chosen("Application/DID"), kDidType);
    EXPECT_EQ(chosen("application/did;q=0.5, application/did+ld+json"), kDidLdJsonType);
    EXPECT_EQ(chosen("application/did+ld+json;q=0.123 , application/did ; q=0.124"), kDidType);
    EXPECT_EQ(chosen("*/*;q=0.1, application/did-resolution;q=0"), kDidType);
    EXPECT_EQ(chosen("application/*;q=0.2, application/did+ld+json;q=0.1, */*"), kResolutionType);
    EXPECT_EQ(chosen("text/html, application/did;charset=\"a,b;q=0\""), kDidType);
    EXPECT_EQ(chosen("application/ld+json;profile=\"https://w3id.org/did-resolution\""),
              kResolutionType);
}

TEST(PreferredType, FindsNothingWhereNothingFits) {
    for (const std::string_view accept :
         {"text/html", "application/did;q=0", "application/did;q=2", "application/did;q=0.1234",
          "application/did;q=x", "application", "/did", "application/", ",,;",
          "application/ld+json", "\"application/did"})
        EXPECT_EQ(chosen(accept), "none") << accept;
}

}  // namespace
}  // namespace deed::did
