#include "lib/net/curl_client.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <mutex>
#include <vector>

#include "lib/crypto/bearer_access.hpp"
#include "lib/io/file.hpp"
#include "lib/net/address_guard.hpp"
#include "lib/net/errors.hpp"

namespace deed::net {
namespace {

constexpr std::size_t kMaxHeaderBytes = std::size_t{64} << 10;
constexpr std::size_t kMaxTokenBytes = 8192;
constexpr std::size_t kMaxKeyFile = std::size_t{64} << 10;
constexpr std::size_t kMaxIdle = 8;  ///< handles, with a connection each

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kSpace = " \t\r\n";
    const std::size_t start = text.find_first_not_of(kSpace);
    if (start == std::string_view::npos) return {};
    return text.substr(start, text.find_last_not_of(kSpace) - start + 1);
}

/// Nothing that would end the header, or the request.
bool is_header_text(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c <= 0x7e; });
}

/// libcurl's list of header lines, overwritten when it goes: one of them may hold a token.
class HeaderList {
public:
    explicit HeaderList(const CurlLibrary& curl) : curl_(curl) {}
    HeaderList(const HeaderList&) = delete;
    HeaderList& operator=(const HeaderList&) = delete;
    ~HeaderList() {
        for (curl_slist* line = list_; line != nullptr; line = line->next)
            crypto::wipe({reinterpret_cast<std::uint8_t*>(line->data), std::strlen(line->data)});
        curl_.slist_free_all(list_);
    }

    Result<void> add(const std::string& line) {
        if (!is_header_text(line))
            return Error(errors::kBadRequest, "a header field holds a character that it must not");
        curl_slist* longer = curl_.slist_append(list_, line.c_str());
        if (longer == nullptr) return Error(errors::kFailed, "libcurl has no memory");
        list_ = longer;
        return {};
    }
    Result<void> add_token(const crypto::SecretBytes& token) {
        const auto secret = token.reveal(crypto::SecretAccessForBearer::get());
        if (secret.empty() || secret.size() > kMaxTokenBytes)
            return Error(errors::kBadRequest, "the token is empty or too long");
        std::string line = "Authorization: Bearer ";
        line.reserve(line.size() + secret.size());
        line += as_text(secret);
        const auto added = add(line);
        crypto::wipe({reinterpret_cast<std::uint8_t*>(line.data()), line.size()});
        return added;
    }
    curl_slist* get() const { return list_; }

private:
    const CurlLibrary& curl_;
    curl_slist* list_ = nullptr;
};

/// Whether it was this user, else the own or root, who called listen() at the other end.
bool is_served_by(int socket, const std::optional<uid_t>& user) {
    ucred peer{};
    socklen_t size = sizeof peer;
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return false;
    return user ? peer.uid == *user : peer.uid == ::geteuid() || peer.uid == 0;
}

const ErrorCode& code_of(CURLcode outcome) {
    switch (outcome) {
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_RESOLVE_PROXY:
            return errors::kUnknownHost;
        case CURLE_COULDNT_CONNECT:
            return errors::kRefused;
        case CURLE_OPERATION_TIMEDOUT:
            return errors::kTimeout;
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_ISSUER_ERROR:
            return errors::kTlsUntrusted;
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_SSL_SHUTDOWN_FAILED:
        case CURLE_USE_SSL_FAILED:
            return errors::kTlsFailed;
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_CERTPROBLEM:
            return errors::kTlsFiles;
        case CURLE_GOT_NOTHING:
        case CURLE_RECV_ERROR:
        case CURLE_SEND_ERROR:
        case CURLE_PARTIAL_FILE:
            return errors::kClosed;
        case CURLE_FILESIZE_EXCEEDED:
            return errors::kTooLarge;
        case CURLE_TOO_MANY_REDIRECTS:
            return errors::kTooManyRedirects;
        // The first of these is also an answer that does not start with "HTTP/1.".
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_WEIRD_SERVER_REPLY:
        case CURLE_BAD_CONTENT_ENCODING:
            return errors::kBadResponse;
        default:
            return errors::kFailed;
    }
}

}  // namespace

std::optional<std::string_view> HttpResponse::header(std::string_view name) const {
    for (const HttpHeader& one : headers)
        if (one.name == name) return one.value;
    return std::nullopt;
}

