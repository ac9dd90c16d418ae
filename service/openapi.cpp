#include <algorithm>
#include <sstream>

#include "lib/error/assert.hpp"
#include "lib/json/writer.hpp"
#include "service/forms.hpp"
#include "service/problem.hpp"
#include "service/routes.hpp"

namespace deed::service {
namespace {

// What the bodies are, as JSON Schema 2020-12, which OpenAPI 3.1 takes as it is.
constexpr std::string_view kSchemas = R"({
"Status": {"type": "object", "required": ["status"], "properties": {"status": {"type": "string"}}},
"OpenApi": {"type": "object", "required": ["openapi", "info", "paths"]},
"Problem": {"type": "object", "description": "RFC 9457, with Deed's own code",
  "required": ["type", "title", "detail", "code"],
  "properties": {"type": {"type": "string"}, "title": {"type": "string"},
    "status": {"type": "integer"}, "detail": {"type": "string"}, "code": {"type": "string"},
    "pointer": {"type": "string"}}},
"IssueRequest": {"type": "object", "required": ["credential"],
  "properties": {"credential": {"type": "object"},
    "options": {"type": "object", "additionalProperties": false,
      "properties": {"cryptosuite": {"$ref": "#/components/schemas/CredentialForm"},
        "credentialId": {"type": "string"},
        "proofId": {"type": "string"}, "expires": {"type": "string", "format": "date-time"},
        "domain": {"type": ["string", "array"]}, "challenge": {"type": "string"},
        "mandatoryPointers": {"type": "array"}, "credentialStatus": {"type": ["object", "array"]},
        "disclosable": {"type": "array"}, "returnBare": {"type": "boolean"}}}}},
"IssueReply": {"type": "object", "properties": {"verifiableCredential": {"type": "object"}}},
"VerifyCredentialRequest": {"type": "object", "required": ["verifiableCredential"],
  "properties": {"verifiableCredential": {"type": "object"},
    "options": {"$ref": "#/components/schemas/VerifyOptions"}}},
"VerifyOptions": {"type": "object",
  "properties": {"checks": {"type": "array", "items": {"type": "string"}},
    "domain": {"type": ["string", "array"]}, "challenge": {"type": "string"},
    "allowForeignKeys": {"type": "boolean"}, "vcalmWarnings": {"type": "boolean"},
    "returnCredential": {"type": "boolean"}, "returnPresentation": {"type": "boolean"},
    "returnResults": {"type": "boolean"}, "returnProblemDetails": {"type": "boolean"}}},
"Verdict": {"type": "object",
  "required": ["verified", "problemDetails", "checks", "warnings", "errors"],
  "properties": {"verified": {"type": "boolean"},
    "problemDetails": {"type": "array", "items": {"$ref": "#/components/schemas/Problem"}},
    "checks": {"type": "array", "items": {"type": "string"}},
    "warnings": {"type": "array", "items": {"$ref": "#/components/schemas/Problem"}},
    "errors": {"type": "array", "items": {"$ref": "#/components/schemas/Problem"}},
    "results": {"type": "object"}, "report": {"type": "object"}}},
"CredentialVerdict": {"allOf": [{"$ref": "#/components/schemas/Verdict"},
  {"properties": {"credential": {"type": "object"}}}]},
"PresentationVerdict": {"allOf": [{"$ref": "#/components/schemas/Verdict"},
  {"properties": {"presentation": {"type": "object"},
    "verifiablePresentation": {"type": "object"}, "holderProof": {"type": "string"}}}]},
"DeriveRequest": {"type": "object", "required": ["verifiableCredential"],
  "properties": {"verifiableCredential": {"type": "object"},
    "options": {"type": "object", "additionalProperties": false,
      "properties": {"selectivePointers": {"type": "array", "items": {"type": "string"}}}}}},
"VerifyPresentationRequest": {"type": "object",
  "properties": {"verifiablePresentation": {"type": "object"}, "presentation": {"type": "object"},
    "options": {"$ref": "#/components/schemas/VerifyOptions"}}},
"ProveRequest": {"type": "object", "required": ["presentation"],
  "properties": {"presentation": {"type": "object"},
    "options": {"type": "object", "additionalProperties": false,
      "properties": {"cryptosuite": {"$ref": "#/components/schemas/PresentationForm"},
        "domain": {"type": ["string", "array"]},
        "challenge": {"type": "string"}, "returnBare": {"type": "boolean"}}}}},
"ProveReply": {"type": "object", "properties": {"verifiablePresentation": {"type": "object"}}},
"ResolutionOptions": {"type": "object"},
"ResolutionResult": {"type": "object",
  "properties": {"didDocument": {"type": ["object", "null"]},
    "didDocumentMetadata": {"type": "object"}, "didResolutionMetadata": {"type": "object"}}}
})";

