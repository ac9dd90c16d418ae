#pragma once

#include <filesystem>

#include "evidence/opening_store.hpp"
#include "lib/crypto/key_store.hpp"
#include "tests/durability/workload.hpp"
#include "tests/support/signers.hpp"

// What the workloads' sessions have in common.

namespace deed::durability {

/// 2026-01-02T03:04:05Z, where the first life's clock stands.
Timestamp start_time();
/// Where the clock of a life begins: sometimes hours behind the one before, sometimes ahead.
Timestamp start_of_life(int life);

class GivenPassphrase final : public crypto::PassphraseSource {
public:
    Result<crypto::SecretBytes> passphrase(bool for_new_store, Call& call) override;
};

/// A key store without keys that costs little to open.
void put_small_key_store(const std::filesystem::path& folder);

/// Always the same for the same number: a document of any bytes if it is even, fields if it is odd.
evidence::Opening opening_of(const did::Did& submitter, std::uint8_t number);

/// Each "opening" that was promised is here and opens its commitment.
void check_openings(evidence::OpeningStore& openings, const Promises& promises, Witness& witness,
                    Call& call);

}  // namespace deed::durability
