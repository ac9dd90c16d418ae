#include "credentials/sd_jwt/reveal.hpp"

#include <algorithm>
#include <vector>

#include "credentials/sd_jwt/errors.hpp"
#include "credentials/sd_jwt/names.hpp"
#include "lib/json/errors.hpp"
#include "lib/json/pointer.hpp"
#include "lib/json/writer.hpp"

namespace deed::credentials {
namespace {

constexpr std::size_t kMaxDepth = json::Limits{}.max_depth;

struct Known {
    std::string digest;
    std::size_t index;  ///< of the disclosure
    bool used = false;

    friend bool operator<(const Known& a, const Known& b) { return a.digest < b.digest; }
};

/// Writes a payload with its disclosures in their places.
class Revealer {
public:
    Revealer(std::span<const Disclosure> disclosures, crypto::HashAlgorithm algorithm,
             const OnDisclosed& on_disclosed)
        : disclosures_(disclosures), on_disclosed_(on_disclosed) {
        known_.reserve(disclosures.size());
        for (std::size_t i = 0; i < disclosures.size(); ++i)
            known_.push_back({disclosures[i].digest(algorithm), i});
        std::sort(known_.begin(), known_.end());
    }

    Result<Revealed> run(json::Value payload) {
        DEED_CHECK(refuse_repeated_disclosures());
        DEED_CHECK(write(payload, 0));
        DEED_CHECK(refuse_repeated_digests());
        DEED_CHECK(refuse_unused());
        // Not take_document(): values at the limit of depth are deeper where they are put.
        DEED_TRY(json::Document revealed, json::Document::parse(writer_.take()));
        return Revealed{std::move(revealed), hidden_};
    }

private:
    Result<void> refuse_repeated_disclosures() const {
        const auto same =
            std::adjacent_find(known_.begin(), known_.end(),
                               [](const Known& a, const Known& b) { return a.digest == b.digest; });
        if (same == known_.end()) return {};
        return Error(errors::kDisclosureRepeated,
                     "two disclosures have the digest " + same->digest);
    }

    Result<void> refuse_repeated_digests() {
        std::sort(embedded_.begin(), embedded_.end());
        const auto same = std::adjacent_find(embedded_.begin(), embedded_.end());
        if (same == embedded_.end()) return {};
        return Error(errors::kDigestRepeated,
                     "the digest " + std::string(*same) + " is there twice");
    }

    Result<void> refuse_unused() const {
        for (const Known& known : known_)
            if (!known.used)
                return Error(errors::kDisclosureUnreferenced,
                             "no digest is that of disclosure " + std::to_string(known.index + 1));
        return {};
    }

    /// The disclosure of a digest, which counts as used from now on; null where it is withheld.
    Result<const Disclosure*> open(std::string_view digest) {
        embedded_.push_back(digest);
        const auto found = std::lower_bound(
            known_.begin(), known_.end(), digest,
            [](const Known& known, std::string_view text) { return known.digest < text; });
        if (found == known_.end() || found->digest != digest) {
            ++hidden_;
            return static_cast<const Disclosure*>(nullptr);
        }
        // Before its value is walked once more: the work must not grow with the repetition.
        if (found->used)
            return Error(errors::kDigestRepeated,
                         "the digest " + std::string(digest) + " is there twice");
        found->used = true;
        return &disclosures_[found->index];
    }

    Result<void> write(json::Value value, std::size_t depth) {
        if (value.is_object()) return write_object(value.object(), depth);
        if (value.is_array()) return write_array(value.array(), depth);
        writer_.value(value);
        return {};
    }

    Result<void> enter(std::size_t depth) const {
        if (depth < kMaxDepth) return {};
        return Error(json::errors::kTooDeep, "the disclosed claims nest too deep");
    }

    Result<void> write_object(json::Object object, std::size_t depth) {
        DEED_CHECK(enter(depth));
        writer_.begin_object();
        std::optional<json::Value> digests;
        for (const auto& [name, value] : object) {
            if (name == kDigestsName) {
                digests = value;
                continue;
            }
            if (name == kHashName && depth == 0) continue;
            DEED_CHECK(refuse_reserved(name));
            writer_.key(name);
            DEED_CHECK(write_at(name, value, depth + 1));
        }
        if (digests) {
            DEED_CHECK(write_disclosed(object, *digests, depth));
        }
        writer_.end_object();
        return {};
    }

