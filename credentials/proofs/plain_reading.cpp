#include "credentials/proofs/plain_reading.hpp"

#include <optional>
#include <set>
#include <string_view>

#include "credentials/contexts/inline_contexts.hpp"
#include "credentials/contexts/place.hpp"
#include "credentials/proofs/errors.hpp"

namespace deed::credentials {
namespace {

/// Looks for a second place at which something is said of the document.
class SecondPlaceWalk {
public:
    explicit SecondPlaceWalk(std::optional<std::string_view> id) : id_(id) {}

    Result<void> visit(json::Value value, const Place& place) const {
        if (value.is_object()) return visit_object(value, place);
        if (!value.is_array()) return {};
        DEED_CHECK(visit_ids(value.array(), place));
        std::size_t index = 0;
        for (const json::Value element : value.array())
            DEED_CHECK(visit(element, place.at(index++)));
        return {};
    }

private:
    /// Of two subjects with one id, readers would see what the first of them says.
    static Result<void> visit_ids(json::Array array, const Place& place) {
        std::set<std::string_view> ids;
        std::size_t index = 0;
        for (const json::Value element : array) {
            const Place here = place.at(index++);
            const auto id = element.find("id");
            const auto text = id ? id->string_if() : std::nullopt;
            if (text && !ids.insert(*text).second)
                return Error(errors::kProofMemberHidden, "another object beside it has this id",
                             here.pointer());
        }
        return {};
    }

    Result<void> visit_object(json::Value object, const Place& place) const {
        const bool is_document = place.parent == nullptr;
        for (const auto& [name, member] : object.object()) {
            if (name == "@context") continue;
            const Place here = place.at(name);
            const bool names_it =
                id_ && (name == "id" || name == "@id") && member.string_if() == id_;
            // A map by ids (@container @id) has them as names.
            if ((names_it && !is_document && object.object().size() > 1) || name == id_)
                return Error(errors::kProofMemberHidden, "something is said of the document here",
                             here.pointer());
            DEED_CHECK(visit(member, here));
        }
        return {};
    }

    std::optional<std::string_view> id_;
};

}  // namespace

Result<void> require_one_place(json::Value document) {
    const auto id = document.find("id");
    const auto text = id ? id->string_if() : std::nullopt;
    return SecondPlaceWalk(text).visit(document, Place{});
}

Result<void> require_plain_contexts(json::Value document) {
    for (const MisleadingTerm& term : misleading_terms_in(document))
        return Error(errors::kProofContextMisleads, "an inline context " + term.what, term.pointer);
    return {};
}

}  // namespace deed::credentials
