#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "credentials/challenges/challenge_store.hpp"
#include "credentials/contexts/known_contexts.hpp"
#include "did/caching_resolver.hpp"
#include "did/methods/weid.hpp"
#include "did/methods/weid_export.hpp"
#include "did/resolver.hpp"
#include "evidence/anchor.hpp"
#include "evidence/opening_store.hpp"
#include "lib/crypto/key_source.hpp"
#include "lib/crypto/key_store.hpp"
#include "lib/crypto/referenced_key_store.hpp"
#include "lib/net/http_client.hpp"
#include "lib/tlog/head_guard.hpp"
#include "registry-contracts/client/ledger.hpp"
#include "registry-contracts/client/local/recover.hpp"
#include "toolkit/chain_config.hpp"

namespace deed::registry::evm {
class WaitObserver;
}

namespace deed {

/// How files of others' DIDs are fetched (did:web, did:webvh).
struct WebAccess {
    /// Others wrote the names: they must not lead into this network, unless it is meant to have
    /// DIDs of its own.
    net::Addresses addresses = net::Addresses::public_only;
    bool proxy_from_environment = false;
    std::optional<std::filesystem::path> ca_file = std::nullopt;  ///< instead of the system's
    std::chrono::milliseconds patience{30'000};                   ///< for one file
    std::size_t max_at_once = 0;  ///< files under way, and no more (`net.busy`); 0: any number
};

/// Where the logs of others are published, by network.
using MirrorUrls = std::map<std::string, net::Url, std::less<>>;

/// Where a Toolkit keeps things. Nothing is created before something must be written.
struct Config {
    std::filesystem::path key_folder;       ///< private keys, sealed
    std::filesystem::path head_folder;      ///< highest heads that log keys signed
    std::filesystem::path ledger_folder;    ///< one ledger a subfolder, named by its alias
    std::filesystem::path evidence_folder;  ///< openings of commitments, sealed
    std::string ledger_alias = "local";     ///< the ledger that is written to
    did::NetworkNames network_names = {};   ///< what other names of networks stand for
    /// What resolver() remembers of did:weid, did:web, did:webvh and did:ethr identifiers; nothing:
    /// it asks each time. For processes that live long.
    std::optional<did::CacheLimits> resolver_cache = std::nullopt;
    std::filesystem::path challenge_folder = {};  ///< challenges made for presentations
    WebAccess web = {};
    /// did:weid of these networks resolves from the log that its organisation publishes.
    MirrorUrls mirrors = {};
    /// Where mirrors remember the heads that were seen, and what never changes; nothing: they
    /// forget with the process.
    std::optional<std::filesystem::path> mirror_folder = std::nullopt;
    /// Whether threads of the toolkit read the mirrors, from its opening on, so that no question
    /// waits for their servers. For processes that live long.
    bool mirrors_in_background = false;
    Chains chains = {};
    /// The alias of the chain where DIDs and registries are; nothing: the ledger.
    std::optional<std::string> chain = std::nullopt;
    std::filesystem::path chain_folder = {};  ///< outboxes and records of deployments
    /// Is told of transactions that are waited for; outlives the toolkit.
    registry::evm::WaitObserver* waiting = nullptr;

