#include <algorithm>
#include <string>

#include "lib/encoding/cbor.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/identity_state.hpp"
#include "registry-contracts/client/state_reader.hpp"

namespace deed::registry {
namespace {

constexpr std::string_view kTag = "deed/identity-state/v1";

Result<ChainHead> read_sound_chain(cbor::Reader& reader) {
    DEED_TRY(const ChainHead chain, read_chain(reader));
    if (chain.length == 0 && chain.last != Hash{})
        return malformed_state("an empty chain has no last operation");
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
        if (tag != kTag) return malformed_state("the tag is not " + std::string(kTag));
        IdentityState state{Address{}};
        DEED_CHECK(fill_of_state(reader, state.subject_));
        DEED_CHECK(fill_of_state(reader, state.controller_));
        DEED_TRY(state.did_, read_sound_chain(reader));
        DEED_TRY(state.evidence_, read_sound_chain(reader));
        DEED_TRY(const bool no_next, reader.skip_null());
        if (!no_next) DEED_CHECK(fill_of_state(reader, state.next_.emplace()));
        DEED_TRY(const std::uint64_t end, reader.uint());
        DEED_CHECK(reader.finish());
        if (end > static_cast<std::uint64_t>(End::moved))
            return malformed_state("the end is unknown");
        state.end_ = static_cast<End>(end);
        // What ended was created before.
        if (state.end_ != End::none && state.did_.length < 2)
            return malformed_state("an identifier ends after its creation");
        if (!state.exists() && state != IdentityState(state.subject_))
            return malformed_state("an identifier that was not created has no state");
        return state;
    };
    auto state = read();
    if (state || state.error().code() == errors::kStateMalformed) return state;
    return malformed_state(state.error().message());
}

}  // namespace deed::registry
