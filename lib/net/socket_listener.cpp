#include "lib/net/socket_listener.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "lib/io/errors.hpp"
#include "lib/io/system_error.hpp"
#include "lib/net/errors.hpp"

namespace deed::net {
namespace {

using std::filesystem::path;

Result<sockaddr_un> address_of(const path& socket) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string& name = socket.native();
    if (name.empty() || name.size() >= sizeof address.sun_path)
        return Error(errors::kBadSocket, "the path of a socket has 1 to 107 bytes", name);
    std::memcpy(address.sun_path, name.data(), name.size());
    return address;
}

/// Whether a socket stands there. Anything else that does is not touched.
Result<bool> find_socket(const path& socket) {
    struct stat status {};
    if (::lstat(socket.c_str(), &status) != 0) {
        if (errno == ENOENT) return false;
        return deed::detail::system_error("look at", socket, errno);
    }
    if (S_ISSOCK(status.st_mode)) return true;
    return Error(errors::kBadSocket, socket.string() + " is something else than a socket",
                 socket.string());
}

/// What a process that died left there goes. The lock is held, so that no living server is robbed.
Result<void> make_room(const path& socket) {
    DEED_TRY(const bool stale, find_socket(socket));
    if (stale && ::unlink(socket.c_str()) != 0)
        return deed::detail::system_error("remove", socket, errno);
    return {};
}

Result<FileLock> lock_beside(const path& socket) {
    auto lock = FileLock::acquire(socket.string() + ".lock");
    if (!lock && lock.error().code() == deed::errors::kFileLocked)
        return Error(errors::kSocketInUse, "another process serves on " + socket.string(),
                     socket.string());
    return lock;
}

Result<Peer> peer_of(int connection) {
    ucred credentials{};
    socklen_t size = sizeof credentials;
    if (::getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0)
        return Error(errors::kFailed, "the kernel does not say who connected");
    return Peer{credentials.uid, credentials.pid};
}

}  // namespace

Result<SocketListener> SocketListener::open(const path& socket, mode_t mode) {
    DEED_TRY(const sockaddr_un address, address_of(socket));
    const path folder = socket.has_parent_path() ? socket.parent_path() : path(".");
    DEED_CHECK(require_private_directory(folder));
    DEED_CHECK(find_socket(socket));
    DEED_TRY(FileLock lock, lock_beside(socket));
    DEED_CHECK(make_room(socket));
    Descriptor descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!descriptor.is_open())
        return deed::detail::system_error("make a socket for", socket, errno);
    if (::bind(descriptor.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return deed::detail::system_error(errors::kBadSocket, "bind to", socket, errno);
    SocketListener listener(socket, std::move(lock), std::move(descriptor));
    // Nobody can connect before listen(), whatever the umask made of the mode.
    if (::chmod(socket.c_str(), mode) != 0)
        return deed::detail::system_error("set the mode of", socket, errno);
    if (::listen(listener.descriptor_.get(), SOMAXCONN) != 0)
        return deed::detail::system_error("listen on", socket, errno);
    return listener;
}

SocketListener::~SocketListener() {
    if (!socket_.empty()) ::unlink(socket_.c_str());
}

Result<std::optional<SocketListener::Accepted>> SocketListener::accept(
    std::chrono::milliseconds patience) {
    pollfd waiting{descriptor_.get(), POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(patience.count())) <= 0)
        return std::optional<Accepted>();
    Descriptor connection(
        ::accept4(descriptor_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!connection.is_open()) {
        const bool gone = errno == EAGAIN || errno == ECONNABORTED || errno == EINTR;
        if (gone) return std::optional<Accepted>();
        return deed::detail::system_error("accept a connection on", socket_, errno);
    }
    DEED_TRY(const Peer peer, peer_of(connection.get()));
    return std::optional(Accepted{std::move(connection), peer});
}

}  // namespace deed::net
