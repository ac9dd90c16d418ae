#include <algorithm>

#include "did/resolver.hpp"
#include "lib/error/assert.hpp"

namespace deed::did {

std::string_view to_string(Version::Kind kind) {
    switch (kind) {
        case Version::Kind::created:
            return "created";
        case Version::Kind::updated:
            return "updated";
        case Version::Kind::rotated:
            return "rotated";
        case Version::Kind::compromised:
            return "compromised";
        case Version::Kind::moved:
            return "moved";
        case Version::Kind::deactivated:
            return "deactivated";
    }
    DEED_ASSERT(!"a kind of version");
    return {};
}

const Version* History::at(Timestamp time) const {
    const auto came_later = [&](const Version& version) {
        return version.from && *version.from > time;
    };
    const auto end = std::ranges::find_if(versions, came_later);
    return end == versions.begin() ? nullptr : &*(end - 1);
}

const KeyCompromise* History::compromise_of(const crypto::PublicKey& key) const {
    const KeyCompromise* earliest = nullptr;
    for (const KeyCompromise& compromise : compromises) {
        if (compromise.key != key) continue;
        if (earliest == nullptr || compromise.since < earliest->since) earliest = &compromise;
    }
    return earliest;
}

}  // namespace deed::did
