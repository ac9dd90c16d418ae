#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "evidence/anchor.hpp"
#include "evidence/errors.hpp"
#include "evidence/verify.hpp"
#include "lib/encoding/text.hpp"
#include "lib/json/pointer.hpp"
#include "lib/json/writer.hpp"
#include "tests/did/methods/weid_support.hpp"
#include "tests/lib/crypto/key_store/store_fixture.hpp"

namespace deed::evidence::test {

using did::test::controller;
using did::test::json_of;
using did::test::must;
using did::test::TestLedger;

/// Fields /address/city, /address/zip, /born, /name, /tags/0, /tags/1.
inline constexpr std::string_view kPerson =
    R"({"name":"Ada","born":1815,"address":{"city":"London","zip":{}},"tags":["x",null]})";

inline Opening open_bytes(const did::Did& submitter, std::string_view document) {
    return Opening::for_bytes(submitter, digest_of(as_bytes(document)));
}
inline Opening open_json(const did::Did& submitter, std::string_view document) {
    return must(Opening::for_json(submitter, json_of(document).root()));
}
inline GivenDocument given_bytes(std::string_view document) {
    return {digest_of(as_bytes(document)), std::nullopt};
}
inline GivenDocument given_json(std::string_view document) {
    return {std::nullopt, json_of(document)};
}

/// The code that a check failed with or could not be judged for; "" when it passed or was skipped.
inline std::string code_of(const EvidenceVerdict& verdict, std::string_view check) {
    const credentials::Check* found = verdict.report.find(check);
    if (found == nullptr) return "no such check";
    return found->code == nullptr ? "" : std::string(found->code->name);
}

/// "check: code" for each check that failed, in order.
inline std::vector<std::string> failures(const EvidenceVerdict& verdict) {
    std::vector<std::string> failed;
    for (const credentials::Check& check : verdict.report.checks())
        if (check.state == credentials::CheckState::failed)
            failed.push_back(check.name + ": " + std::string(check.code->name));
    return failed;
}

inline std::string code_name(const ErrorCode& code) { return std::string(code.name); }

/// What judging a proof file comes to: the codes of the failed checks, "good", "could not judge",
/// or the code of the error that left nothing to judge.
inline std::string outcome(const json::Document& proof, const GivenDocument& given,
                           const PinnedLog& pinned) {
    const auto parsed = EvidenceProof::parse(proof.root());
    if (!parsed) return std::string(parsed.error().code().name);
    Call call;
    const auto verdict = verify(*parsed, given, pinned, call);
    if (!verdict) return std::string(verdict.error().code().name);
    if (verdict->report.verdict() != credentials::Verdict::bad)
        return std::string(credentials::to_string(verdict->report.verdict()));
    std::string names;
    for (const std::string& failure : failures(*verdict)) {
        if (!names.empty()) names += ", ";
        names += failure.substr(failure.find(": ") + 2);
    }
    return names;
}

inline json::Document text_value(std::string_view text) {
    return json::Writer().string(text).take_document();
}
inline json::Document changed(const json::Document& document, const std::string& pointer,
                              std::string_view json) {
    return must(document.with(pointer, json_of(json).root()));
}
inline json::Document with_text(const json::Document& document, const std::string& pointer,
                                std::string_view text) {
    return must(document.with(pointer, text_value(text).root()));
}
inline std::string text_at(const json::Document& document, std::string_view pointer) {
    return std::string(must(json::resolve_pointer(document.root(), pointer)).string());
}
inline Bytes bytes_at(const json::Document& document, std::string_view pointer) {
    return must(base64_decode(text_at(document, pointer)));
}
inline json::Document with_bytes(const json::Document& document, const std::string& pointer,
                                 ByteView bytes) {
    return with_text(document, pointer, base64_encode(bytes));
}

/// A ledger with the submitter of controller(1), and a place for openings.
class EvidenceTest : public testing::Test {
protected:
    EvidenceTest() {
        std::filesystem::create_directory(folder_ / "keys");
        std::filesystem::permissions(folder_ / "keys", std::filesystem::perms::owner_all);
        deed::test::put_private(folder_ / "keys" / "master.json", deed::test::kSmallMasterFile);
    }

    AnchorContext context() { return {*log_.ledger, openings_, *controller_, log_.clock}; }
    Anchored anchor_all(const std::vector<Opening>& openings) {
        return must(anchor(openings, context(), call_));
    }
    json::Document prove_it(const Opening& opening) {
        return must(prove(*log_.ledger, opening, log_.clock, call_));
    }
    json::Document anchor_and_prove(const Opening& opening) {
        anchor_all({opening});
        return prove_it(opening);
    }
    std::string pin() const { return log_.ledger->verifier_key().to_string(); }
    EvidenceVerdict judge(const json::Document& proof, const GivenDocument& given) {
        return must(verify(must(EvidenceProof::parse(proof.root())), given, pin(), call_));
    }

    deed::test::TempDir folder_;
    Call call_;
    TestLedger log_;
    std::unique_ptr<crypto::Signer> controller_ = controller(1);
    did::Did did_ = log_.create(1);
    deed::test::GivenPassphrase passphrase_;
    std::unique_ptr<crypto::KeyStore> keys_ =
        crypto::open_key_store(folder_ / "keys", passphrase_, log_.clock);
    OpeningStore openings_{folder_ / "openings", *keys_};
};

}  // namespace deed::evidence::test
