#include "lib/pkcs11/uri.hpp"

#include <gtest/gtest.h>

#include "lib/pkcs11/errors.hpp"
#include "tests/support/result_matchers.hpp"

namespace deed::test {
namespace {

using pkcs11::parse_key_uri;
namespace errors = pkcs11::errors;

TEST(KeyUri, ReadsWhatRfc7512Shows) {
    // Attributes as in the examples of RFC 7512 section 3, in one URI.
    ASSERT_OK_AND(const pkcs11::KeyUri full,
                  parse_key_uri("pkcs11:token=The%20Software%20PKCS%2311%20Softtoken;"
                                "manufacturer=Snake%20Oil,%20Inc.;model=1.0;object=my-certificate;"
                                "type=private;id=%69%95%3E%5C%F4%BD%EC%91;serial=4a;slot-id=7"
                                "?pin-source=file:/etc/token_pin&module-name=softhsm2"));
    EXPECT_EQ(full.token, "The Software PKCS#11 Softtoken");
    EXPECT_EQ(full.manufacturer, "Snake Oil, Inc.");
    EXPECT_EQ(full.model, "1.0");
    EXPECT_EQ(full.object, "my-certificate");
    EXPECT_EQ(full.type, "private");
    EXPECT_EQ(full.id, (Bytes{0x69, 0x95, 0x3e, 0x5c, 0xf4, 0xbd, 0xec, 0x91}));
    EXPECT_EQ(full.serial, "4a");
    EXPECT_EQ(full.slot_id, 7u);
    EXPECT_EQ(full.pin_file, "/etc/token_pin");
    EXPECT_EQ(full.module_name, "softhsm2");
    EXPECT_FALSE(full.module_path);
}

TEST(KeyUri, ReadsEveryFormOfAPinFile) {
    for (const char* source :
         {"/run/pin", "file:/run/pin", "file:///run/pin", "file:%2Frun%2Fpin"}) {
        ASSERT_OK_AND(const pkcs11::KeyUri uri,
                      parse_key_uri("pkcs11:object=a?pin-source=" + std::string(source)));
        EXPECT_EQ(uri.pin_file, "/run/pin") << source;
    }
}

TEST(KeyUri, PrintsWhatItReads) {
    for (const char* text :
         {"pkcs11:object=signing", "pkcs11:id=%00%ff",
          "pkcs11:token=a%3bb%3fc%26d;slot-id=18446744073709551615;object=%e8%af%81?module-path=/a/"
          "b%20c",
          "pkcs11:token=t;manufacturer=m;serial=s;model=o;slot-id=0;slot-description=d;"
          "slot-manufacturer=n;object=k;id=%01;type=public?module-name=n&pin-source=file:/p"}) {
        ASSERT_OK_AND(const pkcs11::KeyUri uri, parse_key_uri(text));
        EXPECT_EQ(pkcs11::to_string(uri), text);
    }
}

TEST(KeyUri, RefusesWhatIsNoUri) {
    for (const char* text : {"",
                             "pkcs11",
                             "PKCS11:object=a",
                             "pkcs11:object",
                             "pkcs11:=a",
                             "pkcs11:object=",
                             "pkcs11:object=a;",
                             "pkcs11:;object=a",
                             "pkcs11:object=a;object=b",
                             "pkcs11:object=a b",
                             "pkcs11:object=a/b",
                             "pkcs11:object=a%2",
                             "pkcs11:object=a%zz",
                             "pkcs11:object=%ff",
                             "pkcs11:object=a%00b",
                             "pkcs11:object=\xe8\xaf\x81",
                             "pkcs11:object=a?",
                             "pkcs11:object=a?x",
                             "pkcs11:object=a#b",
                             "pkcs11:slot-id=-1;object=a",
                             "pkcs11:slot-id=01;object=a",
                             "pkcs11:slot-id=18446744073709551616;object=a",
                             "pkcs11:ob ject=a",
                             "pkcs11:object=a?module-path=/a&module-path=/b",
                             "pkcs11:object=a?module-path=/a&module-name=b",
                             "pkcs11:object=%+1",
                             "pkcs11:object=%-1"})
        EXPECT_CODE(parse_key_uri(text), errors::kUriMalformed) << text;
}

TEST(KeyUri, RefusesAttributesOfOtherThings) {
    for (const char* text :
         {"pkcs11:object=a;type=cert", "pkcs11:object=a;type=secret-key",
          "pkcs11:object=a;x-vendor=1", "pkcs11:object=a;library-version=2",
          "pkcs11:object=a?module-path=a.so", "pkcs11:object=a?module-name=../a",
          "pkcs11:object=a?module-name=a/b", "pkcs11:object=a?pin-source=%7Ccat%20pin",
          "pkcs11:object=a?pin-source=pin", "pkcs11:object=a?x-vendor=1"})
        EXPECT_CODE(parse_key_uri(text), errors::kUriAttribute) << text;
}

TEST(KeyUri, NeedsAKey) {
    EXPECT_CODE(parse_key_uri("pkcs11:"), errors::kUriNoKey);
    EXPECT_CODE(parse_key_uri("pkcs11:token=a?module-path=/a"), errors::kUriNoKey);
}

TEST(KeyUri, RefusesAPinAndDoesNotRepeatIt) {
    for (const char* text : {"pkcs11:object=a?pin-value=13579",
                             "pkcs11:object=a?pin-value=", "pkcs11:?pin-value=13579",
                             "pkcs11:bad?module-path=/a&pin-value=13579"}) {
        const auto uri = parse_key_uri(text);
        EXPECT_CODE(uri, errors::kPinInUri) << text;
        EXPECT_EQ(describe(uri).find("13579"), std::string::npos);
    }
}

}  // namespace
}  // namespace deed::test
