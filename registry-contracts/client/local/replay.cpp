#include "registry-contracts/client/local/replay.hpp"

#include <algorithm>
#include <system_error>

#include "registry-contracts/client/errors.hpp"

namespace deed::registry::local {
namespace {

constexpr std::size_t kFramesOfPart = 256;
constexpr std::size_t kBytesOfPart = std::size_t{1} << 20;
/// A frame holds up to 64 MiB, so that two of the largest are still on the way at once.
constexpr std::size_t kBytesOnTheWay = std::size_t{96} << 20;
constexpr std::size_t kPartsOnTheWay = 64;
constexpr std::size_t kEntriesOfTransaction = 8192;

}  // namespace

Replay::Replay(LogImage& image, const Call& call)
    : image_(image), call_(call), offset_(image.covered_until()) {}

Replay::~Replay() {
    {
        const std::scoped_lock lock(mutex_);
        is_over_ = true;
    }
    has_work_.notify_all();
    for (std::thread& worker : workers_) worker.join();
}

Result<void> Replay::take(tlog::FrameType type, ByteView payload) {
    const std::uint64_t end = offset_ + tlog::kBeforePayload + payload.size() + tlog::kAfterPayload;
    filling_->frames.push_back({type, to_bytes(payload), {offset_, end}, std::nullopt});
    filling_->bytes += payload.size();
    offset_ = end;
    const bool is_full =
        filling_->frames.size() >= kFramesOfPart || filling_->bytes >= kBytesOfPart;
    if (is_full && type != tlog::FrameType::body) return hand_on();
    // Data that no entry follows must not pile up.
    const auto& frames = filling_->frames;
    if (type == tlog::FrameType::body && frames.size() > 1 &&
        frames[frames.size() - 2].type == tlog::FrameType::body) {
        filling_->bytes -= frames[frames.size() - 2].payload.size();
        filling_->frames[frames.size() - 2].payload.resize(
            std::min(frames[frames.size() - 2].payload.size(), std::tuple_size_v<Hash>));
    }
    return {};
}

/// Everything about a part's entries that needs nothing but the part.
void Replay::check(Part& part) {
    std::optional<BodyBefore> before;
    for (Frame& frame : part.frames) {
        if (frame.type == tlog::FrameType::entry)
            frame.checked = check_entry(frame.payload, before);
        const auto beside =
            frame.type == tlog::FrameType::body ? split_beside(frame.payload) : std::nullopt;
        before = beside ? std::optional(BodyBefore{*beside, frame.place.begin}) : std::nullopt;
    }
}

void Replay::work() {
    while (true) {
        Part* part = nullptr;
        {
            std::unique_lock lock(mutex_);
            has_work_.wait(lock, [this] { return is_over_ || !unchecked_.empty(); });
            if (is_over_) return;
            part = unchecked_.front();
            unchecked_.pop_front();
        }
        check(*part);
        {
            const std::scoped_lock lock(mutex_);
            part->is_checked = true;
        }
        has_checked_.notify_one();
    }
}

void Replay::start_workers() {
    const unsigned count = std::max(1U, std::thread::hardware_concurrency());
    try {
        while (workers_.size() < count) workers_.emplace_back([this] { work(); });
    } catch (const std::system_error&) {
        // With fewer threads it takes longer; without any, add_oldest() does it all.
    }
}

Result<void> Replay::hand_on() {
    if (!bulk_) {
        bulk_ = true;
        DEED_CHECK(image_.index().begin_bulk());
        start_workers();
    }
    bytes_on_the_way_ += filling_->bytes;
    on_the_way_.push_back(std::exchange(filling_, std::make_unique<Part>()));
    {
        const std::scoped_lock lock(mutex_);
        unchecked_.push_back(on_the_way_.back().get());
    }
    has_work_.notify_one();
    while (bytes_on_the_way_ > kBytesOnTheWay || on_the_way_.size() > kPartsOnTheWay)
        DEED_CHECK(add_oldest());
    return {};
}

Result<void> Replay::add_oldest() {
    DEED_CHECK(call_.check());
    const std::unique_ptr<Part> part = std::move(on_the_way_.front());
    on_the_way_.pop_front();
    bytes_on_the_way_ -= part->bytes;
    {
        std::unique_lock lock(mutex_);
        const auto mine = std::ranges::find(unchecked_, part.get());
        if (mine != unchecked_.end() && workers_.empty()) {
            unchecked_.erase(mine);
            check(*part);
            part->is_checked = true;
        }
        has_checked_.wait(lock, [&part] { return part->is_checked; });
    }
    for (Frame& frame : part->frames) DEED_CHECK(add(frame));
    if (image_.unflushed() >= kEntriesOfTransaction) return image_.flush();
    return {};
}

Result<void> Replay::add(Frame& frame) {
    switch (frame.type) {
        case tlog::FrameType::entry:
            return image_.add_frame(std::move(*frame.checked), frame.payload, frame.place);
        case tlog::FrameType::head:
            return image_.add_head(std::string(as_text(frame.payload)), frame.place);
        case tlog::FrameType::body:
            break;
    }
    if (split_beside(frame.payload)) return {};
    return Error(errors::kInvalidEntry,
                 "entry " + std::to_string(image_.size()) + ": the data beside it lacks its name");
}

Result<void> Replay::finish() {
    DEED_CHECK(call_.check());
    while (!on_the_way_.empty()) DEED_CHECK(add_oldest());
    check(*filling_);
    for (Frame& frame : filling_->frames) DEED_CHECK(add(frame));
    filling_ = std::make_unique<Part>();
    DEED_CHECK(image_.flush());
    if (bulk_) DEED_CHECK(image_.index().end_bulk());
    return {};
}

Result<void> catch_up(LogImage& image, const std::filesystem::path& journal, const Call& call) {
    Replay replay(image, call);
    DEED_CHECK(tlog::Journal::read(
        journal,
        [&replay](tlog::FrameType type, ByteView payload) { return replay.take(type, payload); },
        image.covered_until()));
    return replay.finish();
}

}  // namespace deed::registry::local
