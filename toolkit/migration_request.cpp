#include "toolkit/migration_request.hpp"

#include <algorithm>
#include <array>

#include "lib/json/jcs.hpp"
#include "lib/json/writer.hpp"
#include "registry-contracts/client/operation_body.hpp"
#include "registry-contracts/client/signing_time.hpp"
#include "toolkit/did_keys.hpp"
#include "toolkit/did_life.hpp"
#include "toolkit/errors.hpp"
#include "toolkit/migration_errors.hpp"
#include "toolkit/strict_members.hpp"

namespace deed {
namespace {

constexpr std::string_view kRequestType = "deed/migration-request/v1";
constexpr std::string_view kAnswerType = "deed/signed-migration/v1";
constexpr std::array<std::string_view, 4> kRequestMembers{"type", "basis", "network", "contract"};
constexpr std::array<std::string_view, 3> kAnswerMembers{"type", "creation", "move"};
constexpr const ErrorCode& kBad = errors::kMigrationMalformed;

/// The name itself, or what hangs on it: a key, a service, a path.
bool names(std::string_view text, std::string_view did) {
    if (!text.starts_with(did)) return false;
    return text.size() == did.size() ||
           std::string_view("#/?;").find(text[did.size()]) != std::string_view::npos;
}

/// Copies a document, with another name where it names the old DID.
class Renaming {
public:
    Renaming(std::string from, std::string to) : from_(std::move(from)), to_(std::move(to)) {}

    json::Document of(json::Value document) {
        writer_.begin_object();
        bool has_aliases = false;
        for (const auto& [name, value] : document.object()) {
            writer_.key(name);
            has_aliases = has_aliases || name == "alsoKnownAs";
            if (name == "alsoKnownAs")
                aliases(value);
            else
                copy(value);
        }
        if (!has_aliases) writer_.key("alsoKnownAs").begin_array().string(from_).end_array();
        writer_.end_object();
        return writer_.take_document();
    }

private:
    void aliases(json::Value value) {
        writer_.begin_array();
        for (const json::Value alias : value.array())
            if (alias.string_if() != from_ && alias.string_if() != to_) writer_.value(alias);
        writer_.string(from_).end_array();
    }
    void copy(json::Value value) {
        if (value.is_object()) {
            writer_.begin_object();
            for (const auto& [name, member] : value.object()) {
                writer_.key(name);
                copy(member);
            }
            writer_.end_object();
        } else if (value.is_array()) {
            writer_.begin_array();
            for (const json::Value element : value.array()) copy(element);
            writer_.end_array();
        } else if (value.is_string() && names(value.string(), from_)) {
            writer_.string(to_ + std::string(value.string().substr(from_.size())));
        } else {
            writer_.value(value);
        }
    }

