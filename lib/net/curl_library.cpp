#include "lib/net/curl_library.hpp"

#include <dlfcn.h>

#include <string>

#include "lib/net/errors.hpp"

namespace deed::net {
namespace {

// The flavours of Debian differ in their TLS library alone; the first is the one that is tested.
constexpr const char* kNames[] = {
#ifdef __APPLE__
    "libcurl.4.dylib",
#endif
    "libcurl.so.4", "libcurl-gnutls.so.4"};

// CURLOPT_PROTOCOLS_STR came with it, and before 7.84 curl_global_init was not thread-safe.
constexpr unsigned kOldest = 0x075500;

Error no_library(const std::string& why) { return Error(errors::kNoLibrary, why); }

void* open_library() {
    for (const char* name : kNames)
        // Not unloaded: OpenSSL's handlers at exit must still find their code.
        if (void* library = ::dlopen(name, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE)) return library;
    return nullptr;
}

template <typename Function>
bool take(void* library, const char* name, Function& function) {
    function = reinterpret_cast<Function>(::dlsym(library, name));
    return function != nullptr;
}

}  // namespace

Result<CurlLibrary> CurlLibrary::load() {
    void* library = open_library();
    if (library == nullptr) return no_library(std::string(kNames[0]) + " cannot be loaded");
    decltype(&curl_global_init) global_init = nullptr;
    decltype(&curl_version_info) version_info = nullptr;
    CurlLibrary curl;
    const bool whole = take(library, "curl_global_init", global_init) &&
                       take(library, "curl_version_info", version_info) &&
                       take(library, "curl_easy_init", curl.easy_init) &&
                       take(library, "curl_easy_cleanup", curl.easy_cleanup) &&
                       take(library, "curl_easy_reset", curl.easy_reset) &&
                       take(library, "curl_easy_setopt", curl.easy_setopt) &&
                       take(library, "curl_easy_perform", curl.easy_perform) &&
                       take(library, "curl_easy_recv", curl.easy_recv) &&
                       take(library, "curl_easy_send", curl.easy_send) &&
                       take(library, "curl_easy_getinfo", curl.easy_getinfo) &&
                       take(library, "curl_easy_strerror", curl.easy_strerror) &&
                       take(library, "curl_slist_append", curl.slist_append) &&
                       take(library, "curl_slist_free_all", curl.slist_free_all);
    if (!whole) return no_library("libcurl lacks a function");
    const curl_version_info_data* version = version_info(CURLVERSION_NOW);
    if (version->version_num < kOldest)
        return no_library(std::string("libcurl ") + version->version + " is too old");
    // Counted by libcurl: all calls but the first do nothing.
    if (global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return no_library("libcurl does not start");
    return curl;
}

}  // namespace deed::net
