#include "did/methods/key.hpp"

#include "did/errors.hpp"
#include "lib/crypto/algorithm.hpp"
#include "lib/error/assert.hpp"

namespace deed::did {
namespace {

constexpr std::string_view kMethod = "key";

/// A key that others agree with can sign nothing, and the other way round. No key is derived from
/// another (specs/did-methods.md section 1).
std::vector<Relationship> relationships_of(crypto::KeyType type) {
    if (crypto::info_of(type).can_agree) return {Relationship::key_agreement};
    return {Relationship::authentication, Relationship::assertion_method,
            Relationship::capability_invocation, Relationship::capability_delegation};
}

}  // namespace

Did did_key_of(const crypto::PublicKey& key) {
    auto did = Did::parse("did:key:" + key.to_multikey());
    DEED_ASSERT(did.has_value());
    return std::move(did).value();
}

Result<Resolution> KeyResolver::resolve(const Did& did, const ResolveOptions& options, Call& call) {
    DEED_CHECK(call.check());
    if (did.method() != kMethod)
        return Error(errors::kMethodUnsupported, "not a did:key", did.to_string());
    DEED_CHECK(require_no_version(options, did));
    auto key = crypto::PublicKey::from_multikey(did.method_specific_id());
    if (!key) return std::move(key).error().at(did.to_string());
    return Resolution{
        make_document(did, {{*key, relationships_of(key->type())}}), {}, std::nullopt};
}

Result<History> KeyResolver::history(const Did& did, Call& call) {
    DEED_TRY(Resolution resolution, resolve(did, call));
    History history;
    history.versions.push_back(
        {"", std::nullopt, std::move(resolution.document), Version::Kind::created});
    return history;
}

}  // namespace deed::did
