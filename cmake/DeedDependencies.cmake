# Third parties, all from Debian 12 (scripts/setup). Each is linked by one room only.
find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 REQUIRED COMPONENTS Crypto SSL)
find_package(PkgConfig REQUIRED)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(SECP256K1 REQUIRED IMPORTED_TARGET libsecp256k1)
# For the types of PKCS#11; nothing of it is linked.
pkg_check_modules(P11KIT REQUIRED p11-kit-1)
find_package(RapidJSON REQUIRED)
find_package(SQLite3 3.37 REQUIRED)
# Of Boost the service uses headers only (Asio, and Beast in its benchmark).
find_package(Boost 1.74 REQUIRED)

# blst, for BLS12-381 keys, is in no Debian package: where third-party/blst/fetch has put its source
# it becomes part of the libraries, and elsewhere those keys are unsupported.
set(DEED_BLST_FOUND OFF)
if(EXISTS "${PROJECT_SOURCE_DIR}/third-party/blst/source/src/server.c")
  set(DEED_BLST_FOUND ON)
endif()
option(DEED_WITH_BLST "Take BLS12-381 keys (needs third-party/blst/fetch)" ${DEED_BLST_FOUND})
if(DEED_WITH_BLST AND NOT DEED_BLST_FOUND)
  message(FATAL_ERROR "DEED_WITH_BLST needs the source that third-party/blst/fetch gets")
endif()
if(DEED_WITH_BLST)
  add_subdirectory("${PROJECT_SOURCE_DIR}/third-party/blst")
endif()
# Headers only: the library is loaded at run time, by those who use it (lib/net/curl_library.hpp).
find_package(CURL 7.85 REQUIRED)
add_library(deed_curl_headers INTERFACE)
get_target_property(deed_curl_include CURL::libcurl INTERFACE_INCLUDE_DIRECTORIES)
target_include_directories(deed_curl_headers SYSTEM INTERFACE ${deed_curl_include})
