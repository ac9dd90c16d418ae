// Histories that are kept in a file: what is asked for again, and what never gets in.

#include <sys/stat.h>

#include <fstream>

#include "lib/crypto/hash.hpp"
#include "lib/store/errors.hpp"
#include "lib/store/query.hpp"
#include "registry-contracts/client/evm/ledger/errors.hpp"
#include "tests/registry-contracts/client/evm/ledger/chain_fixture.hpp"
#include "tests/registry-contracts/client/evm/ledger/lying_http.hpp"

namespace deed::registry::test {
namespace {

constexpr std::uint32_t kApplicationId = 0x44654864;

/// Keeps what is logged.
class Notes final : public Logger {
public:
    void log(LogLevel, std::string_view message, std::initializer_list<LogField> fields) override {
        text += message;
        for (const LogField& field : fields) text += " " + std::string(field.value);
        text += "\n";
    }
    std::string text;
};

class KeptHistories : public testing::Test {
protected:
    void SetUp() override {
        DEED_NEEDS_ANVIL();
        chain_ = std::make_unique<ChainFixture>();
        must(dids().create(document("first"), *alice_, call_));
        must(dids().update(subject_, document("later"), *alice_, call_));
        net::HttpClientOptions options;
        options.allow_http = true;
        options.addresses = net::Addresses::any;
        honest_ = must(net::make_http_client(options));
        between_ = std::make_unique<Lying>(*honest_);
        rpc_ = std::make_unique<evm::RpcClient>(*between_, chain_->anvil().url());
        node_ = std::make_unique<evm::Node>(*rpc_);
    }
    DidRegistry dids() { return {chain_->writer(), chain_->clock()}; }
    static Bytes document(const std::string& name) {
        return bytes_of(R"({"id":")" + name + R"("})");
    }

    /// As another process reads it, which looks at the file anew.
    Result<Record> read() {
        evm::EvmLedgerOptions options = chain_->options();
        options.histories = temp_.path();
        options.prover = node_.get();
        DEED_TRY(const auto ledger, evm::open_evm_ledger(*node_, nullptr, options, call_));
        return ledger->read({Chain::did, subject_}, Latest{}, call_);
    }
    /// The last document, and how many log queries it took.
    std::pair<std::string, int> told() {
        count("eth_getLogs");
        const Record record = must(read());
        const int asked = between_->asked_times;
        between_->method.clear();
        if (record.operations.empty()) return {"", asked};
        const Bytes& body = record.operations.back().statement.body;
        return {std::string(as_text(body)), asked};
    }
    void count(const std::string& method) {
        lie(method, [](const std::string&, std::string answer) { return answer; });
    }
    void lie(const std::string& method,
             std::function<std::string(const std::string&, std::string)> how) {
        between_->method = method;
        between_->lie = std::move(how);
        between_->asked_times = 0;
    }
    std::filesystem::path file() const {
        return temp_ / (chain_->writer().network() + ".histories");
    }
    std::uint64_t entries() {
        auto database = must(store::Database::open(
            file(), {.application_id = kApplicationId, .version = 1, .schema = ""}));
        auto select = must(store::Statement::prepare(database, "SELECT count(*) FROM entry"));
        store::Query query(select);
        EXPECT_TRUE(must(query.next()));
        return must(query.unsigned_integer(0));
    }
    void change(std::string_view sql) {
        auto database = must(store::Database::open(
            file(), {.application_id = kApplicationId, .version = 1, .schema = ""}));
        must(database.run(sql));
    }

