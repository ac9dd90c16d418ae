#pragma once

#include <chrono>
#include <vector>

#include "registry-contracts/client/evm/erc1056/event.hpp"
#include "registry-contracts/client/evm/node.hpp"

namespace deed::registry::evm {

/// How much of an identity's history is read. Its owner decides how long it is.
struct Erc1056Limits {
    std::size_t max_events = 1024;
    std::size_t max_value_bytes = std::size_t{1} << 20;  ///< of all attributes together
    std::chrono::milliseconds patience{std::chrono::minutes(1)};
};

/// A block as far as times and versions need it.
struct BlockMoment {
    std::uint64_t number = 0;
    std::uint64_t time = 0;  ///< seconds since 1970
};

/// All that the registry recorded of an identity until `head`.
struct Erc1056History {
    BlockMoment head;
    Address owner{};  ///< as the registry says; the identity itself if none is left
    std::vector<Erc1056Event> events;  ///< oldest first
};

/// One registry of ERC-1056 on a chain, asked through a node. Thread-safe.
class DEED_API Erc1056Registry {
public:
    /// Borrows the node.
    Erc1056Registry(Node& node, const Address& address) : node_(node), address_(address) {}

    const Address& address() const { return address_; }

    // Errors of the node, and `evm.no_contract` where nothing is at the address.

    /// Who may change the identity.
    Result<Address> owner(const Address& identity, const BlockRef& ref, Call& call);
    /// How many signed changes the registry has taken of this account.
    Result<Uint256> nonce(const Address& account, const BlockRef& ref, Call& call);
    /// The block of the identity's last change; 0 if there was none.
    Result<std::uint64_t> changed(const Address& identity, const BlockRef& ref, Call& call);

    /// Walks back from the last change to the first one, each telling the block of the one before.
    /// Held against each other: that no change is missing between two that are shown, that times do
    /// not run backwards, that the owner is the one that the registry names, and that the chain
    /// was the same before and after. `erc1056.*`.
    Result<Erc1056History> history(const Address& identity, const Erc1056Limits& limits,
                                   Call& call);
    /// Number and time of a block, or nothing if there is no such block.
    Result<std::optional<BlockMoment>> moment(std::uint64_t number, Call& call);

private:
    Result<AbiValue> ask(std::string_view function, const Address& about, const BlockRef& ref,
                         Call& call);

    Node& node_;
    const Address address_;
};

}  // namespace deed::registry::evm
