#include "service/issuers.hpp"

#include <algorithm>

#include "did/methods/key.hpp"
#include "service/errors.hpp"

namespace deed::service {
namespace {

constexpr std::string_view kFormat = "deed/issuers/v1";

/// Reads one object of the file, member by member, and knows its place.
class Entry {
public:
    Entry(json::Value value, std::string place) : value_(value), place_(std::move(place)) {}

    Result<std::optional<std::string>> text(std::string_view name) const {
        const auto member = value_.find(name);
        if (!member) return std::optional<std::string>();
        if (!member->is_string()) return malformed("is no string", name);
        return std::optional<std::string>(member->string());
    }

    Result<did::Did> did() const {
        DEED_TRY(const auto written, text("did"));
        if (!written) return malformed("is missing", "did");
        auto parsed = did::Did::parse(*written);
        if (!parsed) return malformed(parsed.error().message(), "did");
        return parsed;
    }

    Result<void> require_only(std::initializer_list<std::string_view> names) const {
        if (!value_.is_object())
            return Error(errors::kIssuersMalformed, place_ + " is no object", place_);
        for (const auto [name, value] : value_.object())
            if (std::ranges::find(names, name) == names.end())
                return malformed("is not a member that is known here", name);
        return {};
    }

    Error malformed(std::string_view why, std::string_view member) const {
        const std::string place = place_ + "/" + std::string(member);
        return Error(errors::kIssuersMalformed, place + " " + std::string(why), place);
    }

private:
    json::Value value_;
    std::string place_;
};

bool is_segment(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_' || c == '.';
    });
}

bool is_path(std::string_view text) {
    const std::size_t slash = text.find('/');
    return slash != std::string_view::npos && is_segment(text.substr(0, slash)) &&
           is_segment(text.substr(slash + 1));
}

std::string default_path(const SecuringForm& form, crypto::KeyType type) {
    return std::string(form.name) + "/" + std::string(crypto::to_string(type));
}

Result<const SecuringForm*> form_of(const Entry& entry, crypto::KeyType type) {
    DEED_TRY(const auto name, entry.text("cryptosuite"));
    if (name) {
        const SecuringForm* form = find_form(*name);
        if (form == nullptr)
            return Error(errors::kSuiteMissing, "\"" + *name + "\" is not in this build");
        if (!takes(*form, type))
            return entry.malformed(
                "does not take keys of the type " + std::string(crypto::to_string(type)),
                "cryptosuite");
        return form;
    }
    for (const SecuringForm& form : securing_forms())
        if (takes(form, type)) return &form;
    return entry.malformed("is needed: no form takes the key", "cryptosuite");
}

Result<IssuerConfiguration> read_issuer(const Entry& entry, const SignerSource& source,
                                        Call& call) {
    DEED_CHECK(entry.require_only({"did", "key", "cryptosuite", "path"}));
    DEED_TRY(did::Did did, entry.did());
    DEED_TRY(const auto key, entry.text("key"));
    DEED_TRY(auto signer, source(did, did::Relationship::assertion_method, key, call));
    const crypto::KeyType type = signer->public_key().type();
    DEED_TRY(const SecuringForm* const form, form_of(entry, type));
    DEED_TRY(const auto path, entry.text("path"));
    if (path && !is_path(*path))
        return entry.malformed("is not two words with '/' between them", "path");
    return IssuerConfiguration{path.value_or(default_path(*form, type)), form, std::move(did),
                               std::shared_ptr<crypto::Signer>(std::move(signer))};
}

Result<HolderConfiguration> read_holder(const Entry& entry, const SignerSource& source,
                                        Call& call) {
    DEED_CHECK(entry.require_only({"did", "key"}));
    DEED_TRY(did::Did did, entry.did());
    DEED_TRY(const auto key, entry.text("key"));
    DEED_TRY(auto signer, source(did, did::Relationship::authentication, key, call));
    return HolderConfiguration{std::move(did), std::shared_ptr<crypto::Signer>(std::move(signer))};
}

/// The elements of a member that is an array, or none where it is absent.
Result<std::vector<Entry>> entries(json::Value file, std::string_view name) {
    std::vector<Entry> all;
    const auto list = file.find(name);
    if (!list) return all;
    const std::string place = "/" + std::string(name);
    if (!list->is_array()) return Error(errors::kIssuersMalformed, place + " is no array", place);
    for (const json::Value one : list->array())
        all.emplace_back(one, place + "/" + std::to_string(all.size()));
    return all;
}

}  // namespace

const IssuerConfiguration* Signatories::on_path(std::string_view path) const {
    const auto found = std::ranges::find(issuers, path, &IssuerConfiguration::path);
    return found == issuers.end() ? nullptr : &*found;
}

const IssuerConfiguration* Signatories::find(const std::optional<std::string>& did,
                                             const std::optional<std::string>& form) const {
    for (const IssuerConfiguration& one : issuers)
        if ((!did || one.did.to_string() == *did) && (!form || one.form->name == *form))
            return &one;
    return nullptr;
}

const HolderConfiguration* Signatories::holder(const std::optional<std::string>& did,
                                               const SecuringForm* form) const {
    for (const HolderConfiguration& one : holders)
        if ((!did || one.did.to_string() == *did) &&
            (form == nullptr || takes(*form, one.signer->public_key().type())))
            return &one;
    return nullptr;
}

Result<Signatories> read_signatories(const json::Document& file, const SignerSource& source,
                                     Call& call) {
    const Entry whole(file.root(), "");
    DEED_CHECK(whole.require_only({"format", "issuers", "holders"}));
    DEED_TRY(const auto format, whole.text("format"));
    if (format != kFormat)
        return whole.malformed("is not \"" + std::string(kFormat) + "\"", "format");

    Signatories all;
    DEED_TRY(const std::vector<Entry> issuers, entries(file.root(), "issuers"));
    for (const Entry& entry : issuers) {
        DEED_TRY(IssuerConfiguration issuer, read_issuer(entry, source, call));
        if (all.on_path(issuer.path) != nullptr)
            return Error(errors::kIssuersConflict, "two issuers answer on " + issuer.path);
        all.issuers.push_back(std::move(issuer));
    }
    DEED_TRY(const std::vector<Entry> holders, entries(file.root(), "holders"));
    for (const Entry& entry : holders) {
        DEED_TRY(HolderConfiguration holder, read_holder(entry, source, call));
        all.holders.push_back(std::move(holder));
    }
    return all;
}

Signatories throw_away_signatories() {
    Signatories all;
    for (const crypto::KeyTypeInfo& type : crypto::key_types()) {
        if (!type.can_generate || !type.can_sign) continue;
        const std::shared_ptr<crypto::Signer> signer =
            crypto::PrivateKey::into_signer(crypto::PrivateKey::generate(type.type));
        const did::Did did = did::did_key_of(signer->public_key());
        for (const SecuringForm& form : securing_forms())
            if (takes(form, type.type))
                all.issuers.push_back({default_path(form, type.type), &form, did, signer});
        all.holders.push_back({did, signer});
    }
    return all;
}

}  // namespace deed::service
