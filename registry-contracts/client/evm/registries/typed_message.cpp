#include "lib/json/writer.hpp"
#include "registry-contracts/client/evm/registries/contract.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

// Messages of EIP-712 as wallets take them, from the texts that are compiled in.

namespace deed::registry::evm {
namespace {

std::vector<std::string_view> split(std::string_view text, char mark) {
    std::vector<std::string_view> parts;
    for (std::size_t at = 0; !text.empty(); text.remove_prefix(std::min(at + 1, text.size()))) {
        at = std::min(text.find(mark), text.size());
        parts.push_back(text.substr(0, at));
    }
    return parts;
}

void write_structs(json::Writer& writer, const TypedDataDomain& domain,
                   const TypedDataTypes::Structs& structs) {
    const auto member = [&writer](std::string_view name, std::string_view type) {
        writer.begin_object().member("name", name).member("type", type).end_object();
    };
    writer.begin_object().key("EIP712Domain").begin_array();
    if (domain.name) member("name", "string");
    if (domain.version) member("version", "string");
    if (domain.chain_id) member("chainId", "uint256");
    if (domain.verifying_contract) member("verifyingContract", "address");
    if (domain.salt) member("salt", "bytes32");
    writer.end_array();
    for (const auto& [name, members] : structs) {
        writer.key(name).begin_array();
        for (const TypedMember& part : members) member(part.name, part.type);
        writer.end_array();
    }
    writer.end_object();
}

void write_domain(json::Writer& writer, const TypedDataDomain& domain) {
    writer.begin_object();
    if (domain.name) writer.member("name", *domain.name);
    if (domain.version) writer.member("version", *domain.version);
    if (domain.chain_id) writer.member("chainId", domain.chain_id->to_decimal());
    if (domain.verifying_contract)
        writer.member("verifyingContract", to_checksummed(*domain.verifying_contract));
    if (domain.salt) writer.member("salt", to_hex(*domain.salt));
    writer.end_object();
}

/// `structs` knows the value's struct; what the value is not checked against is checked when it is
/// hashed.
void write_value(json::Writer& writer, const TypedDataTypes::Structs& structs,
                 std::string_view type, const AbiValue& value);

void write_struct(json::Writer& writer, const TypedDataTypes::Structs& structs,
                  const std::vector<TypedMember>& members, const AbiValue::List& values) {
    writer.begin_object();
    for (std::size_t i = 0; i < members.size() && i < values.size(); ++i) {
        writer.key(members[i].name);
        write_value(writer, structs, members[i].type, values[i]);
    }
    writer.end_object();
}

void write_value(json::Writer& writer, const TypedDataTypes::Structs& structs,
                 std::string_view type, const AbiValue& value) {
    if (const auto* list = value.as_list()) {
        if (const auto found = structs.find(type); found != structs.end())
            return write_struct(writer, structs, found->second, *list);
        writer.begin_array();
        for (const AbiValue& part : *list)
            write_value(writer, structs, type.substr(0, type.rfind('[')), part);
        writer.end_array();
        return;
    }
    if (const auto* number = value.as_uint()) {
        writer.string(number->to_decimal());
        return;
    }
    if (const auto* truth = value.as_boolean()) {
        writer.boolean(*truth);
        return;
    }
    if (const auto* address = value.as_address()) {
        writer.string(to_checksummed(*address));
        return;
    }
    const Bytes& bytes = *value.as_bytes_value();
    if (type == "string")
        writer.string(as_text(bytes));
    else
        writer.string(to_hex(bytes));
}

}  // namespace

StructText structs_of(std::string_view encoded_type) {
    StructText text;
    for (const std::string_view part : split(encoded_type, ')')) {
        const std::size_t open = part.find('(');
        DEED_ASSERT(open != part.npos);
        const std::string name(part.substr(0, open));
        if (text.primary.empty()) text.primary = name;
        std::vector<TypedMember>& members = text.structs[name];
        for (const std::string_view member : split(part.substr(open + 1), ',')) {
            const std::size_t blank = member.find(' ');
            DEED_ASSERT(blank != member.npos);
            members.push_back(
                {std::string(member.substr(0, blank)), std::string(member.substr(blank + 1))});
        }
    }
    return text;
}

Result<std::string> typed_data_json(const TypedDataDomain& domain, std::string_view encoded_type,
                                    const AbiValue& value) {
    const StructText text = structs_of(encoded_type);
    // What no wallet could sign is refused here.
    DEED_TRY(const TypedDataTypes types, TypedDataTypes::create(text.structs));
    DEED_TRY([[maybe_unused]] const Word hash, types.hash_struct(text.primary, value));
    json::Writer writer;
    writer.begin_object().key("types");
    write_structs(writer, domain, text.structs);
    writer.member("primaryType", text.primary).key("domain");
    write_domain(writer, domain);
    writer.key("message");
    write_struct(writer, text.structs, text.structs.at(text.primary), *value.as_list());
    writer.end_object();
    return writer.take();
}

}  // namespace deed::registry::evm
