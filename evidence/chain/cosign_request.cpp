#include "evidence/chain/cosign_request.hpp"

#include <algorithm>

#include "evidence/chain/cosign_errors.hpp"
#include "lib/tlog/checkpoint.hpp"
#include "registry-contracts/client/evm/registries/decisions.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/group_errors.hpp"

namespace deed::evidence {

namespace evm = registry::evm;

namespace {

constexpr std::uint64_t kMostNumber = (std::uint64_t{1} << 53) - 1;  // of JSON's integers

Error invalid(std::string why) { return {errors::kCosignInvalid, std::move(why)}; }

evm::TypedDataDomain domain_of(const CosignRequest::Content& content) {
    evm::TypedDataDomain domain;
    domain.name = "Deed EvidenceRegistry";
    domain.version = "1";
    domain.chain_id = content.chain_id;
    domain.verifying_contract = content.contract;
    return domain;
}

Result<void> check_content(const CosignRequest::Content& content) {
    if (content.chain_id == 0) return invalid("no chain has the number 0");
    if (std::max(content.chain_id, content.deadline) > kMostNumber)
        return invalid("a number is beyond 2^53 - 1");
    if (content.signers.epoch == 0) return invalid("epochs are numbered from 1");
    DEED_CHECK(registry::check_members(content.signers.members, content.signers.threshold));
    if (const auto* checkpoint = std::get_if<CheckpointToSign>(&content.what)) {
        if (std::max(checkpoint->statement.head.size, checkpoint->before.size) > kMostNumber)
            return invalid("a number is beyond 2^53 - 1");
        return check_checkpoint(*checkpoint);
    }
    const auto& next = std::get<EpochToSign>(content.what);
    if (content.signers.epoch == 0xffffffff) return invalid("there is no epoch behind the last");
    return registry::check_members(next.members, next.threshold);
}

/// What is signed, and how wallets are asked for it.
struct Signed {
    crypto::Digest256 digest{};
    std::string typed_data;
};

Result<Signed> signed_checkpoint(const CosignRequest::Content& content,
                                 const CheckpointToSign& checkpoint) {
    DEED_TRY(
        const evm::Cosigning cosigning,
        evm::Cosigning::create(domain_of(content), checkpoint.statement, content.group,
                               content.signers.epoch, content.deadline, content.signers.members));
    DEED_TRY(std::string typed, cosigning.typed_data());
    return Signed{cosigning.digest(), std::move(typed)};
}

Result<Signed> signed_epoch(const CosignRequest::Content& content, const EpochToSign& next) {
    const registry::DecisionTerms terms{.number = std::uint64_t{content.signers.epoch} + 1,
                                        .epoch = content.signers.epoch};
    DEED_TRY(const evm::DecisionMessage message,
             evm::message_of(content.group, registry::ChangeCommittee{next.threshold, next.members},
                             terms, content.deadline));
    const evm::TypedDataDomain domain = domain_of(content);
    DEED_TRY(const evm::Word separator, domain.separator());
    const evm::StructText text = evm::structs_of(message.encoded_type);
    DEED_TRY(const evm::TypedDataTypes types, evm::TypedDataTypes::create(text.structs));
    DEED_TRY(const evm::Word hash, types.hash_struct(text.primary, message.value));
    DEED_TRY(std::string typed, evm::typed_data_json(domain, message.encoded_type, message.value));
    return Signed{evm::typed_data_digest(separator, hash), std::move(typed)};
}

std::optional<std::uint8_t> number_of(std::span<const registry::Hash> members,
                                      const registry::Hash& member) {
    const auto found = std::ranges::find(members, member);
    if (found == members.end()) return std::nullopt;
    return static_cast<std::uint8_t>(found - members.begin());
}

std::size_t lacking(std::size_t threshold, std::size_t given) {
    return threshold > given ? threshold - given : 0;
}

}  // namespace

Result<CosignRequest> CosignRequest::create(Content content) {
    DEED_CHECK(check_content(content));
    content.signers.since = 0;
    CosignRequest made(std::move(content));
    const auto* checkpoint = made.checkpoint();
    DEED_TRY(Signed asked, checkpoint != nullptr ? signed_checkpoint(made.content_, *checkpoint)
                                                 : signed_epoch(made.content_, *made.next_epoch()));
    made.digest_ = asked.digest;
    made.typed_data_ = std::move(asked.typed_data);
    return made;
}

Result<void> CosignRequest::check_time(Timestamp now) const {
    const auto last = Timestamp::from_unix_seconds(static_cast<std::int64_t>(content_.deadline));
    const bool holds = now.unix_milliseconds() / 1000 <= std::int64_t(content_.deadline);
    if (holds) return {};
    return Error(errors::kCosignExpired,
                 "it held until " + (last ? last->to_string() : std::to_string(content_.deadline)));
}

Result<void> CosignRequest::sign(evm::MemberSigner& signer, Call& call) {
    DEED_TRY(const Bytes proof, signer.prove(digest_, call));
    return add(signer.member(), proof);
}

Result<void> CosignRequest::add(const registry::Hash& member, ByteView proof) {
    if (proof.size() > 0xffff)
        return Error(registry::errors::kKeyProofMalformed, "a proof has at most 65,535 bytes");
    DEED_CHECK(evm::check_member_proof(member, digest_, proof));
    const auto number = number_of(content_.signers.members, member);
    const auto next =
        next_epoch() == nullptr ? std::nullopt : number_of(next_epoch()->members, member);
    if (!number && !next)
        return Error(registry::errors::kSignerInvalid,
                     evm::to_hex(member) + " is no member of the group");
    const bool is_new = (number && evm::put_proof(signatures_, *number, member, digest_, proof));
    const bool is_new_consent = (next && evm::put_proof(consents_, *next, member, digest_, proof));
    if (is_new || is_new_consent) return {};
    return Error(errors::kCosignSignedAlready, evm::to_hex(member) + " has signed");
}

Result<void> CosignRequest::take(const CosignRequest& copy) {
    if (copy.content_ != content_)
        return Error(errors::kCosignOtherRequest, "it says other things");
    // Both were checked against the same digest when they were read.
    const auto take_all = [&](evm::MemberProofs& mine, const evm::MemberProofs& others,
                              std::span<const registry::Hash> members) {
        for (const auto& [number, proof] : others)
            if (!mine.contains(number) || evm::count_good({{number, proof}}, members, digest_) > 0)
                evm::put_proof(mine, number, members[number], digest_, proof);
    };
    take_all(signatures_, copy.signatures_, content_.signers.members);
    if (next_epoch() != nullptr) take_all(consents_, copy.consents_, next_epoch()->members);
    return {};
}

std::size_t CosignRequest::missing() const {
    const registry::Committee& signers = content_.signers;
    const std::size_t missing =
        lacking(signers.threshold, evm::count_good(signatures_, signers.members, digest_));
    if (next_epoch() == nullptr) return missing;
    return missing + lacking(next_epoch()->threshold,
                             evm::count_good(consents_, next_epoch()->members, digest_));
}

std::size_t CosignRequest::unsure() const {
    std::size_t good = evm::count_good(signatures_, content_.signers.members, digest_);
    if (next_epoch() != nullptr) good += evm::count_good(consents_, next_epoch()->members, digest_);
    return signatures_.size() + consents_.size() - good;
}

Result<evm::Cosigning> CosignRequest::cosigning(std::span<const std::uint8_t> without) const {
    DEED_ASSERT(checkpoint() != nullptr);
    DEED_TRY(evm::Cosigning made,
             evm::Cosigning::create(domain_of(content_), checkpoint()->statement, content_.group,
                                    content_.signers.epoch, content_.deadline,
                                    content_.signers.members));
    for (const auto& [number, proof] : signatures_)
        if (std::ranges::find(without, number) == without.end())
            DEED_CHECK(made.add(content_.signers.members[number], proof));
    return made;
}

Result<registry::Approval> CosignRequest::approval(std::span<const std::uint8_t> without,
                                                   std::span<const std::uint8_t> no_consent) const {
    DEED_ASSERT(next_epoch() != nullptr);
    registry::Approval approval;
    approval.epoch = content_.signers.epoch;
    approval.expiry = content_.deadline;
    const auto rest = [](evm::MemberProofs proofs, std::span<const std::uint8_t> less) {
        for (const std::uint8_t number : less) proofs.erase(number);
        return proofs;
    };
    DEED_TRY(approval.signatures,
             evm::enough_signatures(rest(signatures_, without), content_.signers.members,
                                    content_.signers.threshold, digest_, "members signed"));
    DEED_TRY(approval.consents,
             evm::enough_signatures(rest(consents_, no_consent), next_epoch()->members,
                                    next_epoch()->threshold, digest_, "next members consented"));
    return approval;
}

Result<void> check_checkpoint(const CheckpointToSign& checkpoint) {
    const auto other = [](std::string why) {
        return Error(errors::kCosignCheckpoint, std::move(why));
    };
    const evm::LogHead& head = checkpoint.statement.head;
    if (evm::ChainEvidence::log_id(checkpoint.origin, checkpoint.opener) !=
        checkpoint.statement.log)
        return other("it is not the log that " + evm::to_checksummed(checkpoint.opener) +
                     " opened as " + checkpoint.origin);
    const auto key = tlog::VerifierKey::parse(checkpoint.log_key);
    if (!key) return other(key.error().message());
    const auto told = tlog::verify_checkpoint(checkpoint.note, *key);
    if (!told) return other(told.error().message());
    if (told->origin != checkpoint.origin || told->size != head.size || told->root != head.root)
        return other("the log signed " + std::to_string(told->size) + " entries, root " +
                     evm::to_hex(told->root));
    const evm::LogHead& before = checkpoint.before;
    if (before.size == 0 && before.root != tlog::empty_root())
        return Error(errors::kCosignHistory, "the one before has no root of nothing");
    const auto leads = tlog::verify_consistency(before.size, head.size, before.root, head.root,
                                                checkpoint.consistency);
    if (!leads) return Error(errors::kCosignHistory, leads.error().message());
    return {};
}

Result<void> check_log(const CheckpointToSign& checkpoint, std::string_view pinned) {
    const auto key = tlog::VerifierKey::parse(checkpoint.log_key);
    if (key && (pinned == key->to_string() || pinned == registry::network_of(*key))) return {};
    return Error(errors::kCosignOtherLog, "it was signed for " + checkpoint.log_key);
}

}  // namespace deed::evidence
