#include "evidence/index_file.hpp"

#include "evidence/opening_index.hpp"

namespace deed::evidence {

Result<void> copy_opening_index(const std::filesystem::path& file,
                                const std::filesystem::path& destination) {
    // Not read only: without the lock files of a writer, SQLite would read without any lock.
    DEED_TRY(store::Database index, store::Database::open(file, detail::index_options()));
    return index.copy_to(destination);
}

Result<std::uint64_t> check_opening_index(const std::filesystem::path& file) {
    store::Options options = detail::index_options();
    options.read_only = true;
    DEED_TRY(store::Database index, store::Database::open(file, options));
    DEED_CHECK(index.check_integrity());
    DEED_TRY(store::Statement statement,
             store::Statement::prepare(index, "SELECT count(*) FROM opening"));
    store::Query query(statement);
    DEED_TRY(const bool found, query.next());
    DEED_ASSERT(found);
    DEED_TRY(const std::int64_t count, query.integer(0));
    return static_cast<std::uint64_t>(count);
}

}  // namespace deed::evidence
