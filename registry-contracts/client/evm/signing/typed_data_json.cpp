#include <algorithm>
#include <array>
#include <string>

#include "registry-contracts/client/evm/signing/errors.hpp"
#include "registry-contracts/client/evm/signing/typed_data.hpp"
#include "registry-contracts/client/evm/wire/abi_json.hpp"

namespace deed::registry::evm {
namespace {

constexpr std::string_view kDomain = "EIP712Domain";

/// EIP-712's members of a domain, in its order.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kDomainMembers = {
    {{"string", "name"},
     {"string", "version"},
     {"uint256", "chainId"},
     {"address", "verifyingContract"},
     {"bytes32", "salt"}}};

Error malformed(const char* what) { return {errors::kTypedDataMalformed, what}; }

Error mismatch(std::string what, const std::string& pointer) {
    return {errors::kTypedDataValue, std::move(what), pointer};
}

Result<TypedMember> member_of(json::Value declared) {
    const auto type = declared.find("type");
    const auto name = declared.find("name");
    const bool just_these = declared.is_object() && declared.object().size() == 2;
    if (!just_these || !type || !name || !type->is_string() || !name->is_string())
        return malformed("a member of a type is not {name, type}");
    return TypedMember{std::string(type->string()), std::string(name->string())};
}

Result<TypedDataTypes::Structs> structs_of(json::Value types) {
    if (!types.is_object()) return malformed("types is not an object");
    TypedDataTypes::Structs structs;
    for (const auto [name, members] : types.object()) {
        if (!members.is_array()) return malformed("a type is not an array of members");
        std::vector<TypedMember> declared;
        for (const json::Value member : members.array()) {
            DEED_TRY(TypedMember made, member_of(member));
            declared.push_back(std::move(made));
        }
        structs.emplace(name, std::move(declared));
    }
    return structs;
}

/// The declared members must be EIP-712's, in its order, each once.
Result<void> check_domain(const TypedDataTypes::Structs& structs) {
    const auto found = structs.find(kDomain);
    if (found == structs.end())
        return Error(errors::kTypedDataDomain, "types does not declare EIP712Domain");
    auto next = kDomainMembers.begin();
    for (const TypedMember& member : found->second) {
        while (next != kDomainMembers.end() && next->second != member.name) ++next;
        if (next == kDomainMembers.end() || next->first != member.type)
            return Error(errors::kTypedDataDomain,
                         "EIP712Domain declares a member that EIP-712 does not have there");
        ++next;
    }
    if (found->second.empty()) return Error(errors::kTypedDataDomain, "EIP712Domain is empty");
    return {};
}

/// The members' values in the order in which they are declared, whose types check_domain() knows.
TypedDataDomain domain_of(const std::vector<TypedMember>& members, const AbiValue& value) {
    TypedDataDomain domain;
    const AbiValue::List& list = *value.as_list();
    for (std::size_t i = 0; i < members.size(); ++i) {
        const std::string& name = members[i].name;
        if (name == "name") domain.name = as_text(*list[i].as_bytes_value());
        if (name == "version") domain.version = as_text(*list[i].as_bytes_value());
        if (name == "chainId") domain.chain_id = *list[i].as_uint();
        if (name == "verifyingContract") domain.verifying_contract = *list[i].as_address();
        if (name == "salt") {
            const Bytes& salt = *list[i].as_bytes_value();
            std::copy(salt.begin(), salt.end(), domain.salt.emplace().begin());
        }
    }
    return domain;
}

}  // namespace

Result<AbiValue> TypedDataTypes::member_from_json(const MemberType& type, std::size_t dimensions,
                                                  json::Value value,
                                                  const std::string& pointer) const {
    if (dimensions > 0) {
        if (!value.is_array()) return mismatch("the value is not an array", pointer);
        AbiValue::List list;
        for (const json::Value element : value.array()) {
            DEED_TRY(AbiValue made, member_from_json(type, dimensions - 1, element,
                                                     pointer + "/" + std::to_string(list.size())));
            list.push_back(std::move(made));
        }
        const std::size_t length = type.lengths[dimensions - 1];
        if (length != 0 && list.size() != length)
            return mismatch("the array has not " + std::to_string(length) + " elements", pointer);
        return AbiValue::list(std::move(list));
    }
    if (!type.atomic) return value_from_json(type.name, value, pointer);
    auto made = abi_value_from_json(*type.atomic, value);
    if (!made) return mismatch(made.error().message(), pointer);
    // The size of numbers and bytes is asked when they are encoded.
    if (!abi_encode({&*type.atomic, 1}, {&*made, 1}))
        return mismatch("the value is none of " + type.atomic->to_string(), pointer);
    return std::move(made).value();
}

Result<AbiValue> TypedDataTypes::value_from_json(std::string_view name, json::Value value,
                                                 const std::string& pointer) const {
    DEED_TRY(const Struct* found, find(name));
    if (!value.is_object()) return mismatch("the value is not an object", pointer);
    AbiValue::List list;
    for (const Member& member : found->members) {
        const std::string place = pointer + "/" + member.name;
        const auto part = value.find(member.name);
        if (!part) return mismatch("a member is missing", place);
        DEED_TRY(AbiValue made,
                 member_from_json(member.type, member.type.lengths.size(), *part, place));
        list.push_back(std::move(made));
    }
    if (value.object().size() != list.size())
        return mismatch("the object has members without a type, which would not be signed",
                        pointer);
    return AbiValue::list(std::move(list));
}

Result<TypedData> TypedData::parse(std::string_view text) {
    DEED_TRY(const json::Document document, json::Document::parse(text));
    const json::Value root = document.root();
    const auto types = root.find("types");
    const auto primary_type = root.find("primaryType");
    const auto domain = root.find("domain");
    const auto message = root.find("message");
    if (!types || !primary_type || !domain || !message || root.object().size() != 4)
        return malformed("typed data is {types, primaryType, domain, message}");
    if (!primary_type->is_string()) return malformed("primaryType is not text");

    DEED_TRY(const auto structs, structs_of(*types));
    DEED_CHECK(check_domain(structs));
    DEED_TRY(TypedDataTypes declared, TypedDataTypes::create(structs));
    DEED_TRY(const AbiValue domain_value, declared.value_from_json(kDomain, *domain, "/domain"));
    std::string primary(primary_type->string());
    DEED_TRY(AbiValue value, declared.value_from_json(primary, *message, "/message"));

    TypedData data(std::move(declared), std::move(primary), std::move(value));
    data.domain_ = domain_of(structs.find(kDomain)->second, domain_value);
    DEED_TRY(data.separator_, data.domain_.separator());
    DEED_TRY(data.struct_hash_, data.types_.hash_struct(data.primary_type_, data.message_));
    return data;
}

}  // namespace deed::registry::evm
