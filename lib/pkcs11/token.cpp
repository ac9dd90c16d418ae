#include "lib/pkcs11/token.hpp"

#include <unistd.h>

#include <chrono>

#include "lib/crypto/token_access.hpp"
#include "lib/encoding/utf8.hpp"
#include "lib/io/file.hpp"
#include "lib/pkcs11/errors.hpp"

namespace deed::pkcs11 {
namespace {

/// Enough to keep any token busy; smart cards have fewer.
constexpr std::size_t kMaxSessions = 16;
constexpr std::chrono::milliseconds kPause{20};
constexpr std::size_t kMaxPin = 1024;

bool is_interruption(const Error& error) { return error.kind() == ErrorKind::interrupted; }

/// One line feed at the end of the file is not of the PIN.
Result<crypto::SecretBytes> read_pin(const std::string& file) {
    DEED_TRY(Bytes read, read_private_file(file, kMaxPin));
    std::size_t size = read.size();
    if (size > 0 && read[size - 1] == '\n') --size;
    crypto::SecretBytes pin = crypto::SecretBytes::copy_of(ByteView(read).first(size));
    crypto::wipe(read);
    return pin;
}

}  // namespace

Session::~Session() {
    if (open_) token_.give_back(*this);
}

CK_FUNCTION_LIST& Session::functions() const { return token_.module_->functions(); }
std::unique_lock<std::mutex> Session::turn() const { return token_.module_->turn(); }

Result<void> Session::check(CK_RV value, std::string_view doing) {
    if (value == CKR_OK) return {};
    failed_ = true;
    lost_ = lost_ || pkcs11::is_lost(value);
    return failure(value, doing);
}

Token::~Token() { start_anew(); }

Result<void> Token::open(Session& session, Login login, Call& call) {
    std::unique_lock lock(mutex_);
    leave_parent();
    DEED_CHECK(wait_for_room(lock, call));
    DEED_CHECK(find(session));
    DEED_CHECK(open_session(session));
    if (login == Login::not_needed || logged_in_) return {};
    return log_in(session, call);
}

Result<void> Token::wait_for_room(std::unique_lock<std::mutex>& lock, Call& call) {
    while (idle_.empty() && in_use_ >= kMaxSessions) {
        DEED_CHECK(call.check());
        returned_.wait_for(lock, kPause);
    }
    return {};
}

/// What was opened before a fork is the parent's; closing it would close the parent's sessions on
/// tokens that tell processes apart by nothing.
void Token::leave_parent() {
    if (process_ == ::getpid()) return;
    process_ = ::getpid();
    idle_.clear();
    in_use_ = 0;
    start_anew();
}

void Token::start_anew() {
    for (const CK_SESSION_HANDLE session : idle_) close(session);
    idle_.clear();
    slot_.reset();
    logged_in_ = false;
    ++generation_;
}

void Token::forget(const Session& session) {
    const std::lock_guard guard(mutex_);
    if (session.generation() == generation_) start_anew();
}

void Token::close(CK_SESSION_HANDLE session) {
    const auto held = module_->turn();
    // Of a session that is gone already, nothing else is to be had.
    static_cast<void>(module_->functions().C_CloseSession(session));
}

Result<void> Token::find(Session& session) {
    session.generation_ = generation_;
    if (slot_) return {};
    DEED_CHECK(module_->start());
    DEED_TRY(slot_, module_->find_slot(uri_));
    return {};
}

Result<void> Token::open_session(Session& session) {
    if (idle_.empty()) {
        const auto held = module_->turn();
        const CK_RV value = module_->functions().C_OpenSession(*slot_, CKF_SERIAL_SESSION, nullptr,
                                                               nullptr, &session.handle_);
        DEED_CHECK(session.check(value, "C_OpenSession"));
    } else {
        session.handle_ = idle_.back();
        idle_.pop_back();
    }
    session.open_ = true;
    ++in_use_;
    return {};
}

void Token::give_back(Session& session) {
    const std::lock_guard guard(mutex_);
    if (process_ != ::getpid()) return;
    if (in_use_ > 0) --in_use_;
    const bool usable = !session.failed_ && session.generation_ == generation_;
    if (usable)
        idle_.push_back(session.handle_);
    else
        close(session.handle_);
    returned_.notify_one();
}

Result<void> Token::log_in(Session& session, Call& call) {
    if (refusal_) return *refusal_;
    DEED_TRY(const CK_TOKEN_INFO info, module_->token_info(*slot_));
    if ((info.flags & CKF_LOGIN_REQUIRED) == 0) {
        logged_in_ = true;
        return {};
    }
    if ((info.flags & CKF_USER_PIN_LOCKED) != 0)
        return Error(errors::kPinLocked, "the token says that its PIN is locked");
    if ((info.flags & CKF_USER_PIN_FINAL_TRY) != 0)
        return Error(errors::kPinLastTry, "the token says that one try of its PIN is left");
    DEED_CHECK(log_in_as(session, CKU_USER, info, call));
    logged_in_ = true;
    return {};
}

Result<void> Token::authenticate_use(Session& session, Call& call) {
    const std::lock_guard guard(mutex_);
    if (refusal_) return *refusal_;
    // Another thread may have found meanwhile that the token was pulled.
    if (!slot_ || session.generation_ != generation_)
        return session.check(CKR_SESSION_HANDLE_INVALID, "C_Login");
    DEED_TRY(const CK_TOKEN_INFO info, module_->token_info(*slot_));
    return log_in_as(session, CKU_CONTEXT_SPECIFIC, info, call);
}

Result<void> Token::log_in_as(Session& session, CK_USER_TYPE user, const CK_TOKEN_INFO& info,
                              Call& call) {
    const bool own_keypad = (info.flags & CKF_PROTECTED_AUTHENTICATION_PATH) != 0;
    if (!own_keypad) DEED_CHECK(require_pin(info, call));
    DEED_CHECK(call.check());

    auto access = crypto::SecretAccessForToken::get();
    const auto pin = pin_.reveal_mutable(access);
    const auto held = module_->turn();
    const CK_RV value = module_->functions().C_Login(session.handle(), user,
                                                     own_keypad ? nullptr : pin.data(), pin.size());
    if (value == CKR_USER_ALREADY_LOGGED_IN && user == CKU_USER) return {};
    auto done = session.check(value, "C_Login");
    if (!done && done.error().kind() == ErrorKind::locked)
        return refuse_pin(std::move(done).error());
    return done;
}

Result<void> Token::require_pin(const CK_TOKEN_INFO& info, Call& call) {
    if (!pin_.empty()) return {};
    const std::string label = printable(as_utf8(std::string(trimmed(info.label))));
    auto pin = uri_.pin_file ? read_pin(*uri_.pin_file) : pins_.pin(label, call);
    // A prompt that was interrupted has not been answered and may be shown again.
    if (!pin && is_interruption(pin.error())) return std::move(pin).error();
    if (!pin) return refuse_pin(std::move(pin).error());
    if (pin->empty()) return refuse_pin(Error(errors::kNoPin, "the PIN is empty"));
    pin_ = std::move(*pin);
    return {};
}

/// Final: the same PIN would be as wrong again, and count again.
Error Token::refuse_pin(Error why) {
    pin_ = crypto::SecretBytes();
    refusal_ = why;
    return why;
}

}  // namespace deed::pkcs11
