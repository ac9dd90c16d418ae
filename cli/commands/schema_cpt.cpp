#include "cli/chain_words.hpp"
#include "cli/commands.hpp"
#include "cli/did_words.hpp"
#include "cli/registry_words.hpp"

namespace deed::cli {
namespace {

using registry::Hash;

Result<Party> publisher_of(Invocation& invocation, registry::SchemaRegistry& schemas,
                           const Hash& id) {
    DEED_TRY(const registry::SchemaRecord schema,
             schemas.find(id, registry::Latest{}, invocation.call()));
    return party_of(invocation, schemas.network(), schema.publisher);
}

Result<void> print_given(Invocation& invocation, const Hash& id, std::uint64_t cpt,
                         const registry::Receipt& receipt) {
    json::Writer writer;
    writer.begin_object().member("format", "deed/cpt-receipt/v1").member("id", id_text(id));
    write_number(writer, "cpt", cpt);
    write_number(writer, "position", receipt.position);
    writer.member("accepted", receipt.accepted.to_string()).end_object();
    return invocation.output().result(std::to_string(cpt), writer.take_document());
}

Result<std::uint64_t> given_cpt(const Invocation& invocation) {
    DEED_TRY(const std::string text, required_option(invocation, "cpt", "N"));
    return number_of(text);
}

Result<int> run_claim(Invocation& invocation) {
    DEED_TRY(const Hash id, id_argument(invocation, 0));
    DEED_TRY(const auto schemas, schemas_of(invocation, changing(invocation)));
    DEED_TRY(const Party publisher, publisher_of(invocation, *schemas, id));
    DEED_TRY(const registry::CptReceipt given,
             schemas->claim_cpt(id, *publisher.signer, invocation.call()));
    DEED_CHECK(print_given(invocation, id, given.cpt, given.receipt));
    return 0;
}

Result<int> run_approve(Invocation& invocation) {
    DEED_TRY(const Hash id, id_argument(invocation, 0));
    DEED_TRY(const std::uint64_t cpt, given_cpt(invocation));
    DEED_TRY(const auto schemas, schemas_of(invocation, RegistryAccess::read));
    DEED_TRY(const Party steward, given_party(invocation, "did", schemas->network()));
    DEED_TRY(const registry::Consent consent,
             schemas->approve_cpt(cpt, id, *steward.signer, invocation.call()));
    DEED_CHECK(print_consent(invocation, id, consent));
    return 0;
}

Result<int> run_assign(Invocation& invocation) {
    DEED_TRY(const Hash id, id_argument(invocation, 0));
    DEED_TRY(const std::uint64_t cpt, given_cpt(invocation));
    DEED_TRY(const registry::Consent consent, given_consent(invocation));
    DEED_TRY(const auto schemas, schemas_of(invocation, changing(invocation)));
    DEED_TRY(const Party publisher, publisher_of(invocation, *schemas, id));
    DEED_TRY(const registry::Receipt receipt,
             schemas->assign_cpt(cpt, id, consent, *publisher.signer, invocation.call()));
    DEED_CHECK(print_given(invocation, id, cpt, receipt));
    return 0;
}

Result<int> run_steward(Invocation& invocation) {
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const did::Did did, named_did(invocation, *toolkit));
    std::uint64_t open_from = registry::kOpenCptFrom;
    if (const auto text = invocation.option("open-from")) {
        DEED_TRY(open_from, number_of(*text));
    }
    DEED_TRY(const registry::Receipt receipt,
             appoint_steward(*toolkit, did, open_from, invocation.call()));
    DEED_CHECK(print_receipt(invocation, did, receipt));
    return 0;
}

Result<int> run_cpt(Invocation& invocation) {
    DEED_TRY(const std::uint64_t cpt, number_of(*invocation.argument(0)));
    DEED_TRY(const registry::CptZone zone, registry::cpt_zone(cpt));
    DEED_TRY(const auto schemas, schemas_of(invocation, RegistryAccess::read));
    DEED_TRY(const Known known, schemas->known_until(invocation.call()));
    DEED_TRY(const registry::CptRules rules, schemas->cpt_rules(invocation.call()));
    const auto grant = schemas->find_cpt(cpt, invocation.call());
    if (!grant && grant.error().kind() != ErrorKind::not_found) return grant.error();

    const std::string_view name = registry::system_cpt_name(cpt);
    std::string text = "zone " + std::string(to_string(zone)) + "\n";
    json::Writer writer;
    writer.begin_object().member("format", "deed/cpt/v1");
    write_number(writer, "cpt", cpt);
    writer.member("zone", to_string(zone));
    if (!name.empty()) {
        text += "WeIdentity's " + std::string(name) + "\n";
        writer.member("systemName", name);
    }
    if (grant) {
        text += "schema " + id_text(grant->schema) + "\ngiven " +
                grant->given.accepted.to_string() + "\n";
        writer.member("schema", id_text(grant->schema));
        write_moment(writer, "given", grant->given);
    } else {
        text += "no schema has it\n";
    }
    write_number(writer, "openFrom", rules.open_from);
    if (rules.steward)
        writer.member("steward", did::make_weid(schemas->network(), *rules.steward).to_string());
    write_known(writer, known);
    writer.end_object();
    note_known(known);
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return 0;
}

constexpr ArgumentRow kId[] = {{"ID", "the schema's id"}};
constexpr ArgumentRow kCpt[] = {{"CPT", "the CPT id"}};
constexpr ArgumentRow kDid[] = {{"DID", "the DID, or the name it was created under"}};
constexpr OptionRow kApproveOptions[] = {{"cpt", "N", "the id"},
                                         {"did", "DID", "the steward, if there are several DIDs"},
                                         {"out", "FILE", "write the consent here"},
                                         {"force", "", "replace the file"},
                                         kNetworkOption};
constexpr OptionRow kAssignOptions[] = {{"cpt", "N", "the id"},
                                        {"consent", "FILE", "the steward's word"},
                                        kNetworkOption,
                                        kDryRunOption};
constexpr OptionRow kClaimOptions[] = {kNetworkOption, kDryRunOption};
constexpr OptionRow kReadOptions[] = {kNetworkOption};
constexpr OptionRow kStewardOptions[] = {
    {"open-from", "N", "the first id that is given in order (default: 2000000)"}};

}  // namespace