    Result<void> write_disclosed(json::Object object, json::Value digests, std::size_t depth) {
        if (!digests.is_array()) return Error(errors::kDigestMalformed, "_sd is not an array");
        std::vector<std::string_view> names;
        for (const json::Value digest : digests.array()) {
            if (!digest.is_string())
                return Error(errors::kDigestMalformed, "_sd holds something else than strings");
            DEED_TRY(const Disclosure* const disclosure, open(digest.string()));
            if (disclosure == nullptr) continue;
            const auto name = disclosure->name();
            if (!name)
                return Error(errors::kDisclosureMisplaced,
                             "a disclosure without a name belongs to an object");
            DEED_CHECK(refuse_reserved(*name));
            if (object.contains(*name)) return exists(*name);
            names.push_back(*name);
            writer_.key(*name);
            DEED_CHECK(write_opened(*name, *disclosure, depth + 1));
        }
        std::sort(names.begin(), names.end());
        const auto same = std::adjacent_find(names.begin(), names.end());
        if (same != names.end()) return exists(*same);
        return {};
    }

    static Error exists(std::string_view name) {
        return Error(errors::kClaimExists, "the claim " + std::string(name) + " is there already");
    }

    Result<void> write_array(json::Array array, std::size_t depth) {
        DEED_CHECK(enter(depth));
        writer_.begin_array();
        std::size_t index = 0;
        for (const json::Value element : array) {
            const auto digest = element.find(kElementName);
            if (!digest) {
                DEED_CHECK(write_at(std::to_string(index++), element, depth + 1));
                continue;
            }
            if (!digest->is_string() || element.object().size() != 1)
                return Error(errors::kDigestMalformed,
                             "'...' is no string, or has other members beside it");
            DEED_TRY(const Disclosure* const disclosure, open(digest->string()));
            if (disclosure == nullptr) continue;
            if (disclosure->name())
                return Error(errors::kDisclosureMisplaced, "the disclosure of the claim " +
                                                               std::string(*disclosure->name()) +
                                                               " belongs to an array");
            DEED_CHECK(write_opened(std::to_string(index++), *disclosure, depth + 1));
        }
        writer_.end_array();
        return {};
    }

    Result<void> write_at(std::string_view token, json::Value value, std::size_t depth) {
        if (!on_disclosed_) return write(value, depth);
        const std::size_t size = pointer_.size();
        pointer_ += json::pointer_token(token);
        DEED_CHECK(write(value, depth));
        pointer_.resize(size);
        return {};
    }

    Result<void> write_opened(std::string_view token, const Disclosure& disclosure,
                              std::size_t depth) {
        if (!on_disclosed_) return write(disclosure.value(), depth);
        const auto index = static_cast<std::size_t>(&disclosure - disclosures_.data());
        on_disclosed_(index, pointer_ + json::pointer_token(token), parent_);
        const auto outer = std::exchange(parent_, index);
        DEED_CHECK(write_at(token, disclosure.value(), depth));
        parent_ = outer;
        return {};
    }

    std::span<const Disclosure> disclosures_;
    const OnDisclosed& on_disclosed_;
    std::vector<Known> known_;                ///< by digest
    std::vector<std::string_view> embedded_;  ///< every digest that was met
    std::size_t hidden_ = 0;
    json::Writer writer_;
    std::string pointer_;  ///< kept only where somebody listens
    std::optional<std::size_t> parent_;
};

}  // namespace

Result<void> refuse_reserved(std::string_view name) {
    if (name != kDigestsName && name != kElementName && name != kHashName) return {};
    return Error(errors::kClaimReserved, "there is a claim " + std::string(name));
}

Result<Revealed> reveal(json::Value payload, std::span<const Disclosure> disclosures,
                        crypto::HashAlgorithm algorithm, const OnDisclosed& on_disclosed) {
    return Revealer(disclosures, algorithm, on_disclosed).run(payload);
}

}  // namespace deed::credentials
