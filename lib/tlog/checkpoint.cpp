#include "lib/tlog/checkpoint.hpp"

#include "lib/encoding/text.hpp"
#include "lib/tlog/errors.hpp"
#include "lib/tlog/text_rules.hpp"

namespace deed::tlog {
namespace {

constexpr std::string_view kProofHeader = "c2sp.org/tlog-proof@v1";
constexpr std::string_view kExtraPrefix = "extra ";
constexpr std::string_view kIndexPrefix = "index ";
/// A tree of 2^64 leaves has 64 levels below its root.
constexpr std::size_t kMaxPathLength = 64;
constexpr std::size_t kMaxProofSize = std::size_t{2} << 20;

Error bad_checkpoint(std::string message) {
    return Error(errors::kCheckpointMalformed, std::move(message));
}

Error bad_proof(std::string message) { return Error(errors::kProofMalformed, std::move(message)); }

Result<std::string_view> proof_line(std::string_view& rest) {
    const std::optional<std::string_view> line = detail::take_line(rest);
    if (!line) return bad_proof("the proof ends before its checkpoint");
    return *line;
}

Result<void> check_embedded_checkpoint(std::string_view text) {
    const Result<Note> note = Note::parse(text);
    if (!note) return bad_proof("its checkpoint is not a signed note: " + note.error().message());
    const Result<Checkpoint> checkpoint = Checkpoint::parse(note->body());
    if (!checkpoint)
        return bad_proof("its checkpoint is malformed: " + checkpoint.error().message());
    return {};
}

}  // namespace

Result<Checkpoint> Checkpoint::parse(std::string_view body) {
    if (!detail::is_note_text(body))
        return bad_checkpoint("the text is not UTF-8, or has a control character");
    Checkpoint checkpoint;
    std::string_view rest = body;
    const auto origin = detail::take_line(rest);
    const auto size = detail::take_line(rest);
    const auto root = detail::take_line(rest);
    if (!origin || !size || !root) return bad_checkpoint("there are fewer than three lines");

    if (origin->empty()) return bad_checkpoint("the origin is empty");
    checkpoint.origin = *origin;
    const std::optional<std::uint64_t> size_value = detail::parse_decimal(*size);
    if (!size_value)
        return bad_checkpoint("the tree size is not a plain decimal number below 2^53");
    checkpoint.size = *size_value;
    const std::optional<Hash> root_value = detail::parse_hash(*root);
    if (!root_value) return bad_checkpoint("the root is not base64 of 32 bytes");
    checkpoint.root = *root_value;

    while (!rest.empty()) {
        const auto extension = detail::take_line(rest);
        if (!extension) return bad_checkpoint("the last line does not end with a newline");
        if (extension->empty()) return bad_checkpoint("an extension line is empty");
        checkpoint.extensions.emplace_back(*extension);
    }
    return checkpoint;
}

std::string Checkpoint::to_body() const {
    std::string body = origin + "\n" + std::to_string(size) + "\n" + base64_encode(root) + "\n";
    for (const std::string& extension : extensions) body += extension + "\n";
    return body;
}

Result<Checkpoint> verify_checkpoint(std::string_view note, const VerifierKey& log) {
    DEED_TRY(const Note parsed, Note::parse(note));
    DEED_CHECK(parsed.verify(log));
    DEED_TRY(Checkpoint checkpoint, Checkpoint::parse(parsed.body()));
    if (checkpoint.origin != log.name())
        return Error(errors::kOriginMismatch,
                     "the checkpoint is of " + checkpoint.origin + ", the key of " + log.name());
    return checkpoint;
}

Result<EntryProof> EntryProof::parse(std::string_view text) {
    if (text.size() > kMaxProofSize) return bad_proof("the proof is larger than 2 MiB");
    std::string_view rest = text;
    DEED_TRY(const std::string_view header, proof_line(rest));
    if (header != kProofHeader)
        return bad_proof("the first line is not " + std::string(kProofHeader));

    EntryProof proof;
    DEED_TRY(std::string_view line, proof_line(rest));
    if (line.starts_with(kExtraPrefix)) {
        auto extra = base64_decode(line.substr(kExtraPrefix.size()));
        // "If no extra data is present, this line is omitted."
        if (!extra || extra->empty()) return bad_proof("the extra data is empty or not base64");
        proof.extra = std::move(*extra);
        DEED_TRY(line, proof_line(rest));
    }

    if (!line.starts_with(kIndexPrefix)) return bad_proof("there is no index line");
    const auto index = detail::parse_decimal(line.substr(kIndexPrefix.size()));
    if (!index) return bad_proof("the index is not a plain decimal number below 2^53");
    proof.index = *index;

    for (;;) {
        DEED_TRY(line, proof_line(rest));
        if (line.empty()) break;
        if (proof.path.size() == kMaxPathLength) return bad_proof("there are more than 64 hashes");
        const std::optional<Hash> hash = detail::parse_hash(line);
        if (!hash) return bad_proof("a line of the path is not base64 of 32 bytes");
        proof.path.push_back(*hash);
    }
    DEED_CHECK(check_embedded_checkpoint(rest));
    proof.checkpoint = rest;
    return proof;
}

std::string EntryProof::to_string() const {
    std::string text = std::string(kProofHeader) + "\n";
    if (!extra.empty()) text += std::string(kExtraPrefix) + base64_encode(extra) + "\n";
    text += std::string(kIndexPrefix) + std::to_string(index) + "\n";
    for (const Hash& hash : path) text += base64_encode(hash) + "\n";
    return text + "\n" + checkpoint;
}

Result<Checkpoint> EntryProof::verify(ByteView entry, const VerifierKey& log) const {
    DEED_TRY(Checkpoint head, verify_checkpoint(checkpoint, log));
    DEED_CHECK(verify_inclusion(index, head.size, leaf_hash(entry), path, head.root));
    return head;
}

}  // namespace deed::tlog
