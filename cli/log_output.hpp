#pragma once

#include <string>

#include "cli/invocation.hpp"
#include "lib/json/writer.hpp"
#include "registry-contracts/client/signed_head.hpp"

namespace deed::cli {

// What the commands about logs have in common.

/// The ledger that the settings name, for reading.
Result<registry::LogLedger*> chosen_ledger(Invocation& invocation);

/// "1 entry", "2 entries".
std::string count_of(std::uint64_t number, std::string_view one, std::string_view many);

/// Notes on stderr what must not be overlooked in a log that changed its key or lost entries.
void tell_history(const registry::SignedHead& head);

/// Writes the members of the open object that say which head of which log this is.
void write_head(json::Writer& writer, const tlog::VerifierKey& first,
                const registry::SignedHead& head);

}  // namespace deed::cli
