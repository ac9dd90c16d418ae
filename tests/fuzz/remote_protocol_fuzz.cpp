// What one side writes the other reads as the same, and answers of any kind make an error.
#include <cstdint>
#include <cstdlib>

#include "lib/remote_signer/protocol.hpp"
#include "lib/remote_signer/reference.hpp"

using namespace deed;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView bytes(data, size);
    if (const auto request = remote::parse_sign_request(bytes)) {
        const auto again =
            remote::parse_sign_request(as_bytes(remote::write_sign_request(*request)));
        if (!again || again->algorithm != request->algorithm ||
            again->message != request->message || again->public_key != request->public_key)
            std::abort();
    }
    if (const auto signature = remote::parse_signature(bytes)) {
        const auto again = remote::parse_signature(as_bytes(remote::write_signature(*signature)));
        if (!again || *again != *signature) std::abort();
    }
    if (const auto document = json::Document::parse(bytes)) {
        if (const auto key = remote::parse_key(document->root())) {
            json::Writer writer;
            remote::write_key(writer, key->name, key->public_key);
            const auto again = remote::parse_key(writer.take_document().root());
            if (!again || again->name != key->name || again->public_key != key->public_key)
                std::abort();
        }
    }
    if (const auto reference = remote::RemoteReference::parse(as_text(bytes))) {
        if (reference->to_string() != as_text(bytes)) std::abort();
        if (!remote::is_key_name(reference->key_name())) std::abort();
    }
    for (const int status : {200, 404, 503})
        (void)remote::error_of_answer(status, "application/problem+json", bytes).to_string();
    return 0;
}
