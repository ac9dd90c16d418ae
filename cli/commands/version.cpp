#include "cli/commands.hpp"
#include "cli/invocation.hpp"
#include "credentials/proofs/suite.hpp"
#include "lib/crypto/errors.hpp"
#include "lib/crypto/key.hpp"
#include "lib/json/writer.hpp"

namespace deed::cli {
namespace {

constexpr std::string_view kMethods[] = {"jwk", "key", "peer", "web", "webvh", "weid"};

/// BLS12-381 keys need a library that not every build has. An empty key is invalid where its type
/// is known, and unsupported elsewhere.
bool takes(crypto::KeyType type) {
    const auto key = crypto::PublicKey::from_raw(type, {});
    return key || key.error().code() != crypto::errors::kUnsupportedKeyType;
}

Result<int> run_version(Invocation& invocation) {
    std::string text = "deed " DEED_VERSION "\n";
    json::Writer writer;
    writer.begin_object().member("format", "deed/version/v1").member("version", DEED_VERSION);
    writer.key("cryptosuites").begin_array();
    std::string suites;
    for (const credentials::ProofSuite* suite : credentials::proof_suites()) {
        writer.string(suite->name());
        suites += " " + std::string(suite->name());
    }
    writer.end_array().key("keyTypes").begin_array();
    std::string types;
    for (const crypto::KeyTypeInfo& type : crypto::key_types()) {
        if (!takes(type.type)) continue;
        writer.string(type.name);
        types += " " + std::string(type.name);
    }
    writer.end_array().key("didMethods").begin_array();
    std::string methods;
    for (const std::string_view method : kMethods) {
        writer.string(method);
        methods += " did:" + std::string(method);
    }
    writer.end_array().key("ledgers").begin_array().string("local").end_array().end_object();
    if (invocation.flag("verbose"))
        text += "cryptosuites:" + suites + "\nkey types:   " + types + "\nDID methods: " + methods +
                "\nledgers: local\n";
    DEED_CHECK(invocation.output().result(text, writer.take_document()));
    return 0;
}

}  // namespace

constexpr CommandRow kVersion{
    "version",
    "",
    "Print the version",
    "With --verbose also the cryptosuites, types of keys, DID methods and ledgers of this build.",
    {},
    {},
    "deed version --verbose",
    run_version};

}  // namespace deed::cli
