// What is read of operations on accreditations, and of a log's states of them, prints to the same.
#include <cstdlib>

#include "registry-contracts/client/issuer_state.hpp"

using namespace deed;
using namespace deed::registry;

namespace {

template <typename T>
void check(ByteView input) {
    const auto read = T::parse(input);
    if (read && read->encode() != to_bytes(input)) std::abort();
}

void check_decision(OperationType type, ByteView input) {
    const auto body = DecisionBody::parse(type, input);
    if (!body) return;
    if (body->encode() != to_bytes(input) || type_of(body->decision) != type) std::abort();
    Envelope envelope{};
    envelope.type = type;
    owned_key(envelope, input);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input(data, size);
    check<FoundBody>(input);
    check<RenounceBody>(input);
    for (const auto type : {OperationType::issuer_accredit, OperationType::issuer_standing,
                            OperationType::issuer_bar, OperationType::issuer_name,
                            OperationType::issuer_unname, OperationType::issuer_committee})
        check_decision(type, input);
    check<GroupState>(input);
    check<RecordState>(input);
    check<BarState>(input);
    check<NameState>(input);
    check<LookState>(input);
    check<KnownPath>(input);
    if (const auto count = parse_count(input); count && encode_count(*count) != to_bytes(input))
        std::abort();
    return 0;
}
