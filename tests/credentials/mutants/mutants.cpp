#include "tests/credentials/mutants/mutants.hpp"

#include <algorithm>
#include <functional>

#include "lib/json/writer.hpp"
#include "tests/credentials/cast.hpp"

namespace deed::credentials::test {
namespace {

std::string as_json(std::string_view text) {
    json::Writer writer;
    return writer.string(text).take();
}

/// A place of the document: where, and what stands there.
struct Place {
    std::string pointer;
    json::Value value;

    std::string name() const { return pointer.substr(pointer.rfind('/') + 1); }
    std::string parent() const { return pointer.substr(0, pointer.rfind('/')); }
    bool is_within(std::string_view other) const {
        return pointer == other || pointer.starts_with(std::string(other) + "/");
    }
};

void walk(json::Value value, const std::string& pointer, std::vector<Place>& places) {
    places.push_back({pointer, value});
    if (value.is_object()) {
        for (const auto& [name, member] : value.object())
            walk(member, pointer + "/" + std::string(name), places);
    } else if (value.is_array()) {
        std::size_t index = 0;
        for (const json::Value element : value.array())
            walk(element, pointer + "/" + std::to_string(index++), places);
    }
}

/// Makes the mutants of one document. Pointers need no escapes: no name in it has '/' or '~'.
class Mutator {
public:
    explicit Mutator(const json::Document& document) : document_(document) {
        walk(document_.root(), "", places_);
    }

    void put(std::string_view kind, const std::string& pointer, const std::string& json) {
        keep(kind, pointer + " = " + json, with(document_, pointer, json));
    }
    void remove(std::string_view kind, const std::string& pointer) {
        keep(kind, "without " + pointer, document_.without(pointer).value());
    }
    void keep(std::string_view kind, std::string what, json::Document document) {
        if (document == document_) return;
        mutants_.push_back({kind, std::move(what), std::move(document)});
    }

