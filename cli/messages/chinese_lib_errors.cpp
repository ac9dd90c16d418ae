#include "cli/messages/chinese.hpp"

namespace deed::cli {
namespace {

// clang-format off
constexpr Translation kRows[] = {
    {"", ""},
};
// clang-format on

}  // namespace

const std::span<const Translation> kChineseLibErrors = kRows;

}  // namespace deed::cli
