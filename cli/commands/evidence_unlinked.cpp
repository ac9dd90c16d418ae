#include <filesystem>
#include <set>

#include "cli/documents.hpp"
#include "cli/errors.hpp"
#include "cli/evidence_words.hpp"
#include "evidence/chain/errors.hpp"
#include "evidence/chain/unlinked_batch.hpp"
#include "lib/encoding/text.hpp"
#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "toolkit/chain_evidence.hpp"

// Anchoring without a log: the batch is kept as a private file before anything is sent, so that a
// run which was interrupted is completed by running it again.

namespace deed::cli {
namespace {

namespace evm = registry::evm;
using evidence::UnlinkedBatch;

constexpr const char* kBatchFile = "unlinked-batch.json";

/// Where the evidence of each file goes; no two to one place.
Result<std::vector<std::filesystem::path>> targets(const Invocation& invocation,
                                                   const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    std::set<std::string> names;
    for (const std::string& argument : invocation.arguments()) {
        const std::string name = std::filesystem::path(argument).filename().string();
        if (name.empty() || argument == "-")
            return Error(errors::kBadValue, "--unlinked takes files by their names");
        if (!names.insert(name).second)
            return Error(errors::kBadValue, "two of the files are called " + as_utf8(name));
        files.push_back(folder / (name + ".unlinked.json"));
    }
    return files;
}

Result<evidence::Opening> opening_of(const Invocation& invocation, const std::string& file,
                                     const did::Did& submitter) {
    Call& call = invocation.call();
    if (invocation.flag("fields")) {
        DEED_TRY(const json::Document document, read_json_input(file, call, kMaxJsonFile));
        return evidence::Opening::for_json(submitter, document.root());
    }
    DEED_TRY(const evidence::DocumentDigest digest, digest_of_input(file, call));
    return evidence::Opening::for_bytes(submitter, digest);
}

Result<UnlinkedBatch> new_batch(const Invocation& invocation, const evm::DeployedAt& deployed,
                                const registry::Address& account) {
    DEED_TRY(const did::Did submitter, evidence::account_did(deployed.chain_id, account));
    std::vector<UnlinkedBatch::Item> items;
    for (const std::string& file : invocation.arguments()) {
        DEED_TRY(evidence::Opening opening, opening_of(invocation, file, submitter));
        items.push_back({as_utf8(file), std::move(opening)});
    }
    return UnlinkedBatch::create(deployed.chain_id, deployed.address, account, std::move(items));
}

/// The batch that an earlier run left in the folder, which must be of the same files.
Result<UnlinkedBatch> kept_batch(const Invocation& invocation, const std::filesystem::path& file,
                                 const evm::DeployedAt& deployed,
                                 const registry::Address& account) {
    DEED_TRY(const Bytes bytes, read_private_file(file, kMaxJsonFile));
    DEED_TRY(const json::Document document,
             json::Document::parse(bytes, {.max_bytes = kMaxJsonFile}));
    DEED_TRY(UnlinkedBatch batch, UnlinkedBatch::parse(document.root()));
    std::vector<std::string> names;
    for (const UnlinkedBatch::Item& item : batch.items()) names.push_back(item.name);
    std::vector<std::string> given;
    for (const std::string& argument : invocation.arguments()) given.push_back(as_utf8(argument));
    const bool same = names == given && batch.chain_id() == deployed.chain_id &&
                      batch.contract() == deployed.address && batch.statement().anchorer == account;
    const auto differs = [&file](std::string what) {
        return Error(evidence::errors::kBatchDiffers, std::move(what), file.string());
    };
    for (const UnlinkedBatch::Item& item : batch.items()) {
        const auto* kept = std::get_if<evidence::DocumentDigest>(&item.opening.content());
        if (!same || kept == nullptr) continue;
        DEED_TRY(const auto now, digest_of_input(item.name, invocation.call()));
        if (!(now == *kept)) return differs(item.name + " was changed since");
    }
    if (!same) return differs("it is not what was named");
    Output::note("going on with the batch in {0}", {file.string()});
    return batch;
}

Result<UnlinkedBatch> take_batch(const Invocation& invocation, const std::filesystem::path& folder,
                                 const std::vector<std::filesystem::path>& targets,
                                 const evm::DeployedAt& deployed,
                                 const registry::Address& account) {
    const std::filesystem::path file = folder / kBatchFile;
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored))
        return kept_batch(invocation, file, deployed, account);
    for (const std::filesystem::path& target : targets)
        if (!invocation.flag("force") && std::filesystem::exists(target, ignored))
            return Error(deed::errors::kFileExists, "the file is there already", target.string());
    DEED_TRY(UnlinkedBatch batch, new_batch(invocation, deployed, account));
    if (invocation.flag("dry-run")) return batch;
    // Without the salts the anchor would prove nothing: they are on the disk first.
    DEED_CHECK(create_private_directories(folder));
    const std::string text = json::to_pretty_string(batch.to_json().root());
    DEED_CHECK(write_file_durably(file, as_bytes(text), 0600, Existing::refuse));
    return batch;
}

