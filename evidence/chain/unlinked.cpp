#include "evidence/chain/unlinked.hpp"

#include "evidence/chain/errors.hpp"
#include "evidence/check_document.hpp"
#include "evidence/content_json.hpp"
#include "evidence/errors.hpp"
#include "lib/encoding/text.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

namespace deed::evidence {

namespace evm = registry::evm;
using detail::StrictJson;

namespace {

constexpr std::string_view kType = "deed/unlinked-evidence/v1";
constexpr std::string_view kTypeName = "deed/unlinked-evidence/";

struct BatchPart {
    std::uint64_t index = 0;
    std::uint64_t count = 0;
    std::vector<tlog::Hash> path;
};

Result<BatchPart> read_batch(const StrictJson& strict, json::Value json) {
    DEED_CHECK(strict.members(json, {"index", "count", "path"}, "/batch"));
    BatchPart batch;
    DEED_TRY(batch.index, strict.number(*json.find("index"), "/batch/index"));
    DEED_TRY(batch.count, strict.number(*json.find("count"), "/batch/count"));
    if (batch.count == 0 || batch.count > registry::kMaxBatch)
        return strict.malformed("a batch has 1 to 1,000,000 commitments", "/batch/count");
    if (batch.index >= batch.count) return strict.malformed("is beyond the batch", "/batch/index");
    DEED_TRY(batch.path, detail::read_hashes(strict, *json.find("path"), "/batch/path"));
    return batch;
}

/// The anchor is this account's, of a batch that holds the commitment.
Result<std::string> judge_commitment(const UnlinkedEvidence& evidence,
                                     const evm::AnchorStatement& anchor) {
    if (anchor.count != evidence.batch_count)
        return Error(errors::kAnchorMismatch,
                     "the anchor is of " + std::to_string(anchor.count) + " documents");
    const registry::Commitment commitment = evidence.opening.commitment();
    const auto included =
        tlog::verify_inclusion(evidence.batch_index, evidence.batch_count,
                               registry::batch_leaf(commitment), evidence.batch_path, anchor.root);
    if (!included)
        return Error(
            errors::kCommitmentMismatch,
            "the opening does not lead to the anchored root: " + included.error().message());
    return "commitment " + hex_encode(commitment.sha256) + " is number " +
           std::to_string(evidence.batch_index) + ", from 0, in a batch of " +
           std::to_string(evidence.batch_count);
}

Result<std::string> judge_account(const UnlinkedEvidence& evidence,
                                  const evm::AnchorStatement& anchor, const ChainTrust& trust) {
    if (anchor.anchorer != evidence.anchorer)
        return Error(errors::kAnchorMismatch,
                     "the anchor is of " + evm::to_checksummed(anchor.anchorer));
    // A block's hash does not name its chain, and a contract's address is somebody else's
    // elsewhere.
    if (!trust.known_chain())
        return Error(errors::kSubmitterChainNotPinned,
                     "the file says chain " + std::to_string(evidence.chain_id));
    return evm::to_checksummed(anchor.anchorer) + " sent the anchor";
}

}  // namespace

Result<did::Did> account_did(std::uint64_t chain_id, const registry::Address& account) {
    return did::Did::parse("did:pkh:eip155:" + std::to_string(chain_id) + ":" +
                           evm::to_checksummed(account));
}

bool is_unlinked(json::Value json) {
    const auto type = json.find("type");
    const auto text = type ? type->string_if() : std::nullopt;
    return text && text->starts_with(kTypeName);
}

Result<UnlinkedEvidence> UnlinkedEvidence::parse(json::Value json) {
    const StrictJson strict(errors::kUnlinkedMalformed);
    DEED_CHECK(strict.type(json, kType, errors::kUnlinkedNewer));
    DEED_TRY(const std::string_view content, detail::content_member(strict, json));
    DEED_CHECK(strict.members(json, {"type", "kind", "salt", content, "batch", "chain"}, ""));
    const json::Value chain = *json.find("chain");
    DEED_CHECK(strict.members(chain, {"chainId", "contract", "anchorer", "event"}, "/chain"));
    DEED_TRY(const std::uint64_t chain_id,
             detail::read_chain_id(strict, *chain.find("chainId"), "/chain/chainId"));
    DEED_TRY(const registry::Address contract,
             detail::read_account(strict, *chain.find("contract"), "/chain/contract"));
    DEED_TRY(const registry::Address anchorer,
             detail::read_account(strict, *chain.find("anchorer"), "/chain/anchorer"));
    DEED_TRY(auto event, detail::read_event(strict, *chain.find("event"), "/chain/event"));
    DEED_TRY(did::Did submitter, account_did(chain_id, anchorer));
    DEED_TRY(Opening opening, detail::read_opening(strict, json, std::move(submitter)));
    DEED_TRY(BatchPart batch, read_batch(strict, *json.find("batch")));
    return UnlinkedEvidence{std::move(opening), batch.index, batch.count, std::move(batch.path),
                            chain_id,           contract,    anchorer,    std::move(event)};
}

json::Document UnlinkedEvidence::to_json() const {
    const auto number = [](std::uint64_t value) { return static_cast<std::int64_t>(value); };
    json::Writer writer;
    writer.begin_object().member("type", kType);
    detail::write_opening(writer, opening);
    writer.key("batch").begin_object().key("index").integer(number(batch_index));
    writer.key("count").integer(number(batch_count));
    detail::write_hashes(writer.key("path"), batch_path);
    writer.end_object().key("chain").begin_object().key("chainId").integer(number(chain_id));
    writer.member("contract", registry::to_string(contract))
        .member("anchorer", registry::to_string(anchorer));
    detail::write_event(writer.key("event"), event);
    writer.end_object().end_object();
    return writer.take_document();
}

Result<UnlinkedVerdict> verify_unlinked(const UnlinkedEvidence& evidence,
                                        const GivenDocument& given, const ChainTrust& trust,
                                        Call& call) {
    DEED_CHECK(call.check());
    DEED_CHECK(detail::require_document(evidence.opening, given));
    UnlinkedVerdict verdict;
    credentials::Report& report = verdict.report;
    verdict.submitter = evidence.opening.submitter().to_string();
    verdict.commitment_hex = hex_encode(evidence.opening.commitment().sha256);
    detail::check_document(evidence.opening, given, report);
    detail::check_withheld(evidence.opening, report);
    const auto block = evidence.event.claimed_block();
    const auto proven =
        block ? evm::verify_anchor(evidence.event, evidence.contract, *block) : block.error();
    if (!proven) {
        report.write("chain.event", detail::event_fault(proven.error()));
        for (const char* check : {"commitment", "submitter", "chain.contract", "chain.block"})
            report.undetermined(check,
                                Error(errors::kDependsOnFailed, "needs the check chain.event"));
        return verdict;
    }
    report.pass("chain.event", "an unlinked anchor in block " + std::to_string(proven->block) +
                                   ": nothing says what was anchored besides");
    report.write("commitment", judge_commitment(evidence, proven->statement));
    report.write("submitter", judge_account(evidence, proven->statement, trust));
    check_trust({evidence.chain_id, evidence.contract, *block, proven->block}, trust, true, report,
                call);
    verdict.chain = ChainFacts{evidence.chain_id, evidence.contract, *block,
                               proven->block,     proven->recorded,  proven->statement};
    return verdict;
}

}  // namespace deed::evidence
