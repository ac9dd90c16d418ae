#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "registry-contracts/client/evm/wire/abi.hpp"
#include "registry-contracts/client/evm/wire/chain_hash.hpp"

namespace deed::registry::evm {

/// The first four bytes of the hash of a signature, by which contracts tell functions and errors
/// apart.
using Selector = std::array<std::uint8_t, 4>;

/// Whether a name is one that Solidity allows: letters, digits, _ and $, no digit first.
DEED_API bool is_identifier(std::string_view name);

/// Name and parameters of a function, an error or an event.
class DEED_API AbiSignature {
public:
    /// "anchor(bytes32,string)"; for events parameters may be marked, "(address indexed,uint256)".
    /// No names of parameters, no blanks after commas: the canonical form alone, so that the text
    /// is what is hashed. `abi.type_malformed`. The compilers of FISCO BCOS's SM chains hash with
    /// SM3.
    static Result<AbiSignature> parse(std::string_view text, ChainHash hash = ChainHash::keccak256);

    const std::string& name() const { return name_; }
    const std::vector<AbiType>& types() const { return types_; }
    /// Without marks.
    const std::string& canonical() const { return canonical_; }
    /// The hash of the canonical form: the first topic of an event.
    const Word& topic() const { return topic_; }
    Selector selector() const { return {topic_[0], topic_[1], topic_[2], topic_[3]}; }

    /// Selector and parameters; `abi.value_mismatch`.
    Result<Bytes> encode_call(std::span<const AbiValue> values) const;
    /// The parameters of what encode_call() writes; also of an error that a contract raised.
    /// `abi.value_mismatch` for another selector, and abi_decode()'s errors.
    Result<AbiValue::List> decode_call(ByteView data) const;
    bool has_selector_of(ByteView data) const;

    /// The parameters of a log entry of this event. One that is indexed and no single word stands
    /// there as the 32 bytes of its hash. `abi.topics_mismatch`, and abi_decode()'s errors.
    Result<AbiValue::List> decode_event(std::span<const Word> topics, ByteView data) const;

private:
    AbiSignature() = default;
    std::string name_;
    std::string canonical_;
    std::vector<AbiType> types_;
    std::vector<bool> indexed_;
    Word topic_{};
};

}  // namespace deed::registry::evm
