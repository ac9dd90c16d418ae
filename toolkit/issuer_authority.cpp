#include "toolkit/issuer_authority.hpp"

#include <algorithm>

#include "credentials/authority_errors.hpp"
#include "lib/encoding/text.hpp"
#include "registry-contracts/client/issuer_errors.hpp"
#include "toolkit/issuer_errors.hpp"
#include "toolkit/issuers.hpp"

namespace deed {
namespace {

namespace codes = credentials::errors;
using credentials::AuthorityAnswer;
using credentials::AuthorityFinding;
using credentials::AuthorityQuestion;

/// A type that the credential must be covered for, and what it is called in reports.
struct AskedType {
    registry::CredentialType type{};
    std::string name;
};

class RootAuthority final : public credentials::IssuerAuthority {
public:
    RootAuthority(Toolkit& toolkit, TrustedRoot root) : toolkit_(toolkit), root_(std::move(root)) {}

    Result<AuthorityAnswer> ask(const AuthorityQuestion& question,
                                std::span<const Timestamp> moments, Call& call) override {
        DEED_TRY(const auto open,
                 open_issuer_registries(toolkit_, root_.place, RegistryAccess::read, call));
        DEED_TRY(const registry::KnownUntil known, open->known_until(call));
        AuthorityAnswer answer{{}, known.time};
        const auto issuer = issuer_of(question.issuer, open->network());
        if (!issuer) {
            const AuthorityFinding foreign{&codes::kAuthorityOtherNetwork,
                                           question.issuer + " is no DID of " + open->network()};
            answer.findings.assign(moments.size(), foreign);
            // Whose DID is of which network needs nobody's news.
            answer.known_until = std::max(known.time, toolkit_.clock().now());
            return answer;
        }
        // A root that was never founded accredits nobody, and must not pass for one that does not.
        DEED_TRY([[maybe_unused]] const registry::Committee committee,
                 open->issuers().committee(root_.root, call));
        const std::vector<AskedType> types = types_of(question, open->network());
        Ways ways{open->issuers(), root_.root, *issuer};
        for (const Timestamp& moment : moments) {
            DEED_TRY(AuthorityFinding finding, ways.find(types, moment, call));
            answer.findings.push_back(std::move(finding));
        }
        return answer;
    }

private:
    /// The ways from the root to the issuer.
    struct Ways {
        registry::IssuerRegistry& issuers;
        const registry::Hash& root;
        const registry::Address& issuer;

        Result<AuthorityFinding> find(const std::vector<AskedType>& types, Timestamp moment,
                                      Call& call) {
            const auto at = static_cast<std::uint64_t>(
                std::max<std::int64_t>(moment.unix_milliseconds(), 0) / 1000);
            std::string by;
            for (const AskedType& asked : types) {
                DEED_TRY(const registry::Judgement judgement, judge(asked.type, at, call));
                const bool direct = judgement.path.size() == 1;
                if (!judgement.is_authorised())
                    return AuthorityFinding{authority_code(judgement.verdict),
                                            words_of(asked, judgement)};
                if (!by.empty()) by += ", ";
                by += asked.name + (direct ? " by the root" : " by an accreditor below the root");
            }
            return AuthorityFinding{nullptr, "accredited for " + by};
        }

        Result<registry::Judgement> judge(const registry::CredentialType& type, std::uint64_t at,
                                          Call& call) {
            // What the root itself grants needs no search, which others could fill up.
            for (const auto& scope : {type, registry::every_credential_type()}) {
                DEED_TRY(const registry::Judgement direct,
                         issuers.judge(root, {{issuer, scope}}, type, at, call));
                if (direct.is_authorised()) return direct;
            }
            return issuers.is_authorised(root, issuer, type, at, call);
        }
    };

    static std::string words_of(const AskedType& asked, const registry::Judgement& judgement) {
        std::string text = asked.name + ": " + std::string(registry::to_string(judgement.verdict));
        if (judgement.path.empty()) return text + ": the root knows no accreditation of the issuer";
        return text + ", at step " + std::to_string(judgement.step + 1) + " of " +
               std::to_string(judgement.path.size()) + " from the root";
    }

    std::optional<registry::Address> issuer_of(const std::string& text,
                                               const std::string& network) const {
        const auto did = did::Did::parse(text);
        if (!did) return std::nullopt;
        const auto full = did::full_weid(*did, toolkit_.config().network_names);
        if (!full) return std::nullopt;
        const auto id = did::parse_weid(*full);
        if (!id || id->network != network) return std::nullopt;
        return id->address;
    }

    static std::vector<AskedType> types_of(const AuthorityQuestion& question,
                                           const std::string& network) {
        std::vector<AskedType> types;
        for (const std::string& name : question.types)
            types.push_back({registry::credential_type_named(name), name});
        const std::string prefix = "urn:deed:schema:" + network + ":";
        for (const std::string& schema : question.schemas) {
            if (!schema.starts_with(prefix)) continue;
            const auto id = read_word(std::string_view(schema).substr(prefix.size()));
            if (id) types.push_back({*id, "schema " + schema.substr(prefix.size())});
        }
        return types;
    }

    Toolkit& toolkit_;
    const TrustedRoot root_;
};

}  // namespace

const ErrorCode* authority_code(registry::Verdict verdict) {
    using registry::Verdict;
    switch (verdict) {
        case Verdict::accredited:
            return nullptr;
        case Verdict::not_yet:
            return &codes::kAuthorityNotYet;
        case Verdict::ended:
            return &codes::kAuthorityEnded;
        case Verdict::suspended:
            return &codes::kAuthoritySuspended;
        case Verdict::removed:
            return &codes::kAuthorityRemoved;
        case Verdict::may_not_issue:
            return &codes::kAuthorityMayNotIssue;
        case Verdict::outside_parent:
            return &codes::kAuthorityOutsideScope;
        case Verdict::barred:
            return &codes::kAuthorityBarred;
        case Verdict::unknown:
        case Verdict::see_history:  // judge() gives none
            break;
    }
    return &codes::kAuthorityNotAccredited;
}

Result<TrustedRoot> read_trusted_root(std::string_view text) {
    const std::size_t at = text.find('@');
    const auto root = read_word(text.substr(0, at));
    if (root && at != std::string_view::npos && at + 1 < text.size())
        return TrustedRoot{*root, std::string(text.substr(at + 1))};
    return Error(errors::kTrustedRootMalformed, "\"" + std::string(text) + "\"");
}

std::unique_ptr<credentials::IssuerAuthority> authority_of(Toolkit& toolkit, TrustedRoot root) {
    return std::make_unique<RootAuthority>(toolkit, std::move(root));
}

std::string schema_urn(std::string_view network, const registry::Hash& schema) {
    return "urn:deed:schema:" + std::string(network) + ":0x" + hex_encode(schema);
}

}  // namespace deed