    /// $XDG_CONFIG_HOME/deed/keys, $XDG_STATE_HOME/deed/heads, …/challenges and …/chains,
    /// $XDG_DATA_HOME/deed/ledgers and …/openings; $DEED_WEID_DEFAULT_NETWORK for DIDs that name no
    /// network, and $DEED_WEID_NETWORKS, such as "101=l…,102=l…", for names that are none by
    /// themselves (`toolkit.bad_network_names`).
    DEED_API static Result<Config> from_environment();
};

/// Lets a chain or a ledger be where DIDs and registries are: by its alias, by its network, or by
/// one of Config::network_names. Sets Config::chain or Config::ledger_alias. `chain.unknown`.
DEED_API Result<void> choose_network(Config& config, const std::string& name);

/// Names of networks from text: `default_network` for DIDs that name none, if not empty, and
/// `pairs` such as "101=l…,102=l…" (`toolkit.bad_network_names`).
DEED_API Result<did::NetworkNames> read_network_names(std::string_view default_network,
                                                      std::string_view pairs);

/// Published logs from text such as "l…=https://bank.example/log,l…=https://…"; a comma within a
/// URL is written %2C. `toolkit.bad_mirror`.
DEED_API Result<MirrorUrls> read_mirrors(std::string_view pairs);

/// A DID that was made here, with the names of its keys in the store.
struct CreatedDid {
    did::Did did;
    std::string
        controller_key;  ///< of today's controller where the store has it, else of the first
    std::string assertion_key;
    std::string name;                                    ///< under which it was created
    std::optional<std::string> next_key = std::nullopt;  ///< what its creation committed to
};

/// How a DID is to be created.
struct CreateOptions {
    bool pre_rotate = false;  ///< commit to a further key, which alone can take over later
    /// Keys that exist already, instead of new ones in the store. The names of the DID's keys then
    /// stand for them.
    std::optional<crypto::KeyReference> controller = std::nullopt;
    std::optional<crypto::KeyReference> assertion = std::nullopt;
    /// New keys are SM2 keys: the controller, the next one, and the one for assertions.
    bool sm = false;
};

/// A key to which a ledger's log was handed over.
struct RotatedKey {
    std::string name;  ///< in the key store
    tlog::VerifierKey key;
    std::uint64_t position;  ///< of the entry that says so
    bool was_begun;          ///< an earlier call was interrupted, and is finished now
};

class OpenChain;

/// The front door: owns key store, ledgers and resolver, and joins them. Thread-safe.
class DEED_API Toolkit {
public:
    /// `passphrases` and `clock` must outlive the toolkit, and so must what `sources`, the ways to
    /// keys that are not in the store, were made of. Opens nothing yet, but
    /// Config::mirrors_in_background. `toolkit.mirror_among_heads`.
    static Result<std::unique_ptr<Toolkit>> open(Config config,
                                                 crypto::PassphraseSource& passphrases,
                                                 const Clock& clock,
                                                 crypto::KeySources sources = {});
    virtual ~Toolkit() = default;

    /// Keys by name, wherever they are.
    virtual crypto::KeyStore& keys() = 0;
    /// The names of keys elsewhere whose files cannot be understood; keys().list() lacks them.
    virtual Result<std::vector<crypto::DamagedReference>> damaged_keys(Call& call) = 0;
    /// The signer of the key at a reference. Errors of the place where it is.
    virtual Result<std::unique_ptr<crypto::Signer>> signer(const crypto::KeyReference& reference,
                                                           Call& call) = 0;
    /// The public half of the key at a reference, without a secret where the place can do without.
    virtual Result<crypto::PublicKey> public_key(const crypto::KeyReference& reference,
                                                 Call& call) = 0;
    /// Where the private half was seen to be there: for keys that are published.
    virtual Result<crypto::PublicKey> proven_key(const crypto::KeyReference& reference,
                                                 Call& call) = 0;
    /// Gives the key at a reference a name, under which keys() and all that is built on it find it
    /// from then on; as of crypto::ReferencedKeyStore::add().
    virtual Result<crypto::KeyInfo> add_key(const std::string& name,
                                            const crypto::KeyReference& reference, Call& call) = 0;
    virtual evidence::OpeningStore& openings() = 0;
    /// The challenges that were made here. Asking creates nothing.
    virtual credentials::ChallengeStore& challenges() = 0;
    virtual const Clock& clock() const = 0;
    /// Resolves did:key, did:jwk, did:peer and did:pkh; did:ethr on the configured chains; did:weid
    /// on the ledgers here, from the mirrors and from the exports added; did:web and did:webvh from
    /// the web, as Config::web says. The last three are remembered as Config::resolver_cache says.
    virtual did::DidResolver& resolver() = 0;
    /// Makes the next answer about the DID a new one: for whoever knows that it changed. What the
    /// functions of toolkit/did_life.hpp change is forgotten by them.
    virtual void forget(const did::Did& did) = 0;
    /// Exports of DIDs whose ledger is elsewhere, or further than its copy here: a ledger here is
    /// overruled only by an export that goes on where it ends. `did_export.conflict` as of
    /// did::ExportResolver::add.
    virtual Result<void> add_export(did::WeidExport did_export) = 0;

