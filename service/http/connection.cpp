#include "service/http/connection.hpp"

#include <array>
#include <new>
#include <optional>

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include "lib/net/errors.hpp"
#include "service/http/body_reader.hpp"
#include "service/http/errors.hpp"
#include "service/http/tls.hpp"

namespace deed::service {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kLinger{2};
constexpr std::size_t kReadSize = 8192;

/// What `work` answers, or a refusal for what it throws.
template <typename Work>
auto guarded(RequestHandler& handler, const Work& work) -> decltype(work()) {
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return handler.refuse(Error(errors::kBusy, "the system gave no more memory"));
    } catch (const std::exception& fault) {
        return handler.refuse(Error(deed::errors::kInternal, fault.what()));
    }
}

/// The answer, whatever happens on the way.
Reply answer(RequestHandler& handler, const Request& request, Call& call) {
    return guarded(handler, [&] {
        if (const auto in_time = call.check(); !in_time) return handler.refuse(in_time.error());
        return handler.handle(request, call);
    });
}

template <typename Stream>
class HttpConnection final : public Connection,
                             public std::enable_shared_from_this<HttpConnection<Stream>> {
public:
    static constexpr bool kIsTls = std::is_same_v<Stream, TlsStream>;

    HttpConnection(Stream stream, ServerState& state, Connections& all)
        : stream_(std::move(stream)), state_(state), all_(all) {
        all_.insert(this);
        state_.connections.fetch_add(1);
        SystemError ignored;
        const auto end = socket().remote_endpoint(ignored);
        if (!ignored) request_.peer = end.address().to_string(ignored);
        socket().set_option(asio::ip::tcp::no_delay(true), ignored);
    }

    ~HttpConnection() override {
        charge(0);
        state_.connections.fetch_sub(1);
        all_.erase(this);
    }

    HttpConnection(const HttpConnection&) = delete;
    HttpConnection& operator=(const HttpConnection&) = delete;

    void start() {
        if constexpr (kIsTls) {
            enter(Phase::handshake, state_.options.head_timeout);
            stream_.async_handshake(
                asio::ssl::stream_base::server, [self = self()](SystemError fault) {
                    if (fault) return self->close();
                    self->request_.has_client_certificate = shows_certificate(self->stream_);
                    self->await_request();
                });
        } else {
            await_request();
        }
    }

    void turn_away() {
        whole_at_ = Clock::now();
        send(state_.handler->refuse(Error(errors::kBusy, "there are too many connections")), false);
    }

    void look_at_clock(SteadyTime now) override {
        if (now < deadline_ || phase_ == Phase::working) return;
        const bool may_be_told = phase_ == Phase::head || phase_ == Phase::body;
        if (!may_be_told || is_late_) return close();
        is_late_ = true;  // the pending read ends, and says so
        SystemError ignored;
        socket().cancel(ignored);
    }

    void wind_down() override {
        if (phase_ == Phase::idle && received_.empty()) close();
    }

    void drop() override { close(); }

private:
    enum class Phase : unsigned char { handshake, idle, head, body, working, writing, lingering };

    TcpStream& socket() {
        if constexpr (kIsTls)
            return stream_.next_layer();
        else
            return stream_;
    }

    std::shared_ptr<HttpConnection> self() { return this->shared_from_this(); }

    void enter(Phase phase, std::chrono::milliseconds patience) {
        phase_ = phase;
        deadline_ = Clock::now() + patience;
    }

    void close() {
        SystemError ignored;
        socket().close(ignored);
    }

    /// Tells the common account how much of this request is in memory. False when it is overdrawn.
    bool charge(std::size_t bytes) {
        const std::size_t all = state_.buffered.fetch_add(bytes - charged_) + bytes - charged_;
        charged_ = bytes;
        return bytes == 0 || all <= state_.options.max_buffered;
    }

    void await_request() {
        reader_.reset();
        request_.body.clear();
        enter(Phase::idle, state_.options.idle_timeout);
        if (!received_.empty()) return advance();
        if (state_.stopping.load()) return finish();
        read();
    }

    void read() {
        stream_.async_read_some(
            asio::buffer(buffer_),
            [self = self()](SystemError fault, std::size_t size) { self->on_read(fault, size); });
    }

    void on_read(SystemError fault, std::size_t size) {
        if (is_late_) return refuse(Error(errors::kSlow, "the request did not come in time"));
        if (fault) {
            if (!received_.empty() || reader_)
                return refuse(Error(errors::kRequestCut, "the request ends within"));
            return finish();
        }
        received_.append(buffer_.data(), size);
        advance();
    }

    /// Goes on with what has come.
    void advance() {
        if (!reader_ && !read_head()) return;
        read_body();
    }

    /// True once the head is there and admitted; else the next step is on its way.
    bool read_head() {
        if (phase_ == Phase::idle) enter(Phase::head, state_.options.head_timeout);
        auto parsed = net::parse_request_head(received_, net::RequestForms::all);
        if (!parsed) return refuse(parsed.error()), false;
        if (!*parsed) return read(), false;
        request_.head = std::move((*parsed)->head);
        received_.erase(0, (*parsed)->size);
        reader_.emplace(request_.head, state_.options.max_body);
        whole_at_ = Clock::now();
        if (auto reply = state_.handler->admit(request_))
            return send(std::move(*reply), false), false;
        enter(Phase::body, state_.options.body_timeout);
        const bool is_awaited = request_.head.expects_continue && received_.empty() &&
                                request_.head.content_length <= state_.options.max_body;
        return !is_awaited || (encourage(), false);
    }

    void encourage() {
        static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
        asio::async_write(stream_, asio::buffer(kContinue),
                          [self = self()](SystemError fault, std::size_t) {
                              if (fault) return self->close();
                              self->read_body();
                          });
    }

    void read_body() {
        const auto is_whole = reader_->feed(received_);
        if (!is_whole) return refuse(is_whole.error());
        if (!charge(reader_->size() + received_.size()))
            return refuse(Error(errors::kBusy, "requests hold as much memory as they may"));
        if (!*is_whole) return read();
        request_.body = reader_->take();
        hand_over();
    }

    void hand_over() {
        whole_at_ = Clock::now();
        RequestHandler& handler = *state_.handler;
        if (auto reply = guarded(handler, [&] { return handler.at_once(request_); }))
            return send(std::move(*reply), request_.head.keep_alive);
        phase_ = Phase::working;
        const auto deadline = whole_at_ + state_.options.work_timeout;
        const bool is_taken = state_.pool.submit([self = self(), deadline]() mutable {
            Call call(nullptr, &self->state_.cancelled, deadline);
            HttpConnection* connection = self.get();
            asio::post(
                connection->socket().get_executor(),
                [self = std::move(self), reply = answer(*connection->state_.handler,
                                                        connection->request_, call)]() mutable {
                    self->send(std::move(reply), self->request_.head.keep_alive);
                });
        });
        if (!is_taken)
            send(state_.handler->refuse(Error(errors::kBusy, "all workers are at work")),
                 request_.head.keep_alive);
    }

    /// Refuses what cannot be read: where the next request would begin is not known.
    void refuse(const Error& error) {
        if (!reader_) {
            request_.head = {};
            whole_at_ = Clock::now();
        }
        send(state_.handler->refuse(error), false);
    }

    void send(Reply reply, bool keep) {
        enter(Phase::writing, state_.options.write_timeout);
        keeps_ = keep && !state_.stopping.load();
        reply_ = std::move(reply);
        wire_ = to_wire(reply_, keeps_, request_.head.method != "HEAD");
        asio::async_write(
            stream_, asio::buffer(wire_),
            [self = self()](SystemError fault, std::size_t) { self->on_sent(fault); });
    }

    void on_sent(SystemError fault) {
        state_.handler->done({.method = request_.head.method,
                              .peer = request_.peer,
                              .reply = reply_,
                              .took = Clock::now() - whole_at_,
                              .request_bytes = request_.body.size(),
                              .delivered = !fault});
        charge(0);
        if (fault) return close();
        wire_.clear();
        if (!keeps_) return finish();
        // What a large answer needed is not kept for a silent connection.
        if (wire_.capacity() > kReadSize) wire_.shrink_to_fit();
        await_request();
    }

    /// Ends our side, and lets the other end read what it was told before its unread bytes make the
    /// system reset the connection.
    void finish() {
        enter(Phase::lingering, kLinger);
        received_.clear();
        if constexpr (kIsTls) {
            stream_.async_shutdown([self = self()](SystemError) { self->close(); });
        } else {
            SystemError fault;
            stream_.shutdown(asio::ip::tcp::socket::shutdown_send, fault);
            if (fault) return close();
            drain();
        }
    }

    void drain() {
        stream_.async_read_some(asio::buffer(buffer_),
                                [self = self()](SystemError fault, std::size_t) {
                                    if (fault) return self->close();
                                    self->drain();
                                });
    }

    Stream stream_;
    ServerState& state_;
    Connections& all_;
    Phase phase_ = Phase::idle;
    SteadyTime deadline_ = SteadyTime::max();
    SteadyTime whole_at_{};
    bool is_late_ = false;
    bool keeps_ = true;
    std::size_t charged_ = 0;
    std::array<char, kReadSize> buffer_{};
    std::string received_;  ///< and not yet used
    Request request_;
    std::optional<BodyReader> reader_;  ///< once there is a head
    Reply reply_;
    std::string wire_;
};

}  // namespace

void serve_plain(TcpStream stream, ServerState& state, Connections& all) {
    std::make_shared<HttpConnection<TcpStream>>(std::move(stream), state, all)->start();
}

void serve_tls(TcpStream stream, asio::ssl::context& tls, ServerState& state, Connections& all) {
    std::make_shared<HttpConnection<TlsStream>>(TlsStream(std::move(stream), tls), state, all)
        ->start();
}

void turn_away(TcpStream stream, ServerState& state, Connections& all) {
    std::make_shared<HttpConnection<TcpStream>>(std::move(stream), state, all)->turn_away();
}

}  // namespace deed::service
