#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "did/document_edit.hpp"
#include "did/methods/signed_operation.hpp"
#include "toolkit/did_writing.hpp"
#include "toolkit/toolkit.hpp"

// What happens to a did:weid between its creation and its end, with keys of the store.

namespace deed {

/// A DID whose creation was signed without a ledger.
struct OfflineDid {
    CreatedDid created;
    did::SignedOperation operation;
};
/// Makes the keys as Toolkit::create_did() does, and signs the creation for the ledger of
/// `network`, valid for `validity_seconds`.
DEED_API Result<OfflineDid> sign_did(Toolkit& toolkit, const std::string& name,
                                     const std::string& network, const CreateOptions& options,
                                     std::uint64_t validity_seconds, Call& call);
/// The same in a form that is known, so that nothing is asked.
DEED_API Result<OfflineDid> sign_did(Toolkit& toolkit, const std::string& name,
                                     const registry::OperationForm& form,
                                     const CreateOptions& options, std::uint64_t validity_seconds,
                                     Call& call);

/// A change of a document, applied to the one that holds now.
using DocumentEdit = std::function<Result<did::Document>(const did::Document&)>;
/// Records the edited document. When another operation came in between, the edit is applied anew to
/// what holds then, a few times; its own refusals end it. `did.no_change` where it leaves the
/// document as it is.
DEED_API Result<registry::Receipt> edit_did(Toolkit& toolkit, const did::Did& did,
                                            const DocumentEdit& edit, Call& call);
DEED_API Result<registry::Receipt> edit_did(Toolkit& toolkit, const DidWriting& writing,
                                            const did::Did& did, const DocumentEdit& edit,
                                            Call& call);
/// Records the document, whatever holds now.
DEED_API Result<registry::Receipt> replace_document(Toolkit& toolkit, const DidWriting& writing,
                                                    const did::Did& did,
                                                    const json::Document& document, Call& call);

/// Whether a method of the document has the key, and for which relationships it is listed.
bool lists_key(const did::Document& document, const crypto::PublicKey& key);
std::vector<did::Relationship> relationships_of(const did::Document& document,
                                                const crypto::PublicKey& key);
/// The document with the new key in the place of the old one, for the same relationships; as it is
/// where it does not list the old one.
Result<did::Document> with_key_replaced(const did::Document& document,
                                        const crypto::PublicKey& old_key,
                                        const crypto::PublicKey& new_key);

/// Declares keys compromised, and takes those that are listed out of the document.
DEED_API Result<registry::Receipt> compromise_keys(Toolkit& toolkit, const did::Did& did,
                                                   const std::vector<did::CompromisedKey>& keys,
                                                   Call& call);
DEED_API Result<registry::Receipt> compromise_keys(Toolkit& toolkit, const DidWriting& writing,
                                                   const did::Did& did,
                                                   const std::vector<did::CompromisedKey>& keys,
                                                   Call& call);

struct RotateOptions {
    bool commit_next = false;  ///< commit to the key that is to come after the new one
    /// That key: a name, which is made where there is none of it, or the reference of one
    /// elsewhere.
    std::optional<crypto::KeyReference> next_key = std::nullopt;
    /// The key that takes over now, instead of a fresh one. Where the DID committed to its next
    /// key, it must be that one.
    std::optional<crypto::KeyReference> new_key = std::nullopt;
};
struct RotatedDid {
    registry::Receipt receipt;
    std::string controller_key;
    std::optional<std::string> next_key;
};
/// Gives the DID a new controller key: the committed one, if it has a name here
/// (`toolkit.no_committed_key`), the given one, or a fresh one. Where the document lists the old
/// one, the new one takes its place. `toolkit.key_not_made` where a key would have to be, and
/// DidWriting::makes_keys forbids it.
DEED_API Result<RotatedDid> rotate_did(Toolkit& toolkit, const did::Did& did,
                                       const RotateOptions& options, Call& call);
DEED_API Result<RotatedDid> rotate_did(Toolkit& toolkit, const DidWriting& writing,
                                       const did::Did& did, const RotateOptions& options,
                                       Call& call);

/// The key that may move or deactivate the DID: the committed one where there is a commitment
/// (`toolkit.no_committed_key`), else the controller's.
DEED_API Result<std::unique_ptr<crypto::Signer>> ending_key_of(Toolkit& toolkit,
                                                               const did::Did& did, Call& call);

/// Names the DID that takes this one's place, for good; signed by the ending key. `sequence` as of
/// registry::Terms.
DEED_API Result<registry::Receipt> move_did(Toolkit& toolkit, const DidWriting& writing,
                                            const did::Did& did, const did::Did& successor,
                                            Call& call,
                                            std::optional<std::uint64_t> sequence = std::nullopt);
/// Ends the DID for good; signed by the ending key.
DEED_API Result<registry::Receipt> deactivate_did(Toolkit& toolkit, const DidWriting& writing,
                                                  const did::Did& did, Call& call);

}  // namespace deed
