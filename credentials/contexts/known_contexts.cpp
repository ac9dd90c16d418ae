#include "credentials/contexts/known_contexts.hpp"

#include <array>
#include <map>
#include <mutex>
#include <set>

#include "credentials/contexts/context_walk.hpp"
#include "credentials/contexts/errors.hpp"

namespace deed::credentials {
namespace {

constexpr std::size_t kMaxReported = 64;
constexpr std::size_t kMaxQuoted = 200;

bool looks_absolute(std::string_view url) {
    const std::size_t colon = url.find(':');
    return colon != std::string_view::npos && colon > 0 && colon + 1 < url.size() &&
           url.find_first_of(" \t\r\n") == std::string_view::npos;
}

std::string quoted(json::Value value) {
    std::string text = json::to_string(value);
    return text.size() <= kMaxQuoted ? text : "a value that is no context";
}

struct AddedContext {
    json::Document document;
    std::optional<Bytes> bytes;
};

/// A bundled context, parsed when it is first asked for.
class BundledDocument {
public:
    const json::Document& get(const BundledContext& context) {
        std::call_once(once_, [&] { document_ = json::Document::parse(context.text()).value(); });
        return *document_;
    }

private:
    std::once_flag once_;
    std::optional<json::Document> document_;
};

}  // namespace

struct KnownContexts::State final : rdf::DocumentLoader {
    Result<json::Document> load(std::string_view url, Call& /*call*/) const override {
        if (const auto found = added.find(url); found != added.end()) return found->second.document;
        if (const BundledContext* context = find_bundled_context(url)) {
            const auto index = static_cast<std::size_t>(context - bundled_contexts().data());
            return bundled[index].get(*context);
        }
        return Error(errors::kContextUnknown, "the context " + std::string(url) + " is not known");
    }

    std::map<std::string, AddedContext, std::less<>> added;
    mutable std::vector<BundledDocument> bundled =
        std::vector<BundledDocument>(bundled_contexts().size());
    rdf::ContextCache cache;
};

/// Looks through context values for references that are not known.
class UnknownContextWalk final : public ContextWalk {
public:
    explicit UnknownContextWalk(const KnownContexts& known) : known_(known) {}
    std::vector<UnknownContext> take() { return std::move(found_); }

private:
    bool full() const override { return found_.size() >= kMaxReported; }

    void on_reference(std::string_view url, const Place& place) override {
        if (!known_.knows(url)) return report(std::string(url), place);
        const auto& added = known_.state_->added;
        const auto found = added.find(url);
        if (found == added.end() || !visited_.insert(found->first).second) return;

        const Place* const before = inside_added_;
        if (before == nullptr) inside_added_ = &place;
        context(*found->second.document.root().find("@context"), place);
        inside_added_ = before;
    }

    void on_other(json::Value value, const Place& place) override { report(quoted(value), place); }

    void report(std::string url, const Place& place) {
        if (full()) return;
        const Place& outside = inside_added_ != nullptr ? *inside_added_ : place;
        found_.push_back({outside.pointer(), std::move(url)});
    }

    const KnownContexts& known_;
    std::set<std::string_view> visited_;
    const Place* inside_added_ = nullptr;
    std::vector<UnknownContext> found_;
};

KnownContexts::KnownContexts() : state_(std::make_unique<State>()) {}
KnownContexts::KnownContexts(KnownContexts&&) noexcept = default;
KnownContexts& KnownContexts::operator=(KnownContexts&&) noexcept = default;
KnownContexts::~KnownContexts() = default;

Result<void> KnownContexts::add(std::string url, json::Document document) {
    if (!looks_absolute(url))
        return Error(errors::kContextMalformed, "'" + url + "' is not an absolute URL");
    if (!document.root().find("@context"))
        return Error(errors::kContextMalformed,
                     "the document given for " + url + " is not an object with an @context", url);
    if (knows(url))
        return Error(errors::kContextAlreadyKnown, "the context " + url + " is already known", url);
    state_->added.emplace(std::move(url), AddedContext{std::move(document), std::nullopt});
    return {};
}

Result<void> KnownContexts::add(std::string url, ByteView bytes,
                                const std::optional<PinnedDigest>& pin) {
    if (pin && !pin->is_of(bytes))
        return Error(errors::kContextDigestMismatch,
                     "the bytes given for " + url + " are not those of " + pin->to_string(), url);
    DEED_TRY(json::Document document, json::Document::parse(bytes));
    DEED_CHECK(add(url, std::move(document)));
    state_->added.at(url).bytes.emplace(bytes.begin(), bytes.end());
    return {};
}

std::optional<ByteView> KnownContexts::bytes_of(std::string_view url) const {
    const auto found = state_->added.find(url);
    if (found == state_->added.end() || !found->second.bytes) return std::nullopt;
    return ByteView(*found->second.bytes);
}

const rdf::DocumentLoader& KnownContexts::loader() const { return *state_; }
rdf::ContextCache& KnownContexts::cache() const { return state_->cache; }

bool KnownContexts::knows(std::string_view url) const {
    return find_bundled_context(url) != nullptr || state_->added.contains(url);
}

std::vector<UnknownContext> KnownContexts::unknown_in(json::Value context) const {
    UnknownContextWalk walk(*this);
    walk.context(context, Place{});
    return walk.take();
}

std::vector<UnknownContext> KnownContexts::unknown_in_credential(json::Value credential) const {
    UnknownContextWalk walk(*this);
    walk.anywhere(credential, Place{});
    return walk.take();
}

}  // namespace deed::credentials
