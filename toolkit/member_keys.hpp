#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "lib/crypto/referenced_key_store.hpp"
#include "registry-contracts/client/evm/registries/members.hpp"

namespace deed {

class Toolkit;

/// Of which members of a group a signature is asked.
struct MembersAsked {
    std::vector<registry::Hash> all;
    std::vector<registry::Hash> lacking;  ///< of whom there is none yet

    void add(const registry::Hash& member, bool is_lacking) {
        all.push_back(member);
        if (is_lacking) lacking.push_back(member);
    }
};

/// The key here that can sign: the one at the reference, or else the only one of the store that is
/// a member's (`toolkit.no_member_key`, `toolkit.several_member_keys`). Those that signed already
/// come last.
DEED_API Result<std::unique_ptr<registry::evm::MemberSigner>> member_signer(
    Toolkit& toolkit, const MembersAsked& asked, const std::optional<crypto::KeyReference>& key,
    Call& call);

}  // namespace deed
