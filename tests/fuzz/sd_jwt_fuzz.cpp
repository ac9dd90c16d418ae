// Whatever parses is printed as it came, shows itself again when everything is chosen, and holds
// no more when less is; and no input makes verification succeed.
#include <cstdlib>

#include "credentials/sd_jwt/hold.hpp"
#include "credentials/sd_jwt/secured_sd_jwt.hpp"
#include "lib/encoding/text.hpp"

namespace {

using deed::credentials::SdJwt;

void require(bool holds) {
    if (!holds) std::abort();
}

// The key of RFC 8037, appendix A.2; its corpus holds nothing that it signed.
const deed::crypto::PublicKey& some_key() {
    static const auto kKey =
        deed::crypto::PublicKey::from_raw(
            deed::crypto::KeyType::ed25519,
            deed::base64url_decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").value())
            .value();
    return kKey;
}

void check_selections(const SdJwt& sd_jwt) {
    const std::vector<std::string> all{""};
    const auto whole = deed::credentials::select_disclosures(sd_jwt, all);
    require(whole.has_value() && *whole == sd_jwt.presented());
    for (const auto& claim : deed::credentials::disclosable_claims(sd_jwt)) {
        const std::vector<std::string> one{claim.pointer};
        const auto selected = deed::credentials::select_disclosures(sd_jwt, one);
        require(selected.has_value());
        const auto shown = SdJwt::parse(*selected);
        require(shown.has_value());
        require(shown->disclosures().size() <= sd_jwt.disclosures().size());
    }
}

/// Every signature is written again, but not the headers that nobody signed.
void check_json(std::string_view text) {
    const auto read = SdJwt::parse_json(text);
    if (!read) return;
    const auto again =
        SdJwt::parse_json(read->to_json(deed::credentials::JsonForm::general).root());
    if (!again) return;  // a header may hold the names that stand beside it in JSON
    require(again->to_string() == read->to_string());
    require(again->signatures().size() == read->signatures().size());
    for (std::size_t i = 0; i < read->signatures().size(); ++i)
        require(again->signatures()[i].to_string() == read->signatures()[i].to_string());
    (void)read->confirmation();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = deed::as_text({data, size});
    check_json(text);
    const auto sd_jwt = SdJwt::parse(text);
    if (!sd_jwt) return 0;
    require(sd_jwt->to_string() == text);
    require(sd_jwt->payload().root().is_object());
    require(!sd_jwt->verify(some_key()).has_value());
    require(!sd_jwt->verify_key_binding(some_key()).has_value());
    (void)sd_jwt->holder_key();
    using deed::credentials::JsonForm;
    for (const JsonForm form : {JsonForm::flattened, JsonForm::general}) {
        const auto again = SdJwt::parse_json(sd_jwt->to_json(form).root());
        // A header may hold the names that stand beside it in JSON.
        if (again) require(again->to_string() == text);
    }
    if (!sd_jwt->key_binding() && sd_jwt->disclosures().size() < 32) check_selections(*sd_jwt);
    (void)deed::credentials::SecuredSdJwt::parse(text, deed::credentials::DocumentKind::credential);
    return 0;
}
