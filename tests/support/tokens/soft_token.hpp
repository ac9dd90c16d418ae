#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "lib/crypto/key.hpp"

namespace deed::test {

/// Debian's SoftHSM, and the module that forwards to it with faults.
std::string softhsm_module();
std::string faulty_module();

/// The functions of faults.hpp, of the loaded faulty module.
struct Faults {
    void (*reset)();
    void (*answer)(const char* function, unsigned long answer, int times);
    int (*calls)(const char* function);
    void (*set)(const char* fault, unsigned long value);
};
const Faults& faults();

/// A token of SoftHSM with a fresh label, in a folder of this process that is gone when it ends.
/// Everything is done over PKCS#11. Ends the test by an exception where SoftHSM fails.
class SoftToken {
public:
    SoftToken();

    static constexpr std::string_view kPin = "2468-acme";
    const std::string& label() const { return label_; }

    /// Makes a key pair in the token; its private half can never leave it.
    void generate(crypto::KeyType type, const std::string& label, std::uint8_t id) const;
    /// Deletes its public key object.
    void forget_public_key(const std::string& label) const;
    /// Copies a public key object under another label and id, as anybody can: without the PIN.
    void plant_public_key(const std::string& of, const std::string& label, std::uint8_t id) const;
    /// Puts a certificate (DER) on the token.
    void add_certificate(const std::string& label, std::uint8_t id, ByteView der) const;
    /// Asks for the PIN at every use of the private key.
    void generate_guarded(const std::string& label, std::uint8_t id) const;

    /// "pkcs11:token=…;object=LABEL?module-path=…", by SoftHSM or another module.
    std::string uri(const std::string& object, const std::string& module = softhsm_module()) const;

    /// The SoftHSM configuration of this process, for programs that are started.
    static std::filesystem::path configuration();

private:
    std::string label_;
};

}  // namespace deed::test
