#include "registry-contracts/client/operation_body.hpp"

#include "lib/encoding/text.hpp"
#include "registry-contracts/client/errors.hpp"
#include "tests/registry-contracts/suite/support.hpp"

namespace deed::registry {
namespace {

using test::must;

// The compressed public key of the secret 32 times 01.
const std::string kKey = "031b84c5567b126440995d3ed5aaba0565d71e1834604819ff9c17f5e9d5dd078f";
const std::string kSignature(128, 'a');

Bytes hex(const std::string& digits) { return must(hex_decode(digits)); }

TEST(RotateBody, StandsAsWritten) {
    for (const std::string& digits : {std::string("82f6f6"), std::string("82f6427b7d"),
                                      "82825821" + kKey + "5840" + kSignature + "f6",
                                      "82825821" + kKey + "5840" + kSignature + "427b7d"}) {
        ASSERT_OK_AND(const RotateBody body, RotateBody::parse(hex(digits)));
        EXPECT_EQ(hex_encode(body.encode()), digits);
    }
    const auto full =
        must(RotateBody::parse(hex("82825821" + kKey + "5840" + kSignature + "427b7d")));
    EXPECT_EQ(full.document, test::bytes_of("{}"));
    EXPECT_EQ(full.authorization->old_key, test::controller(1)->public_key());
    EXPECT_FALSE(must(RotateBody::parse(hex("82f6f6"))).document);
}

TEST(RotateBody, RefusesOtherForms) {
    const std::string no_point = "03" + std::string(64, 'f');
    for (const std::string& digits :
         {std::string(), std::string("7b7d"), std::string("81f6"), std::string("83f6f6f6"),
          std::string("82f6f600"), std::string("82f6"), std::string("82f600"),
          std::string("8280f6"), "82815821" + kKey + "f6",
          "82825821" + no_point + "5840" + kSignature + "f6",
          "82825820" + kKey.substr(2) + "5840" + kSignature + "f6",
          "82825821" + kKey + "583f" + kSignature.substr(2) + "f6",
          "82825821" + kKey + "5841" + kSignature + "aaf6"})
        EXPECT_CODE(RotateBody::parse(hex(digits)), errors::kOperationMalformed) << digits;
}

TEST(CompromiseBody, StandsAsWritten) {
    const std::string one = "82818261411a6955c71040";
    ASSERT_OK_AND(const CompromiseBody body, CompromiseBody::parse(hex(one)));
    ASSERT_EQ(body.keys.size(), 1U);
    EXPECT_EQ(body.keys[0].multikey, "A");
    EXPECT_EQ(body.keys[0].since.unix_milliseconds(), 1767229200);
    EXPECT_TRUE(body.document.empty());
    EXPECT_EQ(hex_encode(body.encode()), one);
    const std::string two = "828282614100826142186341ff";
    ASSERT_OK_AND(const CompromiseBody more, CompromiseBody::parse(hex(two)));
    EXPECT_EQ(more.keys.size(), 2U);
    EXPECT_EQ(hex_encode(more.encode()), two);

    std::string sixteen = "8290", seventeen = "8291";
    for (char c = 'A'; c < 'A' + 17; ++c) {
        const std::string key = "8261" + hex_encode(as_bytes(std::string(1, c))) + "00";
        if (c < 'A' + 16) sixteen += key;
        seventeen += key;
    }
    EXPECT_OK(CompromiseBody::parse(hex(sixteen + "40")));
    EXPECT_CODE(CompromiseBody::parse(hex(seventeen + "40")), errors::kOperationMalformed);
    const std::string longest =
        "82818279"
        "0200" +
        hex_encode(as_bytes(std::string(512, 'k'))) + "0040";
    EXPECT_OK(CompromiseBody::parse(hex(longest)));
}

TEST(CompromiseBody, RefusesOtherForms) {
    const std::string too_long =
        "82818279"
        "0201" +
        hex_encode(as_bytes(std::string(513, 'k'))) + "0040";
    for (const std::string& digits :
         {std::string(), std::string("7b7d"), std::string("828040"), std::string("8180"),
          std::string("8281826141f640"), std::string("828182614100f6"),
          std::string("82818260"
                      "0040"),
          std::string("8282826141008261410140"), std::string("82818261412040"),
          std::string("8281816141"
                      "40"),
          std::string("82818261411bffffffffffffffff40"),
          std::string("82818261411b7fffffffffffffff40"), std::string("8281826141004000"), too_long})
        EXPECT_CODE(CompromiseBody::parse(hex(digits)), errors::kOperationMalformed) << digits;
}

TEST(MoveBody, StandsAsWritten) {
    ASSERT_OK_AND(const MoveBody body, MoveBody::parse(hex("6764"
                                                           "69643a613a62")));
    EXPECT_EQ(body.successor, "did:a:b");
    EXPECT_EQ(hex_encode(body.encode()), "676469643a613a62");
    for (const std::string& digits :
         {std::string(), std::string("60"), std::string("4161"), std::string("616161"),
          std::string("61ff"), "790801" + hex_encode(as_bytes(std::string(2049, 'a')))})
        EXPECT_CODE(MoveBody::parse(hex(digits)), errors::kOperationMalformed) << digits;
    EXPECT_OK(MoveBody::parse(hex("790800" + hex_encode(as_bytes(std::string(2048, 'a'))))));
}

/// A rotation of controller(1)'s subject to controller(2), as one envelope and body.
struct Rotation {
    Rotation() {
        envelope.type = OperationType::did_rotate;
        envelope.network = "lexample";
        envelope.subject = test::address_of(*old_key);
        envelope.sequence = 3;
        envelope.previous.fill(7);
        envelope.expiry = 2'000'000'000;
    }
    Result<Operation> sign(const RotateBody& body) {
        return Operation::sign(envelope, body.encode(), *new_key, call);
    }
    RotationAuthorization authorize(const Envelope& place, crypto::Signer& who) {
        return must(authorize_rotation(place, new_key->public_key(), who, call));
    }

