#include "registry-contracts/client/local/following_ledger.hpp"

#include "lib/tlog/errors.hpp"
#include "registry-contracts/client/local/layout.hpp"

namespace deed::registry::local {
namespace {

/// That what was answered before stays true.
Result<void> check_goes_on(const LogImage& earlier, const LogImage& later) {
    if (later.included() < earlier.included())
        return Error(tlog::errors::kRolledBack, "the journal lost entries while it was open");
    DEED_ASSERT(earlier.head().has_value());
    DEED_TRY(const tlog::Hash root, later.root_at(earlier.included()));
    if (root == earlier.head()->checkpoint.root) return {};
    return Error(tlog::errors::kRolledBack, "the journal has other entries than it had before");
}

}  // namespace

Result<std::unique_ptr<LogLedger>> FollowingLedger::open(std::filesystem::path folder, Read read,
                                                         Call& call) {
    // Before reading: what comes behind it is then read again.
    const auto stamp = stamp_of(journal_path(folder));
    DEED_TRY(auto image, read(call));
    if (!stamp) return stamp.error();
    return std::unique_ptr<LogLedger>(
        new FollowingLedger(std::move(folder), std::move(image), std::move(read), *stamp));
}

Result<void> FollowingLedger::renew(Call& call) {
    const std::scoped_lock lock(image_mutex_);
    DEED_TRY(const FileStamp stamp, stamp_of(journal_path(folder_)));
    if (image_ && stamp == stamp_) return {};
    DEED_TRY(auto image, read_(call));
    if (image_) DEED_CHECK(check_goes_on(*image_, *image));
    image_ = std::move(image);
    stamp_ = stamp;
    return {};
}

}  // namespace deed::registry::local
