#include <unistd.h>

#include <algorithm>
#include <functional>

#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/invocation.hpp"
#include "did/methods/key.hpp"
#include "lib/crypto/key_encoding.hpp"
#include "lib/crypto/key_encoding_errors.hpp"
#include "lib/crypto/key_store_errors.hpp"
#include "lib/crypto/opened_access.hpp"
#include "lib/encoding/text.hpp"
#include "lib/io/file.hpp"
#include "lib/json/writer.hpp"

// Keys from and to other programs.

namespace deed::cli {
namespace {

using crypto::SecretBytes;

constexpr std::string_view kPrompt = "Passphrase of the key's file: ";

bool gives_key_passphrase(const Invocation& invocation) {
    return invocation.option("key-passphrase-fd") || invocation.option("key-passphrase-file");
}

/// Of the file of one key, which is not that of the store: so neither is it taken from where that
/// is.
Result<SecretBytes> key_passphrase(Invocation& invocation, bool for_new) {
    if (gives_key_passphrase(invocation)) {
        CliPassphraseSource source(invocation.option("key-passphrase-fd"),
                                   invocation.option("key-passphrase-file"));
        return source.passphrase(for_new, invocation.call());
    }
    auto asked = ask_passphrase(kPrompt, for_new, invocation.call());
    if (!asked && asked.error().code() == crypto::errors::kNoPassphrase)
        return Error(crypto::errors::kKeyPassphraseNeeded,
                     "the key's file needs a passphrase and there is no terminal to ask on");
    return asked;
}

Result<crypto::PrivateKey> read_key(Invocation& invocation, const std::string& file) {
    DEED_TRY(Bytes bytes, read_input(file, crypto::kMaxKeyFile, invocation.call()));
    auto key = crypto::read_private_key(
        bytes, [&] { return key_passphrase(invocation, /*for_new=*/false); });
    crypto::wipe(bytes);
    if (!key) return std::move(key).error().at(file);
    return key;
}

json::Document imported_document(const crypto::KeyInfo& key) {
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/imported-key/v1")
        .member("name", key.name)
        .member("type", crypto::to_string(key.public_key.type()))
        .member("publicKeyMultibase", key.public_key.to_multikey())
        .member("did", did::did_key_of(key.public_key).to_string())
        .end_object();
    return writer.take_document();
}

Result<int> run_import(Invocation& invocation) {
    const std::string file = *invocation.argument(1);
    DEED_TRY(const crypto::PrivateKey key, read_key(invocation, file));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const crypto::KeyInfo kept,
             toolkit->keys().import_key(*invocation.argument(0), key, invocation.call()));
    DEED_CHECK(invocation.output().result(did::did_key_of(kept.public_key).to_string(),
                                          imported_document(kept)));
    if (file != "-") Output::note("the private key is still in {0} too", {file});
    return 0;
}

/// A form of a key: how its public and its private half are written in it; null where they are not.
struct Form {
    std::string_view name;
    bool is_text;
    Result<Bytes> (*write_public)(const crypto::PublicKey& key);
    Result<SecretBytes> (*write_private)(const crypto::PrivateKey& key);
    Result<SecretBytes> (*write_encrypted)(const crypto::PrivateKey& key,
                                           const SecretBytes& passphrase);
};

Bytes text_bytes(std::string_view text) { return to_bytes(as_bytes(text)); }

Result<Bytes> public_pem(const crypto::PublicKey& key) {
    DEED_TRY(const std::string pem, crypto::public_key_to_pem(key));
    return text_bytes(pem);
}
Result<Bytes> public_jwk(const crypto::PublicKey& key) {
    return text_bytes(key.to_jwk().to_string() + "\n");
}
Result<Bytes> public_multikey(const crypto::PublicKey& key) {
    return text_bytes(key.to_multikey() + "\n");
}
Result<SecretBytes> private_jwk(const crypto::PrivateKey& key) {
    return crypto::private_key_to_jwk(key);
}
Result<SecretBytes> private_multikey(const crypto::PrivateKey& key) {
    return crypto::private_key_to_multikey(key);
}

constexpr Form kForms[] = {
    {"pem", true, public_pem, crypto::private_key_to_pem, crypto::private_key_to_encrypted_pem},
    {"der", false, crypto::public_key_to_der, crypto::private_key_to_der,
     crypto::private_key_to_encrypted_der},
    {"pkcs8", false, nullptr, crypto::private_key_to_der, crypto::private_key_to_encrypted_der},
    {"jwk", true, public_jwk, private_jwk, nullptr},
    {"multikey", true, public_multikey, private_multikey, nullptr},
    {"cose", false, crypto::public_key_to_cose, nullptr, nullptr}};

Result<const Form*> given_form(const Invocation& invocation) {
    const std::string name = invocation.option("format").value_or("pem");
    const auto found = std::ranges::find(kForms, name, &Form::name);
    if (found != std::end(kForms)) return found;
    return Error(errors::kBadValue, "--format takes pem, der, pkcs8, jwk, multikey or cose");
}

json::Document exported_document(const std::string& name, const Form& form, ByteView key) {
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/exported-key/v1")
        .member("name", name)
        .member("encoding", form.name)
        .member(form.is_text ? "text" : "base64url",
                form.is_text ? std::string(as_text(key)) : base64url_encode(key))
        .end_object();
    return writer.take_document();
}

Result<void> write_out(const Invocation& invocation, ByteView content, mode_t mode) {
    const std::string file = *invocation.out_file();
    DEED_CHECK(write_file_durably(file, content, mode,
                                  invocation.flag("force") ? Existing::replace : Existing::refuse));
    Output::note("wrote {0}", {file});
    return {};
}

Result<int> export_public(Invocation& invocation, const Form& form) {
    if (form.write_public == nullptr)
        return Error(errors::kBadValue, std::string(form.name) +
                                            " is a form of private keys, which are given out with "
                                            "--reveal-secret only");
    if (invocation.flag("encrypt") || gives_key_passphrase(invocation))
        return Error(errors::kBadValue, "only private keys are encrypted; see --reveal-secret");
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const crypto::KeyInfo key,
             toolkit->keys().find(*invocation.argument(0), invocation.call()));
    DEED_TRY(const Bytes written, form.write_public(key.public_key));
    if (invocation.out_file()) {
        DEED_CHECK(write_out(invocation, written, 0644));
        return 0;
    }
    if (!form.is_text && !invocation.output().json()) {
        DEED_CHECK(invocation.output().piece(as_text(written)));
        return 0;
    }
    DEED_CHECK(
        invocation.output().result(as_text(written), exported_document(key.name, form, written)));
    return 0;
}

