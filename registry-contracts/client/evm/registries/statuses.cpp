#include "registry-contracts/client/evm/registries/statuses.hpp"

#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/registries/kinds.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

namespace deed::registry::evm {
namespace {

constexpr std::string_view kCreate =
    "StatusCreate(address publisher,bytes32 name,bool permanent,string uri,uint256 expiry)";
constexpr std::string_view kPublish =
    "StatusPublish(bytes32 listId,uint256 sequence,uint256 expiry,bytes32 root)";
constexpr std::string_view kSetBits =
    "StatusSetBits(bytes32 listId,uint256 sequence,uint256 expiry,Bits[] bits)"
    "Bits(uint256 word,uint256 mask)";
constexpr std::string_view kClearBits =
    "StatusClearBits(bytes32 listId,uint256 sequence,uint256 expiry,Bits[] bits)"
    "Bits(uint256 word,uint256 mask)";
constexpr std::string_view kHandOver =
    "StatusHandOver(bytes32 listId,uint256 sequence,uint256 expiry,address publisher)";

AbiValue bits_value(std::span<const BitWord> words) {
    AbiValue::List list;
    for (const BitWord& word : words)
        list.push_back(
            AbiValue::list({value_of(word.word), AbiValue::uint(Uint256::from_word(word.mask))}));
    return AbiValue::list(std::move(list));
}

AbiValue hand_over_message(const Hash& id, const Consent& acceptance, const Address& recipient) {
    return AbiValue::list({value_of(id), value_of(acceptance.sequence), value_of(acceptance.expiry),
                           value_of(recipient)});
}

}  // namespace

/// Setting or clearing.
struct EvmStatusRegistry::BitsCall {
    std::string_view signed_type;
    std::string_view function;
    std::string_view event;
};

Result<std::unique_ptr<EvmStatusRegistry>> EvmStatusRegistry::open(ChainReader& node,
                                                                   const DeployedAt& contract,
                                                                   OwnedRegistryOptions options,
                                                                   Call& call) {
    DEED_TRY(RegistryContract bound,
             RegistryContract::open(status_contract(), node, contract, call));
    return std::unique_ptr<EvmStatusRegistry>(
        new EvmStatusRegistry(OwnedContract(std::move(bound), std::move(options))));
}

Result<EvmStatusRegistry::State> EvmStatusRegistry::state_of(const Hash& id, Call& call) {
    DEED_TRY(const auto told, contract_.read("list", value_of(id), call));
    const AbiValue::List& values = list_at(told, 0);
    State state;
    state.publisher = address_at(values, 0);
    state.permanent = truth_at(values, 1);
    DEED_TRY(state.created, told_number(values, 2));
    DEED_TRY(state.changed, told_number(values, 3));
    DEED_TRY(state.sequence, told_number(values, 4));
    state.root = *values[5].as_bytes_value();
    if (state.publisher != Address{}) return state;
    return Error(registry::errors::kListUnknown, "there is no list " + to_hex(id));
}

Result<registry::Receipt> EvmStatusRegistry::create(const Address& publisher, const NewList& list,
                                                    crypto::Signer& actor, Call& call) {
    if (list.uri.size() > kMaxListUri)
        return Error(registry::errors::kUriSize,
                     "the URI has " + std::to_string(list.uri.size()) + " bytes");
    DEED_CHECK(contract_.check_actor(publisher, actor, call));
    DEED_TRY(const std::uint64_t expiry, contract_.expiry(call));
    std::vector<AbiValue> values{value_of(publisher), value_of(list.name),
                                 AbiValue::boolean(list.permanent), AbiValue::text(list.uri),
                                 value_of(expiry)};
    DEED_TRY(const Bytes signature, contract_.sign(kCreate, AbiValue::list(values), actor, call));
    values.push_back(value_of(ByteView(signature)));
    const std::optional<Word> id = owned_id(publisher, list.name);
    DEED_TRY(const auto done, contract_.run("createSigned", values, "ListCreated", {&id, 1}, call));
    return done.receipt;
}

Result<registry::Receipt> EvmStatusRegistry::publish(const Hash& id, const Hash& root,
                                                     crypto::Signer& actor, Call& call,
                                                     const OwnedTerms& terms) {
    DEED_TRY(const State state, state_of(id, call));
    DEED_CHECK(contract_.check_actor(state.publisher, actor, call));
    DEED_TRY(const std::uint64_t expiry, contract_.expiry(call));
    const std::uint64_t sequence = terms.sequence.value_or(state.sequence);
    const AbiValue message =
        AbiValue::list({value_of(id), value_of(sequence), value_of(expiry), value_of(root)});
    DEED_TRY(const Bytes signature, contract_.sign(kPublish, message, actor, call));
    const std::vector<AbiValue> values{value_of(id), value_of(sequence), value_of(root),
                                       value_of(expiry), value_of(ByteView(signature))};
    const std::optional<Word> topic = id;
    DEED_TRY(const auto done,
             contract_.run("publishSigned", values, "RootPublished", {&topic, 1}, call));
    return done.receipt;
}

Result<registry::Receipt> EvmStatusRegistry::change_bits(const BitsCall& what, const Hash& id,
                                                         std::span<const std::uint64_t> credentials,
                                                         crypto::Signer& actor,
                                                         const OwnedTerms& terms, Call& call) {
    const std::vector<BitWord> words = bit_words(credentials);
    if (words.empty() || words.size() > kMaxBitWords)
        return Error(registry::errors::kWordCount,
                     std::to_string(words.size()) + " words are touched");
    DEED_TRY(const State state, state_of(id, call));
    DEED_CHECK(contract_.check_actor(state.publisher, actor, call));
    DEED_TRY(const std::uint64_t expiry, contract_.expiry(call));
    const std::uint64_t sequence = terms.sequence.value_or(state.sequence);
    const AbiValue message =
        AbiValue::list({value_of(id), value_of(sequence), value_of(expiry), bits_value(words)});
    DEED_TRY(const Bytes signature, contract_.sign(what.signed_type, message, actor, call));
    const std::vector<AbiValue> values{value_of(id), value_of(sequence), bits_value(words),
                                       value_of(expiry), value_of(ByteView(signature))};
    const std::optional<Word> topic = id;
    DEED_TRY(const auto done, contract_.run(what.function, values, what.event, {&topic, 1}, call));
    return done.receipt;
}

Result<registry::Receipt> EvmStatusRegistry::set_bits(const Hash& id,
                                                      std::span<const std::uint64_t> credentials,
                                                      crypto::Signer& actor, Call& call,
                                                      const OwnedTerms& terms) {
    return change_bits({kSetBits, "setBitsSigned", "BitsSet"}, id, credentials, actor, terms, call);
}

Result<registry::Receipt> EvmStatusRegistry::clear_bits(const Hash& id,
                                                        std::span<const std::uint64_t> credentials,
                                                        crypto::Signer& actor, Call& call,
                                                        const OwnedTerms& terms) {
    return change_bits({kClearBits, "clearBitsSigned", "BitsCleared"}, id, credentials, actor,
                       terms, call);
}

Result<Consent> EvmStatusRegistry::accept_hand_over(const Hash& id, const Address& recipient,
                                                    crypto::Signer& actor, Call& call,
                                                    const OwnedTerms& terms) {
    DEED_TRY(const State state, state_of(id, call));
    if (recipient == Address{} || recipient == state.publisher)
        return Error(registry::errors::kBadRecipient, "it cannot go to " + to_string(recipient));
    Consent consent{terms.sequence.value_or(state.sequence), 0, {}, {}};
    DEED_TRY(consent.expiry, contract_.expiry(call));
    DEED_TRY(consent.signature,
             contract_.sign(kHandOver, hand_over_message(id, consent, recipient), actor, call));
    return consent;
}

Result<registry::Receipt> EvmStatusRegistry::hand_over(const Hash& id, const Address& recipient,
                                                       const Consent& acceptance,
                                                       crypto::Signer& actor, Call& call) {
    DEED_TRY(const State state, state_of(id, call));
    if (acceptance.sequence != state.sequence)
        return Error(registry::errors::kSequenceConflict,
                     "the consent is for number " + std::to_string(acceptance.sequence) +
                         ", the next is " + std::to_string(state.sequence));
    DEED_CHECK(contract_.check_actor(state.publisher, actor, call));
    DEED_CHECK(contract_.check_agreed(acceptance));
    DEED_TRY(const Bytes authorization,
             contract_.sign(kHandOver, hand_over_message(id, acceptance, recipient), actor, call));
    const std::vector<AbiValue> values{value_of(id),
                                       value_of(acceptance.sequence),
                                       value_of(recipient),
                                       value_of(acceptance.expiry),
                                       value_of(ByteView(authorization)),
                                       value_of(ByteView(acceptance.signature))};
    const std::optional<Word> topic = id;
    DEED_TRY(const auto done,
             contract_.run_agreed("handOver", values, "ListHandedOver", {&topic, 1}, call));
    return done.receipt;
}

}  // namespace deed::registry::evm
