#include "tests/support/faults/layer.hpp"

#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <memory>
#include <stdexcept>

#include "tests/support/faults/layer_state.hpp"

namespace deed::faults {
namespace detail {
namespace {

// Calls come in before main() and after it, so nothing here may need construction.
constinit std::atomic<Layer*> layer = nullptr;

bool needs_space(Call call) { return call != Call::unlink && call != Call::truncate; }

bool is_about_space(int error_number) { return error_number == ENOSPC || error_number == EDQUOT; }

}  // namespace

Layer* armed() { return layer; }

bool Layer::covers(const std::string& path) const {
    return path == folder_ || path.starts_with(folder_ + "/");
}

Tracked* Layer::tracked(int descriptor) {
    if (descriptor < 0 || static_cast<std::size_t>(descriptor) >= descriptors_.size())
        return nullptr;
    Tracked& found = descriptors_[static_cast<std::size_t>(descriptor)];
    return found.is_open ? &found : nullptr;
}

void Layer::track(int descriptor, const std::string& path) {
    struct stat status {};
    if (static_cast<std::size_t>(descriptor) >= descriptors_.size() ||
        ::fstat(descriptor, &status) != 0)
        throw std::runtime_error("a descriptor that cannot be followed");
    descriptors_[static_cast<std::size_t>(descriptor)] = {true, S_ISDIR(status.st_mode),
                                                          status.st_ino, path};
}

void Layer::forget(int descriptor) {
    if (Tracked* const found = tracked(descriptor)) *found = {};
}

Verdict Layer::pass(Call call) {
    const std::uint64_t point = ++points_;
    using Kind = Fault::Kind;
    if (fault_.kind == Kind::none || point < fault_.at) return {};
    const bool space = is_about_space(fault_.error_number);
    if (fault_.kind == Kind::half_write_then_error && point == fault_.at + 1) {
        return {.error_number = space && !needs_space(call) ? 0 : fault_.error_number};
    }
    if (point > fault_.at && !fault_.lasting) return {};
    if (space && !needs_space(call)) return {};
    struck_ = true;
    switch (fault_.kind) {
        case Kind::kill:
            die();
        case Kind::kill_within:
            return {.half = call == Call::write, .die_after = true};
        case Kind::half_write:
        case Kind::half_write_then_error:
            return {.half = call == Call::write};
        default:
            return {.error_number = fault_.error_number};
    }
}

bool Layer::syncs_for_real(const Tracked& file) const {
    return lie_ != (file.is_folder ? Lie::folder_sync : Lie::file_sync);
}

void Layer::die() {
    ::syscall(SYS_kill, ::getpid(), SIGKILL);
    while (true) ::pause();
}

}  // namespace detail

void arm(const std::filesystem::path& folder, Recorder& recorder, const Fault& fault, Lie lie) {
    disarm();
    detail::layer = new detail::Layer(folder.string(), recorder, fault, lie);
}

void heal() {
    const std::lock_guard lock(detail::armed()->mutex);
    detail::armed()->heal();
}

void disarm() { const std::unique_ptr<detail::Layer> gone(detail::layer.exchange(nullptr)); }

std::uint64_t points_passed() {
    const std::lock_guard lock(detail::armed()->mutex);
    return detail::armed()->points();
}

bool has_struck() {
    const std::lock_guard lock(detail::armed()->mutex);
    return detail::armed()->struck();
}

}  // namespace deed::faults
