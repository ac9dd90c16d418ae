#pragma once

#include <string>

#include "did/methods/webvh_log.hpp"

namespace deed::did {

/// The file did-witness.json with this witness' proof for a version of the log, in place of its
/// earlier one for that version; `file` is what is published so far, empty for nothing. Others
/// stay: they hold until the version is published. `did_webvh.malformed_witness`,
/// `did_webvh.unauthorized_key` where the log does not name this witness for the version,
/// `did.no_such_version`, or what the signer says.
DEED_API Result<json::Document> witness_webvh(const WebvhLog& log, const std::string& version_id,
                                              ByteView file, crypto::Signer& witness, Timestamp now,
                                              Call& call);

}  // namespace deed::did
