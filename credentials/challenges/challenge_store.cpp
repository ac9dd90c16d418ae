#include "credentials/challenges/challenge_store.hpp"

#include <algorithm>
#include <mutex>
#include <optional>

#include "credentials/challenges/errors.hpp"
#include "lib/crypto/hash.hpp"
#include "lib/crypto/random.hpp"
#include "lib/encoding/multiformats.hpp"
#include "lib/encoding/utf8.hpp"
#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"
#include "lib/store/query.hpp"

namespace deed::credentials {
namespace {

using store::Query;
using store::Statement;
using store::Transaction;

constexpr std::size_t kChallengeBytes = 32;
constexpr std::size_t kMaxDomain = 1024;
constexpr std::int64_t kMaxValidSeconds = std::int64_t{24} * 3600;
/// Forgotten at most, each time that a challenge is made: more than one, so that a store whose
/// challenges expire does not grow.
constexpr std::int64_t kForgottenAtOnce = 64;

constexpr std::uint32_t kApplicationId = 0x44654368;  // "DeCh"
constexpr std::uint32_t kVersion = 1;

// `digest` is the SHA-256 of the challenge's text: whoever reads the file cannot answer what is in
// it. Times are milliseconds of Unix time.
constexpr std::string_view kSchema =
    "CREATE TABLE challenge(digest BLOB PRIMARY KEY NOT NULL, domain TEXT NOT NULL, "
    "made INTEGER NOT NULL, expires INTEGER NOT NULL, consumed INTEGER) STRICT, WITHOUT ROWID;"
    "CREATE INDEX challenge_expires ON challenge(expires);";

store::Options options_of() {
    return {.application_id = kApplicationId,
            .version = kVersion,
            .schema = kSchema,
            .durability = store::Durability::durable,
            .max_value_bytes = 1 << 16};
}

Result<void> check_domain(std::string_view domain) {
    const bool has_size = !domain.empty() && domain.size() <= kMaxDomain;
    const bool has_control = std::ranges::any_of(
        domain, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    if (has_size && !has_control && is_utf8(as_bytes(domain))) return {};
    return Error(errors::kChallengeBadDomain, "the domain is no such text");
}

struct Row {
    std::string domain;
    Timestamp made;
    Timestamp expires;
    std::optional<Timestamp> consumed;
};

/// What speaks against the use of a challenge. That it was used comes before what the clock says:
/// it never changes.
Result<void> judge(const std::optional<Row>& row, std::string_view domain, Timestamp now) {
    if (!row) return Error(errors::kChallengeUnknown, "there is no record of the challenge");
    if (row->domain != domain)
        return Error(errors::kChallengeOtherDomain, "the challenge was made for " + row->domain);
    if (row->consumed)
        return Error(errors::kChallengeReplayed,
                     "the challenge was answered at " + row->consumed->to_string());
    if (now < row->made)
        return Error(errors::kChallengeAhead, "the challenge was made at " + row->made.to_string() +
                                                  ", and it is " + now.to_string());
    if (row->expires <= now)
        return Error(errors::kChallengeExpired,
                     "the challenge expired at " + row->expires.to_string());
    return {};
}

Result<Timestamp> time_of(const Query& query, int column) {
    DEED_TRY(const std::int64_t milliseconds, query.integer(column));
    return Timestamp::from_unix_milliseconds(milliseconds);
}

/// The file while it is open. For one thread at a time.
class OpenStore {
public:
    /// `database` is that of the file.
    static Result<OpenStore> over(store::Database database) {
        DEED_TRY(Statement select,
                 Statement::prepare(
                     database,
                     "SELECT domain, made, expires, consumed FROM challenge WHERE digest = ?1"));
        DEED_TRY(Statement insert,
                 Statement::prepare(database,
                                    "INSERT INTO challenge(digest, domain, made, expires) "
                                    "VALUES(?1, ?2, ?3, ?4)"));
        DEED_TRY(
            Statement consume,
            Statement::prepare(database, "UPDATE challenge SET consumed = ?2 WHERE digest = ?1"));
        DEED_TRY(Statement forget,
                 Statement::prepare(database,
                                    "DELETE FROM challenge WHERE digest IN (SELECT digest FROM "
                                    "challenge WHERE expires < ?1 ORDER BY expires LIMIT ?2)"));
        return OpenStore(std::move(database), {std::move(select), std::move(insert),
                                               std::move(consume), std::move(forget)});
    }

    Result<void> insert(const Challenge& challenge, Timestamp forget_before) {
        DEED_TRY(Transaction transaction, Transaction::begin(database_, Transaction::Kind::write));
        DEED_CHECK(Query(statements_.forget)
                       .bind(1, forget_before.unix_milliseconds())
                       .bind(2, kForgottenAtOnce)
                       .run());
        DEED_CHECK(Query(statements_.insert)
                       .bind(1, ByteView(crypto::sha256(as_bytes(challenge.value))))
                       .bind(2, std::string_view(challenge.domain))
                       .bind(3, challenge.made.unix_milliseconds())
                       .bind(4, challenge.expires.unix_milliseconds())
                       .run());
        return transaction.commit();
    }

    Result<void> check(std::string_view challenge, std::string_view domain, Timestamp now) {
        DEED_TRY(const std::optional<Row> row, find(crypto::sha256(as_bytes(challenge))));
        return judge(row, domain, now);
    }

    /// The lock of a writing transaction is held from before the row is read until it is written
    /// and synced, so that no second reader finds it unused.
    Result<void> consume(std::string_view challenge, std::string_view domain, Timestamp now) {
        const crypto::Digest256 digest = crypto::sha256(as_bytes(challenge));
        DEED_TRY(Transaction transaction, Transaction::begin(database_, Transaction::Kind::write));
        DEED_TRY(const std::optional<Row> row, find(digest));
        DEED_CHECK(judge(row, domain, now));
        DEED_CHECK(Query(statements_.consume)
                       .bind(1, ByteView(digest))
                       .bind(2, now.unix_milliseconds())
                       .run());
        return transaction.commit();
    }

private:
    struct Statements {
        Statement select, insert, consume, forget;
    };

    OpenStore(store::Database database, Statements statements)
        : database_(std::move(database)), statements_(std::move(statements)) {}

    Result<std::optional<Row>> find(const crypto::Digest256& digest) {
        Query query(statements_.select);
        query.bind(1, ByteView(digest));
        DEED_TRY(const bool found, query.next());
        if (!found) return std::optional<Row>();
        DEED_TRY(const std::string_view domain, query.text(0));
        DEED_TRY(const Timestamp made, time_of(query, 1));
        DEED_TRY(const Timestamp expires, time_of(query, 2));
        Row row{std::string(domain), made, expires, std::nullopt};
        if (!query.is_null(3)) {
            DEED_TRY(row.consumed, time_of(query, 3));
        }
        return std::optional(std::move(row));
    }

    store::Database database_;
    Statements statements_;
};

class FileChallengeStore final : public ChallengeStore {
public:
    FileChallengeStore(std::filesystem::path file, const Clock& clock,
                       const ChallengeStoreOptions& options)
        : file_(std::move(file)), clock_(clock), options_(options) {}

    Result<Challenge> make(std::string_view domain, std::int64_t valid_seconds,
                           Call& call) override {
        DEED_CHECK(call.check());
        DEED_CHECK(check_domain(domain));
        if (valid_seconds < 1 || valid_seconds > kMaxValidSeconds)
            return Error(errors::kChallengeBadValidity,
                         std::to_string(valid_seconds) + " seconds are no such time");
        const std::scoped_lock lock(mutex_);
        DEED_TRY(OpenStore* const open, opened(Missing::create));
        const Timestamp now = clock_.now();
        Challenge challenge{
            multibase_encode(Multibase::base64url, crypto::random_bytes(kChallengeBytes)),
            std::string(domain), now, now.plus_seconds(valid_seconds)};
        DEED_CHECK(written(open->insert(challenge, now.plus_seconds(-options_.keep_seconds))));
        return challenge;
    }

    Result<void> check(std::string_view challenge, std::string_view domain, Call& call) override {
        DEED_CHECK(call.check());
        const std::scoped_lock lock(mutex_);
        DEED_TRY(OpenStore* const open, opened(Missing::leave));
        return open == nullptr ? judge(std::nullopt, domain, clock_.now())
                               : open->check(challenge, domain, clock_.now());
    }

    Result<void> consume(std::string_view challenge, std::string_view domain, Call& call) override {
        DEED_CHECK(call.check());
        const std::scoped_lock lock(mutex_);
        DEED_TRY(OpenStore* const open, opened(Missing::leave));
        return open == nullptr ? judge(std::nullopt, domain, clock_.now())
                               : written(open->consume(challenge, domain, clock_.now()));
    }

private:
    enum class Missing : std::uint8_t { create, leave };

    /// After a failed sync the kernel may drop what no later sync writes again, such as the head of
    /// the write-ahead log; so the next call opens the file, and the log, anew.
    Result<void> written(Result<void> result) {
        if (!result && result.error().kind() == ErrorKind::io) open_.reset();
        return result;
    }

    /// Null where there is no file and none is to be made: nobody made a challenge here.
    Result<OpenStore*> opened(Missing missing) {
        if (open_) return &*open_;
        std::error_code error;
        if (missing == Missing::leave && !std::filesystem::exists(file_, error) && !error)
            return nullptr;
        if (missing == Missing::create) DEED_CHECK(create_private_directories(file_.parent_path()));
        DEED_TRY(store::Database database, store::Database::open(file_, options_of()));
        DEED_TRY(open_, OpenStore::over(std::move(database)));
        return &*open_;
    }

    const std::filesystem::path file_;
    const Clock& clock_;
    const ChallengeStoreOptions options_;
    std::mutex mutex_;
    std::optional<OpenStore> open_;
};

}  // namespace

std::unique_ptr<ChallengeStore> open_challenge_store(std::filesystem::path file, const Clock& clock,
                                                     const ChallengeStoreOptions& options) {
    return std::make_unique<FileChallengeStore>(std::move(file), clock, options);
}

}  // namespace deed::credentials
