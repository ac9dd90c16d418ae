#include <array>

#include "did/methods/weid.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/writer.hpp"
#include "toolkit/migration_errors.hpp"
#include "toolkit/signing_basis.hpp"
#include "toolkit/strict_members.hpp"

namespace deed {
namespace {

constexpr std::string_view kType = "deed/signing-basis/v1";
constexpr std::string_view kCreationType = "deed/creation-basis/v1";
constexpr std::array<std::string_view, 10> kMembers{"type",     "did",  "controller", "sequence",
                                                    "previous", "next", "contract",   "document",
                                                    "asOf",     "taken"};
constexpr std::array<std::string_view, 5> kCreationMembers{"type", "network", "contract", "asOf",
                                                           "taken"};
constexpr const ErrorCode& kBad = errors::kSigningBasisMalformed;

Error malformed(std::string message, std::string pointer) {
    return Error(kBad, std::move(message), std::move(pointer));
}

Result<Timestamp> time_member(json::Value json, std::string_view name) {
    DEED_TRY(const std::string_view text, strict::text(json, name, kBad));
    const auto time = Timestamp::parse_rfc3339(text);
    if (!time) return malformed("must be a time", "/" + std::string(name));
    return *time;
}

/// What hangs together: a log has operations before, a chain a contract.
Result<void> check_kind(const SigningBasis& basis, const std::string& network) {
    DEED_CHECK(form_for(network, basis.contract));
    if (basis.previous.has_value() == basis.contract.has_value())
        return malformed("the operation before stands on a log alone", "/previous");
    return {};
}

}  // namespace

json::Document SigningBasis::to_json() const {
    json::Writer writer;
    writer.begin_object()
        .member("type", kType)
        .member("did", did.to_string())
        .member("controller", registry::to_string(controller))
        .key("sequence")
        .integer(static_cast<std::int64_t>(sequence));
    if (previous) writer.member("previous", hex_encode(*previous));
    if (next) writer.member("next", hex_encode(*next));
    if (contract) writer.member("contract", registry::to_string(*contract));
    writer.key("document").value(document.json().root());
    writer.member("asOf", as_of.to_string());
    if (taken) writer.member("taken", taken->to_string());
    writer.end_object();
    return writer.take_document();
}

Result<SigningBasis> SigningBasis::parse(json::Value json) {
    DEED_CHECK(strict::check_members(json, kMembers, kBad));
    DEED_TRY(const std::string_view type, strict::text(json, "type", kBad));
    if (type != kType) return malformed("must be " + std::string(kType), "/type");
    DEED_TRY(const std::string_view did_text, strict::text(json, "did", kBad));
    const auto did = did::Did::parse(did_text);
    const auto id = did ? did::parse_weid(*did) : Result<did::WeidId>(malformed("", "/did"));
    if (!id) return malformed("must be a did:weid with its network", "/did");
    DEED_TRY(const json::Value shown, strict::object(json, "document", kBad));
    DEED_TRY(const json::Document own, json::Document::parse(json::to_string(shown)));
    auto document = did::Document::parse(own, *did);
    if (!document) return std::move(document).error().at("/document");
    SigningBasis basis{.did = *did, .document = std::move(document).value()};
    DEED_TRY(const auto controller, strict::address(json, "controller", kBad));
    if (!controller) return malformed("is missing", "/controller");
    basis.controller = *controller;
    DEED_TRY(basis.sequence, strict::number(json, "sequence", registry::kAnySequence - 1, kBad));
    DEED_TRY(basis.previous, strict::hash(json, "previous", kBad));
    DEED_TRY(basis.next, strict::hash(json, "next", kBad));
    DEED_TRY(basis.contract, strict::address(json, "contract", kBad));
    DEED_TRY(basis.as_of, time_member(json, "asOf"));
    if (json.find("taken")) {
        DEED_TRY(basis.taken, time_member(json, "taken"));
    }
    DEED_CHECK(check_kind(basis, id->network));
    return basis;
}

json::Document CreationBasis::to_json() const {
    json::Writer writer;
    writer.begin_object().member("type", kCreationType).member("network", network);
    if (contract) writer.member("contract", registry::to_string(*contract));
    writer.member("asOf", as_of.to_string()).member("taken", taken.to_string()).end_object();
    return writer.take_document();
}

Result<CreationBasis> CreationBasis::parse(json::Value json) {
    DEED_CHECK(strict::check_members(json, kCreationMembers, kBad));
    DEED_TRY(const std::string_view type, strict::text(json, "type", kBad));
    if (type != kCreationType) return malformed("must be " + std::string(kCreationType), "/type");
    DEED_TRY(const std::string_view network, strict::text(json, "network", kBad));
    if (!did::is_weid_network(network)) return malformed("must be a network of DIDs", "/network");
    DEED_TRY(const auto contract, strict::address(json, "contract", kBad));
    DEED_CHECK(form_for(std::string(network), contract));
    DEED_TRY(const Timestamp as_of, time_member(json, "asOf"));
    DEED_TRY(const Timestamp taken, time_member(json, "taken"));
    return CreationBasis{std::string(network), contract, as_of, taken};
}

}  // namespace deed
