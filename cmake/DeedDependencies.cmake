# Third parties, all from Debian 12 (scripts/setup). Each is linked by one room only.
find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 REQUIRED COMPONENTS Crypto)
find_package(PkgConfig REQUIRED)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(SECP256K1 REQUIRED IMPORTED_TARGET libsecp256k1)
# For the types of PKCS#11; nothing of it is linked.
pkg_check_modules(P11KIT REQUIRED p11-kit-1)
find_package(RapidJSON REQUIRED)
find_package(SQLite3 3.37 REQUIRED)
