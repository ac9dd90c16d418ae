#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "lib/error/result.hpp"
#include "lib/net/http_client.hpp"

namespace deed::remote {

/// Whether a text can name a key of a signing service: 1 to 128 of A-Z a-z 0-9 - . _ ~, and neither
/// "." nor "..". So a name never needs percent-encoding.
DEED_API bool is_key_name(std::string_view text);

/// A key of a signing service, as specs/remote-signer.md writes it:
///     remote:unix:/run/deed-signer/socket?uid=990#court
///     remote:https://signer.example:8443/base?token-file=/etc/deed/token#court
class DEED_API RemoteReference {
public:
    /// `remote.bad_reference`.
    static Result<RemoteReference> parse(std::string_view text);

    const std::string& key_name() const { return key_name_; }
    /// Where the protocol's paths begin, without '/' at the end.
    const net::Url& base() const { return base_; }
    /// Private; holds the bearer token.
    const std::optional<std::filesystem::path>& token_file() const { return token_file_; }
    /// How to reach the service. Its addresses are the operator's choice, and so may be private.
    const net::HttpClientOptions& http_options() const { return http_options_; }
    const std::string& to_string() const { return text_; }

    friend bool operator==(const RemoteReference& a, const RemoteReference& b) {
        return a.text_ == b.text_;
    }

private:
    RemoteReference(std::string text, std::string key_name, net::Url base)
        : text_(std::move(text)), key_name_(std::move(key_name)), base_(std::move(base)) {}
    Result<void> read_options(std::string_view options, bool with_files);
    Result<void> read_option(std::string_view name, const std::string& value);

    std::string text_;
    std::string key_name_;
    net::Url base_;
    std::optional<std::filesystem::path> token_file_;
    net::HttpClientOptions http_options_;
};

}  // namespace deed::remote
