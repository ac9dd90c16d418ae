#include "toolkit/toolkit.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

#include "credentials/errors.hpp"
#include "did/caching_resolver.hpp"
#include "did/errors.hpp"
#include "did/methods/ethr.hpp"
#include "did/methods/export_resolver.hpp"
#include "did/methods/jwk.hpp"
#include "did/methods/key.hpp"
#include "did/methods/peer.hpp"
#include "did/methods/pkh.hpp"
#include "did/methods/web.hpp"
#include "did/methods/webvh.hpp"
#include "lib/crypto/referenced_key_store.hpp"
#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/operation_body.hpp"
#include "toolkit/chains.hpp"
#include "toolkit/did_keys.hpp"
#include "toolkit/errors.hpp"
#include "toolkit/ethr_networks.hpp"
#include "toolkit/ledgers.hpp"
#include "toolkit/mirrors.hpp"

namespace deed {
namespace {

/// The names under which the DIDs were created.
std::string names_of(const std::vector<CreatedDid>& own) {
    std::string names;
    for (const CreatedDid& created : own) {
        if (!names.empty()) names += ", ";
        names += created.name;
    }
    return names;
}

/// Why nothing that the method's key signs now would prove anything (CID 1.0 section 2.2).
std::optional<Error> end_of(const did::VerificationMethod& method, Timestamp now) {
    if (method.revoked && *method.revoked <= now)
        return Error(credentials::errors::kIssueMethodRevoked,
                     "the key was revoked at " + method.revoked->to_string(), method.id);
    if (method.expires && *method.expires <= now)
        return Error(credentials::errors::kIssueMethodExpired,
                     "the key expired at " + method.expires->to_string(), method.id);
    return std::nullopt;
}

/// A stored key before one that is elsewhere: whoever wrote the reference may get what is signed.
const crypto::KeyInfo* find_key(const std::vector<crypto::KeyInfo>& keys,
                                const crypto::PublicKey& key) {
    const crypto::KeyInfo* elsewhere = nullptr;
    for (const crypto::KeyInfo& info : keys) {
        if (!(info.public_key == key)) continue;
        if (!info.reference) return &info;
        if (elsewhere == nullptr) elsewhere = &info;
    }
    return elsewhere;
}

/// The client for files of others, made when the first is needed: it loads libcurl.
class WebClient {
public:
    explicit WebClient(WebAccess access) : access_(std::move(access)) {}