    Notes notes_;
    Call call_{&notes_};
    deed::test::TempDir temp_;
    std::unique_ptr<ChainFixture> chain_;
    std::unique_ptr<crypto::Signer> alice_ = controller(1);
    Address subject_ = address_of(*alice_);
    std::unique_ptr<net::HttpClient> honest_;
    std::unique_ptr<Lying> between_;
    std::unique_ptr<evm::RpcClient> rpc_;
    std::unique_ptr<evm::Node> node_;
};

const std::string kLater = R"({"id":"later"})";

TEST_F(KeptHistories, OnlyWhatIsNewIsAskedFor) {
    EXPECT_EQ(told(), std::pair(kLater, 2));
    EXPECT_EQ(told(), std::pair(kLater, 0));
    struct stat seen {};
    ASSERT_EQ(::stat(file().c_str(), &seen), 0);
    EXPECT_EQ(seen.st_mode & 0777U, 0600U);
    must(dids().update(subject_, document("newest"), *alice_, call_));
    EXPECT_EQ(told(), std::pair(std::string(R"({"id":"newest"})"), 1));
    EXPECT_EQ(told().second, 0);
    // It is what is read without a file.
    const Record kept = must(read());
    const Record plain = must(chain_->reader().read({Chain::did, subject_}, Latest{}, call_));
    ASSERT_EQ(kept.operations.size(), plain.operations.size());
    for (std::size_t i = 0; i < plain.operations.size(); ++i) {
        EXPECT_EQ(kept.operations[i].position, plain.operations[i].position);
        EXPECT_EQ(kept.operations[i].accepted, plain.operations[i].accepted);
        EXPECT_EQ(kept.operations[i].statement.body, plain.operations[i].statement.body);
    }
    // Others' are not affected by one that does not exist.
    EXPECT_EQ(entries(), 3U);
}

TEST_F(KeptHistories, ABlockThatLeftTheChainTakesItsOperationsAlong) {
    chain_->anvil().tell("evm_snapshot");
    must(dids().update(subject_, document("gone"), *alice_, call_));
    EXPECT_EQ(told(), std::pair(std::string(R"({"id":"gone"})"), 3));
    chain_->anvil().tell("evm_revert", "[\"0x0\"]");
    EXPECT_EQ(told(), std::pair(kLater, 0));
    EXPECT_EQ(entries(), 2U);
    // It comes again, in another block.
    chain_->mine(3);
    must(chain_->outbox().settle(call_));
    EXPECT_EQ(told(), std::pair(std::string(R"({"id":"gone"})"), 1));
    EXPECT_EQ(entries(), 3U);
    EXPECT_EQ(told().second, 0);
}

TEST_F(KeptHistories, WhatANodeMakesUpIsNeverKept) {
    const auto hex = [](const std::string& text) { return evm::to_hex(bytes_of(text)).substr(2); };
    const auto hash = [](const std::string& text) {
        return evm::to_hex(crypto::sha256(bytes_of(text))).substr(2);
    };
    // Nothing in it contradicts anything but the block.
    const std::string never = R"({"id":"never"})";
    lie("eth_getLogs", [&](const std::string&, std::string answer) {
        for (const auto& [from, to] :
             {std::pair(hex(kLater), hex(never)), std::pair(hash(kLater), hash(never))})
            if (const auto at = answer.find(from); at != answer.npos)
                answer.replace(at, from.size(), to);
        return answer;
    });
    const Record deceived = must(read());
    EXPECT_EQ(std::string(as_text(deceived.operations.back().statement.body)), never);
    EXPECT_NE(notes_.text.find(evm::errors::kHistoryUnproven.name), std::string::npos)
        << notes_.text;
    EXPECT_EQ(entries(), 1U);  // the creation, of which it told the truth
    EXPECT_EQ(told(), std::pair(kLater, 1));
    EXPECT_EQ(entries(), 2U);
}

TEST_F(KeptHistories, ABlockThatANodeMadeUpIsFoundOutByAnother) {
    EXPECT_EQ(told(), std::pair(kLater, 2));
    // What a node would have left behind that made up the first block: the last one is the chain's
    // none the less.
    change("UPDATE entry SET block_hash = randomblob(32) "
           "WHERE block_number = (SELECT min(block_number) FROM entry)");
    EXPECT_EQ(told(), std::pair(kLater, 2));
    EXPECT_EQ(entries(), 2U);
    EXPECT_EQ(told(), std::pair(kLater, 0));
}

TEST_F(KeptHistories, ANodeThatProvesNothingHasNothingKept) {
    lie("eth_getBlockReceipts",
        [](const std::string&, const std::string& answer) { return with_result(answer, "[]"); });
    EXPECT_EQ(must(read()).operations.size(), 2U);
    EXPECT_EQ(entries(), 0U);
    lie("eth_getLogs",
        [](const std::string&, const std::string& answer) { return with_result(answer, "[]"); });
    EXPECT_CODE(read(), evm::errors::kDidHistoryBroken);
    EXPECT_EQ(entries(), 0U);
    EXPECT_EQ(told(), std::pair(kLater, 2));
    EXPECT_EQ(entries(), 2U);
}

TEST_F(KeptHistories, AFileThatDoesNotHoldWhatItMustIsMadeAnew) {
    EXPECT_EQ(told(), std::pair(kLater, 2));
    change("DELETE FROM entry WHERE block_number = (SELECT min(block_number) FROM entry)");
    EXPECT_EQ(told(), std::pair(kLater, 2));
    EXPECT_EQ(told(), std::pair(kLater, 2));
    EXPECT_EQ(told(), std::pair(kLater, 0));
    change("UPDATE entry SET data = substr(data, 1, 40)");
    EXPECT_EQ(told().first, kLater);
    std::filesystem::remove(file());
    std::ofstream(file()) << "not a database, not at all, whatever it is called by whomever";
    EXPECT_EQ(told(), std::pair(kLater, 2));
    EXPECT_EQ(told(), std::pair(kLater, 0));
    change("UPDATE chain SET network = 'e1-0000000000000000000000000000000000000000'");
    EXPECT_EQ(told(), std::pair(kLater, 2));
    EXPECT_EQ(told(), std::pair(kLater, 0));
}

TEST_F(KeptHistories, AFileOfALaterVersionIsLeftAlone) {
    EXPECT_EQ(told(), std::pair(kLater, 2));
    {
        auto later = must(store::Database::open(
            file(), {.application_id = kApplicationId, .version = 2, .schema = ""}));
        must(later.set_version(2));
    }
    EXPECT_EQ(told(), std::pair(kLater, 2));
    EXPECT_EQ(told(), std::pair(kLater, 2));
    EXPECT_NE(notes_.text.find(store::errors::kNewerFormat.name), std::string::npos);
    EXPECT_CODE(store::Database::open(
                    file(), {.application_id = kApplicationId, .version = 1, .schema = ""}),
                store::errors::kNewerFormat);
}

}  // namespace
}  // namespace deed::registry::test
