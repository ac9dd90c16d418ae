#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

#include "did/methods/export_errors.hpp"
#include "did/methods/weid_export.hpp"
#include "did/methods/weid_export_format.hpp"
#include "did/methods/weid_history.hpp"
#include "lib/encoding/text.hpp"
#include "lib/encoding/utf8.hpp"
#include "lib/json/pointer.hpp"

// Reads and judges a DID export by specs/did-weid.md section 4.

namespace deed::did {
namespace {

/// What an error quotes of a name that somebody else chose.
constexpr std::size_t kQuotedLength = 64;

/// One element of "operations", as it stands in the file.
struct OperationPart {
    std::uint64_t position;
    Bytes entry;
    std::vector<tlog::Hash> proof;
    std::optional<Bytes> body;
};

/// The file's members, decoded; nothing is verified yet.
struct Parts {
    Did did;
    WeidId id;
    tlog::VerifierKey log;
    std::vector<OperationPart> operations;
    std::string checkpoint;
    tlog::Note statement;
};

Error malformed(std::string message, std::string pointer) {
    return Error(errors::kExportMalformed, std::move(message), std::move(pointer));
}

Error wrapped(const ErrorCode& code, const Error& inner, std::string pointer) {
    return Error(code, inner.to_string(), std::move(pointer));
}

Result<void> check_members(json::Value object, std::initializer_list<std::string_view> known,
                           const std::string& at) {
    if (!object.is_object()) return malformed("must be an object", at);
    for (const auto& [name, value] : object.object()) {
        if (std::ranges::find(known, name) == known.end())
            return malformed("unknown member",
                             at + json::pointer_token(utf8_prefix(name, kQuotedLength)));
    }
    return {};
}

Result<json::Value> member(json::Value object, std::string_view name, const std::string& at) {
    const auto value = object.find(name);
    if (!value) return malformed("\"" + std::string(name) + "\" is missing", at);
    return *value;
}

Result<std::string_view> text_member(json::Value object, std::string_view name,
                                     const std::string& at) {
    DEED_TRY(const json::Value value, member(object, name, at));
    const auto text = value.string_if();
    if (!text) return malformed("must be a string", at + json::pointer_token(name));
    return *text;
}

Result<json::Array> array_member(json::Value object, std::string_view name, const std::string& at) {
    DEED_TRY(const json::Value value, member(object, name, at));
    if (!value.is_array()) return malformed("must be an array", at + json::pointer_token(name));
    return value.array();
}

Result<Bytes> base64_of(std::string_view text, const std::string& at) {
    auto bytes = base64_decode(text);
    if (!bytes) return wrapped(errors::kExportMalformed, bytes.error(), at);
    return bytes;
}

Result<std::vector<tlog::Hash>> read_proof(json::Array array, const std::string& at) {
    std::vector<tlog::Hash> proof;
    for (const json::Value value : array) {
        const std::string place = at + "/" + std::to_string(proof.size());
        const auto text = value.string_if();
        if (!text) return malformed("must be a string", place);
        DEED_TRY(const Bytes bytes, base64_of(*text, place));
        tlog::Hash hash{};
        if (bytes.size() != hash.size()) return malformed("a hash has 32 bytes", place);
        std::ranges::copy(bytes, hash.begin());
        proof.push_back(hash);
    }
    return proof;
}

Result<OperationPart> read_operation(json::Value value, const std::string& at) {
    DEED_CHECK(check_members(value, {"position", "entry", "proof", "body"}, at));
    DEED_TRY(const json::Value number, member(value, "position", at));
    const auto position = number.is_number() ? number.integer() : std::nullopt;
    if (!position || *position < 0) return malformed("must be a whole number", at + "/position");
    DEED_TRY(const std::string_view entry_text, text_member(value, "entry", at));
    DEED_TRY(Bytes entry, base64_of(entry_text, at + "/entry"));
    DEED_TRY(const json::Array proof_array, array_member(value, "proof", at));
    DEED_TRY(auto proof, read_proof(proof_array, at + "/proof"));

    OperationPart part{static_cast<std::uint64_t>(*position), std::move(entry), std::move(proof),
                       std::nullopt};
    if (!value.find("body")) return part;
    DEED_TRY(const std::string_view body_text, text_member(value, "body", at));
    DEED_TRY(part.body, base64_of(body_text, at + "/body"));
    return part;
}

Result<std::vector<OperationPart>> read_operations(json::Value json) {
    DEED_TRY(const json::Array array, array_member(json, "operations", ""));
    std::vector<OperationPart> operations;
    for (const json::Value value : array) {
        const std::string at = "/operations/" + std::to_string(operations.size());
        DEED_TRY(OperationPart part, read_operation(value, at));
        operations.push_back(std::move(part));
    }
    if (operations.empty()) return malformed("a DID has at least one operation", "/operations");
    return operations;
}

Result<tlog::Note> read_note(json::Value json, std::string_view name) {
    DEED_TRY(const std::string_view text, text_member(json, name, ""));
    auto note = tlog::Note::parse(text);
    if (!note) return wrapped(errors::kExportMalformed, note.error(), json::pointer_token(name));
    return note;
}

/// Rule 1, but for the network.
Result<Parts> read_parts(json::Value json) {
    DEED_CHECK(
        check_members(json, {"type", "did", "log", "operations", "checkpoint", "statement"}, ""));
    DEED_TRY(const std::string_view type, text_member(json, "type", ""));
    if (type != detail::kExportType)
        return malformed("must be " + std::string(detail::kExportType), "/type");
    if (json::to_string(json).size() > kMaxExportSize)
        return malformed("an export is at most 16 MiB", "");

    DEED_TRY(const std::string_view did_text, text_member(json, "did", ""));
    auto did = Did::parse(did_text);
    if (!did) return wrapped(errors::kExportMalformed, did.error(), "/did");
    auto id = parse_weid(*did);
    if (!id) return wrapped(errors::kExportMalformed, id.error(), "/did");
    DEED_TRY(const std::string_view log_text, text_member(json, "log", ""));
    auto log = tlog::VerifierKey::parse(log_text);
    if (!log) return wrapped(errors::kExportMalformed, log.error(), "/log");
    DEED_TRY(auto operations, read_operations(json));
    DEED_TRY(const tlog::Note checkpoint, read_note(json, "checkpoint"));
    DEED_TRY(tlog::Note statement, read_note(json, "statement"));
    return Parts{std::move(did).value(), std::move(id).value(),  std::move(log).value(),
                 std::move(operations),  checkpoint.to_string(), std::move(statement)};
}

/// The entry of one element, if the tree holds it there and its body is at hand.
Result<registry::Recorded> verify_operation(const OperationPart& part,
                                            const tlog::Checkpoint& checkpoint,
                                            const std::string& at) {
    const auto included = tlog::verify_inclusion(
        part.position, checkpoint.size, tlog::leaf_hash(part.entry), part.proof, checkpoint.root);
    if (!included) return wrapped(errors::kExportInclusionInvalid, included.error(), at);

    const auto body_name = registry::detached_body_name(part.entry);
    if (!body_name) return wrapped(errors::kExportHistoryInvalid, body_name.error(), at);
    // A body that the entry does not refer to would be proved by nothing.
    if (body_name->has_value() != part.body.has_value())
        return malformed("\"body\" stands where, and only where, the entry lacks it", at);
    auto entry = registry::Entry::parse(
        part.entry, part.body ? std::optional<ByteView>(*part.body) : std::nullopt);
    if (!entry) return wrapped(errors::kExportHistoryInvalid, entry.error(), at);
    return registry::Recorded{part.position, entry->accepted, std::move(entry->operation)};
}

/// Rule 3.
Result<std::vector<registry::Recorded>> verify_operations(const Parts& parts,
                                                          const tlog::Checkpoint& checkpoint) {
    std::vector<registry::Recorded> operations;
    for (const OperationPart& part : parts.operations) {
        const std::string at = "/operations/" + std::to_string(operations.size());
        if (!operations.empty() && part.position <= operations.back().position)
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

    const auto checkpoint = tlog::verify_checkpoint(parts.checkpoint, parts.log);
    if (!checkpoint)
        return wrapped(errors::kExportCheckpointInvalid, checkpoint.error(), "/checkpoint");
    if (const auto verified = parts.statement.verify(parts.log); !verified)
        return wrapped(errors::kExportStatementInvalid, verified.error(), "/statement");
    DEED_TRY(const detail::Statement statement, read_statement(parts.statement.body()));
    DEED_TRY(const Timestamp as_of, read_time(statement));

    DEED_TRY(auto operations, verify_operations(parts, *checkpoint));
    const auto due = detail::statement_about(parts.did, operations.back().operation, *checkpoint,
                                             statement.time);
    if (const auto fault = difference(statement, due); !fault.empty())
        return Error(errors::kExportStatementMismatch, std::string(fault), "/statement");
    return WeidExport(std::move(parts.did), std::move(parts.log), std::move(parts.checkpoint),
                      *checkpoint, as_of, std::move(operations));
}

}  // namespace deed::did
