#include "registry-contracts/client/local/image_ledger.hpp"

#include <algorithm>

#include "registry-contracts/client/errors.hpp"

namespace deed::registry::local {
namespace {

using ReadLock = std::shared_lock<std::shared_mutex>;

/// Whether the operation that comes as number `count` of its record is within `at`.
bool is_within(const At& at, std::size_t count, const Entry& entry) {
    if (const auto* length = std::get_if<UntilLength>(&at)) return count < length->length;
    if (const auto* until = std::get_if<UntilTime>(&at)) return entry.accepted <= until->time;
    return true;
}

Error no_such_entry(std::uint64_t included) {
    return Error(errors::kNoSuchEntry,
                 "the signed head covers " + std::to_string(included) + " entries");
}

Error read_only() {
    return Error(errors::kLedgerReadOnly, "the ledger was opened for reading only");
}

}  // namespace

Result<LogHistory> ImageLedger::history(Call& call) {
    DEED_CHECK(call.check());
    const ReadLock lock(image_mutex_);
    return image_.history().until(image_.included());
}

Result<Record> ImageLedger::read(const RecordId& id, const At& at, Call& call) {
    DEED_CHECK(call.check());
    const ReadLock lock(image_mutex_);
    Record record;
    for (const std::uint64_t index : image_.chain(id)) {
        const Entry& entry = image_.entry(index);
        if (index >= image_.included() || !is_within(at, record.operations.size(), entry)) break;
        record.operations.push_back({index, entry.accepted, entry.operation});
    }
    return record;
}

Result<IdentityState> ImageLedger::state(const Address& subject, Call& call) {
    DEED_CHECK(call.check());
    const ReadLock lock(image_mutex_);
    return image_.state_at(subject, image_.included());
}

Result<Timestamp> ImageLedger::acceptance_time(Call& call) {
    DEED_CHECK(call.check());
    const ReadLock lock(image_mutex_);
    return image_.last_accepted();
}

Result<SubjectPage> ImageLedger::subjects(const std::optional<Address>& after, std::size_t limit,
                                          Call& call) {
    DEED_CHECK(call.check());
    const ReadLock lock(image_mutex_);
    return image_.subjects(after, std::min(limit, kMaxSubjectPage));
}

Result<std::uint64_t> ImageLedger::subject_count(Call& call) {
    DEED_CHECK(call.check());
    const ReadLock lock(image_mutex_);
    return image_.subject_count();
}

Result<std::vector<Address>> ImageLedger::controlled_by(const Address& controller, Call& call) {
    DEED_CHECK(call.check());
    const ReadLock lock(image_mutex_);
    return image_.controlled_by(controller);
}

Result<std::string> ImageLedger::checkpoint(Call& call) {
    DEED_CHECK(call.check());
    const ReadLock lock(image_mutex_);
    DEED_ASSERT(image_.head().has_value());
    return image_.head()->note;
}

Result<Bytes> ImageLedger::entry(std::uint64_t index, Call& call) {
    DEED_CHECK(call.check());
    const ReadLock lock(image_mutex_);
    if (index >= image_.included()) return no_such_entry(image_.included());
    return image_.encoded(index);
}

Result<std::vector<tlog::Hash>> ImageLedger::inclusion_proof(std::uint64_t index,
                                                             std::uint64_t size, Call& call) {
    DEED_CHECK(call.check());
    const ReadLock lock(image_mutex_);
    if (index >= size || size > image_.included()) return no_such_entry(image_.included());
    return image_.tree().inclusion_proof(index, size);
}

Result<std::vector<tlog::Hash>> ImageLedger::consistency_proof(std::uint64_t first,
                                                               std::uint64_t second, Call& call) {
    DEED_CHECK(call.check());
    const ReadLock lock(image_mutex_);
    if (first > second || second > image_.included()) return no_such_entry(image_.included());
    if (first == 0) return std::vector<tlog::Hash>();
    return image_.tree().consistency_proof(first, second);
}

Result<Bytes> ImageLedger::attachment(const Hash& name, Call& call) {
    DEED_CHECK(call.check());
    std::optional<Place> place;
    {
        const ReadLock lock(image_mutex_);
        if (const Bytes* body = image_.detached_body(name)) return *body;
        place = image_.commitments(name);
    }
    if (!place)
        return Error(errors::kNoSuchAttachment, "there is no data of that name beside the log");
    return beside_.read(name, *place);
}

Result<Receipt> ImageLedger::receipt(const Hash& operation_hash) const {
    const ReadLock lock(image_mutex_);
    const auto index = image_.find(operation_hash);
    if (!index) return Error(errors::kUnknownOperation, "the operation is not on this ledger");
    const Finality finality = *index < image_.included() ? Finality::final : Finality::accepted;
    return Receipt{operation_hash, *index, image_.entry(*index).accepted, finality};
}

Result<std::vector<Ticket>> ReadOnlyLedger::submit(std::span<const Submission>, Call&) {
    return read_only();
}

Result<Receipt> ReadOnlyLedger::wait(const Ticket& ticket, Finality, Call& call) {
    DEED_CHECK(call.check());
    DEED_TRY(Receipt found, receipt(ticket.operation_hash));
    // Without a head over it, a reader has nobody's word for it.
    if (found.finality == Finality::accepted)
        return Error(errors::kUnknownOperation, "no signed head covers the operation yet");
    return found;
}

Result<std::string> ReadOnlyLedger::sign_statement(std::string_view, Call&) { return read_only(); }
Result<std::uint64_t> ReadOnlyLedger::succeed(crypto::Signer&, Call&) { return read_only(); }

}  // namespace deed::registry::local
