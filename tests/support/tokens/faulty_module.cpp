// A PKCS#11 module that forwards to SoftHSM and fails, lies or goes away on command, as tokens do.
// It is a shared object of its own, loaded by path as any module is.

#include <dlfcn.h>
#include <p11-kit/pkcs11.h>

#include <cstring>
#include <map>
#include <mutex>
#include <string>

#include "tests/support/tokens/faults.hpp"

namespace {

struct Plan {
    CK_RV answer;
    int times;
};

struct State {
    std::mutex mutex;
    std::map<std::string, Plan> plans;
    std::map<std::string, int> calls;
    CK_FLAGS token_flags = 0;
    bool absent = false;
    bool lying = false;
    bool bare_points = false;
};

State& state() {
    static State kState;
    return kState;
}

CK_FUNCTION_LIST& real() {
    static CK_FUNCTION_LIST* const kReal = [] {
        void* const library = ::dlopen(DEED_SOFTHSM_MODULE, RTLD_NOW | RTLD_LOCAL);
        CK_FUNCTION_LIST* list = nullptr;
        if (library == nullptr) return list;
        reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library, "C_GetFunctionList"))(&list);
        return list;
    }();
    return *kReal;
}

/// Counts the call; what it shall answer instead of doing anything, or CKR_OK.
CK_RV planned(const char* function) {
    const std::lock_guard guard(state().mutex);
    ++state().calls[function];
    const auto plan = state().plans.find(function);
    if (plan == state().plans.end() || plan->second.times == 0) return CKR_OK;
    --plan->second.times;
    return plan->second.answer;
}

CK_RV initialize(void* arguments) {
    if (const CK_RV answer = planned("C_Initialize"); answer != CKR_OK) return answer;
    return real().C_Initialize(arguments);
}

CK_RV get_slot_list(unsigned char present, CK_SLOT_ID* slots, CK_ULONG* count) {
    if (const CK_RV answer = planned("C_GetSlotList"); answer != CKR_OK) return answer;
    if (state().absent) {
        *count = 0;
        return CKR_OK;
    }
    return real().C_GetSlotList(present, slots, count);
}

CK_RV get_token_info(CK_SLOT_ID slot, CK_TOKEN_INFO* info) {
    if (const CK_RV answer = planned("C_GetTokenInfo"); answer != CKR_OK) return answer;
    const CK_RV answer = real().C_GetTokenInfo(slot, info);
    info->flags |= state().token_flags;
    return answer;
}

CK_RV open_session(CK_SLOT_ID slot, CK_FLAGS flags, void* application, CK_NOTIFY notify,
                   CK_SESSION_HANDLE* session) {
    if (const CK_RV answer = planned("C_OpenSession"); answer != CKR_OK) return answer;
    return real().C_OpenSession(slot, flags, application, notify, session);
}

CK_RV login(CK_SESSION_HANDLE session, CK_USER_TYPE user, unsigned char* pin, CK_ULONG size) {
    if (const CK_RV answer = planned("C_Login"); answer != CKR_OK) return answer;
    return real().C_Login(session, user, pin, size);
}

CK_RV find_objects_init(CK_SESSION_HANDLE session, CK_ATTRIBUTE* filter, CK_ULONG count) {
    if (const CK_RV answer = planned("C_FindObjectsInit"); answer != CKR_OK) return answer;
    return real().C_FindObjectsInit(session, filter, count);
}

CK_RV sign_init(CK_SESSION_HANDLE session, CK_MECHANISM* mechanism, CK_OBJECT_HANDLE key) {
    if (const CK_RV answer = planned("C_SignInit"); answer != CKR_OK) return answer;
    return real().C_SignInit(session, mechanism, key);
}

CK_RV sign(CK_SESSION_HANDLE session, unsigned char* data, CK_ULONG data_size,
           unsigned char* signature, CK_ULONG* size) {
    if (const CK_RV answer = planned("C_Sign"); answer != CKR_OK) return answer;
    const CK_RV answer = real().C_Sign(session, data, data_size, signature, size);
    if (answer == CKR_OK && state().lying) signature[*size / 4] ^= 1;
    return answer;
}

/// Some tokens give the public point without the OCTET STRING around it.
CK_RV get_attribute_value(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE* wanted,
                          CK_ULONG count) {
    const CK_RV answer = real().C_GetAttributeValue(session, object, wanted, count);
    const bool point = count == 1 && wanted[0].type == CKA_EC_POINT && wanted[0].pValue != nullptr;
    if (answer != CKR_OK || !state().bare_points || !point) return answer;
    const auto* bytes = static_cast<const unsigned char*>(wanted[0].pValue);
    const CK_ULONG header = bytes[1] == 0x81 ? 3 : 2;
    wanted[0].ulValueLen -= header;
    std::memmove(wanted[0].pValue, bytes + header, wanted[0].ulValueLen);
    return answer;
}

}  // namespace

extern "C" {

__attribute__((visibility("default"))) CK_RV C_GetFunctionList(CK_FUNCTION_LIST** list) {
    static CK_FUNCTION_LIST kList = [] {
        CK_FUNCTION_LIST own = real();
        own.C_Initialize = initialize;
        own.C_GetSlotList = get_slot_list;
        own.C_GetTokenInfo = get_token_info;
        own.C_OpenSession = open_session;
        own.C_Login = login;
        own.C_FindObjectsInit = find_objects_init;
        own.C_SignInit = sign_init;
        own.C_Sign = sign;
        own.C_GetAttributeValue = get_attribute_value;
        return own;
    }();
    *list = &kList;
    return CKR_OK;
}

__attribute__((visibility("default"))) void deed_module_reset() {
    const std::lock_guard guard(state().mutex);
    state().plans.clear();
    state().calls.clear();
    state().token_flags = 0;
    state().absent = state().lying = state().bare_points = false;
}

__attribute__((visibility("default"))) void deed_module_answer(const char* function,
                                                               unsigned long answer, int times) {
    const std::lock_guard guard(state().mutex);
    state().plans[function] = {answer, times};
}

__attribute__((visibility("default"))) int deed_module_calls(const char* function) {
    const std::lock_guard guard(state().mutex);
    return state().calls[function];
}

__attribute__((visibility("default"))) void deed_module_set(const char* fault,
                                                            unsigned long value) {
    const std::lock_guard guard(state().mutex);
    if (std::strcmp(fault, "token_flags") == 0) state().token_flags = value;
    if (std::strcmp(fault, "absent") == 0) state().absent = value != 0;
    if (std::strcmp(fault, "lying") == 0) state().lying = value != 0;
    if (std::strcmp(fault, "bare_points") == 0) state().bare_points = value != 0;
}
}
