#include "registry-contracts/client/issuer_body.hpp"

#include <algorithm>

#include "registry-contracts/client/body_reader.hpp"
#include "registry-contracts/client/decision_message.hpp"
#include "registry-contracts/client/display_name.hpp"
#include "registry-contracts/client/members.hpp"

namespace deed::registry {
namespace {

/// Of 96 members, each with a proof of 128 bytes.
constexpr std::size_t kMaxSignatures = kMaxMembers * (3 + 128);

Result<std::uint64_t> bounded(cbor::Reader& reader, std::uint64_t most) {
    DEED_TRY(const std::uint64_t number, reader.uint());
    if (number > most) return malformed_operation("a number is beyond its bounds");
    return number;
}

Result<std::uint8_t> small(cbor::Reader& reader) {
    DEED_TRY(const std::uint64_t number, bounded(reader, 0xff));
    return static_cast<std::uint8_t>(number);
}

Result<std::vector<Hash>> read_members(cbor::Reader& reader) {
    DEED_TRY(const std::uint64_t count, reader.array());
    if (count > kMaxMembers) return malformed_operation("a group has at most 96 members");
    std::vector<Hash> members(count);
    for (Hash& member : members) DEED_CHECK(fill_of_body(reader, member));
    return members;
}

void write_members(cbor::Writer& writer, const std::vector<Hash>& members) {
    writer.array(members.size());
    for (const Hash& member : members) writer.bytes(member);
}

Result<AccreditationStep> read_step(cbor::Reader& reader) {
    AccreditationStep step;
    DEED_CHECK(reader.array_of(2));
    DEED_CHECK(fill_of_body(reader, step.holder));
    DEED_CHECK(fill_of_body(reader, step.type));
    return step;
}

void write_step(cbor::Writer& writer, const AccreditationStep& step) {
    writer.array(2).bytes(step.holder).bytes(step.type);
}

/// `least` steps or more: none are of the committee's names.
Result<AccreditationPath> read_path(cbor::Reader& reader, std::uint64_t least) {
    DEED_TRY(const std::uint64_t count, reader.array());
    if (count < least || count > kMaxPathSteps)
        return malformed_operation("a path has another length");
    AccreditationPath path;
    for (std::uint64_t i = 0; i < count; ++i) {
        DEED_TRY(const AccreditationStep step, read_step(reader));
        path.push_back(step);
    }
    return path;
}

void write_path(cbor::Writer& writer, const AccreditationPath& path) {
    writer.array(path.size());
    for (const AccreditationStep& step : path) write_step(writer, step);
}

Result<std::string> read_name(cbor::Reader& reader) {
    DEED_TRY(const std::string_view text, reader.text());
    if (text.size() > DisplayName::kMaxBytes)
        return malformed_operation("a name has at most 96 bytes");
    return std::string(text);
}

Result<Bytes> read_signatures(cbor::Reader& reader) {
    DEED_TRY(const ByteView bytes, reader.bytes());
    if (bytes.size() > kMaxSignatures) return malformed_operation("the signatures are too long");
    return to_bytes(bytes);
}

Result<Decision> read_accredit(cbor::Reader& reader) {
    Accredit decision;
    DEED_TRY(decision.path, read_path(reader, 1));
    Grant& grant = decision.grant;
    DEED_CHECK(reader.array_of(5));
    DEED_TRY(grant.may_issue, reader.boolean());
    DEED_TRY(grant.depth, small(reader));
    DEED_TRY(grant.from, bounded(reader, kLastMoment));
    DEED_TRY(grant.until, bounded(reader, kLastMoment));
    DEED_CHECK(fill_of_body(reader, grant.info));
    return Decision(std::move(decision));
}

Result<Decision> read_standing(cbor::Reader& reader) {
    SetStanding decision;
    DEED_TRY(decision.path, read_path(reader, 1));
    constexpr auto kLast = static_cast<std::uint64_t>(Standing::removed);
    DEED_TRY(const std::uint64_t standing, bounded(reader, kLast));
    decision.standing = static_cast<Standing>(standing);
    DEED_TRY(decision.acts_from, bounded(reader, kLastMoment));
    DEED_CHECK(fill_of_body(reader, decision.reason));
    return Decision(std::move(decision));
}

Result<Decision> read_bar(cbor::Reader& reader) {
    SetBar decision;
    DEED_CHECK(fill_of_body(reader, decision.holder));
    DEED_TRY(decision.barred, reader.boolean());
    DEED_TRY(decision.acts_from, bounded(reader, kLastMoment));
    DEED_CHECK(fill_of_body(reader, decision.reason));
    return Decision(std::move(decision));
}

Result<Decision> read_assign(cbor::Reader& reader) {
    AssignName decision;
    DEED_TRY(decision.accreditor, read_path(reader, 0));
    DEED_TRY(decision.subject, read_step(reader));
    DEED_TRY(decision.name, read_name(reader));
    return Decision(std::move(decision));
}

Result<Decision> read_withdraw(cbor::Reader& reader) {
    WithdrawName decision;
    DEED_TRY(decision.accreditor, read_path(reader, 0));
    DEED_CHECK(fill_of_body(reader, decision.subject));
    DEED_TRY(decision.name, read_name(reader));
    return Decision(std::move(decision));
}

Result<Decision> read_change(cbor::Reader& reader) {
    ChangeCommittee decision;
    DEED_TRY(decision.threshold, small(reader));
    DEED_TRY(decision.members, read_members(reader));
    return Decision(std::move(decision));
}

/// Items of a decision in its body, between the root and the approval.
struct Form {
    OperationType type;
    std::uint64_t items;
    Result<Decision> (*read)(cbor::Reader&);
};

/// In the order of Decision's alternatives.
constexpr Form kForms[] = {{OperationType::issuer_accredit, 2, read_accredit},
                           {OperationType::issuer_standing, 4, read_standing},
                           {OperationType::issuer_bar, 4, read_bar},
                           {OperationType::issuer_name, 3, read_assign},
                           {OperationType::issuer_unname, 3, read_withdraw},
                           {OperationType::issuer_committee, 2, read_change}};

const Form& form_of(OperationType type) {
    const auto* const found = std::ranges::find(kForms, type, &Form::type);
    DEED_ASSERT(found != std::end(kForms));
    return *found;
}

Result<Approval> read_approval(cbor::Reader& reader, bool with_consents) {
    Approval approval;
    DEED_CHECK(reader.array_of(with_consents ? 4 : 3));
    DEED_TRY(const std::uint64_t epoch, bounded(reader, 0xffffffff));
    approval.epoch = static_cast<std::uint32_t>(epoch);
    DEED_TRY(approval.expiry, reader.uint());
    DEED_TRY(approval.signatures, read_signatures(reader));
    if (!with_consents) return approval;
    DEED_TRY(approval.consents, read_signatures(reader));
    return approval;
}

struct ItemWriter {
    cbor::Writer& writer;

