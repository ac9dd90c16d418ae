#include "registry-contracts/client/fisco/wire/tars_transaction.hpp"

#include "lib/encoding/utf8.hpp"
#include "registry-contracts/client/fisco/wire/big_endian.hpp"
#include "registry-contracts/client/fisco/wire/errors.hpp"

namespace deed::registry::fisco {
namespace {

Error invalid(const char* what) { return {errors::kTransactionInvalid, what}; }

bool is_number(const std::string& text) {
    return text.empty() || Uint256::from_quantity(text) || Uint256::from_decimal(text);
}

}  // namespace

Result<void> TarsTransaction::check() const {
    if (version < 0 || version > kLastVersion)
        return Error(errors::kTransactionVersion,
                     "the transaction is of version " + std::to_string(version));
    if (chain_id.empty() || group_id.empty()) return invalid("there is no chain or no group");
    if (block_limit <= 0) return invalid("there is no block limit");
    if (nonce.empty()) return invalid("there is no nonce");
    if (!to.empty() && !parse_loose_account(to)) return invalid("the recipient is no account");
    if (to.empty() && input.empty()) return invalid("a contract would be created without code");
    if (gas_limit < 0) return invalid("the gas limit is negative");
    for (const std::string* text : {&chain_id, &group_id, &nonce, &abi})
        if (!is_utf8(as_bytes(*text))) return invalid("a text is not UTF-8");
    for (const std::string* text :
         {&value, &gas_price, &max_fee_per_gas, &max_priority_fee_per_gas})
        if (!is_number(*text)) return invalid("a value, price or fee is no number");
    const bool has_fees = gas_limit != 0 || !value.empty() || !gas_price.empty() ||
                          !max_fee_per_gas.empty() || !max_priority_fee_per_gas.empty();
    if (version < 1 && has_fees) return invalid("version 0 has no value, gas and fees");
    if (version < 2 && !extension.empty()) return invalid("versions 0 and 1 have no extension");
    return {};
}

Bytes TarsTransaction::hash_preimage() const {
    Bytes out;
    append_big_endian32(out, version);
    append(out, as_bytes(chain_id));
    append(out, as_bytes(group_id));
    append_big_endian64(out, block_limit);
    append(out, as_bytes(nonce));
    append(out, as_bytes(to));
    append(out, input);
    append(out, as_bytes(abi));
    if (version >= 1) {
        append(out, as_bytes(value));
        append(out, as_bytes(gas_price));
        append_big_endian64(out, gas_limit);
        append(out, as_bytes(max_fee_per_gas));
        append(out, as_bytes(max_priority_fee_per_gas));
    }
    if (version >= 2) append(out, extension);
    return out;
}

void TarsTransaction::write(TarsWriter& writer) const {
    writer.integer(1, version).optional_text(2, chain_id).optional_text(3, group_id);
    writer.optional_integer(4, block_limit).optional_text(5, nonce).optional_text(6, to);
    writer.optional_bytes(7, input).optional_text(8, abi).optional_text(9, value);
    writer.optional_text(10, gas_price).optional_integer(11, gas_limit);
    writer.optional_text(12, max_fee_per_gas).optional_text(13, max_priority_fee_per_gas);
    writer.optional_bytes(14, extension);
}

Result<TarsTransaction> TarsTransaction::read(TarsReader& reader) {
    TarsTransaction transaction;
    DEED_TRY(transaction.version, reader.integer32(1));
    DEED_TRY(transaction.chain_id, reader.optional_text(2));
    DEED_TRY(transaction.group_id, reader.optional_text(3));
    DEED_TRY(transaction.block_limit, reader.optional_integer64(4));
    DEED_TRY(transaction.nonce, reader.optional_text(5));
    DEED_TRY(transaction.to, reader.optional_text(6));
    DEED_TRY(transaction.input, reader.optional_bytes(7));
    DEED_TRY(transaction.abi, reader.optional_text(8));
    DEED_TRY(transaction.value, reader.optional_text(9));
    DEED_TRY(transaction.gas_price, reader.optional_text(10));
    DEED_TRY(transaction.gas_limit, reader.optional_integer64(11));
    DEED_TRY(transaction.max_fee_per_gas, reader.optional_text(12));
    DEED_TRY(transaction.max_priority_fee_per_gas, reader.optional_text(13));
    DEED_TRY(transaction.extension, reader.optional_bytes(14));
    DEED_CHECK(transaction.check());
    return transaction;
}

Bytes TarsTransaction::encode() const {
    TarsWriter writer;
    write(writer);
    return writer.take();
}

Result<TarsTransaction> TarsTransaction::decode(ByteView encoded) {
    TarsReader reader(encoded);
    DEED_TRY(TarsTransaction transaction, read(reader));
    DEED_CHECK(reader.finish());
    return transaction;
}

}  // namespace deed::registry::fisco
