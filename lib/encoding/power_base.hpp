#pragma once

#include <array>
#include <cstdint>
#include <numeric>
#include <string>
#include <string_view>

#include "lib/encoding/bytes.hpp"
#include "lib/encoding/errors.hpp"
#include "lib/error/result.hpp"

namespace deed::detail {

enum class Padding : bool { none, required };

/// The encodings of RFC 4648: each character stands for `kBits` bits, and a tail shorter than a
/// group is either left short or filled up with "=".
template <unsigned kBits>
class PowerBase {
public:
    static constexpr std::size_t kGroupBits = std::lcm(8U, kBits);
    static constexpr std::size_t kGroupBytes = kGroupBits / 8;
    static constexpr std::size_t kGroupChars = kGroupBits / kBits;

    consteval PowerBase(std::string_view name, std::string_view alphabet) : name_(name) {
        values_.fill(kInvalid);
        for (std::size_t i = 0; i < alphabet_.size(); ++i) {
            alphabet_[i] = alphabet.at(i);
            values_[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
        }
    }

    std::string encode(ByteView bytes, Padding padding) const {
        const std::size_t tail_bytes = bytes.size() % kGroupBytes;
        const std::size_t tail_chars = (tail_bytes * 8 + kBits - 1) / kBits;
        std::string text;
        text.resize(bytes.size() / kGroupBytes * kGroupChars + tail_chars);
        char* out = text.data();
        for (; bytes.size() >= kGroupBytes; bytes = bytes.subspan(kGroupBytes))
            out = write_digits(out, bytes.first(kGroupBytes), kGroupChars);
        write_digits(out, bytes, tail_chars);
        if (padding == Padding::required && tail_chars > 0)
            text.append(kGroupChars - tail_chars, '=');
        return text;
    }

    Result<Bytes> decode(std::string_view text, Padding padding) const {
        std::string_view digits = text;
        if (padding == Padding::required) {
            while (digits.ends_with('=')) digits.remove_suffix(1);
            const std::size_t due = (kGroupChars - digits.size() % kGroupChars) % kGroupChars;
            if (text.size() - digits.size() != due) return malformed("has the wrong padding");
        }
        const std::size_t tail_chars = digits.size() % kGroupChars;
        const std::size_t tail_bytes = tail_chars * kBits / 8;
        if (tail_chars * kBits - tail_bytes * 8 >= kBits)
            return malformed("has an impossible length");

        Bytes bytes;
        bytes.resize(digits.size() / kGroupChars * kGroupBytes + tail_bytes);
        std::uint8_t* out = bytes.data();
        std::uint8_t seen = 0;
        std::size_t at = 0;
        for (; at + kGroupChars <= digits.size(); at += kGroupChars) {
            out = write_bytes(out, read_group(digits.data() + at, seen), kGroupBytes);
        }
        const std::uint64_t tail = read_digits(digits.substr(at), seen);
        if ((seen & ~unsigned{kDigitMask}) != 0) return malformed_digit(digits);
        const std::size_t spare = tail_chars * kBits - tail_bytes * 8;
        if ((tail & ((std::uint64_t{1} << spare) - 1)) != 0)
            return malformed("ends in bits that are not zero");
        write_bytes(out, tail >> spare, tail_bytes);
        return bytes;
    }

private:
    // A digit uses the low bits only, so that one look at the bits seen tells of any bad character.
    static constexpr std::uint8_t kInvalid = 0xff;
    static constexpr std::uint8_t kDigitMask = (1U << kBits) - 1;

    std::uint8_t value(char c) const { return values_[static_cast<unsigned char>(c)]; }

    char* write_digits(char* out, ByteView bytes, std::size_t chars) const {
        std::uint64_t group = 0;
        for (const std::uint8_t byte : bytes) group = group << 8 | byte;
        group <<= (kGroupBytes - bytes.size()) * 8;
        for (std::size_t i = 0; i < chars; ++i)
            *out++ = alphabet_[(group >> (kGroupBits - kBits * (i + 1))) & kDigitMask];
        return out;
    }

    /// A whole group, whose size the compiler knows: most of the time of decoding goes here. What a
    /// bad character leaves in the group does not matter, since `seen` tells of it.
    std::uint64_t read_group(const char* digits, std::uint8_t& seen) const {
        std::uint64_t group = 0;
        for (std::size_t i = 0; i < kGroupChars; ++i) {
            const std::uint8_t digit = value(digits[i]);
            seen |= digit;
            group = group << kBits | digit;
        }
        return group;
    }

    std::uint64_t read_digits(std::string_view digits, std::uint8_t& seen) const {
        std::uint64_t group = 0;
        for (const char c : digits) {
            seen |= value(c);
            group = group << kBits | (value(c) & kDigitMask);
        }
        return group;
    }

    static std::uint8_t* write_bytes(std::uint8_t* out, std::uint64_t group, std::size_t size) {
        for (std::size_t i = size; i-- > 0;) *out++ = static_cast<std::uint8_t>(group >> (8 * i));
        return out;
    }

    // The text itself stays out of the message: it may be a private key.
    Error malformed(std::string_view what) const {
        return Error(errors::kEncodingMalformed, std::string(name_) + " text " + std::string(what));
    }
    Error malformed_digit(std::string_view digits) const {
        std::size_t at = 0;
        while (value(digits[at]) != kInvalid) ++at;
        return malformed("has a character outside its alphabet at offset " + std::to_string(at));
    }

    std::string_view name_;
    std::array<char, std::size_t{1} << kBits> alphabet_{};
    std::array<std::uint8_t, 256> values_{};
};

inline constexpr PowerBase<4> kBase16{"base16", "0123456789abcdef"};
inline constexpr PowerBase<4> kBase16Upper{"base16upper", "0123456789ABCDEF"};
inline constexpr PowerBase<5> kBase32{"base32", "abcdefghijklmnopqrstuvwxyz234567"};
inline constexpr PowerBase<5> kBase32Upper{"base32upper", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"};
inline constexpr PowerBase<6> kBase64{
    "base64", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"};
inline constexpr PowerBase<6> kBase64Url{
    "base64url", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"};

}  // namespace deed::detail
