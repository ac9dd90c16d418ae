#include "cli/registry_words.hpp"

#include <algorithm>
#include <charconv>

#include "cli/did_words.hpp"
#include "cli/errors.hpp"
#include "did/errors.hpp"
#include "lib/encoding/text.hpp"

namespace deed::cli {
namespace {

constexpr std::size_t kMaxConsentFile = 16'384;
constexpr std::uint64_t kMaxJsonNumber = (std::uint64_t{1} << 53) - 1;

std::optional<registry::Hash> parse_hash(std::string_view text) {
    if (!text.starts_with("0x")) return std::nullopt;
    const auto bytes = hex_decode(text.substr(2));
    registry::Hash hash;
    if (!bytes || bytes->size() != hash.size()) return std::nullopt;
    std::ranges::copy(*bytes, hash.begin());
    return hash;
}

/// The subject of a DID of the network.
Result<registry::Address> address_on(const std::string& network, const did::Did& did) {
    DEED_TRY(const did::WeidId id, did::parse_weid(did));
    if (id.network == network) return id.address;
    return Error(did::errors::kWrongLedger,
                 did.to_string() + " is of " + id.network + ", and the registry of " + network);
}

}  // namespace

Result<std::string> meant_place(Invocation& invocation) {
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    const Config& config = toolkit->config();
    return config.chain.value_or(config.ledger_alias);
}

Result<std::unique_ptr<registry::SchemaRegistry>> schemas_of(Invocation& invocation,
                                                             RegistryAccess access) {
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const std::string place, meant_place(invocation));
    return open_schemas(*toolkit, place, access, invocation.call());
}

Result<std::unique_ptr<registry::StatusRegistry>> lists_of(Invocation& invocation,
                                                           RegistryAccess access) {
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const std::string place, meant_place(invocation));
    return open_status_lists(*toolkit, place, access, invocation.call());
}

std::string id_text(const registry::Hash& id) { return "0x" + hex_encode(id); }

Result<registry::Hash> id_argument(const Invocation& invocation, std::size_t index) {
    return parse_id(invocation.argument(index).value_or(""));
}

Result<registry::Hash> parse_id(const std::string& text) {
    if (const auto id = parse_hash(text)) return *id;
    return Error(errors::kBadValue, "'" + text + "' is not 0x and 64 hexadecimal digits");
}

Result<registry::OwnedName> given_name(const Invocation& invocation) {
    DEED_TRY(const std::string text, required_option(invocation, "name", "NAME"));
    if (const auto name = parse_hash(text)) return *name;
    return registry::owned_name(text);
}

Result<std::uint64_t> number_of(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size() && !text.empty()) return number;
    return Error(errors::kBadValue, "'" + std::string(text) + "' is not a number");
}

Result<registry::At> given_moment(const Invocation& invocation) {
    const auto time = invocation.option("at");
    const auto number = invocation.option("number");
    if (time && number)
        return Error(errors::kUnexpectedArgument, "give --at TIME or --number N, not both");
    if (time) {
        const auto moment = Timestamp::parse_rfc3339(*time);
        if (!moment) return Error(errors::kBadValue, "--at: " + moment.error().message());
        return registry::At(registry::UntilTime{*moment});
    }
    if (!number) return registry::At(registry::Latest{});
    DEED_TRY(const std::uint64_t length, number_of(*number));
    return registry::At(registry::UntilLength{length});
}

Result<registry::OwnedTerms> given_terms(const Invocation& invocation) {
    registry::OwnedTerms terms;
    if (const auto text = invocation.option("sequence")) {
        DEED_TRY(terms.sequence, number_of(*text));
    }
    return terms;
}

Result<Party> given_party(Invocation& invocation, std::string_view option,
                          const std::string& network) {
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(did::Did did,
             toolkit->own_did(invocation.option(option).value_or(""), invocation.call()));
    DEED_TRY(const registry::Address address, address_on(network, did));
    DEED_TRY(auto signer, toolkit->controller_of(did, invocation.call()));
    return Party{std::move(did), address, std::move(signer)};
}

Result<Party> party_of(Invocation& invocation, const std::string& network,
                       const registry::Address& publisher) {
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    did::Did did = did::make_weid(network, publisher);
    DEED_TRY(auto signer, toolkit->controller_of(did, invocation.call()));
    return Party{std::move(did), publisher, std::move(signer)};
}

Result<registry::Address> given_address(Invocation& invocation, std::string_view option,
                                        const std::string& network) {
    DEED_TRY(const std::string text, required_option(invocation, option, "DID"));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const did::Did did, toolkit->own_did(text, invocation.call()));
    return address_on(network, did);
}

Result<registry::Consent> given_consent(Invocation& invocation) {
    DEED_TRY(const std::string file, required_option(invocation, "consent", "FILE"));
    DEED_TRY(const Bytes bytes, read_input(file, kMaxConsentFile, invocation.call()));
    std::string_view text = as_text(bytes);
    if (text.ends_with('\n')) text.remove_suffix(1);
    const auto encoded = base64url_decode(text);
    auto consent = registry::Consent::parse(encoded ? *encoded : Bytes());
    if (!consent) return std::move(consent).error().at(file);
    return consent;
}

Result<void> print_consent(Invocation& invocation, const registry::Hash& id,
                           const registry::Consent& consent) {
    const std::string text = base64url_encode(consent.encode());
    json::Writer writer;
    writer.begin_object().member("format", "deed/consent/v1").member("id", id_text(id));
    write_number(writer, "sequence", consent.sequence);
    write_number(writer, "expiry", consent.expiry);
    writer.member("consent", text).end_object();
    const auto out = invocation.out_file();
    return invocation.output().file_or_result(out ? &*out : nullptr, invocation.flag("force"), 0644,
                                              text + "\n", writer.take_document());
}

Result<void> print_changed(Invocation& invocation, std::string_view format,
                           const registry::Hash& id, const registry::Receipt& receipt) {
    json::Writer writer;
    writer.begin_object().member("format", format).member("id", id_text(id));
    write_number(writer, "position", receipt.position);
    writer.member("accepted", receipt.accepted.to_string()).end_object();
    return invocation.output().result(id_text(id), writer.take_document());
}

void write_moment(json::Writer& writer, std::string_view name, const registry::Moment& moment) {
    writer.key(name).begin_object();
    write_number(writer, "position", moment.position);
    writer.member("accepted", moment.accepted.to_string()).end_object();
}

void write_number(json::Writer& writer, std::string_view name, std::uint64_t number) {
    writer.key(name);
    // Beyond 2^53 - 1 a JSON number is not the same to everybody.
    number <= kMaxJsonNumber ? writer.integer(static_cast<std::int64_t>(number))
                             : writer.string(std::to_string(number));
}

void note_known(const Known& known) {
    if (known) Output::note("from a {0}, as of {1}", {known->source, known->time.to_string()});
}

void write_known(json::Writer& writer, const Known& known) {
    if (known) writer.member("asOf", known->time.to_string()).member("source", known->source);
}

}  // namespace deed::cli
