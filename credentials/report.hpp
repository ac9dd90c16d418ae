#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/error/error.hpp"
#include "lib/json/document.hpp"

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

    const std::vector<Check>& checks() const { return checks_; }
    const Check* find(std::string_view name) const;

    /// Any failed: bad; else any required undetermined: could not judge; else good.
    Verdict verdict() const;
    /// 0 when good; else the exit code of the worst check: failed ones in the order malformed,
    /// signature, untrusted, revoked, expired, schema, mismatch, then others; 9 when none failed
    /// but a required one is undetermined.
    int exit_code() const;

    /// {"verdict", "checks": [{"name", "state", "code", "detail", "pointer"}]}; absent parts are
    /// left out.
    json::Document to_json() const;

private:
    std::vector<Check> checks_;
};

}  // namespace deed::credentials
