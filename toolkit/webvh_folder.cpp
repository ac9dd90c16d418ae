#include "toolkit/webvh_folder.hpp"

#include <set>

#include "did/methods/webvh.hpp"
#include "did/methods/webvh_errors.hpp"
#include "did/methods/webvh_witness.hpp"
#include "lib/crypto/key_store_errors.hpp"
#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"
#include "toolkit/did_keys.hpp"
#include "toolkit/errors.hpp"

namespace deed {
namespace {

constexpr std::string_view kLog = "did.jsonl";
constexpr std::string_view kWitness = "did-witness.json";
constexpr std::string_view kWeb = "did.json";
constexpr std::string_view kUpdateSuffix = ".update";
constexpr mode_t kPublic = 0644;

Result<crypto::KeyInfo> ensure_key(Toolkit& toolkit, const std::string& name, Call& call) {
    auto found = toolkit.keys().find(name, call);
    if (!found && found.error().code() == crypto::errors::kKeyNotFound)
        return toolkit.keys().generate(name, crypto::KeyType::ed25519, call);
    if (found && found->public_key.type() != crypto::KeyType::ed25519)
        return Error(errors::kToolkitKeyTypeTaken, "the key " + name + " is of another type");
    return found;
}

/// "acme.update" of "acme.update-3".
std::string base_of(const std::string& name) {
    const std::size_t dash = name.rfind('-');
    const bool is_numbered = dash != std::string::npos && dash + 1 < name.size() &&
                             name.find_first_not_of("0123456789", dash + 1) == std::string::npos;
    return is_numbered ? name.substr(0, dash) : name;
}

/// A new key, "acme.update-2" and so on.
Result<crypto::KeyInfo> make_further_key(Toolkit& toolkit, const std::string& like, Call& call) {
    DEED_TRY(const std::vector<crypto::KeyInfo> all, toolkit.keys().list(call));
    std::set<std::string> taken;
    for (const crypto::KeyInfo& key : all) taken.insert(key.name);
    const std::string prefix = base_of(like) + "-";
    std::size_t number = 2;
    while (taken.contains(prefix + std::to_string(number))) ++number;
    return toolkit.keys().generate(prefix + std::to_string(number), crypto::KeyType::ed25519, call);
}

Result<crypto::KeyInfo> find_updater(Toolkit& toolkit, const did::WebvhLog& log, Call& call) {
    DEED_TRY(const std::vector<crypto::KeyInfo> all, toolkit.keys().list(call));
    for (const crypto::KeyInfo& key : all)
        if (did::may_extend(log, key.public_key)) return key;
    return Error(
        errors::kToolkitNoControllerKey,
        "no key of the store may sign the next entry of " + log.entries().back().did.to_string());
}

Result<std::optional<Bytes>> read_if_there(const std::filesystem::path& file, std::size_t most) {
    auto bytes = read_file(file, most);
    if (bytes) return std::optional(std::move(bytes).value());
    if (bytes.error().code() == errors::kFileNotFound) return std::optional<Bytes>();
    return std::move(bytes).error();
}

Result<void> write_did_web(const std::filesystem::path& folder, const did::WebvhLog& log,
                           Existing existing) {
    DEED_TRY(const json::Document document, did::parallel_did_web(log.entries().back()));
    return write_file_durably(
        folder / kWeb, as_bytes(json::to_pretty_string(document.root()) + "\n"), kPublic, existing);
}

}  // namespace

Result<WrittenWebvh> create_webvh_in(Toolkit& toolkit, const std::string& name,
                                     const std::string& place, const WebvhOptions& options,
                                     const std::filesystem::path& folder, Call& call) {
    if (std::filesystem::exists(folder / kLog))
        return Error(errors::kFileExists, "there is a log already", (folder / kLog).string());
    const std::string update_name = name + std::string(kUpdateSuffix);
    DEED_TRY(const crypto::KeyInfo update, ensure_key(toolkit, update_name, call));
    DEED_TRY(const crypto::KeyInfo assertion,
             ensure_key(toolkit, name + std::string(kAssertionSuffix), call));
    did::WebvhCreation creation{.place = place};
    creation.keys = {{assertion.public_key,
                      {did::Relationship::assertion_method, did::Relationship::authentication}}};
    creation.witnesses = options.witnesses;
    creation.watchers = options.watchers;
    creation.portable = options.portable;
    creation.also_web = options.also_web;
    creation.ttl = options.ttl;
    std::optional<std::string> next_name;
    if (options.pre_rotate) {
        DEED_TRY(const crypto::KeyInfo next, ensure_key(toolkit, update_name + "-2", call));
        creation.next_keys = {next.public_key};
        next_name = next.name;
    }
    DEED_TRY(const auto signer, toolkit.keys().signer(update.name, call));
    const Timestamp now = toolkit.clock().now();
    DEED_TRY(const did::WebvhText text, did::create_webvh(creation, *signer, now, call));
    DEED_TRY(const did::WebvhLog log, did::WebvhLog::verify(as_bytes(text.log), now, call));
    if (options.also_web) DEED_CHECK(write_did_web(folder, log, Existing::refuse));
    DEED_CHECK(write_file_durably(folder / kLog, as_bytes(text.log), kPublic, Existing::refuse));
    return WrittenWebvh{text.did, text.version_id, update.name, next_name, log.needs_witnesses()};
}

Result<WrittenWebvh> change_webvh_in(Toolkit& toolkit, const did::Did& did, const WebvhEdit& edit,
                                     const std::filesystem::path& folder, Call& call) {
    DEED_TRY(const Bytes bytes, read_file(folder / kLog, did::kMaxWebvhLog));
    const Timestamp now = toolkit.clock().now();
    DEED_TRY(const did::WebvhLog log, did::WebvhLog::verify(bytes, now, call));
    if (log.fault()) return *log.fault();
    const did::WebvhEntry& last = log.entries().back();
    if (last.did != did)
        return Error(did::errors::kWebvhOtherDid, "the log is of " + last.did.to_string(),
                     did.to_string());
    if (last.parameters.deactivated)
        return Error(did::errors::kWebvhEnded, "the DID was deactivated", did.to_string());
    DEED_TRY(const crypto::KeyInfo updater, find_updater(toolkit, log, call));

    did::WebvhChange change;
    change.document = edit.document;
    change.place = edit.place;
    change.deactivate = edit.deactivate;
    const bool pre_rotates = !last.parameters.next_key_hashes->empty();
    std::optional<std::string> next_name;
    // With pre-rotation the key that signs is the new one.
    if (edit.rotate && !pre_rotates) {
        DEED_TRY(const crypto::KeyInfo fresh, make_further_key(toolkit, updater.name, call));
        change.update_keys = std::vector{fresh.public_key};
        next_name = fresh.name;
    }
    if ((edit.commit_next || pre_rotates) && !edit.deactivate) {
        DEED_TRY(const crypto::KeyInfo next, make_further_key(toolkit, updater.name, call));
        change.next_keys = std::vector{next.public_key};
        next_name = next.name;
    }
    DEED_TRY(const auto signer, toolkit.keys().signer(updater.name, call));
    DEED_TRY(const did::WebvhText text, did::extend_webvh(bytes, change, *signer, now, call));
    DEED_TRY(const did::WebvhLog extended, did::WebvhLog::verify(as_bytes(text.log), now, call));
    if (!edit.deactivate && std::filesystem::exists(folder / kWeb))
        DEED_CHECK(write_did_web(folder, extended, Existing::replace));
    DEED_CHECK(write_file_durably(folder / kLog, as_bytes(text.log), kPublic, Existing::replace));
    toolkit.forget(did);
    return WrittenWebvh{text.did, text.version_id, updater.name, next_name,
                        !extended.entries().back().witnesses->keys.empty()};
}

Result<std::string> witness_webvh_in(Toolkit& toolkit, crypto::Signer& witness,
                                     const std::filesystem::path& folder, Call& call) {
    DEED_TRY(const Bytes bytes, read_file(folder / kLog, did::kMaxWebvhLog));
    const Timestamp now = toolkit.clock().now();
    DEED_TRY(const did::WebvhLog log, did::WebvhLog::verify(bytes, now, call));
    if (log.fault()) return *log.fault();
    const std::string version_id = log.entries().back().version_id;
    DEED_TRY(const auto file, read_if_there(folder / kWitness, did::kMaxWebvhWitnessFile));
    DEED_TRY(const json::Document approved,
             did::witness_webvh(log, version_id, file.value_or(Bytes()), witness,
                                now.floor_seconds(), call));
    DEED_CHECK(write_file_durably(folder / kWitness, as_bytes(approved.to_string() + "\n"), kPublic,
                                  Existing::replace));
    return version_id;
}

Result<did::WebvhLog> read_webvh_in(const std::filesystem::path& folder, Timestamp now,
                                    Call& call) {
    DEED_TRY(const Bytes bytes, read_file(folder / kLog, did::kMaxWebvhLog));
    DEED_TRY(const auto file, read_if_there(folder / kWitness, did::kMaxWebvhWitnessFile));
    return did::read_webvh(bytes, file, now, call);
}

}  // namespace deed
