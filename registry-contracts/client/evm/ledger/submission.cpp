#include "registry-contracts/client/evm/ledger/submission.hpp"

#include <algorithm>

#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evm/operations/errors.hpp"

namespace deed::registry::evm {
namespace {

constexpr std::size_t kMaxCalls = 256;
constexpr std::size_t kMaxData = 120'000;  // nodes take transactions of 128 KiB
/// What batch(bytes[]) adds to a call: its offset, its length, and zeros up to a whole word.
constexpr std::size_t kBatchedCall = 96;
constexpr std::size_t kBatchItself = 4 + 64;
constexpr std::uint64_t kGasOfCall = 150'000;
// A byte of a call costs 40 at most (EIP-7623), is hashed twice and stands in an event.
constexpr std::uint64_t kGasOfByte = 60;

std::uint64_t gas_of(const Draft::Item& item) {
    return kGasOfCall + kGasOfByte * item.call_data.size();
}

}  // namespace

Result<IdentityState> state_of(DidReader& reader, const Address& subject, const ToldIdentity& told,
                               Call& call) {
    using Status = ToldIdentity::Status;
    if (told.status == Status::unknown) return IdentityState(subject);
    if (told.status == Status::live)
        return IdentityState::told(subject, told.controller, told.length, told.next,
                                   IdentityState::End::none);
    DEED_TRY(const auto events, reader.events(subject, told, 0, call));
    Address controller = subject;
    for (const DidEvent& event : events)
        if (event.controller) controller = *event.controller;
    const auto end =
        told.status == Status::moved ? IdentityState::End::moved : IdentityState::End::deactivated;
    return IdentityState::told(subject, controller, told.length, told.next, end);
}

Result<Draft::Subject*> Draft::subject_of(const Address& address, Call& call) {
    if (const auto found = subjects_.find(address); found != subjects_.end()) return &found->second;
    DEED_TRY(const ToldIdentity told, reader_.identity(address, view_, call));
    DEED_TRY(IdentityState state, state_of(reader_, address, told, call));
    return &subjects_.emplace(address, Subject{std::move(state), told}).first->second;
}

Result<bool> Draft::is_recorded(const Operation& operation, const Subject& subject, Call& call) {
    const std::uint64_t sequence = operation.envelope().sequence;
    const bool any = sequence == kAnySequence;
    if (!any && sequence >= subject.told.length) return false;
    DEED_TRY(const auto events,
             reader_.events(operation.envelope().subject, subject.told, any ? 0 : sequence, call));
    const std::size_t looked_at = any ? events.size() : std::min<std::size_t>(events.size(), 1);
    return std::any_of(events.begin(), events.begin() + static_cast<std::ptrdiff_t>(looked_at),
                       [&](const DidEvent& event) {
                           return hash_of(event, reader_.network(), sequence) == operation.hash();
                       });
}

Result<void> Draft::add(const Submission& submission, Call& call) {
    const Operation& operation = submission.operation;
    if (operation.envelope().network != reader_.network())
        return Error(registry::errors::kWrongNetwork, "the operation is for " +
                                                          operation.envelope().network +
                                                          ", this ledger is " + reader_.network());
    if (!submission.attachment.empty())
        return Error(registry::errors::kBatchMismatch, "a chain has no data beside operations");
    DEED_TRY(const ChainOperation made, ChainOperation::parse(operation.encoded()));
    if (made.domain() != domain_)
        return Error(
            errors::kChainOperationDomain,
            "it was signed for the contract " + registry::to_string(made.domain().registry));
    if (made.recorded().size() > max_body_)
        return Error(registry::errors::kOperationTooLarge,
                     "a body has at most " + std::to_string(max_body_) + " bytes on this chain");
    if (hashes_.contains(operation.hash())) return {};
    DEED_TRY(Subject * subject, subject_of(operation.envelope().subject, call));
    DEED_TRY(const bool recorded, is_recorded(operation, *subject, call));
    if (recorded) return {};

    const bool committed = subject->state.next_commitment().has_value();
    const bool is_rotation = operation.envelope().type == OperationType::did_rotate;
    if (committed && !is_rotation && operation.envelope().next == subject->state.next_commitment())
        return Error(registry::errors::kCommitmentBroken,
                     "on a chain a commitment stays without being repeated");
    DEED_CHECK(subject->state.apply(operation, view_.time));
    hashes_.insert(operation.hash());
    items_.push_back({ticket_of(operation), call_data(made, committed)});
    return {};
}

std::vector<std::vector<const Draft::Item*>> in_transactions(const std::vector<Draft::Item>& items,
                                                             std::uint64_t block_gas) {
    // A transaction that takes most of a block waits long; EIP-7825 caps it besides.
    const std::uint64_t most = std::min<std::uint64_t>(block_gas / 4 * 3, 16'000'000);
    std::vector<std::vector<const Draft::Item*>> transactions;
    std::uint64_t gas = 0;
    std::size_t size = kBatchItself;
    for (const Draft::Item& item : items) {
        gas += gas_of(item);
        size += item.call_data.size() + kBatchedCall;
        const bool fits = !transactions.empty() && transactions.back().size() < kMaxCalls &&
                          gas <= most && size <= kMaxData;
        if (!fits) {
            transactions.emplace_back();
            gas = gas_of(item);
            size = kBatchItself + item.call_data.size() + kBatchedCall;
        }
        transactions.back().push_back(&item);
    }
    return transactions;
}

}  // namespace deed::registry::evm
