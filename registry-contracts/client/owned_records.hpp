#pragma once

#include <functional>

#include "lib/time/timestamp.hpp"
#include "registry-contracts/client/owned_body.hpp"
#include "registry-contracts/client/owned_state.hpp"

namespace deed::registry {

/// How operations on schemas and lists get into a log, and are read back: what LogSchemaRegistry
/// and LogStatusRegistry have in common.
class OwnedRecords {
public:
    OwnedRecords(LogLedger& ledger, const Clock& clock, std::uint64_t validity_seconds)
        : ledger_(ledger), clock_(clock), validity_seconds_(validity_seconds) {}

    /// What comes next in a chain.
    struct Place {
        OwnedKey key;
        Address owner;                   ///< for whom is signed
        std::uint64_t chain_length = 0;  ///< the sequence in the envelope
        Hash previous{};
        /// The number as people see it, and what was asked for.
        std::uint64_t number = 0;
        OwnedTerms terms{};
    };
    /// The place behind the state of a schema or list.
    static Place next_place(const OwnedKey& key, const OwnedState& state, const OwnedTerms& terms);

    /// Signs and submits; included on return.
    Result<Receipt> record(OperationType type, const Place& place, Bytes body,
                           crypto::Signer& actor, Call& call);
    /// The same with the second party's word, which says when it expires; `body` makes the body
    /// with a consent, or with null in its place.
    using BodyWith = std::function<Bytes(std::optional<PartyConsent>)>;
    Result<Receipt> record_agreed(OperationType type, const Place& place, const BodyWith& body,
                                  const Consent& consent, crypto::Signer& actor, Call& call);
    Result<Consent> consent(OperationType type, const Place& place, const BodyWith& body,
                            crypto::Signer& party, Call& call);

    /// Replays the operations of a schema or list until `at` (UntilLength in numbers), each of them
    /// held to the rules but for who acts; `visit` sees each with the state behind it. Nothing if
    /// there are none.
    using Visit = std::function<Result<void>(const OwnedOperation&, const OwnedState&)>;
    Result<std::optional<OwnedState>> replay(const OwnedKey& key, const At& at, const Visit& visit,
                                             Call& call);

private:
    Result<void> check_known(const At& at, Call& call);
    Result<Envelope> prepare(OperationType type, const Place& place, Call& call);
    Result<Receipt> submit(Operation operation, Call& call);

    LogLedger& ledger_;
    const Clock& clock_;
    std::uint64_t validity_seconds_;
};

}  // namespace deed::registry
