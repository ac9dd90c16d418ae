// Members that JSON-LD takes for keywords: a reader of the plain JSON and one of the JSON-LD would
// see two different credentials.
#include <algorithm>

#include "credentials/contexts/place.hpp"
#include "credentials/errors.hpp"
#include "credentials/model_parts.hpp"

namespace deed::credentials {
namespace {

constexpr std::string_view kNodes[] = {"issuer", "credentialSubject"};

/// An object of nothing but @value, @language and @direction.
bool is_language_object(json::Value value) {
    for (const auto& [name, member] : value.object())
        if (!is_language_member(name)) return false;
    return value.find("@value").has_value();
}

class KeywordWalk {
public:
    explicit KeywordWalk(ModelFaults& faults) : faults_(faults) {}

    /// `is_node`: a language value is out of place here.
    void visit(json::Value value, const Place& place, bool is_node) {
        if (faults_.full()) return;
        if (value.is_object()) return visit_object(value, place, is_node);
        if (!value.is_array()) return;
        std::size_t index = 0;
        for (const json::Value element : value.array()) visit(element, place.at(index++), is_node);
    }

private:
    void visit_object(json::Value object, const Place& place, bool is_node) {
        const bool is_credential = place.parent == nullptr;
        const bool may_have_language = !is_node && is_language_object(object);
        for (const auto& [name, member] : object.object()) {
            if (name == "@context") continue;
            const Place here = place.at(name);
            if (name.starts_with('@') && !may_have_language) fault(here);
            visit(member, here, is_credential && std::ranges::count(kNodes, name) > 0);
        }
    }

    void fault(const Place& place) {
        if (faults_.full()) return;
        faults_.add(errors::kKeywordMember, "a member has the form of a JSON-LD keyword",
                    place.pointer());
    }

    ModelFaults& faults_;
};

}  // namespace

void check_keyword_members(json::Value credential, ModelFaults& faults) {
    KeywordWalk(faults).visit(credential, Place{}, true);
}

}  // namespace deed::credentials
