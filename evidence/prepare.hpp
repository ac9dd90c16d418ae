#pragma once

#include <string>
#include <vector>

#include "evidence/document_source.hpp"
#include "evidence/opening_row.hpp"

// The room's own: from what a source gives to rows ready to be kept, on all cores.

namespace deed::evidence::detail {

/// A document read, committed to with a fresh salt and sealed; or why not.
struct Prepared {
    std::string name;
    std::optional<std::string> key;
    std::optional<NoDocument> refused;
    // Of a document that was not refused:
    InputIdentity input;
    SealedRow row;
};

struct PrepareContext {
    const did::Did& submitter;
    const crypto::DataKey& key;
    Timestamp now;
    bool fields;  ///< kind 1
};

/// One document; only `call.interrupted` and `call.deadline` are errors.
Result<Prepared> prepare(SourceItem item, const PrepareContext& context, Call& call);

/// Up to `count` documents, fewer at the end or where they grow large (fields of JSON). `threads`:
/// 0 for all cores.
Result<std::vector<Prepared>> prepare_batch(DocumentSource& source, std::size_t count,
                                            const PrepareContext& context, unsigned threads,
                                            Call& call);

}  // namespace deed::evidence::detail
