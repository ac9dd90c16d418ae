#include "lib/cose/header.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "lib/cose/errors.hpp"
#include "lib/encoding/errors.hpp"
#include "lib/encoding/utf8.hpp"

namespace deed::cose {
namespace {

constexpr std::size_t kMaxDepth = 16;
/// What this room understands, and so what crit may name.
constexpr std::int64_t kUnderstood[] = {label::kAlgorithm, label::kContentType, label::kKeyId,
                                        label::kCwtClaims, label::kType};
constexpr std::int64_t kMustBeProtected[] = {label::kAlgorithm, label::kCritical, label::kType,
                                             label::kCwtClaims};
constexpr std::int64_t kCertificates[] = {label::kX5Bag, label::kX5Chain, label::kX5Url};

Error malformed(std::string what) { return {errors::kHeaderMalformed, std::move(what)}; }

/// A label as it is written, which its bytes tell from all others, and its number where it is one.
struct Label {
    ByteView bytes;
    std::optional<std::int64_t> number;
};

/// A value of the type that belongs there: what else stands there is another refusal than what is
/// no CBOR at all.
template <typename T>
Result<T> typed(Result<T> read, std::string_view what) {
    if (read || read.error().code() != cbor::errors::kUnexpectedType) return read;
    return malformed(std::string(what) + ": " + read.error().message());
}

Result<Label> read_label(ByteView map, cbor::Reader& reader) {
    const std::size_t begin = reader.position();
    const auto number = reader.integer();
    std::optional<std::int64_t> value;
    if (number) {
        value = *number;
    } else {
        if (number.error().code() != cbor::errors::kUnexpectedType) return number.error();
        DEED_CHECK(typed(reader.text(), "a label"));
    }
    return Label{map.subspan(begin, reader.position() - begin), value};
}

Result<ContentFormat> read_format(cbor::Reader& reader, std::string_view what) {
    const auto number = reader.uint();
    if (number) return ContentFormat(*number);
    if (number.error().code() != cbor::errors::kUnexpectedType) return number.error();
    DEED_TRY(const std::string_view text, typed(reader.text(), what));
    return ContentFormat(std::string(text));
}

struct Parameters {
    std::vector<Label> labels;
    std::optional<std::int64_t> algorithm;
    bool has_algorithm = false;  ///< also one that is named by a text
    std::optional<std::vector<Label>> critical;
    std::optional<Bytes> key_id;
    std::optional<ContentFormat> type;
    std::optional<ContentFormat> content_type;
    std::optional<Bytes> cwt_claims;

