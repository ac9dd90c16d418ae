#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "evidence/opening.hpp"
#include "lib/crypto/hash.hpp"
#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"

namespace deed::evidence {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;

/// An interrupted read is tried again; a standard input shared with another program may be
/// non-blocking.
bool is_passing(int error_number) {
    return error_number == EINTR || error_number == EAGAIN || error_number == EWOULDBLOCK;
}

}  // namespace

Result<DocumentDigest> digest_of_descriptor(int descriptor, Call& call) {
    crypto::Hasher256 sha256(crypto::HashAlgorithm::sha256);
    crypto::Hasher256 sm3(crypto::HashAlgorithm::sm3);
    Bytes piece(kPiece);
    std::uint64_t length = 0;
    while (true) {
        DEED_CHECK(wait_for_input(descriptor, call));
        const ssize_t count = ::read(descriptor, piece.data(), piece.size());
        if (count == 0) return DocumentDigest{length, {sha256.finish(), sm3.finish()}};
        if (count == -1) {
            const int error_number = errno;
            if (is_passing(error_number)) continue;
            return Error(deed::errors::kIoFailed,
                         std::string("cannot read the document: ") + std::strerror(error_number));
        }
        const ByteView read = ByteView(piece).first(static_cast<std::size_t>(count));
        sha256.update(read);
        sm3.update(read);
        length += read.size();
    }
}

}  // namespace deed::evidence