void write_schema(json::Writer& writer, std::string_view schema) {
    writer.key("schema").begin_object();
    writer.member("$ref", "#/components/schemas/" + std::string(schema)).end_object();
}

void write_content(json::Writer& writer, std::string_view media_type, std::string_view schema) {
    writer.key("content").begin_object().key(media_type).begin_object();
    if (!schema.empty()) write_schema(writer, schema);
    writer.end_object().end_object();
}

void write_parameters(json::Writer& writer, std::string_view path) {
    writer.key("parameters").begin_array();
    for (std::size_t begin = path.find('{'); begin != std::string_view::npos;
         begin = path.find('{', begin + 1)) {
        const std::string_view name = path.substr(begin + 1, path.find('}', begin) - begin - 1);
        writer.begin_object().member("name", name).member("in", "path");
        writer.key("required").boolean(true);
        writer.key("schema").begin_object().member("type", "string").end_object().end_object();
    }
    writer.end_array();
}

void write_replies(json::Writer& writer, const Route& route) {
    writer.key("responses").begin_object();
    std::istringstream statuses{std::string(route.statuses)};
    for (std::string status; statuses >> status;) {
        const bool is_good = status.starts_with('2');
        writer.key(status).begin_object();
        writer.member("description", is_good ? route.summary : "See the member code");
        if (is_good)
            write_content(writer, route.reply_schema.empty() ? "text/plain" : "application/json",
                          route.reply_schema);
        else if (!status.starts_with('3'))
            write_content(writer, kProblemJson, "Problem");
        writer.end_object();
    }
    writer.end_object();
}

void write_operation(json::Writer& writer, const Route& route) {
    writer.key(route.method == "POST" ? "post" : "get").begin_object();
    writer.member("operationId", route.operation).member("summary", route.summary);
    write_parameters(writer, route.path);
    writer.key("security").begin_array();
    if (route.access == Access::authorized) {
        writer.begin_object().key("bearer").begin_array().end_array().end_object();
        writer.begin_object().key("clientCertificate").begin_array().end_array().end_object();
    }
    writer.end_array();
    if (!route.request_schema.empty()) {
        writer.key("requestBody").begin_object().key("required").boolean(true);
        write_content(writer, "application/json", route.request_schema);
        writer.end_object();
    }
    write_replies(writer, route);
    writer.end_object();
}

void write_paths(json::Writer& writer) {
    writer.key("paths").begin_object();
    std::vector<std::string_view> written;
    for (const Route& first : routes()) {
        if (std::ranges::find(written, first.path) != written.end()) continue;
        written.push_back(first.path);
        writer.key(first.path).begin_object();
        for (const Route& route : routes())
            if (route.path == first.path) write_operation(writer, route);
        writer.end_object();
    }
    writer.end_object();
}

/// The names that this build knows.
void write_forms(json::Writer& writer, std::span<const SecuringForm> forms) {
    writer.begin_object().member("type", "string").key("enum").begin_array();
    for (const SecuringForm& form : forms) writer.string(form.name);
    writer.end_array().end_object();
}

void write_schemas(json::Writer& writer) {
    const auto schemas = json::Document::parse(kSchemas);
    DEED_ASSERT(schemas.has_value());
    writer.key("schemas").begin_object();
    for (const auto [name, schema] : schemas->root().object()) writer.key(name).value(schema);
    write_forms(writer.key("CredentialForm"), securing_forms());
    write_forms(writer.key("PresentationForm"), presentation_forms());
    writer.end_object();
}

void write_security(json::Writer& writer) {
    writer.key("securitySchemes").begin_object();
    writer.key("bearer").begin_object().member("type", "http").member("scheme", "bearer");
    writer.end_object();
    writer.key("clientCertificate").begin_object().member("type", "mutualTLS").end_object();
    writer.end_object();
}

}  // namespace

std::string openapi(std::string_view version) {
    json::Writer writer;
    writer.begin_object().member("openapi", "3.1.0");
    writer.key("info").begin_object().member("title", "Deed").member("version", version);
    writer.member("summary", "W3C credentials and DID resolution over HTTP").end_object();
    write_paths(writer);
    writer.key("components").begin_object();
    write_security(writer);
    write_schemas(writer);
    writer.end_object();
    return writer.end_object().take();
}

}  // namespace deed::service
