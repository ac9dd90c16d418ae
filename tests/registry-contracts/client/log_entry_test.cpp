#include "registry-contracts/client/log_entry.hpp"

#include <fstream>
#include <map>

#include "lib/encoding/cbor.hpp"
#include "lib/encoding/text.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/log_entry_errors.hpp"
#include "registry-contracts/client/log_history.hpp"
#include "registry-contracts/client/operation.hpp"
#include "tests/registry-contracts/suite/support.hpp"

namespace deed::registry {
namespace {

using test::must;
using test::signer_of;

const std::string kOrigin = "log.example";

/// An entry around any text, signed by the key of `byte`.
Bytes encoded_note(const std::string& note, std::string_view tag = "deed/log/v1") {
    cbor::Writer writer;
    writer.array(3).text(tag).uint(1000).bytes(as_bytes(note));
    return std::move(writer).data();
}

Bytes signed_text(const std::string& body, int signatures = 1) {
    Call call;
    const auto signer = signer_of(crypto::KeyType::ed25519, 1);
    std::string note = must(tlog::sign_note(body, kOrigin, *signer, call));
    const std::string line = note.substr(body.size() + 1);
    for (int i = 1; i < signatures; ++i) note += line;
    return encoded_note(note);
}

std::string key_text(std::uint8_t byte, const std::string& name = kOrigin) {
    return must(tlog::VerifierKey::create(name,
                                          signer_of(crypto::KeyType::ed25519, byte)->public_key()))
        .to_string();
}

std::string succession(const std::string& position, const std::string& key) {
    return "deed/log-succession/v1\n" + kOrigin + "\n" + position + "\n" + key + "\n";
}

const std::string kRoot = "AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=";

std::string recovery(const std::string& position, const std::string& held, const std::string& known,
                     const std::string& lost, const std::string& root = kRoot) {
    return "deed/log-recovery/v1\n" + kOrigin + "\n" + position + "\n" + held + "\n" + root + "\n" +
           known + "\n" + root + "\n" + lost + "\n";
}

/// The last fenced block of specs/ledger-entries.md section 10, computed by other software.
std::map<std::string, std::string> log_example() {
    std::ifstream spec(DEED_LEDGER_SPEC);
    std::map<std::string, std::string> values;
    std::string line;
    std::string name;
    bool inside = false;
    while (std::getline(spec, line)) {
        if (!inside && (line == "```example" || line == "```log-example")) {
            inside = true;
        } else if (line == "```") {
            inside = false;
        } else if (inside && line.starts_with("  ")) {
            values[name] += line.substr(2);
        } else if (inside) {
            const std::size_t colon = line.find(':');
            name = line.substr(0, colon);
            values[name] = line.size() > colon + 2 ? line.substr(colon + 2) : "";
        }
    }
    return values;
}

TEST(LogEntry, IsTheWorkedExample) {
    Call call;
    const auto example = log_example();
    const auto first = signer_of(crypto::KeyType::ed25519, 2);
    const auto second = signer_of(crypto::KeyType::ed25519, 4);
    const auto log = must(tlog::VerifierKey::create(example.at("origin"), first->public_key()));
    const auto at = [&](std::int64_t later) {
        return must(Timestamp::from_unix_milliseconds(std::stoll(example.at("accepted")) + later));
    };
    const LogEntry succession =
        must(LogEntry::sign_succession(log, at(1000), 1, *first, *second, call));
    EXPECT_EQ(hex_encode(succession.encode()), example.at("succession-entry"));
    const auto& next = std::get<LogSuccession>(succession.statement()).next;
    EXPECT_EQ(next.to_string(), example.at("next-verifier-key"));

    tlog::MerkleTree tree;
    tree.append(tlog::leaf_hash(must(hex_decode(example.at("entry")))));
    tree.append(tlog::leaf_hash(succession.encode()));
    EXPECT_EQ(hex_encode(tree.leaf(1)), example.at("succession-leaf-hash"));
    EXPECT_EQ(hex_encode(tree.root()), example.at("root-of-two"));

    LogRecovery loss{{2, tree.root()}, {3, {}}, 2};
    loss.known.root.fill(3);
    const LogEntry lost = must(LogEntry::sign_recovery(next, at(2000), 2, loss, *second, call));
    EXPECT_EQ(hex_encode(lost.encode()), example.at("recovery-entry-2"));
    loss.lost.reset();
    const LogEntry end = must(LogEntry::sign_recovery(next, at(2000), 3, loss, *second, call));
    EXPECT_EQ(hex_encode(end.encode()), example.at("recovery-entry-end"));

    WholeLogHistory whole(log);
    const auto root_at = [&](std::uint64_t size) { return tree.root_at(size); };
    EXPECT_OK(whole.pass_operation());
    for (const char* name : {"succession-entry", "recovery-entry-2", "recovery-entry-end"}) {
        const Bytes encoded = must(hex_decode(example.at(name)));
        EXPECT_TRUE(LogEntry::is_one(encoded));
        const LogEntry entry = must(LogEntry::parse(encoded));
        EXPECT_EQ(entry.encode(), encoded);
        if (entry.position() > 1) tree.append(tlog::leaf_hash(encoded));
        EXPECT_OK(whole.take(entry.position(), entry, root_at));
    }
    EXPECT_EQ(whole.history().key_in_force(), next);
    EXPECT_EQ(whole.history().losses(), std::vector<LogRecovery>{loss});
    EXPECT_FALSE(whole.unfinished());
}

TEST(LogEntry, IsNoOperation) {
    const Bytes encoded = signed_text(succession("1", key_text(2)), 1);
    EXPECT_OK(LogEntry::parse(encoded));
    EXPECT_CODE(Entry::parse(encoded), errors::kOperationMalformed);
    EXPECT_TRUE(LogEntry::is_one(encoded));
    EXPECT_FALSE(LogEntry::is_one(encoded_note("x", "deed/entry/v1")));
    EXPECT_FALSE(LogEntry::is_one({}));
    EXPECT_CODE(LogEntry::parse(encoded_note("x", "deed/entry/v1")), errors::kLogEntryMalformed);
}

TEST(LogEntry, ReadsWhatIsWellFormed) {
    EXPECT_OK(LogEntry::parse(signed_text(succession("0", key_text(2)), 2)));
    EXPECT_OK(LogEntry::parse(signed_text(recovery("3", "2", "5", "3"))));
    EXPECT_OK(LogEntry::parse(signed_text(recovery("2", "2", "5", "2"))));
    EXPECT_OK(LogEntry::parse(signed_text(recovery("5", "2", "5", "end"))));
}

TEST(LogEntry, KnowsWhatIsLater) {
    const auto note = must(LogEntry::parse(signed_text(succession("1", key_text(2))))).note();
    EXPECT_CODE(LogEntry::parse(encoded_note(note.to_string(), "deed/log/v2")),
                errors::kLogEntryUnsupported);
    EXPECT_CODE(LogEntry::parse(signed_text("deed/log-succession/v2\n" + kOrigin + "\n1\nx\n")),
                errors::kLogEntryUnsupported);
    EXPECT_CODE(LogEntry::parse(signed_text("deed/log-other/v1\n" + kOrigin + "\n1\n")),
                errors::kLogEntryUnsupported);
}

TEST(LogEntry, RefusesEveryBreachOfTheFormat) {
    const std::string good = succession("1", key_text(2));
    const std::string bodies[] = {
        "deed/log-succession/v1\n" + kOrigin + "\n",
        "deed/log-succession/v1\n" + kOrigin + "\n1\n",
        good + "more\n",
        succession("01", key_text(2)),
        succession("", key_text(2)),
        succession("-1", key_text(2)),
        succession("1 ", key_text(2)),
        succession("9007199254740992", key_text(2)),
        succession("1", "no key"),
        succession("1", key_text(2, "other.example")),
        recovery("2", "2", "2", "2"),    // nothing was lost
        recovery("2", "3", "2", "end"),  // more is held than was signed
        recovery("3", "2", "5", "4"),    // names another number than its own
        recovery("1", "2", "5", "1"),    // a place that is held
        recovery("5", "2", "5", "5"),    // a place that was never signed
        recovery("4", "2", "5", "end"),  // closed too early
        recovery("6", "2", "5", "end"),  // closed too late
        recovery("3", "2", "5", "03"),
        recovery("3", "2", "5", ""),
        recovery("3", "2", "5", "3", "AwM="),
        recovery("3", "2", "5", "3", kRoot.substr(0, 43)),
        recovery("3", "2", "5", "3") + "more\n",
    };
    for (const std::string& body : bodies)
        EXPECT_CODE(LogEntry::parse(signed_text(body)), errors::kLogEntryMalformed) << body;
    EXPECT_CODE(LogEntry::parse(signed_text(good, 3)), errors::kLogEntryMalformed);
    EXPECT_CODE(LogEntry::parse(signed_text(recovery("3", "2", "5", "3"), 2)),
                errors::kLogEntryMalformed);
    EXPECT_CODE(LogEntry::parse(encoded_note("no note")), errors::kLogEntryMalformed);
    Bytes longer = signed_text(good);
    longer.push_back(0);
    EXPECT_CODE(LogEntry::parse(longer), errors::kLogEntryMalformed);
    EXPECT_CODE(LogEntry::parse(ByteView(longer).first(longer.size() - 2)),
                errors::kLogEntryMalformed);
    EXPECT_CODE(LogEntry::parse(Bytes(kMaxEntryBytes + 1)), errors::kLogEntryMalformed);
}

TEST(LogEntry, RefusesToSignWhatItWouldRefuseToRead) {
    Call call;
    const auto signer = signer_of(crypto::KeyType::ed25519, 1);
    const auto other = signer_of(crypto::KeyType::secp256k1, 1);
    const auto log = must(tlog::VerifierKey::create(kOrigin, signer->public_key()));
    const auto now = test::at_second(5);
    EXPECT_CODE(LogEntry::sign_succession(log, now, 1, *signer, *signer, call),
                errors::kLogEntryKeyReused);
    EXPECT_EQ(deed::test::code_of(LogEntry::sign_succession(log, now, 1, *signer, *other, call)),
              "tlog.unsupported_key");
    EXPECT_CODE(LogEntry::sign_recovery(log, now, 1, {{2, {}}, {5, {}}, 1}, *signer, call),
                errors::kLogEntryMalformed);
}

}  // namespace
}  // namespace deed::registry
