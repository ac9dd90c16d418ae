#include <array>
#include <utility>

#include "did/methods/export_errors.hpp"
#include "did/methods/weid_export.hpp"
#include "did/methods/weid_export_format.hpp"
#include "did/methods/weid_export_json.hpp"
#include "did/methods/weid_export_log.hpp"
#include "did/methods/weid_history.hpp"
#include "lib/encoding/format_version.hpp"
#include "lib/json/pointer.hpp"

// Reads and judges a DID export by specs/did-weid.md section 4.

namespace deed::did {
namespace {

using detail::ExportJson;

/// One element of "operations", as it stands in the file.
struct OperationPart {
    registry::ProvedLogEntry proved;
    std::optional<Bytes> body;
};

/// The file's members, decoded; nothing is verified yet.
struct Parts {
    Did did;
    WeidId id;
    tlog::VerifierKey log;
    std::vector<OperationPart> operations;
    tlog::Note checkpoint;
    tlog::Note statement;
};

Result<OperationPart> read_operation(json::Value value, const std::string& at) {
    DEED_CHECK(ExportJson::check_members(value, {"position", "entry", "proof", "body"}, at));
    DEED_TRY(registry::ProvedLogEntry proved, ExportJson::read_proved(value, at));
    OperationPart part{std::move(proved), std::nullopt};
    if (!value.find("body")) return part;
    DEED_TRY(const std::string_view body_text, ExportJson::text_member(value, "body", at));
    DEED_TRY(part.body, ExportJson::base64_of(body_text, at + "/body"));
    return part;
}

Result<std::vector<OperationPart>> read_operations(json::Value json) {
    DEED_TRY(const json::Array array, ExportJson::array_member(json, "operations", ""));
    std::vector<OperationPart> operations;
    for (const json::Value value : array) {
        const std::string at = "/operations/" + std::to_string(operations.size());
        DEED_TRY(OperationPart part, read_operation(value, at));
        operations.push_back(std::move(part));
    }
    if (operations.empty())
        return ExportJson::malformed("a DID has at least one operation", "/operations");
    return operations;
}

Result<tlog::Note> read_note(json::Value json, std::string_view name) {
    DEED_TRY(const std::string_view text, ExportJson::text_member(json, name, ""));
    auto note = tlog::Note::parse(text);
    if (!note)
        return ExportJson::wrapped(errors::kExportMalformed, note.error(),
                                   json::pointer_token(name));
    return note;
}

/// To be asked before anything else: a later version may have other members.
Result<void> check_type(json::Value json) {
    DEED_TRY(const json::Value member, ExportJson::member(json, "type", ""));
    const auto type = member.string_if();
    if (type && is_later_format(*type, detail::kExportType))
        return Error(errors::kExportNewerFormat, "the export is of the type " + std::string(*type),
                     "/type");
    if (type != detail::kExportType)
        return ExportJson::malformed("must be " + std::string(detail::kExportType), "/type");
    return {};
}

/// Rule 1, but for the network.
Result<Parts> read_parts(json::Value json) {
    DEED_CHECK(check_type(json));
    DEED_CHECK(
        ExportJson::check_members(json,
                                  {"type", "did", "log", detail::kSuccessions, detail::kRecoveries,
                                   "operations", "checkpoint", "statement"},
                                  ""));
    if (json::to_string(json).size() > kMaxExportSize)
        return ExportJson::malformed("an export is at most 16 MiB", "");

    DEED_TRY(const std::string_view did_text, ExportJson::text_member(json, "did", ""));
    auto did = Did::parse(did_text);
    if (!did) return ExportJson::wrapped(errors::kExportMalformed, did.error(), "/did");
    auto id = parse_weid(*did);
    if (!id) return ExportJson::wrapped(errors::kExportMalformed, id.error(), "/did");
    DEED_TRY(const std::string_view log_text, ExportJson::text_member(json, "log", ""));
    auto log = tlog::VerifierKey::parse(log_text);
    if (!log) return ExportJson::wrapped(errors::kExportMalformed, log.error(), "/log");
    DEED_TRY(auto operations, read_operations(json));
    DEED_TRY(tlog::Note checkpoint, read_note(json, "checkpoint"));
    DEED_TRY(tlog::Note statement, read_note(json, "statement"));
    return Parts{std::move(did).value(), std::move(id).value(), std::move(log).value(),
                 std::move(operations),  std::move(checkpoint), std::move(statement)};
}

/// The entry of one element, if the tree holds it there and its body is at hand.
Result<registry::Recorded> verify_operation(const OperationPart& part,
                                            const tlog::Checkpoint& checkpoint,
                                            const std::string& at) {
    const auto included = tlog::verify_inclusion(part.proved.position, checkpoint.size,
                                                 tlog::leaf_hash(part.proved.entry),
                                                 part.proved.proof, checkpoint.root);
    if (!included)
        return ExportJson::wrapped(errors::kExportInclusionInvalid, included.error(), at);

    const auto body_name = registry::detached_body_name(part.proved.entry);
    if (!body_name)
        return ExportJson::wrapped(errors::kExportHistoryInvalid, body_name.error(), at);
    // A body that the entry does not refer to would be proved by nothing.
    if (body_name->has_value() != part.body.has_value())
        return ExportJson::malformed("\"body\" stands where, and only where, the entry lacks it",
                                     at);
    auto entry = registry::Entry::parse(
        part.proved.entry, part.body ? std::optional<ByteView>(*part.body) : std::nullopt);
    if (!entry) return ExportJson::wrapped(errors::kExportHistoryInvalid, entry.error(), at);
    return registry::Recorded{part.proved.position, entry->accepted, entry->operation.statement()};
}

/// Rule 3.
Result<std::vector<registry::Recorded>> verify_operations(const Parts& parts,
                                                          const tlog::Checkpoint& checkpoint) {
    std::vector<registry::Recorded> operations;
    for (const OperationPart& part : parts.operations) {
        const std::string at = "/operations/" + std::to_string(operations.size());
        if (!operations.empty() && part.proved.position <= operations.back().position)
            return Error(errors::kExportInclusionInvalid, "positions must increase", at);
        DEED_TRY(registry::Recorded recorded, verify_operation(part, checkpoint, at));
        operations.push_back(std::move(recorded));
    }
    auto state = detail::replay_history(parts.id, operations, errors::kExportHistoryInvalid);
    if (!state) return std::move(state).error().at("/operations");
    return operations;
}

Error not_a_statement(std::string message) {
    return Error(errors::kExportStatementInvalid, std::move(message), "/statement");
}

Result<detail::Statement> read_statement(std::string_view body) {
    std::array<std::string, 7> lines;
    for (std::string& line : lines) {
        const std::size_t end = body.find('\n');
        if (end == std::string_view::npos) return not_a_statement("a statement has seven lines");
        line = std::string(body.substr(0, end));
        body.remove_prefix(end + 1);
    }
    if (!body.empty()) return not_a_statement("a statement has seven lines");
    if (lines[0] != detail::Statement::kType)
        return not_a_statement("must be a " + std::string(detail::Statement::kType));
    return detail::Statement{lines[1], lines[2], lines[3], lines[4], lines[5], lines[6]};
}

/// The statement's time: RFC 3339 in UTC, which is written with "Z".
Result<Timestamp> read_time(const detail::Statement& statement) {
    const auto time = Timestamp::parse_rfc3339(statement.time);
    if (!time) return not_a_statement(time.error().to_string());
    if (!statement.time.ends_with('Z')) return not_a_statement("the time must be in UTC");
    return *time;
}

/// Rule 4: which line, if any, speaks of something else than this export.
std::string_view difference(const detail::Statement& is, const detail::Statement& due) {
    if (is.did != due.did) return "the statement is about another DID";
    if (is.sequence != due.sequence || is.operation_hash != due.operation_hash)
        return "the statement names another last operation";
    if (is.tree_size != due.tree_size || is.root != due.root)
        return "the statement is about another checkpoint";
    return {};
}

}  // namespace

Result<WeidExport> WeidExport::parse(json::Value json) {
    DEED_TRY(Parts parts, read_parts(json));
    if (parts.id.network != registry::network_of(parts.log)) {
        return Error(
            errors::kExportWrongLog,
            "the log is " + registry::network_of(parts.log) + ", the DID is of " + parts.id.network,
            "/log");
    }

    const auto stated = tlog::Checkpoint::parse(parts.checkpoint.body());
    if (!stated)
        return ExportJson::wrapped(errors::kExportCheckpointInvalid, stated.error(), "/checkpoint");
    DEED_TRY(registry::LogHistory history, follow_export(json, *stated));
    const tlog::VerifierKey& signer = history.key_in_force();
    std::string note = parts.checkpoint.to_string();
    const auto checkpoint = tlog::verify_checkpoint(note, signer);
    if (!checkpoint)
        return ExportJson::wrapped(errors::kExportCheckpointInvalid, checkpoint.error(),
                                   "/checkpoint");
    if (const auto verified = parts.statement.verify(signer); !verified)
        return ExportJson::wrapped(errors::kExportStatementInvalid, verified.error(), "/statement");
    DEED_TRY(const detail::Statement statement, read_statement(parts.statement.body()));
    DEED_TRY(const Timestamp as_of, read_time(statement));

    DEED_TRY(auto operations, verify_operations(parts, *checkpoint));
    const auto due = detail::statement_about(parts.did, operations.back().statement, *checkpoint,
                                             statement.time);
    if (const auto fault = difference(statement, due); !fault.empty())
        return Error(errors::kExportStatementMismatch, std::string(fault), "/statement");
    return WeidExport(std::move(parts.did), std::move(history), std::move(note), *checkpoint, as_of,
                      std::move(operations));
}

}  // namespace deed::did
