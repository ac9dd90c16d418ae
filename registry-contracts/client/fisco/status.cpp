#include "registry-contracts/client/fisco/status.hpp"

#include <span>

#include "registry-contracts/client/fisco/errors.hpp"
#include "registry-contracts/client/fisco/node_errors.hpp"
#include "registry-contracts/client/fisco/status_errors.hpp"

namespace deed::registry::fisco {
namespace {

struct Status {
    std::int64_t number;
    std::string_view name;  ///< the chain's own
    const ErrorCode* code;
};

// FISCO BCOS 2.10, libethcore/TransactionException.h.
constexpr Status kOfTwo[] = {{1, "Unknown", &errors::kExecutionFailed},
                             {2, "BadRLP", &errors::kBadRlp},
                             {3, "InvalidFormat", &errors::kInvalidFormat},
                             {4, "OutOfGasIntrinsic", &errors::kIntrinsicGas},
                             {5, "InvalidSignature", &errors::kSignatureRefused},
                             {6, "InvalidNonce", &errors::kNonceInvalid},
                             {7, "NotEnoughCash", &errors::kNotEnoughCash},
                             {8, "OutOfGasBase", &errors::kBaseGas},
                             {9, "BlockGasLimitReached", &errors::kBlockGasLimit},
                             {10, "BadInstruction", &errors::kBadInstruction},
                             {11, "BadJumpDestination", &errors::kBadJump},
                             {12, "OutOfGas", &errors::kOutOfGas},
                             {13, "OutOfStack", &errors::kOutOfStack},
                             {14, "StackUnderflow", &errors::kStackUnderflow},
                             {15, "NonceCheckFail", &errors::kNonceUsed},
                             {16, "BlockLimitCheckFail", &errors::kBlockLimitRefused},
                             {17, "FilterCheckFail", &errors::kFilterRefused},
                             {18, "NoDeployPermission", &errors::kNoDeployPermission},
                             {19, "NoCallPermission", &errors::kNoCallPermission},
                             {20, "NoTxPermission", &errors::kNoTransactionPermission},
                             {21, "PrecompiledError", &errors::kPrecompiledFailed},
                             {22, "RevertInstruction", &errors::kReverted},
                             {23, "InvalidZeroSignatureFormat", &errors::kZeroSignature},
                             {24, "AddressAlreadyUsed", &errors::kAddressUsed},
                             {25, "PermissionDenied", &errors::kPermissionDenied},
                             {26, "CallAddressError", &errors::kCallAddress},
                             {27, "GasOverflow", &errors::kGasOverflow},
                             {28, "TxPoolIsFull", &errors::kPoolFull},
                             {29, "TransactionRefused", &errors::kTransactionRefused},
                             {30, "ContractFrozen", &errors::kContractFrozen},
                             {31, "AccountFrozen", &errors::kAccountFrozen},
                             {32, "NotEnoughRemainGas", &errors::kRemainingGas},
                             {10000, "AlreadyKnown", &errors::kAlreadyKnown},
                             {10001, "AlreadyInChain", &errors::kAlreadyInChain},
                             {10002, "InvalidChainId", &errors::kWrongChain},
                             {10003, "InvalidGroupId", &errors::kWrongGroup},
                             {10004, "RequestNotBelongToTheGroup", &errors::kNotOfGroup},
                             {10005, "MalformedTx", &errors::kTransactionUnreadable},
                             {10006, "OverGroupMemoryLimit", &errors::kMemoryLimit}};

// FISCO BCOS 3.17, bcos-protocol/TransactionStatus.h.
constexpr Status kOfThree[] = {{1, "Unknown", &errors::kExecutionFailed},
                               {2, "OutOfGasLimit", &errors::kIntrinsicGas},
                               {7, "NotEnoughCash", &errors::kNotEnoughCash},
                               {10, "BadInstruction", &errors::kBadInstruction},
                               {11, "BadJumpDestination", &errors::kBadJump},
                               {12, "OutOfGas", &errors::kOutOfGas},
                               {13, "OutOfStack", &errors::kOutOfStack},
                               {14, "StackUnderflow", &errors::kStackUnderflow},
                               {15, "PrecompiledError", &errors::kPrecompiledFailed},
                               {16, "RevertInstruction", &errors::kReverted},
                               {17, "ContractAddressAlreadyUsed", &errors::kAddressUsed},
                               {18, "PermissionDenied", &errors::kPermissionDenied},
                               {19, "CallAddressError", &errors::kCallAddress},
                               {20, "GasOverflow", &errors::kGasOverflow},
                               {21, "ContractFrozen", &errors::kContractFrozen},
                               {22, "AccountFrozen", &errors::kAccountFrozen},
                               {23, "AccountAbolished", &errors::kAccountAbolished},
                               {24, "ContractAbolished", &errors::kContractAbolished},
                               {32, "WASMValidationFailure", &errors::kWasmInvalid},
                               {33, "WASMArgumentOutOfRange", &errors::kWasmArgument},
                               {34, "WASMUnreachableInstruction", &errors::kWasmUnreachable},
                               {35, "WASMTrap", &errors::kWasmTrap},
                               {10000, "NonceCheckFail", &errors::kNonceUsed},
                               {10001, "BlockLimitCheckFail", &errors::kBlockLimitRefused},
                               {10002, "TxPoolIsFull", &errors::kPoolFull},
                               {10003, "Malformed", &errors::kTransactionUnreadable},
                               {10004, "AlreadyInTxPool", &errors::kAlreadyKnown},
                               {10005, "TxAlreadyInChain", &errors::kAlreadyInChain},
                               {10006, "InvalidChainId", &errors::kWrongChain},
                               {10007, "InvalidGroupId", &errors::kWrongGroup},
                               {10008, "InvalidSignature", &errors::kSignatureRefused},
                               {10009, "RequestNotBelongToTheGroup", &errors::kNotOfGroup},
                               {10010, "TransactionPoolTimeout", &errors::kPoolTimeout},
                               {10011, "AlreadyInTxPoolAndAccept", &errors::kAlreadyKnown},
                               {10012, "OverFlowValue", &errors::kValueOverflow},
                               {10013, "MaxInitCodeSizeExceeded", &errors::kCodeTooLarge},
                               {10014, "SenderNoEOA", &errors::kSenderIsContract},
                               {10015, "InsufficientFunds", &errors::kNotEnoughCash}};

struct NodeCode {
    std::int64_t number;
    const ErrorCode* code;
};

// The API pages of both versions; that of 2.x also has -40009, which is a status in 3.x.
constexpr NodeCode kNodeOfTwo[] = {
    {-32600, &errors::kNodeInvalidRequest}, {-32601, &errors::kNodeMethodMissing},
    {-32602, &errors::kNodeInvalidParams},  {-32603, &errors::kNodeInternal},
    {-32604, &errors::kNodeNoId},           {-32700, &errors::kNodeParse},
    {-40001, &errors::kGroupUnknown},       {-40002, &errors::kNodeAnswerUnreadable},
    {-40003, &errors::kBlockHashUnknown},   {-40004, &errors::kBlockNumberUnknown},
    {-40005, &errors::kIndexOutOfRange},    {-40006, &errors::kCallWithoutSender},
    {-40007, &errors::kNoPbftView},         {-40008, &errors::kSystemConfigUnknown},
    {-40010, &errors::kNodeStarting},       {-40011, &errors::kRateLimited},
    {-40012, &errors::kSdkNotAllowed},      {-100001, &errors::kDynamicGroupDisabled},
    {-40009, &errors::kNotOfGroup}};
constexpr NodeCode kNodeOfThree[] = {
    {3010, &errors::kLedgerFailed},        {3008, &errors::kLedgerStorage},
    {3006, &errors::kLedgerBlock},         {3003, &errors::kLedgerArgument},
    {-1, &errors::kNodeInternal},          {-32000, &errors::kNodeStopped},
    {-32001, &errors::kGroupExists},       {-32002, &errors::kNodeExists},
    {-32003, &errors::kNotAllowed},        {-32004, &errors::kNodeStarting},
    {-32005, &errors::kGroupUnknown},      {-32600, &errors::kNodeInvalidRequest},
    {-32601, &errors::kNodeMethodMissing}, {-32602, &errors::kNodeInvalidParams},
    {-32603, &errors::kNodeInternal},      {-32700, &errors::kNodeParse}};

const Status* find_status(ChainVersion version, std::int64_t number) {
    const std::span<const Status> table =
        version == ChainVersion::two ? std::span<const Status>(kOfTwo) : kOfThree;
    for (const Status& status : table)
        if (status.number == number) return &status;
    return nullptr;
}

}  // namespace

std::string_view status_name(ChainVersion version, std::int64_t status) {
    if (status == 0) return "None";
    const Status* found = find_status(version, status);
    return found == nullptr ? std::string_view() : found->name;
}

Error status_error(ChainVersion version, std::int64_t status, std::string words) {
    const Status* found = find_status(version, status);
    const std::string number = std::to_string(status);
    if (found == nullptr)
        return {errors::kStatusUnknown, "status " + number + (words.empty() ? "" : ": " + words)};
    std::string text = std::string(found->name) + ", status " + number;
    if (!words.empty()) text += ": " + words;
    return {*found->code, std::move(text)};
}

Error node_error(ChainVersion version, std::int64_t number, std::string words) {
    if (number > 0 && find_status(version, number) != nullptr)
        return status_error(version, number, std::move(words));
    const std::span<const NodeCode> table =
        version == ChainVersion::two ? std::span<const NodeCode>(kNodeOfTwo) : kNodeOfThree;
    std::string text = "the node says: " + words + " (" + std::to_string(number) + ")";
    for (const NodeCode& known : table)
        if (known.number == number) return {*known.code, std::move(text)};
    return {errors::kStatusUnknown, std::move(text)};
}

}  // namespace deed::registry::fisco
