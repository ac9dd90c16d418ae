#pragma once

// The room's own: what a context means once it was processed (JSON-LD 1.1 API section 4.1).
// Everything here is immutable when others see it, lives in a ContextSegment, and is referred to by
// plain pointers that hold as long as the ContextProcessor of a call.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "lib/json/document.hpp"
#include "lib/rdf/arena.hpp"
#include "lib/rdf/iri.hpp"
#include "lib/rdf/keyword.hpp"

namespace deed::rdf::detail {

struct Memo;

/// What IRI expansion makes of a text: a keyword, an IRI, a blank node identifier, a text that
/// stays relative, or null.
struct Name {
    std::string_view text{};
    Keyword keyword = Keyword::none;
    IriClass kind = IriClass::relative;
    bool is_null = false;

    /// What the algorithms call "an IRI or blank node identifier".
    bool is_identifier() const {
        return !is_null && keyword == Keyword::none && kind != IriClass::relative;
    }
    friend bool operator==(const Name& a, const Name& b) {
        return a.is_null == b.is_null && a.text == b.text;
    }
};

enum class Direction : std::uint8_t { unset, null, ltr, rtl };

inline std::string_view to_text(Direction direction) {
    return direction == Direction::ltr ? "ltr" : "rtl";
}

/// Bits of a container mapping.
namespace container {
inline constexpr std::uint8_t kList = 1, kSet = 2, kIndex = 4, kLanguage = 8, kId = 16, kType = 32,
                              kGraph = 64;
}  // namespace container

/// A term definition.
struct Definition {
    std::string_view term{};
    Name iri{};                  ///< is_null for a term that is mapped to null
    std::optional<Name> type{};  ///< type mapping: an IRI, @id, @vocab, @json or @none
    std::optional<json::Value> local_context{};  ///< of a scoped context
    std::string_view base_url{};  ///< of the context that defines it, and of the scoped context
    /// Language mapping; an empty text is null, as no language tag is empty.
    std::optional<std::string_view> language{};
    std::optional<std::string_view> index{};  ///< index mapping, as written
    std::optional<std::string_view> nest{};
    Direction direction = Direction::unset;
    std::uint8_t container = 0;
    bool prefix = false;
    bool is_protected = false;
    bool reverse = false;
    bool persistent = false;  ///< in a segment that a cache owns

    bool has(std::uint8_t bits) const { return (container & bits) != 0; }
    bool has_type(Keyword keyword) const { return type && type->keyword == keyword; }
};

/// Equal but for the protection, as section 4.2.2 step 27 compares.
bool same_definition(const Definition& a, const Definition& b);

/// Terms by their text. Filled while its context is made.
class TermTable {
public:
    const Definition* find(std::string_view term) const {
        if (count_ == 0) return nullptr;
        const std::uint32_t hash = hash_of(term);
        for (std::uint32_t i = hash & mask_;; i = (i + 1) & mask_) {
            const Slot& slot = slots_[i];
            if (slot.definition == nullptr) return nullptr;
            if (slot.hash == hash && slot.definition->term == term) return slot.definition;
        }
    }

    /// Every definition, in no order.
    template <typename Visit>
    void for_each(Visit visit) const {
        for (std::uint32_t i = 0; count_ != 0 && i <= mask_; ++i)
            if (slots_[i].definition != nullptr && !slots_[i].definition->term.empty())
                visit(*slots_[i].definition);
    }

    std::size_t size() const { return count_; }

private:
    friend class ContextBuilder;
    struct Slot {
        const Definition* definition;  ///< its term is empty where one was removed
        std::uint32_t hash;
    };

    std::uint32_t hash_of(std::string_view term) const {
        std::uint64_t hash = seed_ ^ term.size();
        const char* data = term.data();
        std::size_t left = term.size();
        for (; left > 8; data += 8, left -= 8)
            hash = mix(hash ^ read<std::uint64_t>(data), 0x9E3779B97F4A7C15U ^ seed_);
        std::uint64_t tail = 0;
        if (left >= 4)
            tail = read<std::uint32_t>(data) | std::uint64_t{read<std::uint32_t>(data + left - 4)}
                                                   << 32;
        else if (left > 0)
            tail = static_cast<unsigned char>(data[0]) |
                   static_cast<std::uint64_t>(static_cast<unsigned char>(data[left / 2])) << 8 |
                   static_cast<std::uint64_t>(static_cast<unsigned char>(data[left - 1])) << 16;
        hash = mix(hash ^ tail, 0xD6E8FEB86659FD93U ^ seed_);
        return static_cast<std::uint32_t>(hash ^ (hash >> 32));
    }

    template <typename Word>
    static Word read(const char* data) {
        Word word;
        std::memcpy(&word, data, sizeof(word));
        return word;
    }

    static std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
        __extension__ using Wide = unsigned __int128;
        const Wide product = static_cast<Wide>(a) * b;
        return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
    }

    const Slot* slots_ = nullptr;
    std::uint32_t mask_ = 0;
    std::uint32_t count_ = 0;  ///< of slots in use, removed ones included
    std::uint64_t seed_ = 0;   ///< so that nobody can choose terms that collide
};

struct ActiveContext {
    enum class Base : std::uint8_t {
        document,  ///< the base IRI of the options, if any
        none,      ///< "@base": null
        own
    };

    TermTable terms{};
    Base base_kind = Base::document;
    bool persistent = false;  ///< in a segment that a cache owns
    std::string_view base{};  ///< where base_kind is own
    std::optional<std::string_view> vocab{};
    std::string_view vocab_url{};           ///< of the context that sets it; empty: the document's
    std::string_view language{};            ///< default language; empty: none
    Direction direction = Direction::null;  ///< default base direction
    const ActiveContext* previous = nullptr;
    /// Terms that stand for @type and for @value.
    List<std::string_view> type_aliases{};
    List<std::string_view> value_aliases{};
    /// The first thing in its local contexts that was ignored, for safe mode.
    const ErrorCode* loss = nullptr;
    std::string_view loss_detail{};

    /// Contexts that were made of this one before; of persistent ones only.
    mutable std::atomic<const Memo*> memos{nullptr};

    ActiveContext() = default;
    ActiveContext(const ActiveContext&) = delete;
    ActiveContext& operator=(const ActiveContext&) = delete;
};

}  // namespace deed::rdf::detail
