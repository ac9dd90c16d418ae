#include "credentials/model_parts.hpp"

#include <algorithm>
#include <set>

#include "credentials/contexts/known_contexts.hpp"
#include "credentials/errors.hpp"
#include "credentials/resource_digests.hpp"
#include "credentials/text_rules.hpp"
#include "lib/encoding/multiformats.hpp"
#include "lib/encoding/text.hpp"

namespace deed::credentials {
namespace {

using crypto::HashAlgorithm;

constexpr std::string_view kLanguageMembers[] = {"@value", "@language", "@direction"};

bool is_language_value(json::Value value) {
    if (!value.is_object()) return false;
    for (const auto& [name, member] : value.object())
        if (!member.is_string() || !is_language_member(name)) return false;

    const auto language = value.find("@language");
    if (language && !is_language_tag(language->string())) return false;
    const auto direction = value.find("@direction");
    if (direction && direction->string() != "ltr" && direction->string() != "rtl") return false;
    return value.find("@value").has_value();
}

bool is_string_or_language_values(json::Value value, const std::string& pointer) {
    if (value.is_string()) return true;
    const auto values = one_or_more(value, pointer);
    return !values.empty() && std::ranges::all_of(values, [](const PlacedValue& placed) {
        return is_language_value(placed.value);
    });
}

using TextRule = bool (*)(std::string_view);

/// Whether the resource has a digest of that name; reports one that does not follow the rule.
bool check_digest(const PlacedValue& resource, std::string_view name, TextRule is_well_formed,
                  ModelFaults& faults) {
    const auto digest = resource.value.find(name);
    if (!digest) return false;
    const std::string pointer = resource.pointer + "/" + std::string(name);
    const auto values = one_or_more(*digest, pointer);
    const bool sound = !values.empty() && std::ranges::all_of(values, [&](const auto& placed) {
        const auto text = placed.value.string_if();
        return text && is_well_formed(*text);
    });
    if (!sound)
        faults.add(errors::kRelatedResourceDigestMalformed,
                   std::string(name) + " is not one or more digests of its form", pointer);
    return true;
}

// Deed knows the digests of the published contexts, so it can tell a wrong one without the bytes.
void check_known_digests(const PlacedValue& resource, std::string_view url, ModelFaults& faults) {
    const BundledContext* context = find_bundled_context(url);
    if (context == nullptr || context->sha256_hex.empty()) return;
    const auto digest_by = [&](HashAlgorithm algorithm) -> std::optional<Bytes> {
        if (algorithm == HashAlgorithm::sha256) return hex_decode(context->sha256_hex).value();
        if (algorithm == HashAlgorithm::sha384) return hex_decode(context->sha384_hex).value();
        if (algorithm == HashAlgorithm::sha512) return hex_decode(context->sha512_hex).value();
        return std::nullopt;
    };
    check_digests(resource, digest_by, faults);
}

void check_related_resource(const PlacedValue& resource, std::set<std::string_view>& ids,
                            ModelFaults& faults) {
    if (!resource.value.is_object())
        return faults.add(errors::kRelatedResourceMalformed, "a related resource is not an object",
                          resource.pointer);
    const auto id = resource.value.find("id");
    if (!id)
        return faults.add(errors::kRelatedResourceMalformed, "a related resource has no id",
                          resource.pointer);
    if (!is_url(*id))
        return faults.add(errors::kIdMalformed, "the id is not one absolute URL",
                          resource.pointer + "/id");
    if (!ids.insert(id->string()).second)
        faults.add(errors::kRelatedResourceDuplicate,
                   std::string(id->string()) + " is listed more than once",
                   resource.pointer + "/id");

    const auto media_type = resource.value.find("mediaType");
    if (media_type && !media_type->is_string())
        faults.add(errors::kRelatedResourceMalformed, "mediaType is not a string",
                   resource.pointer + "/mediaType");
    const bool has_sri = check_digest(resource, "digestSRI", is_digest_sri, faults);
    const bool has_multibase =
        check_digest(resource, "digestMultibase", is_digest_multibase, faults);
    if (!has_sri && !has_multibase)
        faults.add(errors::kRelatedResourceDigestMissing,
                   "neither digestSRI nor digestMultibase is given", resource.pointer);
    check_known_digests(resource, id->string(), faults);
}

}  // namespace

bool is_language_member(std::string_view name) {
    return std::ranges::count(kLanguageMembers, name) > 0;
}

std::vector<PlacedValue> one_or_more(json::Value value, const std::string& pointer) {
    if (!value.is_array()) return {{value, pointer}};
    std::vector<PlacedValue> values;
    for (const json::Value element : value.array())
        values.push_back({element, pointer + "/" + std::to_string(values.size())});
    return values;
}

bool is_url(json::Value value) {
    const auto text = value.string_if();
    return text && is_absolute_url(*text);
}

bool is_type(json::Value value) {
    const auto types = one_or_more(value, {});
    return !types.empty() && std::ranges::all_of(types, [](const PlacedValue& type) {
        return type.value.is_string() && !type.value.string().empty();
    });
}

void check_id(json::Value object, const std::string& pointer, ModelFaults& faults) {
    const auto id = object.find("id");
    if (id && !is_url(*id))
        faults.add(errors::kIdMalformed, "the id is not one absolute URL", pointer + "/id");
}

void check_language_value(json::Value object, std::string_view name, const std::string& pointer,
                          ModelFaults& faults) {
    const auto value = object.find(name);
    if (!value) return;
    const std::string place = pointer + "/" + std::string(name);
    if (!is_string_or_language_values(*value, place))
        faults.add(errors::kLanguageValueMalformed,
                   std::string(name) + " is neither a string nor language value objects", place);
}

void check_related_resources(json::Value value, const std::string& pointer, ModelFaults& faults) {
    const auto resources = one_or_more(value, pointer);
    if (resources.empty())
        faults.add(errors::kRelatedResourceMalformed, "relatedResource is an empty array", pointer);
    std::set<std::string_view> ids;
    for (const PlacedValue& resource : resources) check_related_resource(resource, ids, faults);
}

}  // namespace deed::credentials
