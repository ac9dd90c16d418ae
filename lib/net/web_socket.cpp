#include "lib/net/web_socket.hpp"

#include <signal.h>

#include <algorithm>
#include <utility>  // before Asio, which forgets it
// clang-format off
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
// clang-format on
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>

#include "lib/crypto/bearer_access.hpp"
#include "lib/net/errors.hpp"
#include "lib/net/tunnel_stream.hpp"

namespace deed::net {
namespace {

namespace websocket = boost::beast::websocket;
using Executor = asio::io_context::executor_type;

constexpr std::size_t kMaxTokenBytes = 8192;
constexpr std::size_t kWriteBuffer = std::size_t{64} << 10;
constexpr std::size_t kMaxUnsent = 1024;
constexpr std::chrono::milliseconds kLookUp{50};  ///< how soon an interrupt is noticed
constexpr std::chrono::milliseconds kFarewell{500};

Error error_of(const error_code& outcome, const std::string& where) {
    const std::string said = outcome.message();
    const ErrorCode* code = &errors::kFailed;
    if (outcome == websocket::error::closed || outcome == asio::error::eof ||
        outcome == asio::error::connection_reset || outcome == asio::error::broken_pipe) {
        code = &errors::kClosed;
    } else if (outcome == beast::error::timeout) {
        code = &errors::kTimeout;
    } else if (outcome == websocket::error::message_too_big ||
               outcome == websocket::error::buffer_overflow) {
        code = &errors::kTooLarge;
    } else if (outcome.category() == make_error_code(websocket::error::closed).category() ||
               outcome.category() == make_error_code(beast::http::error::bad_method).category()) {
        code = &errors::kWebSocketBroken;
    }
    return {*code, "the connection of messages ended: " + said, where};
}

/// One connection, with a thread of its own that reads and writes. All of Beast's calls are made by
/// that thread, or before it begins.
class BeastSocket final : public WebSocket {
public:
    BeastSocket(const Url& url, const WebSocketOptions& options, std::unique_ptr<CurlTunnel> tunnel)
        : where_(url.origin()),
          max_waiting_(std::max<std::size_t>(options.max_waiting, 1)),
          max_waiting_bytes_(std::max<std::size_t>(options.max_waiting_bytes, 1)),
          stream_(context_, std::move(tunnel), options.bearer_token) {
        websocket::stream_base::timeout times{};
        times.handshake_timeout = options.connection.total_timeout;
        times.idle_timeout = options.silence;
        times.keep_alive_pings = true;
        stream_.set_option(times);
        stream_.read_message_max(std::max<std::size_t>(options.max_message_bytes, 1));
        stream_.write_buffer_bytes(kWriteBuffer);
        stream_.auto_fragment(false);
        stream_.text(true);
    }
    ~BeastSocket() override;

    /// Gives the status of HTTP.
    Result<int> shake_hands(const Url& url, const WebSocketOptions& options, Call& call);
    Result<void> begin();

    Result<void> send(std::string_view text, Call& call) override;
    Result<std::string> receive(Call& call) override;

private:
    struct Message {
        std::string text;
        bool is_sent = false;
    };

    bool has_room() const {
        return received_.size() < max_waiting_ && received_bytes_ < max_waiting_bytes_;
    }
    void run();
    void read_next();
    void write_next();
    void fail(Error error);
    template <typename Done>
    Result<void> wait(std::unique_lock<std::mutex>& lock, Call& call, Done done);

