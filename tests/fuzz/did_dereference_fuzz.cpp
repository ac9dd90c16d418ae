#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "did/dereference.hpp"
#include "did/uri_reference.hpp"

// First line: a DID URL below did:example:1 (or a reference), the rest: an endpoint. What is found
// is a URI of the endpoint's own scheme and authority, and printing the result is JSON.

using namespace deed;

namespace {

class OneService final : public did::DidResolver {
public:
    explicit OneService(did::Document document) : document_(std::move(document)) {}
    Result<did::Resolution> resolve(const did::Did&, const did::ResolveOptions&, Call&) override {
        return did::Resolution{document_, {}, std::nullopt};
    }
    Result<did::History> history(const did::Did&, Call&) override { std::abort(); }

private:
    did::Document document_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::size_t line = text.find('\n');
    if (line == std::string_view::npos) return 0;
    const std::string_view endpoint = text.substr(line + 1);

    json::Document base =
        json::Document::parse(
            std::string_view(R"({"@context":["https://www.w3.org/ns/did/v1"],)"
                             R"("id":"did:example:1","service":[{"id":"did:example:1#s",)"
                             R"("type":"T","serviceEndpoint":"https://a.example/b/c"}]})"))
            .value();
    const auto did = did::Did::parse("did:example:1").value();
    const auto document = did::Document::parse(base, did);
    if (!document) std::abort();

    const auto joined = did::resolve_reference(endpoint, text.substr(0, line));
    // A target is its own target: nothing is left to remove or to merge.
    if (joined && joined->find('#') == std::string::npos) {
        const auto again = did::resolve_reference(*joined, "");
        if (!again || *again != *joined) std::abort();
    }

    const auto url = did::DidUrl::parse("did:example:1" + std::string(text.substr(0, line)));
    if (!url) return 0;
    OneService resolver(*document);
    Call call;
    const auto found = did::dereference(*url, {}, resolver, call);
    if (!found) return 0;
    for (const std::string& one : found->urls)
        if (!one.starts_with("https://a.example/") && !one.starts_with("https://a.example#") &&
            !one.starts_with("https://a.example?"))
            std::abort();
    static_cast<void>(did::to_dereferencing_result(*found));
    return 0;
}
