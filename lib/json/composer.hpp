#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "lib/json/document.hpp"

namespace deed::json {

/// Composes a document of values of other documents, without printing and parsing it. Calls that do
/// not make JSON (a value where a key is due, unbalanced ends) are bugs and abort, as with Writer.
class DEED_API Composer {
public:
    Composer();
    ~Composer();
    Composer(const Composer&) = delete;
    Composer& operator=(const Composer&) = delete;

    Composer& begin_object();
    Composer& end_object();
    Composer& begin_array();
    Composer& end_array();
    /// UTF-8.
    Composer& key(std::string_view name);
    /// A copy; its numbers keep their spelling.
    Composer& value(Value value);

    /// The finished document; the composer is of no use afterwards. `json.duplicate_member`, and
    /// `json.too_deep` beyond the depth of Limits.
    Result<Document> take();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace deed::json
