#include "did/methods/ethr.hpp"

#include "did/errors.hpp"
#include "did/methods/ethr_errors.hpp"
#include "registry-contracts/client/evm/erc1056/errors.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "tests/did/methods/ethr_support.hpp"

// The registry that npm has, on Anvil.

namespace deed::did {
namespace {

using namespace test;

class EthrChainTest : public testing::Test {
protected:
    void SetUp() override {
        DEED_NEEDS_ETHR();
        chain = std::make_unique<EthrChain>();
        owner = chain->funded(0x21);
        clock.set(Timestamp::from_unix_seconds(0).value());  // the chain's time counts
        resolver = std::make_unique<EthrResolver>(chain->source(), clock, limits());
        did = ethr_of(owner.wallet->address());
    }
    static Erc1056Limits limits() {
        Erc1056Limits limits;
        limits.max_events = 12;
        limits.max_value_bytes = 4096;
        return limits;
    }

    Receipt change(const Erc1056Change& change) { return chain->change(owner, *did, change); }
    Result<Resolution> resolve(const ResolveOptions& options = {}) {
        return resolver->resolve(*did, options, call);
    }
    std::string resolved(const ResolveOptions& options = {}) {
        return must(resolve(options)).document.json().to_string();
    }
    static ResolveOptions version(std::uint64_t block) {
        return {.version_id = std::to_string(block)};
    }
    static ResolveOptions at(std::uint64_t seconds) {
        return {.version_time =
                    Timestamp::from_unix_seconds(static_cast<std::int64_t>(seconds)).value()};
    }
    /// Whether a delegate or attribute of this number is in the document.
    bool has(int number, const ResolveOptions& options = {}) {
        return resolved(options).find("#delegate-" + std::to_string(number) + "\"") !=
               std::string::npos;
    }

