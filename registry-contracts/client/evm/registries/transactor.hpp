#pragma once

#include <memory>

#include "registry-contracts/client/evm/sender.hpp"
#include "registry-contracts/client/ledger.hpp"

namespace deed::registry::evm {

/// Has something done on the chain by one account, which pays for it. Thread-safe.
class DEED_API Transactor {
public:
    virtual ~Transactor() = default;
    virtual const Address& account() const = 0;
    /// How sure a receipt of run() is.
    virtual Finality finality() const = 0;
    /// The receipt, confirmed as far as the transactor waits; also of a transaction that failed.
    virtual Result<Receipt> run(const Action& action, Call& call) = 0;
};

/// One that sends by `sender`, whose account this is, and waits. Borrows the sender.
DEED_API std::unique_ptr<Transactor> make_transactor(Sender& sender, const Address& account,
                                                     Confirmation confirmation);

}  // namespace deed::registry::evm
