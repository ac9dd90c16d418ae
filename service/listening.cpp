#include "service/listening.hpp"

#include <charconv>

#include "lib/json/writer.hpp"
#include "service/errors.hpp"
#include "service/http/errors.hpp"

namespace deed::service {
namespace {

std::string_view key_type(const crypto::Signer& signer) {
    return crypto::to_string(signer.public_key().type());
}

}  // namespace

Result<ListenAddress> parse_listen_address(std::string_view text) {
    const Error bad(errors::kBadAddress, "\"" + std::string(text) + "\" is not ADDRESS:PORT");
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return bad;
    std::string_view address = text.substr(0, colon);
    const bool is_bracketed = address.starts_with('[') && address.ends_with(']');
    if (is_bracketed) address = address.substr(1, address.size() - 2);
    // An address of IPv6 needs its brackets, or the port could be a part of it.
    if (!is_bracketed && address.find(':') != std::string_view::npos) return bad;
    const std::string_view port = text.substr(colon + 1);
    ListenAddress listen{address == "localhost" ? "127.0.0.1" : std::string(address), 0};
    const auto [end, fault] = std::from_chars(port.data(), port.data() + port.size(), listen.port);
    if (fault != std::errc() || end != port.data() + port.size() || address.empty()) return bad;
    return listen;
}

Result<void> check_exposure(const std::string& address, const Exposure& exposure) {
    const bool is_local = is_loopback(address);
    if (exposure.is_demo) {
        if (is_local) return {};
        return Error(errors::kDemoExposed, address + " is no loopback address");
    }
    if (!is_local && !exposure.has_tls && !exposure.plain_http)
        return Error(errors::kExposed, address + " is reached from elsewhere, without TLS");
    if (exposure.signs && !exposure.guards)
        return Error(errors::kUnguarded, "there are issuers, and neither tokens nor authorities");
    return {};
}

json::Document describe_listening(const std::string& url, const Signatories& signatories) {
    json::Writer writer;
    writer.begin_object().member("format", "deed/serve/v1").member("url", url);
    writer.key("issuers").begin_array();
    for (const IssuerConfiguration& issuer : signatories.issuers) {
        writer.begin_object().member("path", issuer.path);
        writer.member("url", url + "/issuers/" + issuer.path + "/credentials/issue");
        writer.member("did", issuer.did.to_string()).member("cryptosuite", issuer.form->name);
        writer.member("keyType", key_type(*issuer.signer)).end_object();
    }
    writer.end_array().key("holders").begin_array();
    for (const HolderConfiguration& holder : signatories.holders)
        writer.begin_object()
            .member("did", holder.did.to_string())
            .member("keyType", key_type(*holder.signer))
            .end_object();
    return writer.end_array().end_object().take_document();
}

}  // namespace deed::service
