#include "cli/report_output.hpp"

#include <set>

namespace deed::cli {
namespace {

/// Columns on a terminal: letters of three bytes and more in UTF-8 are wide (East Asian).
std::size_t width_of(std::string_view text) {
    std::size_t width = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xc0) != 0x80) width += byte >= 0xe0 ? 2 : 1;
    }
    return width;
}

std::string column(std::string_view text, std::size_t width) {
    const std::size_t used = width_of(text);
    return std::string(text) + std::string(used < width ? width - used : 0, ' ') + "  ";
}

/// Details are told in English; in another language the code's meaning goes before them.
std::string reason(const ErrorCode& code, const Messages& in) {
    const std::string name(code.name);
    if (in.language() == Language::english) return name + ": ";
    return in.text("{0}: {1} ", {name, in.text(code.meaning)});
}

}  // namespace

std::string report_text(const credentials::Report& report, const Messages& in) {
    std::string text;
    for (const credentials::Check& check : report.checks()) {
        text += column(check.name, 13) + column(in.text(to_string(check.state)), 12);
        if (check.code != nullptr) text += reason(*check.code, in);
        text += printable(check.detail);
        if (!check.pointer.empty()) text += in.text(" (at {0})", {printable(check.pointer)});
        text += "\n";
    }
    return text + in.text("verdict: {0}\n", {in.text(to_string(report.verdict()))});
}

void narrate_report(const credentials::Report& report) {
    std::set<std::string_view> told;
    for (const credentials::Check& check : report.checks())
        if (check.code != nullptr && told.insert(check.code->name).second)
            Output::hint(check.code->remedy);
}

}  // namespace deed::cli
