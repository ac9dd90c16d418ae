#include "evidence/content_json.hpp"

#include "lib/encoding/text.hpp"

namespace deed::evidence::detail {
namespace {

Result<TwinDigest> read_twin(const StrictJson& strict, json::Value json, const std::string& at) {
    DEED_TRY(const tlog::Hash sha256, strict.hash(*json.find("sha256"), at + "/sha256"));
    DEED_TRY(const tlog::Hash sm3, strict.hash(*json.find("sm3"), at + "/sm3"));
    return TwinDigest{sha256, sm3};
}

Result<DocumentDigest> read_document(const StrictJson& strict, json::Value json) {
    const std::string at = "/document";
    DEED_CHECK(strict.members(json, {"length", "sha256", "sm3"}, at));
    DEED_TRY(const std::uint64_t length, strict.number(*json.find("length"), at + "/length"));
    DEED_TRY(const TwinDigest digest, read_twin(strict, json, at));
    return DocumentDigest{length, digest};
}

Result<Field> read_field(const StrictJson& strict, json::Value json, const std::string& at) {
    if (!json.find("pointer")) {
        DEED_CHECK(strict.members(json, {"sha256", "sm3"}, at));
        DEED_TRY(const TwinDigest withheld, read_twin(strict, json, at));
        return Field(withheld);
    }
    DEED_CHECK(strict.members(json, {"pointer", "salt", "value"}, at));
    DEED_TRY(const std::string_view pointer, strict.text(*json.find("pointer"), at + "/pointer"));
    DEED_TRY(const Salt salt, strict.hash(*json.find("salt"), at + "/salt"));
    json::Document value = json::Writer().value(*json.find("value")).take_document();
    return Field(ShownField{std::string(pointer), salt, std::move(value)});
}

Result<std::vector<Field>> read_fields(const StrictJson& strict, json::Value json) {
    DEED_TRY(const json::Array array, strict.array(json, "/fields"));
    std::vector<Field> fields;
    for (const json::Value element : array) {
        const std::string at = "/fields/" + std::to_string(fields.size());
        DEED_TRY(Field field, read_field(strict, element, at));
        fields.push_back(std::move(field));
    }
    return fields;
}

Result<Content> read_content(const StrictJson& strict, json::Value json) {
    if (const auto document = json.find("document")) {
        DEED_TRY(const DocumentDigest digest, read_document(strict, *document));
        return Content(digest);
    }
    DEED_TRY(std::vector<Field> fields, read_fields(strict, *json.find("fields")));
    return Content(std::move(fields));
}

void write_twin(json::Writer& writer, const TwinDigest& digest) {
    writer.member("sha256", base64_encode(digest.sha256)).member("sm3", base64_encode(digest.sm3));
}

void write_field(json::Writer& writer, const Field& field) {
    writer.begin_object();
    if (const auto* shown = std::get_if<ShownField>(&field)) {
        writer.member("pointer", shown->pointer).member("salt", base64_encode(shown->salt));
        writer.key("value").value(shown->value.root());
    } else {
        write_twin(writer, std::get<TwinDigest>(field));
    }
    writer.end_object();
}

}  // namespace

Result<std::string_view> content_member(const StrictJson& strict, json::Value json) {
    const auto kind = json.find("kind");
    if (!kind) return strict.malformed("\"kind\" is missing", "");
    DEED_TRY(const std::uint64_t number, strict.number(*kind, "/kind"));
    if (number > 1) return strict.malformed("must be 0 or 1", "/kind");
    return std::string_view(number == 0 ? "document" : "fields");
}

Result<Opening> read_opening(const StrictJson& strict, json::Value json, did::Did submitter) {
    DEED_TRY(const Salt salt, strict.hash(*json.find("salt"), "/salt"));
    DEED_TRY(Content content, read_content(strict, json));
    auto opening = Opening::from_parts(std::move(submitter), salt, std::move(content));
    if (!opening) return strict.malformed(opening.error().message(), opening.error().where());
    return opening;
}

void write_opening(json::Writer& writer, const Opening& opening) {
    writer.key("kind").integer(opening.kind()).member("salt", base64_encode(opening.salt()));
    if (const auto* document = std::get_if<DocumentDigest>(&opening.content())) {
        writer.key("document").begin_object().key("length");
        writer.integer(static_cast<std::int64_t>(document->length));
        write_twin(writer, document->digest);
        writer.end_object();
        return;
    }
    writer.key("fields").begin_array();
    for (const Field& field : std::get<std::vector<Field>>(opening.content()))
        write_field(writer, field);
    writer.end_array();
}

}  // namespace deed::evidence::detail