    const std::string from_;
    const std::string to_;
    json::Writer writer_;
};

Error mismatch(std::string what) {
    return Error(errors::kMigrationAnswerMismatch, std::move(what));
}

Result<std::unique_ptr<crypto::Signer>> controller_for(Toolkit& toolkit, const SigningBasis& basis,
                                                       Call& call) {
    DEED_TRY(const auto key, find_controller(toolkit.keys(), basis.controller, call));
    if (key) return toolkit.keys().signer(key->name, call);
    return Error(errors::kToolkitNoControllerKey, basis.did.to_string() + " is controlled by " +
                                                      registry::to_string(basis.controller));
}

}  // namespace

json::Document MigrationRequest::to_json() const {
    json::Writer writer;
    const json::Document basis_json = basis.to_json();
    writer.begin_object().member("type", kRequestType).key("basis").value(basis_json.root());
    writer.member("network", network);
    if (contract) writer.member("contract", registry::to_string(*contract));
    writer.end_object();
    return writer.take_document();
}

Result<MigrationRequest> MigrationRequest::parse(json::Value json) {
    DEED_CHECK(strict::check_members(json, kRequestMembers, kBad));
    DEED_TRY(const std::string_view type, strict::text(json, "type", kBad));
    if (type != kRequestType) return Error(kBad, "must be " + std::string(kRequestType), "/type");
    DEED_TRY(const json::Value shown, strict::object(json, "basis", kBad));
    auto basis = SigningBasis::parse(shown);
    if (!basis) return std::move(basis).error().at("/basis");
    MigrationRequest request{std::move(basis).value(), {}};
    DEED_TRY(const std::string_view network, strict::text(json, "network", kBad));
    request.network = network;
    DEED_TRY(request.contract, strict::address(json, "contract", kBad));
    if (!did::is_weid_network(network) || !form_for(request.network, request.contract))
        return Error(kBad, "must name a network, and the contract of a chain", "/network");
    if (request.basis.form()->network() == network)
        return Error(kBad, "is the network where the DID is", "/network");
    return request;
}

did::Did MigrationRequest::successor() const { return did::make_weid(network, basis.controller); }

Result<json::Document> MigrationRequest::document() const {
    const did::Did to = successor();
    Renaming renaming(basis.did.to_string(), to.to_string());
    json::Document renamed = renaming.of(basis.document.json().root());
    DEED_CHECK(did::Document::parse(renamed, to));
    return renamed;
}

json::Document MigrationAnswer::to_json() const {
    json::Writer writer;
    const json::Document first = creation.to_json();
    const json::Document second = move.to_json();
    writer.begin_object()
        .member("type", kAnswerType)
        .key("creation")
        .value(first.root())
        .key("move")
        .value(second.root())
        .end_object();
    return writer.take_document();
}

Result<MigrationAnswer> MigrationAnswer::parse(json::Value json) {
    DEED_CHECK(strict::check_members(json, kAnswerMembers, kBad));
    DEED_TRY(const std::string_view type, strict::text(json, "type", kBad));
    if (type != kAnswerType) return Error(kBad, "must be " + std::string(kAnswerType), "/type");
    DEED_TRY(const json::Value creation, strict::object(json, "creation", kBad));
    DEED_TRY(const json::Value move, strict::object(json, "move", kBad));
    DEED_TRY(did::SignedOperation first, did::SignedOperation::parse(creation));
    DEED_TRY(did::SignedOperation second, did::SignedOperation::parse(move));
    return MigrationAnswer{std::move(first), std::move(second)};
}

Result<MigrationAnswer> sign_migration(Toolkit& toolkit, const MigrationRequest& request,
                                       std::uint64_t validity_seconds, Call& call) {
    const SigningBasis& basis = request.basis;
    DEED_TRY(const json::Document document, request.document());
    DEED_CHECK(registry::check_not_ahead(basis.as_of, toolkit.clock().now()));
    DEED_TRY(const auto form, form_for(request.network, request.contract));
    DEED_TRY(const auto controller, controller_for(toolkit, basis, call));
    // The commitment goes along: a thief of today's key shall get nothing by the move.
    registry::Terms terms;
    terms.next = basis.next;
    const Timestamp now = std::max(toolkit.clock().now(), basis.as_of);
    DEED_TRY(
        did::SignedOperation creation,
        did::sign_first_document(*form, *controller, document, now, validity_seconds, terms, call));
    // The successor is made of what stands now; a move behind another change would lose that.
    const DidWriting writing = writing_by(basis, expiry_by(basis.as_of, now, validity_seconds));
    DEED_CHECK(move_did(toolkit, writing, basis.did, request.successor(), call, basis.sequence));
    auto& signing = static_cast<SigningLedger&>(*writing.ledger);
    DEED_TRY(did::SignedOperation move, signing.take());
    return MigrationAnswer{std::move(creation), std::move(move)};
}

Result<void> check_answer(const MigrationRequest& request, const MigrationAnswer& answer) {
    using registry::OperationType;
    const registry::Operation& creation = answer.creation.operation();
    const registry::Operation& move = answer.move.operation();
    const did::Did successor = request.successor();
    if (creation.envelope().type != OperationType::did_create || answer.creation.did() != successor)
        return mismatch("it does not create " + successor.to_string());
    if (creation.envelope().next != request.basis.next)
        return mismatch("the new DID commits to another key than the old one");
    DEED_TRY(const json::Document document, request.document());
    const auto recorded = registry::recorded_document(creation.statement());
    const std::string wanted = json::canonicalize(document.root());
    if (!recorded || as_text(*recorded) != wanted)
        return mismatch("the new document is not that of the old DID");
    if (move.envelope().type != OperationType::did_move || answer.move.did() != request.basis.did)
        return mismatch("it does not move " + request.basis.did.to_string());
    if (registry::named_successor(move.statement()) != successor.to_string())
        return mismatch("the move names another DID than " + successor.to_string());
    if (move.envelope().sequence != request.basis.sequence)
        return mismatch("the move is for place " + std::to_string(move.envelope().sequence) +
                        " where " + std::to_string(request.basis.sequence) + " is due");
    return {};
}

}  // namespace deed
