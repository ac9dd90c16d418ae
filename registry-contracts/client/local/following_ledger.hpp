#pragma once

#include <functional>

#include "lib/io/file_stamp.hpp"
#include "registry-contracts/client/local/image_ledger.hpp"

namespace deed::registry::local {

/// A ledger that others write to, read as it stands whenever it is asked. Whoever answers for long
/// from one reading would not see the key that was declared stolen meanwhile.
class FollowingLedger final : public ReadOnlyLedger {
public:
    /// Reads the ledger in its folder, with all checks of opening it.
    using Read = std::function<Result<std::unique_ptr<LogImage>>(Call& call)>;

    static Result<std::unique_ptr<LogLedger>> open(std::filesystem::path folder, Read read,
                                                   Call& call);

private:
    FollowingLedger(std::filesystem::path folder, std::unique_ptr<LogImage> image, Read read,
                    const FileStamp& stamp)
        : ReadOnlyLedger(std::move(folder), std::move(image)),
          read_(std::move(read)),
          stamp_(stamp) {}

    Result<void> renew(Call& call) override;

    const Read read_;
    FileStamp stamp_;  ///< of the journal, no later than the image; under image_mutex_
};

}  // namespace deed::registry::local
