#include "did/methods/signed_operation.hpp"

#include <algorithm>
#include <array>

#include "did/methods/signed_operation_errors.hpp"
#include "lib/encoding/text.hpp"
#include "lib/encoding/utf8.hpp"
#include "lib/json/jcs.hpp"
#include "lib/json/pointer.hpp"
#include "lib/json/writer.hpp"
#include "registry-contracts/client/evm/operations/chain_operation.hpp"

namespace deed::did {
namespace {

constexpr std::string_view kType = "deed/signed-operation/v1";
constexpr std::array<std::string_view, 4> kMembers{"type", "did", "operation", "body"};
/// What an error quotes of a name that somebody else chose.
constexpr std::size_t kQuotedLength = 64;

Error malformed(std::string message, std::string pointer) {
    return Error(errors::kSignedOperationMalformed, std::move(message), std::move(pointer));
}

Result<void> check_members(json::Value json) {
    if (!json.is_object()) return malformed("must be an object", "");
    for (const auto& [name, value] : json.object()) {
        if (std::ranges::find(kMembers, name) == kMembers.end())
            return malformed("unknown member",
                             json::pointer_token(utf8_prefix(name, kQuotedLength)));
        if (!value.is_string()) return malformed("must be a string", json::pointer_token(name));
    }
    return {};
}

Result<std::string_view> member(json::Value json, std::string_view name) {
    const auto value = json.find(name);
    if (!value) return malformed("\"" + std::string(name) + "\" is missing", "");
    return value->string();
}

Result<Bytes> base64_member(json::Value json, std::string_view name) {
    DEED_TRY(const std::string_view text, member(json, name));
    auto bytes = base64_decode(text);
    if (!bytes) return malformed(bytes.error().message(), json::pointer_token(name));
    return bytes;
}

/// Whether it was signed for a log or for a chain, its first element tells.
Result<registry::Operation> parse_operation(ByteView encoded, const std::optional<Bytes>& body) {
    if (!registry::evm::ChainOperation::is_one(encoded))
        return registry::Operation::parse(encoded,
                                          body ? std::optional<ByteView>(*body) : std::nullopt);
    DEED_TRY(const auto made, registry::evm::ChainOperation::parse(encoded));
    return made.operation();
}

}  // namespace

Result<SignedOperation> SignedOperation::create(registry::Operation operation) {
    const registry::Envelope& envelope = operation.envelope();
    if (registry::chain_of(envelope.type) != registry::Chain::did)
        return Error(errors::kSignedOperationNotADid, "the operation is of another chain than did");
    // A ledger's network is any text, a DID's is not.
    const auto did =
        Did::parse("did:weid:" + envelope.network + ":" + registry::to_string(envelope.subject));
    if (!did || !parse_weid(*did))
        return Error(errors::kSignedOperationNotADid, "the operation's network makes no did:weid");
    return SignedOperation(*did, std::move(operation));
}

Result<SignedOperation> SignedOperation::parse(json::Value json) {
    DEED_CHECK(check_members(json));
    DEED_TRY(const std::string_view type, member(json, "type"));
    if (type != kType) return malformed("must be " + std::string(kType), "/type");
    DEED_TRY(const std::string_view did, member(json, "did"));
    DEED_TRY(const Bytes encoded, base64_member(json, "operation"));
    std::optional<Bytes> body;
    if (json.find("body")) {
        DEED_TRY(body, base64_member(json, "body"));
    }
    auto operation = parse_operation(encoded, body);
    if (!operation) return std::move(operation).error().at("/operation");
    if (operation->body_is_detached() != body.has_value())
        return malformed("stands where, and only where, the operation lacks it", "/body");
    DEED_TRY(SignedOperation result, create(std::move(operation).value()));
    if (result.did().to_string() != did)
        return malformed("the operation is about " + result.did().to_string(), "/did");
    return result;
}

json::Document SignedOperation::to_json() const {
    json::Writer writer;
    writer.begin_object().member("type", kType).member("did", did_.to_string());
    writer.member("operation", base64_encode(operation_.encoded()));
    if (operation_.body_is_detached()) writer.member("body", base64_encode(operation_.body()));
    writer.end_object();
    return writer.take_document();
}

Result<SignedOperation> sign_first_document(const registry::OperationForm& form,
                                            crypto::Signer& controller, const json::Document& json,
                                            Timestamp now, std::uint64_t validity_seconds,
                                            const registry::Terms& terms, Call& call) {
    DEED_TRY(const registry::Address address, registry::address_of(controller.public_key()));
    DEED_CHECK(Document::parse(json, make_weid(form.network(), address)));
    const std::string document = json::canonicalize(json.root());
    DEED_TRY(registry::Operation operation,
             registry::DidRegistry::sign_creation(form, to_bytes(as_bytes(document)), controller,
                                                  now, validity_seconds, call, terms));
    return SignedOperation::create(std::move(operation));
}

}  // namespace deed::did
