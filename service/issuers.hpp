#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "did/document.hpp"
#include "lib/crypto/key.hpp"
#include "lib/error/call.hpp"
#include "service/forms.hpp"

namespace deed::service {

/// Who issues, with which key, and how; answers on /issuers/{path}/credentials/issue.
struct IssuerConfiguration {
    std::string path;  ///< two segments, by default "{cryptosuite}/{key type}"
    const SecuringForm* form;
    did::Did did;
    std::shared_ptr<crypto::Signer> signer;
};

/// Who presents.
struct HolderConfiguration {
    did::Did did;
    std::shared_ptr<crypto::Signer> signer;
};

/// Everybody for whom a service signs.
struct Signatories {
    std::vector<IssuerConfiguration> issuers;
    std::vector<HolderConfiguration> holders;

    bool empty() const { return issuers.empty() && holders.empty(); }
    const IssuerConfiguration* on_path(std::string_view path) const;
    /// Of this DID, or of any where none is named, with this form, or with any where none is named.
    const IssuerConfiguration* find(const std::optional<std::string>& did,
                                    const std::optional<std::string>& form) const;
    /// Of this DID, or of any where none is named, whose key signs in this form, or in any where it
    /// is null.
    const HolderConfiguration* holder(const std::optional<std::string>& did,
                                      const SecuringForm* form = nullptr) const;
};

/// Gets the signer of a DID for a relationship: with the key that is referred to, or with any that
/// fits.
using SignerSource = std::function<Result<std::unique_ptr<crypto::Signer>>(
    const did::Did& did, did::Relationship relationship,
    const std::optional<std::string>& key_reference, Call& call)>;

/// The signatories of a file (docs/http-service.md): {"format": "deed/issuers/v1", "issuers":
/// [{"did", "key", "cryptosuite", "path"}], "holders": [{"did", "key"}]}.
/// `service.issuers_malformed`, `service.suite_missing`, `service.issuers_conflict`, or what the
/// source says.
Result<Signatories> read_signatories(const json::Document& file, const SignerSource& source,
                                     Call& call);

/// One throw-away key for each type that signs, each with its did:key, in every form that takes
/// it. The keys are gone with the object.
Signatories throw_away_signatories();

}  // namespace deed::service
