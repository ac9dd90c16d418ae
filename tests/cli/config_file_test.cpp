#include "cli/config_file.hpp"

#include <gtest/gtest.h>

#include "cli/errors.hpp"
#include "cli/settings.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::cli {
namespace {

const std::string kNetwork = "l" + std::string(32, 'a');

Result<ConfigFile> parsed(std::string text) { return ConfigFile::parse(std::move(text), "c.toml"); }

std::string changed(const std::string& text, const std::string& profile, std::string_view name,
                    const std::string& value) {
    const auto file = parsed(text);
    if (!file) return deed::test::describe(file);
    const auto result = file->with(profile, *find_setting(name), value);
    return result ? result->text() : std::string(result.error().code().name);
}

TEST(ConfigFile, ReadsHeadAndProfiles) {
    ASSERT_OK_AND(const ConfigFile file,
                  parsed("default-profile = 'court'\n[profile.court]\nledger = \"l1\"\n"
                         "max-did-age = 7\nweid-networks = { 101 = \"" +
                         kNetwork + "\", \"102\" = \"" + kNetwork + "\" }\n[profile.empty]\n"));
    EXPECT_EQ(file.value("", "default-profile"), "court");
    EXPECT_EQ(file.value("court", "ledger"), "l1");
    EXPECT_EQ(file.value("court", "max-did-age"), "7");
    EXPECT_EQ(file.value("court", "weid-networks"), "101=" + kNetwork + ",102=" + kNetwork);
    EXPECT_EQ(file.value("court", "issuer"), std::nullopt);
    EXPECT_TRUE(file.has_profile("empty"));
    EXPECT_FALSE(file.has_profile("other"));
    EXPECT_FALSE(parsed("").value().has_profile("default"));
}

TEST(ConfigFile, TakesLettersOfAllScriptsForNoWhiteSpace) {
    // U+01FD, U+00E9, U+4E2D, U+1F600: behind a backslash that ends a line, and where a name may
    // be.
    for (const std::string letter : {"\xc7\xbd", "\xc3\xa9", "\xe4\xb8\xad", "\xf0\x9f\x98\x80"}) {
        ASSERT_OK_AND(const ConfigFile file, parsed("[profile.court]\nissuer = \"\"\"a\\\n   " +
                                                    letter + "b\"\"\"  # " + letter + "\n"));
        EXPECT_EQ(file.value("court", "issuer"), "a" + letter + "b");
        EXPECT_CODE(parsed("issuer" + letter + " = 'a'"), errors::kConfigMalformed);
        EXPECT_CODE(parsed("ledger = 'a' " + letter), errors::kConfigMalformed);
    }
}

TEST(ConfigFile, RefusesOtherTypesAndShapes) {
    for (const char* text :
         {"ledger", "a = 1\na = 2", "profile = 1", "profile.court = 1", "[profile.Court]",
          "[[profile]]", "[profile.court]\nledger = 1", "[profile.court]\nledger = ['a']",
          "[profile.court]\nmax-did-age = \"7\"", "[profile.court]\nmax-did-age = 7.0",
          "[profile.court]\nweid-networks = \"101=l\"", "[profile.court]\nweid-networks = {a = 1}",
          "default-profile = 1", "\xff"})
        EXPECT_CODE(parsed(text), errors::kConfigMalformed) << text;
}

TEST(ConfigFile, RefusesUnknownSettingsWithTheNearestName) {
    const auto misspelled = parsed("[profile.court]\nleger = 'a'\n");
    EXPECT_CODE(misspelled, errors::kConfigUnknownSetting);
    EXPECT_EQ(misspelled.error().message(),
              "there is no setting \"leger\"; did you mean \"ledger\"?");
    EXPECT_EQ(misspelled.error().where(), "c.toml:2:1");
    const auto far = parsed("[profile.court]\ncolour-of-the-house = 'a'\n");
    EXPECT_EQ(far.error().message(), "there is no setting \"colour-of-the-house\"");
    EXPECT_CODE(parsed("ledger = 'a'"), errors::kConfigUnknownSetting);
    EXPECT_CODE(parsed("[profile.a]\ndefault-profile = 'a'"), errors::kConfigUnknownSetting);
}

TEST(ConfigFile, RefusesValuesThatASettingCannotTake) {
    for (const char* line :
         {"ledger = 'Court'", "ledger = ''", "max-did-age = -1", "max-did-age = 36501",
          "key-folder = 'keys'", "passphrase-file = '~/secret'", "weid-default-network = 'A'",
          "weid-networks = { a = 'B' }", "issuer = ''"})
        EXPECT_CODE(parsed("[profile.court]\n" + std::string(line)), errors::kConfigBadValue)
            << line;
    EXPECT_CODE(parsed("default-profile = 'The Court'"), errors::kConfigBadValue);
}

TEST(ConfigFileWith, ReplacesAValueAndNothingElse) {
    const std::string text =
        "# \xe6\xb3\x95\xe9\x99\xa2\ndefault-profile   =  'court' # why\n\n"
        "[profile.court]  # ours\n\nissuer = \"\xe6\xb3\x95\xe9\x99\xa2\"   # \xe2\x82\xac\n"
        "ledger='a'\nmax-did-age = +7\n[profile.other]\nledger = \"b\"\n";
    const auto expect = [&](const std::string& profile, std::string_view name,
                            const std::string& value, const std::string& before,
                            const std::string& after) {
        std::string wanted = text;
        wanted.replace(wanted.find(before), before.size(), after);
        EXPECT_EQ(changed(text, profile, name, value), wanted);
    };
    expect("", "default-profile", "other", "'court'", "\"other\"");
    expect("court", "ledger", "c", "'a'", "\"c\"");
    expect("court", "issuer", "a\"b\\\n", "\"\xe6\xb3\x95\xe9\x99\xa2\"", R"("a\"b\\\u000A")");
    expect("court", "max-did-age", "30", "+7", "30");
    expect("other", "ledger", "c", "\"b\"", "\"c\"");
    EXPECT_EQ(changed(text, "court", "max-did-age", "7"),
              std::string(text).replace(text.find("+7"), 2, "7"));
}

TEST(ConfigFileWith, AddsWhatIsNotThere) {
    EXPECT_EQ(changed("", "default", "ledger", "a"), "[profile.default]\nledger = \"a\"\n");
    EXPECT_EQ(changed("# mine", "court", "max-did-age", "7"),
              "# mine\n\n[profile.court]\nmax-did-age = 7\n");
    EXPECT_EQ(changed("[profile.a] # x\nissuer = 'b'\n", "a", "ledger", "c"),
              "[profile.a] # x\nledger = \"c\"\nissuer = 'b'\n");
    EXPECT_EQ(changed("[profile.a]", "a", "ledger", "c"), "[profile.a]\nledger = \"c\"\n");
    EXPECT_EQ(changed("[profile.a]\n", "", "default-profile", "a"),
              "default-profile = \"a\"\n[profile.a]\n");
    const std::string log = "l" + std::string(32, 'a');
    EXPECT_EQ(changed("", "a", "mirrors", log + "=https://bank.example/log"),
              "[profile.a]\nmirrors = { \"" + log + "\" = \"https://bank.example/log\" }\n");
    EXPECT_EQ(changed("", "a", "mirrors", log + "=http://bank.example/log"), "config.bad_value");
    EXPECT_EQ(changed("", "a", "weid-networks", "101=" + kNetwork + ",102=" + kNetwork),
              "[profile.a]\nweid-networks = { \"101\" = \"" + kNetwork + "\", \"102\" = \"" +
                  kNetwork + "\" }\n");
}

TEST(ConfigFileWith, ReplacesValuesOverSeveralLinesAndInInlineTables) {
    EXPECT_EQ(changed("[profile.a]\nissuer = '''x\ny'''\nledger = 'b'\n", "a", "issuer", "z"),
              "[profile.a]\nissuer = \"z\"\nledger = 'b'\n");
    EXPECT_EQ(changed("profile = { a = { ledger = 'b', issuer = 'c' } }\n", "a", "ledger", "d"),
              "profile = { a = { ledger = \"d\", issuer = 'c' } }\n");
    EXPECT_EQ(changed("profile.a.ledger = 'b'\n", "a", "ledger", "c"),
              "profile.a.ledger = \"c\"\n");
}

TEST(ConfigFileWith, RefusesWhatItCannotChangeAlone) {
    EXPECT_EQ(changed("profile = { a = { ledger = 'b' } }\n", "a", "issuer", "c"),
              "config.not_editable");
    EXPECT_EQ(changed("[profile.a]\nledger = 'b'\n", "a", "ledger", "B"), "config.bad_value");
}

TEST(ConfigFile, HoldsChains) {
    const auto file =
        parsed("[chain.b]\nnodes = \"http://127.0.0.1:1\"\nchain-id = 7\n[chain.a]\n");
    ASSERT_TRUE(file.has_value());
    EXPECT_EQ(file->chains(), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(file->value("chain.b", "chain-id"), "7");
    EXPECT_FALSE(file->has_profile("b"));
}

TEST(ConfigFile, RefusesChainsThatAreNone) {
    for (const char* text : {"chain = 1\n", "[chain.local]\n", "[chain.A]\n", "[chain]\na = 1\n",
                             "[chain.a]\nnodes = 1\n", "[chain.a]\nchain-id = \"7\"\n"})
        EXPECT_EQ(test::code_of(parsed(text)), "config.malformed") << text;
    for (const char* text : {"[chain.a]\nledger = \"x\"\n", "[profile.a]\nnodes = \"x\"\n",
                             "[chain.a]\nnode = \"x\"\n"})
        EXPECT_EQ(test::code_of(parsed(text)), "config.unknown_setting") << text;
    for (const char* text : {"[chain.a]\nnodes = \"ftp://x\"\n", "[chain.a]\nchain-id = 0\n",
                             "[chain.a]\ndirectory = \"0x12\"\n", "[chain.a]\nmax-fee = \"20\"\n",
                             "[chain.a]\nconfirmation = \"0\"\n", "[chain.a]\npatience = 0\n",
                             "[chain.a]\naccount = \"no such place:x\"\n"})
        EXPECT_EQ(test::code_of(parsed(text)), "config.bad_value") << text;
}

TEST(ConfigFileWith, WritesTheTableOfAChain) {
    const auto file = parsed("[profile.a]\nledger = \"b\"\n");
    ASSERT_TRUE(file.has_value());
    const auto changed = file->with("chain.test", *find_chain_setting("chain-id"), "31337");
    ASSERT_TRUE(changed.has_value());
    EXPECT_EQ(changed->text(), "[profile.a]\nledger = \"b\"\n\n[chain.test]\nchain-id = 31337\n");
    const auto more = changed->with("chain.test", *find_chain_setting("max-fee"), "20 gwei");
    ASSERT_TRUE(more.has_value());
    EXPECT_EQ(more->value("chain.test", "max-fee"), "20 gwei");
    EXPECT_EQ(more->value("chain.test", "chain-id"), "31337");
}

TEST(Settings, TheTableOfChainsIsSound) {
    for (const SettingRow& row : chain_setting_table()) {
        EXPECT_EQ(find_chain_setting(row.name), &row);
        EXPECT_TRUE(row.environment.starts_with("DEED_CHAIN_")) << row.name;
        EXPECT_FALSE(row.help.empty() || row.fallback.empty()) << row.name;
    }
}

TEST(Settings, TheTableIsSound) {
    for (const SettingRow& row : setting_table()) {
        EXPECT_EQ(find_setting(row.name), &row);
        EXPECT_TRUE(row.environment.starts_with("DEED_")) << row.name;
        EXPECT_FALSE(row.help.empty() || row.fallback.empty()) << row.name;
    }
}

}  // namespace
}  // namespace deed::cli
