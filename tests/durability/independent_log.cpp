#include "tests/durability/independent_log.hpp"

#include <array>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>

#include "lib/crypto/hash.hpp"
#include "lib/encoding/text.hpp"

namespace deed::durability {
namespace {

struct Malformed : std::runtime_error {
    using std::runtime_error::runtime_error;
};

std::uint32_t little_endian(ByteView bytes) {
    return std::uint32_t{bytes[0]} | std::uint32_t{bytes[1]} << 8 | std::uint32_t{bytes[2]} << 16 |
           std::uint32_t{bytes[3]} << 24;
}

/// RFC 3720, by the byte: reflected polynomial, initial value and final XOR all ones.
std::uint32_t crc32c(std::initializer_list<ByteView> parts) {
    static const auto kTable = [] {
        std::array<std::uint32_t, 256> table{};
        for (std::uint32_t i = 0; i < table.size(); ++i) {
            std::uint32_t value = i;
            for (int bit = 0; bit < 8; ++bit)
                value = (value & 1) != 0 ? value >> 1 ^ 0x82f63b78U : value >> 1;
            table[i] = value;
        }
        return table;
    }();
    std::uint32_t crc = ~0U;
    for (const ByteView part : parts)
        for (const std::uint8_t byte : part) crc = crc >> 8 ^ kTable[(crc ^ byte) & 0xff];
    return ~crc;
}

/// As much of CBOR as entries need.
class Cbor {
public:
    explicit Cbor(ByteView bytes) : rest_(bytes) {}

