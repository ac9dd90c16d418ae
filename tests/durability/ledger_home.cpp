#include "tests/durability/ledger_home.hpp"

#include <algorithm>
#include <array>

#include "lib/encoding/text.hpp"
#include "registry-contracts/client/errors.hpp"

namespace deed::durability {
namespace {

using registry::Finality;

registry::Hash hash_of(const std::string& hex) {
    registry::Hash hash{};
    std::ranges::copy(test::must(hex_decode(hex)), hash.begin());
    return hash;
}

bool is_about_operation(const Promise& promise) {
    return promise[0] == "submitted" || promise[0] == "accepted" || promise[0] == "included";
}

}  // namespace

Result<Bytes> WitnessedSigner::sign(ByteView message, Call& call) {
    auto signature = inner_->sign(message, call);
    const auto head = tlog::Checkpoint::parse(as_text(message));
    if (signature && head)
        witness_.promise({"head", std::to_string(head->size), hex_encode(head->root)});
    return signature;
}

Result<std::vector<registry::Ticket>> WitnessedLedger::submit(
    std::span<const registry::Submission> submissions, Call& call) {
    auto tickets = ForwardingLedger::submit(submissions, call);
    if (tickets)
        for (const registry::Ticket& ticket : *tickets)
            witness_.promise({"submitted", hex_encode(ticket.operation_hash)});
    return tickets;
}

Result<registry::Receipt> WitnessedLedger::wait(const registry::Ticket& ticket, Finality finality,
                                                Call& call) {
    auto receipt = ForwardingLedger::wait(ticket, finality, call);
    if (receipt)
        witness_.promise({receipt->finality == Finality::accepted ? "accepted" : "included",
                          hex_encode(receipt->operation_hash), std::to_string(receipt->position)});
    return receipt;
}

LedgerSession::LedgerSession(std::filesystem::path folder, int life, Witness& witness)
    : folder_(std::move(folder)),
      witness_(witness),
      clock_(start_of_life(life)),
      log_signer_(witness),
      guard_(tlog::open_head_guard(folder_ / kHeadsFolder)) {}

Result<void> LedgerSession::open() {
    if (ledger_) return {};
    const std::filesystem::path place = folder_ / kLedgerFolder;
    const auto info = registry::read_local_ledger_info(place);
    const bool absent = !info && info.error().code() == registry::errors::kLedgerNotFound;
    if (!info && !absent) return info.error();
    auto ledger =
        absent ? registry::create_local_ledger(place, "", log_signer_, *guard_, clock_, call_)
               : registry::open_local_ledger(place, log_signer_, *guard_, clock_, call_);
    if (!ledger) return std::move(ledger).error();
    witness_.promise({"ledger"});
    ledger_ = std::make_unique<WitnessedLedger>(std::move(*ledger), witness_);
    return {};
}

Result<void> LedgerSession::run() {
    DEED_CHECK(open());
    return work();
}

void LedgerSession::tick() {
    constexpr std::array<std::int64_t, 5> kSeconds = {1, 86'400, -7'200, 0, 60};
    clock_.set(clock_.now().plus_seconds(kSeconds[static_cast<std::size_t>(ticks_++) % 5]));
}

void LedgerSession::check(const Promises& promises) {
    // Before the ledger was promised it may be there or not; run() sees to that.
    if (std::ranges::find(promises, Promise{"ledger"}) == promises.end()) return;
    if (!ledger_) check_reading(promises);
    if (!ledger_) {
        const auto info = registry::read_local_ledger_info(folder_ / kLedgerFolder);
        if (!witness_.expect(info, Fault::loss, "the ledger")) return;
    }
    if (!witness_.expect(open(), Fault::refusal, "the ledger is refused to its writer")) return;
    for (const Promise& promise : promises) {
        if (!is_about_operation(promise)) continue;
        const auto receipt =
            ledger_->ForwardingLedger::wait({hash_of(promise[1])}, Finality::included, call_);
        if (!witness_.expect(receipt, Fault::loss, promise[0] + " operation " + promise[1]))
            continue;
        if (promise.size() > 2 && std::to_string(receipt->position) != promise[2])
            witness_.fault(Fault::loss, "operation " + promise[1] + " moved from " + promise[2] +
                                            " to " + std::to_string(receipt->position));
    }
    check_more(promises);
}

/// What a reader sees before any writer has come.
void LedgerSession::check_reading(const Promises& promises) {
    const std::filesystem::path place = folder_ / kLedgerFolder;
    const auto info = registry::read_local_ledger_info(place);
    if (!witness_.expect(info, Fault::loss, "the ledger")) return;
    const auto reader = registry::read_local_ledger(place, info->log, guard_.get(), call_);
    if (!witness_.expect(reader, Fault::refusal, "the ledger is refused to readers")) return;
    for (const Promise& promise : promises)
        if (promise[0] == "included")
            witness_.expect((*reader)->wait({hash_of(promise[1])}, Finality::included, call_),
                            Fault::loss, "to a reader, included operation " + promise[1]);
}

}  // namespace deed::durability
