#include "tests/durability/home.hpp"

#include <sys/stat.h>

#include <array>
#include <fstream>

#include "lib/encoding/text.hpp"
#include "tests/lib/crypto/key_store/example.hpp"

namespace deed::durability {

using test::must;

Timestamp start_time() { return must(Timestamp::parse_rfc3339("2026-01-02T03:04:05Z")); }

Timestamp start_of_life(int life) {
    constexpr std::array<std::int64_t, 4> kHours = {0, -30, 26, -1};
    return start_time().plus_seconds(3600 * kHours[static_cast<std::size_t>(life) % kHours.size()]);
}

Result<crypto::SecretBytes> GivenPassphrase::passphrase(bool, Call&) {
    return crypto::SecretBytes::copy_of(as_bytes(test::kPassphrase));
}

void put_small_key_store(const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    for (std::filesystem::path part = folder; part != folder.parent_path().parent_path();
         part = part.parent_path())
        ::chmod(part.c_str(), 0700);
    const std::filesystem::path master = folder / "master.json";
    std::ofstream(master, std::ios::binary) << test::kSmallMasterFile;
    ::chmod(master.c_str(), 0600);
}

evidence::Opening opening_of(const did::Did& submitter, std::uint8_t number) {
    const evidence::Salt salt = crypto::sha256(as_bytes("salt " + std::to_string(number)));
    if (number % 2 == 0) {
        const Bytes document(number, number);
        return must(evidence::Opening::from_parts(submitter, salt, evidence::digest_of(document)));
    }
    std::vector<evidence::Field> fields;
    for (const char* pointer : {"/born", "/name"})
        fields.push_back(evidence::ShownField{
            pointer, crypto::sha256(as_bytes(pointer + std::to_string(number))),
            must(json::Document::parse(std::to_string(number)))});
    return must(evidence::Opening::from_parts(submitter, salt, std::move(fields)));
}

void check_openings(evidence::OpeningStore& openings, const Promises& promises, Witness& witness,
                    Call& call) {
    const auto all = openings.list({}, call);
    if (witness.expect(all, Fault::refusal, "the openings cannot be listed") && all->unreadable > 0)
        witness.fault(Fault::loss, "there are openings that cannot be read");
    for (const Promise& promise : promises) {
        if (promise[0] != "opening") continue;
        const auto kept = openings.get(promise[1], call);
        if (!witness.expect(kept, Fault::loss, "the opening " + promise[1])) continue;
        if (hex_encode(kept->opening.commitment().sha256) != promise[1])
            witness.fault(Fault::loss, "the opening " + promise[1] + " opens another commitment");
    }
}

}  // namespace deed::durability
