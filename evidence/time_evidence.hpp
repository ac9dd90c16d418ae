#pragma once

#include <span>
#include <string>

#include "credentials/time_evidence.hpp"
#include "evidence/proof.hpp"

namespace deed::evidence {

/// What `proof` shows of when a credential existed: it was accepted by one of `trusted_logs`, each
/// a verifier key or a network, over the very bytes of the credential's file. Where the proof is
/// not good, `not_after` says why: the first check that failed, else that could not be judged, or
/// `evidence.not_over_bytes`. Fails only with `evidence.pin_malformed`, `call.interrupted` or
/// `call.deadline`.
DEED_API Result<credentials::TimeEvidence> time_evidence(const EvidenceProof& proof,
                                                         ByteView credential,
                                                         std::span<const std::string> trusted_logs,
                                                         Call& call);

}  // namespace deed::evidence
