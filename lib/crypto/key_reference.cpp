#include "lib/crypto/key_reference.hpp"

#include <optional>

#include "lib/crypto/key_reference_errors.hpp"
#include "lib/crypto/key_source.hpp"
#include "lib/crypto/key_store_errors.hpp"
#include "lib/crypto/key_store_format.hpp"
#include "lib/encoding/utf8.hpp"

namespace deed::crypto {
namespace {

constexpr std::size_t kMaxReference = 2048;

constexpr KeyPlace kPlaces[] = {KeyPlace::store, KeyPlace::pkcs11, KeyPlace::remote,
                                KeyPlace::file};

std::optional<KeyPlace> place_of(std::string_view word) {
    for (const KeyPlace place : kPlaces)
        if (to_string(place) == word) return place;
    return std::nullopt;
}

Error malformed(std::string why) { return Error(errors::kKeyReferenceMalformed, std::move(why)); }

Result<void> require_text(std::string_view text) {
    if (text.empty()) return malformed("a key reference is empty");
    if (text.size() > kMaxReference)
        return malformed("a key reference is longer than " + std::to_string(kMaxReference) +
                         " bytes");
    if (!is_utf8(as_bytes(text)) || printable(text) != text)
        return malformed("a key reference holds characters that no reference has");
    return {};
}

}  // namespace

std::string_view to_string(KeyPlace place) {
    switch (place) {
        case KeyPlace::store:
            return "store";
        case KeyPlace::pkcs11:
            return "pkcs11";
        case KeyPlace::remote:
            return "remote";
        case KeyPlace::file:
            return "file";
    }
    return "";
}

Result<KeyReference> KeyReference::parse(std::string_view text) {
    DEED_CHECK(require_text(text));
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return to_stored(text);
    const auto place = place_of(text.substr(0, colon));
    if (!place)
        return Error(errors::kKeyPlaceUnknown,
                     "\"" + std::string(text.substr(0, colon)) + "\" is no place of keys");
    const std::string_view rest = text.substr(colon + 1);
    if (*place == KeyPlace::store) return to_stored(rest);
    if (rest.empty()) return malformed("\"" + std::string(text) + "\" names no key");
    return KeyReference(*place, std::string(rest));
}

Result<KeyReference> KeyReference::to_stored(std::string_view name) {
    if (!key_store_format::is_key_name(name))
        return Error(errors::kBadKeyName, "'" + std::string(name) + "' cannot name a key");
    return KeyReference(KeyPlace::store, std::string(name));
}

std::string KeyReference::to_string() const {
    return std::string(crypto::to_string(place_)) + ":" + rest_;
}

Result<KeySource*> KeySources::of(KeyPlace place) const {
    KeySource* source = nullptr;
    if (place == KeyPlace::pkcs11) source = pkcs11.get();
    if (place == KeyPlace::remote) source = remote.get();
    if (place == KeyPlace::file) source = file.get();
    if (source != nullptr) return source;
    return Error(errors::kKeyPlaceUnavailable,
                 "there is no way to keys of the place \"" + std::string(to_string(place)) + "\"");
}

}  // namespace deed::crypto
