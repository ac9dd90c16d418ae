#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "lib/error/call.hpp"
#include "lib/time/timestamp.hpp"
#include "lib/tlog/merkle.hpp"
#include "lib/tlog/note.hpp"
#include "registry-contracts/client/identity_state.hpp"
#include "registry-contracts/client/log_history.hpp"
#include "registry-contracts/client/operation_form.hpp"

namespace deed::registry {

// Schemas and status lists in a log: owned_key.hpp, owned_state.hpp, schema_registry.hpp.
struct OwnedKey;
struct OwnedState;
struct CptBook;
struct CptGrant;

/// How sure a caller wants to be that an operation stays (specs/ledger-entries.md section 8).
enum class Finality : std::uint8_t { accepted, included, final };

/// What a caller hands in: the operation, and data that belongs beside the log (an evidence batch's
/// commitments; empty otherwise).
struct Submission {
    Operation operation;
    Bytes attachment;
};

/// Where an operation is to stand.
struct OperationPlace {
    Address subject;
    Chain chain;
    std::uint64_t sequence;  ///< kAnySequence where it names none
};

/// Names an operation. A chain is asked by the place, and finds by the hash alone only what was
/// handed in through the same object or is in its index; a log needs the hash alone.
struct Ticket {
    Hash operation_hash;
    std::optional<OperationPlace> place = std::nullopt;
};
inline Ticket ticket_of(const Operation& operation) {
    const Envelope& envelope = operation.envelope();
    return {operation.hash(),
            OperationPlace{envelope.subject, chain_of(envelope.type), envelope.sequence}};
}

/// Where an operation stands.
struct Receipt {
    Hash operation_hash;
    /// Entry index in a log. On a chain the block's number times 2^21 and the event's index in the
    /// block, and 0 while it is in none.
    std::uint64_t position;
    /// The operator's claim; on a chain the block's time, and while it is in none that of the
    /// latest block.
    Timestamp accepted;
    Finality finality;
};

/// Whose operations to read.
struct RecordId {
    Chain chain;
    Address subject;
};

/// As of when: the latest known, the first `length` operations, or those accepted until a moment.
struct Latest {};
struct UntilLength {
    std::uint64_t length;
};
struct UntilTime {
    Timestamp time;
};
using At = std::variant<Latest, UntilLength, UntilTime>;

/// One operation as recorded.
struct Recorded {
    std::uint64_t position;
    Timestamp accepted;
    Statement statement;
};

/// All operations of one record, oldest first; empty if there are none.
struct Record {
    std::vector<Recorded> operations;
};

/// A subject that was created here.
struct ListedSubject {
    Address address;
    std::uint64_t position;  ///< of its creation
    Timestamp created;       ///< when that was accepted

    friend bool operator==(const ListedSubject&, const ListedSubject&) = default;
};

/// Some of the subjects, by address in byte order.
struct SubjectPage {
    std::vector<ListedSubject> subjects;
    bool more = false;  ///< whether others come behind the last one
};

/// How many subjects a page holds at most, whatever is asked for.
inline constexpr std::size_t kMaxSubjectPage = 10'000;

/// What an engine can do beyond reading; the shared test suite asks this instead of guessing.
struct Capabilities {
    bool writable = false;
    bool is_log = false;  ///< also a LogLedger
    std::size_t max_body = kMaxBody;
};

/// How far a copy of a ledger tells what there is.
struct KnownUntil {
    Timestamp time;      ///< nothing that the copy lacks was recorded before, the operator states
    std::string source;  ///< whose copy, in words for reports
};

/// A place where signed operations are recorded in order: an embedded log or a chain. Thread-safe.
class DEED_API Ledger {
public:
    virtual ~Ledger() = default;

    /// The network of every DID here.
    virtual const std::string& network() const = 0;
    virtual Capabilities capabilities() const = 0;
    /// How its operations are signed.
    virtual std::unique_ptr<OperationForm> form() const = 0;

    /// Hands in operations; all of them are checked before any is recorded, and on return all are
    /// at least accepted. An operation that is recorded already gives a ticket like a new one. An
    /// error means that none was recorded, but for `io.*` and `ledger.outcome_unknown`, after which
    /// the caller must submit the same operations again. Read-only engines: `ledger.read_only`.
    virtual Result<std::vector<Ticket>> submit(std::span<const Submission> submissions,
                                               Call& call) = 0;

    /// Waits until the operation is as final as asked. `ledger.unknown_operation` if it is not
    /// here.
    virtual Result<Receipt> wait(const Ticket& ticket, Finality finality, Call& call) = 0;

