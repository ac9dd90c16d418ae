#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "lib/error/result.hpp"

namespace deed::did {

/// Characters of a DID; a did:peer:4 holds a whole document.
inline constexpr std::size_t kMaxDidSize = 8192;

/// A decentralized identifier (DID Core 1.0 section 3.1), kept as it was spelled.
class DEED_API Did {
public:
    /// `did.malformed` unless the text is a DID without path, query and fragment, of at most 8,192
    /// characters.
    static Result<Did> parse(std::string_view text);

    const std::string& to_string() const { return text_; }
    /// "weid" in did:weid:…
    std::string_view method() const;
    /// What follows "did:<method>:".
    std::string_view method_specific_id() const;

    friend bool operator==(const Did&, const Did&) = default;
    friend auto operator<=>(const Did&, const Did&) = default;

private:
    explicit Did(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

/// A DID with optional path, query and fragment (section 3.2).
class DEED_API DidUrl {
public:
    /// `did.malformed_url` unless the text is a DID URL of at most 10,240 characters.
    static Result<DidUrl> parse(std::string_view text);

    const std::string& to_string() const { return text_; }
    const Did& did() const { return did_; }
    const std::string& path() const { return path_; }  ///< with its '/', or empty
    const std::optional<std::string>& query() const { return query_; }
    const std::optional<std::string>& fragment() const { return fragment_; }

    friend bool operator==(const DidUrl&, const DidUrl&) = default;

private:
    DidUrl(std::string text, Did did, std::string path, std::optional<std::string> query,
           std::optional<std::string> fragment);
    std::string text_;
    Did did_;
    std::string path_;
    std::optional<std::string> query_;
    std::optional<std::string> fragment_;
};

}  // namespace deed::did
