#include "registry-contracts/client/operation.hpp"

#include <algorithm>
#include <limits>

#include "lib/encoding/cbor.hpp"
#include "lib/encoding/text.hpp"
#include "registry-contracts/client/errors.hpp"
#include "tests/registry-contracts/suite/support.hpp"

namespace deed::registry {
namespace {

using test::must;

/// Every item of an operation, to be broken one at a time.
struct Items {
    std::string tag = "deed/op/v1/did.create";
    std::string network = "lexample";
    std::size_t subject_size = 20;
    std::size_t previous_size = 32;
    std::uint64_t expiry = 1'800'000'000;
    std::optional<std::size_t> next_size;
    std::size_t body_hash_size = 32;
    Bytes body = test::bytes_of("{}");
    bool detached = false;
    std::size_t key_size = 33;
    std::size_t signature_size = 64;
    bool trailing = false;
};

Bytes envelope_of(const Items& items) {
    cbor::Writer writer;
    writer.array(8).text(items.tag).text(items.network).bytes(Bytes(items.subject_size, 1));
    writer.uint(0).bytes(Bytes(items.previous_size, 0)).uint(items.expiry);
    if (items.next_size)
        writer.bytes(Bytes(*items.next_size, 3));
    else
        writer.null();
    const Hash hash = crypto::sha256(items.body);
    writer.bytes(ByteView(hash).first(items.body_hash_size));
    return std::move(writer).data();
}

Bytes encode(const Items& items) {
    Call call;
    const auto signer = test::controller(1);
    const Bytes envelope = envelope_of(items);
    Bytes signature = must(signer->sign(envelope, call));
    signature.resize(items.signature_size);
    Bytes key = signer->public_key().raw();
    key.resize(items.key_size);
    cbor::Writer writer;
    writer.array(4).bytes(envelope).bytes(key).bytes(signature);
    if (items.detached)
        writer.null();
    else
        writer.bytes(items.body);
    Bytes encoded = std::move(writer).data();
    if (items.trailing) encoded.push_back(0);
    return encoded;
}

std::string code_with(void (*change)(Items&)) {
    Items items;
    change(items);
    return deed::test::code_of(Operation::parse(encode(items)));
}

TEST(Operation, ParsesWhatWasBuiltByHand) {
    ASSERT_OK_AND(const Operation operation, Operation::parse(encode({})));
    EXPECT_EQ(operation.envelope().type, OperationType::did_create);
    EXPECT_EQ(operation.envelope().network, "lexample");
    EXPECT_EQ(operation.envelope().expiry, 1'800'000'000U);
    EXPECT_FALSE(operation.envelope().next.has_value());
    EXPECT_EQ(operation.hash(), crypto::sha256(envelope_of({})));
    EXPECT_EQ(operation.body(), test::bytes_of("{}"));
    EXPECT_EQ(operation.encoded(), encode({}));
}

TEST(Operation, RefusesEveryWrongSize) {
    const std::string malformed(errors::kOperationMalformed.name);
    EXPECT_EQ(code_with([](Items& i) { i.subject_size = 19; }), malformed);
    EXPECT_EQ(code_with([](Items& i) { i.previous_size = 33; }), malformed);
    EXPECT_EQ(code_with([](Items& i) { i.next_size = 31; }), malformed);
    EXPECT_EQ(code_with([](Items& i) { i.body_hash_size = 31; }), malformed);
    EXPECT_EQ(code_with([](Items& i) { i.key_size = 32; }), malformed);
    EXPECT_EQ(code_with([](Items& i) { i.signature_size = 63; }), malformed);
    EXPECT_EQ(code_with([](Items& i) { i.trailing = true; }), malformed);
    EXPECT_EQ(code_with([](Items& i) { i.next_size = 32; }), "");
}

TEST(Operation, BoundsNetworkExpiryAndBody) {
    const std::string too_large(errors::kOperationTooLarge.name);
    const std::string malformed(errors::kOperationMalformed.name);
    EXPECT_EQ(code_with([](Items& i) { i.network.assign(128, 'l'); }), "");
    EXPECT_EQ(code_with([](Items& i) { i.network.assign(129, 'l'); }), too_large);
    EXPECT_EQ(code_with([](Items& i) { i.network = "\xff"; }), malformed);
    // 9999-12-31T23:59:59Z
    EXPECT_EQ(code_with([](Items& i) { i.expiry = 253'402'300'799U; }), "");
    EXPECT_EQ(code_with([](Items& i) { i.expiry = 253'402'300'800U; }), malformed);
    EXPECT_EQ(code_with([](Items& i) { i.expiry = std::numeric_limits<std::uint64_t>::max(); }),
              malformed);
    EXPECT_EQ(code_with([](Items& i) { i.body.assign(60'000, 'x'); }), "");
    EXPECT_EQ(code_with([](Items& i) { i.body.assign(60'001, 'x'); }), too_large);
    EXPECT_EQ(code_with([](Items& i) { i.body.assign(70'000, 'x'); }), too_large);
}

TEST(Operation, RefusesUnknownTypes) {
    const std::string unsupported(errors::kTypeUnsupported.name);
    EXPECT_EQ(code_with([](Items& i) { i.tag = "deed/op/v1/did.destroy"; }), unsupported);
    EXPECT_EQ(code_with([](Items& i) { i.tag = "deed/op/v2/did.create"; }), unsupported);
    EXPECT_EQ(code_with([](Items& i) { i.tag = ""; }), unsupported);
}

TEST(Operation, ADeactivationHasNoBody) {
    const std::string malformed(errors::kOperationMalformed.name);
    EXPECT_EQ(code_with([](Items& i) { i.tag = "deed/op/v1/did.deactivate"; }), malformed);
    EXPECT_EQ(code_with([](Items& i) {
                  i.tag = "deed/op/v1/did.deactivate";
                  i.body.clear();
              }),
              "");
}

TEST(Operation, LongBodiesTravelBesideTheLog) {
    Items items;
    items.detached = true;
    items.body.assign(60'001, 'x');
    const Bytes encoded = encode(items);
    ASSERT_OK_AND(const Operation operation, Operation::parse(encoded, items.body));
    EXPECT_TRUE(operation.body_is_detached());
    EXPECT_EQ(operation.body(), items.body);
    EXPECT_CODE(Operation::parse(encoded), errors::kBodyMissing);
    EXPECT_CODE(Operation::parse(encoded, Bytes(60'002, 'x')), errors::kBodyMismatch);

    items.body.assign((std::size_t{1} << 20) + 1, 'x');
    EXPECT_CODE(Operation::parse(encode(items), items.body), errors::kOperationTooLarge);
    items.body.pop_back();
    EXPECT_OK(Operation::parse(encode(items), items.body));
    items.body.assign(60'000, 'x');
    EXPECT_CODE(Operation::parse(encode(items), items.body), errors::kOperationMalformed);
}

Envelope plain_envelope() {
    Envelope envelope{};
    envelope.type = OperationType::did_create;
    envelope.network = "lexample";
    envelope.expiry = 1'800'000'000;
    return envelope;
}

Operation sign(Envelope envelope, Bytes body) {
    Call call;
    return must(Operation::sign(std::move(envelope), std::move(body), *test::controller(1), call));
}

TEST(Operation, ParsesWhatItSigned) {
    Envelope envelope = plain_envelope();
    envelope.sequence = 5;
    envelope.next = crypto::sha256(test::bytes_of("next"));
    const Operation operation = sign(envelope, test::bytes_of("body"));
    ASSERT_OK_AND(const Operation parsed, Operation::parse(operation.encoded()));
    EXPECT_EQ(parsed.envelope(), operation.envelope());
    EXPECT_EQ(parsed.hash(), operation.hash());
    EXPECT_EQ(parsed.key(), test::controller(1)->public_key());
    EXPECT_EQ(to_string(parsed.controller()), "0x1a642f0e3c3af545e7acbd38b07251b3990914f1");
    EXPECT_EQ(parsed.body(), operation.body());
}

TEST(Operation, SignsOnlyWhatParses) {
    Call call;
    const auto signer = test::controller(1);
    Envelope envelope = plain_envelope();
    EXPECT_CODE(Operation::sign(envelope, Bytes((std::size_t{1} << 20) + 1), *signer, call),
                errors::kOperationTooLarge);
    envelope.network.assign(129, 'l');
    EXPECT_CODE(Operation::sign(envelope, {}, *signer, call), errors::kOperationTooLarge);
    envelope.network = "\xff";
    EXPECT_CODE(Operation::sign(envelope, {}, *signer, call), errors::kOperationMalformed);
    envelope = plain_envelope();
    envelope.expiry = 253'402'300'800U;
    EXPECT_CODE(Operation::sign(envelope, {}, *signer, call), errors::kOperationMalformed);
    const auto ed25519 = test::signer_of(crypto::KeyType::ed25519, 1);
    EXPECT_CODE(Operation::sign(plain_envelope(), {}, *ed25519, call),
                errors::kUnsupportedController);
}

/// Where the 64 signature bytes stand in an encoded operation with an empty body.
constexpr std::size_t kSignatureFromEnd = 64 + 1;

TEST(Operation, RefusesAForgedSignature) {
    const Bytes good = sign(plain_envelope(), {}).encoded();
    ASSERT_OK(Operation::parse(good));
    Bytes bad = good;
    bad[bad.size() - kSignatureFromEnd + 10] ^= 1;
    EXPECT_CODE(Operation::parse(bad), errors::kSignatureInvalid);
    bad = good;
    std::fill(bad.end() - kSignatureFromEnd, bad.end() - 1, std::uint8_t{0});
    EXPECT_CODE(Operation::parse(bad), errors::kSignatureInvalid);
    bad = good;
    // The network's second letter: the envelope says something else than what was signed.
    const auto letter =
        std::search(bad.begin(), bad.end(), std::begin("lexample"), std::end("lexample") - 1);
    ASSERT_NE(letter, bad.end());
    letter[1] = 'E';
    EXPECT_CODE(Operation::parse(bad), errors::kSignatureInvalid);
}

TEST(Operation, RefusesTheSecondFormOfASignature) {
    Bytes encoded = sign(plain_envelope(), {}).encoded();
    // SEC 2 section 2.4.1: the order n of secp256k1.
    const Bytes order =
        must(hex_decode("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"));
    std::uint8_t* s = encoded.data() + encoded.size() - kSignatureFromEnd + 32;
    int borrow = 0;
    for (int i = 31; i >= 0; --i) {
        const int difference = order[static_cast<std::size_t>(i)] - s[i] - borrow;
        borrow = difference < 0 ? 1 : 0;
        s[i] = static_cast<std::uint8_t>(difference + 256 * borrow);
    }
    EXPECT_CODE(Operation::parse(encoded), errors::kSignatureHighS);
}

TEST(Operation, RefusesAnotherBody) {
    Bytes encoded = sign(plain_envelope(), test::bytes_of("body")).encoded();
    encoded.back() ^= 1;
    EXPECT_CODE(Operation::parse(encoded), errors::kBodyMismatch);
}

TEST(Operation, RefusesAKeyThatIsNoPoint) {
    Bytes encoded = sign(plain_envelope(), {}).encoded();
    encoded[encoded.size() - kSignatureFromEnd - 2 - 33] = 0x05;
    EXPECT_CODE(Operation::parse(encoded), errors::kOperationMalformed);
}

TEST(Operation, RefusesEveryTruncation) {
    const Bytes encoded = sign(plain_envelope(), test::bytes_of("body")).encoded();
    for (std::size_t size = 0; size < encoded.size(); ++size)
        EXPECT_CODE(Operation::parse(ByteView(encoded).first(size)), errors::kOperationMalformed);
}

TEST(Operation, RefusesInputBeyondAnyEntry) {
    EXPECT_CODE(Operation::parse(Bytes(65'536, 0x84)), errors::kOperationTooLarge);
    EXPECT_CODE(Entry::parse(Bytes(65'536, 0x83)), errors::kOperationTooLarge);
}

Bytes entry_bytes(std::string_view tag, std::uint64_t accepted, ByteView operation) {
    cbor::Writer writer;
    writer.array(3).text(tag).uint(accepted).bytes(operation);
    return std::move(writer).data();
}

TEST(Entry, RoundTrips) {
    const Operation operation = sign(plain_envelope(), test::bytes_of("body"));
    const Bytes encoded = entry_bytes("deed/entry/v1", 1'700'000'000'123, operation.encoded());
    ASSERT_OK_AND(const Entry entry, Entry::parse(encoded));
    EXPECT_EQ(entry.accepted.unix_milliseconds(), 1'700'000'000'123);
    EXPECT_EQ(entry.operation.hash(), operation.hash());
    EXPECT_EQ(entry.encode(), encoded);
    ASSERT_OK_AND(const auto name, detached_body_name(encoded));
    EXPECT_FALSE(name.has_value());
}

TEST(Entry, RefusesOtherTagsAndTimes) {
    const Bytes operation = sign(plain_envelope(), {}).encoded();
    EXPECT_CODE(Entry::parse(entry_bytes("deed/entry/v2", 0, operation)),
                errors::kOperationMalformed);
    EXPECT_OK(Entry::parse(entry_bytes("deed/entry/v1", 253'402'300'799'999, operation)));
    EXPECT_CODE(Entry::parse(entry_bytes("deed/entry/v1", 253'402'300'800'000, operation)),
                errors::kOperationMalformed);
    EXPECT_CODE(Entry::parse(entry_bytes("deed/entry/v1", ~std::uint64_t{0}, operation)),
                errors::kOperationMalformed);
    EXPECT_CODE(Entry::parse({}), errors::kOperationMalformed);
}

TEST(Entry, NamesTheBodyItDoesNotCarry) {
    const Bytes body(60'001, 'x');
    const Operation operation = sign(plain_envelope(), body);
    const Bytes encoded = entry_bytes("deed/entry/v1", 0, operation.encoded());
    ASSERT_OK_AND(const auto name, detached_body_name(encoded));
    ASSERT_TRUE(name.has_value());
    EXPECT_EQ(*name, crypto::sha256(body));
    EXPECT_CODE(Entry::parse(encoded), errors::kBodyMissing);
    ASSERT_OK_AND(const Entry entry, Entry::parse(encoded, body));
    EXPECT_EQ(entry.operation.body(), body);
}

}  // namespace
}  // namespace deed::registry
