#include "credentials/contexts/bundled_contexts.hpp"

#include <algorithm>
#include <array>

#include "credentials/contexts/bundled_texts.hpp"

namespace deed::credentials {
namespace {

// Sorted by URL. The digests are those of the published files (W3C repositories vc-data-model,
// vc-data-integrity, cid, did, vc-bitstring-status-list).
constexpr std::array<BundledContext, 24> kBundled{{
    {"https://w3id.org/citizenship/v4rc1", "citizenship-v4rc1", "", "", ""},
    {"https://w3id.org/security/data-integrity/v1", "data-integrity-v1",
     "b5d829bd09aa7c42abc6efa0c8ed7635313b5487f37ccfce3ecd149ca9418554",
     "1f7b51154c2cb596b804d3eedeabb7678c7ea4d36f5201496a681dbd868d5dc0"
     "cb90a8839f5142ccdc91fdb92c5adcf2",
     "c49951bd9f3e8f4d231fce5e45798a2d32fb7ef4a4f1a2e8d2f3dab5d10333a1"
     "421339974ee77159edae259fcf73c7cf136f1e3004ded5af25ac38983d2e8eca"},
    {"https://w3id.org/security/data-integrity/v2", "data-integrity-v2",
     "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4",
     "0ee2d7626717f8b07cd449b525d5e2b71fe27209fc99e53089e0169dd2944d79"
     "3feea4526fc60bb9cca1cd96512391f6",
     "39cd7a9a4047b74b8524640fe35633e81e8286d14bdbb7e77d0e08d850b00d6a"
     "35b0185d5de35c479baedb23a17989d9f628ac95531fdd79c0c5a0f632d9fa95"},
    {"https://w3id.org/security/jwk/v1", "jwk-v1",
     "0f14b62f6071aafe00df265770ea0c7508e118247d79b7d861a406d2aa00bece",
     "762dc55ce79f361e3bbeb7d3cb0ddb3e44b8e2885261f8283183959d1aaa3390"
     "4af6a8005059ed9641500eab7d8ddae5",
     "0efbff84523d720a2f331fec4fbedc969ee2e75764c0ed325c72cb56bc539d3a"
     "9c642023c958735afd5357554ab1f7e13111f0dcf861f59b2bc045126cd85211"},
    {"https://w3id.org/security/multikey/v1", "multikey-v1",
     "ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597",
     "0fa51641d12fb8c701b2e6a9492556f25d32bb4af84a96f11808f0a623b97243"
     "4dd18a8f1f1865bc68d8ee046c4e5a3e",
     "127d1338ea7f702d745ed5bf6900eda8aac4419da5463181fca02c27e0508510"
     "6e7d3eece9ea0e156bcff5c3f99eead397785c453bc579f7dd5496a991e10b5f"},
    {"https://w3id.org/security/suites/ed25519-2018/v1", "ed25519-2018-v1", "", "", ""},
    {"https://w3id.org/security/suites/ed25519-2020/v1", "ed25519-2020-v1", "", "", ""},
    {"https://w3id.org/security/suites/jws-2020/v1", "jws-2020-v1", "", "", ""},
    {"https://w3id.org/security/suites/x25519-2020/v1", "x25519-2020-v1", "", "", ""},
    {"https://w3id.org/security/v1", "security-v1", "", "", ""},
    {"https://w3id.org/security/v2", "security-v2", "", "", ""},
    {"https://w3id.org/vc/status-list/2021/v1", "status-list-2021-v1", "", "", ""},
    {"https://w3id.org/vdl/aamva/v1", "vdl-aamva-v1", "", "", ""},
    {"https://w3id.org/vdl/v1", "vdl-v1", "", "", ""},
    {"https://www.w3.org/2018/credentials/examples/v1", "credentials-examples-v1",
     "2070ae4e75bc3b4c2cfe2b8b6e86ec45119672bbb5da283f0399ea96c60a0104",
     "28011554bfae6f952a3bd28a921405b66c1a4d059e70d20cdb2424ca5f8a511a"
     "576960d56a70670be362633225122f28",
     "0b547bd9d17571de50d19e79e81aa9c84a3e1929eb732435cd73d1aefecec7a9"
     "3203485920416c1671c72d109d17e979c335105535d60a8623caf30cf891f90d"},
    {"https://www.w3.org/2018/credentials/v1", "credentials-v1",
     "ab4ddd9a531758807a79a5b450510d61ae8d147eab966cc9a200c07095b0cdcc",
     "82c3b3eab863754bbfd2b9f17d8d6db9f61169f301cbf0b05e1fc4beb5f5c51d"
     "d4d2e888c274f49c3fbb2408f61faed1",
     "536a40b390dda94a9e39196c00090f62668e8184fe3c8c02c4a22c85666e68bf"
     "6e85d3dc7f2dba85b2b62ef95d97de24132568d8504db43f2c9c82d2e88418d2"},
    {"https://www.w3.org/ns/cid/v1", "cid-v1",
     "ea216ecc1cb02cd39b693dba2250141e270ba0bf95890be107dd9a9e8e43de85",
     "327d924d4a48518eb5425e8a9430a3f20d9678bb1111cddbf0ff2a67b854ee48"
     "5c2ef149dfcd4516dfc1af7e733bec18",
     "2b46fc794597baa8e55b85621e7ba3829ac89cda777496b60fe44c0aa1cbbffd"
     "0c4ee7709a2d9fb4d6255380342b49a15ac0b3d6e6084a5505c6cc4253c357cb"},
    {"https://www.w3.org/ns/credentials/examples/v2", "credentials-examples-v2",
     "57393fbc69d6efb9b9b5dc9cb6b9880b0944360abfe2eaf459c9e58cf2279d7c",
     "ccd35b4135824944a2d1b6f3edd6ee6be45c10dbfb0ba16f966609d58f88ef6e"
     "c7b0f387773c042cc60ef4ccfaf0cdba",
     "8d563097eab123966bd7fb88a2566d19fb369112dabfde9badfd553c04e101be"
     "b230918f58f5b927881f7b32d16045f8ac0f601b4574eeb09521bfbf9e539669"},
    {"https://www.w3.org/ns/credentials/status/v1", "status-list-v1",
     "fda5add353231e6a6884a46b12e6c75464281900cb348284d9c360f62381d9f7",
     "ac0ef813833ebd666b6170a61c5adacc6d7d2f5a040d16c2928e8414d4fa07f6"
     "4d70313021e02bf4f97bdd123ed9a84e",
     "ff2ca7667b990373b46b12535e6b8de8eae270143278715ad935b159216521e5"
     "14cb1ccd8517410a2429527e24d8fc96f88f8b734887a2602e6ee07b83b66fed"},
    {"https://www.w3.org/ns/credentials/undefined-terms/v2", "credentials-undefined-terms-v2",
     "82dab514ba44eb18f5d1b0f638c5e140c6a556fbfb5089601bdc0fa5eb8b2581",
     "b2a66ccddba70ba67ad99c2ff52e60558df0063cea51c4ca886e25d9ea73cfab"
     "b878baf92dc2ad2bda26c31391850d68",
     "7c525ff49bc479ec5da7fccf5d56497e4be408eb269d36609cc1f6ce1f9c4ee2"
     "3e4aefb53d3728b4a1cac56da6518fcfde789af23a5dfb77f4ce693eb5ed581b"},
    {"https://www.w3.org/ns/credentials/v2", "credentials-v2",
     "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
     "97f1eb8e5042356c805fdd61afa2c557663785e0794dcafa21e138fd38def18c"
     "b360133c221aa31d6896a6bf3e65b614",
     "5d55452bd2dcf8a29f5a290473eb242b1c5fb77d4e68f1a0aa87baa4dba26948"
     "52d65ec63d48ac04a99d956f9f7153b9406f84d2d04c74869b02c239a1d81305"},
    {"https://www.w3.org/ns/did/v1", "did-v1",
     "4f3eae5568c9c5f036a082088f9e192019ee06faa78973c87ff91d5421b88dad",
     "75f4decf8174a6f2d40c0ddbd8cdfb4300ead2466db4932259a483a6e1177493"
     "2f15880786e1fbc16c4b399f9891b92b",
     "ec55295367dbe3aec9020b8807d0590a735d87cdcbb35ff04ef68537a6d09be9"
     "e3c1e47cead74b855d3584f83ad408f34da9b925647e084954aaf7f54807858f"},
    {"https://www.w3.org/ns/did/v1.1", "cid-v1",
     "ea216ecc1cb02cd39b693dba2250141e270ba0bf95890be107dd9a9e8e43de85",
     "327d924d4a48518eb5425e8a9430a3f20d9678bb1111cddbf0ff2a67b854ee48"
     "5c2ef149dfcd4516dfc1af7e733bec18",
     "2b46fc794597baa8e55b85621e7ba3829ac89cda777496b60fe44c0aa1cbbffd"
     "0c4ee7709a2d9fb4d6255380342b49a15ac0b3d6e6084a5505c6cc4253c357cb"},
    {"https://www.w3.org/ns/odrl.jsonld", "odrl", "", "", ""},
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
