#include "lib/store/page_check.hpp"

#include <sqlite3.h>

#include <bit>
#include <cstdint>
#include <cstring>
#include <new>
#include <vector>

// sqlite.org/vfs.html: a shim over the system's own file layer. Only the main database file goes
// through it; SQLite checks the frames of its write-ahead log by itself.

namespace deed::store::detail {
namespace {

constexpr char kName[] = "deed-checked";
constexpr int kSmallestPage = 512;

/// SQLite allocates the layer's szOsFile bytes for it, with the system's file behind it.
struct CheckedFile {
    sqlite3_file base;
    sqlite3_file* inner() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

sqlite3_file* inner(sqlite3_file* file) { return reinterpret_cast<CheckedFile*>(file)->inner(); }

bool is_page(int amount, sqlite3_int64 offset) {
    return amount >= kSmallestPage && std::has_single_bit(static_cast<unsigned>(amount)) &&
           offset % amount == 0;
}

/// FNV-1a over words. It finds accidents, not forgeries.
std::uint64_t check_of(const void* page, int amount, sqlite3_int64 offset) {
    constexpr std::uint64_t kPrime = 0x100000001b3;
    std::uint64_t check = 0xcbf29ce484222325 ^ static_cast<std::uint64_t>(offset);
    const auto* bytes = static_cast<const char*>(page);
    for (int at = 0; at < amount - kCheckBytes; at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes + at, sizeof word);
        check = std::rotl((check ^ word) * kPrime, 29);
    }
    return check;
}

int read(sqlite3_file* file, void* out, int amount, sqlite3_int64 offset) {
    sqlite3_file* const real = inner(file);
    const int result = real->pMethods->xRead(real, out, amount, offset);
    if (result != SQLITE_OK || !is_page(amount, offset)) return result;
    std::uint64_t stored = 0;
    std::memcpy(&stored, static_cast<char*>(out) + amount - kCheckBytes, sizeof stored);
    return stored == check_of(out, amount, offset) ? SQLITE_OK : SQLITE_IOERR_DATA;
}

int write(sqlite3_file* file, const void* data, int amount, sqlite3_int64 offset) {
    sqlite3_file* const real = inner(file);
    if (!is_page(amount, offset)) return real->pMethods->xWrite(real, data, amount, offset);
    try {
        const auto* bytes = static_cast<const char*>(data);
        std::vector<char> page(bytes, bytes + amount);
        const std::uint64_t check = check_of(data, amount, offset);
        std::memcpy(page.data() + amount - kCheckBytes, &check, sizeof check);
        return real->pMethods->xWrite(real, page.data(), amount, offset);
    } catch (const std::bad_alloc&) {
        return SQLITE_IOERR_NOMEM;
    }
}

/// Everything else is the system's own.
template <auto kMethod, typename... Arguments>
auto pass(sqlite3_file* file, Arguments... arguments) {
    sqlite3_file* const real = inner(file);
    return (real->pMethods->*kMethod)(real, arguments...);
}

using Methods = sqlite3_io_methods;

// Version 2: without xFetch, by which pages would be mapped unchecked.
constexpr Methods kMethods{
    2,
    [](sqlite3_file* f) { return pass<&Methods::xClose>(f); },
    read,
    write,
    [](sqlite3_file* f, sqlite3_int64 n) { return pass<&Methods::xTruncate>(f, n); },
    [](sqlite3_file* f, int flags) { return pass<&Methods::xSync>(f, flags); },
    [](sqlite3_file* f, sqlite3_int64* n) { return pass<&Methods::xFileSize>(f, n); },
    [](sqlite3_file* f, int lock) { return pass<&Methods::xLock>(f, lock); },
    [](sqlite3_file* f, int lock) { return pass<&Methods::xUnlock>(f, lock); },
    [](sqlite3_file* f, int* out) { return pass<&Methods::xCheckReservedLock>(f, out); },
    [](sqlite3_file* f, int op, void* a) { return pass<&Methods::xFileControl>(f, op, a); },
    [](sqlite3_file* f) { return pass<&Methods::xSectorSize>(f); },
    [](sqlite3_file* f) { return pass<&Methods::xDeviceCharacteristics>(f); },
    [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
        return pass<&Methods::xShmMap>(f, page, size, extend, out);
    },
    [](sqlite3_file* f, int at, int n, int flags) {
        return pass<&Methods::xShmLock>(f, at, n, flags);
    },
    [](sqlite3_file* f) { pass<&Methods::xShmBarrier>(f); },
    [](sqlite3_file* f, int remove) { return pass<&Methods::xShmUnmap>(f, remove); },
    nullptr,
    nullptr};

int open(sqlite3_vfs* layer, const char* name, sqlite3_file* file, int flags, int* flags_out) {
    // pAppData stays the system's own, whose functions are given this layer too.
    sqlite3_vfs* const system = sqlite3_vfs_find(nullptr);
    if (system == nullptr || system == layer) return SQLITE_CANTOPEN;
    if ((flags & SQLITE_OPEN_MAIN_DB) == 0)
        return system->xOpen(system, name, file, flags, flags_out);
    file->pMethods = nullptr;
    const int result = system->xOpen(system, name, inner(file), flags, flags_out);
    if (inner(file)->pMethods != nullptr) file->pMethods = &kMethods;
    return result;
}

const char* register_layer() {
    sqlite3_vfs* const system = sqlite3_vfs_find(nullptr);
    if (system == nullptr) return nullptr;
    static sqlite3_vfs layer = *system;
    layer.zName = kName;
    layer.pNext = nullptr;
    layer.szOsFile += static_cast<int>(sizeof(CheckedFile));
    layer.xOpen = open;
    return sqlite3_vfs_register(&layer, 0) == SQLITE_OK ? kName : nullptr;
}

}  // namespace

const char* checked_file_layer() {
    // SQLite's registry is of the process; a layer enters it once and holds no state.
    static const char* const name = register_layer();
    return name;
}

}  // namespace deed::store::detail
