#include "registry-contracts/client/evm/ledger/evm_ledger.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

#include "lib/encoding/text.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evm/deployment/directory.hpp"
#include "registry-contracts/client/evm/deployment/errors.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/ledger/errors.hpp"
#include "registry-contracts/client/evm/ledger/pending.hpp"
#include "registry-contracts/client/evm/ledger/subject_index.hpp"
#include "registry-contracts/client/evm/ledger/submission.hpp"
#include "registry-contracts/client/evm/wire/abi_signature.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

namespace deed::registry::evm {
namespace {

constexpr int kReadings = 4;
constexpr auto kPoll = std::chrono::milliseconds(250);
constexpr auto kPatience = std::chrono::minutes(5);

Error unknown_operation() {
    return Error(registry::errors::kUnknownOperation, "the chain does not show the operation");
}

Error not_confirmed(const Confirmation& confirmation) {
    if (confirmation.kind == Confirmation::Kind::safe)
        return Error(errors::kNotConfirmed, "the node knows no safe block");
    if (confirmation.kind == Confirmation::Kind::finalized)
        return Error(errors::kNotConfirmed, "the node knows no finalized block");
    return Error(errors::kNotConfirmed,
                 "the chain has fewer than " + std::to_string(confirmation.depth) + " blocks");
}

/// Blocks may be exchanged under a reading, which then contradicts itself: it is done anew. Where
/// nothing is confirmed, nothing is known: neither that there is something nor that there is not.
template <typename Read>
auto with_one_view(DidReader& reader, const Confirmation& confirmation, Call& call, Read read)
    -> decltype(read(std::declval<const View&>())) {
    for (int left = kReadings;;) {
        DEED_TRY(const auto view, reader.confirmed(confirmation, call));
        if (!view) return not_confirmed(confirmation);
        auto result = read(*view);
        DEED_TRY(const bool stands, reader.stands(*view, call));
        const bool is_of_one = result || (result.error().code() != errors::kBlocksExchanged &&
                                          result.error().code() != errors::kStateMoved);
        if (stands && is_of_one) return result;
        if (--left == 0 && stands) return result;
        if (left == 0)
            return Error(errors::kBlocksExchanged, "block " + std::to_string(view->number));
    }
}

bool is_within(const At& at, std::uint64_t count, const Recorded& next) {
    if (const auto* length = std::get_if<UntilLength>(&at)) return count < length->length;
    if (const auto* until = std::get_if<UntilTime>(&at)) return next.accepted <= until->time;
    return true;
}

/// What is in the outbox is sent sooner or later, whatever kept submit() from its end.
Error told_if_recorded(ActionOutbox& outbox, std::string_view key, const Error& error) {
    const auto action = outbox.find(key);
    const bool none = action && (!*action || ((*action)->state > ActionState::done));
    if (none) return error;
    std::string text = "the outbox may still send it";
    if (action) text = "action " + std::to_string((*action)->id) + " of the outbox is on its way";
    return {registry::errors::kOutcomeUnknown, text + ": " + error.to_string()};
}

class ChainLedger final : public EvmLedger {
public:
    ChainLedger(ChainReader& node, ActionOutbox* outbox, const EvmLedgerOptions& options,
                const DidDomain& domain, std::unique_ptr<HistoryStore> histories)
        : options_(options),
          domain_(domain),
          network_(to_string(domain.network)),
          histories_(std::move(histories)),
          reader_(node, domain.registry, network_, options.limits, histories_.get()),
          index_(reader_, options.first_block, options.query_range),
          outbox_(outbox),
          pending_(outbox, domain.registry) {}

    const DidDomain& domain() const override { return domain_; }
    const std::string& network() const override { return network_; }
    Capabilities capabilities() const override {
        return {.writable = outbox_ != nullptr, .is_log = false, .max_body = options_.max_body};
    }
    std::unique_ptr<OperationForm> form() const override { return chain_form(domain_); }

    /// Takes up what an earlier process has left on its way.
    Result<void> resume() { return pending_.resume(); }

