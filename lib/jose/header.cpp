#include "lib/jose/header.hpp"

#include <algorithm>
#include <array>

#include "lib/encoding/utf8.hpp"
#include "lib/jose/errors.hpp"
#include "lib/json/writer.hpp"

namespace deed::jose {
namespace {

constexpr std::size_t kMaxHeader = std::size_t{16} << 10;
constexpr std::size_t kMaxHeaderDepth = 16;
constexpr std::size_t kMaxQuoted = 64;

/// Parameters whose presence alone decides, whatever their value.
struct RefusedParameter {
    std::string_view name;
    const ErrorCode& code;
    std::string_view what;
};
constexpr RefusedParameter kRefused[] = {
    {"jwk", errors::kEmbeddedKey, "the header brings a key"},
    {"x5c", errors::kEmbeddedKey, "the header brings certificates"},
    {"jku", errors::kEmbeddedKey, "the header says where to fetch a key"},
    {"x5u", errors::kEmbeddedKey, "the header says where to fetch certificates"},
    {"zip", errors::kCompressed, "the header says that the payload is compressed"},
    {"enc", errors::kEncrypted, "the header says that the payload is encrypted"},
};

constexpr std::array<std::string_view, 4> kTextParameters{"alg", "kid", "typ", "cty"};

// RFC 7515 section 4.1: crit may not name these.
constexpr std::array<std::string_view, 11> kRegistered{
    "alg", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "x5t#S256", "typ", "cty", "crit"};

std::string quoted(std::string_view text) {
    return json::Writer().string(utf8_prefix(text, kMaxQuoted)).take();
}

bool is_same_but_case(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

Result<void> check_texts(json::Value header) {
    if (!header.find("alg"))
        return Error(errors::kHeaderParameterMalformed, "the header has no alg");
    for (const std::string_view name : kTextParameters) {
        const auto value = header.find(name);
        if (value && value->string_if().value_or("").empty())
            return Error(errors::kHeaderParameterMalformed,
                         std::string(name) + " is not a string with something in it",
                         "/" + std::string(name));
    }
    return {};
}

// RFC 7515 section 4.1.11.
Result<void> check_critical(json::Value header) {
    const auto critical = header.find("crit");
    if (!critical) return {};
    const auto malformed = [](std::string message) {
        return Error(errors::kCriticalMalformed, std::move(message), "/crit");
    };
    if (!critical->is_array() || critical->array().empty())
        return malformed("crit is not an array with something in it");
    std::vector<std::string_view> names;
    for (const json::Value value : critical->array()) {
        const auto name = value.string_if();
        if (!name) return malformed("crit does not hold strings");
        if (std::ranges::find(kRegistered, *name) != kRegistered.end())
            return malformed("crit names " + std::string(*name) + ", which is no extension");
        if (std::ranges::find(names, *name) != names.end())
            return malformed("crit names " + quoted(*name) + " twice");
        if (!header.find(*name)) return malformed("there is no parameter " + quoted(*name));
        names.push_back(*name);
    }
    return Error(errors::kCriticalUnknown, "the extension " + quoted(names.front()), "/crit");
}

// RFC 7797: unless b64 is true, what is signed is the payload itself.
Result<void> check_encoding(json::Value header) {
    const auto encoded = header.find("b64");
    if (!encoded || (encoded->is_boolean() && encoded->boolean())) return {};
    return Error(errors::kUnencodedPayload, "b64 is " + json::to_string(*encoded), "/b64");
}

Result<const crypto::AlgorithmInfo*> algorithm_of(json::Value header) {
    const std::string_view name = header.find("alg")->string();
    if (is_same_but_case(name, "none"))
        return Error(errors::kAlgorithmNone, "alg is " + std::string(name), "/alg");
    if (name.starts_with("HS"))
        return Error(errors::kAlgorithmSymmetric, "alg is " + quoted(name), "/alg");
    const crypto::AlgorithmInfo* algorithm = crypto::find_jose_algorithm(name);
    if (algorithm == nullptr)
        return Error(errors::kAlgorithmUnknown, "alg is " + quoted(name), "/alg");
    return algorithm;
}

Result<void> check_fit(const crypto::AlgorithmInfo& algorithm, const crypto::PublicKey& key) {
    if (algorithm.key_type == key.type()) return {};
    return Error(errors::kAlgorithmKeyMismatch,
                 std::string(algorithm.jose) + " is for keys of type " +
                     std::string(crypto::to_string(algorithm.key_type)) + ", and this one is " +
                     std::string(crypto::to_string(key.type())),
                 "/alg");
}

// A signer has no choice: it signs with the usual algorithm of its key's type.
Result<std::string_view> algorithm_name_for(const HeaderOptions& options,
                                            const crypto::PublicKey& key) {
    const auto usual = crypto::info_of(key.type()).default_algorithm;
    if (!usual)
        return Error(errors::kNoAlgorithmForKey, "no JWS algorithm signs with keys of type " +
                                                     std::string(crypto::to_string(key.type())));
    if (options.algorithm.empty()) return crypto::info_of(*usual).jose;
    const crypto::AlgorithmInfo* named = crypto::find_jose_algorithm(options.algorithm);
    if (named == nullptr)
        return Error(errors::kAlgorithmUnknown,
                     "there is no JWS algorithm " + std::string(options.algorithm));
    DEED_CHECK(check_fit(*named, key));
    if (named->id == *usual) return options.algorithm;
    return Error(errors::kNoAlgorithmForKey,
                 "nobody here signs with " + std::string(options.algorithm));
}

}  // namespace

std::optional<std::string_view> Header::text(std::string_view name) const {
    const auto value = json_.root().find(name);
    return value ? value->string_if() : std::nullopt;
}

Result<Header> Header::parse(ByteView bytes) {
    DEED_TRY(json::Document json,
             json::Document::parse(bytes, {.max_bytes = kMaxHeader, .max_depth = kMaxHeaderDepth}));
    const json::Value header = json.root();
    if (!header.is_object()) return Error(errors::kHeaderNotObject, "the header is not an object");
    DEED_CHECK(check_texts(header));
    for (const RefusedParameter& refused : kRefused)
        if (header.find(refused.name))
            return Error(refused.code, std::string(refused.what), "/" + std::string(refused.name));
    DEED_CHECK(check_encoding(header));
    DEED_CHECK(check_critical(header));
    DEED_TRY(const crypto::AlgorithmInfo* const algorithm, algorithm_of(header));
    return Header(std::move(json), *algorithm);
}

Result<void> Header::require_key(const crypto::PublicKey& key) const {
    return check_fit(*algorithm_, key);
}

bool names_media_type(std::string_view value, std::string_view full) {
    constexpr std::string_view kApplication = "application/";
    if (value.find('/') == std::string_view::npos && full.starts_with(kApplication))
        full.remove_prefix(kApplication.size());
    return is_same_but_case(value, full);
}

Result<std::string> make_header(const HeaderOptions& options, const crypto::PublicKey& key) {
    DEED_TRY(const std::string_view algorithm, algorithm_name_for(options, key));
    json::Writer writer;
    writer.begin_object().member("alg", algorithm);
    const std::pair<std::string_view, std::string_view> rest[] = {
        {"typ", options.type}, {"cty", options.content_type}, {"kid", options.key_id}};
    for (const auto& [name, value] : rest) {
        if (value.empty()) continue;
        if (!is_utf8(as_bytes(value)))
            return Error(errors::kHeaderParameterMalformed, std::string(name) + " is not UTF-8",
                         "/" + std::string(name));
        writer.member(name, value);
    }
    return writer.end_object().take();
}

}  // namespace deed::jose
