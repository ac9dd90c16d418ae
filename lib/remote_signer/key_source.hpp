#pragma once

#include <memory>

#include "lib/crypto/key_source.hpp"

namespace deed::remote {

/// Keys of signing services, by "remote:…" references (reference.hpp). Nothing is loaded or
/// connected before a key is asked for.
DEED_API std::unique_ptr<crypto::KeySource> key_source();

}  // namespace deed::remote
