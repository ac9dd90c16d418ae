#include "lib/tlog/note.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "lib/encoding/text.hpp"
#include "lib/tlog/errors.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::tlog {
namespace {

using crypto::KeyType;
using crypto::PrivateKey;

// The example of C2SP signed-note.
constexpr std::string_view kSpecKey =
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
constexpr std::string_view kSpecBody = "This is an example message.\n";
constexpr std::string_view kSpecLine =
    "\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mF"
    "XmRKuwHjG1Yu72IneyaQM=\n";

std::string spec_note() { return std::string(kSpecBody) + "\n" + std::string(kSpecLine); }

VerifierKey spec_key() { return VerifierKey::parse(kSpecKey).value(); }

struct Party {
    std::unique_ptr<crypto::Signer> signer;
    VerifierKey key;
};

Party new_party(const std::string& name) {
    auto signer = PrivateKey::into_signer(PrivateKey::generate(KeyType::ed25519));
    VerifierKey key = VerifierKey::create(name, signer->public_key()).value();
    return {std::move(signer), std::move(key)};
}

TEST(VerifierKey, IsParsedAndPrinted) {
    const VerifierKey key = spec_key();
    EXPECT_EQ(key.name(), "example.com/foo");
    EXPECT_EQ(hex_encode(key.id()), "530d903a");
    EXPECT_EQ(key.to_string(), kSpecKey);
    ASSERT_OK_AND(const VerifierKey made, VerifierKey::create("example.com/foo", key.key()));
    EXPECT_EQ(made, key);
    ASSERT_OK_AND(const VerifierKey renamed, VerifierKey::create("example.com/bar", key.key()));
    EXPECT_FALSE(renamed == key);
    EXPECT_NE(renamed.id(), key.id());
}

TEST(VerifierKey, RefusesOtherTexts) {
    const std::string good(kSpecKey);
    const std::string key64 = good.substr(good.size() - 44);
    for (const std::string& bad : std::vector<std::string>{
             std::string(), std::string("example.com/foo"), "example.com/foo+530d903a", " " + good,
             good + "\n", good + "=", "example.com/f o+530d903a+" + key64,
             "example.com/foo+530d903+" + key64, "example.com/foo+0530d903a+" + key64,
             "example.com/foo+530D903A+" + key64, "example.com/foo+530d903b+" + key64,
             "example.com/fop+530d903a+" + key64, std::string("example.com/foo+530d903a+"),
             "example.com/foo+530d903a+" + key64.substr(0, 43) + "l",
             "example.com/foo\u00a0+530d903a+" + key64, "\xff+530d903a+" + key64,
             "example.com/foo+530d903a+AQ==",
             // Of small order: the neutral element of the curve.
             "example.com/foo+530d903a+" + base64_encode([] {
                 Bytes b(33, 0);
                 b[0] = 1;
                 b[1] = 1;
                 return b;
             }()),
             std::string(5000, 'a') + "+530d903a+" + key64})
        EXPECT_CODE(VerifierKey::parse(bad), errors::kVerifierKeyMalformed) << bad;
    for (const std::uint8_t type : {0x00, 0x02, 0x04, 0x06, 0xff}) {
        Bytes typed(33, 7);
        typed[0] = type;
        EXPECT_CODE(VerifierKey::parse("example.com/foo+530d903a+" + base64_encode(typed)),
                    errors::kUnsupportedKey);
    }
}

TEST(VerifierKey, CreateRefusesBadNamesAndOtherKeys) {
    const crypto::PublicKey key = spec_key().key();
    for (const std::string& bad : std::vector<std::string>{
             std::string(), std::string("a b"), std::string("a+b"), std::string("a\nb"),
             std::string("a\x01"
                         "b"),
             std::string("a\tb"), std::string("a\u2003b"), std::string("a\u3000"),
             std::string("\u0085"), std::string("\xc3"), std::string(1025, 'a')})
        EXPECT_CODE(VerifierKey::create(bad, key), errors::kVerifierKeyMalformed) << bad;
    EXPECT_OK(VerifierKey::create(std::string(1024, 'a'), key));
    EXPECT_OK(VerifierKey::create("日志.example/数", key));
    const PrivateKey other = PrivateKey::generate(KeyType::p256);
    EXPECT_CODE(VerifierKey::create("a", other.public_key()), errors::kUnsupportedKey);
}

TEST(Note, TheSpecificationsExampleVerifies) {
    ASSERT_OK_AND(const Note note, Note::parse(spec_note()));
    EXPECT_EQ(note.body(), kSpecBody);
    ASSERT_EQ(note.signatures().size(), 1U);
    EXPECT_EQ(note.signatures()[0].name, "example.com/foo");
    EXPECT_EQ(hex_encode(note.signatures()[0].id), "530d903a");
    EXPECT_EQ(note.signatures()[0].signature.size(), 64U);
    EXPECT_OK(note.verify(spec_key()));
    EXPECT_EQ(note.to_string(), spec_note());
}

TEST(Note, EveryChangedByteOfTheTextIsNoticed) {
    const std::string good = spec_note();
    for (std::size_t i = 0; i < good.size(); ++i) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            std::string bad = good;
            bad[i] = static_cast<char>(static_cast<unsigned char>(bad[i]) ^ (1U << bit));
            const auto note = Note::parse(bad);
            if (!note) continue;
            EXPECT_FALSE(note->verify(spec_key())) << i << " " << bit;
        }
    }
}

