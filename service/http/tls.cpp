#include "service/http/tls.hpp"

#include "lib/io/file.hpp"
#include "service/http/errors.hpp"

namespace deed::service {
namespace {

constexpr std::size_t kMaxPem = std::size_t{1} << 20;

Error bad_file(const std::filesystem::path& file, std::string why) {
    return Error(errors::kTlsFiles, std::move(why), file.string());
}

asio::const_buffer buffer_of(const Bytes& bytes) { return {bytes.data(), bytes.size()}; }

Result<void> use_identity(asio::ssl::context& context, const TlsFiles& files) {
    DEED_TRY(const Bytes chain, read_file(files.certificate, kMaxPem));
    DEED_TRY(Bytes key, read_private_file(files.key, kMaxPem));
    SystemError fault;
    context.use_certificate_chain(buffer_of(chain), fault);
    if (fault) return bad_file(files.certificate, "holds no certificate in PEM");
    // A key that is encrypted has nobody to ask for its passphrase.
    context.set_password_callback(
        [](std::size_t, asio::ssl::context::password_purpose) { return std::string(); }, fault);
    context.use_private_key(buffer_of(key), asio::ssl::context::pem, fault);
    crypto::wipe(key);
    if (fault) return bad_file(files.key, "is no private key in PEM, or not the certificate's");
    if (SSL_CTX_check_private_key(context.native_handle()) != 1)
        return bad_file(files.key, "is not the key of the certificate");
    return {};
}

Result<void> use_authorities(asio::ssl::context& context, const std::filesystem::path& file) {
    DEED_TRY(const Bytes authorities, read_file(file, kMaxPem));
    SystemError fault;
    context.add_certificate_authority(buffer_of(authorities), fault);
    if (fault) return bad_file(file, "holds no certificate in PEM");
    context.set_verify_mode(asio::ssl::verify_peer, fault);
    if (fault) return bad_file(file, "cannot be used to verify clients");
    return {};
}

}  // namespace

Result<std::unique_ptr<asio::ssl::context>> make_tls(const TlsFiles& files) {
    auto context = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
    SSL_CTX* native = context->native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    SSL_CTX_set_options(native, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION |
                                    SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
    // RFC 8446 section 4.6.1: no tickets of TLS 1.3 either.
    SSL_CTX_set_num_tickets(native, 0);
    DEED_CHECK(use_identity(*context, files));
    if (files.client_authorities) DEED_CHECK(use_authorities(*context, *files.client_authorities));
    return context;
}

bool shows_certificate(TlsStream& stream) {
    return SSL_get0_peer_certificate(stream.native_handle()) != nullptr;
}

}  // namespace deed::service
