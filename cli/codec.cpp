#include "cli/codec.hpp"

#include <charconv>

#include "cli/errors.hpp"
#include "lib/encoding/text.hpp"
#include "lib/rdf/jsonld.hpp"

namespace deed::cli {
namespace {

Error bad_argument(std::string_view name, std::string_view wanted) {
    return Error(errors::kCodecBadArgument,
                 "\"" + std::string(name) + "\" must be " + std::string(wanted));
}

const CodecOperation* find_operation(std::string_view name) {
    for (const auto operations :
         {codec_primitives(), codec_jose(), codec_cose(), codec_rdf(), codec_documents()})
        for (const CodecOperation& operation : operations)
            if (operation.name == name) return &operation;
    return nullptr;
}

void write_id(json::Writer& writer, std::optional<json::Value> request) {
    const auto id = request ? request->find("id") : std::nullopt;
    writer.key("id");
    if (id)
        writer.value(*id);
    else
        writer.null();
}

/// The operations of JSON-LD answer by the error codes of its specification, where it has one.
std::string_view spelled(const ErrorCode& code, std::string_view operation) {
    const std::string_view name =
        operation.starts_with("jsonld.") ? rdf::json_ld_error_name(code) : std::string_view();
    return name.empty() ? code.name : name;
}

std::string refusal(std::optional<json::Value> request, const Error& error,
                    std::string_view operation = {}) {
    json::Writer writer;
    writer.begin_object();
    write_id(writer, request);
    if (error.code() == errors::kCodecUnsupported) {
        writer.key("unsupported").boolean(true).end_object();
        return writer.take();
    }
    writer.key("ok").boolean(false).key("out").null().member("code",
                                                             spelled(error.code(), operation));
    writer.end_object();
    return writer.take();
}

}  // namespace

std::string codec_answer(std::string_view line, Call& call) {
    json::Limits limits;
    limits.max_bytes = std::size_t{16} << 20;
    const auto request = json::Document::parse(line, limits);
    if (!request) return refusal(std::nullopt, request.error());
    const json::Value root = request->root();
    const auto name = text_argument(root, "op");
    if (!name) return refusal(root, name.error());
    const CodecOperation* operation = find_operation(*name);
    if (operation == nullptr)
        return refusal(root, Error(errors::kCodecUnsupported, "no such operation"));

    CodecAnswer answer;
    const auto outcome = operation->run(root, answer, call);
    if (!outcome) return refusal(root, outcome.error(), *name);
    json::Writer writer;
    writer.begin_object();
    write_id(writer, root);
    writer.key("ok").boolean(answer.code == nullptr);
    if (!operation->output.empty()) writer.key("out").value(answer.out.take_document().root());
    if (answer.code != nullptr) writer.member("code", answer.code->name);
    writer.end_object();
    return writer.take();
}

Result<std::string_view> text_argument(json::Value arguments, std::string_view name) {
    const auto value = arguments.find(name);
    const auto text = value ? value->string_if() : std::nullopt;
    if (!text) return bad_argument(name, "a string");
    return *text;
}

Result<Bytes> hex_argument(json::Value arguments, std::string_view name) {
    DEED_TRY(const std::string_view text, text_argument(arguments, name));
    return hex_decode(text);
}

Result<std::uint64_t> integer_argument(json::Value arguments, std::string_view name) {
    const auto value = arguments.find(name);
    if (!value || !value->is_number()) return bad_argument(name, "a whole number");
    const std::string_view text = value->number_text();
    std::uint64_t integer = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), integer);
    if (error != std::errc() || end != text.data() + text.size())
        return bad_argument(name, "a whole number from 0 on");
    return integer;
}

bool flag_argument(json::Value arguments, std::string_view name) {
    const auto value = arguments.find(name);
    return value && value->is_boolean() && value->boolean();
}

}  // namespace deed::cli
