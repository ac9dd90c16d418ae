#include "registry-contracts/client/evm/wire/abi_signature.hpp"

#include <algorithm>

#include "registry-contracts/client/evm/wire/errors.hpp"

namespace deed::registry::evm {
namespace {

constexpr std::size_t kMaxText = 4096;
constexpr std::ptrdiff_t kMaxIndexed = 3;  // topics behind the event's own

Error malformed(std::string_view text) {
    return {errors::kAbiTypeMalformed,
            "'" + std::string(text.substr(0, kMaxText)) + "' is no signature of the ABI"};
}

/// Splits at the commas that stand in no parentheses; nothing gives nothing.
std::vector<std::string_view> split(std::string_view parameters) {
    std::vector<std::string_view> parts;
    if (parameters.empty()) return parts;
    std::size_t begin = 0;
    int depth = 0;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        depth += parameters[i] == '(' ? 1 : parameters[i] == ')' ? -1 : 0;
        if (parameters[i] != ',' || depth != 0) continue;
        parts.push_back(parameters.substr(begin, i - begin));
        begin = i + 1;
    }
    parts.push_back(parameters.substr(begin));
    return parts;
}

bool is_one_word(const AbiType& type) {
    return !type.is_dynamic() && type.kind() != AbiType::Kind::tuple &&
           type.kind() != AbiType::Kind::fixed_array;
}

Result<AbiValue> from_topic(const AbiType& type, const Word& topic) {
    if (!is_one_word(type)) return AbiValue::bytes(topic);
    DEED_TRY(auto values, abi_decode({&type, 1}, topic));
    return std::move(values[0]);
}

}  // namespace

bool is_identifier(std::string_view name) {
    const auto is_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
    };
    return !name.empty() && is_letter(name[0]) &&
           std::all_of(name.begin(), name.end(),
                       [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
}

Result<AbiSignature> AbiSignature::parse(std::string_view text, ChainHash hash) {
    const std::size_t open = text.find('(');
    if (text.size() > kMaxText || open == text.npos || !text.ends_with(')')) return malformed(text);
    AbiSignature signature;
    signature.name_ = text.substr(0, open);
    if (!is_identifier(signature.name_)) return malformed(text);
    signature.canonical_ = signature.name_ + "(";
    for (std::string_view part : split(text.substr(open + 1, text.size() - open - 2))) {
        constexpr std::string_view kMark = " indexed";
        const bool indexed = part.ends_with(kMark);
        if (indexed) part.remove_suffix(kMark.size());
        DEED_TRY(AbiType type, AbiType::parse(part));
        if (!signature.types_.empty()) signature.canonical_ += ",";
        signature.canonical_ += type.to_string();
        signature.types_.push_back(std::move(type));
        signature.indexed_.push_back(indexed);
    }
    if (std::count(signature.indexed_.begin(), signature.indexed_.end(), true) > kMaxIndexed)
        return malformed(text);
    signature.canonical_ += ")";
    signature.topic_ = hash_on_chain(hash, as_bytes(signature.canonical_));
    return signature;
}

Result<Bytes> AbiSignature::encode_call(std::span<const AbiValue> values) const {
    DEED_TRY(const Bytes parameters, abi_encode(types_, values));
    Bytes data = to_bytes(selector());
    append(data, parameters);
    return data;
}

bool AbiSignature::has_selector_of(ByteView data) const {
    const Selector own = selector();
    return data.size() >= own.size() && std::equal(own.begin(), own.end(), data.begin());
}

Result<AbiValue::List> AbiSignature::decode_call(ByteView data) const {
    if (!has_selector_of(data))
        return Error(errors::kAbiValueMismatch, "the data is not of " + canonical_);
    return abi_decode(types_, data.subspan(sizeof(Selector)));
}

Result<AbiValue::List> AbiSignature::decode_event(std::span<const Word> topics,
                                                  ByteView data) const {
    const auto indexed_count =
        static_cast<std::size_t>(std::count(indexed_.begin(), indexed_.end(), true));
    if (topics.size() != 1 + indexed_count || topics[0] != topic_)
        return Error(errors::kAbiTopicsMismatch, "the log entry is not of " + canonical_);
    std::vector<AbiType> in_data;
    for (std::size_t i = 0; i < types_.size(); ++i)
        if (!indexed_[i]) in_data.push_back(types_[i]);
    DEED_TRY(AbiValue::List from_data, abi_decode(in_data, data));
    AbiValue::List values;
    std::size_t next_topic = 1;
    std::size_t next_value = 0;
    for (std::size_t i = 0; i < types_.size(); ++i) {
        if (!indexed_[i]) {
            values.push_back(std::move(from_data[next_value++]));
            continue;
        }
        DEED_TRY(AbiValue value, from_topic(types_[i], topics[next_topic++]));
        values.push_back(std::move(value));
    }
    return values;
}

}  // namespace deed::registry::evm
