#include "toolkit/signing_basis.hpp"

#include <algorithm>

#include "did/errors.hpp"
#include "did/methods/weid.hpp"
#include "lib/encoding/cbor.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evm/ledger/evm_ledger.hpp"
#include "registry-contracts/client/evm/operations/chain_form.hpp"
#include "registry-contracts/client/signing_time.hpp"
#include "toolkit/migration_errors.hpp"
#include "toolkit/relay_errors.hpp"

namespace deed {
namespace {

using registry::IdentityState;

constexpr std::string_view kOnChainOnly = "a contract belongs to a chain, and a chain has one";

Result<void> check_times(Timestamp taken, Timestamp as_of, Timestamp now) {
    DEED_CHECK(registry::check_not_ahead(as_of, now));
    DEED_CHECK(registry::check_not_ahead(taken, now));
    if (taken.plus_seconds(kBasisSeconds) >= now) return {};
    return Error(errors::kSigningBasisStale, "it was taken at " + taken.to_string());
}

}  // namespace

std::optional<registry::Address> contract_of(const registry::Ledger& ledger) {
    const auto* chain = dynamic_cast<const registry::evm::EvmLedger*>(&ledger);
    if (chain == nullptr) return std::nullopt;
    return chain->domain().registry;
}

Result<std::unique_ptr<registry::OperationForm>> form_for(
    const std::string& network, const std::optional<registry::Address>& contract) {
    const auto chain = registry::evm::parse_chain_network(network);
    if (chain.has_value() != contract.has_value())
        return Error(errors::kSigningBasisMalformed, std::string(kOnChainOnly));
    if (!chain) return registry::log_form(network);
    return registry::evm::chain_form({*chain, *contract});
}

std::unique_ptr<registry::OperationForm> SigningBasis::form() const {
    const auto id = did::parse_weid(did);
    auto form = form_for(id->network, contract);
    DEED_ASSERT(form.has_value());
    return std::move(form).value();
}

/// In the form in which an index keeps it: on a log the operation before is a part of it.
IdentityState SigningBasis::state() const {
    const auto id = did::parse_weid(did);
    if (!previous)
        return IdentityState::told(id->address, controller, sequence, next,
                                   IdentityState::End::none);
    cbor::Writer writer;
    writer.array(7).text("deed/identity-state/v1").bytes(id->address).bytes(controller);
    writer.array(2).uint(sequence).bytes(*previous);
    writer.array(2).uint(0).bytes(registry::Hash{});
    if (next)
        writer.bytes(*next);
    else
        writer.null();
    writer.uint(0);
    auto state = IdentityState::parse(writer.data());
    DEED_ASSERT(state.has_value());
    return std::move(state).value();
}

Result<SigningBasis> signing_basis_of(registry::Ledger& ledger, const did::Did& did, Call& call) {
    DEED_TRY(const did::WeidId id, did::parse_weid(did));
    DEED_TRY(const IdentityState state, ledger.state(id.address, call));
    if (!state.exists()) return Error(did::errors::kNotFound, "the ledger has no such DID");
    if (state.moved()) return Error(registry::errors::kIdentityMoved, did.to_string());
    if (state.deactivated()) return Error(registry::errors::kIdentityDeactivated, did.to_string());
    const registry::ChainHead& head = state.chain(registry::Chain::did);
    did::WeidResolver resolver(
        [&](const std::string&, Call&) -> Result<registry::Ledger*> { return &ledger; });
    DEED_TRY(did::Resolution resolution,
             resolver.resolve(did, {std::to_string(head.length - 1), {}}, call));
    DEED_TRY(const Timestamp as_of, ledger.acceptance_time(call));
    SigningBasis basis{.did = did, .document = std::move(resolution.document)};
    basis.controller = state.controller();
    basis.sequence = head.length;
    basis.next = state.next_commitment();
    basis.contract = contract_of(ledger);
    if (!basis.contract) basis.previous = head.last;
    basis.as_of = as_of;
    return basis;
}

std::unique_ptr<registry::OperationForm> CreationBasis::form() const {
    auto form = form_for(network, contract);
    DEED_ASSERT(form.has_value());
    return std::move(form).value();
}

Result<CreationBasis> creation_basis_of(registry::Ledger& ledger, Timestamp now, Call& call) {
    DEED_TRY(const Timestamp as_of, ledger.acceptance_time(call));
    return CreationBasis{ledger.network(), contract_of(ledger), as_of, now};
}

Result<void> check_fresh(const SigningBasis& basis, Timestamp now) {
    return check_times(basis.taken.value_or(basis.as_of), basis.as_of, now);
}

Result<void> check_fresh(const CreationBasis& basis, Timestamp now) {
    return check_times(basis.taken, basis.as_of, now);
}

std::uint64_t expiry_by(Timestamp as_of, Timestamp now, std::uint64_t validity_seconds) {
    return expiry_after(std::max(now, as_of), validity_seconds);
}

registry::Capabilities SigningLedger::capabilities() const {
    registry::Capabilities capabilities;
    capabilities.writable = true;
    capabilities.is_log = form_->kind() == registry::LedgerKind::log;
    return capabilities;
}

Result<std::vector<registry::Ticket>> SigningLedger::submit(
    std::span<const registry::Submission> submissions, Call&) {
    std::vector<registry::Ticket> tickets;
    IdentityState state = basis_.state();
    for (const registry::Submission& submission : submissions) {
        // The rules, so that what nobody would record is not signed for nothing.
        DEED_CHECK(state.apply(submission.operation, basis_.as_of));
        kept_ = submission.operation;
        tickets.push_back(registry::ticket_of(submission.operation));
    }
    return tickets;
}

Result<registry::Receipt> SigningLedger::wait(const registry::Ticket& ticket, registry::Finality,
                                              Call&) {
    if (!kept_ || kept_->hash() != ticket.operation_hash)
        return Error(registry::errors::kUnknownOperation, "it was not signed here");
    return registry::Receipt{ticket.operation_hash, 0, basis_.as_of, registry::Finality::accepted};
}

Result<IdentityState> SigningLedger::state(const registry::Address& subject, Call&) {
    IdentityState own = basis_.state();
    if (own.subject() == subject) return own;
    return IdentityState(subject);
}

Result<did::SignedOperation> SigningLedger::take() {
    DEED_ASSERT(kept_.has_value());
    return did::SignedOperation::create(*kept_);
}

DidWriting writing_by(const SigningBasis& basis, std::uint64_t expiry) {
    DidWriting writing;
    writing.owned = std::make_unique<SigningLedger>(basis, expiry);
    writing.ledger = writing.owned.get();
    writing.document = basis.document;
    return writing;
}

}  // namespace deed