    const std::string where_;
    const std::size_t max_waiting_;
    const std::size_t max_waiting_bytes_;
    asio::io_context context_{1};
    asio::executor_work_guard<Executor> work_{context_.get_executor()};
    websocket::stream<TunnelStream> stream_;
    beast::flat_buffer incoming_;
    std::thread thread_;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<Error> broken_;
    std::deque<std::string> received_;
    std::size_t received_bytes_ = 0;
    std::deque<std::shared_ptr<Message>> unsent_;
    bool is_reading_ = false;
    bool is_writing_ = false;
};

Result<int> BeastSocket::shake_hands(const Url& url, const WebSocketOptions& options, Call& call) {
    if (options.bearer_token != nullptr)
        stream_.set_option(websocket::stream_base::decorator([](websocket::request_type& request) {
            request.set(beast::http::field::authorization, "Bearer " + std::string(kTokenPlace));
        }));
    const std::string_view origin = url.origin();
    const std::string host(origin.substr(origin.find("://") + 3));
    const std::string target =
        (url.path().empty() ? "/" : url.path()) + (url.query() ? "?" + *url.query() : "");
    websocket::response_type response;
    std::optional<error_code> outcome;
    stream_.async_handshake(response, host, target, [&](error_code ended) { outcome = ended; });
    while (!outcome) {
        context_.run_one_for(kLookUp);
        if (outcome || call.check()) continue;
        stream_.next_layer().close();
        while (!outcome) context_.run_one();
        return call.check().error();
    }
    stream_.set_option(websocket::stream_base::decorator([](websocket::request_type&) {}));
    if (*outcome == websocket::error::upgrade_declined)
        return static_cast<int>(response.result_int());
    if (*outcome) return error_of(*outcome, where_);
    return 101;
}

Result<void> BeastSocket::begin() {
    is_reading_ = true;
    asio::post(context_, [this] { read_next(); });
    // Signals are for the threads of the program.
    sigset_t all, before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    Result<void> begun;
    try {
        thread_ = std::thread([this] { run(); });
    } catch (const std::system_error& fault) {
        begun = Error(errors::kNoThreads, fault.what(), where_);
    }
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return begun;
}

void BeastSocket::run() {
    try {
        context_.run();
    } catch (const std::exception& fault) {  // for want of memory
        fail(Error(errors::kFailed, fault.what(), where_));
    }
}

BeastSocket::~BeastSocket() {
    if (!thread_.joinable()) return;
    asio::steady_timer late(context_, kFarewell);
    asio::post(context_, [&] {
        late.async_wait([this](error_code) { context_.stop(); });
        const bool is_open = stream_.is_open();
        if (!is_open) return context_.stop();
        stream_.async_close(websocket::close_code::normal, [this](error_code) { context_.stop(); });
    });
    thread_.join();
}

void BeastSocket::fail(Error error) {
    const std::lock_guard lock(mutex_);
    if (!broken_) broken_ = std::move(error);
    is_reading_ = false;
    changed_.notify_all();
}

void BeastSocket::read_next() {
    stream_.async_read(incoming_, [this](error_code outcome, std::size_t) {
        if (outcome) return fail(error_of(outcome, where_));
        if (!stream_.got_text())
            return fail(Error(errors::kWebSocketBroken, "a message is not of text", where_));
        const auto data = incoming_.cdata();
        std::string text(static_cast<const char*>(data.data()), data.size());
        incoming_.clear();
        {
            const std::lock_guard lock(mutex_);
            received_bytes_ += text.size();
            received_.push_back(std::move(text));
            is_reading_ = has_room();
            changed_.notify_all();
            if (!is_reading_) return;
        }
        read_next();
    });
}

void BeastSocket::write_next() {
    std::shared_ptr<Message> next;
    {
        const std::lock_guard lock(mutex_);
        if (is_writing_ || unsent_.empty() || broken_) return;
        is_writing_ = true;
        next = std::move(unsent_.front());
        unsent_.pop_front();
    }
    stream_.async_write(asio::buffer(next->text), [this, next](error_code outcome, std::size_t) {
        if (outcome) return fail(error_of(outcome, where_));
        {
            const std::lock_guard lock(mutex_);
            is_writing_ = false;
            next->is_sent = true;
            changed_.notify_all();
        }
        write_next();
    });
}

template <typename Done>
Result<void> BeastSocket::wait(std::unique_lock<std::mutex>& lock, Call& call, Done done) {
    while (!done()) {
        if (broken_) return *broken_;
        DEED_CHECK(call.check());
        auto until = std::chrono::steady_clock::now() + kLookUp;
        if (call.deadline()) until = std::min(until, *call.deadline());
        changed_.wait_until(lock, until);
    }
    return {};
}

Result<void> BeastSocket::send(std::string_view text, Call& call) {
    const auto message = std::make_shared<Message>(Message{std::string(text)});
    std::unique_lock lock(mutex_);
    if (broken_) return *broken_;
    if (unsent_.size() >= kMaxUnsent)
        return Error(errors::kBusy, "messages wait to be sent", where_);
    unsent_.push_back(message);
    asio::post(context_, [this] { write_next(); });
    return wait(lock, call, [&] { return message->is_sent; });
}

Result<std::string> BeastSocket::receive(Call& call) {
    std::unique_lock lock(mutex_);
    // What came before the end is not lost.
    DEED_CHECK(wait(lock, call, [&] { return !received_.empty(); }));
    std::string text = std::move(received_.front());
    received_.pop_front();
    received_bytes_ -= text.size();
    if (!is_reading_ && !broken_ && has_room()) {
        is_reading_ = true;
        asio::post(context_, [this] { read_next(); });
    }
    return text;
}

Result<void> check_token(const crypto::SecretBytes* token) {
    if (token == nullptr) return {};
    const auto secret = token->reveal(crypto::SecretAccessForBearer::get());
    const bool is_text =
        std::ranges::all_of(secret, [](std::uint8_t byte) { return byte >= 0x20 && byte <= 0x7e; });
    if (is_text && !secret.empty() && secret.size() <= kMaxTokenBytes) return {};
    return Error(errors::kBadRequest, "the token is empty, too long, or no text of a header");
}

}  // namespace

Result<WebSocketOpening> open_web_socket(const Url& url, const WebSocketOptions& options,
                                         Call& call) {
    const bool is_ws = url.scheme() == Url::Scheme::ws;
    if (!is_ws && url.scheme() != Url::Scheme::wss)
        return Error(errors::kBadUrl, url.to_string() + " is not of a WebSocket");
    HttpClientOptions connection = options.connection;
    connection.proxy_from_environment = false;
    if (is_ws && !connection.allow_http && !connection.unix_socket)
        return Error(errors::kNotHttps, std::string(url.origin()) + " is not encrypted");
    DEED_CHECK(check_token(options.bearer_token));
    DEED_TRY(auto tunnel, CurlTunnel::open(url.as_http(), connection, call));
    auto socket = std::make_unique<BeastSocket>(url, options, std::move(tunnel));
    WebSocketOpening opening;
    DEED_TRY(opening.status, socket->shake_hands(url, options, call));
    if (opening.status != 101) return opening;
    DEED_CHECK(socket->begin());
    opening.socket = std::move(socket);
    return opening;
}

}  // namespace deed::net