/// Before any passphrase is asked for.
Result<void> require_safe_exit(Invocation& invocation, const Form& form) {
    if (form.write_private == nullptr)
        return Error(errors::kBadValue, std::string(form.name) + " is a form of public keys only");
    const bool encrypts = invocation.flag("encrypt") || gives_key_passphrase(invocation);
    if (encrypts && form.write_encrypted == nullptr)
        return Error(errors::kBadValue, "private keys are encrypted as pem, der or pkcs8 only");
    if (invocation.out_file()) return {};
    if (invocation.output().json())
        return Error(errors::kBadValue, "--json does not show a private key; give --out FILE");
    if (::isatty(STDOUT_FILENO) == 0 || invocation.flag("to-terminal")) return {};
    return Error(errors::kSecretToTerminal, "the private key would be shown on the terminal");
}

Result<SecretBytes> write_private(Invocation& invocation, const Form& form,
                                  const crypto::PrivateKey& key) {
    if (!invocation.flag("encrypt") && !gives_key_passphrase(invocation))
        return form.write_private(key);
    DEED_TRY(const SecretBytes passphrase, key_passphrase(invocation, /*for_new=*/true));
    return form.write_encrypted(key, passphrase);
}

Result<int> export_private(Invocation& invocation, const Form& form) {
    DEED_CHECK(require_safe_exit(invocation, form));
    const auto access = crypto::SecretAccessForOpened::get();
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const crypto::PrivateKey key,
             toolkit->keys().export_key(access, *invocation.argument(0), invocation.call()));
    DEED_TRY(const SecretBytes written, write_private(invocation, form, key));
    const ByteView content = written.reveal(access);
    if (invocation.out_file()) {
        DEED_CHECK(write_out(invocation, content, 0600));
        if (invocation.output().json())
            DEED_CHECK(invocation.output().result(
                "", exported_document(*invocation.argument(0), form, {})));
    } else {
        DEED_CHECK(invocation.output().piece(as_text(content)));
    }
    if (!invocation.flag("encrypt") && !gives_key_passphrase(invocation))
        Output::note("this is the private key, unencrypted: whoever reads it can sign as you");
    return 0;
}

Result<int> run_export(Invocation& invocation) {
    DEED_TRY(const Form* form, given_form(invocation));
    if (invocation.flag("reveal-secret")) return export_private(invocation, *form);
    return export_public(invocation, *form);
}

constexpr ArgumentRow kImportArguments[] = {
    {"NAME", "for the key: a-z, 0-9, '.', '_', '-'"},
    {"FILE", "PEM, DER, JWK or Multikey with a private key; - is standard input"}};
constexpr ArgumentRow kExportArguments[] = {{"NAME", "of the key"}};
constexpr OptionRow kImportOptions[] = {
    {"key-passphrase-file", "FILE", "the passphrase of an encrypted key, in a private file"},
    {"key-passphrase-fd", "N", "or from an open descriptor"}};
constexpr OptionRow kExportOptions[] = {
    {"format", "FORM", "pem (default), der, pkcs8, jwk, multikey or cose"},
    {"reveal-secret", "", "give out the private key instead of the public one"},
    {"out", "FILE", "write to a file, private keys with mode 0600"},
    {"force", "", "replace the file"},
    {"encrypt", "", "encrypt the private key by a passphrase that is asked for"},
    {"key-passphrase-file", "FILE", "encrypt it by the passphrase in a private file"},
    {"key-passphrase-fd", "N", "or from an open descriptor"},
    {"to-terminal", "", "show a private key on the terminal"}};

}  // namespace

constexpr CommandRow kKeyImport{
    "key",
    "import",
    "Take a private key of another program into the key store",
    "Reads one private key, seals it in the key store and prints its did:key. The form is told by "
    "the\n"
    "file: PEM or DER (PKCS#8, also encrypted by PBES2; SEC1), a JWK, or a Multikey.",
    kImportArguments,
    kImportOptions,
    "deed key import court court-key.pem",
    run_import};

constexpr CommandRow kKeyExport{
    "key",
    "export",
    "Give a key out for another program",
    "Prints the public half of a key; needs no passphrase. The private half leaves the key store "
    "with\n"
    "--reveal-secret only, and best with --out and --encrypt (PKCS#8: PBES2, AES-256).",
    kExportArguments,
    kExportOptions,
    "deed key export signing --format jwk",
    run_export};

}  // namespace deed::cli