    Result<std::vector<Ticket>> submit(std::span<const Submission> submissions,
                                       Call& call) override;
    Result<std::vector<Action>> preview(std::span<const Submission> submissions,
                                        Call& call) override;
    Result<registry::Receipt> wait(const Ticket& ticket, Finality finality, Call& call) override;
    Result<Record> read(const RecordId& id, const At& at, Call& call) override;
    Result<IdentityState> state(const Address& subject, Call& call) override;

    Result<std::optional<KnownUntil>> known_until(Call& call) override {
        DEED_TRY(const auto view, reader_.confirmed(options_.included, call));
        if (!view) return not_confirmed(options_.included);
        return std::optional(KnownUntil{view->time, options_.node});
    }

    Result<Timestamp> acceptance_time(Call& call) override {
        DEED_TRY(const View view, reader_.latest(call));
        return view.time;
    }
    Result<SubjectPage> subjects(const std::optional<Address>& after, std::size_t limit,
                                 Call& call) override {
        return with_one_view(reader_, options_.included, call, [&](const View& view) {
            return index_.subjects(view, after, limit, call);
        });
    }
    Result<std::uint64_t> subject_count(Call& call) override {
        return with_one_view(reader_, options_.included, call,
                             [&](const View& view) { return index_.count(view, call); });
    }
    Result<std::vector<Address>> controlled_by(const Address& controller, Call& call) override {
        return with_one_view(reader_, options_.included, call, [&](const View& view) {
            return index_.controlled_by(view, controller, call);
        });
    }

private:
    /// What stands at an operation's place.
    struct Found {
        enum class What : std::uint8_t { nothing, another, itself } what = What::nothing;
        std::uint64_t position = 0;
        std::uint64_t block = 0;
        Word block_hash{};
        std::optional<Timestamp> accepted = std::nullopt;
    };

    Result<Found> locate(const OperationPlace& place, const Hash& hash, Call& call);
    Result<bool> is_confirmed_there(const Found& found, const Confirmation& wanted, Call& call);
    Result<registry::Receipt> await_event(const Ticket& ticket, const OperationPlace& place,
                                          bool is_own, const std::optional<Error>& failure,
                                          Finality finality, Call& call);
    Result<void> settle(std::span<const Submission> submissions, Call& call);
    Result<void> preflight(const Bytes& data, Call& call);
    Result<void> send(const std::vector<const Draft::Item*>& items, Call& call);
    Result<void> send_all(const std::vector<Draft::Item>& items, const View& view, Call& call);

