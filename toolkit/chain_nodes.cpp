#include "toolkit/chain_nodes.hpp"

#include <algorithm>

#include "lib/io/file.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "toolkit/chain_errors.hpp"

namespace deed {
namespace {

using net::Url;
using registry::evm::ComparedRpc;
using registry::evm::Node;
using registry::evm::RpcClient;

bool is_socket(const Url& node) {
    return node.scheme() == Url::Scheme::ws || node.scheme() == Url::Scheme::wss;
}

bool is_plain(const Url& node) {
    return node.scheme() == Url::Scheme::http || node.scheme() == Url::Scheme::ws;
}

net::HttpClientOptions options_of(const ChainConfig& config) {
    net::HttpClientOptions options;
    options.total_timeout = config.node_timeout;
    options.connect_timeout =
        std::min<std::chrono::milliseconds>(options.connect_timeout, config.node_timeout);
    options.allow_http = true;  // which nodes may be asked so, check() says
    options.addresses = net::Addresses::any;
    options.ca_file = config.ca_file;
    return options;
}

Result<crypto::SecretBytes> read_token(const std::filesystem::path& file) {
    constexpr std::size_t kMaxToken = 4096;
    DEED_TRY(Bytes bytes, read_private_file(file, kMaxToken));
    const auto end = std::ranges::find(bytes, std::uint8_t{'\n'});
    auto token = crypto::SecretBytes::copy_of(
        ByteView(bytes).first(static_cast<std::size_t>(end - bytes.begin())));
    crypto::wipe(bytes);
    return token;
}

Error other_chain(const std::string& origin, std::uint64_t told, std::uint64_t meant) {
    return {registry::evm::errors::kWrongChain,
            "the node is of chain " + std::to_string(told) + " and not of " + std::to_string(meant),
            origin};
}

}  // namespace

bool is_on_this_machine(const Url& node) {
    return node.host() == "localhost" || node.host() == "::1" ||
           (node.host_is_address() && node.host().starts_with("127."));
}

Result<void> ChainNodes::check() const {
    if (config_.nodes.empty())
        return Error(errors::kChainNoNode, "chain." + config_.alias + ".nodes is not set");
    for (const Url& node : config_.nodes)
        if (is_plain(node) && !config_.plain_http && !is_on_this_machine(node))
            return Error(errors::kChainPlainHttp, std::string(node.origin()));
    for (auto node = config_.nodes.begin(); config_.agree > 1 && node != config_.nodes.end();
         ++node)
        if (std::find(config_.nodes.begin(), node, *node) != node)
            return Error(errors::kChainBadSetting,
                         "chain." + config_.alias + ".nodes names a node twice");
    if (config_.agree >= 1 && config_.agree <= config_.nodes.size()) return {};
    return Error(errors::kChainBadSetting, "chain." + config_.alias + ".agree is " +
                                               std::to_string(config_.agree) + ", and there are " +
                                               std::to_string(config_.nodes.size()) + " nodes");
}

ChainNodes::Way ChainNodes::way_to(const Url& url) const {
    registry::evm::RpcOptions options;
    if (token_) options.bearer_token = &*token_;
    if (!is_socket(url))
        return {std::string(url.origin()), std::make_unique<RpcClient>(*http_, url, options)};
    net::WebSocketOptions socket;
    socket.connection = options_of(config_);
    return {std::string(url.origin()),
            std::make_unique<RpcClient>(std::move(socket), url, options)};
}

Result<std::uint64_t> ChainNodes::connect(Call& call) {
    DEED_CHECK(check());
    if (config_.token_file) {
        DEED_TRY(token_, read_token(*config_.token_file));
    }
    DEED_TRY(http_, net::make_http_client(options_of(config_)));
    return config_.agree == 1 ? connect_to_first(call) : connect_to_all(call);
}

Result<std::uint64_t> ChainNodes::connect_to_first(Call& call) {
    for (const Url& url : config_.nodes) {
        ways_.clear();
        ways_.push_back(way_to(url));
        node_ = std::make_unique<Node>(*ways_.front().rpc);
        origin_ = ways_.front().origin;
        const auto chain_id = node_->chain_id(call);
        const bool is_last = &url == &config_.nodes.back();
        if (!chain_id && !is_last && chain_id.error().kind() == ErrorKind::unavailable) continue;
        if (chain_id && config_.chain_id && *config_.chain_id != *chain_id)
            return other_chain(origin_, *chain_id, *config_.chain_id);
        return chain_id;
    }
    return Error(errors::kChainNoNode, "chain." + config_.alias + ".nodes is not set");
}

/// Nodes that do not answer now stay behind the others, and may answer later.
Result<std::uint64_t> ChainNodes::connect_to_all(Call& call) {
    std::optional<std::uint64_t> meant = config_.chain_id;
    std::vector<Way> silent;
    std::optional<Error> last;
    for (const Url& url : config_.nodes) {
        DEED_CHECK(call.check());
        Way way = way_to(url);
        const auto chain_id = Node(*way.rpc).chain_id(call);
        if (chain_id && meant.value_or(*chain_id) != *chain_id)
            return other_chain(way.origin, *chain_id, *meant);
        if (chain_id) meant = *chain_id;
        if (!chain_id) last = chain_id.error();
        (chain_id ? ways_ : silent).push_back(std::move(way));
    }
    if (ways_.size() < config_.agree)
        return Error(registry::evm::errors::kTooFewNodes,
                     std::to_string(ways_.size()) + " of the " + std::to_string(config_.agree) +
                         " nodes that must agree answered: " + last->message(),
                     last->where());
    std::ranges::move(silent, std::back_inserter(ways_));
    std::vector<ComparedRpc::Source> sources;
    for (const Way& way : ways_) {
        sources.push_back({way.rpc.get(), way.origin});
        origin_ += (origin_.empty() ? "" : ", ") + way.origin;
    }
    compared_ = std::make_unique<ComparedRpc>(std::move(sources), config_.agree);
    node_ = std::make_unique<Node>(*compared_);
    return *meant;
}

}  // namespace deed
