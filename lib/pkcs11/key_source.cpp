#include "lib/pkcs11/key_source.hpp"

#include <map>
#include <mutex>

#include "lib/crypto/errors.hpp"
#include "lib/crypto/key_reference_errors.hpp"
#include "lib/crypto/recovery.hpp"
#include "lib/pkcs11/errors.hpp"
#include "lib/pkcs11/key_kind.hpp"
#include "lib/pkcs11/objects.hpp"
#include "lib/pkcs11/token.hpp"

namespace deed::pkcs11 {
namespace {

constexpr CK_ULONG kMaxSignature = 256;

Error other_key(const crypto::PublicKey& found, const crypto::PublicKey& known) {
    return Error(
        crypto::errors::kReferencedKeyChanged,
        "the token holds " + found.to_multikey() + ", and the key is " + known.to_multikey());
}

/// PKCS#11 takes pointers to non-const, even where it only reads; and modules refuse a null pointer
/// even where there is nothing to read.
CK_BYTE_PTR start_of(const Bytes& input) {
    static CK_BYTE nothing = 0;
    return input.empty() ? &nothing : const_cast<CK_BYTE_PTR>(input.data());
}

class TokenSigner final : public crypto::Signer, public crypto::DigestSigner {
public:
    TokenSigner(std::shared_ptr<Token> token, KeyUri uri, crypto::PublicKey public_key)
        : token_(std::move(token)),
          uri_(std::move(uri)),
          public_key_(std::move(public_key)),
          kind_(*find_kind(public_key_.type())) {}

    const crypto::PublicKey& public_key() const override { return public_key_; }

    Result<Bytes> sign(ByteView message, Call& call) override {
        const Bytes input = input_of(kind_, message);
        DEED_TRY(Bytes raw, token_->with_session(Login::needed, call, [&](Session& session) {
            return sign_on(session, input, call);
        }));
        DEED_TRY(Bytes signature, normalised(kind_, std::move(raw)));
        // A token is not believed: a wrong signature in the ledger could not be taken back.
        if (!crypto::verify(public_key_, message, signature))
            return Error(errors::kWrongSignature,
                         "the token's signature is not one of " + public_key_.to_multikey());
        return signature;
    }

    /// Verified by crypto::sign_recoverable(), which alone calls it.
    Result<Bytes> sign_digest(const crypto::Digest256& digest, Call& call) override {
        if (public_key_.type() != crypto::KeyType::secp256k1)
            return Error(crypto::errors::kAlgorithmMismatch,
                         "digests are signed by secp256k1 keys");
        const Bytes input = to_bytes(digest);
        DEED_TRY(Bytes raw, token_->with_session(Login::needed, call, [&](Session& session) {
            return sign_on(session, input, call);
        }));
        return normalised(kind_, std::move(raw));
    }

private:
    /// The key's handle in the session's generation.
    Result<KeyObject> key_on(Session& session) {
        {
            const std::lock_guard guard(mutex_);
            if (key_ && generation_ == session.generation()) return *key_;
        }
        DEED_TRY(const KeyPair pair, find_key_pair(session, uri_));
        if (pair.public_key != public_key_) return other_key(pair.public_key, public_key_);
        const std::lock_guard guard(mutex_);
        key_ = pair.key;
        generation_ = session.generation();
        return pair.key;
    }

    Result<Bytes> sign_on(Session& session, const Bytes& input, Call& call) {
        DEED_TRY(const KeyObject key, key_on(session));
        DEED_CHECK(call.check());
        CK_FUNCTION_LIST& functions = session.functions();
        // A module that cannot lock by itself has one user at a time, but PIN entry takes turns
        // itself.
        auto held = session.turn();
        CK_MECHANISM mechanism{kind_.mechanism, nullptr, 0};
        DEED_CHECK(session.check(functions.C_SignInit(session.handle(), &mechanism, key.handle),
                                 "C_SignInit"));
        if (key.always_authenticate) {
            if (held.owns_lock()) held.unlock();
            if (auto allowed = token_->authenticate_use(session, call); !allowed) {
                session.discard();  // the signing operation is still open on it
                return std::move(allowed).error();
            }
            held = session.turn();
        }
        Bytes signature(kMaxSignature);
        CK_ULONG size = kMaxSignature;
        DEED_CHECK(session.check(functions.C_Sign(session.handle(), start_of(input), input.size(),
                                                  signature.data(), &size),
                                 "C_Sign"));
        signature.resize(std::min<std::size_t>(size, signature.size()));
        return signature;
    }

    const std::shared_ptr<Token> token_;
    const KeyUri uri_;
    const crypto::PublicKey public_key_;
    const KeyKind& kind_;

    std::mutex mutex_;
    std::optional<KeyObject> key_;
    std::uint64_t generation_ = 0;
};

/// What of a URI is about the token: keys of equal texts share login and sessions.
KeyUri token_part(KeyUri uri) {
    uri.object.reset();
    uri.id.reset();
    uri.type.reset();
    uri.module_path.reset();
    uri.module_name.reset();
    return uri;
}

class TokenKeySource final : public crypto::KeySource {
public:
    explicit TokenKeySource(PinSource& pins) : pins_(pins) {}

    Result<crypto::PublicKey> public_key(const crypto::KeyReference& reference,
                                         Call& call) override {
        DEED_TRY(const KeyUri uri, parse_key_uri(reference.to_string()));
        DEED_TRY(const auto token, token_of(uri));
        DEED_TRY(auto shown, token->with_session(Login::not_needed, call, [&](Session& session) {
            return find_public_key(session, uri);
        }));
        if (shown) return *std::move(shown);
        // Some tokens hide public objects too, and some label the private key only.
        DEED_TRY(KeyPair pair, key_pair(*token, uri, call));
        return std::move(pair.public_key);
    }

    Result<std::unique_ptr<crypto::Signer>> signer(const crypto::KeyReference& reference,
                                                   const std::optional<crypto::PublicKey>& known,
                                                   Call& call) override {
        DEED_TRY(const KeyUri uri, parse_key_uri(reference.to_string()));
        DEED_TRY(auto token, token_of(uri));
        DEED_TRY(const KeyPair pair, key_pair(*token, uri, call));
        if (known && pair.public_key != *known) return other_key(pair.public_key, *known);
        return std::unique_ptr<crypto::Signer>(
            std::make_unique<TokenSigner>(std::move(token), uri, pair.public_key));
    }

private:
    static Result<KeyPair> key_pair(Token& token, const KeyUri& uri, Call& call) {
        return token.with_session(Login::needed, call,
                                  [&](Session& session) { return find_key_pair(session, uri); });
    }

    Result<std::shared_ptr<Token>> token_of(const KeyUri& uri) {
        DEED_TRY(const std::string file, module_file(uri));
        const KeyUri part = token_part(uri);
        const std::lock_guard guard(mutex_);
        std::shared_ptr<Module>& module = modules_[file];
        if (module == nullptr) {
            DEED_TRY(module, Module::load(file));
        }
        std::shared_ptr<Token>& token = tokens_[file + " " + to_string(part)];
        if (token == nullptr) token = std::make_shared<Token>(module, part, pins_);
        return token;
    }

    PinSource& pins_;
    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<Module>> modules_;
    std::map<std::string, std::shared_ptr<Token>> tokens_;
};

}  // namespace

std::unique_ptr<crypto::KeySource> key_source(PinSource& pins) {
    return std::make_unique<TokenKeySource>(pins);
}

}  // namespace deed::pkcs11
