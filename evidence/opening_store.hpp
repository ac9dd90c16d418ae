#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "evidence/kept_opening.hpp"
#include "lib/crypto/key_store.hpp"
#include "lib/io/file.hpp"

namespace deed::evidence {

namespace detail {
class OpeningIndex;
}

/// Where a page of openings begins, and how many it may have.
struct PageRequest {
    std::int64_t after = 0;  ///< OpeningPage::next of the page before
    std::size_t limit = 1000;
};

struct OpeningPage {
    std::vector<KeptOpening> openings;  ///< in the order in which they were kept
    std::int64_t next = 0;              ///< 0 on the last page
    /// Passed over: damaged, or sealed by another key store.
    std::uint64_t unreadable = 0;
};

/// The openings of one home, in a sealed index: a folder with one SQLite file whose rows the key
/// store's data key seals (specs/evidence-index.md). Without the passphrase it tells counts, sizes
/// and which rows share a document or a key, nothing of any document. Openings that an earlier
/// version kept as files of their own are read as well, and taken into the index with the first
/// thing that is kept.
///
/// Every method may fail with what the key store says, with errors of lib/store
/// (`store.newer_format` for an index of a later version) and with `io.*`. Thread-safe.
class DEED_API OpeningStore {
public:
    /// `keys` must outlive the store. Nothing is created before something is to be kept.
    OpeningStore(std::filesystem::path folder, crypto::KeyStore& keys);
    ~OpeningStore();

    /// Keeps an opening that is not being anchored now; durable on return. Keeping it twice is one;
    /// `evidence.opening_differs` if what is kept already withholds other fields.
    Result<void> put(const Opening& opening, Timestamp now, Call& call);
    /// By the commitment's hexadecimal C; `evidence.opening_not_found`, `evidence.opening_damaged`.
    Result<KeptOpening> get(const std::string& commitment_hex, Call& call);
    /// Those for which the query holds.
    Result<OpeningPage> find(const OpeningQuery& query, const PageRequest& request, Call& call);
    Result<OpeningPage> list(const PageRequest& request, Call& call);

    /// The room's own: the index, for one who changes it, kept from all others (in this process and
    /// elsewhere) until the object dies. Waits for them for up to two minutes (`io.locked`).
    class Exclusive {
    public:
        detail::OpeningIndex& index() const { return *index_; }

    private:
        friend class OpeningStore;
        Exclusive(FileLock file_lock, std::unique_lock<std::mutex> lock,
                  detail::OpeningIndex* index)
            : file_lock_(std::move(file_lock)), lock_(std::move(lock)), index_(index) {}
        FileLock file_lock_;
        std::unique_lock<std::mutex> lock_;
        detail::OpeningIndex* index_;
    };
    Result<Exclusive> exclusive(Call& call);
    /// The room's own: seals rows without touching the index.
    Result<crypto::DataKey> data_key(Call& call);

private:
    // These need mutex_.
    Result<detail::OpeningIndex*> open_index(bool create, Call& call);
    Result<void> import_files(Call& call);
    Result<void> add_file(const std::string& name, detail::OpeningIndex* index,
                          const std::optional<OpeningQuery>& query, OpeningPage& page, Call& call);
    Result<OpeningPage> select(const std::optional<OpeningQuery>& query, const PageRequest& request,
                               Call& call);

    const std::filesystem::path folder_;
    crypto::KeyStore& keys_;
    std::mutex mutex_;
    std::unique_ptr<detail::OpeningIndex> index_;
};

}  // namespace deed::evidence
