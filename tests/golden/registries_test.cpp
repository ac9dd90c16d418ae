// Reads the golden home of a log that holds schemas and status lists (README.md says how it was
// made).

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "lib/encoding/text.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/log_export.hpp"
#include "tests/lib/io/file_helpers.hpp"
#include "tests/support/signers.hpp"
#include "tests/toolkit/home.hpp"
#include "toolkit/registries.hpp"

namespace deed::test {
namespace {

namespace fs = std::filesystem;

const fs::path kRegistries = fs::path(DEED_GOLDEN_DIR) / "registries";
constexpr std::string_view kGoldenPassphrase = "golden";
constexpr std::string_view kKey =  // as ledger.json says
    "deed-log.invalid/97caabe5081b2330+51c7d374+ASX2AXt3MjagzG6H7aexrB7u9juqp8iWLvmcte2fqKhU";
// By Python's hashlib over the entries of site/tile/entries/000.p/17.
constexpr std::string_view kRoot = "+e7lz2oCwHF5sNqY4U/5X0vM/Kkof3I6WYml77e/Lmg=";
constexpr std::string_view kUni = "c3dbb4d1fc051bb51e2bfb92e02290d674daaf24";
constexpr std::string_view kHeir = "98699d6ce6f27d440b98d2db957327c0ef75e2ca";
// By npm's js-sha3 over 12 zero bytes, kUni and the padded name.
constexpr std::string_view kDegree =
    "f8221faae2268db217e00cc1e74958f187538271056a057b28354d45ca8e6a4d";
constexpr std::string_view kToken =
    "4db3be0e2206126ec8402f129cedd3aab7b92d0778543ac613b392f13bba8f27";
constexpr std::string_view kRevoked =
    "fd92579d00047be141276018bad78b7cd4a19182e04d9b298d782f1804d63d63";
constexpr std::string_view kSuspended =
    "48e8c3d5b7e918414b1c8def130c00e560548a4cd3bedd38033f5a5cbdd119aa";
// By sha256sum of degree-2.json and list.json.
constexpr std::string_view kSecondBody =
    "1c802adf1d13062877b225160faae838ec8071c7ae54c5bbcd18392b1ddbf343";
constexpr std::string_view kList =
    "208d79ca9987d01f635bc7f2df4401ace646cc02529f5e21a03dc54e04b29eea";

template <typename Array>
Array from_hex(std::string_view text) {
    const Bytes bytes = must(hex_decode(text));
    Array array{};
    if (bytes.size() != array.size()) throw std::runtime_error("another size");
    std::copy(bytes.begin(), bytes.end(), array.begin());
    return array;
}
registry::Hash id_of(std::string_view text) { return from_hex<registry::Hash>(text); }

class GoldenRegistries : public testing::Test {
protected:
    GoldenRegistries() {
        fs::copy(kRegistries, home_.path(), fs::copy_options::recursive);
        for (const auto& entry : fs::recursive_directory_iterator(home_.path()))
            fs::permissions(entry.path(), entry.is_directory() ? fs::perms(0700) : fs::perms(0600));
    }
    Owner owner() { return Owner(home_.path(), "local", TypedPassphrase(kGoldenPassphrase)); }
    static std::unique_ptr<registry::SchemaRegistry> schemas(Toolkit& home, RegistryAccess access) {
        Call call;
        return must(open_schemas(home, "local", access, call));
    }
    static std::unique_ptr<registry::StatusRegistry> lists(Toolkit& home, RegistryAccess access) {
        Call call;
        return must(open_status_lists(home, "local", access, call));
    }

