#include "evidence/opening_store.hpp"

#include <chrono>
#include <system_error>
#include <thread>

#include "evidence/errors.hpp"
#include "evidence/index_file.hpp"
#include "evidence/opening_files.hpp"
#include "evidence/opening_index.hpp"
#include "lib/encoding/text.hpp"
#include "lib/io/errors.hpp"

namespace deed::evidence {
namespace {

using std::filesystem::path;

constexpr std::string_view kContext = "evidence/openings";
constexpr std::string_view kLockName = "lock";
constexpr std::chrono::minutes kLockPatience{2};
constexpr std::chrono::milliseconds kLockPause{10};

Result<FileLock> wait_for_lock(const path& file, Call& call) {
    const auto until = std::chrono::steady_clock::now() + kLockPatience;
    while (true) {
        DEED_CHECK(call.check());
        auto lock = FileLock::acquire(file);
        if (lock || !(lock.error().code() == deed::errors::kFileLocked)) return lock;
        if (std::chrono::steady_clock::now() >= until) return lock;
        std::this_thread::sleep_for(kLockPause);
    }
}

Result<registry::Hash> parse_commitment(std::string_view hex) {
    registry::Hash commitment;
    const auto bytes = hex_decode(hex);
    if (!bytes || bytes->size() != commitment.size())
        return Error(errors::kOpeningNotFound, "a commitment is named by 64 lower-case hex digits");
    std::ranges::copy(*bytes, commitment.begin());
    return commitment;
}

/// Not this one file's fault.
bool is_about_all(const Error& error) {
    return error.kind() == ErrorKind::locked || error.kind() == ErrorKind::interrupted;
}

}  // namespace

OpeningStore::OpeningStore(path folder, crypto::KeyStore& keys)
    : folder_(std::move(folder)), keys_(keys) {}
OpeningStore::~OpeningStore() = default;

Result<crypto::DataKey> OpeningStore::data_key(Call& call) {
    return keys_.data_key(kContext, call);
}

/// Null where there is none and none shall be made.
Result<detail::OpeningIndex*> OpeningStore::open_index(bool create, Call& call) {
    if (index_) return index_.get();
    const path file = folder_ / kOpeningIndexFile;
    if (!create) {
        std::error_code failure;
        const auto status = std::filesystem::symlink_status(file, failure);
        if (status.type() == std::filesystem::file_type::not_found)
            return static_cast<detail::OpeningIndex*>(nullptr);
    }
    DEED_TRY(crypto::DataKey key, data_key(call));
    if (create) DEED_CHECK(create_private_directories(folder_));
    DEED_CHECK(require_private_directory(folder_));
    DEED_TRY(auto index, detail::OpeningIndex::open(file, std::move(key)));
    index_ = std::make_unique<detail::OpeningIndex>(std::move(index));
    return index_.get();
}

/// A file is removed once its row is durable; after a crash in between it is found to be there.
Result<void> OpeningStore::import_files(Call& call) {
    DEED_TRY(const std::vector<std::string> names, detail::list_opening_files(folder_));
    if (names.empty()) return {};
    std::vector<detail::SealedRow> rows;
    std::vector<std::string> kept;
    for (const std::string& name : names) {
        DEED_CHECK(call.check());
        const auto file = detail::read_opening_file(folder_, name, keys_, call);
        if (!file && is_about_all(file.error())) return file.error();
        if (!file) continue;  // what cannot be read stays where it is
        kept.push_back(name);
        DEED_TRY(const auto there, index_->find_commitment(file->opening.commitment().sha256));
        if (there) continue;
        rows.push_back(detail::seal_row(index_->key(), *file));
    }
    DEED_CHECK(index_->add(rows));
    detail::remove_opening_files(folder_, kept);
    return {};
}

Result<OpeningStore::Exclusive> OpeningStore::exclusive(Call& call) {
    // The passphrase is asked for before anything is made.
    {
        const std::scoped_lock lock(mutex_);
        DEED_TRY(detail::OpeningIndex * index, open_index(true, call));
        static_cast<void>(index);
    }
    DEED_TRY(FileLock file_lock, wait_for_lock(folder_ / kLockName, call));
    std::unique_lock<std::mutex> lock(mutex_);
    DEED_CHECK(import_files(call));
    return Exclusive(std::move(file_lock), std::move(lock), index_.get());
}

Result<void> OpeningStore::put(const Opening& opening, Timestamp now, Call& call) {
    DEED_TRY(const Exclusive exclusive, this->exclusive(call));
    detail::OpeningIndex& index = exclusive.index();
    DEED_TRY(const auto there, index.find_commitment(opening.commitment().sha256));
    if (there && there->kept.opening.to_json() == opening.to_json()) return {};
    if (there)
        return Error(errors::kOpeningDiffers, "another opening of this commitment is kept",
                     hex_encode(opening.commitment().sha256));
    std::optional<DocumentDigest> document;
    if (opening.kind() == 0) document = std::get<DocumentDigest>(opening.content());
    const KeptOpening kept{opening, document, "", std::nullopt, now, true, std::nullopt};
    const detail::SealedRow row = detail::seal_row(index.key(), kept);
    return index.add({&row, 1});
}

Result<KeptOpening> OpeningStore::get(const std::string& commitment_hex, Call& call) {
    DEED_TRY(const registry::Hash commitment, parse_commitment(commitment_hex));
    const std::scoped_lock lock(mutex_);
    DEED_TRY(detail::OpeningIndex * index, open_index(false, call));
    if (index != nullptr) {
        DEED_TRY(auto row, index->find_commitment(commitment));
        if (row) return std::move(row->kept);
    }
    return detail::read_opening_file(folder_, commitment_hex, keys_, call);
}

/// Unless it is in the index by now.
Result<void> OpeningStore::add_file(const std::string& name, detail::OpeningIndex* index,
                                    const std::optional<OpeningQuery>& query, OpeningPage& page,
                                    Call& call) {
    DEED_CHECK(call.check());
    auto kept = detail::read_opening_file(folder_, name, keys_, call);
    if (!kept && is_about_all(kept.error())) return std::move(kept).error();
    if (!kept) {
        if (!(kept.error().code() == errors::kOpeningNotFound)) ++page.unreadable;
        return {};
    }
    if (query && !matches(*kept, *query)) return {};
    if (index != nullptr) {
        DEED_TRY(const auto there, index->find_commitment(kept->opening.commitment().sha256));
        if (there) return {};
    }
    page.openings.push_back(std::move(*kept));
    return {};
}

Result<OpeningPage> OpeningStore::select(const std::optional<OpeningQuery>& query,
                                         const PageRequest& request, Call& call) {
    const std::scoped_lock lock(mutex_);
    OpeningPage page;
    std::vector<std::string> names;
    if (request.after == 0) {
        DEED_TRY(names, detail::list_opening_files(folder_));
    }
    DEED_TRY(detail::OpeningIndex * index, open_index(false, call));
    for (const std::string& name : names) DEED_CHECK(add_file(name, index, query, page, call));
    if (index == nullptr) return page;
    DEED_TRY(detail::RowPage rows, index->find(query, request.after, request.limit));
    page.unreadable += rows.unreadable;
    page.next = rows.more ? rows.last : 0;
    for (detail::StoredRow& row : rows.rows) page.openings.push_back(std::move(row.kept));
    return page;
}

Result<OpeningPage> OpeningStore::find(const OpeningQuery& query, const PageRequest& request,
                                       Call& call) {
    return select(query, request, call);
}

Result<OpeningPage> OpeningStore::list(const PageRequest& request, Call& call) {
    return select(std::nullopt, request, call);
}

}  // namespace deed::evidence
