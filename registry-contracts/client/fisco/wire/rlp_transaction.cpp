#include "registry-contracts/client/fisco/wire/rlp_transaction.hpp"

#include <algorithm>

#include "registry-contracts/client/fisco/wire/errors.hpp"

namespace deed::registry::fisco {
namespace {

Error invalid(const char* what) { return {errors::kTransactionInvalid, what}; }

Result<std::optional<Address>> read_recipient(evm::RlpReader& reader) {
    DEED_TRY(const ByteView bytes, reader.string());
    if (bytes.empty()) return std::optional<Address>();
    Address address;
    if (bytes.size() != address.size()) return invalid("the recipient has not 20 bytes");
    std::copy(bytes.begin(), bytes.end(), address.begin());
    return std::optional<Address>(address);
}

}  // namespace

Result<void> RlpTransaction::check() const {
    if (block_limit == 0) return invalid("there is no block limit");
    if (random_id.is_zero()) return invalid("there is no random id");
    if (!to && input.empty()) return invalid("a contract would be created without code");
    if (format == RlpFormat::rc1 && (chain_id != 0 || group_id != 0 || !extra_data.empty()))
        return invalid("the first format has no chain, group and extra data");
    return {};
}

void RlpTransaction::write_fields(evm::RlpWriter& writer) const {
    writer.uint(random_id).uint(gas_price).uint(gas).uint(block_limit);
    writer.string(to ? ByteView(*to) : ByteView()).uint(value).string(input);
    if (format == RlpFormat::rc2) writer.uint(chain_id).uint(group_id).string(extra_data);
}

Bytes RlpTransaction::unsigned_bytes() const {
    evm::RlpWriter writer;
    writer.begin_list();
    write_fields(writer);
    return writer.end_list().take();
}

Result<RlpTransaction> RlpTransaction::read_fields(evm::RlpReader& reader, RlpFormat format) {
    RlpTransaction transaction;
    transaction.format = format;
    DEED_TRY(transaction.random_id, reader.uint256());
    DEED_TRY(transaction.gas_price, reader.uint256());
    DEED_TRY(transaction.gas, reader.uint256());
    DEED_TRY(transaction.block_limit, reader.uint64());
    DEED_TRY(transaction.to, read_recipient(reader));
    DEED_TRY(transaction.value, reader.uint256());
    DEED_TRY(const ByteView input, reader.string());
    transaction.input = to_bytes(input);
    if (format == RlpFormat::rc2) {
        DEED_TRY(transaction.chain_id, reader.uint64());
        DEED_TRY(transaction.group_id, reader.uint64());
        DEED_TRY(const ByteView extra, reader.string());
        transaction.extra_data = to_bytes(extra);
    }
    DEED_CHECK(transaction.check());
    return transaction;
}

}  // namespace deed::registry::fisco
