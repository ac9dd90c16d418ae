// What encoding and decoding a private key leave in memory that was given back: nothing.

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <new>

#include "lib/encoding/multiformats.hpp"
#include "tests/support/result_matchers.hpp"

namespace {

/// Looks at every piece of memory at the moment it is given back, while it is switched on.
class Watch {
public:
    void start() { *this = Watch{true, {}, 0, 0, 0}; }
    void stop() { is_on_ = false; }
    void taken(const void* memory, std::size_t size) {
        if (!is_on_) return;
        if (count_ < pieces_.size()) pieces_[count_++] = {memory, size};
    }
    void given_back(const void* memory) {
        if (!is_on_) return;
        for (std::size_t i = 0; i < count_; ++i) {
            if (pieces_[i].memory != memory) continue;
            ++seen;
            const auto* bytes = static_cast<const unsigned char*>(memory);
            if (std::any_of(bytes, bytes + pieces_[i].size, [](auto byte) { return byte != 0; }))
                ++unwiped;
            pieces_[i].memory = nullptr;
        }
    }

    struct Piece {
        const void* memory;
        std::size_t size;
    };
    bool is_on_ = false;
    std::array<Piece, 256> pieces_{};
    std::size_t count_ = 0;
    int seen = 0;
    int unwiped = 0;
};

Watch watch;

}  // namespace

// NOLINTBEGIN: all of them, so that none is of another kind than the rest.
void* operator new(std::size_t size) {
    void* memory = std::calloc(1, size);
    if (memory == nullptr) throw std::bad_alloc();
    watch.taken(memory, size);
    return memory;
}
void operator delete(void* memory) noexcept {
    if (memory != nullptr) watch.given_back(memory);
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept { operator delete(memory); }
// NOLINTEND

namespace deed::test {
namespace {

Bytes some_key() {
    Bytes key{0x80, 0x26};  // ed25519-priv
    for (std::uint8_t i = 0; i < 32; ++i) key.push_back(static_cast<std::uint8_t>(200 - i));
    return key;
}

TEST(Wiping, EncodingLeavesNothing) {
    for (const Multibase base : {Multibase::base58btc, Multibase::base64url}) {
        const Bytes key = some_key();
        watch.start();
        const std::string text = multibase_encode(base, key);
        watch.stop();
        EXPECT_GT(watch.seen, 0);
        EXPECT_EQ(watch.unwiped, 0) << text;
    }
}

TEST(Wiping, DecodingLeavesNothing) {
    const std::string text = multibase_encode(Multibase::base58btc, some_key());
    watch.start();
    const auto key = multibase_decode(text, Multibase::base58btc);
    watch.stop();
    EXPECT_OK(key);
    EXPECT_GT(watch.seen, 0);
    EXPECT_EQ(watch.unwiped, 0);
}

}  // namespace
}  // namespace deed::test
