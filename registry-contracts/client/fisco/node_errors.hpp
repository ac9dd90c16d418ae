#pragma once

#include "lib/error/error.hpp"

namespace deed::registry::fisco::errors {

// What nodes answer by an error of JSON-RPC.

inline constexpr ErrorCode kNodeParse{"fisco.node_parse", ErrorKind::internal,
                                      "The node could not read the request as JSON.",
                                      "Check what stands between here and the node."};
inline constexpr ErrorCode kNodeInvalidRequest{
    "fisco.node_invalid_request", ErrorKind::unsupported,
    "The node does not take requests of this form.",
    "Check that the address is that of a node's JSON-RPC, and the node's version."};
inline constexpr ErrorCode kNodeMethodMissing{
    "fisco.node_method_missing", ErrorKind::unsupported, "The node does not offer a method.",
    "Check the chain's version (2 or 3) against the settings, and that of the node."};
inline constexpr ErrorCode kNodeInvalidParams{
    "fisco.node_invalid_params", ErrorKind::unsupported,
    "The node does not take a method's parameters.",
    "Check the chain's version (2 or 3) against the settings, and that of the node."};
inline constexpr ErrorCode kNodeInternal{"fisco.node_internal", ErrorKind::unavailable,
                                         "The node failed at a request.",
                                         "See the reason, and look into the node's log."};
inline constexpr ErrorCode kNodeNoId{"fisco.node_no_id", ErrorKind::internal,
                                     "The node saw a request without an id.",
                                     "Check what stands between here and the node."};
inline constexpr ErrorCode kGroupUnknown{
    "fisco.group_unknown", ErrorKind::not_found, "The node knows no such group.",
    "Check the group; nodes of 3.x call them group0 and so on, those of 2.x by numbers."};
inline constexpr ErrorCode kNodeAnswerUnreadable{
    "fisco.node_answer_unreadable", ErrorKind::unavailable,
    "The node could not read what it had to answer with.",
    "Try again, and look into the node's log."};
inline constexpr ErrorCode kBlockHashUnknown{
    "fisco.block_hash_unknown", ErrorKind::not_found, "The node has no block of this hash.",
    "Check chain and group, and whether the node has caught up."};
inline constexpr ErrorCode kBlockNumberUnknown{
    "fisco.block_number_unknown", ErrorKind::not_found, "The node has no block of this number.",
    "Check chain and group, and whether the node has caught up."};
inline constexpr ErrorCode kIndexOutOfRange{"fisco.index_out_of_range", ErrorKind::not_found,
                                            "The block has no transaction at this place.",
                                            "Check the block and the place."};
inline constexpr ErrorCode kCallWithoutSender{"fisco.call_without_sender", ErrorKind::usage,
                                              "A call names no sender, which nodes of 2.x ask for.",
                                              "Name the account in whose name is called."};
inline constexpr ErrorCode kNoPbftView{"fisco.no_pbft_view", ErrorKind::unsupported,
                                       "Only groups of the PBFT consensus have a view.",
                                       "Do not ask for it."};
inline constexpr ErrorCode kSystemConfigUnknown{"fisco.system_config_unknown", ErrorKind::not_found,
                                                "The chain has no setting of this name.",
                                                "Check the name."};
inline constexpr ErrorCode kNodeStarting{"fisco.node_starting", ErrorKind::unavailable,
                                         "The node has not finished starting.",
                                         "Wait, and try again."};
inline constexpr ErrorCode kRateLimited{"fisco.rate_limited", ErrorKind::unavailable,
                                        "The node takes no more requests for now.",
                                        "Wait, send fewer requests, or use a node of your own."};
inline constexpr ErrorCode kSdkNotAllowed{
    "fisco.sdk_not_allowed", ErrorKind::untrusted,
    "The node does not let this certificate use the group.",
    "Ask those who run the node to put it on the group's list of SDKs."};
inline constexpr ErrorCode kDynamicGroupDisabled{
    "fisco.dynamic_group_disabled", ErrorKind::unsupported, "The node lets nobody manage groups.",
    "Ask those who run the node."};
inline constexpr ErrorCode kNodeStopped{
    "fisco.node_stopped", ErrorKind::unavailable,
    "The chain's node behind the service is missing, or has not been started.",
    "Check the node's name in the settings, and start the node."};
inline constexpr ErrorCode kGroupExists{"fisco.group_exists", ErrorKind::mismatch,
                                        "There is a group of this name.", "Use another name."};
inline constexpr ErrorCode kNodeExists{"fisco.node_exists", ErrorKind::mismatch,
                                       "There is a node of this name.", "Use another name."};
inline constexpr ErrorCode kNotAllowed{"fisco.not_allowed", ErrorKind::untrusted,
                                       "The node does not allow the operation.",
                                       "Ask those who run the node."};
inline constexpr ErrorCode kLedgerArgument{
    "fisco.ledger_argument", ErrorKind::unavailable,
    "The node's ledger was asked for something that it cannot have.",
    "Check block number and hash, and look into the node's log."};
inline constexpr ErrorCode kLedgerBlock{"fisco.ledger_block", ErrorKind::unavailable,
                                        "The node could not bring the parts of a block together.",
                                        "Try again, and look into the node's log."};
inline constexpr ErrorCode kLedgerStorage{
    "fisco.ledger_storage", ErrorKind::not_found,
    "The node's ledger does not have what was asked for, or could not read it.",
    "Check chain, group and hash; if it must be there, look into the node's log."};
inline constexpr ErrorCode kLedgerFailed{"fisco.ledger_failed", ErrorKind::unavailable,
                                         "The node's ledger failed.",
                                         "Try again, and look into the node's log."};

inline constexpr const ErrorCode* kFiscoNodeRoomCodes[] = {
    &kNodeParse,          &kNodeInvalidRequest,   &kNodeMethodMissing,
    &kNodeInvalidParams,  &kNodeInternal,         &kNodeNoId,
    &kGroupUnknown,       &kNodeAnswerUnreadable, &kBlockHashUnknown,
    &kBlockNumberUnknown, &kIndexOutOfRange,      &kCallWithoutSender,
    &kNoPbftView,         &kSystemConfigUnknown,  &kNodeStarting,
    &kRateLimited,        &kSdkNotAllowed,        &kDynamicGroupDisabled,
    &kNodeStopped,        &kGroupExists,          &kNodeExists,
    &kNotAllowed,         &kLedgerArgument,       &kLedgerBlock,
    &kLedgerStorage,      &kLedgerFailed};

}  // namespace deed::registry::fisco::errors
