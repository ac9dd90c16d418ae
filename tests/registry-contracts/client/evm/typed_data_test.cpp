#include "registry-contracts/client/evm/signing/typed_data.hpp"

#include "lib/json/writer.hpp"
#include "registry-contracts/client/evm/signing/errors.hpp"
#include "tests/registry-contracts/client/evm/vector_support.hpp"
#include "tests/registry-contracts/client/evm/wallets.hpp"

namespace deed::registry::evm {
namespace {

/// The document of eth_signTypedData_v4: the vectors leave EIP712Domain out of the types.
std::string document_of(json::Value example) {
    const std::pair<const char*, const char*> kMembers[] = {{"name", "string"},
                                                            {"version", "string"},
                                                            {"chainId", "uint256"},
                                                            {"verifyingContract", "address"},
                                                            {"salt", "bytes32"}};
    json::Writer writer;
    writer.begin_object().key("types").begin_object().key("EIP712Domain").begin_array();
    for (const auto& [name, type] : kMembers)
        if (example.find("domain")->find(name))
            writer.begin_object().member("name", name).member("type", type).end_object();
    writer.end_array();
    for (const auto [name, value] : example.find("types")->object()) writer.key(name).value(value);
    writer.end_object();
    for (const char* name : {"primaryType", "domain", "message"})
        writer.key(name).value(*example.find(name));
    return writer.end_object().take();
}

TEST(TypedData, HashesAsTwoLibrariesDo) {
    DEED_NEEDS_VECTORS();
    const auto document = test::vectors_of("ethereum/eip712.json");
    Call call;
    for (const json::Value example : document.root().find("cases")->array()) {
        SCOPED_TRACE(test::text_at(example, "name"));
        ASSERT_OK_AND(const auto data, TypedData::parse(document_of(example)));
        const std::string& name = data.primary_type();
        EXPECT_EQ(test::must(data.types().encode_type(name)), test::text_at(example, "encodeType"));
        EXPECT_EQ(to_hex(test::must(data.types().type_hash(name))),
                  test::text_at(example, "typeHash"));
        EXPECT_EQ(to_hex(test::must(data.types().encode_data(name, data.message()))),
                  test::text_at(example, "encodeData"));
        EXPECT_EQ(to_hex(data.struct_hash()), test::text_at(example, "structHash"));
        EXPECT_EQ(to_hex(data.domain_separator()), test::text_at(example, "domainSeparator"));
        EXPECT_EQ(to_hex(test::must(data.domain().separator())),
                  test::text_at(example, "domainSeparator"));
        EXPECT_EQ(to_hex(data.digest()), test::text_at(example, "digest"));
        const auto wallet = test::wallet_of(test::unhex(*example.find("privateKey")));
        ASSERT_OK_AND(const auto signature, wallet->sign(data.digest(), call));
        EXPECT_EQ(to_hex(signature.to_bytes()), test::text_at(example, "signature"));
    }
}

TEST(TypedData, ValuesInCodeHashAsThoseInJson) {
    DEED_NEEDS_VECTORS();
    const auto document = test::vectors_of("ethereum/eip712.json");
    const json::Value example = document.root().find("cases")->array()[0];
    ASSERT_OK_AND(const auto types,
                  TypedDataTypes::create(
                      {{"Person", {{"string", "name"}, {"address", "wallet"}}},
                       {"Mail", {{"Person", "from"}, {"Person", "to"}, {"string", "contents"}}}}));
    const auto person = [](const char* name, const char* wallet) {
        return AbiValue::list(
            {AbiValue::text(name), AbiValue::address(test::must(parse_account(wallet)))});
    };
    const AbiValue mail =
        AbiValue::list({person("Cow", "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"),
                        person("Bob", "0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"),
                        AbiValue::text("Hello, Bob!")});
    ASSERT_OK_AND(const Word hash, types.hash_struct("Mail", mail));
    EXPECT_EQ(to_hex(hash), test::text_at(example, "structHash"));
    TypedDataDomain domain;
    domain.name = "Ether Mail";
    domain.version = "1";
    domain.chain_id = 1;
    domain.verifying_contract =
        test::must(parse_account("0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"));
    ASSERT_OK_AND(const Word separator, domain.separator());
    EXPECT_EQ(to_hex(separator), test::text_at(example, "domainSeparator"));
    EXPECT_EQ(to_hex(typed_data_digest(separator, hash)), test::text_at(example, "digest"));
    EXPECT_CODE(TypedDataDomain{}.separator(), errors::kTypedDataDomain);
    EXPECT_CODE(types.hash_struct("Letter", mail), errors::kTypedDataTypes);
    EXPECT_CODE(types.hash_struct("Person", mail), errors::kTypedDataValue);
    EXPECT_CODE(types.hash_struct("Mail", AbiValue::list({mail, mail, mail})),
                errors::kTypedDataValue);
}

const std::string kTypes =
    R"("types":{"EIP712Domain":[{"name":"name","type":"string"}],"A":[{"name":"n","type":"uint8"},{"name":"b","type":"bytes2[2]"}]})";

std::string with(const std::string& types, const std::string& domain, const std::string& message,
                 const std::string& more = "") {
    return "{" + types + R"(,"primaryType":"A","domain":)" + domain + ",\"message\":" + message +
           more + "}";
}

TEST(TypedData, RefusesWhatWouldNotBeSigned) {
    const std::string domain = R"({"name":"x"})";
    const std::string message = R"({"n":1,"b":["0x0102","0x0304"]})";
    const auto parse = [](const std::string& text) { return TypedData::parse(text); };
    EXPECT_OK(parse(with(kTypes, domain, message)));
    EXPECT_CODE(parse(with(kTypes, domain, message, ",\"more\":1")), errors::kTypedDataMalformed);
    EXPECT_CODE(parse("[]"), errors::kTypedDataMalformed);
    EXPECT_CODE(parse(R"({"types":1,"primaryType":"A","domain":{},"message":{}})"),
                errors::kTypedDataMalformed);
    EXPECT_CODE(parse(R"({"types":{"A":1},"primaryType":"A","domain":{},"message":{}})"),
                errors::kTypedDataMalformed);
    EXPECT_CODE(
        parse(R"({"types":{"A":[{"name":"n"}]},"primaryType":"A","domain":{},"message":{}})"),
        errors::kTypedDataMalformed);
    for (const char* wrong :
         {R"({"n":1})", R"({"n":1,"b":["0x0102","0x0304"],"c":1})",
          R"({"n":256,"b":["0x0102","0x0304"]})", R"({"n":"1.0","b":["0x0102","0x0304"]})",
          R"({"n":1,"b":["0x0102"]})", R"({"n":1,"b":["0x01","0x0304"]})",
          R"({"n":1,"b":"0x0102"})", R"([])", R"({"n":null,"b":[]})"})
        EXPECT_CODE(parse(with(kTypes, domain, wrong)), errors::kTypedDataValue) << wrong;
    const auto refused = parse(with(kTypes, domain, R"({"n":1,"b":["0x0102","0x03"]})"));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().where(), "/message/b/1");
    EXPECT_CODE(parse(with(kTypes, "{}", message)), errors::kTypedDataValue);
    EXPECT_CODE(parse(with(kTypes, R"({"name":"x","version":"1"})", message)),
                errors::kTypedDataValue);
}

TEST(TypedData, RefusesDomainsThatOthersReadInAnotherWay) {
    const auto parse = [](const std::string& members) {
        return TypedData::parse(R"({"types":{)" + members +
                                R"("A":[]},"primaryType":"A","domain":{"name":"x"},"message":{}})");
    };
    EXPECT_OK(parse(R"("EIP712Domain":[{"name":"name","type":"string"}],)"));
    EXPECT_CODE(parse(""), errors::kTypedDataDomain);
    EXPECT_CODE(parse(R"("EIP712Domain":[],)"), errors::kTypedDataDomain);
    EXPECT_CODE(parse(R"("EIP712Domain":[{"name":"name","type":"bytes"}],)"),
                errors::kTypedDataDomain);
    EXPECT_CODE(
        parse(
            R"("EIP712Domain":[{"name":"version","type":"string"},{"name":"name","type":"string"}],)"),
        errors::kTypedDataDomain);
    EXPECT_CODE(parse(R"("EIP712Domain":[{"name":"extra","type":"string"}],)"),
                errors::kTypedDataDomain);
}

TEST(TypedData, TellsTheDomainThatItIsFor) {
    const auto domain_of = [](const std::string& members, const std::string& domain) {
        return test::must(TypedData::parse(R"({"types":{"A":[],"EIP712Domain":[)" + members +
                                           R"(]},"primaryType":"A","message":{},"domain":)" +
                                           domain + "}"))
            .domain();
    };
    const std::string account = "0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC";
    const std::string salt = "0x" + std::string(64, '5');
    TypedDataDomain expected;
    expected.chain_id = 31337;
    EXPECT_EQ(domain_of(R"({"name":"chainId","type":"uint256"})", R"({"chainId":31337})"),
              expected);
    expected.name = "Deed";
    expected.version = "2";
    expected.verifying_contract = test::must(parse_account(account));
    expected.salt = test::must(word_from_hex(salt));
    EXPECT_EQ(domain_of(R"({"name":"name","type":"string"},{"name":"version","type":"string"},
                           {"name":"chainId","type":"uint256"},
                           {"name":"verifyingContract","type":"address"},
                           {"name":"salt","type":"bytes32"})",
                        R"({"salt":")" + salt + R"(","verifyingContract":")" + account +
                            R"(","chainId":"0x7a69","version":"2","name":"Deed"})"),
              expected);
}

