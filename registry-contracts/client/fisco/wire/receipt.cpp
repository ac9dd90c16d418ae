#include "registry-contracts/client/fisco/wire/receipt.hpp"

#include <algorithm>

#include "registry-contracts/client/evm/wire/rlp.hpp"
#include "registry-contracts/client/fisco/wire/big_endian.hpp"
#include "registry-contracts/client/fisco/wire/errors.hpp"

namespace deed::registry::fisco {
namespace {

constexpr std::size_t kBloomSize = 256;

Result<Address> read_address(evm::RlpReader& reader) {
    Address address;
    DEED_TRY(const ByteView bytes, reader.string_of(address.size()));
    std::copy(bytes.begin(), bytes.end(), address.begin());
    return address;
}

Result<std::vector<RlpLogEntry>> read_logs(evm::RlpReader& reader) {
    DEED_TRY(evm::RlpReader list, reader.list());
    std::vector<RlpLogEntry> logs;
    while (!list.at_end()) {
        DEED_TRY(evm::RlpReader item, list.list());
        RlpLogEntry entry;
        DEED_TRY(entry.address, read_address(item));
        DEED_TRY(evm::RlpReader topics, item.list());
        while (!topics.at_end()) {
            DEED_TRY(const Word topic, topics.word());
            entry.topics.push_back(topic);
        }
        DEED_TRY(const ByteView data, item.string());
        entry.data = to_bytes(data);
        DEED_CHECK(item.finish());
        logs.push_back(std::move(entry));
    }
    return logs;
}

constexpr std::size_t kMostDigits = 20;  // of 64 bits
constexpr std::size_t kAddressDigits = 40;
constexpr std::size_t kMostTopics = 4;

bool all_of(std::string_view text, std::string_view allowed) {
    return text.find_first_not_of(allowed) == text.npos;
}

bool is_decimal(std::string_view text) {
    return !text.empty() && text.size() <= kMostDigits && all_of(text, "0123456789") &&
           (text == "0" || text.front() != '0');
}

bool is_price(std::string_view text) {
    if (text.starts_with("0x")) text.remove_prefix(2);
    return text.size() <= kMostDigits && all_of(text, "0123456789abcdef");
}

bool is_address(std::string_view text) {
    return text.size() == kAddressDigits && all_of(text, "0123456789abcdefABCDEF");
}

}  // namespace

Bytes RlpReceipt::encode() const {
    evm::RlpWriter writer;
    writer.begin_list().string(state_root).uint(gas_used).string(contract_address).string(bloom);
    writer.uint(status).string(output);
    if (remain_gas) writer.uint(*remain_gas);
    writer.begin_list();
    for (const RlpLogEntry& entry : logs) {
        writer.begin_list().string(entry.address).begin_list();
        for (const Word& topic : entry.topics) writer.string(topic);
        writer.end_list().string(entry.data).end_list();
    }
    return writer.end_list().end_list().take();
}

Result<RlpReceipt> RlpReceipt::decode(ByteView encoded) {
    evm::RlpReader reader(encoded);
    DEED_TRY(evm::RlpReader list, reader.list());
    DEED_CHECK(reader.finish());
    RlpReceipt receipt;
    DEED_TRY(receipt.state_root, list.word());
    DEED_TRY(receipt.gas_used, list.uint256());
    DEED_TRY(receipt.contract_address, read_address(list));
    DEED_TRY(const ByteView bloom, list.string_of(kBloomSize));
    receipt.bloom = to_bytes(bloom);
    DEED_TRY(const std::uint64_t status, list.uint64());
    if (status > UINT32_MAX)
        return Error(errors::kReceiptMalformed, "the status is larger than any");
    receipt.status = static_cast<std::uint32_t>(status);
    DEED_TRY(const ByteView output, list.string());
    receipt.output = to_bytes(output);
    if (!list.at_list()) {
        DEED_TRY(receipt.remain_gas, list.uint256());
    }
    DEED_TRY(receipt.logs, read_logs(list));
    DEED_CHECK(list.finish());
    return receipt;
}

Result<void> TarsReceipt::check_form() const {
    const auto ambiguous = [](const char* what) { return Error(errors::kReceiptAmbiguous, what); };
    if (!is_decimal(gas_used)) return ambiguous("gasUsed is no decimal number");
    if (!contract_address.empty() && !is_address(contract_address))
        return ambiguous("contractAddress has not 40 digits");
    // Its first byte ends the texts before it.
    constexpr std::int32_t kStatuses = 1 << 24;
    if (status < 0 || status >= kStatuses) return ambiguous("status is none of a chain");
    if (!is_price(effective_gas_price)) return ambiguous("effectiveGasPrice is no number");
    if (status != 0 && !logs.empty()) return ambiguous("a transaction that failed has logs");
    for (const TarsLogEntry& entry : logs) {
        if (!is_address(entry.address)) return ambiguous("a log's address has not 40 digits");
        if (entry.topics.size() > kMostTopics) return ambiguous("a log has more than 4 topics");
    }
    return {};
}

Bytes TarsReceipt::hash_preimage() const {
    Bytes out;
    append_big_endian32(out, version);
    append(out, as_bytes(gas_used));
    append(out, as_bytes(contract_address));
    append_big_endian32(out, status);
    append(out, output);
    if (version >= 1) append(out, as_bytes(effective_gas_price));
    for (const TarsLogEntry& entry : logs) {
        append(out, as_bytes(entry.address));
        for (const Word& topic : entry.topics) append(out, topic);
        append(out, entry.data);
    }
    append_big_endian64(out, block_number);
    return out;
}

}  // namespace deed::registry::fisco
