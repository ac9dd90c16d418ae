#include "lib/pkcs11/module.hpp"

#include <dlfcn.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <system_error>

#include "lib/encoding/utf8.hpp"
#include "lib/pkcs11/errors.hpp"

namespace deed::pkcs11 {
namespace {

constexpr CK_ULONG kMaxSlots = 4096;

Error unusable(const std::string& file, std::string why) {
    return Error(errors::kModuleUnusable, std::move(why), file);
}

Error not_found(const std::string& file) {
    return Error(errors::kModuleNotFound, "there is no file " + file, file);
}

/// Whether nobody but root and this user can change the file, or what is in the folder. In a folder
/// with the sticky bit others can add names, but neither remove nor rename those of the two.
bool is_trusted(const struct stat& status) {
    const bool own = status.st_uid == 0 || status.st_uid == ::geteuid();
    const bool sticky = S_ISDIR(status.st_mode) && (status.st_mode & S_ISVTX) != 0;
    return own && (sticky || (status.st_mode & (S_IWGRP | S_IWOTH)) == 0);
}

/// The file without links on its way, where nobody else can put another one in its place between
/// now and when it is loaded: a module runs with all the rights of the process.
Result<std::string> trusted_path(const std::string& file) {
    std::error_code failure;
    const auto real = std::filesystem::canonical(file, failure);
    if (failure) return not_found(file);
    for (auto name = real;; name = name.parent_path()) {
        struct stat status {};
        if (::lstat(name.c_str(), &status) != 0) return not_found(file);
        if (name == real && !S_ISREG(status.st_mode)) return not_found(file);
        if (!is_trusted(status))
            return Error(errors::kModuleUntrusted, name.string() + " may be changed by other users",
                         file);
        if (name == name.root_path()) return real.string();
    }
}

bool matches(const std::optional<std::string>& wanted, std::string_view found) {
    return !wanted || *wanted == found;
}

}  // namespace

Result<std::unique_ptr<Module>> Module::load(const std::string& file) {
    DEED_TRY(const std::string path, trusted_path(file));
    void* const library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        const char* why = ::dlerror();
        return unusable(file, as_utf8(why == nullptr ? "it does not load" : why));
    }
    const auto get_functions =
        reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library, "C_GetFunctionList"));
    CK_FUNCTION_LIST* functions = nullptr;
    if (get_functions == nullptr || get_functions(&functions) != CKR_OK || functions == nullptr)
        return unusable(file, file + " is no PKCS#11 module");
    if (functions->version.major != 2 && functions->version.major != 3)
        return unusable(file, file + " speaks another version of PKCS#11");
    return std::unique_ptr<Module>(new Module(file, functions));
}

Result<void> Module::start() {
    const std::lock_guard guard(start_mutex_);
    CK_C_INITIALIZE_ARGS arguments{};
    arguments.flags = CKF_OS_LOCKING_OK;
    CK_RV value = functions_->C_Initialize(&arguments);
    if (value == CKR_CANT_LOCK || value == CKR_NEED_TO_CREATE_THREADS) {
        serial_ = true;
        value = functions_->C_Initialize(nullptr);
    }
    if (value == CKR_OK || value == CKR_CRYPTOKI_ALREADY_INITIALIZED) return {};
    return unusable(file_, failure(value, "C_Initialize").message());
}

std::unique_lock<std::mutex> Module::turn() const {
    if (!serial_) return {};
    return std::unique_lock(turn_mutex_);
}

Result<std::vector<CK_SLOT_ID>> Module::slots() const {
    // A token may be plugged in between the two calls.
    for (int attempt = 0; attempt < 3; ++attempt) {
        CK_ULONG count = 0;
        if (const CK_RV value = functions_->C_GetSlotList(CK_TRUE, nullptr, &count);
            value != CKR_OK)
            return failure(value, "C_GetSlotList");
        if (count > kMaxSlots) return failure(CKR_GENERAL_ERROR, "C_GetSlotList");
        std::vector<CK_SLOT_ID> slots(count);
        const CK_RV value = functions_->C_GetSlotList(CK_TRUE, slots.data(), &count);
        if (value == CKR_BUFFER_TOO_SMALL) continue;
        if (value != CKR_OK) return failure(value, "C_GetSlotList");
        slots.resize(count);
        return slots;
    }
    return failure(CKR_BUFFER_TOO_SMALL, "C_GetSlotList");
}

Result<CK_TOKEN_INFO> Module::token_info(CK_SLOT_ID slot) const {
    const auto held = turn();
    CK_TOKEN_INFO info{};
    const CK_RV value = functions_->C_GetTokenInfo(slot, &info);
    if (value != CKR_OK) return failure(value, "C_GetTokenInfo");
    return info;
}

Result<bool> Module::describes(const KeyUri& uri, CK_SLOT_ID slot) const {
    if (uri.slot_id && *uri.slot_id != slot) return false;
    CK_TOKEN_INFO token{};
    if (const CK_RV value = functions_->C_GetTokenInfo(slot, &token); value != CKR_OK) {
        // Pulled since the slots were listed, or never set up: no token to speak of.
        if (failure(value, "").code() == errors::kTokenAbsent) return false;
        return failure(value, "C_GetTokenInfo");
    }
    const bool initialised = (token.flags & CKF_TOKEN_INITIALIZED) != 0;
    const bool same_token = matches(uri.token, trimmed(token.label)) &&
                            matches(uri.manufacturer, trimmed(token.manufacturerID)) &&
                            matches(uri.serial, trimmed(token.serialNumber)) &&
                            matches(uri.model, trimmed(token.model));
    if (!initialised || !same_token) return false;
    if (!uri.slot_description && !uri.slot_manufacturer) return true;
    CK_SLOT_INFO info{};
    if (const CK_RV value = functions_->C_GetSlotInfo(slot, &info); value != CKR_OK)
        return failure(value, "C_GetSlotInfo");
    return matches(uri.slot_description, trimmed(info.slotDescription)) &&
           matches(uri.slot_manufacturer, trimmed(info.manufacturerID));
}

Result<CK_SLOT_ID> Module::find_slot(const KeyUri& uri) const {
    const auto held = turn();
    DEED_TRY(const std::vector<CK_SLOT_ID> all, slots());
    std::optional<CK_SLOT_ID> found;
    for (const CK_SLOT_ID slot : all) {
        DEED_TRY(const bool wanted, describes(uri, slot));
        if (!wanted) continue;
        if (found) return Error(errors::kSeveralTokens, "more than one token fits the URI", file_);
        found = slot;
    }
    if (!found) return Error(errors::kTokenAbsent, "no token fits the URI", file_);
    return *found;
}

}  // namespace deed::pkcs11
