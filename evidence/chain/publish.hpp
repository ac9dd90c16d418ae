#pragma once

#include "registry-contracts/client/evm/registries/anchors.hpp"
#include "registry-contracts/client/signed_head.hpp"

namespace deed::evidence {

/// What publishing comes to, or would.
struct Publication {
    enum class Step : std::uint8_t {
        open,     ///< the chain does not know the log yet
        advance,  ///< the chain has an earlier head
        none      ///< the chain has the head of now
    };
    Step step = Step::none;
    registry::Hash log{};
    std::string origin;
    registry::evm::LogHead head;                      ///< the log's own
    std::optional<registry::evm::LogHead> published;  ///< the chain's, before
    std::vector<tlog::Hash> proof;                    ///< that leads from there
};

/// Which account opened the log on the chain, and which acts; mostly one.
struct PublishingAccounts {
    registry::Address opener{};
    registry::Address owner{};
};

/// Holds the log's signed head of now against what the chain has, and says what is to be done.
/// `log_publish.fork`, `log_publish.chain_ahead`; `log_publish.not_owner` where the chain names
/// another owner, `checkpoint.log_unknown` where the opener is another account and opened nothing.
DEED_API Result<Publication> plan_publication(registry::LogLedger& ledger,
                                              registry::evm::ChainEvidence& evidence,
                                              const PublishingAccounts& accounts, Call& call);

/// Does it, by the transactor of `evidence`; nothing for Step::none. Repeated after a crash, the
/// plan is to be made anew: it asks the chain what came of the first time.
DEED_API Result<std::optional<registry::Receipt>> publish(const Publication& publication,
                                                          registry::evm::ChainEvidence& evidence,
                                                          Call& call);

/// Whether a head that the chain has is one of this log's. `log_publish.fork`,
/// `log_publish.chain_ahead`. Gives the proof from there to the log's head of now.
DEED_API Result<std::vector<tlog::Hash>> check_published(registry::LogLedger& ledger,
                                                         const registry::SignedHead& own,
                                                         const registry::evm::LogHead& published,
                                                         Call& call);

}  // namespace deed::evidence
