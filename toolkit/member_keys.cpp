#include "toolkit/member_keys.hpp"

#include <algorithm>

#include "lib/crypto/errors.hpp"
#include "toolkit/issuer_errors.hpp"
#include "toolkit/toolkit.hpp"

namespace deed {
namespace {

namespace evm = registry::evm;

/// The word that a member's key is known by; nothing for keys that are no member's.
std::optional<evm::Word> word_of(const crypto::PublicKey& key) {
    const auto word = evm::member_word(key);
    return word ? std::optional(*word) : std::nullopt;
}

/// Owns the signer that MemberSigner::of_account() borrows.
class OwningMember final : public evm::MemberSigner {
public:
    explicit OwningMember(std::unique_ptr<evm::AccountSigner> signer)
        : signer_(std::move(signer)), member_(of_account(*signer_)) {}
    const evm::Word& member() const override { return member_->member(); }
    Result<Bytes> prove(const crypto::Digest256& digest, Call& call) override {
        return member_->prove(digest, call);
    }

private:
    std::unique_ptr<evm::AccountSigner> signer_;
    std::unique_ptr<evm::MemberSigner> member_;
};

Result<std::unique_ptr<evm::MemberSigner>> signer_at(Toolkit& toolkit,
                                                     const crypto::KeyReference& key, Call& call) {
    DEED_TRY(const crypto::PublicKey public_key, toolkit.public_key(key, call));
    if (public_key.type() == crypto::KeyType::p256)
        return Error(crypto::errors::kDigestRefused,
                     "Deed does not sign digests with P-256 keys of the store: sign elsewhere, and "
                     "bring the proof with --proof",
                     key.to_string());
    DEED_TRY(auto signer, toolkit.signer(key, call));
    if (public_key.type() == crypto::KeyType::sm2)
        return evm::MemberSigner::of_sm2(std::move(signer));
    DEED_TRY(auto account, evm::AccountSigner::from_signer(std::move(signer)));
    return std::unique_ptr<evm::MemberSigner>(std::make_unique<OwningMember>(std::move(account)));
}

}  // namespace

Result<std::unique_ptr<evm::MemberSigner>> member_signer(
    Toolkit& toolkit, const MembersAsked& members, const std::optional<crypto::KeyReference>& key,
    Call& call) {
    if (key) return signer_at(toolkit, *key, call);
    DEED_TRY(const auto keys, toolkit.keys().list(call));
    std::vector<std::string> asked;
    std::vector<std::string> lacking;
    for (const crypto::KeyInfo& info : keys) {
        const auto word = word_of(info.public_key);
        if (!word || std::ranges::find(members.all, *word) == members.all.end()) continue;
        asked.push_back(info.name);
        if (std::ranges::find(members.lacking, *word) != members.lacking.end())
            lacking.push_back(info.name);
    }
    const std::vector<std::string>& candidates = lacking.empty() ? asked : lacking;
    if (candidates.empty()) return Error(errors::kNoMemberKey, "no key here is a member's");
    if (candidates.size() > 1)
        return Error(errors::kSeveralMemberKeys,
                     candidates[0] + " and " + candidates[1] + " are " + "both asked for");
    DEED_TRY(const auto reference, crypto::KeyReference::to_stored(candidates[0]));
    return signer_at(toolkit, reference, call);
}

}  // namespace deed
