#pragma once

#include <cstddef>
#include <string>

#include "lib/encoding/bytes.hpp"
#include "lib/error/api.hpp"

namespace deed::crypto {

/// Unpredictable bytes from the operating system.
DEED_API Bytes random_bytes(std::size_t size);

/// A random UUID (RFC 9562 version 4) as "urn:uuid:…".
DEED_API std::string random_uuid_urn();

}  // namespace deed::crypto
