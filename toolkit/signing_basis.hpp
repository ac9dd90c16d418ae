#pragma once

#include <memory>
#include <optional>
#include <string>

#include "did/document.hpp"
#include "did/methods/signed_operation.hpp"
#include "toolkit/did_writing.hpp"
#include "toolkit/expiring_form.hpp"
#include "toolkit/toolkit.hpp"

// Signing the operations of a did:weid where its ledger cannot be asked (specs/migration.md
// section 2).

namespace deed {

/// What stands at the end of a DID's operations: all that its next one is signed for.
struct SigningBasis {
    did::Did did;
    did::Document document;  ///< that holds
    registry::Address controller{};
    std::uint64_t sequence = 0;                                ///< the next one
    std::optional<registry::Hash> previous = std::nullopt;     ///< on a log alone
    std::optional<registry::Hash> next = std::nullopt;         ///< the commitment
    std::optional<registry::Address> contract = std::nullopt;  ///< on a chain alone
    Timestamp as_of = Timestamp::from_unix_milliseconds(0)
                          .value();  ///< before which the ledger accepts nothing any more
    std::optional<Timestamp> taken = std::nullopt;  ///< when, by the clock of who asked

    /// {"type": "deed/signing-basis/v1", "did", "controller", "sequence", "previous", "next",
    /// "contract", "document", "asOf", "taken"}.
    json::Document to_json() const;
    /// `signing_basis.malformed` for whatever is not just so, and the codes of Document::parse().
    DEED_API static Result<SigningBasis> parse(json::Value json);

    DEED_API std::unique_ptr<registry::OperationForm> form() const;
    registry::IdentityState state() const;
};

/// As the ledger tells it. `did.not_found`; `operation.identity_moved` and
/// `operation.identity_deactivated` of a DID that has come to its end.
DEED_API Result<SigningBasis> signing_basis_of(registry::Ledger& ledger, const did::Did& did,
                                               Call& call);

/// What the first operation of a DID is signed for, which follows none.
struct CreationBasis {
    std::string network;
    std::optional<registry::Address> contract = std::nullopt;  ///< on a chain alone
    Timestamp as_of;
    Timestamp taken;

    /// {"type": "deed/creation-basis/v1", "network", "contract", "asOf", "taken"}.
    DEED_API json::Document to_json() const;
    /// `signing_basis.malformed` for whatever is not just so.
    DEED_API static Result<CreationBasis> parse(json::Value json);

    DEED_API std::unique_ptr<registry::OperationForm> form() const;
};

/// As the ledger tells it, at `now`.
DEED_API Result<CreationBasis> creation_basis_of(registry::Ledger& ledger, Timestamp now,
                                                 Call& call);

/// For how long a basis is signed on after it was taken.
inline constexpr std::int64_t kBasisSeconds = 7 * 86'400;
/// `signing_basis.stale` for one that is older; `ledger.time_ahead` where one of its times is more
/// than a day ahead. A basis that does not say when it was taken is as old as `as_of`.
DEED_API Result<void> check_fresh(const SigningBasis& basis, Timestamp now);
DEED_API Result<void> check_fresh(const CreationBasis& basis, Timestamp now);

/// Until when something holds that is signed at `now` by a basis: `validity_seconds` from now, or
/// from the ledger's time where that is ahead. Unix seconds.
DEED_API std::uint64_t expiry_by(Timestamp as_of, Timestamp now, std::uint64_t validity_seconds);

/// For signing by a basis: what is handed in is kept, and nothing else happens. Its own DID alone
/// is there. It shows no history, so that what was declared compromised is not known.
class DEED_API SigningLedger final : public registry::Ledger {
public:
    /// `expiry`, in Unix seconds, is that of all that is signed.
    SigningLedger(SigningBasis basis, std::uint64_t expiry)
        : basis_(std::move(basis)), form_(basis_.form()), expiry_(expiry) {}

    /// The operation that was signed last; an assertion that there is one.
    Result<did::SignedOperation> take();

    const std::string& network() const override { return form_->network(); }
    registry::Capabilities capabilities() const override;
    std::unique_ptr<registry::OperationForm> form() const override {
        return std::make_unique<ExpiringForm>(basis_.form(), expiry_);
    }
    Result<std::vector<registry::Ticket>> submit(std::span<const registry::Submission> submissions,
                                                 Call& call) override;
    Result<registry::Receipt> wait(const registry::Ticket& ticket, registry::Finality finality,
                                   Call& call) override;
    Result<registry::Record> read(const registry::RecordId&, const registry::At&, Call&) override {
        return registry::Record{};
    }
    Result<registry::IdentityState> state(const registry::Address& subject, Call& call) override;
    Result<Timestamp> acceptance_time(Call&) override { return basis_.as_of; }
    Result<registry::SubjectPage> subjects(const std::optional<registry::Address>&, std::size_t,
                                           Call&) override {
        return registry::SubjectPage{};
    }
    Result<std::uint64_t> subject_count(Call&) override { return std::uint64_t{0}; }
    Result<std::vector<registry::Address>> controlled_by(const registry::Address&, Call&) override {
        return std::vector<registry::Address>();
    }

private:
    const SigningBasis basis_;
    const std::unique_ptr<registry::OperationForm> form_;
    const std::uint64_t expiry_;
    std::optional<registry::Operation> kept_;
};

/// For the functions of toolkit/did_life.hpp; the ledger is a SigningLedger.
DEED_API DidWriting writing_by(const SigningBasis& basis, std::uint64_t expiry);

/// How operations for a network are signed: `contract` is the DidRegistry of a chain.
/// `signing_basis.malformed` where it is missing or too much.
Result<std::unique_ptr<registry::OperationForm>> form_for(
    const std::string& network, const std::optional<registry::Address>& contract);
/// That contract; nothing of a log.
std::optional<registry::Address> contract_of(const registry::Ledger& ledger);

}  // namespace deed
