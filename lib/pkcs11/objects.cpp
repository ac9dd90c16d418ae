#include "lib/pkcs11/objects.hpp"

#include <array>
#include <cstring>

#include "lib/crypto/certificate_key.hpp"
#include "lib/pkcs11/errors.hpp"
#include "lib/pkcs11/key_kind.hpp"

namespace deed::pkcs11 {
namespace {

/// More matches than one are too many; a few more make the message no better.
constexpr std::size_t kMaxMatches = 16;
constexpr CK_ULONG kMaxAttribute = 64 * 1024;

/// What objects are looked for by.
struct Wanted {
    CK_OBJECT_CLASS object_class;
    std::optional<std::string> label;
    std::optional<Bytes> id;
};

Wanted of_uri(CK_OBJECT_CLASS object_class, const KeyUri& uri) {
    return {object_class, uri.object, uri.id};
}

Result<std::vector<CK_OBJECT_HANDLE>> find_objects(Session& session, Wanted wanted) {
    std::vector<CK_ATTRIBUTE> filter{{CKA_CLASS, &wanted.object_class, sizeof wanted.object_class}};
    if (wanted.label) filter.push_back({CKA_LABEL, wanted.label->data(), wanted.label->size()});
    if (wanted.id) filter.push_back({CKA_ID, wanted.id->data(), wanted.id->size()});

    CK_FUNCTION_LIST& functions = session.functions();
    const auto held = session.turn();
    DEED_CHECK(
        session.check(functions.C_FindObjectsInit(session.handle(), filter.data(), filter.size()),
                      "C_FindObjectsInit"));
    std::vector<CK_OBJECT_HANDLE> found;
    while (found.size() < kMaxMatches) {
        std::array<CK_OBJECT_HANDLE, kMaxMatches> some{};
        CK_ULONG count = 0;
        DEED_CHECK(session.check(
            functions.C_FindObjects(session.handle(), some.data(), some.size(), &count),
            "C_FindObjects"));
        if (count == 0 || count > some.size()) break;
        found.insert(found.end(), some.begin(), some.begin() + static_cast<long>(count));
    }
    DEED_CHECK(session.check(functions.C_FindObjectsFinal(session.handle()), "C_FindObjectsFinal"));
    return found;
}

/// Empty where the object has none of it.
Result<Bytes> attribute_of(Session& session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) {
    const auto held = session.turn();
    CK_ATTRIBUTE attribute{type, nullptr, 0};
    CK_RV value = session.functions().C_GetAttributeValue(session.handle(), object, &attribute, 1);
    const bool none = value == CKR_ATTRIBUTE_TYPE_INVALID || value == CKR_ATTRIBUTE_SENSITIVE;
    if (none || (value == CKR_OK && attribute.ulValueLen > kMaxAttribute)) return Bytes();
    DEED_CHECK(session.check(value, "C_GetAttributeValue"));
    Bytes bytes(attribute.ulValueLen);
    if (bytes.empty()) return bytes;
    attribute.pValue = bytes.data();
    value = session.functions().C_GetAttributeValue(session.handle(), object, &attribute, 1);
    DEED_CHECK(session.check(value, "C_GetAttributeValue"));
    if (attribute.ulValueLen > bytes.size()) return Bytes();
    bytes.resize(attribute.ulValueLen);
    return bytes;
}

Result<crypto::PublicKey> public_key_of(Session& session, CK_OBJECT_HANDLE object) {
    DEED_TRY(const Bytes type, attribute_of(session, object, CKA_KEY_TYPE));
    CK_KEY_TYPE token_type = 0;
    if (type.size() != sizeof token_type)
        return Error(errors::kKeyUnsupported, "the public key on the token has no type");
    std::memcpy(&token_type, type.data(), sizeof token_type);
    DEED_TRY(const Bytes params, attribute_of(session, object, CKA_EC_PARAMS));
    const KeyKind* const kind = find_kind(token_type, params);
    if (kind == nullptr)
        return Error(errors::kKeyUnsupported, "the key on the token is of an unsupported type");
    DEED_TRY(const Bytes point, attribute_of(session, object, CKA_EC_POINT));
    return decode_point(*kind, point);
}

Result<crypto::PublicKey> certified_key_of(Session& session, CK_OBJECT_HANDLE object) {
    DEED_TRY(const Bytes certificate, attribute_of(session, object, CKA_VALUE));
    DEED_TRY(crypto::PublicKey key, crypto::certificate_key(certificate));
    if (find_kind(key.type()) == nullptr)
        return Error(errors::kKeyUnsupported, "the token's certificate is of an unsupported key");
    return key;
}

/// The one key of all these objects.
template <typename Read>
Result<std::optional<crypto::PublicKey>> only_key(Session& session,
                                                  const std::vector<CK_OBJECT_HANDLE>& objects,
                                                  Read read) {
    std::optional<crypto::PublicKey> key;
    for (const CK_OBJECT_HANDLE object : objects) {
        DEED_TRY(crypto::PublicKey found, read(session, object));
        if (key && !(*key == found))
            return Error(errors::kSeveralKeys, "several keys on the token fit the URI");
        key = std::move(found);
    }
    return key;
}

Result<std::optional<crypto::PublicKey>> find_public(Session& session, Wanted wanted) {
    wanted.object_class = CKO_PUBLIC_KEY;
    DEED_TRY(const auto keys, find_objects(session, wanted));
    DEED_TRY(auto key, only_key(session, keys, public_key_of));
    wanted.object_class = CKO_CERTIFICATE;
    DEED_TRY(const auto certificates, find_objects(session, wanted));
    DEED_TRY(auto certified, only_key(session, certificates, certified_key_of));
    // Public objects are made without a PIN, by whoever can reach the token.
    if (key && certified && *key != *certified)
        return Error(errors::kCertificateMismatch,
                     "the public key object is " + key->to_multikey() + ", the certificate of " +
                         certified->to_multikey());
    return key ? std::move(key) : std::move(certified);
}

}  // namespace

Result<std::optional<crypto::PublicKey>> find_public_key(Session& session, const KeyUri& uri) {
    return find_public(session, of_uri(CKO_PUBLIC_KEY, uri));
}

Result<KeyPair> find_key_pair(Session& session, const KeyUri& uri) {
    DEED_TRY(const auto keys, find_objects(session, of_uri(CKO_PRIVATE_KEY, uri)));
    if (keys.empty()) return Error(errors::kNoSuchKey, "no private key on the token fits the URI");
    if (keys.size() > 1)
        return Error(errors::kSeveralKeys, "several private keys on the token fit the URI");
    DEED_TRY(const Bytes always, attribute_of(session, keys[0], CKA_ALWAYS_AUTHENTICATE));
    const bool always_authenticate = always.size() == 1 && always[0] == CK_TRUE;

    // CKA_ID is what makes a pair (PKCS#11 2.40 section 4.6.2); labels are for people.
    DEED_TRY(Bytes id, attribute_of(session, keys[0], CKA_ID));
    Wanted wanted = of_uri(CKO_PUBLIC_KEY, uri);
    if (!id.empty()) wanted = {CKO_PUBLIC_KEY, std::nullopt, std::move(id)};
    DEED_TRY(auto public_key, find_public(session, wanted));
    if (!public_key)
        return Error(errors::kNoPublicKey, "the token has no public half of the private key");
    return KeyPair{{keys[0], always_authenticate}, *std::move(public_key)};
}

}  // namespace deed::pkcs11
