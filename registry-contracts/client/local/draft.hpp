#pragma once

#include <map>
#include <set>
#include <span>
#include <vector>

#include "registry-contracts/client/local/image.hpp"

namespace deed::registry::local {

/// Rule 10 for each submission, and nothing beside operations of other types. The dear part of
/// taking an operation; needs no ledger.
std::vector<Result<void>> check_attachments(std::span<const Submission> submissions);

/// Operations that passed every check against the image and each other, not yet written.
class Draft {
public:
    struct Item {
        CheckedEntry checked;
        Bytes encoded;
        std::optional<Beside> beside;  ///< what must be written before the entry
    };

    /// Both outlive the draft, as do the submissions.
    Draft(LogImage& image, Timestamp accepted) : image_(&image), accepted_(accepted) {}

    /// Adds all of one caller's operations or, with an error, none. `attachments` is what
    /// check_attachments() told of them.
    Result<void> add(std::span<const Submission> submissions,
                     std::span<const Result<void>> attachments);

    std::vector<Item>& items() { return items_; }

private:
    /// What one caller would change.
    struct Trial {
        std::map<Address, IdentityState> states;
        std::map<OwnedKey, Bytes> owned;
        std::set<Hash> hashes;
        std::set<Hash> names;
        std::vector<Item> items;
    };

    /// States of schemas and lists by the trial, the draft and the image, in this order.
    class TrialStore final : public OwnedStore {
    public:
        TrialStore(Draft& draft, Trial& trial) : draft_(draft), trial_(trial) {}
        Result<std::optional<Bytes>> get(const OwnedKey& key) override;
        Result<void> put(const OwnedKey& key, Bytes state) override;

    private:
        Draft& draft_;
        Trial& trial_;
    };

    Result<void> apply(const Operation& operation, Trial& trial);
    Result<void> try_one(const Submission& submission, const Result<void>& attachment,
                         Trial& trial);
    Result<IdentityState*> state_of(const Address& subject, Trial& trial);
    Result<bool> is_known(const Hash& operation, const Trial& trial);
    Result<void> add_beside(const Beside& beside, Trial& trial);

    LogImage* image_;
    Timestamp accepted_;
    std::map<Address, IdentityState> states_;
    std::map<OwnedKey, Bytes> owned_;
    std::set<Hash> hashes_;
    std::set<Hash> names_;
    std::vector<Item> items_;
};

}  // namespace deed::registry::local
