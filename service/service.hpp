#pragma once

#include <string>

#include "service/backend.hpp"
#include "service/guard.hpp"
#include "service/http/server.hpp"
#include "service/metrics.hpp"
#include "service/routes.hpp"

namespace deed::service {

/// The HTTP service: credentials by the W3C's VCALM, DIDs by DID Resolution's binding, and what its
/// operator watches (docs/http-service.md).
class Service final : public RequestHandler {
public:
    /// `log` gets one line a request, without its content.
    Service(Backend backend, Guard guard, Logger& log);

    /// From where /metrics and /readyz know what the server does; before it runs.
    void watch(const Server& server);

    std::optional<Reply> admit(const Request& request) override;
    std::optional<Reply> at_once(const Request& request) override;
    Reply handle(const Request& request, Call& call) override;
    Reply refuse(const Error& error) override;
    void done(const Exchange& exchange) override;

private:
    Reply answer(const Request& request, const Found& found, Call& call);

    Backend backend_;
    Guard guard_;
    Logger& log_;
    Metrics metrics_;
};

}  // namespace deed::service
