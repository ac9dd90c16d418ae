#include "credentials/report.hpp"

#include <algorithm>
#include <array>

#include "lib/encoding/utf8.hpp"
#include "lib/json/writer.hpp"

namespace deed::credentials {
namespace {

// What a caller should hear about first.
constexpr std::array kWorstFirst{ErrorKind::malformed, ErrorKind::signature, ErrorKind::untrusted,
                                 ErrorKind::revoked,   ErrorKind::expired,   ErrorKind::schema,
                                 ErrorKind::mismatch};

std::ptrdiff_t rank(const Check& check) {
    return std::ranges::find(kWorstFirst, check.code->kind) - kWorstFirst.begin();
}

bool is_failed(const Check& check) { return check.state == CheckState::failed; }

/// Whether an error of this kind is a fact about what is verified; the others say what is missing
/// to judge it.
bool speaks_against(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::malformed:
        case ErrorKind::signature:
        case ErrorKind::untrusted:
        case ErrorKind::revoked:
        case ErrorKind::expired:
        case ErrorKind::schema:
        case ErrorKind::mismatch:
            return true;
        default:
            return false;
    }
}

Check unfavourable(std::string name, CheckState state, const Error& error, bool required) {
    const bool is_pointer = error.where().starts_with('/');
    std::string detail = error.message();
    if (!is_pointer && !error.where().empty()) detail += " (" + error.where() + ")";
    return {std::move(name),
            state,
            &error.code(),
            std::move(detail),
            is_pointer ? error.where() : std::string(),
            required};
}

// Details quote places such as file names, which need not be UTF-8.
void write(json::Writer& writer, const Check& check) {
    writer.begin_object().member("name", check.name).member("state", to_string(check.state));
    if (check.code != nullptr) writer.member("code", check.code->name);
    if (!check.detail.empty()) writer.member("detail", as_utf8(check.detail));
    if (!check.pointer.empty()) writer.member("pointer", as_utf8(check.pointer));
    writer.end_object();
}

void write_time(json::Writer& writer, std::string_view name, const std::optional<Timestamp>& time) {
    if (time) writer.member(name, time->to_string());
}

void write(json::Writer& writer, const BoundSource& source) {
    writer.begin_object().member("source", as_utf8(source.source));
    write_time(writer, "notBefore", source.not_before);
    write_time(writer, "notAfter", source.not_after);
    if (source.set_aside)
        writer.member("code", source.set_aside->code().name)
            .member("detail", as_utf8(source.set_aside->message()));
    writer.end_object();
}

void write(json::Writer& writer, const TimeBounds& bounds) {
    writer.begin_object();
    write_time(writer, "at", bounds.at);
    write_time(writer, "notBefore", bounds.not_before);
    write_time(writer, "notAfter", bounds.not_after);
    write_time(writer, "knownUntil", bounds.known_until);
    writer.key("sources").begin_array();
    for (const BoundSource& source : bounds.sources) write(writer, source);
    writer.end_array().end_object();
}

void write(json::Writer& writer, const std::vector<Check>& checks) {
    writer.key("checks").begin_array();
    for (const Check& check : checks) write(writer, check);
    writer.end_array();
}

void write(json::Writer& writer, const ProofReport& proof) {
    writer.begin_object().member("pointer", as_utf8(proof.pointer));
    if (!proof.verification_method.empty())
        writer.member("verificationMethod", as_utf8(proof.verification_method));
    write(writer, proof.report.checks());
    if (proof.report.bounds()) write(writer.key("bounds"), *proof.report.bounds());
    writer.end_object();
}

}  // namespace

std::string_view to_string(CheckState state) {
    switch (state) {
        case CheckState::passed:
            return "passed";
        case CheckState::failed:
            return "failed";
        case CheckState::undetermined:
            return "undetermined";
        case CheckState::skipped:
            return "skipped";
    }
    DEED_ASSERT(false);
}

std::string_view to_string(Verdict verdict) {
    switch (verdict) {
        case Verdict::good:
            return "good";
        case Verdict::bad:
            return "bad";
        case Verdict::could_not_judge:
            return "could not judge";
    }
    DEED_ASSERT(false);
}

void Report::pass(std::string name, std::string detail) {
    add({std::move(name), CheckState::passed, nullptr, std::move(detail), {}});
}

void Report::fail(std::string name, const Error& error) {
    add(unfavourable(std::move(name), CheckState::failed, error, true));
}

void Report::fail(std::string name, const ErrorCode& code, std::string detail,
                  std::string pointer) {
    add({std::move(name), CheckState::failed, &code, std::move(detail), std::move(pointer)});
}

void Report::undetermined(std::string name, const Error& error, bool required) {
    add(unfavourable(std::move(name), CheckState::undetermined, error, required));
}

void Report::skip(std::string name, std::string detail) {
    add({std::move(name), CheckState::skipped, nullptr, std::move(detail), {}});
}

void Report::judge(std::string name, const Error& error) {
    speaks_against(error.kind()) ? fail(std::move(name), error)
                                 : undetermined(std::move(name), error);
}

void Report::write(std::string name, const Result<std::string>& answer) {
    answer ? pass(std::move(name), *answer) : judge(std::move(name), answer.error());
}

void Report::replace(Check check) {
    const auto found = std::ranges::find(checks_, check.name, &Check::name);
    DEED_ASSERT(found != checks_.end());
    *found = std::move(check);
}

void Report::replace(std::string name, const Error& error) {
    const bool fails = speaks_against(error.kind());
    replace(unfavourable(std::move(name), fails ? CheckState::failed : CheckState::undetermined,
                         error, true));
}

void Report::add_proof(ProofReport proof) { proofs_.push_back(std::move(proof)); }

const Check* Report::find(std::string_view name) const {
    const auto found = std::ranges::find(checks_, name, &Check::name);
    return found == checks_.end() ? nullptr : &*found;
}

Verdict Report::verdict() const {
    if (std::ranges::any_of(checks_, is_failed)) return Verdict::bad;
    const bool open = std::ranges::any_of(checks_, [](const Check& check) {
        return check.state == CheckState::undetermined && check.required;
    });
    return open ? Verdict::could_not_judge : Verdict::good;
}

int Report::exit_code() const {
    const Check* worst = nullptr;
    for (const Check& check : checks_)
        if (is_failed(check) && (worst == nullptr || rank(check) < rank(*worst))) worst = &check;
    if (worst != nullptr) return deed::exit_code(worst->code->kind);
    return verdict() == Verdict::good ? 0 : deed::exit_code(ErrorKind::undetermined);
}

json::Document Report::to_json() const {
    json::Writer writer;
    writer.begin_object().member("verdict", to_string(verdict()));
    credentials::write(writer, checks_);
    if (bounds_) credentials::write(writer.key("bounds"), *bounds_);
    if (!proofs_.empty()) {
        writer.key("proofs").begin_array();
        for (const ProofReport& proof : proofs_) credentials::write(writer, proof);
        writer.end_array();
    }
    return writer.end_object().take_document();
}

}  // namespace deed::credentials
