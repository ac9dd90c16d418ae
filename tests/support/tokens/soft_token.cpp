#include "tests/support/tokens/soft_token.hpp"

#include <dlfcn.h>
#include <p11-kit/pkcs11.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <vector>

#include "lib/encoding/text.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/support/tokens/faults.hpp"

// SoftHSM 2.6.1 leaks the name of the curve at each use of an Ed25519 key. The sanitizer sees only
// that OpenSSL allocated it: libraries without frame pointers hide who called. What Deed itself
// allocates by OpenSSL is watched by the tests of lib/crypto.
extern "C" __attribute__((visibility("default"))) const char* __lsan_default_suppressions() {
    return "leak:CRYPTO_zalloc\nleak:ASN1_STRING_set\n";
}

namespace deed::test {
namespace {

constexpr std::string_view kOfficerPin = "officer-13579";

void require(CK_RV value, const char* doing) {
    if (value != CKR_OK)
        throw std::runtime_error(std::string(doing) + " answered " + std::to_string(value));
}

Bytes from_hex(std::string_view hex) {
    const auto bytes = hex_decode(hex);
    if (!bytes) throw std::runtime_error("no hex");
    return *bytes;
}

unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<unsigned char*>(const_cast<char*>(text.data()));
}

/// Where SoftHSM keeps its tokens while this process lives.
struct Place {
    Place() {
        std::filesystem::create_directory(folder / "tokens");
        std::ofstream(folder / "softhsm2.conf")
            << "directories.tokendir = " << (folder / "tokens").string()
            << "\nobjectstore.backend = file\nlog.level = ERROR\n";
        ::setenv("SOFTHSM2_CONF", (folder / "softhsm2.conf").c_str(), 1);
    }
    TempDir folder;
};

const Place& place() {
    static const Place kPlace;
    return kPlace;
}

CK_FUNCTION_LIST& softhsm() {
    static CK_FUNCTION_LIST* const kFunctions = [] {
        place();
        void* const library = ::dlopen(softhsm_module().c_str(), RTLD_NOW | RTLD_LOCAL);
        if (library == nullptr) throw std::runtime_error(::dlerror());
        CK_FUNCTION_LIST* list = nullptr;
        require(
            reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library, "C_GetFunctionList"))(&list),
            "C_GetFunctionList");
        CK_C_INITIALIZE_ARGS arguments{};
        arguments.flags = CKF_OS_LOCKING_OK;
        const CK_RV value = list->C_Initialize(&arguments);
        if (value != CKR_CRYPTOKI_ALREADY_INITIALIZED) require(value, "C_Initialize");
        return list;
    }();
    return *kFunctions;
}

std::vector<CK_SLOT_ID> slots() {
    CK_ULONG count = 0;
    require(softhsm().C_GetSlotList(CK_TRUE, nullptr, &count), "C_GetSlotList");
    std::vector<CK_SLOT_ID> found(count);
    require(softhsm().C_GetSlotList(CK_TRUE, found.data(), &count), "C_GetSlotList");
    return found;
}

std::string padded(std::string label) {
    label.resize(32, ' ');
    return label;
}

CK_SLOT_ID slot_of(const std::string& label) {
    for (const CK_SLOT_ID slot : slots()) {
        CK_TOKEN_INFO info{};
        require(softhsm().C_GetTokenInfo(slot, &info), "C_GetTokenInfo");
        if (std::memcmp(info.label, padded(label).data(), sizeof info.label) == 0) return slot;
    }
    throw std::runtime_error("no token " + label);
}

/// A session of the user, or of the officer; whoever was logged in before is out.
class LoggedIn {
public:
    LoggedIn(CK_SLOT_ID slot, CK_USER_TYPE user, std::string_view pin) {
        require(softhsm().C_OpenSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr,
                                        &handle),
                "C_OpenSession");
        const CK_RV value = softhsm().C_Login(handle, user, bytes_of(pin), pin.size());
        if (value != CKR_USER_ALREADY_LOGGED_IN) require(value, "C_Login");
    }
    ~LoggedIn() { softhsm().C_CloseSession(handle); }
    LoggedIn(const LoggedIn&) = delete;
    LoggedIn& operator=(const LoggedIn&) = delete;

    CK_SESSION_HANDLE handle = 0;
};

