#pragma once

// Internal to lib/pkcs11: the types of PKCS#11 2.40, and what its return values mean to us.

#include <p11-kit/pkcs11.h>

#include <string>
#include <string_view>

#include "lib/error/error.hpp"

namespace deed::pkcs11 {

/// Whether a token that was pulled, and perhaps put back, explains the value: everything about
/// sessions must then be done again.
bool is_lost(CK_RV value);

/// The error of a call that was not meant to fail so. `doing` names the call: "C_Sign".
Error failure(CK_RV value, std::string_view doing);

/// A text field of PKCS#11: of fixed size, padded with blanks.
template <std::size_t kSize>
std::string_view trimmed(const unsigned char (&field)[kSize]) {
    std::string_view text(reinterpret_cast<const char*>(field), kSize);
    const std::size_t last = text.find_last_not_of(std::string_view(" \0", 2));
    return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

}  // namespace deed::pkcs11
