#include "registry-contracts/client/evm/did_proofs/did_storage.hpp"

#include <algorithm>

#include "lib/crypto/hash.hpp"
#include "registry-contracts/client/evm/did_proofs/errors.hpp"

namespace deed::registry::evm {
namespace {

constexpr std::uint8_t kHeads = 0;
constexpr std::uint8_t kCommitments = 1;
constexpr std::uint8_t kEntries = 1;

/// The slot of a key in the mapping that stands in this slot.
Word slot_in(std::uint8_t mapping, const Word& key) {
    Bytes preimage(key.begin(), key.end());
    Word slot{};
    slot.back() = mapping;
    append(preimage, slot);
    return crypto::keccak256(preimage);
}

Word word_of(const Address& address) {
    Word word{};
    std::ranges::copy(address, word.begin() + 12);
    return word;
}

std::uint64_t number_in(ByteView bytes) {
    std::uint64_t number = 0;
    for (const std::uint8_t byte : bytes) number = number << 8 | byte;
    return number;
}

Error impossible(std::string what) { return {errors::kDidProofImpossible, std::move(what)}; }

}  // namespace

Word head_slot(const Address& subject) { return slot_in(kHeads, word_of(subject)); }
Word commitment_slot(const Address& subject) { return slot_in(kCommitments, word_of(subject)); }

Word directory_target_slot() {
    Word name{};
    std::ranges::copy(std::string_view("did"), name.begin());
    return slot_in(kEntries, name);
}

Word directory_code_hash_slot() {
    const auto next = Uint256::from_word(directory_target_slot()).plus(1);
    DEED_ASSERT(next.has_value());  // a hash that is known
    return next->to_word();
}

Result<ToldIdentity> read_did_slots(const Word& head, const Word& commitment, std::uint64_t block) {
    constexpr std::uint8_t kCommitted = 0x80;
    const Address deactivated = [] {
        Address address{};
        address.back() = 1;
        return address;
    }();
    const Address moved = [] {
        Address address{};
        address.back() = 2;
        return address;
    }();
    ToldIdentity told;
    const bool is_committed = (head[0] & kCommitted) != 0;
    if (is_committed != (commitment != Word{}))
        return impossible("head and commitment contradict each other");
    if (is_committed) told.next = commitment;
    if (head == Word{}) return told;

    const ByteView bytes(head);
    told.length = number_in(bytes.first(6)) & kAnySequence;
    told.changed = number_in(bytes.subspan(6, 6));
    std::copy(head.begin() + 12, head.end(), told.controller.begin());
    if (told.length == 0 || told.controller == Address{})
        return impossible("a DID without operations or controller");
    if (told.changed > block) return impossible("the last change comes after the block");
    told.status = ToldIdentity::Status::live;
    if (told.controller == deactivated) told.status = ToldIdentity::Status::deactivated;
    if (told.controller == moved) told.status = ToldIdentity::Status::moved;
    if (told.status != ToldIdentity::Status::live) told.controller = Address{};
    return told;
}

}  // namespace deed::registry::evm
