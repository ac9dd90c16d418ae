#include "tests/credentials/mutants/cose_message.hpp"

#include <gtest/gtest.h>

#include "lib/encoding/cbor.hpp"

namespace deed::credentials::test {
namespace {

constexpr std::uint8_t kOneByteArgument = 24;  ///< RFC 8949 section 3
constexpr std::uint8_t kIndefinite = 31;
constexpr std::uint8_t kBreak = 0xff;
constexpr std::uint8_t kArgument = 0x1f;
constexpr std::size_t kMaxDepth = 16;

Pairs pairs_of(ByteView bytes) {
    Pairs pairs;
    cbor::Reader reader(bytes, cbor::Keys::any_order);
    const std::uint64_t count = reader.map().value();
    for (std::uint64_t i = 0; i < count; ++i) {
        Bytes label = to_bytes(reader.skip(kMaxDepth).value());
        pairs.emplace_back(std::move(label), to_bytes(reader.skip(kMaxDepth).value()));
    }
    return pairs;
}

}  // namespace

Bytes number(std::int64_t value) { return cbor::Writer().integer(value).data(); }
Bytes text(std::string_view value) { return cbor::Writer().text(value).data(); }
Bytes byte_string(ByteView value) { return cbor::Writer().bytes(value).data(); }

Bytes array(const std::vector<Bytes>& items) {
    cbor::Writer writer;
    writer.array(items.size());
    for (const Bytes& item : items) writer.item(item);
    return writer.data();
}

Bytes tagged(std::uint64_t tag, ByteView item) { return cbor::Writer().tag(tag).item(item).data(); }

Bytes joined(ByteView first, ByteView second) {
    Bytes both = to_bytes(first);
    both.insert(both.end(), second.begin(), second.end());
    return both;
}

Bytes map(const Pairs& pairs) {
    cbor::Writer writer;
    writer.map(pairs.size());
    for (const auto& [label, value] : pairs) writer.item(label).item(value);
    return writer.data();
}

Bytes with_longer_head(ByteView item) {
    const std::uint8_t argument = item[0] & kArgument;
    EXPECT_LE(argument, kOneByteArgument);
    if (argument == kOneByteArgument) {  // two bytes of argument where one is enough
        Bytes longer{static_cast<std::uint8_t>(item[0] + 1), 0};
        return joined(longer, item.subspan(1));
    }
    const Bytes head{static_cast<std::uint8_t>((item[0] & ~kArgument) | kOneByteArgument),
                     argument};
    return joined(head, item.subspan(1));
}

Bytes with_indefinite_length(ByteView item) {
    constexpr std::uint8_t kMajorArray = 0x80;
    const auto major = static_cast<std::uint8_t>(item[0] & ~kArgument);
    Bytes open{static_cast<std::uint8_t>(major | kIndefinite)};
    // Strings are chunks within; what arrays and maps hold follows their head of one byte.
    Bytes whole = joined(open, major < kMajorArray ? item : item.subspan(1));
    whole.push_back(kBreak);
    return whole;
}

CoseMessage CoseMessage::of(ByteView message) {
    cbor::Reader reader(message, cbor::Keys::any_order);
    EXPECT_EQ(reader.tag().value(), 18u);
    EXPECT_TRUE(reader.array_of(4).has_value());
    CoseMessage parts;
    parts.protected_header = pairs_of(reader.bytes().value());
    parts.unprotected_header = pairs_of(reader.skip(kMaxDepth).value());
    parts.payload = to_bytes(reader.bytes().value());
    parts.signature = to_bytes(reader.bytes().value());
    return parts;
}

std::vector<Bytes> CoseMessage::items() const {
    return {byte_string(map(protected_header)), map(unprotected_header), byte_string(payload),
            byte_string(signature)};
}

std::size_t place_of(const Pairs& header, std::int64_t label) {
    const Bytes wanted = number(label);
    for (std::size_t i = 0; i < header.size(); ++i)
        if (header[i].first == wanted) return i;
    ADD_FAILURE() << "there is no label " << label;
    return 0;
}

}  // namespace deed::credentials::test
