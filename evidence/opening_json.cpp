#include "evidence/content_json.hpp"
#include "evidence/errors.hpp"

namespace deed::evidence {
namespace {

constexpr std::string_view kOpeningType = "deed/opening/v1";

}  // namespace

json::Document Opening::to_json() const {
    json::Writer writer;
    writer.begin_object().member("type", kOpeningType).member("submitter", submitter_.to_string());
    detail::write_opening(writer, *this);
    return writer.end_object().take_document();
}

Result<Opening> Opening::parse(json::Value json) {
    const detail::StrictJson strict(errors::kOpeningDamaged);
    DEED_CHECK(strict.type(json, kOpeningType, errors::kOpeningNewerFormat));
    DEED_TRY(const std::string_view content, detail::content_member(strict, json));
    DEED_CHECK(strict.members(json, {"type", "submitter", "kind", "salt", content}, ""));
    DEED_TRY(const std::string_view did, strict.text(*json.find("submitter"), "/submitter"));
    auto submitter = did::Did::parse(did);
    if (!submitter) return strict.malformed("must be a DID", "/submitter");
    return detail::read_opening(strict, json, std::move(submitter).value());
}

}  // namespace deed::evidence
