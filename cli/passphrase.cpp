#include "cli/passphrase.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <cstring>

#include "cli/errors.hpp"
#include "cli/messages.hpp"
#include "lib/crypto/key_encoding_errors.hpp"
#include "lib/crypto/key_store_errors.hpp"
#include "lib/crypto/prompt_access.hpp"
#include "lib/encoding/utf8.hpp"
#include "lib/io/file.hpp"
#include "lib/pkcs11/errors.hpp"

namespace deed::cli {
namespace {

constexpr std::size_t kMaxPassphrase = 1024;

crypto::SecretBytes take(Bytes& read) {
    std::size_t size = read.size();
    if (size > 0 && read[size - 1] == '\n') --size;
    crypto::SecretBytes secret = crypto::SecretBytes::copy_of({read.data(), size});
    crypto::wipe(read);
    return secret;
}

Result<crypto::SecretBytes> from_file(const std::string& file) {
    DEED_TRY(Bytes read, read_private_file(file, kMaxPassphrase));
    return take(read);
}

Result<crypto::SecretBytes> from_descriptor(const std::string& text, const Call& call) {
    int descriptor = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), descriptor);
    if (error != std::errc() || end != text.data() + text.size() || descriptor < 0)
        return Error(errors::kBadValue, "a passphrase's descriptor is given as a number");
    DEED_TRY(Bytes read, read_descriptor(descriptor, kMaxPassphrase, call));
    return take(read);
}

/// Switches a terminal's echo off while it lives.
class EchoOff {
public:
    explicit EchoOff(int terminal) : terminal_(terminal) {
        changed_ = ::tcgetattr(terminal_, &before_) == 0;
        if (!changed_) return;
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(terminal_, TCSAFLUSH, &silent);
    }
    ~EchoOff() {
        if (changed_) ::tcsetattr(terminal_, TCSAFLUSH, &before_);
    }
    EchoOff(const EchoOff&) = delete;
    EchoOff& operator=(const EchoOff&) = delete;

private:
    int terminal_;
    bool changed_ = false;
    termios before_{};
};

void say(int terminal, std::string_view text) {
    // A prompt that cannot be shown leaves the read below to fail or succeed by itself.
    [[maybe_unused]] const auto written = ::write(terminal, text.data(), text.size());
}

Result<crypto::SecretBytes> ask_once(int terminal, std::string_view prompt, Call& call) {
    say(terminal, prompt);
    const EchoOff silent(terminal);
    // Wiped whatever comes next, an interrupt too.
    crypto::SecretBytes typed(kMaxPassphrase);
    const auto line = typed.reveal_mutable(crypto::SecretAccessForPrompt::get());
    const Result<void> waited = wait_for_input(terminal, call);
    const ssize_t got = waited ? ::read(terminal, line.data(), line.size()) : -1;
    say(terminal, "\n");
    DEED_CHECK(waited);
    DEED_CHECK(call.check());
    if (got <= 0)
        return Error(crypto::errors::kNoPassphrase, "no passphrase was typed");
    std::size_t size = static_cast<std::size_t>(got);
    if (line[size - 1] == '\n') --size;
    return crypto::SecretBytes::copy_of(line.first(size));
}

}  // namespace

Result<crypto::SecretBytes> ask_passphrase(std::string_view prompt, bool twice, Call& call) {
    const Descriptor terminal(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
    if (!terminal.is_open())
        return Error(crypto::errors::kNoPassphrase,
                     "a passphrase is needed and there is no terminal to ask on");
    DEED_TRY(crypto::SecretBytes first, ask_once(terminal.get(), messages().text(prompt), call));
    if (!twice) return first;
    DEED_TRY(const crypto::SecretBytes second, ask_once(terminal.get(), messages().text("The same again: "), call));
    const auto access = crypto::SecretAccessForPrompt::get();
    if (!crypto::equal_constant_time(first.reveal(access), second.reveal(access)))
        return Error(errors::kBadValue, "the two passphrases differ");
    return first;
}

Result<crypto::SecretBytes> CliPassphraseSource::passphrase(bool for_new_store, Call& call) {
    DEED_CHECK(call.check());
    if (descriptor_) return from_descriptor(*descriptor_, call);
    if (file_) return from_file(*file_);
    if (const char* file = std::getenv("DEED_PASSPHRASE_FILE"); file != nullptr)
        return from_file(file);
    if (const char* text = std::getenv("DEED_PASSPHRASE"); text != nullptr)
        return crypto::SecretBytes::copy_of(as_bytes(text));
    if (configured_file_) return from_file(*configured_file_);
    return ask_passphrase(prompt_, for_new_store, call);
}

Result<crypto::SecretBytes> CliKeyFilePassphrases::passphrase(const std::string& file, Call& call) {
    DEED_CHECK(call.check());
    if (const char* name = std::getenv("DEED_KEY_PASSPHRASE_FILE"); name != nullptr)
        return from_file(name);
    auto typed = ask_passphrase(
        messages().text("Passphrase of the key in {0}: ", {printable(file)}), false, call);
    if (!typed && typed.error().code() == crypto::errors::kNoPassphrase)
        return Error(crypto::errors::kKeyPassphraseNeeded,
                     "the key is encrypted, and nobody to ask for its passphrase", file);
    return typed;
}

Result<crypto::SecretBytes> CliPinSource::pin(std::string_view token_label, Call& call) {
    DEED_CHECK(call.check());
    if (file_) return from_file(*file_);
    if (const char* file = std::getenv("DEED_PIN_FILE"); file != nullptr) return from_file(file);
    if (const char* text = std::getenv("DEED_PIN"); text != nullptr)
        return crypto::SecretBytes::copy_of(as_bytes(text));
    const std::string token(token_label);
    auto typed = ask_passphrase(messages().text("PIN of the token {0}: ", {token}), false, call);
    if (!typed && typed.error().code() == crypto::errors::kNoPassphrase)
        return Error(pkcs11::errors::kNoPin,
                     "the PIN of the token " + token + " is needed, and nobody to ask for it");
    return typed;
}

}  // namespace deed::cli
