#pragma once

#include <string>
#include <string_view>

#include "did/did.hpp"
#include "lib/tlog/checkpoint.hpp"
#include "registry-contracts/client/operation.hpp"

namespace deed::did::detail {

// The words of a DID export (specs/did-weid.md section 4), for its writer and its reader.

inline constexpr std::string_view kExportType = "deed/did-export/v1";

/// The lines of a statement, without their newlines.
struct Statement {
    static constexpr std::string_view kType = "deed/did-statement/v1";
    std::string did;
    std::string sequence;
    std::string operation_hash;
    std::string tree_size;
    std::string root;
    std::string time;

    friend bool operator==(const Statement&, const Statement&) = default;
};

/// What a statement must say about a history that ends in `last`, but for the time.
Statement statement_about(const Did& did, const registry::Statement& last,
                          const tlog::Checkpoint& checkpoint, std::string time);
std::string to_body(const Statement& statement);

}  // namespace deed::did::detail