    std::uint64_t array() { return head(4); }
    std::uint64_t number() { return head(0); }
    ByteView bytes() { return take(head(2)); }
    std::string text() { return std::string(as_text(take(head(3)))); }

private:
    std::uint64_t head(int major) {
        const std::uint8_t first = take(1)[0];
        if (first >> 5 != major) throw Malformed("another type of CBOR than is due");
        const int additional = first & 31;
        if (additional < 24) return static_cast<std::uint64_t>(additional);
        if (additional > 27) throw Malformed("CBOR of no definite length");
        std::uint64_t value = 0;
        for (const std::uint8_t byte : take(std::size_t{1} << (additional - 24)))
            value = value << 8 | byte;
        return value;
    }
    ByteView take(std::uint64_t count) {
        if (count > rest_.size()) throw Malformed("CBOR that ends too early");
        const ByteView taken = rest_.first(count);
        rest_ = rest_.subspan(count);
        return taken;
    }
    ByteView rest_;
};

using Hash = crypto::Digest256;

struct Log {
    struct Entry {
        std::string operation;  ///< its hash in hexadecimal digits
        std::string step;       ///< what is done, to whom: the same twice is one thing done twice
    };
    struct Head {
        std::uint64_t size;
        std::string root;
        std::uint64_t entries_before;
    };
    std::vector<Entry> entries;
    std::vector<Hash> leaves;
    std::vector<Head> heads;
};

Hash hash_with(std::uint8_t prefix, ByteView left, ByteView right = {}) {
    Bytes all{prefix};
    append(all, left);
    append(all, right);
    return crypto::sha256(all);
}

/// MTH of RFC 9162 section 2.1.1.
Hash root_of(std::span<const Hash> leaves) {
    if (leaves.empty()) return crypto::sha256({});
    if (leaves.size() == 1) return leaves[0];
    std::size_t split = 1;
    while (split * 2 < leaves.size()) split *= 2;
    return hash_with(1, root_of(leaves.first(split)), root_of(leaves.subspan(split)));
}

void add_entry(Log& log, ByteView payload) {
    Cbor entry(payload);
    if (entry.array() != 3 || entry.text() != "deed/entry/v1") throw Malformed("no entry");
    entry.number();
    Cbor operation(entry.bytes());
    if (operation.array() != 4) throw Malformed("no operation");
    const ByteView envelope = operation.bytes();
    Cbor fields(envelope);
    if (fields.array() != 8) throw Malformed("no envelope");
    const std::string tag = fields.text();
    fields.text();
    const std::string subject = hex_encode(fields.bytes());
    // The last item of the envelope is the hash of the body: 32 bytes.
    const std::string body = hex_encode(envelope.last(32));
    log.entries.push_back({hex_encode(crypto::sha256(envelope)), tag + " " + subject + " " + body});
    log.leaves.push_back(hash_with(0, payload));
}

void add_head(Log& log, std::string_view note) {
    std::array<std::string, 3> lines;
    for (std::string& line : lines) {
        const std::size_t end = note.find('\n');
        if (end == std::string_view::npos) throw Malformed("a head of fewer than three lines");
        line = note.substr(0, end);
        note.remove_prefix(end + 1);
    }
    const auto root = base64_decode(lines[2]);
    if (!root) throw Malformed("a head without a root");
    log.heads.push_back({std::stoull(lines[1]), hex_encode(*root), log.entries.size()});
}

Log read_log(const std::filesystem::path& journal) {
    std::ifstream stream(journal, std::ios::binary);
    const Bytes bytes(std::istreambuf_iterator<char>(stream), {});
    Log log;
    constexpr std::size_t kHeader = 16;
    if (bytes.size() < kHeader || !as_text(bytes).starts_with("deed journal v"))
        throw Malformed("no journal");
    std::size_t at = kHeader;
    while (at < bytes.size()) {
        const ByteView rest = ByteView(bytes).subspan(at);
        const std::string where = " at offset " + std::to_string(at);
        if (rest.size() < 17) throw Malformed("bytes that are no frame" + where);
        std::array<std::uint8_t, 8> place{};
        for (std::size_t i = 0; i < place.size(); ++i)
            place[i] = static_cast<std::uint8_t>(std::uint64_t{at} >> (8 * i));
        if (crc32c({place, rest.first(12)}) != little_endian(rest.subspan(12)))
            throw Malformed("a bad frame header" + where);
        const std::uint64_t length = little_endian(rest.subspan(4));
        if (rest.size() < 17 + length || rest[16 + length] != 0xed)
            throw Malformed("a frame without its end" + where);
        const ByteView payload = rest.subspan(16, length);
        if (crc32c({payload}) != little_endian(rest.subspan(8)))
            throw Malformed("a bad frame" + where);
        if (rest[0] == 1) add_entry(log, payload);
        if (rest[0] == 3) add_head(log, as_text(payload));
        at += 17 + length;
    }
    return log;
}

void check_head(const Log& log, std::uint64_t size, const std::string& root, Witness& witness) {
    const std::string which = "the head of " + std::to_string(size) + " entries";
    if (size > log.leaves.size())
        return witness.fault(Fault::loss, which + " was signed, and there are only " +
                                              std::to_string(log.leaves.size()));
    if (root != hex_encode(root_of(std::span(log.leaves).first(size))))
        witness.fault(Fault::fork, which + " was signed over other entries");
}

void check_log(const Log& log, const Promises& promises, std::uint64_t entries, Witness& witness) {
    std::map<std::string, std::size_t> places;
    std::map<std::string, std::size_t> steps;
    for (std::size_t i = 0; i < log.entries.size(); ++i) {
        if (!places.emplace(log.entries[i].operation, i).second)
            witness.fault(Fault::doubled, "the operation " + log.entries[i].operation);
        if (!steps.emplace(log.entries[i].step, i).second)
            witness.fault(Fault::doubled, log.entries[i].step);
    }
    if (log.entries.size() != entries)
        witness.fault(log.entries.size() < entries ? Fault::loss : Fault::doubled,
                      "there are " + std::to_string(log.entries.size()) + " entries, not " +
                          std::to_string(entries));
    for (const Promise& promise : promises) {
        if (promise[0] == "head") check_head(log, std::stoull(promise[1]), promise[2], witness);
        if (promise[0] != "submitted" && promise[0] != "accepted" && promise[0] != "included")
            continue;
        const auto place = places.find(promise[1]);
        if (place == places.end())
            witness.fault(Fault::loss,
                          promise[0] + " operation " + promise[1] + " is not in the journal");
        else if (promise.size() > 2 && std::to_string(place->second) != promise[2])
            witness.fault(Fault::loss, promise[0] + " operation " + promise[1] +
                                           " is at another place in the journal");
    }
    for (const Log::Head& head : log.heads) {
        check_head(log, head.size, head.root, witness);
        if (head.size > head.entries_before)
            witness.fault(Fault::other, "a head stands before entries that it covers");
    }
    if (log.heads.empty() || log.heads.back().size != entries)
        witness.fault(Fault::loss, "the last head does not cover all entries");
}

}  // namespace

void check_journal(const std::filesystem::path& journal, const Promises& promises,
                   std::uint64_t entries, Witness& witness) {
    try {
        check_log(read_log(journal), promises, entries, witness);
    } catch (const std::exception& error) {
        witness.fault(Fault::loss, std::string("the journal: ") + error.what());
    }
}

}  // namespace deed::durability
