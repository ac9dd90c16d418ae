#include <algorithm>
#include <set>

#include "evidence/chain/chain_part.hpp"
#include "evidence/chain/cosign_errors.hpp"
#include "evidence/chain/cosign_request.hpp"
#include "evidence/strict_json.hpp"
#include "lib/json/writer.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

// The file of a request for co-signatures (specs/cosign-request.md).

namespace deed::evidence {

namespace evm = registry::evm;

namespace {

constexpr std::string_view kType = "deed/cosign-request/v1";
constexpr std::string_view kCheckpointKind = "checkpoint";
constexpr std::string_view kEpochKind = "next-epoch";
constexpr std::size_t kMaxBytes = std::size_t{1} << 20;
constexpr std::uint64_t kLastEpoch = 0xffffffff;

using detail::StrictJson;

/// The members of one object, whose names were checked.
class Reader {
public:
    Reader(const StrictJson& strict, json::Value object, std::string at)
        : strict_(strict), object_(object), at_(std::move(at)) {}

    std::string at(const char* name) const { return at_ + "/" + name; }
    json::Value value(const char* name) const { return *object_.find(name); }
    Result<std::string> text(const char* name) const {
        DEED_TRY(const std::string_view text, strict_.text(value(name), at(name)));
        return std::string(text);
    }
    Result<registry::Hash> word(const char* name) const { return word_from(value(name), at(name)); }
    Result<registry::Address> account(const char* name) const {
        DEED_TRY(const std::string_view text, strict_.text(value(name), at(name)));
        auto account = evm::parse_account(text);
        if (!account) return strict_.malformed(account.error().message(), at(name));
        return account;
    }
    Result<std::uint64_t> number(const char* name, std::uint64_t most) const {
        DEED_TRY(const std::uint64_t number, strict_.number(value(name), at(name)));
        if (number > most) return strict_.malformed("is beyond " + std::to_string(most), at(name));
        return number;
    }
    Result<std::vector<registry::Hash>> members(const char* name) const {
        DEED_TRY(const json::Array array, strict_.array(value(name), at(name)));
        if (array.size() > registry::kMaxMembers)
            return strict_.malformed("there are more than 96 members", at(name));
        std::vector<registry::Hash> words;
        for (const json::Value element : array) {
            DEED_TRY(const registry::Hash word,
                     word_from(element, at(name) + "/" + std::to_string(words.size())));
            words.push_back(word);
        }
        return words;
    }
    Result<std::uint8_t> threshold() const {
        DEED_TRY(const std::uint64_t threshold, number("threshold", registry::kMaxMembers));
        return static_cast<std::uint8_t>(threshold);
    }

private:
    Result<registry::Hash> word_from(json::Value json, const std::string& at) const {
        DEED_TRY(const std::string_view text, strict_.text(json, at));
        auto word = evm::word_from_hex(text);
        if (!word) return strict_.malformed("must be 0x and 64 hexadecimal digits", at);
        return word;
    }