constexpr CommandRow kSchemaCpt{"schema",
                                "cpt",
                                "Tell about a CPT id",
                                "Its zone in WeIdentity's numbering, and the schema that has it.",
                                kCpt,
                                kReadOptions,
                                "deed schema cpt 101",
                                run_cpt};
constexpr CommandRow kSchemaClaimCpt{
    "schema",
    "claim-cpt",
    "Give a schema the next free CPT id",
    "From the zone that is open to everybody; prints the id, which the schema keeps for good.",
    kId,
    kClaimOptions,
    "deed schema claim-cpt 0x…",
    run_or_try<run_claim>};
constexpr CommandRow kSchemaApproveCpt{
    "schema",
    "approve-cpt",
    "Consent, as steward, to a CPT id below the open zone",
    "Prints the consent for the schema's publisher. It holds for an hour.",
    kId,
    kApproveOptions,
    "deed schema approve-cpt 0x… --cpt 101 --out consent",
    run_approve};
constexpr CommandRow kSchemaAssignCpt{"schema",
                                      "assign-cpt",
                                      "Give a schema a CPT id below the open zone",
                                      "For good, and with the steward's consent.",
                                      kId,
                                      kAssignOptions,
                                      "deed schema assign-cpt 0x… --cpt 101 --consent consent",
                                      run_or_try<run_assign>};
constexpr CommandRow kLogSteward{
    "log",
    "appoint-steward",
    "Name who gives CPT ids below the open zone",
    "Once for all time. The log's key names the DID, whose controller signs for it. A ledger that\n"
    "takes over a WeIdentity deployment sets --open-from above the highest CPT id of that, before\n"
    "any id is claimed.",
    kDid,
    kStewardOptions,
    "deed log appoint-steward committee",
    run_steward};

}  // namespace deed::cli
