#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "did/did.hpp"
#include "did/methods/webvh_parameters.hpp"
#include "did/resolver.hpp"
#include "lib/json/document.hpp"
#include "lib/time/timestamp.hpp"

namespace deed::did {

inline constexpr std::size_t kMaxWebvhLog = std::size_t{8} << 20;
inline constexpr std::size_t kMaxWebvhWitnessFile = std::size_t{2} << 20;

/// One version of a did:webvh, as its log proves it.
struct WebvhEntry {
    std::string version_id;  ///< "1-Qm…"
    Timestamp version_time;
    Did did;                           ///< of this version: it may have moved
    WebvhParameters parameters;        ///< what holds from here on
    Shared<WebvhWitnesses> witnesses;  ///< whose approval this entry needs
    json::Document state;              ///< the DID document, as published
};

/// The verified log of a did:webvh 1.0 (did.jsonl). Immutable but for the witnesses' check.
class DEED_API WebvhLog {
public:
    /// Verifies every entry: SCID, hashes, times, keys, pre-rotation, moves ("Read (Resolve)"). An
    /// entry that fails, and what follows it, do not count: fault() then says why. Errors where not
    /// even the first entry is good, each its own `did_webvh.*`. `now` is what no time may be
    /// beyond, by more than five minutes.
    static Result<WebvhLog> verify(ByteView bytes, Timestamp now, Call& call);

    /// Those that are good, never empty.
    const std::vector<WebvhEntry>& entries() const { return entries_; }
    /// What is wrong with the entry after the last, or nothing.
    const std::optional<Error>& fault() const { return fault_; }
    const std::string& scid() const { return entries_.front().parameters.scid; }

    bool needs_witnesses() const;
    /// Checks the proofs in did-witness.json for all entries that need them ("Verifying Witness
    /// Proofs During Resolution"). As in verify(), entries from the first on that lacks approval do
    /// not count; `did_webvh.not_witnessed` where that is the first, `did_webvh.malformed_witness`.
    Result<void> check_witnesses(ByteView file, Call& call);

private:
    WebvhLog() = default;
    Result<void> cut_at(std::size_t index, Error why);

    std::vector<WebvhEntry> entries_;
    std::optional<Error> fault_;
};

/// What a log says of a DID that is one of its entries' (`did_webvh.other_did`), at the version
/// that is asked for. A log with a fault answers only for versions before it whose end is known.
DEED_API Result<Resolution> resolve_webvh(const WebvhLog& log, const Did& did,
                                          const ResolveOptions& options);
DEED_API Result<History> webvh_history(const WebvhLog& log, const Did& did);

}  // namespace deed::did
