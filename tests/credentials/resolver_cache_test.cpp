// A remembered DID document is judged by its age.
#include "did/caching_resolver.hpp"
#include "tests/credentials/cast.hpp"

namespace deed::credentials {
namespace {

using test::Cast;

TEST(ResolverCache, AReportTellsTheAgeOfARememberedDocument) {
    Cast cast;
    did::CachingResolver cache(cast.resolver, cast.clock, {3'600, 10});
    const json::Document credential = cast.issue(test::kUnsigned).value();
    const VerifyContext context{cache, cast.clock, cast.contexts};
    cast.policy.max_did_age_seconds = 600;

    const Timestamp start = cast.clock.now();
    ASSERT_OK_AND(const Report fresh, verify(credential, cast.policy, context, cast.call));
    EXPECT_EQ(fresh.find("did.freshness")->detail, "resolved directly");

    cast.clock.set(start.plus_seconds(600));
    ASSERT_OK_AND(const Report known, verify(credential, cast.policy, context, cast.call));
    EXPECT_EQ(known.find("did.freshness")->state, CheckState::passed);
    EXPECT_EQ(known.find("did.freshness")->detail,
              "as of " + start.to_string() + ", by resolver cache");

    cast.clock.set(start.plus_seconds(601));
    ASSERT_OK_AND(const Report stale, verify(credential, cast.policy, context, cast.call));
    EXPECT_EQ(test::troubles(stale), "did.freshness: undetermined did.stale\n");
}

}  // namespace
}  // namespace deed::credentials
