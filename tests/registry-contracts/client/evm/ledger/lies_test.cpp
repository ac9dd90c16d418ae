#include <atomic>

#include "lib/json/jcs.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evm/deployment/errors.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/ledger/errors.hpp"
#include "registry-contracts/client/evm/wire/errors.hpp"
#include "tests/registry-contracts/client/evm/ledger/chain_fixture.hpp"
#include "tests/registry-contracts/client/evm/ledger/lying_http.hpp"

// What a reader believes of a node that lies, fails, or was told something else.

namespace deed::registry::test {
namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    if (at == text.npos) throw std::runtime_error("nothing to replace: " + from);
    return text.replace(at, from.size(), to);
}

std::string word_of(std::uint64_t value) {
    return evm::to_hex(evm::Uint256(value).to_word()).substr(2);
}

class LyingNode : public testing::Test {
protected:
    void SetUp() override {
        DEED_NEEDS_ANVIL();
        chain_ = std::make_unique<ChainFixture>();
        DidRegistry dids(chain_->writer(), chain_->clock());
        must(dids.create(bytes_of(R"({"id":"document"})"), *alice_, call_));
        must(dids.update(subject_, bytes_of(R"({"id":"later"})"), *alice_, call_));
        net::HttpClientOptions options;
        options.allow_http = true;
        options.addresses = net::Addresses::any;
        honest_ = must(net::make_http_client(options));
        lying_ = std::make_unique<Lying>(*honest_);
        rpc_ = std::make_unique<evm::RpcClient>(*lying_, chain_->anvil().url());
        node_ = std::make_unique<evm::Node>(*rpc_);
        ledger_ = must(evm::open_evm_ledger(*node_, nullptr, chain_->options(), call_));
    }

    void lie(const std::string& method,
             std::function<std::string(const std::string&, std::string)> how) {
        lying_->method = method;
        lying_->lie = std::move(how);
        lying_->asked_times = 0;
    }
    void always(const std::string& method, const std::string& result) {
        lie(method, [result](const std::string&, const std::string& answer) {
            return with_result(answer, result);
        });
    }
    void swap(const std::string& method, const std::string& from, const std::string& to) {
        lie(method, [from, to](const std::string&, std::string answer) {
            return replaced(std::move(answer), from, to);
        });
    }
    Result<Record> read() { return ledger_->read({Chain::did, subject_}, Latest{}, call_); }
    /// What identity() answers, in words.
    void tell(std::uint64_t status, std::uint64_t controller, std::uint64_t changed,
              std::uint64_t sequence) {
        always("eth_call", "\"0x" + word_of(status) + word_of(controller) + word_of(changed) +
                               word_of(sequence) + word_of(0) + "\"");
    }

    /// As a node tells it.
    std::string block_of(std::uint64_t number) {
        evm::RpcClient rpc(*honest_, chain_->anvil().url());
        const evm::RpcRequest request{"eth_getBlockByNumber",
                                      "[\"" + evm::Uint256(number).to_quantity() + "\",false]"};
        return json::canonicalize(must(must(rpc.call(request, call_)).result()));
    }

    Call call_;
    std::unique_ptr<ChainFixture> chain_;
    std::unique_ptr<crypto::Signer> alice_ = controller(1);
    Address subject_ = address_of(*alice_);
    std::unique_ptr<net::HttpClient> honest_;
    std::unique_ptr<Lying> lying_;
    std::unique_ptr<evm::RpcClient> rpc_;
    std::unique_ptr<evm::Node> node_;
    std::unique_ptr<evm::EvmLedger> ledger_;
};

