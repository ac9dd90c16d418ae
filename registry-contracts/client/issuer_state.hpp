#pragma once

#include "registry-contracts/client/issuer_body.hpp"
#include "registry-contracts/client/name_registry.hpp"
#include "registry-contracts/client/owned_state.hpp"

// What a log knows of committees, accreditations, bars and names, and what operations make of that
// (specs/ledger-entries.md section 12). Whoever may decide is judged in issuer_rules.

namespace deed::registry {

/// Unix seconds in which an operation was accepted: all time that the rules know.
DEED_API std::uint64_t second_of(Timestamp accepted);

/// A root's committee.
struct DEED_API GroupState {
    ChainHead chain;  ///< of its epochs
    Committee committee;

    Result<void> follow(const OwnedOperation& operation);
    Bytes encode() const;
    static Result<GroupState> parse(ByteView encoded);
    friend bool operator==(const GroupState&, const GroupState&) = default;
};

/// An accreditation; `held.last_changed` is a position in the log.
struct DEED_API RecordState {
    ChainHead chain;  ///< as long as the record has versions
    Accreditation held;

    Result<void> follow(const OwnedOperation& operation);
    Bytes encode() const;
    static Result<RecordState> parse(ByteView encoded);
    friend bool operator==(const RecordState&, const RecordState&) = default;
};

/// The committee's bar of a holder.
struct DEED_API BarState {
    ChainHead chain;        ///< as long as the bar has changed
    BarredTime time{0, 0};  ///< the last one; `until` 0 if there was none
    bool more = false;      ///< there was another before

    /// What it says of a moment: accredited, barred, or see_history.
    Verdict judge(std::uint64_t at) const;
    Result<void> follow(const OwnedOperation& operation);
    Bytes encode() const;
    static Result<BarState> parse(ByteView encoded);
    friend bool operator==(const BarState&, const BarState&) = default;
};

/// A name, and all that look like it, in an accreditor's space.
struct DEED_API NameState {
    ChainHead chain;    ///< as long as the name has versions
    NameRecord record;  ///< `in_force` is of a moment and not kept
    std::string text;   ///< as it was spelled last

    Result<void> follow(const OwnedOperation& operation);
    Bytes encode() const;
    static Result<NameState> parse(ByteView encoded);
};

/// Whom a look belongs to under a root: who was first; then, once and for good, whom the committee
/// says.
struct DEED_API LookState {
    struct Owner {
        Address subject{};
        std::uint64_t position = 0;  ///< of the entry
        friend bool operator==(const Owner&, const Owner&) = default;
    };
    Owner first;
    std::optional<Owner> committee;

    const Address& subject() const { return committee ? committee->subject : first.subject; }
    /// As of the first `size` entries; nothing if it was free.
    std::optional<LookState> until(std::uint64_t size) const;
    Bytes encode() const;
    static Result<LookState> parse(ByteView encoded);
    friend bool operator==(const LookState&, const LookState&) = default;
};

/// One accreditation of a holder, made known by its first grant.
struct DEED_API KnownPath {
    AccreditationPath path;
    std::uint64_t position = 0;  ///< of the entry

    Bytes encode() const;
    static Result<KnownPath> parse(ByteView encoded);
    friend bool operator==(const KnownPath&, const KnownPath&) = default;
};

DEED_API Bytes encode_count(std::uint64_t count);
/// `registry.state_malformed`.
DEED_API Result<std::uint64_t> parse_count(ByteView encoded);

/// Whether a store keeps under such a key what chains of operations lead to; else it is kept for
/// looking up, and says itself since which entry.
DEED_API bool is_chain(const OwnedKey& key);

/// The state behind the next operation of a key's chain, whose rules it keeps but for who decides.
DEED_API Result<Bytes> follow_issuer(const OwnedKey& key, const std::optional<Bytes>& before,
                                     const OwnedOperation& operation);

}  // namespace deed::registry
