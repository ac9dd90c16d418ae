#pragma once

// A demonstration service in this process, and the credentials it is asked about.

#include <optional>

#include "did/methods/jwk.hpp"
#include "did/methods/key.hpp"
#include "lib/json/writer.hpp"
#include "lib/net/errors.hpp"
#include "service/service.hpp"
#include "tests/service/client.hpp"
#include "tests/service/running_server.hpp"

namespace deed::test {

/// Keeps what was logged.
class LogKeeper final : public Logger {
public:
    void log(LogLevel, std::string_view message, std::initializer_list<LogField> fields) override {
        const std::lock_guard lock(mutex_);
        lines_ += message;
        for (const auto& [key, value] : fields)
            lines_.append(" ").append(key).append("=").append(value);
        lines_ += "\n";
    }
    std::string lines() {
        const std::lock_guard lock(mutex_);
        return lines_;
    }

private:
    std::mutex mutex_;
    std::string lines_;
};

/// Resolves nothing, as where the host that has the documents is down.
class DownResolver final : public did::DidResolver {
public:
    using did::DidResolver::resolve;
    Result<did::Resolution> resolve(const did::Did&, const did::ResolveOptions&, Call&) override {
        return Error(net::errors::kRefused, "the host refuses connections");
    }
    Result<did::History> history(const did::Did&, Call&) override {
        return Error(net::errors::kRefused, "the host refuses connections");
    }
};

/// The service with throw-away keys, as `deed serve --demo` makes it.
class DemoService {
public:
    explicit DemoService(service::Guard::Options guard = {.is_open = true},
                         bool allow_foreign_keys = false,
                         std::optional<service::TlsFiles> tls = std::nullopt)
        : service_({.resolver = resolver_,
                    .clock = clock_,
                    .contexts = contexts_,
                    .signatories = signatories_,
                    .allow_foreign_keys = allow_foreign_keys,
                    .version = "test"},
                   must(service::Guard::make(std::move(guard))), log_),
          server_({.tls = std::move(tls)}, service_,
                  [this](const service::Server& server) { service_.watch(server); }) {}

    std::uint16_t port() const { return server_.port(); }
    const service::Signatories& signatories() const { return signatories_; }
    std::string log() { return log_.lines(); }

    HttpAnswer post(std::string_view target, std::string_view body, std::string_view headers = {}) {
        return ask(port(), request("POST", target, body, headers));
    }
    HttpAnswer get(std::string_view target, std::string_view headers = {}) {
        return ask(port(), request("GET", target, "", headers));
    }

    /// What issuing gives, without its wrapping.
    json::Document issued(std::string_view path, const json::Document& credential) {
        json::Writer body;
        body.begin_object().key("credential").value(credential.root());
        body.key("options").begin_object().key("returnBare").boolean(true);
        const HttpAnswer answer = post("/issuers/" + std::string(path) + "/credentials/issue",
                                       body.end_object().end_object().take());
        if (answer.status != 201) throw std::runtime_error(answer.body);
        return answer.json();
    }
    HttpAnswer verify(json::Value credential, std::string_view options = "{}") {
        return post("/credentials/verify", wrapped("verifiableCredential", credential, options));
    }
    HttpAnswer verify_presentation(json::Value presentation, std::string_view options = "{}") {
        return post("/presentations/verify",
                    wrapped("verifiablePresentation", presentation, options));
    }

    static std::string wrapped(std::string_view name, json::Value value, std::string_view options) {
        json::Writer body;
        body.begin_object().key(name).value(value);
        body.key("options").value(must(json::Document::parse(options)).root());
        return body.end_object().take();
    }

private:
    struct Resolver : did::DidResolver {
        Resolver() {
            methods.add("key", key);
            methods.add("jwk", jwk);
            methods.add("down", down);
        }
        using did::DidResolver::resolve;
        Result<did::Resolution> resolve(const did::Did& did, const did::ResolveOptions& options,
                                        Call& call) override {
            return methods.resolve(did, options, call);
        }
        Result<did::History> history(const did::Did& did, Call& call) override {
            return methods.history(did, call);
        }
        did::KeyResolver key;
        did::JwkResolver jwk;
        DownResolver down;
        did::MethodResolver methods;
    };

    Resolver resolver_;
    SystemClock clock_;
    credentials::KnownContexts contexts_;
    service::Signatories signatories_ = service::throw_away_signatories();
    LogKeeper log_;
    service::Service service_;
    RunningServer server_;
};

inline json::Document parsed(std::string_view text) { return must(json::Document::parse(text)); }

/// An unsigned credential that every form of securing takes.
inline json::Document plain_credential() {
    return parsed(R"({
        "@context": ["https://www.w3.org/ns/credentials/v2",
                     "https://www.w3.org/ns/credentials/examples/v2"],
        "id": "urn:uuid:3978344f-8596-4c3a-a978-8fcaba3903c5",
        "type": ["VerifiableCredential", "ExampleDegreeCredential"],
        "validFrom": "2020-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:alice", "name": "Alice"}})");
}

/// The document with the context that proofs of that form need, where it is not the base context.
inline json::Document with_context_of(const service::SecuringForm& form, json::Document document) {
    if (form.name != "Ed25519Signature2020") return document;
    return must(document.with(
        "/@context/-", parsed(R"("https://w3id.org/security/suites/ed25519-2020/v1")").root()));
}

}  // namespace deed::test
