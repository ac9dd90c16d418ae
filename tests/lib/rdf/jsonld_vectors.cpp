#include "tests/lib/rdf/jsonld_vectors.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <utility>

#include "tests/support/vectors.hpp"

namespace deed::rdf::test {
namespace {

inline constexpr ErrorCode kNoSuchFile{"test.no_such_file", ErrorKind::not_found, "No file.",
                                       "None."};

std::optional<std::string> text_of(json::Value entry, std::string_view member) {
    const auto found = entry.find(member);
    if (!found) return std::nullopt;
    return std::string(found->string());
}

bool flag(json::Value options, std::string_view member, bool otherwise) {
    const auto found = options.find(member);
    return found ? found->boolean() : otherwise;
}

JsonLdOptions options_of(json::Value entry, const std::string& input, const SuiteLoader& loader) {
    JsonLdOptions options;
    options.loader = &loader;
    options.base = std::string(kSuiteBase) + input;
    const auto given = entry.find("option");
    if (!given) return options;
    if (const auto base = text_of(*given, "base")) options.base = *base;
    if (const auto context = text_of(*given, "expandContext"))
        options.expand_context = json::Document::parse(read_suite_file(*context)).value();
    options.json_ld_1_0 = text_of(*given, "processingMode") == "json-ld-1.0";
    if (const auto form = text_of(*given, "rdfDirection"))
        options.rdf_direction = form == "i18n-datatype"
                                    ? JsonLdOptions::RdfDirection::i18n_datatype
                                    : JsonLdOptions::RdfDirection::compound_literal;
    options.compact_arrays = flag(*given, "compactArrays", true);
    options.compact_to_relative = flag(*given, "compactToRelative", true);
    options.ordered = flag(*given, "ordered", false);
    options.produce_generalized_rdf = flag(*given, "produceGeneralizedRdf", false);
    options.use_native_types = flag(*given, "useNativeTypes", false);
    options.use_rdf_type = flag(*given, "useRdfType", false);
    return options;
}

}  // namespace

std::string read_suite_file(const std::string& path) {
    return deed::test::read_vector("jsonld/" + path);
}

Result<json::Document> SuiteLoader::load(std::string_view url, Call&) const {
    if (!url.starts_with(kSuiteBase)) return Error(kNoSuchFile, std::string(url));
    const auto path =
        deed::test::vectors_dir() / "jsonld" / std::string(url.substr(kSuiteBase.size()));
    std::ifstream file(path, std::ios::binary);
    if (!file.is_open()) return Error(kNoSuchFile, path.string());
    return json::Document::parse(std::string(std::istreambuf_iterator<char>(file), {}));
}

std::vector<SuiteCase> read_suite(const std::string& manifest, const SuiteLoader& loader) {
    std::vector<SuiteCase> cases;
    const auto document = json::Document::parse(read_suite_file(manifest + "-manifest.jsonld"));
    EXPECT_TRUE(document.has_value());
    if (!document) return cases;
    for (const json::Value entry : document->root().find("sequence")->array()) {
        const std::string input = *text_of(entry, "input");
        SuiteCase added{manifest + std::string(entry.find("@id")->string()),
                        *text_of(entry, "name"),
                        input,
                        text_of(entry, "expect"),
                        text_of(entry, "expectErrorCode"),
                        text_of(entry, "context"),
                        options_of(entry, input, loader)};
        const auto given = entry.find("option");
        if (given) added.applies = text_of(*given, "specVersion") != "json-ld-1.0";
        cases.push_back(std::move(added));
    }
    return cases;
}

}  // namespace deed::rdf::test
