#include "registry-contracts/client/fisco/receipt.hpp"

#include "lib/encoding/utf8.hpp"
#include "registry-contracts/client/evm/node_error.hpp"

namespace deed::registry::fisco {

Word Receipt::leaf(ChainHash hash) const {
    if (const auto* rlp = std::get_if<RlpReceipt>(&value))
        return hash_on_chain(hash, rlp->encode());
    return hash_on_chain(hash, std::get<TarsReceipt>(value).hash_preimage());
}

Result<void> Receipt::check(ChainHash hash, std::span<const evm::AbiSignature> known_errors) const {
    if (status == 0) return {};
    const std::string words = refusal_words(hash, output, known_errors);
    return status_error(version(), status, words.empty() ? printable(message) : words);
}

std::string refusal_words(ChainHash hash, ByteView output,
                          std::span<const evm::AbiSignature> known_errors) {
    constexpr std::size_t kShown = 300;
    if (output.empty()) return {};
    if (hash == ChainHash::keccak256) return evm::revert_reason(output, known_errors);
    const auto text_error = evm::AbiSignature::parse("Error(string)", hash);
    DEED_ASSERT(text_error.has_value());
    if (const auto values = text_error->decode_call(output))
        return printable(utf8_prefix(as_text(*(*values)[0].as_bytes_value()), kShown));
    // Names no error of its own by Keccak-256's Error(string) and Panic(uint256).
    for (const evm::AbiSignature& known : known_errors)
        if (known.has_selector_of(output)) return known.name();
    return evm::revert_reason(output);
}

}  // namespace deed::registry::fisco
