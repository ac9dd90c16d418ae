#include "cli/evidence_words.hpp"

#include "cli/did_words.hpp"
#include "cli/errors.hpp"
#include "cli/log_output.hpp"
#include "cli/registry_words.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "toolkit/chain_errors.hpp"

namespace deed::cli {

Result<std::optional<registry::Address>> given_account(const Invocation& invocation,
                                                       std::string_view option) {
    const auto text = invocation.option(option);
    if (!text) return std::optional<registry::Address>();
    auto account = registry::evm::parse_account(*text);
    if (!account)
        return Error(errors::kBadValue,
                     "--" + std::string(option) + ": " + account.error().message());
    return std::optional(*account);
}

Result<registry::Hash> given_word(std::string_view what, const std::string& text) {
    auto word = registry::evm::word_from_hex(text);
    if (word) return word;
    return Error(errors::kBadValue, std::string(what) + " takes 0x and 64 hexadecimal digits");
}

Result<registry::Address> given_opener(Invocation& invocation, OpenChain& chain) {
    DEED_TRY(const auto given, given_account(invocation, "opened-by"));
    if (given) return *given;
    return chain.account(invocation.call());
}

Result<std::optional<GivenContract>> given_contract(const Invocation& invocation) {
    const auto given = invocation.option("contract");
    if (!given) return std::optional<GivenContract>();
    GivenContract contract;
    std::string_view text = *given;
    if (constexpr std::string_view kNamespace = "eip155:"; text.starts_with(kNamespace)) {
        const std::size_t end = text.find(':', kNamespace.size());
        if (end == text.npos)
            return Error(errors::kBadValue, "--contract takes an address or eip155:CHAIN:ADDRESS");
        DEED_TRY(contract.chain_id,
                 number_of(text.substr(kNamespace.size(), end - kNamespace.size())));
        text.remove_prefix(end + 1);
    }
    auto account = registry::evm::parse_account(text);
    if (!account) return Error(errors::kBadValue, "--contract: " + account.error().message());
    contract.address = *account;
    return std::optional(contract);
}

std::string text_row(std::string_view name, std::string_view rest) {
    constexpr std::size_t kWidth = 12;
    std::string text(name);
    text.resize(std::max(kWidth, text.size() + 1), ' ');
    return text + std::string(rest) + "\n";
}

std::string head_text(const registry::evm::LogHead& head) {
    return count_of(head.size, "entry", "entries") + ", root " + registry::evm::to_hex(head.root);
}

void write_head(json::Writer& writer, const registry::evm::LogHead& head) {
    writer.key("size").integer(static_cast<std::int64_t>(head.size));
    writer.member("root", registry::evm::to_hex(head.root));
}

namespace {

Result<evidence::AskedChain> asked_chain(Invocation& invocation, Toolkit& toolkit,
                                         registry::evm::Contract contract) {
    Call& call = invocation.call();
    DEED_TRY(OpenChain * chain, open_chosen_chain(invocation, toolkit));
    DEED_TRY(const auto deployed, chain->contract(contract, call));
    return evidence::AskedChain{&chain->node(), deployed.chain_id, deployed.address,
                                chain->config().confirmation};
}

/// --cosigned-by GROUP[:N]
Result<std::optional<evidence::WantedCosigners>> given_cosigners(const Invocation& invocation) {
    const auto text = invocation.option("cosigned-by");
    if (!text) return std::optional<evidence::WantedCosigners>();
    evidence::WantedCosigners wanted;
    const std::size_t at = text->find(':');
    DEED_TRY(wanted.group, given_word("--cosigned-by", text->substr(0, at)));
    if (at != std::string::npos) {
        DEED_TRY(const std::uint64_t least,
                 given_number("cosigned-by", std::string_view(*text).substr(at + 1), 1,
                              registry::kMaxMembers));
        wanted.least = static_cast<std::uint8_t>(least);
    }
    return std::optional(wanted);
}

}  // namespace

Result<evidence::ChainTrust> given_chain_trust(Invocation& invocation,
                                               registry::evm::Contract contract) {
    evidence::ChainTrust trust;
    for (const std::string& text : invocation.options("block-hash")) {
        DEED_TRY(const registry::Hash hash, given_word("--block-hash", text));
        trust.blocks.push_back(hash);
    }
    DEED_TRY(const auto contract_meant, given_contract(invocation));
    if (contract_meant) {
        trust.contract = contract_meant->address;
        trust.chain_id = contract_meant->chain_id;
    }
    DEED_TRY(trust.opener, given_account(invocation, "opened-by"));
    DEED_TRY(trust.cosigners, given_cosigners(invocation));
    if (!invocation.option("network") && !invocation.option("node")) return trust;
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    auto asked = asked_chain(invocation, *toolkit, contract);
    if (!asked) {
        const ErrorKind kind = asked.error().kind();
        // How the command was given is its user's affair; what a node lacks is no fault of the
        // proof.
        const bool is_ours = kind == ErrorKind::usage || kind == ErrorKind::interrupted ||
                             asked.error().code() == deed::errors::kChainUnknown;
        if (is_ours) return asked.error();
    }
    trust.asked = std::move(asked);
    return trust;
}

void write_chain_facts(json::Writer& writer, const evidence::ChainFacts& facts) {
    namespace evm = registry::evm;
    writer.key("chain")
        .begin_object()
        .member("chainId", std::to_string(facts.chain_id))
        .member("contract", evm::to_checksummed(facts.contract))
        .member("block", std::to_string(facts.block))
        .member("blockHash", evm::to_hex(facts.block_hash))
        .member("recorded", facts.recorded.to_string());
    if (const auto* checkpoint = std::get_if<evm::CheckpointStatement>(&facts.statement)) {
        writer.member("log", evm::to_hex(checkpoint->log));
        write_head(writer, checkpoint->head);
    } else {
        const auto& anchor = std::get<evm::AnchorStatement>(facts.statement);
        writer.member("anchorer", evm::to_checksummed(anchor.anchorer))
            .member("root", evm::to_hex(anchor.root))
            .key("count")
            .integer(static_cast<std::int64_t>(anchor.count));
    }
    writer.end_object();
}

std::string chain_facts_text(const evidence::ChainFacts& facts) {
    constexpr std::size_t kWidth = 14;
    std::string name = "on chain";
    name.resize(kWidth, ' ');
    return name + facts.recorded.to_string() + " (the proposer's claim), block " +
           std::to_string(facts.block) + " of chain " + std::to_string(facts.chain_id) + "\n";
}

std::uint64_t block_of(const registry::Receipt& receipt) {
    constexpr unsigned kIndexBits = 21;
    return receipt.position >> kIndexBits;
}

}  // namespace deed::cli
