// A head that was read is printed as one that reads the same; what follows it does not matter, and
// a head that is cut short is never taken for whole.
#include <cstdint>
#include <cstdlib>

#include "lib/net/http_request.hpp"

using deed::net::parse_request_head;
using deed::net::RequestHead;

namespace {

bool same(const RequestHead& a, const RequestHead& b) {
    if (a.headers.size() != b.headers.size()) return false;
    for (std::size_t i = 0; i < a.headers.size(); ++i)
        if (a.headers[i].name != b.headers[i].name || a.headers[i].value != b.headers[i].value)
            return false;
    return a.method == b.method && a.target == b.target && a.content_length == b.content_length &&
           a.keep_alive == b.keep_alive && a.expects_continue == b.expects_continue;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto parsed = parse_request_head(bytes);
    if (!parsed || !*parsed) return 0;
    const RequestHead& head = (*parsed)->head;
    const std::size_t head_size = (*parsed)->size;
    if (head_size > size) std::abort();
    const auto cut = parse_request_head(bytes.substr(0, head_size - 1));
    if (!cut || *cut) std::abort();
    const auto longer = parse_request_head(std::string(bytes.substr(0, head_size)) + "GET");
    if (!longer || !*longer || !same((*longer)->head, head)) std::abort();
    const auto again = parse_request_head(head.to_string());
    // Printing adds a space behind each colon, which may take a head over its bound.
    if (!again && head_size + head.headers.size() <= deed::net::kMaxRequestHead) std::abort();
    if (again && (!*again || !same((*again)->head, head))) std::abort();
    return 0;
}