TEST_F(LyingNode, AboutEvents) {
    ASSERT_EQ(must(read()).operations.size(), 2U);
    always("eth_getLogs", "[]");
    EXPECT_CODE(read(), evm::errors::kDidHistoryBroken);
    const std::string later = evm::to_hex(bytes_of("later")).substr(2);
    swap("eth_getLogs", later, evm::to_hex(bytes_of("never")).substr(2));
    EXPECT_CODE(read(), evm::errors::kEventBodyMismatch);
    swap("eth_getLogs", "\"address\":\"" + to_string(chain_->registry()),
         "\"address\":\"" + to_string(chain_->directory()));
    EXPECT_CODE(read(), evm::errors::kRpcUnexpectedResult);
    // The last block's events in the place of those before, and the other way round.
    lie("eth_getLogs", [first = std::string()](const std::string&, std::string answer) mutable {
        if (first.empty()) first = answer;
        const auto document = must(json::Document::parse(first));
        return with_result(answer, json::canonicalize(*document.root().find("result")));
    });
    EXPECT_FALSE(read());
}

TEST_F(LyingNode, AboutTheState) {
    always("eth_call", "\"0x\"");
    EXPECT_CODE(read(), evm::errors::kAbiTruncated);
    tell(9, 5, 3, 2);
    EXPECT_CODE(read(), evm::errors::kStateMalformed);
    tell(1, 0, 3, 2);  // lives without a controller
    EXPECT_CODE(read(), evm::errors::kStateMalformed);
    tell(0, 0, 0, 2);  // is unknown and has operations
    EXPECT_CODE(read(), evm::errors::kStateMalformed);
    tell(1, 5, 1'000'000, 2);  // was changed in a block that is to come
    EXPECT_CODE(read(), evm::errors::kStateMalformed);
    const std::uint64_t last = must(node_->block_number(call_));
    tell(1, 5, last, 3);  // hides an operation that it counts
    EXPECT_CODE(read(), evm::errors::kDidHistoryBroken);
    tell(1, 5, last, 2);  // another controller than the events lead to
    EXPECT_CODE(read(), evm::errors::kDidHistoryBroken);
}

TEST_F(LyingNode, AboutTheDirectory) {
    always("eth_call", "\"0x\"");
    EXPECT_CODE(evm::find_did_registry(*node_, chain_->options().network, call_),
                evm::errors::kDirectoryMalformed);
    always("eth_getCode", "\"0x\"");
    EXPECT_CODE(evm::find_did_registry(*node_, chain_->options().network, call_),
                evm::errors::kNoContract);
    always("eth_chainId", "\"0x1\"");
    EXPECT_CODE(evm::find_did_registry(*node_, chain_->options().network, call_),
                evm::errors::kWrongChain);
}

TEST_F(LyingNode, AboutNumbers) {
    const std::string last = evm::Uint256(must(node_->block_number(call_))).to_quantity();
    swap("eth_getLogs", "\"blockNumber\":\"" + last + "\"",
         "\"blockNumber\":\"0x1ffffffffffffffffffffffffffffffff\"");
    EXPECT_CODE(read(), evm::errors::kRpcUnexpectedResult);
    swap("eth_getBlockByNumber", "\"timestamp\":\"0x", "\"timestamp\":\"0x7fffffff");
    EXPECT_FALSE(read());
}

TEST_F(LyingNode, AboutBlocks) {
    // Another hash each time: the chain seems to change under every reading.
    lie("eth_getBlockByNumber", [count = 0](const std::string&, std::string answer) mutable {
        const std::size_t at = answer.find("\"hash\":\"0x") + 10;
        answer[at] = "0123456789abcdef"[count++ % 16];
        return answer;
    });
    EXPECT_CODE(read(), evm::errors::kBlocksExchanged);
    EXPECT_GT(lying_->asked_times, 3);
}

