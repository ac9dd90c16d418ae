#pragma once

// Internal to the outboxes of all kinds of chains: rows of the table `action`.

#include <string>

#include "lib/store/query.hpp"
#include "registry-contracts/client/evm/outbox/action_status.hpp"

namespace deed::registry::evm {

/// A query whose rows read_actions() takes.
std::string select_actions(std::string_view rest);
/// All rows, each without its transactions. What no outbox writes is `store.damaged`.
Result<std::vector<ActionStatus>> read_actions(store::Query& query);

Result<Word> word_of(const store::Query& query, int column);
Result<Timestamp> time_of(const store::Query& query, int column);

}  // namespace deed::registry::evm
