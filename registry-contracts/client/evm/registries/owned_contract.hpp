#pragma once

// Internal to this room: what the contracts of schemas and status lists have in common.

#include "lib/crypto/key.hpp"
#include "registry-contracts/client/evm/registries/abi_values.hpp"
#include "registry-contracts/client/owned.hpp"

namespace deed::registry::evm {

/// What an engine of schemas or lists works with. Borrows node, transactor and clock.
struct OwnedRegistryOptions {
    std::string network;               ///< of the DIDs that act here
    Transactor* transactor = nullptr;  ///< brings what actors sign; nothing: read-only
    const Clock* clock = nullptr;      ///< needed to write
    std::uint64_t validity_seconds = 3600;
    std::string source = "node";  ///< who is asked, as a verifier reads it; nothing secret
    /// How much longer a consent may hold for the other party to sign beside it; nothing: any time.
    std::optional<std::uint64_t> max_agreed_seconds = std::nullopt;
};

/// The `place` of an event, and where its operation stands.
struct OwnedPlace {
    std::uint64_t number = 0;
    std::uint64_t version = 0;  ///< of schemas alone
    std::uint64_t before = 0;   ///< the block of the operation before
};

class OwnedContract {
public:
    OwnedContract(RegistryContract contract, OwnedRegistryOptions options)
        : contract_(std::move(contract)), options_(std::move(options)) {}

    const RegistryContract& bound() const { return contract_; }
    const std::string& network() const { return options_.network; }

    Result<AbiValue::List> read(std::string_view function, const AbiValue& value,
                                Call& call) const {
        return contract_.read(function, {&value, 1}, BlockRef::latest(), call);
    }

    /// The time of the latest block: a node that stopped following the chain is told by its age.
    Result<std::optional<KnownUntil>> known_until(Call& call) const;
    /// `registry.copy_too_old` of a moment behind that block.
    Result<void> check_known(const At& at, Call& call) const;

    /// Until when what is signed now holds: by the clock, or by the chain where that is ahead.
    /// `ledger.time_ahead` where that is by more than a day.
    Result<std::uint64_t> expiry(Call& call) const;
    /// Before signing beside a consent, which says how long both hold:
    /// `contract.dry_run_of_consent` where that is beyond OwnedRegistryOptions::max_agreed_seconds.
    Result<void> check_agreed(const Consent& consent) const;
    /// `registry.not_permitted` unless the signer's account acts for the owner now.
    Result<void> check_actor(const Address& owner, const crypto::Signer& actor, Call& call) const;
    /// The actor's signature over a struct of EIP-712.
    Result<Bytes> sign(std::string_view encoded_type, const AbiValue& value, crypto::Signer& actor,
                       Call& call) const;

    /// Sends, and finds the event that the change left for this id.
    struct Done {
        registry::Receipt receipt;
        Event event;
    };
    Result<Done> run(std::string_view function, std::span<const AbiValue> values,
                     std::string_view event, std::span<const std::optional<Word>> indexed,
                     Call& call) const;
    /// The same of an operation that a second party consented to: what the chain says of a
    /// signature is said of the consent, since the actor was looked at before.
    Result<Done> run_agreed(std::string_view function, std::span<const AbiValue> values,
                            std::string_view event, std::span<const std::optional<Word>> indexed,
                            Call& call) const;

    Result<Moment> moment_of(const Event& event, BlockTimes& times, Call& call) const;

private:
    RegistryContract contract_;
    OwnedRegistryOptions options_;
};

/// Bits 0–47 the number (of schemas: 0–23 the version, 24–47 the number), 48–95 the block before;
/// `contract.bad_event` for more.
Result<OwnedPlace> schema_place(const Event& event, std::size_t at);
Result<OwnedPlace> list_place(const Event& event, std::size_t at);

/// A number that a contract returns wider than is ever meant; `contract.bad_answer`.
Result<std::uint64_t> told_number(const AbiValue::List& values, std::size_t at);

/// Whether an operation counts, as of when: by its number and its moment.
bool is_until(const At& at, std::uint64_t number, const Moment& moment);

}  // namespace deed::registry::evm
