#include <algorithm>

#include "lib/json/writer.hpp"
#include "registry-contracts/client/evm/deployment/deployment.hpp"
#include "registry-contracts/client/evm/deployment/errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

namespace deed::registry::evm {
namespace {

constexpr std::string_view kFormat = "deed/deployment/v1";
constexpr std::size_t kIdDigits = 32;

Error malformed(std::string_view what) {
    return Error(errors::kDeploymentMalformed, std::string(what));
}

Result<std::string_view> text_of(json::Value json, std::string_view name) {
    const auto value = json.find(name);
    const auto text = value ? value->string_if() : std::nullopt;
    if (!text) return malformed("\"" + std::string(name) + "\" is no text");
    return *text;
}

/// Numbers stand as decimal text, so that none is too large for JSON.
Result<std::uint64_t> number_of(json::Value json, std::string_view name) {
    DEED_TRY(const std::string_view text, text_of(json, name));
    const auto value = Uint256::from_decimal(text);
    if (!value || !value->fits_u64())
        return malformed("\"" + std::string(name) + "\" is no number");
    return value->to_u64();
}

Result<Address> address_of(json::Value json, std::string_view name) {
    DEED_TRY(const std::string_view text, text_of(json, name));
    auto address = parse_account(text);
    if (!address) return malformed("\"" + std::string(name) + "\" is no address");
    return address;
}

Result<DeployedContract> contract_of(json::Value json, Contract contract) {
    DeployedContract deployed{.contract = contract};
    DEED_TRY(const std::string_view name, text_of(json, "contract"));
    if (name != artifact_of(contract).name) return malformed("the contracts are in another order");
    DEED_TRY(deployed.address, address_of(json, "address"));
    DEED_TRY(const std::string_view hash, text_of(json, "transaction"));
    const auto word = word_from_hex(hash);
    if (!word) return malformed("\"transaction\" is no hash");
    deployed.transaction_hash = *word;
    DEED_TRY(deployed.block_number, number_of(json, "block"));
    DEED_TRY(deployed.gas_used, number_of(json, "gasUsed"));
    DEED_TRY(const std::string_view price, text_of(json, "gasPrice"));
    const auto wei = Uint256::from_decimal(price);
    if (!wei) return malformed("\"gasPrice\" is no number");
    deployed.gas_price = *wei;
    return deployed;
}

Result<DeploymentPlan> plan_of(json::Value json) {
    DeploymentPlan plan;
    DEED_TRY(plan.owner, address_of(json, "owner"));
    DEED_TRY(plan.delay_seconds, number_of(json, "delaySeconds"));
    DEED_TRY(plan.steward, address_of(json, "steward"));
    DEED_TRY(plan.open_from, number_of(json, "openFrom"));
    if (!plan.check()) return malformed("its settings are such as no deployment has");
    return plan;
}

}  // namespace

json::Document Deployment::to_json() const {
    json::Writer writer;
    writer.begin_object()
        .member("format", kFormat)
        .member("id", id)
        .member("chainId", std::to_string(chain_id))
        .member("account", to_checksummed(account))
        .member("owner", to_checksummed(plan.owner))
        .member("delaySeconds", std::to_string(plan.delay_seconds))
        .member("steward", to_checksummed(plan.steward))
        .member("openFrom", std::to_string(plan.open_from))
        .key("contracts")
        .begin_array();
    for (const DeployedContract& deployed : contracts)
        writer.begin_object()
            .member("contract", artifact_of(deployed.contract).name)
            .member("address", to_checksummed(deployed.address))
            .member("transaction", to_hex(deployed.transaction_hash))
            .member("block", std::to_string(deployed.block_number))
            .member("gasUsed", std::to_string(deployed.gas_used))
            .member("gasPrice", deployed.gas_price.to_decimal())
            .end_object();
    writer.end_array().end_object();
    return writer.take_document();
}

Result<Deployment> Deployment::parse(json::Value json) {
    if (!json.is_object()) return malformed("the record is no JSON object");
    DEED_TRY(const std::string_view format, text_of(json, "format"));
    if (format != kFormat && format.starts_with("deed/deployment/"))
        return Error(errors::kDeploymentNewerFormat, std::string(format));
    if (format != kFormat) return malformed("the format is not deed/deployment/v1");
    Deployment deployment;
    DEED_TRY(const std::string_view id, text_of(json, "id"));
    const bool is_id = id.size() == kIdDigits && std::ranges::all_of(id, [](char c) {
                           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                       });
    if (!is_id) return malformed("\"id\" is not 32 hexadecimal digits");
    deployment.id = id;
    DEED_TRY(deployment.chain_id, number_of(json, "chainId"));
    DEED_TRY(deployment.account, address_of(json, "account"));
    DEED_TRY(deployment.plan, plan_of(json));
    const auto contracts = json.find("contracts");
    if (!contracts || !contracts->is_array() || contracts->array().size() > kContracts.size())
        return malformed("\"contracts\" is no list of contracts");
    for (const json::Value contract : contracts->array()) {
        DEED_TRY(DeployedContract deployed,
                 contract_of(contract, kContracts[deployment.contracts.size()]));
        deployment.contracts.push_back(deployed);
    }
    return deployment;
}

}  // namespace deed::registry::evm
