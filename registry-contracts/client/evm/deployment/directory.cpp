#include "registry-contracts/client/evm/deployment/directory.hpp"

#include <algorithm>

#include "lib/error/assert.hpp"
#include "registry-contracts/client/evm/artifacts/errors.hpp"
#include "registry-contracts/client/evm/deployment/errors.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/signing/typed_data.hpp"
#include "registry-contracts/client/evm/wire/abi_signature.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

namespace deed::registry::evm {
namespace {

constexpr std::size_t kMaxNames = 32;

/// A function of the Directory and what it returns.
struct Function {
    AbiSignature signature;
    std::vector<AbiType> returns;

    Function(std::string_view text, std::initializer_list<std::string_view> types)
        : signature(parsed(text)) {
        for (const std::string_view type : types) {
            auto read = AbiType::parse(type);
            DEED_ASSERT(read.has_value());
            returns.push_back(std::move(*read));
        }
    }

private:
    static AbiSignature parsed(std::string_view text) {
        auto signature = AbiSignature::parse(text);
        DEED_ASSERT(signature.has_value());
        return std::move(*signature);
    }
};

/// One Directory as of one block.
class Reader {
public:
    Reader(ChainReader& node, const Address& directory, const BlockRef& at, Call& call)
        : node_(node), directory_(directory), at_(at), call_(call) {}