    /// The operations of one record that are included by now.
    virtual Result<Record> read(const RecordId& id, const At& at, Call& call) = 0;

    /// The state that `read` leads to, with both chains; for preparing the next operation. An
    /// engine that writes first includes what it has accepted of this subject, so that an
    /// operation whose caller went away never stands in the way of the next. On a chain without the
    /// hash of the last operation, which binds nothing there.
    virtual Result<IdentityState> state(const Address& subject, Call& call) = 0;

    /// No operation handed in from now on is accepted at an earlier time than this, whatever the
    /// clock says; expiry is counted from here. An engine that knows no bound tells 1970.
    virtual Result<Timestamp> acceptance_time(Call& call) = 0;

    /// The subjects whose creation is included by now and whose addresses come behind `after`, at
    /// most `limit` and never more than kMaxSubjectPage.
    virtual Result<SubjectPage> subjects(const std::optional<Address>& after, std::size_t limit,
                                         Call& call) = 0;
    /// How many subjects there are in all pages.
    virtual Result<std::uint64_t> subject_count(Call& call) = 0;
    /// The subjects that this address controls by what is included now, in byte order; those that
    /// have come to their end too.
    virtual Result<std::vector<Address>> controlled_by(const Address& controller, Call& call) = 0;

    /// For a copy of a ledger that is written elsewhere; nothing where the ledger itself answers.
    virtual Result<std::optional<KnownUntil>> known_until(Call&) {
        return std::optional<KnownUntil>();
    }
};

/// A ledger that is a transparency log, so that its answers can be proved to others.
class DEED_API LogLedger : public Ledger {
public:
    std::unique_ptr<OperationForm> form() const override { return log_form(network()); }

    /// The log's first key, which gives it its network; the one that signs now may be another.
    virtual const tlog::VerifierKey& verifier_key() const = 0;
    /// What the log says of its keys and losses in the entries that the signed head covers.
    virtual Result<LogHistory> history(Call& call) = 0;

    /// The latest signed head, as a note.
    virtual Result<std::string> checkpoint(Call& call) = 0;
    /// The encoded entry at `index`; `ledger.no_such_entry` beyond the signed head.
    virtual Result<Bytes> entry(std::uint64_t index, Call& call) = 0;
    /// PATH(index, D_size); `size` at most that of the signed head.
    virtual Result<std::vector<tlog::Hash>> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                                            Call& call) = 0;
    /// PROOF(first, D_second).
    virtual Result<std::vector<tlog::Hash>> consistency_proof(std::uint64_t first,
                                                              std::uint64_t second, Call& call) = 0;
    /// Data beside the log by its name (section 5); `ledger.no_such_attachment`.
    virtual Result<Bytes> attachment(const Hash& name, Call& call) = 0;

    /// A schema or status list by what is included now; nothing if there is none. An engine that
    /// writes first includes what it has accepted of it, as with state().
    virtual Result<std::optional<OwnedState>> owned(const OwnedKey& key, Call& call) = 0;
    /// The operations of such a chain that are included by now; UntilLength counts the creation.
    virtual Result<Record> read_owned(const OwnedKey& key, const At& at, Call& call) = 0;
    /// How CPT ids are given, by what is included now.
    virtual Result<CptBook> cpt_book(Call& call) = 0;
    /// What is included now of the giving of a CPT id: by cpt_key(), or by the schema's key of
    /// Chain::cpt.
    virtual Result<std::optional<CptGrant>> cpt_grant(const OwnedKey& key, Call& call) = 0;

    /// What is known of accreditations under a key (issuer_state.hpp), encoded, by what is included
    /// now; nothing if there is nothing. An engine that writes first includes what it has accepted,
    /// as with owned().
    virtual Result<std::optional<Bytes>> issuer_state(const OwnedKey& key, Call& call) = 0;

    /// A note over `body`, signed by the log's key. The first line must not be the log's origin, so
    /// that no statement can pass for a head. `ledger.rolled_back` where the key has signed another
    /// or a later head than this ledger's. Read-only engines: `ledger.read_only`.
    virtual Result<std::string> sign_statement(std::string_view body, Call& call) = 0;

    /// Hands the log over to the key of `next`, which signs from now on and must outlive the
    /// ledger; gives the number of the entry that says so, included on return. A key that is in
    /// force already is good, and nothing is written. `log_entry.key_reused` for an earlier one.
    /// Read-only engines: `ledger.read_only`.
    virtual Result<std::uint64_t> succeed(crypto::Signer& next, Call& call) = 0;
};

}  // namespace deed::registry