    void operator()(const Accredit& decision) {
        write_path(writer, decision.path);
        const Grant& grant = decision.grant;
        writer.array(5).boolean(grant.may_issue).uint(grant.depth);
        writer.uint(grant.from).uint(grant.until).bytes(grant.info);
    }
    void operator()(const SetStanding& decision) {
        write_path(writer, decision.path);
        writer.uint(static_cast<std::uint64_t>(decision.standing));
        writer.uint(decision.acts_from).bytes(decision.reason);
    }
    void operator()(const SetBar& decision) {
        writer.bytes(decision.holder).boolean(decision.barred);
        writer.uint(decision.acts_from).bytes(decision.reason);
    }
    void operator()(const AssignName& decision) {
        write_path(writer, decision.accreditor);
        write_step(writer, decision.subject);
        writer.text(decision.name);
    }
    void operator()(const WithdrawName& decision) {
        write_path(writer, decision.accreditor);
        writer.bytes(decision.subject).text(decision.name);
    }
    void operator()(const ChangeCommittee& decision) {
        writer.uint(decision.threshold);
        write_members(writer, decision.members);
    }
};

Hash hash_of(std::initializer_list<ByteView> parts) {
    Bytes bytes;
    for (const ByteView part : parts) append(bytes, part);
    return crypto::keccak256(bytes);
}

std::array<std::uint8_t, 8> big_endian(std::uint64_t number) {
    std::array<std::uint8_t, 8> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[bytes.size() - 1 - i] = static_cast<std::uint8_t>(number >> (8 * i));
    return bytes;
}

/// The name's key by its fold, or by its text where it is no name, which the rules then refuse.
OwnedKey key_of_name(const Hash& root, const AccreditationPath& accreditor,
                     const std::string& text) {
    const auto name = DisplayName::parse(text);
    return name_key(accreditation_id(root, accreditor),
                    name ? name->fold() : crypto::sha256(as_bytes(text)));
}

OwnedKey key_of(const DecisionBody& body) {
    const Hash& root = body.root;
    if (const AccreditationPath* path = path_of(body.decision)) return record_key(root, *path);
    if (const auto* bar = std::get_if<SetBar>(&body.decision)) return bar_key(root, bar->holder);
    if (const auto* assign = std::get_if<AssignName>(&body.decision))
        return key_of_name(root, assign->accreditor, assign->name);
    if (const auto* withdraw = std::get_if<WithdrawName>(&body.decision))
        return key_of_name(root, withdraw->accreditor, withdraw->name);
    return group_key(root);
}

}  // namespace

bool is_issuer(OperationType type) {
    return OperationType::issuer_found <= type && type <= OperationType::issuer_renounce;
}

OperationType type_of(const Decision& decision) { return kForms[decision.index()].type; }

Result<FoundBody> FoundBody::parse(ByteView body) {
    return read_body(body, [](cbor::Reader& reader) -> Result<FoundBody> {
        FoundBody result{};
        DEED_CHECK(reader.array_of(3));
        DEED_CHECK(fill_of_body(reader, result.salt));
        DEED_TRY(result.threshold, small(reader));
        DEED_TRY(result.members, read_members(reader));
        return result;
    });
}

Bytes FoundBody::encode() const {
    cbor::Writer writer;
    writer.array(3).bytes(salt).uint(threshold);
    write_members(writer, members);
    return std::move(writer).data();
}

Result<DecisionBody> DecisionBody::parse(OperationType type, ByteView body) {
    const Form& form = form_of(type);
    return read_body(body, [&form](cbor::Reader& reader) -> Result<DecisionBody> {
        DecisionBody result{};
        DEED_CHECK(reader.array_of(form.items + 2));
        DEED_CHECK(fill_of_body(reader, result.root));
        DEED_TRY(result.decision, form.read(reader));
        DEED_TRY(result.approval,
                 read_approval(reader, form.type == OperationType::issuer_committee));
        return result;
    });
}

Bytes DecisionBody::encode() const {
    const Form& form = kForms[decision.index()];
    const bool with_consents = form.type == OperationType::issuer_committee;
    cbor::Writer writer;
    writer.array(form.items + 2).bytes(root);
    std::visit(ItemWriter{writer}, decision);
    writer.array(with_consents ? 4 : 3).uint(approval.epoch).uint(approval.expiry);
    writer.bytes(approval.signatures);
    if (with_consents) writer.bytes(approval.consents);
    return std::move(writer).data();
}

Result<RenounceBody> RenounceBody::parse(ByteView body) {
    return read_body(body, [](cbor::Reader& reader) -> Result<RenounceBody> {
        RenounceBody result{};
        DEED_CHECK(reader.array_of(3));
        DEED_CHECK(fill_of_body(reader, result.root));
        DEED_TRY(result.path, read_path(reader, 1));
        DEED_CHECK(fill_of_body(reader, result.reason));
        return result;
    });
}

Bytes RenounceBody::encode() const {
    cbor::Writer writer;
    writer.array(3).bytes(root);
    write_path(writer, path);
    writer.bytes(reason);
    return std::move(writer).data();
}

Result<void> check_issuer_form(OperationType type, ByteView body) {
    if (type == OperationType::issuer_found) return only_form(FoundBody::parse(body));
    if (type == OperationType::issuer_renounce) return only_form(RenounceBody::parse(body));
    return only_form(DecisionBody::parse(type, body));
}

OwnedKey group_key(const Hash& root) { return {Chain::issuer_group, root}; }

OwnedKey record_key(const Hash& root, const AccreditationPath& path) {
    return {Chain::issuer_record, accreditation_id(root, path)};
}

OwnedKey bar_key(const Hash& root, const Address& holder) {
    return {Chain::issuer_bar, hash_of({root, holder})};
}

OwnedKey name_key(const Hash& accreditor, const Hash& fold) {
    return {Chain::issuer_name, hash_of({accreditor, fold})};
}

OwnedKey paths_key(const Hash& root, const Address& holder, std::uint64_t number) {
    return {Chain::issuer_paths, hash_of({root, holder, big_endian(number)})};
}

OwnedKey look_key(std::string_view kind, const Hash& root, const Hash& look) {
    return {Chain::issuer_look, hash_of({as_bytes(kind), root, look})};
}

Hash issuer_chain_id(const Envelope& envelope, ByteView body) {
    if (envelope.type == OperationType::issuer_found)
        return group_id(envelope.subject, FoundBody::parse(body).value().salt);
    if (envelope.type == OperationType::issuer_renounce) {
        const RenounceBody renounced = RenounceBody::parse(body).value();
        return record_key(renounced.root, renounced.path).id;
    }
    return key_of(DecisionBody::parse(envelope.type, body).value()).id;
}

}  // namespace deed::registry
