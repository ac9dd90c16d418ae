#include "toolkit/error_catalogue.hpp"

#include <algorithm>
#include <vector>

#include "credentials/authority_errors.hpp"
#include "credentials/challenges/errors.hpp"
#include "credentials/contexts/errors.hpp"
#include "credentials/cose/errors.hpp"
#include "credentials/envelopes/errors.hpp"
#include "credentials/errors.hpp"
#include "credentials/jose/errors.hpp"
#include "credentials/presentation_errors.hpp"
#include "credentials/proofs/errors.hpp"
#include "credentials/sd_jwt/errors.hpp"
#include "did/errors.hpp"
#include "did/methods/ethr_errors.hpp"
#include "did/methods/export_errors.hpp"
#include "did/methods/pkh_errors.hpp"
#include "did/methods/signed_operation_errors.hpp"
#include "did/methods/web_errors.hpp"
#include "did/methods/webvh_errors.hpp"
#include "evidence/chain/cosign_errors.hpp"
#include "evidence/chain/errors.hpp"
#include "evidence/errors.hpp"
#include "lib/cose/errors.hpp"
#include "lib/crypto/errors.hpp"
#include "lib/crypto/key_encoding_errors.hpp"
#include "lib/crypto/key_reference_errors.hpp"
#include "lib/crypto/key_store_errors.hpp"
#include "lib/crypto/sealed_stream_errors.hpp"
#include "lib/encoding/errors.hpp"
#include "lib/io/errors.hpp"
#include "lib/jose/errors.hpp"
#include "lib/json/errors.hpp"
#include "lib/net/errors.hpp"
#include "lib/pkcs11/errors.hpp"
#include "lib/rdf/errors.hpp"
#include "lib/rdf/jsonld_errors.hpp"
#include "lib/remote_signer/errors.hpp"
#include "lib/store/errors.hpp"
#include "lib/time/errors.hpp"
#include "lib/tlog/errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evm/artifacts/errors.hpp"
#include "registry-contracts/client/evm/deployment/errors.hpp"
#include "registry-contracts/client/evm/did_proofs/errors.hpp"
#include "registry-contracts/client/evm/erc1056/errors.hpp"
#include "registry-contracts/client/evm/errors.hpp"
#include "registry-contracts/client/evm/ledger/errors.hpp"
#include "registry-contracts/client/evm/operations/errors.hpp"
#include "registry-contracts/client/evm/outbox/errors.hpp"
#include "registry-contracts/client/evm/proofs/errors.hpp"
#include "registry-contracts/client/evm/registries/anchor_errors.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/registries/proposal_errors.hpp"
#include "registry-contracts/client/evm/signing/errors.hpp"
#include "registry-contracts/client/evm/wire/errors.hpp"
#include "registry-contracts/client/fisco/errors.hpp"
#include "registry-contracts/client/fisco/node_errors.hpp"
#include "registry-contracts/client/fisco/signing/errors.hpp"
#include "registry-contracts/client/fisco/status_errors.hpp"
#include "registry-contracts/client/fisco/wire/errors.hpp"
#include "registry-contracts/client/group_errors.hpp"
#include "registry-contracts/client/issuer_errors.hpp"
#include "registry-contracts/client/local/recover_errors.hpp"
#include "registry-contracts/client/log_entry_errors.hpp"
#include "registry-contracts/client/mirror/errors.hpp"
#include "toolkit/backup_errors.hpp"
#include "toolkit/chain_errors.hpp"
#include "toolkit/did_proof_errors.hpp"
#include "toolkit/errors.hpp"
#include "toolkit/issuer_errors.hpp"
#include "toolkit/migration_errors.hpp"
#include "toolkit/relay_errors.hpp"

