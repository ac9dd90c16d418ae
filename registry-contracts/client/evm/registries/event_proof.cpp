#include "registry-contracts/client/evm/registries/event_proof.hpp"

#include "lib/json/writer.hpp"
#include "registry-contracts/client/evm/registries/anchor_errors.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

namespace deed::registry::evm {
namespace {

constexpr std::string_view kFormat = "deed-chain-event-proof";
constexpr std::int64_t kVersion = 1;
constexpr std::size_t kMaxBytes = std::size_t{1} << 20;

Error malformed(std::string_view where, std::string_view what) {
    return {errors::kEventProofMalformed, std::string(what), std::string(where)};
}

Error unavailable(std::string what) { return {errors::kEventProofUnavailable, std::move(what)}; }

Result<std::uint64_t> number_of(json::Value object, std::string_view name) {
    const auto value = object.find(name);
    const auto number = value && value->is_number() ? value->integer() : std::nullopt;
    if (!number || *number < 0) return malformed(name, "is not a number");
    return static_cast<std::uint64_t>(*number);
}

Result<Bytes> bytes_of(json::Value value, std::string_view name) {
    auto bytes = from_hex(value.string_if().value_or(""));
    if (bytes) return bytes;
    return malformed(name, "is not bytes in hexadecimal digits");
}

}  // namespace

Result<EventProof> EventProof::make(Node& node, const Receipt& receipt, std::size_t log_index,
                                    Call& call) {
    DEED_TRY(const auto block, node.block_by_hash(receipt.block_hash, call));
    if (!block)
        return Error(errors::kReorganised, "the block " + to_hex(receipt.block_hash) + " is gone");
    if (block->header.hash() != receipt.block_hash)
        return unavailable("the block's hash is not that of its header");
    DEED_TRY(const auto receipts, node.block_receipts(receipt.block_hash, call));
    Trie::Entries entries;
    for (const Receipt& one : receipts)
        entries[receipt_key(one.transaction_index)] = one.value.encode();
    const Trie trie(entries);
    if (trie.root() != block->header.receipts_root())
        return unavailable("the node's receipts are not those of the block's header");
    EventProof proof;
    proof.header_ = block->header.encoded();
    proof.transaction_index_ = receipt.transaction_index;
    proof.log_index_ = log_index;
    proof.nodes_ = trie.prove(receipt_key(receipt.transaction_index));
    DEED_TRY([[maybe_unused]] const ProvenEvent proven, proof.verify(receipt.block_hash));
    if (proof.to_json().size() > kMaxBytes)
        return unavailable("it would have more than " + std::to_string(kMaxBytes) + " bytes");
    return proof;
}

Result<EventProof> EventProof::make(Node& node, const Event& event, Call& call) {
    DEED_TRY(const auto receipt, node.receipt(event.log.transaction_hash, call));
    if (!receipt || receipt->block_hash != event.log.block_hash)
        return Error(errors::kReorganised,
                     "the transaction " + to_hex(event.log.transaction_hash) + " is gone");
    const auto& logs = receipt->value.logs;
    for (std::size_t i = 0; i < logs.size(); ++i)
        if (logs[i] == event.log.entry) return make(node, *receipt, i, call);
    return unavailable("the transaction's receipt lacks the event");
}

std::string EventProof::to_json() const {
    json::Writer writer;
    writer.begin_object().member("format", kFormat).key("version").integer(kVersion);
    writer.member("header", to_hex(header_));
    writer.key("transactionIndex").integer(static_cast<std::int64_t>(transaction_index_));
    writer.key("logIndex").integer(static_cast<std::int64_t>(log_index_));
    writer.key("receiptProof").begin_array();
    for (const Bytes& node : nodes_) writer.string(to_hex(node));
    writer.end_array().end_object();
    return json::to_pretty_string(writer.take_document().root()) + "\n";
}

Result<EventProof> EventProof::parse(std::string_view text) {
    constexpr std::size_t kMembers = 6;
    json::Limits limits;
    limits.max_bytes = kMaxBytes;
    DEED_TRY(const json::Document document, json::Document::parse(text, limits));
    const json::Value root = document.root();
    if (!root.find("format") || root.find("format")->string_if() != kFormat)
        return malformed("/format", "is not " + std::string(kFormat));
    DEED_TRY(const std::uint64_t version, number_of(root, "version"));
    if (version > kVersion)
        return Error(errors::kEventProofNewer, "version " + std::to_string(version));
    const auto header = root.find("header");
    const auto nodes = root.find("receiptProof");
    if (!header || !nodes || !nodes->is_array() || nodes->array().size() > kMaxNodes ||
        root.object().size() != kMembers)
        return malformed("", "has other members than a proof");
    EventProof proof;
    DEED_TRY(proof.header_, bytes_of(*header, "/header"));
    DEED_TRY(proof.transaction_index_, number_of(root, "transactionIndex"));
    DEED_TRY(proof.log_index_, number_of(root, "logIndex"));
    for (const json::Value node : nodes->array()) {
        DEED_TRY(Bytes bytes, bytes_of(node, "/receiptProof"));
        proof.nodes_.push_back(std::move(bytes));
    }
    return proof;
}

Result<ProvenEvent> EventProof::verify(const Word& block_hash) const {
    return verify_entry(block_hash, log_index_);
}

Result<ProvenEvent> EventProof::verify_before(const Word& block_hash) const {
    if (log_index_ == 0)
        return Error(errors::kEventProofOther, "the transaction left no event before it");
    return verify_entry(block_hash, log_index_ - 1);
}

Result<ProvenEvent> EventProof::verify_entry(const Word& block_hash, std::uint64_t index) const {
    DEED_TRY(const BlockHeader header, BlockHeader::decode(header_));
    DEED_CHECK(header.check_hash(block_hash));
    DEED_TRY(const ReceiptValue receipt,
             prove_receipt(header.receipts_root(), transaction_index_, nodes_));
    if (!receipt.succeeded || index >= receipt.logs.size())
        return Error(errors::kEventProofOther, "the transaction left no such event");
    return ProvenEvent{receipt.logs[index], header.number(), header.timestamp()};
}

Result<Event> EventProof::verify_event(const RegistryContract& contract,
                                       const Word& block_hash) const {
    DEED_TRY(const ProvenEvent proven, verify(block_hash));
    Log log;
    log.entry = proven.entry;
    log.block_hash = block_hash;
    log.block_number = proven.block_number;
    log.log_index = log_index_;
    DEED_TRY(auto event, contract.event_of(log));
    if (event) return std::move(*event);
    return Error(errors::kEventProofOther, "the event is none of " +
                                               to_checksummed(contract.address()) + ": it is of " +
                                               to_checksummed(proven.entry.address));
}

Result<Word> EventProof::claimed_block() const {
    DEED_TRY(const BlockHeader header, claimed_header());
    return header.hash();
}

Result<BlockHeader> EventProof::claimed_header() const { return BlockHeader::decode(header_); }

}  // namespace deed::registry::evm
