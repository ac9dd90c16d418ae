#include <array>
#include <set>

#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"
#include "lib/json/writer.hpp"
#include "toolkit/migration.hpp"
#include "toolkit/migration_errors.hpp"
#include "toolkit/strict_members.hpp"

namespace deed {
namespace {

using State = MigrationItem::State;

constexpr std::string_view kType = "deed/migration/v1";
constexpr std::array<std::string_view, 4> kMembers{"type", "from", "to", "items"};
constexpr std::array<std::string_view, 5> kItemMembers{"did", "state", "successor", "sequence",
                                                       "answer"};
constexpr std::array<std::string_view, 3> kStates{"planned", "created", "moved"};
constexpr const ErrorCode& kBad = errors::kMigrationMalformed;
constexpr mode_t kPrivate = 0600;

Error malformed(std::string message, std::string pointer) {
    return Error(kBad, std::move(message), std::move(pointer));
}

Result<did::Did> did_of(json::Value json, std::string_view name, const std::string& network) {
    DEED_TRY(const std::string_view text, strict::text(json, name, kBad));
    auto did = did::Did::parse(text);
    const auto id = did ? did::parse_weid(*did) : Result<did::WeidId>(malformed("", ""));
    if (!id || id->network != network)
        return malformed("must be a did:weid of " + network, "/" + std::string(name));
    return did;
}

Result<State> state_of(json::Value json) {
    DEED_TRY(const std::string_view text, strict::text(json, "state", kBad));
    for (std::size_t i = 0; i < kStates.size(); ++i)
        if (kStates[i] == text) return static_cast<State>(i);
    return malformed("must be planned, created or moved", "/state");
}

Result<MigrationItem> parse_item(json::Value json, const MigrationList& list) {
    DEED_CHECK(strict::check_members(json, kItemMembers, kBad));
    DEED_TRY(did::Did did, did_of(json, "did", list.from));
    MigrationItem item{.did = std::move(did)};
    DEED_TRY(item.state, state_of(json));
    if (json.find("successor")) {
        DEED_TRY(item.successor, did_of(json, "successor", list.to));
    }
    if (json.find("sequence")) {
        DEED_TRY(item.sequence, strict::number(json, "sequence", registry::kAnySequence - 1, kBad));
    }
    if (json.find("answer")) {
        DEED_TRY(const json::Value answer, strict::object(json, "answer", kBad));
        DEED_TRY(item.answer, MigrationAnswer::parse(answer));
        if (item.answer->creation.did() != item.successor || item.answer->move.did() != item.did)
            return malformed("is about another DID", "/answer");
    }
    const bool begun = item.state != State::planned || item.answer;
    if (begun && !item.successor) return malformed("is missing", "/successor");
    if (item.state == State::created && item.sequence == 0)
        return malformed("is missing", "/sequence");
    return item;
}

class MigrationFile final : public MigrationStore {
public:
    MigrationFile(std::filesystem::path file, FileLock lock, std::size_t max_bytes)
        : file_(std::move(file)), lock_(std::move(lock)), max_bytes_(max_bytes) {}

    Result<std::optional<MigrationList>> load() override {
        const auto bytes = read_private_file(file_, max_bytes_);
        if (!bytes && bytes.error().kind() == ErrorKind::not_found)
            return std::optional<MigrationList>();
        if (!bytes) return bytes.error();
        json::Limits limits;
        limits.max_bytes = max_bytes_;
        DEED_TRY(const json::Document json, json::Document::parse(*bytes, limits));
        DEED_TRY(MigrationList list, MigrationList::parse(json.root()));
        return std::optional(std::move(list));
    }
    Result<void> save(const MigrationList& list) override {
        const std::string text = list.to_json().to_string() + "\n";
        if (text.size() > max_bytes_)
            return Error(errors::kMigrationTooLarge, "it would have " +
                                                         std::to_string(text.size()) + " of " +
                                                         std::to_string(max_bytes_) + " bytes");
        return write_file_durably(file_, as_bytes(text), kPrivate, Existing::replace);
    }

private:
    const std::filesystem::path file_;
    const FileLock lock_;
    const std::size_t max_bytes_;
};

}  // namespace

json::Document MigrationList::to_json() const {
    json::Writer writer;
    writer.begin_object().member("type", kType).member("from", from).member("to", to);
    writer.key("items").begin_array();
    for (const MigrationItem& item : items) {
        writer.begin_object()
            .member("did", item.did.to_string())
            .member("state", kStates[static_cast<std::size_t>(item.state)]);
        if (item.successor) writer.member("successor", item.successor->to_string());
        if (item.sequence > 0)
            writer.key("sequence").integer(static_cast<std::int64_t>(item.sequence));
        if (item.answer) {
            const json::Document answer = item.answer->to_json();
            writer.key("answer").value(answer.root());
        }
        writer.end_object();
    }
    writer.end_array().end_object();
    return writer.take_document();
}

Result<MigrationList> MigrationList::parse(json::Value json) {
    DEED_CHECK(strict::check_members(json, kMembers, kBad));
    DEED_TRY(const std::string_view type, strict::text(json, "type", kBad));
    if (type != kType) return malformed("must be " + std::string(kType), "/type");
    MigrationList list;
    DEED_TRY(list.from, strict::text(json, "from", kBad));
    DEED_TRY(list.to, strict::text(json, "to", kBad));
    if (!did::is_weid_network(list.from) || !did::is_weid_network(list.to) || list.from == list.to)
        return malformed("must be two networks", "/to");
    const auto items = json.find("items");
    if (!items || !items->is_array() || items->array().size() > kMaxMigrated)
        return malformed("must be an array, and not too long", "/items");
    std::set<std::string> known;
    for (const json::Value each : items->array()) {
        auto item = parse_item(each, list);
        if (!item) return std::move(item).error().at("/items/" + std::to_string(list.items.size()));
        if (!known.insert(item->did.to_string()).second)
            return malformed("has a DID twice", "/items");
        list.items.push_back(std::move(*item));
    }
    return list;
}

Result<std::unique_ptr<MigrationStore>> open_migration_file(const std::filesystem::path& file,
                                                            std::size_t max_bytes) {
    const std::filesystem::path full = std::filesystem::absolute(file);
    DEED_CHECK(create_private_directories(full.parent_path()));
    DEED_TRY(FileLock lock, FileLock::acquire(full.string() + ".lock"));
    return std::unique_ptr<MigrationStore>(
        std::make_unique<MigrationFile>(full, std::move(lock), max_bytes));
}

}  // namespace deed
