#pragma once

#include <functional>
#include <map>
#include <span>
#include <string_view>

#include "registry-contracts/client/evm/chain_reader.hpp"
#include "registry-contracts/client/evm/registries/transactor.hpp"
#include "registry-contracts/client/evm/signing/typed_data.hpp"

namespace deed::registry::evm {

/// A function of a contract: "recordOf(bytes32)" and the types of what it returns, "(uint48,bool)"
/// or "" for nothing.
struct FunctionText {
    std::string_view signature;
    std::string_view returned;
};

/// An error of a contract, "NotAccreditor(address)", and what it means to a caller.
struct RefusalText {
    std::string_view signature;
    const ErrorCode* code;
};

/// What is known of a contract when it is compiled in. A test holds each row to the artifact.
struct ContractKind {
    std::string_view name;  ///< of the artifact; the EIP-712 domain's is "Deed " and this
    std::span<const FunctionText> functions;
    std::span<const std::string_view> events;
    std::span<const RefusalText> refusals;
};

/// A log entry of the contract, its values decoded.
struct Event {
    std::string_view name;
    AbiValue::List values;
    Log log;
};

/// The tables of one kind, parsed.
class ContractTables;

/// A change is found by the block that the state or the change after it names.
struct HistoryQuery {
    std::vector<std::string_view> events{};      ///< names
    std::vector<std::optional<Word>> indexed{};  ///< topics behind the first; nothing is any
    std::vector<Word> second_of{};               ///< if any: the second of them is one of these
    std::uint64_t last_block = 0;                ///< of the latest change; 0 if there is none
    /// Whether an event tells more of the change that the one before it tells of.
    bool (*is_same_change)(const Event& before, const Event& event) = nullptr;
    /// If any: what is older than the block of such an event is not read.
    std::function<bool(const Event&)> is_enough = nullptr;
    std::size_t most = 65'536;  ///< changes that are read
};

/// Contracts often have one address on several chains, and a signature is good on one.
struct DeployedAt {
    std::uint64_t chain_id = 0;
    Address address{};
};

/// One deployed contract of Deed's. Thread-safe; the node must outlive it.
///
/// What a node answers is checked as far as one call can tell: values are decoded strictly, log
/// entries are of this contract and of the topics asked for, a history leads backwards without a
/// gap, and a sent change must have left its event in its receipt.
class DEED_API RegistryContract {
public:
    /// `evm.wrong_chain`, `evm.no_contract`, `contract.wrong_domain` unless the contract says by
    /// EIP-5267 that it is of this kind, on this chain and at this address. Who wants to know that
    /// its code is an artifact's compares that besides.
    static Result<RegistryContract> open(const ContractKind& kind, ChainReader& node,
                                         const DeployedAt& deployed, Call& call);

    const Address& address() const { return address_; }
    std::uint64_t chain_id() const { return chain_id_; }
    const TypedDataDomain& domain() const { return domain_; }
    ChainReader& node() const { return *node_; }

    /// What a function returns at a block. A refusal of the contract has its own code;
    /// `contract.refused_unknown` for an error that is none of the kind's, `contract.bad_answer`
    /// where what came back is not of the function's types.
    Result<AbiValue::List> read(std::string_view function, std::span<const AbiValue> values,
                                const BlockRef& at, Call& call) const;

    /// The call as it is sent.
    Result<Bytes> encode(std::string_view function, std::span<const AbiValue> values) const;
    /// Tries the call, sends it, and waits for its receipt as the transactor does. A refusal has
    /// its own code as in read(), and nothing is sent; `contract.failed_in_block` where the state
    /// changed in between.
    Result<Receipt> execute(Transactor& transactor, std::string_view function,
                            std::span<const AbiValue> values, Call& call) const;

    /// A log entry as an event of this contract; nothing if it is of another one, or of none that
    /// is known. `contract.bad_event`.
    Result<std::optional<Event>> event_of(const Log& log) const;
    /// The events of this contract of that name in a receipt, in order. `contract.bad_event`.
    Result<std::vector<Event>> events_in(const Receipt& receipt, std::string_view name) const;
    /// The one whose indexed topics are these; `contract.event_missing`.
    Result<Event> event_in(const Receipt& receipt, std::string_view name,
                           std::span<const std::optional<Word>> indexed) const;
    /// Events of one block, in order.
    Result<std::vector<Event>> events_at(const HistoryQuery& query, std::uint64_t block,
                                         Call& call) const;
    /// Events of a range of blocks, in order; for what is found by a topic alone.
    Result<std::vector<Event>> events_between(const HistoryQuery& query, std::uint64_t from,
                                              std::uint64_t to, Call& call) const;
    /// All changes, or those that are enough, oldest first: one query of a single block for each
    /// block of changes, backwards. `previous` tells of an event the block of the change before, 0
    /// for the first. `contract.history_broken` where a block has no such event or leads forwards,
    /// `contract.history_too_long` beyond the query's bound.
    Result<std::vector<Event>> history(
        const HistoryQuery& query,
        const std::function<Result<std::uint64_t>(const Event&)>& previous, Call& call) const;

    /// The error that the contract raised, by its code.
    Error refusal(const NodeError& error) const;
    /// The digest of a struct that is signed for this contract, such as "Accredit(bytes32
    /// record,…)".
    Result<crypto::Digest256> digest(std::string_view encoded_type, const AbiValue& value) const;

    /// Another contract of the deployment, unchecked; for asking it what this one asks it.
    RegistryContract beside(const ContractKind& kind, const Address& address) const;

private:
    RegistryContract(std::shared_ptr<const ContractTables> tables, ChainReader& node,
                     const Address& address, std::uint64_t chain_id, TypedDataDomain domain)
        : tables_(std::move(tables)),
          node_(&node),
          address_(address),
          chain_id_(chain_id),
          domain_(std::move(domain)) {}
    Result<std::vector<Event>> query(const HistoryQuery& query, std::uint64_t from,
                                     std::uint64_t to, Call& call) const;

    std::shared_ptr<const ContractTables> tables_;
    ChainReader* node_;
    Address address_;
    std::uint64_t chain_id_;
    TypedDataDomain domain_;
};

/// Who acts for an account now, as the DidRegistry says that the contract asks: nobody if the
/// account's DID has ended.
DEED_API Result<std::optional<Address>> actor_of(const RegistryContract& contract,
                                                 const Address& account, Call& call);

/// `contract.reorganised` unless the transaction is still in the block of its receipt.
DEED_API Result<void> check_still_there(ChainReader& node, const Receipt& receipt, Call& call);

/// The structs of "Cosign(Checkpoint checkpoint,uint32 epoch)Checkpoint(bytes32 log)", the first
/// of which is `primary`. For texts that are compiled in.
struct StructText {
    std::string primary;
    TypedDataTypes::Structs structs;
};
DEED_API StructText structs_of(std::string_view encoded_type);

/// The same message as eth_signTypedData_v4 takes it, for wallets.
DEED_API Result<std::string> typed_data_json(const TypedDataDomain& domain,
                                             std::string_view encoded_type, const AbiValue& value);

}  // namespace deed::registry::evm