TEST_F(LyingNode, WithoutConfirmedBlocksNothingIsKnown) {
    const auto all_fail = [this](const evm::EvmLedgerOptions& options) {
        const auto method = lying_->method;
        lying_->method.clear();
        ledger_ = must(evm::open_evm_ledger(*node_, nullptr, options, call_));
        lying_->method = method;
        EXPECT_CODE(read(), evm::errors::kNotConfirmed);
        EXPECT_CODE(ledger_->subject_count(call_), evm::errors::kNotConfirmed);
        EXPECT_CODE(ledger_->subjects({}, 10, call_), evm::errors::kNotConfirmed);
        EXPECT_CODE(ledger_->controlled_by(subject_, call_), evm::errors::kNotConfirmed);
        EXPECT_CODE(ledger_->known_until(call_), evm::errors::kNotConfirmed);
    };
    evm::EvmLedgerOptions options = chain_->options();
    options.included = {evm::Confirmation::Kind::depth, 1000};
    all_fail(options);
    options.included = {evm::Confirmation::Kind::finalized};
    always("eth_getBlockByNumber", "null");
    all_fail(options);
    lie("eth_getBlockByNumber", [](const std::string&, const std::string& answer) {
        const auto document = must(json::Document::parse(answer));
        return R"({"jsonrpc":"2.0","id":)" +
               std::to_string(*document.root().find("id")->integer()) +
               R"(,"error":{"code":-39001,"message":"Unknown block"}})";
    });
    all_fail(options);
    // The block there is, but the contract came after it.
    lying_->method.clear();
    const std::uint64_t head = must(node_->block_number(call_));
    options.included = {evm::Confirmation::Kind::depth, head + 1};
    ledger_ = must(evm::open_evm_ledger(*node_, nullptr, options, call_));
    EXPECT_CODE(read(), evm::errors::kNotConfirmed);
}

TEST_F(LyingNode, AboutTheTimeItsBlocksAreOld) {
    evm::EvmLedgerOptions options = chain_->options();
    options.node = "node http://127.0.0.1";
    ledger_ = must(evm::open_evm_ledger(*node_, nullptr, options, call_));
    ASSERT_OK_AND(const auto known, ledger_->known_until(call_));
    ASSERT_TRUE(known.has_value());
    EXPECT_EQ(known->source, "node http://127.0.0.1");
    const auto head = must(node_->block(evm::BlockRef::latest(), call_));
    EXPECT_EQ(known->time, at_second(static_cast<std::int64_t>(head->header.timestamp())));
    // A node that stopped: what came later is not shown, and the time tells it.
    const std::string stopped = evm::Uint256(head->header.number()).to_quantity();
    chain_->set_time(at_second(kStart + 5000));
    EXPECT_EQ(must(ledger_->known_until(call_))->time, at_second(kStart + 5000));
    options.included = {evm::Confirmation::Kind::depth, 2};
    const auto behind = must(evm::open_evm_ledger(*node_, nullptr, options, call_));
    EXPECT_EQ(must(behind->known_until(call_))->time, known->time) << stopped;
}

