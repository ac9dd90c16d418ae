#include "cli/did_words.hpp"

#include <charconv>

#include "cli/chain_words.hpp"
#include "cli/errors.hpp"
#include "lib/crypto/key_store_errors.hpp"
#include "lib/json/writer.hpp"

namespace deed::cli {
namespace {

Error bad_value(std::string_view option, std::string_view why) {
    return Error(errors::kBadValue, "--" + std::string(option) + " " + std::string(why));
}

}  // namespace

json::Document did_receipt(const did::Did& did, const registry::Receipt& receipt) {
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/did-receipt/v1")
        .member("did", did.to_string())
        .key("position")
        .integer(static_cast<std::int64_t>(receipt.position))
        .member("accepted", receipt.accepted.to_string())
        .end_object();
    return writer.take_document();
}

Result<void> print_receipt(Invocation& invocation, const did::Did& did,
                           const registry::Receipt& receipt) {
    return invocation.output().result(did.to_string(), did_receipt(did, receipt));
}

Result<DidWriting> writing_dids(Invocation& invocation, Toolkit& toolkit) {
    return open_dids(toolkit, changing(invocation), invocation.call());
}

Result<void> refuse_dry_run(const Invocation& invocation, std::string_view with) {
    for (const std::string_view option : {"dry-run", "sign-only", "basis", "valid-for"})
        if (invocation.flag(option))
            return bad_value(option, "does not go with --" + std::string(with));
    return {};
}

Result<did::Did> named_did(Invocation& invocation, Toolkit& toolkit) {
    return toolkit.own_did(*invocation.argument(0), invocation.call());
}

Result<crypto::PublicKey> given_key(Invocation& invocation, Toolkit& toolkit) {
    const auto name = invocation.option("key");
    const auto multibase = invocation.option("public-key");
    if (name.has_value() == multibase.has_value())
        return Error(errors::kMissingArgument, "give --key REFERENCE or --public-key MULTIBASE");
    if (multibase) return crypto::PublicKey::from_multikey(*multibase);
    DEED_TRY(const auto reference, crypto::KeyReference::parse(*name));
    return toolkit.public_key(reference, invocation.call());
}

Result<crypto::PublicKey> given_key_to_list(Invocation& invocation, Toolkit& toolkit) {
    const auto text = invocation.option("key");
    if (!text || invocation.option("public-key")) return given_key(invocation, toolkit);
    DEED_TRY(const auto reference, crypto::KeyReference::parse(*text));
    return toolkit.proven_key(reference, invocation.call());
}

Result<std::optional<crypto::KeyReference>> given_reference(const Invocation& invocation,
                                                            std::string_view option) {
    const auto text = invocation.option(option);
    if (!text) return std::optional<crypto::KeyReference>();
    DEED_TRY(auto reference, crypto::KeyReference::parse(*text));
    return std::optional(std::move(reference));
}

Result<std::vector<did::Relationship>> given_relationships(std::string_view text) {
    std::vector<did::Relationship> relationships;
    while (true) {
        const std::string_view name = text.substr(0, text.find(','));
        const auto relationship = did::relationship_from_name(name);
        if (!relationship)
            return bad_value("for",
                             "takes authentication, assertionMethod, keyAgreement, "
                             "capabilityInvocation and capabilityDelegation");
        relationships.push_back(*relationship);
        if (name.size() == text.size()) return relationships;
        text.remove_prefix(name.size() + 1);
    }
}

Result<std::uint64_t> given_number(std::string_view option, std::string_view text,
                                   std::uint64_t least, std::uint64_t most) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < least || number > most)
        return bad_value(
            option, "takes a number from " + std::to_string(least) + " to " + std::to_string(most));
    return number;
}

Result<Timestamp> given_time(std::string_view option, std::string_view text) {
    const auto time = Timestamp::parse_rfc3339(text);
    if (!time) return bad_value(option, "takes a time such as 2026-01-02T03:04:05Z");
    return *time;
}

Result<std::string> required_option(const Invocation& invocation, std::string_view name,
                                    std::string_view value) {
    auto option = invocation.option(name);
    if (option) return *std::move(option);
    return Error(errors::kMissingArgument,
                 "--" + std::string(name) + " " + std::string(value) + " is missing");
}

}  // namespace deed::cli
