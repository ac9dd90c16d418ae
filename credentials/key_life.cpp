#include "credentials/key_life.hpp"

#include <algorithm>

namespace deed::credentials {
namespace {

/// When a version ended something. A source that cannot say when leaves nothing before it good.
Timestamp end_by(const did::Version& version) {
    constexpr std::int64_t kYear1 = -62'135'596'800;
    static const Timestamp kAlways = Timestamp::from_unix_seconds(kYear1).value();
    return version.from.value_or(kAlways);
}

/// Adds that the key is listed from a version on; versions come in their order.
void begin_listing(KeyLife& life, const did::Version& version) {
    if (life.listed.empty() || life.listed.back().until)
        life.listed.push_back({version.from, std::nullopt});
}

void end_listing(KeyLife& life, const did::Version& version) {
    if (!life.listed.empty() && !life.listed.back().until)
        life.listed.back().until = end_by(version);
}

void read_document(KeyLife& life, const did::Version& version,
                   const did::VerificationMethod& method, did::Relationship purpose) {
    const auto* same = version.document ? find_same(*version.document, method) : nullptr;
    const bool is_listed = same != nullptr && version.document->allows(method.id, purpose);
    is_listed ? begin_listing(life, version) : end_listing(life, version);
    if (same == nullptr) return;
    life.revoked = same->revoked;
    life.expires = same->expires;
}

}  // namespace

const did::VerificationMethod* find_same(const did::Document& document,
                                         const did::VerificationMethod& method) {
    const auto* found = document.find_method(method.id);
    return found != nullptr && found->public_key == method.public_key ? found : nullptr;
}

KeyLife key_life(const did::History& history, const did::VerificationMethod& method,
                 did::Relationship purpose) {
    KeyLife life;
    life.did_created = history.versions.front().from;
    for (const did::Version& version : history.versions) {
        if (version.kind == did::Version::Kind::deactivated) {
            life.deactivated = end_by(version);
            continue;
        }
        if (version.kind == did::Version::Kind::moved && !life.moved) life.moved = end_by(version);
        read_document(life, version, method, purpose);
    }
    const auto* compromise =
        method.public_key ? history.compromise_of(*method.public_key) : nullptr;
    if (compromise != nullptr) life.compromised = std::min(compromise->since, compromise->declared);
    // Resolvers show a compromise as the method's revocation; it is judged as what it is.
    if (life.compromised && life.revoked && *life.revoked >= *life.compromised)
        life.revoked.reset();
    return life;
}

}  // namespace deed::credentials
