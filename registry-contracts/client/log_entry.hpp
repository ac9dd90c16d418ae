#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "lib/crypto/key.hpp"
#include "lib/error/call.hpp"
#include "lib/time/timestamp.hpp"
#include "lib/tlog/head_guard.hpp"
#include "lib/tlog/note.hpp"

namespace deed::registry {

/// How the kinds of notes in such entries begin. A log signs no other note that begins so.
inline constexpr std::string_view kLogStatementFamily = "deed/log-";

/// Size and root of a log's tree.
using TreeHead = tlog::GuardedHead;

/// From this entry on the log's heads are signed by `next`.
struct LogSuccession {
    tlog::VerifierKey next;
    friend bool operator==(const LogSuccession&, const LogSuccession&) = default;
};

/// The log's key signed `known`, but its operator holds only `held` any more. One entry stands in
/// each lost place, and one closes the declaration.
struct LogRecovery {
    TreeHead held;
    TreeHead known;
    std::optional<std::uint64_t> lost;  ///< number of the lost entry; nothing in the closing one
    friend bool operator==(const LogRecovery&, const LogRecovery&) = default;
};

using LogStatement = std::variant<LogSuccession, LogRecovery>;

/// An entry that is no operation of a subject but concerns the log itself
/// (specs/ledger-entries.md section 10). Its form was checked; its signatures are judged by
/// LogHistory, which knows the keys.
class DEED_API LogEntry {
public:
    /// Whether the encoded entry is of this family, of whatever version.
    static bool is_one(ByteView encoded);

    /// `log_entry.malformed`, or `log_entry.unsupported` for a later version or another kind.
    static Result<LogEntry> parse(ByteView encoded);

    /// The entry at `position` that hands the log of `current` over to `next`, signed by both.
    /// `log_entry.key_reused` where both are one key.
    static Result<LogEntry> sign_succession(const tlog::VerifierKey& current, Timestamp accepted,
                                            std::uint64_t position, crypto::Signer& current_signer,
                                            crypto::Signer& next_signer, Call& call);
    /// The entry at `position` of a declaration of loss. `log_entry.malformed` if the statement
    /// breaks the rules of the section.
    static Result<LogEntry> sign_recovery(const tlog::VerifierKey& current, Timestamp accepted,
                                          std::uint64_t position, const LogRecovery& recovery,
                                          crypto::Signer& signer, Call& call);

    Timestamp accepted() const { return accepted_; }
    const std::string& origin() const { return origin_; }
    /// Its own number in the log, as the note says.
    std::uint64_t position() const { return position_; }
    const LogStatement& statement() const { return statement_; }
    const tlog::Note& note() const { return note_; }
    Bytes encode() const;

private:
    LogEntry(Timestamp accepted, std::string origin, std::uint64_t position, LogStatement statement,
             tlog::Note note);
    static Result<LogEntry> from_note(Timestamp accepted, std::string_view note_text);

    Timestamp accepted_;
    std::string origin_;
    std::uint64_t position_;
    LogStatement statement_;
    tlog::Note note_;
};

}  // namespace deed::registry