std::string HttpResponse::media_type() const {
    const std::string_view value = header("content-type").value_or("");
    std::string type(trimmed(value.substr(0, value.find(';'))));
    std::ranges::transform(type, type.begin(), lower);
    return type;
}

std::size_t CurlExchange::take_header(char* data, std::size_t, std::size_t size, void* self) {
    auto& exchange = *static_cast<CurlExchange*>(self);
    exchange.header_bytes_ += size;
    if (exchange.header_bytes_ > kMaxHeaderBytes) {
        exchange.too_large_ = true;
        return 0;
    }
    const std::string_view line = trimmed({data, size});
    // Redirects and "100 Continue" have heads of their own before the last one.
    if (line.starts_with("HTTP/")) {
        exchange.response_.headers.clear();
        return size;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return size;
    std::string name(line.substr(0, colon));
    std::ranges::transform(name, name.begin(), lower);
    exchange.response_.headers.push_back(
        {std::move(name), std::string(trimmed(line.substr(colon + 1)))});
    return size;
}

std::size_t CurlExchange::take_body(char* data, std::size_t, std::size_t size, void* self) {
    auto& exchange = *static_cast<CurlExchange*>(self);
    Bytes& body = exchange.response_.body;
    if (size > exchange.request_.max_response_bytes - body.size()) {
        exchange.too_large_ = true;
        return 0;
    }
    append(body, as_bytes({data, size}));
    return size;
}

curl_socket_t CurlExchange::open_socket(void* self, curlsocktype, curl_sockaddr* address) {
    auto& exchange = *static_cast<CurlExchange*>(self);
    const bool any = exchange.options_.unix_socket.has_value()
                         ? address->family == AF_UNIX
                         : exchange.options_.addresses == Addresses::any ||
                               is_public_address(address->addr, address->addrlen);
    if (!any) {
        exchange.address_refused_ = true;
        return CURL_SOCKET_BAD;
    }
#ifdef SOCK_CLOEXEC
    address->socktype |= SOCK_CLOEXEC;
#endif
    exchange.opened_ = ::socket(address->family, address->socktype, address->protocol);
    return exchange.opened_;
}

/// Called when connected, before anything is sent. A kept connection was inspected when it was
/// opened, with the same options; who is at its other end never changes.
int CurlExchange::inspect_peer(void* self, char*, char*, int, int) {
    auto& exchange = *static_cast<CurlExchange*>(self);
    if (!exchange.options_.unix_socket || exchange.opened_ == CURL_SOCKET_BAD)
        return CURL_PREREQFUNC_OK;
    exchange.peer_refused_ = !is_served_by(exchange.opened_, exchange.options_.unix_socket_user);
    return exchange.peer_refused_ ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

int CurlExchange::look_up(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<CurlExchange*>(self)->call_.check() ? 0 : 1;
}

void CurlExchange::set_destination() {
    set(CURLOPT_URL, request_.url.to_string().c_str());
    const char* protocols =
        options_.allow_http || options_.unix_socket.has_value() ? "http,https" : "https";
    set(CURLOPT_PROTOCOLS_STR, protocols);
    set(CURLOPT_REDIR_PROTOCOLS_STR, "https");
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    if (!options_.proxy_from_environment) set(CURLOPT_PROXY, "");
    if (options_.unix_socket) set(CURLOPT_UNIX_SOCKET_PATH, options_.unix_socket->c_str());
    const bool follow = options_.max_redirects > 0 && request_.method == HttpMethod::get;
    set(CURLOPT_FOLLOWLOCATION, follow ? 1L : 0L);
    set(CURLOPT_MAXREDIRS, static_cast<long>(options_.max_redirects));
    if (request_.method == HttpMethod::get) return;
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    set(CURLOPT_POSTFIELDS, as_text(request_.body).data());
}

void CurlExchange::set_encryption() {
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    if (options_.ca_file) {
        set(CURLOPT_CAINFO, options_.ca_file->c_str());
        set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));  // the system's own
    }
    if (!options_.client_certificate) return;
    set(CURLOPT_SSLCERT, options_.client_certificate->certificate.c_str());
    set(CURLOPT_SSLKEY, options_.client_certificate->key.c_str());
    // Without any passphrase OpenSSL would ask for one on the terminal.
    set(CURLOPT_KEYPASSWD, "");
}

