#pragma once

#include <functional>
#include <memory>
#include <string>

#include "registry-contracts/client/errors.hpp"
#include "registry-contracts/client/schema_registry.hpp"
#include "registry-contracts/client/status_registry.hpp"
#include "tests/registry-contracts/suite/support.hpp"

// What every engine of SchemaRegistry and StatusRegistry must do. A test program of an engine lists
// schema_suite.cpp and status_suite.cpp and adds, for each engine, in namespace
// deed::registry::test, one of
//
//     DEED_TEST_REGISTRIES(name, make_fixture);
//     DEED_TEST_READ_ONLY_REGISTRIES(name, make_fixture);

namespace deed::registry::test {

/// A fresh pair of registries of the engine under test, and of identifiers that own things there.
class RegistriesFixture {
public:
    virtual ~RegistriesFixture() = default;

    /// Where operations are written: the engine under test or, if that only reads, what it reads.
    virtual SchemaRegistry& schemas() = 0;
    virtual StatusRegistry& lists() = 0;
    /// The engine under test, showing everything that is included by now.
    virtual SchemaRegistry& read_schemas() = 0;
    virtual StatusRegistry& read_lists() = 0;

    /// The life of the identifier whose first key is the signer's.
    virtual void create_identity(crypto::Signer& signer) = 0;
    virtual void rotate(const Address& subject, crypto::Signer& from, crypto::Signer& to) = 0;
    virtual void deactivate(const Address& subject, crypto::Signer& controller) = 0;

    /// What is written from here on has a later time.
    virtual void let_time_pass() = 0;
    /// Makes the account of this signer the steward of CPT ids, if it is not that already; open
    /// ids begin at kOpenCptFrom.
    virtual void appoint(crypto::Signer& steward) = 0;
};

struct RegistriesEngine {
    std::string name;
    std::function<std::unique_ptr<RegistriesFixture>()> make;
};

class RegistriesSuite : public testing::TestWithParam<RegistriesEngine> {
protected:
    SchemaRegistry& schemas() { return fixture_->schemas(); }
    StatusRegistry& lists() { return fixture_->lists(); }

    /// A schema of alice, who has no identifier yet.
    Hash make_schema(std::string_view name = "degree") {
        must(schemas().create(alice_, must(owned_name(name)), bytes_of("{}"), *alice_key_, call_));
        return owned_id(alice_, must(owned_name(name)));
    }
    Hash make_list(bool permanent = true) {
        const NewList list{must(owned_name("list")), permanent, "https://bank.example/list"};
        must(lists().create(alice_, list, *alice_key_, call_));
        return owned_id(alice_, list.name);
    }
    SchemaRecord schema(const Hash& id, const At& at = Latest{}) {
        return must(fixture_->read_schemas().find(id, at, call_));
    }
    ListRecord list(const Hash& id, const At& at = Latest{}) {
        return must(fixture_->read_lists().find(id, at, call_));
    }
    bool is_set(const Hash& id, std::uint64_t credential, const At& at = Latest{}) {
        return must(fixture_->read_lists().is_set(id, credential, at, call_));
    }

    Call call_;
    std::unique_ptr<RegistriesFixture> fixture_ = GetParam().make();
    std::unique_ptr<crypto::Signer> alice_key_ = controller(1);
    std::unique_ptr<crypto::Signer> bob_key_ = controller(2);
    std::unique_ptr<crypto::Signer> carol_key_ = controller(3);
    /// 4 is whoever brings operations on a chain.
    std::unique_ptr<crypto::Signer> steward_key_ = controller(5);
    Address alice_ = address_of(*alice_key_);
    Address bob_ = address_of(*bob_key_);
};

class SchemaReading : public RegistriesSuite {};
class SchemaWriting : public RegistriesSuite {};
class StatusReading : public RegistriesSuite {};
class StatusWriting : public RegistriesSuite {};

inline Hash root_of(std::string_view text) { return crypto::sha256(as_bytes(text)); }

inline std::string registries_name(const testing::TestParamInfo<RegistriesEngine>& info) {
    return info.param.name;
}

#define DEED_TEST_READ_ONLY_REGISTRIES(name, make)                                                \
    INSTANTIATE_TEST_SUITE_P(name, SchemaReading, testing::Values(RegistriesEngine{#name, make}), \
                             registries_name);                                                    \
    INSTANTIATE_TEST_SUITE_P(name, StatusReading, testing::Values(RegistriesEngine{#name, make}), \
                             registries_name)
#define DEED_TEST_REGISTRIES(name, make)                                                          \
    DEED_TEST_READ_ONLY_REGISTRIES(name, make);                                                   \
    INSTANTIATE_TEST_SUITE_P(name, SchemaWriting, testing::Values(RegistriesEngine{#name, make}), \
                             registries_name);                                                    \
    INSTANTIATE_TEST_SUITE_P(name, StatusWriting, testing::Values(RegistriesEngine{#name, make}), \
                             registries_name)

}  // namespace deed::registry::test
