#pragma once

// Internal to lib/pkcs11.

#include <sys/types.h>

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "lib/crypto/secret.hpp"
#include "lib/error/call.hpp"
#include "lib/pkcs11/key_source.hpp"
#include "lib/pkcs11/module.hpp"

namespace deed::pkcs11 {

class Token;

/// A session that is one thread's for a while.
class Session {
public:
    explicit Session(Token& token) : token_(token) {}
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    ~Session();

    CK_SESSION_HANDLE handle() const { return handle_; }
    CK_FUNCTION_LIST& functions() const;
    std::unique_lock<std::mutex> turn() const;
    /// Which opening of the token it belongs to: handles of objects hold for one.
    std::uint64_t generation() const { return generation_; }

    /// The error of a call on this session, and whether it lost the session.
    Result<void> check(CK_RV value, std::string_view doing);
    bool is_lost() const { return lost_; }
    /// Not to be used again, whatever it answered.
    void discard() { failed_ = true; }

private:
    friend class Token;
    Token& token_;
    CK_SESSION_HANDLE handle_ = 0;
    std::uint64_t generation_ = 0;
    bool open_ = false;
    bool failed_ = false;  ///< not fit for another use
    bool lost_ = false;
};

enum class Login : std::uint8_t { needed, not_needed };

/// One token, by what a URI says of it: its slot, login and sessions. Thread-safe.
class Token {
public:
    /// Of the URI, the parts about the token and its PIN count.
    Token(std::shared_ptr<Module> module, KeyUri uri, PinSource& pins)
        : module_(std::move(module)), uri_(std::move(uri)), pins_(pins) {}
    Token(const Token&) = delete;
    Token& operator=(const Token&) = delete;
    ~Token();

    /// What `work` gives on a session. Where the token was pulled meanwhile, everything is opened
    /// anew, and `work` is done once more.
    template <typename Work>
    auto with_session(Login login, Call& call, Work work)
        -> decltype(work(std::declval<Session&>())) {
        for (int left = 1;; --left) {
            DEED_CHECK(call.check());
            Session session(*this);
            auto opened = open(session, login, call);
            auto result =
                opened ? work(session) : decltype(work(session))(std::move(opened).error());
            if (!session.is_lost()) return result;
            forget(session);
            if (left == 0) return result;
        }
    }

    /// Logs in anew for one use of a key that wants this (CKA_ALWAYS_AUTHENTICATE).
    Result<void> authenticate_use(Session& session, Call& call);

private:
    friend class Session;

    Result<void> open(Session& session, Login login, Call& call);
    void give_back(Session& session);
    void forget(const Session& session);

    // These need mutex_.
    Result<void> wait_for_room(std::unique_lock<std::mutex>& lock, Call& call);
    Result<void> find(Session& session);
    Result<void> open_session(Session& session);
    Result<void> log_in(Session& session, Call& call);
    Result<void> require_pin(const CK_TOKEN_INFO& info, Call& call);
    Result<void> log_in_as(Session& session, CK_USER_TYPE user, const CK_TOKEN_INFO& info,
                           Call& call);
    Error refuse_pin(Error why);
    void leave_parent();
    void start_anew();
    void close(CK_SESSION_HANDLE session);

    const std::shared_ptr<Module> module_;
    const KeyUri uri_;
    PinSource& pins_;

    std::mutex mutex_;
    std::condition_variable returned_;
    pid_t process_ = 0;  ///< in which all this was opened
    std::uint64_t generation_ = 1;
    std::optional<CK_SLOT_ID> slot_;
    bool logged_in_ = false;
    std::vector<CK_SESSION_HANDLE> idle_;
    std::size_t in_use_ = 0;
    crypto::SecretBytes pin_;
    std::optional<Error> refusal_;  ///< the PIN was wrong, or there is none
};

}  // namespace deed::pkcs11
