#include "credentials/resource_digests.hpp"

#include <algorithm>
#include <array>

#include "credentials/errors.hpp"
#include "lib/encoding/multiformats.hpp"
#include "lib/encoding/text.hpp"

namespace deed::credentials {
namespace {

using crypto::HashAlgorithm;

struct Row {
    HashAlgorithm algorithm;
    std::string_view sri_prefix;
    std::uint64_t multihash_code;  ///< in one byte
};
constexpr std::array<Row, 3> kRows{{{HashAlgorithm::sha256, "sha256-", 0x12},
                                    {HashAlgorithm::sha384, "sha384-", 0x20},
                                    {HashAlgorithm::sha512, "sha512-", 0x13}}};

/// False only for one digest, by an algorithm whose value is known, that is another.
bool may_be_sri(std::string_view text, const DigestBy& digest_by) {
    const std::string_view expression = text.substr(0, text.find_first_of("? \t\r\n\f"));
    if (expression.size() < text.size() && text[expression.size()] != '?') return true;
    for (const Row& row : kRows) {
        if (!expression.starts_with(row.sri_prefix)) continue;
        const auto digest = digest_by(row.algorithm);
        return !digest || expression.substr(row.sri_prefix.size()) == base64_encode(*digest);
    }
    return true;
}

bool may_be_multibase(std::string_view text, const DigestBy& digest_by) {
    const auto bytes = multibase_decode(text);
    if (!bytes || bytes->empty()) return true;
    for (const Row& row : kRows) {
        if (bytes->front() != row.multihash_code) continue;
        const auto digest = digest_by(row.algorithm);
        return !digest || *bytes == multihash(row.multihash_code, *digest);
    }
    return true;
}

using Rule = bool (*)(std::string_view, const DigestBy&);

void check_member(const PlacedValue& resource, std::string_view name, Rule may_be,
                  const DigestBy& digest_by, ModelFaults& faults) {
    const auto member = resource.value.find(name);
    if (!member) return;
    for (const PlacedValue& placed : one_or_more(*member, {})) {
        const auto text = placed.value.string_if();
        if (text && !may_be(*text, digest_by))
            faults.add(errors::kRelatedResourceDigestMismatch,
                       "the digest is not that of the resource",
                       resource.pointer + "/" + std::string(name));
    }
}

}  // namespace

void check_digests(const PlacedValue& resource, const DigestBy& digest_by, ModelFaults& faults) {
    check_member(resource, "digestSRI", may_be_sri, digest_by, faults);
    check_member(resource, "digestMultibase", may_be_multibase, digest_by, faults);
}

std::vector<ModelFault> wrong_digests_in(json::Value credential, const KnownContexts& contexts) {
    ModelFaults faults;
    const auto resources = credential.find("relatedResource");
    if (!resources) return {};
    for (const PlacedValue& resource : one_or_more(*resources, "/relatedResource")) {
        const auto id = resource.value.find("id");
        const auto url = id ? id->string_if() : std::nullopt;
        const auto bytes = url ? contexts.bytes_of(*url) : std::nullopt;
        if (bytes)
            check_digests(
                resource, [&](HashAlgorithm one) { return crypto::hash(one, *bytes); }, faults);
    }
    return faults.take();
}

}  // namespace deed::credentials
