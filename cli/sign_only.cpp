#include "cli/sign_only.hpp"

#include <charconv>

#include "cli/errors.hpp"
#include "cli/evidence_words.hpp"
#include "lib/encoding/utf8.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"
#include "toolkit/did_keys.hpp"
#include "toolkit/relay_errors.hpp"

namespace deed::cli {
namespace {

constexpr std::uint64_t kMinute = 60;
constexpr std::uint64_t kHour = 3600;
constexpr std::uint64_t kDay = 86'400;
constexpr std::size_t kMaxBasis = std::size_t{2} << 20;

/// "90m", "12h" or "7d", in seconds.
std::optional<std::uint64_t> read_duration(std::string_view text) {
    if (text.empty()) return std::nullopt;
    const char unit = text.back();
    const std::uint64_t factor = unit == 'm' ? kMinute : unit == 'h' ? kHour : kDay;
    if (unit != 'm' && unit != 'h' && unit != 'd') return std::nullopt;
    text.remove_suffix(1);
    constexpr std::uint64_t kMost = 100'000;
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number > kMost)
        return std::nullopt;
    return number * factor;
}

Error bad_value(std::string_view option, std::string_view why) {
    return Error(errors::kBadValue, "--" + std::string(option) + " " + std::string(why));
}

/// A name stands for the DID that its first controller's key made.
Result<void> check_named(Toolkit& toolkit, const std::string& named, const did::Did& did,
                         Call& call) {
    if (named == did.to_string()) return {};
    const Error other(deed::errors::kSigningBasisOtherDid, "the basis is of " + did.to_string());
    if (named.starts_with("did:")) return other;
    const auto key = toolkit.keys().find(named + std::string(kControllerSuffix), call);
    if (!key) return other;
    DEED_TRY(const did::WeidId id, did::parse_weid(did));
    const auto address = registry::address_of(key->public_key);
    if (!address || *address != id.address) return other;
    return {};
}

bool is_of_keys(std::string_view member) {
    return member == "@context" || member == "id" || member == "verificationMethod" ||
           did::relationship_from_name(member).has_value();
}

void tell_key(const did::VerificationMethod& method) {
    if (!method.public_key) {
        Output::note("with the key {0}, of a type that is not known here", {printable(method.id)});
        return;
    }
    const std::string key = method.public_key->to_multikey();
    if (method.id.ends_with("#" + key))
        Output::note("with the key {0}", {printable(method.id)});
    else
        Output::note("with the key {0}, which is {1}", {printable(method.id), key});
}

Result<DidTarget> target_by_basis(Invocation& invocation, Toolkit& toolkit) {
    DEED_TRY(SignOnly options, sign_only_options(invocation));
    Call& call = invocation.call();
    DEED_TRY(const json::Document json, read_json_input(options.basis, call, kMaxBasis));
    DEED_TRY(const SigningBasis basis, SigningBasis::parse(json.root()));
    const Timestamp now = toolkit.clock().now();
    DEED_CHECK(check_fresh(basis, now));
    DEED_CHECK(check_named(toolkit, *invocation.argument(0), basis.did, call));
    tell_basis(basis);
    // A chain keeps the commitment that it has: there nothing repeats it.
    if (!basis.contract) DEED_CHECK(check_commitment(invocation, basis, toolkit));
    const std::uint64_t expiry = expiry_by(basis.as_of, now, options.seconds);
    return DidTarget{basis.did, writing_by(basis, expiry), std::move(options)};
}

}  // namespace

void tell_basis(const SigningBasis& basis) {
    Output::note("as its operation {0}, by what its ledger had at {1}",
                 {std::to_string(basis.sequence), basis.as_of.to_string()});
    for (const did::VerificationMethod& method : basis.document.verification_methods())
        tell_key(method);
    for (const auto& [name, value] : basis.document.json().root().object())
        if (!is_of_keys(name))
            Output::note("with {0}: {1}", {printable(name), printable(json::to_string(value))});
}

Result<void> check_commitment(Invocation& invocation, const SigningBasis& basis, Toolkit& toolkit) {
    if (!basis.next) return {};
    DEED_TRY(const auto key, find_committed(toolkit.keys(), *basis.next, invocation.call()));
    if (key) {
        Output::note("with {0} as the next controller", {key->name});
        return {};
    }
    if (const auto text = invocation.option("commitment")) {
        DEED_TRY(const registry::Hash known, given_word("--commitment", *text));
        if (known == *basis.next) return {};
    }
    return Error(deed::errors::kSigningBasisCommitment, registry::evm::to_hex(*basis.next));
}

Result<SignOnly> sign_only_options(const Invocation& invocation) {
    for (const std::string_view option : {"dry-run", "network", "log", "offline", "valid-days"})
        if (invocation.flag(option)) return bad_value(option, "does not go with --sign-only");
    SignOnly options;
    DEED_TRY(options.basis, required_option(invocation, "basis", "FILE"));
    DEED_CHECK(required_option(invocation, "out", "FILE"));
    options.out = invocation.out_file();
    const auto seconds = read_duration(invocation.option("valid-for").value_or("1d"));
    if (!seconds || *seconds < 5 * kMinute || *seconds > 30 * kDay)
        return bad_value("valid-for", "takes 5m to 30d, such as 90m, 12h or 7d");
    options.seconds = *seconds;
    return options;
}

Result<void> refuse_without_sign_only(const Invocation& invocation, bool owns_file) {
    for (const std::string_view option : {"basis", "valid-for", "commitment", "out", "force"}) {
        const bool is_file = option == "out" || option == "force";
        if (invocation.flag(option) && !(owns_file && is_file))
            return bad_value(option, "goes with --sign-only only");
    }
    return {};
}

Result<DidTarget> did_to_write(Invocation& invocation, Toolkit& toolkit) {
    if (signs_only(invocation)) return target_by_basis(invocation, toolkit);
    DEED_CHECK(refuse_without_sign_only(invocation));
    DEED_TRY(did::Did did, named_did(invocation, toolkit));
    DEED_TRY(DidWriting writing, writing_dids(invocation, toolkit));
    return DidTarget{std::move(did), std::move(writing), std::nullopt};
}

Result<did::SignedOperation> signed_operation_of(const DidTarget& target) {
    return static_cast<SigningLedger&>(*target.writing.ledger).take();
}

Result<void> write_signed(Invocation& invocation, const SignOnly& options,
                          const did::SignedOperation& operation, json::Writer summary) {
    const auto expiry = static_cast<std::int64_t>(operation.operation().envelope().expiry);
    DEED_TRY(const Timestamp until, Timestamp::from_unix_seconds(expiry));
    summary.member("expires", until.to_string());
    if (options.out) summary.member("file", *options.out);
    summary.end_object();
    const json::Document signed_json = operation.to_json();
    DEED_CHECK(invocation.output().file_or_result(
        options.out ? &*options.out : nullptr, invocation.flag("force"), 0644,
        json::to_pretty_string(signed_json.root()),
        options.out ? summary.take_document() : signed_json));
    Output::note("until {0}, whoever has it can have it carried out", {until.to_string()});
    return {};
}

Result<void> print_written(Invocation& invocation, const DidTarget& target,
                           const registry::Receipt& receipt) {
    if (!target.sign_only) return print_receipt(invocation, target.did, receipt);
    DEED_TRY(const did::SignedOperation operation, signed_operation_of(target));
    json::Writer summary;
    summary.begin_object()
        .member("format", "deed/signed-did-operation/v1")
        .member("did", target.did.to_string());
    return write_signed(invocation, *target.sign_only, operation, std::move(summary));
}

}  // namespace deed::cli
