#include "registry-contracts/client/evm/compared_rpc.hpp"

#include <algorithm>

#include "lib/error/assert.hpp"
#include "lib/net/errors.hpp"
#include "registry-contracts/client/evm/chain_json.hpp"
#include "registry-contracts/client/evm/compared_answer.hpp"
#include "registry-contracts/client/evm/errors.hpp"

namespace deed::registry::evm {
namespace {

constexpr std::string_view kNothing = "null";

/// Readers of many blocks ask for fewer of them after these.
bool may_be_of_size(const Error& error) {
    return error.code() == net::errors::kTooLarge || error.code() == net::errors::kClosed ||
           error.code() == errors::kRpcHttpStatus || error.code() == errors::kRpcRateLimited;
}

/// The number of the block under the tag; nothing where the node has none.
Result<std::optional<std::uint64_t>> height_of(Rpc& rpc, const std::string& tag, Call& call) {
    constexpr std::int64_t kUnknownBlock = -39001;  // Geth, while nothing is safe or final
    DEED_TRY(const RpcAnswer answer,
             rpc.call({"eth_getBlockByNumber", "[" + tag + ",false]"}, call));
    if (answer.error() != nullptr && answer.error()->code == kUnknownBlock)
        return std::optional<std::uint64_t>();
    DEED_TRY(const json::Value block, answer.result());
    if (block.is_null()) return std::optional<std::uint64_t>();
    const auto number = block.find("number");
    if (!number) return Error(errors::kRpcUnexpectedResult, "the node's block has no number");
    DEED_TRY(const std::uint64_t height, quantity64_from(*number));
    return std::optional(height);
}

}  // namespace

ComparedRpc::ComparedRpc(std::vector<Source> sources, std::size_t agree)
    : sources_(std::move(sources)), agree_(agree) {
    DEED_ASSERT(agree_ >= 1 && sources_.size() >= agree_);
}

Error ComparedRpc::too_few(std::size_t answered, const std::optional<Error>& last) const {
    if (last && may_be_of_size(*last)) return *last;
    return {errors::kTooFewNodes,
            std::to_string(answered) + " of the " + std::to_string(agree_) +
                " nodes that must agree answered" + (last ? ": " + last->message() : ""),
            last ? last->where() : ""};
}

Result<std::optional<std::uint64_t>> ComparedRpc::common_height(const std::string& tag,
                                                                Call& call) {
    struct Height {
        std::uint64_t number;
        const Source* source;
    };
    std::vector<Height> heights;
    std::size_t answered = 0;
    std::optional<Error> last;
    for (const Source& source : sources_) {
        DEED_CHECK(call.check());
        const auto height = height_of(*source.rpc, tag, call);
        if (!height) {
            last = height.error();
            continue;
        }
        ++answered;
        if (*height) heights.push_back({**height, &source});
    }
    DEED_CHECK(call.check());
    if (answered < agree_) return too_few(answered, last);
    if (heights.size() < agree_) return std::optional<std::uint64_t>();
    std::ranges::stable_sort(heights, std::ranges::greater(), &Height::number);
    const Height& common = heights[agree_ - 1];
    // An old state must not pass for the present one because a node has stopped.
    if (heights.front().number - common.number > kMaxBehind)
        return Error(errors::kNodeBehind,
                     common.source->name + " is at block " + std::to_string(common.number) +
                         ", and " + heights.front().source->name + " at " +
                         std::to_string(heights.front().number),
                     common.source->name);
    return std::optional(common.number);
}

Result<RpcAnswer> ComparedRpc::compared(const RpcRequest& request, Call& call) {
    std::vector<Said> said;
    std::optional<RpcAnswer> refusal;
    std::optional<Error> last;
    for (const Source& source : sources_) {
        DEED_CHECK(call.check());
        auto answer = source.rpc->call(request, call);
        if (!answer) {
            last = answer.error();
            continue;
        }
        // That a node cannot answer says nothing of the chain; that a contract refuses, does.
        if (answer->error() != nullptr && !answer->error()->is_revert()) {
            refusal = std::move(*answer);
            continue;
        }
        DEED_TRY(std::string essence, essence_of(request.method, *answer));
        said.push_back({&source, std::move(*answer), std::move(essence)});
        const Said& first = said.front();
        const Said& now = said.back();
        if (now.essence == first.essence) {
            if (said.size() == agree_) return std::move(said.front().answer);
            continue;
        }
        const bool is_absent = first.essence == kNothing || now.essence == kNothing;
        const Said& lacking = first.essence == kNothing ? first : now;
        const Said& other = first.essence == kNothing ? now : first;
        if (is_absent)
            return Error(errors::kNodeBehind,
                         lacking.source->name + " does not have what " + other.source->name +
                             " answers to " + request.method,
                         lacking.source->name);
        return Error(errors::kNodesDisagree,
                     first.source->name + " and " + now.source->name + " answer differently to " +
                         request.method,
                     now.source->name);
    }
    DEED_CHECK(call.check());
    if (refusal) return std::move(*refusal);
    return too_few(said.size(), last);
}

Result<RpcAnswer> ComparedRpc::call(const RpcRequest& request, Call& call) {
    if (request.method == "eth_blockNumber") {
        DEED_TRY(const auto height, common_height("\"latest\"", call));
        if (!height) return Error(errors::kTooFewNodes, "too few nodes have a latest block");
        DEED_TRY(json::Document told,
                 json::Document::parse("\"" + Uint256(*height).to_quantity() + "\""));
        const json::Value result = told.root();
        return RpcAnswer(std::move(told), result);
    }
    if (!is_compared(request.method)) return sources_.front().rpc->call(request, call);
    const auto tag = height_tag(request);
    if (!tag) return compared(request, call);
    DEED_TRY(const auto height, common_height(*tag, call));
    if (height) return compared(at_height(request, *tag, *height), call);
    // Nothing is safe or final yet.
    DEED_TRY(json::Document nothing, json::Document::parse(kNothing));
    const json::Value result = nothing.root();
    return RpcAnswer(std::move(nothing), result);
}

Result<std::vector<RpcAnswer>> ComparedRpc::batch(std::span<const RpcRequest> requests,
                                                  Call& call) {
    const bool any = std::ranges::any_of(
        requests, [](const RpcRequest& request) { return is_compared(request.method); });
    if (!any) return sources_.front().rpc->batch(requests, call);
    std::vector<RpcAnswer> answers;
    for (const RpcRequest& request : requests) {
        DEED_TRY(RpcAnswer answer, this->call(request, call));
        answers.push_back(std::move(answer));
    }
    return answers;
}

}  // namespace deed::registry::evm
