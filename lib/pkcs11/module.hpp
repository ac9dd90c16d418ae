#pragma once

// Internal to lib/pkcs11.

#include <sys/types.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "lib/pkcs11/cryptoki.hpp"
#include "lib/pkcs11/uri.hpp"

namespace deed::pkcs11 {

/// The file of the module that a URI names: module-path, or what p11-kit's configuration has under
/// module-name (`NAME.module` in /etc/pkcs11/modules or /usr/share/p11-kit/modules).
/// `pkcs11.no_module`, `pkcs11.module_not_found`.
Result<std::string> module_file(const KeyUri& uri);

/// A loaded module. It is never finalised nor unloaded: other parts of the process may use it too,
/// and the standard does not count its users. Thread-safe.
class Module {
public:
    /// `pkcs11.module_not_found`, `pkcs11.module_untrusted`, `pkcs11.module_unusable`.
    static Result<std::unique_ptr<Module>> load(const std::string& file);

    /// Starts the module where this process has not done so: at first, after a fork, and after
    /// somebody finalised it. `pkcs11.module_unusable`.
    Result<void> start();

    CK_FUNCTION_LIST& functions() const { return *functions_; }
    /// Held around each call of a module that cannot lock by itself.
    std::unique_lock<std::mutex> turn() const;

    /// The slot of the one token that the URI describes. `pkcs11.token_absent`,
    /// `pkcs11.several_tokens`, `pkcs11.token_failed`.
    Result<CK_SLOT_ID> find_slot(const KeyUri& uri) const;
    Result<CK_TOKEN_INFO> token_info(CK_SLOT_ID slot) const;

private:
    Module(std::string file, CK_FUNCTION_LIST* functions)
        : file_(std::move(file)), functions_(functions) {}
    Result<bool> describes(const KeyUri& uri, CK_SLOT_ID slot) const;
    Result<std::vector<CK_SLOT_ID>> slots() const;

    std::string file_;
    CK_FUNCTION_LIST* functions_;
    std::mutex start_mutex_;
    bool serial_ = false;
    mutable std::mutex turn_mutex_;
};

}  // namespace deed::pkcs11
