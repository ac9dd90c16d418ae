#pragma once

#include "cli/invocation.hpp"

// The verbs of `deed did` for a did:webvh, whose files are in the folder of --log.

namespace deed::cli {

Result<int> run_webvh_create(Invocation& invocation);
Result<int> run_webvh_update(Invocation& invocation);
Result<int> run_webvh_rotate(Invocation& invocation);
Result<int> run_webvh_move(Invocation& invocation);
Result<int> run_webvh_deactivate(Invocation& invocation);

}  // namespace deed::cli
