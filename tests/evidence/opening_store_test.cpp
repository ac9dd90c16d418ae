#include "evidence/opening_store.hpp"

#include "lib/io/errors.hpp"
#include "lib/store/database.hpp"
#include "lib/store/errors.hpp"
#include "tests/evidence/support.hpp"

namespace deed::evidence {
namespace {

using test::EvidenceTest;
using test::kPerson;
using test::must;
using test::open_bytes;
using test::open_json;

std::string name_of(const Opening& opening) { return hex_encode(opening.commitment().sha256); }

std::vector<std::string> names_of(const OpeningPage& page) {
    std::vector<std::string> names;
    for (const KeptOpening& kept : page.openings) names.push_back(name_of(kept.opening));
    return names;
}

class Openings : public EvidenceTest {
protected:
    std::filesystem::path index() const { return folder_ / "openings" / "openings.sqlite"; }
    Result<void> put(const Opening& opening) {
        return openings_.put(opening, log_.clock.now(), call_);
    }
    /// All files of the index, as anybody sees them who can read them.
    std::string all_bytes() const {
        std::string bytes;
        for (const auto& entry : std::filesystem::directory_iterator(folder_ / "openings"))
            bytes += deed::test::get(entry.path());
        return bytes;
    }
    std::unique_ptr<OpeningStore> reopened() {
        return std::make_unique<OpeningStore>(folder_ / "openings", *keys_);
    }
};

TEST_F(Openings, AreGivenBackAsTheyWerePut) {
    EXPECT_TRUE(must(openings_.list({}, call_)).openings.empty());
    EXPECT_FALSE(std::filesystem::exists(folder_ / "openings"));  // looking makes nothing
    const Opening bytes = open_bytes(did_, "hello");
    const Opening fields = open_json(did_, kPerson);
    ASSERT_OK(put(bytes));
    ASSERT_OK(put(fields));
    const auto store = reopened();
    for (const Opening& opening : {bytes, fields}) {
        ASSERT_OK_AND(const KeptOpening kept, store->get(name_of(opening), call_));
        EXPECT_EQ(kept.opening.to_json().to_string(), opening.to_json().to_string());
        EXPECT_EQ(kept.kept, log_.clock.now());
        EXPECT_FALSE(kept.place);
    }
    EXPECT_EQ(names_of(must(store->list({}, call_))),
              (std::vector{name_of(bytes), name_of(fields)}));
}

TEST_F(Openings, AreSealed) {
    const Opening opening = open_json(did_, kPerson);
    const Opening bytes = open_bytes(did_, "a document");
    ASSERT_OK(put(opening));
    ASSERT_OK(put(bytes));
    EXPECT_EQ(deed::test::mode_of(index()), 0600U);
    EXPECT_EQ(deed::test::mode_of(folder_ / "openings"), 0700U);
    const std::string file = all_bytes();
    const auto digest = std::get<DocumentDigest>(bytes.content()).digest;
    const auto commitment = bytes.commitment();
    for (const ByteView secret :
         {ByteView(opening.salt()), ByteView(bytes.salt()), ByteView(digest.sha256),
          ByteView(digest.sm3), ByteView(commitment.sha256), ByteView(commitment.sm3)}) {
        for (const std::string& form :
             {std::string(as_text(secret)), hex_encode(secret), base64_encode(secret)})
            EXPECT_EQ(file.find(form), std::string::npos);
        // Not as a number either: the first eight bytes.
        EXPECT_EQ(file.find(std::string(as_text(secret.first(8)))), std::string::npos);
    }
    for (const std::string& secret : {std::string("London"), did_.to_string()})
        EXPECT_EQ(file.find(secret), std::string::npos);
    EXPECT_GT(file.size(), opening.to_json().to_string().size());
}

TEST_F(Openings, MayBePutAgain) {
    const Opening opening = open_json(did_, kPerson);
    ASSERT_OK(put(opening));
    EXPECT_OK(put(opening));
    // What withholds fields must not stand for what opens them.
    EXPECT_CODE(put(must(opening.withholding({"/born"}))), errors::kOpeningDiffers);
    EXPECT_EQ(must(openings_.list({}, call_)).openings.size(), 1U);
}

TEST_F(Openings, AreNotFoundUnderOtherNames) {
    const Opening opening = open_bytes(did_, "hello");
    const std::string name = name_of(opening);
    EXPECT_CODE(openings_.get(name, call_), errors::kOpeningNotFound);
    ASSERT_OK(put(opening));
    for (const std::string& other :
         {std::string(), std::string("x"), std::string(64, 'g'), "../openings/" + name,
          name.substr(1), name + "0", name.substr(0, 63) + (name[63] == '0' ? "1" : "0")})
        EXPECT_CODE(openings_.get(other, call_), errors::kOpeningNotFound) << other;
}

TEST_F(Openings, NeedThePassphrase) {
    const Opening opening = open_bytes(did_, "hello");
    ASSERT_OK(put(opening));
    deed::test::GivenPassphrase wrong("not this one");
    const auto keys = crypto::open_key_store(folder_ / "keys", wrong, log_.clock);
    OpeningStore store(folder_ / "openings", *keys);
    EXPECT_CODE(store.get(name_of(opening), call_), crypto::errors::kWrongPassphrase);
    EXPECT_CODE(store.list({}, call_), crypto::errors::kWrongPassphrase);
    EXPECT_CODE(store.put(open_bytes(did_, "other"), log_.clock.now(), call_),
                crypto::errors::kWrongPassphrase);
}

TEST_F(Openings, OfAnotherKeyStoreAreToldApart) {
    ASSERT_OK(put(open_bytes(did_, "hello")));
    const auto keys = crypto::open_key_store(folder_ / "other", passphrase_, log_.clock);
    must(keys->generate("k", crypto::KeyType::ed25519, call_));
    OpeningStore store(folder_ / "openings", *keys);
    ASSERT_OK_AND(const OpeningPage page, store.list({}, call_));
    EXPECT_TRUE(page.openings.empty());
    EXPECT_EQ(page.unreadable, 1U);
}

TEST_F(Openings, AreDamagedByEveryChangedRow) {
    const Opening one = open_bytes(did_, "one");
    const Opening two = open_bytes(did_, "two");
    ASSERT_OK(put(one));
    ASSERT_OK(put(two));
    {
        const store::Options options{.application_id = 0x44654f70, .version = 1, .schema = ""};
        auto database = must(store::Database::open(index(), options));
        // The rows change places under their tokens; a row is cut; both are noticed.
        EXPECT_OK(
            database.run("UPDATE opening SET sealed = (SELECT sealed FROM opening WHERE id = 2) "
                         "WHERE id = 1"));
        EXPECT_OK(
            database.run("UPDATE opening SET sealed = substr(sealed, 1, length(sealed) - 1) "
                         "WHERE id = 2"));
    }
    const auto store = reopened();
    EXPECT_CODE(store->get(name_of(one), call_), errors::kOpeningDamaged);
    EXPECT_CODE(store->get(name_of(two), call_), errors::kOpeningDamaged);
    EXPECT_EQ(must(store->list({}, call_)).unreadable, 2U);
}

TEST_F(Openings, OfALaterFormatAreRefusedByName) {
    ASSERT_OK(put(open_bytes(did_, "one")));
    {
        const store::Options options{.application_id = 0x44654f70, .version = 1, .schema = ""};
        auto database = must(store::Database::open(index(), options));
        EXPECT_OK(database.set_version(2));
    }
    EXPECT_CODE(reopened()->list({}, call_), store::errors::kNewerFormat);
    EXPECT_CODE(reopened()->put(open_bytes(did_, "two"), log_.clock.now(), call_),
                store::errors::kNewerFormat);
}

TEST_F(Openings, MustBeInAPrivateFolder) {
    ASSERT_OK(put(open_bytes(did_, "one")));
    ASSERT_EQ(::chmod((folder_ / "openings").c_str(), 0777), 0);
    EXPECT_CODE(reopened()->list({}, call_), deed::errors::kLoosePermissions);
}

TEST_F(Openings, ComeInPages) {
    std::vector<std::string> names;
    for (int i = 0; i < 7; ++i) {
        const Opening opening = open_bytes(did_, std::to_string(i));
        ASSERT_OK(put(opening));
        names.push_back(name_of(opening));
    }
    std::vector<std::string> seen;
    PageRequest request{0, 3};
    std::vector<std::size_t> sizes;
    do {
        ASSERT_OK_AND(const OpeningPage page, openings_.list(request, call_));
        sizes.push_back(page.openings.size());
        for (std::string& name : names_of(page)) seen.push_back(std::move(name));
        request.after = page.next;
    } while (request.after != 0);
    EXPECT_EQ(seen, names);
    EXPECT_EQ(sizes, (std::vector<std::size_t>{3, 3, 1}));
}

TEST_F(Openings, MayBeLarge) {
    std::string text = "[\"\\u0000\"";
    for (int i = 1; i < 10'000; ++i) text += ",\"" + std::to_string(i) + "\"";
    const Opening opening = open_json(did_, text + "]");
    ASSERT_OK(put(opening));
    ASSERT_OK_AND(const KeptOpening kept, openings_.get(name_of(opening), call_));
    EXPECT_EQ(kept.opening.commitment(), opening.commitment());
}

/// Files as an earlier version kept them, made by their format: specs/evidence-index.md section 5.
class OpeningFiles : public Openings {
protected:
    std::filesystem::path put_file(const Opening& opening, const Opening& content) {
        const std::string name = name_of(opening);
        EXPECT_OK(create_private_directories(folder_ / "openings"));
        const auto file = folder_ / "openings" / (name + ".opening");
        const Bytes sealed = must(
            keys_->seal("deed/opening/v1:" + name, as_bytes(content.to_json().to_string()), call_));
        deed::test::put_private(file, as_text(sealed));
        return file;
    }
};

TEST_F(OpeningFiles, AreReadAndImportedWithTheFirstThingKept) {
    const Opening old = open_bytes(did_, "old");
    const Opening fields = open_json(did_, kPerson);
    const auto file = put_file(old, old);
    const auto second = put_file(fields, fields);
    EXPECT_EQ(must(openings_.get(name_of(old), call_)).opening.to_json(), old.to_json());
    EXPECT_EQ(must(openings_.list({}, call_)).openings.size(), 2U);
    OpeningQuery query;
    query.sha256 = std::get<DocumentDigest>(old.content()).digest.sha256;
    EXPECT_EQ(must(openings_.find(query, {}, call_)).openings.size(), 1U);
    EXPECT_FALSE(std::filesystem::exists(index()));

    const Opening next = open_bytes(did_, "new");
    ASSERT_OK(put(next));
    EXPECT_FALSE(std::filesystem::exists(file));
    EXPECT_FALSE(std::filesystem::exists(second));
    const auto store = reopened();
    EXPECT_EQ(must(store->list({}, call_)).openings.size(), 3U);
    EXPECT_EQ(must(store->find(query, {}, call_)).openings.size(), 1U);
    ASSERT_OK_AND(const KeptOpening kept, store->get(name_of(fields), call_));
    EXPECT_EQ(kept.opening.to_json().to_string(), fields.to_json().to_string());
}

/// Written by Deed 0.1, passphrase "golden horse": one document of bytes, and one of fields.
TEST(GoldenOpenings, AreReadAndImported) {
    const std::filesystem::path golden(DEED_EVIDENCE_DATA_DIR "/v0");
    const deed::test::TempDir folder;
    for (const char* name : {"keys", "openings"})
        EXPECT_OK(create_private_directories(folder / name));
    deed::test::put_private(folder / "keys/master.json", deed::test::get(golden / "master.json"));
    for (const auto& file : std::filesystem::directory_iterator(golden / "openings"))
        deed::test::put_private(folder / "openings" / file.path().filename(),
                                deed::test::get(file.path()));
    const FixedClock clock(did::test::time_of("2026-01-02T03:04:05Z"));
    deed::test::GivenPassphrase passphrase("golden horse");
    const auto keys = crypto::open_key_store(folder / "keys", passphrase, clock);
    Call call;
    const std::string bytes = "a2434cf44f550467ff95572fa59330e208c832d1224ab5c19b405aebd5e660ea";
    const std::string fields = "c20e1e73cb955af28b25351a699c24c30ec7fdabcf185fad775f3e4f057242af";
    for (const bool imported : {false, true}) {
        OpeningStore store(folder / "openings", *keys);
        ASSERT_OK_AND(const OpeningPage page, store.list({}, call));
        EXPECT_EQ(names_of(page), (std::vector{bytes, fields}));
        const auto digest = digest_of(as_bytes(deed::test::get(golden / "golden.txt")));
        ASSERT_OK_AND(const KeptOpening kept, store.get(bytes, call));
        EXPECT_EQ(kept.document, digest);
        ASSERT_OK_AND(const KeptOpening other, store.get(fields, call));
        EXPECT_EQ(std::get<ShownField>(std::get<1>(other.opening.content())[1]).value.to_string(),
                  "\"Ada\"");
        if (!imported) ASSERT_OK(store.put(kept.opening, clock.now(), call));
    }
    EXPECT_TRUE(std::filesystem::exists(folder / "openings/openings.sqlite"));
    for (const std::string& name : {bytes, fields})
        EXPECT_FALSE(std::filesystem::exists(folder / "openings" / (name + ".opening")));
}

TEST_F(OpeningFiles, AreOneWithWhatWasImportedBeforeACrash) {
    const Opening old = open_bytes(did_, "old");
    put_file(old, old);
    ASSERT_OK(put(open_bytes(did_, "new")));
    const auto file = put_file(old, old);  // as if it had not been removed
    EXPECT_EQ(must(openings_.list({}, call_)).openings.size(), 2U);
    ASSERT_OK(put(open_bytes(did_, "newer")));
    EXPECT_FALSE(std::filesystem::exists(file));
    EXPECT_EQ(must(openings_.list({}, call_)).openings.size(), 3U);
}

TEST_F(OpeningFiles, StayWhereTheyAreWhenTheyDoNotOpen) {
    const Opening one = open_bytes(did_, "one");
    const Opening two = open_bytes(did_, "two");
    const auto wrong = put_file(one, two);
    const auto cut = put_file(two, two);
    const std::string whole = deed::test::get(cut);
    deed::test::put_private(cut, whole.substr(0, whole.size() - 1));
    EXPECT_CODE(openings_.get(name_of(one), call_), errors::kOpeningDamaged);
    EXPECT_CODE(openings_.get(name_of(two), call_), errors::kOpeningDamaged);
    ASSERT_OK(put(open_bytes(did_, "new")));
    EXPECT_TRUE(std::filesystem::exists(wrong));
    EXPECT_TRUE(std::filesystem::exists(cut));
    ASSERT_OK_AND(const OpeningPage page, openings_.list({}, call_));
    EXPECT_EQ(page.openings.size(), 1U);
    EXPECT_EQ(page.unreadable, 2U);
    ASSERT_EQ(::chmod(wrong.c_str(), 0644), 0);
    EXPECT_CODE(openings_.get(name_of(one), call_), deed::errors::kLoosePermissions);
}

}  // namespace
}  // namespace deed::evidence
