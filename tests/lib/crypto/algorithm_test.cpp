#include "lib/crypto/algorithm.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "lib/crypto/errors.hpp"
#include "tests/lib/crypto/helpers.hpp"

namespace deed::crypto {
namespace {

/// name -> code of the multicodec table.
std::string multicodec_table() { return test::read_vector("multiformats/multicodec-table.csv"); }

std::string codec_line(const std::string& table, std::string name) {
    name += ",";
    std::size_t at = table.find("\n" + name);
    EXPECT_NE(at, std::string::npos) << name;
    const std::size_t code = table.find("0x", at);
    return table.substr(code, table.find(',', code) - code);
}

TEST(AlgorithmTable, CodesAreThoseOfTheMulticodecTable) {
    DEED_NEEDS_VECTORS();
    const std::pair<KeyType, std::string> names[] = {{KeyType::ed25519, "ed25519"},
                                                     {KeyType::secp256k1, "secp256k1"},
                                                     {KeyType::p256, "p256"},
                                                     {KeyType::p384, "p384"},
                                                     {KeyType::p521, "p521"},
                                                     {KeyType::sm2, "sm2"},
                                                     {KeyType::x25519, "x25519"},
                                                     {KeyType::rsa, "rsa"},
                                                     {KeyType::bls12381_g1, "bls12_381-g1"},
                                                     {KeyType::bls12381_g2, "bls12_381-g2"}};
    const std::string table = multicodec_table();
    ASSERT_EQ(std::size(names), key_types().size());
    for (const auto& [type, name] : names) {
        const KeyTypeInfo& info = info_of(type);
        EXPECT_EQ(std::stoull(codec_line(table, name + "-pub"), nullptr, 16), info.public_codec);
        EXPECT_EQ(std::stoull(codec_line(table, name + "-priv"), nullptr, 16), info.private_codec);
    }
}

TEST(AlgorithmTable, RowsFitEachOther) {
    std::set<std::string_view> names;
    std::set<std::int64_t> numbers;
    for (const AlgorithmInfo& row : algorithms()) {
        EXPECT_EQ(&info_of(row.id), &row);
        EXPECT_TRUE(names.insert(row.jose).second) << row.jose;
        EXPECT_TRUE(numbers.insert(row.cose).second) << row.jose;
        EXPECT_EQ(find_jose_algorithm(row.jose), &row);
        if (!row.jose_other.empty()) {
            EXPECT_EQ(find_jose_algorithm(row.jose_other), &row);
        }
    }
    for (const KeyTypeInfo& row : key_types()) {
        EXPECT_EQ(&info_of(row.type), &row);
        EXPECT_EQ(row.can_generate, row.secret_size != 0) << row.name;
        if (row.can_sign) {
            EXPECT_TRUE(row.default_algorithm && row.can_generate) << row.name;
        }
        if (row.default_algorithm) {
            EXPECT_EQ(info_of(*row.default_algorithm).key_type, row.type);
        }
        for (const std::string_view name : {row.name, row.short_name}) {
            ASSERT_OK_AND(const KeyType found, key_type_from_input(name));
            EXPECT_EQ(found, row.type);
        }
    }
}

TEST(AlgorithmTable, WhatIsNoSignatureOfAKeyIsNotInIt) {
    for (const std::string_view name :
         {"", "none", "NONE", "HS256", "HS384", "HS512", "eddsa", "ES256 ", "ES256K-R", "RSA1_5"})
        EXPECT_EQ(find_jose_algorithm(name), nullptr) << name;
    EXPECT_CODE(key_type_from_input("ed448"), errors::kUnsupportedKeyType);
    EXPECT_EQ(info_of(Algorithm::es512).signature_size, 132u);
}

// RFC 9864 and the registries it amends.
TEST(AlgorithmTable, BothNamesOfEdDsa) {
    EXPECT_EQ(find_jose_algorithm("Ed25519"), find_jose_algorithm("EdDSA"));
    EXPECT_EQ(find_jose_algorithm("Ed25519")->cose_other, -19);
    EXPECT_EQ(find_jose_algorithm("ES256K")->cose, -47);
}

}  // namespace
}  // namespace deed::crypto
