#include "registry-contracts/client/evm/signing/typed_data.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "registry-contracts/client/evm/signing/errors.hpp"
#include "registry-contracts/client/evm/wire/abi_signature.hpp"

namespace deed::registry::evm {
namespace {

constexpr std::size_t kMaxName = 128;

Error wrong_types(std::string what) { return {errors::kTypedDataTypes, std::move(what)}; }

bool is_name(std::string_view name) { return name.size() <= kMaxName && is_identifier(name); }

/// Names that mean something of the ABI, or once did.
bool is_reserved(std::string_view name) {
    constexpr std::array<std::string_view, 4> kShort = {"uint", "int", "byte", "function"};
    return AbiType::parse(name).has_value() ||
           std::find(kShort.begin(), kShort.end(), name) != kShort.end();
}

/// Takes "[]" or "[n]" off the end of a type: 0 or n; nothing if neither stands there.
std::optional<std::size_t> take_dimension(std::string_view& type) {
    const std::size_t open = type.rfind('[');
    if (open == type.npos || !type.ends_with(']')) return std::nullopt;
    const std::string_view digits = type.substr(open + 1, type.size() - open - 2);
    std::size_t length = 0;
    if (!digits.empty()) {
        const auto [end, failure] =
            std::from_chars(digits.data(), digits.data() + digits.size(), length);
        const bool whole = failure == std::errc() && end == digits.data() + digits.size();
        if (!whole || digits[0] == '0') return std::nullopt;
    }
    type = type.substr(0, open);
    return length;
}

/// One struct as EIP-712's encodeType writes it.
std::string written(const std::string& name, const TypedDataTypes::Structs& structs) {
    std::string text = name + "(";
    for (const TypedMember& member : structs.find(name)->second) {
        if (!text.ends_with('(')) text += ",";
        text += member.type + " " + member.name;
    }
    return text + ")";
}

Word keccak(ByteView bytes) { return crypto::keccak256(bytes); }

}  // namespace

Result<TypedDataTypes::MemberType> TypedDataTypes::parse_type(const std::string& text,
                                                              const Structs& structs) {
    MemberType type;
    std::string_view rest = text;
    while (const auto length = take_dimension(rest)) {
        if (type.lengths.size() == kMaxDimensions)
            return Error(errors::kTypedDataTooLarge, "an array has too many dimensions");
        type.lengths.push_back(*length);
    }
    std::reverse(type.lengths.begin(), type.lengths.end());
    if (structs.contains(rest)) {
        type.name = rest;
        return type;
    }
    auto atomic = AbiType::parse(rest);
    if (!atomic || atomic->kind() == AbiType::Kind::tuple ||
        atomic->kind() == AbiType::Kind::array || atomic->kind() == AbiType::Kind::fixed_array)
        return wrong_types("'" + text.substr(0, kMaxName) + "' is neither a type nor declared");
    type.atomic = std::move(atomic).value();
    return type;
}

Result<TypedDataTypes> TypedDataTypes::create(const Structs& structs) {
    if (structs.size() > kMaxStructs)
        return Error(errors::kTypedDataTooLarge, "there are too many structs");
    TypedDataTypes types;
    for (const auto& [name, members] : structs) {
        if (!is_name(name) || is_reserved(name))
            return wrong_types("'" + name.substr(0, kMaxName) + "' is no name of a struct");
        if (members.size() > kMaxMembers)
            return Error(errors::kTypedDataTooLarge, "a struct has too many members");
        Struct made;
        std::set<std::string_view> names;
        for (const TypedMember& member : members) {
            if (!is_name(member.name) || !names.insert(member.name).second)
                return wrong_types("a member of " + name + " has no name of its own");
            DEED_TRY(MemberType type, parse_type(member.type, structs));
            made.members.push_back({member.name, std::move(type)});
        }
        types.structs_.emplace(name, std::move(made));
    }
    DEED_CHECK(types.encode_types(structs));
    return types;
}

Result<void> TypedDataTypes::encode_types(const Structs& structs) {
    std::size_t left = kMaxEncodedBytes;
    for (auto& [name, made] : structs_) {
        std::set<std::string> others = referred_from(name);
        const auto add = [&, &text = made.encoded](const std::string& part) {
            const std::string one = written(part, structs);
            if (one.size() > left) return false;
            left -= one.size();
            text += one;
            return true;
        };
        if (!add(name) || !std::all_of(others.begin(), others.end(), add))
            return Error(errors::kTypedDataTooLarge,
                         "the types of all structs take more than a mebibyte");
        made.hash = keccak(as_bytes(made.encoded));
    }
    return {};
}

std::set<std::string> TypedDataTypes::referred_from(const std::string& name) const {
    std::set<std::string> reached;
    std::vector<std::string> open{name};
    while (!open.empty()) {
        const std::string next = std::move(open.back());
        open.pop_back();
        if (!reached.insert(next).second) continue;
        for (const Member& member : structs_.at(next).members)
            if (!member.type.atomic && !reached.contains(member.type.name))
                open.push_back(member.type.name);
    }
    reached.erase(name);
    return reached;
}

Result<const TypedDataTypes::Struct*> TypedDataTypes::find(std::string_view name) const {
    const auto found = structs_.find(name);
    if (found == structs_.end())
        return wrong_types("the struct '" + std::string(name.substr(0, kMaxName)) +
                           "' is not declared");
    return &found->second;
}

Result<std::string> TypedDataTypes::encode_type(std::string_view name) const {
    DEED_TRY(const Struct* found, find(name));
    return found->encoded;
}

Result<Word> TypedDataTypes::type_hash(std::string_view name) const {
    DEED_TRY(const Struct* found, find(name));
    return found->hash;
}

Result<Word> TypedDataTypes::hash_value(const MemberType& type, std::size_t dimensions,
                                        const AbiValue& value) const {
    if (dimensions > 0) {
        const AbiValue::List* list = value.as_list();
        const std::size_t length = type.lengths[dimensions - 1];
        if (list == nullptr || (length != 0 && list->size() != length))
            return Error(errors::kTypedDataValue, "a value is not the array that is declared");
        Bytes words;
        for (const AbiValue& element : *list) {
            DEED_TRY(const Word word, hash_value(type, dimensions - 1, element));
            append(words, word);
        }
        return keccak(words);
    }
    if (!type.atomic) return hash_struct(type.name, value);
    if (type.atomic->is_dynamic()) {
        const Bytes* bytes = value.as_bytes_value();
        // Encoding asks the same of text as the ABI does.
        if (bytes == nullptr || !abi_encode({&*type.atomic, 1}, {&value, 1}))
            return Error(errors::kTypedDataValue, "a value is none of " + type.atomic->to_string());
        return keccak(*bytes);
    }
    auto word = abi_encode_word(*type.atomic, value);
    if (!word) return Error(errors::kTypedDataValue, word.error().message());
    return std::move(word).value();
}

Result<Bytes> TypedDataTypes::encode_data(std::string_view name, const AbiValue& value) const {
    DEED_TRY(const Struct* found, find(name));
    const AbiValue::List* list = value.as_list();
    if (list == nullptr || list->size() != found->members.size())
        return Error(errors::kTypedDataValue,
                     "a value has not the members of the struct '" + std::string(name) + "'");
    Bytes encoded = to_bytes(found->hash);
    for (std::size_t i = 0; i < list->size(); ++i) {
        const MemberType& type = found->members[i].type;
        DEED_TRY(const Word word, hash_value(type, type.lengths.size(), (*list)[i]));
        append(encoded, word);
    }
    return encoded;
}

Result<Word> TypedDataTypes::hash_struct(std::string_view name, const AbiValue& value) const {
    DEED_TRY(const Bytes encoded, encode_data(name, value));
    return keccak(encoded);
}

Result<Word> TypedDataDomain::separator() const {
    std::vector<TypedMember> members;
    AbiValue::List values;
    const auto add = [&](const char* type, const char* member, AbiValue value) {
        members.push_back({type, member});
        values.push_back(std::move(value));
    };
    if (name) add("string", "name", AbiValue::text(*name));
    if (version) add("string", "version", AbiValue::text(*version));
    if (chain_id) add("uint256", "chainId", AbiValue::uint(*chain_id));
    if (verifying_contract)
        add("address", "verifyingContract", AbiValue::address(*verifying_contract));
    if (salt) add("bytes32", "salt", AbiValue::bytes(*salt));
    if (values.empty()) return Error(errors::kTypedDataDomain, "the domain says nothing");
    DEED_TRY(const auto types, TypedDataTypes::create({{"EIP712Domain", std::move(members)}}));
    return types.hash_struct("EIP712Domain", AbiValue::list(std::move(values)));
}

crypto::Digest256 typed_data_digest(const Word& separator, const Word& struct_hash) {
    return crypto::Hasher256(crypto::HashAlgorithm::keccak256)
        .update(std::string_view("\x19\x01", 2))
        .update(separator)
        .update(struct_hash)
        .finish();
}

}  // namespace deed::registry::evm
