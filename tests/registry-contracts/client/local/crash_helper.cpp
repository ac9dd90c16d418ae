// Appends to a ledger until it is killed, and says on stdout what it was promised:
//
//     ledger_crash_helper FOLDER HEADS LOG_SEED_BYTE RUN
//
// "a HASH" when an operation was accepted, "i HASH" when it was included.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "lib/encoding/text.hpp"
#include "registry-contracts/client/local/local_ledger.hpp"

namespace {

using namespace deed;
using namespace deed::registry;

template <typename T>
T must(Result<T> result) {
    if (result) return std::move(result).value();
    std::fprintf(stderr, "%s\n", result.error().to_string().c_str());
    std::exit(3);
}

std::unique_ptr<crypto::Signer> signer(crypto::KeyType type, const Bytes& secret) {
    return crypto::PrivateKey::into_signer(
        must(crypto::PrivateKey::from_raw(type, crypto::SecretBytes::copy_of(secret))));
}

/// One write of one whole line, so that a kill cannot cut it.
void say(char what, const Hash& hash) {
    const std::string line = std::string(1, what) + " " + hex_encode(hash) + "\n";
    if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) std::exit(4);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) return 2;
    const auto log =
        signer(crypto::KeyType::ed25519, Bytes(32, static_cast<std::uint8_t>(std::atoi(argv[3]))));
    const auto guard = tlog::open_head_guard(argv[2]);
    const SystemClock clock;
    Call call;
    const auto ledger = must(open_local_ledger(argv[1], *log, *guard, clock, call));

    for (std::uint16_t number = 1;; ++number) {
        Bytes secret(32, static_cast<std::uint8_t>(std::atoi(argv[4])));
        secret[30] = static_cast<std::uint8_t>(number >> 8);
        secret[31] = static_cast<std::uint8_t>(number);
        const auto controller = signer(crypto::KeyType::secp256k1, secret);
        const Address subject = must(address_of(controller->public_key()));
        // Every fifth body travels beside the log.
        Bytes body(number % 5 == 0 ? 61'000 : 100, 'x');
        const Operation operation =
            must(Operation::sign(next_envelope(IdentityState(subject), OperationType::did_create,
                                               ledger->network(), clock.now(), 3600),
                                 std::move(body), *controller, call));
        const Submission submission{operation, {}};
        must(ledger->submit({&submission, 1}, call));
        say('a', operation.hash());
        if (number % 3 != 0) continue;
        must(ledger->wait({operation.hash()}, Finality::included, call));
        say('i', operation.hash());
    }
}
