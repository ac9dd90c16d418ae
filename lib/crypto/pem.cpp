#include "lib/crypto/pem.hpp"

#include <sodium.h>

#include "lib/crypto/key_encoding_errors.hpp"
#include "lib/crypto/secret_access.hpp"
#include "lib/crypto/sodium.hpp"
#include "lib/crypto/wiping.hpp"

namespace deed::crypto::pem {
namespace {

constexpr std::string_view kEnd = "-----END ";
constexpr std::string_view kDashes = "-----";
constexpr std::string_view kSpace = " \t\r\n";
constexpr std::size_t kLine = 64;

Error malformed(const char* what) { return Error(errors::kPemMalformed, what); }

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(kSpace);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

/// `text` without `prefix`, or nothing where it does not start so.
Result<std::string_view> after(std::string_view text, std::string_view prefix, const char* what) {
    if (!text.starts_with(prefix)) return malformed(what);
    return text.substr(prefix.size());
}

/// Base64 with padding, and line feeds between.
Result<SecretBytes> decode(std::string_view body) {
    require_sodium();
    SecretBytes content(body.size() / 4 * 3 + 3);
    const auto out = content.reveal_mutable(SecretAccessForCrypto::get());
    std::size_t size = 0;
    const char* end = nullptr;
    const bool ok = sodium_base642bin(out.data(), out.size(), body.data(), body.size(), "\r\n",
                                      &size, &end, sodium_base64_VARIANT_ORIGINAL) == 0 &&
                    end == body.data() + body.size();
    if (!ok || size == 0) return malformed("the block is not in base64");
    return SecretBytes::copy_of(out.first(size));
}

}  // namespace

Result<Block> parse(std::string_view text) {
    const std::string_view all = trimmed(text);
    DEED_TRY(const std::string_view head, after(all, kBegin, "the text does not start with BEGIN"));
    const std::size_t dashes = head.find(kDashes);
    if (dashes == std::string_view::npos) return malformed("the BEGIN line does not end");
    const std::string label(head.substr(0, dashes));
    if (label.empty() || label.size() > 64 || label.find_first_of("\r\n") != std::string::npos)
        return malformed("the BEGIN line names nothing");

    const std::string_view rest = head.substr(dashes + kDashes.size());
    const std::string end_line = std::string(kEnd) + label + std::string(kDashes);
    const std::size_t end = rest.find(end_line);
    if (end == std::string_view::npos) return malformed("there is no END of the same label");
    const std::string_view behind = rest.substr(end + end_line.size());
    if (behind.find(kBegin) != std::string_view::npos)
        return Error(errors::kPemSeveralBlocks, "there is a second PEM block");
    if (!behind.empty()) return malformed("text follows the END line");

    const std::string_view body = rest.substr(0, end);
    if (!body.starts_with('\n') && !body.starts_with("\r\n"))
        return malformed("the BEGIN line does not end");
    if (body.find("Proc-Type:") != std::string_view::npos)
        return Error(errors::kWeakKeyEncryption,
                     "the private key is encrypted by a PEM header, with one round of MD5");
    DEED_TRY(SecretBytes content, decode(body));
    return Block{label, std::move(content)};
}

SecretBytes print(std::string_view label, ByteView content) {
    require_sodium();
    SecretBuffer base64(sodium_base64_encoded_len(content.size(), sodium_base64_VARIANT_ORIGINAL));
    sodium_bin2base64(reinterpret_cast<char*>(base64.data()), base64.size(), content.data(),
                      content.size(), sodium_base64_VARIANT_ORIGINAL);
    base64.pop_back();  // its NUL

    SecretBuffer text;
    text.reserve(base64.size() + base64.size() / kLine + 2 * label.size() + 64);
    const auto put = [&](std::string_view part) { append(text, as_bytes(part)); };
    put(kBegin);
    put(label);
    put("-----\n");
    for (std::size_t at = 0; at < base64.size(); at += kLine) {
        append(text, ByteView(base64).subspan(at, std::min(kLine, base64.size() - at)));
        put("\n");
    }
    put(kEnd);
    put(label);
    put("-----\n");
    return SecretBytes::copy_of(text);
}

}  // namespace deed::crypto::pem
