#pragma once

#include <string>
#include <string_view>

#include "lib/error/result.hpp"

namespace deed::did {

/// An account on a chain (CAIP-10): namespace:reference:address, the first two naming the chain
/// (CAIP-2). Which references and addresses a namespace has is not looked into.
struct CaipAccount {
    std::string name_space;  ///< 3 to 8 of a-z, 0-9 and -
    std::string reference;   ///< 1 to 32 of letters, digits, - and _
    std::string address;     ///< 1 to 128 of letters, digits, -, . and %

    /// "namespace:reference"
    std::string chain() const { return name_space + ":" + reference; }
    std::string to_string() const { return chain() + ":" + address; }
    friend bool operator==(const CaipAccount&, const CaipAccount&) = default;
};

/// `did.malformed` for whatever to_string() would not write.
DEED_API Result<CaipAccount> parse_caip10(std::string_view text);

}  // namespace deed::did