    Result<AbiValue::List> ask(const Function& function, AbiValue::List arguments) {
        DEED_TRY(Bytes data, function.signature.encode_call(arguments));
        DEED_TRY(const Bytes answer,
                 node_.call_contract({.to = directory_, .data = std::move(data)}, at_, call_));
        auto values = abi_decode(function.returns, answer);
        if (values) return values;
        return Error(errors::kDirectoryMalformed,
                     function.signature.name() + ": " + values.error().message(),
                     to_checksummed(directory_));
    }

private:
    ChainReader& node_;
    const Address& directory_;
    const BlockRef& at_;
    Call& call_;
};

Word word_of(const AbiValue& value) {
    Word word{};
    if (const Bytes* bytes = value.as_bytes_value())
        std::copy_n(bytes->begin(), std::min(bytes->size(), word.size()), word.begin());
    return word;
}

/// ASCII, padded with zeros; what is no such name is shown in hexadecimal digits.
std::string name_of(const Word& word) {
    const auto end = std::find(word.begin(), word.end(), std::uint8_t{0});
    const bool is_plain =
        end != word.begin() &&
        std::all_of(end, word.end(), [](std::uint8_t c) { return c == 0; }) &&
        std::all_of(word.begin(), end, [](std::uint8_t c) { return c > 0x20 && c < 0x7f; });
    return is_plain ? std::string(word.begin(), end) : to_hex(word);
}

Result<DirectoryEntry> look_up(Reader& reader, const AbiValue& name) {
    static const Function kLookUp("lookUp(bytes32)", {"address", "bytes32", "bool"});
    DEED_TRY(const auto values, reader.ask(kLookUp, {name}));
    return DirectoryEntry{name_of(word_of(name)), *values[0].as_address(), word_of(values[1]),
                          *values[2].as_boolean()};
}

const ContractArtifact* artifact_named(std::string_view name) {
    for (const Contract contract : kContracts)
        if (contract != Contract::directory && artifact_of(contract).directory_name == name)
            return &artifact_of(contract);
    return nullptr;
}

bool is_of_contract(const Error& error) {
    return error.code() == errors::kNoContract || error.code() == errors::kForeignCode;
}

Result<Word> domain_separator(const ContractArtifact& artifact, const Address& address,
                              std::uint64_t chain_id) {
    TypedDataDomain domain;
    domain.name = "Deed " + std::string(artifact.name);
    domain.version = "1";
    domain.chain_id = chain_id;
    domain.verifying_contract = address;
    return domain.separator();
}

Word word_of(const Address& address) {
    Word word{};
    std::ranges::copy(address, word.begin() + (word.size() - address.size()));
    return word;
}

/// Faults of the contract are kept, those of the way to it are not.
Result<CheckedContract> checked(ChainReader& node, const ContractArtifact& artifact,
                                const Address& address, const NetworkValues& expected,
                                const BlockRef& at, Call& call) {
    CheckedContract found{std::string(artifact.name), address};
    auto immutables = read_checked_code(node, artifact.contract, address, at, call);
    if (!immutables && !is_of_contract(immutables.error())) return immutables.error();
    if (!immutables) {
        found.fault = immutables.error();
        return found;
    }
    found.immutables = std::move(*immutables);
    const auto fits = check_immutables(artifact.contract, address, found.immutables, expected);
    if (!fits) found.fault = fits.error();
    return found;
}

Result<CheckedContract> checked_entry(ChainReader& node, const DirectoryEntry& entry,
                                      const NetworkValues& expected, const BlockRef& at,
                                      Call& call) {
    const ContractArtifact* artifact = artifact_named(entry.name);
    CheckedContract found{entry.name, entry.target};
    if (artifact != nullptr) {
        DEED_TRY(found, checked(node, *artifact, entry.target, expected, at, call));
    } else {
        found.fault = Error(errors::kForeignCode, "deed knows no contract of this name");
    }
    const bool is_deeds_code = !found.immutables.empty();
    if (!entry.intact && (!found.fault || is_deeds_code))
        found.fault = Error(errors::kDirectoryNotIntact, "its code was exchanged");
    return found;
}

}  // namespace

const DirectoryEntry* DirectoryState::find(Contract contract) const {
    for (const DirectoryEntry& entry : entries)
        if (entry.name == artifact_of(contract).directory_name && entry.target != Address{})
            return &entry;
    return nullptr;
}

Result<DirectoryState> read_directory(ChainReader& node, const Address& directory,
                                      const BlockRef& at, Call& call) {
    static const Function kOwner("owner()", {"address"});
    static const Function kDelay("delay()", {"uint256"});
    static const Function kNames("names()", {"bytes32[]"});
    // An account without code answers every question with nothing.
    DEED_CHECK(node.code(directory, at, call));
    Reader reader(node, directory, at, call);
    DirectoryState state;
    DEED_TRY(const auto owner, reader.ask(kOwner, {}));
    state.owner = *owner[0].as_address();
    DEED_TRY(const auto delay, reader.ask(kDelay, {}));
    DEED_TRY(state.delay_seconds, delay[0].as_uint()->to_u64());
    DEED_TRY(const auto names, reader.ask(kNames, {}));
    const AbiValue::List& list = *names[0].as_list();
    if (list.size() > kMaxNames)
        return Error(errors::kDirectoryMalformed, std::to_string(list.size()) + " names",
                     to_checksummed(directory));
    for (const AbiValue& name : list) {
        DEED_TRY(DirectoryEntry entry, look_up(reader, name));
        state.entries.push_back(std::move(entry));
    }
    return state;
}

Result<std::vector<FoundImmutable>> read_checked_code(ChainReader& node, Contract contract,
                                                      const Address& address, const BlockRef& at,
                                                      Call& call) {
    DEED_TRY(const Bytes code, node.code(address, at, call));
    auto found = check_code(artifact_of(contract), code);
    if (!found) return std::move(found).error().at(to_checksummed(address));
    return found;
}

Result<void> check_immutables(Contract contract, const Address& address,
                              std::span<const FoundImmutable> found,
                              const NetworkValues& expected) {
    const ContractArtifact& artifact = artifact_of(contract);
    DEED_TRY(const Word separator, domain_separator(artifact, address, expected.chain_id));
    const std::pair<std::string_view, Word> values[] = {
        {"chainId", Uint256(expected.chain_id).to_word()},
        {"domainSeparator", separator},
        {"dids", word_of(expected.dids)},
        {"issuers", word_of(expected.issuers)}};
    for (const FoundImmutable& one : found)
        for (const auto& [name, value] : values)
            if (one.name == name && one.value != value)
                return Error(errors::kForeignCode,
                             std::string(artifact.name) + " was made for another network: its " +
                                 std::string(name) + " is " + to_hex(one.value) + " and not " +
                                 to_hex(value),
                             to_checksummed(address));
    return {};
}

Result<std::vector<CheckedContract>> check_contracts(ChainReader& node, const Address& directory,
                                                     const BlockRef& at, Call& call) {
    std::vector<CheckedContract> all;
    NetworkValues expected;
    DEED_TRY(expected.chain_id, node.chain_id(call));
    DEED_TRY(CheckedContract own,
             checked(node, artifact_of(Contract::directory), directory, expected, at, call));
    // What another contract says of others is worth nothing.
    const bool is_directory = !own.fault;
    all.push_back(std::move(own));
    if (!is_directory) return all;

    DEED_TRY(const DirectoryState state, read_directory(node, directory, at, call));
    if (const DirectoryEntry* dids = state.find(Contract::did)) expected.dids = dids->target;
    if (const DirectoryEntry* issuers = state.find(Contract::issuer))
        expected.issuers = issuers->target;
    for (const DirectoryEntry& entry : state.entries) {
        if (entry.target == Address{}) continue;
        DEED_TRY(CheckedContract found, checked_entry(node, entry, expected, at, call));
        all.push_back(std::move(found));
    }
    for (const Contract contract : kContracts) {
        if (contract == Contract::directory || state.find(contract) != nullptr) continue;
        all.push_back({std::string(artifact_of(contract).name), Address{},
                       Error(errors::kDirectoryNotNamed, "the Directory names none")});
    }
    return all;
}

namespace {

struct NamedContract {
    Address target{};
    bool intact = false;
};

/// One question, where read_directory() asks for every name: each resolution begins with it.
Result<NamedContract> look_up(ChainReader& node, const Address& directory, Contract contract,
                              Call& call) {
    static const AbiSignature function = AbiSignature::parse("lookUp(bytes32)").value();
    static const AbiType type = AbiType::parse("(address,bytes32,bool)").value();
    Bytes name = to_bytes(as_bytes(artifact_of(contract).directory_name));
    name.resize(sizeof(Word));
    const AbiValue argument = AbiValue::bytes(name);
    DEED_TRY(Bytes data, function.encode_call({&argument, 1}));
    DEED_TRY(const Bytes answer, node.call_contract({.to = directory, .data = std::move(data)},
                                                    BlockRef::latest(), call));
    const auto decoded = abi_decode({&type, 1}, answer);
    if (!decoded)
        return Error(errors::kDirectoryMalformed, decoded.error().message(),
                     to_checksummed(directory));
    const AbiValue::List& values = *(*decoded)[0].as_list();
    return NamedContract{*values[0].as_address(), *values[2].as_boolean()};
}

Result<Address> intact_target(ChainReader& node, const Address& directory, Contract contract,
                              Call& call) {
    DEED_TRY(const NamedContract named, look_up(node, directory, contract, call));
    const std::string name(artifact_of(contract).name);
    if (named.target == Address{})
        return Error(errors::kDirectoryNotNamed, "the Directory names no " + name,
                     to_checksummed(directory));
    if (!named.intact)
        return Error(errors::kDirectoryNotIntact, "the code of the " + name + " was exchanged",
                     to_checksummed(named.target));
    return named.target;
}

}  // namespace

Result<Address> find_contract(ChainReader& node, const ChainNetwork& network, Contract contract,
                              Call& call) {
    DEED_TRY(const std::uint64_t chain_id, node.chain_id(call));
    if (chain_id != network.chain_id)
        return Error(errors::kWrongChain, "the node is of chain " + std::to_string(chain_id) +
                                              " and not of " + std::to_string(network.chain_id));
    const BlockRef at = BlockRef::latest();
    DEED_CHECK(read_checked_code(node, Contract::directory, network.directory, at, call));
    DEED_TRY(const Address target, intact_target(node, network.directory, contract, call));
    DEED_TRY(const auto values, read_checked_code(node, contract, target, at, call));
    NetworkValues expected{network.chain_id};
    for (const FoundImmutable& one : values) {
        if (one.name == "dids") {
            DEED_TRY(expected.dids, intact_target(node, network.directory, Contract::did, call));
        } else if (one.name == "issuers") {
            DEED_TRY(expected.issuers,
                     intact_target(node, network.directory, Contract::issuer, call));
        }
    }
    // Made for another network, it takes that network's signatures.
    DEED_CHECK(check_immutables(contract, target, values, expected));
    return target;
}

}  // namespace deed::registry::evm
