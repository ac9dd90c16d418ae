#pragma once

#include <memory>

#include "lib/time/timestamp.hpp"
#include "registry-contracts/client/evm/outbox/action_outbox.hpp"
#include "registry-contracts/client/fisco/outbox/outbox_file.hpp"
#include "registry-contracts/client/fisco/reader.hpp"
#include "registry-contracts/client/fisco/sender.hpp"

namespace deed::registry::fisco {

struct OutboxOptions {
    std::filesystem::path folder;  ///< of all outboxes; made 0700 where it is missing
    std::uint64_t chain_id = 0;    ///< the number that contracts see
    SenderOptions sending = {};    ///< block limit and formats; its waiting is not used
    std::chrono::milliseconds poll_interval{500};
    std::chrono::milliseconds patience{std::chrono::minutes(5)};  ///< of one wait()
    /// How long a transaction may wait for a block before its bytes are sent again.
    std::chrono::milliseconds resend_after{std::chrono::seconds(10)};
    std::vector<evm::AbiSignature> known_errors = {};  ///< of the contracts, for reasons
    evm::WaitObserver* observer = nullptr;             ///< borrowed
};

/// Carries out actions for one account of one group, each at most once (specs/fisco.md section 10).
/// Thread-safe.
///
/// A transaction is good until its block limit. So the very same bytes are sent again and again
/// until they have a receipt; only when the chain has reached the limit and none of the blocks up
/// to it holds the transaction, the action is signed anew. Nothing takes a transaction's place:
/// what was signed and is cancelled is sent no more, and has ended when its limit is reached, or
/// when a block has it after all. Blocks are final, so wait() asks for no other confirmation.
class DEED_API Outbox final : public evm::ActionOutbox {
public:
    /// Borrows all but the options. `outbox.in_use`, `outbox.other_account` also where the file is
    /// of another group of this name, `fisco.wrong_crypto`, `fisco.settings_invalid`, errors of
    /// lib/io and lib/store.
    static Result<std::unique_ptr<Outbox>> open(OutboxOptions options, Reader& reader,
                                                ChainSigner& signer, const Clock& clock);
    ~Outbox() override;

    /// Also `outbox.cancelled` for an action that is being cancelled, and
    /// `fisco.transaction_invalid` for one with a value.
    Result<std::uint64_t> submit(const evm::Action& action, std::string_view key,
                                 Call& call) override;
    Result<evm::Receipt> wait(std::uint64_t id, const evm::Confirmation& confirmation,
                              Call& call) override;
    Result<evm::Settlement> settle(Call& call) override;
    Result<void> cancel(std::uint64_t id, Call& call) override;
    Result<evm::ActionStatus> status(std::uint64_t id) override;
    Result<std::optional<evm::ActionStatus>> find(std::string_view key) override;
    Result<std::vector<evm::ActionStatus>> list(std::size_t most = 1000) override;

private:
    class State;
    explicit Outbox(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace deed::registry::fisco