TEST_F(LyingNode, MakesNobodyReadWithoutEnd) {
    evm::EvmLedgerOptions options = chain_->options();
    const auto with = [&](const evm::DidLimits& limits) {
        options.limits = limits;
        ledger_ = must(evm::open_evm_ledger(*node_, nullptr, options, call_));
        return read();
    };
    EXPECT_OK(with({2, 64}));
    EXPECT_CODE(with({1, 64}), evm::errors::kDidHistoryTooLong);
    EXPECT_CODE(with({2, 20}), evm::errors::kDidHistoryTooLong);
    ledger_ = must(evm::open_evm_ledger(*node_, nullptr, chain_->options(), call_));
    const std::uint64_t last = must(node_->block_number(call_));
    tell(1, 5, last, 100'000);
    EXPECT_CODE(read(), evm::errors::kDidHistoryTooLong);
}

TEST_F(LyingNode, ThatIsDownSaysNothingOfSize) {
    evm::EvmLedgerOptions options = chain_->options();
    options.query_range = 4;
    chain_->mine(20);
    ledger_ = must(evm::open_evm_ledger(*node_, nullptr, options, call_));
    const auto fail_with = [this](const std::string& code, const std::string& message) {
        lie("eth_getLogs", [=](const std::string&, const std::string& answer) {
            const auto document = must(json::Document::parse(answer));
            return R"({"jsonrpc":"2.0","id":)" +
                   std::to_string(*document.root().find("id")->integer()) +
                   ",\"error\":{\"code\":" + code + ",\"message\":\"" + message + "\"}}";
        });
    };
    fail_with("-32002", "resource unavailable");
    EXPECT_CODE(ledger_->subject_count(call_), evm::errors::kRpcBusy);
    EXPECT_EQ(lying_->asked_times, 1);
    // A refusal that even one block meets teaches no smaller range.
    fail_with("-32005", "too many results");
    EXPECT_CODE(ledger_->subject_count(call_), evm::errors::kRangeRefused);
    EXPECT_EQ(lying_->asked_times, 3);
    lie("eth_getLogs", [](const std::string&, std::string answer) { return answer; });
    EXPECT_EQ(must(ledger_->subject_count(call_)), 1U);
    const auto blocks = static_cast<int>(must(node_->block_number(call_))) + 1;
    EXPECT_EQ(lying_->asked_times, (blocks + 3) / 4);
}

TEST_F(LyingNode, GetsLargerRangesAfterABusyTime) {
    evm::EvmLedgerOptions options = chain_->options();
    options.query_range = 16;
    chain_->mine(60);
    ledger_ = must(evm::open_evm_ledger(*node_, nullptr, options, call_));
    // Refuses until it is asked for one block, then nothing any more.
    lie("eth_getLogs", [count = 0](const std::string&, std::string answer) mutable {
        if (++count > 4) return answer;
        const auto document = must(json::Document::parse(answer));
        return R"({"jsonrpc":"2.0","id":)" +
               std::to_string(*document.root().find("id")->integer()) +
               R"(,"error":{"code":-32005,"message":"too many results"}})";
    });
    EXPECT_EQ(must(ledger_->subject_count(call_)), 1U);
    EXPECT_LT(lying_->asked_times, 14);  // 1, 1, 2, 4, 8, 16, 16 … and four refusals
}

TEST_F(LyingNode, AViewBehindKeepsWhatIsCovered) {
    const auto bob = controller(2);
    DidRegistry dids(chain_->writer(), chain_->clock());
    ASSERT_EQ(must(ledger_->subject_count(call_)), 1U);
    must(dids.create(bytes_of("{}"), *bob, call_));
    ASSERT_EQ(must(ledger_->subject_count(call_)), 2U);
    // The other node behind the address is one block behind.
    const auto head = must(node_->block_number(call_));
    lie("eth_getBlockByNumber", [this, head](const std::string& asked, std::string answer) {
        if (asked.find("\"latest\"") == asked.npos) return answer;
        return with_result(answer, block_of(head - 1));
    });
    EXPECT_EQ(must(ledger_->subject_count(call_)), 1U);
    EXPECT_EQ(must(ledger_->subjects({}, 10, call_)).subjects.size(), 1U);
    EXPECT_TRUE(must(ledger_->controlled_by(address_of(*bob), call_)).empty());
    // And nothing is read again.
    lie("eth_getLogs", [](const std::string&, std::string answer) { return answer; });
    EXPECT_EQ(must(ledger_->subject_count(call_)), 2U);
    EXPECT_EQ(lying_->asked_times, 0);
}

TEST_F(LyingNode, AboutTheDepthOfAnotherBlock) {
    const Operation operation = must(DidRegistry::sign_creation(
        *chain_->writer().form(), bytes_of("{}"), *controller(3), at_second(kStart), 3600, call_));
    const Submission submission{operation, {}};
    const auto tickets = must(chain_->writer().submit({&submission, 1}, call_));
    must(chain_->writer().wait(tickets[0], Finality::included, call_));  // Anvil has made its block
    const auto head = must(node_->block_number(call_));
    evm::EvmLedgerOptions options = chain_->options();
    options.included = {evm::Confirmation::Kind::depth, 2};
    chain_->mine(1);
    ledger_ = must(evm::open_evm_ledger(*node_, nullptr, options, call_));
    // The other node behind the address is of a fork, on which the event's block has another hash.
    const std::string number = "\"" + evm::Uint256(head).to_quantity() + "\"";
    lie("eth_getBlockByNumber",
        [number, count = 0](const std::string& asked, std::string answer) mutable {
            if (asked.find(number) == asked.npos) return answer;
            const std::size_t at = answer.find("\"hash\":\"0x") + 10;
            // The first asks for the event's time, the second for the depth; then it is one chain.
            if (++count == 3) answer[at] = answer[at] == '0' ? '1' : '0';
            return answer;
        });
    EXPECT_OK(ledger_->wait(tickets[0], Finality::included, call_));
    EXPECT_GT(lying_->asked_times, 6) << "it was not looked for again";
}

TEST_F(LyingNode, AboutItsLimits) {
    const auto refuse_above = [this](std::uint64_t blocks) {
        lie("eth_getLogs", [blocks](const std::string& asked, std::string answer) {
            const auto document = must(json::Document::parse(asked));
            const auto filter = document.root().find("params")->array()[0];
            const auto number = [&](const char* name) {
                return must(
                    must(evm::Uint256::from_quantity(filter.find(name)->string())).to_u64());
            };
            if (number("toBlock") - number("fromBlock") < blocks) return answer;
            return R"({"jsonrpc":"2.0","id":)" +
                   std::to_string(*document.root().find("id")->integer()) +
                   R"(,"error":{"code":-32005,"message":"query returned more than 10000 results"}})";
        });
    };
    refuse_above(1);
    EXPECT_EQ(must(ledger_->subject_count(call_)), 1U);
    EXPECT_EQ(must(ledger_->controlled_by(subject_, call_)), std::vector{subject_});
    evm::EvmLedgerOptions options = chain_->options();
    lying_->method.clear();
    ledger_ = must(evm::open_evm_ledger(*node_, nullptr, options, call_));
    refuse_above(0);
    EXPECT_CODE(ledger_->subject_count(call_), evm::errors::kRangeRefused);
}

/// What is in the outbox is sent by whoever opens it next.
TEST_F(LyingNode, AnInterruptionTellsThatTheOutboxGoesOn) {
    deed::test::TempDir folder;
    const auto account = deed::test::Anvil::rich();
    evm::OutboxOptions options;
    options.folder = folder / "outbox";
    options.chain_id = chain_->chain_id();
    options.fees.max_fee_per_gas = 100'000'000'000;
    options.fees.max_priority_fee_per_gas = 2'000'000'000;
    const auto outbox = must(evm::Outbox::open(options, *node_, *account, chain_->clock()));
    const auto ledger = must(evm::open_evm_ledger(*node_, outbox.get(), chain_->options(), call_));
    const Submission submission{
        must(DidRegistry::sign_creation(*ledger->form(), bytes_of("{}"), *controller(2),
                                        at_second(kStart), 3600, call_)),
        {}};
    std::atomic<bool> cancelled{false};
    Call interrupted(nullptr, &cancelled);
    const auto cancels_at = [&](const std::string& method) {
        cancelled = false;
        lie(method, [&](const std::string&, std::string answer) {
            cancelled = true;
            return answer;
        });
    };
    cancels_at("eth_getBlockByNumber");
    EXPECT_CODE(ledger->submit({&submission, 1}, interrupted), deed::errors::kInterrupted);
    EXPECT_TRUE(must(outbox->list()).empty());
    cancels_at("eth_estimateGas");
    EXPECT_CODE(ledger->submit({&submission, 1}, interrupted), errors::kOutcomeUnknown);
    ASSERT_EQ(must(outbox->list()).size(), 1U);
    lying_->method.clear();
    ASSERT_OK_AND(const auto tickets, ledger->submit({&submission, 1}, call_));
    EXPECT_OK(ledger->wait(tickets[0], Finality::included, call_));
    EXPECT_EQ(must(outbox->list()).size(), 1U);
}

}  // namespace
}  // namespace deed::registry::test
