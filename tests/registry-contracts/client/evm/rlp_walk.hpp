#pragma once

#include "registry-contracts/client/evm/wire/rlp.hpp"

namespace deed::test {

inline Result<void> rewrite_rlp_item(registry::evm::RlpReader& reader,
                                     registry::evm::RlpWriter& writer) {
    if (!reader.at_list()) {
        DEED_TRY(const ByteView bytes, reader.string());
        writer.string(bytes);
        return {};
    }
    DEED_TRY(auto inside, reader.list());
    writer.begin_list();
    while (!inside.at_end()) DEED_CHECK(rewrite_rlp_item(inside, writer));
    writer.end_list();
    return {};
}

/// Reads one item in full, and what RlpWriter makes of it.
inline Result<Bytes> rewrite_rlp(ByteView input) {
    registry::evm::RlpReader reader(input);
    registry::evm::RlpWriter writer;
    DEED_CHECK(rewrite_rlp_item(reader, writer));
    DEED_CHECK(reader.finish());
    return writer.take();
}

}  // namespace deed::test
