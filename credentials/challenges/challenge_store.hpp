#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "lib/error/call.hpp"
#include "lib/error/result.hpp"
#include "lib/time/timestamp.hpp"

namespace deed::credentials {

/// What a verifier asks a holder to sign, so that the answer can have been made for nobody else and
/// at no other time.
struct Challenge {
    std::string value;   ///< 256 random bits in multibase base64url
    std::string domain;  ///< the verifier it was made for
    Timestamp made;
    Timestamp expires;  ///< from this moment on it is no longer accepted
};

/// The challenges a verifier made, each good for one presentation. Thread-safe.
///
/// Bring your own where several machines answer for one domain: what consume() promises must then
/// hold over all of them.
class DEED_API ChallengeStore {
public:
    virtual ~ChallengeStore() = default;

    /// A new challenge, which is known to check() and consume() of every process, also after a
    /// power failure, before it is returned. `valid_seconds` is 1 to 86,400
    /// (`challenge.bad_validity`); `challenge.bad_domain`.
    virtual Result<Challenge> make(std::string_view domain, std::int64_t valid_seconds,
                                   Call& call) = 0;

    /// Whether consume() would accept the challenge now. Changes nothing. `challenge.unknown`,
    /// `challenge.other_domain`, `challenge.expired`, `challenge.made_later`,
    /// `presentation.replayed`; or that it could not be read.
    virtual Result<void> check(std::string_view challenge, std::string_view domain, Call& call) = 0;

    /// Uses the challenge up. Of all calls, by whatever thread, process or life of one, a single
    /// one ever succeeds, and only when that is durable. Errors of check(); or that it could not be
    /// written, after which the challenge may or may not be used up.
    virtual Result<void> consume(std::string_view challenge, std::string_view domain,
                                 Call& call) = 0;
};

/// How a store in a file forgets.
struct ChallengeStoreOptions {
    /// How long after its expiry a challenge is remembered, so that the answer to its late or
    /// second use names the reason; after that it is `challenge.unknown`, as every other one.
    std::int64_t keep_seconds = std::int64_t{24} * 3600;
};

/// A store in one SQLite file (specs/presentation-profile.md section 6). Nothing is opened yet; the
/// first make() creates file and folder, private ones. Errors of all methods: also those of
/// lib/store and lib/io.
DEED_API std::unique_ptr<ChallengeStore> open_challenge_store(
    std::filesystem::path file, const Clock& clock, const ChallengeStoreOptions& options = {});

}  // namespace deed::credentials
