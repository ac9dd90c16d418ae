#include "credentials/contexts/bundled_contexts.hpp"

#include <algorithm>
#include <array>

#include "credentials/contexts/bundled_texts.hpp"

namespace deed::credentials {
namespace {

// Sorted by URL. The digests are those of the published files (W3C repositories vc-data-model,
// vc-data-integrity, cid, did, vc-bitstring-status-list).
constexpr std::array<BundledContext, 24> kBundled{{
    {"https://w3id.org/citizenship/v4rc1", "citizenship-v4rc1", "", ""},
    {"https://w3id.org/security/data-integrity/v1", "data-integrity-v1",
     "b5d829bd09aa7c42abc6efa0c8ed7635313b5487f37ccfce3ecd149ca9418554",
     "1f7b51154c2cb596b804d3eedeabb7678c7ea4d36f5201496a681dbd868d5dc0"
     "cb90a8839f5142ccdc91fdb92c5adcf2"},
    {"https://w3id.org/security/data-integrity/v2", "data-integrity-v2",
     "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4",
     "0ee2d7626717f8b07cd449b525d5e2b71fe27209fc99e53089e0169dd2944d79"
     "3feea4526fc60bb9cca1cd96512391f6"},
    {"https://w3id.org/security/jwk/v1", "jwk-v1",
     "0f14b62f6071aafe00df265770ea0c7508e118247d79b7d861a406d2aa00bece",
     "762dc55ce79f361e3bbeb7d3cb0ddb3e44b8e2885261f8283183959d1aaa3390"
     "4af6a8005059ed9641500eab7d8ddae5"},
    {"https://w3id.org/security/multikey/v1", "multikey-v1",
     "ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597",
     "0fa51641d12fb8c701b2e6a9492556f25d32bb4af84a96f11808f0a623b97243"
     "4dd18a8f1f1865bc68d8ee046c4e5a3e"},
    {"https://w3id.org/security/suites/ed25519-2018/v1", "ed25519-2018-v1", "", ""},
    {"https://w3id.org/security/suites/ed25519-2020/v1", "ed25519-2020-v1", "", ""},
    {"https://w3id.org/security/suites/jws-2020/v1", "jws-2020-v1", "", ""},
    {"https://w3id.org/security/suites/x25519-2020/v1", "x25519-2020-v1", "", ""},
    {"https://w3id.org/security/v1", "security-v1", "", ""},
    {"https://w3id.org/security/v2", "security-v2", "", ""},
    {"https://w3id.org/vc/status-list/2021/v1", "status-list-2021-v1", "", ""},
    {"https://w3id.org/vdl/aamva/v1", "vdl-aamva-v1", "", ""},
    {"https://w3id.org/vdl/v1", "vdl-v1", "", ""},
    {"https://www.w3.org/2018/credentials/examples/v1", "credentials-examples-v1",
     "2070ae4e75bc3b4c2cfe2b8b6e86ec45119672bbb5da283f0399ea96c60a0104",
     "28011554bfae6f952a3bd28a921405b66c1a4d059e70d20cdb2424ca5f8a511a"
     "576960d56a70670be362633225122f28"},
    {"https://www.w3.org/2018/credentials/v1", "credentials-v1",
     "ab4ddd9a531758807a79a5b450510d61ae8d147eab966cc9a200c07095b0cdcc",
     "82c3b3eab863754bbfd2b9f17d8d6db9f61169f301cbf0b05e1fc4beb5f5c51d"
     "d4d2e888c274f49c3fbb2408f61faed1"},
    {"https://www.w3.org/ns/cid/v1", "cid-v1",
     "ea216ecc1cb02cd39b693dba2250141e270ba0bf95890be107dd9a9e8e43de85",
     "327d924d4a48518eb5425e8a9430a3f20d9678bb1111cddbf0ff2a67b854ee48"
     "5c2ef149dfcd4516dfc1af7e733bec18"},
    {"https://www.w3.org/ns/credentials/examples/v2", "credentials-examples-v2",
     "57393fbc69d6efb9b9b5dc9cb6b9880b0944360abfe2eaf459c9e58cf2279d7c",
     "ccd35b4135824944a2d1b6f3edd6ee6be45c10dbfb0ba16f966609d58f88ef6e"
     "c7b0f387773c042cc60ef4ccfaf0cdba"},
    {"https://www.w3.org/ns/credentials/status/v1", "status-list-v1",
     "fda5add353231e6a6884a46b12e6c75464281900cb348284d9c360f62381d9f7",
     "ac0ef813833ebd666b6170a61c5adacc6d7d2f5a040d16c2928e8414d4fa07f6"
     "4d70313021e02bf4f97bdd123ed9a84e"},
    {"https://www.w3.org/ns/credentials/undefined-terms/v2", "credentials-undefined-terms-v2",
     "82dab514ba44eb18f5d1b0f638c5e140c6a556fbfb5089601bdc0fa5eb8b2581",
     "b2a66ccddba70ba67ad99c2ff52e60558df0063cea51c4ca886e25d9ea73cfab"
     "b878baf92dc2ad2bda26c31391850d68"},
    {"https://www.w3.org/ns/credentials/v2", "credentials-v2",
     "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
     "97f1eb8e5042356c805fdd61afa2c557663785e0794dcafa21e138fd38def18c"
     "b360133c221aa31d6896a6bf3e65b614"},
    {"https://www.w3.org/ns/did/v1", "did-v1",
     "4f3eae5568c9c5f036a082088f9e192019ee06faa78973c87ff91d5421b88dad",
     "75f4decf8174a6f2d40c0ddbd8cdfb4300ead2466db4932259a483a6e1177493"
     "2f15880786e1fbc16c4b399f9891b92b"},
    {"https://www.w3.org/ns/did/v1.1", "cid-v1",
     "ea216ecc1cb02cd39b693dba2250141e270ba0bf95890be107dd9a9e8e43de85",
     "327d924d4a48518eb5425e8a9430a3f20d9678bb1111cddbf0ff2a67b854ee48"
     "5c2ef149dfcd4516dfc1af7e733bec18"},
    {"https://www.w3.org/ns/odrl.jsonld", "odrl", "", ""},
}};
static_assert(std::ranges::is_sorted(kBundled, {}, &BundledContext::url));

}  // namespace

std::string_view BundledContext::text() const {
    return std::ranges::find(bundled_texts(), file, &BundledText::name)->json;
}

std::span<const BundledContext> bundled_contexts() { return kBundled; }

const BundledContext* find_bundled_context(std::string_view url) {
    const auto* found = std::ranges::lower_bound(kBundled, url, {}, &BundledContext::url);
    return found == kBundled.end() || found->url != url ? nullptr : found;
}

}  // namespace deed::credentials
