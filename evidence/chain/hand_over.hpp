#pragma once

#include "registry-contracts/client/evm/registries/anchors.hpp"

namespace deed::evidence {

/// The next owner's consent to take a log over on a chain, as a file from one owner to the other
/// (specs/evidence-proof.md section 6).
struct DEED_API TakeOver {
    std::uint64_t chain_id = 0;
    registry::Address contract{};
    registry::Hash log{};
    registry::evm::LogHead head;  ///< the chain's, for which the consent holds
    registry::Address from{};
    registry::Address to{};
    std::uint64_t deadline = 0;  ///< Unix seconds, the last at which it holds
    Bytes consent;               ///< 65 bytes r ‖ s ‖ v

    friend bool operator==(const TakeOver&, const TakeOver&) = default;

    /// The file: indented JSON that ends with a newline.
    std::string to_json() const;
    /// `json.*`, `log_publish.take_over_malformed`, `log_publish.take_over_newer_format`.
    static Result<TakeOver> parse(std::string_view text);
};

/// Consents for the log's head and owner of now, by the account that takes it over.
/// `checkpoint.log_unknown`, `checkpoint.owner_invalid` where the log is that account's already.
DEED_API Result<TakeOver> consent_to_take_over(registry::evm::ChainEvidence& evidence,
                                               const registry::Hash& log,
                                               registry::evm::AccountSigner& next,
                                               std::uint64_t deadline, Call& call);

/// Whether the consent is for this log, its head and owner of now, on this chain and contract, and
/// was signed by the account that it names. `log_publish.take_over_mismatch`,
/// `log_publish.not_owner` unless `owner` is the log's.
DEED_API Result<void> check_take_over(const TakeOver& consent,
                                      registry::evm::ChainEvidence& evidence,
                                      const registry::Hash& log, const registry::Address& owner,
                                      Call& call);

}  // namespace deed::evidence
