// Whatever the file says: no crash, a stable opening, and never the verdict "good" for a document
// that nobody anchored. The logs of the seeds are trusted, so only the document stands in the way.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "evidence/verify.hpp"
#include "lib/encoding/bytes.hpp"

using namespace deed;
using evidence::EvidenceProof;

namespace {

// The network of the log whose key is made from 32 bytes 02; specs/did-weid.md section 5.
constexpr const char* kNetwork = "ltt53omttzxodzx5sytncx7agysvkisys";

void require(bool holds) {
    if (!holds) std::abort();
}

void require_never_good(const EvidenceProof& proof, const evidence::GivenDocument& given) {
    Call call;
    const auto verdict = evidence::verify(proof, given, kNetwork, call);
    require(verdict.has_value());
    require(verdict->report.checks().size() == 10);
    require(verdict->report.verdict() == credentials::Verdict::bad);
    verdict->report.to_json();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto json = json::Document::parse(ByteView(data, size));
    if (!json) return 0;
    const auto proof = EvidenceProof::parse(json->root());
    if (!proof) {
        const std::string_view code = proof.error().code().name;
        require(code == "evidence_proof.malformed" || code == "evidence_proof.newer_format");
        return 0;
    }
    const auto stored = proof->opening.to_json();
    const auto again = evidence::Opening::parse(stored.root());
    require(again.has_value() && again->commitment() == proof->opening.commitment());
    require(again->to_json() == stored);

    const auto never = json::Document::parse(R"({"never":"anchored"})").value();
    require_never_good(*proof, {evidence::digest_of(as_bytes("never anchored")), never});
    Call call;
    const auto unpinned = evidence::verify(*proof, {}, std::nullopt, call);
    if (unpinned) require(unpinned->report.verdict() != credentials::Verdict::good);
    return 0;
}
