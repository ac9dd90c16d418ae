#pragma once

#include <span>
#include <string_view>

#include "lib/error/call.hpp"
#include "lib/json/document.hpp"
#include "lib/json/writer.hpp"

namespace deed::cli {

/// What an operation answers when its input was not refused.
struct CodecAnswer {
    json::Writer out;                 ///< the value of "out", where the operation has one
    const ErrorCode* code = nullptr;  ///< set: `ok` is false although there is an "out"
};

/// One primitive of `deed codec batch`. Transforms write their result; a verification that fails,
/// and an input that is refused, is an Error.
struct CodecOperation {
    std::string_view name;
    Result<void> (*run)(json::Value arguments, CodecAnswer& answer, Call& call);
    std::string_view arguments;  ///< for specs/cli.md
    std::string_view output;     ///< what "out" holds; empty: `ok` alone is the verdict
};

std::span<const CodecOperation> codec_primitives();  ///< bytes, hashes, signatures, Merkle proofs
std::span<const CodecOperation> codec_jose();        ///< JWS and SD-JWT
std::span<const CodecOperation> codec_cose();        ///< COSE
std::span<const CodecOperation> codec_rdf();         ///< RDF datasets and JSON-LD
std::span<const CodecOperation> codec_documents();   ///< DIDs and credentials

/// The answer to one line (without its newline). Never fails: a bad line is answered `ok: false`.
std::string codec_answer(std::string_view line, Call& call);

// Reading arguments; `codec.bad_argument` names the one that is missing or of another type.
Result<std::string_view> text_argument(json::Value arguments, std::string_view name);
Result<Bytes> hex_argument(json::Value arguments, std::string_view name);
Result<std::uint64_t> integer_argument(json::Value arguments, std::string_view name);
bool flag_argument(json::Value arguments, std::string_view name);

}  // namespace deed::cli
