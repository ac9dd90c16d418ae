#include <algorithm>
#include <string>

#include "did/errors.hpp"
#include "did/methods/weid_history.hpp"
#include "lib/error/assert.hpp"
#include "lib/json/jcs.hpp"
#include "registry-contracts/client/operation_body.hpp"

// Which versions a did:weid has, and what each says (specs/did-weid.md section 3).

namespace deed::did::detail {
namespace {

using Operations = std::span<const registry::Recorded>;
using registry::OperationType;

Version::Kind kind_of(const registry::Statement& statement) {
    switch (statement.envelope.type) {
        case OperationType::did_create:
            return Version::Kind::created;
        case OperationType::did_update:
            return Version::Kind::updated;
        case OperationType::did_rotate:
            return Version::Kind::rotated;
        case OperationType::did_compromise:
            return Version::Kind::compromised;
        case OperationType::did_move:
            return Version::Kind::moved;
        case OperationType::did_deactivate:
            return Version::Kind::deactivated;
        default:
            break;
    }
    DEED_ASSERT(!"an operation of the did chain");
    return {};
}

std::string version_id(const registry::Recorded& recorded) {
    return std::to_string(recorded.statement.envelope.sequence);
}

Error not_found(const Did& did) {
    return Error(errors::kNotFound, "the ledger has no such DID", did.to_string());
}

/// The document that holds after the operation at `index`.
Bytes document_bytes(Operations operations, std::size_t index) {
    while (true) {
        if (auto bytes = registry::recorded_document(operations[index].statement)) return *bytes;
        DEED_ASSERT(index > 0);  // a creation records one
        --index;
    }
}

Result<std::size_t> find_version(const Did& did, Operations operations,
                                 const ResolveOptions& options) {
    if (options.version_id) {
        const auto found = std::ranges::find(operations, *options.version_id, version_id);
        if (found == operations.end())
            return Error(errors::kNoSuchVersion,
                         "there are versions 0 to " + version_id(operations.back()),
                         did.to_string());
        return static_cast<std::size_t>(found - operations.begin());
    }
    if (options.version_number)
        return Error(errors::kVersionsUnsupported, "a did:weid has version ids, and no numbers",
                     did.to_string());
    if (!options.version_time) return operations.size() - 1;
    const auto end = std::ranges::upper_bound(operations, *options.version_time, {},
                                              &registry::Recorded::accepted);
    if (end == operations.begin())
        return Error(errors::kNoSuchVersion,
                     "the DID was created at " + operations.front().accepted.to_string(),
                     did.to_string());
    return static_cast<std::size_t>(end - operations.begin()) - 1;
}

DocumentMetadata metadata_of(const Did& did, Operations operations, std::size_t index) {
    const registry::Recorded& version = operations[index];
    DocumentMetadata metadata;
    metadata.created = operations.front().accepted;
    metadata.updated = version.accepted;
    metadata.version_id = version_id(version);
    metadata.deactivated = kind_of(version.statement) == Version::Kind::deactivated;
    metadata.canonical_id = successor_of(did, version.statement);
    if (index + 1 == operations.size()) return metadata;
    metadata.next_update = operations[index + 1].accepted;
    metadata.next_version_id = version_id(operations[index + 1]);
    return metadata;
}

Document revoke(Document document, const std::vector<KeyCompromise>& compromises) {
    for (const KeyCompromise& compromise : compromises)
        document = document.with_revoked(compromise.key, compromise.since);
    return document;
}

}  // namespace

Result<Document> read_document(const Did& did, ByteView body) {
    auto json = json::Document::parse(body);
    if (!json) return Error(errors::kInvalidDocument, json.error().to_string(), did.to_string());
    if (json::canonicalize(json->root()) != as_text(body))
        return Error(errors::kInvalidDocument, "the document is not in JCS", did.to_string());
    return Document::parse(std::move(json).value(), did);
}

std::vector<KeyCompromise> compromises_of(Operations operations) {
    std::vector<KeyCompromise> compromises;
    for (const registry::Recorded& recorded : operations) {
        const auto body = registry::declared_compromise(recorded.statement);
        if (!body) continue;
        for (const auto& [multikey, since] : body->keys) {
            // Nothing can be verified here with a key of an unknown type.
            auto key = crypto::PublicKey::from_multikey(multikey);
            if (key) compromises.push_back({*std::move(key), since, recorded.accepted});
        }
    }
    return compromises;
}

Result<void> check_successor(const Did& did, const Did& successor) {
    DEED_TRY(const WeidId from, parse_weid(did));
    const auto to = parse_weid(successor);
    if (!to)
        return Error(errors::kBadSuccessor, "the successor is no did:weid", successor.to_string());
    if (to->network.empty())
        return Error(errors::kBadSuccessor, "the successor names no network",
                     successor.to_string());
    if (to->network == from.network)
        return Error(errors::kBadSuccessor, "the successor is of the same network",
                     successor.to_string());
    return {};
}

std::optional<std::string> successor_of(const Did& did, const registry::Statement& statement) {
    auto named = registry::named_successor(statement);
    if (!named) return std::nullopt;
    const auto successor = Did::parse(*named);
    if (!successor || !check_successor(did, *successor)) return std::nullopt;
    return named;
}

Result<Resolution> resolve_history(const Did& did, Operations operations,
                                   const ResolveOptions& options,
                                   std::optional<Freshness> freshness) {
    DEED_CHECK(check_options(options));
    if (operations.empty()) return not_found(did);
    DEED_TRY(const std::size_t index, find_version(did, operations, options));
    DEED_TRY(Document document, read_document(did, document_bytes(operations, index)));
    return Resolution{revoke(std::move(document), compromises_of(operations)),
                      metadata_of(did, operations, index), std::move(freshness)};
}

Result<History> read_versions(const Did& did, Operations operations,
                              std::optional<Freshness> freshness) {
    if (operations.empty()) return not_found(did);
    History history;
    history.freshness = std::move(freshness);
    history.compromises = compromises_of(operations);
    std::optional<Document> document;
    for (const registry::Recorded& recorded : operations) {
        if (const auto bytes = registry::recorded_document(recorded.statement)) {
            auto read = read_document(did, *bytes);
            document =
                read ? std::optional(revoke(*std::move(read), history.compromises)) : std::nullopt;
        }
        const Version::Kind kind = kind_of(recorded.statement);
        history.versions.push_back({version_id(recorded), recorded.accepted,
                                    kind == Version::Kind::deactivated ? std::nullopt : document,
                                    kind});
    }
    return history;
}

}  // namespace deed::did::detail
