#pragma once

#include <sys/socket.h>

namespace deed::net {

/// Whether an address is one of the public Internet: neither unspecified, loopback, private, shared
/// (RFC 6598), link-local, multicast nor reserved (IANA's special-purpose registries, RFC 6890),
/// and not an IPv6 form that carries such an IPv4 address (mapped, NAT64, 6to4).
bool is_public_address(const sockaddr& address, socklen_t size);

}  // namespace deed::net
