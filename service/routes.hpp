#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/error/call.hpp"
#include "service/backend.hpp"
#include "service/http/message.hpp"

namespace deed::service {

/// A request that found its route.
struct Asked {
    const Request& request;
    std::vector<std::string_view> parameters;  ///< what stands in the path's places, as received
    std::string_view query;                    ///< as received, without '?'
    bool has_query = false;
};

/// Whether who asks must show that it may.
enum class Access : unsigned char { anybody, authorized };

/// One path and method. The table of these rows is the only list of them: dispatching, metrics and
/// the OpenAPI document all come from it.
struct Route {
    std::string_view method;
    std::string_view path;  ///< "/issuers/{cryptosuite}/{keyType}/credentials/issue"
    Access access;
    std::string_view operation;  ///< OpenAPI's operationId
    std::string_view summary;
    std::string_view request_schema;  ///< of a body of JSON; empty: there is none
    std::string_view reply_schema;    ///< of the usual answer; empty: text
    std::string_view statuses;        ///< that it answers with, as "201 400 503"
    Result<Reply> (*answer)(const Asked& asked, const Backend& backend, Call& call);
    bool is_quick = false;  ///< waits for nothing and nobody, and is answered without a worker
};

/// All routes. A place in a path stands for one segment, the last one of a path for all the rest.
std::span<const Route> routes();

struct Found {
    const Route* route = nullptr;  ///< null: none of this path and method
    std::string allowed = {};      ///< the methods that this path has, as in the header Allow
    std::vector<std::string_view> parameters = {};
    std::string_view query = {};
    bool has_query = false;
};
/// HEAD finds what GET does.
Found find_route(std::string_view method, std::string_view target);

/// The OpenAPI 3.1 document of the routes.
std::string openapi(std::string_view version);

}  // namespace deed::service
