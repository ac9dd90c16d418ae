#pragma once

#include "registry-contracts/client/fisco/signing/signed_transaction.hpp"
#include "tests/registry-contracts/client/evm/vector_support.hpp"

namespace deed::test {

inline registry::fisco::ChainHash chain_hash_of(json::Value example) {
    return text_at(example, "crypto") == "SM2/SM3" ? registry::fisco::ChainHash::sm3
                                                   : registry::fisco::ChainHash::keccak256;
}

/// A text or nothing where the field is not there.
inline std::string maybe_text(json::Value fields, std::string_view name) {
    const auto found = fields.find(name);
    return found ? std::string(found->string()) : std::string();
}

inline std::int64_t maybe_integer(json::Value fields, std::string_view name) {
    const auto found = fields.find(name);
    return found ? *found->integer() : 0;
}

inline registry::fisco::RlpTransaction rlp_transaction_of(json::Value example) {
    const json::Value fields = *example.find("fields");
    registry::fisco::RlpTransaction made;
    const bool is_rc1 = text_at(example, "format").starts_with("RC1");
    made.format = is_rc1 ? registry::fisco::RlpFormat::rc1 : registry::fisco::RlpFormat::rc2;
    made.random_id = decimal_at(fields, "randomid");
    made.gas_price = decimal_at(fields, "gasPrice");
    made.gas = decimal_at(fields, "gas");
    made.block_limit = must(decimal_at(fields, "blockLimit").to_u64());
    if (!text_at(fields, "to").empty())
        made.to = must(registry::fisco::parse_loose_account(text_at(fields, "to")));
    made.value = decimal_at(fields, "value");
    made.input = unhex(text_at(fields, "input"));
    if (is_rc1) return made;
    made.chain_id = must(decimal_at(fields, "chainId").to_u64());
    made.group_id = must(decimal_at(fields, "groupId").to_u64());
    made.extra_data = unhex(text_at(fields, "extraData"));
    return made;
}

inline registry::fisco::TarsTransaction tars_transaction_of(json::Value example) {
    const json::Value fields = *example.find("fields");
    registry::fisco::TarsTransaction made;
    made.version = static_cast<std::int32_t>(maybe_integer(fields, "version"));
    made.chain_id = text_at(fields, "chainID");
    made.group_id = text_at(fields, "groupID");
    made.block_limit = maybe_integer(fields, "blockLimit");
    made.nonce = text_at(fields, "nonce");
    made.to = maybe_text(fields, "to");
    made.input = unhex(text_at(fields, "input"));
    made.abi = maybe_text(fields, "abi");
    made.value = maybe_text(fields, "value");
    made.gas_price = maybe_text(fields, "gasPrice");
    made.gas_limit = maybe_integer(fields, "gasLimit");
    made.max_fee_per_gas = maybe_text(fields, "maxFeePerGas");
    made.max_priority_fee_per_gas = maybe_text(fields, "maxPriorityFeePerGas");
    if (fields.find("extension")) made.extension = unhex(text_at(fields, "extension"));
    return made;
}

inline std::unique_ptr<registry::fisco::ChainSigner> chain_signer_of(
    registry::fisco::ChainHash hash, ByteView secret) {
    const bool is_sm = hash == registry::fisco::ChainHash::sm3;
    return must(registry::fisco::ChainSigner::from_key(
        must(crypto::PrivateKey::from_raw(is_sm ? crypto::KeyType::sm2 : crypto::KeyType::secp256k1,
                                          crypto::SecretBytes::copy_of(secret)))));
}

}  // namespace deed::test
