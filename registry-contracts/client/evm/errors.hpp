#pragma once

#include "lib/error/error.hpp"

namespace deed::registry::evm::errors {

// What comes from the way to a node.
inline constexpr ErrorCode kRpcRateLimited{"rpc.rate_limited", ErrorKind::unavailable,
                                           "The node takes no more requests for now.",
                                           "Wait, send fewer requests, or use a node of your own."};
inline constexpr ErrorCode kRpcGateway{"rpc.gateway", ErrorKind::unavailable,
                                       "The node, or a server before it, cannot answer at present.",
                                       "Try again later, and look into the node's log."};
inline constexpr ErrorCode kRpcNotAuthorized{"rpc.not_authorized", ErrorKind::locked,
                                             "The node refuses this key or account of its service.",
                                             "Check the key in the node's address, or the token."};
inline constexpr ErrorCode kRpcHttpStatus{"rpc.http_status", ErrorKind::unavailable,
                                          "The server did not answer as a node's JSON-RPC does.",
                                          "Check the address of the node."};
inline constexpr ErrorCode kRpcBadAnswer{"rpc.bad_answer", ErrorKind::malformed,
                                         "What came back is no answer of JSON-RPC 2.0.",
                                         "Check that the address is that of a node."};
inline constexpr ErrorCode kRpcWrongId{"rpc.wrong_id", ErrorKind::mismatch,
                                       "The node answered a question that was not asked.",
                                       "Check what stands between here and the node."};
inline constexpr ErrorCode kRpcUnexpectedResult{
    "rpc.unexpected_result", ErrorKind::malformed,
    "The node's answer is not of the form that its method has.",
    "Check that the node speaks Ethereum's JSON-RPC, and its version."};

// What comes of asking several nodes.
inline constexpr ErrorCode kNodesDisagree{
    "rpc.nodes_disagree", ErrorKind::unavailable,
    "Two nodes of the chain answer differently about one block, so neither is believed.",
    "Try again in a minute; if it stays so, find out which of the two lies or is on another fork."};
inline constexpr ErrorCode kNodeBehind{
    "rpc.node_behind", ErrorKind::unavailable,
    "A node does not have what another one of the chain tells, so they could not be compared.",
    "Wait until it has caught up; if it stays so, name another node in its place."};
inline constexpr ErrorCode kTooFewNodes{
    "rpc.too_few_nodes", ErrorKind::unavailable,
    "Fewer nodes of the chain answer than are to agree.",
    "See why the others do not, name more nodes, or lower chain.NAME.agree."};

// What a node says (JSON-RPC 2.0 section 5.1, EIP-1474).
inline constexpr ErrorCode kRpcParseError{"rpc.parse_error", ErrorKind::internal,
                                          "The node could not read the request.",
                                          "Check what stands between here and the node."};
inline constexpr ErrorCode kRpcInvalidRequest{"rpc.invalid_request", ErrorKind::unsupported,
                                              "The node does not take requests of this form.",
                                              "Check that the node takes JSON-RPC 2.0 batches."};
inline constexpr ErrorCode kRpcMethodMissing{
    "rpc.method_missing", ErrorKind::unsupported, "The node does not offer a method.",
    "Enable the node's eth, net and web3 interfaces, or use another node."};
inline constexpr ErrorCode kRpcInvalidParams{"rpc.invalid_params", ErrorKind::unsupported,
                                             "The node does not take a method's parameters.",
                                             "Check the node's version."};
inline constexpr ErrorCode kRpcNodeFailed{"rpc.node_failed", ErrorKind::unavailable,
                                          "The node failed at a request.",
                                          "See the reason, and look into the node's log."};
inline constexpr ErrorCode kRpcNotFound{"rpc.not_found", ErrorKind::not_found,
                                        "The node does not have what was asked for.",
                                        "Ask a node that keeps the chain's history."};
inline constexpr ErrorCode kRpcBusy{"rpc.busy", ErrorKind::unavailable,
                                    "The node does not have what was asked for at present.",
                                    "Wait until the node has caught up, and try again."};
inline constexpr ErrorCode kRpcRejected{"rpc.rejected", ErrorKind::mismatch,
                                        "The node rejected the transaction.", "See the reason."};
inline constexpr ErrorCode kRpcVersion{"rpc.version", ErrorKind::unsupported,
                                       "The node does not support the protocol's version.",
                                       "Use another node."};

// What a chain says.
inline constexpr ErrorCode kReverted{"evm.reverted", ErrorKind::mismatch,
                                     "The contract refused the call.",
                                     "See the contract's reason."};
inline constexpr ErrorCode kNonceTooLow{"evm.nonce_too_low", ErrorKind::mismatch,
                                        "The account has used this nonce.",
                                        "Read the account's nonce again and sign anew."};
inline constexpr ErrorCode kNonceTooHigh{"evm.nonce_too_high", ErrorKind::mismatch,
                                         "Transactions are missing before this nonce.",
                                         "Send the missing ones, or read the nonce again."};
inline constexpr ErrorCode kAlreadyKnown{"evm.already_known", ErrorKind::mismatch,
                                         "The node has this very transaction.",
                                         "Wait for its receipt."};
inline constexpr ErrorCode kNotHeld{
    "evm.not_held", ErrorKind::unavailable,
    "The node says that it has the transaction, but does not find it.",
    "Send it again, which is safe; if it stays so, see the node's words, and use another node."};
inline constexpr ErrorCode kUnderpriced{
    "evm.underpriced", ErrorKind::mismatch,
    "The fee is too low for the node, or to replace the transaction of this nonce.",
    "Raise the fee; to replace a transaction, both of its fees by a tenth at least."};
inline constexpr ErrorCode kFeeBelowBase{"evm.fee_below_base", ErrorKind::mismatch,
                                         "The fee is below what blocks ask at present.",
                                         "Estimate the fee again, or wait."};
inline constexpr ErrorCode kInsufficientFunds{
    "evm.insufficient_funds", ErrorKind::mismatch,
    "The account cannot pay for the transaction's gas and value.", "Fund the account."};
inline constexpr ErrorCode kGasTooLow{"evm.gas_too_low", ErrorKind::mismatch,
                                      "The transaction's gas does not even pay for its data.",
                                      "Estimate the gas again."};
inline constexpr ErrorCode kGasAboveBlock{"evm.gas_above_block", ErrorKind::mismatch,
                                          "The transaction wants more gas than a block has.",
                                          "Split the work into several transactions."};
inline constexpr ErrorCode kWrongChain{"evm.wrong_chain", ErrorKind::mismatch,
                                       "The node is of another chain than the one meant.",
                                       "Check the address of the node and the chain id."};
inline constexpr ErrorCode kNoContract{"evm.no_contract", ErrorKind::not_found,
                                       "There is no contract at this address.",
                                       "Check address and chain, and whether it was deployed."};
inline constexpr ErrorCode kFeeAboveCap{"evm.fee_above_cap", ErrorKind::unavailable,
                                        "Blocks ask a higher fee at present than the cap allows.",
                                        "Wait until fees are lower, or raise the cap."};
inline constexpr ErrorCode kHashMismatch{
    "evm.hash_mismatch", ErrorKind::mismatch,
    "The node names another transaction hash than the transaction has.",
    "Check what stands between here and the node."};
inline constexpr ErrorCode kNotConfirmed{
    "evm.not_confirmed", ErrorKind::unavailable,
    "What was asked for has not been confirmed by the chain in time; it may still be.",
    "Wait, and ask again; nothing was lost."};
inline constexpr ErrorCode kStateMoved{
    "evm.state_moved", ErrorKind::unavailable,
    "The chain answers as of its latest block alone, and made another one meanwhile.",
    "Ask again."};

inline constexpr const ErrorCode* kEvmRoomCodes[] = {&kRpcRateLimited,
                                                     &kRpcGateway,
                                                     &kRpcNotAuthorized,
                                                     &kRpcHttpStatus,
                                                     &kRpcBadAnswer,
                                                     &kRpcWrongId,
                                                     &kRpcUnexpectedResult,
                                                     &kNodesDisagree,
                                                     &kNodeBehind,
                                                     &kTooFewNodes,
                                                     &kRpcParseError,
                                                     &kRpcInvalidRequest,
                                                     &kRpcMethodMissing,
                                                     &kRpcInvalidParams,
                                                     &kRpcNodeFailed,
                                                     &kRpcNotFound,
                                                     &kRpcBusy,
                                                     &kRpcRejected,
                                                     &kRpcVersion,
                                                     &kReverted,
                                                     &kNonceTooLow,
                                                     &kNonceTooHigh,
                                                     &kAlreadyKnown,
                                                     &kUnderpriced,
                                                     &kFeeBelowBase,
                                                     &kInsufficientFunds,
                                                     &kGasTooLow,
                                                     &kGasAboveBlock,
                                                     &kWrongChain,
                                                     &kNoContract,
                                                     &kFeeAboveCap,
                                                     &kHashMismatch,
                                                     &kNotConfirmed,
                                                     &kNotHeld,
                                                     &kStateMoved};

}  // namespace deed::registry::evm::errors
