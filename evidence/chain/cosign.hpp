#pragma once

#include "evidence/chain/cosign_request.hpp"
#include "registry-contracts/client/ledger.hpp"

namespace deed::evidence {

/// Who is to sign, and until when.
struct CosignTerms {
    registry::Hash group{};
    std::uint64_t deadline = 0;  ///< Unix seconds
};

/// Asks for the ledger's signed head, which is the log's on the chain or goes on from that.
/// `opener` opened the log there. `checkpoint.log_unknown`, `log_publish.fork`,
/// `log_publish.chain_ahead`, `group.unknown`, errors of CosignRequest::create().
DEED_API Result<CosignRequest> request_checkpoint(registry::LogLedger& ledger,
                                                  registry::evm::ChainEvidence& evidence,
                                                  const registry::Address& opener,
                                                  const CosignTerms& terms, Call& call);
/// Asks for other members of the group. `group.*`.
DEED_API Result<CosignRequest> request_epoch(registry::evm::ChainEvidence& evidence,
                                             const EpochToSign& next, const CosignTerms& terms,
                                             Call& call);

/// What is to be done with a request on its chain as that is now.
struct CosignPlan {
    enum class Step : std::uint8_t {
        none,         ///< all of it is there
        cosign,       ///< bring the signatures
        advance,      ///< make it the log's head, which only the log's owner can, with them
        begin_epoch,  ///< of the group
    };
    Step step = Step::none;
    registry::Address owner{};          ///< the log's
    std::vector<std::uint8_t> counted;  ///< members who are counted already
    /// Whose proof is no key's, and no contract takes it: left out of what is brought.
    std::vector<std::uint8_t> refused;
    std::vector<std::uint8_t> refused_consents;  ///< the same, of members of the next epoch
    std::optional<std::uint64_t> reached;        ///< when the threshold was, Unix seconds
};

/// Holds the request to the chain, also where nothing is to be done:
/// `cosign_request.other_contract`, `group.unknown`, `group.epoch_mismatch`,
/// `cosign_request.other_members`, `checkpoint.log_unknown`, `cosign_request.overtaken`,
/// `cosigning.statement_unknown`.
DEED_API Result<CosignPlan> plan_cosigning(const CosignRequest& request,
                                           registry::evm::ChainEvidence& evidence, Call& call);

/// Carries the plan out by the evidence's transactor, whose account must be the owner's for
/// Step::advance (`log_publish.not_owner`). Where the contract takes a signature of none that is
/// known to be good, those that are not are left out, as the plan then says.
/// `cosign_request.nothing_signed`, `group.threshold_not_met`, errors of ChainEvidence. Nothing for
/// Step::none.
DEED_API Result<std::optional<registry::Receipt>> carry_out(const CosignRequest& request,
                                                            CosignPlan& plan,
                                                            const registry::Address& account,
                                                            registry::evm::ChainEvidence& evidence,
                                                            Call& call);

}  // namespace deed::evidence
