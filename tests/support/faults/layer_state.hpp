#pragma once

#include <sys/types.h>

#include <array>
#include <mutex>
#include <optional>
#include <string>

#include "tests/support/faults/layer.hpp"

namespace deed::faults::detail {

/// What is known of an open descriptor below the armed folder.
struct Tracked {
    bool is_open = false;
    bool is_folder = false;
    std::uint64_t node = 0;
    std::string path;
};

enum class Call : std::uint8_t { create, write, truncate, sync, rename, link, unlink, mkdir };

/// What is to be done at a point.
struct Verdict {
    int error_number = 0;  ///< fail with it
    bool half = false;     ///< do half of a write
    bool die_after = false;
};

/// The armed layer. Everything but the constructor is called with `mutex` held.
class Layer {
public:
    Layer(std::string folder, Recorder& recorder, const Fault& fault, Lie lie)
        : folder_(std::move(folder)), recorder_(recorder), fault_(fault), lie_(lie) {}

    /// Whether the path is the armed folder's, or below it.
    bool covers(const std::string& path) const;
    Tracked* tracked(int descriptor);
    void track(int descriptor, const std::string& path);
    void forget(int descriptor);

    /// The next point; does not return if the process is to be killed there.
    Verdict pass(Call call);
    void record(Event event) { recorder_.append(event); }
    /// Whether a sync that succeeded did anything.
    bool syncs_for_real(const Tracked& file) const;
    [[noreturn]] static void die();

    void heal() { fault_.kind = Fault::Kind::none; }
    std::uint64_t points() const { return points_; }
    bool struck() const { return struck_; }

    std::mutex mutex;

private:
    std::string folder_;
    Recorder& recorder_;
    Fault fault_;
    Lie lie_;
    std::uint64_t points_ = 0;
    bool struck_ = false;
    std::array<Tracked, 1024> descriptors_;
};

/// The armed layer, if there is one.
Layer* armed();

}  // namespace deed::faults::detail
