#pragma once

#include <optional>
#include <string>
#include <vector>

#include "did/methods/weid.hpp"
#include "lib/tlog/checkpoint.hpp"
#include "registry-contracts/client/ledger.hpp"

namespace deed::did {

/// The largest export file, for the limits of json::Document::parse.
inline constexpr std::size_t kMaxExportSize = std::size_t{16} << 20;

/// Writes the export of a did:weid (specs/did-weid.md section 4), over the ledger's latest
/// checkpoint. `did.wrong_ledger`, `did.not_found`, `did_export.too_large`, or what the ledger
/// says.
DEED_API Result<json::Document> export_weid(registry::LogLedger& ledger, const Did& did,
                                            const Clock& clock, Call& call);

/// Follows the log of an export from its first key, by the members "log", "successions" and
/// "recoveries", to the key that must have signed `head`, whose signature is not judged here.
/// `did_export.malformed` or `log_entry.*`.
DEED_API Result<registry::LogHistory> follow_export(json::Value did_export,
                                                    const tlog::Checkpoint& head);

/// An export that was read and found acceptable: everything in it is proved or signed.
class DEED_API WeidExport {
public:
    /// All rules of section 4; errors `did_export.*` and `log_entry.*`.
    static Result<WeidExport> parse(json::Value json);

    const Did& did() const { return did_; }
    /// The log's first key, which the DID names.
    const tlog::VerifierKey& log() const { return history_.first(); }
    /// What the log said of its keys and losses.
    const registry::LogHistory& log_history() const { return history_; }
    /// The signed head, as a note, and what it says.
    const std::string& checkpoint_note() const { return checkpoint_note_; }
    const tlog::Checkpoint& checkpoint() const { return checkpoint_; }
    /// When the log's operator stated that nothing newer existed.
    Timestamp as_of() const { return as_of_; }
    const std::vector<registry::Recorded>& operations() const { return operations_; }
    /// as_of() as resolutions tell it.
    Freshness freshness() const;

    /// The state after the operations at positions before `position` of the log.
    registry::IdentityState state_before(std::uint64_t position) const;
    /// `did.invalid_document` if the document of this version breaks the rules.
    Result<Resolution> resolution(const ResolveOptions& options = {}) const;
    Result<History> history() const;

private:
    WeidExport(Did did, registry::LogHistory history, std::string note, tlog::Checkpoint checkpoint,
               Timestamp as_of, std::vector<registry::Recorded> operations);
    Did did_;
    registry::LogHistory history_;
    std::string checkpoint_note_;
    tlog::Checkpoint checkpoint_;
    Timestamp as_of_;
    std::vector<registry::Recorded> operations_;
};

}  // namespace deed::did
