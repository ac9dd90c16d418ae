#include "lib/rdf/context_processor.hpp"

#include <algorithm>
#include <utility>

#include "lib/rdf/context_builder.hpp"
#include "lib/rdf/context_job.hpp"
#include "lib/rdf/jsonld_errors.hpp"
#include "lib/rdf/term_creator.hpp"

namespace deed::rdf::detail {
namespace {

/// How far contexts may lean on each other, the contexts inside of term definitions included.
constexpr std::size_t kMaxDepth = 100;
/// How much work is done between two looks at the call.
constexpr std::size_t kWorkBetweenChecks = 4096;
/// How many contexts are looked for one by one.
constexpr std::size_t kFirstMade = 16;

bool has_protected_terms(const ActiveContext& active) {
    bool found = false;
    active.terms.for_each([&](const Definition& term) { found = found || term.is_protected; });
    return found;
}

bool is_own_failure(const ErrorCode& code) {
    return json_ld_error_name(code).empty() || code == errors::kLoadingRemoteContextFailed ||
           code == errors::kContextOverflow;
}

}  // namespace

ContextProcessor::ContextProcessor(const JsonLdOptions& options, Call& call)
    : options_(options),
      call_(call),
      store_(options.cache != nullptr ? ContextCacheAccess::store(*options.cache)
                                      : std::make_shared<ContextStore>()) {}

ContextProcessor::~ContextProcessor() = default;

std::size_t ContextProcessor::StepHash::operator()(const Step& step) const {
    const auto address = [](const void* pointer) {
        return reinterpret_cast<std::uintptr_t>(pointer) >> 4;
    };
    std::size_t hash = address(step.parent) * 0x9E3779B97F4A7C15U ^ address(step.key.scope);
    if (!step.key.url.empty()) hash ^= std::hash<std::string_view>()(step.key.url);
    return hash * 4 + (step.key.override_protected ? 2 : 0) + (step.key.propagate ? 1 : 0);
}

Result<void> ContextProcessor::look_at_work() {
    if (work_ > options_.max_nodes)
        return Error(errors::kTooComplex, "more than " + std::to_string(options_.max_nodes) +
                                              " nodes, values and terms");
    next_check_ = std::min(work_ + kWorkBetweenChecks, options_.max_nodes + 1);
    return call_.check();
}

Result<const ActiveContext*> ContextProcessor::initial() {
    if (!options_.expand_context) return &empty();
    const json::Value given = options_.expand_context->root();
    const auto inner = given.find("@context");
    return process(empty(), inner ? *inner : given);
}

Result<const ActiveContext*> ContextProcessor::process(const ActiveContext& active,
                                                       json::Value local) {
    ContextJob job{&scratch_};
    if (options_.base) job.base_url = *options_.base;
    return accept(process_local(active, local, job));
}

Result<const ActiveContext*> ContextProcessor::apply_scope(const ActiveContext& active,
                                                           const Definition& scope,
                                                           bool override_protected,
                                                           bool propagate) {
    const MemoKey key{&scope, {}, override_protected, propagate};
    return accept(
        remembered(active, key, active.persistent && scope.persistent, [&](ContextJob job) {
            job.base_url = scope.base_url;
            job.override_protected = override_protected;
            job.propagate = propagate;
            return process_local(active, *scope.local_context, job);
        }));
}

/// What was ignored in a context stays with it, so that safe mode sees it whoever made it first.
Result<const ActiveContext*> ContextProcessor::accept(Result<const ActiveContext*> made) {
    if (!made || !options_.safe || (*made)->loss == nullptr) return made;
    return Error(*(*made)->loss, std::string((*made)->loss_detail));
}

const ActiveContext* ContextProcessor::find_made(const Step& step) const {
    for (const auto& [known, result] : first_made_)
        if (known == step) return result;
    if (made_.empty()) return nullptr;
    const auto found = made_.find(step);
    return found == made_.end() ? nullptr : found->second;
}

void ContextProcessor::remember(const Step& step, const ActiveContext* result) {
    if (first_made_.size() < kFirstMade)
        first_made_.emplace_back(step, result);
    else
        made_.emplace(step, result);
}

/// A result from earlier in this call, or from another call, or a new one. Its work counts once
/// for a call wherever it comes from, so that the bounds do not depend on what others did.
template <typename Make>
Result<const ActiveContext*> ContextProcessor::remembered(const ActiveContext& active,
                                                          const MemoKey& key, bool persistent,
                                                          Make make) {
    if (const ActiveContext* earlier = find_made({&active, key})) return earlier;

    if (const Memo* memo = persistent ? ContextStore::find(active, key) : nullptr) {
        spend(memo->work);
        for (const RemoteContext* document : memo->loaded) DEED_CHECK(count_loaded(document));
        DEED_CHECK(check_work());
        remember(Step{&active, memo->key}, memo->result);
        return memo->result;
    }

    auto segment = std::make_unique<ContextSegment>();
    std::vector<Definition*> definitions;
    std::vector<const RemoteContext*> loaded;
    ContextJob job{segment.get()};
    job.definitions = &definitions;
    job.loaded = &loaded;
    const bool used_before = std::exchange(used_document_base_, false);
    const std::size_t work_before = work_;
    Result<const ActiveContext*> result = make(job);
    const bool depends_on_document = std::exchange(used_document_base_, used_before);
    DEED_TRY(const ActiveContext* context, std::move(result));

    if (!persistent || depends_on_document) {
        MemoKey kept = key;
        kept.url = segment->arena.keep(key.url);
        remember(Step{&active, kept}, context);
        segments_.push_back(std::move(segment));
        return context;
    }
    for (Definition* definition : definitions) definition->persistent = true;
    for (ActiveContext& own : segment->contexts) own.persistent = true;
    Memo fresh{key, context, work_ - work_before, {}, nullptr};
    for (const RemoteContext* document : loaded) fresh.loaded.push(segment->arena, document);
    const Memo* memo = store_->publish(active, fresh, std::move(segment));
    remember(Step{&active, memo->key}, memo->result);
    return memo->result;
}

/// Each item of an array is applied to what those before it made.
Result<const ActiveContext*> ContextProcessor::process_local(const ActiveContext& active,
                                                             json::Value local,
                                                             const ContextJob& job) {
    if (!local.is_array()) return process_item(active, local, job);
    ContextJob inner = job;
    inner.in_array = true;
    const ActiveContext* result = &active;
    for (const json::Value item : local.array()) {
        DEED_TRY(result, process_item(*result, item, inner));
    }
    return result;
}

Result<const ActiveContext*> ContextProcessor::process_item(const ActiveContext& active,
                                                            json::Value item,
                                                            const ContextJob& job) {
    spend(1);
    DEED_CHECK(check_work());
    if (depth_ >= kMaxDepth)
        return Error(errors::kTooDeep, "contexts inside of contexts", job.place());
    ++depth_;
    Result<const ActiveContext*> result = [&]() -> Result<const ActiveContext*> {
        if (item.is_null()) return nullified(active, job);
        if (item.is_string()) return process_url(active, item.string(), job);
        if (item.is_object()) return process_map(active, item, job);
        return Error(errors::kInvalidLocalContext, json::to_string(item).substr(0, 60),
                     job.place());
    }();
    --depth_;
    return result;
}

Result<const ActiveContext*> ContextProcessor::nullified(const ActiveContext& active,
                                                         const ContextJob& job) {
    if (!job.override_protected && has_protected_terms(active))
        return Error(errors::kInvalidContextNullification, "null after protected terms",
                     job.place());
    if (job.propagate) return &empty();
    ContextBuilder builder(*job.segment, empty());
    builder.context().previous = active.previous != nullptr ? active.previous : &active;
    return &builder.context();
}

Result<const ActiveContext*> ContextProcessor::process_url(const ActiveContext& active,
                                                           std::string_view written,
                                                           const ContextJob& job) {
    std::string_view url = written;
    if (!has_iri_form(written)) {
        if (job.base_url.empty())
            return Error(errors::kLoadingDocumentFailed, std::string(written), job.place());
        url = job.segment->arena.keep(resolve_iri(job.base_url, written));
    }
    const auto make = [&](ContextJob inner) -> Result<const ActiveContext*> {
        if (!inner.validate_scoped && inner.holds(url)) return &active;
        if (inner.holds(url))
            return Error(errors::kContextOverflow, "the context leads back to itself",
                         std::string(url));
        DEED_TRY(const RemoteContext* document, load(url, inner));
        const ActiveContext* from = &active;
        if (!inner.propagate && active.previous == nullptr) {
            ContextBuilder builder(*inner.segment, active);
            builder.context().previous = &active;
            builder.finish();
            from = &builder.context();
        }
        const UrlChain link{inner.chain, document->url};
        inner.chain = &link;
        inner.base_url = document->url;
        inner.propagate = true;
        inner.in_array = false;
        return process_local(*from, document->context, inner);
    };
    const bool alone = job.chain == nullptr && job.validate_scoped && job.propagate &&
                       !job.override_protected && job.definitions == nullptr;
    if (!alone) return make(job);
    return remembered(active, {nullptr, url, false, true}, active.persistent, make);
}

Result<void> ContextProcessor::count_loaded(const RemoteContext* document) {
    if (std::find(loaded_.begin(), loaded_.end(), document) != loaded_.end()) return {};
    if (loaded_.size() >= options_.max_remote_contexts)
        return Error(
            errors::kContextOverflow,
            "more than " + std::to_string(options_.max_remote_contexts) + " remote contexts",
            document->url);
    loaded_.push_back(document);
    return {};
}

Result<const RemoteContext*> ContextProcessor::load(std::string_view url, const ContextJob& job) {
    const RemoteContext* document = store_->find_document(url);
    if (document == nullptr) {
        if (options_.loader == nullptr)
            return Error(errors::kLoadingRemoteContextFailed, "no remote contexts are given",
                         std::string(url));
        if (loaded_.size() >= options_.max_remote_contexts)
            return Error(
                errors::kContextOverflow,
                "more than " + std::to_string(options_.max_remote_contexts) + " remote contexts",
                std::string(url));
        DEED_CHECK(call_.check());
        Result<json::Document> loaded = options_.loader->load(url, call_);
        if (!loaded && loaded.error().kind() == ErrorKind::interrupted)
            return std::move(loaded).error();
        if (!loaded)
            return Error(errors::kLoadingRemoteContextFailed, loaded.error().to_string(),
                         std::string(url));
        const auto context = loaded->root().find("@context");
        if (!context)
            return Error(errors::kInvalidRemoteContext, "no object with @context",
                         std::string(url));
        document = store_->add_document(std::string(url), std::move(*loaded), *context);
    }
    DEED_CHECK(count_loaded(document));
    if (job.loaded != nullptr) job.loaded->push_back(document);
    return document;
}

/// Section 4.1.2 step 5.4 and on: a context definition.
Result<const ActiveContext*> ContextProcessor::process_map(const ActiveContext& active,
                                                           json::Value map, const ContextJob& job) {
    ContextMap local{map.object()};
    const auto fail = [&](const ErrorCode& code, std::string_view what) {
        return Error(code, std::string(what), job.place());
    };
    if (const auto version = local.own.find("@version")) {
        if (!version->is_number() || version->number() != 1.1)
            return fail(errors::kInvalidVersionValue, json::to_string(*version).substr(0, 60));
        if (mode_1_0()) return fail(errors::kProcessingModeConflict, "@version");
    }
    if (const auto import = local.own.find("@import")) {
        if (mode_1_0()) return fail(errors::kInvalidContextEntry, "@import");
        if (!import->is_string()) return fail(errors::kInvalidImportValue, "@import");
        if (job.base_url.empty() && !has_iri_form(import->string()))
            return fail(errors::kLoadingDocumentFailed, import->string());
        const std::string url = has_iri_form(import->string())
                                    ? std::string(import->string())
                                    : resolve_iri(job.base_url, import->string());
        DEED_TRY(const RemoteContext* document, load(url, job));
        if (!document->context.is_object())
            return Error(errors::kInvalidRemoteContext, "imported, but no context definition", url);
        if (document->context.find("@import"))
            return Error(errors::kInvalidContextEntry, "@import in an imported context", url);
        local.imported = document->context.object();
    }

    const std::size_t terms = local.own.size() + (local.imported ? local.imported->size() : 0);
    spend(terms + active.terms.size() / 4);
    DEED_CHECK(check_work());
    ContextBuilder builder(*job.segment, active);
    ActiveContext& result = builder.context();

    bool propagate = job.propagate;
    if (const auto value = local.find("@propagate")) {
        if (mode_1_0()) return fail(errors::kInvalidContextEntry, "@propagate");
        if (!value->is_boolean()) return fail(errors::kInvalidPropagateValue, "@propagate");
        if (!job.in_array) propagate = value->boolean();
    }
    if (!propagate && result.previous == nullptr) result.previous = &active;

    if (const auto value = local.find("@base"); value && job.chain == nullptr) {
        if (value->is_null()) {
            result.base_kind = ActiveContext::Base::none;
        } else if (!value->is_string()) {
            return fail(errors::kInvalidBaseIri, "@base");
        } else {
            const std::string_view base = resolve(result, value->string(), builder.arena());
            if (!has_iri_form(base)) return fail(errors::kInvalidBaseIri, value->string());
            result.base_kind = ActiveContext::Base::own;
            result.base = base;
        }
    }
    if (const auto value = local.find("@vocab")) {
        if (value->is_null()) {
            result.vocab.reset();
        } else {
            if (!value->is_string()) return fail(errors::kInvalidVocabMapping, "@vocab");
            const std::string_view text = value->string();
            if (mode_1_0() && !has_iri_form(text) && !is_blank_identifier(text))
                return fail(errors::kInvalidVocabMapping, text);
            const Name name = expand_iri_in(builder.arena(), result, text, true, true);
            if (name.is_null || name.keyword != Keyword::none)
                return fail(errors::kInvalidVocabMapping, text);
            if (name.kind == IriClass::relative && result.loss == nullptr) {
                result.loss = &errors::kDroppedRelativeVocab;
                result.loss_detail = builder.arena().join({"@vocab: ", text});
            }
            result.vocab = name.text;
            result.vocab_url = job.base_url;
        }
    }
    if (const auto value = local.find("@language")) {
        if (!value->is_null() && !value->is_string())
            return fail(errors::kInvalidDefaultLanguage, "@language");
        result.language = {};
        if (value->is_string()) {
            result.language = lower_case(builder.arena(), value->string());
            if (!is_language_tag(result.language) && result.loss == nullptr) {
                result.loss = &errors::kDroppedLanguage;
                result.loss_detail = builder.arena().join({"@language: ", value->string()});
            }
        }
    }
    if (const auto value = local.find("@direction")) {
        if (mode_1_0()) return fail(errors::kInvalidContextEntry, "@direction");
        const auto direction = read_direction(*value);
        if (!direction) return fail(errors::kInvalidBaseDirection, "@direction");
        result.direction = *direction;
    }

    TermCreator creator(*this, builder, local, job);
    DEED_CHECK(creator.create_all());
    builder.finish();
    return &result;
}

/// An error inside of a scoped context, as section 4.2.2 step 21.3 tells it; except for what is no
/// fault of the context.
Error scoped_context_error(Error error, std::string_view term) {
    if (is_own_failure(error.code())) return error;
    return Error(errors::kInvalidScopedContext,
                 "of term " + std::string(term) + ": " + error.message() + " (" +
                     std::string(error.code().name) + ")",
                 error.where());
}

std::string_view lower_case(Arena& arena, std::string_view text) {
    const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (std::none_of(text.begin(), text.end(), is_upper)) return text;
    std::string lower(text);
    for (char& c : lower)
        if (is_upper(c)) c = static_cast<char>(c + ('a' - 'A'));
    return arena.keep(lower);
}

std::optional<Direction> read_direction(json::Value value) {
    if (value.is_null()) return Direction::null;
    if (!value.is_string()) return std::nullopt;
    if (value.string() == "ltr") return Direction::ltr;
    if (value.string() == "rtl") return Direction::rtl;
    return std::nullopt;
}

}  // namespace deed::rdf::detail
