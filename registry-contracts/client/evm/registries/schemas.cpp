#include "registry-contracts/client/evm/registries/schemas.hpp"

#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/registries/kinds.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

namespace deed::registry::evm {
namespace {

constexpr std::string_view kRegister =
    "SchemaRegister(address publisher,bytes32 name,bytes body,uint256 expiry)";
constexpr std::string_view kUpdate =
    "SchemaUpdate(bytes32 schemaId,uint256 sequence,uint256 expiry,bytes body)";
constexpr std::string_view kHandOver =
    "SchemaHandOver(bytes32 schemaId,uint256 sequence,uint256 expiry,address publisher)";
constexpr std::string_view kClaim = "CptClaim(bytes32 schemaId,uint256 expiry)";
constexpr std::string_view kAssign =
    "CptAssign(uint256 cptId,bytes32 schemaId,address publisher,uint256 expiry)";

AbiValue hand_over_message(const Hash& id, const Consent& acceptance, const Address& recipient) {
    return AbiValue::list({value_of(id), value_of(acceptance.sequence), value_of(acceptance.expiry),
                           value_of(recipient)});
}

AbiValue assign_message(std::uint64_t cpt, const Hash& id, const Address& publisher,
                        std::uint64_t expiry) {
    return AbiValue::list({value_of(cpt), value_of(id), value_of(publisher), value_of(expiry)});
}

}  // namespace

Result<std::unique_ptr<EvmSchemaRegistry>> EvmSchemaRegistry::open(ChainReader& node,
                                                                   const DeployedAt& contract,
                                                                   OwnedRegistryOptions options,
                                                                   Call& call) {
    DEED_TRY(RegistryContract bound,
             RegistryContract::open(schema_contract(), node, contract, call));
    return std::unique_ptr<EvmSchemaRegistry>(
        new EvmSchemaRegistry(OwnedContract(std::move(bound), std::move(options))));
}

Result<EvmSchemaRegistry::State> EvmSchemaRegistry::state_of(const Hash& id, Call& call) {
    DEED_TRY(const auto told, contract_.read("schemaOf", value_of(id), call));
    const AbiValue::List& values = list_at(told, 0);
    State state;
    state.publisher = address_at(values, 0);
    DEED_TRY(state.changed, told_number(values, 1));
    DEED_TRY(state.version, told_number(values, 2));
    DEED_TRY(state.sequence, told_number(values, 3));
    state.content_hash = word_at(values, 4);
    if (state.publisher != Address{}) return state;
    return Error(registry::errors::kSchemaUnknown, "there is no schema " + to_hex(id));
}

Result<registry::Receipt> EvmSchemaRegistry::create(const Address& publisher, const OwnedName& name,
                                                    Bytes body, crypto::Signer& actor, Call& call) {
    DEED_CHECK(contract_.check_actor(publisher, actor, call));
    DEED_TRY(const std::uint64_t expiry, contract_.expiry(call));
    const AbiValue message = AbiValue::list(
        {value_of(publisher), value_of(name), value_of(ByteView(body)), value_of(expiry)});
    DEED_TRY(const Bytes signature, contract_.sign(kRegister, message, actor, call));
    const std::vector<AbiValue> values{value_of(publisher), value_of(name),
                                       value_of(ByteView(body)), value_of(expiry),
                                       value_of(ByteView(signature))};
    const std::optional<Word> id = owned_id(publisher, name);
    DEED_TRY(const auto done,
             contract_.run("registerSigned", values, "SchemaRegistered", {&id, 1}, call));
    return done.receipt;
}

Result<registry::Receipt> EvmSchemaRegistry::update(const Hash& id, Bytes body,
                                                    crypto::Signer& actor, Call& call,
                                                    const OwnedTerms& terms) {
    DEED_TRY(const State state, state_of(id, call));
    DEED_CHECK(contract_.check_actor(state.publisher, actor, call));
    DEED_TRY(const std::uint64_t expiry, contract_.expiry(call));
    const std::uint64_t sequence = terms.sequence.value_or(state.sequence);
    const AbiValue message = AbiValue::list(
        {value_of(id), value_of(sequence), value_of(expiry), value_of(ByteView(body))});
    DEED_TRY(const Bytes signature, contract_.sign(kUpdate, message, actor, call));
    const std::vector<AbiValue> values{value_of(id), value_of(sequence), value_of(ByteView(body)),
                                       value_of(expiry), value_of(ByteView(signature))};
    const std::optional<Word> topic = id;
    DEED_TRY(const auto done,
             contract_.run("updateSigned", values, "SchemaUpdated", {&topic, 1}, call));
    return done.receipt;
}

Result<Consent> EvmSchemaRegistry::accept_hand_over(const Hash& id, const Address& recipient,
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

Result<registry::Receipt> EvmSchemaRegistry::hand_over(const Hash& id, const Address& recipient,
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
             contract_.run_agreed("handOver", values, "SchemaHandedOver", {&topic, 1}, call));
    return done.receipt;
}

Result<CptRules> EvmSchemaRegistry::cpt_rules(Call& call) {
    DEED_TRY(const auto steward, contract_.bound().read("steward", {}, BlockRef::latest(), call));
    DEED_TRY(const auto from, contract_.bound().read("openFrom", {}, BlockRef::latest(), call));
    CptRules rules;
    rules.steward = address_at(steward, 0);
    DEED_TRY(rules.open_from, told_number(from, 0));
    return rules;
}

Result<CptReceipt> EvmSchemaRegistry::claim_cpt(const Hash& id, crypto::Signer& actor, Call& call) {
    DEED_TRY(const State state, state_of(id, call));
    DEED_CHECK(contract_.check_actor(state.publisher, actor, call));
    DEED_TRY(const std::uint64_t expiry, contract_.expiry(call));
    DEED_TRY(const Bytes signature,
             contract_.sign(kClaim, AbiValue::list({value_of(id), value_of(expiry)}), actor, call));
    const std::vector<AbiValue> values{value_of(id), value_of(expiry),
                                       value_of(ByteView(signature))};
    const std::vector<std::optional<Word>> indexed{std::nullopt, id};
    DEED_TRY(const auto done,
             contract_.run("claimCptSigned", values, "CptAssigned", indexed, call));
    DEED_TRY(const std::uint64_t cpt, wide_number_at(done.event, 0));
    return CptReceipt{done.receipt, cpt};
}

Result<Consent> EvmSchemaRegistry::approve_cpt(std::uint64_t cpt, const Hash& id,
                                               crypto::Signer& steward, Call& call) {
    DEED_CHECK(cpt_zone(cpt));
    DEED_TRY(const State state, state_of(id, call));
    DEED_TRY(const CptRules rules, cpt_rules(call));
    if (cpt >= rules.open_from)
        return Error(registry::errors::kCptZoneOpen,
                     "ids from " + std::to_string(rules.open_from) + " on are given in order");
    Consent consent{0, 0, {}, {}};
    DEED_TRY(consent.expiry, contract_.expiry(call));
    DEED_TRY(consent.signature,
             contract_.sign(kAssign, assign_message(cpt, id, state.publisher, consent.expiry),
                            steward, call));
    return consent;
}

Result<registry::Receipt> EvmSchemaRegistry::assign_cpt(std::uint64_t cpt, const Hash& id,
                                                        const Consent& approval,
                                                        crypto::Signer& actor, Call& call) {
    DEED_TRY(const State state, state_of(id, call));
    DEED_CHECK(contract_.check_actor(state.publisher, actor, call));
    DEED_CHECK(contract_.check_agreed(approval));
    DEED_TRY(const Bytes consent,
             contract_.sign(kAssign, assign_message(cpt, id, state.publisher, approval.expiry),
                            actor, call));
    const std::vector<AbiValue> values{value_of(cpt), value_of(id), value_of(approval.expiry),
                                       value_of(ByteView(consent)),
                                       value_of(ByteView(approval.signature))};
    const std::vector<std::optional<Word>> indexed{topic_of(cpt), id};
    DEED_TRY(const auto done,
             contract_.run_agreed("assignCpt", values, "CptAssigned", indexed, call));
    return done.receipt;
}

}  // namespace deed::registry::evm