    const StrictJson& strict_;
    json::Value object_;
    std::string at_;
};

constexpr std::uint64_t kAnyNumber = (std::uint64_t{1} << 53) - 1;

Result<evm::LogHead> read_head(const Reader& reader) {
    evm::LogHead head;
    DEED_TRY(head.size, reader.number("size", kAnyNumber));
    DEED_TRY(head.root, reader.word("root"));
    return head;
}

Result<CheckpointToSign> read_checkpoint(const StrictJson& strict, json::Value json) {
    DEED_CHECK(strict.members(json,
                              {"kind", "log", "origin", "opener", "size", "root", "before",
                               "consistency", "checkpoint", "logKey"},
                              "/statement"));
    const Reader reader(strict, json, "/statement");
    CheckpointToSign read;
    DEED_TRY(read.statement.log, reader.word("log"));
    DEED_TRY(read.statement.head, read_head(reader));
    DEED_TRY(read.origin, reader.text("origin"));
    DEED_TRY(read.opener, reader.account("opener"));
    const json::Value before = reader.value("before");
    DEED_CHECK(strict.members(before, {"size", "root"}, reader.at("before")));
    DEED_TRY(read.before, read_head(Reader(strict, before, reader.at("before"))));
    DEED_TRY(read.consistency,
             detail::read_hashes(strict, reader.value("consistency"), reader.at("consistency")));
    DEED_TRY(read.note, reader.text("checkpoint"));
    DEED_TRY(read.log_key, reader.text("logKey"));
    return read;
}

Result<EpochToSign> read_epoch(const StrictJson& strict, json::Value json) {
    DEED_CHECK(strict.members(json, {"kind", "threshold", "members"}, "/statement"));
    const Reader reader(strict, json, "/statement");
    EpochToSign read;
    DEED_TRY(read.threshold, reader.threshold());
    DEED_TRY(read.members, reader.members("members"));
    return read;
}

Result<void> read_statement(const StrictJson& strict, json::Value json,
                            CosignRequest::Content& content) {
    const auto member = json.is_object() ? json.find("kind") : std::nullopt;
    const auto kind = member ? member->string_if() : std::nullopt;
    if (kind == kCheckpointKind) {
        DEED_TRY(content.what, read_checkpoint(strict, json));
    } else if (kind == kEpochKind) {
        DEED_TRY(content.what, read_epoch(strict, json));
    } else {
        return strict.malformed("is of no known kind", "/statement");
    }
    return {};
}

Result<void> read_signers(const StrictJson& strict, json::Value json,
                          registry::Committee& signers) {
    DEED_CHECK(strict.members(json, {"epoch", "threshold", "members"}, "/signers"));
    const Reader reader(strict, json, "/signers");
    DEED_TRY(const std::uint64_t epoch, reader.number("epoch", kLastEpoch));
    signers.epoch = static_cast<std::uint32_t>(epoch);
    DEED_TRY(signers.threshold, reader.threshold());
    DEED_TRY(signers.members, reader.members("members"));
    return {};
}

/// Each member's proof once, whether it signs, consents, or both by one.
Result<void> read_proofs(const StrictJson& strict, json::Value json, CosignRequest& request) {
    const std::string at = "/signatures";
    DEED_TRY(const json::Array array, strict.array(json, at));
    if (array.size() > 2 * registry::kMaxMembers)
        return strict.malformed("there are more than 192 signatures", at);
    std::set<registry::Hash> read;
    std::size_t index = 0;
    for (const json::Value element : array) {
        const std::string place = at + "/" + std::to_string(index++);
        DEED_CHECK(strict.members(element, {"member", "proof"}, place));
        const Reader reader(strict, element, place);
        DEED_TRY(const registry::Hash member, reader.word("member"));
        DEED_TRY(const std::string text, reader.text("proof"));
        const auto proof = evm::from_hex(text);
        if (!proof) return strict.malformed("must be bytes in hexadecimal digits", place);
        if (!read.insert(member).second)
            return Error(errors::kCosignSignedAlready, evm::to_hex(member) + " stands there twice",
                         place);
        auto added = request.add(member, *proof);
        if (!added) return std::move(added).error().at(place);
    }
    return {};
}

json::Writer& write_number(json::Writer& writer, std::string_view name, std::uint64_t number) {
    return writer.key(name).integer(static_cast<std::int64_t>(number));
}

void write_members(json::Writer& writer, std::uint8_t threshold,
                   std::span<const registry::Hash> members) {
    write_number(writer, "threshold", threshold).key("members").begin_array();
    for (const registry::Hash& member : members) writer.string(evm::to_hex(member));
    writer.end_array();
}

struct StatementWriter {
    json::Writer& writer;

