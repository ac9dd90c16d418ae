#pragma once

#include <functional>
#include <string>

#include "credentials/verify_presentation.hpp"
#include "service/http/server.hpp"
#include "service/issuers.hpp"
#include "service/metrics.hpp"

namespace deed::service {

/// What the endpoints work with. All that is borrowed must outlive the service and be thread-safe.
struct Backend {
    did::DidResolver& resolver;
    const Clock& clock;
    const credentials::KnownContexts& contexts;
    Signatories signatories = {};
    /// Let requests ask that a proof be judged alone, whoever controls its key.
    bool allow_foreign_keys = false;
    /// Whom the service lets say who may issue; null: nobody is asked.
    credentials::IssuerAuthority* authority = nullptr;
    std::string version = {};
    std::function<Load()> load = [] { return Load{}; };
    const Metrics* metrics = nullptr;
    credentials::StatusSource* statuses = nullptr;  ///< as credentials::VerifyContext's
};

}  // namespace deed::service
