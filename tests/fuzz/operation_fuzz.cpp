#include <cstdlib>

#include "registry-contracts/client/operation.hpp"
#include "registry-contracts/client/operation_wire.hpp"

using namespace deed;
using registry::Operation;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input(data, size);
    // The body of the seed that travels without its own.
    static const Bytes kDetached(60'001, 'x');
    if (const auto operation = Operation::parse(input, kDetached)) {
        const auto again = Operation::parse(operation->encoded(), operation->body());
        if (!again || again->envelope() != operation->envelope()) std::abort();
        if (again->hash() != operation->hash() || again->encoded() != to_bytes(input)) std::abort();
    }
    // Most changes break the signature, which ends the way above early.
    if (const auto raw = registry::wire::read_operation(input)) {
        if (registry::wire::write_operation(*raw) != to_bytes(input)) std::abort();
        const auto envelope = registry::wire::read_envelope(raw->envelope);
        if (envelope && registry::wire::write_envelope(*envelope) != to_bytes(raw->envelope))
            std::abort();
    }
    return 0;
}
