#pragma once

// Internal: what the codecs of the index's states share.

#include <algorithm>
#include <string>
#include <utility>

#include "lib/encoding/cbor.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/operation.hpp"

namespace deed::registry {

inline Error malformed_state(std::string message) {
    return Error(errors::kStateMalformed, std::move(message));
}

template <typename Array>
Result<void> fill_of_state(cbor::Reader& reader, Array& out) {
    DEED_TRY(const ByteView bytes, reader.bytes());
    if (bytes.size() != out.size()) return malformed_state("a hash or address has another size");
    std::ranges::copy(bytes, out.begin());
    return {};
}

inline void write_chain(cbor::Writer& writer, const ChainHead& chain) {
    writer.array(2).uint(chain.length).bytes(chain.last);
}

inline Result<ChainHead> read_chain(cbor::Reader& reader) {
    ChainHead chain;
    DEED_CHECK(reader.array_of(2));
    DEED_TRY(chain.length, reader.uint());
    DEED_CHECK(fill_of_state(reader, chain.last));
    return chain;
}

}  // namespace deed::registry
