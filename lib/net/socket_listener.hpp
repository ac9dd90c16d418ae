#pragma once

// Internal to lib/net: a Unix socket that is listened on.

#include <filesystem>
#include <optional>

#include "lib/io/file.hpp"
#include "lib/net/socket_server.hpp"

namespace deed::net {

/// Holds the socket's name, which is removed when the object dies, and a lock beside it.
class SocketListener {
public:
    /// As SocketServer::listen().
    static Result<SocketListener> open(const std::filesystem::path& socket, mode_t mode);

    SocketListener(SocketListener&& other) noexcept
        : socket_(std::exchange(other.socket_, {})),
          lock_(std::move(other.lock_)),
          descriptor_(std::move(other.descriptor_)) {}
    SocketListener(const SocketListener&) = delete;
    SocketListener& operator=(const SocketListener&) = delete;
    ~SocketListener();

    struct Accepted {
        Descriptor connection;  ///< does not block
        Peer peer;
    };
    /// The next connection, if one comes within `patience`. An error when the system gives none.
    Result<std::optional<Accepted>> accept(std::chrono::milliseconds patience);

private:
    SocketListener(std::filesystem::path socket, FileLock lock, Descriptor descriptor)
        : socket_(std::move(socket)), lock_(std::move(lock)), descriptor_(std::move(descriptor)) {}

    std::filesystem::path socket_;
    FileLock lock_;
    Descriptor descriptor_;
};

}  // namespace deed::net
