#include "registry-contracts/client/evm/registries/kinds.hpp"

#include "lib/tlog/errors.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/evm/registries/anchor_errors.hpp"
#include "registry-contracts/client/evm/registries/errors.hpp"
#include "registry-contracts/client/evm/signing/errors.hpp"
#include "registry-contracts/client/group_errors.hpp"
#include "registry-contracts/client/issuer_errors.hpp"

namespace deed::registry::evm {
namespace {

namespace codes = registry::errors;

// Where the contracts share a library, they share its errors.
#define DEED_SIGNATURE_REFUSALS                                 \
    {"SignatureInvalid(address)", &codes::kSignatureInvalid},   \
        {"SignatureHighS()", &codes::kSignatureHighS},          \
        {"SignatureMalformed()", &errors::kMessageSignature}, { \
        "Expired(uint256)", &codes::kOperationExpired           \
    }
#define DEED_GROUP_REFUSALS                                               \
    {"GroupExists(bytes32)", &codes::kGroupExists},                       \
        {"GroupUnknown(bytes32)", &codes::kGroupUnknown},                 \
        {"GroupSizeInvalid(uint256,uint256)", &codes::kGroupSizeInvalid}, \
        {"MembersNotAscending(uint256)", &codes::kMembersNotAscending},   \
        {"MembersNotStored()", &codes::kMembersNotStored},                \
        {"MemberInvalid(bytes32)", &codes::kMemberInvalid},               \
        {"SchemeUnavailable(uint8)", &codes::kSchemeUnavailable},         \
        {"EpochMismatch(bytes32,uint32)", &codes::kEpochMismatch},        \
        {"SignaturesTruncated()", &codes::kSignaturesTruncated},          \
        {"SignerInvalid(uint256)", &codes::kSignerInvalid},               \
        {"ThresholdNotMet(uint256,uint256)", &codes::kThresholdNotMet},   \
        {"KeyProofMalformed()", &codes::kKeyProofMalformed},              \
        {"KeySignatureInvalid(bytes32)", &codes::kKeySignatureInvalid}, { \
        "KeySignatureMalleable(bytes32)", &codes::kKeySignatureMalleable  \
    }
#define DEED_GROUP_FUNCTIONS                                                                \
    {"foundGroup(bytes32,uint8,bytes32[])", "(bytes32)"},                                   \
        {"nextEpoch(bytes32,uint8,bytes32[],uint64,bytes,bytes)", ""},                      \
        {"groupOf(bytes32)", "((address,uint48,uint32,uint8,uint8))"},                      \
        {"memberOf(bytes32,uint256)", "(bytes32)"}, {"epochBlock(bytes32)", "(uint256)"}, { \
        "groupId(address,bytes32)", "(bytes32)"                                             \
    }
constexpr std::string_view kEpochStarted =
    "EpochStarted(bytes32 indexed,uint32,uint8,address,bytes32[],uint256)";

constexpr FunctionText kIssuerFunctions[] = {
    DEED_GROUP_FUNCTIONS,
    {"accredit(bytes32,(address,bytes32)[],(bool,uint8,uint48,uint48,bytes32),"
     "(uint32,uint64,bytes))",
     ""},
    {"setStanding(bytes32,(address,bytes32)[],uint8,uint48,bytes32,(uint32,uint64,bytes))", ""},
    {"setBar(bytes32,address,bool,uint48,bytes32,(uint32,uint64,bytes))", ""},
    {"renounce(bytes32,(address,bytes32)[],bytes32)", ""},
    {"recordOf(bytes32)", "((uint48,uint48,uint48,uint40,uint40,uint8,bool,uint8,bool,uint24))"},
    {"barOf(bytes32,address)", "((uint48,uint48,uint40,uint40,bool))"},
    {"verdictOf(bytes32,(address,bytes32)[],bytes32,uint48)", "(uint8,uint256)"},
    {"dids()", "(address)"},
};
constexpr std::string_view kIssuerEvents[] = {
    kEpochStarted,
    "RecordOpened(bytes32 indexed,bytes32 indexed,address indexed,bytes32)",
    "Accredited(bytes32 indexed,uint256,(bool,uint8,uint48,uint48,bytes32),uint256)",
    "StandingChanged(bytes32 indexed,uint256,uint8,uint256,bytes32,uint256)",
    "BarSet(bytes32 indexed,address indexed,uint256,bool,uint256,bytes32,uint256)",
};
constexpr RefusalText kIssuerRefusals[] = {
    DEED_SIGNATURE_REFUSALS,
    DEED_GROUP_REFUSALS,
    {"NoAnswer(address)", &errors::kDidRegistrySilent},
    {"PathLengthInvalid(uint256)", &codes::kPathLengthInvalid},
    {"RecordUnknown(bytes32)", &codes::kRecordUnknown},
    {"NotAccreditor(address)", &codes::kNotAccreditor},
    {"AccreditorNotInForce(uint8,uint256)", &codes::kAccreditorNotInForce},
    {"OutsideParent()", &codes::kOutsideParent},
    {"PeriodInvalid(uint256,uint256)", &codes::kPeriodInvalid},
    {"HolderInvalid()", &codes::kHolderInvalid},
    {"DecidedByCommittee(bytes32)", &codes::kDecidedByCommittee},
    {"StandingUnchanged(bytes32)", &codes::kStandingUnchanged},
    {"BarUnchanged(bytes32,address)", &codes::kBarUnchanged},
    {"NotAccredited(uint8,uint256)", &codes::kNotAccredited},
};
constexpr ContractKind kIssuer{"IssuerRegistry", kIssuerFunctions, kIssuerEvents, kIssuerRefusals};

constexpr FunctionText kNameFunctions[] = {
    {"assignName(bytes32,(address,bytes32)[],(address,bytes32),string,bytes32,"
     "(uint32,uint64,bytes))",
     ""},
    {"withdrawName(bytes32,(address,bytes32)[],string,(uint32,uint64,bytes))", ""},
    {"nameOf(bytes32,(address,bytes32)[],string)",
     "((address,uint48,uint40,uint8,bytes32,bytes32,uint40,uint24,bool),bool)"},
    {"reservationOf(bytes32,string)", "((address,bool))"},
    {"foldOf(string)", "(bytes32)"},
    {"issuers()", "(address)"},
    {"dids()", "(address)"},
};
constexpr std::string_view kNameEvents[] = {
    "NameAssigned(bytes32 indexed,address indexed,bytes32 indexed,bytes32,string,bytes32,uint256,"
    "uint256)",
    "NameWithdrawn(bytes32 indexed,address indexed,bytes32 indexed,bool,uint256,uint256)",
};
constexpr RefusalText kNameRefusals[] = {
    DEED_SIGNATURE_REFUSALS,
    {"NoAnswer(address)", &errors::kDidRegistrySilent},
    {"NotAccreditor(address)", &codes::kNotAccreditor},
    {"AccreditorNotInForce(uint8,uint256)", &codes::kAccreditorNotInForce},
    {"SubjectNotAccredited(bytes32)", &codes::kSubjectNotAccredited},
    {"NameTaken(bytes32,address)", &codes::kNameTaken},
    {"NameNotAssigned(bytes32,bytes32)", &codes::kNameNotAssigned},
    {"DecidedByCommittee(bytes32,bytes32)", &codes::kNameDecidedByCommittee},
    {"NameLengthInvalid(uint256)", &codes::kNameLengthInvalid},
    {"NameCharacterInvalid(uint256)", &codes::kNameCharacterInvalid},
    {"NameWithoutLetter()", &codes::kNameWithoutLetter},
    // Passed through from the IssuerRegistry that it asks, where the committee decides.
    DEED_GROUP_REFUSALS,
    {"PathLengthInvalid(uint256)", &codes::kPathLengthInvalid},
};
constexpr ContractKind kName{"NameRegistry", kNameFunctions, kNameEvents, kNameRefusals};

constexpr FunctionText kEvidenceFunctions[] = {
    DEED_GROUP_FUNCTIONS,
    {"openLog(string,(uint64,bytes32))", "(bytes32)"},
    {"advance(bytes32,(uint64,bytes32),(uint64,bytes32),bytes32[])", ""},
    {"advanceCosigned(bytes32,(uint64,bytes32),(uint64,bytes32),bytes32[],"
     "(bytes32,uint32,uint64,bytes))",
     ""},
    {"rotateOwner(bytes32,(uint64,bytes32),address,uint64,bytes)", ""},
    {"lastChange(bytes32)", "(uint64)"},
    {"isHead(bytes32,address,(uint64,bytes32))", "(bool)"},
    {"requireEntryIncluded(bytes32,address,(uint64,bytes32),uint64,bytes,bytes32[])", ""},
    {"requireEntryInTree((uint64,bytes32),uint64,bytes,bytes32[])", ""},
    {"anchorUnlinked(bytes32,uint64)", ""},
    {"anchorUnlinkedCosigned(bytes32,uint64,(bytes32,uint32,uint64,bytes))", ""},
    {"anchorsOf(address)", "(uint64,uint64)"},
    {"cosignCheckpoint(bytes32,address,(uint64,bytes32),(bytes32,uint32,uint64,bytes))", ""},
    {"cosignAnchor(address,bytes32,uint64,(bytes32,uint32,uint64,bytes))", ""},
    {"cosignedBy(bytes32,bytes32,uint32)", "((uint96,uint48,uint48,uint48,uint8))"},
    {"schemes()", "(bool,bool)"},
};
constexpr std::string_view kEvidenceEvents[] = {
    kEpochStarted,
    "LogOpened(bytes32 indexed,address indexed,string)",
    "Checkpoint(bytes32 indexed,uint64,bytes32,uint64)",
    "OwnerRotated(bytes32 indexed,address indexed,address indexed,uint64)",
    "UnlinkedAnchor(address indexed,bytes32,uint64,uint64,uint64)",
    "Cosignatures(bytes32 indexed,bytes32 indexed,uint256,uint256)",
    "Effective(bytes32 indexed,bytes32 indexed)",
};
constexpr RefusalText kEvidenceRefusals[] = {
    DEED_SIGNATURE_REFUSALS,
    DEED_GROUP_REFUSALS,
    {"LogExists(bytes32)", &errors::kCheckpointLogExists},
    {"LogUnknown(bytes32)", &errors::kCheckpointLogUnknown},
    {"FirstHeadInvalid()", &errors::kFirstHeadInvalid},
    {"NotCurrentHead(bytes32,address)", &errors::kNotCurrentHead},
    {"HeadNotAhead(uint64,uint64)", &errors::kHeadNotAhead},
    {"OwnerInvalid(address)", &errors::kOwnerInvalid},
    {"AnchorInvalid()", &errors::kAnchorInvalid},
    {"StatementUnknown(bytes32)", &errors::kStatementUnknown},
    {"NothingAdded(bytes32)", &errors::kNothingAdded},
    {"Sha256Unavailable()", &errors::kPrecompileMissing},
    {"ProofMalformed()", &tlog::errors::kProofMalformed},
    {"ConsistencyInvalid()", &tlog::errors::kConsistencyInvalid},
    {"InclusionInvalid()", &tlog::errors::kInclusionInvalid},
    {"HashFailed()", &errors::kNotEnoughGas},
};
constexpr ContractKind kEvidence{"EvidenceRegistry", kEvidenceFunctions, kEvidenceEvents,
                                 kEvidenceRefusals};

// Refusals of both registries that belong to owners.
#define DEED_OWNER_REFUSALS                                         \
    {"NotPermitted(address,address)", &codes::kNotPermitted},       \
        {"BadRecipient(address)", &codes::kBadRecipient},           \
        {"SequenceConflict(uint256)", &codes::kSequenceConflict},   \
        {"TooManyOperations(bytes32)", &codes::kTooManyOperations}, \
        {"NoAnswer(address)", &errors::kDidRegistrySilent},         \
        {"BatchSize(uint256)", &errors::kBatchInvalid}, {           \
        "GasEachIsZero()", &errors::kBatchInvalid                   \
    }

constexpr FunctionText kSchemaFunctions[] = {
    {"registerSigned(address,bytes32,bytes,uint256,bytes)", ""},
    {"updateSigned(bytes32,uint256,bytes,uint256,bytes)", ""},
    {"handOver(bytes32,uint256,address,uint256,bytes,bytes)", ""},
    {"claimCptSigned(bytes32,uint256,bytes)", "(uint256)"},
    {"assignCpt(uint256,bytes32,uint256,bytes,bytes)", ""},
    {"schemaOf(bytes32)", "((address,uint256,uint256,uint256,bytes32))"},
    {"schemaOfCpt(uint256)", "(bytes32)"},
    {"cptOfSchema(bytes32)", "((uint256,uint256))"},
    {"steward()", "(address)"},
    {"openFrom()", "(uint256)"},
    {"dids()", "(address)"},
};
constexpr std::string_view kSchemaEvents[] = {
    "SchemaRegistered(bytes32 indexed,address indexed,bytes32,bytes)",
    "SchemaUpdated(bytes32 indexed,uint256,bytes)",
    "SchemaHandedOver(bytes32 indexed,address indexed,uint256)",
    "CptAssigned(uint256 indexed,bytes32 indexed)",
};
constexpr RefusalText kSchemaRefusals[] = {
    DEED_SIGNATURE_REFUSALS,
    DEED_OWNER_REFUSALS,
    {"SchemaExists(bytes32)", &codes::kSchemaExists},
    {"SchemaUnknown(bytes32)", &codes::kSchemaUnknown},
    {"BodySize(uint256)", &codes::kBodySize},
    {"CptZero()", &codes::kCptZero},
    {"CptTaken(uint256)", &codes::kCptTaken},
    {"CptGiven(uint256)", &codes::kCptGiven},
    {"CptZoneOpen(uint256)", &codes::kCptZoneOpen},
    {"OpenFromOutOfRange(uint256)", &codes::kOpenFromOutOfRange},
    {"Sha256Failed()", &errors::kNotEnoughGas},
};
constexpr ContractKind kSchema{"SchemaRegistry", kSchemaFunctions, kSchemaEvents, kSchemaRefusals};

constexpr FunctionText kStatusFunctions[] = {
    {"createSigned(address,bytes32,bool,string,uint256,bytes)", ""},
    {"publishSigned(bytes32,uint256,bytes32,uint256,bytes)", ""},
    {"setBitsSigned(bytes32,uint256,(uint256,uint256)[],uint256,bytes)", ""},
    {"clearBitsSigned(bytes32,uint256,(uint256,uint256)[],uint256,bytes)", ""},
    {"handOver(bytes32,uint256,address,uint256,bytes,bytes)", ""},
    {"list(bytes32)", "((address,bool,uint256,uint256,uint256,bytes24))"},
    {"isSet(bytes32,uint256)", "(bool)"},
    {"dids()", "(address)"},
};
constexpr std::string_view kStatusEvents[] = {
    "ListCreated(bytes32 indexed,address indexed,bytes32,bool,string)",
    "RootPublished(bytes32 indexed,bytes32 indexed,uint256)",
    "ListHandedOver(bytes32 indexed,address indexed,uint256)",
    "BitsSet(bytes32 indexed,uint256 indexed,uint256,uint256)",
    "BitsCleared(bytes32 indexed,uint256 indexed,uint256,uint256)",
};
constexpr RefusalText kStatusRefusals[] = {
    DEED_SIGNATURE_REFUSALS,
    DEED_OWNER_REFUSALS,
    {"ListExists(bytes32)", &codes::kListExists},
    {"ListUnknown(bytes32)", &codes::kListUnknown},
    {"ListPermanent(bytes32)", &codes::kListPermanent},
    {"RootIsZero()", &codes::kRootIsZero},
    {"WordCount(uint256)", &codes::kWordCount},
};
constexpr ContractKind kStatus{"StatusRegistry", kStatusFunctions, kStatusEvents, kStatusRefusals};

#undef DEED_OWNER_REFUSALS
#undef DEED_SIGNATURE_REFUSALS
#undef DEED_GROUP_REFUSALS
#undef DEED_GROUP_FUNCTIONS

}  // namespace

const ContractKind& schema_contract() { return kSchema; }
const ContractKind& status_contract() { return kStatus; }
const ContractKind& issuer_contract() { return kIssuer; }
const ContractKind& name_contract() { return kName; }
const ContractKind& evidence_contract() { return kEvidence; }

}  // namespace deed::registry::evm
