#pragma once

// Internal to lib/net. libcurl's headers are needed to build, the library itself only where a
// client is made: it takes 4 ms and 5 MB to load, which no other command should pay.

#include <curl/curl.h>

#include <memory>

#include "lib/error/result.hpp"

namespace deed::net {

/// The functions of libcurl that Deed uses, in a library that stays loaded.
struct CurlLibrary {
    decltype(&curl_easy_init) easy_init = nullptr;
    decltype(&curl_easy_cleanup) easy_cleanup = nullptr;
    decltype(&curl_easy_reset) easy_reset = nullptr;
    decltype(&curl_easy_setopt) easy_setopt = nullptr;
    decltype(&curl_easy_perform) easy_perform = nullptr;
    decltype(&curl_easy_recv) easy_recv = nullptr;
    decltype(&curl_easy_send) easy_send = nullptr;
    decltype(&curl_easy_getinfo) easy_getinfo = nullptr;
    decltype(&curl_easy_strerror) easy_strerror = nullptr;
    decltype(&curl_slist_append) slist_append = nullptr;
    decltype(&curl_slist_free_all) slist_free_all = nullptr;

    /// `net.no_library`.
    static Result<CurlLibrary> load();
};

}  // namespace deed::net
