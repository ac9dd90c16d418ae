#include "toolkit/key_sources.hpp"

namespace deed {

crypto::KeySources key_sources(pkcs11::PinSource& pins) {
    crypto::KeySources sources;
    sources.pkcs11 = pkcs11::key_source(pins);
    return sources;
}

}  // namespace deed
