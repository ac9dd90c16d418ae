#pragma once

#include <memory>
#include <string>

#include "lib/crypto/key_source.hpp"
#include "lib/crypto/secret.hpp"

namespace deed::crypto {

/// Asked for the passphrase of an encrypted key file when, and only when, it must be opened.
class DEED_API KeyFilePassphrases {
public:
    virtual ~KeyFilePassphrases() = default;
    /// `crypto.key_passphrase_needed` when none can be had.
    virtual Result<SecretBytes> passphrase(const std::string& file, Call& call) = 0;
};

/// Private keys in files of any form that read_private_key() takes, by "file:PATH". A file that
/// others may read or write is `io.loose_permissions`; the other errors are those of reading a file
/// and of read_private_key(). `passphrases` must outlive the source.
DEED_API std::unique_ptr<KeySource> file_key_source(KeyFilePassphrases& passphrases);

}  // namespace deed::crypto
