#include "registry-contracts/client/evm/proofs/state_proof.hpp"

#include <algorithm>

#include "lib/crypto/hash.hpp"
#include "registry-contracts/client/evm/proofs/errors.hpp"
#include "registry-contracts/client/evm/wire/rlp.hpp"

namespace deed::registry::evm {
namespace {

constexpr std::size_t kBloom = 256;
constexpr std::size_t kMaxTopics = 4;
constexpr std::uint8_t kFirstOfList = 0xc0;

Error malformed(const char* what) { return {errors::kAccountValueMalformed, what}; }

Result<LogEntry> read_log(RlpReader reader) {
    LogEntry log;
    DEED_TRY(const ByteView address, reader.string_of(log.address.size()));
    std::copy(address.begin(), address.end(), log.address.begin());
    DEED_TRY(RlpReader topics, reader.list());
    while (!topics.at_end()) {
        if (log.topics.size() == kMaxTopics) return malformed("a log entry has too many topics");
        DEED_TRY(const Word topic, topics.word());
        log.topics.push_back(topic);
    }
    DEED_TRY(const ByteView data, reader.string());
    log.data = to_bytes(data);
    DEED_CHECK(reader.finish());
    return log;
}

}  // namespace

Result<std::optional<AccountState>> prove_account(const Word& state_root, const Address& address,
                                                  std::span<const Bytes> nodes) {
    DEED_TRY(const auto value, prove_in_trie(state_root, crypto::keccak256(address), nodes));
    if (!value) return std::optional<AccountState>();
    RlpReader reader(*value);
    DEED_TRY(RlpReader list, reader.list());
    DEED_CHECK(reader.finish());
    AccountState account;
    DEED_TRY(account.nonce, list.uint64());
    DEED_TRY(account.balance, list.uint256());
    DEED_TRY(account.storage_root, list.word());
    DEED_TRY(account.code_hash, list.word());
    if (!list.at_end()) return malformed("the account has more than four items");
    return std::optional(account);
}

Result<Word> prove_storage(const Word& storage_root, const Word& slot,
                           std::span<const Bytes> nodes) {
    DEED_TRY(const auto value, prove_in_trie(storage_root, crypto::keccak256(slot), nodes));
    if (!value) return Word{};
    RlpReader reader(*value);
    DEED_TRY(const Uint256 number, reader.uint256());
    DEED_CHECK(reader.finish());
    if (number.is_zero()) return malformed("a slot that holds zero stands in the trie");
    return number.to_word();
}

Bytes ReceiptValue::encode() const {
    RlpWriter writer;
    writer.begin_list().uint(succeeded ? 1 : 0).uint(cumulative_gas_used).string(bloom);
    writer.begin_list();
    for (const LogEntry& log : logs) {
        writer.begin_list().string(log.address).begin_list();
        for (const Word& topic : log.topics) writer.string(topic);
        writer.end_list().string(log.data).end_list();
    }
    writer.end_list().end_list();
    Bytes encoded;
    if (type != 0) encoded.push_back(type);
    append(encoded, writer.take());
    return encoded;
}

Result<ReceiptValue> ReceiptValue::decode(ByteView encoded) {
    constexpr std::uint8_t kMaxType = 0x7f;  // EIP-2718
    ReceiptValue receipt;
    if (!encoded.empty() && encoded[0] < kFirstOfList) {
        receipt.type = encoded[0];
        encoded = encoded.subspan(1);
        if (receipt.type == 0 || receipt.type > kMaxType)
            return malformed("the receipt has no such type");
    }
    RlpReader reader(encoded);
    DEED_TRY(RlpReader list, reader.list());
    DEED_CHECK(reader.finish());
    DEED_TRY(const Uint256 status, list.uint256());
    if (status > Uint256(1)) return malformed("the receipt's status is neither 0 nor 1");
    receipt.succeeded = !status.is_zero();
    DEED_TRY(receipt.cumulative_gas_used, list.uint64());
    DEED_TRY(const ByteView bloom, list.string_of(kBloom));
    receipt.bloom = to_bytes(bloom);
    DEED_TRY(RlpReader logs, list.list());
    DEED_CHECK(list.finish());
    while (!logs.at_end()) {
        DEED_TRY(const RlpReader entry, logs.list());
        DEED_TRY(LogEntry log, read_log(entry));
        receipt.logs.push_back(std::move(log));
    }
    return receipt;
}

Bytes receipt_key(std::uint64_t index) { return RlpWriter().uint(index).take(); }

Result<ReceiptValue> prove_receipt(const Word& receipts_root, std::uint64_t index,
                                   std::span<const Bytes> nodes) {
    DEED_TRY(const auto value, prove_in_trie(receipts_root, receipt_key(index), nodes));
    if (!value)
        return Error(errors::kReceiptMissing,
                     "the block has no transaction " + std::to_string(index));
    return ReceiptValue::decode(*value);
}

}  // namespace deed::registry::evm
