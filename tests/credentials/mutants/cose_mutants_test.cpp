// Changes of a credential as a COSE message: of the CBOR, of the header and of the credential in
// it, under a signature that stays as it was. Each kind has the code that
// specs/credential-profile.md section 10 gives to what it breaks; where it breaks nothing but what
// was signed, that is the signature.
#include <algorithm>

#include "credentials/issue.hpp"
#include "credentials/secured.hpp"
#include "lib/cose/header.hpp"
#include "lib/crypto/algorithm.hpp"
#include "tests/credentials/cast.hpp"
#include "tests/credentials/mutants/cose_message.hpp"
#include "tests/credentials/mutants/mutant_count.hpp"
#include "tests/credentials/mutants/mutants.hpp"

namespace deed::credentials {
namespace {

using test::array;
using test::boolean;
using test::byte_string;
using test::CoseMessage;
using test::null;
using test::number;
using test::Pairs;
using test::place_of;
using test::text;
namespace label = cose::label;

constexpr std::string_view kInvalid = "cose.signature_invalid";

test::ExpectedCodes expected() {
    test::ExpectedCodes codes{// RFC 9052 section 4.2 and RFC 8949: the message.
                              {"another tag", {"cose.tag_unexpected"}},
                              {"two tags", {"cose.not_sign1"}},
                              {"another number of items", {"cose.not_sign1"}},
                              {"an item of another type", {"cose.not_sign1"}},
                              {"a header that is no map", {"cose.header_malformed"}},
                              {"no payload", {"cose.payload_detached"}},
                              {"cut", {"cbor.truncated"}},
                              {"bytes behind", {"cbor.trailing_bytes"}},
                              {"an indefinite length", {"cbor.indefinite_length"}},
                              {"a longer head", {"cbor.head_not_shortest"}},
                              {"a tag in place of an item", {"cose.not_sign1"}},
                              // RFC 9052 section 3: labels.
                              {"a label twice in one header", {"cbor.duplicate_key"}},
                              {"a label in both headers", {"cose.label_repeated"}},
                              {"a label of another type", {"cose.header_malformed"}},
                              {"a value of another type", {"cose.header_malformed"}},
                              {"no alg", {"cose.alg_missing"}},
                              {"an alg that nobody knows", {"cose.alg_unknown"}},
                              {"an alg of other keys", {"cose.alg_key_mismatch"}},
                              {"the other number of the alg", {kInvalid}},
                              {"what must be signed moved out", {"cose.unprotected"}},
                              {"what need not be signed moved out", {kInvalid}},
                              {"a parameter removed", {kInvalid}},
                              {"a parameter added", {kInvalid}},
                              {"the order changed", {kInvalid}},
                              {"a certificate added", {"cose.embedded_key"}},
                              {"crit malformed", {"cose.crit_malformed"}},
                              {"crit unknown", {"cose.crit_unknown"}},
                              {"crit understood", {kInvalid}},
                              {"crit not signed", {"cose.unprotected"}},
                              {"another typ", {"vc_cose.typ_mismatch"}},
                              {"another content type", {"vc_cose.content_type_mismatch"}},
                              {"kid no text", {"vc_cose.kid_malformed"}},
                              {"kid of another key", {kInvalid}},
                              {"kid of no key", {"proof.method_not_found"}},
                              {"kid with a query", {"proof.method_unsupported"}},
                              {"kid of no DID", {"proof.method_unsupported"}},
                              // RFC 9597 and RFC 8392: claims.
                              {"claims malformed", {"vc_cose.claim_malformed"}},
                              {"claims contradict the issuer", {"jwt.iss_contradicts"}},
                              {"claims contradict the subject", {"jwt.sub_contradicts"}},
                              {"claims contradict each other", {"jwt.dates_contradict"}},
                              {"claims added", {kInvalid}},
                              // VC-JOSE-COSE section 3.3: the payload.
                              {"a payload that is no object", {"vc_cose.payload_not_object"}},
                              {"a payload that is no JSON", {"json.syntax"}},
                              {"a payload with a member twice", {"json.duplicate_member"}},
                              {"a payload in a claim", {"vc_cose.vc_claim"}},
                              {"a payload with a proof", {"vc_cose.embedded_proof"}},
                              {"a payload of data model 1.1", {"vc_cose.data_model"}},
                              {"a payload spelled otherwise", {kInvalid}},
                              // RFC 9053 section 2: the signature.
                              {"a signature of another length", {"cose.signature_malformed"}},
                              {"a bit of the signature", {kInvalid}},
                              {"the signature of another", {kInvalid}}};
    for (const std::string_view kind : test::kMutantKinds) codes[kind] = {kInvalid};
    return codes;
}

class CoseMutants : public testing::TestWithParam<crypto::KeyType> {
protected:
    Bytes issue(std::uint8_t key_filler) {
        cast_.signer = test::signer_of(GetParam(), key_filler);
        cast_.issuer = did::did_key_of(cast_.signer->public_key());
        return issue_cose({.credential = test::parse(test::kRich),
                           .issuer = cast_.issuer,
                           .signer = *cast_.signer,
                           .cryptosuite = std::nullopt},
                          {cast_.resolver, cast_.clock, cast_.contexts}, cast_.call)
            .value();
    }

