#include "cli/chain_settings.hpp"
#include "cli/commands.hpp"
#include "cli/did_words.hpp"
#include "cli/sign_only.hpp"
#include "lib/json/writer.hpp"
#include "toolkit/signing_basis.hpp"

namespace deed::cli {
namespace {

/// Of the DID that is named, or of the first operation of one that is yet to be.
Result<json::Document> basis_json(Invocation& invocation, Toolkit& toolkit) {
    Call& call = invocation.call();
    const Timestamp now = toolkit.clock().now();
    if (!invocation.argument(0)) {
        DEED_TRY(registry::Ledger * ledger, toolkit.readable_registry(call));
        DEED_TRY(const CreationBasis basis, creation_basis_of(*ledger, now, call));
        return basis.to_json();
    }
    DEED_TRY(const did::Did did, named_did(invocation, toolkit));
    DEED_TRY(const did::WeidId id, did::parse_weid(did));
    DEED_TRY(registry::Ledger * ledger, toolkit.ledger_of(id.network, call));
    DEED_TRY(SigningBasis basis, signing_basis_of(*ledger, did, call));
    basis.taken = now;
    return basis.to_json();
}

Result<int> run_basis(Invocation& invocation) {
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const json::Document basis, basis_json(invocation, *toolkit));
    const auto out = invocation.out_file();
    json::Writer summary;
    if (out)
        summary.begin_object()
            .member("format", "deed/written-basis/v1")
            .member("file", *out)
            .end_object();
    DEED_CHECK(invocation.output().file_or_result(out ? &*out : nullptr, invocation.flag("force"),
                                                  0644, json::to_pretty_string(basis.root()),
                                                  out ? summary.take_document() : basis));
    return 0;
}

constexpr ArgumentRow kArguments[] = {
    {"DID", "the DID, or its name; without one, for the creation of a DID", false}};
constexpr OptionRow kOptions[] = {
    kNetworkOption, {"out", "FILE", "the file to write, - for stdout"}, kForceOption};

}  // namespace

constexpr CommandRow kDidBasis{
    "did",
    "basis",
    "Write what a signer without a ledger needs",
    "Writes one JSON file with what the next operation of a did:weid is signed for: its number,\n"
    "its controller, its document, and the contract of a chain. Whoever has the key signs on it\n"
    "with --sign-only, without a node and without an account that pays, for seven days. Without a\n"
    "DID, the file is what the creation of one is signed for.",
    kArguments,
    kOptions,
    "deed did basis acme --network bank-chain --out acme.basis.json",
    run_basis};

}  // namespace deed::cli
