#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "did/document.hpp"
#include "did/methods/ethr_id.hpp"
#include "registry-contracts/client/evm/erc1056/event.hpp"

namespace deed::did {

/// What the events of a registry make of a did:ethr, one after another (method specification,
/// "Enumerating Contract Events to build the DID Document").
class EthrState {
public:
    EthrState(const Did& did, const EthrId& id, std::uint64_t chain_id);

    /// Counts for nothing once is_deactivated().
    void apply(const registry::evm::Erc1056Event& event);

    bool is_deactivated() const { return deactivated_; }
    /// With what is valid at `now`, in seconds since 1970; `did.invalid_document` where that is
    /// more than a document may have.
    Result<Document> document_at(std::uint64_t now) const;
    /// The ids of entries that would be valid at `now` but are not in the document, as no resolver
    /// could use them.
    std::vector<std::string> left_out_at(std::uint64_t now) const;
    /// The seconds from `from` on and before `to` in which something is valid for the last time, in
    /// order, each once.
    std::vector<std::uint64_t> ends_between(std::uint64_t from, std::uint64_t to) const;

private:
    /// One method or service. `json` is nothing for what is left out.
    struct Entry {
        std::string key;  ///< what the event is about: a later one about the same takes its place
        std::string id;
        std::optional<Relationship> relationship;  ///< nothing: a service
        std::optional<json::Document> json;
        registry::evm::Uint256 valid_to;
    };

    void apply_change(const registry::evm::OwnerChanged& change, std::uint64_t block_time);
    void apply_change(const registry::evm::DelegateChanged& change, std::uint64_t block_time);
    void apply_change(const registry::evm::AttributeChanged& change, std::uint64_t block_time);
    void apply_key(const std::string& name, const Bytes& value, Entry entry);
    void apply_service(const std::string& name, const Bytes& value, Entry entry);
    void keep(Entry entry);
    bool is_sound(const Entry& entry) const;
    json::Document account_method(const std::string& id, const registry::Address& account) const;
    json::Document compose(const std::vector<const Entry*>& entries) const;
    json::Document ended() const;
    std::vector<const Entry*> valid_at(std::uint64_t now, bool is_used) const;

    const Did did_;
    const EthrId id_;
    const std::uint64_t chain_id_;
    registry::Address owner_;
    bool deactivated_ = false;
    std::uint64_t delegates_ = 0;  ///< events that were counted so far
    std::uint64_t services_ = 0;
    std::vector<Entry> entries_;
};

}  // namespace deed::did
