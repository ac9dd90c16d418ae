#include "cli/evidence_commands.hpp"
#include "cli/did_words.hpp"
#include "cli/errors.hpp"
#include "cli/evidence_words.hpp"
#include "cli/log_output.hpp"
#include "evidence/chain/hand_over.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "toolkit/chain_errors.hpp"
#include "toolkit/chain_evidence.hpp"

namespace deed::cli {
namespace {

namespace evm = registry::evm;

constexpr std::size_t kMaxConsentFile = 16384;
constexpr std::int64_t kDefaultSeconds = 3600;

Result<std::unique_ptr<evm::AccountSigner>> account_signer(Toolkit& toolkit, OpenChain& chain,
                                                           Call& call) {
    const auto& account = chain.config().account;
    if (!account)
        return Error(deed::errors::kChainNoAccount,
                     "chain." + chain.config().alias + ".account is not set");
    DEED_TRY(auto signer, toolkit.signer(*account, call));
    return evm::AccountSigner::from_signer(std::move(signer));
}

Result<std::uint64_t> given_deadline(Invocation& invocation) {
    const auto text = invocation.option("until");
    const std::int64_t now = invocation.clock().now().unix_milliseconds() / 1000;
    if (!text) return static_cast<std::uint64_t>(now + kDefaultSeconds);
    DEED_TRY(const Timestamp until, given_time("until", *text));
    const std::int64_t seconds = until.unix_milliseconds() / 1000;
    if (seconds <= now) return Error(errors::kBadValue, "--until is past");
    return static_cast<std::uint64_t>(seconds);
}

std::string deadline_text(const evidence::TakeOver& consent) {
    const auto until = Timestamp::from_unix_seconds(static_cast<std::int64_t>(consent.deadline));
    return until ? until->to_string() : std::to_string(consent.deadline);
}

std::string text_of(const evidence::TakeOver& consent) {
    return text_row("log", evm::to_hex(consent.log)) +
           text_row("chain", std::to_string(consent.chain_id)) +
           text_row("head", head_text(consent.head)) +
           text_row("from", evm::to_checksummed(consent.from)) +
           text_row("to", evm::to_checksummed(consent.to)) +
           text_row("until", deadline_text(consent));
}

Result<int> run_take_over(Invocation& invocation) {
    Call& call = invocation.call();
    DEED_TRY(const registry::Hash log, given_word("LOG", *invocation.argument(0)));
    DEED_TRY(const std::uint64_t deadline, given_deadline(invocation));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(OpenChain * chain, open_chosen_chain(invocation, *toolkit));
    DEED_TRY(const auto reading, open_chain_evidence(*chain, RegistryAccess::read, call));
    DEED_TRY(const auto signer, account_signer(*toolkit, *chain, call));
    DEED_TRY(const evidence::TakeOver consent,
             evidence::consent_to_take_over(*reading, log, *signer, deadline, call));
    Output::note(
        "{0} may be given {1} until {2}",
        {evm::to_checksummed(consent.to), evm::to_hex(consent.log), deadline_text(consent)});
    const auto file = invocation.out_file();
    const std::string text = consent.to_json();
    DEED_TRY(const json::Document document, json::Document::parse(text));
    json::Writer summary;
    summary.begin_object().member("format", "deed/log-take-over-file/v1");
    if (file)
        summary.member("file", *file);
    else
        summary.key("consent").value(document.root());
    summary.end_object();
    DEED_CHECK(invocation.output().file_or_result(file ? &*file : nullptr, invocation.flag("force"),
                                                  0600, text, summary.take_document()));
    return 0;
}

Result<int> run_hand_over(Invocation& invocation) {
    Call& call = invocation.call();
    DEED_TRY(const Bytes file,
             read_input(*invocation.argument(0), kMaxConsentFile, invocation.call()));
    DEED_TRY(const evidence::TakeOver consent, evidence::TakeOver::parse(as_text(file)));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(registry::LogLedger * ledger, chosen_ledger(invocation));
    DEED_TRY(OpenChain * chain, open_chosen_chain(invocation, *toolkit));
    DEED_TRY(const registry::Address opener, given_opener(invocation, *chain));
    DEED_TRY(const registry::Address owner, chain->account(call));
    DEED_TRY(const auto head, registry::signed_head(*ledger, call));
    const registry::Hash log = evm::ChainEvidence::log_id(head.checkpoint.origin, opener);
    const RegistryAccess access = changing(invocation);
    if (access == RegistryAccess::write) DEED_CHECK(finish_pending(*chain, call));
    DEED_TRY(const auto writing, open_chain_evidence(*chain, access, call));
    DEED_CHECK(evidence::check_take_over(consent, *writing, log, owner, call));
    Output::note(
        "handing over {0}, with {1}, to {2}",
        {head.checkpoint.origin, head_text(consent.head), evm::to_checksummed(consent.to)});
    DEED_TRY(
        const registry::Receipt receipt,
        writing->hand_over(log, consent.head, consent.to, consent.deadline, consent.consent, call));
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/log-handed-over/v1")
        .member("log", evm::to_hex(log))
        .member("origin", head.checkpoint.origin)
        .member("from", evm::to_checksummed(consent.from))
        .member("to", evm::to_checksummed(consent.to));
    write_head(writer, consent.head);
    writer.member("block", std::to_string(block_of(receipt)))
        .member("transaction", evm::to_hex(receipt.operation_hash))
        .end_object();
    DEED_CHECK(invocation.output().result(
        text_of(consent) + text_row("block", std::to_string(block_of(receipt))),
        writer.take_document()));
    return 0;
}

constexpr ArgumentRow kLog[] = {{"LOG", "the log's id on the chain, as `log published` prints it"}};
constexpr ArgumentRow kConsent[] = {{"CONSENT", "the file of `deed log take-over`"}};
constexpr OptionRow kTakeOverOptions[] = {
    kNetworkOption,
    kNodeOption,
    kAccountOption,
    {"until", "TIME", "how long the consent holds (default: an hour)"},
    {"out", "FILE", "write the consent here"},
    {"force", "", "replace the file"}};
constexpr OptionRow kHandOverOptions[] = {
    kNetworkOption, kNodeOption,           kAccountOption,      kOpenedByOption, kDryRunOption,
    kMaxFeeOption,  kMaxPriorityFeeOption, kConfirmationOption, kPatienceOption};

}  // namespace

constexpr CommandRow kLogTakeOver{
    "log",
    "take-over",
    "Consent to own a log on a chain",
    "Signs with the account's key that it takes over the log as the chain has it now, and prints "
    "the\n"
    "consent for today's owner. It holds until the log's next checkpoint there, and no longer "
    "than\n"
    "--until. The ledger itself changes hands apart from this, with its key (`log rotate-key`).",
    kLog,
    kTakeOverOptions,
    "deed log take-over 0x… --network test --out consent",
    run_take_over};

constexpr CommandRow kLogHandOver{
    "log",
    "hand-over",
    "Give the ledger's log on a chain to another account",
    "Checks that the consent is for the log of the ledger chosen here, its head and its owner, and "
    "was\n"
    "signed by who takes it over; shows what is handed over, and does it. From then on only that\n"
    "account publishes. The log's id stays.",
    kConsent,
    kHandOverOptions,
    "deed log hand-over consent --network test",
    run_or_try<run_hand_over>};

}  // namespace deed::cli
