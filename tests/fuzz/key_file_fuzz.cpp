// The files of the key store: what is accepted is printed back byte for byte, and what the secret
// is bound to is the file without its "sealed".
#include <cstdint>
#include <cstdlib>

#include "lib/crypto/key_store_format.hpp"
#include "lib/json/jcs.hpp"

namespace {

using deed::ByteView;
namespace format = deed::crypto::key_store_format;

void require(bool promise) {
    if (!promise) std::abort();
}

template <typename File>
void check(const File& file, ByteView bytes) {
    require(format::print(file) == deed::as_text(bytes));
    const auto document = deed::json::Document::parse(bytes);
    require(document.has_value());
    std::string bound;
    deed::json::canonicalize_without(bound, document->root(), "sealed");
    require(format::associated_data(file) == bound);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView bytes(data, size);
    const auto master = format::parse_master_file(bytes);
    const auto key = format::parse_key_file(bytes);
    require(!(master && key));
    if (master) {
        check(*master, bytes);
        require(master->kdf.memlimit >= (8 << 20) && master->kdf.memlimit <= (1 << 30));
        require(master->kdf.opslimit >= 1 && master->kdf.opslimit <= 10);
    }
    if (key) {
        check(*key, bytes);
        require(format::is_key_name(key->name));
    }
    return 0;
}
