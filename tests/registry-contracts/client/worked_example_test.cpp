#include <fstream>
#include <map>

#include "lib/encoding/text.hpp"
#include "lib/tlog/merkle.hpp"
#include "registry-contracts/client/operation.hpp"
#include "tests/registry-contracts/suite/support.hpp"

namespace deed::registry {
namespace {

using test::must;

/// The fenced block of specs/ledger-entries.md section 9, whose values other software computed.
std::map<std::string, std::string> worked_example() {
    std::ifstream spec(DEED_LEDGER_SPEC);
    std::string line;
    while (std::getline(spec, line) && line != "```example") {
    }
    std::map<std::string, std::string> values;
    std::string name;
    while (std::getline(spec, line) && line != "```") {
        if (line.starts_with("  ")) {
            values[name] += line.substr(2);
            continue;
        }
        const std::size_t colon = line.find(':');
        name = line.substr(0, colon);
        values[name] = line.size() > colon + 2 ? line.substr(colon + 2) : "";
    }
    return values;
}

std::unique_ptr<crypto::Signer> signer(crypto::KeyType type, const std::string& secret) {
    const Bytes raw = must(hex_decode(secret));
    return crypto::PrivateKey::into_signer(
        must(crypto::PrivateKey::from_raw(type, crypto::SecretBytes::copy_of(raw))));
}

TEST(WorkedExample, IsWhatWeCompute) {
    auto example = worked_example();
    ASSERT_EQ(example.size(), 17U);
    const auto log_key = signer(crypto::KeyType::ed25519, example["log-seed"])->public_key();
    EXPECT_EQ(hex_encode(log_key.raw()), example["log-key"]);
    EXPECT_EQ(default_log_origin(log_key), example["origin"]);
    const auto log = must(tlog::VerifierKey::create(example["origin"], log_key));
    EXPECT_EQ(log.to_string(), example["verifier-key"]);
    EXPECT_EQ(network_of(log), example["network"]);

    const auto controller = signer(crypto::KeyType::secp256k1, example["controller-secret"]);
    EXPECT_EQ(hex_encode(controller->public_key().raw()), example["key"]);
    EXPECT_EQ(to_string(test::address_of(*controller)), example["address"]);

    Envelope envelope{};
    envelope.type = OperationType::did_create;
    envelope.network = example["network"];
    envelope.subject = test::address_of(*controller);
    envelope.expiry = std::stoull(example["expiry"]);
    Call call;
    const Operation operation =
        must(Operation::sign(envelope, test::bytes_of(example["body"]), *controller, call));
    EXPECT_EQ(hex_encode(operation.hash()), example["hash"]);
    EXPECT_EQ(hex_encode(crypto::sha256(must(hex_decode(example["envelope"])))), example["hash"]);
    EXPECT_EQ(hex_encode(operation.encoded()), example["operation"]);
    EXPECT_NE(example["operation"].find(example["envelope"]), std::string::npos);
    EXPECT_NE(example["operation"].find(example["signature"]), std::string::npos);

    const auto accepted = must(Timestamp::from_unix_milliseconds(std::stoll(example["accepted"])));
    const Bytes entry = Entry{accepted, operation}.encode();
    EXPECT_EQ(hex_encode(entry), example["entry"]);
    EXPECT_EQ(hex_encode(tlog::leaf_hash(entry)), example["leaf-hash"]);
    EXPECT_OK(Entry::parse(must(hex_decode(example["entry"]))));
}

}  // namespace
}  // namespace deed::registry
