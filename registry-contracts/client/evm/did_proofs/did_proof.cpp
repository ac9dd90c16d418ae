#include "registry-contracts/client/evm/did_proofs/did_proof.hpp"

#include "lib/json/writer.hpp"
#include "registry-contracts/client/evm/did_proofs/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

namespace deed::registry::evm {
namespace {

constexpr std::string_view kTypeName = "deed/did-proof/v";
constexpr std::string_view kType = "deed/did-proof/v1";

Error malformed(std::string_view where, std::string_view what) {
    return {errors::kDidProofMalformed, std::string(what), std::string(where)};
}

Result<void> check_type(json::Value root) {
    const auto type = root.find("type");
    const std::string_view text = (type ? type->string_if() : std::nullopt).value_or("");
    if (text == kType) return {};
    if (!text.starts_with(kTypeName)) return malformed("/type", "is not " + std::string(kType));
    const auto version = Uint256::from_decimal(text.substr(kTypeName.size()));
    if (!version || version->is_zero()) return malformed("/type", "is no version of the format");
    return Error(errors::kDidProofNewer, std::string(text));
}

/// An object of exactly these members.
Result<void> check_members(json::Value value, std::initializer_list<std::string_view> names,
                           std::string_view at) {
    if (!value.is_object()) return malformed(at, "is no object");
    for (const std::string_view name : names)
        if (!value.find(name)) return malformed(at, "lacks the member " + std::string(name));
    if (value.object().size() != names.size()) return malformed(at, "has members besides");
    return {};
}

/// In lower case, as it is written: there is one text of each proof.
Result<Bytes> bytes_in(json::Value value, const std::string& at) {
    const std::string_view text = value.string_if().value_or("");
    auto bytes = from_hex(text);
    if (bytes && to_hex(*bytes) == text) return bytes;
    return malformed(at, "is not bytes in lower-case hexadecimal digits");
}

Result<Address> address_in(json::Value value, const std::string& at) {
    auto address = parse_address(value.string_if().value_or(""));
    if (address) return address;
    return malformed(at, "is not 0x and 40 lower-case hexadecimal digits");
}

Result<std::vector<Bytes>> list_in(json::Value value, std::size_t most, const std::string& at) {
    if (!value.is_array() || value.array().size() > most)
        return malformed(at, "is no list of at most " + std::to_string(most));
    std::vector<Bytes> list;
    for (const json::Value item : value.array()) {
        DEED_TRY(Bytes bytes, bytes_in(item, at + "/" + std::to_string(list.size())));
        list.push_back(std::move(bytes));
    }
    return list;
}

Result<DidProof::Nodes> nodes_in(json::Value object, const char* name, const std::string& at) {
    return list_in(*object.find(name), DidProof::kMaxNodes, at + "/" + name);
}

Result<DidProof::Change> change_in(json::Value value, const std::string& at) {
    DEED_CHECK(check_members(value, {"headers", "event"}, at));
    DEED_TRY(auto headers,
             list_in(*value.find("headers"), DidProof::kMaxDistance - 1, at + "/headers"));
    DEED_TRY(auto event, EventProof::parse(json::to_string(*value.find("event"))));
    return DidProof::Change{std::move(headers), std::move(event)};
}

Result<void> read_contracts(json::Value root, DidProof& proof) {
    const json::Value directory = *root.find("directory");
    DEED_CHECK(check_members(directory, {"account", "target", "codeHash"}, "/directory"));
    DEED_TRY(proof.directory, nodes_in(directory, "account", "/directory"));
    DEED_TRY(proof.target, nodes_in(directory, "target", "/directory"));
    DEED_TRY(proof.code_hash, nodes_in(directory, "codeHash", "/directory"));
    const json::Value state = *root.find("state");
    DEED_CHECK(check_members(state, {"account", "head", "commitment"}, "/state"));
    DEED_TRY(proof.account, nodes_in(state, "account", "/state"));
    DEED_TRY(proof.head, nodes_in(state, "head", "/state"));
    DEED_TRY(proof.commitment, nodes_in(state, "commitment", "/state"));
    return {};
}

void write_list(json::Writer& writer, std::string_view name, const std::vector<Bytes>& list) {
    writer.key(name).begin_array();
    for (const Bytes& bytes : list) writer.string(to_hex(bytes));
    writer.end_array();
}

void write_change(json::Writer& writer, const DidProof::Change& change) {
    writer.begin_object();
    write_list(writer, "headers", change.headers);
    const auto event = json::Document::parse(change.event.to_json());
    DEED_ASSERT(event.has_value());  // it was read or made by the same code
    writer.key("event").value(event->root()).end_object();
}

}  // namespace

std::string DidProof::to_json() const {
    json::Writer writer;
    writer.begin_object()
        .member("type", kType)
        .member("network", to_string(network))
        .member("subject", registry::to_string(subject))
        .member("registry", registry::to_string(registry))
        .member("header", to_hex(header));
    writer.key("directory").begin_object();
    write_list(writer, "account", directory);
    write_list(writer, "target", target);
    write_list(writer, "codeHash", code_hash);
    writer.end_object().key("state").begin_object();
    write_list(writer, "account", account);
    write_list(writer, "head", head);
    write_list(writer, "commitment", commitment);
    writer.end_object().key("changes").begin_array();
    for (const Change& change : changes) write_change(writer, change);
    writer.end_array().end_object();
    return json::to_pretty_string(writer.take_document().root()) + "\n";
}

Result<DidProof> DidProof::parse(std::string_view text) {
    json::Limits limits;
    limits.max_bytes = kMaxBytes;
    DEED_TRY(const json::Document document, json::Document::parse(text, limits));
    const json::Value root = document.root();
    DEED_CHECK(check_type(root));
    DEED_CHECK(check_members(
        root, {"type", "network", "subject", "registry", "header", "directory", "state", "changes"},
        ""));
    DidProof proof;
    const auto network = parse_chain_network(root.find("network")->string_if().value_or(""));
    if (!network || network->chain_id == 0)
        return malformed("/network", "is not the name of a chain's network");
    proof.network = *network;
    DEED_TRY(proof.subject, address_in(*root.find("subject"), "/subject"));
    DEED_TRY(proof.registry, address_in(*root.find("registry"), "/registry"));
    DEED_TRY(proof.header, bytes_in(*root.find("header"), "/header"));
    DEED_CHECK(read_contracts(root, proof));
    const json::Value changes = *root.find("changes");
    if (!changes.is_array() || changes.array().size() > kMaxChanges)
        return malformed("/changes", "is no list of at most " + std::to_string(kMaxChanges));
    for (const json::Value value : changes.array()) {
        DEED_TRY(Change change,
                 change_in(value, "/changes/" + std::to_string(proof.changes.size())));
        proof.changes.push_back(std::move(change));
    }
    return proof;
}

}  // namespace deed::registry::evm
