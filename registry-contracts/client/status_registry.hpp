#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lib/crypto/key.hpp"
#include "registry-contracts/client/owned.hpp"

namespace deed::registry {

/// The most words of a list's bitmap that one operation changes.
inline constexpr std::size_t kMaxBitWords = 256;
/// The longest URI of a list, in bytes, that every engine takes.
inline constexpr std::size_t kMaxListUri = 2'048;

/// Some bits of one word of a list's bitmap: bit i (from the least significant bit of the last
/// byte) of word w is credential 256 w + i.
struct BitWord {
    std::uint64_t word;
    std::array<std::uint8_t, 32> mask;

    friend bool operator==(const BitWord&, const BitWord&) = default;
};

/// The words that hold these credentials, in order.
DEED_API std::vector<BitWord> bit_words(std::span<const std::uint64_t> credentials);
/// The credentials of these words, in order.
DEED_API std::vector<std::uint64_t> credentials_of(std::span<const BitWord> words);

/// What was published last.
struct PublishedRoot {
    Hash root;               ///< SHA-256 of the list as it is handed out
    std::uint64_t sequence;  ///< the number of the operation that published it
    Moment moment;

    friend bool operator==(const PublishedRoot&, const PublishedRoot&) = default;
};

/// A list as of some moment.
struct ListRecord {
    Hash id;
    Address publisher;
    bool permanent;          ///< bits that are set stay set
    std::string uri;         ///< where the list is handed out, or empty
    std::uint64_t sequence;  ///< number of operations, which is that of the next one
    Moment created;
    Moment changed;  ///< of the last operation; the creation before the first
    std::optional<PublishedRoot> root;
};

/// The creation of a list, or one of its operations.
struct ListChange {
    enum class Kind : std::uint8_t { created, published, bits_set, bits_cleared, handed_over };
    Kind kind;
    /// The operation's number; nothing for the creation, which takes none.
    std::optional<std::uint64_t> sequence;
    Moment moment;
    Address publisher;           ///< whose it is from here on
    std::optional<Hash> root;    ///< of a publication
    std::vector<BitWord> words;  ///< those set or cleared
};

/// What a new list is like.
struct NewList {
    OwnedName name;
    bool permanent = true;  ///< revocation; false for suspension
    std::string uri{};      ///< at most kMaxListUri bytes of UTF-8
};

/// Status lists on any ledger. As SchemaRegistry in all that they have in common. Thread-safe.
class DEED_API StatusRegistry {
public:
    virtual ~StatusRegistry() = default;

    virtual const std::string& network() const = 0;
    /// As SchemaRegistry's.
    virtual Result<std::optional<KnownUntil>> known_until(Call&) {
        return std::optional<KnownUntil>();
    }

    /// The id is owned_id(). `registry.list_exists`, `registry.uri_size`. The creation takes no
    /// number: the first operation has number 0.
    virtual Result<Receipt> create(const Address& publisher, const NewList& list,
                                   crypto::Signer& actor, Call& call) = 0;
    /// Publishes a root: SHA-256 of the whole list. `registry.list_unknown`;
    /// `registry.root_is_zero` where its first 24 bytes are zero.
    virtual Result<Receipt> publish(const Hash& id, const Hash& root, crypto::Signer& actor,
                                    Call& call, const OwnedTerms& terms = {}) = 0;
    /// Sets bits; setting twice changes nothing, and takes a number nevertheless.
    /// `registry.word_count` unless 1 to kMaxBitWords words are touched.
    virtual Result<Receipt> set_bits(const Hash& id, std::span<const std::uint64_t> credentials,
                                     crypto::Signer& actor, Call& call,
                                     const OwnedTerms& terms = {}) = 0;
    /// Clears bits; `registry.list_permanent`.
    virtual Result<Receipt> clear_bits(const Hash& id, std::span<const std::uint64_t> credentials,
                                       crypto::Signer& actor, Call& call,
                                       const OwnedTerms& terms = {}) = 0;

    /// As SchemaRegistry's.
    virtual Result<Consent> accept_hand_over(const Hash& id, const Address& recipient,
                                             crypto::Signer& actor, Call& call,
                                             const OwnedTerms& terms = {}) = 0;
    virtual Result<Receipt> hand_over(const Hash& id, const Address& recipient,
                                      const Consent& acceptance, crypto::Signer& actor,
                                      Call& call) = 0;

    // UntilLength means the creation and the operations with numbers below it.

    /// `registry.list_unknown` if there was none (until then).
    virtual Result<ListRecord> find(const Hash& id, const At& at, Call& call) = 0;
    /// The bit of one credential; `registry.list_unknown`.
    virtual Result<bool> is_set(const Hash& id, std::uint64_t credential, const At& at,
                                Call& call) = 0;
    /// The creation and all operations, oldest first; never empty (`registry.list_unknown`).
    virtual Result<std::vector<ListChange>> history(const Hash& id, Call& call) = 0;
};

}  // namespace deed::registry
