#include "registry-contracts/client/evm/node_error.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "lib/encoding/utf8.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

namespace deed::registry::evm {
namespace {

constexpr std::int64_t kRevertCode = 3;
constexpr std::size_t kShownReason = 300;

struct Phrase {
    std::string_view words;  ///< in lower case
    const ErrorCode* code;
};

// The first that fits counts: narrow phrases stand before those that they hold, or that stand
// beside them. Each is looked for where a word starts.
constexpr Phrase kPhrases[] = {
    {"nonce too low", &errors::kNonceTooLow},
    {"oldnonce", &errors::kNonceTooLow},
    {"nonce is too low", &errors::kNonceTooLow},
    {"nonce too high", &errors::kNonceTooHigh},
    {"nonce gap", &errors::kNonceTooHigh},
    {"transaction type", &errors::kRpcRejected},
    {"already known", &errors::kAlreadyKnown},
    {"alreadyknown", &errors::kAlreadyKnown},
    {"known transaction", &errors::kAlreadyKnown},
    {"already imported", &errors::kAlreadyKnown},
    {"underpriced", &errors::kUnderpriced},
    {"replacementnotallowed", &errors::kUnderpriced},
    {"feetoolow", &errors::kUnderpriced},
    {"fee too low", &errors::kUnderpriced},
    {"less than block base fee", &errors::kFeeBelowBase},
    {"below current base fee", &errors::kFeeBelowBase},
    {"insufficient funds", &errors::kInsufficientFunds},
    {"insufficientfunds", &errors::kInsufficientFunds},
    {"insufficient balance", &errors::kInsufficientFunds},
    {"upfront cost exceeds", &errors::kInsufficientFunds},
    {"intrinsic gas", &errors::kGasTooLow},
    {"exceeds block gas limit", &errors::kGasAboveBlock},
    {"gas limit too high", &errors::kGasAboveBlock},
    {"block gas limit", &errors::kGasAboveBlock},
    {"chain id", &errors::kWrongChain},
    {"chainid", &errors::kWrongChain},
    {"rate limit", &errors::kRpcRateLimited},
    {"too many requests", &errors::kRpcRateLimited},
    {"header not found", &errors::kRpcNotFound},
    {"unknown block", &errors::kRpcNotFound},
    {"missing trie node", &errors::kRpcNotFound},
};

constexpr std::pair<std::int64_t, const ErrorCode*> kCodes[] = {
    {-32700, &errors::kRpcParseError},    {-32600, &errors::kRpcInvalidRequest},
    {-32601, &errors::kRpcMethodMissing}, {-32602, &errors::kRpcInvalidParams},
    {-32603, &errors::kRpcNodeFailed},    {-32000, &errors::kRpcNodeFailed},
    {-32001, &errors::kRpcNotFound},      {-32002, &errors::kRpcBusy},
    {-32003, &errors::kRpcRejected},      {-32004, &errors::kRpcMethodMissing},
    {-32005, &errors::kRpcRateLimited},   {-32006, &errors::kRpcVersion},
};

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string in_lower_case(std::string text) {
    for (char& c : text)
        if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
    return text;
}

/// Also inside of names such as "InvalidTxChainId".
bool starts_word(std::string_view text, std::size_t at) {
    if (at == 0) return true;
    const char before = text[at - 1];
    if (is_upper(text[at]) && !is_upper(before)) return true;
    return !is_lower(before) && !is_upper(before) && !is_digit(before);
}

bool holds(const std::string& message, const std::string& in_lower, std::string_view phrase) {
    for (std::size_t at = in_lower.find(phrase); at != in_lower.npos;
         at = in_lower.find(phrase, at + 1))
        if (starts_word(message, at)) return true;
    return false;
}

const ErrorCode& code_of(const NodeError& error) {
    const std::string words = in_lower_case(error.message);
    // Words are for what chains say, under codes that say nothing; -32601 and its like stand.
    const bool telling = error.code <= -32600 && error.code >= -32602;
    if (!telling)
        for (const Phrase& phrase : kPhrases)
            if (holds(error.message, words, phrase.words)) return *phrase.code;
    for (const auto& [number, code] : kCodes)
        if (number == error.code) return *code;
    return errors::kRpcNodeFailed;
}

/// Solidity's codes of Panic(uint256).
std::string panic_meaning(const Uint256& code) {
    constexpr std::pair<std::uint64_t, std::string_view> kMeanings[] = {
        {0x01, "a failed assertion"},     {0x11, "an arithmetic overflow"},
        {0x12, "a division by zero"},     {0x21, "a value outside its enumeration"},
        {0x22, "damaged storage"},        {0x31, "a pop from an empty array"},
        {0x32, "an index out of bounds"}, {0x41, "too much memory"},
        {0x51, "a call of no function"}};
    for (const auto& [number, meaning] : kMeanings)
        if (code == Uint256(number)) return std::string(meaning);
    return "panic " + code.to_quantity();
}

AbiSignature signature(std::string_view text) {
    auto parsed = AbiSignature::parse(text);
    DEED_ASSERT(parsed.has_value());
    return std::move(parsed).value();
}

}  // namespace

bool NodeError::is_revert() const {
    const std::string words = in_lower_case(message);
    return code == kRevertCode || words.find("execution reverted") != std::string::npos ||
           words.starts_with("revert") || words.find("vm exception") != std::string::npos;
}

Error NodeError::to_error(std::span<const AbiSignature> known_errors) const {
    if (!is_revert()) return {code_of(*this), "the node says: " + message};
    if (data.empty()) return {errors::kReverted, "the contract refused the call: " + message};
    return {errors::kReverted,
            "the contract refused the call: " + revert_reason(data, known_errors)};
}

std::string revert_reason(ByteView data, std::span<const AbiSignature> known_errors) {
    static const AbiSignature text_error = signature("Error(string)");
    static const AbiSignature panic = signature("Panic(uint256)");
    if (data.empty()) return "no reason given";
    if (const auto values = text_error.decode_call(data)) {
        const Bytes& text = *(*values)[0].as_bytes_value();
        return printable(utf8_prefix(as_text(text), kShownReason));
    }
    if (const auto values = panic.decode_call(data)) return panic_meaning(*(*values)[0].as_uint());
    for (const AbiSignature& known : known_errors)
        if (known.has_selector_of(data)) return known.name();
    return "an unknown error " + to_hex(data.first(std::min<std::size_t>(data.size(), 4)));
}

}  // namespace deed::registry::evm
