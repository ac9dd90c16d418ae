#include "lib/crypto/sealed_stream.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "lib/crypto/key_store_errors.hpp"
#include "lib/crypto/key_store_format.hpp"
#include "lib/crypto/random.hpp"
#include "lib/crypto/sealed_stream_errors.hpp"
#include "lib/crypto/secret_access.hpp"
#include "lib/crypto/sodium.hpp"
#include "lib/encoding/text.hpp"
#include "lib/error/assert.hpp"
#include "lib/json/writer.hpp"

namespace deed::crypto {
namespace {

namespace format = key_store_format;

constexpr std::size_t kMaxHeader = 1024;
constexpr std::size_t kChunk = std::size_t{64} << 10;
constexpr std::size_t kChunkOverhead = crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr std::size_t kSealedChunk = kChunk + kChunkOverhead;
static_assert(kChunkOverhead == 17);

using StreamHeader = std::array<std::uint8_t, 24>;
static_assert(std::tuple_size_v<StreamHeader> == crypto_secretstream_xchacha20poly1305_HEADERBYTES);

/// libsodium's state, which holds the key.
struct Secretstream {
    Secretstream() = default;
    Secretstream(const Secretstream&) = delete;
    Secretstream& operator=(const Secretstream&) = delete;
    ~Secretstream() { sodium_memzero(&state, sizeof state); }
    crypto_secretstream_xchacha20poly1305_state state{};
};

struct Header {
    format::KdfParameters kdf;
    StreamHeader stream{};
};

std::string print(std::string_view family, const Header& header) {
    json::Writer writer;
    writer.begin_object().member("format", std::string(family) + "1").key("kdf");
    format::write_kdf(writer, header.kdf);
    writer.member("stream", base64url_encode(header.stream)).end_object();
    return writer.take() + "\n";
}

Error not_one(const std::string& what) {
    return Error(errors::kNotASealedStream, "the file's first line " + what);
}

/// What the key store's own parser refuses, by the codes of this format.
Error translate(const Error& error) {
    if (error.code() == errors::kNewerKeyStore)
        return Error(errors::kNewerSealedStream, "the file " + error.message());
    return not_one(error.message());
}

Result<Header> parse_header(std::string_view family, const std::string& line) {
    const auto document = format::parse_document(as_bytes(line), family);
    if (!document) return translate(document.error());
    auto kdf = format::parse_kdf(document->root());
    if (!kdf) return translate(kdf.error());
    const auto member = document->root().find("stream");
    const auto text = member ? member->string_if() : std::nullopt;
    const auto stream = base64url_decode(text.value_or(""));
    Header header{*kdf, {}};
    if (!stream || stream->size() != header.stream.size())
        return not_one("lacks the 24 bytes \"stream\"");
    std::copy(stream->begin(), stream->end(), header.stream.begin());
    if (print(family, header) != line) return not_one("is not in its canonical form");
    return header;
}

/// The first line with its end, however much follows.
Result<std::string> read_line(const ByteSource& source) {
    std::string line;
    while (line.size() < kMaxHeader) {
        std::uint8_t byte = 0;
        DEED_TRY(const std::size_t count, source({&byte, 1}));
        if (count == 0) break;
        line.push_back(static_cast<char>(byte));
        if (byte == '\n') return line;
    }
    return not_one("is no line of this format");
}

Result<SecretBytes> derive(const SecretBytes& passphrase, const format::KdfParameters& kdf) {
    if (passphrase.empty()) return Error(errors::kEmptyPassphrase, "the passphrase is empty");
    return format::passphrase_key(passphrase, kdf);
}

}  // namespace

struct SealedStreamWriter::State {
    Secretstream stream;
    ByteSink sink;
    Bytes plain;        ///< of the chunk that is being filled
    std::string bound;  ///< the header, until the first chunk has it as associated data
    Bytes sealed;