void CurlExchange::set_callbacks() {
    set(CURLOPT_ERRORBUFFER, reason_.data());
    set(CURLOPT_HEADERFUNCTION, &take_header);
    set(CURLOPT_HEADERDATA, static_cast<void*>(this));
    set(CURLOPT_WRITEFUNCTION, &take_body);
    set(CURLOPT_WRITEDATA, static_cast<void*>(this));
    set(CURLOPT_OPENSOCKETFUNCTION, &open_socket);
    set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(this));
    set(CURLOPT_PREREQFUNCTION, &inspect_peer);
    set(CURLOPT_PREREQDATA, static_cast<void*>(this));
    set(CURLOPT_XFERINFOFUNCTION, &look_up);
    set(CURLOPT_XFERINFODATA, static_cast<void*>(this));
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_NOSIGNAL, 1L);
}

Result<void> CurlExchange::prepare() {
    DEED_CHECK(call_.check());
    auto patience = options_.total_timeout;
    if (call_.deadline()) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            *call_.deadline() - std::chrono::steady_clock::now());
        deadline_first_ = left < patience;
        if (deadline_first_) patience = std::max(left, std::chrono::milliseconds(1));
    }
    curl_.easy_reset(handle_);
    set_callbacks();
    set_destination();
    set_encryption();
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(patience.count()));
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_timeout.count()));
    return {};
}

Error CurlExchange::failure(CURLcode outcome) const {
    const std::string& where = request_.url.to_string();
    if (const auto going = call_.check(); !going) return going.error();
    if (outcome == CURLE_OPERATION_TIMEDOUT && deadline_first_)
        return Error(deed::errors::kDeadline, "the server did not answer before the deadline",
                     where);
    if (peer_refused_)
        return Error(
            errors::kOtherUser,
            "another user than the one who should serves on " + options_.unix_socket->string(),
            where);
    if (too_large_) return Error(errors::kTooLarge, "the server sends too much", where);
    if (outcome == CURLE_COULDNT_CONNECT && address_refused_)
        return Error(errors::kAddressRefused,
                     request_.url.host() + " leads to an address that is not public", where);
    // libcurl would speak of the host that stands in the URL.
    if (outcome == CURLE_COULDNT_CONNECT && options_.unix_socket)
        return Error(errors::kRefused, "nobody can be reached at " + options_.unix_socket->string(),
                     where);
    const char* reason = reason_[0] != '\0' ? reason_.c_str() : curl_.easy_strerror(outcome);
    std::string said(trimmed(reason));
    std::ranges::replace_if(
        said, [](char c) { return c < 0x20 || c > 0x7e; }, '?');
    // Under TLS 1.3 the server's word on the client's certificate comes with the first answer.
    const bool alert = outcome == CURLE_RECV_ERROR && said.find("alert") != std::string::npos;
    return Error(alert ? errors::kTlsFailed : code_of(outcome), said, where);
}

Result<HttpResponse> CurlExchange::answer(CURLcode outcome) {
    if (outcome != CURLE_OK) return failure(outcome);
    long status = 0;
    curl_.easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &status);
    response_.status = static_cast<int>(status);
    return std::move(response_);
}

Result<HttpResponse> CurlExchange::run() {
    DEED_CHECK(prepare());
    HeaderList headers(curl_);
    for (const auto& [name, value] : request_.headers) DEED_CHECK(headers.add(name + ": " + value));
    // Waiting for "100 Continue" would cost a second with servers that never say it.
    DEED_CHECK(headers.add("Expect:"));
    if (request_.bearer_token != nullptr) DEED_CHECK(headers.add_token(*request_.bearer_token));
    set(CURLOPT_HTTPHEADER, headers.get());
    if (!all_set_) return Error(errors::kFailed, "libcurl does not take an option that is needed");
    auto result = answer(curl_.easy_perform(handle_));
    // The handle goes on living, its pointers into this object must not.
    curl_.easy_reset(handle_);
    return result;
}

