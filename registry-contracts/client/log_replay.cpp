#include "registry-contracts/client/log_replay.hpp"

#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/owned_body.hpp"

namespace deed::registry {
namespace {

Error broken(std::string why) { return Error(errors::kInvalidEntry, std::move(why)); }

class MapStore final : public OwnedStore {
public:
    explicit MapStore(std::map<OwnedKey, Bytes>& states) : states_(states) {}
    Result<std::optional<Bytes>> get(const OwnedKey& key) override {
        const auto found = states_.find(key);
        return found == states_.end() ? std::nullopt : std::optional(found->second);
    }
    Result<void> put(const OwnedKey& key, Bytes state) override {
        states_.insert_or_assign(key, std::move(state));
        return {};
    }

private:
    std::map<OwnedKey, Bytes>& states_;
};

}  // namespace

LogReplay::LogReplay(tlog::VerifierKey first)
    : network_(network_of(first)),
      whole_(std::move(first)),
      last_accepted_(*Timestamp::from_unix_milliseconds(0)) {}

Result<void> LogReplay::add(ByteView encoded, const DataSource& data) {
    last_owned_.reset();
    auto added = LogEntry::is_one(encoded) ? add_log_entry(encoded) : add_operation(encoded, data);
    if (!added && added.error().code().kind != ErrorKind::io)
        return broken("entry " + std::to_string(counts_.entries) + ": " +
                      added.error().to_string());
    if (!added) return added;
    tree_.append(tlog::leaf_hash(encoded));
    ++counts_.entries;
    return {};
}

/// Section 4: an operator's time never goes back.
Result<void> LogReplay::take_time(Timestamp accepted) {
    if (accepted < last_accepted_) return broken("it was accepted before its predecessor");
    last_accepted_ = accepted;
    return {};
}

Result<void> LogReplay::add_log_entry(ByteView encoded) {
    DEED_TRY(const LogEntry entry, LogEntry::parse(encoded));
    DEED_CHECK(take_time(entry.accepted()));
    const auto root_at = [this](std::uint64_t size) { return tree_.root_at(size); };
    DEED_CHECK(whole_.take(counts_.entries, entry, root_at));
    ++counts_.log_entries;
    return {};
}

Result<void> LogReplay::apply(const Entry& entry) {
    const Envelope& envelope = entry.operation.envelope();
    if (!is_owned(envelope.type)) {
        const auto subject = subjects_.try_emplace(envelope.subject, envelope.subject).first;
        return subject->second.apply(entry.operation, entry.accepted);
    }
    MapStore store(owned_);
    const auto identity = [this](const Address& account) -> Result<IdentityState> {
        const auto found = subjects_.find(account);
        return found == subjects_.end() ? IdentityState(account) : found->second;
    };
    const OwnedContext context{store, identity, history().key_in_force(), history().first().name()};
    DEED_CHECK(apply_owned(
        OwnedOperation::of(entry.operation.statement(), counts_.entries, entry.accepted), context));
    last_owned_ = owned_key(envelope, entry.operation.body());
    if (envelope.type == OperationType::schema_register) ++counts_.schemas;
    if (envelope.type == OperationType::status_create) ++counts_.status_lists;
    return {};
}

Result<void> LogReplay::add_operation(ByteView encoded, const DataSource& data) {
    DEED_TRY(const std::optional<Hash> body_name, detached_body_name(encoded));
    std::optional<Bytes> body;
    if (body_name) {
        DEED_TRY(body, data(*body_name));
        if (!body) return broken("its body is not beside the log");
        ++counts_.detached_bodies;
    }
    DEED_TRY(const Entry entry,
             Entry::parse(encoded, body ? std::optional<ByteView>(*body) : std::nullopt));
    const Operation& operation = entry.operation;
    const Envelope& envelope = operation.envelope();
    if (envelope.network != network_) return broken("it was signed for another ledger");
    DEED_CHECK(take_time(entry.accepted));
    DEED_CHECK(whole_.pass_operation());
    DEED_CHECK(apply(entry));
    if (envelope.type == OperationType::evidence_batch)
        DEED_CHECK(check_commitments(operation, data));
    counts_.subjects = subjects_.size();
    ++counts_.operations;
    return {};
}

Result<void> LogReplay::check_commitments(const Operation& operation, const DataSource& data) {
    DEED_TRY(const BatchBody batch, BatchBody::parse(operation.body()));
    ++counts_.batches;
    counts_.commitments += batch.count;
    DEED_TRY(const std::optional<Bytes> leaves, data(batch.root));
    if (leaves) return check_batch(batch, *leaves);
    ++counts_.withheld_batches;
    return {};
}

Result<SignedHead> LogReplay::check_head(std::string note) const {
    DEED_TRY(tlog::Checkpoint head,
             tlog::verify_checkpoint(note, history().signer_of(tree_.size())));
    if (head.size != tree_.size() || head.root != tree_.root())
        return Error(errors::kHeadMismatch, "the signed head of " + std::to_string(head.size) +
                                                " entries is not that of the " +
                                                std::to_string(tree_.size()) +
                                                " entries that were read");
    return SignedHead{std::move(note), std::move(head), history()};
}

Result<VerifiedLog> verify_whole_log(LogLedger& ledger, Call& call) {
    DEED_TRY(std::string note, ledger.checkpoint(call));
    DEED_TRY(const tlog::Note parsed, tlog::Note::parse(note));
    DEED_TRY(const tlog::Checkpoint claimed, tlog::Checkpoint::parse(parsed.body()));
    const DataSource data = [&](const Hash& name) -> Result<std::optional<Bytes>> {
        auto found = ledger.attachment(name, call);
        if (found) return std::optional(std::move(*found));
        if (found.error().code() == errors::kNoSuchAttachment) return std::optional<Bytes>();
        return found.error();
    };
    LogReplay replay(ledger.verifier_key());
    for (std::uint64_t index = 0; index < claimed.size; ++index) {
        DEED_TRY(const Bytes entry, ledger.entry(index, call));
        DEED_CHECK(replay.add(entry, data));
    }
    DEED_TRY(SignedHead head, replay.check_head(std::move(note)));
    return VerifiedLog{std::move(head), replay.counts(), 0};
}

}  // namespace deed::registry
