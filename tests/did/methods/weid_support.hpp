#pragma once

#include <memory>
#include <string>
#include <vector>

#include "did/methods/weid.hpp"
#include "lib/tlog/head_guard.hpp"
#include "registry-contracts/client/local/local_ledger.hpp"
#include "tests/support/signers.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed::did::test {

using deed::test::controller;
using deed::test::must;
using deed::test::signer_of;

inline json::Document json_of(std::string_view text) { return must(json::Document::parse(text)); }
inline Timestamp time_of(std::string_view text) { return must(Timestamp::parse_rfc3339(text)); }

/// A local ledger with a clock that stands at 2026-01-02T03:04:05Z, and a registrar on it.
struct TestLedger {
    explicit TestLedger(std::uint8_t log_seed = 2)
        : clock(time_of("2026-01-02T03:04:05Z")),
          guard(tlog::open_head_guard(folder / "heads")),
          log_signer(signer_of(crypto::KeyType::ed25519, log_seed)),
          ledger(must(registry::create_local_ledger(folder / "ledger", "", *log_signer, *guard,
                                                    clock, call))),
          registrar(*ledger, clock) {}

    void tick(std::int64_t seconds) { clock.set(clock.now().plus_seconds(seconds)); }

    /// Creates the DID of controller(byte) with one Ed25519 key for assertions.
    Did create(std::uint8_t byte) {
        const auto assertion = signer_of(crypto::KeyType::ed25519, byte);
        return must(registrar.create(*controller(byte),
                                     {{assertion->public_key(), {Relationship::assertion_method}}},
                                     call));
    }

    /// Records a document of `did` that differs by `note`.
    void update(const Did& did, std::uint8_t byte, const std::string& note) {
        const auto base = make_document(did, {}).json();
        const auto value = json_of("\"" + note + "\"");
        must(
            registrar.update(did, must(base.with("/note", value.root())), *controller(byte), call));
    }

    registry::Address address(std::uint8_t byte) const {
        return must(registry::address_of(controller(byte)->public_key()));
    }

    deed::test::TempDir folder;
    Call call;
    FixedClock clock;
    std::unique_ptr<tlog::HeadGuard> guard;
    std::unique_ptr<crypto::Signer> log_signer;
    std::unique_ptr<registry::LogLedger> ledger;
    WeidRegistrar registrar;
};

}  // namespace deed::did::test
