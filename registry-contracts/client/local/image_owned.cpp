#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/issuer_state.hpp"
#include "registry-contracts/client/local/image.hpp"

// Schemas, status lists and accreditations in an image.

namespace deed::registry::local {
namespace {

Error damaged(const std::string& what) { return Error(errors::kIndexDamaged, what); }

/// What is kept for looking up, as of the first `size` entries. Of a holder's paths the count is as
/// of all entries: whoever reads them stops at the first that is not there.
Result<std::optional<Bytes>> issuer_look_up(const OwnedKey& key, Bytes state, std::uint64_t size) {
    if (key.chain == Chain::issuer_look) {
        DEED_TRY(const LookState look, LookState::parse(state));
        const auto then = look.until(size);
        return then ? std::optional(then->encode()) : std::nullopt;
    }
    const auto known = KnownPath::parse(state);
    if (known && known->position >= size) return std::optional<Bytes>();
    return std::optional(std::move(state));
}

}  // namespace

Result<std::optional<Bytes>> LogImage::BatchStore::get(const OwnedKey& key) {
    const auto pending = image_.batch_.owned.find(key);
    if (pending != image_.batch_.owned.end()) return std::optional(pending->second.state);
    return image_.owned(key);
}

Result<void> LogImage::BatchStore::put(const OwnedKey& key, Bytes state) {
    auto& batch = image_.batch_.owned;
    const auto pending = batch.find(key);
    if (pending != batch.end()) {
        pending->second.state = std::move(state);
        return {};
    }
    DEED_TRY(const std::optional<OwnedRow> known, image_.index_.owned(key));
    const std::uint64_t number = known ? known->number : ++image_.last_owned_;
    batch.emplace(key, OwnedRow{number, std::move(state)});
    return {};
}

Result<IdentityState> LogImage::state_before(const Address& subject) {
    const auto pending = batch_.subjects.find(subject);
    if (pending != batch_.subjects.end()) return pending->second.state;
    return state(subject);
}

Result<std::optional<Bytes>> LogImage::owned(const OwnedKey& key) {
    DEED_TRY(std::optional<OwnedRow> row, index_.owned(key));
    if (!row) return std::optional<Bytes>();
    return std::optional(std::move(row->state));
}

Result<bool> LogImage::covers(const OwnedKey& key) {
    DEED_TRY(const std::optional<OwnedRow> row, index_.owned(key));
    if (!row) return true;
    DEED_TRY(const auto last, index_.last_of_chain(row->number, key.chain));
    return !last || last->position < included();
}

Result<std::vector<EntryRow>> LogImage::owned_chain(const OwnedKey& key, std::uint64_t size) {
    DEED_TRY(const std::optional<OwnedRow> row, index_.owned(key));
    if (!row) return std::vector<EntryRow>();
    return index_.chain(row->number, key.chain, size);
}

Result<std::optional<OwnedState>> LogImage::owned_at(const OwnedKey& key, std::uint64_t size) {
    DEED_TRY(const std::optional<OwnedRow> row, index_.owned(key));
    if (!row) return std::optional<OwnedState>();
    DEED_TRY(const auto last, index_.last_of_chain(row->number, key.chain));
    if (!last) return damaged("a schema or list lacks its operations");
    if (last->position < size) {
        DEED_TRY(OwnedState state, OwnedState::parse(row->state));
        return std::optional(std::move(state));
    }
    std::optional<OwnedState> state;
    DEED_CHECK(replay_owned(key, row->number, size, [&state](const OwnedOperation& operation) {
        return OwnedState::apply(state, operation);
    }));
    return state;
}

Result<std::optional<Bytes>> LogImage::issuer_at(const OwnedKey& key, std::uint64_t size) {
    DEED_TRY(std::optional<OwnedRow> row, index_.owned(key));
    if (!row) return std::optional<Bytes>();
    if (!is_chain(key)) return issuer_look_up(key, std::move(row->state), size);
    DEED_TRY(const auto last, index_.last_of_chain(row->number, key.chain));
    if (!last) return damaged("an accreditation lacks its operations");
    if (last->position < size) return std::optional(std::move(row->state));
    std::optional<Bytes> state;
    DEED_CHECK(
        replay_owned(key, row->number, size, [&](const OwnedOperation& operation) -> Result<void> {
            DEED_TRY(state, follow_issuer(key, state, operation));
            return {};
        }));
    return state;
}

Result<void> LogImage::replay_owned(
    const OwnedKey& key, std::uint64_t number, std::uint64_t size,
    const std::function<Result<void>(const OwnedOperation&)>& follow) {
    DEED_TRY(const auto rows, index_.chain(number, key.chain, size));
    for (const EntryRow& each : rows) {
        DEED_TRY(const Entry recorded, entry(each));
        const OwnedOperation operation =
            OwnedOperation::of(recorded.operation.statement(), each.position, recorded.accepted);
        if (owned_key(operation.envelope, operation.body) != key)
            return damaged("a chain has an entry of another");
        if (!follow(operation)) return damaged("a chain breaks the rules");
    }
    return {};
}

}  // namespace deed::registry::local
