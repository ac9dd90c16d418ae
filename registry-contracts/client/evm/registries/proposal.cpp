#include "registry-contracts/client/evm/registries/proposal.hpp"

#include <algorithm>

#include "registry-contracts/client/evm/registries/proposal_errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/group_errors.hpp"

namespace deed::registry::evm {
namespace {

std::optional<std::uint8_t> number_of(std::span<const Hash> members, const Word& member) {
    const auto found = std::find(members.begin(), members.end(), member);
    if (found == members.end()) return std::nullopt;
    return static_cast<std::uint8_t>(found - members.begin());
}

/// Section 5: on a log there are no contracts to ask.
Result<void> check_proof(const Proposal::Content& content, const Word& member,
                         const crypto::Digest256& digest, ByteView proof) {
    if (content.is_on_log()) return check_proof_on_log(member, digest, proof);
    DEED_CHECK(check_member_proof(member, digest, proof));
    return {};
}

Error invalid(std::string why) { return {errors::kProposalInvalid, std::move(why)}; }

Result<void> check_decision(const Proposal::Content& content) {
    const Decision& decision = content.decision;
    if (const auto* accredit = std::get_if<Accredit>(&decision)) {
        if (accredit->grant.depth >= kMaxPathSteps) return invalid("at most 7 levels stand below");
        if (accredit->grant.until > kLastMoment || accredit->grant.from >= accredit->grant.until)
            return invalid("the period is empty, or ends beyond all times");
    }
    if (const auto* standing = std::get_if<SetStanding>(&decision))
        if (standing->standing == Standing::none || standing->acts_from > kLastMoment)
            return invalid("a standing is active, suspended or removed, from some moment on");
    if (const auto* bar = std::get_if<SetBar>(&decision))
        if (bar->acts_from > kLastMoment) return invalid("the bar begins beyond all times");
    if (const auto* change = std::get_if<ChangeCommittee>(&decision))
        DEED_CHECK(check_members(change->members, change->threshold));
    return {};
}

/// Who decides fits what is decided and what it is signed for.
Result<void> check_decider(const Proposal::Content& content) {
    constexpr std::uint64_t kMost = (std::uint64_t{1} << 53) - 1;  // of JSON's integers
    if (content.terms.number == 0) return invalid("decisions are numbered from 1");
    if (std::max({content.chain_id, content.expiry, content.terms.number}) > kMost)
        return invalid("a number is beyond 2^53 - 1");
    if (content.is_on_log() && (content.chain_id != 0 || content.contract != Address{}))
        return invalid("it is for a log and for a chain");
    if (content.network.size() > kMaxNetworkBytes) return invalid("the network is over 128 bytes");
    if (!content.committee) {
        if (content.terms.epoch != 0) return invalid("an accreditor has no epoch");
        if (content.actor == Address{}) return invalid("nobody acts for the accreditor");
        if (steps_above(content.decision) == 0)
            return invalid("only the root's committee decides this");
        return {};
    }
    const Committee& committee = *content.committee;
    DEED_CHECK(check_members(committee.members, committee.threshold));
    if (committee.epoch == 0 || committee.epoch != content.terms.epoch)
        return invalid("the decision is not for the committee's epoch");
    if (std::holds_alternative<ChangeCommittee>(content.decision) &&
        content.terms.number != std::uint64_t{committee.epoch} + 1)
        return invalid("the next epoch has the next number");
    return {};
}

}  // namespace

Result<Proposal> Proposal::create(Content content) {
    DEED_CHECK(check_decision(content));
    DEED_TRY(DecisionMessage message,
             message_of(content.root, content.decision, content.terms, content.expiry));
    DEED_CHECK(check_decider(content));
    if (content.committee) content.committee->since = 0;  // no part of what is decided
    Proposal proposal(std::move(content));
    proposal.message_ = std::move(message);
    DEED_TRY(const Word separator, domain_of(proposal.content_).separator());
    const StructText text = structs_of(proposal.message_.encoded_type);
    DEED_TRY(const TypedDataTypes types, TypedDataTypes::create(text.structs));
    DEED_TRY(const Word hash, types.hash_struct(text.primary, proposal.message_.value));
    proposal.digest_ = typed_data_digest(separator, hash);
    return proposal;
}

TypedDataDomain domain_of(const Proposal::Content& content) {
    TypedDataDomain domain;
    domain.name = domain_name_of(content.decision);
    domain.version = "1";
    if (content.is_on_log()) {
        domain.salt = log_domain_salt(content.network);
        return domain;
    }
    domain.chain_id = content.chain_id;
    domain.verifying_contract = content.contract;
    return domain;
}

Result<std::string> Proposal::typed_data() const {
    return typed_data_json(domain_of(content_), message_.encoded_type, message_.value);
}

Result<void> Proposal::sign(MemberSigner& signer, Call& call) {
    DEED_TRY(const Bytes proof, signer.prove(digest_, call));
    return add(signer.member(), proof);
}

Result<void> Proposal::add(const Word& member, ByteView proof) {
    const Error stranger(registry::errors::kSignerInvalid,
                         "no signature of " + to_hex(member) + " is asked for");
    const auto put = [&](MemberProofs& proofs, std::uint8_t number) {
        put_proof(proofs, number, member, digest_, proof);
    };
    if (proof.size() > 0xffff)
        return Error(registry::errors::kKeyProofMalformed, "a proof has at most 65,535 bytes");
    DEED_CHECK(check_proof(content_, member, digest_, proof));
    if (!content_.committee) {
        if (member != member_word(content_.actor)) return stranger;
        put(signatures_, 0);
        return {};
    }
    const auto number = number_of(content_.committee->members, member);
    const auto next = change() == nullptr ? std::nullopt : number_of(change()->members, member);
    if (!number && !next) return stranger;
    if (number) put(signatures_, *number);
    if (next) put(consents_, *next);
    return {};
}

std::size_t Proposal::missing() const {
    const auto lacking = [](std::size_t threshold, std::size_t given) {
        return threshold > given ? threshold - given : 0;
    };
    if (!content_.committee) {
        const Word actor = member_word(content_.actor);
        return lacking(1, count_good(signatures_, {&actor, 1}, digest_));
    }
    const Committee& committee = *content_.committee;
    std::size_t missing =
        lacking(committee.threshold, count_good(signatures_, committee.members, digest_));
    if (change() != nullptr)
        missing += lacking(change()->threshold, count_good(consents_, change()->members, digest_));
    return missing;
}

std::size_t Proposal::unsure() const {
    const Word actor = member_word(content_.actor);
    const std::span<const Word> members = content_.committee
                                              ? std::span<const Word>(content_.committee->members)
                                              : std::span<const Word>(&actor, 1);
    std::size_t good = count_good(signatures_, members, digest_);
    if (change() != nullptr) good += count_good(consents_, change()->members, digest_);
    return signatures_.size() + consents_.size() - good;
}

Result<Approval> Proposal::approval() const {
    Approval approval;
    approval.epoch = content_.terms.epoch;
    approval.expiry = content_.expiry;
    if (!content_.committee) {
        if (signatures_.empty())
            return Error(registry::errors::kThresholdNotMet, "the accreditor has not signed");
        approval.signatures = signatures_.at(0);
        return approval;
    }
    const Committee& committee = *content_.committee;
    DEED_TRY(approval.signatures,
             enough_signatures(signatures_, committee.members, committee.threshold, digest_,
                               "members signed"));
    if (change() == nullptr) return approval;
    DEED_TRY(approval.consents, enough_signatures(consents_, change()->members, change()->threshold,
                                                  digest_, "next members consented"));
    return approval;
}

}  // namespace deed::registry::evm
