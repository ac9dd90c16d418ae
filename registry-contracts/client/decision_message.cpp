#include "registry-contracts/client/decision_message.hpp"

#include "registry-contracts/client/display_name.hpp"
#include "registry-contracts/client/issuer_errors.hpp"

namespace deed::registry {
namespace {

constexpr std::string_view kSignedTypes[] = {
    "Accredit(bytes32 record,address holder,bytes32 credentialType,bool mayIssue,uint8 depth,"
    "uint48 from,uint48 until,bytes32 info,uint40 number,uint32 epoch,uint64 expiry)",
    "SetStanding(bytes32 record,address holder,uint8 status,uint48 actsFrom,bytes32 reason,"
    "uint40 number,uint32 epoch,uint64 expiry)",
    "SetBar(bytes32 root,address holder,bool barred,uint48 actsFrom,bytes32 reason,uint40 number,"
    "uint32 epoch,uint64 expiry)",
    "AssignName(bytes32 accreditor,address subject,bytes32 credentialType,string name,"
    "bytes32 skeleton,uint40 number,uint32 epoch,uint64 expiry)",
    "WithdrawName(bytes32 accreditor,address subject,string name,uint40 number,uint32 epoch,"
    "uint64 expiry)",
    "NextEpoch(bytes32 group,uint32 epoch,uint8 threshold,bytes32[] members,uint64 deadline)"};

Hash keccak(std::string_view text) { return crypto::keccak256(as_bytes(text)); }

/// A struct's encodeData: every member of these structs is one word.
class Words {
public:
    explicit Words(std::string_view type) { word(keccak(type)); }

    Words& word(const Hash& value) {
        append(bytes_, value);
        return *this;
    }
    Words& account(const Address& value) {
        bytes_.resize(bytes_.size() + 12);
        append(bytes_, value);
        return *this;
    }
    Words& number(std::uint64_t value) {
        bytes_.resize(bytes_.size() + 24);
        for (int shift = 56; shift >= 0; shift -= 8)
            bytes_.push_back(static_cast<std::uint8_t>(value >> shift));
        return *this;
    }
    Words& text(std::string_view value) { return word(keccak(value)); }
    Hash hash() const { return crypto::keccak256(bytes_); }

private:
    Bytes bytes_;
};

/// The struct's own members; number, epoch and expiry follow.
struct Message {
    const Hash& root;
    Words words;

    Result<void> operator()(const Accredit& decision) {
        DEED_CHECK(check_path_length(decision.path));
        const Grant& grant = decision.grant;
        words.word(accreditation_id(root, decision.path))
            .account(decision.path.back().holder)
            .word(decision.path.back().type)
            .number(grant.may_issue ? 1 : 0)
            .number(grant.depth)
            .number(grant.from)
            .number(grant.until)
            .word(grant.info);
        return {};
    }
    Result<void> operator()(const SetStanding& decision) {
        DEED_CHECK(check_path_length(decision.path));
        words.word(accreditation_id(root, decision.path))
            .account(decision.path.back().holder)
            .number(static_cast<std::uint64_t>(decision.standing))
            .number(decision.acts_from)
            .word(decision.reason);
        return {};
    }
    Result<void> operator()(const SetBar& decision) {
        words.word(root)
            .account(decision.holder)
            .number(decision.barred ? 1 : 0)
            .number(decision.acts_from)
            .word(decision.reason);
        return {};
    }
    Result<void> operator()(const AssignName& decision) {
        DEED_TRY(const DisplayName name, DisplayName::parse(decision.name));
        words.word(accreditation_id(root, decision.accreditor))
            .account(decision.subject.holder)
            .word(decision.subject.type)
            .text(name.text())
            .word(name.skeleton_hash());
        return {};
    }
    Result<void> operator()(const WithdrawName& decision) {
        DEED_TRY(const DisplayName name, DisplayName::parse(decision.name));
        words.word(accreditation_id(root, decision.accreditor))
            .account(decision.subject)
            .text(name.text());
        return {};
    }
    Result<void> operator()(const ChangeCommittee&) { return {}; }
};

Result<Hash> struct_hash(const Hash& root, const Decision& decision, const DecisionTerms& terms,
                         std::uint64_t expiry) {
    Message message{root, Words(signed_type_of(decision))};
    if (const auto* change = std::get_if<ChangeCommittee>(&decision)) {
        Bytes members;
        for (const Hash& member : change->members) append(members, member);
        return message.words.word(root)
            .number(terms.number)
            .number(change->threshold)
            .word(crypto::keccak256(members))
            .number(expiry)
            .hash();
    }
    DEED_CHECK(std::visit(message, decision));
    return message.words.number(terms.number).number(terms.epoch).number(expiry).hash();
}

}  // namespace

bool is_of_names(const Decision& decision) {
    return std::holds_alternative<AssignName>(decision) ||
           std::holds_alternative<WithdrawName>(decision);
}

std::string_view kind_of(const Decision& decision) {
    constexpr std::string_view kKinds[] = {"accredit",    "set-standing",  "set-bar",
                                           "assign-name", "withdraw-name", "change-committee"};
    return kKinds[decision.index()];
}

std::string_view signed_type_of(const Decision& decision) { return kSignedTypes[decision.index()]; }

std::string_view domain_name_of(const Decision& decision) {
    return is_of_names(decision) ? "Deed NameRegistry" : "Deed IssuerRegistry";
}

const AccreditationPath* path_of(const Decision& decision) {
    if (const auto* accredit = std::get_if<Accredit>(&decision)) return &accredit->path;
    if (const auto* standing = std::get_if<SetStanding>(&decision)) return &standing->path;
    return nullptr;
}

std::size_t steps_above(const Decision& decision) {
    if (const auto* path = path_of(decision)) return path->empty() ? 0 : path->size() - 1;
    if (const auto* assign = std::get_if<AssignName>(&decision)) return assign->accreditor.size();
    if (const auto* withdraw = std::get_if<WithdrawName>(&decision))
        return withdraw->accreditor.size();
    return 0;
}

std::optional<Address> accreditor_of(const Decision& decision) {
    const std::size_t above = steps_above(decision);
    if (above == 0) return std::nullopt;
    if (const auto* path = path_of(decision)) return (*path)[above - 1].holder;
    if (const auto* assign = std::get_if<AssignName>(&decision))
        return assign->accreditor.back().holder;
    return std::get<WithdrawName>(decision).accreditor.back().holder;
}

Result<void> check_path_length(const AccreditationPath& path) {
    if (!path.empty() && path.size() <= kMaxPathSteps) return {};
    return Error(errors::kPathLengthInvalid,
                 "the path has " + std::to_string(path.size()) + " steps");
}

Hash log_domain_salt(std::string_view network) {
    return crypto::Hasher256(crypto::HashAlgorithm::sha256)
        .update("deed/log-domain/v1/")
        .update(network)
        .finish();
}

Result<crypto::Digest256> log_decision_digest(std::string_view network, const Hash& root,
                                              const Decision& decision, const DecisionTerms& terms,
                                              std::uint64_t expiry) {
    DEED_TRY(const Hash hash, struct_hash(root, decision, terms, expiry));
    const Hash separator = Words("EIP712Domain(string name,string version,bytes32 salt)")
                               .text(domain_name_of(decision))
                               .text("1")
                               .word(log_domain_salt(network))
                               .hash();
    return crypto::Hasher256(crypto::HashAlgorithm::keccak256)
        .update(std::string_view("\x19\x01", 2))
        .update(separator)
        .update(hash)
        .finish();
}

}  // namespace deed::registry
