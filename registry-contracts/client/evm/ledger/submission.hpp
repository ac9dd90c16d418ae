#pragma once

#include <map>
#include <set>

#include "registry-contracts/client/evm/ledger/history.hpp"
#include "registry-contracts/client/evm/operations/did_calls.hpp"

namespace deed::registry::evm {

/// Operations that are to be handed in together: each checked by the rules on what the ones before
/// it lead to, none sent.
class Draft {
public:
    Draft(DidReader& reader, const DidDomain& domain, const View& view, std::size_t max_body)
        : reader_(reader), domain_(domain), view_(view), max_body_(max_body) {}

    /// What is recorded on the chain already, or is in this draft, adds nothing. The codes of
    /// Ledger::submit(), `chain_operation.wrong_contract`.
    Result<void> add(const Submission& submission, Call& call);

    struct Item {
        Ticket ticket;
        Bytes call_data;
    };
    const std::vector<Item>& items() const { return items_; }

private:
    struct Subject {
        IdentityState state;
        ToldIdentity told;
    };
    Result<Subject*> subject_of(const Address& address, Call& call);
    Result<bool> is_recorded(const Operation& operation, const Subject& subject, Call& call);

    DidReader& reader_;
    const DidDomain& domain_;
    const View view_;
    const std::size_t max_body_;
    std::map<Address, Subject> subjects_;
    std::set<Hash> hashes_;
    std::vector<Item> items_;
};

/// The state that the contract tells of; who controlled what has ended is in its events.
Result<IdentityState> state_of(DidReader& reader, const Address& subject, const ToldIdentity& told,
                               Call& call);

/// Calls for one transaction each: at most 256, and within a block's gas by a cautious reckoning.
std::vector<std::vector<const Draft::Item*>> in_transactions(const std::vector<Draft::Item>& items,
                                                             std::uint64_t block_gas);

}  // namespace deed::registry::evm
