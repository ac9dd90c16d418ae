#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "lib/crypto/secret.hpp"
#include "lib/encoding/bytes.hpp"
#include "lib/error/call.hpp"

namespace deed::crypto {

// A stream of any length, sealed by a passphrase (specs/backup.md section 2): one line that says
// how the key is derived, then chunks of libsodium's secretstream (XChaCha20-Poly1305), the last of
// which says that it is the last. Memory is bounded by one chunk.

/// Takes sealed bytes, in order.
using ByteSink = std::function<Result<void>(ByteView bytes)>;
/// Fills the span as far as there are bytes, and gives their number: fewer only at the end.
using ByteSource = std::function<Result<std::size_t>(std::span<std::uint8_t> out)>;

class DEED_API SealedStreamWriter {
public:
    /// Writes the header. `format` is the name of the format without its version, "deed/backup/v".
    /// `key_store.empty_passphrase`, `key_store.out_of_memory`.
    static Result<SealedStreamWriter> begin(std::string_view format, const SecretBytes& passphrase,
                                            ByteSink sink);
    SealedStreamWriter(SealedStreamWriter&&) noexcept;
    ~SealedStreamWriter();

    Result<void> write(ByteView plain);
    /// Marks the end; nothing may be written afterwards. Without it readers see a cut stream.
    Result<void> finish();

private:
    struct State;
    explicit SealedStreamWriter(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

class DEED_API SealedStreamReader {
public:
    /// Reads the header and opens the first chunk: `sealed_stream.not_one`,
    /// `sealed_stream.newer_format`, `sealed_stream.wrong_passphrase`, `sealed_stream.truncated`,
    /// `key_store.empty_passphrase`, `key_store.out_of_memory`.
    static Result<SealedStreamReader> open(std::string_view format, const SecretBytes& passphrase,
                                           ByteSource source);
    SealedStreamReader(SealedStreamReader&&) noexcept;
    ~SealedStreamReader();

    /// As a ByteSource. Gives nothing that was not authenticated, and fewer bytes than asked for
    /// only when the last chunk was seen to be the last and the file ends there:
    /// `sealed_stream.damaged`, `sealed_stream.truncated`.
    Result<std::size_t> read(std::span<std::uint8_t> out);

private:
    struct State;
    explicit SealedStreamReader(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace deed::crypto
