#include "tests/credentials/signatories.hpp"

namespace deed::credentials::test {

json::Document Signatories::issued(std::string_view id) {
    IssueRequest request{parse(kUnsigned), issuer, *signer, std::nullopt};
    request.proof.id = std::string(id);
    return credentials::issue(request, {resolver, clock, contexts}, call).value();
}

Result<json::Document> Signatories::cosigned(const json::Document& credential, const Signatory& by,
                                             std::string_view id,
                                             std::vector<std::string> previous) {
    CosignRequest request{credential, by.did, *by.signer};
    request.proof.id = std::string(id);
    request.previous = std::move(previous);
    return cosign(request, {resolver, clock, contexts}, call);
}

json::Document Signatories::set() {
    const auto two = cosigned(issued(), dean, "urn:proof:dean").value();
    return cosigned(two, rector, "urn:proof:rector").value();
}

json::Document Signatories::chain() {
    const auto two = cosigned(issued(), dean, "urn:proof:dean", {"urn:proof:issuer"}).value();
    return cosigned(two, rector, "urn:proof:rector", {"urn:proof:dean"}).value();
}

json::Document Signatories::joint() {
    const auto two = cosigned(issued(), dean, "urn:proof:dean").value();
    return cosigned(two, rector, "urn:proof:rector", {"urn:proof:issuer", "urn:proof:dean"})
        .value();
}

std::string entry_of(const Report& report, std::size_t proof, std::string_view check) {
    if (proof >= report.proofs().size()) return "no such proof";
    return entry(report.proofs()[proof].report, check);
}

}  // namespace deed::credentials::test
