#include "registry-contracts/client/evm/registries/contract.hpp"

#include <algorithm>

#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/wire/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

namespace deed::registry::evm {

class ContractTables {
public:
    struct Function {
        AbiSignature signature;
        std::vector<AbiType> returned;
    };
    struct Refusal {
        AbiSignature signature;
        const ErrorCode* code;
    };

    explicit ContractTables(const ContractKind& kind) : name_(kind.name) {
        for (const FunctionText& text : kind.functions) {
            AbiSignature parsed = signature(text.signature);
            const std::string name = parsed.name();
            functions_.emplace(name, Function{std::move(parsed), types(text.returned)});
        }
        for (const std::string_view text : kind.events) {
            AbiSignature parsed = signature(text);
            const std::string name = parsed.name();
            events_.emplace(name, std::move(parsed));
        }
        for (const RefusalText& text : kind.refusals)
            refusals_.push_back({signature(text.signature), text.code});
    }

    const std::string& name() const { return name_; }
    const Function& function(std::string_view name) const { return at(functions_, name); }
    const AbiSignature& event(std::string_view name) const { return at(events_, name); }
    const std::map<std::string, AbiSignature, std::less<>>& events() const { return events_; }
    const std::vector<Refusal>& refusals() const { return refusals_; }

private:
    static AbiSignature signature(std::string_view text) {
        auto parsed = AbiSignature::parse(text);
        DEED_ASSERT(parsed.has_value());
        return std::move(parsed).value();
    }
    static std::vector<AbiType> types(std::string_view text) {
        if (text.empty()) return {};
        auto parsed = AbiType::parse(text);
        DEED_ASSERT(parsed.has_value() && parsed->kind() == AbiType::Kind::tuple);
        return parsed->members();
    }
    template <typename Map>
    static const typename Map::mapped_type& at(const Map& map, std::string_view name) {
        const auto found = map.find(name);
        DEED_ASSERT(found != map.end());
        return found->second;
    }

