#pragma once

#include <string>
#include <string_view>

#include "registry-contracts/client/issuer_registry.hpp"

namespace deed::registry {

/// The name of an accredited party as a registry takes it (specs/contracts-evidence-issuer.md
/// section 4): of characters that pass for no others.
class DEED_API DisplayName {
public:
    static constexpr std::size_t kMaxBytes = 96;

    /// The name that a text is: its NFKC form, without spaces at its ends. What is no name then is
    /// `name.length_invalid`, `name.character_invalid`, `name.without_letter`.
    static Result<DisplayName> create(std::string_view text);
    /// A text that is a name as it stands; errors as create().
    static Result<DisplayName> parse(std::string_view text);

    const std::string& text() const { return text_; }
    /// Keccak-256 of what a reader takes the name for; names of one fold belong to one subject.
    /// The contracts compute the same.
    Hash fold() const;
    /// The skeleton of UTS #39, by Unicode 15.
    std::string skeleton() const;
    /// Keccak-256 of the skeleton, which the accreditor signs.
    Hash skeleton_hash() const;

    friend bool operator==(const DisplayName&, const DisplayName&) = default;

private:
    explicit DisplayName(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

}  // namespace deed::registry
