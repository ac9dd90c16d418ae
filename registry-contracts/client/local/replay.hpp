#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "lib/error/call.hpp"
#include "lib/tlog/journal.hpp"
#include "registry-contracts/client/local/image.hpp"

namespace deed::registry::local {

/// Takes a journal's frames into an image, all rules applied. Signatures are checked on all cores
/// while the calling thread cuts frames and adds what was checked, in the journal's order; what is
/// on the way is bounded. A few frames are taken without any other thread.
class Replay {
public:
    /// `image` is ahead of no frame that comes, and outlives this object.
    Replay(LogImage& image, const Call& call);
    ~Replay();
    Replay(const Replay&) = delete;

    /// The journal's next frame. Errors are those of LogImage, sooner or later.
    Result<void> take(tlog::FrameType type, ByteView payload);
    /// Once all frames were given; what was added is in the index then.
    Result<void> finish();

private:
    struct Frame {
        tlog::FrameType type;
        Bytes payload;
        FramePlace place;
        std::optional<Result<Checked>> checked;  ///< of an entry
    };
    /// A body frame is in one part with the frame behind it.
    struct Part {
        std::vector<Frame> frames;
        std::size_t bytes = 0;
        bool is_checked = false;  ///< guarded by mutex_
    };

    static void check(Part& part);
    void start_workers();
    void work();
    Result<void> hand_on();
    Result<void> add_oldest();
    Result<void> add(Frame& frame);

    LogImage& image_;
    const Call& call_;
    std::uint64_t offset_;
    bool bulk_ = false;
    std::unique_ptr<Part> filling_ = std::make_unique<Part>();
    std::deque<std::unique_ptr<Part>> on_the_way_;  ///< oldest first
    std::size_t bytes_on_the_way_ = 0;

    std::mutex mutex_;
    std::condition_variable has_work_;
    std::condition_variable has_checked_;
    std::deque<Part*> unchecked_;
    bool is_over_ = false;
    std::vector<std::thread> workers_;
};

/// Takes all that the journal holds behind what the image covers.
Result<void> catch_up(LogImage& image, const std::filesystem::path& journal, const Call& call);

}  // namespace deed::registry::local
