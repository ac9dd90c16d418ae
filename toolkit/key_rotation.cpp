#include "toolkit/key_rotation.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "did/errors.hpp"
#include "lib/crypto/key_store_errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "toolkit/did_life.hpp"
#include "toolkit/errors.hpp"

namespace deed {
namespace {

constexpr std::string_view kLogKeyPrefix = "log.";

/// NAME.2 of NAME, NAME.3 of NAME.2.
std::string successor_of(const std::string& name) {
    const std::size_t dot = name.rfind('.');
    const std::string_view tail =
        dot == std::string::npos ? std::string_view() : std::string_view(name).substr(dot + 1);
    unsigned number = 0;
    const auto [end, error] = std::from_chars(tail.data(), tail.data() + tail.size(), number);
    const bool counts = error == std::errc() && end == tail.data() + tail.size() && number >= 2 &&
                        number < 1'000'000 && tail[0] != '0';
    if (!counts) return name + ".2";
    return name.substr(0, dot + 1) + std::to_string(number + 1);
}

Error in_control(const std::string& name, const std::string& what) {
    return Error(errors::kToolkitKeyInControl, "the key " + name + " " + what);
}

/// The DIDs that were created here; none where there is no ledger yet.
Result<std::vector<CreatedDid>> dids_here(Toolkit& toolkit, Call& call) {
    auto own = toolkit.own_dids(call);
    if (!own && own.error().code() == registry::errors::kLedgerNotFound)
        return std::vector<CreatedDid>();
    return own;
}

Result<void> require_plain_key(const crypto::KeyInfo& key, const std::vector<CreatedDid>& dids) {
    if (key.name.starts_with(kLogKeyPrefix)) return in_control(key.name, "signs for a log");
    for (const CreatedDid& created : dids)
        if (created.controller_key == key.name)
            return in_control(key.name, "controls " + created.did.to_string());
    return {};
}

/// While the ledger is open for writing nobody else lists anything, and what was read of it earlier
/// counts no more. Where there is none, or none that can be written, the documents stay as they
/// are.
Result<void> require_latest(Toolkit& toolkit, Call& call) {
    const auto ledger = toolkit.writable_ledger(call);
    if (ledger || ledger.error().code() == registry::errors::kLedgerNotFound ||
        ledger.error().code() == errors::kToolkitNoLogKey)
        return {};
    return ledger.error();
}

Result<std::vector<KeyListing>> listings_of(Toolkit& toolkit, const crypto::PublicKey& key,
                                            const std::vector<CreatedDid>& dids, Call& call) {
    std::vector<KeyListing> listings;
    for (const CreatedDid& created : dids) {
        // A copy may be older than what another process listed, and would leave the key in place.
        toolkit.forget(created.did);
        DEED_TRY(const did::Resolution resolution,
                 toolkit.resolver().resolve(created.did, {}, call));
        if (resolution.metadata.deactivated) continue;
        if (!lists_key(resolution.document, key)) continue;
        listings.push_back({created.did, relationships_of(resolution.document, key), std::nullopt});
    }
    return listings;
}

Result<std::optional<crypto::KeyInfo>> find_key(Toolkit& toolkit, const std::string& name,
                                                Call& call) {
    auto found = toolkit.keys().find(name, call);
    if (!found && found.error().code() == crypto::errors::kKeyNotFound)
        return std::optional<crypto::KeyInfo>();
    if (!found) return found.error();
    return std::optional(std::move(found).value());
}

Result<void> require_type(const crypto::KeyInfo& old_key, const std::string& name,
                          const crypto::PublicKey& key) {
    if (key.type() == old_key.public_key.type()) return {};
    return Error(errors::kToolkitKeyTypeTaken,
                 "the key " + name + " is of another type than " + old_key.name);
}

Result<crypto::KeyInfo> make_successor(Toolkit& toolkit, const crypto::KeyInfo& old_key,
                                       const std::string& name, const KeyRotationOptions& options,
                                       Call& call) {
    if (!options.new_key) return toolkit.keys().generate(name, old_key.public_key.type(), call);
    DEED_TRY(const crypto::PublicKey key, toolkit.public_key(*options.new_key, call));
    DEED_CHECK(require_type(old_key, options.new_key->to_string(), key));
    return toolkit.add_key(name, *options.new_key, call);
}

/// One operation; none where another run did it meanwhile.
Result<std::optional<registry::Receipt>> hand_over(Toolkit& toolkit, const did::Did& did,
                                                   const crypto::PublicKey& old_key,
                                                   const crypto::PublicKey& new_key, Call& call) {
    auto receipt = edit_did(
        toolkit, did,
        [&](const did::Document& document) {
            return with_key_replaced(document, old_key, new_key);
        },
        call);
    if (!receipt && receipt.error().code() == did::errors::kNoChange)
        return std::optional<registry::Receipt>();
    if (!receipt) return receipt.error();
    return std::optional(std::move(receipt).value());
}

}  // namespace

Result<KeyRotation> rotate_key(Toolkit& toolkit, const std::string& name,
                               const KeyRotationOptions& options, Call& call) {
    DEED_TRY(crypto::KeyInfo old_key, toolkit.keys().find(name, call));
    if (!options.dry_run) DEED_CHECK(require_latest(toolkit, call));
    DEED_TRY(const std::vector<CreatedDid> dids, dids_here(toolkit, call));
    DEED_CHECK(require_plain_key(old_key, dids));
    DEED_TRY(std::vector<KeyListing> listings,
             listings_of(toolkit, old_key.public_key, dids, call));

    const std::string new_name = successor_of(name);
    DEED_TRY(std::optional<crypto::KeyInfo> successor, find_key(toolkit, new_name, call));
    const bool was_begun = successor.has_value();
    if (was_begun && listings.empty())
        return Error(errors::kToolkitKeyRotated,
                     "the key " + name + " was succeeded by " + new_name);
    if (was_begun) DEED_CHECK(require_type(old_key, new_name, successor->public_key));
    // A name says nothing of who made the key.
    if (was_begun && !options.new_key)
        return Error(errors::kToolkitSuccessorExists, "there is a key " + new_name + " already: " +
                                                          successor->public_key.to_multikey());

    if (!options.dry_run) {
        if (!was_begun || options.new_key) {
            DEED_TRY(successor, make_successor(toolkit, old_key, new_name, options, call));
        }
        DEED_TRY(const auto reference, crypto::KeyReference::to_stored(new_name));
        DEED_CHECK(toolkit.proven_key(reference, call));
        for (KeyListing& listing : listings) {
            DEED_TRY(listing.receipt, hand_over(toolkit, listing.did, old_key.public_key,
                                                successor->public_key, call));
        }
    }
    return KeyRotation{std::move(old_key), new_name, std::move(successor), was_begun,
                       std::move(listings)};
}

}  // namespace deed
