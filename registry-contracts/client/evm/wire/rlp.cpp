#include "registry-contracts/client/evm/wire/rlp.hpp"

#include <algorithm>

#include "registry-contracts/client/evm/wire/errors.hpp"

namespace deed::registry::evm {
namespace {

constexpr std::uint8_t kString = 0x80;
constexpr std::uint8_t kList = 0xc0;
constexpr std::size_t kMaxShort = 55;  // sizes up to here stand in the first byte

Bytes head_of(std::uint8_t base, std::size_t size) {
    if (size <= kMaxShort) return {static_cast<std::uint8_t>(base + size)};
    const Bytes length = Uint256(size).to_minimal_bytes();
    Bytes head{static_cast<std::uint8_t>(base + kMaxShort + length.size())};
    append(head, length);
    return head;
}

Error truncated() { return {errors::kRlpTruncated, "the RLP data ends inside an item"}; }

Error not_canonical(const char* what) { return {errors::kRlpNotCanonical, what}; }

}  // namespace

RlpWriter& RlpWriter::string(ByteView bytes) {
    if (bytes.size() != 1 || bytes[0] >= kString) append(out_, head_of(kString, bytes.size()));
    append(out_, bytes);
    return *this;
}

RlpWriter& RlpWriter::uint(const Uint256& value) { return string(value.to_minimal_bytes()); }

RlpWriter& RlpWriter::begin_list() {
    open_lists_.push_back(out_.size());
    return *this;
}

RlpWriter& RlpWriter::end_list() {
    DEED_ASSERT(!open_lists_.empty());
    const std::size_t begin = open_lists_.back();
    open_lists_.pop_back();
    const Bytes head = head_of(kList, out_.size() - begin);
    out_.insert(out_.begin() + static_cast<std::ptrdiff_t>(begin), head.begin(), head.end());
    return *this;
}

RlpWriter& RlpWriter::item(ByteView encoded) {
    append(out_, encoded);
    return *this;
}

Bytes RlpWriter::take() {
    DEED_ASSERT(open_lists_.empty());
    return std::exchange(out_, {});
}

Result<RlpReader::Head> RlpReader::peek() const {
    if (at_end()) return truncated();
    const std::uint8_t first = input_[position_];
    if (first < kString) return Head{false, position_, 1};
    const bool is_list = first >= kList;
    const std::size_t announced = first - (is_list ? kList : kString);
    Head head{is_list, position_ + 1, announced};
    if (announced > kMaxShort) {
        const std::size_t length_size = announced - kMaxShort;
        if (input_.size() - head.begin < length_size) return truncated();
        const ByteView length = input_.subspan(head.begin, length_size);
        if (length[0] == 0) return not_canonical("a length starts with a zero byte");
        std::uint64_t size = 0;
        for (const std::uint8_t byte : length) size = size << 8 | byte;
        if (size <= kMaxShort) return not_canonical("a short length is written in the long form");
        head.begin += length_size;
        head.size = size;
    }
    if (input_.size() - head.begin < head.size) return truncated();
    if (!is_list && announced == 1 && input_[head.begin] < kString)
        return not_canonical("a byte that stands for itself has a head");
    return head;
}

Result<RlpReader::Head> RlpReader::peek(bool is_list) const {
    DEED_TRY(const Head head, peek());
    if (head.is_list != is_list)
        return Error(errors::kRlpUnexpectedType, is_list ? "a string stands where a list is due"
                                                         : "a list stands where a string is due");
    return head;
}

ByteView RlpReader::take(const Head& head) {
    position_ = head.begin + head.size;
    return input_.subspan(head.begin, head.size);
}

Result<ByteView> RlpReader::string() {
    DEED_TRY(const Head head, peek(false));
    return take(head);
}

Result<ByteView> RlpReader::string_of(std::size_t size) {
    DEED_TRY(const Head head, peek(false));
    if (head.size != size)
        return Error(errors::kRlpUnexpectedType, "a string has " + std::to_string(head.size) +
                                                     " bytes where " + std::to_string(size) +
                                                     " are due");
    return take(head);
}

Result<Word> RlpReader::word() {
    Word word;
    DEED_TRY(const ByteView bytes, string_of(word.size()));
    std::copy(bytes.begin(), bytes.end(), word.begin());
    return word;
}

Result<Uint256> RlpReader::uint256() {
    DEED_TRY(const Head head, peek(false));
    if (head.size > sizeof(Word))
        return Error(errors::kRlpUnexpectedType, "a number has more than 256 bits");
    if (head.size > 0 && input_[head.begin] == 0)
        return not_canonical("a number starts with a zero byte");
    return Uint256::from_bytes(take(head));
}

Result<std::uint64_t> RlpReader::uint64() {
    const std::size_t before = position_;
    DEED_TRY(const Uint256 value, uint256());
    if (value.fits_u64()) return value.to_u64();
    position_ = before;
    return Error(errors::kRlpUnexpectedType, "a number has more than 64 bits");
}

Result<RlpReader> RlpReader::list() {
    DEED_TRY(const Head head, peek(true));
    if (depth_left_ == 0) return Error(errors::kRlpTooDeep, "lists are nested too deeply");
    return RlpReader(take(head), depth_left_ - 1);
}

Result<ByteView> RlpReader::item() {
    DEED_TRY(const Head head, peek());
    const std::size_t begin = position_;
    take(head);
    return input_.subspan(begin, position_ - begin);
}

Result<void> RlpReader::finish() const {
    if (at_end()) return {};
    return Error(errors::kRlpTrailingBytes, "the RLP data goes on after its end");
}

}  // namespace deed::registry::evm
