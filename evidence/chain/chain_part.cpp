#include "evidence/chain/chain_part.hpp"

#include "evidence/chain/errors.hpp"
#include "evidence/content_json.hpp"
#include "evidence/errors.hpp"
#include "lib/encoding/text.hpp"

namespace deed::evidence {
namespace detail {

Result<std::uint64_t> read_chain_id(const StrictJson& strict, json::Value json,
                                    const std::string& at) {
    DEED_TRY(const std::uint64_t chain_id, strict.number(json, at));
    if (chain_id == 0) return strict.malformed("no chain has the number 0", at);
    return chain_id;
}

Result<registry::Address> read_account(const StrictJson& strict, json::Value json,
                                       const std::string& at) {
    DEED_TRY(const std::string_view text, strict.text(json, at));
    auto address = registry::parse_address(text);
    if (!address) return strict.malformed("must be 0x and 40 lower-case hexadecimal digits", at);
    return address;
}

Result<registry::evm::EventProof> read_event(const StrictJson& strict, json::Value json,
                                             const std::string& at) {
    if (!json.is_object()) return strict.malformed("must be an object", at);
    return registry::evm::EventProof::parse(json::to_string(json));
}

Result<std::vector<tlog::Hash>> read_hashes(const StrictJson& strict, json::Value json,
                                            const std::string& at) {
    constexpr std::size_t kMaxHashes = 128;  // twice the levels of the largest tree
    DEED_TRY(const json::Array array, strict.array(json, at));
    if (array.size() > kMaxHashes) return strict.malformed("there are more than 128 hashes", at);
    std::vector<tlog::Hash> hashes;
    for (const json::Value element : array) {
        DEED_TRY(const tlog::Hash hash,
                 strict.hash(element, at + "/" + std::to_string(hashes.size())));
        hashes.push_back(hash);
    }
    return hashes;
}

void write_hashes(json::Writer& writer, std::span<const tlog::Hash> hashes) {
    writer.begin_array();
    for (const tlog::Hash& hash : hashes) writer.string(base64_encode(hash));
    writer.end_array();
}

void write_event(json::Writer& writer, const registry::evm::EventProof& event) {
    const auto document = json::Document::parse(event.to_json());
    DEED_ASSERT(document.has_value());  // it was read or made by the same code
    writer.value(document->root());
}

}  // namespace detail

using detail::StrictJson;

Result<ChainPart> ChainPart::parse(json::Value json) {
    const StrictJson strict(errors::kProofMalformed);
    const bool is_cosigned = json.is_object() && json.find("cosigned").has_value();
    DEED_CHECK(
        strict.members(json, {"chainId", "contract", "opener", "inclusion", "consistency", "event"},
                       "/chain", is_cosigned ? "cosigned" : ""));
    const auto at = [](const char* name) { return "/chain/" + std::string(name); };
    DEED_TRY(const std::uint64_t chain_id,
             detail::read_chain_id(strict, *json.find("chainId"), at("chainId")));
    DEED_TRY(const registry::Address contract,
             detail::read_account(strict, *json.find("contract"), at("contract")));
    DEED_TRY(const registry::Address opener,
             detail::read_account(strict, *json.find("opener"), at("opener")));
    DEED_TRY(auto inclusion, detail::read_hashes(strict, *json.find("inclusion"), at("inclusion")));
    DEED_TRY(auto consistency,
             detail::read_hashes(strict, *json.find("consistency"), at("consistency")));
    DEED_TRY(auto event, detail::read_event(strict, *json.find("event"), at("event")));
    ChainPart part{chain_id,        contract, opener, std::move(inclusion), std::move(consistency),
                   std::move(event)};
    if (is_cosigned) {
        DEED_TRY(part.cosigned, detail::read_event(strict, *json.find("cosigned"), at("cosigned")));
    }
    return part;
}

json::Document ChainPart::to_json() const {
    json::Writer writer;
    writer.begin_object().key("chainId").integer(static_cast<std::int64_t>(chain_id));
    writer.member("contract", registry::to_string(contract))
        .member("opener", registry::to_string(opener));
    detail::write_hashes(writer.key("inclusion"), inclusion);
    detail::write_hashes(writer.key("consistency"), consistency);
    detail::write_event(writer.key("event"), event);
    if (cosigned) detail::write_event(writer.key("cosigned"), *cosigned);
    writer.end_object();
    return writer.take_document();
}

Result<json::Document> with_chain(const json::Document& proof, const ChainPart& part) {
    json::Writer writer;
    writer.begin_object();
    for (const auto& [name, value] : proof.root().object()) {
        if (name == "chain") return Error(errors::kAlreadyStrong, "", "/chain");
        if (name == "type")
            writer.member(name, detail::kChainProofType);
        else
            writer.key(name).value(value);
    }
    const json::Document chain = part.to_json();
    writer.key("chain").value(chain.root()).end_object();
    const std::string text = writer.take();
    if (text.size() > kMaxProofSize)
        return Error(errors::kProofTooLarge,
                     "the proof has " + std::to_string(text.size()) + " bytes");
    return json::Document::parse(text, {.max_bytes = kMaxProofSize});
}

}  // namespace deed::evidence