    std::string name_;
    std::map<std::string, Function, std::less<>> functions_;
    std::map<std::string, AbiSignature, std::less<>> events_;
    std::vector<Refusal> refusals_;
};

namespace {

/// EIP-5267; every contract of Deed's has it.
constexpr FunctionText kDomainFunction{"eip712Domain()",
                                       "(bytes1,string,string,uint256,address,bytes32,uint256[])"};
constexpr FunctionText kDomainOnly[] = {kDomainFunction};
constexpr FunctionText kActorFunctions[] = {{"actorOf(address)", "(address)"}};
constexpr ContractKind kActorsOnly{"DidRegistry", kActorFunctions, {}, {}};

bool has_topics(const Log& log, std::span<const std::optional<Word>> indexed) {
    const auto& topics = log.entry.topics;
    for (std::size_t i = 0; i < indexed.size(); ++i)
        if (indexed[i] && (topics.size() <= i + 1 || topics[i + 1] != *indexed[i])) return false;
    return true;
}

bool is_domain(const AbiValue::List& told, const TypedDataDomain& domain) {
    return *told[0].as_bytes_value() == Bytes{0x0f} &&
           as_text(*told[1].as_bytes_value()) == *domain.name &&
           as_text(*told[2].as_bytes_value()) == *domain.version &&
           *told[3].as_uint() == *domain.chain_id &&
           *told[4].as_address() == *domain.verifying_contract &&
           *told[5].as_bytes_value() == Bytes(32) && told[6].as_list()->empty();
}

Result<AbiValue::List> decoded(const ContractTables::Function& function, ByteView data) {
    auto values = abi_decode(function.returned, data);
    if (values) return values;
    return Error(errors::kBadAnswer, function.signature.canonical() +
                                         " answered otherwise: " + values.error().message());
}

}  // namespace

Result<RegistryContract> RegistryContract::open(const ContractKind& kind, ChainReader& node,
                                                const DeployedAt& deployed, Call& call) {
    const std::uint64_t chain_id = deployed.chain_id;
    const Address& address = deployed.address;
    DEED_TRY(const std::uint64_t told_id, node.chain_id(call));
    if (told_id != chain_id)
        return Error(errors::kWrongChain, "the node is of chain " + std::to_string(told_id) +
                                              " and not of " + std::to_string(chain_id));
    TypedDataDomain domain;
    domain.name = "Deed " + std::string(kind.name);
    domain.version = "1";
    domain.chain_id = chain_id;
    domain.verifying_contract = address;
    DEED_CHECK([&]() -> Result<void> {
        DEED_TRY([[maybe_unused]] const Bytes code, node.code(address, BlockRef::latest(), call));
        return {};
    }());
    const RegistryContract any(
        std::make_shared<ContractTables>(ContractKind{kind.name, kDomainOnly, {}, {}}), node,
        address, chain_id, domain);
    const auto told = any.read("eip712Domain", {}, BlockRef::latest(), call);
    const bool foreign = !told && (told.error().code() == errors::kRefusedUnknown ||
                                   told.error().code() == errors::kBadAnswer);
    if (!told && !foreign) return told.error();
    if (foreign || !is_domain(*told, domain))
        return Error(errors::kWrongDomain,
                     to_checksummed(address) + " is not " + *domain.name + " of this chain");
    return RegistryContract(std::make_shared<ContractTables>(kind), node, address, chain_id,
                            std::move(domain));
}

RegistryContract RegistryContract::beside(const ContractKind& kind, const Address& address) const {
    return RegistryContract(std::make_shared<ContractTables>(kind), *node_, address, chain_id_,
                            domain_);
}

Error RegistryContract::refusal(const NodeError& error) const {
    for (const auto& known : tables_->refusals()) {
        if (!known.signature.has_selector_of(error.data)) continue;
        std::string text = tables_->name() + " refuses: " + known.signature.name();
        // The place in a list, the number expected, the account: whatever it names.
        if (error.data.size() > 4) text += " " + to_hex(ByteView(error.data).subspan(4));
        return {*known.code, std::move(text)};
    }
    if (error.data.empty()) return {errors::kRefusedUnknown, "the contract gives no reason"};
    return {errors::kRefusedUnknown, "the contract refuses: " + revert_reason(error.data)};
}

Result<Bytes> RegistryContract::encode(std::string_view function,
                                       std::span<const AbiValue> values) const {
    return tables_->function(function).signature.encode_call(values);
}

Result<AbiValue::List> RegistryContract::read(std::string_view function,
                                              std::span<const AbiValue> values, const BlockRef& at,
                                              Call& call) const {
    CallRequest request;
    request.to = address_;
    DEED_TRY(request.data, encode(function, values));
    DEED_TRY(const auto outcome, node_->try_call(request, at, call));
    if (const auto* refused = std::get_if<NodeError>(&outcome)) return refusal(*refused);
    return decoded(tables_->function(function), std::get<Bytes>(outcome));
}

Result<Receipt> RegistryContract::execute(Transactor& transactor, std::string_view function,
                                          std::span<const AbiValue> values, Call& call) const {
    CallRequest request;
    request.from = transactor.account();
    request.to = address_;
    DEED_TRY(request.data, encode(function, values));
    if (node_->calls_by_name()) {
        DEED_TRY(const auto tried, node_->try_call(request, BlockRef::latest(), call));
        if (const auto* refused = std::get_if<NodeError>(&tried)) return refusal(*refused);
    }
    DEED_TRY(Receipt receipt, transactor.run({address_, 0, request.data}, call));
    if (receipt.value.succeeded) return receipt;
    if (receipt.refusal) return refusal({0, "execution reverted", *receipt.refusal});
    // Why is asked of the state before: it is near the truth, and often the reason.
    std::string why = "the transaction " + to_hex(receipt.transaction_hash) + " failed";
    if (!node_->calls_by_name()) return Error(errors::kFailedInBlock, why);
    const auto again = node_->try_call(request, BlockRef::number(receipt.block_number), call);
    if (again)
        if (const auto* refused = std::get_if<NodeError>(&*again))
            why += "; " + refusal(*refused).message();
    return Error(errors::kFailedInBlock, why);
}

Result<std::optional<Event>> RegistryContract::event_of(const Log& log) const {
    if (log.entry.address != address_ || log.entry.topics.empty()) return std::optional<Event>();
    for (const auto& [name, signature] : tables_->events()) {
        if (signature.topic() != log.entry.topics[0]) continue;
        auto values = signature.decode_event(log.entry.topics, log.entry.data);
        if (!values)
            return Error(errors::kBadEvent, name + " of block " + std::to_string(log.block_number) +
                                                ": " + values.error().message());
        return std::optional(Event{name, std::move(values).value(), log});
    }
    return std::optional<Event>();
}

Result<std::vector<Event>> RegistryContract::events_in(const Receipt& receipt,
                                                       std::string_view name) const {
    std::vector<Event> found;
    for (std::size_t i = 0; i < receipt.value.logs.size(); ++i) {
        const Log log{receipt.value.logs[i],
                      receipt.block_hash,
                      receipt.block_number,
                      receipt.transaction_hash,
                      i,
                      false};
        DEED_TRY(auto event, event_of(log));
        if (event && event->name == name) found.push_back(std::move(*event));
    }
    return found;
}

Result<Event> RegistryContract::event_in(const Receipt& receipt, std::string_view name,
                                         std::span<const std::optional<Word>> indexed) const {
    DEED_TRY(auto events, events_in(receipt, name));
    for (Event& event : events)
        if (has_topics(event.log, indexed)) return std::move(event);
    return Error(errors::kEventMissing, "no " + std::string(name) + " in the receipt of " +
                                            to_hex(receipt.transaction_hash));
}

Result<std::vector<Event>> RegistryContract::query(const HistoryQuery& query, std::uint64_t from,
                                                   std::uint64_t to, Call& call) const {
    LogFilter filter;
    filter.from_block = from;
    filter.to_block = to;
    filter.addresses = {address_};
    filter.topics.emplace_back();
    for (const std::string_view name : query.events)
        filter.topics[0].push_back(tables_->event(name).topic());
    for (const auto& topic : query.indexed)
        filter.topics.push_back(topic ? std::vector<Word>{*topic} : std::vector<Word>{});
    if (!query.second_of.empty()) {
        filter.topics.resize(std::max<std::size_t>(filter.topics.size(), 3));
        filter.topics[2] = query.second_of;
    }
    DEED_TRY(const std::vector<Log> logs, node_->logs(filter, call));
    std::vector<Event> events;
    for (const Log& log : logs) {
        DEED_TRY(auto event, event_of(log));
        if (!event) return Error(errors::kBadEvent, "a log entry was not asked for");
        events.push_back(std::move(*event));
    }
    return events;
}

Result<std::vector<Event>> RegistryContract::events_at(const HistoryQuery& asked,
                                                       std::uint64_t block, Call& call) const {
    return query(asked, block, block, call);
}

Result<std::vector<Event>> RegistryContract::events_between(const HistoryQuery& asked,
                                                            std::uint64_t from, std::uint64_t to,
                                                            Call& call) const {
    return query(asked, from, to, call);
}

Result<std::vector<Event>> RegistryContract::history(
    const HistoryQuery& asked, const std::function<Result<std::uint64_t>(const Event&)>& previous,
    Call& call) const {
    std::vector<Event> newest_first;
    std::uint64_t block = asked.last_block;
    while (block != 0) {
        DEED_CHECK(call.check());
        DEED_TRY(auto events, events_at(asked, block, call));
        const auto broken = [&](const std::string& how) {
            return Error(errors::kHistoryBroken, "block " + std::to_string(block) + " " + how);
        };
        if (events.empty()) return broken("holds no change, against the state");
        if (newest_first.size() + events.size() > asked.most)
            return Error(errors::kHistoryTooLong,
                         "more than " + std::to_string(asked.most) + " changes");
        for (std::size_t i = 1; i < events.size(); ++i) {
            if (asked.is_same_change != nullptr && asked.is_same_change(events[i - 1], events[i]))
                continue;
            DEED_TRY(const std::uint64_t before, previous(events[i]));
            if (before != block) return broken("holds changes that do not follow each other");
        }
        DEED_TRY(const std::uint64_t before, previous(events.front()));
        if (before >= block) return broken("names a later block as the one before");
        const bool enough = asked.is_enough && std::ranges::any_of(events, asked.is_enough);
        std::move(events.rbegin(), events.rend(), std::back_inserter(newest_first));
        if (enough) break;
        block = before;
    }
    std::reverse(newest_first.begin(), newest_first.end());
    return newest_first;
}

Result<crypto::Digest256> RegistryContract::digest(std::string_view encoded_type,
                                                   const AbiValue& value) const {
    const StructText text = structs_of(encoded_type);
    DEED_TRY(const TypedDataTypes types, TypedDataTypes::create(text.structs));
    DEED_TRY(const Word struct_hash, types.hash_struct(text.primary, value));
    DEED_TRY(const Word separator, domain_.separator());
    return typed_data_digest(separator, struct_hash);
}

Result<std::optional<Address>> actor_of(const RegistryContract& contract, const Address& account,
                                        Call& call) {
    DEED_TRY(const auto dids, contract.read("dids", {}, BlockRef::latest(), call));
    const RegistryContract directory = contract.beside(kActorsOnly, *dids[0].as_address());
    const AbiValue asked = AbiValue::address(account);
    DEED_TRY(const auto told, directory.read("actorOf", {&asked, 1}, BlockRef::latest(), call));
    const Address actor = *told[0].as_address();
    return actor == Address{} ? std::nullopt : std::optional(actor);
}

Result<void> check_still_there(ChainReader& node, const Receipt& receipt, Call& call) {
    DEED_TRY(const auto now, node.receipt(receipt.transaction_hash, call));
    if (now && now->block_hash == receipt.block_hash) {
        DEED_TRY(const auto block, node.block_info(BlockRef::number(receipt.block_number), call));
        if (block && block->hash == receipt.block_hash) return {};
    }
    return Error(errors::kReorganised, to_hex(receipt.transaction_hash) + " was in block " +
                                           to_hex(receipt.block_hash) +
                                           ", which is not on the chain any more");
}

}  // namespace deed::registry::evm
