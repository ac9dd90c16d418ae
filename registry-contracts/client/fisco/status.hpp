#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lib/error/result.hpp"

namespace deed::registry::fisco {

/// The two lines of FISCO BCOS, which share neither formats nor numbers.
enum class ChainVersion : std::uint8_t { two, three };

/// The chain's own name of a status, such as "RevertInstruction"; "None" for success, empty for a
/// number that is not known.
DEED_API std::string_view status_name(ChainVersion version, std::int64_t status);

/// What the status of a receipt, which is not 0, means: each its own code (`fisco.*`), and
/// `fisco.status_unknown` for other numbers. `words` are those of the contract.
DEED_API Error status_error(ChainVersion version, std::int64_t status, std::string words = {});

/// What the error object of a node's answer means. Nodes refuse transactions by the numbers of
/// receipts.
DEED_API Error node_error(ChainVersion version, std::int64_t number, std::string words);

}  // namespace deed::registry::fisco