    did::HttpClientSource source() {
        return [this](Call&) -> Result<net::HttpClient*> {
            const std::lock_guard lock(mutex_);
            if (!client_) {
                constexpr unsigned kMaxRedirects = 3;
                net::HttpClientOptions options;
                options.max_redirects = kMaxRedirects;
                options.addresses = access_.addresses;
                options.proxy_from_environment = access_.proxy_from_environment;
                options.ca_file = access_.ca_file;
                options.total_timeout = access_.patience;
                options.max_at_once = access_.max_at_once;
                DEED_TRY(client_, net::make_http_client(std::move(options)));
            }
            return client_.get();
        };
    }

private:
    const WebAccess access_;
    std::mutex mutex_;
    std::unique_ptr<net::HttpClient> client_;
};

/// Mirrors that do not answer shall not hold up files of others, nor be refused because of them.
WebAccess access_of_mirrors(const Config& config) {
    WebAccess access = config.web;
    if (!config.mirrors_in_background) return access;
    access.max_at_once = 0;
    access.patience = WebAccess().patience;
    return access;
}

/// A key that signs here would refuse to go on where it met a head that only a mirror showed.
bool is_among_heads(const Config& config) {
    if (!config.mirror_folder) return false;
    const auto plain = [](const std::filesystem::path& folder) {
        std::error_code unreadable;
        std::filesystem::path real = std::filesystem::weakly_canonical(folder, unreadable);
        if (unreadable) real = folder.lexically_normal();
        return real.has_filename() ? real : real.parent_path();
    };
    return plain(*config.mirror_folder / "heads") == plain(config.head_folder);
}

Result<registry::Ledger*> upcast(Result<registry::LogLedger*> ledger) {
    if (!ledger) return std::move(ledger).error();
    return static_cast<registry::Ledger*>(*ledger);
}

class LocalToolkit final : public Toolkit {
public:
    LocalToolkit(Config config, crypto::PassphraseSource& passphrases, crypto::KeySources sources,
                 const Clock& clock)
        : config_(std::move(config)),
          clock_(clock),
          keys_(std::make_unique<crypto::ReferencedKeyStore>(
              crypto::open_key_store(config_.key_folder, passphrases, clock), config_.key_folder,
              std::move(sources), clock)),
          guard_(tlog::open_head_guard(config_.head_folder)),
          ledgers_(config_.ledger_folder, *keys_, *guard_, clock),
          chains_(config_.chains, config_.chain_folder / "outboxes", *keys_, clock,
                  config_.waiting),
          openings_(config_.evidence_folder, *keys_),
          challenges_(credentials::open_challenge_store(
              config_.challenge_folder / "challenges.sqlite", clock)),
          web_client_(config_.web),
          mirror_client_(access_of_mirrors(config_)),
          mirrors_(config_.mirrors, config_.mirror_folder, mirror_client_.source(), clock,
                   config_.mirrors_in_background ? Mirrors::Reading::in_background
                                                 : Mirrors::Reading::on_demand),
          weid_([this](const std::string& network, Call& call) { return ledger_of(network, call); },
                &exports_, config_.network_names),
          web_(web_client_.source()),
          webvh_(web_client_.source(), clock),
          ethr_(ethr_networks_of(chains_), clock) {
        current_.add("weid", weid_);
        current_.add("web", web_);
        current_.add("webvh", webvh_);
        current_.add("ethr", ethr_);
        if (config_.resolver_cache) cache_.emplace(current_, clock, *config_.resolver_cache);
        did::DidResolver& remembering = cache_ ? static_cast<did::DidResolver&>(*cache_) : current_;
        for (const char* method : {"weid", "web", "webvh", "ethr"})
            resolver_.add(method, remembering);
        for (did::MethodResolver* resolver : {&resolver_, &current_}) {
            resolver->add("key", key_);
            resolver->add("jwk", jwk_);
            resolver->add("peer", peer_);
            resolver->add("pkh", pkh_);
        }
    }

    crypto::KeyStore& keys() override { return *keys_; }
    Result<std::vector<crypto::DamagedReference>> damaged_keys(Call& call) override {
        return keys_->damaged(call);
    }
    Result<std::unique_ptr<crypto::Signer>> signer(const crypto::KeyReference& reference,
                                                   Call& call) override {
        return keys_->signer(reference, call);
    }
    Result<crypto::PublicKey> public_key(const crypto::KeyReference& reference,
                                         Call& call) override {
        return keys_->public_key(reference, call);
    }
    Result<crypto::PublicKey> proven_key(const crypto::KeyReference& reference,
                                         Call& call) override {
        return keys_->proven_key(reference, call);
    }
    Result<crypto::KeyInfo> add_key(const std::string& name, const crypto::KeyReference& reference,
                                    Call& call) override {
        return keys_->add(name, reference, call);
    }
    evidence::OpeningStore& openings() override { return openings_; }
    credentials::ChallengeStore& challenges() override { return *challenges_; }
    const Clock& clock() const override { return clock_; }
    did::DidResolver& resolver() override { return resolver_; }
    Result<void> add_export(did::WeidExport did_export) override {
        const did::Did did = did_export.did();
        DEED_CHECK(exports_.add(std::move(did_export)));
        forget(did);
        return {};
    }
    void forget(const did::Did& did) override {
        if (cache_) cache_->forget(did);
    }

