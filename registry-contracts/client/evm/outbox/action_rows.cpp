#include "registry-contracts/client/evm/outbox/action_rows.hpp"

#include <algorithm>

#include "lib/encoding/utf8.hpp"
#include "lib/store/errors.hpp"

namespace deed::registry::evm {
namespace {

using store::Query;

Error damaged(std::string why) { return {store::errors::kDamaged, std::move(why)}; }

template <std::size_t N>
Result<std::array<std::uint8_t, N>> bytes_of(const Query& query, int column) {
    DEED_TRY(const ByteView blob, query.blob(column));
    if (blob.size() != N) return damaged("a value of the outbox has another size than it must");
    std::array<std::uint8_t, N> bytes;
    std::ranges::copy(blob, bytes.begin());
    return bytes;
}

Result<ActionState> state_of(const Query& query, int column) {
    DEED_TRY(const std::int64_t number, query.integer(column));
    if (number < 0 || number > static_cast<int>(ActionState::displaced))
        return damaged("an action has no known state");
    return static_cast<ActionState>(number);
}

Result<Action> action_of(const Query& query) {
    Action action;
    if (!query.is_null(2)) {
        DEED_TRY(action.to, bytes_of<20>(query, 2));
    }
    DEED_TRY(const ByteView value, query.blob(3));
    DEED_TRY(action.value, Uint256::from_bytes(value));
    DEED_TRY(const ByteView data, query.blob(4));
    action.data = to_bytes(data);
    return action;
}

Result<std::optional<Inclusion>> inclusion_of(const Query& query) {
    if (query.is_null(10)) return std::optional<Inclusion>();
    Inclusion inclusion;
    DEED_TRY(inclusion.transaction_hash, word_of(query, 10));
    DEED_TRY(inclusion.block_number, query.unsigned_integer(11));
    DEED_TRY(inclusion.block_hash, word_of(query, 12));
    DEED_TRY(const std::int64_t succeeded, query.integer(13));
    inclusion.succeeded = succeeded != 0;
    return std::optional(inclusion);
}

Result<ActionStatus> read_action(const Query& query) {
    DEED_TRY(const Timestamp made, time_of(query, 8));
    DEED_TRY(const Timestamp changed, time_of(query, 9));
    ActionStatus status{.made = made, .changed = changed};
    DEED_TRY(status.id, query.unsigned_integer(0));
    DEED_TRY(const std::string_view key, query.text(1));
    status.key = key;
    DEED_TRY(status.action, action_of(query));
    DEED_TRY(status.state, state_of(query, 5));
    if (!query.is_null(6)) {
        DEED_TRY(status.nonce, query.unsigned_integer(6));
    }
    DEED_TRY(const std::string_view reason, query.text(7));
    status.reason = printable(as_utf8(std::string(reason)));
    DEED_TRY(status.inclusion, inclusion_of(query));
    return status;
}

}  // namespace

Result<Word> word_of(const Query& query, int column) { return bytes_of<32>(query, column); }

Result<Timestamp> time_of(const Query& query, int column) {
    DEED_TRY(const std::int64_t milliseconds, query.integer(column));
    return Timestamp::from_unix_milliseconds(milliseconds);
}

std::string select_actions(std::string_view rest) {
    return "SELECT id, key, target, value, data, state, nonce, reason, made, changed, mined, "
           "block_number, block_hash, succeeded FROM action " +
           std::string(rest);
}

Result<std::vector<ActionStatus>> read_actions(Query& query) {
    std::vector<ActionStatus> actions;
    for (;;) {
        DEED_TRY(const bool more, query.next());
        if (!more) return actions;
        DEED_TRY(ActionStatus action, read_action(query));
        actions.push_back(std::move(action));
    }
}

}  // namespace deed::registry::evm