namespace deed {
namespace {

std::vector<const ErrorCode*> collect() {
    std::vector<const ErrorCode*> all;
    const auto add = [&all](std::span<const ErrorCode* const> room) {
        all.insert(all.end(), room.begin(), room.end());
    };
    add(errors::kErrorRoomCodes);
    add(errors::kEncodingRoomCodes);
    add(cbor::errors::kCborRoomCodes);
    add(json::errors::kJsonRoomCodes);
    add(errors::kIoRoomCodes);
    add(errors::kTimeRoomCodes);
    add(crypto::errors::kCryptoRoomCodes);
    add(crypto::errors::kKeyEncodingRoomCodes);
    add(crypto::errors::kKeyStoreRoomCodes);
    add(crypto::errors::kKeyReferenceRoomCodes);
    add(crypto::errors::kSealedStreamRoomCodes);
    add(jose::errors::kJoseRoomCodes);
    add(cose::errors::kCoseRoomCodes);
    add(rdf::errors::kRdfRoomCodes);
    add(rdf::errors::kJsonLdRoomCodes);
    add(pkcs11::errors::kPkcs11RoomCodes);
    add(store::errors::kStoreRoomCodes);
    add(net::errors::kNetRoomCodes);
    add(remote::errors::kRemoteRoomCodes);
    add(tlog::errors::kTlogRoomCodes);
    add(registry::errors::kRegistryRoomCodes);
    add(registry::errors::kLogEntryRoomCodes);
    add(registry::errors::kRecoverRoomCodes);
    add(registry::errors::kMirrorRoomCodes);
    add(registry::evm::errors::kEvmWireRoomCodes);
    add(registry::errors::kGroupRoomCodes);
    add(registry::errors::kIssuerRoomCodes);
    add(registry::evm::errors::kRegistriesRoomCodes);
    add(registry::evm::errors::kAnchorRoomCodes);
    add(registry::evm::errors::kProposalRoomCodes);
    add(registry::evm::errors::kEvmSigningRoomCodes);
    add(registry::evm::errors::kEvmOperationsRoomCodes);
    add(registry::evm::errors::kEvmProofsRoomCodes);
    add(registry::evm::errors::kEvmArtifactsRoomCodes);
    add(registry::evm::errors::kEvmRoomCodes);
    add(registry::evm::errors::kOutboxRoomCodes);
    add(registry::evm::errors::kEvmDeploymentRoomCodes);
    add(registry::evm::errors::kEvmLedgerRoomCodes);
    add(registry::evm::errors::kDidProofsRoomCodes);
    add(errors::kDidProofReportRoomCodes);
    add(registry::evm::errors::kErc1056RoomCodes);
    add(registry::fisco::errors::kFiscoWireRoomCodes);
    add(registry::fisco::errors::kFiscoStatusRoomCodes);
    add(registry::fisco::errors::kFiscoNodeRoomCodes);
    add(registry::fisco::errors::kFiscoRoomCodes);
    add(registry::fisco::errors::kFiscoSigningRoomCodes);
    add(did::errors::kDidRoomCodes);
    add(did::errors::kDidMethodsRoomCodes);
    add(did::errors::kSignedOperationRoomCodes);
    add(did::errors::kDidWebRoomCodes);
    add(did::errors::kDidWebvhRoomCodes);
    add(did::errors::kDidEthrRoomCodes);
    add(did::errors::kDidPkhRoomCodes);
    add(credentials::errors::kContextsRoomCodes);
    add(credentials::errors::kProofsRoomCodes);
    add(credentials::errors::kCredentialsEnvelopesRoomCodes);
    add(credentials::errors::kCredentialsJoseRoomCodes);
    add(credentials::errors::kCredentialsCoseRoomCodes);
    add(credentials::errors::kSdJwtRoomCodes);
    add(credentials::errors::kChallengesRoomCodes);
    add(credentials::errors::kCredentialsRoomCodes);
    add(credentials::errors::kPresentationRoomCodes);
    add(credentials::errors::kAuthorityRoomCodes);
    add(evidence::errors::kEvidenceRoomCodes);
    add(evidence::errors::kEvidenceChainRoomCodes);
    add(evidence::errors::kCosignRoomCodes);
    add(errors::kToolkitRoomCodes);
    add(errors::kBackupRoomCodes);
    add(errors::kChainRoomCodes);
    add(errors::kIssuersRoomCodes);
    add(errors::kMigrationRoomCodes);
    add(errors::kRelayRoomCodes);
    std::ranges::sort(all, {}, [](const ErrorCode* code) { return code->name; });
    return all;
}

}  // namespace

std::span<const ErrorCode* const> all_error_codes() {
    static const std::vector<const ErrorCode*> kAll = collect();
    return kAll;
}

}  // namespace deed
