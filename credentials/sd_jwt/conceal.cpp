#include "credentials/sd_jwt/conceal.hpp"

#include <algorithm>
#include <map>

#include "credentials/sd_jwt/errors.hpp"
#include "credentials/sd_jwt/names.hpp"
#include "credentials/sd_jwt/sd_jwt.hpp"
#include "lib/crypto/random.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/pointer.hpp"
#include "lib/json/writer.hpp"

namespace deed::credentials {
namespace {

constexpr std::size_t kDecoySize = 32;

/// The places that were named, as a tree.
struct Mark {
    bool is_disclosable = false;
    std::map<std::string, Mark, std::less<>> inside{};

    const Mark* find(std::string_view token) const {
        const auto found = inside.find(token);
        return found == inside.end() ? nullptr : &found->second;
    }
};

Result<Mark> marks_of(json::Value claims, std::span<const std::string> pointers) {
    Mark root;
    for (const std::string& pointer : pointers) {
        DEED_TRY(const auto tokens, json::parse_pointer(pointer));
        if (tokens.empty())
            return Error(errors::kNothingToWithhold, "the pointer is that of the whole document");
        DEED_CHECK(json::resolve_pointer(claims, pointer));
        Mark* mark = &root;
        for (const std::string& token : tokens) mark = &mark->inside[token];
        mark->is_disclosable = true;
    }
    return root;
}

class Concealer {
public:
    explicit Concealer(const ConcealOptions& options) : options_(options) {}

    Result<void> write(json::Writer& writer, json::Value value, const Mark* mark, bool is_root) {
        if (value.is_object()) return write_object(writer, value.object(), mark, is_root);
        if (value.is_array()) return write_array(writer, value.array(), mark);
        writer.value(value);
        return {};
    }

    std::vector<std::string> take() { return std::move(disclosures_); }

private:
    static const Mark* inside(const Mark* mark, std::string_view token) {
        return mark == nullptr ? nullptr : mark->find(token);
    }

    Result<void> write_object(json::Writer& writer, json::Object object, const Mark* mark,
                              bool is_root) {
        writer.begin_object();
        std::vector<std::string> digests;
        for (const auto& [name, value] : object) {
            DEED_CHECK(refuse_reserved(name));
            const Mark* const own = inside(mark, name);
            if (own != nullptr && own->is_disclosable) {
                DEED_TRY(std::string digest, withhold(name, value, own));
                digests.push_back(std::move(digest));
                continue;
            }
            writer.key(name);
            DEED_CHECK(write(writer, value, own, false));
        }
        write_digests(writer, std::move(digests));
        if (is_root) writer.member(kHashName, sd_hash_name(options_.hash));
        writer.end_object();
        return {};
    }

    void write_digests(json::Writer& writer, std::vector<std::string> digests) {
        if (digests.empty()) return;
        for (std::size_t i = 0; i < options_.decoys; ++i) digests.push_back(decoy());
        std::sort(digests.begin(), digests.end());
        writer.key(kDigestsName).begin_array();
        for (const std::string& digest : digests) writer.string(digest);
        writer.end_array();
    }

    Result<void> write_array(json::Writer& writer, json::Array array, const Mark* mark) {
        writer.begin_array();
        std::size_t index = 0;
        bool has_digests = false;
        for (const json::Value element : array) {
            const Mark* const own = mark == nullptr ? nullptr : mark->find(std::to_string(index));
            ++index;
            if (own == nullptr || !own->is_disclosable) {
                DEED_CHECK(write(writer, element, own, false));
                continue;
            }
            DEED_TRY(const std::string digest, withhold(std::nullopt, element, own));
            write_element(writer, digest);
            has_digests = true;
        }
        for (std::size_t i = 0; has_digests && i < options_.decoys; ++i)
            write_element(writer, decoy());
        writer.end_array();
        return {};
    }

    static void write_element(json::Writer& writer, const std::string& digest) {
        writer.begin_object().member(kElementName, digest).end_object();
    }

    std::string decoy() const {
        return base64url_encode(crypto::hash(options_.hash, crypto::random_bytes(kDecoySize)));
    }

    /// Keeps a disclosure, and returns its digest. What stands inside is withheld before.
    Result<std::string> withhold(std::optional<std::string_view> name, json::Value value,
                                 const Mark* mark) {
        json::Writer writer;
        DEED_CHECK(write(writer, value, mark, false));
        // Digests stand one or two floors below what holds them: at the limit of depth, too deep.
        DEED_TRY(const json::Document content, json::Document::parse(writer.take()));
        DEED_TRY(const Disclosure disclosure, Disclosure::make(name, content.root()));
        if (disclosures_.size() == kMaxDisclosures)
            return Error(
                errors::kSdJwtTooLarge,
                "there would be more than " + std::to_string(kMaxDisclosures) + " disclosures");
        disclosures_.push_back(disclosure.encoded());
        return disclosure.digest(options_.hash);
    }

    const ConcealOptions& options_;
    std::vector<std::string> disclosures_;
};

}  // namespace

Result<Concealed> conceal(const json::Document& claims, std::span<const std::string> pointers,
                          const ConcealOptions& options) {
    if (options.decoys > kMaxDecoys)
        return Error(errors::kTooManyDecoys,
                     std::to_string(options.decoys) + " decoys were asked for");
    DEED_TRY(const Mark root, marks_of(claims.root(), pointers));
    Concealer concealer(options);
    json::Writer writer;
    DEED_CHECK(concealer.write(writer, claims.root(), &root, true));
    DEED_TRY(json::Document payload, json::Document::parse(writer.take()));
    return Concealed{std::move(payload), concealer.take()};
}

Result<std::string> pointer_from_path(std::string_view path) {
    if (path.starts_with('/')) return std::string(path);
    const auto malformed = [&] {
        return Error(errors::kPathMalformed, "the path is '" + std::string(path) + "'");
    };
    std::string pointer;
    while (true) {
        const std::size_t end = path.find_first_of(".[");
        if (end == 0 || path.empty()) return malformed();
        pointer += json::pointer_token(path.substr(0, end));
        path.remove_prefix(std::min(end, path.size()));
        while (path.starts_with('[')) {
            const std::size_t close = path.find(']');
            const std::string_view index =
                close == std::string_view::npos ? "" : path.substr(1, close - 1);
            if (index.empty() || index.find_first_not_of("0123456789") != std::string_view::npos)
                return malformed();
            (pointer += '/') += index;
            path.remove_prefix(close + 1);
        }
        if (path.empty()) return pointer;
        if (!path.starts_with('.')) return malformed();
        path.remove_prefix(1);
    }
}

}  // namespace deed::credentials