    /// Verified for reading; no passphrase. `ledger.not_found` if there is none of this alias.
    virtual Result<registry::LogLedger*> readable_ledger(const std::string& alias, Call& call) = 0;
    virtual Result<registry::LogLedger*> readable_ledger_of(const std::string& network,
                                                            Call& call) = 0;
    /// The log that another organisation publishes, read and verified by the first call.
    /// `did.unknown_network` where Config::mirrors has none, `mirror.being_read` where it is read
    /// in the background.
    virtual Result<registry::LogLedger*> published_ledger_of(const std::string& network,
                                                             Call& call) = 0;
    /// The networks of Config::mirrors.
    virtual std::vector<std::string> published_networks() const = 0;
    /// The aliases of the ledgers here, in order. Opens none of them.
    virtual Result<std::vector<std::string>> ledger_aliases() = 0;
    /// Where the ledger of an alias is, or would be (`toolkit.bad_alias`).
    virtual Result<std::filesystem::path> ledger_folder(const std::string& alias) const = 0;
    /// Opens the configured ledger for writing; the log's key is in the store as "log.<alias>"
    /// (`toolkit.no_log_key`).
    virtual Result<registry::LogLedger*> writable_ledger(Call& call) = 0;
    /// As writable_ledger(), but starts the ledger, with a new log key, where there is none.
    virtual Result<registry::LogLedger*> ensure_ledger(Call& call) = 0;

    /// Where DIDs and registries are, for reading and for writing: Config::chain, or else the
    /// configured ledger. `ensure` starts that ledger where there is none.
    virtual Result<registry::Ledger*> readable_registry(Call& call) = 0;
    virtual Result<registry::Ledger*> writable_registry(Call& call) = 0;
    virtual Result<registry::Ledger*> ensure_registry(Call& call) = 0;
    /// The ledger here, the mirror or the chain of a network (`did.unknown_network`).
    virtual Result<registry::Ledger*> ledger_of(const std::string& network, Call& call) = 0;
    /// A configured chain, by alias or network, with a node that answered: toolkit/chains.hpp.
    virtual Result<OpenChain*> chain(const std::string& name, Call& call) = 0;
    virtual const Config& config() const = 0;

    /// Hands the configured ledger's log over to a new key in the store, "log.<alias>.2" and so on;
    /// DIDs and network stay. Run again after an interruption it goes on where it stopped.
    virtual Result<RotatedKey> rotate_log_key(Call& call) = 0;
    /// For the functions of registry-contracts/client/local/recover.hpp, on the configured ledger,
    /// which must not have been opened by this object.
    virtual Result<registry::RecoveryParts> recovery(Call& call) = 0;
    /// The signer of one of the configured log's keys (`toolkit.no_log_key`).
    virtual Result<std::unique_ptr<crypto::Signer>> log_signer(const crypto::PublicKey& key,
                                                               Call& call) = 0;

    /// Makes the keys "<name>.controller" (secp256k1) and "<name>.assertion" (Ed25519), both SM2 if
    /// asked, or takes those of the options, starts the ledger where there is none, and registers
    /// the DID. Run again after an interruption it goes on where it stopped; a name whose DID is
    /// registered is `toolkit.did_exists`.
    /// With pre_rotate, the key "<name>.controller-2" is made as well.
    virtual Result<CreatedDid> create_did(const std::string& name, const CreateOptions& options,
                                          Call& call) = 0;
    Result<CreatedDid> create_did(const std::string& name, Call& call) {
        return create_did(name, {}, call);
    }

    /// The did:weid identifiers of the configured ledger whose first controller key is in the
    /// store, by key name; they stay so whoever controls them later.
    virtual Result<std::vector<CreatedDid>> own_dids(Call& call) = 0;
    /// A DID as text, or the name it was created under, or empty for the only one there is
    /// (`toolkit.no_did`, `toolkit.several_dids`).
    virtual Result<did::Did> own_did(const std::string& did_or_name, Call& call) = 0;

    /// The signer that controls a did:weid, from the store (`toolkit.no_controller_key`).
    virtual Result<std::unique_ptr<crypto::Signer>> controller_of(const did::Did& did,
                                                                  Call& call) = 0;
    /// A signer whose key the DID's document lists for the relationship: the key at the reference
    /// (`toolkit.key_not_listed`), or else any that has a name here (`toolkit.no_listed_key`) and
    /// whose method has neither expired nor been revoked (`issue.method_expired`,
    /// `issue.method_revoked`). Works for did:key and did:jwk too.
    virtual Result<std::unique_ptr<crypto::Signer>> signer_for(
        const did::Did& did, did::Relationship relationship,
        const std::optional<crypto::KeyReference>& key, Call& call) = 0;
    Result<std::unique_ptr<crypto::Signer>> signer_for(const did::Did& did,
                                                       did::Relationship relationship, Call& call) {
        return signer_for(did, relationship, std::nullopt, call);
    }
};

}  // namespace deed
