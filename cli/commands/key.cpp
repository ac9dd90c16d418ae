#include "did/methods/key.hpp"
#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/invocation.hpp"
#include "lib/json/writer.hpp"

namespace deed::cli {
namespace {

/// Where the private half is, as a key reference.
std::string place_of(const crypto::KeyInfo& key) {
    return key.reference ? key.reference->to_string() : "store:" + key.name;
}

void write_key(json::Writer& writer, const crypto::KeyInfo& key) {
    writer.begin_object()
        .member("name", key.name)
        .member("type", crypto::to_string(key.public_key.type()))
        .member("publicKeyMultibase", key.public_key.to_multikey())
        .key("publicKeyJwk")
        .value(key.public_key.to_jwk().root())
        .member("did", did::did_key_of(key.public_key).to_string())
        .member("created", key.created.to_string())
        .member("reference", place_of(key))
        .end_object();
}

json::Document key_document(const crypto::KeyInfo& key) {
    json::Writer writer;
    writer.begin_object().member("format", "deed/key-info/v1").key("key");
    write_key(writer, key);
    writer.end_object();
    return writer.take_document();
}

std::string key_text(const crypto::KeyInfo& key) {
    return "name        " + key.name + "\ntype        " +
           std::string(crypto::to_string(key.public_key.type())) + "\npublic key  " +
           key.public_key.to_multikey() + "\ndid:key     " +
           did::did_key_of(key.public_key).to_string() + "\ncreated     " +
           key.created.to_string() + "\nreference   " + place_of(key) + "\n";
}

Result<int> run_generate(Invocation& invocation) {
    DEED_TRY(const crypto::KeyType type,
             crypto::key_type_from_input(invocation.option("type").value_or("ed25519")));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const crypto::KeyInfo key,
             toolkit->keys().generate(*invocation.argument(0), type, invocation.call()));
    DEED_CHECK(
        invocation.output().result(did::did_key_of(key.public_key).to_string(), key_document(key)));
    return 0;
}

Result<int> run_add(Invocation& invocation) {
    DEED_TRY(const auto reference, crypto::KeyReference::parse(*invocation.argument(1)));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const crypto::KeyInfo key,
             toolkit->add_key(*invocation.argument(0), reference, invocation.call()));
    DEED_CHECK(
        invocation.output().result(did::did_key_of(key.public_key).to_string(), key_document(key)));
    return 0;
}

Result<int> run_list(Invocation& invocation) {
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const auto keys, toolkit->keys().list(invocation.call()));
    DEED_TRY(const auto damaged, toolkit->damaged_keys(invocation.call()));
    for (const crypto::DamagedReference& key : damaged)
        Output::note("the key {0} cannot be used: {1}", {key.name, key.error.to_string()});
    std::string text;
    json::Writer writer;
    writer.begin_object().member("format", "deed/key-list/v1").key("keys").begin_array();
    for (const crypto::KeyInfo& key : keys) {
        text += key.name + "  " + std::string(crypto::to_string(key.public_key.type())) + "  " +
                key.public_key.to_multikey() +
                (key.reference ? "  " + key.reference->to_string() : "") + "\n";
        write_key(writer, key);
    }
    writer.end_array().end_object();
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return 0;
}

Result<int> run_show(Invocation& invocation) {
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const crypto::KeyInfo key,
             toolkit->keys().find(*invocation.argument(0), invocation.call()));
    DEED_CHECK(invocation.output().result(key_text(key), key_document(key)));
    return 0;
}

constexpr ArgumentRow kName[] = {{"NAME", "of the key: a-z, 0-9, '.', '_', '-'"}};
constexpr ArgumentRow kNameAndReference[] = {
    {"NAME", "for the key: a-z, 0-9, '.', '_', '-'"},
    {"REFERENCE", "pkcs11:…, remote:…, file:PATH or store:NAME"}};
constexpr OptionRow kGenerateOptions[] = {
    {"type", "TYPE", "ed25519 (default), secp256k1, p256, p384, p521, sm2 or x25519"}};

}  // namespace

constexpr CommandRow kKeyGenerate{
    "key",
    "generate",
    "Make a key pair and seal its private half",
    "Makes a key in the key store and prints its did:key. The first key makes the store and asks\n"
    "for a new passphrase.",
    kName,
    kGenerateOptions,
    "deed key generate signing --type p256",
    run_generate};

constexpr CommandRow kKeyAdd{
    "key",
    "add",
    "Give a name to a key that is elsewhere",
    "Looks at the key at a reference and remembers under NAME where it is and which one it is, so\n"
    "that every command finds it. A reference says where a private key is: pkcs11: and an RFC "
    "7512\n"
    "URI with module-path for a hardware token, remote: for a signer in another process, file: "
    "for\n"
    "a private file, store: or nothing before the name of a key that has one. Every option that\n"
    "takes a key takes a reference. With the same NAME and key, the new reference replaces the "
    "old.",
    kNameAndReference,
    {},
    "deed key add signing "
    "'pkcs11:token=acme;object=key?module-path=/usr/lib/softhsm/libsofthsm2.so'",
    run_add};

constexpr CommandRow kKeyList{"key",
                              "list",
                              "List the keys of the key store",
                              "Prints name, type and public key of each key, and where it is if\n"
                              "not in the key store. Needs no passphrase.",
                              {},
                              {},
                              "deed key list --json",
                              run_list};

constexpr CommandRow kKeyShow{
    "key",
    "show",
    "Show the public half of a key",
    "Prints a key's public half as Multikey and did:key, with --json also as JWK.\n"
    "Needs no passphrase.",
    kName,
    {},
    "deed key show signing",
    run_show};

}  // namespace deed::cli
