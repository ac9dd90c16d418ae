#pragma once

// The room's own: Boost.Asio, included in few translation units, for it is dear to compile.

#include <utility>  // before Asio, which needs it and does not say so

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

namespace deed::service {

namespace asio = boost::asio;
using SystemError = boost::system::error_code;

/// Each socket belongs to the context of one thread, so nothing about it needs a lock.
using TcpStream = asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>;
using TlsStream = asio::ssl::stream<TcpStream>;

}  // namespace deed::service
