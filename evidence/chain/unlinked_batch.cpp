#include "evidence/chain/unlinked_batch.hpp"

#include "evidence/chain/errors.hpp"
#include "evidence/content_json.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evm/registries/anchor_errors.hpp"

namespace deed::evidence {

namespace evm = registry::evm;
using detail::StrictJson;

namespace {

constexpr std::string_view kType = "deed/unlinked-batch/v1";

Result<UnlinkedBatch::Item> read_item(const StrictJson& strict, json::Value json,
                                      const did::Did& submitter, const std::string& at) {
    if (!json.is_object()) return strict.malformed("must be an object", at);
    DEED_TRY(const std::string_view content, detail::content_member(strict, json));
    DEED_CHECK(strict.members(json, {"name", "kind", "salt", content}, at));
    DEED_TRY(const std::string_view name, strict.text(*json.find("name"), at + "/name"));
    DEED_TRY(Opening opening, detail::read_opening(strict, json, submitter));
    return UnlinkedBatch::Item{std::string(name), std::move(opening)};
}

/// Found out before anything is paid for: some chains leave seals out of their blocks' hashes.
Result<void> check_provable(evm::Node& node, Call& call) {
    DEED_TRY(const auto block, node.block(evm::BlockRef::latest(), call));
    if (block && block->header.hash() == block->hash) return {};
    return Error(evm::errors::kEventProofUnavailable,
                 "the latest block's hash is not that of its header");
}

}  // namespace

Result<UnlinkedBatch> UnlinkedBatch::create(std::uint64_t chain_id,
                                            const registry::Address& contract,
                                            const registry::Address& anchorer,
                                            std::vector<Item> items) {
    if (items.empty() || items.size() > registry::kMaxBatch)
        return Error(registry::errors::kBatchMismatch, "a batch has 1 to 1,000,000 documents");
    DEED_TRY(const did::Did account, account_did(chain_id, anchorer));
    UnlinkedBatch batch;
    for (const Item& item : items) {
        if (item.opening.submitter() != account)
            return Error(registry::errors::kBatchMismatch, item.name + " is not of the account");
        batch.tree_.append(registry::batch_leaf(item.opening.commitment()));
    }
    batch.chain_id_ = chain_id;
    batch.contract_ = contract;
    batch.anchorer_ = anchorer;
    batch.items_ = std::move(items);
    return batch;
}

json::Document UnlinkedBatch::to_json() const {
    json::Writer writer;
    writer.begin_object()
        .member("type", kType)
        .key("chainId")
        .integer(static_cast<std::int64_t>(chain_id_));
    writer.member("contract", registry::to_string(contract_))
        .member("anchorer", registry::to_string(anchorer_))
        .key("documents")
        .begin_array();
    for (const Item& item : items_) {
        writer.begin_object().member("name", item.name);
        detail::write_opening(writer, item.opening);
        writer.end_object();
    }
    writer.end_array().end_object();
    return writer.take_document();
}

Result<UnlinkedBatch> UnlinkedBatch::parse(json::Value json) {
    const StrictJson strict(errors::kUnlinkedMalformed);
    DEED_CHECK(strict.type(json, kType, errors::kUnlinkedNewer));
    DEED_CHECK(strict.members(json, {"type", "chainId", "contract", "anchorer", "documents"}, ""));
    DEED_TRY(const std::uint64_t chain_id,
             detail::read_chain_id(strict, *json.find("chainId"), "/chainId"));
    DEED_TRY(const registry::Address contract,
             detail::read_account(strict, *json.find("contract"), "/contract"));
    DEED_TRY(const registry::Address anchorer,
             detail::read_account(strict, *json.find("anchorer"), "/anchorer"));
    DEED_TRY(const did::Did submitter, account_did(chain_id, anchorer));
    DEED_TRY(const json::Array documents, strict.array(*json.find("documents"), "/documents"));
    std::vector<Item> items;
    for (const json::Value document : documents) {
        DEED_TRY(Item item, read_item(strict, document, submitter,
                                      "/documents/" + std::to_string(items.size())));
        items.push_back(std::move(item));
    }
    return create(chain_id, contract, anchorer, std::move(items));
}

evm::AnchorStatement UnlinkedBatch::statement() const {
    return {anchorer_, tree_.root(), tree_.size()};
}

Result<std::vector<UnlinkedEvidence>> UnlinkedBatch::evidence(const evm::EventProof& event) const {
    std::vector<UnlinkedEvidence> made;
    for (const Item& item : items_) {
        const std::uint64_t index = made.size();
        made.push_back({item.opening, index, tree_.size(),
                        tree_.inclusion_proof(index, tree_.size()), chain_id_, contract_, anchorer_,
                        event});
    }
    return made;
}

Result<evm::PublishedAnchor> anchor_unlinked(const UnlinkedBatch& batch, evm::ChainEvidence& chain,
                                             evm::Node& node, const evm::Confirmation& confirmation,
                                             Call& call) {
    const evm::AnchorStatement statement = batch.statement();
    auto there = evm::prove_anchor(chain, node, statement, call);
    if (!there && there.error().code() == evm::errors::kAnchorNotFound) {
        DEED_CHECK(check_provable(node, call));
        DEED_CHECK(chain.anchor(statement.root, statement.count, call));
        there = evm::prove_anchor(chain, node, statement, call);
    }
    if (!there) return there;
    // Also one that an earlier run sent: its block may yet leave the chain.
    DEED_TRY(const auto confirmed, evm::confirmed_block(node, confirmation, call));
    if (confirmed && *confirmed >= there->anchor.block) return there;
    return Error(errors::kCoverNotConfirmed,
                 "the anchor is in block " + std::to_string(there->anchor.block));
}

}  // namespace deed::evidence