    Result<void> push(std::uint8_t tag) {
        sealed.resize(plain.size() + kChunkOverhead);
        const ByteView associated = as_bytes(bound);
        DEED_ASSERT(crypto_secretstream_xchacha20poly1305_push(
                        &stream.state, sealed.data(), nullptr, plain.data(), plain.size(),
                        associated.data(), associated.size(), tag) == 0);
        bound.clear();
        plain.clear();
        return sink(sealed);
    }
};

SealedStreamWriter::SealedStreamWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
SealedStreamWriter::SealedStreamWriter(SealedStreamWriter&&) noexcept = default;
SealedStreamWriter::~SealedStreamWriter() = default;

Result<SealedStreamWriter> SealedStreamWriter::begin(std::string_view family,
                                                     const SecretBytes& passphrase, ByteSink sink) {
    require_sodium();
    Header header;
    const Bytes salt = random_bytes(header.kdf.salt.size());
    std::copy(salt.begin(), salt.end(), header.kdf.salt.begin());
    DEED_TRY(const SecretBytes key, derive(passphrase, header.kdf));

    auto state = std::make_unique<State>();
    DEED_ASSERT(crypto_secretstream_xchacha20poly1305_init_push(
                    &state->stream.state, header.stream.data(), reveal(key).data()) == 0);
    state->sink = std::move(sink);
    state->bound = print(family, header);
    state->plain.reserve(kChunk);
    DEED_CHECK(state->sink(as_bytes(state->bound)));
    return SealedStreamWriter(std::move(state));
}

Result<void> SealedStreamWriter::write(ByteView plain) {
    while (!plain.empty()) {
        // A full chunk waits until more follows: the last one needs another tag.
        if (state_->plain.size() == kChunk)
            DEED_CHECK(state_->push(crypto_secretstream_xchacha20poly1305_TAG_MESSAGE));
        const std::size_t count = std::min(plain.size(), kChunk - state_->plain.size());
        append(state_->plain, plain.first(count));
        plain = plain.subspan(count);
    }
    return {};
}

Result<void> SealedStreamWriter::finish() {
    return state_->push(crypto_secretstream_xchacha20poly1305_TAG_FINAL);
}

struct SealedStreamReader::State {
    Secretstream stream;
    ByteSource source;
    std::string bound;
    Bytes sealed = Bytes(kSealedChunk);
    Bytes plain = Bytes(kChunk);
    std::size_t used = 0;    ///< of plain
    std::size_t filled = 0;  ///< of plain
    bool first = true;
    bool last = false;

    Result<void> pull();
};

SealedStreamReader::SealedStreamReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
SealedStreamReader::SealedStreamReader(SealedStreamReader&&) noexcept = default;
SealedStreamReader::~SealedStreamReader() = default;

/// The next chunk. All but the last are full, so nobody but the writer decides where they end.
Result<void> SealedStreamReader::State::pull() {
    DEED_TRY(const std::size_t count, source(sealed));
    if (count < kChunkOverhead)
        return Error(errors::kSealedStreamTruncated, "the sealed file ends before its last part");
    unsigned char tag = 0;
    const ByteView associated = as_bytes(bound);
    const bool opened = crypto_secretstream_xchacha20poly1305_pull(
                            &stream.state, plain.data(), nullptr, &tag, sealed.data(), count,
                            associated.data(), associated.size()) == 0;
    if (!opened && first)
        return Error(errors::kWrongStreamPassphrase, "the passphrase does not open the file");
    if (!opened)
        return Error(errors::kSealedStreamDamaged, count < kSealedChunk
                                                       ? "the last part was cut short or changed"
                                                       : "a part of the sealed file was changed");
    first = false;
    bound.clear();
    used = 0;
    filled = count - kChunkOverhead;
    last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    if (!last && (tag != crypto_secretstream_xchacha20poly1305_TAG_MESSAGE || filled != kChunk))
        return Error(errors::kSealedStreamDamaged, "a part of the sealed file has another form");
    if (!last) return {};
    std::uint8_t more = 0;
    DEED_TRY(const std::size_t behind, source({&more, 1}));
    if (behind != 0)
        return Error(errors::kSealedStreamDamaged, "bytes follow the end of the sealed file");
    return {};
}

Result<SealedStreamReader> SealedStreamReader::open(std::string_view family,
                                                    const SecretBytes& passphrase,
                                                    ByteSource source) {
    require_sodium();
    DEED_TRY(std::string line, read_line(source));
    DEED_TRY(const Header header, parse_header(family, line));
    DEED_TRY(const SecretBytes key, derive(passphrase, header.kdf));

    auto state = std::make_unique<State>();
    if (crypto_secretstream_xchacha20poly1305_init_pull(&state->stream.state, header.stream.data(),
                                                        reveal(key).data()) != 0)
        return not_one("holds a \"stream\" that starts none");
    state->source = std::move(source);
    state->bound = std::move(line);
    DEED_CHECK(state->pull());
    return SealedStreamReader(std::move(state));
}

Result<std::size_t> SealedStreamReader::read(std::span<std::uint8_t> out) {
    std::size_t given = 0;
    while (given < out.size()) {
        if (state_->used == state_->filled) {
            if (state_->last) break;
            DEED_CHECK(state_->pull());
            continue;
        }
        const std::size_t count = std::min(out.size() - given, state_->filled - state_->used);
        std::copy_n(state_->plain.data() + state_->used, count, out.data() + given);
        state_->used += count;
        given += count;
    }
    return given;
}

}  // namespace deed::crypto
