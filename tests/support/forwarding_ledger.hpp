#pragma once

#include "registry-contracts/client/ledger.hpp"
#include "registry-contracts/client/owned_state.hpp"

namespace deed::test {

/// Passes everything on; a double for one behaviour overrides what it changes.
class ForwardingLedger : public registry::LogLedger {
public:
    explicit ForwardingLedger(registry::LogLedger& inner) : inner_(inner) {}

    const std::string& network() const override { return inner_.network(); }
    registry::Capabilities capabilities() const override { return inner_.capabilities(); }
    const tlog::VerifierKey& verifier_key() const override { return inner_.verifier_key(); }
    Result<registry::LogHistory> history(Call& call) override { return inner_.history(call); }
    Result<std::vector<registry::Ticket>> submit(std::span<const registry::Submission> submissions,
                                                 Call& call) override {
        return inner_.submit(submissions, call);
    }
    Result<registry::Receipt> wait(const registry::Ticket& ticket, registry::Finality finality,
                                   Call& call) override {
        return inner_.wait(ticket, finality, call);
    }
    Result<registry::Record> read(const registry::RecordId& id, const registry::At& at,
                                  Call& call) override {
        return inner_.read(id, at, call);
    }
    Result<registry::IdentityState> state(const registry::Address& subject, Call& call) override {
        return inner_.state(subject, call);
    }
    Result<Timestamp> acceptance_time(Call& call) override { return inner_.acceptance_time(call); }
    Result<registry::SubjectPage> subjects(const std::optional<registry::Address>& after,
                                           std::size_t limit, Call& call) override {
        return inner_.subjects(after, limit, call);
    }
    Result<std::uint64_t> subject_count(Call& call) override { return inner_.subject_count(call); }
    Result<std::vector<registry::Address>> controlled_by(const registry::Address& controller,
                                                         Call& call) override {
        return inner_.controlled_by(controller, call);
    }
    Result<std::string> checkpoint(Call& call) override { return inner_.checkpoint(call); }
    Result<Bytes> entry(std::uint64_t index, Call& call) override {
        return inner_.entry(index, call);
    }
    Result<std::vector<tlog::Hash>> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                                    Call& call) override {
        return inner_.inclusion_proof(index, size, call);
    }
    Result<std::vector<tlog::Hash>> consistency_proof(std::uint64_t first, std::uint64_t second,
                                                      Call& call) override {
        return inner_.consistency_proof(first, second, call);
    }
    Result<Bytes> attachment(const registry::Hash& name, Call& call) override {
        return inner_.attachment(name, call);
    }
    Result<std::optional<registry::OwnedState>> owned(const registry::OwnedKey& key,
                                                      Call& call) override {
        return inner_.owned(key, call);
    }
    Result<registry::Record> read_owned(const registry::OwnedKey& key, const registry::At& at,
                                        Call& call) override {
        return inner_.read_owned(key, at, call);
    }
    Result<std::optional<Bytes>> issuer_state(const registry::OwnedKey& key,
                                              Call& call) override {
        return inner_.issuer_state(key, call);
    }
    Result<registry::CptBook> cpt_book(Call& call) override { return inner_.cpt_book(call); }
    Result<std::optional<registry::CptGrant>> cpt_grant(const registry::OwnedKey& key,
                                                        Call& call) override {
        return inner_.cpt_grant(key, call);
    }
    Result<std::string> sign_statement(std::string_view body, Call& call) override {
        return inner_.sign_statement(body, call);
    }
    Result<std::uint64_t> succeed(crypto::Signer& next, Call& call) override {
        return inner_.succeed(next, call);
    }

private:
    registry::LogLedger& inner_;
};

}  // namespace deed::test
