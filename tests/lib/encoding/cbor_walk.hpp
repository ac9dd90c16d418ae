#pragma once

#include <string>

#include "lib/encoding/cbor.hpp"
#include "lib/encoding/errors.hpp"

namespace deed::test {

inline bool is_other_type(const Error& error) {
    return error.code() == cbor::errors::kUnexpectedType;
}

/// Reads one item with everything in it, whatever its type, and writes it again.
inline Result<Bytes> rewrite_cbor(ByteView input) {
    cbor::Reader reader(input);
    cbor::Writer writer;
    for (std::uint64_t items_left = 1; items_left > 0; --items_left) {
        DEED_TRY(const bool was_null, reader.skip_null());
        if (was_null) {
            writer.null();
        } else if (auto boolean = reader.boolean()) {
            writer.boolean(*boolean);
        } else if (!is_other_type(boolean.error())) {
            return boolean.error();
        } else if (auto integer = reader.integer()) {
            writer.integer(*integer);
        } else if (!is_other_type(integer.error())) {
            return integer.error();
        } else if (auto uint = reader.uint()) {
            writer.uint(*uint);
        } else if (!is_other_type(uint.error())) {
            return uint.error();
        } else if (auto bytes = reader.bytes()) {
            writer.bytes(*bytes);
        } else if (!is_other_type(bytes.error())) {
            return bytes.error();
        } else if (auto text = reader.text()) {
            writer.text(*text);
        } else if (!is_other_type(text.error())) {
            return text.error();
        } else if (auto array = reader.array()) {
            writer.array(*array);
            items_left += *array;
        } else if (!is_other_type(array.error())) {
            return array.error();
        } else {
            DEED_TRY(const std::uint64_t pairs, reader.map());
            writer.map(pairs);
            items_left += 2 * pairs;
        }
    }
    DEED_CHECK(reader.finish());
    return std::move(writer).data();
}

}  // namespace deed::test
