#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "lib/encoding/bytes.hpp"

namespace deed::faults {

/// One thing that a process did to the files below the armed folder, or said.
struct Event {
    enum class Kind : std::uint8_t {
        create,       ///< a new file `node` at `path`
        make_folder,  ///< a new folder `node` at `path`
        write,        ///< `data` at `offset` of the file `node`
        truncate,     ///< file `node` now has `offset` bytes
        sync,         ///< fsync or fdatasync of the file or folder `node`
        rename,       ///< `path` to `other`
        link,         ///< `path` also as `other`
        unlink,       ///< `path`, a file or an empty folder
        said          ///< `path` is a line that the process was promised, or found
    };
    Kind kind;
    bool failed = false;  ///< a sync that failed
    std::uint64_t node = 0;
    std::uint64_t offset = 0;
    std::string path;
    std::string other;
    Bytes data;
};

/// What a process did, kept in memory shared with its parent, so that it survives the process
/// however that ends. Make it before the fork. Thread-safe; written by one process at a time.
class Recorder {
public:
    explicit Recorder(std::size_t capacity = std::size_t{256} << 20);
    ~Recorder();
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    void append(const Event& event);
    /// Records a line.
    void say(std::string line);

    std::vector<Event> events() const;
    /// All lines, in order.
    std::vector<std::string> lines() const;

private:
    std::mutex mutex_;
    std::size_t capacity_;
    std::uint8_t* memory_;
    std::atomic<std::uint64_t>* used_;  ///< at the memory's begin; moves when an event is whole
};

}  // namespace deed::faults
