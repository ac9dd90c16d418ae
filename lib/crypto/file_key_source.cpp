#include "lib/crypto/file_key_source.hpp"

#include "lib/crypto/key_encoding.hpp"
#include "lib/crypto/key_reference_errors.hpp"
#include "lib/io/file.hpp"

namespace deed::crypto {
namespace {

class FileKeySource final : public KeySource {
public:
    explicit FileKeySource(KeyFilePassphrases& passphrases) : passphrases_(passphrases) {}

    Result<PublicKey> public_key(const KeyReference& reference, Call& call) override {
        DEED_TRY(const PrivateKey key, read(reference.rest(), call));
        return key.public_key();
    }

    Result<std::unique_ptr<Signer>> signer(const KeyReference& reference,
                                           const std::optional<PublicKey>& known,
                                           Call& call) override {
        DEED_TRY(PrivateKey key, read(reference.rest(), call));
        if (known && key.public_key() != *known)
            return Error(errors::kReferencedKeyChanged,
                         "the file holds " + key.public_key().to_multikey() + ", and the key is " +
                             known->to_multikey(),
                         reference.rest());
        return PrivateKey::into_signer(std::move(key));
    }

private:
    Result<PrivateKey> read(const std::string& file, Call& call) {
        DEED_CHECK(call.check());
        DEED_TRY(Bytes content, read_private_file(file, kMaxKeyFile));
        auto key = read_private_key(content, [&] { return passphrases_.passphrase(file, call); });
        wipe(content);
        if (!key) return std::move(key).error().at(file);
        return key;
    }

    KeyFilePassphrases& passphrases_;
};

}  // namespace

std::unique_ptr<KeySource> file_key_source(KeyFilePassphrases& passphrases) {
    return std::make_unique<FileKeySource>(passphrases);
}

}  // namespace deed::crypto
