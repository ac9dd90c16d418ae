#include "service/request_body.hpp"

#include <algorithm>

#include "service/errors.hpp"

namespace deed::service {
namespace {

Error malformed_option(std::string_view name, std::string_view wanted) {
    return Error(errors::kOptionMalformed,
                 "the option \"" + std::string(name) + "\" takes " + std::string(wanted),
                 "/options/" + std::string(name));
}

std::string without_space(std::string_view text) {
    std::string kept;
    for (const char c : text)
        if (c != ' ' && c != '\t') kept += c;
    return kept;
}

}  // namespace

Result<json::Document> read_body(const Request& request) {
    DEED_TRY(json::Document body, json::Document::parse(request.body));
    if (!body.root().is_object())
        return Error(errors::kRequestMalformed, "the body is no JSON object");
    return body;
}

Result<json::Value> object_member(json::Value body, std::string_view name) {
    const auto member = body.find(name);
    if (!member)
        return Error(errors::kRequestMalformed,
                     "the body has no member \"" + std::string(name) + "\"");
    if (!member->is_object())
        return Error(errors::kRequestMalformed, "\"" + std::string(name) + "\" is no object",
                     "/" + std::string(name));
    return *member;
}

Result<Options> Options::of(json::Value body) {
    const auto options = body.find("options");
    if (!options || options->is_null()) return Options(std::nullopt);
    if (!options->is_object())
        return Error(errors::kRequestMalformed, "\"options\" is no object", "/options");
    return Options(*options);
}

std::optional<json::Value> Options::find(std::string_view name) {
    known_.emplace(name);
    if (!options_) return std::nullopt;
    auto value = options_->find(name);
    if (value && value->is_null()) return std::nullopt;
    return value;
}

bool Options::has(std::string_view name) { return find(name).has_value(); }

Result<std::optional<std::string>> Options::text(std::string_view name) {
    const auto value = find(name);
    if (!value) return std::optional<std::string>();
    if (!value->is_string()) return malformed_option(name, "a string");
    return std::optional<std::string>(value->string());
}

Result<bool> Options::flag(std::string_view name) {
    const auto value = find(name);
    if (!value) return false;
    if (!value->is_boolean()) return malformed_option(name, "true or false");
    return value->boolean();
}

Result<std::vector<std::string>> Options::texts(std::string_view name) {
    const auto value = find(name);
    std::vector<std::string> texts;
    if (!value) return texts;
    if (value->is_string()) {
        texts.emplace_back(value->string());
        return texts;
    }
    if (!value->is_array()) return malformed_option(name, "an array of strings");
    for (const json::Value one : value->array()) {
        if (!one.is_string()) return malformed_option(name, "an array of strings");
        texts.emplace_back(one.string());
    }
    return texts;
}

std::vector<std::string> Options::unknown() const {
    std::vector<std::string> names;
    if (!options_) return names;
    for (const auto [name, value] : options_->object())
        if (!known_.contains(name)) names.emplace_back(name);
    return names;
}

Result<void> Options::require_known() const {
    for (const std::string& name : unknown())
        return Error(errors::kOptionUnknown, "there is no option \"" + name + "\"",
                     "/options/" + name);
    return {};
}

bool prefers(const net::RequestHead& head, std::string_view preference) {
    for (const auto& [name, value] : head.headers) {
        if (name != "prefer") continue;
        const std::string list = without_space(value);
        for (std::size_t begin = 0; begin <= list.size();) {
            const std::size_t end = std::min(list.find(',', begin), list.size());
            std::string one = list.substr(begin, end - begin);
            std::erase(one, '"');  // RFC 7240 section 2: a word, or the same as a quoted string
            if (one == preference) return true;
            begin = end + 1;
        }
    }
    return false;
}

}  // namespace deed::service
