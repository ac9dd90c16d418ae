#pragma once

#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/remote_signer/remote_signer.hpp"
#include "tests/support/child_server.hpp"
#include "tests/support/result_matchers.hpp"
#include "tests/support/signers.hpp"
#include "tests/support/temp_dir.hpp"

namespace deed::remote {

/// An independent signing service with the keys "court" (Ed25519), "bank" (P-256) and "school"
/// (secp256k1), made once for a test.
class Services {
public:
    std::filesystem::path socket() const { return folder_ / "socket"; }
    std::string at(const std::string& key) const {
        return "remote:unix:" + socket().string() + "#" + key;
    }
    const test::TempDir& folder() const { return folder_; }

    void start(std::vector<std::string> more = {}) {
        server_.reset();
        std::filesystem::remove(socket());
        behave("good");
        std::vector<std::string> command{"python3", DEED_TEST_SERVERS "/signing_server.py"};
        for (const char* key : {"court=ed25519", "bank=p256", "school=secp256k1"}) {
            const std::string name = std::string(key).substr(0, std::string(key).find('='));
            command.insert(command.end(), {"--key", std::string(key) + ":" +
                                                        (folder_ / (name + ".pem")).string()});
        }
        command.insert(command.end(), {"--behaviour", (folder_ / "behaviour").string(), "--count",
                                       (folder_ / "count").string()});
        if (more.empty()) more = {"--unix", socket().string()};
        command.insert(command.end(), more.begin(), more.end());
        server_ = std::make_unique<test::ChildServer>(command);
    }
    /// From the next request on.
    void behave(const std::string& behaviour) {
        std::filesystem::remove(folder_ / "count");
        std::ofstream(folder_ / "behaviour") << behaviour;
    }
    void stop() { server_.reset(); }
    const std::string& port() const { return server_->said(); }

    /// How often the service was asked to sign since it behaves as it does.
    int count() const {
        std::ifstream file(folder_ / "count");
        int count = 0;
        file >> count;
        return count;
    }

private:
    test::TempDir folder_;
    std::unique_ptr<test::ChildServer> server_;
};

}  // namespace deed::remote
