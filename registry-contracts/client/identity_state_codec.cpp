#include <algorithm>
#include <string>

#include "lib/encoding/cbor.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/identity_state.hpp"

namespace deed::registry {
namespace {

constexpr std::string_view kTag = "deed/identity-state/v1";

Error malformed(std::string message) { return Error(errors::kStateMalformed, std::move(message)); }

template <typename Array>
Result<void> fill(cbor::Reader& reader, Array& out) {
    DEED_TRY(const ByteView bytes, reader.bytes());
    if (bytes.size() != out.size()) return malformed("a hash or address has another size");
    std::ranges::copy(bytes, out.begin());
    return {};
}

void write_chain(cbor::Writer& writer, const ChainHead& chain) {
    writer.array(2).uint(chain.length).bytes(chain.last);
}

Result<ChainHead> read_chain(cbor::Reader& reader) {
    DEED_CHECK(reader.array_of(2));
    ChainHead chain;
    DEED_TRY(chain.length, reader.uint());
    DEED_CHECK(fill(reader, chain.last));
    if (chain.length == 0 && chain.last != Hash{})
        return malformed("an empty chain has no last operation");
    return chain;
}

}  // namespace

Bytes IdentityState::encode() const {
    cbor::Writer writer;
    writer.array(7).text(kTag).bytes(subject_).bytes(controller_);
    write_chain(writer, did_);
    write_chain(writer, evidence_);
    if (next_)
        writer.bytes(*next_);
    else
        writer.null();
    writer.uint(static_cast<std::uint64_t>(end_));
    return std::move(writer).data();
}

Result<IdentityState> IdentityState::parse(ByteView encoded) {
    const auto read = [&]() -> Result<IdentityState> {
        cbor::Reader reader(encoded);
        DEED_CHECK(reader.array_of(7));
        DEED_TRY(const std::string_view tag, reader.text());
        if (tag != kTag) return malformed("the tag is not " + std::string(kTag));
        IdentityState state{Address{}};
        DEED_CHECK(fill(reader, state.subject_));
        DEED_CHECK(fill(reader, state.controller_));
        DEED_TRY(state.did_, read_chain(reader));
        DEED_TRY(state.evidence_, read_chain(reader));
        DEED_TRY(const bool no_next, reader.skip_null());
        if (!no_next) DEED_CHECK(fill(reader, state.next_.emplace()));
        DEED_TRY(const std::uint64_t end, reader.uint());
        DEED_CHECK(reader.finish());
        if (end > static_cast<std::uint64_t>(End::moved)) return malformed("the end is unknown");
        state.end_ = static_cast<End>(end);
        // What ended was created before.
        if (state.end_ != End::none && state.did_.length < 2)
            return malformed("an identifier ends after its creation");
        if (!state.exists() && state != IdentityState(state.subject_))
            return malformed("an identifier that was not created has no state");
        return state;
    };
    auto state = read();
    if (state || state.error().code() == errors::kStateMalformed) return state;
    return malformed(state.error().message());
}

}  // namespace deed::registry
