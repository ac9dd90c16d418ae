#pragma once

#include <optional>

#include "registry-contracts/client/log_schema_registry.hpp"
#include "registry-contracts/client/log_status_registry.hpp"
#include "tests/registry-contracts/client/local/local_fixture.hpp"
#include "tests/registry-contracts/suite/registries_suite.hpp"

namespace deed::registry::test {

/// The registries in a log: written through one fixture's writer, read through its reader.
template <typename Ledgers>
class LogRegistries : public RegistriesFixture {
public:
    SchemaRegistry& schemas() override { return schemas_.emplace(writer(), ledgers_.clock()); }
    StatusRegistry& lists() override { return lists_.emplace(writer(), ledgers_.clock()); }
    SchemaRegistry& read_schemas() override {
        return read_schemas_.emplace(reader(), ledgers_.clock());
    }
    StatusRegistry& read_lists() override {
        return read_lists_.emplace(reader(), ledgers_.clock());
    }

    void create_identity(crypto::Signer& signer) override {
        must(DidRegistry(writer(), ledgers_.clock()).create(bytes_of("{}"), signer, call_));
    }
    void rotate(const Address& subject, crypto::Signer& from, crypto::Signer& to) override {
        DidRegistry dids(writer(), ledgers_.clock());
        must(dids.rotate(subject, std::nullopt, {to, &from}, call_));
    }
    void deactivate(const Address& subject, crypto::Signer& controller) override {
        must(DidRegistry(writer(), ledgers_.clock()).deactivate(subject, controller, call_));
    }
    void let_time_pass() override { ledgers_.clock().set(ledgers_.clock().now().plus_seconds(10)); }
    void appoint(crypto::Signer& steward) override {
        LogSchemaRegistry registry(writer(), ledgers_.clock());
        must(registry.appoint_steward(test::address_of(steward), kOpenCptFrom, steward, call_));
    }

    Ledgers& ledgers() { return ledgers_; }

private:
    LogLedger& writer() { return dynamic_cast<LogLedger&>(ledgers_.writer()); }
    LogLedger& reader() { return dynamic_cast<LogLedger&>(ledgers_.reader()); }

    Ledgers ledgers_;
    Call call_;
    std::optional<LogSchemaRegistry> schemas_;
    std::optional<LogStatusRegistry> lists_;
    std::optional<LogSchemaRegistry> read_schemas_;
    std::optional<LogStatusRegistry> read_lists_;
};

}  // namespace deed::registry::test
