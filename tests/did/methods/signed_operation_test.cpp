#include "did/methods/signed_operation.hpp"

#include "did/errors.hpp"
#include "did/methods/signed_operation_errors.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/jcs.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evidence_registry.hpp"
#include "tests/did/methods/weid_support.hpp"

namespace deed::did {
namespace {

using test::controller;
using test::must;
using test::TestLedger;

Bytes jcs(const json::Document& document) {
    return to_bytes(as_bytes(json::canonicalize(document.root())));
}

class SignedOperationTest : public testing::Test {
protected:
    SignedOperation creation(std::uint8_t byte, std::uint64_t seconds = 3600) {
        return must(WeidRegistrar::sign_creation(*t_.ledger->form(), *controller(byte), {},
                                                 t_.clock, seconds, t_.call));
    }
    /// An operation of the DID of controller(1) at its next place.
    SignedOperation operation(registry::OperationType type, Bytes body) {
        registry::Envelope envelope =
            registry::next_envelope(must(t_.ledger->state(t_.address(1), t_.call)), type,
                                    t_.ledger->network(), t_.clock.now(), 3600);
        return must(SignedOperation::create(
            must(registry::Operation::sign(envelope, std::move(body), *controller(1), t_.call))));
    }

    TestLedger t_;
};

TEST_F(SignedOperationTest, TravelsAsAFileAndIsRecordedOnce) {
    const SignedOperation signed_here = creation(1);
    const json::Document file = signed_here.to_json();
    ASSERT_OK_AND(const SignedOperation read, SignedOperation::parse(file.root()));
    EXPECT_EQ(read.did(), make_weid(t_.ledger->network(), t_.address(1)));
    EXPECT_EQ(read.operation().hash(), signed_here.operation().hash());
    EXPECT_EQ(read.to_json(), file);

    ASSERT_OK_AND(const registry::Receipt first, t_.registrar.submit(read, t_.call));
    t_.tick(100'000);
    ASSERT_OK_AND(const registry::Receipt second, t_.registrar.submit(read, t_.call));
    EXPECT_EQ(first.position, second.position);
    EXPECT_EQ(first.accepted, second.accepted);
}

TEST_F(SignedOperationTest, CarriesEveryOperationOfADid) {
    const Did did = t_.create(1);
    const auto assertion = test::signer_of(crypto::KeyType::ed25519, 1)->public_key();
    const Bytes document = jcs(make_document(did, {}).json());
    ASSERT_OK(
        t_.registrar.submit(operation(registry::OperationType::did_update, document), t_.call));
    const Bytes compromise =
        registry::CompromiseBody{{{assertion.to_multikey(), t_.clock.now()}}, document}.encode();
    const SignedOperation declared = operation(registry::OperationType::did_compromise, compromise);
    ASSERT_OK(t_.registrar.submit(declared, t_.call));
    const Bytes successor =
        registry::MoveBody{make_weid("elsewhere", t_.address(1)).to_string()}.encode();
    ASSERT_OK(
        t_.registrar.submit(operation(registry::OperationType::did_move, successor), t_.call));
    // What was recorded stays so, although nothing more can be.
    EXPECT_OK(t_.registrar.submit(declared, t_.call));
}

TEST_F(SignedOperationTest, IsJudgedBeforeItIsRecorded) {
    const Did did = t_.create(1);
    const auto assertion = test::signer_of(crypto::KeyType::ed25519, 1)->public_key();
    const auto refused = [&](registry::OperationType type, Bytes body, const ErrorCode& code) {
        EXPECT_CODE(t_.registrar.submit(operation(type, std::move(body)), t_.call), code);
    };
    const Bytes listing = jcs(make_document(did, {{assertion, {}}}).json());
    refused(registry::OperationType::did_update, to_bytes(as_bytes("{}")),
            errors::kInvalidDocument);
    refused(registry::OperationType::did_update, to_bytes(as_bytes("no json")),
            errors::kInvalidDocument);
    Bytes spaced = listing;
    spaced.push_back(' ');
    refused(registry::OperationType::did_update, spaced, errors::kInvalidDocument);
    const std::string multikey = assertion.to_multikey();
    refused(registry::OperationType::did_compromise,
            registry::CompromiseBody{{{multikey, t_.clock.now()}}, listing}.encode(),
            errors::kCompromisedKey);
    refused(registry::OperationType::did_move, registry::MoveBody{"no did"}.encode(),
            errors::kBadSuccessor);
    refused(registry::OperationType::did_move, registry::MoveBody{did.to_string()}.encode(),
            errors::kBadSuccessor);
    EXPECT_EQ(must(t_.ledger->state(t_.address(1), t_.call)).chain(registry::Chain::did).length,
              1U);

    TestLedger other(9);
    EXPECT_CODE(other.registrar.submit(creation(2), other.call), errors::kWrongLedger);
    const SignedOperation late = creation(3, 10);
    t_.tick(11);
    EXPECT_CODE(t_.registrar.submit(late, t_.call), registry::errors::kOperationExpired);
}

TEST_F(SignedOperationTest, RefusesOtherFiles) {
    const json::Document file = creation(1).to_json();
    const auto with = [&](std::string_view pointer, std::string_view value) {
        return SignedOperation::parse(must(file.with(pointer, test::json_of(value).root())).root());
    };
    const auto& malformed = errors::kSignedOperationMalformed;
    EXPECT_CODE(with("/type", R"("deed/signed-operation/v2")"), malformed);
    EXPECT_CODE(with("/did", R"("did:weid:other:0x00")"), malformed);
    EXPECT_CODE(with("/more", R"("x")"), malformed);
    EXPECT_CODE(with("/operation", "7"), malformed);
    EXPECT_CODE(with("/operation", R"("*")"), malformed);
    EXPECT_CODE(with("/body", R"("AAAA")"), malformed);
    EXPECT_CODE(with("/operation", R"("AAAA")"), registry::errors::kOperationMalformed);
    for (const auto* member : {"/type", "/did", "/operation"})
        EXPECT_CODE(SignedOperation::parse(must(file.without(member)).root()), malformed) << member;
    EXPECT_CODE(SignedOperation::parse(test::json_of("[]").root()), malformed);

    Bytes forged = must(base64_decode(file.root().find("operation")->string()));
    const Bytes signature = creation(2).operation().encoded();
    std::copy(signature.begin() + 200, signature.begin() + 240, forged.begin() + 200);
    EXPECT_FALSE(with("/operation", "\"" + base64_encode(forged) + "\""));
}

TEST_F(SignedOperationTest, IsOfADidOnly) {
    (void)t_.create(1);
    registry::Envelope envelope = registry::next_envelope(
        must(t_.ledger->state(t_.address(1), t_.call)), registry::OperationType::evidence_batch,
        t_.ledger->network(), t_.clock.now(), 3600);
    const auto sign = [&] {
        return must(registry::Operation::sign(envelope, {}, *controller(1), t_.call));
    };
    EXPECT_CODE(SignedOperation::create(sign()), errors::kSignedOperationNotADid);
    envelope.type = registry::OperationType::did_update;
    envelope.network = "Not A Network";
    EXPECT_CODE(SignedOperation::create(sign()), errors::kSignedOperationNotADid);
}

TEST_F(SignedOperationTest, CarriesABodyThatIsTooLongForAnEntry) {
    const Did did = t_.create(1);
    const std::string note(61'000, 'n');
    const auto document =
        must(make_document(did, {}).json().with("/note", test::json_of("\"" + note + "\"").root()));
    const SignedOperation large = operation(registry::OperationType::did_update, jcs(document));
    const json::Document file = large.to_json();
    EXPECT_TRUE(file.root().find("body"));
    ASSERT_OK_AND(const SignedOperation read, SignedOperation::parse(file.root()));
    EXPECT_OK(t_.registrar.submit(read, t_.call));
    EXPECT_CODE(SignedOperation::parse(must(file.without("/body")).root()),
                registry::errors::kBodyMissing);
}

}  // namespace
}  // namespace deed::did
