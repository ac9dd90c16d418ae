#include "did/did.hpp"

#include <algorithm>
#include <utility>

#include "did/errors.hpp"
#include "did/grammar.hpp"

namespace deed::did {
namespace {

constexpr std::string_view kScheme = "did:";
constexpr std::size_t kMaxDidUrlSize = kMaxDidSize + 2048;

/// What is wrong with a DID, or nothing.
std::string_view fault_of_did(std::string_view text) {
    if (text.size() > kMaxDidSize) return "a DID has at most 8,192 characters";
    if (!text.starts_with(kScheme)) return "a DID starts with \"did:\"";
    text.remove_prefix(kScheme.size());

    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return "a DID is did:method:identifier";
    if (colon == 0) return "the method name is empty";
    for (const char c : text.substr(0, colon)) {
        if (!detail::is_lower(c) && !detail::is_digit(c))
            return "a method name is lower-case letters and digits";
    }

    // method-specific-id = *( *idchar ":" ) 1*idchar: only the last part must not be empty.
    const std::string_view id = text.substr(colon + 1);
    if (id.empty() || id.back() == ':') return "the last part of the identifier is empty";
    if (!detail::consists_of(id, [](char c) { return detail::is_idchar(c) || c == ':'; }))
        return "the identifier has a character that a DID cannot have";
    return {};
}

/// Cuts the text at the first `mark`, and gives what follows it.
std::optional<std::string> cut_at(std::string_view& text, char mark) {
    const std::size_t place = text.find(mark);
    if (place == std::string_view::npos) return std::nullopt;
    std::string tail(text.substr(place + 1));
    text = text.substr(0, place);
    return tail;
}

bool is_query_or_fragment(const std::optional<std::string>& part) {
    const auto allowed = [](char c) { return detail::is_pchar(c) || c == '/' || c == '?'; };
    return !part || detail::consists_of(*part, allowed);
}

Error malformed_url(std::string_view message) {
    return Error(errors::kMalformedUrl, std::string(message));
}

}  // namespace

Result<Did> Did::parse(std::string_view text) {
    if (const std::string_view fault = fault_of_did(text); !fault.empty())
        return Error(errors::kMalformed, std::string(fault));
    return Did(std::string(text));
}

std::string_view Did::method() const {
    const std::string_view rest = std::string_view(text_).substr(kScheme.size());
    return rest.substr(0, rest.find(':'));
}

std::string_view Did::method_specific_id() const {
    return std::string_view(text_).substr(kScheme.size() + method().size() + 1);
}

DidUrl::DidUrl(std::string text, Did did, std::string path, std::optional<std::string> query,
               std::optional<std::string> fragment)
    : text_(std::move(text)),
      did_(std::move(did)),
      path_(std::move(path)),
      query_(std::move(query)),
      fragment_(std::move(fragment)) {}

Result<DidUrl> DidUrl::parse(std::string_view text) {
    if (text.size() > kMaxDidUrlSize)
        return malformed_url("a DID URL has at most 10,240 characters");
    std::string_view rest = text;
    std::optional<std::string> fragment = cut_at(rest, '#');
    std::optional<std::string> query = cut_at(rest, '?');
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    const std::string_view path = rest.substr(slash);

    auto did = Did::parse(rest.substr(0, slash));
    if (!did) return malformed_url(did.error().message());
    const auto is_path_char = [](char c) { return detail::is_pchar(c) || c == '/'; };
    if (!detail::consists_of(path, is_path_char))
        return malformed_url("the path has a character that a URL cannot have");
    if (!is_query_or_fragment(query))
        return malformed_url("the query has a character that a URL cannot have");
    if (!is_query_or_fragment(fragment))
        return malformed_url("the fragment has a character that a URL cannot have");
    return DidUrl(std::string(text), std::move(did).value(), std::string(path), std::move(query),
                  std::move(fragment));
}

}  // namespace deed::did
