#include "did/methods/weid_export.hpp"

#include <algorithm>
#include <utility>

#include "did/errors.hpp"
#include "did/methods/export_errors.hpp"
#include "did/methods/weid_export_format.hpp"
#include "did/methods/weid_export_log.hpp"
#include "did/methods/weid_history.hpp"
#include "lib/encoding/text.hpp"
#include "lib/error/assert.hpp"
#include "lib/json/writer.hpp"

namespace deed::did {
namespace {

/// The did chain of an address as far as the tree of `size` entries holds it.
Result<std::vector<registry::Recorded>> read_chain(registry::LogLedger& ledger,
                                                   const registry::Address& address,
                                                   std::uint64_t size, Call& call) {
    DEED_TRY(registry::Record record,
             ledger.read({registry::Chain::did, address}, registry::Latest{}, call));
    // Others may have written since the checkpoint was taken.
    std::erase_if(record.operations,
                  [&](const registry::Recorded& recorded) { return recorded.position >= size; });
    return std::move(record.operations);
}

Result<void> write_operation(json::Writer& writer, registry::LogLedger& ledger,
                             const registry::Recorded& recorded, std::uint64_t size, Call& call) {
    DEED_TRY(const Bytes entry, ledger.entry(recorded.position, call));
    DEED_TRY(const auto proof, ledger.inclusion_proof(recorded.position, size, call));
    writer.begin_object().key("position").integer(static_cast<std::int64_t>(recorded.position));
    writer.member("entry", base64_encode(entry)).key("proof").begin_array();
    for (const tlog::Hash& hash : proof) writer.string(base64_encode(hash));
    writer.end_array();
    if (registry::is_detached(recorded.statement))
        writer.member("body", base64_encode(recorded.statement.body));
    writer.end_object();
    return {};
}

}  // namespace

namespace detail {

Statement statement_about(const Did& did, const registry::Statement& last,
                          const tlog::Checkpoint& checkpoint, std::string time) {
    return Statement{did.to_string(),
                     std::to_string(last.envelope.sequence),
                     base64_encode(last.hash),
                     std::to_string(checkpoint.size),
                     base64_encode(checkpoint.root),
                     std::move(time)};
}

std::string to_body(const Statement& statement) {
    std::string body(Statement::kType);
    for (const std::string* line : {&statement.did, &statement.sequence, &statement.operation_hash,
                                    &statement.tree_size, &statement.root, &statement.time})
        body += "\n" + *line;
    return body + "\n";
}

}  // namespace detail

Result<json::Document> export_weid(registry::LogLedger& ledger, const Did& did, const Clock& clock,
                                   Call& call) {
    DEED_TRY(const WeidId id, parse_weid(did));
    if (id.network != ledger.network()) {
        return Error(errors::kWrongLedger, "the ledger is " + ledger.network(), did.to_string());
    }
    // The time comes first: what is recorded while this runs is later than it.
    const Timestamp as_of = clock.now();
    DEED_TRY(const registry::SignedHead head, registry::signed_head(ledger, call));
    const tlog::Checkpoint& checkpoint = head.checkpoint;
    DEED_TRY(const auto operations, read_chain(ledger, id.address, checkpoint.size, call));
    if (operations.empty())
        return Error(errors::kNotFound, "the ledger has no such DID", did.to_string());

    json::Writer writer;
    writer.begin_object().member("type", detail::kExportType).member("did", did.to_string());
    writer.member("log", ledger.verifier_key().to_string());
    DEED_TRY(const registry::LogProof log_proof, registry::prove_history(ledger, head, call));
    detail::write_log_proof(writer, log_proof);
    writer.key("operations").begin_array();
    for (const registry::Recorded& recorded : operations)
        DEED_CHECK(write_operation(writer, ledger, recorded, checkpoint.size, call));
    writer.end_array().member("checkpoint", head.note);
    const std::string body = detail::to_body(
        detail::statement_about(did, operations.back().statement, checkpoint, as_of.to_string()));
    DEED_TRY(const std::string statement, ledger.sign_statement(body, call));
    writer.member("statement", statement).end_object();

    const std::string text = writer.take();
    if (text.size() > kMaxExportSize)
        return Error(errors::kExportTooLarge, "the export is over 16 MiB", did.to_string());
    return json::Document::parse(text, {.max_bytes = kMaxExportSize});
}

WeidExport::WeidExport(Did did, registry::LogHistory history, std::string note,
                       tlog::Checkpoint checkpoint, Timestamp as_of,
                       std::vector<registry::Recorded> operations)
    : did_(std::move(did)),
      history_(std::move(history)),
      checkpoint_note_(std::move(note)),
      checkpoint_(std::move(checkpoint)),
      as_of_(as_of),
      operations_(std::move(operations)) {}

registry::IdentityState WeidExport::state_before(std::uint64_t position) const {
    const auto end =
        std::ranges::lower_bound(operations_, position, {}, &registry::Recorded::position);
    const auto id = parse_weid(did_);
    DEED_ASSERT(id.has_value());
    auto state =
        detail::replay_history(*id, {operations_.begin(), end}, errors::kExportHistoryInvalid);
    DEED_ASSERT(state.has_value());
    return *state;
}

Result<Resolution> WeidExport::resolution(const ResolveOptions& options) const {
    return detail::resolve_history(did_, operations_, options, freshness());
}

Result<History> WeidExport::history() const {
    return detail::read_versions(did_, operations_, freshness());
}

Freshness WeidExport::freshness() const {
    std::string source = "did export";
    if (const std::string losses = history_.describe_losses(); !losses.empty())
        source += " (" + losses + ")";
    return {as_of_, std::move(source)};
}

}  // namespace deed::did
