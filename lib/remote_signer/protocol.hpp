#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/crypto/key.hpp"
#include "lib/encoding/bytes.hpp"
#include "lib/json/document.hpp"
#include "lib/json/writer.hpp"

// The documents of the signing protocol, version 1 (specs/remote-signer.md), as both sides write
// and read them.

namespace deed::remote {

/// The most bytes of one message; a service takes at least as many.
inline constexpr std::size_t kMaxMessage = std::size_t{1} << 20;
/// A request with such a message, and an answer, are no larger.
inline constexpr std::size_t kMaxRequestBody = std::size_t{3} << 19;
inline constexpr std::size_t kMaxAnswerBody = std::size_t{64} << 10;

/// The JOSE name of the algorithm with which Deed signs by keys of a type: "EdDSA". Empty for keys
/// that do not sign.
DEED_API std::string_view algorithm_of(crypto::KeyType type);

/// What a service says of a key.
struct RemoteKey {
    std::string name;
    crypto::PublicKey public_key;
    std::vector<std::string> algorithms;
};
void write_key(json::Writer& writer, std::string_view name, const crypto::PublicKey& key);
/// `remote.bad_answer`; members that are not known are passed over.
Result<RemoteKey> parse_key(json::Value value);

struct SignRequest {
    std::string algorithm;
    Bytes message;
    std::optional<crypto::PublicKey> public_key;  ///< that the client expects to sign
};
std::string write_sign_request(const SignRequest& request);
/// Strict: `remote.request_refused` also for members that are not known, since one may restrict
/// what the client wants signed; `remote.message_too_large`.
Result<SignRequest> parse_sign_request(ByteView body);

std::string write_signature(ByteView signature);
/// `remote.bad_answer`.
Result<Bytes> parse_signature(ByteView body);

/// One way to refuse, as problem details (RFC 9457).
struct Problem {
    std::string_view code;  ///< "key_not_found"
    int status;             ///< of HTTP
    std::string_view title;
    const ErrorCode* error;  ///< what a client makes of it
};
std::span<const Problem> problems();
/// The row of a code that stands in the table.
const Problem& problem(std::string_view code);
std::string write_problem(const Problem& problem, std::string_view detail);

/// The error of an answer that is not 200, with the service's own words where it has some.
Error error_of_answer(int status, std::string_view media_type, ByteView body);

}  // namespace deed::remote