    std::unique_ptr<EthrChain> chain;
    Party owner;
    FixedClock clock{Timestamp::from_unix_seconds(0).value()};
    std::unique_ptr<EthrResolver> resolver;
    std::optional<Did> did;
    Call call;
};

TEST_F(EthrChainTest, VersionsAreBlocksAndSayWhatCameNext) {
    const ResolveOptions before_all = version(chain->height());
    EXPECT_EQ(must(resolve()).metadata.version_id, std::nullopt);
    const Receipt first = change(AddDelegate{named("veriKey"), registry::Address{7}, 100});
    const std::uint64_t first_time = chain->time();
    chain->pass(50);
    const std::uint64_t between = chain->height();
    const Receipt second =
        change(SetAttribute{named("did/svc/Hub"), to_bytes(as_bytes("https://a.example")), 1000});
    const std::uint64_t second_time = chain->time();

    const Resolution latest = must(resolve());
    EXPECT_EQ(latest.metadata.version_id, std::to_string(second.block_number));
    EXPECT_EQ(latest.metadata.updated->unix_milliseconds() / 1000,
              static_cast<std::int64_t>(second_time));
    EXPECT_FALSE(latest.metadata.next_version_id.has_value());

    for (const ResolveOptions& options :
         {version(first.block_number), version(between), at(first_time), at(second_time - 1)}) {
        const Resolution earlier = must(resolve(options));
        EXPECT_EQ(earlier.metadata.version_id, std::to_string(first.block_number));
        EXPECT_EQ(earlier.metadata.next_version_id, std::to_string(second.block_number));
        EXPECT_EQ(earlier.metadata.next_update, latest.metadata.updated);
        EXPECT_TRUE(has(1, options));
    }
    const Resolution none = must(resolve(before_all));
    EXPECT_FALSE(none.metadata.version_id.has_value());
    EXPECT_EQ(none.metadata.next_version_id, std::to_string(first.block_number));
    EXPECT_FALSE(has(1, at(first_time - 1)));

    // Validity ends after its last second, by the time that is asked for.
    EXPECT_TRUE(has(1, at(first_time + 100)));
    EXPECT_FALSE(has(1, at(first_time + 101)));
    EXPECT_TRUE(has(1));
    clock.set(Timestamp::from_unix_seconds(static_cast<std::int64_t>(first_time + 101)).value());
    EXPECT_FALSE(has(1));

    for (const char* text : {"", "latest", "-1", "01", "0x1", "99999999999999999999999"})
        EXPECT_CODE(resolve({.version_id = text}), errors::kNoSuchVersion) << text;
    EXPECT_CODE(resolve(version(chain->height() + 1)), errors::kNoSuchVersion);
    EXPECT_CODE(resolve({.version_number = 1}), errors::kVersionsUnsupported);
    EXPECT_CODE(resolve({.version_id = "1", .version_time = latest.metadata.updated}),
                errors::kVersionOptions);
}

TEST_F(EthrChainTest, AnswersAreAsOldAsTheHead) {
    change(AddDelegate{named("veriKey"), registry::Address{7}, 100});
    const auto head = [&] {
        return Timestamp::from_unix_seconds(static_cast<std::int64_t>(chain->time())).value();
    };
    const Timestamp before = head();
    ASSERT_OK_AND(const Resolution first, resolve());
    ASSERT_TRUE(first.freshness.has_value());
    EXPECT_EQ(first.freshness->as_of, before);
    EXPECT_EQ(first.freshness->source, "node's last block");
    // An earlier version is told by the same head.
    chain->pass(500);
    EXPECT_EQ(must(resolve(version(1))).freshness->as_of, before.plus_seconds(500));
    ASSERT_OK_AND(const History history, resolver->history(*did, call));
    ASSERT_TRUE(history.freshness.has_value());
    EXPECT_EQ(history.freshness->as_of, before.plus_seconds(500));
    EXPECT_EQ(history.freshness->source, "node's last block");
}

TEST_F(EthrChainTest, HistoryHasAVersionForEachChangeAndEachEnd) {
    change(AddDelegate{named("veriKey"), registry::Address{7}, 100});
    const std::uint64_t first = chain->time();
    chain->pass(500);
    Party next = chain->funded(0x22);
    change(ChangeOwner{next.wallet->address()});
    chain->change(next, *did, ChangeOwner{});
    ASSERT_OK_AND(const History history, resolver->history(*did, call));
    using Kind = Version::Kind;
    std::vector<Kind> kinds;
    for (const Version& one : history.versions) kinds.push_back(one.kind);
    EXPECT_EQ(kinds, (std::vector{Kind::created, Kind::updated, Kind::updated, Kind::rotated,
                                  Kind::deactivated}));
    EXPECT_FALSE(history.versions[0].from.has_value());
    EXPECT_EQ(history.versions[2].from->unix_milliseconds(),
              static_cast<std::int64_t>(first + 101) * 1000);
    EXPECT_EQ(history.versions[1].document->verification_methods().size(), 2U);
    EXPECT_EQ(history.versions[2].document->verification_methods().size(), 1U);
    EXPECT_FALSE(history.versions[4].document.has_value());
    EXPECT_TRUE(must(resolve()).metadata.deactivated);
    EXPECT_FALSE(must(resolve(version(1))).metadata.deactivated);

    // The contract takes changes of the identity's own key again; they count for nothing.
    chain->done(owner,
                {chain->registry, 0,
                 encode_own_change(owner.wallet->address(),
                                   AddDelegate{named("veriKey"), registry::Address{9}, 99})});
    EXPECT_TRUE(must(resolve()).metadata.deactivated);
    EXPECT_EQ(must(resolver->history(*did, call)).versions.size(), 5U);
    EthrRegistrar registrar = chain->registrar(owner);
    EXPECT_CODE(registrar.send(*did, ChangeOwner{registry::Address{1}}, call),
                errors::kEthrDeactivated);
}

TEST_F(EthrChainTest, SeveralChangesInOneBlock) {
    chain->tell("evm_setAutomine", "[false]");
    std::vector<SignedTransaction> sent;
    for (std::uint8_t i = 1; i <= 4; ++i)
        sent.push_back(must(owner.sender->prepare(
            {chain->registry, 0,
             encode_own_change(owner.wallet->address(),
                               AddDelegate{named("veriKey"), registry::Address{i}, 1000})},
            call)));
    for (const SignedTransaction& one : sent) must(owner.sender->send(one, call));
    chain->tell("evm_mine");
    chain->tell("evm_setAutomine", "[true]");
    change(RevokeDelegate{named("veriKey"), registry::Address{2}});
    EXPECT_TRUE(has(1) && !has(2) && has(3) && has(4) && !has(5));
    EXPECT_EQ(must(resolver->history(*did, call)).versions.size(), 3U);
}

TEST_F(EthrChainTest, OthersSendWhatTheOwnerSigned) {
    Party payer = chain->funded(0x44);
    EthrRegistrar registrar = chain->registrar(payer);
    const Bytes value = to_bytes(as_bytes("https://a.example"));
    const std::vector<Erc1056Change> changes{
        AddDelegate{named("sigAuth"), registry::Address{7}, 1000},
        SetAttribute{named("did/svc/Hub"), value, 1000},
        RevokeDelegate{named("sigAuth"), registry::Address{7}},
        RevokeAttribute{named("did/svc/Hub"), value}, ChangeOwner{payer.wallet->address()}};
    const auto signed_by = [&](const EthrRequest& request, AccountSigner& signer) {
        return must(signer.sign(request.digest, call));
    };
    std::uint64_t nonce = 0;
    for (const Erc1056Change& change : changes) {
        EXPECT_CODE(registrar.send(*did, change, call), errors::kEthrNotOwner);
        const EthrRequest request = must(registrar.prepare(*did, change, call));
        EXPECT_EQ(request.nonce, Uint256(nonce++));
        EXPECT_CODE(registrar.send(request, signed_by(request, *payer.wallet), call),
                    errors::kEthrNotOwner);
        const auto sent = must(registrar.send(request, signed_by(request, *owner.wallet), call));
        ASSERT_OK(registrar.wait(sent, {}, call));
        const auto again = registrar.send(request, signed_by(request, *owner.wallet), call);
        EXPECT_EQ(deed::test::code_of(again), std::holds_alternative<ChangeOwner>(change)
                                                  ? "did_ethr.not_owner"
                                                  : "did_ethr.nonce_used");
        if (nonce == 2) {
            EXPECT_TRUE(has(1));
            EXPECT_NE(resolved().find("#service-1"), std::string::npos);
        }
    }
    EXPECT_EQ(resolved().find("#service-1"), std::string::npos);
    EXPECT_FALSE(has(1));
    EXPECT_NE(resolved().find(to_checksummed(payer.wallet->address())), std::string::npos);
    EXPECT_OK(registrar.send(*did, changes[0], call));  // who owns it now needs nobody
}

TEST_F(EthrChainTest, WhatIsWrittenIsResolved) {
    for (const auto type : {crypto::KeyType::secp256k1, crypto::KeyType::ed25519,
                            crypto::KeyType::x25519, crypto::KeyType::p256}) {
        const crypto::PublicKey key = crypto::PrivateKey::generate(type).public_key();
        const Relationship use = type == crypto::KeyType::x25519 ? Relationship::key_agreement
                                                                 : Relationship::assertion_method;
        change(must(ethr_key_attribute(key, use, 1000)));
        const Document document = must(resolve()).document;
        EXPECT_NE(document.find_method(key, use), nullptr);
    }
    change(must(ethr_service_attribute("Hub", R"({"uri":"https://a.example"})", 1000)));
    EXPECT_NE(resolved().find(R"("serviceEndpoint":{"uri":"https://a.example"})"),
              std::string::npos);
    change(AddDelegate{must(ethr_delegate_type(Relationship::authentication)), registry::Address{5},
                       1000});
    EXPECT_TRUE(must(resolve()).document.allows(did->to_string() + "#delegate-5",
                                                Relationship::authentication));

    const crypto::PublicKey key =
        crypto::PrivateKey::generate(crypto::KeyType::ed25519).public_key();
    EXPECT_CODE(ethr_key_attribute(key, Relationship::capability_invocation, 1),
                errors::kEthrAttribute);
    EXPECT_CODE(ethr_delegate_type(Relationship::key_agreement), errors::kEthrAttribute);
    for (const char* type : {"", "a-b", "a/b", "a234567890123456789012345"})
        EXPECT_CODE(ethr_service_attribute(type, "https://a.example", 1), errors::kEthrAttribute);
    for (const char* endpoint : {"", "a b", "7", "\"no uri\""})
        EXPECT_CODE(ethr_service_attribute("Hub", endpoint, 1), errors::kEthrAttribute);

    EthrRegistrar registrar = chain->registrar(owner);
    for (const std::uint64_t validity :
         {std::uint64_t{0}, std::uint64_t{253'402'300'800}, ~std::uint64_t{0}})
        EXPECT_CODE(registrar.send(*did, AddDelegate{named("veriKey"), {}, validity}, call),
                    errors::kEthrValidity);
    EXPECT_CODE(registrar.send(ethr_of(owner.wallet->address(), "mainnet"), ChangeOwner{}, call),
                errors::kWrongLedger);
}

TEST_F(EthrChainTest, AChangeThatLostARaceIsToldFromOneThatHolds) {
    EthrRegistrar registrar = chain->registrar(owner);
    chain->tell("evm_setAutomine", "[false]");
    const auto made = [&](std::uint8_t byte) {
        const ChangeOwner change{registry::Address{byte}};
        return must(owner.sender->prepare(
            {chain->registry, 0, encode_own_change(owner.wallet->address(), change)}, call));
    };
    const SignedTransaction first = made(1);
    const SignedTransaction second = made(2);
    must(owner.sender->send(first, call));
    must(owner.sender->send(second, call));
    chain->tell("evm_mine");
    EXPECT_OK(registrar.wait(first, {}, call));
    EXPECT_CODE(registrar.wait(second, {}, call), errors::kEthrFailed);
}

TEST_F(EthrChainTest, TheRightChainAndARegistryMustBeThere) {
    const registry::Address identity = owner.wallet->address();
    EXPECT_CODE(resolver->resolve(ethr_of(identity, "mainnet"), call),
                registry::evm::errors::kWrongChain);
    EthrNetwork other = chain->network();
    other.chain_id = 1;
    const EthrNetworkSource source = [&](const EthrId&, Call&) -> Result<EthrNetwork> {
        return other;
    };
    EXPECT_CODE(EthrResolver(source, clock).resolve(ethr_of(identity, "bank"), call),
                registry::evm::errors::kWrongChain);
    EXPECT_CODE(EthrRegistrar::open(other, *owner.sender, identity, call),
                registry::evm::errors::kWrongChain);
    other = chain->network();
    other.registry = registry::Address{1, 2, 3};
    EXPECT_CODE(EthrResolver(source, clock).resolve(*did, call),
                registry::evm::errors::kNoContract);
    const EthrNetworkSource none = [](const EthrId& id, Call&) -> Result<EthrNetwork> {
        return unknown_ethr_network(id);
    };
    EXPECT_CODE(EthrResolver(none, clock).resolve(*did, call), errors::kEthrUnknownNetwork);
    EXPECT_CODE(EthrResolver(none, clock).history(*did, call), errors::kEthrUnknownNetwork);
}

TEST_F(EthrChainTest, HistoriesAreReadNoFurtherThanTheLimits) {
    change(SetAttribute{named("x"), Bytes(4096, 1), 1});
    EXPECT_OK(resolve());
    change(SetAttribute{named("x"), Bytes(1, 1), 1});
    EXPECT_CODE(resolve(), registry::evm::errors::kErc1056HistoryTooLong);

    Party other = chain->funded(0x23);
    did = ethr_of(other.wallet->address());
    for (std::uint8_t i = 0; i < 12; ++i)
        chain->change(other, *did, AddDelegate{named("veriKey"), registry::Address{i}, 9});
    EXPECT_OK(resolve());
    chain->change(other, *did, ChangeOwner{registry::Address{1}});
    EXPECT_CODE(resolve(), registry::evm::errors::kErc1056HistoryTooLong);
    Erc1056Limits impatient;
    impatient.patience = std::chrono::milliseconds(0);
    EXPECT_CODE(EthrResolver(chain->source(), clock, impatient).resolve(*did, call),
                registry::evm::errors::kErc1056HistorySlow);
    const std::atomic<bool> cancelled{true};
    Call over(nullptr, &cancelled);
    EXPECT_CODE(resolver->resolve(*did, over), deed::errors::kInterrupted);
}

// What a node says is held against itself.
TEST_F(EthrChainTest, ANodeThatLiesIsNotBelieved) {
    change(AddDelegate{named("veriKey"), registry::Address{1}, 1000});
    const std::uint64_t first = chain->height();
    change(AddDelegate{named("veriKey"), registry::Address{2}, 1000});
    const std::uint64_t second = chain->height();
    change(ChangeOwner{registry::Address{9}});
    const auto hex = [](std::uint64_t number) {
        return "\"" + Uint256(number).to_quantity() + "\"";
    };
    const auto word = [](std::uint64_t number) {
        return "\"" + to_hex(Uint256(number).to_word()) + "\"";
    };
    const auto replaced = [](std::string text, const std::string& from, const std::string& to) {
        const std::size_t place = text.find(from);
        return place == std::string::npos ? text : text.replace(place, from.size(), to);
    };
    struct Case {
        const char* what;
        std::string code;
        LyingHttp::Lie lie;
    };
    const std::string owner_call =
        to_hex(crypto::keccak256(as_bytes("identityOwner(address)"))).substr(0, 10);
    const std::string changed_call =
        to_hex(crypto::keccak256(as_bytes("changed(address)"))).substr(0, 10);
    const std::string topic = to_hex(erc1056_topic_of(owner.wallet->address()));
    const auto of_logs = [&](std::uint64_t block, std::function<std::string(std::string)> lie) {
        return
            [=](const std::string& method, const std::string& params, const std::string& result) {
                return method == "eth_getLogs" && params.find(hex(block)) != std::string::npos
                           ? lie(result)
                           : result;
            };
    };
    const auto of_blocks = [&](std::uint64_t block, std::function<std::string(std::string)> lie) {
        return [=](const std::string& method, const std::string& params,
                   const std::string& result) {
            return method == "eth_getBlockByNumber" && params.find(hex(block)) != std::string::npos
                       ? lie(result)
                       : result;
        };
    };
    const auto of_call = [&](const std::string& selector, const std::string& told) {
        return
            [=](const std::string& method, const std::string& params, const std::string& result) {
                return method == "eth_call" && params.find(selector) != std::string::npos ? told
                                                                                          : result;
            };
    };
    const std::vector<Case> cases{
        {"no logs", "erc1056.history_missing", of_logs(second, [](auto) { return "[]"; })},
        {"no block", "erc1056.history_missing", of_blocks(first, [](auto) { return "null"; })},
        {"another contract's log", "rpc.unexpected_result",
         of_logs(second,
                 [&](std::string text) {
                     return replaced(text, to_hex(chain->registry), "0x" + std::string(40, '1'));
                 })},
        {"another identity's log", "rpc.unexpected_result",
         of_logs(
             second,
             [&](std::string text) { return replaced(text, topic, "0x" + std::string(64, '1')); })},
        {"a change before that is no earlier", "erc1056.history_broken",
         of_logs(second,
                 [&](std::string text) {
                     return replaced(text, to_hex(Uint256(first).to_word()).substr(2),
                                     to_hex(Uint256(second).to_word()).substr(2));
                 })},
        {"a change before that is nowhere", "erc1056.history_missing",
         of_logs(second,
                 [&](std::string text) {
                     return replaced(text, to_hex(Uint256(first).to_word()).substr(2),
                                     to_hex(Uint256(1).to_word()).substr(2));
                 })},
        {"no change before", "erc1056.history_broken",
         [&](const std::string& method, const std::string& params, const std::string& result) {
             if (method == "eth_call" && params.find(changed_call) != std::string::npos)
                 return word(second);  // hides the last change, but not the owner
             return result;
         }},
        {"a log twice", "erc1056.history_broken",
         of_logs(second,
                 [](std::string text) {
                     return "[" + text.substr(1, text.size() - 2) + "," + text.substr(1);
                 })},
        {"data of another shape", "erc1056.event_malformed",
         of_logs(second,
                 [](std::string text) {
                     const json::Document logs = parsed(text);
                     return must(logs.with("/0/data", parsed("\"0x00\"").root())).to_string();
                 })},
        {"a log of another block", "erc1056.chain_moved",
         of_logs(second,
                 [&](std::string text) {
                     const std::string hash =
                         to_hex(must(chain->node.block(BlockRef::number(second), call))->hash);
                     return replaced(text, hash, "0x" + std::string(64, '1'));
                 })},
        {"a removed log", "erc1056.chain_moved",
         of_logs(second,
                 [&](std::string text) {
                     return replaced(text, "\"removed\":false", "\"removed\":true");
                 })},
        {"another owner", "erc1056.history_broken",
         of_call(owner_call, "\"0x" + std::string(24, '0') + std::string(40, '1') + "\"")},
        {"a change to come", "erc1056.history_broken", of_call(changed_call, word(1'000'000))},
        {"a change beyond numbers", "evm.number_too_large",
         of_call(changed_call, "\"0x" + std::string(64, 'f') + "\"")},
        {"half a word", "abi.truncated", of_call(changed_call, "\"0x00\"")},
        {"another block", "rpc.unexpected_result",
         of_blocks(first,
                   [&](std::string text) { return replaced(text, hex(first), hex(first + 77)); })},
        {"time that runs back", "erc1056.history_broken",
         of_blocks(
             first,
             [&](std::string text) {
                 const auto time =
                     must(chain->node.block(BlockRef::number(first), call))->header.timestamp();
                 return replaced(text, "\"timestamp\":" + hex(time),
                                 "\"timestamp\":" + hex(time + 1000));
             })},
    };
    for (const Case& one : cases) {
        chain->http.lie = nullptr;
        bool is_asking = false;
        chain->http.lie = [&](const std::string& method, const std::string& params,
                              const std::string& result) {
            if (is_asking) return result;  // what the lie itself asks for is true
            is_asking = true;
            std::string told = one.lie(method, params, result);
            is_asking = false;
            return told;
        };
        EXPECT_EQ(deed::test::code_of(resolve()), one.code) << one.what;
    }
    chain->http.lie = nullptr;
    EXPECT_OK(resolve());
}

TEST_F(EthrChainTest, AReorganisationMeanwhileIsSeen) {
    change(AddDelegate{named("veriKey"), registry::Address{1}, 1000});
    unsigned heads = 0;
    chain->http.lie = [&](const std::string& method, const std::string&,
                          const std::string& result) -> std::string {
        if (method != "eth_getBlockByNumber" || ++heads < 3) return result;
        const json::Document block = parsed(result);
        return must(block.with("/hash", parsed("\"0x" + std::string(64, '1') + "\"").root()))
            .to_string();
    };
    EXPECT_CODE(resolve(), registry::evm::errors::kErc1056Moved);
}

}  // namespace
}  // namespace deed::did
