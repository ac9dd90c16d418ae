#pragma once

#include <optional>
#include <span>
#include <string>

#include "did/resolver.hpp"

namespace deed::did {

/// An option of resolution or dereferencing as text, as HTTP and command lines have it. `accept`
/// is none of these: it has a place of its own there.
struct Option {
    std::string name;
    std::string value;
};

struct ReadOptions {
    ResolveOptions resolve;
    bool expand_relative_urls = false;
    std::optional<Relationship> relationship;  ///< "verificationRelationship"
};

/// Reads the options versionId, versionTime, versionNumber, noCache, expandRelativeUrls and
/// verificationRelationship. `did.option_unsupported` for others, `did.invalid_option` for one that
/// stands twice or has no good value, `did.version_options` for two versions.
DEED_API Result<ReadOptions> read_options(std::span<const Option> options);

/// The document with every relative DID URL in full that is the id of a method or service, or names
/// a method (DID Resolution, option expandRelativeUrls).
DEED_API json::Document with_absolute_urls(const Document& document);

}  // namespace deed::did
