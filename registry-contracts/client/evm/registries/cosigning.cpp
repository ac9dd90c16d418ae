#include "registry-contracts/client/evm/registries/cosigning.hpp"

#include <algorithm>

#include "registry-contracts/client/evm/registries/abi_values.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/group_errors.hpp"

namespace deed::registry::evm {
namespace {

constexpr std::string_view kCheckpoint = "Checkpoint(bytes32 log,uint64 size,bytes32 root)";
constexpr std::string_view kAnchor = "Anchor(address anchorer,bytes32 root,uint64 count)";
constexpr std::string_view kCosignCheckpoint =
    "CosignCheckpoint(Checkpoint checkpoint,bytes32 group,uint32 epoch,uint64 deadline)"
    "Checkpoint(bytes32 log,uint64 size,bytes32 root)";
constexpr std::string_view kCosignAnchor =
    "CosignAnchor(Anchor anchor,bytes32 group,uint32 epoch,uint64 deadline)"
    "Anchor(address anchorer,bytes32 root,uint64 count)";

AbiValue value_of_statement(const CosignedStatement& statement) {
    if (const auto* checkpoint = std::get_if<CheckpointStatement>(&statement))
        return AbiValue::list({value_of(checkpoint->log), value_of(checkpoint->head.size),
                               value_of(checkpoint->head.root)});
    const auto& anchor = std::get<AnchorStatement>(statement);
    return AbiValue::list(
        {value_of(anchor.anchorer), value_of(anchor.root), value_of(anchor.count)});
}

bool is_checkpoint(const CosignedStatement& statement) {
    return std::holds_alternative<CheckpointStatement>(statement);
}

std::string_view signed_type(const CosignedStatement& statement) {
    return is_checkpoint(statement) ? kCosignCheckpoint : kCosignAnchor;
}

AbiValue message_of(const Cosigning& cosigning) {
    return AbiValue::list({value_of_statement(cosigning.statement()), value_of(cosigning.group()),
                           value_of(std::uint64_t{cosigning.epoch()}),
                           value_of(cosigning.deadline())});
}

Result<Word> struct_hash(std::string_view encoded_type, const AbiValue& value) {
    const StructText text = structs_of(encoded_type);
    DEED_TRY(const TypedDataTypes types, TypedDataTypes::create(text.structs));
    return types.hash_struct(text.primary, value);
}

}  // namespace

Hash statement_id(const CosignedStatement& statement) {
    const auto hash = struct_hash(is_checkpoint(statement) ? kCheckpoint : kAnchor,
                                  value_of_statement(statement));
    DEED_ASSERT(hash.has_value());  // every statement fits its type
    return *hash;
}

Result<Cosigning> Cosigning::create(const TypedDataDomain& domain,
                                    const CosignedStatement& statement, const Hash& group,
                                    std::uint32_t epoch, std::uint64_t deadline,
                                    std::vector<Hash> members) {
    DEED_CHECK(check_members(members, 1));
    Cosigning made;
    made.domain_ = domain;
    made.statement_ = statement;
    made.group_ = group;
    made.epoch_ = epoch;
    made.deadline_ = deadline;
    made.members_ = std::move(members);
    DEED_TRY(const Word separator, domain.separator());
    DEED_TRY(const Word hash, struct_hash(signed_type(statement), message_of(made)));
    made.digest_ = typed_data_digest(separator, hash);
    return made;
}

Result<std::string> Cosigning::typed_data() const {
    return typed_data_json(domain_, signed_type(statement_), message_of(*this));
}

Result<void> Cosigning::sign(MemberSigner& signer, Call& call) {
    DEED_TRY(const Bytes proof, signer.prove(digest_, call));
    return add(signer.member(), proof);
}

Result<void> Cosigning::add(const Word& member, ByteView proof) {
    const auto found = std::find(members_.begin(), members_.end(), member);
    if (found == members_.end())
        return Error(registry::errors::kSignerInvalid,
                     to_hex(member) + " is no member of the group's epoch");
    if (proof.size() > 0xffff)
        return Error(registry::errors::kKeyProofMalformed, "a proof has at most 65,535 bytes");
    DEED_TRY([[maybe_unused]] const ProofCheck check, check_member_proof(member, digest_, proof));
    proofs_.insert_or_assign(static_cast<std::uint8_t>(found - members_.begin()), to_bytes(proof));
    return {};
}

}  // namespace deed::registry::evm
