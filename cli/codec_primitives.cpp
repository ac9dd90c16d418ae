#include "cli/codec.hpp"
#include "cli/errors.hpp"
#include "lib/crypto/ecdsa_codec.hpp"
#include "lib/crypto/hash.hpp"
#include "lib/crypto/key.hpp"
#include "lib/encoding/multiformats.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/jcs.hpp"
#include "lib/tlog/errors.hpp"
#include "lib/tlog/merkle.hpp"

namespace deed::cli {
namespace {

Result<void> run_jcs(json::Value arguments, CodecAnswer& answer, Call&) {
    DEED_TRY(const std::string_view text, text_argument(arguments, "jsonText"));
    DEED_TRY(const json::Document document, json::Document::parse(text));
    answer.out.string(json::canonicalize(document.root()));
    return {};
}

Result<void> run_hash(json::Value arguments, CodecAnswer& answer, Call&) {
    DEED_TRY(const std::string_view name, text_argument(arguments, "alg"));
    const auto algorithm = crypto::hash_from_name(name);
    if (!algorithm) return Error(errors::kCodecUnsupported, algorithm.error().message());
    DEED_TRY(const Bytes data, hex_argument(arguments, "data"));
    answer.out.string(hex_encode(crypto::hash(*algorithm, data)));
    return {};
}

Result<void> run_ed25519_verify(json::Value arguments, CodecAnswer&, Call&) {
    DEED_TRY(const Bytes raw, hex_argument(arguments, "pub"));
    DEED_TRY(const Bytes message, hex_argument(arguments, "msg"));
    DEED_TRY(const Bytes signature, hex_argument(arguments, "sig"));
    DEED_TRY(const auto key, crypto::PublicKey::from_raw(crypto::KeyType::ed25519, raw));
    return crypto::verify(key, message, signature);
}

/// SHA-2 is spelled "sha256" here, SM3 "sm3".
Result<const crypto::AlgorithmInfo*> ecdsa_algorithm(json::Value arguments) {
    DEED_TRY(const std::string_view curve, text_argument(arguments, "curve"));
    DEED_TRY(const std::string_view hash, text_argument(arguments, "hash"));
    const auto asked = crypto::hash_from_name(hash);
    const auto type = crypto::key_type_from_name(curve);
    if (asked && type && crypto::info_of(*type).jwk_kty == "EC") {
        const auto algorithm = crypto::info_of(*type).default_algorithm;
        if (algorithm && crypto::info_of(*algorithm).hash == *asked)
            return &crypto::info_of(*algorithm);
    }
    return Error(errors::kCodecUnsupported,
                 std::string(curve) + " with " + std::string(hash) + " is not supported");
}

Result<void> run_ecdsa_verify(json::Value arguments, CodecAnswer&, Call&) {
    DEED_TRY(const crypto::AlgorithmInfo* algorithm, ecdsa_algorithm(arguments));
    DEED_TRY(const std::string_view encoding, text_argument(arguments, "enc"));
    if (encoding != "p1363" && encoding != "der")
        return Error(errors::kCodecBadArgument, "\"enc\" must be \"p1363\" or \"der\"");
    DEED_TRY(const Bytes raw, hex_argument(arguments, "pub"));
    DEED_TRY(const Bytes message, hex_argument(arguments, "msg"));
    DEED_TRY(Bytes signature, hex_argument(arguments, "sig"));
    if (encoding == "der") {
        DEED_TRY(signature, crypto::ecdsa_der_to_compact(signature, algorithm->signature_size / 2));
    }
    DEED_TRY(const auto key, crypto::PublicKey::from_raw(algorithm->key_type, raw));
    const bool low_s = flag_argument(arguments, "lowS");
    return crypto::verify(key, message, signature,
                          low_s ? crypto::HighS::refuse : crypto::HighS::accept);
}

Result<void> run_multibase_decode(json::Value arguments, CodecAnswer& answer, Call&) {
    DEED_TRY(const std::string_view text, text_argument(arguments, "text"));
    DEED_TRY(const Bytes bytes, multibase_decode(text));
    answer.out.string(hex_encode(bytes));
    return {};
}

Result<void> run_multibase_encode(json::Value arguments, CodecAnswer& answer, Call&) {
    DEED_TRY(const std::string_view name, text_argument(arguments, "base"));
    const auto base = multibase_from_name(name);
    if (!base) return Error(errors::kCodecUnsupported, base.error().message());
    DEED_TRY(const Bytes data, hex_argument(arguments, "data"));
    answer.out.string(multibase_encode(*base, data));
    return {};
}

struct MultihashRow {
    std::string_view name;  ///< as in the multicodec table
    std::uint64_t code;
    crypto::HashAlgorithm algorithm;
};
constexpr MultihashRow kMultihashes[] = {
    {"sha2-256", 0x12, crypto::HashAlgorithm::sha256},
    {"sha2-384", 0x20, crypto::HashAlgorithm::sha384},
    {"sha2-512", 0x13, crypto::HashAlgorithm::sha512},
    {"sha3-256", 0x16, crypto::HashAlgorithm::sha3_256},
    {"keccak-256", 0x1b, crypto::HashAlgorithm::keccak256},
    {"sm3-256", 0x534d, crypto::HashAlgorithm::sm3},
};

Result<void> run_multihash_encode(json::Value arguments, CodecAnswer& answer, Call&) {
    DEED_TRY(const std::string_view name, text_argument(arguments, "alg"));
    DEED_TRY(const std::uint64_t bits, integer_argument(arguments, "bits"));
    DEED_TRY(const Bytes data, hex_argument(arguments, "data"));
    for (const MultihashRow& row : kMultihashes) {
        if (row.name != name) continue;
        Bytes digest = crypto::hash(row.algorithm, data);
        if (bits % 8 != 0 || bits == 0 || bits / 8 > digest.size())
            return Error(errors::kCodecBadArgument, "\"bits\" must be whole bytes of the digest");
        digest.resize(bits / 8);
        answer.out.string(hex_encode(multihash(row.code, digest)));
        return {};
    }
    return Error(errors::kCodecUnsupported, std::string(name) + " is not supported");
}

Result<tlog::Hash> hash_from(std::string_view text) {
    DEED_TRY(const Bytes bytes, base64_decode(text));
    tlog::Hash hash{};
    if (bytes.size() != hash.size())
        return Error(tlog::errors::kProofMalformed, "a hash is not of 32 bytes");
    std::copy(bytes.begin(), bytes.end(), hash.begin());
    return hash;
}

Result<tlog::Hash> hash_argument(json::Value arguments, std::string_view name) {
    DEED_TRY(const std::string_view text, text_argument(arguments, name));
    return hash_from(text);
}

Result<std::vector<tlog::Hash>> proof_argument(json::Value arguments) {
    std::vector<tlog::Hash> proof;
    const auto value = arguments.find("proof");
    if (!value || value->is_null()) return proof;  // how some write an empty proof
    if (!value->is_array()) return Error(errors::kCodecBadArgument, "\"proof\" must be an array");
    for (const json::Value item : value->array()) {
        const auto text = item.string_if();
        if (!text) return Error(errors::kCodecBadArgument, "\"proof\" must hold strings");
        DEED_TRY(const tlog::Hash hash, hash_from(*text));
        proof.push_back(hash);
    }
    return proof;
}

Result<void> run_inclusion(json::Value arguments, CodecAnswer&, Call&) {
    DEED_TRY(const std::uint64_t index, integer_argument(arguments, "leafIdx"));
    DEED_TRY(const std::uint64_t size, integer_argument(arguments, "treeSize"));
    DEED_TRY(const tlog::Hash root, hash_argument(arguments, "root"));
    DEED_TRY(const tlog::Hash leaf, hash_argument(arguments, "leafHash"));
    DEED_TRY(const auto proof, proof_argument(arguments));
    return tlog::verify_inclusion(index, size, leaf, proof, root);
}

Result<void> run_consistency(json::Value arguments, CodecAnswer&, Call&) {
    DEED_TRY(const std::uint64_t first, integer_argument(arguments, "size1"));
    DEED_TRY(const std::uint64_t second, integer_argument(arguments, "size2"));
    DEED_TRY(const tlog::Hash first_root, hash_argument(arguments, "root1"));
    DEED_TRY(const tlog::Hash second_root, hash_argument(arguments, "root2"));
    DEED_TRY(const auto proof, proof_argument(arguments));
    return tlog::verify_consistency(first, second, first_root, second_root, proof);
}

constexpr CodecOperation kPrimitives[] = {
    {"jcs", run_jcs, "`jsonText`: JSON as text", "the canonical text (RFC 8785)"},
    {"hash", run_hash, "`alg`: such as sha256, sha384, keccak256, sm3; `data`: hex", "hex"},
    {"ed25519.verify", run_ed25519_verify, "`pub`, `msg`, `sig`: hex", ""},
    {"ecdsa.verify", run_ecdsa_verify,
     "`curve` and `hash`: P-256 or secp256k1 with sha256, P-384 with sha384, P-521 with sha512, "
     "SM2 "
     "with sm3; `enc`: p1363 or der; `pub`, `msg`, `sig`: hex; "
     "`lowS`: true to refuse the second form",
     ""},
    {"multibase.decode", run_multibase_decode, "`text`", "hex"},
    {"multibase.encode", run_multibase_encode, "`base`: such as base58btc, base64url; `data`: hex",
     "the text with its prefix"},
    {"multihash.encode", run_multihash_encode,
     "`alg`: as in the multicodec table, such as sha2-256, sm3-256; `bits`: length of the digest; "
     "`data`: hex",
     "hex"},
    {"merkle.inclusion", run_inclusion,
     "`leafIdx`, `treeSize`; `leafHash`, `root`, each of `proof`: base64 (RFC 9162)", ""},
    {"merkle.consistency", run_consistency,
     "`size1`, `size2`; `root1`, `root2`, each of `proof`: base64 (RFC 9162)", ""},
};

}  // namespace

std::span<const CodecOperation> codec_primitives() { return kPrimitives; }

}  // namespace deed::cli
