// Work on a ledger: the life of a DID with its evidence, operations in batches, and several
// threads.

#include <thread>

#include "did/methods/weid.hpp"
#include "evidence/anchor.hpp"
#include "evidence/proof.hpp"
#include "evidence/verify.hpp"
#include "lib/encoding/text.hpp"
#include "registry-contracts/client/did_registry.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/log_schema_registry.hpp"
#include "registry-contracts/client/log_status_registry.hpp"
#include "tests/durability/ledger_home.hpp"

namespace deed::durability {
namespace {

using namespace registry;
using std::filesystem::path;
using test::controller;
using test::must;

/// A body too long to stand in its entry.
constexpr std::size_t kDetached = 61'000;

/// How many versions the subject's document has. An earlier attempt may have come to nothing but
/// an entry that no head covers yet; asking for the state covers it, and then it is read.
Result<std::size_t> versions(Ledger& ledger, const Clock& clock, const Address& subject,
                             Call& call) {
    DEED_CHECK(ledger.state(subject, call));
    const auto record = DidRegistry(ledger, clock).find(subject, Latest{}, call);
    if (record) return record->versions.size();
    if (record.error().code() == registry::errors::kDidNotFound) return std::size_t{0};
    return record.error();
}

Result<bool> is_anchored(LogLedger& ledger, const Clock& clock, const Address& subject,
                         const Commitment& commitment, Call& call) {
    DEED_CHECK(ledger.state(subject, call));
    const auto place = EvidenceRegistry(ledger, clock).find(subject, commitment, call);
    if (place) return true;
    if (place.error().code() == registry::errors::kEvidenceNotFound) return false;
    return place.error();
}

std::vector<Commitment> commitments(const std::string& what, int count) {
    std::vector<Commitment> result;
    for (int i = 0; i < count; ++i) {
        const std::string text = what + std::to_string(i);
        result.push_back({crypto::sha256(as_bytes(text)), crypto::sm3(as_bytes(text))});
    }
    return result;
}

// --- A DID from its creation to its deactivation, and evidence in between.

class LifeSession final : public LedgerSession {
public:
    LifeSession(const path& folder, int life, Witness& witness)
        : LedgerSession(folder, life, witness),
          keys_(crypto::open_key_store(folder / "config/keys", passphrase_, clock_)),
          openings_(folder / "data/openings", *keys_) {}

private:
    Result<void> work() override {
        did::WeidRegistrar registrar(ledger(), clock_);
        DEED_TRY(std::size_t count, versions(ledger(), clock_, subject_, call_));
        if (count == 5) return {};
        if (count == 0) {
            const did::KeyEntry assertion{
                test::signer_of(crypto::KeyType::ed25519, 1)->public_key(),
                {did::Relationship::assertion_method}};
            DEED_CHECK(registrar.create(*controller_, {assertion}, call_));
            count = 1;
        }
        tick();
        for (; count < 4; ++count) {
            DEED_CHECK(anchor(count));
            tick();
            const std::string note(count == 2 ? kDetached : 10, static_cast<char>('a' + count));
            const auto value = must(json::Document::parse("\"" + note + "\""));
            const auto document =
                must(did::make_document(did(), {}).json().with("/note", value.root()));
            DEED_CHECK(registrar.update(did(), document, *controller_, call_));
            tick();
        }
        DEED_CHECK(registrar.deactivate(did(), *controller_, call_));
        return {};
    }

