#include "toolkit/migration.hpp"

#include <algorithm>
#include <set>

#include "did/errors.hpp"
#include "lib/io/file.hpp"
#include "lib/json/jcs.hpp"
#include "registry-contracts/client/controller_key.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "toolkit/chains.hpp"
#include "toolkit/errors.hpp"
#include "toolkit/migration_errors.hpp"

namespace deed {
namespace {

using State = MigrationItem::State;
namespace rules = registry::errors;

/// Of what is signed here and handed in at once.
constexpr std::uint64_t kValidity = 3600;
constexpr std::size_t kMaxAnswer = std::size_t{4} << 20;
constexpr std::size_t kPage = 1000;

bool is(const Error& error, const ErrorCode& code) { return error.code() == code; }

/// What concerns one DID alone; everything else would meet the next one too.
bool concerns_one(const Error& error) {
    if (is(error, registry::evm::errors::kInsufficientFunds)) return false;
    switch (error.kind()) {
        case ErrorKind::unavailable:
        case ErrorKind::io:
        case ErrorKind::interrupted:
        case ErrorKind::internal:
            return false;
        default:
            return true;
    }
}

bool is_elsewhere(const Error& error) {
    return is(error, errors::kToolkitNoControllerKey) || is(error, errors::kToolkitNoCommittedKey);
}

class Migrating {
public:
    Migrating(Toolkit& toolkit, registry::Ledger& from, registry::Ledger& to,
              const MigrationPlan& plan, MigrationStore& store, Call& call)
        : toolkit_(toolkit), from_(from), to_(to), plan_(plan), store_(store), call_(call) {}

    Result<MigrationReport> run() {
        DEED_CHECK(load());
        DEED_CHECK(discover());
        MigrationReport report{list_.from, list_.to, {}};
        for (MigrationItem& item : list_.items) {
            request_.reset();
            auto advanced = advance(item);
            if (!advanced && !concerns_one(advanced.error())) return std::move(advanced).error();
            MigrationOutcome outcome{item.did, item.successor, item.state, request_};
            const bool waits = !advanced && request_ && is_elsewhere(advanced.error());
            if (!advanced && !waits) outcome.trouble = std::move(advanced).error();
            report.outcomes.push_back(std::move(outcome));
        }
        return report;
    }

private:
    Result<void> load() {
        DEED_TRY(auto known, store_.load());
        list_.from = from_.network();
        list_.to = to_.network();
        if (!known) return {};
        if (known->from != list_.from || known->to != list_.to)
            return Error(errors::kMigrationOtherNetworks,
                         "the list is from " + known->from + " to " + known->to);
        list_ = std::move(*known);
        return {};
    }

    Result<void> discover() {
        std::set<registry::Address> known;
        for (const MigrationItem& item : list_.items)
            known.insert(did::parse_weid(item.did)->address);
        const std::size_t before = list_.items.size();
        DEED_TRY(const auto keys, toolkit_.keys().list(call_));
        for (const crypto::KeyInfo& key : keys) {
            if (!registry::can_control(key.public_key.type())) continue;
            DEED_TRY(const registry::Address address, registry::address_of(key.public_key));
            DEED_TRY(const auto subjects, from_.controlled_by(address, call_));
            for (const registry::Address& subject : subjects) DEED_CHECK(add(subject, known));
        }
        if (plan_.requests) DEED_CHECK(discover_all(known));
        if (list_.items.size() == before) return {};
        return store_.save(list_);
    }

    Result<void> discover_all(std::set<registry::Address>& known) {
        std::optional<registry::Address> after;
        for (;;) {
            DEED_CHECK(call_.check());
            DEED_TRY(const registry::SubjectPage page, from_.subjects(after, kPage, call_));
            for (const registry::ListedSubject& subject : page.subjects)
                DEED_CHECK(add(subject.address, known));
            if (!page.more || page.subjects.empty()) return {};
            after = page.subjects.back().address;
        }
    }

    /// What has come to its end before is no work.
    Result<void> add(const registry::Address& subject, std::set<registry::Address>& known) {
        if (!known.insert(subject).second) return {};
        DEED_TRY(const registry::IdentityState state, from_.state(subject, call_));
        if (!state.exists() || state.moved() || state.deactivated()) return {};
        if (list_.items.size() == kMaxMigrated)
            return Error(errors::kMigrationTooMany, "a list holds " + std::to_string(kMaxMigrated));
        list_.items.push_back({.did = did::make_weid(list_.from, subject)});
        return {};
    }

    Result<void> advance(MigrationItem& item) {
        DEED_CHECK(call_.check());
        if (item.state == State::planned) DEED_CHECK(create(item));
        if (item.state == State::created) DEED_CHECK(move(item));
        return {};
    }