    bool has(const Label& label) const {
        return std::ranges::any_of(
            labels, [&](const Label& own) { return std::ranges::equal(own.bytes, label.bytes); });
    }
    bool has(std::int64_t number) const {
        return std::ranges::find(labels, number, &Label::number) != labels.end();
    }
};

Result<void> read_algorithm(cbor::Reader& reader, Parameters& parameters) {
    parameters.has_algorithm = true;
    const auto number = reader.integer();
    if (number) {
        parameters.algorithm = *number;
        return {};
    }
    if (number.error().code() != cbor::errors::kUnexpectedType) return number.error();
    DEED_CHECK(typed(reader.text(), "alg"));
    return {};
}

Result<void> read_critical(ByteView map, cbor::Reader& reader, Parameters& parameters) {
    const auto count = reader.array();
    if (!count && count.error().code() != cbor::errors::kUnexpectedType) return count.error();
    if (!count || *count == 0) return Error(errors::kCriticalMalformed, "crit lists nothing");
    std::vector<Label> labels;
    for (std::uint64_t i = 0; i < *count; ++i) {
        DEED_TRY(const Label named, read_label(map, reader));
        labels.push_back(named);
    }
    parameters.critical = std::move(labels);
    return {};
}

Result<void> read_value(ByteView map, const Label& label, cbor::Reader& reader,
                        Parameters& parameters) {
    const std::int64_t number = label.number.value_or(0);  // 0 is reserved
    if (number == label::kAlgorithm) return read_algorithm(reader, parameters);
    if (number == label::kCritical) return read_critical(map, reader, parameters);
    if (number == label::kKeyId) {
        DEED_TRY(const ByteView bytes, typed(reader.bytes(), "kid"));
        parameters.key_id = to_bytes(bytes);
        return {};
    }
    if (number == label::kType) {
        DEED_TRY(parameters.type, read_format(reader, "typ"));
        return {};
    }
    if (number == label::kContentType) {
        DEED_TRY(parameters.content_type, read_format(reader, "the content type"));
        return {};
    }
    DEED_TRY(const ByteView value, reader.skip(kMaxDepth));
    if (number == label::kCwtClaims) parameters.cwt_claims = to_bytes(value);
    return {};
}

Result<Parameters> read_map(ByteView map) {
    Parameters parameters;
    if (map.empty()) return parameters;  // RFC 9052 section 3: an empty map, left out
    cbor::Reader reader(map, cbor::Keys::any_order);
    DEED_TRY(const std::uint64_t pairs, typed(reader.map(), "a header"));
    for (std::uint64_t i = 0; i < pairs; ++i) {
        DEED_TRY(const Label label, read_label(map, reader));
        parameters.labels.push_back(label);
        DEED_CHECK(read_value(map, label, reader, parameters));
    }
    DEED_CHECK(reader.finish());
    return parameters;
}

// RFC 9052 section 3: a label that is there twice makes a message malformed.
Result<void> check_apart(const Parameters& protected_ones, const Parameters& others) {
    for (const Label& label : others.labels)
        if (protected_ones.has(label))
            return Error(errors::kLabelRepeated, "a label stands in both headers");
    for (const std::int64_t number : kMustBeProtected)
        if (others.has(number))
            return Error(errors::kUnprotected,
                         "label " + std::to_string(number) + " stands in the unprotected header");
    for (const std::int64_t number : kCertificates)
        if (protected_ones.has(number) || others.has(number))
            return Error(errors::kEmbeddedKey, "there is a label " + std::to_string(number));
    return {};
}

// RFC 9052 section 3.1.
Result<void> check_critical(const Parameters& parameters) {
    if (!parameters.critical) return {};
    for (const Label& named : *parameters.critical) {
        const auto same = std::ranges::count_if(*parameters.critical, [&](const Label& other) {
            return std::ranges::equal(other.bytes, named.bytes);
        });
        if (same > 1) return Error(errors::kCriticalMalformed, "crit names a label twice");
        if (!parameters.has(named))
            return Error(errors::kCriticalMalformed,
                         "crit names a label that the protected header does not have");
        if (!named.number || std::ranges::find(kUnderstood, *named.number) == std::end(kUnderstood))
            return Error(errors::kCriticalUnknown, "crit names a label that is not known");
    }
    return {};
}

Result<const crypto::AlgorithmInfo*> algorithm_of(const Parameters& parameters) {
    if (!parameters.has_algorithm)
        return Error(errors::kAlgorithmMissing, "there is no alg in the protected header");
    const crypto::AlgorithmInfo* known =
        parameters.algorithm ? crypto::find_cose_algorithm(*parameters.algorithm) : nullptr;
    if (known == nullptr)
        return Error(errors::kAlgorithmUnknown,
                     parameters.algorithm ? "alg is " + std::to_string(*parameters.algorithm)
                                          : std::string("alg is a name that nobody registered"));
    return known;
}

/// RFC 9864's name: "Ed25519", or "ESP256" of "ES256".
std::string other_name(const crypto::AlgorithmInfo& algorithm) {
    if (!algorithm.jose_other.empty()) return std::string(algorithm.jose_other);
    return "ESP" + std::string(algorithm.jose.substr(2));
}

// A signer has no choice: it signs with the usual algorithm of its key's type, under either number.
Result<std::int64_t> number_for(std::string_view name, const crypto::PublicKey& key) {
    const auto usual = crypto::info_of(key.type()).default_algorithm;
    if (!usual)
        return Error(
            errors::kNoAlgorithmForKey,
            "keys of type " + std::string(crypto::to_string(key.type())) + " make no signatures");
    const crypto::AlgorithmInfo& algorithm = crypto::info_of(*usual);
    if (name.empty() || name == algorithm.jose) return algorithm.cose;
    if (algorithm.cose_other && name == other_name(algorithm)) return *algorithm.cose_other;
    return Error(errors::kNoAlgorithmForKey, "keys of type " +
                                                 std::string(crypto::to_string(key.type())) +
                                                 " do not sign with " + std::string(name));
}

}  // namespace

Result<Header> Header::parse(ByteView protected_bytes, ByteView unprotected_map) {
    DEED_TRY(Parameters signed_ones, read_map(protected_bytes));
    DEED_TRY(Parameters others, read_map(unprotected_map));
    DEED_CHECK(check_apart(signed_ones, others));
    DEED_CHECK(check_critical(signed_ones));
    Header header;
    DEED_TRY(header.algorithm_, algorithm_of(signed_ones));
    header.algorithm_number_ = *signed_ones.algorithm;
    header.key_id_ = std::move(signed_ones.key_id ? signed_ones.key_id : others.key_id);
    header.type_ = std::move(signed_ones.type);
    header.content_type_ =
        std::move(signed_ones.content_type ? signed_ones.content_type : others.content_type);
    header.cwt_claims_ = std::move(signed_ones.cwt_claims);
    return header;
}

std::string Header::algorithm_name() const {
    return algorithm_number_ == algorithm_->cose ? std::string(algorithm_->jose)
                                                 : other_name(*algorithm_);
}

Result<void> Header::require_key(const crypto::PublicKey& key) const {
    if (algorithm_->key_type == key.type()) return {};
    return Error(errors::kAlgorithmKeyMismatch,
                 algorithm_name() + " is for keys of type " +
                     std::string(crypto::to_string(algorithm_->key_type)) + ", and this one is " +
                     std::string(crypto::to_string(key.type())));
}

Result<Bytes> make_header(const HeaderOptions& options, const crypto::PublicKey& key) {
    DEED_TRY(const std::int64_t number, number_for(options.algorithm, key));
    for (const std::string_view text : {options.type, options.content_type})
        if (!is_utf8(as_bytes(text))) return malformed("a media type is not UTF-8");
    const bool has[] = {!options.content_type.empty(), !options.key_id.empty(),
                        !options.cwt_claims.empty(), !options.type.empty()};
    cbor::Writer writer;
    writer.map(1 + static_cast<std::uint64_t>(std::ranges::count(has, true)));
    writer.integer(label::kAlgorithm).integer(number);
    if (has[0]) writer.integer(label::kContentType).text(options.content_type);
    if (has[1]) writer.integer(label::kKeyId).bytes(options.key_id);
    if (has[2]) writer.integer(label::kCwtClaims).item(options.cwt_claims);
    if (has[3]) writer.integer(label::kType).text(options.type);
    return std::move(writer).data();
}

}  // namespace deed::cose
