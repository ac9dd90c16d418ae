#include "registry-contracts/client/signed_head.hpp"

namespace deed::registry {
namespace {

Result<ProvedLogEntry> prove(LogLedger& ledger, std::uint64_t position, std::uint64_t size,
                             Call& call) {
    DEED_TRY(Bytes entry, ledger.entry(position, call));
    DEED_TRY(auto proof, ledger.inclusion_proof(position, size, call));
    return ProvedLogEntry{position, std::move(entry), std::move(proof)};
}

}  // namespace

Result<SignedHead> verify_head(LogLedger& ledger, std::string note, Call& call) {
    DEED_TRY(const tlog::Note parsed, tlog::Note::parse(note));
    DEED_TRY(const tlog::Checkpoint stated, tlog::Checkpoint::parse(parsed.body()));
    // Others may have written since the head was signed.
    DEED_TRY(const LogHistory latest, ledger.history(call));
    LogHistory history = latest.until(stated.size);
    DEED_TRY(auto checkpoint, tlog::verify_checkpoint(note, history.key_in_force()));
    return SignedHead{std::move(note), std::move(checkpoint), std::move(history)};
}

Result<SignedHead> signed_head(LogLedger& ledger, Call& call) {
    DEED_TRY(std::string note, ledger.checkpoint(call));
    return verify_head(ledger, std::move(note), call);
}

Result<LogProof> prove_history(LogLedger& ledger, const SignedHead& head, Call& call) {
    LogProof proof;
    for (const SucceededKey& next : head.history.successions()) {
        DEED_TRY(auto proved, prove(ledger, next.position, head.checkpoint.size, call));
        proof.successions.push_back(std::move(proved));
    }
    for (const LogRecovery& loss : head.history.losses()) {
        // The closing entry stands behind the lost places.
        DEED_TRY(auto proved, prove(ledger, loss.known.size, head.checkpoint.size, call));
        proof.recoveries.push_back(std::move(proved));
    }
    return proof;
}

}  // namespace deed::registry
