#include "cli/documents.hpp"

#include <unistd.h>

#include <algorithm>

#include "cli/errors.hpp"
#include "evidence/errors.hpp"
#include "lib/encoding/text.hpp"
#include "lib/io/errors.hpp"
#include "lib/io/file.hpp"

namespace deed::cli {

Result<evidence::DocumentDigest> digest_of_input(const std::string& name, Call& call) {
    if (name == "-") return evidence::digest_of_descriptor(STDIN_FILENO, call);
    DEED_TRY(const Descriptor file, open_file(name));
    return evidence::digest_of_descriptor(file.get(), call);
}

Result<registry::Hash> parse_hash(const std::string& hex, const std::string& what) {
    registry::Hash hash;
    const auto bytes = hex_decode(hex);
    if (!bytes || bytes->size() != hash.size())
        return Error(errors::kBadValue, what + " takes 64 lower-case hexadecimal digits");
    std::ranges::copy(*bytes, hash.begin());
    return hash;
}

Result<void> name_opening(const std::string& commitment_or_file, evidence::OpeningQuery& query,
                          Call& call) {
    if (const auto commitment = parse_hash(commitment_or_file, "")) {
        query.commitment = *commitment;
        return {};
    }
    const auto digest = digest_of_input(commitment_or_file, call);
    if (!digest && digest.error().code() == deed::errors::kFileNotFound)
        return Error(evidence::errors::kOpeningNotFound,
                     "\"" + commitment_or_file +
                         "\" is neither a commitment of 64 lower-case hex digits nor a file");
    if (!digest) return digest.error();
    query.sha256 = digest->digest.sha256;
    query.sm3 = digest->digest.sm3;
    return {};
}

Error no_opening(const evidence::OpeningQuery& query, std::uint64_t unreadable) {
    std::string what;
    if (query.commitment) what += " of " + hex_encode(*query.commitment);
    if (query.sha256 || query.sm3) what += " of this document";
    if (query.key) what += " under the key " + *query.key;
    if (unreadable > 0)
        return Error(evidence::errors::kOpeningDamaged, std::to_string(unreadable) +
                                                            " openings cannot be read; one" + what +
                                                            " may be among them");
    return Error(evidence::errors::kOpeningNotFound, "there is no opening" + what);
}

}  // namespace deed::cli