    /// The code by which a message is refused: empty where its proof is good.
    std::string code_of(ByteView message) {
        const auto secured = read_secured(message, "application/vc+cose", DocumentKind::credential);
        if (!secured) return std::string(secured.error().code().name);
        const auto report = verify(*secured, cast_.policy,
                                   {cast_.resolver, cast_.clock, cast_.contexts}, cast_.call);
        if (!report) return std::string(report.error().code().name);
        const Check& proof = *report->find("proof");
        if (proof.state == CheckState::passed) return "";
        EXPECT_NE(report->verdict(), Verdict::good);
        return std::string(proof.code->name);
    }

    void refuse(std::string_view kind, const Bytes& message, const std::string& what = "") {
        if (count_.takes_next()) count_.refused(kind, code_of(message), what);
    }
    void refuse(std::string_view kind, const CoseMessage& message, const std::string& what = "") {
        refuse(kind, message.join(), what);
    }
    /// What nobody signs and nobody reads, so that the credential stays good.
    void accept(const Bytes& message, const std::string& what) {
        EXPECT_EQ(code_of(message), "") << what;
        count_.equal();
    }

    /// The message with a parameter of the protected header in place of the one it has, or added.
    CoseMessage with(std::int64_t name, const Bytes& value) const {
        CoseMessage changed = message_;
        Pairs& header = changed.protected_header;
        const Bytes wanted = number(name);
        std::erase_if(header, [&](const auto& pair) { return pair.first == wanted; });
        header.emplace_back(wanted, value);
        return changed;
    }
    CoseMessage unprotected(const Bytes& name, const Bytes& value) const {
        CoseMessage changed = message_;
        changed.unprotected_header.emplace_back(name, value);
        return changed;
    }
    CoseMessage with_payload(std::string_view payload) const {
        CoseMessage changed = message_;
        changed.payload = to_bytes(as_bytes(payload));
        return changed;
    }
    std::string payload() const { return std::string(as_text(message_.payload)); }

    void change_items();
    void change_encoding();
    void change_labels();
    void change_algorithm();
    void change_parameters();
    void change_critical();
    void change_key_id();
    void change_claims();
    void change_payload();
    void change_signature();

