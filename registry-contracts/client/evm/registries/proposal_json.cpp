#include <initializer_list>

#include "lib/json/writer.hpp"
#include "registry-contracts/client/evm/registries/proposal.hpp"
#include "registry-contracts/client/evm/registries/proposal_errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

// The file of a proposal (specs/issuer-approvals.md).

namespace deed::registry::evm {
namespace {

constexpr std::string_view kFormat = "deed-issuer-proposal";
/// Files for logs are of a version that readers of chains' files know they do not know.
constexpr std::int64_t kVersion = 1;
constexpr std::int64_t kLogVersion = 2;
constexpr std::size_t kMaxBytes = std::size_t{1} << 20;

Error malformed(std::string_view where, std::string_view what) {
    return {errors::kProposalMalformed, std::string(what), std::string(where)};
}

/// Reads the members of one object, each once and none besides.
class Reader {
public:
    Reader(json::Value value, std::string_view where) : value_(value), where_(where) {}

    /// The object has just these members.
    Result<void> expect(std::initializer_list<std::string_view> names) const {
        if (!value_.is_object()) return malformed(where_, "is not an object");
        for (const std::string_view name : names)
            if (!value_.find(name)) return malformed(at(name), "is missing");
        if (value_.object().size() != names.size())
            return malformed(where_, "has members that are not known");
        return {};
    }
    Result<json::Value> get(std::string_view name) const {
        const auto found = value_.find(name);
        if (!found) return malformed(at(name), "is missing");
        return *found;
    }
    Result<std::string> text(std::string_view name) const {
        DEED_TRY(const json::Value value, get(name));
        if (!value.is_string()) return malformed(at(name), "is not text");
        return std::string(value.string());
    }
    Result<bool> truth(std::string_view name) const {
        DEED_TRY(const json::Value value, get(name));
        if (!value.is_boolean()) return malformed(at(name), "is neither true nor false");
        return value.boolean();
    }
    /// Up to `most`, and to 2^53 − 1.
    Result<std::uint64_t> number(std::string_view name, std::uint64_t most) const {
        DEED_TRY(const json::Value value, get(name));
        const auto number = value.is_number() ? value.integer() : std::nullopt;
        if (!number || *number < 0 || static_cast<std::uint64_t>(*number) > most)
            return malformed(at(name), "is not a number within its bounds");
        return static_cast<std::uint64_t>(*number);
    }
    Result<Word> word(std::string_view name) const {
        DEED_TRY(const std::string written, text(name));
        const auto word = word_from_hex(written);
        if (!word) return malformed(at(name), "is not 32 bytes in hexadecimal digits");
        return *word;
    }
    Result<Address> account(std::string_view name) const {
        DEED_TRY(const std::string written, text(name));
        const auto account = parse_account(written);
        if (!account) return malformed(at(name), "is not an account");
        return *account;
    }
    Result<std::vector<json::Value>> list(std::string_view name, std::size_t most) const {
        DEED_TRY(const json::Value value, get(name));
        if (!value.is_array() || value.array().size() > most)
            return malformed(at(name), "is not a list, or too long");
        std::vector<json::Value> values;
        for (const json::Value element : value.array()) values.push_back(element);
        return values;
    }
    Result<std::vector<Word>> words(std::string_view name) const {
        DEED_TRY(const auto values, list(name, kMaxMembers));
        std::vector<Word> words;
        for (const json::Value value : values) {
            const auto word = word_from_hex(value.string_if().value_or(""));
            if (!word) return malformed(at(name), "holds what is not 32 bytes");
            words.push_back(*word);
        }
        return words;
    }
    std::string at(std::string_view name) const { return where_ + "/" + std::string(name); }

private:
    json::Value value_;
    std::string where_;
};

constexpr std::uint64_t kAnyNumber = (std::uint64_t{1} << 53) - 1;

Result<AccreditationStep> step_from(json::Value value, const std::string& where) {
    const Reader reader(value, where);
    DEED_CHECK(reader.expect({"holder", "type"}));
    AccreditationStep step;
    DEED_TRY(step.holder, reader.account("holder"));
    DEED_TRY(step.type, reader.word("type"));
    return step;
}

Result<AccreditationPath> path_from(const Reader& reader, std::string_view name) {
    DEED_TRY(const auto values, reader.list(name, kMaxPathSteps));
    AccreditationPath path;
    for (const json::Value value : values) {
        DEED_TRY(AccreditationStep step, step_from(value, reader.at(name)));
        path.push_back(step);
    }
    return path;
}

Result<Decision> accredit_from(const Reader& reader) {
    DEED_CHECK(reader.expect({"kind", "path", "grant"}));
    Accredit decision;
    DEED_TRY(decision.path, path_from(reader, "path"));
    DEED_TRY(const json::Value value, reader.get("grant"));
    const Reader grant(value, reader.at("grant"));
    DEED_CHECK(grant.expect({"mayIssue", "depth", "from", "until", "info"}));
    DEED_TRY(decision.grant.may_issue, grant.truth("mayIssue"));
    DEED_TRY(const std::uint64_t depth, grant.number("depth", 0xff));
    decision.grant.depth = static_cast<std::uint8_t>(depth);
    DEED_TRY(decision.grant.from, grant.number("from", kLastMoment));
    DEED_TRY(decision.grant.until, grant.number("until", kLastMoment));
    DEED_TRY(decision.grant.info, grant.word("info"));
    return Decision(std::move(decision));
}

Result<Decision> standing_from(const Reader& reader) {
    DEED_CHECK(reader.expect({"kind", "path", "standing", "actsFrom", "reason"}));
    SetStanding decision;
    DEED_TRY(decision.path, path_from(reader, "path"));
    DEED_TRY(const std::string standing, reader.text("standing"));
    for (const Standing known : {Standing::active, Standing::suspended, Standing::removed})
        if (standing == to_string(known)) decision.standing = known;
    if (decision.standing == Standing::none)
        return malformed(reader.at("standing"), "is no standing");
    DEED_TRY(decision.acts_from, reader.number("actsFrom", kLastMoment));
    DEED_TRY(decision.reason, reader.word("reason"));
    return Decision(std::move(decision));
}

Result<Decision> bar_from(const Reader& reader) {
    DEED_CHECK(reader.expect({"kind", "holder", "barred", "actsFrom", "reason"}));
    SetBar decision;
    DEED_TRY(decision.holder, reader.account("holder"));
    DEED_TRY(decision.barred, reader.truth("barred"));
    DEED_TRY(decision.acts_from, reader.number("actsFrom", kLastMoment));
    DEED_TRY(decision.reason, reader.word("reason"));
    return Decision(std::move(decision));
}

Result<Decision> assign_from(const Reader& reader) {
    DEED_CHECK(reader.expect({"kind", "accreditor", "subject", "name"}));
    AssignName decision;
    DEED_TRY(decision.accreditor, path_from(reader, "accreditor"));
    DEED_TRY(const json::Value subject, reader.get("subject"));
    DEED_TRY(decision.subject, step_from(subject, reader.at("subject")));
    DEED_TRY(decision.name, reader.text("name"));
    return Decision(std::move(decision));
}

Result<Decision> withdraw_from(const Reader& reader) {
    DEED_CHECK(reader.expect({"kind", "accreditor", "subject", "name"}));
    WithdrawName decision;
    DEED_TRY(decision.accreditor, path_from(reader, "accreditor"));
    DEED_TRY(decision.subject, reader.account("subject"));
    DEED_TRY(decision.name, reader.text("name"));
    return Decision(std::move(decision));
}

Result<Decision> change_from(const Reader& reader) {
    DEED_CHECK(reader.expect({"kind", "threshold", "members"}));
    ChangeCommittee decision;
    DEED_TRY(const std::uint64_t threshold, reader.number("threshold", kMaxMembers));
    decision.threshold = static_cast<std::uint8_t>(threshold);
    DEED_TRY(decision.members, reader.words("members"));
    return Decision(std::move(decision));
}

Result<Decision> decision_from(json::Value value) {
    constexpr std::pair<std::string_view, Result<Decision> (*)(const Reader&)> kKinds[] = {
        {"accredit", accredit_from},
        {"set-standing", standing_from},
        {"set-bar", bar_from},
        {"assign-name", assign_from},
        {"withdraw-name", withdraw_from},
        {"change-committee", change_from}};
    const Reader reader(value, "/decision");
    DEED_TRY(const std::string kind, reader.text("kind"));
    for (const auto& [known, read] : kKinds)
        if (kind == known) return read(reader);
    return malformed("/decision/kind", "is not known");
}

/// One who decides: {"committee": {...}} or {"accreditor": {"actor": ...}}.
Result<void> read_decider(json::Value value, Proposal::Content& content) {
    const Reader reader(value, "/decider");
    if (value.is_object() && value.find("actor")) {
        DEED_CHECK(reader.expect({"actor"}));
        DEED_TRY(content.actor, reader.account("actor"));
        return {};
    }
    DEED_CHECK(reader.expect({"epoch", "threshold", "members"}));
    Committee committee;
    DEED_TRY(const std::uint64_t epoch, reader.number("epoch", 0xffffffff));
    committee.epoch = static_cast<std::uint32_t>(epoch);
    DEED_TRY(const std::uint64_t threshold, reader.number("threshold", kMaxMembers));
    committee.threshold = static_cast<std::uint8_t>(threshold);
    DEED_TRY(committee.members, reader.words("members"));
    content.terms.epoch = committee.epoch;
    content.committee = std::move(committee);
    return {};
}

/// The chain's contract or the log that it is for; and there are just the members of such a file.
Result<void> read_place(const Reader& reader, bool is_on_log, Proposal::Content& content) {
    if (is_on_log) {
        DEED_CHECK(reader.expect({"format", "version", "network", "root", "decision", "decider",
                                  "number", "expiry", "typedData", "signatures", "consents"}));
        DEED_TRY(content.network, reader.text("network"));
        if (content.network.empty()) return malformed("/network", "is empty");
        return {};
    }
    DEED_CHECK(
        reader.expect({"format", "version", "chainId", "contract", "root", "decision", "decider",
                       "number", "expiry", "typedData", "signatures", "consents"}));
    DEED_TRY(content.chain_id, reader.number("chainId", kAnyNumber));
    DEED_TRY(content.contract, reader.account("contract"));
    return {};
}

Result<void> read_proofs(const Reader& reader, std::string_view name, Proposal& proposal) {
    DEED_TRY(const auto values, reader.list(name, 2 * kMaxMembers));
    for (const json::Value value : values) {
        const Reader entry(value, reader.at(name));
        DEED_CHECK(entry.expect({"member", "proof"}));
        DEED_TRY(const Word member, entry.word("member"));
        DEED_TRY(const std::string written, entry.text("proof"));
        const auto proof = from_hex(written);
        if (!proof) return malformed(entry.at("proof"), "is not bytes in hexadecimal digits");
        DEED_CHECK(proposal.add(member, *proof));
    }
    return {};
}

void write_path(json::Writer& writer, const AccreditationPath& path) {
    writer.begin_array();
    for (const AccreditationStep& step : path)
        writer.begin_object()
            .member("holder", to_checksummed(step.holder))
            .member("type", to_hex(step.type))
            .end_object();
    writer.end_array();
}

void write_words(json::Writer& writer, std::span<const Hash> words) {
    writer.begin_array();
    for (const Hash& word : words) writer.string(to_hex(word));
    writer.end_array();
}

json::Writer& write_number(json::Writer& writer, std::string_view name, std::uint64_t number) {
    return writer.key(name).integer(static_cast<std::int64_t>(number));
}

struct DecisionWriter {
    json::Writer& writer;

