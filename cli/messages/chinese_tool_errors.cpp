#include "cli/messages/chinese.hpp"

namespace deed::cli {
namespace {

// clang-format off
constexpr Translation kRows[] = {
    {"", ""},
};
// clang-format on

}  // namespace

const std::span<const Translation> kChineseToolErrors = kRows;

}  // namespace deed::cli