Bytes curve_of(crypto::KeyType type) {
    switch (type) {
        case crypto::KeyType::ed25519:
            return from_hex("06032b6570");
        case crypto::KeyType::secp256k1:
            return from_hex("06052b8104000a");
        case crypto::KeyType::p256:
            return from_hex("06082a8648ce3d030107");
        case crypto::KeyType::p384:
            return from_hex("06052b81040022");
        case crypto::KeyType::p521:
            return from_hex("06052b81040023");
        default:
            throw std::runtime_error("SoftHSM makes no such key");
    }
}

void generate_pair(CK_SLOT_ID slot, crypto::KeyType type, const std::string& label, std::uint8_t id,
                   bool guarded) {
    const LoggedIn session(slot, CKU_USER, SoftToken::kPin);
    Bytes curve = curve_of(type);
    CK_BBOOL yes = CK_TRUE;
    CK_BBOOL no = CK_FALSE;
    CK_BBOOL always = guarded ? CK_TRUE : CK_FALSE;
    CK_ATTRIBUTE public_half[] = {{CKA_EC_PARAMS, curve.data(), curve.size()},
                                  {CKA_TOKEN, &yes, sizeof yes},
                                  {CKA_PRIVATE, &no, sizeof no},
                                  {CKA_VERIFY, &yes, sizeof yes},
                                  {CKA_LABEL, bytes_of(label), label.size()},
                                  {CKA_ID, &id, sizeof id}};
    CK_ATTRIBUTE private_half[] = {{CKA_TOKEN, &yes, sizeof yes},
                                   {CKA_PRIVATE, &yes, sizeof yes},
                                   {CKA_SENSITIVE, &yes, sizeof yes},
                                   {CKA_EXTRACTABLE, &no, sizeof no},
                                   {CKA_SIGN, &yes, sizeof yes},
                                   {CKA_ALWAYS_AUTHENTICATE, &always, sizeof always},
                                   {CKA_LABEL, bytes_of(label), label.size()},
                                   {CKA_ID, &id, sizeof id}};
    CK_MECHANISM mechanism{
        type == crypto::KeyType::ed25519 ? CKM_EC_EDWARDS_KEY_PAIR_GEN : CKM_EC_KEY_PAIR_GEN,
        nullptr, 0};
    CK_OBJECT_HANDLE made[2] = {};
    require(
        softhsm().C_GenerateKeyPair(session.handle, &mechanism, public_half, std::size(public_half),
                                    private_half, std::size(private_half), &made[0], &made[1]),
        "C_GenerateKeyPair");
}

CK_OBJECT_HANDLE public_object(CK_SESSION_HANDLE session, const std::string& label) {
    CK_OBJECT_CLASS object_class = CKO_PUBLIC_KEY;
    CK_ATTRIBUTE filter[] = {{CKA_CLASS, &object_class, sizeof object_class},
                             {CKA_LABEL, bytes_of(label), label.size()}};
    require(softhsm().C_FindObjectsInit(session, filter, 2), "C_FindObjectsInit");
    CK_OBJECT_HANDLE object = 0;
    CK_ULONG count = 0;
    require(softhsm().C_FindObjects(session, &object, 1, &count), "C_FindObjects");
    require(softhsm().C_FindObjectsFinal(session), "C_FindObjectsFinal");
    if (count != 1) throw std::runtime_error("no public key " + label);
    return object;
}

}  // namespace

std::string softhsm_module() { return DEED_SOFTHSM_MODULE; }
std::string faulty_module() { return DEED_FAULTY_MODULE; }

