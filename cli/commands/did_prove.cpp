#include <algorithm>
#include <charconv>

#include "cli/commands.hpp"
#include "cli/did_words.hpp"
#include "cli/errors.hpp"
#include "cli/evidence_words.hpp"
#include "cli/report_output.hpp"
#include "did/document_edit.hpp"
#include "did/errors.hpp"
#include "lib/io/file.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "toolkit/did_proof_report.hpp"

namespace deed::cli {
namespace {

namespace evm = registry::evm;

/// The chain that the DID names, or the one that is said to be it.
Result<OpenChain*> chain_of(Invocation& invocation, Toolkit& toolkit, const did::WeidId& id) {
    const bool is_named = invocation.option("network") || invocation.option("node");
    DEED_TRY(OpenChain * chain, is_named ? open_chosen_chain(invocation, toolkit)
                                         : toolkit.chain(id.network, invocation.call()));
    DEED_TRY(const auto network, chain->network());
    if (evm::to_string(network) == id.network) return chain;
    return Error(did::errors::kWrongLedger,
                 "the chain's network is " + evm::to_string(network) + ", the DID's " + id.network);
}

/// The latest block that is confirmed as asked for.
Result<std::uint64_t> confirmed(OpenChain& chain, const evm::Confirmation& confirmation,
                                Call& call) {
    DEED_TRY(const auto number, evm::confirmed_block(chain.node(), confirmation, call));
    if (number) return *number;
    return Error(evm::errors::kNotConfirmed, "no block has the confirmations that are asked for");
}

/// --block: a number, or one of the names that chains give to blocks.
Result<std::uint64_t> given_block(Invocation& invocation, OpenChain& chain) {
    using Kind = evm::Confirmation::Kind;
    Call& call = invocation.call();
    const auto text = invocation.option("block");
    if (!text) return confirmed(chain, chain.config().confirmation, call);
    if (*text == "latest") return confirmed(chain, {}, call);
    if (*text == "safe") return confirmed(chain, {Kind::safe, 0}, call);
    if (*text == "finalized") return confirmed(chain, {Kind::finalized, 0}, call);
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (error == std::errc() && end == text->data() + text->size()) return number;
    return Error(errors::kBadValue, "--block takes a number, latest, safe or finalized");
}

/// The blocks whose hashes have to be known: that of the state, and those of operations to which no
/// headers lead.
std::vector<evm::ProvenBlock> blocks_to_know(const evm::ProvenState& state,
                                             const std::vector<evm::ProvenChange>& changes) {
    std::vector<evm::ProvenBlock> blocks{state.block};
    for (const evm::ProvenChange& change : changes) {
        const auto has_it = [&](const auto& block) { return block.hash == change.block.hash; };
        if (!change.is_linked && std::ranges::none_of(blocks, has_it))
            blocks.push_back(change.block);
    }
    return blocks;
}

Result<int> run_prove(Invocation& invocation) {
    Call& call = invocation.call();
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const did::Did did, named_did(invocation, *toolkit));
    DEED_TRY(const did::WeidId id, did::parse_weid(did));
    DEED_TRY(OpenChain * chain, chain_of(invocation, *toolkit, id));
    DEED_TRY(const auto network, chain->network());
    DEED_TRY(const auto deployed, chain->contract(evm::Contract::did, call));
    DEED_TRY(const std::uint64_t number, given_block(invocation, *chain));
    const auto shown =
        invocation.flag("without-history") ? evm::ShownHistory::document : evm::ShownHistory::whole;
    DEED_TRY(const evm::DidProof proof, evm::prove_did(chain->node(), {network, deployed.address},
                                                       id.address, number, shown, call));
    DEED_TRY(const auto state, evm::verify_state(proof));
    DEED_TRY(const auto changes, evm::verify_changes(proof, state));
    const auto out = invocation.out_file();
    const std::string text = proof.to_json();
    json::Writer summary;
    summary.begin_object()
        .member("format", "deed/did-proved/v1")
        .member("did", did.to_string())
        .member("contract", evm::to_checksummed(proof.registry))
        .key("blocks")
        .begin_array();
    for (const evm::ProvenBlock& block : blocks_to_know(state, changes)) {
        summary.begin_object()
            .member("number", std::to_string(block.number))
            .member("hash", evm::to_hex(block.hash))
            .end_object();
        Output::note("to be known by whoever verifies it: block {0} is {1}",
                     {std::to_string(block.number), evm::to_hex(block.hash)});
    }
    summary.end_array();
    if (out) {
        summary.member("file", *out);
    } else {
        DEED_TRY(const json::Document document, json::Document::parse(text));
        summary.key("proof").value(document.root());
    }
    summary.end_object();
    DEED_CHECK(invocation.output().file_or_result(out ? &*out : nullptr, invocation.flag("force"),
                                                  0644, text, summary.take_document()));
    return 0;
}

std::string_view status_word(evm::ToldIdentity::Status status) {
    constexpr std::string_view kWords[] = {"unknown", "live", "deactivated", "moved"};
    return kWords[static_cast<std::size_t>(status)];
}

std::string facts_text(const DidProofVerdict& verdict, const evm::DidProof& proof) {
    const DidProofFacts& facts = *verdict.facts;
    const evm::ToldIdentity& told = facts.state.told;
    std::string text =
        text_row("did", verdict.did.to_string()) + text_row("status", status_word(told.status));
    if (told.controller != registry::Address{})
        text += text_row("controller", evm::to_checksummed(told.controller));
    if (told.next) text += text_row("committed", evm::to_hex(*told.next));
    if (facts.successor) text += text_row("successor", printable(*facts.successor));
    text += text_row("operations", std::to_string(told.length));
    if (told.length > 0) text += text_row("changed", "block " + std::to_string(told.changed));
    for (const auto& key : facts.compromised)
        text +=
            text_row("compromised", printable(key.multikey) + " since " + key.since.to_string());
    return text +
           text_row("as of", "block " + std::to_string(facts.state.block.number) + " of chain " +
                                 std::to_string(proof.network.chain_id) + ", " +
                                 facts.state.block.time.to_string() + " (the proposer's claim)");
}

void write_facts(json::Writer& writer, const DidProofVerdict& verdict, const evm::DidProof& proof) {
    const DidProofFacts& facts = *verdict.facts;
    const evm::ToldIdentity& told = facts.state.told;
    writer.member("status", status_word(told.status));
    if (told.controller != registry::Address{})
        writer.member("controller", evm::to_checksummed(told.controller));
    if (told.next) writer.member("committed", evm::to_hex(*told.next));
    if (facts.successor) writer.member("successor", *facts.successor);
    writer.key("operations").integer(static_cast<std::int64_t>(told.length));
    if (told.length > 0) writer.member("changed", std::to_string(told.changed));
    writer.key("compromised").begin_array();
    for (const auto& key : facts.compromised)
        writer.begin_object()
            .member("publicKeyMultibase", key.multikey)
            .member("since", key.since.to_string())
            .end_object();
    writer.end_array().key("wholeHistory").boolean(facts.is_whole);
    writer.key("chain")
        .begin_object()
        .member("chainId", std::to_string(proof.network.chain_id))
        .member("contract", evm::to_checksummed(proof.registry))
        .member("block", std::to_string(facts.state.block.number))
        .member("blockHash", evm::to_hex(facts.state.block.hash))
        .member("time", facts.state.block.time.to_string())
        .end_object();
    if (facts.document)
        writer.key("document").value(did::json_with_revocations(*facts.document).root());
}

/// Why there is no document to be relied upon, though the proof is good; as `deed did resolve`.
const ErrorCode* ended_by(const DidProofFacts& facts) {
    using Status = evm::ToldIdentity::Status;
    if (facts.state.told.status == Status::unknown) return &did::errors::kNotFound;
    if (facts.state.told.status == Status::deactivated) return &did::errors::kDeactivated;
    return nullptr;
}

/// A document whose proof is not good is not left lying about under the name of one that is.
Result<void> write_document(Invocation& invocation, const std::string& out,
                            const DidProofFacts& facts) {
    const std::string text =
        json::to_pretty_string(did::json_with_revocations(*facts.document).root()) + "\n";
    DEED_CHECK(write_file_durably(out, as_bytes(text), 0644,
                                  invocation.flag("force") ? Existing::replace : Existing::refuse));
    Output::note("wrote {0}", {out});
    return {};
}

Result<int> run_verify(Invocation& invocation) {
    Call& call = invocation.call();
    DEED_TRY(const Bytes file, read_input(*invocation.argument(0), evm::DidProof::kMaxBytes, call));
    DEED_TRY(const evm::DidProof proof, evm::DidProof::parse(as_text(file)));
    WantedDid wanted{std::nullopt, invocation.flag("without-history")};
    if (const auto named = invocation.argument(1)) {
        DEED_TRY(wanted.did, did::Did::parse(*named));
    }
    DEED_TRY(const evidence::ChainTrust trust, given_chain_trust(invocation, evm::Contract::did));
    const DidProofVerdict verdict = judge_did_proof(proof, wanted, trust, call);
    // What a proof claims that is not good is not a fact.
    const bool good = verdict.report.verdict() == credentials::Verdict::good;
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/did-verification/v1")
        .member("did", verdict.did.to_string())
        .key("report")
        .value(verdict.report.to_json().root());
    std::string text;
    if (good) {
        write_facts(writer, verdict, proof);
        text = facts_text(verdict, proof);
    }
    writer.end_object();
    text += report_text(verdict.report, messages());
    const ErrorCode* const ended = good ? ended_by(*verdict.facts) : nullptr;
    const auto out = invocation.out_file();
    if (out && good && verdict.facts->document)
        DEED_CHECK(write_document(invocation, *out, *verdict.facts));
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    narrate_report(verdict.report);
    if (out && (!good || ended != nullptr)) Output::note("wrote no document to {0}", {*out});
    return ended != nullptr ? exit_code(ended->kind) : verdict.report.exit_code();
}

constexpr ArgumentRow kDid[] = {{"DID", "a did:weid of an Ethereum chain, or its name here"}};
constexpr OptionRow kProveOptions[] = {
    kNetworkOption,
    kNodeOption,
    {"block", "BLOCK", "a number, latest, safe or finalized (default: the confirmed one)"},
    {"without-history", "", "show no operation before the one that recorded the document"},
    kConfirmationOption,
    {"out", "FILE", "write to a file instead of stdout"},
    {"force", "", "replace the file if it exists"}};

constexpr ArgumentRow kProof[] = {{"PROOF", "the proof file, - for standard input"},
                                  {"DID", "the DID that is meant", false}};
constexpr OptionRow kVerifyOptions[] = {
    kBlockHashOption,
    {"contract", "ADDRESS", "the DidRegistry that you trust; with its chain eip155:1:0x…"},
    kAskedChainOption,
    kNodeOption,
    kConfirmationOption,
    {"without-history", "",
     "let earlier operations be missing, which may declare keys compromised"},
    {"out", "FILE", "write the document to a file, if the proof is good and there is one"},
    {"force", "", "replace the file if it exists"}};

}  // namespace

