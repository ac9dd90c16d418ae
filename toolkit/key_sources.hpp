#pragma once

#include "lib/crypto/key_source.hpp"
#include "lib/pkcs11/key_source.hpp"

namespace deed {

/// Every way that Deed has to keys outside of the key store, for Toolkit::open(). Nothing is loaded
/// or connected before a key is asked for. `pins` must outlive what is made.
DEED_API crypto::KeySources key_sources(pkcs11::PinSource& pins);

}  // namespace deed
