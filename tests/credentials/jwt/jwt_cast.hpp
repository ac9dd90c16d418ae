#pragma once

#include "tests/credentials/cast.hpp"

namespace deed::credentials::test {

/// A cast whose credentials are secured as JWTs, by an issuer with a key of the type.
class JwtCast : public Cast {
public:
    explicit JwtCast(crypto::KeyType type = crypto::KeyType::ed25519);

    /// A sound payload of the issuer's.
    json::Document payload() const;
    /// The header of a token of the issuer's, with further members: R"(,"crit":["x"])".
    std::string header(std::string_view extra = "") const;
    /// Header and payload as they stand, truly signed by the issuer's key, whatever they say.
    std::string token(std::string_view header, std::string_view payload) const;
    std::string token(std::string_view payload) const { return token(header(), payload); }

    Result<Report> verify_token(std::string_view compact);
    /// A report; verification itself must succeed.
    Report judge(std::string_view compact);
};

}  // namespace deed::credentials::test
