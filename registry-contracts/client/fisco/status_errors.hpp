#pragma once

#include "lib/error/error.hpp"

namespace deed::registry::fisco::errors {

// What chains say that became of a transaction: in its receipt, or when they refuse it.

inline constexpr ErrorCode kExecutionFailed{
    "fisco.execution_failed", ErrorKind::mismatch,
    "The transaction failed, and the chain does not say why.",
    "Look into the node's log for the transaction's hash."};
inline constexpr ErrorCode kBadRlp{"fisco.bad_rlp", ErrorKind::malformed,
                                   "The node could not read the transaction's RLP.",
                                   "Check the chain's version: chains of 3.x take Tars."};
inline constexpr ErrorCode kInvalidFormat{
    "fisco.invalid_format", ErrorKind::malformed,
    "The node finds a field of the transaction of a wrong form.",
    "Check the chain's version and its format of transactions (RC1 or RC2)."};
inline constexpr ErrorCode kIntrinsicGas{"fisco.intrinsic_gas", ErrorKind::mismatch,
                                         "The transaction's gas does not even pay for its data.",
                                         "Raise the gas, or send less data in one transaction."};
inline constexpr ErrorCode kSignatureRefused{
    "fisco.signature_refused", ErrorKind::signature,
    "The node finds the transaction's signature wrong.",
    "Check whether the chain signs with secp256k1 or SM2."};
inline constexpr ErrorCode kNonceInvalid{"fisco.nonce_invalid", ErrorKind::mismatch,
                                         "The node does not take the transaction's random id.",
                                         "Prepare the transaction anew."};
inline constexpr ErrorCode kNotEnoughCash{
    "fisco.not_enough_cash", ErrorKind::mismatch,
    "The account cannot pay for the transaction's value and gas.",
    "Fund the account, or send no value."};
inline constexpr ErrorCode kBaseGas{
    "fisco.base_gas", ErrorKind::mismatch,
    "The parameters of the call are longer than the transaction's gas pays for.",
    "Raise the gas, or send less data in one transaction."};
inline constexpr ErrorCode kBlockGasLimit{"fisco.block_gas_limit", ErrorKind::mismatch,
                                          "The transaction wants more gas than a block has.",
                                          "Split the work into several transactions."};
inline constexpr ErrorCode kBadInstruction{
    "fisco.bad_instruction", ErrorKind::mismatch,
    "The contract's code has an instruction that the chain does not know.",
    "Compile the contract for the chain's EVM: Deed's need FISCO BCOS 3.10 or later."};
inline constexpr ErrorCode kBadJump{"fisco.bad_jump", ErrorKind::mismatch,
                                    "The contract's code jumped to where no code begins.",
                                    "Check that the code at this address is whole."};
inline constexpr ErrorCode kOutOfGas{
    "fisco.out_of_gas", ErrorKind::mismatch,
    "The transaction ran out of gas, or the contract to be created is too long.",
    "Raise the gas, up to the chain's limit of a transaction (tx_gas_limit)."};
inline constexpr ErrorCode kOutOfStack{"fisco.out_of_stack", ErrorKind::mismatch,
                                       "The contract's code used more of the stack than there is.",
                                       "Call the contract with less nesting."};
inline constexpr ErrorCode kStackUnderflow{
    "fisco.stack_underflow", ErrorKind::mismatch,
    "The contract's code took more from the stack than was there.",
    "Check that the code at this address is whole."};
inline constexpr ErrorCode kNonceUsed{
    "fisco.nonce_used", ErrorKind::mismatch,
    "The chain has seen the transaction's random id, or its nonce, within its block limits.",
    "It may be the very transaction: ask for its receipt, and prepare a new one if there is none."};
inline constexpr ErrorCode kBlockLimitRefused{
    "fisco.block_limit_refused", ErrorKind::mismatch,
    "The transaction's block limit is passed, or further ahead than the node takes.",
    "Check whether the node has caught up with the chain, and prepare the transaction anew."};
inline constexpr ErrorCode kFilterRefused{"fisco.filter_refused", ErrorKind::untrusted,
                                          "A filter of the node refuses the transaction.",
                                          "Ask those who run the chain for the permission."};
inline constexpr ErrorCode kNoDeployPermission{
    "fisco.no_deploy_permission", ErrorKind::untrusted,
    "The account may not create contracts on this chain.",
    "Ask those who run the chain for the permission."};
inline constexpr ErrorCode kNoCallPermission{"fisco.no_call_permission", ErrorKind::untrusted,
                                             "The account may not call this contract.",
                                             "Ask those who run the chain for the permission."};
inline constexpr ErrorCode kNoTransactionPermission{
    "fisco.no_transaction_permission", ErrorKind::untrusted,
    "The account may not send transactions on this chain.",
    "Ask those who run the chain for the permission."};
inline constexpr ErrorCode kPrecompiledFailed{
    "fisco.precompiled_failed", ErrorKind::mismatch,
    "A contract that is built into the chain refused the call.",
    "See the output, and the chain's list of precompiled contracts' codes."};
inline constexpr ErrorCode kReverted{"fisco.reverted", ErrorKind::mismatch,
                                     "The contract refused the call.",
                                     "See the contract's reason."};
inline constexpr ErrorCode kZeroSignature{
    "fisco.zero_signature", ErrorKind::signature,
    "The transaction's signature is of a form that is for nobody.",
    "Prepare and sign the transaction anew."};
inline constexpr ErrorCode kAddressUsed{"fisco.address_used", ErrorKind::mismatch,
                                        "There is a contract at the address that would be created.",
                                        "Send the creation again: it gets another address."};
inline constexpr ErrorCode kPermissionDenied{
    "fisco.permission_denied", ErrorKind::untrusted,
    "The account has not the permission that the chain asks for.",
    "Ask those who run the chain for the permission."};
inline constexpr ErrorCode kCallAddress{
    "fisco.call_address", ErrorKind::not_found,
    "There is no contract at the address that is called.",
    "Check address, chain and group, and whether it was deployed there."};
inline constexpr ErrorCode kGasOverflow{
    "fisco.gas_overflow", ErrorKind::mismatch,
    "The gas of the transaction is larger than the chain counts.", "Lower the gas."};
inline constexpr ErrorCode kPoolFull{
    "fisco.pool_full", ErrorKind::unavailable,
    "The node has no room for further transactions at present.",
    "Wait, and send the same transaction again before its block limit."};
inline constexpr ErrorCode kTransactionRefused{
    "fisco.transaction_refused", ErrorKind::unavailable,
    "The node takes no transactions of this group at present.",
    "Check whether the node has caught up, and send the same transaction again."};
inline constexpr ErrorCode kContractFrozen{"fisco.contract_frozen", ErrorKind::revoked,
                                           "The contract is frozen.",
                                           "Ask its administrators to unfreeze it."};
inline constexpr ErrorCode kAccountFrozen{"fisco.account_frozen", ErrorKind::revoked,
                                          "The account is frozen.",
                                          "Ask those who run the chain to unfreeze it."};
inline constexpr ErrorCode kRemainingGas{
    "fisco.remaining_gas", ErrorKind::mismatch,
    "The account has not enough of the gas that the chain gives out.",
    "Ask those who run the chain for more."};
inline constexpr ErrorCode kAccountAbolished{"fisco.account_abolished", ErrorKind::revoked,
                                             "The account was abolished for good.",
                                             "Use another account."};
inline constexpr ErrorCode kContractAbolished{"fisco.contract_abolished", ErrorKind::revoked,
                                              "The contract was abolished for good.",
                                              "Use the contract that takes its place."};
inline constexpr ErrorCode kWasmInvalid{
    "fisco.wasm_invalid", ErrorKind::unsupported,
    "The chain runs WASM, and the code is none that it takes.",
    "Use a chain that runs the EVM: Deed's contracts are in Solidity."};
inline constexpr ErrorCode kWasmArgument{
    "fisco.wasm_argument", ErrorKind::mismatch,
    "A WASM contract was called with arguments out of its range.",
    "Use a chain that runs the EVM: Deed's contracts are in Solidity."};
inline constexpr ErrorCode kWasmUnreachable{
    "fisco.wasm_unreachable", ErrorKind::mismatch,
    "A WASM contract came to code that is never to be run.",
    "Use a chain that runs the EVM: Deed's contracts are in Solidity."};
inline constexpr ErrorCode kWasmTrap{
    "fisco.wasm_trap", ErrorKind::mismatch, "A WASM contract failed.",
    "Use a chain that runs the EVM: Deed's contracts are in Solidity."};
inline constexpr ErrorCode kAlreadyKnown{"fisco.already_known", ErrorKind::mismatch,
                                         "The node has this very transaction waiting.",
                                         "Wait for its receipt."};
inline constexpr ErrorCode kAlreadyInChain{"fisco.already_in_chain", ErrorKind::mismatch,
                                           "This very transaction is in the chain.",
                                           "Ask for its receipt."};
inline constexpr ErrorCode kWrongChain{
    "fisco.wrong_chain", ErrorKind::mismatch,
    "The node or the transaction is of another chain than the one meant.",
    "Check the address of the node and the chain id."};
inline constexpr ErrorCode kWrongGroup{
    "fisco.wrong_group", ErrorKind::mismatch, "The transaction was signed for another group.",
    "Check the group of the request against that of the settings."};
inline constexpr ErrorCode kNotOfGroup{"fisco.not_of_group", ErrorKind::mismatch,
                                       "The node does not belong to the group.",
                                       "Ask a node of the group."};
inline constexpr ErrorCode kTransactionUnreadable{
    "fisco.transaction_unreadable", ErrorKind::malformed,
    "The node could not read the transaction.",
    "Check the chain's version, and whether it takes the transaction's."};
inline constexpr ErrorCode kMemoryLimit{
    "fisco.memory_limit", ErrorKind::unavailable,
    "The group's transactions take all memory that the node gives it.",
    "Wait, and send the same transaction again before its block limit."};
inline constexpr ErrorCode kPoolTimeout{
    "fisco.pool_timeout", ErrorKind::unavailable,
    "The transaction waited in the node longer than the node allows.",
    "Ask for its receipt, and send the same transaction again before its block limit."};
inline constexpr ErrorCode kValueOverflow{
    "fisco.value_overflow", ErrorKind::mismatch,
    "The value of the transaction is larger than the chain counts.", "Lower the value."};
inline constexpr ErrorCode kCodeTooLarge{
    "fisco.code_too_large", ErrorKind::mismatch,
    "The contract to be created has more code than the chain takes.", "Split the contract."};
inline constexpr ErrorCode kSenderIsContract{
    "fisco.sender_is_contract", ErrorKind::untrusted,
    "The sender is a contract and not an account with a key.", "Send from an account with a key."};

inline constexpr const ErrorCode* kFiscoStatusRoomCodes[] = {&kExecutionFailed,
                                                             &kBadRlp,
                                                             &kInvalidFormat,
                                                             &kIntrinsicGas,
                                                             &kSignatureRefused,
                                                             &kNonceInvalid,
                                                             &kNotEnoughCash,
                                                             &kBaseGas,
                                                             &kBlockGasLimit,
                                                             &kBadInstruction,
                                                             &kBadJump,
                                                             &kOutOfGas,
                                                             &kOutOfStack,
                                                             &kStackUnderflow,
                                                             &kNonceUsed,
                                                             &kBlockLimitRefused,
                                                             &kFilterRefused,
                                                             &kNoDeployPermission,
                                                             &kNoCallPermission,
                                                             &kNoTransactionPermission,
                                                             &kPrecompiledFailed,
                                                             &kReverted,
                                                             &kZeroSignature,
                                                             &kAddressUsed,
                                                             &kPermissionDenied,
                                                             &kCallAddress,
                                                             &kGasOverflow,
                                                             &kPoolFull,
                                                             &kTransactionRefused,
                                                             &kContractFrozen,
                                                             &kAccountFrozen,
                                                             &kRemainingGas,
                                                             &kAccountAbolished,
                                                             &kContractAbolished,
                                                             &kWasmInvalid,
                                                             &kWasmArgument,
                                                             &kWasmUnreachable,
                                                             &kWasmTrap,
                                                             &kAlreadyKnown,
                                                             &kAlreadyInChain,
                                                             &kWrongChain,
                                                             &kWrongGroup,
                                                             &kNotOfGroup,
                                                             &kTransactionUnreadable,
                                                             &kMemoryLimit,
                                                             &kPoolTimeout,
                                                             &kValueOverflow,
                                                             &kCodeTooLarge,
                                                             &kSenderIsContract};

}  // namespace deed::registry::fisco::errors
