#include "registry-contracts/client/fisco/outbox/outbox.hpp"

#include <algorithm>
#include <thread>

#include "lib/io/errors.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/outbox/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/fisco/errors.hpp"
#include "registry-contracts/client/fisco/node_errors.hpp"
#include "registry-contracts/client/fisco/outbox/outbox_state.hpp"
#include "registry-contracts/client/fisco/status_errors.hpp"
#include "registry-contracts/client/fisco/wire/errors.hpp"

namespace deed::registry::fisco {
namespace {

using evm::ActionState;
using evm::ActionStatus;
using Time = std::chrono::steady_clock::time_point;

constexpr std::size_t kMaxKey = 128;
constexpr std::size_t kMaxData = 120'000;
constexpr std::uint64_t kMostBlocksAhead = 1000;

Result<void> check_submission(const evm::Action& action, std::string_view key) {
    const bool is_printable =
        std::ranges::all_of(key, [](char c) { return c >= 0x20 && c <= 0x7e; });
    if (key.empty() || key.size() > kMaxKey || !is_printable)
        return Error(evm::errors::kOutboxBadKey, "the name of the action is not such a text");
    if (action.data.size() > kMaxData)
        return Error(evm::errors::kOutboxTooLarge,
                     "the action has " + std::to_string(action.data.size()) + " bytes of data");
    if (!action.value.is_zero())
        return Error(errors::kTransactionInvalid, "these chains have no coin to send");
    return {};
}

bool is_of(const Error& error, std::string_view family) {
    return error.code().name.starts_with(family);
}

/// Whether the node, or the way to it, is the trouble, and it may pass.
bool may_pass(const Error& error) {
    if (is_of(error, "store.") || is_of(error, "io.") || is_of(error, "call.")) return false;
    if (error.kind() == ErrorKind::unavailable || error.kind() == ErrorKind::malformed) return true;
    const ErrorCode* const passing[] = {
        &errors::kAlreadyKnown,      &errors::kAlreadyInChain,     &errors::kNonceUsed,
        &errors::kBlockLimitRefused, &errors::kHashMismatch,       &errors::kProofRoot,
        &errors::kProofLeaf,         &errors::kHeaderMismatch,     &errors::kBlockNumberUnknown,
        &errors::kBlockHashUnknown,  &errors::kLedgerArgument,     &evm::errors::kRpcWrongId,
        &evm::errors::kRpcNotFound,  &evm::errors::kRpcParseError, &errors::kStatusUnknown};
    return std::ranges::any_of(passing,
                               [&](const ErrorCode* code) { return error.code() == *code; });
}

/// Short, so that an interrupt is noticed.
void sleep_until(Time end, const Call& call) {
    constexpr std::chrono::milliseconds kNap{50};
    while (call.check() && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(std::min<std::chrono::steady_clock::duration>(
            kNap, end - std::chrono::steady_clock::now()));
}

}  // namespace

Outbox::Outbox(std::unique_ptr<State> state) : state_(std::move(state)) {}
Outbox::~Outbox() = default;

Result<std::unique_ptr<Outbox>> Outbox::open(OutboxOptions options, Reader& reader,
                                             ChainSigner& signer, const Clock& clock) {
    const ChainSettings& chain = reader.node().settings();
    if (options.sending.blocks_ahead == 0 || options.sending.blocks_ahead > kMostBlocksAhead)
        return Error(errors::kSettingsInvalid, "the block limit is 1 to 1000 blocks ahead");
    if (options.sending.format == RlpFormat::rc1)
        return Error(errors::kSettingsInvalid, "RC1 names no group and is good on every chain");
    if (signer.hash() != chain.hash)
        return Error(errors::kWrongCrypto, "the key is not of the chain's algorithms");
    const OutboxAccount account{chain.version, options.chain_id, chain.chain_id, chain.group_id,
                                signer.address()};
    const std::filesystem::path file = outbox_file(options.folder, account);
    DEED_CHECK(create_private_directories(options.folder));
    auto lock = FileLock::acquire(file.string() + ".lock");
    if (!lock && lock.error().code() == deed::errors::kFileLocked)
        return Error(evm::errors::kOutboxInUse,
                     "another process has the outbox of " + evm::to_checksummed(account.account),
                     file.string());
    if (!lock) return std::move(lock).error();
    DEED_TRY(auto store, OutboxStore::open(file, OutboxOwner{reader.genesis(), account.account},
                                           OutboxStore::Access::write));
    return std::unique_ptr<Outbox>(new Outbox(std::make_unique<State>(
        std::move(options), reader, signer, clock, std::move(lock).value(), std::move(store))));
}

Result<std::uint64_t> Outbox::submit(const evm::Action& action, std::string_view key, Call& call) {
    DEED_CHECK(check_submission(action, key));
    DEED_TRY(const std::uint64_t id, state_->enter(action, key));
    const auto begun = state_->advance(id, call);
    if (begun) return id;
    // What cannot be done now is on the disk, and wait() or settle() goes on with it.
    if (is_of(begun.error(), "store.") || is_of(begun.error(), "io.") ||
        is_of(begun.error(), "call."))
        return begun.error();
    call.log(LogLevel::warning, "an action could not be sent yet",
             {{"reason", begun.error().message()}});
    return id;
}

Result<evm::Receipt> Outbox::wait(std::uint64_t id, const evm::Confirmation&, Call& call) {
    const Time end = std::chrono::steady_clock::now() + state_->options().patience;
    evm::ToldWait told(state_->options().observer);
    for (;;) {
        DEED_CHECK(call.check());
        auto step = state_->advance(id, call);
        DEED_TRY(const ActionStatus action, state_->status(id));
        const std::string name = "action " + std::to_string(id);
        if (action.state == ActionState::reverted)
            return Error(evm::errors::kReverted, action.reason);
        if (action.state == ActionState::cancelled)
            return Error(evm::errors::kOutboxCancelled, name + " was cancelled");
        if (action.state == ActionState::done) {
            auto receipt = state_->reader().receipt(action.inclusion->transaction_hash, call);
            if (receipt && *receipt) return std::move(**receipt);
            step = receipt ? Result<void>(
                                 Error(errors::kNotMined, "the node does not show the receipt now"))
                           : Result<void>(std::move(receipt).error());
        }
        if (!step && !may_pass(step.error())) return std::move(step).error();
        const Time now = std::chrono::steady_clock::now();
        if (now >= end)
            return Error(evm::errors::kNotConfirmed,
                         name + " is " + std::string(evm::state_name(action.state)) +
                             (action.stopped ? "; " + action.reason : "") +
                             (step ? "" : "; " + step.error().message()),
                         step ? std::string() : step.error().where());
        told.tell(action);
        sleep_until(std::min(end, now + state_->options().poll_interval), call);
    }
}

Result<evm::Settlement> Outbox::settle(Call& call) {
    DEED_TRY(const auto ids, state_->store().open_actions());
    evm::Settlement settlement;
    for (const std::uint64_t id : ids) {
        DEED_CHECK(call.check());
        auto step = state_->advance(id, call);
        DEED_TRY(const ActionStatus now, state_->status(id));
        if (evm::has_ended(now.state)) {
            ++settlement.ended;
            continue;
        }
        if (step) continue;
        if (is_of(step.error(), "store.") || is_of(step.error(), "io.")) return step.error();
        settlement.trouble = step.error();
        if (is_of(step.error(), "net.") || is_of(step.error(), "rpc.")) break;
    }
    settlement.open = ids.size() - settlement.ended;
    return settlement;
}

Result<void> Outbox::cancel(std::uint64_t id, Call& call) { return state_->cancel(id, call); }
Result<ActionStatus> Outbox::status(std::uint64_t id) { return state_->status(id); }
Result<std::optional<ActionStatus>> Outbox::find(std::string_view key) {
    return state_->store().find(key);
}
Result<std::vector<ActionStatus>> Outbox::list(std::size_t most) {
    return state_->store().latest(most);
}

}  // namespace deed::registry::fisco
