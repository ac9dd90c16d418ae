#pragma once

#include "did/methods/ethr.hpp"
#include "toolkit/chains.hpp"

namespace deed {

/// The chains of did:ethr among those configured: one by its chain id, or, of a name that is not
/// known, by its alias. The registry is `ethr-registry` of the chain, or the public one of its id.
/// Borrows the chains. `did_ethr.unknown_network`, and the errors of ChainSet::open().
did::EthrNetworkSource ethr_networks_of(ChainSet& chains);

}  // namespace deed
