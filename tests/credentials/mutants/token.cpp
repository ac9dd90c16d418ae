#include "tests/credentials/mutants/token.hpp"

#include "lib/encoding/text.hpp"
#include "tests/credentials/mutants/mutants.hpp"

namespace deed::credentials::test {
namespace {

constexpr std::string_view kInvalid = "jws.signature_invalid";
constexpr std::string_view kOtherType = "jws.header_parameter_malformed";

using Codes = std::set<std::string_view>;

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> pieces(1);
    for (const char c : text) {
        if (c == separator)
            pieces.emplace_back();
        else
            pieces.back() += c;
    }
    return pieces;
}

ExpectedCodes codes_of_jwt() {
    ExpectedCodes codes{{"alg changed", {kOtherType, "jws.alg_unknown", "jws.alg_key_mismatch"}},
                        {"alg removed", {kOtherType}},
                        {"typ changed", {kOtherType, "jwt.typ_mismatch"}},
                        {"cty changed", {kOtherType, "jwt.cty_mismatch"}},
                        {"kid changed", {kOtherType, "proof.method_not_found"}},
                        {"header member removed", {kInvalid}},
                        {"header member added", {kInvalid}},
                        {"signature changed", {kInvalid}}};
    for (const std::string_view kind : kMutantKinds) codes[kind] = {kInvalid};
    codes["context changed"].insert("jwt.data_model");  // the base context of 1.1
    return codes;
}

// Digests are looked at before the signature, as what they hide is part of the claims: RFC 9901
// section 7.1. A digest that is gone leaves its disclosure without one, and one that is moved or
// doubled stands twice, or hides a claim where it has none to hide.
ExpectedCodes codes_of_sd_jwt() {
    ExpectedCodes codes = codes_of_jwt();
    const Codes of_digests{
        "sd_jwt.digest_malformed",     "sd_jwt.digest_repeated", "sd_jwt.disclosure_unreferenced",
        "sd_jwt.disclosure_misplaced", "sd_jwt.claim_exists",    "sd_jwt.claim_reserved",
        "sd_jwt.hash_unsupported"};
    for (const std::string_view kind :
         {"value changed", "value made null", "value emptied", "member removed", "member added",
          "member moved", "member renamed", "values swapped", "array changed", "type changed",
          "undefined term added"})
        codes[kind].insert(of_digests.begin(), of_digests.end());
    codes["disclosure changed"] = {"sd_jwt.disclosure_unreferenced", "sd_jwt.disclosure_malformed"};
    codes["disclosure repeated"] = {"sd_jwt.disclosure_repeated"};
    return codes;
}

}  // namespace

const ExpectedCodes kJwtCodes = codes_of_jwt();
const ExpectedCodes kSdJwtCodes = codes_of_sd_jwt();

std::string encoded(std::string_view text) { return base64url_encode(as_bytes(text)); }
std::string decoded(std::string_view base64url) {
    return std::string(as_text(base64url_decode(base64url).value()));
}

Token::Token(std::string_view text) : is_sd_jwt(text.find('~') != std::string_view::npos) {
    const auto pieces = split(text, '~');
    const auto parts = split(pieces.front(), '.');
    header = parts.at(0);
    payload = parts.at(1);
    signature = parts.at(2);
    if (!is_sd_jwt) return;
    disclosures.assign(pieces.begin() + 1, pieces.end() - 1);
    binding = pieces.back();
}

std::string Token::join() const {
    std::string text = header + "." + payload + "." + signature;
    if (is_sd_jwt) text += "~";
    for (const std::string& disclosure : disclosures) text += disclosure + "~";
    return text + binding;
}

}  // namespace deed::credentials::test
