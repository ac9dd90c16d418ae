#include "evidence/chain/hand_over.hpp"

#include "evidence/chain/errors.hpp"
#include "evidence/chain/publish.hpp"
#include "evidence/strict_json.hpp"
#include "lib/json/writer.hpp"
#include "registry-contracts/client/evm/registries/anchor_errors.hpp"
#include "registry-contracts/client/evm/wire/hex.hpp"

namespace deed::evidence {

namespace evm = registry::evm;

namespace {

constexpr std::string_view kType = "deed/log-take-over/v1";
constexpr std::size_t kMaxBytes = 16384;
constexpr std::size_t kConsentBytes = 65;

using detail::StrictJson;

Result<registry::Hash> read_word(const StrictJson& strict, json::Value json, const char* at) {
    DEED_TRY(const std::string_view text, strict.text(json, at));
    auto word = evm::word_from_hex(text);
    if (!word) return strict.malformed("must be 0x and 64 hexadecimal digits", at);
    return word;
}

Result<registry::Address> read_address(const StrictJson& strict, json::Value json, const char* at) {
    DEED_TRY(const std::string_view text, strict.text(json, at));
    auto account = evm::parse_account(text);
    if (!account) return strict.malformed(account.error().message(), at);
    return account;
}

}  // namespace

std::string TakeOver::to_json() const {
    const auto number = [](std::uint64_t value) { return static_cast<std::int64_t>(value); };
    json::Writer writer;
    writer.begin_object().member("type", kType).key("chainId").integer(number(chain_id));
    writer.member("contract", evm::to_checksummed(contract)).member("log", evm::to_hex(log));
    writer.key("size").integer(number(head.size)).member("root", evm::to_hex(head.root));
    writer.member("from", evm::to_checksummed(from)).member("to", evm::to_checksummed(to));
    writer.key("deadline").integer(number(deadline));
    writer.member("consent", evm::to_hex(consent)).end_object();
    return json::to_pretty_string(writer.take_document().root()) + "\n";
}

Result<TakeOver> TakeOver::parse(std::string_view text) {
    json::Limits limits;
    limits.max_bytes = kMaxBytes;
    DEED_TRY(const json::Document document, json::Document::parse(text, limits));
    const json::Value json = document.root();
    const StrictJson strict(errors::kTakeOverMalformed);
    DEED_CHECK(strict.type(json, kType, errors::kTakeOverNewer));
    DEED_CHECK(strict.members(
        json,
        {"type", "chainId", "contract", "log", "size", "root", "from", "to", "deadline", "consent"},
        ""));
    TakeOver read;
    DEED_TRY(read.chain_id, strict.number(*json.find("chainId"), "/chainId"));
    DEED_TRY(read.contract, read_address(strict, *json.find("contract"), "/contract"));
    DEED_TRY(read.log, read_word(strict, *json.find("log"), "/log"));
    DEED_TRY(read.head.size, strict.number(*json.find("size"), "/size"));
    DEED_TRY(read.head.root, read_word(strict, *json.find("root"), "/root"));
    DEED_TRY(read.from, read_address(strict, *json.find("from"), "/from"));
    DEED_TRY(read.to, read_address(strict, *json.find("to"), "/to"));
    DEED_TRY(read.deadline, strict.number(*json.find("deadline"), "/deadline"));
    DEED_TRY(const std::string_view consent, strict.text(*json.find("consent"), "/consent"));
    auto bytes = evm::from_hex(consent);
    if (!bytes || bytes->size() != kConsentBytes)
        return strict.malformed("must be 65 bytes in hexadecimal digits", "/consent");
    read.consent = *std::move(bytes);
    return read;
}

Result<TakeOver> consent_to_take_over(evm::ChainEvidence& evidence, const registry::Hash& log,
                                      evm::AccountSigner& next, std::uint64_t deadline,
                                      Call& call) {
    DEED_TRY(const evm::ChainLog now, evidence.log(log, call));
    if (now.owner == next.address())
        return Error(evm::errors::kOwnerInvalid,
                     "the log is " + evm::to_checksummed(now.owner) + "'s already");
    TakeOver made;
    made.chain_id = evidence.contract().chain_id();
    made.contract = evidence.contract().address();
    made.log = log;
    made.head = now.head;
    made.from = now.owner;
    made.to = next.address();
    made.deadline = deadline;
    DEED_TRY(const auto digest,
             evidence.take_over_digest(log, now.head, now.owner, made.to, deadline));
    DEED_TRY(const evm::RecoverableSignature signature, next.sign(digest, call));
    made.consent = signature.to_bytes();
    return made;
}

Result<void> check_take_over(const TakeOver& consent, evm::ChainEvidence& evidence,
                             const registry::Hash& log, const registry::Address& owner,
                             Call& call) {
    const auto other = [](std::string what) {
        return Error(errors::kTakeOverOther, std::move(what));
    };
    if (consent.chain_id != evidence.contract().chain_id())
        return other("it is for chain " + std::to_string(consent.chain_id));
    if (consent.contract != evidence.contract().address())
        return other("it is for the contract " + evm::to_checksummed(consent.contract));
    if (consent.log != log)
        return other("it is for the log " + evm::to_hex(consent.log) + " and not for " +
                     evm::to_hex(log));
    DEED_TRY(const evm::ChainLog now, evidence.log(log, call));
    if (now.owner != owner)
        return Error(errors::kNotLogOwner, "its owner is " + evm::to_checksummed(now.owner) +
                                               " and not " + evm::to_checksummed(owner));
    if (consent.from != owner)
        return other("it is for the owner " + evm::to_checksummed(consent.from));
    if (consent.head != now.head)
        return other("it is for the checkpoint of " + std::to_string(consent.head.size) +
                     " entries; the chain has " + std::to_string(now.head.size));
    DEED_TRY(const auto digest,
             evidence.take_over_digest(log, now.head, consent.from, consent.to, consent.deadline));
    DEED_TRY(const auto signature, evm::RecoverableSignature::from_bytes(consent.consent));
    DEED_TRY(const registry::Address signer, evm::recover_account(digest, signature));
    if (signer != consent.to)
        return other("it was signed by " + evm::to_checksummed(signer) + " and names " +
                     evm::to_checksummed(consent.to));
    return {};
}

}  // namespace deed::evidence
