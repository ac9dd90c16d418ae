#pragma once

#include "toolkit/did_writing.hpp"
#include "toolkit/toolkit.hpp"

namespace deed {

/// What Toolkit::create_did() would do, by a ledger whose writing is only tried. Where one of the
/// keys does not exist yet, all are made for this and forgotten, and the DID is not the one that
/// will be.
DEED_API Result<CreatedDid> try_create_did(Toolkit& toolkit, const DidWriting& writing,
                                           const std::string& name, const CreateOptions& options,
                                           Call& call);

}  // namespace deed
