// Signs for the interoperability test.   jws_signer sign COUNT | jws_signer jwk MULTIKEY
//   sign  prints {"alg", "jwk", "jws"} a line: COUNT new keys for every algorithm that signs
//   jwk   prints a public key in its other form
#include <cstdlib>
#include <iostream>
#include <string>

#include "lib/crypto/key.hpp"
#include "lib/jose/jws.hpp"
#include "lib/json/writer.hpp"

namespace {

using namespace deed;

/// Ends the program where there is no value.
template <typename T>
T must(Result<T> result) {
    if (result) return std::move(result).value();
    std::cerr << result.error().to_string() << "\n";
    std::exit(1);
}

void print_signed(const crypto::AlgorithmInfo& algorithm, std::string_view name, int index) {
    const auto signer =
        crypto::PrivateKey::into_signer(crypto::PrivateKey::generate(algorithm.key_type));
    const std::string payload = R"({"n":)" + std::to_string(index) + R"(,"text":")" +
                                std::string(static_cast<std::size_t>(index), 'x') + R"("})";
    Call call;
    const jose::HeaderOptions options{
        .algorithm = name, .type = "vc+jwt", .content_type = "vc", .key_id = "did:example:a#k"};
    json::Writer line;
    line.begin_object()
        .member("alg", name)
        .key("jwk")
        .value(signer->public_key().to_jwk().root())
        .member("jws", must(jose::sign(as_bytes(payload), options, *signer, call)))
        .end_object();
    std::cout << line.take() << "\n";
}

int sign(int count) {
    for (const crypto::AlgorithmInfo& algorithm : crypto::algorithms()) {
        if (!crypto::info_of(algorithm.key_type).can_sign) continue;
        for (const std::string_view name : {algorithm.jose, algorithm.jose_other})
            for (int i = 0; i < count && !name.empty(); ++i) print_signed(algorithm, name, i);
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string command = argc == 3 ? argv[1] : "";
    if (command == "sign") return sign(std::atoi(argv[2]));
    if (command != "jwk") return 2;
    std::cout << must(crypto::PublicKey::from_multikey(argv[2])).to_jwk().to_string() << "\n";
    return 0;
}
