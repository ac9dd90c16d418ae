#include <charconv>
#include <utility>

#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/invocation.hpp"
#include "cli/serve_log.hpp"
#include "lib/json/writer.hpp"
#include "lib/net/socket_server.hpp"
#include "lib/remote_signer/reference.hpp"
#include "lib/remote_signer/sign_service.hpp"

namespace deed::cli {
namespace {

bool signs(const crypto::PublicKey& key) { return !remote::algorithm_of(key.type()).empty(); }

/// Those of --key, else all that sign.
Result<std::vector<std::string>> names_to_serve(Invocation& invocation, Toolkit& toolkit) {
    std::vector<std::string> names = invocation.options("key");
    if (!names.empty()) return names;
    DEED_TRY(const auto keys, toolkit.keys().list(invocation.call()));
    for (const crypto::KeyInfo& key : keys)
        if (signs(key.public_key)) names.push_back(key.name);
    if (names.empty()) return Error(errors::kMissingArgument, "the key store has no key to serve");
    return names;
}

/// Opens every key now, so that the passphrase is asked for once, and before anybody waits.
Result<remote::ServedKeys> open_keys(Invocation& invocation, Toolkit& toolkit) {
    DEED_TRY(const std::vector<std::string> names, names_to_serve(invocation, toolkit));
    remote::ServedKeys keys;
    for (const std::string& name : names) {
        DEED_TRY(auto signer, toolkit.keys().signer(name, invocation.call()));
        if (!signs(signer->public_key()))
            return Error(errors::kBadValue, "'" + name + "' is a key that makes no signatures");
        keys.insert_or_assign(name, std::move(signer));
    }
    return keys;
}

Result<std::vector<uid_t>> allowed_users(const Invocation& invocation) {
    std::vector<uid_t> users;
    for (const std::string& text : invocation.options("allow-uid")) {
        uid_t user = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), user);
        if (error != std::errc() || end != text.data() + text.size())
            return Error(errors::kBadValue,
                         "--allow-uid takes the number of a user, as `id -u` says");
        users.push_back(user);
    }
    return users;
}

Result<int> run_serve(Invocation& invocation) {
    const auto socket = invocation.option("socket");
    if (!socket) return Error(errors::kMissingArgument, "say where with --socket PATH");
    net::SocketServerOptions options;
    options.socket = *socket;
    options.max_body = remote::kMaxRequestBody;
    DEED_TRY(options.allowed_users, allowed_users(invocation));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(remote::ServedKeys keys, open_keys(invocation, *toolkit));
    std::string names;
    for (const auto& [name, signer] : keys) names += " " + name;

    ServeLogger log(invocation.clock());
    remote::SignService service(std::move(keys), log);
    {
        DEED_TRY(const auto server, net::SocketServer::listen(std::move(options)));
        Output::note("serving on {0}:{1}", {*socket, names});
        DEED_CHECK(server->run(service, invocation.call()));
    }
    const auto signatures = static_cast<std::int64_t>(service.signatures());
    const auto refusals = static_cast<std::int64_t>(service.refusals());
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/key-serve/v1")
        .key("signatures")
        .integer(signatures)
        .key("refusals")
        .integer(refusals)
        .end_object();
    DEED_CHECK(invocation.output().result(
        std::to_string(signatures) + " signatures, " + std::to_string(refusals) + " refusals",
        writer.take_document()));
    return 0;
}

constexpr OptionRow kServeOptions[] = {
    {"socket", "PATH", "the Unix socket, in a folder that only you can write"},
    {"key", "NAME", "a key to serve (default: all of the store)", true},
    {"allow-uid", "UID", "a user that may sign, besides yourself", true}};

}  // namespace

constexpr CommandRow kKeyServe{
    "key",
    "serve",
    "Sign for other processes, which never see the keys",
    "Opens the keys once, asking for the passphrase, and signs for processes that connect to the\n"
    "socket, by the protocol of specs/remote-signer.md. Those name a key as\n"
    "remote:unix:PATH#NAME. Only processes of your own user, and of those allowed, are served. "
    "Each\n"
    "request is told on stderr, with the SHA-256 of what was signed. Ends on SIGINT and SIGTERM.",
    {},
    kServeOptions,
    "deed key serve --socket /run/deed-signer/socket --key court.assertion",
    run_serve};

}  // namespace deed::cli