    /// Hands in `operation`, anew signed where the one that was kept has expired.
    Result<void> hand_in(MigrationItem& item, registry::Ledger& ledger,
                         const did::SignedOperation& operation) {
        did::WeidRegistrar registrar(ledger, toolkit_.clock());
        auto receipt = registrar.submit(operation, call_);
        toolkit_.forget(operation.did());
        if (receipt) return {};
        if (is(receipt.error(), rules::kOperationExpired)) {
            item.answer.reset();
            DEED_CHECK(store_.save(list_));
        }
        return std::move(receipt).error();
    }

    Result<void> create(MigrationItem& item) {
        if (item.answer) {
            // Signed for what may stand no more: documents and keys change while a list waits.
            DEED_TRY(const did::WeidId id, did::parse_weid(item.did));
            DEED_TRY(const registry::IdentityState now, from_.state(id.address, call_));
            if (now.moved() || now.deactivated() ||
                now.chain(registry::Chain::did).length != item.sequence)
                item.answer.reset();
        }
        for (int attempt = 0;; ++attempt) {
            if (!item.answer) DEED_CHECK(obtain(item));
            if (item.state != State::planned) return {};
            const did::SignedOperation creation = item.answer->creation;
            const auto done = hand_in(item, to_, creation);
            if (done) break;
            if (attempt > 0 || !is(done.error(), rules::kOperationExpired)) return done.error();
        }
        item.state = State::created;
        return store_.save(list_);
    }

    Result<void> move(MigrationItem& item) {
        for (int attempt = 0;; ++attempt) {
            if (!item.answer) DEED_CHECK(obtain(item));
            if (item.state == State::moved) return {};
            const did::SignedOperation operation = item.answer->move;
            const auto done = hand_in(item, from_, operation);
            if (done) break;
            if (is(done.error(), rules::kSequenceConflict) ||
                is(done.error(), rules::kIdentityMoved))
                return changed(item);
            if (attempt > 0 || !is(done.error(), rules::kOperationExpired)) return done.error();
        }
        return finish(item);
    }

    Result<void> finish(MigrationItem& item) {
        item.state = State::moved;
        item.answer.reset();
        return store_.save(list_);
    }

    /// Another operation took the place of the move: it must be looked at anew.
    Result<void> changed(MigrationItem& item) {
        item.answer.reset();
        DEED_CHECK(store_.save(list_));
        return obtain(item);
    }

    /// What is to be handed in, signed for what stands now; or finds that it is done already.
    Result<void> obtain(MigrationItem& item) {
        auto basis = signing_basis_of(from_, item.did, call_);
        if (!basis && is(basis.error(), rules::kIdentityMoved)) return take_as_moved(item);
        if (!basis) return std::move(basis).error();
        const MigrationRequest request{std::move(*basis), list_.to, contract_of(to_)};
        if (item.state == State::created && request.basis.sequence != item.sequence)
            return Error(errors::kMigrationChanged,
                         "its operation " + std::to_string(item.sequence) + " is another");
        if (item.state == State::planned) {
            DEED_TRY(const bool there, is_created(request));
            if (there) {
                item.state = State::created;
                item.successor = request.successor();
                item.sequence = request.basis.sequence;
                DEED_CHECK(store_.save(list_));
            }
        }
        DEED_TRY(MigrationAnswer answer, answer_to(request));
        item.successor = request.successor();
        item.sequence = request.basis.sequence;
        item.answer = std::move(answer);
        // Before it is handed in: what is recorded is then known as ours, whatever happens.
        auto saved = store_.save(list_);
        // What could not be kept must not keep the other DIDs from being saved.
        if (!saved && is(saved.error(), errors::kMigrationTooLarge)) item.answer.reset();
        return saved;
    }

    /// By hand, or by a list that is lost.
    Result<void> take_as_moved(MigrationItem& item) {
        did::WeidResolver resolver(
            [&](const std::string&, Call&) -> Result<registry::Ledger*> { return &from_; });
        DEED_TRY(const did::Resolution resolution, resolver.resolve(item.did, {}, call_));
        if (!resolution.metadata.canonical_id)
            return Error(rules::kIdentityMoved, "its successor cannot be read");
        DEED_TRY(const did::Did successor, did::Did::parse(*resolution.metadata.canonical_id));
        DEED_TRY(const did::WeidId id, did::parse_weid(successor));
        if (id.network != list_.to)
            return Error(rules::kIdentityMoved, "it moved to " + successor.to_string());
        item.successor = successor;
        return finish(item);
    }

