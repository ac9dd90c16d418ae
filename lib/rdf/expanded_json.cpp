#include "lib/rdf/expanded_json.hpp"

#include "lib/json/errors.hpp"
#include "lib/json/writer.hpp"
#include "lib/rdf/expander.hpp"
#include "lib/rdf/jsonld.hpp"
#include "lib/rdf/jsonld_errors.hpp"

namespace deed::rdf {
namespace detail {
namespace {

/// What json::Document can hold at most.
constexpr std::size_t kMaxBytes = std::size_t{1} << 30;
constexpr std::size_t kMaxDepth = 256;

void write_items(json::Writer& writer, const List<Item*>& items);

void write_name(json::Writer& writer, const Name& name) {
    if (name.is_null)
        writer.null();
    else
        writer.string(name.text);
}

void write_types(json::Writer& writer, const Item& item) {
    writer.key("@type");
    if (item.is_value()) return write_name(writer, item.types[0]);
    writer.begin_array();
    for (const Name& type : item.types) write_name(writer, type);
    writer.end_array();
}

void write_properties(json::Writer& writer, const List<Property>& properties) {
    for (const Property& property : properties) {
        writer.key(property.name.text);
        write_items(writer, property.values);
    }
}

void write_item(json::Writer& writer, const Item& item) {
    writer.begin_object();
    if (item.has_id) {
        writer.key("@id");
        write_name(writer, item.id);
    }
    if (item.has_types) write_types(writer, item);
    if (item.has_value) {
        writer.key("@value");
        if (item.value)
            writer.value(*item.value);
        else
            writer.string(item.text);
    }
    if (item.has_language) writer.member("@language", item.language);
    if (item.direction == Direction::ltr || item.direction == Direction::rtl)
        writer.member("@direction", to_text(item.direction));
    if (item.has_index) writer.member("@index", item.index);
    if (item.has_list) {
        writer.key("@list");
        write_items(writer, item.items);
    }
    if (item.has_graph) {
        writer.key("@graph");
        write_items(writer, item.graph);
    }
    if (item.has_included) {
        writer.key("@included");
        write_items(writer, item.included);
    }
    if (item.has_reverse) {
        writer.key("@reverse").begin_object();
        write_properties(writer, item.reverse);
        writer.end_object();
    }
    write_properties(writer, item.properties);
    writer.end_object();
}

void write_items(json::Writer& writer, const List<Item*>& items) {
    writer.begin_array();
    for (const Item* item : items) write_item(writer, *item);
    writer.end_array();
}

}  // namespace

Result<json::Document> to_json(const List<Item*>& items) {
    json::Writer writer;
    write_items(writer, items);
    auto document = json::Document::parse(writer.take(), {kMaxBytes, kMaxDepth});
    if (document) return document;
    const bool deep = document.error().code() == json::errors::kTooDeep;
    return Error(deep ? errors::kTooDeep : errors::kTooComplex, document.error().message());
}

}  // namespace detail

Result<json::Document> expand(json::Value input, const JsonLdOptions& options, Call& call) {
    detail::ContextProcessor contexts(options, call);
    detail::Expander expander(contexts, detail::Purpose::json);
    DEED_TRY(const auto items, expander.expand_document(input));
    return detail::to_json(items);
}

Result<void> check_expansion(json::Value input, const JsonLdOptions& options, Call& call) {
    detail::ContextProcessor contexts(options, call);
    DEED_CHECK(detail::Expander(contexts, detail::Purpose::json).expand_document(input));
    return {};
}

}  // namespace deed::rdf
