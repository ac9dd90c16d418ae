#pragma once

#include <string>

#include "evidence/opening_store.hpp"

namespace deed::cli {

/// Digests of a file, or of standard input for "-".
Result<evidence::DocumentDigest> digest_of_input(const std::string& name, Call& call);

/// 64 lower-case hexadecimal digits (`usage.bad_value`, naming `what`).
Result<registry::Hash> parse_hash(const std::string& hex, const std::string& what);

/// A commitment as printed, or else the file of the document, into the query;
/// `evidence.opening_not_found` for what is neither.
Result<void> name_opening(const std::string& commitment_or_file, evidence::OpeningQuery& query,
                          Call& call);

/// `evidence.opening_not_found`, in the words of the query; `evidence.opening_damaged` where what
/// was looked for may be among the unreadable.
Error no_opening(const evidence::OpeningQuery& query, std::uint64_t unreadable);

}  // namespace deed::cli
