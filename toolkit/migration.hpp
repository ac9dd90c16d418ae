#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "toolkit/migration_request.hpp"

// All DIDs that are controlled here, from one network to another (specs/migration.md).

namespace deed {

/// How many DIDs a work list holds.
inline constexpr std::size_t kMaxMigrated = 10'000;
/// How many bytes the file of a work list has.
inline constexpr std::size_t kMaxMigrationFile = std::size_t{64} << 20;

/// One DID of the work list.
struct MigrationItem {
    enum class State : std::uint8_t {
        planned,  ///< nothing is recorded yet
        created,  ///< the successor is there
        moved     ///< and the old DID names it
    };
    did::Did did;
    State state = State::planned;
    std::optional<did::Did> successor = std::nullopt;      ///< since something was signed
    std::uint64_t sequence = 0;                            ///< the place of the move, since then
    std::optional<MigrationAnswer> answer = std::nullopt;  ///< what is to be handed in
};

/// The work list, as far as it has come.
struct MigrationList {
    std::string from;
    std::string to;
    std::vector<MigrationItem> items;

    /// {"type": "deed/migration/v1", "from", "to", "items"}.
    DEED_API json::Document to_json() const;
    /// `migration.malformed`, and the codes of MigrationAnswer::parse().
    DEED_API static Result<MigrationList> parse(json::Value json);
};

/// Where the list is between runs.
class DEED_API MigrationStore {
public:
    virtual ~MigrationStore() = default;
    /// Nothing before the first save().
    virtual Result<std::optional<MigrationList>> load() = 0;
    /// Durable on return. `migration.too_large`, and what was saved before stays.
    virtual Result<void> save(const MigrationList& list) = 0;
};
/// A file, 0600, in a folder that is made where it is missing. One process at a time has it open
/// (`io.locked`); `io.loose_permissions` for one that others can read. Of `max_bytes`, at most.
DEED_API Result<std::unique_ptr<MigrationStore>> open_migration_file(
    const std::filesystem::path& file, std::size_t max_bytes = kMaxMigrationFile);

struct MigrationPlan {
    std::string from;  ///< an alias, or a network
    std::string to;
    /// The folder of requests to controllers elsewhere and of their answers; nothing: DIDs that are
    /// controlled elsewhere are left alone.
    std::optional<std::filesystem::path> requests = std::nullopt;
};

/// What became of one DID.
struct MigrationOutcome {
    did::Did did;
    std::optional<did::Did> successor;
    MigrationItem::State state;
    std::optional<std::filesystem::path> request = std::nullopt;  ///< that its controller must sign
    std::optional<Error> trouble = std::nullopt;                  ///< why it came no further
};
struct MigrationReport {
    std::string from;
    std::string to;
    std::vector<MigrationOutcome> outcomes;  ///< of the whole list, in its order
};

/// Takes every DID as far as it comes; run again it goes on, and does nothing twice, wherever it
/// was interrupted. What keeps one DID back does not hold up the others, but for ledgers and files
/// that fail: those errors end the run. `migration.same_network`, `migration.other_networks`,
/// `migration.too_many`.
DEED_API Result<MigrationReport> migrate(Toolkit& toolkit, const MigrationPlan& plan,
                                         MigrationStore& store, Call& call);

/// The file of a list that nobody named: of these networks, in the toolkit's chain folder.
DEED_API Result<std::filesystem::path> usual_migration_file(Toolkit& toolkit,
                                                            const MigrationPlan& plan, Call& call);

}  // namespace deed