    void operator()(const CheckpointToSign& checkpoint) {
        writer.member("kind", kCheckpointKind)
            .member("log", evm::to_hex(checkpoint.statement.log))
            .member("origin", checkpoint.origin)
            .member("opener", evm::to_checksummed(checkpoint.opener));
        head(checkpoint.statement.head);
        writer.key("before").begin_object();
        head(checkpoint.before);
        writer.end_object();
        detail::write_hashes(writer.key("consistency"), checkpoint.consistency);
        writer.member("checkpoint", checkpoint.note).member("logKey", checkpoint.log_key);
    }
    void operator()(const EpochToSign& next) {
        writer.member("kind", kEpochKind);
        write_members(writer, next.threshold, next.members);
    }
    void head(const evm::LogHead& head) {
        write_number(writer, "size", head.size).member("root", evm::to_hex(head.root));
    }
};

void write_proof(json::Writer& writer, const registry::Hash& member, ByteView proof) {
    writer.begin_object()
        .member("member", evm::to_hex(member))
        .member("proof", evm::to_hex(proof))
        .end_object();
}

void write_proofs(json::Writer& writer, const CosignRequest& request) {
    const auto& members = request.content().signers.members;
    writer.begin_array();
    for (const auto& [number, proof] : request.signatures())
        write_proof(writer, members[number], proof);
    for (const auto& [number, proof] : request.consents()) {
        const registry::Hash& member = request.next_epoch()->members[number];
        // Who is a member of both epochs has signed for both.
        if (std::ranges::find(members, member) == members.end()) write_proof(writer, member, proof);
    }
    writer.end_array();
}

}  // namespace

std::string CosignRequest::to_json() const {
    const auto typed = json::Document::parse(typed_data_);
    DEED_ASSERT(typed.has_value());
    json::Writer writer;
    writer.begin_object().member("type", kType);
    write_number(writer, "chainId", content_.chain_id)
        .member("contract", evm::to_checksummed(content_.contract))
        .member("group", evm::to_hex(content_.group));
    writer.key("signers").begin_object();
    write_number(writer, "epoch", content_.signers.epoch);
    write_members(writer, content_.signers.threshold, content_.signers.members);
    writer.end_object();
    write_number(writer, "deadline", content_.deadline).key("statement").begin_object();
    std::visit(StatementWriter{writer}, content_.what);
    writer.end_object().key("typedData").value(typed->root());
    write_proofs(writer.key("signatures"), *this);
    writer.end_object();
    return json::to_pretty_string(writer.take_document().root()) + "\n";
}

Result<CosignRequest> CosignRequest::parse(std::string_view text) {
    json::Limits limits;
    limits.max_bytes = kMaxBytes;
    DEED_TRY(const json::Document document, json::Document::parse(text, limits));
    const json::Value json = document.root();
    const StrictJson strict(errors::kCosignMalformed);
    DEED_CHECK(strict.type(json, kType, errors::kCosignNewer));
    DEED_CHECK(strict.members(json,
                              {"type", "chainId", "contract", "group", "signers", "deadline",
                               "statement", "typedData", "signatures"},
                              ""));
    const Reader reader(strict, json, "");
    Content content;
    DEED_TRY(content.chain_id, reader.number("chainId", kAnyNumber));
    DEED_TRY(content.contract, reader.account("contract"));
    DEED_TRY(content.group, reader.word("group"));
    DEED_CHECK(read_signers(strict, reader.value("signers"), content.signers));
    DEED_TRY(content.deadline, reader.number("deadline", kAnyNumber));
    DEED_CHECK(read_statement(strict, reader.value("statement"), content));
    DEED_TRY(CosignRequest request, create(std::move(content)));
    const auto expected = json::Document::parse(request.typed_data_);
    DEED_ASSERT(expected.has_value());
    if (!(reader.value("typedData") == expected->root()))
        return Error(errors::kCosignTypedData, "what is to be signed is another", "/typedData");
    DEED_CHECK(read_proofs(strict, reader.value("signatures"), request));
    return request;
}

}  // namespace deed::evidence