    const EvmLedgerOptions options_;
    const DidDomain domain_;
    const std::string network_;
    const std::unique_ptr<HistoryStore> histories_;
    DidReader reader_;
    SubjectIndex index_;
    ActionOutbox* const outbox_;
    Pending pending_;
    std::mutex submitting_;
};

Result<Record> ChainLedger::read(const RecordId& id, const At& at, Call& call) {
    if (id.chain != Chain::did) return Record{};
    return with_one_view(reader_, options_.included, call, [&](const View& view) -> Result<Record> {
        DEED_TRY(auto all, reader_.record(id.subject, view, call));
        Record record;
        for (Recorded& one : all) {
            if (!is_within(at, record.operations.size(), one)) break;
            record.operations.push_back(std::move(one));
        }
        return record;
    });
}

Result<IdentityState> ChainLedger::state(const Address& subject, Call& call) {
    DEED_CHECK(pending_.settle(subject, call));
    return with_one_view(reader_, Confirmation{}, call,
                         [&](const View& view) -> Result<IdentityState> {
                             DEED_TRY(const auto told, reader_.identity(subject, view, call));
                             return state_of(reader_, subject, told, call);
                         });
}

Result<void> ChainLedger::settle(std::span<const Submission> submissions, Call& call) {
    for (const Submission& submission : submissions)
        DEED_CHECK(pending_.settle(submission.operation.envelope().subject, call));
    return {};
}

/// What the contract would refuse now, in the codes of a ledger.
Result<void> ChainLedger::preflight(const Bytes& data, Call& call) {
    DEED_TRY(const auto outcome, reader_.node().try_call({.to = domain_.registry, .data = data},
                                                         BlockRef::latest(), call));
    const auto* refused = std::get_if<NodeError>(&outcome);
    if (refused == nullptr) return {};
    if (auto error = refusal_of(refused->data)) return *std::move(error);
    return refused->to_error(did_registry_errors());
}

Bytes data_of(const std::vector<const Draft::Item*>& items) {
    std::vector<Bytes> calls;
    for (const Draft::Item* item : items) calls.push_back(item->call_data);
    return calls.size() == 1 ? std::move(calls.front()) : batch_data(calls);
}

Result<void> ChainLedger::send(const std::vector<const Draft::Item*>& items, Call& call) {
    const Bytes data = data_of(items);
    DEED_CHECK(preflight(data, call));
    // The same calls are the same action, also after a crash.
    const std::string key = "did:" + hex_encode(crypto::sha256(data));
    const auto id = outbox_->submit({domain_.registry, 0, data}, key, call);
    if (!id && id.error().code() == errors::kReverted) DEED_CHECK(preflight(data, call));
    if (!id) return told_if_recorded(*outbox_, key, id.error());
    for (const Draft::Item* item : items) pending_.add(item->ticket, *id);
    return {};
}

Result<void> ChainLedger::send_all(const std::vector<Draft::Item>& items, const View& view,
                                   Call& call) {
    bool is_first = true;
    for (const auto& transaction : in_transactions(items, view.gas_limit)) {
        auto sent = send(transaction, call);
        // What comes later can be tried only when what it follows has been done.
        if (sent && transaction.back() != &items.back())
            sent = pending_.settle(transaction.back()->ticket.place->subject, call);
        if (!sent && !is_first)
            return Error(registry::errors::kOutcomeUnknown,
                         "a part was sent, and then: " + sent.error().to_string());
        DEED_CHECK(sent);
        is_first = false;
    }
    return {};
}

Result<std::vector<Ticket>> ChainLedger::submit(std::span<const Submission> submissions,
                                                Call& call) {
    DEED_CHECK(call.check());
    if (outbox_ == nullptr)
        return Error(registry::errors::kLedgerReadOnly,
                     "no account was given that pays for transactions");
    std::vector<Ticket> tickets;
    for (const Submission& submission : submissions)
        tickets.push_back(ticket_of(submission.operation));

    // Others of the same subject come first; waiting for them holds up nobody else.
    DEED_CHECK(settle(submissions, call));
    const std::lock_guard lock(submitting_);
    DEED_CHECK(settle(submissions, call));
    DEED_TRY(const View view, reader_.latest(call));
    Draft draft(reader_, domain_, view, options_.max_body);
    for (const Submission& submission : submissions) DEED_CHECK(draft.add(submission, call));
    DEED_CHECK(send_all(draft.items(), view, call));
    for (const Ticket& ticket : tickets) pending_.remember(ticket);
    return tickets;
}

Result<std::vector<Action>> ChainLedger::preview(std::span<const Submission> submissions,
                                                 Call& call) {
    DEED_CHECK(call.check());
    DEED_TRY(const View view, reader_.latest(call));
    Draft draft(reader_, domain_, view, options_.max_body);
    for (const Submission& submission : submissions) DEED_CHECK(draft.add(submission, call));
    std::vector<Action> actions;
    for (const auto& transaction : in_transactions(draft.items(), view.gas_limit)) {
        Bytes data = data_of(transaction);
        // What follows can be tried only when this has been done.
        if (actions.empty()) DEED_CHECK(preflight(data, call));
        actions.push_back({domain_.registry, 0, std::move(data)});
    }
    return actions;
}

Result<ChainLedger::Found> ChainLedger::locate(const OperationPlace& place, const Hash& hash,
                                               Call& call) {
    return with_one_view(reader_, Confirmation{}, call, [&](const View& view) -> Result<Found> {
        DEED_TRY(const auto told, reader_.identity(place.subject, view, call));
        const bool any = place.sequence == kAnySequence;
        if (!any && told.length <= place.sequence) return Found{};
        DEED_TRY(const auto events,
                 reader_.events(place.subject, told, any ? 0 : place.sequence, call));
        for (const DidEvent& event : events) {
            if (hash_of(event, network_, place.sequence) == hash) {
                DEED_TRY(const Timestamp time,
                         reader_.time_of(event.block_number, event.block_hash, call));
                return Found{Found::What::itself, position_of(event), event.block_number,
                             event.block_hash, time};
            }
            if (!any) return Found{Found::What::another};
        }
        return Found{};
    });
}

/// The depth is asked of a later view than the event; in between its block may be exchanged.
Result<bool> ChainLedger::is_confirmed_there(const Found& found, const Confirmation& wanted,
                                             Call& call) {
    DEED_TRY(const auto view, reader_.confirmed(wanted, call));
    if (!view || view->number < found.block) return false;
    return reader_.stands(View{found.block, found.block_hash, *found.accepted, 0}, call);
}

Result<registry::Receipt> ChainLedger::await_event(const Ticket& ticket,
                                                   const OperationPlace& place, bool is_own,
                                                   const std::optional<Error>& failure,
                                                   Finality finality, Call& call) {
    const Confirmation& wanted = finality == Finality::final ? options_.final : options_.included;
    const auto end = std::chrono::steady_clock::now() + kPatience;
    for (;; std::this_thread::sleep_for(kPoll)) {
        DEED_CHECK(call.check());
        DEED_TRY(const Found found, locate(place, ticket.operation_hash, call));
        if (found.what == Found::What::another)
            return is_own ? Error(registry::errors::kSequenceConflict,
                                  "another operation took its place")
                          : unknown_operation();
        if (found.what == Found::What::nothing) {
            if (!is_own) return unknown_operation();
            if (failure) return *failure;
            if (finality != Finality::accepted)
                return Error(errors::kEventGone, "its block has left the chain");
            DEED_TRY(const View view, reader_.latest(call));
            return registry::Receipt{ticket.operation_hash, 0, view.time, Finality::accepted};
        }
        const registry::Receipt receipt{ticket.operation_hash, found.position, *found.accepted,
                                        finality};
        if (finality == Finality::accepted) return receipt;
        DEED_TRY(const bool confirmed, is_confirmed_there(found, wanted, call));
        if (confirmed) return receipt;
        if (std::chrono::steady_clock::now() >= end)
            return Error(errors::kNotConfirmed, "the operation is in a block, not yet so deep");
    }
}

Result<registry::Receipt> ChainLedger::wait(const Ticket& ticket, Finality finality, Call& call) {
    DEED_CHECK(call.check());
    const auto entry = pending_.find(ticket.operation_hash);
    std::optional<OperationPlace> place = ticket.place;
    if (!place && entry) place = entry->place;
    if (!place) return unknown_operation();
    const bool is_own = entry && entry->id;
    std::optional<Error> failure;
    if (is_own && finality != Finality::accepted) {
        const Confirmation& wanted =
            finality == Finality::final ? options_.final : options_.included;
        const auto done = outbox_->wait(*entry->id, wanted, call);
        // Somebody else may have brought the same operation; the chain knows.
        if (!done && !Pending::is_failure(done.error())) return done.error();
        if (!done) failure = done.error();
    }
    return await_event(ticket, *place, is_own, failure, finality, call);
}

}  // namespace

Result<DidDomain> find_did_registry(ChainReader& node, const ChainNetwork& network, Call& call) {
    DEED_TRY(const Address registry, find_contract(node, network, Contract::did, call));
    return DidDomain{network, registry};
}

Result<std::unique_ptr<EvmLedger>> open_evm_ledger(ChainReader& node, ActionOutbox* outbox,
                                                   const EvmLedgerOptions& options, Call& call) {
    DEED_TRY(const DidDomain domain, find_did_registry(node, options.network, call));
    std::unique_ptr<HistoryStore> histories;
    if (!options.histories.empty() && options.prover != nullptr)
        histories = HistoryStore::open(options.histories, to_string(domain.network),
                                       domain.registry, *options.prover, call);
    auto ledger =
        std::make_unique<ChainLedger>(node, outbox, options, domain, std::move(histories));
    DEED_CHECK(ledger->resume());
    return std::unique_ptr<EvmLedger>(std::move(ledger));
}

}  // namespace deed::registry::evm