Result<int> CurlExchange::connect() {
    DEED_CHECK(prepare());
    set(CURLOPT_CONNECT_ONLY, 1L);
    if (!all_set_) return Error(errors::kFailed, "libcurl does not take an option that is needed");
    const CURLcode outcome = curl_.easy_perform(handle_);
    // These point into this object, which goes; the connection stays.
    set(CURLOPT_NOPROGRESS, 1L);
    for (const CURLoption option :
         {CURLOPT_ERRORBUFFER, CURLOPT_HEADERDATA, CURLOPT_WRITEDATA, CURLOPT_OPENSOCKETDATA,
          CURLOPT_PREREQDATA, CURLOPT_XFERINFODATA})
        set(option, static_cast<void*>(nullptr));
    if (outcome != CURLE_OK) return failure(outcome);
    curl_socket_t socket = CURL_SOCKET_BAD;
    curl_.easy_getinfo(handle_, CURLINFO_ACTIVESOCKET, &socket);
    if (socket == CURL_SOCKET_BAD) return Error(errors::kFailed, "libcurl lost the connection");
    return static_cast<int>(socket);
}

namespace {

/// One of the requests that may be under way, as long as this lives.
class Slot {
public:
    Slot(std::atomic<std::size_t>& taken, std::size_t most)
        : taken_(taken), is_free_(taken.fetch_add(1) < most || most == 0) {}
    ~Slot() { taken_.fetch_sub(1); }
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;

    bool is_free() const { return is_free_; }

private:
    std::atomic<std::size_t>& taken_;
    const bool is_free_;
};

class CurlClient final : public HttpClient {
public:
    CurlClient(const CurlLibrary& curl, HttpClientOptions options)
        : curl_(curl), options_(std::move(options)) {}

    Result<HttpResponse> send(const HttpRequest& request, Call& call) override {
        const bool encrypted = request.url.scheme() == Url::Scheme::https;
        if (!encrypted && !options_.allow_http && !options_.unix_socket)
            return Error(errors::kNotHttps, request.url.to_string() + " is not encrypted");
        const Slot slot(under_way_, options_.max_at_once);
        if (!slot.is_free())
            return Error(errors::kBusy, "requests to other servers wait for their answers",
                         request.url.to_string());
        CurlHandle handle = take_handle();
        if (handle == nullptr) return Error(errors::kFailed, "libcurl has no memory");
        auto response = CurlExchange(curl_, handle.get(), options_, request, call).run();
        give_back(std::move(handle));
        return response;
    }

private:
    CurlHandle take_handle() {
        {
            const std::lock_guard lock(mutex_);
            if (!idle_.empty()) {
                CurlHandle handle = std::move(idle_.back());
                idle_.pop_back();
                return handle;
            }
        }
        return CurlHandle(curl_.easy_init(), CurlFree{&curl_});
    }
    void give_back(CurlHandle handle) {
        const std::lock_guard lock(mutex_);
        if (idle_.size() < kMaxIdle) idle_.push_back(std::move(handle));
    }

    const CurlLibrary curl_;
    const HttpClientOptions options_;
    std::atomic<std::size_t> under_way_{0};
    std::mutex mutex_;
    std::vector<CurlHandle> idle_;
};

}  // namespace

Result<void> require_files(const HttpClientOptions& options) {
    if (options.ca_file) {
        if (const auto file = open_file(*options.ca_file); !file)
            return Error(errors::kTlsFiles, file.error().message(), options.ca_file->string());
    }
    if (!options.client_certificate) return {};
    const auto& [certificate, key] = *options.client_certificate;
    if (const auto file = open_file(certificate); !file)
        return Error(errors::kTlsFiles, file.error().message(), certificate.string());
    auto secret = read_private_file(key, kMaxKeyFile);
    if (!secret) return std::move(secret).error();
    crypto::wipe(*secret);
    return {};
}

Result<std::unique_ptr<HttpClient>> make_http_client(HttpClientOptions options) {
    if (options.proxy_from_environment && options.addresses != Addresses::any)
        return Error(errors::kAddressRefused, "behind a proxy nobody sees where a name leads");
    DEED_CHECK(require_files(options));
    DEED_TRY(const CurlLibrary curl, CurlLibrary::load());
    return std::unique_ptr<HttpClient>(std::make_unique<CurlClient>(curl, std::move(options)));
}

}  // namespace deed::net
