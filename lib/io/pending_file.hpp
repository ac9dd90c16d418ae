#pragma once

#include <filesystem>
#include <utility>

#include "lib/io/file.hpp"

namespace deed {

/// A file that is written in pieces and appears whole or not at all: until commit() the bytes stand
/// in a temporary file beside the destination, which goes when the object dies.
class DEED_API PendingFile {
public:
    /// `mode` as for write_file_durably(); the file is never open to more than the result will be.
    /// `io.not_a_file` if something else than a plain file stands at `destination`.
    static Result<PendingFile> create(const std::filesystem::path& destination, mode_t mode);

    PendingFile(PendingFile&& other) noexcept
        : destination_(std::move(other.destination_)),
          name_(std::exchange(other.name_, {})),
          file_(std::move(other.file_)) {}
    PendingFile(const PendingFile&) = delete;
    PendingFile& operator=(const PendingFile&) = delete;
    ~PendingFile();

    Result<void> append(ByteView bytes);
    /// Durable on return; `io.exists` if the destination exists and is not to be replaced.
    Result<void> commit(Existing existing);

private:
    PendingFile(std::filesystem::path destination, std::filesystem::path name, Descriptor file)
        : destination_(std::move(destination)), name_(std::move(name)), file_(std::move(file)) {}
    Result<void> finish();
    void remove();

    std::filesystem::path destination_;
    std::filesystem::path name_;  ///< of the temporary file; empty once it is gone
    Descriptor file_;
};

}  // namespace deed
