#pragma once

// The names and values of a did:ethr's attributes. The room's own.

#include <optional>
#include <string>
#include <string_view>

#include "did/document.hpp"
#include "registry-contracts/client/evm/wire/uint256.hpp"

namespace deed::did {

/// The text in 32 bytes, without the zeros behind it; nothing where it is not UTF-8.
std::optional<std::string> ethr_text(const registry::evm::Word& word);

/// The relationship that a type of delegate or a purpose of a key stands for: "veriKey", "sigAuth",
/// and for keys "enc".
std::optional<Relationship> ethr_purpose(std::string_view name);

/// did/pub/<key algorithm>/<key purpose>[/<encoding>] and did/svc/<name>.
struct EthrAttributeName {
    bool is_service = false;
    std::string algorithm;  ///< or the service's type
    std::optional<Relationship> purpose;
    std::string encoding;  ///< empty where there is none
};
/// Nothing where the name is of neither form.
std::optional<EthrAttributeName> parse_attribute_name(std::string_view name);

/// How a method shows a key.
struct EthrKeyMaterial {
    std::string type;
    std::string property;  ///< "publicKeyJwk" and so on
    json::Document value;
};
/// Nothing where the value is no key of the algorithm, or too large.
std::optional<EthrKeyMaterial> key_material(const EthrAttributeName& name, ByteView value);

/// What a service's value says: JSON of an object, an array or a string, else the text itself.
/// Nothing where it is neither, or too large.
std::optional<json::Document> service_endpoint(ByteView value);

}  // namespace deed::did
