#include <algorithm>
#include <charconv>
#include <chrono>
#include <thread>

#include "cli/commands.hpp"
#include "cli/contexts.hpp"
#include "cli/errors.hpp"
#include "cli/exports.hpp"
#include "cli/invocation.hpp"
#include "cli/serve_log.hpp"
#include "cli/verify_words.hpp"
#include "registry-contracts/client/mirror/errors.hpp"
#include "service/errors.hpp"
#include "service/listening.hpp"
#include "service/service.hpp"
#include "toolkit/statuses.hpp"

namespace deed::cli {
namespace {

constexpr std::size_t kMaxIssuersFile = std::size_t{1} << 20;
constexpr std::string_view kUsualAddress = "127.0.0.1:8080";

/// What the options and settings say.
struct ServeWords {
    service::ListenAddress listen;
    bool is_demo = false;
    std::optional<std::string> issuers;
    std::optional<service::TlsFiles> tls;
    service::Guard::Options guard;
    std::size_t workers = 0;
    std::size_t max_body = 0;
};

Result<std::size_t> number(const std::string& text, std::string_view option) {
    std::size_t value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc() || end != text.data() + text.size() || value == 0)
        return Error(errors::kBadValue, "--" + std::string(option) + " takes a number from 1 on");
    return value;
}

Result<std::optional<service::TlsFiles>> read_tls(Invocation& invocation) {
    DEED_TRY(const auto certificate, invocation.setting("certificate"));
    DEED_TRY(const auto key, invocation.setting("certificate-key"));
    DEED_TRY(const auto authorities, invocation.setting("client-authorities"));
    if (certificate.has_value() != key.has_value())
        return Error(errors::kMissingArgument,
                     "--certificate and --certificate-key belong together");
    if (authorities && !certificate)
        return Error(errors::kMissingArgument,
                     "--client-authorities needs --certificate and --certificate-key");
    if (!certificate) return std::optional<service::TlsFiles>();
    service::TlsFiles files{*certificate, *key};
    if (authorities) files.client_authorities = *authorities;
    return std::optional(std::move(files));
}

Result<std::size_t> worker_count(Invocation& invocation) {
    DEED_TRY(const auto workers, invocation.setting("workers"));
    if (workers) return number(*workers, "workers");
    // Workers also wait for other servers: more of them than processors.
    constexpr std::size_t kPerProcessor = 4;
    constexpr std::size_t kFewest = 16;
    return std::max(kPerProcessor * std::thread::hardware_concurrency(), kFewest);
}

/// A demonstration takes nothing of the operator's: it would serve real keys to everybody here.
Result<void> require_only_demo(const Invocation& invocation) {
    for (const char* option : {"issuers", "token-file", "passphrase-file", "passphrase-fd",
                               "pin-file", "host", "client-authorities"})
        if (!invocation.options(option).empty())
            return Error(service::errors::kDemoExposed,
                         "--demo does not go with --" + std::string(option));
    return {};
}

Result<ServeWords> read_words(Invocation& invocation) {
    ServeWords words;
    words.is_demo = invocation.flag("demo");
    if (words.is_demo) DEED_CHECK(require_only_demo(invocation));
    DEED_TRY(const auto listen, invocation.setting("listen"));
    DEED_TRY(words.listen,
             service::parse_listen_address(listen.value_or(std::string(kUsualAddress))));
    DEED_TRY(words.tls, read_tls(invocation));
    DEED_TRY(words.workers, worker_count(invocation));
    words.max_body = service::ServerOptions().max_body;
    if (const auto bytes = invocation.option("max-body")) {
        DEED_TRY(words.max_body, number(*bytes, "max-body"));
    }
    if (words.is_demo) {
        words.guard.is_open = true;
        return words;
    }
    DEED_TRY(words.issuers, invocation.setting("issuers"));
    DEED_TRY(const auto tokens, invocation.setting("token-file"));
    if (tokens) words.guard.token_file = *tokens;
    words.guard.hosts = invocation.options("host");
    words.guard.hosts.push_back(words.listen.address);
    words.guard.takes_certificates = words.tls && words.tls->client_authorities;
    return words;
}

/// Opens every key now, so that the passphrase is asked for once, and before anybody waits.
Result<service::Signatories> signatories_of(const ServeWords& words, Invocation& invocation,
                                            Toolkit& toolkit) {
    if (words.is_demo) return service::throw_away_signatories();
    if (!words.issuers) return service::Signatories();
    DEED_TRY(const json::Document file,
             read_json_input(*words.issuers, invocation.call(), kMaxIssuersFile));
    const service::SignerSource source =
        [&toolkit](const did::Did& did, did::Relationship relationship,
                   const std::optional<std::string>& key,
                   Call& call) -> Result<std::unique_ptr<crypto::Signer>> {
        std::optional<crypto::KeyReference> reference;
        if (key) {
            DEED_TRY(reference, crypto::KeyReference::parse(*key));
        }
        return toolkit.signer_for(did, relationship, reference, call);
    };
    auto all = service::read_signatories(file, source, invocation.call());
    if (!all) return std::move(all).error().at(*words.issuers);
    return all;
}

std::string url_of(const ServeWords& words, std::uint16_t port) {
    const bool is_v6 = words.listen.address.find(':') != std::string::npos;
    return std::string(words.tls ? "https://" : "http://") +
           (is_v6 ? "[" + words.listen.address + "]" : words.listen.address) + ":" +
           std::to_string(port);
}

/// A short log is there before anybody asks for it; a long one, or a slow server, keeps nobody from
/// being served.
void await_mirrors(Toolkit& toolkit, Call& call) {
    constexpr std::chrono::seconds kPatience{3};
    constexpr std::chrono::milliseconds kBetweenTries{10};
    const auto end = std::chrono::steady_clock::now() + kPatience;
    for (const std::string& network : toolkit.published_networks()) {
        auto ledger = toolkit.published_ledger_of(network, call);
        while (!ledger && ledger.error().code() == registry::errors::kMirrorBeingRead &&
               std::chrono::steady_clock::now() < end && call.check()) {
            std::this_thread::sleep_for(kBetweenTries);
            ledger = toolkit.published_ledger_of(network, call);
        }
        if (!ledger)
            Output::note("warning: the mirror of {0} cannot be read: {1}",
                         {network, ledger.error().to_string()});
    }
}

Result<int> run_serve(Invocation& invocation) {
    DEED_TRY(ServeWords words, read_words(invocation));
    DEED_TRY(service::Guard guard, service::Guard::make(words.guard));
    DEED_CHECK(service::check_exposure(
        words.listen.address, {.is_demo = words.is_demo,
                               .has_tls = words.tls.has_value(),
                               .plain_http = invocation.flag("plain-http"),
                               .signs = words.issuers.has_value(),
                               .guards = guard.has_token() || words.guard.takes_certificates}));
    DEED_TRY(const credentials::KnownContexts contexts, load_contexts(invocation));
    // Who asks for files of servers that do not answer holds up half of the workers at most.
    invocation.live_long(std::max<std::size_t>(words.workers / 2, 1));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_CHECK(add_exports(*toolkit, invocation.options("did"), invocation.call()));
    await_mirrors(*toolkit, invocation.call());
    DEED_TRY(const auto authority, given_authority(invocation));
    DEED_TRY(service::Signatories signatories, signatories_of(words, invocation, *toolkit));

    service::ServerOptions options{.address = words.listen.address,
                                   .port = words.listen.port,
                                   .tls = words.tls,
                                   .workers = words.workers,
                                   .max_body = words.max_body};
    DEED_TRY(const auto server, service::Server::listen(std::move(options)));
    const json::Document said =
        service::describe_listening(url_of(words, server->port()), signatories);
    ServeLogger log(invocation.clock());
    RegistryStatuses statuses(*toolkit);
    service::Service service({.resolver = toolkit->resolver(),
                              .clock = toolkit->clock(),
                              .contexts = contexts,
                              .signatories = std::move(signatories),
                              .allow_foreign_keys = invocation.flag("allow-foreign-keys"),
                              .authority = authority.get(),
                              .version = DEED_VERSION,
                              .statuses = &statuses},
                             std::move(guard), log);
    service.watch(*server);
    // In one line also without --json: who started this waits for it, and reads on.
    DEED_CHECK(invocation.output().piece(said.to_string() + "\n"));
    DEED_CHECK(server->run(service, invocation.call()));
    return 0;
}

constexpr OptionRow kServeOptions[] = {
    {"demo", "", "serve this machine with throw-away keys of every kind, for trying out"},
    {"listen", "ADDR:PORT", "where to listen (default: 127.0.0.1:8080); port 0 is any free one"},
    {"issuers", "FILE", "for whom to sign, with which keys and how: docs/http-service.md"},
    {"token-file", "FILE", "a private file with the bearer tokens that may sign, one a line"},
    {"certificate", "FILE", "serve TLS with this certificate and chain, in PEM"},
    {"certificate-key", "FILE", "the private file of its key, in PEM"},
    {"client-authorities", "FILE", "clients whose certificates these signed may sign, in PEM"},
    {"host", "NAME", "a further name under which the service is reached; * is any", true},
    {"plain-http", "", "listen beyond this machine without TLS, which a proxy in front has"},
    {"allow-foreign-keys", "", "let requests have a proof judged alone, whoever has its key"},
    {"workers", "N", "requests answered at once (default: 4 a processor, at least 16)"},
    {"max-body", "BYTES", "the largest body of a request (default: 2097152)"},
    kContextOption,
    kAllowContextOption,
    {"did", "EXPORT", "a DID export, when its ledger is not here", true},
    kMirrorOption,
    kAuthorityOption};

}  // namespace

constexpr CommandRow kServe{
    "serve",
    "",
    "Serve credentials and DIDs over HTTP",
    "Issues, verifies, derives and presents by the W3C's API for credentials, and resolves DIDs "
    "at\n"
    "/1.0/identifiers/DID. Prints one line of JSON once it listens: its URL, and for whom it "
    "signs\n"
    "on which path. Verifying and resolving need no authority; signing needs a token or a client\n"
    "certificate. Each request is told on stderr, without its content. Ends on SIGINT and "
    "SIGTERM,\n"
    "after the requests that have begun.",
    {},
    kServeOptions,
    "deed serve --demo --listen 127.0.0.1:0",
    run_serve};

}  // namespace deed::cli
