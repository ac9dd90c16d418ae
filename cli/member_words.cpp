#include "cli/member_words.hpp"

#include <algorithm>

#include "cli/did_words.hpp"
#include "cli/errors.hpp"
#include "lib/encoding/text.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "toolkit/issuers.hpp"

namespace deed::cli {

namespace evm = registry::evm;

std::string wide_row(std::string_view name, const std::string& rest) {
    constexpr std::size_t kWidth = 14;
    std::string text(name);
    text.resize(std::max(kWidth, text.size() + 1), ' ');
    return text + rest + "\n";
}

std::string member_text(const registry::Hash& member) {
    const auto scheme = evm::scheme_of(member);
    if (!scheme) return evm::to_hex(member);
    switch (*scheme) {
        case evm::MemberScheme::account:
            if (const auto account = evm::account_of(member)) return evm::to_checksummed(*account);
            break;
        case evm::MemberScheme::p256:
            return "P-256 key " + evm::to_hex(member);
        case evm::MemberScheme::sm2:
            return "SM2 key " + evm::to_hex(member);
    }
    return evm::to_hex(member);
}

std::string signers_text(const crypto::Digest256& digest, std::span<const registry::Hash> members,
                         const evm::MemberProofs& proofs, std::string_view done,
                         std::string_view open) {
    std::string text;
    std::string rest;
    for (std::size_t i = 0; i < members.size(); ++i) {
        const auto proof = proofs.find(static_cast<std::uint8_t>(i));
        if (proof == proofs.end()) {
            rest += wide_row(open, member_text(members[i]));
            continue;
        }
        const auto check = evm::check_member_proof(members[i], digest, proof->second);
        const bool sure = check && *check == evm::ProofCheck::good;
        text += wide_row(
            done, member_text(members[i]) + (sure ? "" : " (if the contract there takes it)"));
    }
    return text + rest;
}

Result<std::optional<GivenProof>> given_proof(const Invocation& invocation) {
    if (!invocation.option("proof") && !invocation.option("member"))
        return std::optional<GivenProof>();
    DEED_TRY(const std::string text, required_option(invocation, "proof", "HEX"));
    DEED_TRY(const std::string whose, required_option(invocation, "member", "WORD"));
    GivenProof given;
    if (const auto word = read_word(whose)) {
        given.member = *word;
    } else {
        DEED_TRY(const registry::Address account, evm::parse_account(whose));
        given.member = evm::member_word(account);
    }
    const auto proof = hex_decode(text.starts_with("0x") ? std::string_view(text).substr(2) : text);
    if (!proof) return Error(errors::kBadValue, "--proof takes hexadecimal digits");
    given.proof = *proof;
    return std::optional(std::move(given));
}

}  // namespace deed::cli
