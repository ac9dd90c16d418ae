#pragma once

// The room's own: the algorithms of JSON-LD 1.1 API section 4, for one call.

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lib/error/call.hpp"
#include "lib/rdf/context_store.hpp"

namespace deed::rdf::detail {

struct ContextJob;
class ContextBuilder;

/// Processes the contexts of one document. Names and contexts that it returns live as long as it,
/// the document and the options do.
class ContextProcessor {
public:
    ContextProcessor(const JsonLdOptions& options, Call& call);
    ~ContextProcessor();
    ContextProcessor(const ContextProcessor&) = delete;
    ContextProcessor& operator=(const ContextProcessor&) = delete;

    /// A newly initialised active context (section 4.1).
    const ActiveContext& empty() const { return *store_->initial(options_.json_ld_1_0); }
    /// That, after the expandContext of the options.
    Result<const ActiveContext*> initial();

    /// Applies a local context of the document, whose URL is the base of the options.
    Result<const ActiveContext*> process(const ActiveContext& active, json::Value local);
    /// Applies the context that a term definition carries.
    Result<const ActiveContext*> apply_scope(const ActiveContext& active, const Definition& scope,
                                             bool override_protected, bool propagate);

    /// IRI expansion (section 5.2).
    Name expand_iri(const ActiveContext& active, std::string_view text, bool document_relative,
                    bool vocab);

    /// Counts work against `max_nodes`; check_work() says when it is used up.
    void spend(std::size_t work) { work_ += work; }
    Result<void> check_work() {
        if (work_ < next_check_) return {};
        return look_at_work();
    }

    const JsonLdOptions& options() const { return options_; }
    bool mode_1_0() const { return options_.json_ld_1_0; }
    bool safe() const { return options_.safe; }
    /// For what the caller makes of the document.
    Arena& arena() { return scratch_.arena; }

private:
    friend struct ContextJob;
    friend class TermCreator;

    struct Step {
        const ActiveContext* parent;
        MemoKey key;
        friend bool operator==(const Step&, const Step&) = default;
    };
    struct StepHash {
        std::size_t operator()(const Step& step) const;
    };

    Result<const ActiveContext*> process_local(const ActiveContext& active, json::Value local,
                                               const ContextJob& job);
    Result<const ActiveContext*> process_item(const ActiveContext& active, json::Value item,
                                              const ContextJob& job);
    Result<const ActiveContext*> process_url(const ActiveContext& active, std::string_view url,
                                             const ContextJob& job);
    Result<const ActiveContext*> process_map(const ActiveContext& active, json::Value map,
                                             const ContextJob& job);
    Result<const ActiveContext*> nullified(const ActiveContext& active, const ContextJob& job);
    template <typename Make>
    Result<const ActiveContext*> remembered(const ActiveContext& active, const MemoKey& key,
                                            bool persistent, Make make);
    const ActiveContext* find_made(const Step& step) const;
    void remember(const Step& step, const ActiveContext* result);
    Result<const RemoteContext*> load(std::string_view url, const ContextJob& job);
    Result<void> count_loaded(const RemoteContext* document);
    Result<const ActiveContext*> accept(Result<const ActiveContext*> made);

    /// Against the base IRI of `active`, kept in `arena`.
    std::string_view resolve(const ActiveContext& active, std::string_view text, Arena& arena);
    Name expand_iri_in(Arena& arena, const ActiveContext& active, std::string_view text,
                       bool document_relative, bool vocab);
    Result<void> look_at_work();

    const JsonLdOptions& options_;
    Call& call_;
    std::shared_ptr<ContextStore> store_;
    ContextSegment scratch_;
    std::vector<std::unique_ptr<ContextSegment>> segments_;  ///< that could not be shared
    /// What was made in this call: the first ones, and the others by hash.
    std::vector<std::pair<Step, const ActiveContext*>> first_made_;
    std::unordered_map<Step, const ActiveContext*, StepHash> made_;
    std::vector<const RemoteContext*> loaded_;
    bool used_document_base_ = false;
    std::size_t work_ = 0;
    std::size_t next_check_ = 0;
    std::size_t depth_ = 0;
};

}  // namespace deed::rdf::detail
