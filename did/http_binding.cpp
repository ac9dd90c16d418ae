#include "did/http_binding.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "did/accept.hpp"
#include "did/dereference.hpp"
#include "did/errors.hpp"
#include "did/grammar.hpp"
#include "did/option.hpp"
#include "did/problem.hpp"
#include "did/resolution_result.hpp"
#include "did/uri_reference.hpp"
#include "lib/encoding/utf8.hpp"

namespace deed::did {
namespace {

using Accept = DereferenceOptions::Accept;
using Kind = Dereferenced::Kind;

constexpr int kOk = 200;
constexpr int kSeeOther = 303;
constexpr int kGone = 410;
constexpr std::size_t kShownSize = 200;  ///< bytes of what was sent that an error repeats

constexpr std::array<std::string_view, 5> kOfResolution{kResolutionType, kJsonType, kDidType,
                                                        kDidLdJsonType, kDidJsonType};
// Who accepts anything gets what is closest to the thing itself: the content, and of a service its
// address.
constexpr std::array<std::string_view, 5> kOfContent{kDidType, kDidLdJsonType, kDidJsonType,
                                                     kDereferencingType, kJsonType};
constexpr std::array<std::string_view, 5> kOfService{kUriListType, kDereferencingType, kDidType,
                                                     kDidLdJsonType, kDidJsonType};

/// A request with its parts read.
struct Question {
    DidUrl url;
    ReadOptions options;
    std::string_view accept;
    bool is_dereferencing;
};

bool is_true_of_escapes(std::string_view text) {
    return detail::consists_of(text, [](char c) { return c != '%'; });
}

/// `name=value` pairs, decoded.
Result<std::vector<Option>> read_query(std::string_view query) {
    std::vector<Option> options;
    while (!query.empty()) {
        const std::string_view pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
        if (!is_true_of_escapes(pair))
            return Error(errors::kInvalidOption, "the query has a '%' that encodes nothing");
        const std::size_t equals = std::min(pair.find('='), pair.size());
        Option option{percent_decode(pair.substr(0, equals)),
                      percent_decode(pair.substr(std::min(pair.size(), equals + 1)))};
        if (!is_utf8(as_bytes(option.name)) || !is_utf8(as_bytes(option.value)))
            return Error(errors::kInvalidOption, "the query is not UTF-8");
        options.push_back(std::move(option));
    }
    return options;
}

Result<void> add_body(std::vector<Option>& options, const std::optional<json::Document>& body) {
    if (!body) return {};
    if (!body->root().is_object())
        return Error(errors::kInvalidOption, "the body is not an object of options");
    for (const auto& [name, value] : body->root().object()) {
        if (value.is_boolean())
            options.push_back({std::string(name), value.boolean() ? "true" : "false"});
        else if (value.is_string())
            options.push_back({std::string(name), std::string(value.string())});
        else
            return Error(errors::kInvalidOption,
                         std::string(utf8_prefix(name, kShownSize)) + " is not a text");
    }
    return {};
}

/// A parameter of a DID URL's own, rather than an option.
bool is_url_parameter(std::string_view name) {
    return name == "service" || name == "serviceType" || name == "relativeRef";
}

bool names_dereferencing(std::string_view accept) {
    constexpr std::array<std::string_view, 2> kBoth{kResolutionType, kDereferencingType};
    return accept.find("did-url-dereferencing") != std::string_view::npos &&
           preferred_type(accept, kBoth) == kDereferencingType;
}

bool selects_service(const DidUrl& url) {
    const auto parameters = parameters_of(url);
    return parameters && (parameters->service || parameters->service_type);
}

/// Where the first escaped '#' or '?' of a raw DID stands. No request carries a raw '#', so this is
/// how a client sends the DID URL that it was asked to append; a DID has neither of them, and other
/// escapes are the DID's own, as that of a port in a did:web. Behind a '/' they are the path's.
std::size_t escaped_end_of_did(std::string_view text) {
    text = text.substr(0, text.find('/'));
    for (std::size_t i = text.find('%'); i != std::string_view::npos; i = text.find('%', i + 1)) {
        const std::string decoded = percent_decode(text.substr(i, 3));
        if (decoded == "#" || decoded == "?") return i;
    }
    return std::string_view::npos;
}

/// The DID URL without what was encoded for the request's sake, if anything was.
std::optional<std::string> decoded_identifier(std::string_view identifier) {
    if (identifier.find(':') == std::string_view::npos) return percent_decode(identifier);
    const std::size_t end = escaped_end_of_did(identifier);
    if (end == std::string_view::npos) return std::nullopt;
    return std::string(identifier.substr(0, end)) + percent_decode(identifier.substr(end));
}

/// A DID URL that was encoded, as a whole or behind its DID, brings its own query; what stands
/// behind it are options. Of a raw one the query is the URL's where it selects a service, or is to
/// be dereferenced.
Result<Question> read_request(const BindingRequest& request) {
    if (request.identifier.empty()) return Error(errors::kMalformed, "there is no DID");
    if (!is_true_of_escapes(request.identifier))
        return Error(errors::kMalformed, "the path has a '%' that encodes nothing");
    const auto decoded = decoded_identifier(request.identifier);
    const bool wants_dereferencing = names_dereferencing(request.accept);
    std::string text = decoded.value_or(request.identifier);
    DEED_TRY(std::vector<Option> options, read_query(request.query.value_or("")));
    const bool is_of_url =
        !decoded && (wants_dereferencing || std::ranges::any_of(options, [](const Option& option) {
                         return is_url_parameter(option.name);
                     }));
    if (is_of_url && !options.empty()) {
        text += "?" + *request.query;
        options.clear();
    }
    DEED_CHECK(add_body(options, request.options));

    const bool is_url = text.find_first_of("/?#") != std::string::npos;
    if (!is_url && !wants_dereferencing) DEED_CHECK(Did::parse(text));
    DEED_TRY(DidUrl url, DidUrl::parse(text));
    DEED_TRY(ReadOptions read, read_options(options));
    const bool is_dereferencing = wants_dereferencing || !url.path().empty() || url.fragment() ||
                                  selects_service(url) || read.relationship;
    return Question{std::move(url), std::move(read), request.accept, is_dereferencing};
}

BindingAnswer failed(const Error& error, bool is_dereferencing) {
    const json::Document result =
        is_dereferencing ? to_failed_dereferencing(error) : to_failed_resolution(error);
    return {problem_of(error).http_status,
            std::string(is_dereferencing ? kDereferencingType : kResolutionType),
            {},
            result.to_string(),
            error};
}

Error not_acceptable(std::string_view accept) {
    return Error(
        errors::kNotAcceptable,
        "accepted is " + std::string(utf8_prefix(as_utf8(std::string(accept)), kShownSize)));
}

/// Plain JSON cannot be called JSON-LD.
bool fits(std::string_view type, std::string_view content_type) {
    return content_type != kDidJsonType || (type != kDidType && type != kDidLdJsonType);
}

Result<BindingAnswer> resolve(const Question& question, DidResolver& resolver, Call& call) {
    const auto type = preferred_type(question.accept, kOfResolution);
    if (!type) return not_acceptable(question.accept);
    DEED_TRY(const ResolveOptions own, options_of(question.url));
    ResolveOptions options = question.options.resolve;
    DEED_CHECK(merge_options(options, own));
    DEED_TRY(Resolution resolution, resolver.resolve(question.url.did(), options, call));
    const std::string_view content_type = content_type_of(resolution.document);
    const bool is_gone = resolution.metadata.deactivated || resolution.metadata.deactivated_since;
    const int status = is_gone ? kGone : kOk;
    const json::Document document = question.options.expand_relative_urls
                                        ? with_absolute_urls(resolution.document)
                                        : resolution.document.json();
    const bool wants_result = *type == kResolutionType || *type == kJsonType;
    if (wants_result || resolution.metadata.deactivated) {
        // The type of the document, as "HTTP(S) Binding" has it, unless there is none.
        const std::string_view stated = *type == kJsonType ? kJsonType
                                        : wants_result     ? content_type
                                                           : kResolutionType;
        return BindingAnswer{status,
                             std::string(stated),
                             {},
                             detail::resolution_result(resolution, document).to_string()};
    }
    if (!fits(*type, content_type)) return not_acceptable(question.accept);
    return BindingAnswer{status, std::string(*type), {}, document.to_string()};
}

Result<BindingAnswer> dereference(const Question& question, DidResolver& resolver, Call& call) {
    const bool leads_on = selects_service(question.url) || !question.url.path().empty();
    const auto type = preferred_type(question.accept, leads_on ? kOfService : kOfContent);
    if (!type) return not_acceptable(question.accept);
    const bool wants_urls = *type == kUriListType || !question.url.path().empty();
    DEED_TRY(const Dereferenced found,
             did::dereference(question.url,
                              {wants_urls ? Accept::uri_list : Accept::document,
                               question.options.relationship, question.options.resolve},
                              resolver, call));
    const bool is_gone = found.metadata.deactivated || found.metadata.deactivated_since;
    const int status = found.kind == Kind::document && is_gone ? kGone : kOk;
    const std::string content_type(content_type_of(found));
    if (*type == kDereferencingType || *type == kJsonType || !(found.content || wants_urls))
        return BindingAnswer{status,
                             std::string(*type == kJsonType ? kJsonType : kDereferencingType),
                             {},
                             to_dereferencing_result(found).to_string()};
    if (found.kind == Kind::urls) return BindingAnswer{kSeeOther, {}, found.urls.front(), {}};
    if (!fits(*type, content_type)) return not_acceptable(question.accept);
    return BindingAnswer{status, std::string(*type), {}, found.content->to_string()};
}

}  // namespace

BindingAnswer answer_binding(const BindingRequest& request, DidResolver& resolver, Call& call) {
    const auto question = read_request(request);
    if (!question) return failed(question.error(), names_dereferencing(request.accept));
    auto answer = question->is_dereferencing ? dereference(*question, resolver, call)
                                             : resolve(*question, resolver, call);
    if (answer) return *std::move(answer);
    return failed(answer.error(), question->is_dereferencing);
}

}  // namespace deed::did