TEST(Note, TheLastBlankLineSeparates) {
    const std::string text = "a\n\nb\n\n\n" + std::string(kSpecLine);
    ASSERT_OK_AND(const Note note, Note::parse(text));
    EXPECT_EQ(note.body(), "a\n\nb\n\n");
    EXPECT_EQ(note.to_string(), text);
    ASSERT_OK_AND(const Note blank, Note::parse("\n\n" + std::string(kSpecLine)));
    EXPECT_EQ(blank.body(), "\n");
}

TEST(Note, RefusesBrokenForms) {
    const std::string line(kSpecLine);
    const std::string note = spec_note();
    const std::string long_text = std::string(std::size_t{1} << 20, 'a') + "\n\n" + line;
    const std::string space = " ";
    for (const std::string& bad : std::vector<std::string>{
             std::string(),
             std::string("\n"),
             std::string("\n\n"),
             std::string(kSpecBody),
             std::string(kSpecBody) + "\n",
             std::string(kSpecBody) + line,
             "\n" + line,
             note.substr(0, note.size() - 1),
             note + "\n",
             note + "x",
             note + space,
             note + "x\n",
             note + "\n\n",
             "a\r\n\n" + line,
             "a\tb\n\n" + line,
             std::string("a\0b\n\n", 5) + line,
             "\xc3\n\n" + line,
             "a\n\n" + space + line,
             "a\n\n-" + line.substr(3),
             std::string("a\n\n\u2014 name\n"),
             std::string("a\n\n\u2014 name \n"),
             std::string("a\n\n\u2014  AAAAAAA=\n"),
             std::string("a\n\n\u2014 na+me AAAAAAA=\n"),
             std::string("a\n\n\u2014 na\u00a0me AAAAAAA=\n"),
             std::string("a\n\n\u2014 name AAAAAA==\n"),   // an id and no signature
             std::string("a\n\n\u2014 name AAAAAAB=\n"),   // bits left over
             std::string("a\n\n\u2014 name AAAAAAA\n"),    // no padding
             std::string("a\n\n\u2014 name  AAAAAAA=\n"),  // two spaces
             std::string("a\n\n\u2014 name AAAAAAA= \n"),  // a space behind
             std::string("a\n\n\u2014 name AAAAAAA= x\n"),
             long_text})
        EXPECT_CODE(Note::parse(bad), errors::kNoteMalformed) << bad.substr(0, 80);
    EXPECT_OK(Note::parse("a\n\n\u2014 name AAAAAAA=\n"));
}