const Faults& faults() {
    static const Faults kFaults = [] {
        place();
        void* const library = ::dlopen(DEED_FAULTY_MODULE, RTLD_NOW | RTLD_LOCAL);
        if (library == nullptr) throw std::runtime_error(::dlerror());
        const auto find = [&](const char* name) { return ::dlsym(library, name); };
        return Faults{reinterpret_cast<decltype(Faults::reset)>(find("deed_module_reset")),
                      reinterpret_cast<decltype(Faults::answer)>(find("deed_module_answer")),
                      reinterpret_cast<decltype(Faults::calls)>(find("deed_module_calls")),
                      reinterpret_cast<decltype(Faults::set)>(find("deed_module_set"))};
    }();
    return kFaults;
}

SoftToken::SoftToken() {
    static int made = 0;
    label_ = "acme-" + std::to_string(++made);
    for (const CK_SLOT_ID slot : slots()) {
        CK_TOKEN_INFO info{};
        require(softhsm().C_GetTokenInfo(slot, &info), "C_GetTokenInfo");
        if ((info.flags & CKF_TOKEN_INITIALIZED) != 0) continue;
        require(softhsm().C_InitToken(slot, bytes_of(kOfficerPin), kOfficerPin.size(),
                                      bytes_of(padded(label_))),
                "C_InitToken");
        break;
    }
    const LoggedIn officer(slot_of(label_), CKU_SO, kOfficerPin);
    require(softhsm().C_InitPIN(officer.handle, bytes_of(kPin), kPin.size()), "C_InitPIN");
}

void SoftToken::generate(crypto::KeyType type, const std::string& label, std::uint8_t id) const {
    generate_pair(slot_of(label_), type, label, id, false);
}

void SoftToken::generate_guarded(const std::string& label, std::uint8_t id) const {
    generate_pair(slot_of(label_), crypto::KeyType::p256, label, id, true);
}

void SoftToken::forget_public_key(const std::string& label) const {
    const LoggedIn session(slot_of(label_), CKU_USER, kPin);
    require(softhsm().C_DestroyObject(session.handle, public_object(session.handle, label)),
            "C_DestroyObject");
}

void SoftToken::plant_public_key(const std::string& of, const std::string& label,
                                 std::uint8_t id) const {
    CK_SESSION_HANDLE session = 0;
    require(softhsm().C_OpenSession(slot_of(label_), CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr,
                                    nullptr, &session),
            "C_OpenSession");
    CK_ATTRIBUTE names[] = {{CKA_LABEL, bytes_of(label), label.size()}, {CKA_ID, &id, sizeof id}};
    CK_OBJECT_HANDLE made = 0;
    require(softhsm().C_CopyObject(session, public_object(session, of), names, 2, &made),
            "C_CopyObject");
    softhsm().C_CloseSession(session);
}

void SoftToken::add_certificate(const std::string& label, std::uint8_t id, ByteView der) const {
    const LoggedIn session(slot_of(label_), CKU_USER, kPin);
    CK_OBJECT_CLASS object_class = CKO_CERTIFICATE;
    CK_CERTIFICATE_TYPE type = CKC_X_509;
    CK_BBOOL yes = CK_TRUE;
    CK_BBOOL no = CK_FALSE;
    Bytes value = to_bytes(der);
    Bytes subject = from_hex("3000");
    CK_ATTRIBUTE attributes[] = {{CKA_CLASS, &object_class, sizeof object_class},
                                 {CKA_CERTIFICATE_TYPE, &type, sizeof type},
                                 {CKA_TOKEN, &yes, sizeof yes},
                                 {CKA_PRIVATE, &no, sizeof no},
                                 {CKA_SUBJECT, subject.data(), subject.size()},
                                 {CKA_VALUE, value.data(), value.size()},
                                 {CKA_LABEL, bytes_of(label), label.size()},
                                 {CKA_ID, &id, sizeof id}};
    CK_OBJECT_HANDLE made = 0;
    require(softhsm().C_CreateObject(session.handle, attributes, std::size(attributes), &made),
            "C_CreateObject");
}

std::string SoftToken::uri(const std::string& object, const std::string& module) const {
    return "pkcs11:token=" + label_ + ";object=" + object + "?module-path=" + module;
}

std::filesystem::path SoftToken::configuration() { return place().folder / "softhsm2.conf"; }

}  // namespace deed::test