Result<void> print(Invocation& invocation, const UnlinkedBatch& batch,
                   const evm::PublishedAnchor& anchored,
                   const std::vector<std::filesystem::path>& files) {
    DEED_TRY(const registry::Hash block, anchored.proof.claimed_block());
    std::string text;
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/unlinked-anchored/v1")
        .member("anchorer", evm::to_checksummed(batch.statement().anchorer))
        .member("contract", evm::to_checksummed(batch.contract()))
        .member("chainId", std::to_string(batch.chain_id()))
        .member("root", evm::to_hex(batch.statement().root))
        .member("blockHash", evm::to_hex(block))
        .member("recorded", anchored.anchor.recorded.to_string())
        .key("documents")
        .begin_array();
    for (std::size_t i = 0; i < files.size(); ++i) {
        const evidence::Opening& opening = batch.items()[i].opening;
        const std::string commitment = hex_encode(opening.commitment().sha256);
        text += commitment + "  " + as_utf8(files[i].string()) + "\n";
        writer.begin_object()
            .member("name", batch.items()[i].name)
            .member("commitment", commitment)
            .member("file", as_utf8(files[i].string()))
            .end_object();
    }
    writer.end_array().end_object();
    Output::note("anchored, unlinked, in block {0} by {1}",
                 {evm::to_hex(block), evm::to_checksummed(batch.statement().anchorer)});
    return invocation.output().result(text, writer.take_document());
}

}  // namespace

Result<int> anchor_unlinked_files(Invocation& invocation) {
    Call& call = invocation.call();
    if (invocation.arguments().empty())
        return Error(errors::kMissingArgument, "deed evidence anchor: FILE is missing");
    for (const char* of_log : {"folder", "jsonl", "key", "submitter", "batch-size"})
        if (invocation.option(of_log))
            return Error(errors::kBadValue,
                         "--" + std::string(of_log) + " does not go together with --unlinked");
    const auto out = invocation.option("out");
    if (!out)
        return Error(errors::kMissingArgument, "--unlinked takes --out, a folder for the evidence");
    const std::filesystem::path folder = *out;
    DEED_TRY(const auto files, targets(invocation, folder));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(OpenChain * chain, open_chosen_chain(invocation, *toolkit));
    DEED_TRY(const registry::Address account, chain->account(call));
    DEED_TRY(const evm::DeployedAt deployed, chain->contract(evm::Contract::evidence, call));
    DEED_TRY(const auto writing, open_chain_evidence(*chain, changing(invocation), call));
    DEED_TRY(const UnlinkedBatch batch, take_batch(invocation, folder, files, deployed, account));
    DEED_TRY(const evm::PublishedAnchor anchored,
             evidence::anchor_unlinked(batch, *writing, chain->node(), chain->config().confirmation,
                                       call));
    DEED_TRY(const auto made, batch.evidence(anchored.proof));
    for (std::size_t i = 0; i < files.size(); ++i) {
        const std::string text = json::to_pretty_string(made[i].to_json().root());
        DEED_CHECK(write_file_durably(files[i], as_bytes(text), 0600, Existing::replace));
    }
    // All of it is in the files now.
    std::error_code ignored;
    std::filesystem::remove(folder / kBatchFile, ignored);
    DEED_CHECK(print(invocation, batch, anchored, files));
    return 0;
}

}  // namespace deed::cli
