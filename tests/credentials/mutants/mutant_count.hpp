#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace deed::credentials::test {

/// The codes by which the mutants of a kind may be refused.
using ExpectedCodes = std::map<std::string_view, std::set<std::string_view>>;

/// Whether everything is tried: DEED_FULL=1.
bool is_full();

/// Counts what was tried in one form, says it, and keeps it for the page of conformance.
class MutantCount {
public:
    /// Without DEED_FULL=1 one of `sampled` is tried: a prime, so that the sample meets every kind.
    MutantCount(std::string form, const ExpectedCodes& expected, std::size_t sampled = 7)
        : form_(std::move(form)), expected_(expected), sampled_(sampled) {}

    /// Whether this one is tried: all with DEED_FULL=1, else one of so many.
    bool takes_next();
    /// Refused by `code`, which must be one that is named for this kind.
    void refused(std::string_view kind, std::string_view code, const std::string& what);
    /// The same in another spelling, which therefore was accepted.
    void equal() { ++equal_; }
    /// At least 1,000 mutants were made; each kind by the codes that it met.
    void finish();

private:
    std::string form_;
    const ExpectedCodes& expected_;
    std::size_t sampled_;
    std::size_t made_ = 0;
    std::size_t refused_ = 0;
    std::size_t equal_ = 0;
    std::map<std::string_view, std::map<std::string, std::size_t>> met_;
};

}  // namespace deed::credentials::test
