#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "registry-contracts/client/log_replay.hpp"
#include "registry-contracts/client/mirror/published_files.hpp"
#include "registry-contracts/client/published_log.hpp"

namespace deed::registry::mirror {

/// A published log as far as it was read, all of it verified. Copies share their entries. After an
/// error of extend() the object must be given up.
class LogCopy {
public:
    explicit LogCopy(const tlog::VerifierKey& first) : replay_(first) {}

    /// Reads what `note`, a checkpoint of this log whose signature need not be known yet, has
    /// beyond the entries here: `mirror.rolled_back` if that is less, `mirror.forked` if it is
    /// another history. `kept` bounds entries and bytes (`mirror.too_large`). Before root and
    /// signature are good no operation is judged, no further file fetched, and none kept.
    Result<void> extend(std::string note, PublishedFiles& files, const MirrorOptions& kept,
                        Call& call);
    /// The operator's statement, after extend(): by the key that signs the head
    /// (`tlog.signature_*`), about the head (`head_time.mismatch`). One about less is passed over:
    /// what was accepted behind it tells more, and the key of that time may be a thief's now.
    Result<void> take_statement(const std::string& note);

    const std::optional<SignedHead>& head() const { return head_; }
    std::uint64_t size() const { return replay_.tree().size(); }
    const tlog::MerkleTree& tree() const { return replay_.tree(); }
    const LogHistory& history() const { return replay_.history(); }
    /// Nothing that is not here was recorded before: the last entry's time, or a later one that the
    /// operator stated.
    Timestamp known_until() const;

    Timestamp last_accepted() const { return replay_.last_accepted(); }
    const Bytes& entry(std::uint64_t position) const;
    Result<Record> read(const RecordId& id, const At& at, const Call& call) const;
    IdentityState state(const Address& subject) const;
    Result<Record> read_owned(const OwnedKey& key, const At& at, const Call& call) const;
    /// Encoded, by OwnedStore's keys.
    std::optional<Bytes> owned(const OwnedKey& key) const;
    std::optional<Receipt> find(const Hash& operation) const;
    SubjectPage subjects(const std::optional<Address>& after, std::size_t limit) const;
    std::uint64_t subject_count() const { return replay_.subjects().size(); }
    std::vector<Address> controlled_by(const Address& controller) const;

private:
    using Bundle = std::vector<Bytes>;
    struct Row {
        std::uint64_t position;
        Timestamp accepted;
    };
    /// The positions of a subject's operations, by chain; those of its DID begin with its creation.
    struct Chains {
        std::vector<std::uint64_t> did;
        std::vector<std::uint64_t> evidence;
    };

    /// The bundles from the one on that holds the first new entry.
    Result<std::vector<Bundle>> fetch(std::uint64_t size, PublishedFiles& files,
                                      const MirrorOptions& kept, Call& call);
    Result<void> check_signed(const std::string& note, const std::vector<Bundle>& bundles,
                              const PublishedFiles& files, Call& call) const;
    Result<void> add_bundle(Bundle entries, PublishedFiles& files, const MirrorOptions& kept,
                            Call& call);
    Result<void> add(ByteView entry, PublishedFiles& files, const MirrorOptions& kept, Call& call);
    Result<void> count_bytes(std::size_t more, const MirrorOptions& kept);
    Result<void> check_tiles(std::uint64_t old_size, PublishedFiles& files, Call& call) const;
    Result<Record> read_all(const std::vector<std::uint64_t>& positions, const At& at,
                            const Call& call) const;
    Result<Recorded> recorded(std::uint64_t position) const;

    LogReplay replay_;
    std::vector<std::shared_ptr<const Bundle>> bundles_;
    std::map<Hash, std::shared_ptr<const Bytes>> bodies_;  ///< that entries do not carry
    std::map<Hash, Row> operations_;
    std::map<Address, Chains> chains_;
    std::map<OwnedKey, std::vector<std::uint64_t>> owned_chains_;
    std::uint64_t bytes_ = 0;
    std::optional<SignedHead> head_;
    std::optional<HeadTime> stated_;
};

}  // namespace deed::registry::mirror
