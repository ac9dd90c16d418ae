#include "evidence/opening_store.hpp"

#include "lib/io/errors.hpp"
#include "tests/evidence/support.hpp"

namespace deed::evidence {
namespace {

using test::EvidenceTest;
using test::kPerson;
using test::must;
using test::open_bytes;
using test::open_json;

std::string name_of(const Opening& opening) {
    return hex_encode(opening.commitment().sha256);
}

class Openings : public EvidenceTest {
protected:
    std::filesystem::path file_of(const Opening& opening) const {
        return folder_ / "openings" / (name_of(opening) + ".opening");
    }
};

TEST_F(Openings, AreGivenBackAsTheyWerePut) {
    EXPECT_EQ(must(openings_.list()), std::vector<std::string>{});
    const Opening bytes = open_bytes(did_, "hello");
    const Opening fields = open_json(did_, kPerson);
    ASSERT_OK(openings_.put(bytes, call_));
    ASSERT_OK(openings_.put(fields, call_));
    for (const Opening& opening : {bytes, fields}) {
        ASSERT_OK_AND(const Opening kept, openings_.get(name_of(opening), call_));
        EXPECT_EQ(kept.to_json().to_string(), opening.to_json().to_string());
    }
    deed::test::put_private(folder_ / "openings" / "notes.opening", "");
    deed::test::put_private(folder_ / "openings" / (std::string(64, 'a') + ".txt"), "");
    std::vector<std::string> names{name_of(bytes), name_of(fields)};
    std::ranges::sort(names);
    EXPECT_EQ(must(openings_.list()), names);
}

TEST_F(Openings, AreSealed) {
    const Opening opening = open_json(did_, kPerson);
    ASSERT_OK(openings_.put(opening, call_));
    EXPECT_EQ(deed::test::mode_of(file_of(opening)), 0600U);
    EXPECT_EQ(deed::test::mode_of(folder_ / "openings"), 0700U);
    const std::string file = deed::test::get(file_of(opening));
    const std::string plain = opening.to_json().to_string();
    ASSERT_GT(file.size(), plain.size());
    for (const std::string& secret :
         {std::string(as_text(opening.salt())), base64_encode(opening.salt()),
          hex_encode(opening.salt()), std::string("London"), did_.to_string()})
        EXPECT_EQ(file.find(secret), std::string::npos);
    EXPECT_NE(plain.find(base64_encode(opening.salt())), std::string::npos);
}

TEST_F(Openings, MayBePutAgain) {
    const Opening opening = open_json(did_, kPerson);
    ASSERT_OK(openings_.put(opening, call_));
    const std::string file = deed::test::get(file_of(opening));
    EXPECT_OK(openings_.put(opening, call_));
    EXPECT_EQ(deed::test::get(file_of(opening)), file);

    // What withholds fields must not stand for what opens them.
    EXPECT_CODE(openings_.put(must(opening.withholding({"/born"})), call_),
                errors::kOpeningDiffers);
    EXPECT_EQ(deed::test::get(file_of(opening)), file);
}

TEST_F(Openings, AreNotFoundUnderOtherNames) {
    const Opening opening = open_bytes(did_, "hello");
    const std::string name = name_of(opening);
    EXPECT_CODE(openings_.get(name, call_), errors::kOpeningNotFound);
    ASSERT_OK(openings_.put(opening, call_));
    std::string upper = name;
    std::ranges::transform(upper, upper.begin(), [](char c) { return c == 'a' ? 'A' : c; });
    for (const std::string& other :
         {std::string(), std::string("x"), std::string(64, 'g'), "../openings/" + name,
          name.substr(1), name + "0", name.substr(0, 63) + (name[63] == '0' ? "1" : "0")})
        EXPECT_CODE(openings_.get(other, call_), errors::kOpeningNotFound) << other;
    if (upper != name) {
        EXPECT_CODE(openings_.get(upper, call_), errors::kOpeningNotFound);
    }
}

TEST_F(Openings, NeedThePassphrase) {
    const Opening opening = open_bytes(did_, "hello");
    ASSERT_OK(openings_.put(opening, call_));
    deed::test::GivenPassphrase wrong("not this one");
    const auto keys = crypto::open_key_store(folder_ / "keys", wrong, log_.clock);
    OpeningStore store(folder_ / "openings", *keys);
    EXPECT_CODE(store.get(name_of(opening), call_), crypto::errors::kWrongPassphrase);
    EXPECT_CODE(store.put(open_bytes(did_, "other"), call_), crypto::errors::kWrongPassphrase);
    EXPECT_EQ(must(store.list()), std::vector<std::string>{name_of(opening)});
}

TEST_F(Openings, AreDamagedByEveryFlippedByteAndEveryCut) {
    const Opening opening = open_bytes(did_, "hello");
    ASSERT_OK(openings_.put(opening, call_));
    const std::string file = deed::test::get(file_of(opening));
    for (std::size_t i = 0; i < file.size(); ++i) {
        std::string flipped = file;
        flipped[i] = static_cast<char>(flipped[i] ^ 0x01);
        deed::test::put_private(file_of(opening), flipped);
        EXPECT_CODE(openings_.get(name_of(opening), call_), errors::kOpeningDamaged) << i;
    }
    for (std::size_t size = 0; size < file.size(); size += 17) {
        deed::test::put_private(file_of(opening), file.substr(0, size));
        EXPECT_CODE(openings_.get(name_of(opening), call_), errors::kOpeningDamaged) << size;
    }
    // The first byte is the version.
    deed::test::put_private(file_of(opening), "\x02" + file.substr(1));
    EXPECT_CODE(openings_.get(name_of(opening), call_), crypto::errors::kNewerKeyStore);
    EXPECT_CODE(openings_.put(opening, call_), crypto::errors::kNewerKeyStore);
    deed::test::put_private(file_of(opening), file);
    EXPECT_OK(openings_.get(name_of(opening), call_));
}

TEST_F(Openings, AreBoundToTheirNames) {
    const Opening one = open_bytes(did_, "one");
    const Opening two = open_bytes(did_, "two");
    ASSERT_OK(openings_.put(one, call_));
    std::filesystem::copy(file_of(one), file_of(two));
    EXPECT_CODE(openings_.get(name_of(two), call_), errors::kOpeningDamaged);

    // Even if the owner's own key store sealed it for that name.
    const std::string context = "deed/opening/v1:" + name_of(two);
    for (const std::string& text :
         {one.to_json().to_string(), std::string("{}"), std::string("not JSON")}) {
        const Bytes sealed = must(keys_->seal(context, as_bytes(text), call_));
        deed::test::put_private(file_of(two), as_text(sealed));
        EXPECT_CODE(openings_.get(name_of(two), call_), errors::kOpeningDamaged) << text;
    }
    const Bytes right = must(keys_->seal(context, as_bytes(two.to_json().to_string()), call_));
    deed::test::put_private(file_of(two), as_text(right));
    EXPECT_OK(openings_.get(name_of(two), call_));
}

TEST_F(Openings, MustBePrivateFiles) {
    const Opening opening = open_bytes(did_, "hello");
    ASSERT_OK(openings_.put(opening, call_));
    ASSERT_EQ(::chmod(file_of(opening).c_str(), 0644), 0);
    EXPECT_CODE(openings_.get(name_of(opening), call_), deed::errors::kLoosePermissions);
}

TEST_F(Openings, MayBeLarge) {
    std::string text = "[\"\\u0000\"";
    for (int i = 1; i < 10'000; ++i) text += ",\"" + std::to_string(i) + "\"";
    const Opening opening = open_json(did_, text + "]");
    ASSERT_OK(openings_.put(opening, call_));
    ASSERT_OK_AND(const Opening kept, openings_.get(name_of(opening), call_));
    EXPECT_EQ(kept.commitment(), opening.commitment());
}

}  // namespace
}  // namespace deed::evidence
