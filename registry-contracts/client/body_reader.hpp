#pragma once

#include <algorithm>
#include <string>
#include <utility>

#include "lib/encoding/cbor.hpp"
#include "registry-contracts/client/errors.hpp"

namespace deed::registry {

inline Error malformed_operation(std::string message) {
    return Error(errors::kOperationMalformed, std::move(message));
}

template <typename Array>
Result<void> fill_of_body(cbor::Reader& reader, Array& out) {
    DEED_TRY(const ByteView bytes, reader.bytes());
    if (bytes.size() != out.size())
        return malformed_operation("a hash or address has another size");
    std::ranges::copy(bytes, out.begin());
    return {};
}

/// That a body could be read, and nothing of what it says.
template <typename T>
Result<void> only_form(Result<T> body) {
    if (!body) return std::move(body).error();
    return {};
}

/// What `read` makes of the whole body of an operation, in our words: broken CBOR is
/// `operation.malformed`.
template <typename Read>
auto read_body(ByteView body, Read read) -> decltype(read(std::declval<cbor::Reader&>())) {
    cbor::Reader reader(body);
    auto result = read(reader);
    if (result) {
        if (const auto end = reader.finish(); !end)
            return malformed_operation(end.error().message());
        return result;
    }
    if (!result.error().code().name.starts_with("cbor.")) return result;
    return malformed_operation("the body: " + result.error().message());
}

}  // namespace deed::registry
