#include "cli/verify_words.hpp"

#include <algorithm>
#include <charconv>

#include "cli/errors.hpp"
#include "toolkit/issuer_authority.hpp"

namespace deed::cli {
namespace {

Result<std::int64_t> seconds_of_days(const std::string& text) {
    std::int64_t days = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), days);
    constexpr std::int64_t kMaxDays = 36500;
    if (error != std::errc() || end != text.data() + text.size() || days < 0 || days > kMaxDays)
        return Error(errors::kBadValue, "--max-did-age takes a number of days up to 36500");
    return days * 24 * 3600;
}

/// As `deed did resolve --version-time` reads it: whole seconds mean the end of that second, but no
/// moment that is yet to come.
Result<Timestamp> past_moment(const std::string& text, Timestamp now) {
    const auto exact = Timestamp::parse_rfc3339(text);
    if (!exact)
        return Error(errors::kBadValue,
                     "--at takes a time such as 2026-11-22T02:40:35Z, not \"" + text + "\"");
    DEED_TRY(const Timestamp end, did::parse_version_time(text));
    return *exact > now ? *exact : std::min(end, now);
}

}  // namespace

Result<credentials::VerifyPolicy> given_verify_policy(Invocation& invocation, Timestamp now) {
    credentials::VerifyPolicy policy;
    for (std::string& name : invocation.options("skip")) policy.skip.insert(std::move(name));
    for (std::string& name : invocation.options("ask")) policy.ask.insert(std::move(name));
    DEED_TRY(const auto days, invocation.setting("max-did-age"));
    if (days) {
        DEED_TRY(policy.max_did_age_seconds, seconds_of_days(*days));
    }
    if (const auto at = invocation.option("at")) {
        DEED_TRY(policy.at, past_moment(*at, now));
    }
    return policy;
}

Result<std::unique_ptr<credentials::IssuerAuthority>> given_authority(Invocation& invocation) {
    DEED_TRY(const auto text, invocation.setting("authority"));
    if (!text) return std::unique_ptr<credentials::IssuerAuthority>();
    DEED_TRY(TrustedRoot root, read_trusted_root(*text));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    return authority_of(*toolkit, std::move(root));
}

Result<std::int64_t> given_duration(std::string_view option, const std::string& text) {
    constexpr std::int64_t kMax = 1'000'000;
    std::int64_t number = 0;
    const char* const last = text.data() + text.size();
    const auto [unit, error] = std::from_chars(text.data(), last, number);
    const bool is_number = error == std::errc() && number > 0 && number <= kMax;
    if (is_number && last - unit == 1) {
        if (*unit == 's') return number;
        if (*unit == 'm') return number * 60;
        if (*unit == 'h') return number * 3600;
    }
    return Error(errors::kBadValue,
                 "--" + std::string(option) + " takes a time such as 90s, 5m or 2h");
}

}  // namespace deed::cli
