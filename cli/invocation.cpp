#include "cli/invocation.hpp"

#include <unistd.h>

#include <cstdlib>

#include "lib/io/file.hpp"
#include "toolkit/key_sources.hpp"

namespace deed::cli {

Invocation::Invocation(const CommandRow& row, ParsedArguments parsed, Call& call)
    : row_(row), parsed_(std::move(parsed)), call_(call), output_(flag("json")) {}

std::optional<std::string> Invocation::option(std::string_view name) const {
    const auto found = parsed_.options.find(name);
    if (found == parsed_.options.end()) return std::nullopt;
    return found->second.front();
}

std::optional<std::string> Invocation::out_file() const {
    auto file = option("out");
    return file == "-" ? std::nullopt : file;
}

std::vector<std::string> Invocation::options(std::string_view name) const {
    const auto found = parsed_.options.find(name);
    return found == parsed_.options.end() ? std::vector<std::string>() : found->second;
}

std::optional<std::string> Invocation::argument(std::size_t index) const {
    if (index >= parsed_.arguments.size()) return std::nullopt;
    return parsed_.arguments[index];
}

std::string Invocation::default_ledger() {
    const char* alias = std::getenv("DEED_LEDGER");
    return alias != nullptr ? alias : "local";
}

Result<Toolkit*> Invocation::toolkit() {
    if (toolkit_) return toolkit_.get();
    DEED_TRY(Config config, Config::from_environment());
    config.ledger_alias = option("ledger").value_or(default_ledger());
    passphrases_ = std::make_unique<CliPassphraseSource>(option("passphrase-fd"),
                                                         option("passphrase-file"));
    pins_ = std::make_unique<CliPinSource>(option("pin-file"));
    DEED_TRY(toolkit_,
             Toolkit::open(std::move(config), *passphrases_, clock_, key_sources(*pins_)));
    return toolkit_.get();
}

Result<Bytes> read_input(const std::string& name, std::size_t max_bytes) {
    if (name == "-") return read_descriptor(STDIN_FILENO, max_bytes);
    return read_file(name, max_bytes);
}

Result<json::Document> parse_json_input(const std::string& name, ByteView bytes,
                                        std::size_t max_bytes) {
    json::Limits limits;
    limits.max_bytes = max_bytes;
    auto document = json::Document::parse(bytes, limits);
    if (!document) return std::move(document).error().at(name);
    return document;
}

Result<json::Document> read_json_input(const std::string& name, std::size_t max_bytes) {
    DEED_TRY(const Bytes bytes, read_input(name, max_bytes));
    return parse_json_input(name, bytes, max_bytes);
}

}  // namespace deed::cli
