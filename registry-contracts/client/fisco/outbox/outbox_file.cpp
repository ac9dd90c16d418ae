#include "registry-contracts/client/fisco/outbox/outbox_file.hpp"

#include "registry-contracts/client/fisco/outbox/outbox_store.hpp"

namespace deed::registry::fisco {
namespace {

std::string escaped(std::string_view name) {
    constexpr char kDigits[] = "0123456789ABCDEF";
    std::string text;
    for (const char c : name) {
        const bool is_plain =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        if (is_plain) {
            text += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        text += '%';
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
    }
    return text;
}

}  // namespace

std::filesystem::path outbox_file(const std::filesystem::path& folder,
                                  const OutboxAccount& account) {
    return folder / ((account.version == ChainVersion::two ? "fisco2-" : "fisco3-") +
                     std::to_string(account.chain_id) + "-" + escaped(account.chain) + "-" +
                     escaped(account.group) + "-" + to_string(account.account) + ".outbox");
}

Result<std::vector<evm::ActionStatus>> read_outbox(const std::filesystem::path& folder,
                                                   const OutboxAccount& account, std::size_t most) {
    DEED_TRY(const auto store, OutboxStore::open(outbox_file(folder, account), std::nullopt,
                                                 OutboxStore::Access::read));
    return store->latest(most);
}

}  // namespace deed::registry::fisco
