#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "lib/error/api.hpp"

namespace deed {

/// What a caller can do about a failure. The kind alone decides the exit code and the HTTP status.
enum class ErrorKind : std::uint8_t {
    internal,      ///< a bug in Deed
    usage,         ///< the call or command line is wrong
    not_found,     ///< the named thing does not exist
    locked,        ///< a key is missing or sealed, or no passphrase was given
    unavailable,   ///< network, ledger or another process cannot be reached now
    io,            ///< reading or writing local files failed
    malformed,     ///< the input breaks its own format
    unsupported,   ///< well-formed, but this build does not implement it
    undetermined,  ///< wanted to know and could not
    signature,     ///< a signature or proof is wrong
    expired,       ///< outside its validity period
    revoked,       ///< withdrawn: revoked, deactivated or declared compromised
    untrusted,     ///< correct, but not by somebody who may do this
    schema,        ///< breaks the schema it claims to follow
    mismatch,      ///< two things that must agree do not
    interrupted    ///< cancelled by the user or a deadline
};

/// Process exit code of a kind (specs/error-codes.md).
DEED_API int exit_code(ErrorKind kind);

/// HTTP status of a kind (specs/error-codes.md).
DEED_API int http_status(ErrorKind kind);

/// Name of a kind as printed in documents, such as "not_found".
DEED_API std::string_view to_string(ErrorKind kind);

/// One way to fail. Every code is a `constexpr` in the room that raises it, has static storage,
/// and is compared by address or name.
struct ErrorCode {
    std::string_view name;     ///< dotted and stable: "proof.signature_invalid"
    ErrorKind kind;            ///< what the caller can do
    std::string_view meaning;  ///< one sentence: what is wrong
    std::string_view remedy;   ///< one sentence: the way out

    friend bool operator==(const ErrorCode& a, const ErrorCode& b) { return a.name == b.name; }
};

/// A failure: its code, words for this one occasion, and the place it concerns.
class DEED_API Error {
public:
    /// `code` must have static storage duration. `where` is a JSON Pointer, URL or file name.
    Error(const ErrorCode& code, std::string message, std::string where = {})
        : code_(&code), message_(std::move(message)), where_(std::move(where)) {}

    const ErrorCode& code() const { return *code_; }
    ErrorKind kind() const { return code_->kind; }
    const std::string& message() const { return message_; }
    const std::string& where() const { return where_; }

    /// The same error with its place filled in; an already known, narrower place is kept.
    Error at(std::string where) && {
        if (where_.empty()) where_ = std::move(where);
        return std::move(*this);
    }

    /// "message (code) at where", for logs and tests.
    std::string to_string() const;

private:
    const ErrorCode* code_;
    std::string message_;
    std::string where_;
};

namespace errors {

inline constexpr ErrorCode kInternal{"internal.bug", ErrorKind::internal,
                                     "Deed met a state that its own code should exclude.",
                                     "Please report this with the command that led to it."};
inline constexpr ErrorCode kInterrupted{"call.interrupted", ErrorKind::interrupted,
                                        "The work was cancelled before it finished.",
                                        "Run the command again; nothing acknowledged was lost."};
inline constexpr ErrorCode kDeadline{"call.deadline", ErrorKind::interrupted,
                                     "The work did not finish before its deadline.",
                                     "Try again, or allow more time."};

inline constexpr const ErrorCode* kErrorRoomCodes[] = {&kInternal, &kInterrupted, &kDeadline};

}  // namespace errors
}  // namespace deed