TEST(Note, AtMostAHundredSignatures) {
    std::string text = "a\n\n";
    for (int i = 0; i < 100; ++i) text += kSpecLine;
    EXPECT_OK(Note::parse(text));
    EXPECT_CODE(Note::parse(text + std::string(kSpecLine)), errors::kNoteMalformed);
}

TEST(Note, UnknownSignaturesAreIgnoredAndKnownOnesMustAllBeGood) {
    Call call;
    const Party log = new_party("log.example");
    const Party witness = new_party("witness.example");
    const std::string body = "text\n";
    ASSERT_OK_AND(const std::string by_log, sign_note(body, "log.example", *log.signer, call));
    ASSERT_OK_AND(const std::string by_witness,
                  sign_note(body, "witness.example", *witness.signer, call));
    ASSERT_OK_AND(const std::string other, sign_note("other\n", "log.example", *log.signer, call));
    const std::string log_line = by_log.substr(body.size() + 1);
    const std::string witness_line = by_witness.substr(body.size() + 1);
    const std::string wrong_line = other.substr(std::string("other\n\n").size());
    const auto verify = [&](const std::string& lines, const VerifierKey& key) -> Result<void> {
        DEED_TRY(const Note note, Note::parse(body + "\n" + lines));
        return note.verify(key);
    };

    EXPECT_OK(verify(witness_line + log_line, log.key));
    EXPECT_OK(verify(witness_line + log_line, witness.key));
    EXPECT_OK(verify(log_line + log_line, log.key));
    EXPECT_CODE(verify(witness_line, log.key), errors::kSignatureMissing);
    EXPECT_CODE(verify(wrong_line, log.key), errors::kSignatureInvalid);
    EXPECT_CODE(verify(log_line + wrong_line, log.key), errors::kSignatureInvalid);
    EXPECT_CODE(verify(wrong_line + log_line, log.key), errors::kSignatureInvalid);

    // The same name or the same id alone is another key.
    ASSERT_OK_AND(const VerifierKey namesake,
                  VerifierKey::create("log.example", witness.signer->public_key()));
    EXPECT_CODE(verify(log_line, namesake), errors::kSignatureMissing);
    std::string renamed = log_line;
    renamed.replace(renamed.find("log."), 4, "lag.");
    EXPECT_CODE(verify(renamed, log.key), errors::kSignatureMissing);
    EXPECT_OK(verify(renamed + log_line, log.key));
}

TEST(Note, AShortSignatureUnderAKnownKeyIsInvalid) {
    const std::string line =
        "\u2014 example.com/foo " + base64_encode(Bytes{0x53, 0x0d, 0x90, 0x3a, 0x00}) + "\n";
    ASSERT_OK_AND(const Note note, Note::parse("a\n\n" + line));
    EXPECT_CODE(note.verify(spec_key()), errors::kSignatureInvalid);
}

TEST(Note, SigningRefusesWhatParsingWould) {
    Call call;
    const Party log = new_party("log.example");
    for (const std::string& bad : std::vector<std::string>{
             std::string(), std::string("a"), std::string("a\r\n"), std::string("a\x1f\n"),
             std::string("\xff\n"), std::string(std::size_t{1} << 20, 'a') + "\n"})
        EXPECT_CODE(sign_note(bad, "log.example", *log.signer, call), errors::kNoteMalformed);
    EXPECT_CODE(sign_note("a\n", "two words", *log.signer, call), errors::kVerifierKeyMalformed);
    const auto other = PrivateKey::into_signer(PrivateKey::generate(KeyType::secp256k1));
    EXPECT_CODE(sign_note("a\n", "log.example", *other, call), errors::kUnsupportedKey);

    for (const std::string& body :
         std::vector<std::string>{std::string("\n"), std::string("a\n\n"), "x\n\n" + spec_note()}) {
        ASSERT_OK_AND(const std::string text, sign_note(body, "log.example", *log.signer, call));
        ASSERT_OK_AND(const Note note, Note::parse(text));
        EXPECT_EQ(note.body(), body);
        EXPECT_OK(note.verify(log.key));
    }
}

}  // namespace
}  // namespace deed::tlog
