// Signing through a token, each figure a ratio to SoftHSM's own C_SignInit and C_Sign of the same
// run:
// {"figure": value, …}.   pkcs11_bench [SIGNATURES]
//
// "TYPE" is the signer as it is used, which verifies each signature before it hands it out;
// "TYPE_checked" compares it with C_SignInit, C_Sign and a verification, all by hand.

#include <dlfcn.h>
#include <p11-kit/pkcs11.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "lib/crypto/algorithm.hpp"
#include "lib/crypto/hash.hpp"
#include "lib/pkcs11/key_source.hpp"
#include "tests/support/tokens/soft_token.hpp"

namespace deed {
namespace {

using crypto::KeyType;
using test::SoftToken;

constexpr int kRounds = 9;

template <typename T>
T must(Result<T> result) {
    if (result) return std::move(*result);
    std::fprintf(stderr, "pkcs11_bench: %s\n", result.error().to_string().c_str());
    std::exit(1);
}

void require(CK_RV value) {
    if (value == CKR_OK) return;
    std::fprintf(stderr, "pkcs11_bench: SoftHSM answered %lx\n", value);
    std::exit(1);
}

class Pin final : public pkcs11::PinSource {
public:
    Result<crypto::SecretBytes> pin(std::string_view, Call&) override {
        return crypto::SecretBytes::copy_of(as_bytes(SoftToken::kPin));
    }
};

/// CPU seconds of this process: others use the machine too.
double cpu_seconds() {
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

/// The key by bare PKCS#11, found once, in a session that is open and logged in.
struct Bare {
    Bare(const SoftToken& token, const std::string& label, KeyType type) {
        void* const library = ::dlopen(test::softhsm_module().c_str(), RTLD_NOW | RTLD_LOCAL);
        require(reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library, "C_GetFunctionList"))(
            &functions));
        CK_SLOT_ID slots[64] = {};
        CK_ULONG count = std::size(slots);
        require(functions->C_GetSlotList(CK_TRUE, slots, &count));
        for (CK_ULONG i = 0; i < count; ++i) {
            CK_TOKEN_INFO info{};
            require(functions->C_GetTokenInfo(slots[i], &info));
            if (std::memcmp(info.label, token.label().data(), token.label().size()) == 0)
                open(slots[i]);
        }
        CK_OBJECT_CLASS object_class = CKO_PRIVATE_KEY;
        CK_ATTRIBUTE filter[] = {{CKA_CLASS, &object_class, sizeof object_class},
                                 {CKA_LABEL, const_cast<char*>(label.data()), label.size()}};
        require(functions->C_FindObjectsInit(session, filter, 2));
        require(functions->C_FindObjects(session, &key, 1, &count));
        require(functions->C_FindObjectsFinal(session));
        mechanism.mechanism = type == KeyType::ed25519 ? CKM_EDDSA : CKM_ECDSA;
    }
    void open(CK_SLOT_ID slot) {
        require(functions->C_OpenSession(slot, CKF_SERIAL_SESSION, nullptr, nullptr, &session));
        std::string pin(SoftToken::kPin);
        const CK_RV value = functions->C_Login(
            session, CKU_USER, reinterpret_cast<unsigned char*>(pin.data()), pin.size());
        if (value != CKR_USER_ALREADY_LOGGED_IN) require(value);
    }
    Bytes sign(Bytes& input) {
        Bytes signature(256);
        CK_ULONG size = signature.size();
        require(functions->C_SignInit(session, &mechanism, key));
        require(functions->C_Sign(session, input.data(), input.size(), signature.data(), &size));
        signature.resize(size);
        return signature;
    }

    CK_FUNCTION_LIST* functions = nullptr;
    CK_SESSION_HANDLE session = 0;
    CK_OBJECT_HANDLE key = 0;
    CK_MECHANISM mechanism{0, nullptr, 0};
};

template <typename Work>
double seconds(int count, Work work) {
    const double start = cpu_seconds();
    for (int i = 0; i < count; ++i) work();
    return cpu_seconds() - start;
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

void measure(const SoftToken& token, KeyType type, int count, bool last) {
    const std::string label(crypto::info_of(type).short_name);
    token.generate(type, label, static_cast<std::uint8_t>(type) + 1);
    Pin pin;
    const auto source = pkcs11::key_source(pin);
    Call call;
    const auto signer = must(
        source->signer(must(crypto::KeyReference::parse(token.uri(label))), std::nullopt, call));
    Bare bare(token, label, type);

    // What is signed for a credential: two SHA-256 digests.
    Bytes message(64, 0x5a);
    const auto algorithm = crypto::info_of(*crypto::info_of(type).default_algorithm);
    Bytes input = type == KeyType::ed25519 ? message : crypto::hash(algorithm.hash, message);
    std::vector<double> of_bare;
    std::vector<double> of_checked;
    for (int round = 0; round < kRounds; ++round) {
        const double raw = seconds(count, [&] { bare.sign(input); });
        const double checked = seconds(count, [&] {
            // s may be in either half.
            if (!crypto::verify(signer->public_key(), message, bare.sign(input))) std::abort();
        });
        const double signing = seconds(count, [&] { must(signer->sign(message, call)); });
        of_bare.push_back(raw / signing);
        of_checked.push_back(checked / signing);
    }
    std::printf("\"%s\": %.3f, \"%s_checked\": %.3f%s", label.c_str(), median(of_bare),
                label.c_str(), median(of_checked), last ? "" : ", ");
}

}  // namespace
}  // namespace deed

int main(int argc, char** argv) {
    using deed::crypto::KeyType;
    const int count = argc > 1 ? std::atoi(argv[1]) : 200;
    const deed::test::SoftToken token;
    constexpr KeyType kTypes[] = {KeyType::ed25519, KeyType::secp256k1, KeyType::p256,
                                  KeyType::p384};
    std::printf("{");
    for (const KeyType type : kTypes) deed::measure(token, type, count, type == KeyType::p384);
    std::printf("}\n");
    return 0;
}
