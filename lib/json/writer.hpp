#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/json/document.hpp"

namespace deed::json {

/// Composes JSON text in the order of its calls. Calls that do not make JSON (a value where a key
/// is due, unbalanced ends, a name that is not UTF-8) are bugs and abort.
///
/// `Writer w; w.begin_object().key("a").string("b").end_object(); w.take()` gives {"a":"b"}.
class DEED_API Writer {
public:
    Writer& begin_object();
    Writer& end_object();
    Writer& begin_array();
    Writer& end_array();
    Writer& key(std::string_view name);
    /// Text that is not UTF-8 is written with '?' for each byte that is not printable ASCII.
    Writer& string(std::string_view text);
    Writer& integer(std::int64_t value);  ///< within ±(2^53-1)
    Writer& boolean(bool value);
    Writer& null();
    /// A value of a document, spelled as there.
    Writer& value(Value value);

    /// Shorthand for key(name).string(text).
    Writer& member(std::string_view name, std::string_view text) { return key(name).string(text); }

    /// The finished text; the writer is empty afterwards.
    std::string take();
    /// The finished text, parsed.
    Document take_document();

private:
    void before_value();

    enum class Frame : unsigned char { object_first, object, key, array_first, array };
    std::string out_;
    std::vector<Frame> frames_;
    bool done_ = false;
};

}  // namespace deed::json
