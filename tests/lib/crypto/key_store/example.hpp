#pragma once

// The worked example of specs/key-store.md. Printed by example.py, which uses the Argon2
// reference code, PyNaCl and hashlib, and nothing of Deed.

#include <string_view>

namespace deed::test {

inline constexpr std::string_view kPassphrase =
    "correct horse battery staple";
inline constexpr std::string_view kPassphraseKeyHex =
    "c05ce4c4dd7e0e45ee6011cc59d068ade47df1b01fc0cf9cd4678bdf68a5b7b0";
inline constexpr std::string_view kKeysSubkeyHex =
    "9646b42940dae73deba7f7387a442c4b70b3fa70139f001c074df9fb448590a3";
inline constexpr std::string_view kSealSubkeyHex =
    "e99ce3c06d009bc6016ff3fd1906bea4912ed0e60052151a59ba2f5b891a996b";
inline constexpr std::string_view kMasterFile =
    "{\"format\":\"deed/key-store/v1\",\"kdf\":{\"algorithm\":\"argon2id\",\"memlimit\":67108864,"
    "\"opslimit\":2,\"salt\":\"AAECAwQFBgcICQoLDA0ODw\"},\"nonce\":\"QEFCQ0RFRkdISUpLTE1OT1BRU"
    "lNUVVZX\",\"sealed\":\"zhm67mMGDAHL2K1j2J6jF8xOU7AXp-x_elD3eRc7-qQswZO7b8g4__VQaKLcm"
    "Jna\"}\n";
/// The same master key under the least memory and work that the format allows.
inline constexpr std::string_view kSmallMasterFile =
    "{\"format\":\"deed/key-store/v1\",\"kdf\":{\"algorithm\":\"argon2id\",\"memlimit\":8388608,\""
    "opslimit\":1,\"salt\":\"AAECAwQFBgcICQoLDA0ODw\"},\"nonce\":\"QEFCQ0RFRkdISUpLTE1OT1BRUl"
    "NUVVZX\",\"sealed\":\"yis18uBr9dTPy4KbdpXlbC8AvqGtPz2pt3sXGq_oHGAD8sWblYLmJNxm4y_q7m"
    "D5\"}\n";
inline constexpr std::string_view kKeyFile =
    "{\"created\":\"2026-01-02T03:04:05Z\",\"format\":\"deed/key/v1\",\"name\":\"issuer\",\"nonce\""
    ":\"YGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3\",\"publicKeyMultibase\":\"z6MktwupdmLXVVqTzCw4i4"
    "6r4uGyosGXRnR3XjN4Zq7oMMsw\",\"sealed\":\"qY751gAE9s8xzAAjuzb6THbVnSXyoK_SysXe8pq2Oh"
    "KMgqo_mL_a9BuxwYNdmIUr\",\"type\":\"Ed25519\"}\n";
/// "hello" sealed for the context "evidence/salts".
inline constexpr std::string_view kSealedDataHex =
    "01808182838485868788898a8b8c8d8e8f9091929394959697084af3b7b75a7f62f96ba9f1553988"
    "0d9fb8b3b5d6";
/// Of the context "evidence/openings": "hello" sealed with "row", and the token of "hello".
inline constexpr std::string_view kDataSubkeyHex =
    "738c7f820adc1e9a26bb11eab9f52f00ea3a148b4c13d63ac48b278f960a96f9";
inline constexpr std::string_view kTokenSubkeyHex =
    "0388635e821d5d2060ae9cdf7637321fed63a8ee39f6bcf59cd482f8d1e6cb1e";
inline constexpr std::string_view kDataBoxHex =
    "01808182838485868788898a8b8c8d8e8f90919293949596977e5070821bcde2c0e44f88dc915f79"
    "6ae139eda06b";
inline constexpr std::string_view kTokenHex =
    "9b8a4304892915aab0b71581458d8cc0e038ca3b7c42669b351737b61831faf7";

}  // namespace deed::test
