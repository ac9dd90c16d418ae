// Files, heads, keys and openings: what stands beside a ledger.

#include <map>

#include "evidence/opening_store.hpp"
#include "lib/crypto/key_store_errors.hpp"
#include "lib/encoding/text.hpp"
#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"
#include "lib/tlog/head_guard.hpp"
#include "tests/durability/home.hpp"
#include "tests/durability/workload.hpp"

namespace deed::durability {
namespace {

using std::filesystem::path;
using test::must;

// --- write_file_durably

constexpr int kVersions = 4;

/// Version `number` of a file: several sectors, all of that version.
Bytes version(int number) { return Bytes(1'700, static_cast<std::uint8_t>('0' + number)); }

class FileSession final : public Session {
public:
    FileSession(path folder, Witness& witness)
        : folder_(std::move(folder) / "a/b/c"), witness_(witness) {}

    Result<void> run() override {
        DEED_CHECK(create_private_directories(folder_));
        for (int number = 1; number <= kVersions; ++number) {
            if (number <= standing()) continue;
            DEED_CHECK(
                write_file_durably(folder_ / "replaced", version(number), 0600, Existing::replace));
            witness_.promise({"version", std::to_string(number)});
            DEED_CHECK(create(number));
            witness_.promise({"created", std::to_string(number)});
        }
        return {};
    }

    void check(const Promises& promises) override {
        for (const Promise& promise : promises) {
            const int number = std::stoi(promise[1]);
            if (promise[0] == "version" && standing() < number)
                witness_.fault(Fault::loss, "version " + promise[1] + " is gone");
            if (promise[0] == "created" && content(created(number)) != version(number))
                witness_.fault(Fault::loss, created(number).string() + " is gone");
        }
        if (standing() < 0) witness_.fault(Fault::other, "the file is of no version");
    }

private:
    path created(int number) const { return folder_ / ("created" + std::to_string(number)); }

    Result<void> create(int number) {
        auto written = write_file_durably(created(number), version(number), 0644, Existing::refuse);
        if (written || written.error().code() != errors::kFileExists) return written;
        // Somebody was here before. It counts once its name is durable.
        return sync_directory(folder_);
    }

    static Bytes content(const path& file) {
        auto bytes = read_file(file, 1 << 20);
        return bytes ? *bytes : Bytes();
    }
    /// Which version stands there; 0 if none, -1 if something else.
    int standing() const {
        const Bytes bytes = content(folder_ / "replaced");
        if (bytes.empty()) return 0;
        for (int number = 1; number <= kVersions; ++number)
            if (bytes == version(number)) return number;
        return -1;
    }

    path folder_;
    Witness& witness_;
};

class FileWorkload final : public Workload {
public:
    std::string name() const override { return "files"; }
    std::unique_ptr<Session> open(const path& folder, int, Witness& witness) const override {
        return std::make_unique<FileSession>(folder, witness);
    }
};

// --- HeadGuard

constexpr std::uint64_t kHeads = 6;

tlog::GuardedHead head_of(std::uint64_t size) {
    return {size, crypto::sha256(as_bytes("head " + std::to_string(size)))};
}

class HeadSession final : public Session {
public:
    HeadSession(const path& folder, Witness& witness)
        : guard_(tlog::open_head_guard(folder / "state/heads")), witness_(witness) {}

    Result<void> run() override {
        DEED_TRY(const auto found, guard_->highest(key_, call_));
        if (found) DEED_CHECK(record(*found, *found));
        while (true) {
            DEED_TRY(const auto highest, guard_->highest(key_, call_));
            const std::uint64_t next = highest ? highest->size + 1 : 0;
            if (next > kHeads) return {};
            DEED_CHECK(record(highest, head_of(next)));
        }
    }

    void check(const Promises& promises) override {
        const auto highest = guard_->highest(key_, call_);
        if (!witness_.expect(highest, Fault::refusal, "the record cannot be read")) return;
        if (*highest && **highest != head_of((*highest)->size))
            witness_.fault(Fault::fork, "the record is of another head");
        for (const Promise& promise : promises)
            if (!*highest || (*highest)->size < std::stoull(promise[1]))
                witness_.fault(Fault::loss, "head " + promise[1] + " is not recorded");
    }

private:
    Result<void> record(const std::optional<tlog::GuardedHead>& checked,
                        const tlog::GuardedHead& next) {
        DEED_CHECK(guard_->advance(key_, checked, next, call_));
        witness_.promise({"recorded", std::to_string(next.size)});
        return {};
    }

    std::unique_ptr<tlog::HeadGuard> guard_;
    tlog::VerifierKey key_ = must(tlog::VerifierKey::create(
        "log.example", test::signer_of(crypto::KeyType::ed25519, 2)->public_key()));
    Witness& witness_;
    Call call_;
};

class HeadWorkload final : public Workload {
public:
    std::string name() const override { return "heads"; }
    std::unique_ptr<Session> open(const path& folder, int, Witness& witness) const override {
        return std::make_unique<HeadSession>(folder, witness);
    }
};

// --- KeyStore

const std::map<std::string, crypto::KeyType> kKeys = {{"controller", crypto::KeyType::secp256k1},
                                                      {"issuer", crypto::KeyType::ed25519}};

class KeySession final : public Session {
public:
    KeySession(const path& folder, Witness& witness)
        : keys_(crypto::open_key_store(folder / "config/keys", passphrase_, clock_)),
          witness_(witness) {}

    Result<void> run() override {
        for (const auto& [name, type] : kKeys) {
            auto made = keys_->generate(name, type, call_);
            if (!made && made.error().code() != crypto::errors::kKeyExists)
                return std::move(made).error();
            // Whoever finds a key here uses it, as whoever made it.
            DEED_TRY(const auto signer, keys_->signer(name, call_));
            witness_.promise({"key", name, signer->public_key().to_multikey()});
        }
        return {};
    }

    void check(const Promises& promises) override {
        witness_.expect(keys_->list(call_), Fault::refusal, "the keys cannot be listed");
        for (const Promise& promise : promises) {
            const auto signer = keys_->signer(promise[1], call_);
            if (!witness_.expect(signer, Fault::loss, "the key " + promise[1])) continue;
            const Bytes message(32, 7);
            const auto signature = (*signer)->sign(message, call_);
            if ((*signer)->public_key().to_multikey() != promise[2] || !signature ||
                !crypto::verify((*signer)->public_key(), message, *signature))
                witness_.fault(Fault::loss, "the key " + promise[1] + " is another one");
        }
    }

private:
    GivenPassphrase passphrase_;
    FixedClock clock_{start_time()};
    std::unique_ptr<crypto::KeyStore> keys_;
    Witness& witness_;
    Call call_;
};

class KeyWorkload final : public Workload {
public:
    std::string name() const override { return "keys"; }
    std::unique_ptr<Session> open(const path& folder, int, Witness& witness) const override {
        return std::make_unique<KeySession>(folder, witness);
    }
};

// --- KeyStore::change_passphrase

constexpr int kPassphrases = 2;

class NumberedPassphrase final : public crypto::PassphraseSource {
public:
    explicit NumberedPassphrase(int number) : number_(number) {}
    Result<crypto::SecretBytes> passphrase(bool, Call& call) override {
        // The small store was sealed by this one.
        if (number_ == 0) return GivenPassphrase().passphrase(false, call);
        const std::string words = "words " + std::to_string(number_);
        return crypto::SecretBytes::copy_of(as_bytes(words));
    }

private:
    int number_;
};

class PassphraseSession final : public Session {
public:
    PassphraseSession(const path& folder, Witness& witness)
        : folder_(folder / "config/keys"), witness_(witness) {}

    Result<void> run() override {
        DEED_TRY(const int first, standing());
        NumberedPassphrase present(first);
        const auto keys = crypto::open_key_store(folder_, present, clock_);
        auto made = keys->generate("issuer", crypto::KeyType::ed25519, call_);
        if (!made && made.error().code() != crypto::errors::kKeyExists)
            return std::move(made).error();
        DEED_TRY(const auto signer, keys->signer("issuer", call_));
        witness_.promise({"key", "issuer", signer->public_key().to_multikey()});
        for (int number = first + 1; number <= kPassphrases; ++number) {
            NumberedPassphrase fresh(number);
            DEED_CHECK(keys->change_passphrase(fresh, call_));
            witness_.promise({"passphrase", std::to_string(number)});
        }
        return {};
    }

    void check(const Promises& promises) override {
        const auto number = standing();
        if (!witness_.expect(number, Fault::loss, "no passphrase opens the store")) return;
        NumberedPassphrase present(*number);
        const auto keys = crypto::open_key_store(folder_, present, clock_);
        for (const Promise& promise : promises) {
            if (promise[0] == "passphrase" && *number < std::stoi(promise[1]))
                witness_.fault(Fault::loss, "the passphrase is not " + promise[1]);
            if (promise[0] != "key") continue;
            const auto signer = keys->signer(promise[1], call_);
            if (!witness_.expect(signer, Fault::loss, "the key " + promise[1])) continue;
            if ((*signer)->public_key().to_multikey() != promise[2])
                witness_.fault(Fault::loss, "the key " + promise[1] + " is another one");
        }
    }

private:
    /// The one passphrase that opens the store.
    Result<int> standing() {
        Error refused(crypto::errors::kWrongPassphrase, "no passphrase opens the store");
        std::optional<int> found;
        for (int number = 0; number <= kPassphrases; ++number) {
            NumberedPassphrase tried(number);
            const auto sealed =
                crypto::open_key_store(folder_, tried, clock_)->seal("context", {}, call_);
            if (!sealed && sealed.error().code() != crypto::errors::kWrongPassphrase)
                return sealed.error();
            if (sealed && found) witness_.fault(Fault::doubled, "two passphrases open the store");
            if (sealed) found = number;
        }
        if (!found) return refused;
        return *found;
    }

    path folder_;
    FixedClock clock_{start_time()};
    Witness& witness_;
    Call call_;
};

class PassphraseWorkload final : public Workload {
public:
    std::string name() const override { return "passphrases"; }
    void prepare(const path& folder) const override { put_small_key_store(folder / "config/keys"); }
    std::unique_ptr<Session> open(const path& folder, int, Witness& witness) const override {
        return std::make_unique<PassphraseSession>(folder, witness);
    }
};

// --- OpeningStore

class OpeningSession final : public Session {
public:
    OpeningSession(const path& folder, Witness& witness)
        : keys_(crypto::open_key_store(folder / "config/keys", passphrase_, clock_)),
          openings_(folder / "data/openings", *keys_),
          witness_(witness) {}

    Result<void> run() override {
        for (std::uint8_t number = 1; number <= 4; ++number) {
            const evidence::Opening opening = opening_of(submitter(), number);
            DEED_CHECK(openings_.put(opening, clock_.now(), call_));
            witness_.promise({"opening", hex_encode(opening.commitment().sha256)});
        }
        return {};
    }

    void check(const Promises& promises) override {
        check_openings(openings_, promises, witness_, call_);
    }

private:
    static did::Did submitter() { return must(did::Did::parse("did:example:submitter")); }

    GivenPassphrase passphrase_;
    FixedClock clock_{start_time()};
    std::unique_ptr<crypto::KeyStore> keys_;
    evidence::OpeningStore openings_;
    Witness& witness_;
    Call call_;
};

class OpeningWorkload final : public Workload {
public:
    std::string name() const override { return "openings"; }
    void prepare(const path& folder) const override { put_small_key_store(folder / "config/keys"); }
    std::unique_ptr<Session> open(const path& folder, int, Witness& witness) const override {
        return std::make_unique<OpeningSession>(folder, witness);
    }
};

}  // namespace

std::unique_ptr<Workload> make_file_workload() { return std::make_unique<FileWorkload>(); }
std::unique_ptr<Workload> make_head_workload() { return std::make_unique<HeadWorkload>(); }
std::unique_ptr<Workload> make_key_workload() { return std::make_unique<KeyWorkload>(); }
std::unique_ptr<Workload> make_passphrase_workload() {
    return std::make_unique<PassphraseWorkload>();
}
std::unique_ptr<Workload> make_opening_workload() { return std::make_unique<OpeningWorkload>(); }

}  // namespace deed::durability
