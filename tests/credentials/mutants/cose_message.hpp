#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/encoding/bytes.hpp"

namespace deed::credentials::test {

/// CBOR items in deterministic encoding, for messages that are put together by hand.
Bytes number(std::int64_t value);
Bytes text(std::string_view value);
Bytes byte_string(ByteView value);
Bytes array(const std::vector<Bytes>& items);
Bytes tagged(std::uint64_t tag, ByteView item);
inline Bytes null() { return {0xf6}; }
inline Bytes boolean(bool value) { return {static_cast<std::uint8_t>(value ? 0xf5 : 0xf4)}; }
Bytes joined(ByteView first, ByteView second);

/// Pairs of a map, in the order in which they are written.
using Pairs = std::vector<std::pair<Bytes, Bytes>>;
Bytes map(const Pairs& pairs);

/// The item with a head that is a byte longer than it need be; of items with a head of one byte.
Bytes with_longer_head(ByteView item);
/// A byte string, text, array or map of fewer than 24 items, or a string of any length, that does
/// not say how long it is.
Bytes with_indefinite_length(ByteView item);

/// A tagged COSE_Sign1 message taken apart.
struct CoseMessage {
    Pairs protected_header;
    Pairs unprotected_header;
    Bytes payload;
    Bytes signature;

    static CoseMessage of(ByteView message);
    /// The four items of the array.
    std::vector<Bytes> items() const;
    Bytes join() const { return joined_of(items()); }
    static Bytes joined_of(const std::vector<Bytes>& items) { return tagged(18, array(items)); }
};

/// The place of a label in a header, which has it.
std::size_t place_of(const Pairs& header, std::int64_t label);

}  // namespace deed::credentials::test
