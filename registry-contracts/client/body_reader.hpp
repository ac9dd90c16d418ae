#pragma once

#include <string>
#include <utility>

#include "lib/encoding/cbor.hpp"
#include "registry-contracts/client/errors.hpp"

namespace deed::registry {

/// What `read` makes of the whole body of an operation, in our words: broken CBOR is
/// `operation.malformed`.
template <typename Read>
auto read_body(ByteView body, Read read) -> decltype(read(std::declval<cbor::Reader&>())) {
    const auto malformed = [](std::string message) {
        return Error(errors::kOperationMalformed, std::move(message));
    };
    cbor::Reader reader(body);
    auto result = read(reader);
    if (result) {
        if (const auto end = reader.finish(); !end) return malformed(end.error().message());
        return result;
    }
    if (!result.error().code().name.starts_with("cbor.")) return result;
    return malformed("the body: " + result.error().message());
}

}  // namespace deed::registry