constexpr CommandRow kDidProve{
    "did",
    "prove",
    "Write down what a chain says of a DID",
    "Proves to whoever knows the hash of a block, and asks no node: whether the DID is there, who\n"
    "controls it and which document holds, as of that block. Says which blocks have to be known:\n"
    "that of the state and, where a change is more than 256 blocks before what follows, that of "
    "the\n"
    "change. A DID that does not exist is proven not to. All operations are shown, and so whether\n"
    "keys were ever declared compromised; --without-history leaves earlier ones out.",
    kDid,
    kProveOptions,
    "deed did prove \"$DID\" --out alice.did-proof.json",
    run_prove};

constexpr CommandRow kDidVerify{
    "did",
    "verify",
    "Judge a proof of a DID offline: good, bad, or could not judge",
    "Checks a proof of `deed did prove` by the hashes of blocks that you know to be on the chain "
    "and\n"
    "the DidRegistry that you trust; or by a node of the chain, which is asked with --network.\n"
    "Prints what the chain says of the DID if the proof is good; the document with --json or "
    "--out,\n"
    "keys that were declared compromised marked as revoked. As in `deed did resolve` the exit code "
    "is\n"
    "12 for a DID that was deactivated, and 3 for one that is proven not to exist; neither has a\n"
    "document. Nothing is said of what came after the block.",
    kProof,
    kVerifyOptions,
    "deed did verify alice.did-proof.json \"$DID\" --block-hash HASH --contract eip155:1:ADDRESS",
    run_verify};

}  // namespace deed::cli
