#pragma once

#include <optional>
#include <string>

#include "lib/crypto/key_store.hpp"

namespace deed::cli {

/// Where the passphrase comes from, first match wins: --passphrase-fd, --passphrase-file,
/// $DEED_PASSPHRASE_FILE, $DEED_PASSPHRASE, a prompt on the terminal. One trailing newline of a file
/// is not part of it. None of these: `key_store.no_passphrase`.
class CliPassphraseSource final : public crypto::PassphraseSource {
public:
    CliPassphraseSource(std::optional<std::string> descriptor, std::optional<std::string> file)
        : descriptor_(std::move(descriptor)), file_(std::move(file)) {}

    Result<crypto::SecretBytes> passphrase(bool for_new_store, Call& call) override;

private:
    std::optional<std::string> descriptor_;
    std::optional<std::string> file_;
};

}  // namespace deed::cli
