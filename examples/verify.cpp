// Judges a credential as a verifier would inside its own program.
//   verify CREDENTIAL [DID-EXPORT...]      exit code 0: good; specs/error-codes.md names the others
#include <deed/toolkit/deed.hpp>

#include <iostream>

namespace {

deed::Result<deed::json::Document> load(const char* file, std::size_t max_bytes) {
    DEED_TRY(const deed::Bytes bytes, deed::read_file(file, max_bytes));
    return deed::json::Document::parse(bytes, {.max_bytes = max_bytes});
}

deed::Result<int> judge(int argc, char** argv) {
    DEED_TRY(const auto credential, load(argv[1], 4 << 20));
    deed::Call call;
    const deed::SystemClock clock;
    const deed::credentials::KnownContexts contexts;

    deed::did::KeyResolver did_key;
    deed::did::ExportResolver did_weid;
    for (int i = 2; i < argc; ++i) {
        DEED_TRY(const auto file, load(argv[i], deed::did::kMaxExportSize));
        DEED_TRY(auto parsed, deed::did::WeidExport::parse(file.root()));
        DEED_CHECK(did_weid.add(std::move(parsed)));
    }
    deed::did::MethodResolver resolver;
    resolver.add("key", did_key);
    resolver.add("weid", did_weid);
    DEED_TRY(const auto report,
             deed::credentials::verify(credential, {}, {resolver, clock, contexts}, call));

    // Programs branch on check.code; the detail is for people, and may quote the credential.
    for (const auto& check : report.checks()) {
        std::cout << check.name << ": " << to_string(check.state) << ", ";
        if (check.code != nullptr) std::cout << check.code->name << ": ";
        std::cout << deed::printable(check.detail) << "\n";
    }
    std::cout << to_string(report.verdict()) << "\n";
    return report.exit_code();
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::cerr << "usage: verify CREDENTIAL [DID-EXPORT...]\n";
        return 2;
    }
    const auto outcome = judge(argc, argv);
    if (outcome) return *outcome;
    std::cerr << outcome.error().to_string() << "\n";
    return exit_code(outcome.error().kind());
}