    test::Cast cast_;
    const CoseMessage other_ = CoseMessage::of(issue(6));
    const Bytes bytes_ = issue(5);
    const CoseMessage message_ = CoseMessage::of(bytes_);
    const test::ExpectedCodes expected_ = expected();
    test::MutantCount count_{"vc+cose-" + std::string(crypto::to_string(GetParam())), expected_};
};

/// Items of every type; what belongs in a place is left out there.
const std::vector<Bytes> kItems{
    number(7), number(-7),         text("x"),          byte_string({}),
    array({}), test::map({}),      boolean(true),      null(),
    {0xf7},    {0xf9, 0x3e, 0x00}, array({number(1)}), test::map({{number(1), number(2)}})};
std::uint8_t major_of(const Bytes& item) { return static_cast<std::uint8_t>(item[0] >> 5U); }
constexpr std::uint8_t kBytesMajor = 2;
constexpr std::uint8_t kTextMajor = 3;
constexpr std::uint8_t kMapMajor = 5;

void CoseMutants::change_items() {
    const std::vector<Bytes> items = message_.items();
    const Bytes body = array(items);
    for (const std::uint64_t tag : {0U, 1U, 2U, 16U, 17U, 19U, 24U, 61U, 96U, 97U, 98U, 55799U})
        refuse("another tag", test::tagged(tag, body), std::to_string(tag));
    refuse("two tags", test::tagged(18, bytes_));
    accept(body, "without the tag, which a media type stands for");
    for (std::size_t i = 0; i < items.size(); ++i) {
        auto fewer = items;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
        refuse("another number of items", CoseMessage::joined_of(fewer), std::to_string(i));
        auto more = items;
        more.insert(more.begin() + static_cast<std::ptrdiff_t>(i), items[i]);
        refuse("another number of items", CoseMessage::joined_of(more), std::to_string(i));
        auto behind_tag = items;
        behind_tag[i] = test::tagged(24, items[i]);
        refuse(i == 1 ? "a header that is no map" : "a tag in place of an item",
               CoseMessage::joined_of(behind_tag), std::to_string(i));
        for (const Bytes& item : kItems) {
            if (major_of(item) == (i == 1 ? kMapMajor : kBytesMajor)) continue;
            if (i == 2 && item == null()) continue;
            auto changed = items;
            changed[i] = item;
            refuse(i == 1 ? "a header that is no map" : "an item of another type",
                   CoseMessage::joined_of(changed), std::to_string(i));
        }
    }
    for (const Bytes& item : kItems) {
        if (major_of(item) == kMapMajor) continue;
        auto changed = items;
        changed[0] = byte_string(item);
        refuse("a header that is no map", CoseMessage::joined_of(changed), "wrapped");
        if (major_of(item) != 4) refuse("an item of another type", test::tagged(18, item));
    }
    auto detached = items;
    detached[2] = null();
    refuse("no payload", CoseMessage::joined_of(detached));
}

void CoseMutants::change_encoding() {
    constexpr std::size_t kStep = 23;
    for (std::size_t size = 0; size < bytes_.size(); size += size < kStep ? 1 : kStep)
        refuse("cut", Bytes(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(size)),
               std::to_string(size));
    for (const Bytes& more : kItems) refuse("bytes behind", test::joined(bytes_, more));
    refuse("bytes behind", test::joined(bytes_, bytes_));

    const std::vector<Bytes> items = message_.items();
    refuse("an indefinite length", test::tagged(18, test::with_indefinite_length(array(items))));
    refuse("a longer head", test::tagged(18, test::with_longer_head(array(items))));
    refuse("a longer head", test::joined(Bytes{0xd8, 18}, array(items)));
    for (std::size_t i = 0; i < items.size(); ++i) {
        auto changed = items;
        changed[i] = test::with_indefinite_length(items[i]);
        refuse("an indefinite length", CoseMessage::joined_of(changed), std::to_string(i));
        if ((items[i][0] & 0x1fU) > 24) continue;
        changed[i] = test::with_longer_head(items[i]);
        refuse("a longer head", CoseMessage::joined_of(changed), std::to_string(i));
    }
    auto wrapped = items;
    wrapped[0] = byte_string(test::with_indefinite_length(test::map(message_.protected_header)));
    refuse("an indefinite length", CoseMessage::joined_of(wrapped), "the protected header");
    wrapped[0] = byte_string(test::with_longer_head(test::map(message_.protected_header)));
    refuse("a longer head", CoseMessage::joined_of(wrapped), "the protected header");
    for (std::size_t i = 0; i < message_.protected_header.size(); ++i) {
        CoseMessage changed = message_;
        auto& [name, value] = changed.protected_header[i];
        value = test::with_longer_head(message_.protected_header[i].second);
        refuse("a longer head", changed, "a value");
        value = message_.protected_header[i].second;
        name = test::with_longer_head(name);
        refuse("a longer head", changed, "a label");
        if (major_of(value) != kBytesMajor && major_of(value) != kTextMajor) continue;
        changed = message_;
        changed.protected_header[i].second = test::with_indefinite_length(value);
        refuse("an indefinite length", changed, "a value");
    }
}

void CoseMutants::change_labels() {
    for (const auto& pair : message_.protected_header) {
        CoseMessage twice = message_;
        twice.protected_header.push_back(pair);
        refuse("a label twice in one header", twice);
        refuse("a label in both headers", unprotected(pair.first, pair.second));
        const bool is_kid = pair.first == number(label::kKeyId);
        refuse("a label in both headers",
               unprotected(pair.first, is_kid ? byte_string(Bytes{0x61}) : number(7)));
    }
    const Bytes labels[] = {number(5), number(34), number(99), number(-70000), text("x"), text("")};
    for (const Bytes& name : labels)
        for (const Bytes& value : kItems) {
            CoseMessage added = message_;
            added.protected_header.emplace_back(name, value);
            refuse("a parameter added", added);
            CoseMessage twice = unprotected(name, value);
            accept(twice.join(), "a parameter that nobody signs and that does not count");
            twice.unprotected_header.emplace_back(name, number(1));
            refuse("a label twice in one header", twice);
        }
    for (const Bytes& name : kItems) {
        if (major_of(name) <= 1 || major_of(name) == kTextMajor) continue;
        CoseMessage changed = message_;
        changed.protected_header.emplace_back(name, number(1));
        refuse("a label of another type", changed);
        refuse("a label of another type", unprotected(name, number(1)));
    }
    CoseMessage reversed = message_;
    std::ranges::reverse(reversed.protected_header);
    refuse("the order changed", reversed);
}

void CoseMutants::change_algorithm() {
    // HMAC, AES, ECDH, RS1, and what nobody registered.
    for (const std::int64_t unknown : {0, 1, 4, 5, 7, 10, -3, -25, -99, -65535, 100000})
        refuse("an alg that nobody knows", with(label::kAlgorithm, number(unknown)));
    for (const auto* name : {"EdDSA", "ES256", "none", ""})
        refuse("an alg that nobody knows", with(label::kAlgorithm, text(name)));
    for (const Bytes& value : kItems)
        if (major_of(value) > 1 && major_of(value) != kTextMajor)
            refuse("a value of another type", with(label::kAlgorithm, value));
    for (const std::int64_t known :
         {-8, -19, -7, -9, -35, -51, -36, -52, -47, -257, -258, -259, -37, -38, -39}) {
        const auto* info = crypto::find_cose_algorithm(known);
        ASSERT_NE(info, nullptr) << known;
        const CoseMessage changed = with(label::kAlgorithm, number(known));
        const Bytes& own =
            message_.protected_header[place_of(message_.protected_header, label::kAlgorithm)]
                .second;
        if (number(known) == own) continue;
        refuse(
            info->key_type == GetParam() ? "the other number of the alg" : "an alg of other keys",
            changed, std::to_string(known));
    }
}

void CoseMutants::change_parameters() {
    for (std::size_t i = 0; i < message_.protected_header.size(); ++i) {
        CoseMessage removed = message_;
        const auto pair = message_.protected_header[i];
        removed.protected_header.erase(removed.protected_header.begin() +
                                       static_cast<std::ptrdiff_t>(i));
        const bool is_alg = pair.first == number(label::kAlgorithm);
        refuse(is_alg ? "no alg" : "a parameter removed", removed);
        CoseMessage moved = removed;
        moved.unprotected_header.push_back(pair);
        refuse(is_alg || pair.first == number(label::kType) ? "what must be signed moved out"
                                                            : "what need not be signed moved out",
               moved);
    }
    for (const std::int64_t certificate : {label::kX5Bag, label::kX5Chain, label::kX5Url}) {
        for (const Bytes& value : {byte_string(Bytes{1, 2}), text("https://ca.example/x")}) {
            refuse("a certificate added", with(certificate, value));
            refuse("a certificate added", unprotected(number(certificate), value));
        }
    }
    for (const auto& [name, kind, due] :
         {std::tuple(label::kType, "another typ", "application/vc+cose"),
          std::tuple(label::kContentType, "another content type", "application/vc")}) {
        for (const std::string_view other :
             {"application/vp+cose", "application/vp", "application/vc+jwt", "application/json", "",
              "vc+cose", "vc", "text/plain", "application/ld+json", "application/cose"})
            refuse(kind, with(name, text(other)), std::string(other));
        for (const std::int64_t coap : {0, 18, 50, 60, 65535})
            refuse(kind, with(name, number(coap)), std::to_string(coap));
        const CoseMessage moved = with(name, text(due));
        if (moved.protected_header != message_.protected_header) refuse("the order changed", moved);
        for (const Bytes& value : kItems)
            if (major_of(value) != 0 && major_of(value) != kTextMajor)
                refuse("a value of another type", with(name, value));
    }
}

void CoseMutants::change_critical() {
    const auto crit = [&](const Bytes& value) { return with(label::kCritical, value); };
    for (const Bytes& value : kItems)
        if (major_of(value) != 4) refuse("crit malformed", crit(value));
    refuse("crit malformed", crit(array({})));
    refuse("crit malformed", crit(array({number(1), number(1)})), "twice");
    for (const std::int64_t absent : {99, 15, -8})
        refuse("crit malformed", crit(array({number(absent)})), "not there");
    refuse("crit malformed", crit(array({text("x")})), "not there");
    for (const std::int64_t there : {1, 3, 4, 16}) {
        refuse("crit understood", crit(array({number(there)})));
        refuse("crit malformed", crit(array({number(there), number(99)})), "one is not there");
        refuse("crit not signed", unprotected(number(2), array({number(there)})));
    }
    for (const Bytes& name : {number(99), number(-70000), text("x"), number(34)}) {
        CoseMessage unknown = crit(array({name}));
        unknown.protected_header.emplace_back(name, number(1));
        refuse("crit unknown", unknown);
    }
}

void CoseMutants::change_key_id() {
    const auto kid = [&](std::string_view url) {
        return with(label::kKeyId, byte_string(as_bytes(url)));
    };
    for (const Bytes& value : kItems)
        if (major_of(value) != kBytesMajor)
            refuse("a value of another type", with(label::kKeyId, value));
    refuse("kid no text", kid(""));
    for (const Bytes& value : {Bytes{0xff}, Bytes{0xc3}, Bytes{0x61, 0x80}})
        refuse("kid no text", with(label::kKeyId, byte_string(value)));
    const std::string did = cast_.issuer.to_string();
    for (const auto* fragment : {"#key-1", "#", "#z6Mk"})
        refuse("kid of no key", kid(did + fragment), fragment);
    refuse("kid with a query", kid(did + "?versionId=1#key-1"));
    refuse("kid of no DID", kid("urn:x:key"));
    for (const std::uint8_t filler : {6, 7, 8}) {
        const auto stranger = test::signer_of(GetParam(), filler);
        const std::string theirs = did::did_key_of(stranger->public_key()).to_string();
        refuse("kid of another key", kid(theirs + "#" + stranger->public_key().to_multikey()));
    }
}

void CoseMutants::change_claims() {
    using test::map;
    const auto claims = [&](const Pairs& pairs) { return with(label::kCwtClaims, map(pairs)); };
    const auto one = [&](std::int64_t name, const Bytes& value) {
        return claims({{number(name), value}});
    };
    for (const Bytes& value : kItems) {
        if (major_of(value) != kMapMajor)
            refuse("claims malformed", with(label::kCwtClaims, value));
        for (const std::int64_t name : {1, 2})
            if (major_of(value) != kTextMajor) refuse("claims malformed", one(name, value));
        for (const std::int64_t date : {4, 5, 6})
            if (major_of(value) != 0) refuse("claims malformed", one(date, value));
        if (major_of(value) != kTextMajor) refuse("claims malformed", one(3, value));
        refuse("claims malformed", one(10, value));
        refuse("claims added", one(99, value));
    }
    for (const std::int64_t name : {1, 2, 3}) refuse("claims malformed", one(name, text("")));
    refuse("claims contradict the issuer", one(1, text("did:example:other")));
    refuse("claims contradict the subject", one(2, text("did:example:other")));
    refuse("claims contradict each other",
           claims({{number(4), number(100)}, {number(6), number(200)}}));
    refuse("claims added", claims({}));
    refuse("claims added", one(1, text(cast_.issuer.to_string())));
    refuse("claims added", one(2, text("did:example:alice")));
    refuse("claims added", one(3, text("did:example:bank")));
    refuse("claims added", one(3, array({text("did:example:bank"), text("did:example:court")})));
    refuse("claims added", one(10, byte_string(as_bytes(std::string_view("challenge")))));
    refuse("a label twice in one header", claims({{number(3), text("a")}, {number(3), text("b")}}));
}

void CoseMutants::change_payload() {
    const json::Document credential = test::parse(payload());
    for (const test::Mutant& mutant : test::document_mutants(credential)) {
        const bool is_version_1 = CredentialView(mutant.document.root()).is_version_1;
        refuse(is_version_1 ? "a payload of data model 1.1" : mutant.kind,
               with_payload(mutant.document.to_string()), mutant.what);
    }
    for (const auto* json : {"[]", "7", "null", "\"x\"", "[{}]"})
        refuse("a payload that is no object", with_payload(json), json);
    refuse("a payload that is no object", with_payload("[" + payload() + "]"));
    for (const std::string& cut : {payload().substr(0, payload().size() - 1), std::string("{,}"),
                                   std::string("'x'"), std::string()})
        refuse("a payload that is no JSON", with_payload(cut), cut);
    refuse("a payload with a member twice",
           with_payload(R"({"id":"urn:x:1",)" + payload().substr(1)));
    for (const auto* claim : {"/vc", "/vp"})
        refuse("a payload in a claim",
               with_payload(test::with(credential, claim, payload()).to_string()), claim);
    for (const auto* proof : {"{}", "[]", "null"})
        refuse("a payload with a proof",
               with_payload(test::with(credential, "/proof", proof).to_string()), proof);
    for (const std::string& same :
         {" " + payload(), payload() + "\n", "{ " + payload().substr(1), [&] {
              const auto moved = json::to_string(*credential.root().find("name"));
              return test::with(credential.without("/name").value(), "/name", moved).to_string();
          }()})
        refuse("a payload spelled otherwise", with_payload(same));
}

void CoseMutants::change_signature() {
    const auto with_signature = [&](Bytes signature) {
        CoseMessage changed = message_;
        changed.signature = std::move(signature);
        return changed;
    };
    const Bytes& signature = message_.signature;
    for (std::size_t i = 0; i < signature.size(); ++i) {
        Bytes flipped = signature;
        flipped[i] = static_cast<std::uint8_t>(flipped[i] ^ (1U << (i % 8)));
        refuse("a bit of the signature", with_signature(flipped), std::to_string(i));
    }
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{1}, signature.size() / 2, signature.size() - 1,
          signature.size() + 1, 2 * signature.size()}) {
        Bytes other = signature;
        other.resize(size);
        refuse("a signature of another length", with_signature(other), std::to_string(size));
    }
    refuse("the signature of another", with_signature(other_.signature));
    refuse("the signature of another", with_signature(Bytes(signature.size(), 0)));
    Bytes swapped = signature;
    std::rotate(swapped.begin(), swapped.begin() + static_cast<std::ptrdiff_t>(swapped.size() / 2),
                swapped.end());
    refuse("the signature of another", with_signature(swapped), "its halves swapped");
    CoseMessage mixed = message_;
    mixed.protected_header = other_.protected_header;
    refuse("the signature of another", mixed, "the other's header");
    mixed = message_;
    mixed.payload = other_.payload;
    refuse("the signature of another", mixed, "the other's payload");
}

TEST_P(CoseMutants, AreRefused) {
    ASSERT_EQ(code_of(bytes_), "");
    change_items();
    change_encoding();
    change_labels();
    change_algorithm();
    change_parameters();
    change_critical();
    change_key_id();
    change_claims();
    change_payload();
    change_signature();
    count_.finish();
}

INSTANTIATE_TEST_SUITE_P(Keys, CoseMutants,
                         testing::Values(crypto::KeyType::ed25519, crypto::KeyType::p256,
                                         crypto::KeyType::p384),
                         [](const auto& type) {
                             return std::string(crypto::info_of(type.param).short_name);
                         });

}  // namespace
}  // namespace deed::credentials
