#include "registry-contracts/client/evm/wire/abi.hpp"

#include "registry-contracts/client/evm/wire/abi_signature.hpp"
#include "registry-contracts/client/evm/wire/errors.hpp"
#include "tests/registry-contracts/client/evm/vector_support.hpp"

namespace deed::registry::evm {
namespace {

/// Encodes JSON values, and holds the decoding of `expected` to them.
void expect_encoding(json::Value example, std::string_view values_name, const Bytes& expected) {
    const auto types = test::types_at(example, "types");
    AbiValue::List values;
    std::size_t i = 0;
    for (const json::Value value : example.find(values_name)->array())
        values.push_back(test::must(abi_value_from_json(types.at(i++), value)));
    ASSERT_OK_AND(const Bytes encoded, abi_encode(types, values));
    EXPECT_EQ(encoded, expected);
    ASSERT_OK_AND(const AbiValue::List decoded, abi_decode(types, expected));
    EXPECT_EQ(decoded, values);
}

TEST(Abi, EncodesAndDecodesThePublishedExamples) {
    DEED_NEEDS_VECTORS();
    // Its "bytes10" is given as text, which JSON shows as hexadecimal elsewhere.
    const auto document = test::vectors_of("ethereum/abi/basic_abi_tests.json");
    for (const char* name : {"SingleInteger", "IntegerAndAddress"}) {
        const json::Value example = *document.root().find(name);
        expect_encoding(example, "args", test::unhex(*example.find("result")));
    }
    const json::Value wiki = *document.root().find("GithubWikiTest");
    const auto types = test::types_at(wiki, "types");
    const AbiValue::List values{AbiValue::uint(291),
                                AbiValue::list({AbiValue::uint(1110), AbiValue::uint(1929)}),
                                AbiValue::text("1234567890"), AbiValue::text("Hello, world!")};
    ASSERT_OK_AND(const Bytes encoded, abi_encode(types, values));
    EXPECT_EQ(encoded, test::unhex(*wiki.find("result")));
    EXPECT_EQ(test::must(abi_decode(types, encoded)), values);
}

TEST(Abi, EncodesAndDecodesWhatTwoLibrariesAgreedOn) {
    DEED_NEEDS_VECTORS();
    const auto document = test::vectors_of("ethereum/abi/computed.json");
    for (const json::Value example : document.root().find("encode")->array())
        expect_encoding(example, "values", test::unhex(*example.find("encoded")));
    for (const json::Value example : document.root().find("decode_must_fail")->array())
        EXPECT_FALSE(
            abi_decode(test::types_at(example, "types"), test::unhex(*example.find("encoded")))
                .has_value());
}

TEST(Abi, SelectorsTopicsAndCalls) {
    DEED_NEEDS_VECTORS();
    const auto document = test::vectors_of("ethereum/abi/computed.json");
    for (const json::Value example : document.root().find("selectors")->array()) {
        ASSERT_OK_AND(const auto signature,
                      AbiSignature::parse(test::text_at(example, "signature")));
        EXPECT_EQ(to_hex(signature.selector()), test::text_at(example, "selector"));
        EXPECT_EQ(to_hex(signature.topic()), test::text_at(example, "topic0"));
    }
    for (const json::Value example : document.root().find("calls")->array()) {
        ASSERT_OK_AND(const auto signature,
                      AbiSignature::parse(test::text_at(example, "signature")));
        AbiValue::List values;
        std::size_t i = 0;
        for (const json::Value value : example.find("args")->array())
            values.push_back(test::must(abi_value_from_json(signature.types().at(i++), value)));
        ASSERT_OK_AND(const Bytes data, signature.encode_call(values));
        EXPECT_EQ(to_hex(data), test::text_at(example, "data"));
        EXPECT_EQ(test::must(signature.decode_call(data)), values);
    }
}

TEST(AbiType, KnowsTheCanonicalNamesOnly) {
    for (const char* text :
         {"uint8", "uint256", "int8", "bytes1", "bytes32", "bytes", "string", "bool", "address",
          "uint256[]", "(uint256,string)[2][]", "((bytes))", "bytes32[65536]"}) {
        ASSERT_OK_AND(const AbiType type, AbiType::parse(text));
        EXPECT_EQ(type.to_string(), text);
    }
    for (const std::string& text : {std::string(),
                                    std::string("uint"),
                                    std::string("int"),
                                    std::string("byte"),
                                    std::string("uint7"),
                                    std::string("uint264"),
                                    std::string("uint08"),
                                    std::string("uint0"),
                                    std::string("bytes0"),
                                    std::string("bytes33"),
                                    std::string("bool8"),
                                    std::string("()"),
                                    std::string("(uint8"),
                                    std::string("uint8)"),
                                    std::string("uint8[0]"),
                                    std::string("uint8[01]"),
                                    std::string("uint8["),
                                    std::string("uint8 []"),
                                    std::string("(uint8,)"),
                                    std::string("string[65537]"),
                                    std::string("bytes32[65537]"),
                                    std::string("bytes32[257][256]"),
                                    std::string("fixed128x18"),
                                    std::string("uint8[99999999999999999999]"),
                                    std::string(5000, '('),
                                    "uint8" + std::string(40, '[')})
        EXPECT_CODE(AbiType::parse(text), errors::kAbiTypeMalformed) << text;
    std::string deep = "uint8";
    for (unsigned i = 1; i < AbiType::kMaxDepth; ++i) deep += "[]";
    EXPECT_OK(AbiType::parse(deep));
    EXPECT_CODE(AbiType::parse(deep + "[]"), errors::kAbiTypeMalformed);
}

TEST(AbiSignature, KnowsTheCanonicalFormOnly) {
    for (const char* text : {"f", "f(", "f)", "(uint256)", "f(uint)", "f(uint256 )",
                             "f(uint256, uint256)", "f(uint256 x)", "1f()", "f()x", "f(,)",
                             "f(uint8 indexed,uint8 indexed,uint8 indexed,uint8 indexed)"})
        EXPECT_CODE(AbiSignature::parse(text), errors::kAbiTypeMalformed) << text;
    ASSERT_OK_AND(const auto event, AbiSignature::parse("E(address indexed,(uint8,bytes)[])"));
    EXPECT_EQ(event.canonical(), "E(address,(uint8,bytes)[])");
    EXPECT_OK(AbiSignature::parse("f()"));
}

std::vector<AbiType> types_of(std::initializer_list<const char*> names) {
    std::vector<AbiType> types;
    for (const char* name : names) types.push_back(test::must(AbiType::parse(name)));
    return types;
}

TEST(Abi, ValuesAreHeldToTheirTypes) {
    const auto refused = [](const char* type, const AbiValue& value) {
        const auto types = types_of({type});
        EXPECT_CODE(abi_encode(types, {&value, 1}), errors::kAbiValueMismatch) << type;
    };
    refused("uint8", AbiValue::uint(256));
    refused("uint8", AbiValue::integer(-1));
    refused("int8", AbiValue::integer(128));
    refused("int8", AbiValue::integer(-129));
    refused("uint8", AbiValue::boolean(true));
    refused("bool", AbiValue::uint(1));
    refused("address", AbiValue::bytes(Bytes(20)));
    refused("bytes4", AbiValue::bytes(Bytes(3)));
    refused("bytes4", AbiValue::bytes(Bytes(5)));
    refused("string", AbiValue::bytes(Bytes{0xff}));
    refused("bytes", AbiValue::uint(1));
    refused("uint8[2]", AbiValue::list({AbiValue::uint(1)}));
    refused("uint8[]", AbiValue::uint(1));
    refused("(uint8,uint8)", AbiValue::list({AbiValue::uint(1)}));
    const auto types = types_of({"uint8"});
    EXPECT_CODE(abi_encode(types, {}), errors::kAbiValueMismatch);
    const AbiValue least = AbiValue::integer(-128);
    EXPECT_OK(abi_encode(types_of({"int8"}), {&least, 1}));
}

TEST(Abi, DecodingRefusesWhatNobodyEncodes) {
    const auto word = [](std::uint64_t value) { return to_bytes(Uint256(value).to_word()); };
    const auto decode = [](const char* type, const std::vector<Bytes>& parts) {
        Bytes data;
        for (const Bytes& part : parts) append(data, part);
        return abi_decode(types_of({type}), data);
    };
    Bytes text = word(0);
    text[0] = 'a';
    EXPECT_OK(decode("string", {word(32), word(1), text}));
    EXPECT_CODE(decode("string", {word(64), word(1), text, word(0)}), errors::kAbiNotCanonical);
    EXPECT_CODE(decode("string", {word(0), word(1), text}), errors::kAbiNotCanonical);
    EXPECT_CODE(decode("string", {word(32), word(0), text}), errors::kAbiTrailingBytes);
    EXPECT_CODE(decode("string", {word(32), word(33), text}), errors::kAbiTruncated);
    EXPECT_CODE(decode("string", {word(32), word(1)}), errors::kAbiTruncated);
    EXPECT_CODE(decode("string", {word(32), word(1), word(1)}), errors::kAbiNotCanonical);
    EXPECT_CODE(decode("string", {word(std::uint64_t{1} << 40), word(1), text}),
                errors::kAbiTruncated);
    EXPECT_CODE(decode("string", {to_bytes(Uint256::max().to_word())}), errors::kAbiTruncated);
    Bytes not_text = word(0);
    not_text[0] = 0xff;
    EXPECT_CODE(decode("string", {word(32), word(1), not_text}), errors::kAbiNotUtf8);
    EXPECT_OK(decode("bytes", {word(32), word(1), not_text}));
    EXPECT_CODE(decode("bool", {word(2)}), errors::kAbiNotCanonical);
    EXPECT_CODE(decode("uint8", {word(256)}), errors::kAbiNotCanonical);
    EXPECT_CODE(decode("int8", {word(128)}), errors::kAbiNotCanonical);
    EXPECT_CODE(decode("bytes4", {word(1)}), errors::kAbiNotCanonical);
    EXPECT_CODE(decode("address", {to_bytes(Uint256::max().to_word())}), errors::kAbiNotCanonical);
    EXPECT_CODE(decode("uint8", {}), errors::kAbiTruncated);
    EXPECT_CODE(decode("uint8", {word(1), word(1)}), errors::kAbiTrailingBytes);
    EXPECT_CODE(decode("uint8[]", {word(32), word(2), word(1)}), errors::kAbiTruncated);
    // Two elements that share one tail.
    EXPECT_CODE(decode("bytes[]", {word(32), word(2), word(64), word(64), word(0)}),
                errors::kAbiNotCanonical);
}

TEST(Abi, EventsAreReadFromTopicsAndData) {
    ASSERT_OK_AND(const auto event,
                  AbiSignature::parse("Noted(address indexed,uint64,string indexed,bytes)"));
    const AbiValue::List in_data{AbiValue::uint(7), AbiValue::text("document")};
    ASSERT_OK_AND(const Bytes data, abi_encode(types_of({"uint64", "bytes"}), in_data));
    Word account{};
    account[31] = 9;
    Word hash;
    hash.fill(0x55);
    const std::vector<Word> topics{event.topic(), account, hash};
    ASSERT_OK_AND(const auto values, event.decode_event(topics, data));
    ASSERT_EQ(values.size(), 4U);
    EXPECT_EQ((*values[0].as_address())[19], 9);
    EXPECT_EQ(values[1], in_data[0]);
    EXPECT_EQ(*values[2].as_bytes_value(), to_bytes(hash));
    EXPECT_EQ(values[3], in_data[1]);
    EXPECT_CODE(event.decode_event(std::span(topics).first(2), data), errors::kAbiTopicsMismatch);
    EXPECT_CODE(event.decode_event({}, data), errors::kAbiTopicsMismatch);
    const std::vector<Word> other{hash, account, hash};
    EXPECT_CODE(event.decode_event(other, data), errors::kAbiTopicsMismatch);
    const std::vector<Word> wide{event.topic(), hash, hash};
    EXPECT_CODE(event.decode_event(wide, data), errors::kAbiNotCanonical);
    EXPECT_CODE(event.decode_event(topics, {}), errors::kAbiTruncated);
    EXPECT_CODE(event.decode_call(data), errors::kAbiValueMismatch);
}

TEST(AbiJson, RefusesWhatTheTypeCannotHold) {
    const auto refused = [](const char* type, const char* text) {
        const auto document = test::must(json::Document::parse(std::string_view(text)));
        EXPECT_CODE(abi_value_from_json(test::must(AbiType::parse(type)), document.root()),
                    errors::kAbiValueMismatch)
            << type << " " << text;
    };
    refused("uint256", "-1");
    refused("uint256", "\"-1\"");
    refused("uint256", "1.5");
    refused("uint256", "true");
    refused("uint256", "\"\"");
    refused("int256",
            "\"57896044618658097711785492504343953926634992332820282019728792003956564819968\"");
    refused("int256",
            "\"-57896044618658097711785492504343953926634992332820282019728792003956564819969\"");
    refused("bool", "1");
    refused("bool", "\"true\"");
    refused("bytes", "\"ab\"");
    refused("bytes", "[1]");
    refused("string", "1");
    refused("uint8[]", "1");
    refused("(uint8,uint8)", "[1]");
}

}  // namespace
}  // namespace deed::registry::evm
