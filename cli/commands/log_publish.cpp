#include "cli/evidence_commands.hpp"
#include "cli/evidence_words.hpp"
#include "cli/log_output.hpp"
#include "evidence/chain/publish.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "toolkit/chain_evidence.hpp"

namespace deed::cli {
namespace {

namespace evm = registry::evm;
using evidence::Publication;

/// What is to be done as the chain tells it now.
Result<Publication> plan(Invocation& invocation, registry::LogLedger& ledger, OpenChain& chain) {
    Call& call = invocation.call();
    DEED_TRY(const registry::Address opener, given_opener(invocation, chain));
    DEED_TRY(const registry::Address owner, chain.account(call));
    DEED_TRY(const auto reading, open_chain_evidence(chain, RegistryAccess::read, call));
    return evidence::plan_publication(ledger, *reading, {opener, owner}, call);
}

std::string_view step_name(Publication::Step step) {
    if (step == Publication::Step::open) return "opened";
    return step == Publication::Step::advance ? "advanced" : "unchanged";
}

Result<int> print(Invocation& invocation, OpenChain& chain, const Publication& publication,
                  const std::optional<registry::Receipt>& receipt) {
    std::string text = text_row("log", evm::to_hex(publication.log)) +
                       text_row("origin", publication.origin) +
                       text_row("chain", std::to_string(*chain.config().chain_id)) +
                       text_row("head", head_text(publication.head)) +
                       text_row("step", step_name(publication.step));
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/log-publication/v1")
        .member("log", evm::to_hex(publication.log))
        .member("origin", publication.origin)
        .member("chainId", std::to_string(*chain.config().chain_id));
    write_head(writer, publication.head);
    writer.member("step", step_name(publication.step));
    if (publication.published) {
        write_head(writer.key("before").begin_object(), *publication.published);
        writer.end_object();
    }
    if (receipt) {
        text += text_row("block", std::to_string(block_of(*receipt))) +
                text_row("transaction", evm::to_hex(receipt->operation_hash));
        writer.member("block", std::to_string(block_of(*receipt)))
            .member("transaction", evm::to_hex(receipt->operation_hash))
            .member("recorded", receipt->accepted.to_string());
    }
    writer.end_object();
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return 0;
}

Result<int> run_publish(Invocation& invocation) {
    Call& call = invocation.call();
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(registry::LogLedger * ledger, chosen_ledger(invocation));
    DEED_TRY(OpenChain * chain, open_chosen_chain(invocation, *toolkit));
    DEED_TRY(Publication publication, plan(invocation, *ledger, *chain));
    if (publication.step == Publication::Step::none)
        return print(invocation, *chain, publication, std::nullopt);
    const RegistryAccess access = changing(invocation);
    if (access == RegistryAccess::write) {
        // What an earlier run sent comes first; then the chain is asked again.
        DEED_CHECK(finish_pending(*chain, call));
        DEED_TRY(publication, plan(invocation, *ledger, *chain));
    }
    DEED_TRY(const auto writing, open_chain_evidence(*chain, access, call));
    DEED_TRY(const auto receipt, evidence::publish(publication, *writing, call));
    return print(invocation, *chain, publication, receipt);
}

std::string change_text(const evm::LogChange& change) {
    std::string text = std::to_string(change.block) + "  " + change.recorded.to_string() + "  ";
    if (change.head) return text + head_text(*change.head) + "\n";
    return text + "owner " + evm::to_checksummed(change.owner) + "\n";
}

void write_change(json::Writer& writer, const evm::LogChange& change) {
    writer.begin_object()
        .member("block", std::to_string(change.block))
        .member("transaction", evm::to_hex(change.transaction))
        .member("recorded", change.recorded.to_string());
    if (change.head) write_head(writer, *change.head);
    writer.member("owner", evm::to_checksummed(change.owner)).end_object();
}

/// How the log here stands to what is published.
std::string standing_of(registry::LogLedger& ledger, const evm::LogHead& published, Call& call,
                        Result<void>& fault) {
    const auto own = registry::signed_head(ledger, call);
    if (!own) {
        fault = own.error();
        return {};
    }
    const auto leads = evidence::check_published(ledger, *own, published, call);
    if (!leads) {
        fault = leads.error();
        return {};
    }
    const std::uint64_t more = own->checkpoint.size - published.size;
    return more == 0 ? "all of this log is published"
                     : count_of(more, "entry", "entries") + " of this log not published yet";
}

Result<int> run_published(Invocation& invocation) {
    Call& call = invocation.call();
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(registry::LogLedger * ledger, chosen_ledger(invocation));
    DEED_TRY(OpenChain * chain, open_chosen_chain(invocation, *toolkit));
    DEED_TRY(const registry::Address opener, given_opener(invocation, *chain));
    DEED_TRY(const auto reading, open_chain_evidence(*chain, RegistryAccess::read, call));
    DEED_TRY(const auto head, registry::signed_head(*ledger, call));
    const registry::Hash log = evm::ChainEvidence::log_id(head.checkpoint.origin, opener);
    DEED_TRY(const evm::ChainLog now, reading->log(log, call));
    DEED_TRY(const auto changes, reading->log_history(log, call));

    Result<void> fault;
    const std::string standing = standing_of(*ledger, now.head, call, fault);
    std::string text =
        text_row("log", evm::to_hex(log)) + text_row("origin", head.checkpoint.origin) +
        text_row("contract", evm::to_checksummed(reading->contract().address())) +
        text_row("owner", evm::to_checksummed(now.owner)) + text_row("head", head_text(now.head));
    if (!standing.empty()) text += text_row("here", standing);
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/published-log/v1")
        .member("log", evm::to_hex(log))
        .member("origin", head.checkpoint.origin)
        .member("chainId", std::to_string(*chain->config().chain_id))
        .member("contract", evm::to_checksummed(reading->contract().address()))
        .member("owner", evm::to_checksummed(now.owner));
    write_head(writer, now.head);
    writer.key("changes").begin_array();
    for (const evm::LogChange& change : changes) {
        text += change_text(change);
        write_change(writer, change);
    }
    writer.end_array();
    if (!fault) writer.member("code", fault.error().code().name);
    writer.end_object();
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    if (fault) return 0;
    // Told besides: what the chain says was asked for, and this is what it means.
    Output::line("deed: " + fault.error().message() + " (" +
                 std::string(fault.error().code().name) + ")");
    return exit_code(fault.error().kind());
}

constexpr OptionRow kPublishOptions[] = {
    kNetworkOption, kNodeOption,           kAccountOption,      kOpenedByOption, kDryRunOption,
    kMaxFeeOption,  kMaxPriorityFeeOption, kConfirmationOption, kPatienceOption};
constexpr OptionRow kPublishedOptions[] = {kNetworkOption, kNodeOption, kAccountOption,
                                           kOpenedByOption};

}  // namespace

constexpr CommandRow kLogPublish{
    "log",
    "publish",
    "Publish the ledger's signed head on a chain",
    "Opens the log on the chain the first time, and later puts its head of now in the place of "
    "the\n"
    "one before, with the proof that it goes on from there, which the contract checks. What the "
    "chain\n"
    "has already is left alone. Run it again after an interruption: it asks the chain first. A "
    "chain\n"
    "that holds another history, or a later one, is an error of its own.",
    {},
    kPublishOptions,
    "deed log publish --network test",
    run_or_try<run_publish>};

constexpr CommandRow kLogPublished{"log",
                                   "published",
                                   "Show what a chain holds of the ledger's log",
                                   "Prints the log's id on the chain, its owner, the head there, "
                                   "and one line for every checkpoint\n"
                                   "and every change of owner, oldest first. Ends with an error "
                                   "where the log here does not go on\n"
                                   "from what is published.",
                                   {},
                                   kPublishedOptions,
                                   "deed log published --network test",
                                   run_published};

}  // namespace deed::cli