    /// Batch `number` of three.
    Result<void> anchor(std::size_t number) {
        std::vector<evidence::Opening> batch;
        if (number == 1) batch = {opening_of(did(), 1), opening_of(did(), 2), opening_of(did(), 3)};
        if (number == 3) batch = {opening_of(did(), 4)};
        // One large batch goes past the openings.
        const auto many = commitments("life ", 2'000);
        DEED_TRY(const bool done,
                 is_anchored(ledger(), clock_, subject_,
                             batch.empty() ? many.back() : batch.back().commitment(), call_));
        if (done) return {};
        if (batch.empty()) {
            EvidenceRegistry registry(ledger(), clock_);
            DEED_CHECK(registry.append(subject_, many, *controller_, call_));
            return {};
        }
        DEED_CHECK(evidence::anchor(batch, {ledger(), openings_, *controller_, clock_}, call_));
        for (const evidence::Opening& opening : batch)
            witness_.promise({"opening", hex_encode(opening.commitment().sha256)});
        return {};
    }

    void check_more(const Promises& promises) override {
        check_openings(openings_, promises, witness_, call_);
        for (const Promise& promise : promises)
            if (promise[0] == "opening") check_proof(promise[1]);
    }

    void check_proof(const std::string& name) {
        const auto kept = openings_.get(name, call_);
        if (!kept || kept->opening.kind() != 0) return;
        const evidence::Opening& opening = kept->opening;
        const auto proof = evidence::prove(ledger(), opening, clock_, call_);
        if (!witness_.expect(proof, Fault::loss, "the proof of " + name)) return;
        const auto parsed = evidence::EvidenceProof::parse(proof->root());
        if (!witness_.expect(parsed, Fault::other, "the proof of " + name)) return;
        const evidence::GivenDocument given{std::get<evidence::DocumentDigest>(opening.content()),
                                            std::nullopt};
        const auto verdict =
            evidence::verify(*parsed, given, ledger().verifier_key().to_string(), call_);
        if (!witness_.expect(verdict, Fault::other, "the proof of " + name)) return;
        if (verdict->report.verdict() != credentials::Verdict::good)
            witness_.fault(Fault::loss, "the proof of " + name + " is not good");
    }

    did::Did did() { return did::make_weid(ledger().network(), subject_); }

    std::unique_ptr<crypto::Signer> controller_ = controller(1);
    Address subject_ = must(address_of(controller_->public_key()));
    GivenPassphrase passphrase_;
    std::unique_ptr<crypto::KeyStore> keys_;
    evidence::OpeningStore openings_;
};

// --- Operations signed beforehand, handed in several at a time, and handed in again after a crash.

class BatchSession final : public LedgerSession {
public:
    using LedgerSession::LedgerSession;

private:
    Result<void> work() override {
        std::vector<Submission> first{create(11, 10), create(12, kDetached), create(13, 300)};
        // None of them is known to the ledger when the next is signed: like a queue of a client.
        const auto many = commitments("batch ", 2'000);
        std::vector<Submission> second{evidence(first[0].operation, 11, many)};
        std::vector<Submission> third;
        for (std::uint8_t number = 14; number < 19; ++number)
            third.push_back(create(number, std::size_t{50} * number));
        std::vector<Submission> fourth{update(first[0].operation, 11),
                                       update(first[2].operation, 13)};
        for (const auto* group : {&first, &second, &third, &fourth}) {
            DEED_TRY(const auto tickets, ledger().submit(*group, call_));
            tick();
            DEED_CHECK(ledger().wait(tickets.back(), Finality::accepted, call_));
            if (group == &second || group == &fourth)
                DEED_CHECK(ledger().wait(tickets.front(), Finality::included, call_));
        }
        return {};
    }

    Submission signed_by(std::uint8_t number, OperationType type, const IdentityState& state,
                         Bytes body, Bytes attachment = {}) {
        constexpr std::uint64_t kTenYears = 315'360'000;
        const auto signer = controller(number);
        Envelope envelope = next_envelope(state, type, ledger().network(), start_time(), kTenYears);
        return {must(Operation::sign(std::move(envelope), std::move(body), *signer, call_)),
                std::move(attachment)};
    }
    static Address address(std::uint8_t number) {
        return must(address_of(controller(number)->public_key()));
    }
    static IdentityState after(const Operation& operation) {
        IdentityState state(operation.envelope().subject);
        const auto applied = state.apply(operation, start_time());
        return applied ? state : throw std::runtime_error(applied.error().to_string());
    }

    Submission create(std::uint8_t number, std::size_t size) {
        return signed_by(number, OperationType::did_create, IdentityState(address(number)),
                         Bytes(size, 'c'));
    }
    Submission update(const Operation& creation, std::uint8_t number) {
        return signed_by(number, OperationType::did_update, after(creation), Bytes(900, 'u'));
    }
    Submission evidence(const Operation& creation, std::uint8_t number,
                        const std::vector<Commitment>& many) {
        Bytes leaves = encode_commitments(many);
        const BatchBody body{many.size(), batch_tree(leaves).root()};
        return signed_by(number, OperationType::evidence_batch, after(creation), body.encode(),
                         std::move(leaves));
    }
};

// --- A schema and a status list, from their creation on.

class RegistrySession final : public LedgerSession {
public:
    using LedgerSession::LedgerSession;

private:
    Result<void> work() override {
        LogSchemaRegistry schemas(ledger(), clock_);
        DEED_TRY(const CptRules rules, schemas.cpt_rules(call_));
        if (!rules.steward)
            DEED_CHECK(schemas.appoint_steward(publisher_, kOpenCptFrom, *key_, call_));
        tick();
        DEED_CHECK(work_on_schema(schemas));
        return work_on_list();
    }

