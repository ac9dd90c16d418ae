#include "registry-contracts/client/evm/registries/owned_contract.hpp"

#include "lib/crypto/recovery.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/signing/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "registry-contracts/client/signing_time.hpp"

namespace deed::registry::evm {
namespace {

constexpr std::uint8_t kFirstV = 27;

/// Some bits of a word, from the lowest: `width` of them from `shift` on, both whole bytes.
std::uint64_t bits_of(const Word& word, std::size_t shift, std::size_t width) {
    std::uint64_t value = 0;
    for (std::size_t i = width / 8; i-- > 0;) value = value << 8 | word[31 - shift / 8 - i];
    return value;
}

Result<Word> place_word(const Event& event, std::size_t at) {
    constexpr unsigned kPlaceBits = 96;
    const Uint256& place = *event.values[at].as_uint();
    if (place.bit_width() <= kPlaceBits) return place.to_word();
    return Error(errors::kBadEvent, std::string(event.name) + " has a place of too many bits");
}

bool is_of_signature(const ErrorCode& code) {
    return code == registry::errors::kSignatureInvalid ||
           code == registry::errors::kSignatureHighS || code == errors::kMessageSignature;
}

/// What the chain says of a signature, in the registry's words.
Error as(const ErrorCode& code, const Error& error) {
    if (!is_of_signature(error.code())) return error;
    return {code, error.message(), error.where()};
}

}  // namespace

Result<std::optional<KnownUntil>> OwnedContract::known_until(Call& call) const {
    DEED_TRY(const auto block, contract_.node().block_info(BlockRef::latest(), call));
    if (!block) return Error(errors::kBadAnswer, "the node has no latest block");
    BlockTimes times(contract_.node());
    DEED_TRY(const Timestamp time, times.of(block->hash, call));
    return std::optional(KnownUntil{time, options_.source});
}

Result<void> OwnedContract::check_known(const At& at, Call& call) const {
    const auto* until = std::get_if<UntilTime>(&at);
    if (until == nullptr) return {};
    DEED_TRY(const auto known, known_until(call));
    if (until->time <= known->time) return {};
    return Error(registry::errors::kCopyTooOld,
                 "the " + known->source + " is as of " + known->time.to_string());
}

Result<std::uint64_t> OwnedContract::expiry(Call& call) const {
    DEED_ASSERT(options_.clock != nullptr);
    DEED_TRY(const auto block, contract_.node().block_info(BlockRef::latest(), call));
    Timestamp now = options_.clock->now();
    if (block) {
        BlockTimes times(contract_.node());
        DEED_TRY(const Timestamp chain, times.of(block->hash, call));
        DEED_CHECK(check_not_ahead(chain, now));
        if (options_.max_agreed_seconds &&
            chain > now.plus_seconds(static_cast<std::int64_t>(*options_.max_agreed_seconds)))
            return Error(registry::errors::kLedgerTimeAhead,
                         "a dry run signs for a minute, and the node's block is of later");
        now = std::max(now, chain);
    }
    return static_cast<std::uint64_t>(now.unix_milliseconds() / 1000) + options_.validity_seconds;
}

Result<void> OwnedContract::check_agreed(const Consent& consent) const {
    if (!options_.max_agreed_seconds) return {};
    DEED_ASSERT(options_.clock != nullptr);
    const auto now = static_cast<std::uint64_t>(options_.clock->now().unix_milliseconds() / 1000);
    if (consent.expiry <= now + *options_.max_agreed_seconds) return {};
    return Error(errors::kDryRunOfConsent,
                 "the consent holds for " + std::to_string(consent.expiry - now) + " seconds more");
}

Result<void> OwnedContract::check_actor(const Address& owner, const crypto::Signer& actor,
                                        Call& call) const {
    DEED_TRY(const auto permitted, actor_of(contract_, owner, call));
    DEED_TRY(const Address own, address_of(actor.public_key()));
    if (permitted == own) return {};
    return Error(registry::errors::kNotPermitted,
                 to_checksummed(own) + " does not act for " + to_checksummed(owner));
}

Result<Bytes> OwnedContract::sign(std::string_view encoded_type, const AbiValue& value,
                                  crypto::Signer& actor, Call& call) const {
    DEED_TRY(const crypto::Digest256 digest, contract_.digest(encoded_type, value));
    DEED_TRY(Bytes signature, crypto::sign_recoverable(actor, digest, call));
    signature.back() = static_cast<std::uint8_t>(signature.back() + kFirstV);
    return signature;
}

Result<OwnedContract::Done> OwnedContract::run(std::string_view function,
                                               std::span<const AbiValue> values,
                                               std::string_view event,
                                               std::span<const std::optional<Word>> indexed,
                                               Call& call) const {
    if (options_.transactor == nullptr)
        return Error(registry::errors::kLedgerReadOnly, "no account is given to send from");
    const auto receipt = contract_.execute(*options_.transactor, function, values, call);
    if (!receipt) return as(registry::errors::kNotPermitted, receipt.error());
    DEED_TRY(Event left, contract_.event_in(*receipt, event, indexed));
    DEED_TRY(const registry::Receipt done,
             receipt_of(contract_, left, options_.transactor->finality(), call));
    return Done{done, std::move(left)};
}

Result<OwnedContract::Done> OwnedContract::run_agreed(std::string_view function,
                                                      std::span<const AbiValue> values,
                                                      std::string_view event,
                                                      std::span<const std::optional<Word>> indexed,
                                                      Call& call) const {
    auto done = run(function, values, event, indexed, call);
    if (done || done.error().code() != registry::errors::kNotPermitted) return done;
    return Error(registry::errors::kConsentInvalid, done.error().message());
}

Result<Moment> OwnedContract::moment_of(const Event& event, BlockTimes& times, Call& call) const {
    DEED_TRY(const Timestamp time, times.of(event.log.block_hash, call));
    return Moment{position_of(event.log), time, event.log.transaction_hash};
}

Result<OwnedPlace> schema_place(const Event& event, std::size_t at) {
    DEED_TRY(const Word word, place_word(event, at));
    return OwnedPlace{bits_of(word, 24, 24), bits_of(word, 0, 24), bits_of(word, 48, 48)};
}

Result<OwnedPlace> list_place(const Event& event, std::size_t at) {
    DEED_TRY(const Word word, place_word(event, at));
    return OwnedPlace{bits_of(word, 0, 48), 0, bits_of(word, 48, 48)};
}

Result<std::uint64_t> told_number(const AbiValue::List& values, std::size_t at) {
    const auto number = values[at].as_uint()->to_u64();
    if (number) return *number;
    return Error(errors::kBadAnswer, "a number is beyond any count");
}

bool is_until(const At& at, std::uint64_t number, const Moment& moment) {
    if (const auto* until = std::get_if<UntilLength>(&at)) return number < until->length;
    if (const auto* until = std::get_if<UntilTime>(&at)) return moment.accepted <= until->time;
    return true;
}

}  // namespace deed::registry::evm
