#include "registry-contracts/client/local/image_ledger.hpp"

#include <algorithm>

#include "lib/tlog/errors.hpp"
#include "registry-contracts/client/local/attach.hpp"
#include "registry-contracts/client/owned_body.hpp"

namespace deed::registry::local {
namespace {

/// Whether the operation that comes as number `count` of its record is within `at`.
bool is_within(const At& at, std::size_t count, const EntryRow& row) {
    if (const auto* length = std::get_if<UntilLength>(&at)) return count < length->length;
    if (const auto* until = std::get_if<UntilTime>(&at)) return row.accepted <= until->time;
    return true;
}

Error no_such_entry(std::uint64_t included) {
    return Error(errors::kNoSuchEntry,
                 "the signed head covers " + std::to_string(included) + " entries");
}

Error read_only() {
    return Error(errors::kLedgerReadOnly, "the ledger was opened for reading only");
}

/// `belongs` tells whether an operation is of the record.
template <typename Belongs>
Result<Record> read_rows(LogImage& image, const std::vector<EntryRow>& rows, const At& at,
                         Belongs belongs, const Call& call) {
    Record record;
    for (const EntryRow& row : rows) {
        DEED_CHECK(call.check());
        if (!is_within(at, record.operations.size(), row)) break;
        DEED_TRY(Entry entry, image.entry(row));
        if (!belongs(entry.operation))
            return Error(errors::kIndexDamaged, "a record holds an operation of another");
        record.operations.push_back({row.position, entry.accepted, entry.operation.statement()});
    }
    return record;
}

Result<Record> read_record(LogImage& image, const RecordId& id, const At& at, const Call& call) {
    DEED_TRY(const std::vector<EntryRow> rows, image.chain(id, image.included()));
    return read_rows(
        image, rows, at,
        [&](const Operation& operation) {
            const Envelope& envelope = operation.envelope();
            return envelope.subject == id.subject && chain_of(envelope.type) == id.chain;
        },
        call);
}

Result<Record> read_owned_record(LogImage& image, const OwnedKey& key, const At& at,
                                 const Call& call) {
    DEED_TRY(const std::vector<EntryRow> rows, image.owned_chain(key, image.included()));
    return read_rows(
        image, rows, at,
        [&](const Operation& operation) {
            return is_owned(operation.envelope().type) &&
                   owned_key(operation.envelope(), operation.body()) == key;
        },
        call);
}

}  // namespace

Error ImageLedger::lost() {
    return Error(errors::kOutcomeUnknown, "the ledger's index was lost; open the ledger again");
}

Result<void> ImageLedger::replace_image(Result<std::unique_ptr<LogImage>> (*make)(
    const std::filesystem::path&, const tlog::VerifierKey&, const Call&)) {
    const std::scoped_lock lock(image_mutex_);
    if (!image_) return lost();
    const std::uint64_t size = image_->size();
    // It must be closed before its files go.
    image_.reset();
    // Others need it as well, so one caller's haste must not leave them without.
    DEED_TRY(auto image, make(folder_, log_, Call()));
    DEED_CHECK(image->check_last_head());
    if (image->size() < size)
        return Error(tlog::errors::kRolledBack, "the journal lost entries while it was open");
    image_ = std::move(image);
    return {};
}

Result<LogHistory> ImageLedger::history(Call& call) {
    return ask(call, [](LogImage& image) -> Result<LogHistory> {
        return image.history().until(image.included());
    });
}

Result<Record> ImageLedger::read(const RecordId& id, const At& at, Call& call) {
    return ask(call, [&](LogImage& image) { return read_record(image, id, at, call); });
}

Result<IdentityState> ImageLedger::state(const Address& subject, Call& call) {
    return ask(call, [&](LogImage& image) { return image.state_at(subject, image.included()); });
}

Result<std::optional<OwnedState>> ImageLedger::owned(const OwnedKey& key, Call& call) {
    return ask(call, [&](LogImage& image) { return image.owned_at(key, image.included()); });
}

Result<Record> ImageLedger::read_owned(const OwnedKey& key, const At& at, Call& call) {
    return ask(call, [&](LogImage& image) { return read_owned_record(image, key, at, call); });
}

Result<std::optional<Bytes>> ImageLedger::issuer_state(const OwnedKey& key, Call& call) {
    return ask(call, [&](LogImage& image) { return image.issuer_at(key, image.included()); });
}

Result<CptBook> ImageLedger::cpt_book(Call& call) {
    return ask(call, [](LogImage& image) -> Result<CptBook> {
        DEED_TRY(const auto encoded, image.owned(book_key()));
        if (!encoded) return CptBook{};
        DEED_TRY(CptBook book, CptBook::parse(*encoded));
        const bool is_included = !book.appointed || book.appointed->position < image.included();
        return is_included ? std::move(book) : CptBook{};
    });
}

Result<std::optional<CptGrant>> ImageLedger::cpt_grant(const OwnedKey& key, Call& call) {
    return ask(call, [&](LogImage& image) -> Result<std::optional<CptGrant>> {
        DEED_TRY(const auto encoded, image.owned(key));
        if (!encoded) return std::optional<CptGrant>();
        DEED_TRY(const CptGrant grant, parse_grant(*encoded));
        if (grant.given.position >= image.included()) return std::optional<CptGrant>();
        return std::optional(grant);
    });
}

Result<Timestamp> ImageLedger::acceptance_time(Call& call) {
    return ask(call, [](LogImage& image) -> Result<Timestamp> { return image.last_accepted(); });
}

Result<SubjectPage> ImageLedger::subjects(const std::optional<Address>& after, std::size_t limit,
                                          Call& call) {
    return ask(call, [&](LogImage& image) { return image.subjects(after, limit); });
}

Result<std::uint64_t> ImageLedger::subject_count(Call& call) {
    return ask(call, [](LogImage& image) { return image.subject_count(); });
}

Result<std::vector<Address>> ImageLedger::controlled_by(const Address& controller, Call& call) {
    return ask(call, [&](LogImage& image) { return image.controlled_by(controller); });
}

Result<std::string> ImageLedger::checkpoint(Call& call) {
    return ask(call, [](LogImage& image) -> Result<std::string> {
        DEED_ASSERT(image.head().has_value());
        return image.head()->note;
    });
}

Result<Bytes> ImageLedger::entry(std::uint64_t index, Call& call) {
    return ask(call, [&](LogImage& image) -> Result<Bytes> {
        if (index >= image.included()) return no_such_entry(image.included());
        return image.encoded(index);
    });
}

Result<std::vector<tlog::Hash>> ImageLedger::inclusion_proof(std::uint64_t index,
                                                             std::uint64_t size, Call& call) {
    return ask(call, [&](LogImage& image) -> Result<std::vector<tlog::Hash>> {
        if (index >= size || size > image.included()) return no_such_entry(image.included());
        return image.inclusion_proof(index, size);
    });
}

Result<std::vector<tlog::Hash>> ImageLedger::consistency_proof(std::uint64_t first,
                                                               std::uint64_t second, Call& call) {
    return ask(call, [&](LogImage& image) -> Result<std::vector<tlog::Hash>> {
        if (first > second || second > image.included()) return no_such_entry(image.included());
        return image.consistency_proof(first, second);
    });
}

Result<Bytes> ImageLedger::attachment(const Hash& name, Call& call) {
    return ask(call, [&](LogImage& image) -> Result<Bytes> {
        DEED_TRY(std::optional<Bytes> data, image.beside(name));
        if (data) return *std::move(data);
        return Error(errors::kNoSuchAttachment, "there is no data of that name beside the log");
    });
}

Result<Receipt> ImageLedger::receipt(const Hash& operation_hash, Call& call) {
    return ask(call, [&](LogImage& image) -> Result<Receipt> {
        DEED_TRY(const std::optional<EntryRow> row, image.find(operation_hash));
        // A reader's index may have grown since.
        if (!row || row->position >= image.size())
            return Error(errors::kUnknownOperation, "the operation is not on this ledger");
        const bool included = row->position < image.included();
        return Receipt{operation_hash, row->position, row->accepted,
                       included ? Finality::final : Finality::accepted};
    });
}

Result<std::vector<Ticket>> ReadOnlyLedger::submit(std::span<const Submission>, Call&) {
    return read_only();
}

Result<Receipt> ReadOnlyLedger::wait(const Ticket& ticket, Finality, Call& call) {
    DEED_CHECK(call.check());
    DEED_TRY(Receipt found, receipt(ticket.operation_hash, call));
    // Without a head over it, a reader has nobody's word for it.
    if (found.finality == Finality::accepted)
        return Error(errors::kUnknownOperation, "no signed head covers the operation yet");
    return found;
}

Result<std::string> ReadOnlyLedger::sign_statement(std::string_view, Call&) { return read_only(); }
Result<std::uint64_t> ReadOnlyLedger::succeed(crypto::Signer&, Call&) { return read_only(); }

Result<void> ReadOnlyLedger::repair() { return replace_image(image_in_memory); }

}  // namespace deed::registry::local