    Result<void> work_on_schema(LogSchemaRegistry& schemas) {
        DEED_TRY(std::uint64_t done, length({Chain::schema, id_}));
        if (done == 0) {
            DEED_CHECK(schemas.create(publisher_, name_, Bytes(700, 's'), *key_, call_));
            done = 1;
        }
        for (; done < 3; ++done) {
            tick();
            DEED_CHECK(schemas.update(id_, Bytes(900 * done, 's'), *key_, call_));
        }
        DEED_TRY(const auto grant, ledger().cpt_grant({Chain::cpt, id_}, call_));
        if (!grant) DEED_CHECK(schemas.claim_cpt(id_, *key_, call_));
        return {};
    }

    Result<void> work_on_list() {
        LogStatusRegistry lists(ledger(), clock_);
        DEED_TRY(std::uint64_t done, length({Chain::status, id_}));
        if (done == 0) {
            DEED_CHECK(lists.create(publisher_, NewList{name_}, *key_, call_));
            done = 1;
        }
        for (; done < 4; ++done) {
            tick();
            const std::vector<std::uint64_t> credentials{done, 1000 * done};
            DEED_CHECK(done == 2
                           ? lists.set_bits(id_, credentials, *key_, call_)
                           : lists.publish(id_, crypto::sha256(Bytes(done, 'r')), *key_, call_));
        }
        return {};
    }

    /// How many operations of it are included; asking includes them.
    Result<std::uint64_t> length(const OwnedKey& key) {
        DEED_TRY(const auto state, ledger().owned(key, call_));
        return state ? state->chain.length : 0;
    }

    std::unique_ptr<crypto::Signer> key_ = controller(60);
    Address publisher_ = must(address_of(key_->public_key()));
    OwnedName name_ = must(owned_name("durable"));
    Hash id_ = owned_id(publisher_, name_);
};

// --- Several threads on one ledger.

constexpr std::uint8_t kThreads = 4;

class ThreadSession final : public LedgerSession {
public:
    using LedgerSession::LedgerSession;

private:
    Result<void> work() override {
        std::vector<Result<void>> results(kThreads);
        std::vector<std::thread> threads;
        for (std::uint8_t number = 0; number < kThreads; ++number)
            threads.emplace_back([this, number, &results] { results[number] = one(number); });
        for (std::thread& thread : threads) thread.join();
        for (const Result<void>& result : results) DEED_CHECK(result);
        return {};
    }

    Result<void> one(std::uint8_t number) {
        Call call;
        const auto signer = controller(static_cast<std::uint8_t>(40 + number));
        const Address subject = must(address_of(signer->public_key()));
        DidRegistry registry(ledger(), clock_);
        DEED_TRY(std::size_t count, versions(ledger(), clock_, subject, call));
        for (; count < 3; ++count) {
            Bytes body(200 * (count + 1), number);
            DEED_CHECK(count == 0 ? registry.create(std::move(body), *signer, call)
                                  : registry.update(subject, std::move(body), *signer, call));
        }
        const auto some = commitments("thread " + std::to_string(number) + " ", 20);
        DEED_TRY(const bool done, is_anchored(ledger(), clock_, subject, some[0], call));
        if (!done)
            DEED_CHECK(EvidenceRegistry(ledger(), clock_).append(subject, some, *signer, call));
        return {};
    }
};

}  // namespace

std::unique_ptr<Workload> make_ledger_workload() { return make_on_ledger<LifeSession>("life", 8); }
std::unique_ptr<Workload> make_batch_workload() {
    return make_on_ledger<BatchSession>("batches", 11);
}
std::unique_ptr<Workload> make_registry_workload() {
    return make_on_ledger<RegistrySession>("registries", 9);
}
std::unique_ptr<Workload> make_thread_workload() {
    return make_on_ledger<ThreadSession>("threads", 4 * kThreads, false);
}

}  // namespace deed::durability
