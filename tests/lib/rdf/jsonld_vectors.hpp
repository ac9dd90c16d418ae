#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lib/json/document.hpp"
#include "lib/rdf/jsonld.hpp"

namespace deed::rdf::test {

/// Where the documents of the suite have their URLs.
inline constexpr std::string_view kSuiteBase = "https://w3c.github.io/json-ld-api/tests/";

/// The suite's folder as the web.
class SuiteLoader final : public DocumentLoader {
public:
    Result<json::Document> load(std::string_view url, Call& call) const override;
};

/// One entry of a manifest.
struct SuiteCase {
    std::string id;  ///< "expand#t0001"
    std::string name;
    std::string input;                  ///< path in the suite
    std::optional<std::string> expect;  ///< path in the suite
    std::optional<std::string> error;   ///< the specification's name of an error
    std::optional<std::string> context;
    JsonLdOptions options;
    bool applies = true;  ///< to a processor of JSON-LD 1.1
};

/// The entries of "expand", "toRdf" or "compact". `loader` must outlive them.
std::vector<SuiteCase> read_suite(const std::string& manifest, const SuiteLoader& loader);
std::string read_suite_file(const std::string& path);

}  // namespace deed::rdf::test
