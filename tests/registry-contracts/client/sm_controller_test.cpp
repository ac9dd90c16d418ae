#include <algorithm>
#include <map>

#include "lib/encoding/cbor.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/document.hpp"
#include "registry-contracts/client/controller_key.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/identity_state.hpp"
#include "registry-contracts/client/operation_body.hpp"
#include "tests/registry-contracts/suite/support.hpp"
#include "tests/support/vectors.hpp"
#include "tests/support/worked_example.hpp"

namespace deed::registry {
namespace {

using crypto::KeyType;
using test::must;

Bytes hex(std::string_view text) { return must(hex_decode(text)); }

std::unique_ptr<crypto::Signer> sm2_signer(std::uint8_t byte) {
    return test::signer_of(KeyType::sm2, byte);
}

/// The values of specs/sm-profile.md section 6, which other software computed.
TEST(SmController, WorkedExampleIsWhatWeRead) {
    auto example = deed::test::worked_example(DEED_SM_SPEC, "example-sm");
    ASSERT_EQ(example.size(), 18U);
    const auto private_key = must(crypto::PrivateKey::from_raw(
        KeyType::sm2, crypto::SecretBytes::copy_of(hex(example["secret"]))));
    const crypto::PublicKey& key = private_key.public_key();
    EXPECT_EQ(hex_encode(key.raw()), example["key"]);
    EXPECT_EQ(key.to_multikey(), example["multikey"]);
    EXPECT_EQ(key.to_jwk().to_string(), example["jwk"]);
    EXPECT_OK(crypto::verify(key, as_bytes(example["message"]), hex(example["signature"])));
    EXPECT_EQ(to_string(must(address_of(key))), example["address"]);
    EXPECT_EQ(hex_encode(commitment_to(key)), example["commitment"]);

    const std::string& jws = example["jws"];
    const std::size_t dot = jws.rfind('.');
    EXPECT_OK(crypto::verify(key, crypto::Algorithm::sm2_sm3, as_bytes(jws.substr(0, dot)),
                             must(base64url_decode(jws.substr(dot + 1)))));

    ASSERT_OK_AND(const Operation operation, Operation::parse(hex(example["operation"])));
    EXPECT_EQ(operation.key(), key);
    EXPECT_EQ(hex_encode(operation.hash()), example["hash"]);
    EXPECT_EQ(to_string(operation.controller()), example["address"]);
    EXPECT_EQ(operation.envelope().subject, operation.controller());
    EXPECT_EQ(operation.envelope().network, example["network"]);
    EXPECT_EQ(std::to_string(operation.envelope().expiry), example["expiry"]);
    EXPECT_EQ(as_text(operation.body()), example["body"]);
    EXPECT_EQ(hex_encode(operation.encoded()), example["operation"]);
    EXPECT_NE(example["operation"].find(example["envelope"]), std::string::npos);
    EXPECT_NE(example["operation"].find(example["operation-signature"]), std::string::npos);
    IdentityState state(operation.controller());
    EXPECT_OK(state.apply(operation, test::at_second(1'767'225'600)));
}

// FISCO BCOS gives SM2 keys these addresses.
TEST(SmController, AddressesAreThoseOfFiscoBcos) {
    DEED_NEEDS_VECTORS();
    int count = 0;
    const auto document =
        must(json::Document::parse(deed::test::read_vector("fisco/addresses.json")));
    for (const json::Value entry : document.root().find("cases")->array()) {
        const auto curve = entry.find("curve");
        if (!curve || curve->string() != "sm2") continue;
        Bytes point{0x04};
        append(point, hex(entry.find("publicKey")->string().substr(2)));
        const auto key = must(crypto::PublicKey::from_raw(KeyType::sm2, point));
        EXPECT_EQ(to_string(must(address_of(key))), entry.find("addressSM3")->string());
        ++count;
    }
    EXPECT_GT(count, 0);
}

/// A subject and the operations of its life, each at the next place of its chain.
class Life {
public:
    explicit Life(crypto::Signer& creator) : state_(test::address_of(creator)) {}

    Result<void> apply(OperationType type, Bytes body, crypto::Signer& key,
                       const crypto::Signer* authorizer = nullptr,
                       std::optional<Hash> next = std::nullopt) {
        Envelope envelope = next_envelope(state_, type, "lexample", kNow, 3600);
        if (next) envelope.next = next;
        if (authorizer != nullptr) {
            DEED_TRY(RotationAuthorization authorization,
                     authorize_rotation(envelope, key.public_key(),
                                        const_cast<crypto::Signer&>(*authorizer), call_));
            body = RotateBody{std::move(authorization), std::nullopt}.encode();
        }
        DEED_TRY(const Operation made, Operation::sign(envelope, std::move(body), key, call_));
        // What is applied is what a reader of the log sees.
        DEED_TRY(const Operation read, Operation::parse(made.encoded()));
        EXPECT_EQ(read.encoded(), made.encoded());
        return state_.apply(read, kNow);
    }
    const IdentityState& state() const { return state_; }

private:
    const Timestamp kNow = test::at_second(1'767'225'600);
    IdentityState state_;
    Call call_;
};

Bytes document() { return test::bytes_of(R"({"id":"example"})"); }

Bytes handed_over() { return RotateBody{}.encode(); }

TEST(SmController, AWholeLife) {
    const auto first = sm2_signer(1);
    const auto second = sm2_signer(2);
    const auto third = sm2_signer(3);
    Life life(*first);
    ASSERT_OK(life.apply(OperationType::did_create, document(), *first));
    ASSERT_OK(life.apply(OperationType::did_update, document(), *first));
    ASSERT_OK(life.apply(OperationType::did_rotate, {}, *second, first.get(),
                         commitment_to(third->public_key())));
    EXPECT_CODE(life.apply(OperationType::did_update, document(), *first), errors::kNotController);
    const CompromiseBody compromise{{{first->public_key().to_multikey(), test::at_second(5)}},
                                    document()};
    ASSERT_OK(life.apply(OperationType::did_compromise, compromise.encode(), *second));
    EXPECT_CODE(life.apply(OperationType::did_deactivate, {}, *second), errors::kNotCommittedKey);
    ASSERT_OK(life.apply(OperationType::did_rotate, handed_over(), *third));
    ASSERT_OK(life.apply(OperationType::did_deactivate, {}, *third));
    EXPECT_TRUE(life.state().deactivated());
    EXPECT_EQ(life.state().subject(), test::address_of(*first));
}

// A rotation leads from either type of key to the other, and back.
TEST(SmController, TypesTakeTurns) {
    const auto secp = test::controller(1);
    const auto sm = sm2_signer(1);
    const auto later = test::controller(2);
    Life life(*secp);
    ASSERT_OK(life.apply(OperationType::did_create, document(), *secp));
    ASSERT_OK(life.apply(OperationType::did_rotate, {}, *sm, secp.get()));
    EXPECT_EQ(life.state().controller(), test::address_of(*sm));
    EXPECT_CODE(life.apply(OperationType::did_update, document(), *secp), errors::kNotController);
    ASSERT_OK(life.apply(OperationType::did_update, document(), *sm));
    EXPECT_CODE(life.apply(OperationType::did_rotate, {}, *later, secp.get()),
                errors::kNotController);
    ASSERT_OK(life.apply(OperationType::did_rotate, {}, *later, sm.get()));
    ASSERT_OK(life.apply(OperationType::did_update, document(), *later));
}

TEST(SmController, OneScalarMakesTwoIdentities) {
    const auto secp = test::controller(1);
    const auto sm = sm2_signer(1);
    EXPECT_NE(test::address_of(*secp), test::address_of(*sm));
    Life life(*secp);
    EXPECT_CODE(life.apply(OperationType::did_create, document(), *sm), errors::kNotController);
    ASSERT_OK(life.apply(OperationType::did_create, document(), *secp));
    EXPECT_CODE(life.apply(OperationType::did_update, document(), *sm), errors::kNotController);
}

/// The encoded operation with its key replaced.
Bytes with_key(const Operation& operation, ByteView key) {
    cbor::Reader reader(operation.encoded());
    EXPECT_OK(reader.array_of(4));
    const ByteView envelope = must(reader.bytes());
    (void)must(reader.bytes());
    const ByteView signature = must(reader.bytes());
    cbor::Writer writer;
    writer.array(4).bytes(envelope).bytes(key).bytes(signature).bytes(operation.body());
    return std::move(writer).data();
}

Operation creation(crypto::Signer& signer) {
    Envelope envelope{};
    envelope.type = OperationType::did_create;
    envelope.network = "lexample";
    envelope.subject = test::address_of(signer);
    envelope.expiry = 1'800'000'000;
    Call call;
    return must(Operation::sign(envelope, document(), signer, call));
}

/// A 33-byte point that is on both curves.
Bytes shared_point() {
    for (std::uint8_t x = 1;; ++x) {
        Bytes point(33);
        point[0] = 0x02;
        point[32] = x;
        if (crypto::PublicKey::from_raw(KeyType::secp256k1, point) &&
            crypto::PublicKey::from_raw(KeyType::sm2, point))
            return point;
    }
}

TEST(SmController, NoKeyIsReadAsOneOfTheOtherType) {
    const Bytes point = shared_point();
    const auto secp = must(crypto::PublicKey::from_raw(KeyType::secp256k1, point));
    const auto sm = must(crypto::PublicKey::from_raw(KeyType::sm2, point));
    EXPECT_EQ(encode_controller_key(secp), point);
    EXPECT_EQ(hex_encode(encode_controller_key(sm)), "8624" + hex_encode(point));
    EXPECT_EQ(must(parse_controller_key(encode_controller_key(secp))), secp);
    EXPECT_EQ(must(parse_controller_key(encode_controller_key(sm))), sm);
    EXPECT_NE(must(address_of(secp)), must(address_of(sm)));
    EXPECT_NE(commitment_to(secp), commitment_to(sm));
    Envelope envelope{};
    EXPECT_NE(rotation_message(envelope, secp), rotation_message(envelope, sm));

    for (const auto& signer : {test::controller(1), sm2_signer(1)}) {
        const Operation operation = creation(*signer);
        const crypto::PublicKey& other = signer->public_key().type() == KeyType::sm2 ? secp : sm;
        EXPECT_CODE(Operation::parse(with_key(operation, encode_controller_key(other))),
                    errors::kSignatureInvalid);
    }
}

TEST(SmController, OtherFormsOfKeysAreMalformed) {
    const auto sm = sm2_signer(1);
    const Bytes raw = sm->public_key().raw();
    Bytes padded = hex("86a400");  // a varint that is longer than needed
    append(padded, raw);
    Bytes secp_codec = hex("e701");
    append(secp_codec, test::controller(1)->public_key().raw());
    Bytes whole = hex("8624");
    append(whole, sm->public_key().uncompressed());
    Bytes trailing = encode_controller_key(sm->public_key());
    trailing.push_back(0);
    Bytes off_curve = hex("862402");
    append(off_curve, Bytes(32, 0xff));
    for (const Bytes& key : {Bytes{}, hex("86"), hex("8624"), padded, secp_codec, whole, trailing,
                             off_curve, sm->public_key().uncompressed()}) {
        EXPECT_CODE(parse_controller_key(key), errors::kOperationMalformed) << hex_encode(key);
        EXPECT_CODE(Operation::parse(with_key(creation(*sm), key)), errors::kOperationMalformed);
    }
}

TEST(SmController, AChangedSignatureIsRefused) {
    const auto sm = sm2_signer(1);
    const Operation operation = creation(*sm);
    Bytes encoded = operation.encoded();
    const std::size_t signature_end = encoded.size() - operation.body().size() - 1;
    encoded[signature_end - 1] ^= 1;
    EXPECT_CODE(Operation::parse(encoded), errors::kSignatureInvalid);
}

}  // namespace
}  // namespace deed::registry