    TempDir home_;
    Call call_;
};

TEST_F(GoldenRegistries, SchemaWithVersionsOwnersAndNumber) {
    const Owner home = owner();
    const auto registry = schemas(*home, RegistryAccess::read);
    ASSERT_OK_AND(const auto degree, registry->find(id_of(kDegree), registry::Latest{}, call_));
    EXPECT_EQ(hex_encode(degree.publisher), kHeir);
    EXPECT_EQ(degree.version, 2U);
    EXPECT_EQ(degree.sequence, 3U);
    EXPECT_EQ(hex_encode(degree.content_hash), kSecondBody);
    EXPECT_EQ(as_text(degree.body), R"({"type":"object","required":["name"]})");
    ASSERT_TRUE(degree.cpt);
    EXPECT_EQ(degree.cpt->cpt, 2'000'000U);
    ASSERT_OK_AND(const auto history, registry->history(id_of(kDegree), call_));
    ASSERT_EQ(history.size(), 3U);
    EXPECT_EQ(hex_encode(history[1].publisher), kUni);
    EXPECT_EQ(history[2].kind, registry::SchemaChange::Kind::handed_over);
}

TEST_F(GoldenRegistries, NumberThatTheStewardGave) {
    const Owner home = owner();
    const auto registry = schemas(*home, RegistryAccess::read);
    ASSERT_OK_AND(const auto rules, registry->cpt_rules(call_));
    ASSERT_TRUE(rules.steward);
    EXPECT_EQ(hex_encode(*rules.steward), kHeir);
    EXPECT_EQ(rules.open_from, 2'000'000U);
    ASSERT_OK_AND(const auto grant, registry->find_cpt(101, call_));
    EXPECT_EQ(hex_encode(grant.schema), kToken);
}

TEST_F(GoldenRegistries, ListsAndTheirBits) {
    const Owner home = owner();
    const auto registry = lists(*home, RegistryAccess::read);
    ASSERT_OK_AND(const auto revoked, registry->find(id_of(kRevoked), registry::Latest{}, call_));
    EXPECT_EQ(hex_encode(revoked.publisher), kHeir);
    EXPECT_TRUE(revoked.permanent);
    EXPECT_EQ(revoked.uri, "https://uni.example/revoked");
    EXPECT_EQ(revoked.sequence, 3U);
    ASSERT_TRUE(revoked.root);
    EXPECT_EQ(hex_encode(revoked.root->root), kList);
    const auto is_set = [&](std::string_view id, std::uint64_t credential) {
        return must(registry->is_set(id_of(id), credential, registry::Latest{}, call_));
    };
    EXPECT_TRUE(is_set(kRevoked, 7));
    EXPECT_TRUE(is_set(kRevoked, 94'567));
    EXPECT_FALSE(is_set(kRevoked, 8));
    EXPECT_FALSE(is_set(kSuspended, 3));
    EXPECT_TRUE(is_set(kSuspended, 8));
    ASSERT_OK_AND(const auto suspended,
                  registry->find(id_of(kSuspended), registry::Latest{}, call_));
    EXPECT_FALSE(suspended.permanent);
    EXPECT_EQ(hex_encode(suspended.publisher), kUni);
}

/// base64url and a line's end, as --consent takes it.
TEST_F(GoldenRegistries, ConsentInAFile) {
    const std::string file = get(kRegistries / "consent");
    ASSERT_EQ(file.back(), '\n');
    ASSERT_OK_AND(const Bytes encoded, base64url_decode(file.substr(0, file.size() - 1)));
    ASSERT_OK_AND(const auto consent, registry::Consent::parse(encoded));
    EXPECT_EQ(consent.sequence, 2U);  // behind set and clear of the suspended list
    EXPECT_EQ(consent.signature.size(), 64U);
    EXPECT_EQ(consent.encode(), encoded);
    std::string later(as_text(encoded));
    later.replace(later.find("/v1"), 3, "/v2");
    EXPECT_CODE(registry::Consent::parse(as_bytes(later)), registry::errors::kConsentMalformed);
}

TEST_F(GoldenRegistries, LogGoesOn) {
    const Owner home = owner();
    ASSERT_OK_AND(registry::LogLedger * log, home->ensure_ledger(call_));
    ASSERT_OK_AND(const auto did, home->own_did("heir", call_));
    ASSERT_OK_AND(const auto heir, home->controller_of(did, call_));
    const std::uint64_t more[] = {8};
    ASSERT_OK(lists(*home, RegistryAccess::write)->set_bits(id_of(kRevoked), more, *heir, call_));
    ASSERT_OK_AND(const auto whole, registry::verify_whole_log(*log, call_));
    EXPECT_EQ(whole.head.checkpoint.size, 18U);
    EXPECT_EQ(whole.counts.schemas, 2U);
    EXPECT_EQ(whole.counts.status_lists, 2U);
    ASSERT_OK_AND(const auto exported, registry::export_log(*log, home_ / "site", false, call_));
    EXPECT_EQ(exported.new_entries, 1U);
}

TEST_F(GoldenRegistries, ExportOfTheLog) {
    ASSERT_OK_AND(const tlog::VerifierKey key, tlog::VerifierKey::parse(kKey));
    ASSERT_OK_AND(const auto verified,
                  registry::verify_exported_log(kRegistries / "site", key, call_));
    EXPECT_EQ(verified.head.checkpoint.size, 17U);
    EXPECT_EQ(base64_encode(verified.head.checkpoint.root), kRoot);
    EXPECT_EQ(verified.counts.schemas, 2U);
    EXPECT_EQ(verified.counts.status_lists, 2U);
}

}  // namespace
}  // namespace deed::test
