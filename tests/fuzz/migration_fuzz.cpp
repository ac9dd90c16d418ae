#include <cstdint>
#include <cstdlib>

#include "toolkit/migration.hpp"

// Bases for signing, and requests, answers and work lists of migrations. What can be read is
// written as it was, and signed for what it says.

using deed::json::Document;

namespace {

template <typename File>
void check(const Document& json) {
    const auto read = File::parse(json.root());
    if (!read) return;
    const Document written = read->to_json();
    const auto again = File::parse(written.root());
    if (!again || !(again->to_json() == written)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto json = Document::parse(deed::ByteView(data, size));
    if (!json) return 0;
    check<deed::SigningBasis>(*json);
    check<deed::CreationBasis>(*json);
    if (const auto basis = deed::CreationBasis::parse(json->root()); basis && !basis->form())
        std::abort();
    check<deed::MigrationAnswer>(*json);
    check<deed::MigrationList>(*json);
    check<deed::MigrationRequest>(*json);
    const auto request = deed::MigrationRequest::parse(json->root());
    if (!request) return 0;
    if (request->basis.state().subject() == deed::registry::Address{}) return 0;
    const auto document = request->document();
    if (document && !deed::did::Document::parse(*document, request->successor())) std::abort();
    return 0;
}