TEST(TypedDataTypes, RefusesTypesWhoseTextsGrowBeyondMeasure) {
    // Each of the structs reaches all others, so that the texts hold the square of their number.
    const auto ring = [](std::size_t structs, std::size_t members) {
        TypedDataTypes::Structs made;
        for (std::size_t i = 0; i < structs; ++i) {
            auto& own = made["S" + std::to_string(i)];
            own.push_back({"S" + std::to_string((i + 1) % structs), "next"});
            while (own.size() < members)
                own.push_back({"uint8", std::string(100, 'm') + std::to_string(own.size())});
        }
        return made;
    };
    EXPECT_OK(TypedDataTypes::create(ring(10, 90)));
    EXPECT_CODE(TypedDataTypes::create(ring(10, 110)), errors::kTypedDataTooLarge);
    EXPECT_CODE(TypedDataTypes::create(ring(TypedDataTypes::kMaxStructs, 20)),
                errors::kTypedDataTooLarge);
    TypedDataTypes::Structs alone = ring(1, 256);
    EXPECT_OK(TypedDataTypes::create(alone));
}

TEST(TypedDataTypes, RefusesTypesThatAreNotDeclaredOnce) {
    using Structs = TypedDataTypes::Structs;
    const auto refused = [](const Structs& structs) {
        EXPECT_CODE(TypedDataTypes::create(structs), errors::kTypedDataTypes);
    };
    refused({{"A", {{"B", "b"}}}});
    refused({{"A", {{"uint", "b"}}}});
    refused({{"A", {{"(uint8)", "b"}}}});
    refused({{"A", {{"uint8[0]", "b"}}}});
    refused({{"A", {{"uint8", "b"}, {"uint8", "b"}}}});
    refused({{"A", {{"uint8", ""}}}});
    refused({{"A", {{"uint8", "b,c"}}}});
    refused({{"uint8", {}}});
    refused({{"uint", {}}});
    refused({{"A(B b)B", {}}});
    Structs many;
    for (std::size_t i = 0; i <= TypedDataTypes::kMaxStructs; ++i)
        many["A" + std::to_string(i)] = {};
    EXPECT_CODE(TypedDataTypes::create(many), errors::kTypedDataTooLarge);
    std::vector<TypedMember> wide;
    for (std::size_t i = 0; i <= TypedDataTypes::kMaxMembers; ++i)
        wide.push_back({"uint8", "m" + std::to_string(i)});
    EXPECT_CODE(TypedDataTypes::create({{"A", wide}}), errors::kTypedDataTooLarge);
    std::string deep = "uint8";
    for (std::size_t i = 0; i <= TypedDataTypes::kMaxDimensions; ++i) deep += "[]";
    EXPECT_CODE(TypedDataTypes::create({{"A", {{deep, "b"}}}}), errors::kTypedDataTooLarge);
}

TEST(TypedDataTypes, AStructMayHoldArraysOfItself) {
    ASSERT_OK_AND(const auto types,
                  TypedDataTypes::create({{"Tree", {{"uint8", "n"}, {"Tree[]", "children"}}}}));
    EXPECT_EQ(test::must(types.encode_type("Tree")), "Tree(uint8 n,Tree[] children)");
    const auto tree = test::must(
        json::Document::parse(std::string_view(R"({"n":1,"children":[{"n":2,"children":[]}]})")));
    ASSERT_OK_AND(const AbiValue value, types.value_from_json("Tree", tree.root()));
    EXPECT_OK(types.hash_struct("Tree", value));
}

}  // namespace
}  // namespace deed::registry::evm
