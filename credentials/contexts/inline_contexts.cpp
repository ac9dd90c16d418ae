#include "credentials/contexts/inline_contexts.hpp"

#include <algorithm>
#include <array>

#include "credentials/contexts/context_walk.hpp"

namespace deed::credentials {
namespace {

constexpr std::size_t kMaxReported = 64;

constexpr std::array<std::string_view, 30> kProtectedTerms{"id",
                                                           "type",
                                                           "description",
                                                           "digestMultibase",
                                                           "digestSRI",
                                                           "mediaType",
                                                           "name",
                                                           "VerifiableCredential",
                                                           "EnvelopedVerifiableCredential",
                                                           "VerifiablePresentation",
                                                           "EnvelopedVerifiablePresentation",
                                                           "JsonSchemaCredential",
                                                           "JsonSchema",
                                                           "BitstringStatusListCredential",
                                                           "BitstringStatusList",
                                                           "BitstringStatusListEntry",
                                                           "DataIntegrityProof",
                                                           "...",
                                                           "_sd",
                                                           "_sd_alg",
                                                           "aud",
                                                           "cnf",
                                                           "exp",
                                                           "iat",
                                                           "iss",
                                                           "jku",
                                                           "kid",
                                                           "nbf",
                                                           "sub",
                                                           "x5u"};

class ProtectedTermWalk final : public ContextWalk {
public:
    std::vector<ProtectedTerm> take() { return std::move(found_); }

private:
    bool full() const override { return found_.size() >= kMaxReported; }
    void on_term(std::string_view name, const Place& place) override {
        if (std::ranges::find(kProtectedTerms, name) != kProtectedTerms.end())
            found_.push_back({place.pointer(), std::string(name)});
    }

    std::vector<ProtectedTerm> found_;
};

class ReferenceWalk final : public ContextWalk {
public:
    explicit ReferenceWalk(std::string_view url) : url_(url) {}
    std::vector<std::string> take() { return std::move(found_); }

private:
    bool full() const override { return found_.size() >= kMaxReported; }
    void on_reference(std::string_view url, const Place& place) override {
        if (url == url_) found_.push_back(place.pointer());
    }

    std::string_view url_;
    std::vector<std::string> found_;
};

}  // namespace

std::span<const std::string_view> protected_terms() { return kProtectedTerms; }

std::vector<ProtectedTerm> protected_terms_in(json::Value credential) {
    ProtectedTermWalk walk;
    walk.anywhere(credential, Place{});
    return walk.take();
}

std::vector<std::string> references_to(std::string_view url, json::Value credential) {
    ReferenceWalk walk(url);
    walk.anywhere(credential, Place{});
    return walk.take();
}

}  // namespace deed::credentials
