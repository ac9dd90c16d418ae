// A message that is taken apart gives its own bytes back, and what was accepted of its headers can
// be signed anew with the same meaning.
#include <cstdlib>

#include "lib/cose/errors.hpp"
#include "lib/cose/sign1.hpp"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace deed;
    const ByteView input(data, size);
    const auto message = cose::Sign1::parse(input, cose::Tagging::either);
    if (!message) return 0;
    require(message->to_bytes() == deed::to_bytes(input));
    const auto tagged = cose::Sign1::parse(input);
    require(tagged.has_value() == cose::looks_like_sign1(input));
    require(tagged.has_value() != cose::Sign1::parse(input, cose::Tagging::refused).has_value());

    static const auto signer =
        crypto::PrivateKey::into_signer(crypto::PrivateKey::generate(crypto::KeyType::ed25519));
    const auto verified = message->payload() ? message->verify(signer->public_key())
                                             : message->verify_detached(signer->public_key(), {});
    require(!verified);  // nobody can have signed with this key
    if (!message->header()) return 0;

    const auto* type =
        message->header()->type() ? std::get_if<std::string>(&*message->header()->type()) : nullptr;
    const Bytes key_id = message->header()->key_id().value_or(Bytes());
    Call call;
    const auto again = cose::sign(
        message->payload().value_or(Bytes()),
        {.header = {.type = type != nullptr ? std::string_view(*type) : "", .key_id = key_id}},
        *signer, call);
    if (!again) {
        require(again.error().code() == cose::errors::kTooLarge);
        return 0;
    }
    const auto parsed = cose::Sign1::parse(*again);
    require(parsed && parsed->header() && parsed->verify(signer->public_key()));
    require(parsed->header()->key_id().value_or(Bytes()) == key_id);
    return 0;
}