    /// The places whose pointers pass, but for the root.
    std::vector<Place> places(const std::function<bool(const Place&)>& pass) const {
        std::vector<Place> found;
        std::ranges::copy_if(places_, std::back_inserter(found), [&](const Place& place) {
            return !place.pointer.empty() && pass(place);
        });
        return found;
    }
    const json::Document& document() const { return document_; }
    std::vector<Mutant> take() { return std::move(mutants_); }

private:
    const json::Document& document_;
    std::vector<Place> places_;
    std::vector<Mutant> mutants_;
};

bool is_claim(const Place& place) {
    return !place.is_within("/proof") && !place.is_within("/@context");
}
bool is_type(const Place& place) { return place.parent().ends_with("/type"); }

/// What a value may become: another of its kind, and one of every other kind.
std::vector<std::string> other_values(json::Value value) {
    std::vector<std::string> others{"null", "true", "7", R"("text")", "[]", "{}"};
    if (value.is_number()) {
        others.push_back(std::to_string(value.integer().value_or(3) + 1));
        others.push_back(as_json(value.number_text()));
    } else if (value.is_boolean()) {
        others.push_back(value.boolean() ? "false" : "true");
    } else if (const auto text = value.string_if()) {
        others.push_back(as_json(std::string(*text) + "x"));
        others.push_back(as_json(text->substr(0, text->size() - 1)));
        others.push_back(R"("urn:x:other")");
        others.push_back(R"({"@value":)" + as_json(*text) + R"(,"@language":"en"})");
    }
    return others;
}

/// What a literal of JSON holds is a value to JSON-LD, whatever it is.
bool is_in_literal(const Place& place) {
    return place.pointer.ends_with("/raw") || place.pointer.find("/raw/") != std::string::npos;
}

std::string_view kind_of_change(const Place& place, std::string_view other) {
    if (is_in_literal(place)) return "JSON literal changed";
    if (other == "null") return "value made null";
    return other == "[]" ? "value emptied" : "value changed";
}

void change_values(Mutator& mutator) {
    for (const Place& place : mutator.places(is_claim)) {
        if (is_type(place)) continue;
        for (const std::string& other : other_values(place.value))
            if (other != json::to_string(place.value))
                mutator.put(kind_of_change(place, other), place.pointer, other);
    }
}

void remove_and_rename(Mutator& mutator) {
    for (const Place& place : mutator.places(is_claim)) {
        if (!mutator.document().root().is_object()) continue;
        const bool is_element = place.name().find_first_not_of("0123456789") == std::string::npos;
        if (is_element) continue;
        mutator.remove("member removed", place.pointer);
        const auto removed = mutator.document().without(place.pointer).value();
        for (const auto* name : {"description", "alumniOf", "renamed"}) {
            if (place.name() == name) continue;
            mutator.keep("member renamed", place.pointer + " to " + name,
                         with(removed, place.parent() + "/" + name, json::to_string(place.value)));
        }
    }
}

std::vector<Place> objects_of(const Mutator& mutator) {
    auto objects = mutator.places(
        [](const Place& place) { return is_claim(place) && place.value.is_object(); });
    objects.push_back({"", mutator.document().root()});
    return objects;
}

void add_members(Mutator& mutator) {
    for (const Place& object : objects_of(mutator)) {
        const std::string_view kind =
            is_in_literal(object) ? "JSON literal changed" : "undefined term added";
        for (const std::string value : {"1", "null", R"("x")", "[]", R"({"id":"urn:x:added"})"})
            mutator.put(kind, object.pointer + "/undefinedTerm", value);
        for (const auto& [name, value] :
             {std::pair("description", R"("added")"), std::pair("id", R"("urn:x:added")"),
              std::pair("type", R"("ex:Added")"), std::pair("alumniOf", R"("urn:x:added")"),
              std::pair("https://absolute.example#p", "5"), std::pair("ex:compact", "true")}) {
            if (std::string_view(name).find('/') != std::string_view::npos ||
                object.value.find(name))
                continue;
            mutator.put("member added", object.pointer + "/" + name, value);
        }
    }
}

void move_members(Mutator& mutator) {
    for (const Place& from : objects_of(mutator))
        for (const auto& [name, value] : from.value.object()) {
            const std::string pointer = from.pointer + "/" + std::string(name);
            if (name == "@context" || name == "proof") continue;
            const auto removed = mutator.document().without(pointer).value();
            for (const Place& to : objects_of(mutator)) {
                if (to.is_within(pointer) || to.pointer == from.pointer || to.value.find(name))
                    continue;
                mutator.keep(
                    "member moved", pointer + " to " + to.pointer,
                    with(removed, to.pointer + "/" + std::string(name), json::to_string(value)));
            }
        }
}

void swap_values(Mutator& mutator) {
    const auto leaves = mutator.places([](const Place& place) {
        return is_claim(place) && !place.value.is_object() && !place.value.is_array();
    });
    for (std::size_t i = 0; i < leaves.size(); ++i)
        for (std::size_t j = i + 1; j < leaves.size(); ++j) {
            const auto half =
                with(mutator.document(), leaves[i].pointer, json::to_string(leaves[j].value));
            mutator.keep("values swapped", leaves[i].pointer + " and " + leaves[j].pointer,
                         with(half, leaves[j].pointer, json::to_string(leaves[i].value)));
        }
}

void change_types(Mutator& mutator) {
    for (const Place& place : mutator.places(is_claim)) {
        if (place.name() != "type") continue;
        for (const std::string type :
             {R"("ex:Other")", R"("UndefinedType")", R"("relative/type")", R"("urn:x:Absolute")",
              R"(["ex:Other","ex:Another"])", "[]", R"("VerifiableCredential")", R"("Person")"})
            mutator.put("type changed", place.pointer, type);
        if (!place.value.is_array()) continue;
        for (const std::string type : {R"("ex:Other")", R"("UndefinedType")"})
            mutator.put("type changed", place.pointer + "/-", type);
        for (std::size_t i = 0; i < place.value.array().size(); ++i)
            mutator.remove("type changed", place.pointer + "/" + std::to_string(i));
    }
}

std::string array_of(const std::vector<std::string>& elements) {
    std::string text;
    for (const std::string& element : elements) text += (text.empty() ? "" : ",") + element;
    return "[" + text + "]";
}

void change_arrays(Mutator& mutator) {
    for (const Place& place : mutator.places(is_claim)) {
        if (!place.value.is_array() || place.name() == "type") continue;
        std::vector<std::string> elements;
        for (const json::Value element : place.value.array())
            elements.push_back(json::to_string(element));
        const auto put = [&](const std::vector<std::string>& changed) {
            mutator.put("array changed", place.pointer, array_of(changed));
        };
        for (std::size_t i = 0; i < elements.size(); ++i) {
            auto changed = elements;
            changed.push_back(elements[i]);
            put(changed);
            changed = elements;
            changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(i));
            put(changed);
            changed = elements;
            std::rotate(changed.begin(), changed.begin() + static_cast<std::ptrdiff_t>(i),
                        changed.end());
            put(changed);
        }
        put({array_of(elements)});
        put({});
    }
}

void change_contexts(Mutator& mutator) {
    constexpr std::string_view kKind = "context changed";
    const json::Value contexts = *mutator.document().root().find("@context");
    for (const std::string added :
         {R"("https://www.w3.org/ns/did/v1")", R"({"@vocab":"https://other.example/"})",
          R"({"degree":"urn:x:other"})", R"("https://unknown.example/context")", "null"})
        mutator.put(kKind, "/@context/-", added);
    const auto& array = contexts.array();
    for (std::size_t i = 0; i < array.size(); ++i) {
        const std::string pointer = "/@context/" + std::to_string(i);
        mutator.remove(kKind, pointer);
        for (const std::string other :
             {R"("https://www.w3.org/2018/credentials/v1")", R"({"@vocab":"urn:v:"})", "7"})
            mutator.put(kKind, pointer, other);
        if (!array[i].is_object()) continue;
        for (const auto& [term, definition] : array[i].object()) {
            const std::string place = pointer + "/" + std::string(term);
            mutator.remove(kKind, place);
            for (const std::string other :
                 {R"("urn:x:other")", "null", R"({"@id":"urn:x:other","@type":"@id"})"})
                mutator.put(kKind, place, other);
        }
    }
    mutator.remove(kKind, "/@context");
}

}  // namespace

const char* const kRich = R"({
    "@context": ["https://www.w3.org/ns/credentials/v2",
                 "https://w3id.org/security/suites/ed25519-2020/v1", {
        "ex": "https://example.org/ns/",
        "Person": "ex:Person",
        "degree": {"@id": "ex:degree", "@type": "@id"},
        "alumniOf": {"@id": "ex:alumniOf", "@type": "@id"},
        "score": "ex:score",
        "honours": "ex:honours",
        "graduated": {"@id": "ex:graduated", "@type": "http://www.w3.org/2001/XMLSchema#date"},
        "marks": {"@id": "ex:marks", "@container": "@list"},
        "awards": "ex:awards",
        "title": "ex:title",
        "level": "ex:level",
        "faculty": "ex:faculty",
        "city": "ex:city",
        "raw": {"@id": "ex:raw", "@type": "@json"}}],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "https://example.org/ns/Degree"],
    "name": "Degree",
    "validFrom": "2026-01-01T00:00:00Z",
    "validUntil": "2027-01-01T00:00:00Z",
    "credentialSubject": {
        "id": "did:example:alice",
        "type": "Person",
        "degree": {"id": "urn:x:degree", "type": "https://example.org/ns/Bachelor", "name": "Bachelor of Science"},
        "score": 3.5,
        "honours": true,
        "graduated": "2025-06-30",
        "marks": ["1", "2", "1"],
        "title": "MSc",
        "level": 7,
        "faculty": "Engineering",
        "city": "Lisbon",
        "awards": ["Dean's List 2021", "Dean's List 2022"],
        "raw": {"order": [2, 1], "deep": {"a": null}}},
    "evidence": {"id": "urn:x:evidence", "type": "https://example.org/ns/Transcript", "name": "Transcript"}})";

std::vector<Mutant> document_mutants(const json::Document& document) {
    Mutator mutator(document);
    change_values(mutator);
    remove_and_rename(mutator);
    add_members(mutator);
    move_members(mutator);
    swap_values(mutator);
    change_types(mutator);
    change_arrays(mutator);
    change_contexts(mutator);
    return mutator.take();
}

namespace {

std::string_view kind_of_proof_member(std::string_view name) {
    if (name == "type" || name == "cryptosuite") return "proof suite changed";
    if (name == "verificationMethod") return "proof method changed";
    if (name == "proofValue") return "proof value changed";
    return "proof option changed";
}

}  // namespace

std::vector<Mutant> proof_mutants(const json::Document& document, const json::Document& other) {
    Mutator mutator(document);
    const json::Value proof = *document.root().find("proof");
    const json::Value other_proof = *other.root().find("proof");
    for (const auto& [name, value] : proof.object()) {
        if (name == "@context") continue;
        const std::string pointer = "/proof/" + std::string(name);
        for (const std::string& changed : other_values(value))
            mutator.put(kind_of_proof_member(name), pointer, changed);
        mutator.remove("proof member removed", pointer);
        if (const auto theirs = other_proof.find(name); theirs && !(*theirs == value))
            mutator.put("proof part swapped", pointer, json::to_string(*theirs));
    }
    for (const auto& [name, value] :
         {std::pair("nonce", R"("n")"), std::pair("expires", R"("2030-01-01T00:00:00Z")"),
          std::pair("id", R"("urn:x:proof")"), std::pair("undefinedTerm", "1")})
        mutator.put("proof member added", std::string("/proof/") + name, value);
    mutator.put("proof part swapped", "/proof", json::to_string(other_proof));
    mutator.put("proof part swapped", "/proof", "[]");
    mutator.put("proof part swapped", "/proof", "{}");
    mutator.remove("proof member removed", "/proof");
    return mutator.take();
}

}  // namespace deed::credentials::test
