#include "lib/crypto/key_reference_file.hpp"

#include "lib/crypto/key_reference_errors.hpp"
#include "lib/crypto/key_store_format.hpp"
#include "lib/encoding/format_version.hpp"
#include "lib/json/jcs.hpp"
#include "lib/json/writer.hpp"

namespace deed::crypto::key_reference_file {
namespace {

Error damaged(std::string what) { return Error(errors::kKeyReferenceDamaged, std::move(what)); }

Result<std::string_view> text_of(json::Value root, std::string_view name) {
    const auto member = root.find(name);
    const auto text = member ? member->string_if() : std::nullopt;
    if (!text) return damaged("lacks the text \"" + std::string(name) + "\"");
    return *text;
}

/// What a parser says of a member, as a damage of the file.
template <typename T>
Result<T> required(Result<T> parsed, std::string_view name) {
    if (parsed) return parsed;
    return damaged("has a wrong \"" + std::string(name) + "\": " + parsed.error().message());
}

Result<json::Document> parse_document(ByteView bytes) {
    auto document = json::Document::parse(bytes, {.max_bytes = kMaxBytes, .max_depth = 2});
    if (!document) return damaged("is not JSON: " + document.error().message());
    DEED_TRY(const std::string_view format, text_of(document->root(), "format"));
    if (is_later_format(format, kFormat))
        return Error(errors::kNewerKeyReference, "has the later format " + std::string(format));
    if (format != kFormat) return damaged("is not of the format " + std::string(kFormat));
    return document;
}

}  // namespace

Result<KeyInfo> parse(ByteView bytes) {
    DEED_TRY(const json::Document document, parse_document(bytes));
    const json::Value root = document.root();
    DEED_TRY(const std::string_view created, text_of(root, "created"));
    DEED_TRY(const std::string_view name, text_of(root, "name"));
    DEED_TRY(const std::string_view multikey, text_of(root, "publicKeyMultibase"));
    DEED_TRY(const std::string_view reference, text_of(root, "reference"));
    if (!key_store_format::is_key_name(name))
        return damaged("has a \"name\" that cannot name a key");
    DEED_TRY(const Timestamp time, required(Timestamp::parse_rfc3339(created), "created"));
    DEED_TRY(PublicKey key, required(PublicKey::from_multikey(multikey), "publicKeyMultibase"));
    DEED_TRY(KeyReference place, required(KeyReference::parse(reference), "reference"));

    KeyInfo info{std::string(name), std::move(key), time, std::move(place)};
    if (print(info) != as_text(bytes))
        return damaged("has unknown members or is not in its canonical form");
    return info;
}

std::string print(const KeyInfo& key) {
    DEED_ASSERT(key.reference.has_value());
    json::Writer writer;
    writer.begin_object()
        .member("created", key.created.to_string())
        .member("format", kFormat)
        .member("name", key.name)
        .member("publicKeyMultibase", key.public_key.to_multikey())
        .member("reference", key.reference->to_string())
        .member("type", to_string(key.public_key.type()))
        .end_object();
    return json::canonicalize(writer.take_document().root()) + "\n";
}

}  // namespace deed::crypto::key_reference_file
