#pragma once

#include <string>
#include <string_view>

#include "lib/json/document.hpp"

namespace deed::json {

/// JSON Canonicalization Scheme (RFC 8785): members sorted by UTF-16 code units, numbers in their
/// ECMAScript form, shortest escapes. Cannot fail: Document::parse refuses what JCS cannot express.
DEED_API std::string canonicalize(Value value);

/// As canonicalize(), appended to `out`.
DEED_API void canonicalize_to(std::string& out, Value value);

/// The canonical form of an object as if it had no member `omitted`; for proofs, which sign the
/// document without its own "proof". `value` must be an object.
DEED_API void canonicalize_without(std::string& out, Value value, std::string_view omitted);

/// A double in ECMAScript's Number::toString form, as JCS prints it. Must be finite.
DEED_API std::string number_to_ecmascript(double value);

}  // namespace deed::json
