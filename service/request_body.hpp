#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lib/json/document.hpp"
#include "service/http/message.hpp"

namespace deed::service {

/// The body of a request as a JSON object. `service.request_malformed`, or what the parser says.
Result<json::Document> read_body(const Request& request);

/// The member of that name, an object (`service.request_malformed`).
Result<json::Value> object_member(json::Value body, std::string_view name);

/// The member "options" of a request's body. Each name that is asked for counts as known.
class Options {
public:
    /// `service.request_malformed` where there are options that are no object.
    static Result<Options> of(json::Value body);

    // Nothing where the option is absent or null; `service.option_malformed` for another type.
    Result<std::optional<std::string>> text(std::string_view name);
    Result<bool> flag(std::string_view name);
    /// An array of strings, or one string.
    Result<std::vector<std::string>> texts(std::string_view name);
    /// Whether it is there, whatever it is.
    bool has(std::string_view name);

    /// The options that nobody asked for.
    std::vector<std::string> unknown() const;
    /// `service.option_unknown` if there are any.
    Result<void> require_known() const;

private:
    explicit Options(std::optional<json::Value> options) : options_(options) {}
    std::optional<json::Value> find(std::string_view name);

    std::optional<json::Value> options_;
    std::set<std::string, std::less<>> known_;
};

/// Whether the header Prefer (RFC 7240) asks for a preference, such as "return=bare".
bool prefers(const net::RequestHead& head, std::string_view preference);

}  // namespace deed::service
