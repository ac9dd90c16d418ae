#pragma once

#include <algorithm>
#include <cstdint>

#include "lib/tlog/journal_format.hpp"

namespace deed::tlog::detail {

/// A sliding view of a journal's bytes, for this room's sources only.
class JournalWindow {
public:
    explicit JournalWindow(JournalSource& source) : source_(source) {}

    std::uint64_t size() const { return source_.size(); }

    /// Valid until the next call.
    Result<ByteView> view(std::uint64_t offset, std::uint64_t count) {
        DEED_ASSERT(count <= size() && offset <= size() - count);
        if (offset < start_ || offset + count > start_ + buffer_.size())
            DEED_CHECK(fill(offset, std::min(std::max(count, kWindowSize), size() - offset)));
        return ByteView(buffer_).subspan(offset - start_, count);
    }

private:
    static constexpr std::uint64_t kWindowSize = std::uint64_t{256} << 10;

    Result<void> fill(std::uint64_t offset, std::uint64_t count) {
        buffer_.resize(count);
        start_ = offset;
        return source_.read_at(offset, buffer_);
    }

    JournalSource& source_;
    Bytes buffer_;
    std::uint64_t start_ = 0;
};

}  // namespace deed::tlog::detail
