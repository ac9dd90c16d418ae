#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/crypto/key_store.hpp"

namespace deed::cli {

/// Asks on the terminal, twice if the answer will protect something new: `usage.bad_value` if the
/// answers differ, `key_store.no_passphrase` without a terminal.
Result<crypto::SecretBytes> ask_passphrase(std::string_view prompt, bool twice, Call& call);

/// Where the passphrase comes from, first match wins: --passphrase-fd, --passphrase-file,
/// $DEED_PASSPHRASE_FILE, $DEED_PASSPHRASE, the file that the configuration names, a prompt on the
/// terminal. One trailing newline of a file is not part of it. None of these:
/// `key_store.no_passphrase`.
class CliPassphraseSource final : public crypto::PassphraseSource {
public:
    CliPassphraseSource(std::optional<std::string> descriptor, std::optional<std::string> file,
                        std::string prompt = "Passphrase: ",
                        std::optional<std::string> configured_file = std::nullopt)
        : descriptor_(std::move(descriptor)),
          file_(std::move(file)),
          prompt_(std::move(prompt)),
          configured_file_(std::move(configured_file)) {}

    Result<crypto::SecretBytes> passphrase(bool for_new_store, Call& call) override;

private:
    std::optional<std::string> descriptor_;
    std::optional<std::string> file_;
    std::string prompt_;
    std::optional<std::string> configured_file_;
};

}  // namespace deed::cli
