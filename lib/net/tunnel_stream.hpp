#pragma once

// Internal to lib/net, and to its one file that speaks Beast.

#include <sys/socket.h>
#include <unistd.h>

#include <utility>  // before Asio, which forgets it
// clang-format off
#include <boost/asio/compose.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/role.hpp>
// clang-format on
#include <memory>

#include "lib/crypto/bearer_access.hpp"
#include "lib/net/curl_tunnel.hpp"

namespace deed::net {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;

/// Stands in the handshake in the token's stead: Beast does not wipe what it copies.
inline constexpr std::string_view kTokenPlace = "deed-token-goes-here";

/// What Beast reads from and writes to: libcurl's connection, waited for by Asio.
class TunnelStream {
public:
    using executor_type = asio::io_context::executor_type;

    TunnelStream(asio::io_context& context, std::unique_ptr<CurlTunnel> tunnel,
                 const crypto::SecretBytes* token)
        : tunnel_(std::move(tunnel)),
          readiness_(context, ::dup(tunnel_->socket())),  // libcurl closes its own
          token_(token) {}

    executor_type get_executor() { return readiness_.get_executor(); }

    template <typename Buffers, typename Handler>
    auto async_read_some(const Buffers& buffers, Handler&& handler) {
        std::span<std::uint8_t> into;
        for (auto at = asio::buffer_sequence_begin(buffers);
             into.empty() && at != asio::buffer_sequence_end(buffers); ++at) {
            const asio::mutable_buffer one(*at);
            into = {static_cast<std::uint8_t*>(one.data()), one.size()};
        }
        return asio::async_compose<Handler, void(error_code, std::size_t)>(Reading{*this, into},
                                                                           handler, readiness_);
    }

    template <typename Buffers, typename Handler>
    auto async_write_some(const Buffers& buffers, Handler&& handler) {
        Bytes bytes;
        for (auto at = asio::buffer_sequence_begin(buffers);
             at != asio::buffer_sequence_end(buffers); ++at) {
            const asio::const_buffer one(*at);
            append(bytes, {static_cast<const std::uint8_t*>(one.data()), one.size()});
        }
        const std::size_t size = bytes.size();
        put_token(bytes);
        return asio::async_compose<Handler, void(error_code, std::size_t)>(
            Writing{*this, std::move(bytes), size}, handler, readiness_);
    }

    /// All that is under way ends.
    void close() {
        ::shutdown(tunnel_->socket(), SHUT_RDWR);
        error_code ignored;
        readiness_.close(ignored);
    }

    friend void beast_close_socket(TunnelStream& stream) { stream.close(); }
    friend void teardown(beast::role_type, TunnelStream&, error_code& outcome) { outcome = {}; }
    template <typename Handler>
    friend void async_teardown(beast::role_type, TunnelStream& stream, Handler&& handler) {
        asio::post(stream.get_executor(),
                   beast::bind_front_handler(std::forward<Handler>(handler), error_code()));
    }

private:
    /// Nothing is completed before the call that began it has returned, as Asio wants it.
    struct Reading {
        TunnelStream& stream;
        std::span<std::uint8_t> into;
        bool is_begun = false;

        template <typename Self>
        void operator()(Self& self, error_code outcome = {}) {
            if (!std::exchange(is_begun, true))
                return asio::post(stream.get_executor(), std::move(self));
            if (outcome) return self.complete(outcome, 0);
            if (into.empty()) return self.complete({}, 0);
            const auto [moved, size] = stream.tunnel_->read(into);
            switch (moved) {
                case CurlTunnel::Moved::some:
                    return self.complete({}, size);
                case CurlTunnel::Moved::none_yet:
                    return stream.readiness_.async_wait(asio::posix::descriptor_base::wait_read,
                                                        std::move(self));
                case CurlTunnel::Moved::ended:
                    return self.complete(asio::error::eof, 0);
                case CurlTunnel::Moved::failed:
                    return self.complete(asio::error::connection_reset, 0);
            }
        }
    };

    struct Writing {
        TunnelStream& stream;
        Bytes bytes;
        std::size_t size;  ///< of what was to be written
        std::size_t written = 0;
        bool is_begun = false;

        template <typename Self>
        void operator()(Self& self, error_code outcome = {}) {
            if (!std::exchange(is_begun, true))
                return asio::post(stream.get_executor(), std::move(self));
            while (!outcome && written < bytes.size()) {
                const auto step = stream.tunnel_->write(ByteView(bytes).subspan(written));
                if (step.moved == CurlTunnel::Moved::none_yet)
                    return stream.readiness_.async_wait(asio::posix::descriptor_base::wait_write,
                                                        std::move(self));
                if (step.moved != CurlTunnel::Moved::some) outcome = asio::error::connection_reset;
                written += step.size;
            }
            crypto::wipe(bytes);
            self.complete(outcome, outcome ? 0 : size);
        }
    };

    /// In the handshake, which is the first that is written.
    void put_token(Bytes& bytes) {
        if (token_ == nullptr) return;
        const std::size_t place = as_text(bytes).find(kTokenPlace);
        if (place == std::string_view::npos) return;
        const auto secret = token_->reveal(crypto::SecretAccessForBearer::get());
        Bytes whole;
        whole.reserve(bytes.size() + secret.size());
        append(whole, ByteView(bytes).first(place));
        append(whole, secret);
        append(whole, ByteView(bytes).subspan(place + kTokenPlace.size()));
        bytes = std::move(whole);
        token_ = nullptr;
    }

    std::unique_ptr<CurlTunnel> tunnel_;
    asio::posix::basic_stream_descriptor<executor_type> readiness_;
    const crypto::SecretBytes* token_;
};

}  // namespace deed::net
