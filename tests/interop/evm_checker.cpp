// Reads random cases of evm/peer.mjs, one a line, and compares what the peer made of each with what
// Deed makes of it. Prints the counts as JSON; the first disagreement ends it.
#include <iostream>
#include <map>
#include <stdexcept>

#include "lib/json/writer.hpp"
#include "registry-contracts/client/evm/signing/typed_data.hpp"
#include "tests/registry-contracts/client/evm/transaction_json.hpp"
#include "tests/registry-contracts/client/evm/wallets.hpp"

namespace deed::registry::evm {
namespace {

void require(bool agreed, const char* what) {
    if (!agreed) throw std::runtime_error(what);
}

void check_abi(json::Value example) {
    const auto types = test::types_at(example, "types");
    AbiValue::List values;
    for (const json::Value value : example.find("values")->array())
        values.push_back(test::must(abi_value_from_json(types.at(values.size()), value)));
    const Bytes expected = test::unhex(*example.find("encoded"));
    require(test::must(abi_encode(types, values)) == expected, "encoding");
    require(test::must(abi_decode(types, expected)) == values, "decoding");
}

void check_transaction(json::Value example) {
    const Transaction transaction = test::transaction_of(*example.find("transaction"));
    const auto wallet = test::wallet_of(test::unhex(*example.find("privateKey")));
    Call call;
    const auto made = test::must(SignedTransaction::sign(transaction, *wallet, call));
    require(to_hex(made.raw()) == test::text_at(example, "raw"), "bytes");
    require(to_hex(made.hash()) == test::text_at(example, "hash"), "hash");
    const auto read = test::must(SignedTransaction::decode(made.raw()));
    require(read.transaction() == transaction, "what is read");
    require(to_checksummed(read.sender()) == test::text_at(example, "from"), "sender");
}

void check_signature(json::Value example, const crypto::Digest256& digest) {
    const auto wallet = test::wallet_of(test::unhex(*example.find("privateKey")));
    Call call;
    const auto made = test::must(wallet->sign(digest, call));
    require(to_hex(made.to_bytes()) == test::text_at(example, "signature"), "signature");
    require(test::must(recover_account(digest, made)) == wallet->address(), "account");
}

void check_typed_data(json::Value example) {
    const auto data = test::must(TypedData::parse(json::to_string(*example.find("document"))));
    require(to_hex(data.digest()) == test::text_at(example, "digest"), "digest");
    check_signature(example, data.digest());
}

void check_personal(json::Value example) {
    check_signature(example, personal_message_digest(test::unhex(*example.find("message"))));
}

const std::map<std::string_view, std::pair<void (*)(json::Value), const char*>> kKinds = {
    {"abi", {check_abi, "ABI encodings and decodings alike"}},
    {"transaction", {check_transaction, "signed transactions byte for byte"}},
    {"typed_data", {check_typed_data, "EIP-712 signatures"}},
    {"personal", {check_personal, "EIP-191 signatures"}}};

int run() {
    std::map<std::string, std::int64_t> counts;
    std::string line;
    while (std::getline(std::cin, line)) {
        try {
            const auto document = test::must(json::Document::parse(line));
            const auto& [check, what] = kKinds.at(test::text_at(document.root(), "kind"));
            check(document.root());
            ++counts[what];
        } catch (const std::exception& problem) {
            std::cerr << problem.what() << " differs in " << line << "\n";
            return 1;
        }
    }
    json::Writer writer;
    writer.begin_object();
    for (const auto& [what, count] : counts) writer.key(what).integer(count);
    std::cout << writer.end_object().take() << "\n";
    return counts.size() == kKinds.size() ? 0 : 1;
}

}  // namespace
}  // namespace deed::registry::evm

int main() { return deed::registry::evm::run(); }
