#include "lib/pkcs11/cryptoki.hpp"

#include <array>

#include "lib/pkcs11/errors.hpp"

namespace deed::pkcs11 {
namespace {

struct Meaning {
    CK_RV value;
    std::string_view name;
    const ErrorCode* code;
};

// PKCS#11 2.40 section 5.1; what is not here is a failure of the token.
constexpr Meaning kMeanings[] = {
    {CKR_TOKEN_NOT_PRESENT, "CKR_TOKEN_NOT_PRESENT", &errors::kTokenAbsent},
    {CKR_TOKEN_NOT_RECOGNIZED, "CKR_TOKEN_NOT_RECOGNIZED", &errors::kTokenAbsent},
    {CKR_DEVICE_REMOVED, "CKR_DEVICE_REMOVED", &errors::kTokenAbsent},
    {CKR_SLOT_ID_INVALID, "CKR_SLOT_ID_INVALID", &errors::kTokenAbsent},
    {CKR_PIN_INCORRECT, "CKR_PIN_INCORRECT", &errors::kPinIncorrect},
    {CKR_PIN_INVALID, "CKR_PIN_INVALID", &errors::kPinIncorrect},
    {CKR_PIN_LEN_RANGE, "CKR_PIN_LEN_RANGE", &errors::kPinIncorrect},
    {CKR_PIN_LOCKED, "CKR_PIN_LOCKED", &errors::kPinLocked},
    {CKR_PIN_EXPIRED, "CKR_PIN_EXPIRED", &errors::kPinExpired},
    {CKR_USER_PIN_NOT_INITIALIZED, "CKR_USER_PIN_NOT_INITIALIZED", &errors::kPinNotSet},
    {CKR_MECHANISM_INVALID, "CKR_MECHANISM_INVALID", &errors::kMechanismRefused},
    {CKR_MECHANISM_PARAM_INVALID, "CKR_MECHANISM_PARAM_INVALID", &errors::kMechanismRefused},
    {CKR_KEY_TYPE_INCONSISTENT, "CKR_KEY_TYPE_INCONSISTENT", &errors::kMechanismRefused},
    {CKR_KEY_FUNCTION_NOT_PERMITTED, "CKR_KEY_FUNCTION_NOT_PERMITTED", &errors::kMechanismRefused},
    {CKR_KEY_SIZE_RANGE, "CKR_KEY_SIZE_RANGE", &errors::kMechanismRefused},
    {CKR_CURVE_NOT_SUPPORTED, "CKR_CURVE_NOT_SUPPORTED", &errors::kMechanismRefused},
    {CKR_DEVICE_ERROR, "CKR_DEVICE_ERROR", &errors::kTokenFailed},
    {CKR_DEVICE_MEMORY, "CKR_DEVICE_MEMORY", &errors::kTokenFailed},
    {CKR_GENERAL_ERROR, "CKR_GENERAL_ERROR", &errors::kTokenFailed},
    {CKR_FUNCTION_FAILED, "CKR_FUNCTION_FAILED", &errors::kTokenFailed},
    {CKR_HOST_MEMORY, "CKR_HOST_MEMORY", &errors::kTokenFailed},
    {CKR_SESSION_COUNT, "CKR_SESSION_COUNT", &errors::kTokenFailed},
    {CKR_SESSION_HANDLE_INVALID, "CKR_SESSION_HANDLE_INVALID", &errors::kTokenFailed},
    {CKR_SESSION_CLOSED, "CKR_SESSION_CLOSED", &errors::kTokenFailed},
    {CKR_USER_NOT_LOGGED_IN, "CKR_USER_NOT_LOGGED_IN", &errors::kTokenFailed},
    {CKR_KEY_HANDLE_INVALID, "CKR_KEY_HANDLE_INVALID", &errors::kTokenFailed},
    {CKR_OBJECT_HANDLE_INVALID, "CKR_OBJECT_HANDLE_INVALID", &errors::kTokenFailed}};

std::string hex_of(CK_RV value) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    do {
        text.insert(text.begin(), kDigits[value % 16]);
        value /= 16;
    } while (value != 0);
    return "0x" + text;
}

}  // namespace

bool is_lost(CK_RV value) {
    // Handles of keys do not outlive the login that showed them. A module that was finalised by
    // another part of the process has forgotten everything, too.
    constexpr std::array kLost{CKR_DEVICE_REMOVED,         CKR_TOKEN_NOT_PRESENT,
                               CKR_SESSION_HANDLE_INVALID, CKR_SESSION_CLOSED,
                               CKR_USER_NOT_LOGGED_IN,     CKR_KEY_HANDLE_INVALID,
                               CKR_OBJECT_HANDLE_INVALID,  CKR_CRYPTOKI_NOT_INITIALIZED};
    for (const CK_RV lost : kLost)
        if (value == lost) return true;
    return false;
}

Error failure(CK_RV value, std::string_view doing) {
    for (const Meaning& meaning : kMeanings)
        if (meaning.value == value)
            return Error(*meaning.code,
                         std::string(doing) + " answered " + std::string(meaning.name));
    return Error(errors::kTokenFailed, std::string(doing) + " answered " + hex_of(value));
}

}  // namespace deed::pkcs11
