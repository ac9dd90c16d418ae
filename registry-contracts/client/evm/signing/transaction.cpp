#include "registry-contracts/client/evm/signing/transaction.hpp"

#include "lib/crypto/hash.hpp"
#include "registry-contracts/client/evm/signing/errors.hpp"
#include "registry-contracts/client/evm/wire/rlp.hpp"

namespace deed::registry::evm {
namespace {

constexpr std::uint64_t kMaxChainId = (~std::uint64_t{0} - 36) / 2;  // EIP-2294
constexpr std::uint64_t kEip155V = 35;
constexpr std::uint64_t kFirstV = 27;

Error invalid(const char* what) { return {errors::kTransactionInvalid, what}; }

void write_access_list(RlpWriter& writer, const std::vector<AccessListEntry>& list) {
    writer.begin_list();
    for (const AccessListEntry& entry : list) {
        writer.begin_list().string(entry.address).begin_list();
        for (const Word& key : entry.storage_keys) writer.string(key);
        writer.end_list().end_list();
    }
    writer.end_list();
}

/// The fields up to where the signature follows.
void write_fields(RlpWriter& writer, const Transaction& transaction) {
    const bool typed = transaction.type != TransactionType::legacy;
    if (typed) writer.uint(transaction.chain_id.value_or(0));
    writer.uint(transaction.nonce);
    if (transaction.type == TransactionType::dynamic_fee)
        writer.uint(transaction.max_priority_fee_per_gas);
    writer.uint(transaction.max_fee_per_gas).uint(transaction.gas_limit);
    writer.string(transaction.to ? ByteView(*transaction.to) : ByteView());
    writer.uint(transaction.value).string(transaction.data);
    if (typed) write_access_list(writer, transaction.access_list);
}

Bytes with_type(const Transaction& transaction, const Bytes& list) {
    if (transaction.type == TransactionType::legacy) return list;
    Bytes bytes{static_cast<std::uint8_t>(transaction.type)};
    append(bytes, list);
    return bytes;
}

Result<std::vector<AccessListEntry>> read_access_list(RlpReader& reader) {
    DEED_TRY(RlpReader list, reader.list());
    std::vector<AccessListEntry> entries;
    while (!list.at_end()) {
        DEED_TRY(RlpReader item, list.list());
        AccessListEntry entry;
        DEED_TRY(const ByteView address, item.string_of(entry.address.size()));
        std::copy(address.begin(), address.end(), entry.address.begin());
        DEED_TRY(RlpReader keys, item.list());
        while (!keys.at_end()) {
            DEED_TRY(const Word key, keys.word());
            entry.storage_keys.push_back(key);
        }
        DEED_CHECK(item.finish());
        entries.push_back(std::move(entry));
    }
    return entries;
}

Result<Transaction> read_fields(RlpReader& reader, TransactionType type) {
    const bool typed = type != TransactionType::legacy;
    Transaction transaction;
    transaction.type = type;
    if (typed) {
        DEED_TRY(transaction.chain_id, reader.uint64());
    }
    DEED_TRY(transaction.nonce, reader.uint64());
    if (type == TransactionType::dynamic_fee) {
        DEED_TRY(transaction.max_priority_fee_per_gas, reader.uint256());
    }
    DEED_TRY(transaction.max_fee_per_gas, reader.uint256());
    DEED_TRY(transaction.gas_limit, reader.uint64());
    DEED_TRY(const ByteView to, reader.string());
    if (!to.empty()) {
        Address address;
        if (to.size() != address.size())
            return Error(errors::kTransactionMalformed, "the recipient has not 20 bytes");
        std::copy(to.begin(), to.end(), address.begin());
        transaction.to = address;
    }
    DEED_TRY(transaction.value, reader.uint256());
    DEED_TRY(const ByteView data, reader.string());
    transaction.data = to_bytes(data);
    if (typed) {
        DEED_TRY(transaction.access_list, read_access_list(reader));
    }
    return transaction;
}

/// Takes the parity, and of a legacy transaction the chain id, out of v.
Result<std::uint8_t> read_v(RlpReader& reader, Transaction& transaction) {
    DEED_TRY(const std::uint64_t v, reader.uint64());
    const Error wrong(errors::kTransactionMalformed, "v has a value that no signer writes");
    if (transaction.type != TransactionType::legacy) {
        if (v > 1) return wrong;
        return static_cast<std::uint8_t>(v);
    }
    if (v < kEip155V) {
        if (v != kFirstV && v != kFirstV + 1) return wrong;
        return static_cast<std::uint8_t>(v - kFirstV);
    }
    transaction.chain_id = (v - kEip155V) / 2;
    return static_cast<std::uint8_t>((v - kEip155V) % 2);
}

Result<TransactionType> read_type(ByteView& raw) {
    constexpr std::uint8_t kFirstOfList = 0xc0;  // what a legacy transaction begins with
    if (raw.empty()) return Error(errors::kTransactionMalformed, "there are no bytes");
    if (raw[0] >= kFirstOfList) return TransactionType::legacy;
    if (raw[0] != 1 && raw[0] != 2)
        return Error(errors::kTransactionTypeUnsupported,
                     "the transaction is of type " + std::to_string(raw[0]));
    const auto type = static_cast<TransactionType>(raw[0]);
    raw = raw.subspan(1);
    return type;
}

/// What holds of every transaction that some chain took.
Result<void> check_plausible(const Transaction& transaction) {
    if (transaction.chain_id && (*transaction.chain_id == 0 || *transaction.chain_id > kMaxChainId))
        return invalid("the chain id is 0 or beyond EIP-2294's bound");
    if (transaction.nonce == ~std::uint64_t{0})
        return invalid("the nonce is the last one, which EIP-2681 forbids");
    if (transaction.max_priority_fee_per_gas > transaction.max_fee_per_gas)
        return invalid("the priority fee is above the fee");
    return {};
}

}  // namespace

Result<void> Transaction::check() const {
    if (!chain_id) return invalid("there is no chain id, so that every chain would take it");
    if (type != TransactionType::dynamic_fee && !max_priority_fee_per_gas.is_zero())
        return invalid("only EIP-1559 transactions have a priority fee");
    if (type == TransactionType::legacy && !access_list.empty())
        return invalid("a legacy transaction has no access list");
    if (!to && data.empty()) return invalid("a contract would be created without code");
    return check_plausible(*this);
}

Bytes Transaction::unsigned_bytes() const {
    RlpWriter writer;
    writer.begin_list();
    write_fields(writer, *this);
    if (type == TransactionType::legacy && chain_id) writer.uint(*chain_id).uint(0).uint(0);
    writer.end_list();
    return with_type(*this, writer.take());
}

crypto::Digest256 Transaction::signing_hash() const { return crypto::keccak256(unsigned_bytes()); }

SignedTransaction::SignedTransaction(Transaction transaction, const RecoverableSignature& signature,
                                     const Address& sender)
    : transaction_(std::move(transaction)), signature_(signature), sender_(sender) {
    RlpWriter writer;
    writer.begin_list();
    write_fields(writer, transaction_);
    writer.uint(v()).uint(Uint256::from_word(signature_.r)).uint(Uint256::from_word(signature_.s));
    writer.end_list();
    raw_ = with_type(transaction_, writer.take());
    hash_ = crypto::keccak256(raw_);
}

Uint256 SignedTransaction::v() const {
    if (transaction_.type != TransactionType::legacy) return signature_.y_parity;
    if (!transaction_.chain_id) return kFirstV + signature_.y_parity;
    return kEip155V + 2 * *transaction_.chain_id + signature_.y_parity;
}

Result<SignedTransaction> SignedTransaction::sign(Transaction transaction, AccountSigner& signer,
                                                  Call& call) {
    DEED_CHECK(transaction.check());
    DEED_TRY(const auto signature, signer.sign(transaction.signing_hash(), call));
    return SignedTransaction(std::move(transaction), signature, signer.address());
}

Result<SignedTransaction> SignedTransaction::decode(ByteView raw) {
    DEED_TRY(const TransactionType type, read_type(raw));
    RlpReader reader(raw);
    DEED_TRY(RlpReader list, reader.list());
    DEED_CHECK(reader.finish());
    DEED_TRY(Transaction transaction, read_fields(list, type));
    RecoverableSignature signature;
    DEED_TRY(signature.y_parity, read_v(list, transaction));
    DEED_TRY(const Uint256 r, list.uint256());
    DEED_TRY(const Uint256 s, list.uint256());
    DEED_CHECK(list.finish());
    signature.r = r.to_word();
    signature.s = s.to_word();
    return from_signature(std::move(transaction), signature);
}

Result<SignedTransaction> SignedTransaction::from_signature(Transaction transaction,
                                                            const RecoverableSignature& signature) {
    DEED_CHECK(check_plausible(transaction));
    const auto sender = recover_account(transaction.signing_hash(), signature);
    if (!sender) return Error(errors::kTransactionSignature, sender.error().message());
    return SignedTransaction(std::move(transaction), signature, *sender);
}

}  // namespace deed::registry::evm
