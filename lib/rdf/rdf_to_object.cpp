#include "lib/rdf/rdf_to_object.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "lib/json/jcs.hpp"
#include "lib/rdf/jsonld_errors.hpp"
#include "lib/rdf/vocabulary.hpp"

namespace deed::rdf::detail {
namespace {

/// Takes decimal digits off the front; how many there were.
std::size_t cut_digits(std::string_view& text) {
    const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(count);
    return count;
}

void cut_sign(std::string_view& text) {
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
}

bool is_xsd_integer(std::string_view text) {
    cut_sign(text);
    return cut_digits(text) != 0 && text.empty();
}

/// The lexical forms of finite xsd:double (XML Schema 1.1 Datatypes section 3.3.5).
bool is_xsd_double(std::string_view text) {
    cut_sign(text);
    std::size_t digits = cut_digits(text);
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        digits += cut_digits(text);
    }
    if (digits == 0) return false;
    if (!text.starts_with('e') && !text.starts_with('E')) return text.empty();
    text.remove_prefix(1);
    cut_sign(text);
    return cut_digits(text) != 0 && text.empty();
}

std::optional<double> double_of(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// A JSON number for the literal, unless it would not tell the same value again.
std::optional<json::Document> native_number(const Term& literal) {
    constexpr double kLargestInteger = 9007199254740991;  // 2^53 - 1
    const bool is_integer = literal.datatype == vocabulary::kXsdInteger;
    if (is_integer ? !is_xsd_integer(literal.value) : !is_xsd_double(literal.value))
        return std::nullopt;
    const std::optional<double> number = double_of(literal.value);
    if (!number || (is_integer && std::fabs(*number) > kLargestInteger)) return std::nullopt;
    auto document = json::Document::parse(json::number_to_ecmascript(*number));
    if (!document) return std::nullopt;
    return std::move(document).value();
}

std::optional<json::Document> native_value(const Term& literal) {
    if (literal.datatype == vocabulary::kXsdInteger || literal.datatype == vocabulary::kXsdDouble)
        return native_number(literal);
    if (literal.datatype != vocabulary::kXsdBoolean) return std::nullopt;
    const bool is_true = literal.value == "true" || literal.value == "1";
    if (!is_true && literal.value != "false" && literal.value != "0") return std::nullopt;
    return json::Document::parse(is_true ? "true" : "false").value();
}

/// Step 2.5.4: a datatype such as https://www.w3.org/ns/i18n#ar_rtl. False where it is none.
bool set_direction(DraftPool& pool, Draft& result, std::string_view datatype) {
    if (!datatype.starts_with(vocabulary::kI18n)) return false;
    const std::string_view fragment = datatype.substr(vocabulary::kI18n.size());
    const std::size_t underscore = fragment.find('_');
    if (underscore == std::string_view::npos) return false;
    const std::string_view direction = fragment.substr(underscore + 1);
    if (direction != "ltr" && direction != "rtl") return false;
    if (underscore != 0) result.set("@language", pool.text(fragment.substr(0, underscore)));
    result.set("@direction", pool.text(direction));
    return true;
}

Result<Draft*> json_literal(DraftPool& pool, const Term& literal) {
    auto content = json::Document::parse(literal.value);
    if (!content)
        return Error(errors::kInvalidJsonLiteral,
                     "a literal of type rdf:JSON is not JSON: " + content.error().message());
    Draft* result = pool.object();
    result->set("@value", pool.value(std::move(content).value()));
    result->set("@type", pool.text("@json"));
    return result;
}

/// Step 2.
Result<Draft*> literal_to_object(DraftPool& pool, const Term& literal,
                                 const JsonLdOptions& options) {
    if (literal.datatype == vocabulary::kRdfJson && !options.json_ld_1_0)
        return json_literal(pool, literal);
    Draft* result = pool.object();
    if (options.use_native_types) {
        if (auto native = native_value(literal)) {
            result->set("@value", pool.value(std::move(*native)));
            return result;
        }
    }
    result->set("@value", pool.text(literal.value));
    if (!literal.language.empty()) {
        result->set("@language", pool.text(literal.language));
    } else if (options.rdf_direction == JsonLdOptions::RdfDirection::i18n_datatype &&
               set_direction(pool, *result, literal.datatype)) {
        return result;
    } else if (literal.datatype != vocabulary::kXsdString) {
        result->set("@type", pool.text(literal.datatype));
    }
    return result;
}

}  // namespace

std::string_view identifier_of(DraftPool& pool, const Term& term) {
    if (term.kind == Term::Kind::default_graph) return "@default";
    return term.kind == Term::Kind::blank ? pool.join({"_:", term.value}) : term.value;
}

Result<Draft*> rdf_to_object(DraftPool& pool, const Term& term, const JsonLdOptions& options) {
    if (term.kind == Term::Kind::literal) return literal_to_object(pool, term, options);
    Draft* result = pool.object();
    result->set("@id", pool.text(identifier_of(pool, term)));
    return result;
}

}  // namespace deed::rdf::detail
