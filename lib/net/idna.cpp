#include "lib/net/idna.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <memory>

#include "lib/net/errors.hpp"

namespace deed::net {
namespace {

// Of idn2.h; the library comes with libcurl.
using ToAscii = int(const char* input, char** output, int flags);
using Free = void(void* memory);
constexpr int kNfcInput = 1;
constexpr int kNonTransitional = 8;
constexpr const char* kLibrary = "libidn2.so.0";

struct Idn2 {
    ToAscii* to_ascii = nullptr;
    Free* free = nullptr;
};

Result<Idn2> load() {
    void* library = ::dlopen(kLibrary, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (library == nullptr)
        return Error(errors::kNoIdna, std::string(kLibrary) + " cannot be loaded");
    const Idn2 idn2{reinterpret_cast<ToAscii*>(::dlsym(library, "idn2_to_ascii_8z")),
                    reinterpret_cast<Free*>(::dlsym(library, "idn2_free"))};
    if (idn2.to_ascii == nullptr || idn2.free == nullptr)
        return Error(errors::kNoIdna, std::string(kLibrary) + " lacks a function");
    return idn2;
}

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

}  // namespace

Result<std::string> ascii_host(std::string_view name) {
    const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    std::string text(name);
    if (std::ranges::all_of(text, is_ascii)) return lower(std::move(text));
    if (text.find('\0') != std::string::npos)
        return Error(errors::kBadUrl, "the name of a host has a NUL");
    DEED_TRY(const Idn2 idn2, load());
    char* raw = nullptr;
    const int outcome = idn2.to_ascii(text.c_str(), &raw, kNfcInput | kNonTransitional);
    const std::unique_ptr<char, Free*> ascii(raw, idn2.free);
    if (outcome != 0 || raw == nullptr)
        return Error(errors::kBadUrl, "the name of a host is none by IDNA2008");
    return lower(raw);
}

}  // namespace deed::net
