#include "toolkit/key_sources.hpp"

namespace deed {

crypto::KeySources key_sources(pkcs11::PinSource& pins, crypto::KeyFilePassphrases& passphrases) {
    crypto::KeySources sources;
    sources.pkcs11 = pkcs11::key_source(pins);
    sources.file = crypto::file_key_source(passphrases);
    sources.remote = remote::key_source();
    return sources;
}

}  // namespace deed
