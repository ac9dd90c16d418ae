#pragma once

#include <filesystem>
#include <vector>

#include "registry-contracts/client/evm/outbox/action_status.hpp"
#include "registry-contracts/client/fisco/chain_settings.hpp"

namespace deed::registry::fisco {

/// An account of a group. Texts alone do not tell groups apart, since most chains are called
/// "chain0": the file keeps the hash of the group's first block, too.
struct OutboxAccount {
    ChainVersion version = ChainVersion::three;
    std::uint64_t chain_id = 0;  ///< the number that contracts see
    std::string chain{};
    std::string group{};
    Address account{};
};

/// "fisco3-20200-chain0-group0-0x….outbox" in the folder of all; of names other characters than
/// letters, digits and '_' as '%' and two digits.
DEED_API std::filesystem::path outbox_file(const std::filesystem::path& folder,
                                           const OutboxAccount& account);

/// What an outbox knows, the latest action last, at most `most` of the latest. Reads the file
/// alone, also while a process sends for the account. `io.not_found`, errors of lib/store.
DEED_API Result<std::vector<evm::ActionStatus>> read_outbox(const std::filesystem::path& folder,
                                                            const OutboxAccount& account,
                                                            std::size_t most = 1000);

}  // namespace deed::registry::fisco
