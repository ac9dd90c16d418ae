#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/error/result.hpp"

namespace deed::registry::evm {

/// A type of the contract ABI (Solidity's ABI specification), by its canonical name.
class DEED_API AbiType {
public:
    enum class Kind : std::uint8_t {
        uint,
        integer,
        address,
        boolean,
        fixed_bytes,
        bytes,
        string,
        array,        ///< T[]
        fixed_array,  ///< T[n]
        tuple
    };

    /// What types are read: nested, and holding values in place, no further than this.
    static constexpr unsigned kMaxDepth = 16;
    static constexpr std::size_t kMaxHeadWords = 65'536;

    /// "uint256", "bytes32[]", "(address,(string,bool)[2])". Refused with `abi.type_malformed`:
    /// other names, short forms such as "uint", empty tuples and arrays of no elements (which would
    /// take no space), and what is beyond the limits.
    static Result<AbiType> parse(std::string_view text);

    Kind kind() const { return kind_; }
    /// Bits of uint and integer, bytes of fixed_bytes, elements of fixed_array; else 0.
    std::size_t size() const { return size_; }
    const AbiType& element() const { return parts_[0]; }            ///< of arrays
    const std::vector<AbiType>& members() const { return parts_; }  ///< of tuples

    /// Whether values stand in the tail, and an offset in the head.
    bool is_dynamic() const { return is_dynamic_; }
    /// Words that a value takes in the head; 1 for an offset.
    std::size_t head_words() const { return head_words_; }

    /// The canonical name.
    const std::string& to_string() const { return name_; }
    friend bool operator==(const AbiType& a, const AbiType& b) { return a.name_ == b.name_; }

private:
    friend class AbiTypeParser;
    AbiType() = default;

    Kind kind_ = Kind::uint;
    std::size_t size_ = 0;
    std::vector<AbiType> parts_;
    bool is_dynamic_ = false;
    std::size_t head_words_ = 1;
    std::string name_;
};

}  // namespace deed::registry::evm