    Result<registry::LogLedger*> readable_ledger(const std::string& alias, Call& call) override {
        return ledgers_.readable(alias, call);
    }
    Result<std::vector<std::string>> ledger_aliases() override { return ledgers_.aliases(); }
    Result<std::filesystem::path> ledger_folder(const std::string& alias) const override {
        DEED_CHECK(check_alias(alias));
        return config_.ledger_folder / alias;
    }
    Result<registry::LogLedger*> readable_ledger_of(const std::string& network,
                                                    Call& call) override {
        return ledgers_.readable_of(network, call);
    }
    Result<registry::LogLedger*> published_ledger_of(const std::string& network,
                                                     Call& call) override {
        return mirrors_.of(network, call);
    }
    std::vector<std::string> published_networks() const override { return mirrors_.networks(); }
    Result<registry::LogLedger*> writable_ledger(Call& call) override {
        return ledgers_.writable(config_.ledger_alias, false, call);
    }
    Result<registry::LogLedger*> ensure_ledger(Call& call) override {
        return ledgers_.writable(config_.ledger_alias, true, call);
    }

    Result<registry::Ledger*> readable_registry(Call& call) override {
        if (config_.chain) return ledger_on(*config_.chain, Access::reading, call);
        return upcast(ledgers_.readable(config_.ledger_alias, call));
    }
    Result<registry::Ledger*> writable_registry(Call& call) override {
        if (config_.chain) return ledger_on(*config_.chain, Access::writing, call);
        return upcast(writable_ledger(call));
    }
    Result<registry::Ledger*> ensure_registry(Call& call) override {
        if (config_.chain) return ledger_on(*config_.chain, Access::writing, call);
        return upcast(ensure_ledger(call));
    }
    /// A ledger here goes before a copy of it.
    Result<registry::Ledger*> ledger_of(const std::string& network, Call& call) override {
        if (chains_.find(network) != nullptr && registry::evm::parse_chain_network(network))
            return ledger_on(network, Access::reading, call);
        auto ledger = ledgers_.readable_of(network, call);
        if (!ledger && ledger.error().code() == did::errors::kUnknownNetwork &&
            mirrors_.has(network))
            ledger = mirrors_.of(network, call);
        return upcast(std::move(ledger));
    }
    Result<OpenChain*> chain(const std::string& name, Call& call) override {
        return chains_.open(name, call);
    }
    const Config& config() const override { return config_; }

    Result<RotatedKey> rotate_log_key(Call& call) override {
        return ledgers_.rotate_key(config_.ledger_alias, call);
    }
    Result<registry::RecoveryParts> recovery(Call& call) override {
        return ledgers_.recovery(config_.ledger_alias, config_.head_folder, call);
    }
    Result<std::unique_ptr<crypto::Signer>> log_signer(const crypto::PublicKey& key,
                                                       Call& call) override {
        return ledgers_.signer_of(config_.ledger_alias, key, call);
    }

    Result<CreatedDid> create_did(const std::string& name, const CreateOptions& options,
                                  Call& call) override;
    Result<std::vector<CreatedDid>> own_dids(Call& call) override;
    Result<did::Did> own_did(const std::string& did_or_name, Call& call) override;
    Result<std::unique_ptr<crypto::Signer>> controller_of(const did::Did& did, Call& call) override;
    Result<std::unique_ptr<crypto::Signer>> signer_for(
        const did::Did& did, did::Relationship relationship,
        const std::optional<crypto::KeyReference>& key, Call& call) override;

private:
    using Access = OpenChain::Access;
    Result<registry::Ledger*> ledger_on(const std::string& chain, Access access, Call& call);
    Result<std::vector<CreatedDid>> readable_dids(Call& call);
    Result<void> require_all_controllers(Call& call);

