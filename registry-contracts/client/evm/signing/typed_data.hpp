#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lib/crypto/hash.hpp"
#include "lib/json/document.hpp"
#include "registry-contracts/client/evm/wire/abi.hpp"

namespace deed::registry::evm {

// EIP-712: typed structured data, as wallets show and sign it.

/// One member of a struct: its type is one of the ABI that is no tuple, the name of a struct, or an
/// array of either, "Party[2][]".
struct TypedMember {
    std::string type;
    std::string name;
};

/// The structs that a message is made of. A struct's value is a list of its members' values in the
/// order in which they are declared.
class DEED_API TypedDataTypes {
public:
    using Structs = std::map<std::string, std::vector<TypedMember>, std::less<>>;

    static constexpr std::size_t kMaxStructs = 64;
    static constexpr std::size_t kMaxMembers = 256;  ///< of one struct
    static constexpr std::size_t kMaxDimensions = 8;
    /// Of all that encode_type() gives, since each struct's text holds those that it reaches.
    static constexpr std::size_t kMaxEncodedBytes = std::size_t{1} << 20;

    /// `typed_data.types_invalid`, `typed_data.too_large`.
    static Result<TypedDataTypes> create(const Structs& structs);

    /// "Mail(Person from,…)Person(…)": the struct, then those that it refers to, by name. The
    /// functions below fail with `typed_data.types_invalid` for a struct that is not declared.
    Result<std::string> encode_type(std::string_view name) const;
    Result<Word> type_hash(std::string_view name) const;
    /// The type's hash and one word for each member; `typed_data.value_mismatch`.
    Result<Bytes> encode_data(std::string_view name, const AbiValue& value) const;
    /// Keccak-256 of encode_data().
    Result<Word> hash_struct(std::string_view name, const AbiValue& value) const;
    /// The value of a struct from its JSON: each member and no other; numbers, addresses and bytes
    /// as abi_value_from_json() takes them. `typed_data.value_mismatch` with the place behind
    /// `pointer`.
    Result<AbiValue> value_from_json(std::string_view name, json::Value value,
                                     const std::string& pointer = {}) const;

private:
    struct MemberType {
        std::optional<AbiType> atomic;     ///< nothing: a struct
        std::string name;                  ///< of the struct
        std::vector<std::size_t> lengths;  ///< of arrays, outermost last; 0 for any length
    };
    struct Member {
        std::string name;
        MemberType type;
    };
    struct Struct {
        std::vector<Member> members;
        std::string encoded;  ///< encode_type()
        Word hash{};          ///< type_hash()
    };

    TypedDataTypes() = default;
    static Result<MemberType> parse_type(const std::string& text, const Structs& structs);
    /// Sets what is computed of the structs; `typed_data.too_large`.
    Result<void> encode_types(const Structs& structs);
    /// The structs that one reaches, without itself.
    std::set<std::string> referred_from(const std::string& name) const;
    Result<const Struct*> find(std::string_view name) const;
    Result<Word> hash_value(const MemberType& type, std::size_t dimensions,
                            const AbiValue& value) const;
    Result<AbiValue> member_from_json(const MemberType& type, std::size_t dimensions,
                                      json::Value value, const std::string& pointer) const;

    std::map<std::string, Struct, std::less<>> structs_;
};

/// For whom data is signed, so that it is good nowhere else; what is nothing is not part of it.
struct DEED_API TypedDataDomain {
    std::optional<std::string> name = std::nullopt;
    std::optional<std::string> version = std::nullopt;
    std::optional<Uint256> chain_id = std::nullopt;
    std::optional<Address> verifying_contract = std::nullopt;
    std::optional<Word> salt = std::nullopt;

    friend bool operator==(const TypedDataDomain&, const TypedDataDomain&) = default;

    /// The hash of the struct EIP712Domain; `typed_data.domain_invalid` if all is nothing.
    Result<Word> separator() const;
};

/// What is signed: Keccak-256 of 0x1901, the domain's separator and the struct's hash.
DEED_API crypto::Digest256 typed_data_digest(const Word& separator, const Word& struct_hash);

/// A message in the JSON form of eth_signTypedData_v4.
///
/// Any domain is read. Whoever signs, or believes a signature, compares domain() with the chain and
/// the contract that are meant: else what was made for one is good for another.
class DEED_API TypedData {
public:
    /// {"types", "primaryType", "domain", "message"} and nothing else; EIP712Domain must be among
    /// the types with just the members of the domain, since programs disagree about what a missing
    /// one means. `json.*`, `typed_data.*`.
    static Result<TypedData> parse(std::string_view text);

    const std::string& primary_type() const { return primary_type_; }
    const TypedDataTypes& types() const { return types_; }
    const AbiValue& message() const { return message_; }
    const TypedDataDomain& domain() const { return domain_; }
    const Word& domain_separator() const { return separator_; }
    const Word& struct_hash() const { return struct_hash_; }
    crypto::Digest256 digest() const { return typed_data_digest(separator_, struct_hash_); }

private:
    TypedData(TypedDataTypes types, std::string primary_type, AbiValue message)
        : types_(std::move(types)),
          primary_type_(std::move(primary_type)),
          message_(std::move(message)) {}

    TypedDataTypes types_;
    std::string primary_type_;
    AbiValue message_;
    TypedDataDomain domain_;
    Word separator_{};
    Word struct_hash_{};
};

}  // namespace deed::registry::evm
