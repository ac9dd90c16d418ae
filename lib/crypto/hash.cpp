#include "lib/crypto/hash.hpp"

#include <openssl/evp.h>

#include <string>
#include <utility>
#include <variant>

#include "lib/crypto/errors.hpp"
#include "lib/crypto/handle.hpp"
#include "lib/crypto/keccak.hpp"

namespace deed::crypto {
namespace {

using DigestContext = Handle<EVP_MD_CTX, EVP_MD_CTX_free>;
using DigestMethod = Handle<EVP_MD, EVP_MD_free>;

struct HashName {
    std::string_view name;
    HashAlgorithm algorithm;
};
constexpr HashName kHashNames[] = {
    {"sha256", HashAlgorithm::sha256},       {"sha384", HashAlgorithm::sha384},
    {"sha512", HashAlgorithm::sha512},       {"sha3-256", HashAlgorithm::sha3_256},
    {"keccak256", HashAlgorithm::keccak256}, {"sm3", HashAlgorithm::sm3}};

/// Fetching takes twice as long as hashing 64 bytes, so it is done once.
template <HashAlgorithm kAlgorithm>
const EVP_MD* fetched(const char* openssl_name) {
    static const DigestMethod method(EVP_MD_fetch(nullptr, openssl_name, nullptr));
    DEED_ASSERT(method != nullptr);
    return method.get();
}

const EVP_MD* method_of(HashAlgorithm algorithm) {
    switch (algorithm) {
        case HashAlgorithm::sha256:
            return fetched<HashAlgorithm::sha256>("SHA256");
        case HashAlgorithm::sha384:
            return fetched<HashAlgorithm::sha384>("SHA384");
        case HashAlgorithm::sha512:
            return fetched<HashAlgorithm::sha512>("SHA512");
        case HashAlgorithm::sha3_256:
            return fetched<HashAlgorithm::sha3_256>("SHA3-256");
        case HashAlgorithm::sm3:
            return fetched<HashAlgorithm::sm3>("SM3");
        case HashAlgorithm::keccak256:
            break;
    }
    DEED_ASSERT(!"a hash that OpenSSL has");
    return nullptr;
}

std::size_t digest_size(HashAlgorithm algorithm) {
    if (algorithm == HashAlgorithm::sha384) return 48;
    if (algorithm == HashAlgorithm::sha512) return 64;
    return 32;
}

void start(EVP_MD_CTX* context, const EVP_MD* method) {
    const bool ok = EVP_DigestInit_ex2(context, method, nullptr) == 1;
    DEED_ASSERT(ok);
}

DigestContext new_context(const EVP_MD* method) {
    DigestContext context(EVP_MD_CTX_new());
    DEED_ASSERT(context != nullptr);
    start(context.get(), method);
    return context;
}

/// One message into `out`, in a context of this thread that stays set up for this algorithm.
template <HashAlgorithm kAlgorithm>
void hash_into(ByteView message, std::uint8_t* out) {
    thread_local const DigestContext context = new_context(method_of(kAlgorithm));
    start(context.get(), nullptr);
    const bool ok = EVP_DigestUpdate(context.get(), message.data(), message.size()) == 1 &&
                    EVP_DigestFinal_ex(context.get(), out, nullptr) == 1;
    DEED_ASSERT(ok);
}

template <HashAlgorithm kAlgorithm>
Digest256 digest256(ByteView message) {
    Digest256 digest;
    hash_into<kAlgorithm>(message, digest.data());
    return digest;
}

}  // namespace

Result<HashAlgorithm> hash_from_name(std::string_view name) {
    for (const HashName& known : kHashNames) {
        if (known.name == name) return known.algorithm;
    }
    return Error(errors::kUnsupportedHash, "no hash is called \"" + std::string(name) + "\"");
}

Bytes hash(HashAlgorithm algorithm, ByteView message) {
    Bytes digest(digest_size(algorithm));
    switch (algorithm) {
        case HashAlgorithm::sha256:
            hash_into<HashAlgorithm::sha256>(message, digest.data());
            break;
        case HashAlgorithm::sha384:
            hash_into<HashAlgorithm::sha384>(message, digest.data());
            break;
        case HashAlgorithm::sha512:
            hash_into<HashAlgorithm::sha512>(message, digest.data());
            break;
        case HashAlgorithm::sha3_256:
            hash_into<HashAlgorithm::sha3_256>(message, digest.data());
            break;
        case HashAlgorithm::keccak256:
            return to_bytes(keccak256(message));
        case HashAlgorithm::sm3:
            hash_into<HashAlgorithm::sm3>(message, digest.data());
            break;
    }
    return digest;
}

Digest256 sha256(ByteView message) { return digest256<HashAlgorithm::sha256>(message); }

Digest256 sm3(ByteView message) { return digest256<HashAlgorithm::sm3>(message); }

Digest256 keccak256(ByteView message) {
    KeccakSponge sponge(KeccakSponge::Suffix::keccak);
    sponge.update(message);
    return sponge.finish();
}

struct Hasher256::State {
    explicit State(HashAlgorithm algorithm) : engine(engine_of(algorithm)) {}

    using Engine = std::variant<DigestContext, KeccakSponge>;
    static Engine engine_of(HashAlgorithm algorithm) {
        if (algorithm == HashAlgorithm::keccak256) {
            return KeccakSponge(KeccakSponge::Suffix::keccak);
        }
        return new_context(method_of(algorithm));
    }

    Engine engine;
};

Hasher256::Hasher256(HashAlgorithm algorithm) : state_(std::make_unique<State>(algorithm)) {
    DEED_ASSERT(digest_size(algorithm) == 32);
}
Hasher256::Hasher256(Hasher256&&) noexcept = default;
Hasher256& Hasher256::operator=(Hasher256&&) noexcept = default;
Hasher256::~Hasher256() = default;

Hasher256& Hasher256::update(ByteView piece) {
    if (auto* sponge = std::get_if<KeccakSponge>(&state_->engine)) {
        sponge->update(piece);
        return *this;
    }
    const auto& context = std::get<DigestContext>(state_->engine);
    const bool ok = EVP_DigestUpdate(context.get(), piece.data(), piece.size()) == 1;
    DEED_ASSERT(ok);
    return *this;
}

Digest256 Hasher256::finish() {
    if (auto* sponge = std::get_if<KeccakSponge>(&state_->engine)) return sponge->finish();
    const auto& context = std::get<DigestContext>(state_->engine);
    Digest256 digest;
    const bool ok = EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1;
    DEED_ASSERT(ok);
    start(context.get(), nullptr);
    return digest;
}

}  // namespace deed::crypto
