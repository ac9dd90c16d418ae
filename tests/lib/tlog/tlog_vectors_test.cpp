#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "lib/crypto/secret.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/document.hpp"
#include "lib/tlog/checkpoint.hpp"
#include "lib/tlog/errors.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/vectors.hpp"

namespace deed::tlog {
namespace {

using Refusals = std::map<std::string, const ErrorCode*, std::less<>>;

json::Document load(const std::string& name) {
    auto document = json::Document::parse(test::read_vector("tlog/" + name),
                                          json::Limits{.max_bytes = std::size_t{16} << 20});
    EXPECT_TRUE(document.has_value()) << test::describe(document);
    return std::move(document).value();
}

std::string text_of(json::Value object, std::string_view member) {
    const auto value = object.find(member);
    return value ? std::string(value->string_if().value_or("")) : std::string();
}

bool is_valid_case(json::Value c) { return c.find("valid")->boolean(); }

// A case about cosignatures: the log's own part of it is good.
const std::set<std::string, std::less<>> kCosignatureCheckpoints = {
    "cosignature timestamp changed", "cosignature without header lines"};
const std::set<std::string, std::less<>> kWitnessProofs = {"too few witnesses",
                                                           "same witness twice"};

TEST(TlogVectors, VerifierKeys) {
    DEED_NEEDS_VECTORS();
    const json::Document document = load("vkeys.json");
    int ed25519 = 0;
    int other_types = 0;
    int malformed = 0;
    for (const json::Value c : document.root().find("cases")->array()) {
        const std::string text = text_of(c, "vkey");
        const auto key = VerifierKey::parse(text);
        if (!is_valid_case(c)) {
            EXPECT_CODE(key, errors::kVerifierKeyMalformed) << text;
            ++malformed;
        } else if (c.find("type")->integer() != 1) {
            EXPECT_CODE(key, errors::kUnsupportedKey) << text;
            ++other_types;
        } else {
            ASSERT_OK(key);
            EXPECT_EQ(key->name(), text_of(c, "name"));
            EXPECT_EQ(hex_encode(key->id()), text_of(c, "keyId"));
            EXPECT_EQ(hex_encode(key->key().raw()), text_of(c, "publicKey"));
            EXPECT_EQ(key->to_string(), text);
            ++ed25519;
        }
    }
    EXPECT_EQ(ed25519, 3);
    EXPECT_EQ(other_types, 3);
    EXPECT_EQ(malformed, 5);
}

TEST(TlogVectors, Notes) {
    DEED_NEEDS_VECTORS();
    const json::Document document = load("notes.json");
    int verified = 0;
    int parsed_only = 0;
    for (const json::Value c : document.root().find("cases")->array()) {
        const std::string text = test::read_vector("tlog/" + text_of(c, "file"));
        ASSERT_OK_AND(const Note note, Note::parse(text));
        EXPECT_EQ(note.to_string(), text);
        if (text_of(c, "vkey").empty()) {
            ++parsed_only;
            continue;
        }
        ASSERT_OK_AND(const VerifierKey key, VerifierKey::parse(text_of(c, "vkey")));
        EXPECT_OK(note.verify(key));
        ++verified;
    }
    EXPECT_EQ(verified, 2);
    EXPECT_EQ(parsed_only, 3);
}

TEST(TlogVectors, CheckpointOfTheSpecification) {
    DEED_NEEDS_VECTORS();
    for (const char* file : {"spec-checkpoint.note", "spec-cosigned-checkpoint.note"}) {
        ASSERT_OK_AND(const Note note, Note::parse(test::read_vector(std::string("tlog/") + file)));
        ASSERT_OK_AND(const Checkpoint checkpoint, Checkpoint::parse(note.body()));
        EXPECT_EQ(checkpoint.origin, "example.com/behind-the-sofa");
        EXPECT_EQ(checkpoint.size, 20852163U);
        EXPECT_EQ(base64_encode(checkpoint.root), "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=");
        EXPECT_EQ(checkpoint.to_body(), note.body());
    }
}

TEST(TlogVectors, Checkpoints) {
    DEED_NEEDS_VECTORS();
    const Refusals refusals = {
        {"size changed", &errors::kSignatureInvalid},
        {"signature by another key with the same name", &errors::kSignatureMissing},
        {"trusted key id, wrong signature", &errors::kSignatureInvalid},
        {"no signature", &errors::kNoteMalformed},
        {"no blank line", &errors::kNoteMalformed},
        {"hyphen instead of em dash", &errors::kNoteMalformed},
        {"missing final newline", &errors::kNoteMalformed},
        {"leading zero in size", &errors::kCheckpointMalformed},
        {"other origin", &errors::kOriginMismatch},
        {"control character", &errors::kNoteMalformed},
    };
    const json::Document document = load("checkpoints.json");
    int valid = 0;
    int refused = 0;
    for (const json::Value c : document.root().find("cases")->array()) {
        const std::string name = text_of(c, "name");
        ASSERT_EQ(c.find("verifiers")->array().size(), 1U) << name;
        ASSERT_OK_AND(const VerifierKey log,
                      VerifierKey::parse(c.find("verifiers")->array()[0].string()));
        const auto checkpoint = verify_checkpoint(text_of(c, "note"), log);
        if (kCosignatureCheckpoints.contains(name)) {
            EXPECT_TRUE(checkpoint.has_value()) << name;
        } else if (is_valid_case(c)) {
            ASSERT_TRUE(checkpoint.has_value()) << name << test::describe(checkpoint);
            EXPECT_EQ(checkpoint->origin, text_of(c, "origin"));
            EXPECT_EQ(checkpoint->size,
                      static_cast<std::uint64_t>(c.find("size")->integer().value_or(-1)));
            EXPECT_EQ(hex_encode(checkpoint->root), text_of(c, "root"));
            ++valid;
        } else {
            ASSERT_TRUE(refusals.contains(name)) << name;
            EXPECT_CODE(checkpoint, *refusals.find(name)->second) << name;
            ++refused;
        }
    }
    EXPECT_EQ(valid, 9);
    EXPECT_EQ(refused, 10);
}

// Ed25519 is deterministic: signing the same text with the same seed gives the same line.
TEST(TlogVectors, SigningGivesTheSameNotes) {
    DEED_NEEDS_VECTORS();
    const json::Document document = load("checkpoints.json");
    ASSERT_OK_AND(const Bytes seed, hex_decode(text_of(*document.root().find("seeds"), "log")));
    ASSERT_OK_AND(auto key, crypto::PrivateKey::from_raw(crypto::KeyType::ed25519,
                                                         crypto::SecretBytes::copy_of(seed)));
    const auto signer = crypto::PrivateKey::into_signer(std::move(key));
    Call call;
    int compared = 0;
    for (const json::Value c : document.root().find("cases")->array()) {
        if (!is_valid_case(c)) continue;
        const std::string expected = text_of(c, "note");
        ASSERT_OK_AND(const Note note, Note::parse(expected));
        ASSERT_OK_AND(const std::string made,
                      sign_note(note.body(), "log.example.org/deed", *signer, call));
        EXPECT_NE(expected.find(made.substr(note.body().size())), std::string::npos) << made;
        ++compared;
    }
    EXPECT_EQ(compared, 9);
}

TEST(TlogVectors, Proofs) {
    DEED_NEEDS_VECTORS();
    const Refusals refusals = {
        {"wrong index", &errors::kInclusionInvalid},
        {"index beyond size", &errors::kProofMalformed},
        {"hash missing", &errors::kProofMalformed},
        {"hash added", &errors::kProofMalformed},
        {"hashes swapped", &errors::kInclusionInvalid},
        {"wrong header", &errors::kProofMalformed},
        {"leading zero index", &errors::kProofMalformed},
        {"other entry", &errors::kInclusionInvalid},
    };
    const json::Document document = load("proofs.json");
    int valid = 0;
    int refused = 0;
    for (const json::Value c : document.root().find("cases")->array()) {
        const std::string name = text_of(c, "name");
        ASSERT_OK_AND(const VerifierKey log, VerifierKey::parse(text_of(c, "logVkey")));
        ASSERT_OK_AND(const Bytes entry, hex_decode(text_of(c, "entryHex")));
        const auto proof = EntryProof::parse(text_of(c, "proof"));
        const Result<Checkpoint> head =
            proof ? proof->verify(entry, log) : Result<Checkpoint>(proof.error());
        EXPECT_TRUE(!proof || proof->to_string() == text_of(c, "proof")) << name;
        if (kWitnessProofs.contains(name)) {
            EXPECT_TRUE(head.has_value()) << name;
        } else if (is_valid_case(c)) {
            ASSERT_TRUE(head.has_value()) << name << test::describe(head);
            EXPECT_EQ(proof->index,
                      static_cast<std::uint64_t>(c.find("index")->integer().value_or(-1)));
            EXPECT_EQ(head->size,
                      static_cast<std::uint64_t>(c.find("size")->integer().value_or(-1)));
            EXPECT_EQ(hex_encode(leaf_hash(entry)), text_of(c, "leafHash"));
            EXPECT_EQ(hex_encode(proof->extra), text_of(c, "extraHex"));
            ++valid;
        } else {
            ASSERT_TRUE(refusals.contains(name)) << name;
            EXPECT_CODE(head, *refusals.find(name)->second) << name;
            ++refused;
        }
    }
    EXPECT_EQ(valid, 10);
    EXPECT_EQ(refused, 8);
}

// Cosignatures (type 0x04) are not implemented. This names what the tests above leave out of the
// vectors, and fails when that is no longer just this.
TEST(TlogVectors, CasesAboutCosignaturesAreLeftOut) {
    DEED_NEEDS_VECTORS();
    std::string names;
    int left_out = 0;
    int cosignatures = 0;
    int proofs_with_witnesses = 0;
    const json::Document checkpoints = load("checkpoints.json");
    for (const json::Value c : checkpoints.root().find("cases")->array()) {
        const std::string name = text_of(c, "name");
        if (is_valid_case(c)) cosignatures += static_cast<int>(c.find("cosigners")->array().size());
        if (!kCosignatureCheckpoints.contains(name)) continue;
        names += "\n  checkpoint: " + name;
        ++left_out;
    }
    const json::Document proofs = load("proofs.json");
    for (const json::Value c : proofs.root().find("cases")->array()) {
        const std::string name = text_of(c, "name");
        if (is_valid_case(c) && c.find("requiredWitnesses")->integer().value_or(0) > 0)
            ++proofs_with_witnesses;
        if (!kWitnessProofs.contains(name)) continue;
        names += "\n  proof: " + name;
        ++left_out;
    }
    ASSERT_EQ(left_out, 4);
    ASSERT_EQ(cosignatures, 21);
    ASSERT_EQ(proofs_with_witnesses, 10);
    GTEST_SKIP() << "not judged: " << cosignatures << " cosignatures of good checkpoints, the "
                 << "witnesses of " << proofs_with_witnesses << " good proofs, and the refusal of"
                 << names;
}

}  // namespace
}  // namespace deed::tlog
