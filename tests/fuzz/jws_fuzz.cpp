// Whatever parses has one spelling only, and no input makes verification succeed.
#include <cstdlib>

#include "lib/encoding/text.hpp"
#include "lib/jose/jws.hpp"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

// The key of RFC 8037, appendix A.2; its corpus holds nothing that it signed.
const deed::crypto::PublicKey& some_key() {
    static const auto kKey =
        deed::crypto::PublicKey::from_raw(
            deed::crypto::KeyType::ed25519,
            deed::base64url_decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").value())
            .value();
    return kKey;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = deed::as_text({data, size});
    const auto jws = deed::jose::Jws::parse(text);
    if (!jws) return 0;
    require(jws->to_string() == text);
    const std::string_view input = jws->signing_input();
    const std::string_view header_part = input.substr(0, input.find('.'));
    const auto header = deed::base64url_decode(header_part).value();
    require(std::string(header_part) + "." + deed::base64url_encode(jws->payload()) + "." +
                deed::base64url_encode(jws->signature()) ==
            text);
    require(deed::base64url_encode(header) == header_part);
    require(!jws->verify(some_key()).has_value());
    if (!jws->header()) return 0;
    require(!jws->header()->algorithm_name().empty());
    // Accepted headers read the same when they are printed by themselves.
    const std::string printed = jws->header()->json().to_string();
    const auto again = deed::jose::Header::parse(deed::as_bytes(printed));
    require(again.has_value() && again->json() == jws->header()->json());
    return 0;
}
