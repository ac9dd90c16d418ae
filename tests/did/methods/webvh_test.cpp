#include "did/methods/webvh.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "did/errors.hpp"
#include "did/methods/webvh_entry.hpp"
#include "did/methods/webvh_errors.hpp"
#include "did/methods/webvh_id.hpp"
#include "did/methods/webvh_witness.hpp"
#include "did/methods/webvh_writer.hpp"
#include "lib/encoding/utf8.hpp"
#include "lib/io/file.hpp"
#include "lib/json/jcs.hpp"
#include "tests/did/methods/web_support.hpp"
#include "tests/support/signers.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed::did {
namespace {

using deed::test::must;

const Timestamp kNow = Timestamp::parse_rfc3339("2026-06-01T12:00:00Z").value();

/// Logs by tests/support/webvh_peer.py, an implementation of its own.
class Peer {
public:
    Peer() {
        const std::string command =
            "python3 " DEED_TEST_SERVERS "/webvh_peer.py make " + folder_.path().string();
        if (std::system(command.c_str()) != 0) throw std::runtime_error("webvh_peer.py failed");
        cases_.emplace(must(json::Document::parse(read("cases.json"))));
    }
    json::Value cases() const { return cases_->root(); }
    Bytes read(const std::string& name) const {
        return must(read_file(folder_ / name, kMaxWebvhLog));
    }
    std::optional<Bytes> witness_file(const std::string& name) const {
        const auto file = folder_ / (name + ".witness.json");
        if (!std::filesystem::exists(file)) return std::nullopt;
        return must(read_file(file, kMaxWebvhWitnessFile));
    }
    Result<WebvhLog> log(const std::string& name) const {
        Call call;
        return read_webvh(read(name + ".jsonl"), witness_file(name), kNow, call);
    }
    const deed::test::TempDir& folder() const { return folder_; }

private:
    deed::test::TempDir folder_;
    std::optional<json::Document> cases_;
};

const Peer& peer() {
    static const Peer kPeer;
    return kPeer;
}

// The example of did:webvh 1.0, "Generate Entry Hash"; its SCID fits as well.
TEST(WebvhEntry, HashesAsTheSpecificationDoes) {
    const auto entry = must(json::Document::parse(
        R"({"versionId": "QmdmPkUdYzbr9txmx8gM2rsHPgr5L6m3gHjJGAf4vUFoGE",)"
        R"( "versionTime": "2025-04-01T17:39:50Z", "parameters": {"witness": {"threshold": 2,)"
        R"( "witnesses": [{"id": "did:key:z6Mkkc51mg2vpQzKWAbWQZupeGYhowaBjYkmvcKMTqteqHB4",)"
        R"( "weight": 1}, {"id": "did:key:z6MkuDdJdKLCgwZuQuEi9xG6LVgJJ9Tebr74CXPYPSumqgJs",)"
        R"( "weight": 1}, {"id": "did:key:z6MkoSWmQyp4fTk4ZQy4KUsss9dFX51XfEUzKKKj1J1JUsrF",)"
        R"( "weight": 1}]}, "updateKeys": ["z6MkgzBDcBFV3sk4ypPE5YXMZHmS213A3HpYY2LmcVKV15jr"],)"
        R"( "nextKeyHashes": ["QmZreDcjvWEpyRFznQeExWNCsvMLk5i59AcRJJuQC8UodJ"],)"
        R"( "method": "did:webvh:0.5", "scid": "QmdmPkUdYzbr9txmx8gM2rsHPgr5L6m3gHjJGAf4vUFoGE"},)"
        R"( "state": {"@context": ["https://www.w3.org/ns/did/v1"], "id":)"
        R"( "did:webvh:QmdmPkUdYzbr9txmx8gM2rsHPgr5L6m3gHjJGAf4vUFoGE:domain.example"}})"));
    const std::string scid = "QmdmPkUdYzbr9txmx8gM2rsHPgr5L6m3gHjJGAf4vUFoGE";
    EXPECT_EQ(detail::entry_hash(entry.root(), scid),
              "QmQ6FJ4fk2xheSSQoEjVpTgx9AQPKhJgtR9hn1nr4EeCrZ");
    EXPECT_EQ(must(detail::scid_of(entry.root(), scid)), scid);
    EXPECT_TRUE(detail::is_sha256_multihash(scid));
    EXPECT_FALSE(detail::is_sha256_multihash(scid.substr(1)));
    EXPECT_FALSE(detail::is_sha256_multihash("z" + scid.substr(1)));
}

TEST(WebvhEntry, ReplacesEveryMention) {
    EXPECT_EQ(detail::replaced("abcab", "ab", "xyz"), "xyzcxyz");
    EXPECT_EQ(detail::replaced("aaa", "a", "aa"), "aaaaaa");
    EXPECT_EQ(detail::replaced("abc", "x", "y"), "abc");
    EXPECT_EQ(detail::replaced("", "x", "y"), "");
}

// A first entry may be as large as a JSON text, and name its SCID wherever it likes.
TEST(WebvhEntry, AnEntryFullOfItsScidIsHashedInTimeThatGrowsWithItsSize) {
    const std::string scid = "QmdmPkUdYzbr9txmx8gM2rsHPgr5L6m3gHjJGAf4vUFoGE";
    std::string text;
    constexpr std::size_t kSize = std::size_t{4} << 20;
    while (text.size() + scid.size() < kSize) text += scid;
    const auto start = std::chrono::steady_clock::now();
    const std::string blank = detail::replaced(text, scid, detail::kScidPlaceholder);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
    EXPECT_EQ(blank.size(), text.size() / scid.size() * detail::kScidPlaceholder.size());
}

TEST(WebvhId, IsReadByTheGrammar) {
    const std::string scid = "QmdmPkUdYzbr9txmx8gM2rsHPgr5L6m3gHjJGAf4vUFoGE";
    const auto read = [&](const std::string& rest) {
        return parse_webvh(Did::parse("did:webvh:" + rest).value());
    };
    // "The DID to HTTPS Transformation", its examples.
    EXPECT_EQ(must(read(scid + ":example.com")).log_url(),
              "https://example.com/.well-known/did.jsonl");
    EXPECT_EQ(must(read(scid + ":example.com%3A3000:dids:issuer")).witness_url(),
              "https://example.com:3000/dids/issuer/did-witness.json");
    for (const std::string& rest :
         {scid, scid.substr(1) + ":example.com", std::string("x:example.com"), scid + ":localhost",
          scid + ":127.0.0.1"})
        EXPECT_CODE(read(rest), errors::kMalformed) << rest;
    EXPECT_CODE(parse_webvh(Did::parse("did:web:example.com").value()), errors::kMethodUnsupported);
}

TEST(WebvhLog, JudgesTheLogsOfAnotherImplementation) {
    std::size_t good = 0;
    std::size_t bad = 0;
    for (const auto& [text, expected] : peer().cases().object()) {
        const std::string name(text);
        SCOPED_TRACE(name);
        const auto log = peer().log(name);
        const auto count = static_cast<std::size_t>(*expected.find("good")->integer());
        const auto code = expected.find("code")->string_if();
        code ? ++bad : ++good;
        if (count == 0) {
            ASSERT_FALSE(log.has_value());
            EXPECT_EQ(log.error().code().name, *code) << log.error().to_string();
            continue;
        }
        ASSERT_TRUE(log.has_value()) << log.error().to_string();
        EXPECT_EQ(log->entries().size(), count);
        if (log->fault()) {
            EXPECT_EQ(log->fault()->code().name, code.value_or("none"))
                << log->fault()->to_string();
        } else {
            EXPECT_FALSE(code.has_value());
        }
        std::size_t i = 0;
        for (const json::Value id : expected.find("versions")->array())
            EXPECT_EQ(log->entries().at(i++).version_id, id.string());
        EXPECT_EQ(log->scid(), expected.find("scid")->string());
    }
    EXPECT_EQ(good, 14U);
    EXPECT_EQ(bad, 80U);
}

Did did_of_case(const std::string& name) {
    return Did::parse(peer().cases().find(name)->find("did")->string()).value();
}

TEST(ResolveWebvh, GivesVersionsByIdNumberAndTime) {
    const WebvhLog log = must(peer().log("updated"));
    const Did did = did_of_case("updated");
    ASSERT_OK_AND(const Resolution last, resolve_webvh(log, did, {}));
    EXPECT_EQ(last.metadata.version_id, log.entries()[2].version_id);
    EXPECT_EQ(to_resolution_result(last).root().find("didDocumentMetadata")->find("ttl")->string(),
              "60");
    EXPECT_EQ(json::to_string(
                  *to_resolution_result(last).root().find("didDocumentMetadata")->find("watchers")),
              R"(["https://watch.example"])");
    ASSERT_OK_AND(const Resolution first, resolve_webvh(log, did, {.version_number = 1}));
    EXPECT_EQ(first.metadata.version_id, log.entries()[0].version_id);
    EXPECT_EQ(first.metadata.next_version_id, log.entries()[1].version_id);
    ASSERT_OK_AND(const Resolution named,
                  resolve_webvh(log, did, {.version_id = log.entries()[1].version_id}));
    EXPECT_EQ(named.metadata.updated, log.entries()[1].version_time);
    ASSERT_OK_AND(const Resolution timed,
                  resolve_webvh(log, did, {.version_time = log.entries()[1].version_time}));
    EXPECT_EQ(timed.metadata.version_id, log.entries()[1].version_id);
    EXPECT_CODE(resolve_webvh(log, did, {.version_number = 4}), errors::kNoSuchVersion);
    EXPECT_CODE(resolve_webvh(log, did, {.version_id = "1-x"}), errors::kNoSuchVersion);
    EXPECT_CODE(resolve_webvh(log, did, {.version_time = Timestamp::from_unix_seconds(0).value()}),
                errors::kNoSuchVersion);
    EXPECT_CODE(resolve_webvh(log, did, {.version_id = "1-x", .version_number = 1}),
                errors::kVersionOptions);
    EXPECT_CODE(resolve_webvh(log, did_of_case("moved"), {}), errors::kWebvhOtherDid);
}

// "return the corresponding DIDDoc version … even if later entries in the log are invalid".
TEST(ResolveWebvh, AnswersForGoodVersionsOfALogWithAFault) {
    const WebvhLog log = must(peer().log("old_key"));
    const Did did = did_of_case("old_key");
    EXPECT_CODE(resolve_webvh(log, did, {}), errors::kWebvhUnauthorized);
    EXPECT_OK(resolve_webvh(log, did, {.version_number = 2}));
    EXPECT_CODE(resolve_webvh(log, did, {.version_number = 3}), errors::kWebvhUnauthorized);
    EXPECT_OK(resolve_webvh(log, did, {.version_time = log.entries()[0].version_time}));
    EXPECT_CODE(resolve_webvh(log, did, {.version_time = log.entries()[1].version_time}),
                errors::kWebvhUnauthorized);
    EXPECT_CODE(webvh_history(log, did), errors::kWebvhUnauthorized);
}

TEST(ResolveWebvh, ADeactivatedDidKeepsItsEarlierVersions) {
    const WebvhLog log = must(peer().log("deactivated"));
    const Did did = did_of_case("deactivated");
    ASSERT_OK_AND(const Resolution last, resolve_webvh(log, did, {}));
    EXPECT_TRUE(last.metadata.deactivated);
    ASSERT_OK_AND(const Resolution earlier, resolve_webvh(log, did, {.version_number = 2}));
    EXPECT_FALSE(earlier.metadata.deactivated);
    const json::Document result = to_resolution_result(earlier);
    EXPECT_TRUE(result.root().find("didDocument")->is_object());
    EXPECT_TRUE(result.root().find("didDocumentMetadata")->find("deactivated")->boolean());
    ASSERT_OK_AND(const History history, webvh_history(log, did));
    ASSERT_EQ(history.versions.size(), 3U);
    EXPECT_EQ(history.versions[0].kind, Version::Kind::created);
    EXPECT_EQ(history.versions[1].kind, Version::Kind::updated);
    EXPECT_EQ(history.versions[2].kind, Version::Kind::deactivated);
    EXPECT_FALSE(history.versions[2].document.has_value());
}

TEST(ResolveWebvh, FollowsAMove) {
    const WebvhLog log = must(peer().log("moved"));
    const Did old = did_of_case("moved");
    const Did moved = log.entries().back().did;
    EXPECT_NE(old, moved);
    ASSERT_OK_AND(const Resolution resolution, resolve_webvh(log, old, {}));
    EXPECT_EQ(resolution.metadata.canonical_id, moved.to_string());
    EXPECT_EQ(resolution.document.id(), moved);
    ASSERT_OK_AND(const Resolution itself, resolve_webvh(log, moved, {}));
    EXPECT_FALSE(itself.metadata.canonical_id.has_value());
    EXPECT_EQ(itself.implicit_services.at("files"), "https://other.localhost/");
    EXPECT_EQ(itself.implicit_services.at("whois"), "https://other.localhost/whois.vp");
    EXPECT_EQ(must(webvh_history(log, moved)).versions.back().kind, Version::Kind::moved);
    EXPECT_EQ(
        must(webvh_history(must(peer().log("rotated")), did_of_case("rotated"))).versions[1].kind,
        Version::Kind::rotated);
}

class Fetched : public ::testing::Test {
protected:
    void publish(const std::string& name) {
        const WebvhId id = must(parse_webvh(did_of_case(name)));
        web_.files[id.log_url()] = std::string(as_text(peer().read(name + ".jsonl")));
        web_.files.erase(id.witness_url());
        if (const auto file = peer().witness_file(name))
            web_.files[id.witness_url()] = std::string(as_text(*file));
    }
    test::Web web_;
    FixedClock clock_{kNow};
    WebvhResolver resolver_{web_.source(), clock_};
    Call call_;
};

TEST_F(Fetched, FetchesTheWitnessesOnlyWhereTheLogHasSome) {
    publish("updated");
    EXPECT_OK(resolver_.resolve(did_of_case("updated"), call_));
    EXPECT_EQ(web_.asked.size(), 1U);
    publish("witnessed");
    EXPECT_OK(resolver_.resolve(did_of_case("witnessed"), call_));
    EXPECT_EQ(web_.asked.size(), 3U);
    EXPECT_TRUE(web_.asked.back().ends_with("/issuer/did-witness.json"));
    EXPECT_OK(resolver_.history(did_of_case("witnessed"), call_));
    web_.files.erase(must(parse_webvh(did_of_case("witnessed"))).witness_url());
    EXPECT_CODE(resolver_.resolve(did_of_case("witnessed"), call_), errors::kWebvhNotWitnessed);
}

TEST_F(Fetched, RefusesTheLogOfAnotherDid) {
    publish("updated");
    const WebvhId id = must(parse_webvh(did_of_case("moved")));
    const Did other = did_of_case("moved");
    EXPECT_NE(other, did_of_case("updated"));
    EXPECT_CODE(resolver_.resolve(other, call_), errors::kWebvhScid);
    web_.files.clear();
    EXPECT_CODE(resolver_.resolve(other, call_), errors::kNotFound);
    web_.type = "text/html";
    web_.files[id.log_url()] = "<html>";
    EXPECT_EQ(resolver_.resolve(other, call_).error().code().name, "did_web.media_type");
}

// The web may say anything, and what is cut must not be cut within a character.
TEST_F(Fetched, TellsInUtf8WhatItRefuses) {
    publish("updated");
    const auto text_of = [&](const std::string& log) {
        const auto refused = WebvhLog::verify(as_bytes(log), kNow, call_);
        EXPECT_FALSE(refused.has_value());
        return refused ? "" : refused.error().to_string();
    };
    std::string wide;
    for (int i = 0; i < 60; ++i) wide += "\u00e9";
    const std::string head = R"({"versionId":"1-Qm","proof":[{}],"state":{},)";
    for (const std::string& rest :
         {R"("versionTime":"a)" + wide + R"(","parameters":{}})",
          R"("versionTime":"2026-01-01T00:00:00Z","parameters":{"method":")" + wide + R"("}})",
          R"("versionTime":"2026-01-01T00:00:00Z","parameters":{"method":"did:webvh:1.0","a)" +
              wide + R"(":1}})"}) {
        const std::string text = text_of(head + rest);
        EXPECT_TRUE(is_utf8(as_bytes(text))) << text;
        EXPECT_NE(text.find("\u00e9"), std::string::npos) << text;
        EXPECT_LT(text.size(), 400U);
    }
    // What comes behind sound parameters: a versionId, and keys that would sign.
    const std::string published(as_text(peer().read("updated.jsonl")));
    const json::Document first =
        must(json::Document::parse(published.substr(0, published.find('\n'))));
    for (const auto& [pointer, value] :
         {std::pair{"/versionId", "\"1-a" + wide + "\""},
          std::pair{"/parameters/updateKeys", "[\"z" + wide + "\"]"},
          std::pair{"/proof/0/verificationMethod", "\"did:key:z" + wide + "#z" + wide + "\""}}) {
        const std::string text = text_of(
            must(first.with(pointer, must(json::Document::parse(value)).root())).to_string());
        EXPECT_TRUE(is_utf8(as_bytes(text))) << text;
        EXPECT_NE(text.find("\u00e9"), std::string::npos) << text;
        EXPECT_LT(text.size(), 400U);
    }
    web_.type = "text/x\xff";
    const std::array<std::string_view, 1> types{"application/json"};
    const auto refused =
        fetch_published({web_.files.begin()->first, "*/*", types, 1'000}, web_.source(), call_);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code().name, "did_web.media_type");
    EXPECT_TRUE(is_utf8(as_bytes(refused.error().to_string())));
}

TEST_F(Fetched, NoticesALogThatWasRolledBack) {
    publish("updated");
    const Did did = did_of_case("updated");
    EXPECT_OK(resolver_.resolve(did, call_));
    std::string& log = web_.files.begin()->second;
    const std::string whole = log;
    log = log.substr(0, log.find('\n') + 1);
    EXPECT_CODE(resolver_.resolve(did, call_), errors::kWebvhRolledBack);
    log = whole;
    EXPECT_OK(resolver_.resolve(did, call_));
}

// ---- Writing; what is written is checked by the other implementation too.

class Written : public ::testing::Test {
protected:
    void create(WebvhCreation creation = {}) {
        creation.place = "did.localhost:issuer";
        creation.keys = {{assertion_.public_key(),
                          {Relationship::assertion_method, Relationship::authentication}}};
        first_ =
            crypto::PrivateKey::into_signer(crypto::PrivateKey::generate(crypto::KeyType::ed25519));
        auto created = create_webvh(creation, *first_, kNow, call_);
        ASSERT_OK(created);
        text_ = std::move(created).value();
    }
    Result<void> extend(const WebvhChange& change, crypto::Signer& signer) {
        DEED_TRY(text_, extend_webvh(as_bytes(text_->log), change, signer, kNow, call_));
        return {};
    }
    WebvhLog log() { return must(WebvhLog::verify(as_bytes(text_->log), kNow, call_)); }
    /// What the other implementation says: number of versions, and the DID.
    std::string judged(const std::string& witness_file = "") {
        std::ofstream(folder_ / "did.jsonl", std::ios::binary) << text_->log;
        std::string command = "python3 " DEED_TEST_SERVERS "/webvh_peer.py verify " +
                              (folder_ / "did.jsonl").string();
        if (!witness_file.empty()) {
            std::ofstream(folder_ / "did-witness.json", std::ios::binary) << witness_file;
            command += " " + (folder_ / "did-witness.json").string();
        }
        FILE* pipe = ::popen(command.c_str(), "r");
        std::array<char, 512> line{};
        const char* read = std::fgets(line.data(), line.size(), pipe);
        EXPECT_EQ(::pclose(pipe), 0);
        std::string said(read == nullptr ? "" : read);
        return said.empty() ? said : said.substr(0, said.size() - 1);
    }
    static std::unique_ptr<crypto::Signer> new_key() {
        return crypto::PrivateKey::into_signer(
            crypto::PrivateKey::generate(crypto::KeyType::ed25519));
    }
    static json::Document with_alias(const json::Document& document, const std::string& alias) {
        return must(document.with("/alsoKnownAs",
                                  must(json::Document::parse("[\"" + alias + "\"]")).root()));
    }

    crypto::PrivateKey assertion_ = crypto::PrivateKey::generate(crypto::KeyType::ed25519);
    std::unique_ptr<crypto::Signer> first_;
    std::optional<WebvhText> text_;
    deed::test::TempDir folder_;
    Call call_;
};

TEST_F(Written, ALifeIsGoodForBothImplementations) {
    create({.portable = true, .also_web = true});
    const Did old = text_->did;
    EXPECT_EQ(judged(), "1 " + old.to_string());
    EXPECT_EQ(log().entries()[0].state.root().find("alsoKnownAs")->array()[0].string(),
              "did:web:did.localhost:issuer");

    const json::Document changed =
        with_alias(log().entries().back().state, "https://issuer.example/");
    ASSERT_OK(extend({.document = changed}, *first_));
    EXPECT_EQ(log().entries().back().state, changed);

    const auto second = new_key();
    ASSERT_OK(extend({.update_keys = std::vector{second->public_key()}}, *first_));
    EXPECT_CODE(extend({.update_keys = std::vector{second->public_key()}}, *first_),
                errors::kWebvhUnauthorized);

    ASSERT_OK(extend({.place = "other.localhost%3A8443"}, *second));
    EXPECT_EQ(text_->did.to_string(), "did:webvh:" + log().scid() + ":other.localhost%3A8443");
    ASSERT_OK_AND(const Resolution moved, resolve_webvh(log(), text_->did, {}));
    const auto& method = moved.document.verification_methods().front();
    EXPECT_EQ(method.id, text_->did.to_string() + "#" + assertion_.public_key().to_multikey());
    EXPECT_EQ(method.controller, text_->did.to_string());
    EXPECT_EQ(judged(), "4 " + text_->did.to_string());
    EXPECT_CODE(extend({.place = "other.localhost%3A8443"}, *second), errors::kNoChange);

    ASSERT_OK(extend({.deactivate = true}, *second));
    EXPECT_EQ(judged(), "5 " + text_->did.to_string());
    EXPECT_TRUE(log().entries().back().parameters.update_keys->empty());
    EXPECT_CODE(extend({.deactivate = true}, *second), errors::kWebvhEnded);
}

TEST_F(Written, PreRotationNeedsTheCommittedKeyAndTheNextCommitment) {
    const auto second = new_key();
    const auto third = new_key();
    create({.next_keys = {second->public_key()}});
    const json::Document changed = with_alias(log().entries()[0].state, "https://a.example/");
    EXPECT_FALSE(may_extend(log(), first_->public_key()));
    EXPECT_TRUE(may_extend(log(), second->public_key()));
    EXPECT_CODE(extend({.document = changed}, *first_), errors::kWebvhUnauthorized);
    ASSERT_OK(
        extend({.document = changed, .next_keys = std::vector{third->public_key()}}, *second));
    EXPECT_EQ(*log().entries()[1].parameters.update_keys,
              std::vector{second->public_key().to_multikey()});
    EXPECT_CODE(extend({.document = changed}, *second), errors::kWebvhUnauthorized);
    // Without a further commitment pre-rotation ends.
    ASSERT_OK(extend({.document = changed}, *third));
    ASSERT_OK(extend({.document = changed}, *third));
    EXPECT_EQ(judged(), "4 " + text_->did.to_string());
}

TEST_F(Written, WitnessesApprove) {
    const auto w1 = new_key();
    const auto w2 = new_key();
    const auto stranger = new_key();
    create({.witnesses = {2, {w1->public_key().to_multikey(), w2->public_key().to_multikey()}}});
    const std::string id = text_->version_id;
    const auto approve = [&](const std::string& version, ByteView file, crypto::Signer& by) {
        return witness_webvh(log(), version, file, by, kNow, call_);
    };
    const std::string once = must(approve(id, {}, *w1)).to_string();
    const auto read = [&](const std::string& file) {
        Bytes bytes;
        append(bytes, as_bytes(file));
        return read_webvh(as_bytes(text_->log), bytes, kNow, call_);
    };
    EXPECT_CODE(read(once), errors::kWebvhNotWitnessed);
    EXPECT_CODE(read_webvh(as_bytes(text_->log), std::nullopt, kNow, call_),
                errors::kWebvhNotWitnessed);
    const std::string both = must(approve(id, as_bytes(once), *w2)).to_string();
    EXPECT_OK(read(both));
    EXPECT_EQ(judged(both), "1 " + text_->did.to_string());
    // Once more by the same: still one proof each.
    const json::Document again = must(approve(id, as_bytes(both), *w1));
    EXPECT_EQ(again.root().array()[0].find("proof")->array().size(), 2U);

    // The proofs of the published version stay until the next one is published.
    ASSERT_OK(extend({.witnesses = WebvhWitnesses{}}, *first_));
    const std::string next = must(approve(text_->version_id, as_bytes(both), *w1)).to_string();
    EXPECT_EQ(must(read(next)).entries().size(), 1U);
    const std::string all = must(approve(text_->version_id, as_bytes(next), *w2)).to_string();
    EXPECT_EQ(must(read(all)).entries().size(), 2U);
    EXPECT_EQ(judged(all), "2 " + text_->did.to_string());

    EXPECT_CODE(approve(id, {}, *stranger), errors::kWebvhUnauthorized);
    EXPECT_CODE(approve("7-x", {}, *w1), errors::kNoSuchVersion);
    EXPECT_CODE(approve(id, as_bytes("{}"), *w1), errors::kWebvhWitnessFile);
    EXPECT_CODE(approve(id, as_bytes("[{}]"), *w1), errors::kWebvhWitnessFile);
}

// Else a short log of thousands of entries would take gigabytes.
TEST_F(Written, EntriesShareWhatTheyDoNotChange) {
    const auto w1 = new_key();
    create({.witnesses = {1, {w1->public_key().to_multikey()}},
            .watchers = {"https://watcher.example/"}});
    ASSERT_OK(
        extend({.document = with_alias(log().entries()[0].state, "https://a.example/")}, *first_));
    const WebvhLog both = log();
    const WebvhEntry& one = both.entries().at(0);
    const WebvhEntry& other = both.entries().at(1);
    EXPECT_EQ(&*one.parameters.update_keys, &*other.parameters.update_keys);
    EXPECT_EQ(&*one.parameters.next_key_hashes, &*other.parameters.next_key_hashes);
    EXPECT_EQ(&*one.parameters.watchers, &*other.parameters.watchers);
    EXPECT_EQ(&*one.parameters.witness, &*other.parameters.witness);
    EXPECT_EQ(&*one.witnesses, &*other.witnesses);
    ASSERT_EQ(other.parameters.watchers->size(), 1U);
    EXPECT_EQ(other.parameters.watchers->front(), "https://watcher.example/");
}

TEST_F(Written, TextsInParametersAreBounded) {
    create({.watchers = {"https://w.example/" + std::string(2'030, 'a')}});
    const std::string longer = "https://w.example/" + std::string(2'031, 'a');
    EXPECT_CODE(create_webvh({.place = "a.example", .watchers = {longer}}, *first_, kNow, call_),
                errors::kWebvhParameters);
}

// "Publishing a Parallel did:web DID".
TEST_F(Written, HasAParallelDidWeb) {
    create({.also_web = true});
    ASSERT_OK_AND(const json::Document document, parallel_did_web(log().entries().back()));
    const Did did = Did::parse("did:web:did.localhost:issuer").value();
    ASSERT_OK_AND(const Document parsed,
                  Document::parse(document, did, DocumentRules::core_absolute));
    EXPECT_EQ(parsed.verification_methods().front().controller, did.to_string());
    EXPECT_EQ(json::to_string(*document.root().find("alsoKnownAs")),
              "[\"" + text_->did.to_string() + "\"]");
    const json::Value services = *document.root().find("service");
    ASSERT_EQ(services.array().size(), 2U);
    EXPECT_EQ(services.array()[0].find("serviceEndpoint")->string(),
              "https://did.localhost/issuer/");
    EXPECT_EQ(services.array()[1].find("id")->string(), did.to_string() + "#whois");
    EXPECT_EQ(services.array()[1].find("serviceEndpoint")->string(),
              "https://did.localhost/issuer/whois.vp");
}

TEST_F(Written, RefusesWhatCouldNotBeResolved) {
    create();
    const auto p256 =
        crypto::PrivateKey::into_signer(crypto::PrivateKey::generate(crypto::KeyType::p256));
    EXPECT_CODE(extend({}, *first_), errors::kNoChange);
    EXPECT_CODE(extend({.place = "other.localhost"}, *first_), errors::kWebvhMove);
    EXPECT_CODE(
        extend({.document = must(json::Document::parse(R"({"id":"did:web:a.example"})"))}, *first_),
        errors::kWebvhLog);
    EXPECT_CODE(extend({.document = must(json::Document::parse(
                            "{\"id\":\"" + text_->did.to_string() + "\",\"service\":7}"))},
                       *first_),
                errors::kInvalidDocument);
    EXPECT_CODE(extend({.update_keys = std::vector{p256->public_key()}}, *first_),
                errors::kWebvhParameters);
    EXPECT_CODE(create_webvh({.place = "localhost"}, *first_, kNow, call_), errors::kMalformed);
    EXPECT_CODE(create_webvh({.place = "a.example"}, *p256, kNow, call_),
                errors::kWebvhUnauthorized);
    EXPECT_CODE(create_webvh({.place = "a.example", .ttl = -1}, *first_, kNow, call_),
                errors::kWebvhParameters);
    WebvhCreation own{.place = "a.example"};
    own.document = must(json::Document::parse(R"({"id":"did:webvh:{SCID}:b.example"})"));
    ASSERT_OK_AND(const WebvhText text, create_webvh(own, *first_, kNow, call_));
    EXPECT_TRUE(text.did.to_string().ends_with(":b.example"));
}

}  // namespace
}  // namespace deed::did
