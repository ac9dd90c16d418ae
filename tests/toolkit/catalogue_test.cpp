#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <string>

#include "toolkit/error_catalogue.hpp"
#include "toolkit/errors.hpp"

namespace deed::test {
namespace {

TEST(ErrorCatalogue, IsSortedAndNamesNoCodeTwice) {
    std::string before;
    for (const ErrorCode* code : all_error_codes()) {
        EXPECT_LT(before, code->name);
        before = code->name;
    }
    EXPECT_FALSE(before.empty());
}

TEST(ErrorCatalogue, HoldsTheCodesOfItsFirstAndItsLastRoom) {
    std::set<std::string_view> names;
    for (const ErrorCode* code : all_error_codes()) names.insert(code->name);
    EXPECT_TRUE(names.contains(errors::kInternal.name));
    EXPECT_TRUE(names.contains(errors::kToolkitBadAlias.name));
}

TEST(ErrorCatalogue, NamesAreDottedLowerCase) {
    const std::regex dotted("[a-z][a-z0-9]*(_[a-z0-9]+)*(\\.[a-z][a-z0-9]*(_[a-z0-9]+)*)+");
    for (const ErrorCode* code : all_error_codes())
        EXPECT_TRUE(std::regex_match(std::string(code->name), dotted)) << code->name;
}

TEST(ErrorCatalogue, MeaningAndRemedyAreSentences) {
    for (const ErrorCode* code : all_error_codes())
        for (const std::string_view sentence : {code->meaning, code->remedy}) {
            ASSERT_GE(sentence.size(), 2U) << code->name;
            EXPECT_TRUE(sentence.ends_with('.')) << code->name << ": " << sentence;
            EXPECT_FALSE(sentence.ends_with("..")) << code->name << ": " << sentence;
            EXPECT_FALSE(sentence.front() == ' ') << code->name << ": " << sentence;
            EXPECT_EQ(sentence.find("  "), std::string_view::npos) << code->name;
        }
}

}  // namespace
}  // namespace deed::test
