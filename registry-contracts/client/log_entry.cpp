#include "registry-contracts/client/log_entry.hpp"

#include <charconv>
#include <limits>
#include <vector>

#include "lib/encoding/cbor.hpp"
#include "lib/encoding/text.hpp"
#include "registry-contracts/client/log_entry_errors.hpp"
#include "registry-contracts/client/operation.hpp"

namespace deed::registry {
namespace {

constexpr std::string_view kTag = "deed/log/v1";
constexpr std::string_view kTagFamily = "deed/log/v";
constexpr std::string_view kSuccessionKind = "deed/log-succession/v1";
constexpr std::string_view kRecoveryKind = "deed/log-recovery/v1";
constexpr std::string_view kEnd = "end";
/// Sizes and numbers of entries stay below 2^53 (specs/journal.md).
constexpr std::uint64_t kMaxNumber = (std::uint64_t{1} << 53) - 1;

Error malformed(std::string message) {
    return Error(errors::kLogEntryMalformed, std::move(message));
}

std::vector<std::string_view> lines_of(std::string_view body) {
    std::vector<std::string_view> lines;
    while (!body.empty()) {
        const std::size_t end = body.find('\n');
        lines.push_back(body.substr(0, end));
        body.remove_prefix(std::min(end, body.size() - 1) + 1);
    }
    return lines;
}

Result<std::uint64_t> read_number(std::string_view text) {
    std::uint64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    const bool plain = error == std::errc() && stop == end && std::to_string(value) == text;
    if (!plain || value > kMaxNumber) return malformed("a number is not plain decimal below 2^53");
    return value;
}

Result<TreeHead> read_head(std::string_view size, std::string_view root) {
    TreeHead head{};
    DEED_TRY(head.size, read_number(size));
    const auto bytes = base64_decode(root);
    if (!bytes || bytes->size() != head.root.size())
        return malformed("a root is not base64 of 32 bytes");
    std::copy(bytes->begin(), bytes->end(), head.root.begin());
    return head;
}

std::string head_lines(const TreeHead& head) {
    return std::to_string(head.size) + "\n" + base64_encode(head.root) + "\n";
}

std::string body_of(const std::string& origin, std::uint64_t position,
                    const LogStatement& statement) {
    const std::string place = "\n" + origin + "\n" + std::to_string(position) + "\n";
    if (const auto* succession = std::get_if<LogSuccession>(&statement))
        return std::string(kSuccessionKind) + place + succession->next.to_string() + "\n";
    const auto& recovery = std::get<LogRecovery>(statement);
    const std::string lost = recovery.lost ? std::to_string(*recovery.lost) : std::string(kEnd);
    return std::string(kRecoveryKind) + place + head_lines(recovery.held) +
           head_lines(recovery.known) + lost + "\n";
}

/// What the section asks of a recovery, whatever stands around it.
Result<void> check_recovery(std::uint64_t position, const LogRecovery& recovery) {
    if (recovery.held.size >= recovery.known.size)
        return malformed("a recovery must hold fewer entries than were signed");
    const bool in_place = recovery.lost
                              ? *recovery.lost == position && position >= recovery.held.size &&
                                    position < recovery.known.size
                              : position == recovery.known.size;
    if (!in_place) return malformed("a recovery does not stand in the place it speaks of");
    return {};
}

Result<LogStatement> read_succession(std::string_view origin,
                                     const std::vector<std::string_view>& lines) {
    if (lines.size() != 4) return malformed("a succession has four lines");
    auto next = tlog::VerifierKey::parse(lines[3]);
    if (!next) return malformed("the new key: " + next.error().message());
    if (next->name() != origin) return malformed("the new key has another name than the origin");
    return LogStatement(LogSuccession{std::move(*next)});
}

Result<LogStatement> read_recovery(std::uint64_t position,
                                   const std::vector<std::string_view>& lines) {
    if (lines.size() != 8) return malformed("a recovery has eight lines");
    LogRecovery recovery{};
    DEED_TRY(recovery.held, read_head(lines[3], lines[4]));
    DEED_TRY(recovery.known, read_head(lines[5], lines[6]));
    if (lines[7] != kEnd) {
        DEED_TRY(recovery.lost, read_number(lines[7]));
    }
    DEED_CHECK(check_recovery(position, recovery));
    return LogStatement(recovery);
}

/// A succession bears the signatures of two keys, a recovery that of one.
Result<void> check_signature_count(const tlog::Note& note, const LogStatement& statement) {
    const std::size_t due = std::holds_alternative<LogSuccession>(statement) ? 2 : 1;
    // A missing one is told apart by who knows the keys; more would be words of nobody.
    if (note.signatures().size() > due)
        return malformed("there are more than " + std::to_string(due) + " signatures");
    return {};
}

struct RawLogEntry {
    Timestamp accepted;
    ByteView note;
};

Result<RawLogEntry> read_items(ByteView encoded) {
    cbor::Reader reader(encoded);
    DEED_CHECK(reader.array_of(3));
    DEED_TRY(const std::string_view tag, reader.text());
    if (tag != kTag && tag.starts_with(kTagFamily))
        return Error(errors::kLogEntryUnsupported, "the entry is of a later version");
    if (tag != kTag) return malformed("the entry's tag is not " + std::string(kTag));
    DEED_TRY(const std::uint64_t milliseconds, reader.uint());
    constexpr auto kMaxSigned =
        static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (milliseconds > kMaxSigned) return malformed("the time of acceptance is out of range");
    const auto accepted =
        Timestamp::from_unix_milliseconds(static_cast<std::int64_t>(milliseconds));
    if (!accepted) return malformed("the time of acceptance is out of range");
    DEED_TRY(const ByteView note, reader.bytes());
    DEED_CHECK(reader.finish());
    return RawLogEntry{*accepted, note};
}

}  // namespace

LogEntry::LogEntry(Timestamp accepted, std::string origin, std::uint64_t position,
                   LogStatement statement, tlog::Note note)
    : accepted_(accepted),
      origin_(std::move(origin)),
      position_(position),
      statement_(std::move(statement)),
      note_(std::move(note)) {}

bool LogEntry::is_one(ByteView encoded) {
    cbor::Reader reader(encoded);
    if (!reader.array()) return false;
    const auto tag = reader.text();
    return tag && tag->starts_with(kTagFamily);
}

Result<LogEntry> LogEntry::parse(ByteView encoded) {
    if (encoded.size() > kMaxEntryBytes) return malformed("an entry has at most 65,535 bytes");
    const auto raw = read_items(encoded);
    if (!raw && raw.error().code().name.starts_with("cbor."))
        return malformed(raw.error().message());
    if (!raw) return raw.error();
    return from_note(raw->accepted, as_text(raw->note));
}

Result<LogEntry> LogEntry::from_note(Timestamp accepted, std::string_view note_text) {
    auto note = tlog::Note::parse(note_text);
    if (!note) return malformed(note.error().message());
    const std::vector<std::string_view> lines = lines_of(note->body());
    if (lines.size() < 3) return malformed("the note has fewer than three lines");
    std::string origin(lines[1]);
    DEED_TRY(const std::uint64_t position, read_number(lines[2]));
    const bool succession = lines[0] == kSuccessionKind;
    if (!succession && lines[0] != kRecoveryKind)
        return Error(errors::kLogEntryUnsupported, "the note is of an unknown kind");
    DEED_TRY(LogStatement statement,
             succession ? read_succession(origin, lines) : read_recovery(position, lines));
    DEED_CHECK(check_signature_count(*note, statement));
    // One text for one meaning.
    if (body_of(origin, position, statement) != note->body())
        return malformed("the note is not spelled as the format wants it");
    return LogEntry(accepted, std::move(origin), position, std::move(statement), std::move(*note));
}

Result<LogEntry> LogEntry::sign_succession(const tlog::VerifierKey& current, Timestamp accepted,
                                           std::uint64_t position, crypto::Signer& current_signer,
                                           crypto::Signer& next_signer, Call& call) {
    const std::string& origin = current.name();
    DEED_TRY(auto next, tlog::VerifierKey::create(origin, next_signer.public_key()));
    if (next == current)
        return Error(errors::kLogEntryKeyReused, "the new key is the one in force");
    const std::string body = body_of(origin, position, LogSuccession{std::move(next)});
    DEED_TRY(const std::string by_current, tlog::sign_note(body, origin, current_signer, call));
    DEED_TRY(const std::string by_next, tlog::sign_note(body, origin, next_signer, call));
    return from_note(accepted, by_current + by_next.substr(body.size() + 1));
}

Result<LogEntry> LogEntry::sign_recovery(const tlog::VerifierKey& current, Timestamp accepted,
                                         std::uint64_t position, const LogRecovery& recovery,
                                         crypto::Signer& signer, Call& call) {
    DEED_CHECK(check_recovery(position, recovery));
    const std::string body = body_of(current.name(), position, recovery);
    DEED_TRY(const std::string note, tlog::sign_note(body, current.name(), signer, call));
    return from_note(accepted, note);
}

Bytes LogEntry::encode() const {
    DEED_ASSERT(accepted_.unix_milliseconds() >= 0);
    const std::string note = note_.to_string();
    cbor::Writer writer;
    writer.array(3)
        .text(kTag)
        .uint(static_cast<std::uint64_t>(accepted_.unix_milliseconds()))
        .bytes(as_bytes(note));
    return std::move(writer).data();
}

}  // namespace deed::registry
