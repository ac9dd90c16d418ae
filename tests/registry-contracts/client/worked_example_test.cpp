#include <map>

#include "lib/encoding/text.hpp"
#include "lib/tlog/merkle.hpp"
#include "registry-contracts/client/identity_state.hpp"
#include "registry-contracts/client/operation_body.hpp"
#include "tests/registry-contracts/suite/support.hpp"
#include "tests/support/worked_example.hpp"

namespace deed::registry {
namespace {

using test::must;

/// Of section 9, whose values other software computed.
std::map<std::string, std::string> worked_example(const std::string& fence = "example") {
    return deed::test::worked_example(DEED_LEDGER_SPEC, fence);
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

/// The operations that follow the creation of the first example.
struct Life {
    Operation sign(OperationType type, std::uint64_t sequence, const std::string& name, Bytes body,
                   crypto::Signer& key) {
        EXPECT_EQ(hex_encode(body), example[name + "-body"]);
        envelope.type = type;
        envelope.sequence = sequence;
        Operation operation = must(Operation::sign(envelope, std::move(body), key, call));
        EXPECT_EQ(hex_encode(operation.hash()), example[name + "-hash"]);
        EXPECT_EQ(hex_encode(crypto::sha256(must(hex_decode(example[name + "-envelope"])))),
                  example[name + "-hash"]);
        EXPECT_NE(hex_encode(operation.encoded()).find(example[name + "-signature"]),
                  std::string::npos);
        envelope.previous = operation.hash();
        return operation;
    }

    std::map<std::string, std::string> example = worked_example("example-life");
    Envelope envelope{};
    Call call;
};

TEST(WorkedExample, OfALifeIsWhatWeCompute) {
    auto creation = worked_example();
    const auto first = signer(crypto::KeyType::secp256k1, creation["controller-secret"]);
    Life life;
    ASSERT_EQ(life.example.size(), 17U);
    const auto second = test::controller(4);
    const auto third = test::controller(5);
    EXPECT_EQ(hex_encode(second->public_key().raw()), life.example["new-key"]);
    EXPECT_EQ(hex_encode(third->public_key().raw()), life.example["next-key"]);
    EXPECT_EQ(hex_encode(commitment_to(third->public_key())), life.example["next"]);

    Envelope& envelope = life.envelope;
    envelope.type = OperationType::did_create;
    envelope.network = creation["network"];
    envelope.subject = test::address_of(*first);
    envelope.expiry = std::stoull(creation["expiry"]);
    const Operation create =
        must(Operation::sign(envelope, test::bytes_of(creation["body"]), *first, life.call));
    IdentityState state(envelope.subject);
    const auto now = must(Timestamp::from_unix_milliseconds(std::stoll(creation["accepted"])));
    ASSERT_OK(state.apply(create, now));

    envelope.previous = create.hash();
    envelope.sequence = 1;
    envelope.next = commitment_to(third->public_key());
    EXPECT_EQ(hex_encode(rotation_message(envelope, second->public_key())),
              life.example["rotation-message"]);
    const auto authorization =
        must(authorize_rotation(envelope, second->public_key(), *first, life.call));
    EXPECT_EQ(hex_encode(authorization.signature), life.example["authorization"]);
    ASSERT_OK(state.apply(life.sign(OperationType::did_rotate, 1, "rotate",
                                    RotateBody{authorization, std::nullopt}.encode(), *second),
                          now));
    const CompromiseBody compromise{{{"z6MkvRXNYcE7MMduynWTgeKbDaT1iijDSC8pZqXZc8rHPrf2",
                                      must(Timestamp::from_unix_milliseconds(1'767'225'600'000))}},
                                    test::bytes_of(creation["body"])};
    ASSERT_OK(state.apply(
        life.sign(OperationType::did_compromise, 2, "compromise", compromise.encode(), *second),
        now));
    const MoveBody move{"did:weid:elsewhere:" + creation["address"]};
    ASSERT_OK(
        state.apply(life.sign(OperationType::did_move, 3, "move", move.encode(), *third), now));
    EXPECT_TRUE(state.moved());
    EXPECT_EQ(state.controller(), test::address_of(*second));
}

}  // namespace
}  // namespace deed::registry
