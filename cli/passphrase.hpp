#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/crypto/key_store.hpp"
#include "lib/pkcs11/key_source.hpp"

namespace deed::cli {

/// Asks on the terminal, twice if the answer will protect something new: `usage.bad_value` if the
/// answers differ, `key_store.no_passphrase` without a terminal.
Result<crypto::SecretBytes> ask_passphrase(std::string_view prompt, bool twice, Call& call);

/// Where the passphrase comes from, first match wins: --passphrase-fd, --passphrase-file,
/// $DEED_PASSPHRASE_FILE, $DEED_PASSPHRASE, a prompt on the terminal. One trailing newline of a file
/// is not part of it. None of these: `key_store.no_passphrase`.
class CliPassphraseSource final : public crypto::PassphraseSource {
public:
    CliPassphraseSource(std::optional<std::string> descriptor, std::optional<std::string> file,
                        std::string prompt = "Passphrase: ")
        : descriptor_(std::move(descriptor)), file_(std::move(file)), prompt_(std::move(prompt)) {}

    Result<crypto::SecretBytes> passphrase(bool for_new_store, Call& call) override;

private:
    std::optional<std::string> descriptor_;
    std::optional<std::string> file_;
    std::string prompt_;
};

/// Where the PIN of a hardware token comes from, first match wins: --pin-file, $DEED_PIN_FILE,
/// $DEED_PIN, a prompt on the terminal. None of these: `pkcs11.no_pin`.
class CliPinSource final : public pkcs11::PinSource {
public:
    explicit CliPinSource(std::optional<std::string> file) : file_(std::move(file)) {}

    Result<crypto::SecretBytes> pin(std::string_view token_label, Call& call) override;

private:
    std::optional<std::string> file_;
};

}  // namespace deed::cli
