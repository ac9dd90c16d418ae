#include <algorithm>

#include "cli/evidence_commands.hpp"
#include "cli/evidence_words.hpp"
#include "evidence/chain/strengthen.hpp"
#include "evidence/verify.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "toolkit/chain_evidence.hpp"

namespace deed::cli {
namespace {

namespace evm = registry::evm;

/// The proof's log, as its operator publishes it or as it is here.
Result<registry::LogLedger*> log_of(Toolkit& toolkit, const evidence::EvidenceProof& proof,
                                    Call& call) {
    const std::string network = evidence::network_of(proof).value_or("");
    const auto published = toolkit.published_networks();
    if (std::ranges::count(published, network) > 0)
        return toolkit.published_ledger_of(network, call);
    return toolkit.readable_ledger_of(network, call);
}

Result<int> run_strengthen(Invocation& invocation) {
    Call& call = invocation.call();
    DEED_TRY(const json::Document file,
             read_json_input(*invocation.argument(0), call, evidence::kMaxProofSize));
    DEED_TRY(const evidence::EvidenceProof proof, evidence::EvidenceProof::parse(file.root()));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(registry::LogLedger * ledger, log_of(*toolkit, proof, call));
    DEED_TRY(OpenChain * chain, open_chosen_chain(invocation, *toolkit));
    DEED_TRY(const registry::Address opener, given_opener(invocation, *chain));
    DEED_TRY(const auto reading, open_chain_evidence(*chain, RegistryAccess::read, call));
    evidence::PublishedOn place{*reading, chain->node(), opener, chain->config().confirmation};
    if (const auto group = invocation.option("cosigned-by")) {
        DEED_TRY(place.cosigned_by, given_word("--cosigned-by", *group));
    }
    DEED_TRY(const evidence::ChainPart part,
             evidence::prove_published(*ledger, proof, place, call));
    DEED_TRY(const json::Document strengthened, evidence::with_chain(file, part));
    DEED_TRY(const registry::Hash block, part.event.claimed_block());
    Output::note("published in block {0} by the contract {1}",
                 {evm::to_hex(block), evm::to_checksummed(part.contract)});
    std::optional<registry::Hash> cosigned;
    if (part.cosigned) {
        DEED_TRY(cosigned, part.cosigned->claimed_block());
        Output::note("co-signed in block {0} by the group {1}",
                     {evm::to_hex(*cosigned), evm::to_hex(*place.cosigned_by)});
    }
    const auto out = invocation.out_file();
    json::Writer summary;
    summary.begin_object()
        .member("format", "deed/strengthened/v1")
        .member("chainId", std::to_string(part.chain_id))
        .member("contract", evm::to_checksummed(part.contract))
        .member("blockHash", evm::to_hex(block));
    if (cosigned) summary.member("cosignedBlockHash", evm::to_hex(*cosigned));
    if (out)
        summary.member("file", *out);
    else
        summary.key("proof").value(strengthened.root());
    summary.end_object();
    // Private, as the proof was: it holds salts and the fields that it shows.
    DEED_CHECK(invocation.output().file_or_result(out ? &*out : nullptr, invocation.flag("force"),
                                                  0600, json::to_pretty_string(strengthened.root()),
                                                  summary.take_document()));
    return 0;
}

constexpr ArgumentRow kProof[] = {{"PROOF", "the proof file of `deed evidence prove`"}};
constexpr OptionRow kOptions[] = {kNetworkOption,
                                  kNodeOption,
                                  kOpenedByOption,
                                  {"cosigned-by", "GROUP", "take one that this group co-signed"},
                                  kConfirmationOption,
                                  {"out", "FILE", "write to a file instead of stdout"},
                                  {"force", "", "replace the file if it exists"}};

}  // namespace

constexpr CommandRow kEvidenceStrengthen{
    "evidence",
    "strengthen",
    "Add a chain's word to a proof",
    "Adds the first published checkpoint that covers the evidence (`deed log publish`), what "
    "leads\n"
    "there, and the receipt's proof of it: whoever knows the block's hash then needs neither the\n"
    "ledger nor a node. With --cosigned-by it is the first one that the group co-signed, with the\n"
    "proof of that.\n"
    "Prints the proof anew; the file that is read stays as it is.",
    kProof,
    kOptions,
    "deed evidence strengthen judgment.evidence.json --network test --out strong.evidence.json",
    run_strengthen};

}  // namespace deed::cli
