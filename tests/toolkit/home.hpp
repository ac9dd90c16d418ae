#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "did/methods/key.hpp"
#include "lib/time/timestamp.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/temp_dir.hpp"
#include "toolkit/toolkit.hpp"

namespace deed::test {

constexpr std::string_view kPassphrase = "correct horse battery staple";

/// Answers with one passphrase and counts how often it was asked.
class TypedPassphrase final : public crypto::PassphraseSource {
public:
    explicit TypedPassphrase(std::string_view text = kPassphrase) : text_(text) {}
    Result<crypto::SecretBytes> passphrase(bool, Call&) override {
        ++asked;
        return crypto::SecretBytes::copy_of(as_bytes(text_));
    }
    int asked = 0;

private:
    std::string text_;
};

/// Fails the test when asked: for everything that must not need a passphrase.
class NoPassphrase final : public crypto::PassphraseSource {
public:
    Result<crypto::SecretBytes> passphrase(bool, Call&) override {
        ADD_FAILURE() << "a passphrase was asked for";
        return crypto::SecretBytes();
    }
};

inline Config config_in(const std::filesystem::path& home, const std::string& ledger = "local") {
    return {home / "keys", home / "heads", home / "ledgers", home / "openings", ledger};
}

/// A toolkit on a home, with what it borrows.
template <typename Passphrases>
struct At {
    explicit At(const std::filesystem::path& home, const std::string& ledger = "local",
                Passphrases source = Passphrases())
        : At(config_in(home, ledger), std::move(source)) {}
    explicit At(Config config, Passphrases source = Passphrases())
        : passphrases(std::move(source)) {
        auto opened = Toolkit::open(std::move(config), passphrases, clock);
        EXPECT_OK(opened);
        toolkit = std::move(opened).value();
    }
    Toolkit* operator->() const { return toolkit.get(); }
    Toolkit& operator*() const { return *toolkit; }

    Passphrases passphrases;
    SystemClock clock;
    std::unique_ptr<Toolkit> toolkit;
};
using Owner = At<TypedPassphrase>;
using Reader = At<NoPassphrase>;

/// A home in which "acme" and "bureau" were created, made once: deriving keys takes a while.
struct SharedHome {
    SharedHome() : acme(create("acme")), bureau(create("bureau")) {}

    static const SharedHome& get() {
        static const SharedHome home;
        return home;
    }

    TempDir folder;
    CreatedDid acme;
    CreatedDid bureau;

private:
    CreatedDid create(const std::string& name) {
        Call call;
        const Owner owner(folder.path());
        auto created = owner->create_did(name, call);
        EXPECT_OK(created);
        return std::move(created).value();
    }
};

/// A copy of the shared home for tests that change something.
struct CopiedHome {
    CopiedHome() {
        std::filesystem::copy(SharedHome::get().folder.path(), folder.path(),
                              std::filesystem::copy_options::recursive);
    }
    TempDir folder;
};

}  // namespace deed::test