    /// Whether the successor is there, made of this document; `migration.successor_taken`.
    Result<bool> is_created(const MigrationRequest& request) {
        DEED_TRY(const registry::IdentityState state, to_.state(request.basis.controller, call_));
        if (!state.exists()) return false;
        const did::Did successor = request.successor();
        const Error taken(errors::kMigrationSuccessorTaken, successor.to_string());
        if (state.moved() || state.deactivated() ||
            state.controller() != request.basis.controller ||
            state.next_commitment() != request.basis.next ||
            state.chain(registry::Chain::did).length != 1)
            return taken;
        did::WeidResolver resolver(
            [&](const std::string&, Call&) -> Result<registry::Ledger*> { return &to_; });
        DEED_TRY(const did::Resolution resolution, resolver.resolve(successor, {}, call_));
        DEED_TRY(const json::Document wanted, request.document());
        if (!(resolution.document.json() == wanted)) return taken;
        return true;
    }

    Result<MigrationAnswer> answer_to(const MigrationRequest& request) {
        auto made = sign_migration(toolkit_, request, kValidity, call_);
        if (made || !plan_.requests || !is_elsewhere(made.error())) return made;
        const std::string name = registry::to_string(did::parse_weid(request.basis.did)->address);
        const auto file = *plan_.requests / (name + ".signed.json");
        const auto bytes = read_file(file, kMaxAnswer);
        if (bytes) {
            auto answer = checked_answer(request, *bytes);
            if (answer) return answer;
            DEED_CHECK(write_request(request, name));
            return std::move(answer).error().at(file.string());
        }
        if (bytes.error().kind() != ErrorKind::not_found) return bytes.error();
        DEED_CHECK(write_request(request, name));
        return made;
    }

    static Result<MigrationAnswer> checked_answer(const MigrationRequest& request, ByteView bytes) {
        DEED_TRY(const json::Document json, json::Document::parse(bytes));
        DEED_TRY(MigrationAnswer answer, MigrationAnswer::parse(json.root()));
        DEED_CHECK(check_answer(request, answer));
        return answer;
    }

    Result<void> write_request(const MigrationRequest& request, const std::string& name) {
        constexpr mode_t kReadable = 0644;
        DEED_CHECK(create_private_directories(*plan_.requests));
        const auto file = *plan_.requests / (name + ".request.json");
        const json::Document json = request.to_json();
        DEED_CHECK(write_file_durably(file, as_bytes(json::to_pretty_string(json.root()) + "\n"),
                                      kReadable, Existing::replace));
        request_ = file;
        return {};
    }

    Toolkit& toolkit_;
    registry::Ledger& from_;
    registry::Ledger& to_;
    const MigrationPlan& plan_;
    MigrationStore& store_;
    Call& call_;
    MigrationList list_;
    std::optional<std::filesystem::path> request_;  ///< of the DID that is looked at
};

/// For writing: a chain, or the configured ledger, which alone can be written to here.
Result<registry::Ledger*> place_of(Toolkit& toolkit, const std::string& place, Call& call) {
    Config chosen = toolkit.config();
    DEED_CHECK(choose_network(chosen, place));
    if (chosen.chain) {
        DEED_TRY(OpenChain * chain, toolkit.chain(*chosen.chain, call));
        DEED_TRY(registry::evm::EvmLedger * ledger,
                 chain->ledger(OpenChain::Access::writing, call));
        return static_cast<registry::Ledger*>(ledger);
    }
    if (chosen.ledger_alias != toolkit.config().ledger_alias)
        return Error(errors::kMigrationOtherLedger,
                     "the ledger is " + toolkit.config().ledger_alias);
    DEED_TRY(registry::LogLedger * ledger, toolkit.writable_ledger(call));
    return static_cast<registry::Ledger*>(ledger);
}

struct Ends {
    registry::Ledger* from;
    registry::Ledger* to;
};

Result<Ends> ends_of(Toolkit& toolkit, const MigrationPlan& plan, Call& call) {
    DEED_TRY(registry::Ledger * from, place_of(toolkit, plan.from, call));
    DEED_TRY(registry::Ledger * to, place_of(toolkit, plan.to, call));
    if (from->network() == to->network())
        return Error(errors::kMigrationSameNetwork, from->network());
    return Ends{from, to};
}

}  // namespace

Result<MigrationReport> migrate(Toolkit& toolkit, const MigrationPlan& plan, MigrationStore& store,
                                Call& call) {
    DEED_TRY(const Ends ends, ends_of(toolkit, plan, call));
    return Migrating(toolkit, *ends.from, *ends.to, plan, store, call).run();
}

Result<std::filesystem::path> usual_migration_file(Toolkit& toolkit, const MigrationPlan& plan,
                                                   Call& call) {
    DEED_TRY(const Ends ends, ends_of(toolkit, plan, call));
    return toolkit.config().chain_folder / "migrations" /
           (ends.from->network() + "--" + ends.to->network() + ".json");
}

}  // namespace deed