    std::unique_ptr<crypto::Signer> old_key = test::controller(1);
    std::unique_ptr<crypto::Signer> new_key = test::controller(2);
    Envelope envelope{};
    Call call;
};

TEST(Rotation, SaysWhoAuthorizedIt) {
    Rotation r;
    ASSERT_OK_AND(const Operation handed, r.sign({r.authorize(r.envelope, *r.old_key), {}}));
    EXPECT_EQ(handed.authorized_by(), test::address_of(*r.old_key));
    EXPECT_EQ(handed.controller(), test::address_of(*r.new_key));
    const auto again = must(Operation::parse(handed.encoded()));
    EXPECT_EQ(again.authorized_by(), handed.authorized_by());
    EXPECT_FALSE(must(r.sign({{}, {}})).authorized_by());
}

TEST(Rotation, RefusesAnAuthorizationOfAnotherPlaceOrKey) {
    Rotation r;
    std::vector<Envelope> others(4, r.envelope);
    others[0].network = "lother";
    others[1].subject.fill(1);
    others[2].sequence = 4;
    others[3].previous.fill(8);
    for (const Envelope& other : others)
        EXPECT_CODE(r.sign({r.authorize(other, *r.old_key), {}}), errors::kAuthorizationInvalid);
    const auto third = test::controller(3);
    const auto for_third =
        must(authorize_rotation(r.envelope, third->public_key(), *r.old_key, r.call));
    EXPECT_CODE(r.sign({for_third, {}}), errors::kAuthorizationInvalid);
    RotationAuthorization claimed = r.authorize(r.envelope, *third);
    claimed.old_key = r.old_key->public_key();
    EXPECT_CODE(r.sign({claimed, {}}), errors::kAuthorizationInvalid);
    // The envelope's expiry and commitment are the new key's affair.
    Envelope later = r.envelope;
    later.expiry += 1;
    later.next.emplace().fill(3);
    EXPECT_OK(r.sign({r.authorize(later, *r.old_key), {}}));
}

TEST(Rotation, RefusesTheSecondFormOfAnAuthorization) {
    Rotation r;
    RotationAuthorization high = r.authorize(r.envelope, *r.old_key);
    // n - s, byte by byte from the end.
    const Bytes order = hex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
    int borrow = 0;
    for (std::size_t i = 32; i-- > 0;) {
        const int difference = order[i] - high.signature[32 + i] - borrow;
        borrow = difference < 0 ? 1 : 0;
        high.signature[32 + i] = static_cast<std::uint8_t>(difference & 0xff);
    }
    EXPECT_CODE(r.sign({high, {}}), errors::kAuthorizationHighS);
}

TEST(Operation, RefusesBodiesOfAnotherForm) {
    Call call;
    const auto signer = test::controller(1);
    Envelope envelope{};
    envelope.network = "l";
    envelope.subject = test::address_of(*signer);
    for (const auto type :
         {OperationType::did_rotate, OperationType::did_compromise, OperationType::did_move}) {
        envelope.type = type;
        EXPECT_CODE(Operation::sign(envelope, test::bytes_of("{}"), *signer, call),
                    errors::kOperationMalformed);
        EXPECT_EQ(chain_of(type), Chain::did);
    }
    // Old types keep opaque bodies.
    envelope.type = OperationType::did_update;
    EXPECT_OK(Operation::sign(envelope, hex("82f6f6"), *signer, call));
}

TEST(RecordedDocument, StandsInFourTypes) {
    Call call;
    const auto signer = test::controller(1);
    Envelope envelope{};
    envelope.network = "l";
    envelope.subject = test::address_of(*signer);
    const auto document = [&](OperationType type, Bytes body) {
        envelope.type = type;
        return recorded_document(
            must(Operation::sign(envelope, std::move(body), *signer, call)).statement());
    };
    const Bytes text = test::bytes_of("{}");
    EXPECT_EQ(document(OperationType::did_create, text), text);
    EXPECT_EQ(document(OperationType::did_update, text), text);
    EXPECT_EQ(document(OperationType::did_rotate, hex("82f6427b7d")), text);
    EXPECT_EQ(document(OperationType::did_rotate, hex("82f6f6")), std::nullopt);
    EXPECT_EQ(document(OperationType::did_compromise, hex("828182614100427b7d")), text);
    EXPECT_EQ(document(OperationType::did_deactivate, {}), std::nullopt);
    EXPECT_EQ(document(OperationType::did_move, hex("676469643a613a62")), std::nullopt);
}

}  // namespace
}  // namespace deed::registry