    Config config_;
    const Clock& clock_;
    std::unique_ptr<crypto::ReferencedKeyStore> keys_;
    std::unique_ptr<tlog::HeadGuard> guard_;
    Ledgers ledgers_;
    ChainSet chains_;
    evidence::OpeningStore openings_;
    std::unique_ptr<credentials::ChallengeStore> challenges_;
    did::KeyResolver key_;
    did::JwkResolver jwk_;
    did::ExportResolver exports_;
    WebClient web_client_;
    WebClient mirror_client_;
    Mirrors mirrors_;
    did::WeidResolver weid_;
    did::WebResolver web_;
    did::WebvhResolver webvh_;
    did::EthrResolver ethr_;
    did::PeerResolver peer_;
    did::PkhResolver pkh_;
    did::MethodResolver current_;  ///< never from the cache
    std::optional<did::CachingResolver> cache_;
    did::MethodResolver resolver_;
};

Result<CreatedDid> LocalToolkit::create_did(const std::string& name, const CreateOptions& options,
                                            Call& call) {
    // An interruption leaves keys without a registration; the same command then goes on with them.
    DEED_TRY(const DidKeys made, ensure_did_keys(*this, name, options, call));
    DEED_TRY(registry::Ledger * ledger, ensure_registry(call));

    DEED_TRY(const registry::Address address, registry::address_of(made.controller.public_key));
    DEED_TRY(const registry::IdentityState state, ledger->state(address, call));
    if (state.exists())
        return Error(
            errors::kToolkitDidExists,
            "\"" + name + "\" is " + did::make_weid(ledger->network(), address).to_string());

    DEED_TRY(const auto signer, keys_->signer(made.controller.name, call));
    registry::Terms terms;
    CreatedDid created{did::make_weid(ledger->network(), address), made.controller.name,
                       made.assertion.name, name};
    if (made.next) {
        terms.next = registry::commitment_to(made.next->public_key);
        created.next_key = made.next->name;
    }
    did::WeidRegistrar registrar(*ledger, clock_);
    DEED_CHECK(registrar.create(*signer, assertion_entries(made), call, terms));
    return created;
}

Result<registry::Ledger*> LocalToolkit::ledger_on(const std::string& chain,
                                                  OpenChain::Access access, Call& call) {
    DEED_TRY(OpenChain * open, chains_.open(chain, call));
    DEED_TRY(registry::evm::EvmLedger * ledger, open->ledger(access, call));
    return static_cast<registry::Ledger*>(ledger);
}

/// A DID whose controller's reference is damaged is not known as one that was created here.
Result<void> LocalToolkit::require_all_controllers(Call& call) {
    DEED_TRY(std::vector<crypto::DamagedReference> damaged, keys_->damaged(call));
    for (crypto::DamagedReference& key : damaged)
        if (key.name.find(kControllerSuffix) != std::string::npos) return std::move(key.error);
    return {};
}

Result<std::vector<CreatedDid>> LocalToolkit::own_dids(Call& call) {
    DEED_CHECK(require_all_controllers(call));
    return readable_dids(call);
}

Result<std::vector<CreatedDid>> LocalToolkit::readable_dids(Call& call) {
    std::vector<CreatedDid> own;
    DEED_TRY(const std::vector<crypto::KeyInfo> keys, keys_->list(call));
    registry::Ledger* ledger = nullptr;
    for (const crypto::KeyInfo& key : keys) {
        if (!key.name.ends_with(kControllerSuffix)) continue;
        const auto address = registry::address_of(key.public_key);
        if (!address) continue;
        if (ledger == nullptr) {
            DEED_TRY(ledger, readable_registry(call));
        }
        DEED_TRY(const registry::IdentityState state, ledger->state(*address, call));
        if (!state.exists()) continue;
        const std::string name = key.name.substr(0, key.name.size() - kControllerSuffix.size());
        DEED_TRY(const auto controller, find_controller(*keys_, state.controller(), call));
        own.push_back({did::make_weid(ledger->network(), *address),
                       controller ? controller->name : key.name,
                       name + std::string(kAssertionSuffix), name});
    }
    return own;
}

Result<did::Did> LocalToolkit::own_did(const std::string& did_or_name, Call& call) {
    if (did_or_name.starts_with("did:")) {
        DEED_TRY(did::Did did, did::Did::parse(did_or_name));
        if (did.method() != "weid") return did;
        return did::full_weid(did, config_.network_names);
    }
    DEED_TRY(const std::vector<CreatedDid> own, readable_dids(call));
    if (!did_or_name.empty())
        for (const CreatedDid& created : own)
            if (created.name == did_or_name) return created.did;
    DEED_CHECK(require_all_controllers(call));
    if (did_or_name.empty() && own.size() > 1)
        return Error(errors::kToolkitSeveralDids,
                     std::to_string(own.size()) + " DIDs were created here: " + names_of(own));
    if (did_or_name.empty() && !own.empty()) return own.front().did;
    return Error(errors::kToolkitNoDid, did_or_name.empty()
                                            ? "no DID was created here yet"
                                            : "no DID was created as \"" + did_or_name + "\"");
}

Result<std::unique_ptr<crypto::Signer>> LocalToolkit::controller_of(const did::Did& did,
                                                                    Call& call) {
    DEED_TRY(const did::WeidId weid, did::parse_weid(did));
    DEED_TRY(registry::Ledger * ledger, ledger_of(weid.network, call));
    DEED_TRY(const registry::IdentityState state, ledger->state(weid.address, call));
    if (!state.exists())
        return Error(did::errors::kNotFound, did.to_string() + " is not registered");
    DEED_TRY(const auto controller, find_controller(*keys_, state.controller(), call));
    if (controller) return keys_->signer(controller->name, call);
    return Error(errors::kToolkitNoControllerKey,
                 did.to_string() + " is controlled by " + registry::to_string(state.controller()));
}

Result<std::unique_ptr<crypto::Signer>> LocalToolkit::signer_for(
    const did::Did& did, did::Relationship relationship,
    const std::optional<crypto::KeyReference>& key, Call& call) {
    DEED_TRY(const did::Resolution resolution, current_.resolve(did, call));
    if (key) {
        DEED_TRY(const crypto::PublicKey given, public_key(*key, call));
        if (resolution.document.find_method(given, relationship) == nullptr)
            return Error(errors::kToolkitKeyNotListed,
                         did.to_string() + " does not list " + given.to_multikey() + " for " +
                             std::string(did::to_string(relationship)),
                         key->to_string());
        return signer(*key, call);
    }
    DEED_TRY(const std::vector<crypto::KeyInfo> keys, keys_->list(call));
    std::optional<Error> ended;
    for (const did::VerificationMethod& method : resolution.document.verification_methods()) {
        if (!method.public_key || !resolution.document.allows(method.id, relationship)) continue;
        const crypto::KeyInfo* known = find_key(keys, *method.public_key);
        if (known == nullptr) continue;
        auto end = end_of(method, clock_.now());
        if (!end) return keys_->signer(known->name, call);
        if (!ended) ended = std::move(end);
    }
    if (ended) return *std::move(ended);
    return Error(errors::kToolkitNoListedKey, did.to_string() + " lists none of these keys for " +
                                                  std::string(did::to_string(relationship)));
}

}  // namespace

Result<std::unique_ptr<Toolkit>> Toolkit::open(Config config, crypto::PassphraseSource& passphrases,
                                               const Clock& clock, crypto::KeySources sources) {
    if (is_among_heads(config))
        return Error(errors::kToolkitMirrorAmongHeads,
                     "mirror-folder is " + config.mirror_folder->string());
    return std::unique_ptr<Toolkit>(
        std::make_unique<LocalToolkit>(std::move(config), passphrases, std::move(sources), clock));
}

}  // namespace deed
