#include "tests/support/faults/recorder.hpp"

#include <sys/mman.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <stdexcept>

namespace deed::faults {
namespace {

/// What precedes the three byte strings of an event.
struct Header {
    std::uint64_t node;
    std::uint64_t offset;
    std::uint64_t sizes[3];
    Event::Kind kind;
    bool failed;
};

constexpr std::size_t kFirst = sizeof(std::atomic<std::uint64_t>);

}  // namespace

Recorder::Recorder(std::size_t capacity) : capacity_(capacity) {
    void* const memory = ::mmap(nullptr, capacity, PROT_READ | PROT_WRITE,
                                MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) throw std::runtime_error("no shared memory");
    memory_ = static_cast<std::uint8_t*>(memory);
    used_ = new (memory) std::atomic<std::uint64_t>(kFirst);
}

Recorder::~Recorder() { ::munmap(memory_, capacity_); }

void Recorder::append(const Event& event) {
    const std::lock_guard lock(mutex_);
    const Header header{event.node,
                        event.offset,
                        {event.path.size(), event.other.size(), event.data.size()},
                        event.kind,
                        event.failed};
    std::uint64_t at = *used_;
    const std::size_t size =
        sizeof header + event.path.size() + event.other.size() + event.data.size();
    if (capacity_ - at < size) {
        std::fputs("the recorder is full\n", stderr);
        std::abort();
    }
    const auto put = [&](const void* bytes, std::size_t count) {
        if (count != 0) std::memcpy(memory_ + at, bytes, count);
        at += count;
    };
    put(&header, sizeof header);
    put(event.path.data(), event.path.size());
    put(event.other.data(), event.other.size());
    put(event.data.data(), event.data.size());
    *used_ = at;
}

void Recorder::say(std::string line) {
    Event event{.kind = Event::Kind::said, .path = std::move(line), .other = {}, .data = {}};
    append(event);
}

std::vector<Event> Recorder::events() const {
    std::vector<Event> events;
    const std::uint64_t end = *used_;
    std::uint64_t at = kFirst;
    while (at < end) {
        Header header;
        std::memcpy(&header, memory_ + at, sizeof header);
        at += sizeof header;
        const auto take = [&](std::size_t count) {
            const ByteView bytes(memory_ + at, count);
            at += count;
            return bytes;
        };
        Event event{header.kind, header.failed, header.node, header.offset, {}, {}, {}};
        event.path = as_text(take(header.sizes[0]));
        event.other = as_text(take(header.sizes[1]));
        event.data = to_bytes(take(header.sizes[2]));
        events.push_back(std::move(event));
    }
    return events;
}

std::vector<std::string> Recorder::lines() const {
    std::vector<std::string> lines;
    for (Event& event : events())
        if (event.kind == Event::Kind::said) lines.push_back(std::move(event.path));
    return lines;
}

}  // namespace deed::faults
