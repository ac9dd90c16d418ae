#include "credentials/sd_jwt/disclosure.hpp"

#include "credentials/sd_jwt/errors.hpp"
#include "lib/crypto/random.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/writer.hpp"

namespace deed::credentials {
namespace {

constexpr std::size_t kSaltSize = 16;

struct HashName {
    std::string_view name;  ///< IANA "Named Information Hash Algorithm"
    crypto::HashAlgorithm algorithm;
};
constexpr HashName kHashes[] = {{"sha-256", crypto::HashAlgorithm::sha256},
                                {"sha-384", crypto::HashAlgorithm::sha384},
                                {"sha-512", crypto::HashAlgorithm::sha512}};

Error malformed(std::string why) { return Error(errors::kDisclosureMalformed, std::move(why)); }

Result<void> check_contents(json::Value contents) {
    if (!contents.is_array()) return malformed("it is not an array");
    const json::Array parts = contents.array();
    if (parts.size() != 2 && parts.size() != 3)
        return malformed("it has " + std::to_string(parts.size()) + " parts, not 2 or 3");
    if (!parts[0].is_string()) return malformed("its salt is not a string");
    if (parts.size() == 3 && !parts[1].is_string()) return malformed("its name is not a string");
    return {};
}

}  // namespace

Result<Disclosure> Disclosure::parse(std::string_view encoded) {
    const auto text = base64url_decode(encoded);
    if (!text) return malformed(text.error().message());
    auto contents = json::Document::parse(*text);
    if (!contents) return malformed(contents.error().message());
    DEED_CHECK(check_contents(contents->root()));
    return Disclosure(std::string(encoded), *std::move(contents));
}

Result<Disclosure> Disclosure::make(std::optional<std::string_view> name, json::Value value) {
    json::Writer writer;
    writer.begin_array().string(base64url_encode(crypto::random_bytes(kSaltSize)));
    if (name) writer.string(*name);
    const std::string text = writer.value(value).end_array().take();
    DEED_TRY(json::Document contents, json::Document::parse(text));
    return Disclosure(base64url_encode(as_bytes(text)), std::move(contents));
}

std::optional<std::string_view> Disclosure::name() const {
    const json::Array parts = json_.root().array();
    if (parts.size() == 2) return std::nullopt;
    return parts[1].string();
}

json::Value Disclosure::value() const {
    const json::Array parts = json_.root().array();
    return parts[parts.size() - 1];
}

std::string Disclosure::digest(crypto::HashAlgorithm algorithm) const {
    return sd_digest(algorithm, encoded_);
}

std::string sd_digest(crypto::HashAlgorithm algorithm, std::string_view text) {
    return base64url_encode(crypto::hash(algorithm, as_bytes(text)));
}

Result<crypto::HashAlgorithm> sd_hash_from_name(std::string_view name) {
    for (const HashName& hash : kHashes)
        if (hash.name == name) return hash.algorithm;
    return Error(errors::kSdHashUnsupported, "_sd_alg is " + std::string(name), "/_sd_alg");
}

std::string_view sd_hash_name(crypto::HashAlgorithm algorithm) {
    for (const HashName& hash : kHashes)
        if (hash.algorithm == algorithm) return hash.name;
    DEED_ASSERT(false);
    return {};
}

}  // namespace deed::credentials
