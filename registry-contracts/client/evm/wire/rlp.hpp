#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "lib/encoding/bytes.hpp"
#include "lib/error/result.hpp"
#include "registry-contracts/client/evm/wire/uint256.hpp"

namespace deed::registry::evm {

// Recursive Length Prefix (Ethereum's yellow paper, appendix B): byte strings and lists of items.

/// Appends items one after another. Lists that are begun must be ended before take().
class DEED_API RlpWriter {
public:
    RlpWriter& string(ByteView bytes);
    /// A number is its big-endian bytes without leading zeros.
    RlpWriter& uint(const Uint256& value);
    RlpWriter& begin_list();
    RlpWriter& end_list();
    /// One item that is encoded already.
    RlpWriter& item(ByteView encoded);

    /// What was written; the writer is empty afterwards.
    Bytes take();

private:
    Bytes out_;
    std::vector<std::size_t> open_lists_;  ///< where their payloads begin
};

/// Walks over the items of untrusted bytes, refusing whatever RlpWriter would not write:
/// `rlp.truncated`, `rlp.not_canonical`, `rlp.unexpected_type`, `rlp.trailing_bytes`, and lists
/// inside more than kMaxDepth others (`rlp.too_deep`). Returned views point into the input; what
/// is inside a list is checked as it is read.
class DEED_API RlpReader {
public:
    static constexpr unsigned kMaxDepth = 64;

    explicit RlpReader(ByteView input) : RlpReader(input, kMaxDepth) {}

    Result<ByteView> string();
    /// A string of just this size, or `rlp.unexpected_type`.
    Result<ByteView> string_of(std::size_t size);
    Result<Word> word();
    /// A number without leading zeros (`rlp.not_canonical`) of at most 256 or 64 bits
    /// (`rlp.unexpected_type`).
    Result<Uint256> uint256();
    Result<std::uint64_t> uint64();
    /// Steps over a list, and returns the reader of what is inside.
    Result<RlpReader> list();
    /// The bytes of the next item, head and all; what is inside a list is not looked at.
    Result<ByteView> item();

    /// Whether the next item is a list; false at the end.
    bool at_list() const { return !at_end() && input_[position_] >= 0xc0; }
    bool at_end() const { return position_ == input_.size(); }
    /// `rlp.trailing_bytes` unless everything was read.
    Result<void> finish() const;

private:
    struct Head {
        bool is_list;
        std::size_t begin;  ///< of the payload
        std::size_t size;
    };

    RlpReader(ByteView input, unsigned depth_left) : input_(input), depth_left_(depth_left) {}
    Result<Head> peek() const;
    Result<Head> peek(bool is_list) const;
    ByteView take(const Head& head);

    ByteView input_;
    unsigned depth_left_;
    std::size_t position_ = 0;
};

}  // namespace deed::registry::evm
