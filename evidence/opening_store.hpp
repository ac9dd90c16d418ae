#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "evidence/opening.hpp"
#include "lib/crypto/key_store.hpp"

namespace deed::evidence {

/// Openings in a folder, each sealed by the key store, named by its commitment (64 hexadecimal
/// digits of C).
class DEED_API OpeningStore {
public:
    /// `keys` must outlive the store. The folder is created on first use.
    OpeningStore(std::filesystem::path folder, crypto::KeyStore& keys)
        : folder_(std::move(folder)), keys_(keys) {}

    /// Durable on return. An opening must be kept before its commitment is anchored: losing a salt
    /// is losing the proof. Keeping it twice is one; `evidence.opening_differs` if what is kept
    /// already withholds other fields.
    Result<void> put(const Opening& opening, Call& call);
    /// By the commitment's hexadecimal C; `evidence.opening_not_found`, `evidence.opening_damaged`,
    /// or what the key store says.
    Result<Opening> get(const std::string& commitment_hex, Call& call);
    /// The commitments of all openings here, sorted.
    Result<std::vector<std::string>> list() const;

private:
    std::filesystem::path folder_;
    crypto::KeyStore& keys_;
};

}  // namespace deed::evidence