    void operator()(const Accredit& decision) {
        write_path(writer.key("path"), decision.path);
        writer.key("grant").begin_object().key("mayIssue").boolean(decision.grant.may_issue);
        write_number(writer, "depth", decision.grant.depth);
        write_number(writer, "from", decision.grant.from);
        write_number(writer, "until", decision.grant.until);
        writer.member("info", to_hex(decision.grant.info)).end_object();
    }
    void operator()(const SetStanding& decision) {
        write_path(writer.key("path"), decision.path);
        writer.member("standing", to_string(decision.standing));
        write_number(writer, "actsFrom", decision.acts_from);
        writer.member("reason", to_hex(decision.reason));
    }
    void operator()(const SetBar& decision) {
        writer.member("holder", to_checksummed(decision.holder));
        writer.key("barred").boolean(decision.barred);
        write_number(writer, "actsFrom", decision.acts_from);
        writer.member("reason", to_hex(decision.reason));
    }
    void operator()(const AssignName& decision) {
        write_path(writer.key("accreditor"), decision.accreditor);
        writer.key("subject")
            .begin_object()
            .member("holder", to_checksummed(decision.subject.holder))
            .member("type", to_hex(decision.subject.type))
            .end_object();
        writer.member("name", decision.name);
    }
    void operator()(const WithdrawName& decision) {
        write_path(writer.key("accreditor"), decision.accreditor);
        writer.member("subject", to_checksummed(decision.subject));
        writer.member("name", decision.name);
    }
    void operator()(const ChangeCommittee& decision) {
        write_number(writer, "threshold", decision.threshold);
        write_words(writer.key("members"), decision.members);
    }
};

void write_decider(json::Writer& writer, const Proposal::Content& content) {
    writer.key("decider").begin_object();
    if (content.committee) {
        write_number(writer, "epoch", content.committee->epoch);
        write_number(writer, "threshold", content.committee->threshold);
        write_words(writer.key("members"), content.committee->members);
    } else {
        writer.member("actor", to_checksummed(content.actor));
    }
    writer.end_object();
}

void write_proofs(json::Writer& writer, const MemberProofs& proofs, std::span<const Hash> members) {
    writer.begin_array();
    for (const auto& [number, proof] : proofs)
        writer.begin_object()
            .member("member", to_hex(members[number]))
            .member("proof", to_hex(proof))
            .end_object();
    writer.end_array();
}

}  // namespace

std::string Proposal::to_json() const {
    const auto typed = typed_data();
    DEED_ASSERT(typed.has_value());  // create() has hashed the same
    const auto document = json::Document::parse(*typed);
    DEED_ASSERT(document.has_value());
    json::Writer writer;
    writer.begin_object().member("format", kFormat);
    writer.key("version").integer(content_.is_on_log() ? kLogVersion : kVersion);
    if (content_.is_on_log()) {
        writer.member("network", content_.network);
    } else {
        write_number(writer, "chainId", content_.chain_id);
        writer.member("contract", to_checksummed(content_.contract));
    }
    writer.member("root", to_hex(content_.root));
    writer.key("decision").begin_object().member("kind", kind_of(content_.decision));
    std::visit(DecisionWriter{writer}, content_.decision);
    writer.end_object();
    write_decider(writer, content_);
    write_number(writer, "number", content_.terms.number);
    write_number(writer, "expiry", content_.expiry);
    writer.key("typedData").value(document->root());
    const Hash actor = member_word(content_.actor);
    write_proofs(writer.key("signatures"), signatures_,
                 content_.committee ? std::span<const Hash>(content_.committee->members)
                                    : std::span<const Hash>(&actor, 1));
    write_proofs(
        writer.key("consents"), consents_,
        change() != nullptr ? std::span<const Hash>(change()->members) : std::span<const Hash>());
    writer.end_object();
    return json::to_pretty_string(writer.take_document().root()) + "\n";
}

Result<Proposal> Proposal::parse(std::string_view text) {
    json::Limits limits;
    limits.max_bytes = kMaxBytes;
    DEED_TRY(const json::Document document, json::Document::parse(text, limits));
    const Reader reader(document.root(), "");
    DEED_TRY(const std::string format, reader.text("format"));
    if (format != kFormat) return malformed("/format", "is not " + std::string(kFormat));
    DEED_TRY(const std::uint64_t version, reader.number("version", kAnyNumber));
    if (version > kLogVersion)
        return Error(errors::kProposalNewer, "version " + std::to_string(version));
    if (version == 0) return malformed("/version", "is not known");
    Content content;
    DEED_CHECK(read_place(reader, version == kLogVersion, content));
    DEED_TRY(content.root, reader.word("root"));
    DEED_TRY(const json::Value decision, reader.get("decision"));
    DEED_TRY(content.decision, decision_from(decision));
    DEED_TRY(const json::Value decider, reader.get("decider"));
    DEED_CHECK(read_decider(decider, content));
    DEED_TRY(content.terms.number, reader.number("number", kAnyNumber));
    DEED_TRY(content.expiry, reader.number("expiry", kAnyNumber));
    DEED_TRY(Proposal proposal, create(std::move(content)));
    DEED_TRY(const std::string own, proposal.typed_data());
    DEED_TRY(const json::Document expected, json::Document::parse(own));
    DEED_TRY(const json::Value typed, reader.get("typedData"));
    if (!(typed == expected.root()))
        return Error(errors::kProposalTypedData, "what is to be signed is another", "/typedData");
    DEED_CHECK(read_proofs(reader, "signatures", proposal));
    DEED_CHECK(read_proofs(reader, "consents", proposal));
    return proposal;
}

}  // namespace deed::registry::evm
