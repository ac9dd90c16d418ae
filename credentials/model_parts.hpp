#pragma once

// The room's own: the parts of the data model's rules. Not for other rooms.

#include <string>
#include <string_view>
#include <vector>

#include "credentials/credential.hpp"

namespace deed::credentials {

/// Collects faults, up to a bound that keeps hostile input from growing a report without end.
class ModelFaults {
public:
    void add(const ErrorCode& code, std::string message, std::string pointer) {
        if (!full()) faults_.push_back({&code, std::move(message), std::move(pointer)});
    }
    bool full() const { return faults_.size() >= kMaxFaults; }
    std::vector<ModelFault> take() { return std::move(faults_); }

private:
    static constexpr std::size_t kMaxFaults = 64;
    std::vector<ModelFault> faults_;
};

/// One value, or each of a non-empty array; with its pointer.
struct PlacedValue {
    json::Value value;
    std::string pointer;
};
std::vector<PlacedValue> one_or_more(json::Value value, const std::string& pointer);

bool is_url(json::Value value);

/// A string or one or more strings, none of them empty.
bool is_type(json::Value value);

/// `object` has no id, or one absolute URL: `credential.id_malformed`.
void check_id(json::Value object, const std::string& pointer, ModelFaults& faults);

/// No member has the form of a JSON-LD keyword, but for @context and language values:
/// `credential.keyword_member`.
void check_keyword_members(json::Value credential, ModelFaults& faults);

/// "@value", "@language" or "@direction".
bool is_language_member(std::string_view name);

/// A string, or one or more language value objects (VCDM 2.0 section 11.1).
void check_language_value(json::Value object, std::string_view name, const std::string& pointer,
                          ModelFaults& faults);

/// VCDM 2.0 section 5.3.
void check_related_resources(json::Value value, const std::string& pointer, ModelFaults& faults);

}  // namespace deed::credentials
