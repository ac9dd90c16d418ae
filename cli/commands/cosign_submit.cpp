#include "cli/cosign_words.hpp"
#include "cli/evidence_commands.hpp"
#include "cli/issuer_words.hpp"
#include "cli/member_words.hpp"
#include "cli/registry_words.hpp"
#include "evidence/chain/cosign_errors.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "toolkit/chain_evidence.hpp"

// Co-signatures that are brought to the chain.

namespace deed::cli {
namespace {

namespace evm = registry::evm;
using evidence::CosignPlan;
using evidence::CosignRequest;

std::string_view step_name(CosignPlan::Step step) {
    switch (step) {
        case CosignPlan::Step::none:
            break;
        case CosignPlan::Step::cosign:
            return "co-signed";
        case CosignPlan::Step::advance:
            return "published and co-signed";
        case CosignPlan::Step::begin_epoch:
            return "epoch begun";
    }
    return "unchanged";
}

/// Who of the group the chain counts by now, and whether they are enough.
Result<std::string> write_counted(json::Writer& writer, const CosignRequest& request,
                                  evm::ChainEvidence& evidence, Call& call) {
    const registry::Committee& signers = request.content().signers;
    DEED_TRY(const evm::Cosigned there,
             evidence.cosigned(request.checkpoint()->statement, request.content().group,
                               signers.epoch, call));
    write_number(writer, "threshold", signers.threshold);
    writer.key("counted").begin_array();
    for (const std::uint8_t number : there.members)
        if (number < signers.members.size()) writer.string(evm::to_hex(signers.members[number]));
    writer.end_array();
    std::string text = wide_row("counted", std::to_string(there.members.size()) + " of " +
                                               std::to_string(signers.members.size()));
    if (!there.reached)
        return text + wide_row("threshold", std::to_string(signers.threshold) + ", not reached");
    writer.member("reached", moment_text(*there.reached));
    return text + wide_row("threshold", std::to_string(signers.threshold) + ", reached at " +
                                            moment_text(*there.reached));
}

Result<int> print(Invocation& invocation, OpenChain& chain, const CosignRequest& request,
                  const CosignPlan& plan, const std::optional<registry::Receipt>& receipt) {
    Call& call = invocation.call();
    DEED_TRY(const auto reading, open_chain_evidence(chain, RegistryAccess::read, call));
    const CosignRequest::Content& content = request.content();
    std::string text = wide_row("step", std::string(step_name(plan.step))) +
                       wide_row("group", evm::to_hex(content.group));
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/cosigned/v1")
        .member("step", step_name(plan.step))
        .member("group", evm::to_hex(content.group))
        .member("chainId", std::to_string(content.chain_id))
        .member("contract", evm::to_checksummed(content.contract));
    if (const auto* checkpoint = request.checkpoint()) {
        text += wide_row("log", evm::to_hex(checkpoint->statement.log)) +
                wide_row("checkpoint", head_text(checkpoint->statement.head));
        writer.member("log", evm::to_hex(checkpoint->statement.log));
        write_head(writer, checkpoint->statement.head);
        write_number(writer, "epoch", content.signers.epoch);
        DEED_TRY(const std::string counted, write_counted(writer, request, *reading, call));
        text += counted;
    } else {
        const std::uint64_t epoch = std::uint64_t{content.signers.epoch} + 1;
        text += wide_row("epoch", std::to_string(epoch));
        write_number(writer, "epoch", epoch);
    }
    if (receipt) {
        text += wide_row("block", std::to_string(block_of(*receipt))) +
                wide_row("transaction", evm::to_hex(receipt->operation_hash));
        writer.member("block", std::to_string(block_of(*receipt)))
            .member("transaction", evm::to_hex(receipt->operation_hash))
            .member("recorded", receipt->accepted.to_string());
    }
    writer.end_object();
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return 0;
}

Result<CosignPlan> plan_now(OpenChain& chain, const CosignRequest& request, Call& call) {
    DEED_TRY(const auto reading, open_chain_evidence(chain, RegistryAccess::read, call));
    return evidence::plan_cosigning(request, *reading, call);
}

Result<int> run_submit(Invocation& invocation) {
    Call& call = invocation.call();
    DEED_TRY(const CosignRequest request, read_request(invocation, *invocation.argument(0)));
    // Whoever is to sign is asked before the account is.
    if (request.signatures().empty())
        return Error(evidence::errors::kCosignNothingSigned, "the file holds no signature");
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(OpenChain * chain, open_chosen_chain(invocation, *toolkit));
    DEED_TRY(CosignPlan plan, plan_now(*chain, request, call));
    tell_refused(request, plan);
    if (plan.step == CosignPlan::Step::none)
        return print(invocation, *chain, request, plan, std::nullopt);
    DEED_CHECK(request.check_time(invocation.clock().now()));
    const RegistryAccess access = changing(invocation);
    if (access == RegistryAccess::write) {
        // What an earlier run sent comes first; then the chain is asked again.
        DEED_CHECK(finish_pending(*chain, call));
        DEED_TRY(plan, plan_now(*chain, request, call));
    }
    DEED_TRY(const registry::Address account, chain->account(call));
    DEED_TRY(const auto writing, open_chain_evidence(*chain, access, call));
    const std::size_t left_out = plan.refused.size() + plan.refused_consents.size();
    const auto receipt = evidence::carry_out(request, plan, account, *writing, call);
    if (plan.refused.size() + plan.refused_consents.size() > left_out) tell_refused(request, plan);
    if (!receipt) {
        if (receipt.error().code() == evm::errors::kDryRun)
            Output::note("whoever has this request can bring it to the chain until {0}",
                         {moment_text(request.content().deadline)});
        return receipt.error();
    }
    return print(invocation, *chain, request, plan, *receipt);
}

constexpr ArgumentRow kRequest[] = {{"FILE", "the request, - for standard input"}};
constexpr OptionRow kSubmitOptions[] = {kDryRunOption,       kNetworkOption, kNodeOption,
                                        kAccountOption,      kMaxFeeOption,  kMaxPriorityFeeOption,
                                        kConfirmationOption, kPatienceOption};

}  // namespace

constexpr CommandRow kCosignSubmit{
    "cosign",
    "submit",
    "Bring the signatures of a request to the chain",
    "All that the chain does not count yet, in one transaction. Anybody who has the file and an "
    "account\n"
    "that pays can do it, except that only the log's owner brings a checkpoint that is not on the "
    "chain.\n"
    "Who signs late is brought by another run, also while the log goes on. Run it again after an\n"
    "interruption: it asks the chain first.",
    kRequest,
    kSubmitOptions,
    "deed cosign submit cosign.json --network test",
    run_or_try<run_submit>};

}  // namespace deed::cli
