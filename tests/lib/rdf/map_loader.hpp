#pragma once

#include <map>
#include <string>

#include "lib/rdf/jsonld.hpp"

namespace deed::rdf::test {

inline constexpr ErrorCode kNotInMap{"test.not_in_map", ErrorKind::not_found, "No such document.",
                                     "None."};

/// Documents that a test writes.
class MapLoader final : public DocumentLoader {
public:
    explicit MapLoader(std::map<std::string, std::string, std::less<>> texts)
        : texts_(std::move(texts)) {}

    Result<json::Document> load(std::string_view url, Call&) const override {
        ++loads_;
        const auto found = texts_.find(url);
        if (found == texts_.end()) return Error(kNotInMap, std::string(url));
        return json::Document::parse(found->second);
    }

    /// How often a document was asked for.
    int loads() const { return loads_; }

private:
    std::map<std::string, std::string, std::less<>> texts_;
    mutable int loads_ = 0;
};

}  // namespace deed::rdf::test
