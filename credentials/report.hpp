#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/error/error.hpp"
#include "lib/error/result.hpp"
#include "lib/json/document.hpp"
#include "lib/time/timestamp.hpp"

namespace deed::credentials {

enum class CheckState : unsigned char { passed, failed, undetermined, skipped };
enum class Verdict : unsigned char { good, bad, could_not_judge };

DEED_API std::string_view to_string(CheckState state);
/// "good", "bad", "could not judge".
DEED_API std::string_view to_string(Verdict verdict);

/// One question of a verification and its answer.
struct Check {
    std::string name;  ///< "proof"
    CheckState state;
    const ErrorCode* code;  ///< set when failed or undetermined, else null
    std::string detail;     ///< a sentence for people, never a secret; may quote what was verified
    std::string pointer;    ///< JSON Pointer into what was verified, or empty
    bool required = true;   ///< an undetermined answer prevents the verdict "good"
};

/// One source of bounds on when something was made.
struct BoundSource {
    std::string source;  ///< who says so
    std::optional<Timestamp> not_before;
    std::optional<Timestamp> not_after;
    std::optional<Error> set_aside;  ///< why it does not count
};

/// Between which moments the proof of a credential was made, as far as that is known: the widest
/// that the sources leave open.
struct TimeBounds {
    std::optional<Timestamp> at;          ///< the moment asked about; absent: now
    std::optional<Timestamp> not_before;  ///< the claim of a ledger's operator
    std::optional<Timestamp> not_after;   ///< by independent evidence alone
    /// Nothing is known of what the ledger recorded after this; absent: it was asked directly.
    std::optional<Timestamp> known_until;
    std::vector<BoundSource> sources;
};

struct ProofReport;

/// The outcome of a verification: every check in a fixed order, also those that were not asked.
class DEED_API Report {
public:
    void pass(std::string name, std::string detail);
    /// The error's place becomes the pointer; one that is not a JSON Pointer goes into the detail.
    void fail(std::string name, const Error& error);
    void fail(std::string name, const ErrorCode& code, std::string detail,
              std::string pointer = {});
    void undetermined(std::string name, const Error& error, bool required = true);
    void skip(std::string name, std::string detail);
    void add(Check check) { checks_.push_back(std::move(check)); }
    /// Fails, where an error of this kind is a fact about what is verified; undetermined where it
    /// says what is missing to judge it.
    void judge(std::string name, const Error& error);
    /// Passes, or judges the error.
    void write(std::string name, const Result<std::string>& answer);
    /// Puts another answer in the place of a check that was written.
    void replace(Check check);
    void replace(std::string name, const Error& error);

    void set_bounds(TimeBounds bounds) { bounds_ = std::move(bounds); }
    void add_proof(ProofReport proof);

    const std::vector<Check>& checks() const { return checks_; }
    const Check* find(std::string_view name) const;
    /// Set where the check `time` was asked, the key was found and there is one proof.
    const std::optional<TimeBounds>& bounds() const { return bounds_; }
    /// Each proof alone, where there are several.
    const std::vector<ProofReport>& proofs() const { return proofs_; }

    /// Any failed: bad; else any required undetermined: could not judge; else good.
    Verdict verdict() const;
    /// 0 when good; else the exit code of the worst check: failed ones in the order malformed,
    /// signature, untrusted, revoked, expired, schema, mismatch, then others; 9 when none failed
    /// but a required one is undetermined.
    int exit_code() const;

    /// {"verdict", "checks": [{"name", "state", "code", "detail", "pointer"}], "bounds": {"at",
    /// "notBefore", "notAfter", "knownUntil", "sources": [{"source", "notBefore", "notAfter",
    /// "code", "detail"}]}, "proofs": [{"pointer", "verificationMethod", "checks", "bounds"}]};
    /// absent parts are left out. A source with a code does not count.
    json::Document to_json() const;

private:
    std::vector<Check> checks_;
    std::optional<TimeBounds> bounds_;
    std::vector<ProofReport> proofs_;
};

/// What was found out about one of several proofs.
struct ProofReport {
    std::string pointer;              ///< "/proof/1"
    std::string verification_method;  ///< as the proof names it; empty for a malformed one
    Report report;                    ///< its checks proof, purpose, control, did.freshness, time
};

}  // namespace deed::credentials
