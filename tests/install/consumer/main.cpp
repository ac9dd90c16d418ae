// A stranger's program: what libdeed shows must be enough to resolve a did:key and judge a credential.
#include <deed/toolkit/deed.hpp>

#include <cstdio>
#include <string_view>

int main() {
    deed::Call call;
    deed::did::KeyResolver resolver;

    // Identifier and key of RFC 8032 section 7.1, test 1.
    constexpr std::string_view kHex =
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    const auto raw = deed::hex_decode(kHex);
    const auto key = deed::crypto::PublicKey::from_raw(deed::crypto::KeyType::ed25519, *raw);
    if (!key) return 1;
    const auto resolution = resolver.resolve(deed::did::did_key_of(*key), call);
    if (!resolution || resolution->document.verification_methods().front().public_key != *key)
        return 1;

    const auto document = deed::json::Document::parse(std::string_view(R"({"type":"Thing"})"));
    const deed::SystemClock clock;
    const deed::credentials::KnownContexts contexts;
    const auto report =
        deed::credentials::verify(*document, {}, {resolver, clock, contexts}, call);
    if (!report || report->verdict() != deed::credentials::Verdict::bad) return 1;
    std::puts("installed library works");
    return 0;
}
