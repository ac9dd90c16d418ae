#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lib/json/document.hpp"

namespace deed::did {

/// Who approves of changes (did:webvh 1.0, "The witness Parameter").
struct WebvhWitnesses {
    std::uint32_t threshold = 0;
    std::vector<std::string> keys;  ///< Multikeys of their did:key, distinct; empty: none needed

    friend bool operator==(const WebvhWitnesses&, const WebvhWitnesses&) = default;
};

/// A value that never changes, which copies share: a log of thousands of entries that leave a
/// parameter as it is holds it once.
template <typename T>
class Shared {
public:
    Shared() : Shared(T()) {}
    Shared(T value) : value_(std::make_shared<const T>(std::move(value))) {}

    const T& operator*() const { return *value_; }
    const T* operator->() const { return value_.get(); }

    friend bool operator==(const Shared& left, const Shared& right) {
        return left.value_ == right.value_ || *left == *right;
    }

private:
    std::shared_ptr<const T> value_;
};

/// What holds after an entry ("did:webvh DID Method Parameters").
struct WebvhParameters {
    std::string scid;
    Shared<std::vector<std::string>> update_keys;      ///< Multikeys
    Shared<std::vector<std::string>> next_key_hashes;  ///< not empty: pre-rotation is on
    Shared<WebvhWitnesses> witness;
    Shared<std::vector<std::string>> watchers;
    bool portable = false;
    bool deactivated = false;
    std::int64_t ttl = 3600;  ///< seconds
};

/// What holds after an entry with these parameters, where `before` held; null for the first entry.
/// `did_webvh.parameters`, `did_webvh.method_version`, `did_webvh.pre_rotation` for keys that were
/// not committed to.
Result<WebvhParameters> next_parameters(const WebvhParameters* before, json::Value parameters);

/// What a commitment to a key looks like ("Pre-Rotation Key Hash Generation and Verification").
DEED_API std::string webvh_key_hash(std::string_view multikey);

/// {"threshold", "witnesses"} as the parameter has it, or {} if there are none; the threshold as a
/// text for metadata, which has no integers.
json::Document witness_parameter(const WebvhWitnesses& witnesses, bool threshold_as_text);

}  // namespace deed::did
