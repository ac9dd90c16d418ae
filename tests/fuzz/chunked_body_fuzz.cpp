// A chunked body in one piece and byte by byte: both must end alike, and what was read, written as
// one chunk, must read the same.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "service/http/body_reader.hpp"

using namespace deed;

namespace {

constexpr std::size_t kMaxSize = 4096;

struct Outcome {
    std::string code;  ///< empty: no refusal
    bool is_whole = false;
    std::string body;
    std::string rest;

    bool operator==(const Outcome&) const = default;
};

Outcome read(std::string_view bytes, std::size_t step) {
    net::RequestHead head;
    head.is_chunked = true;
    service::BodyReader reader(head, kMaxSize);
    Outcome outcome;
    std::string received;
    std::size_t at = 0;
    while (at < bytes.size() && !outcome.is_whole) {
        received += bytes.substr(at, step);
        at += std::min(step, bytes.size() - at);
        const auto fed = reader.feed(received);
        if (!fed) {
            outcome.code = fed.error().code().name;
            return outcome;
        }
        outcome.is_whole = *fed;
    }
    if (!outcome.is_whole) return outcome;
    outcome.rest = received + std::string(bytes.substr(at));
    outcome.body = reader.take();
    return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes(data, data + size);
    const Outcome whole = read(bytes, bytes.size() + 1);
    if (!(read(bytes, 1) == whole)) std::abort();
    if (!whole.is_whole || whole.body.size() > kMaxSize) {
        if (whole.is_whole) std::abort();
        return 0;
    }
    char length[32];
    std::snprintf(length, sizeof length, "%zX\r\n", whole.body.size());
    const std::string again =
        whole.body.empty() ? "0\r\n\r\n" : length + whole.body + "\r\n0\r\n\r\n";
    if (read(again, again.size()).body != whole.body) std::abort();
    return 0;
}
