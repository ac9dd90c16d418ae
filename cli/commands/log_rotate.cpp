#include "cli/commands.hpp"
#include "cli/invocation.hpp"
#include "lib/json/writer.hpp"

namespace deed::cli {
namespace {

json::Document rotated_document(const RotatedKey& rotated) {
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/log-key-rotation/v1")
        .member("key", rotated.name)
        .member("verifierKey", rotated.key.to_string())
        .key("position")
        .integer(static_cast<std::int64_t>(rotated.position))
        .end_object();
    return writer.take_document();
}

Result<int> run_rotate_key(Invocation& invocation) {
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const RotatedKey rotated, toolkit->rotate_log_key(invocation.call()));
    if (rotated.was_begun) Output::note("finished a succession that had been interrupted");
    Output::note("entry {0} hands the log over to the key {1}, which signs from now on",
                 {std::to_string(rotated.position), rotated.name});
    Output::hint("give the new verifier key to those who pin the log by a key; DIDs stay");
    DEED_CHECK(invocation.output().result(rotated.key.to_string(), rotated_document(rotated)));
    return 0;
}

}  // namespace

constexpr CommandRow kLogRotateKey{
    "log",
    "rotate-key",
    "Hand the ledger's log over to a new key",
    "Makes a new key in the store and records, signed by the old key and the new one, that it "
    "signs\n"
    "the log from now on; prints the new verifier key. The network and all DIDs stay, and whoever\n"
    "pinned the first key or the network can go on. After an interruption, run it again.",
    {},
    {},
    "deed log rotate-key",
    run_rotate_key};

}  // namespace deed::cli
