#include "registry-contracts/client/evm/outbox/action_status.hpp"

#include <algorithm>
#include <charconv>

#include "lib/io/errors.hpp"
#include "registry-contracts/client/evm/outbox/outbox_store.hpp"

namespace deed::registry::evm {
namespace {

using std::filesystem::path;

constexpr std::string_view kSuffix = ".outbox";

/// The inverse of outbox_file()'s name; nothing for every other name.
std::optional<OutboxAccount> account_named(const std::string& name) {
    const std::size_t dash = name.find('-');
    if (dash == name.npos || !name.ends_with(kSuffix)) return std::nullopt;
    OutboxAccount account;
    const auto [rest, fault] = std::from_chars(name.data(), name.data() + dash, account.chain_id);
    if (fault != std::errc()) return std::nullopt;
    const auto parsed =
        parse_address(name.substr(dash + 1, name.size() - dash - 1 - kSuffix.size()));
    if (!parsed) return std::nullopt;
    account.account = *parsed;
    if (outbox_file({}, account).string() != name) return std::nullopt;
    return account;
}

}  // namespace

std::string_view state_name(ActionState state) {
    switch (state) {
        case ActionState::recorded:
            return "recorded";
        case ActionState::prepared:
            return "signed";
        case ActionState::sent:
            return "sent";
        case ActionState::in_block:
            return "in a block";
        case ActionState::done:
            return "done";
        case ActionState::reverted:
            return "reverted";
        case ActionState::refused:
            return "refused";
        case ActionState::cancelled:
            return "cancelled";
        case ActionState::displaced:
            return "displaced";
    }
    return "unknown";
}

path outbox_file(const path& folder, const OutboxAccount& account) {
    return folder / (std::to_string(account.chain_id) + "-" + to_string(account.account) +
                     std::string(kSuffix));
}

Result<std::vector<OutboxAccount>> find_outboxes(const path& folder) {
    std::vector<std::string> names;
    std::error_code fault;
    for (std::filesystem::directory_iterator entry(folder, fault), end; !fault && entry != end;
         entry.increment(fault))
        names.push_back(entry->path().filename().string());
    if (fault == std::errc::no_such_file_or_directory) return std::vector<OutboxAccount>();
    if (fault)
        return Error(deed::errors::kIoFailed, "cannot list the folder: " + fault.message(),
                     folder.string());
    std::ranges::sort(names);
    std::vector<OutboxAccount> accounts;
    for (const std::string& name : names)
        if (const auto account = account_named(name)) accounts.push_back(*account);
    return accounts;
}

Result<std::vector<ActionStatus>> read_outbox(const path& folder, const OutboxAccount& account,
                                              std::size_t most) {
    DEED_TRY(const auto store,
             OutboxStore::open(outbox_file(folder, account), account, OutboxStore::Access::read));
    return store->latest(most);
}

}  // namespace deed::registry::evm
