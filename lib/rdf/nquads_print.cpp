#include "lib/rdf/nquads_print.hpp"

#include <algorithm>
#include <cstring>

#include "lib/rdf/nquads_syntax.hpp"
#include "lib/rdf/vocabulary.hpp"

namespace deed::rdf {
namespace detail {
namespace {

using Block = unsigned char __attribute__((vector_size(16)));

/// Whether a test finds something in any 16 bytes of the text; what is shorter is not looked at.
template <typename Test>
bool any_block(std::string_view text, Test test) {
    Block found{};
    Block block;
    const auto look = [&](const char* at) {
        std::memcpy(&block, at, sizeof block);
        found |= test(block);
    };
    std::size_t i = 0;
    for (; i + sizeof(Block) <= text.size(); i += sizeof(Block)) look(text.data() + i);
    if (i != text.size()) look(text.data() + text.size() - sizeof(Block));
    std::uint64_t halves[2];
    std::memcpy(halves, &found, sizeof halves);
    return (halves[0] | halves[1]) != 0;
}

bool must_be_escaped_in_iri(unsigned char c) { return !allowed_in_iri(c); }

bool is_plain_iri(std::string_view text) {
    if (text.size() < sizeof(Block))
        return std::none_of(text.begin(), text.end(), [](char c) {
            return must_be_escaped_in_iri(static_cast<unsigned char>(c));
        });
    return !any_block(text, [](Block c) {
        const Block pairs = c & 0xFD;  // '<' and '>', '\' and '^' differ in this bit alone
        return static_cast<Block>(c <= 0x20) | static_cast<Block>(pairs == 0x3C) |
               static_cast<Block>(pairs == 0x5C) | static_cast<Block>(c == '"') |
               static_cast<Block>(c == '`') | static_cast<Block>(c - '{' <= 2);
    });
}

/// U+FFFE and U+FFFF begin with EF: whether it is one of them is seen in the slow way.
bool may_need_escape(unsigned char c) {
    return c < 0x20 || c == '"' || c == '\\' || c == 0x7F || c == 0xEF;
}

bool is_plain_literal(std::string_view text) {
    if (text.size() < sizeof(Block))
        return std::none_of(text.begin(), text.end(),
                            [](char c) { return may_need_escape(static_cast<unsigned char>(c)); });
    return !any_block(text, [](Block c) {
        return static_cast<Block>(c < 0x20) | static_cast<Block>(c == '"') |
               static_cast<Block>(c == '\\') | static_cast<Block>(c == 0x7F) |
               static_cast<Block>(c == 0xEF);
    });
}

char* put(char* out, std::string_view text) {
    if (!text.empty()) std::memcpy(out, text.data(), text.size());
    return out + text.size();
}

/// UCHAR with four uppercase digits.
char* put_numeric_escape(char* out, unsigned code_point) {
    constexpr char kDigits[] = "0123456789ABCDEF";
    *out++ = '\\';
    *out++ = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) *out++ = kDigits[code_point >> shift & 0xF];
    return out;
}

char* put_escaped_iri(char* out, std::string_view text) {
    for (const char c : text) {
        if (must_be_escaped_in_iri(static_cast<unsigned char>(c)))
            out = put_numeric_escape(out, static_cast<unsigned char>(c));
        else
            *out++ = c;
    }
    return out;
}

char* put_escaped_literal(char* out, std::string_view text) {
    constexpr std::string_view kNamed = "\b\t\n\f\r\"\\";
    constexpr std::string_view kLetters = "btnfr\"\\";
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (const std::size_t named = kNamed.find(text[i]); named != std::string_view::npos) {
            *out++ = '\\';
            *out++ = kLetters[named];
        } else if (c < 0x20 || c == 0x7F) {
            out = put_numeric_escape(out, c);
        } else if (const std::string_view three = text.substr(i, 3);
                   three == "\xEF\xBF\xBE" || three == "\xEF\xBF\xBF") {
            out = put_numeric_escape(out, three[2] == '\xBE' ? 0xFFFE : 0xFFFF);
            i += 2;
        } else {
            *out++ = text[i];
        }
    }
    return out;
}

char* put_iri(char* out, std::string_view iri) {
    *out++ = '<';
    out = is_plain_iri(iri) ? put(out, iri) : put_escaped_iri(out, iri);
    *out++ = '>';
    return out;
}

char* put_blank_node(char* out, std::string_view label) {
    *out++ = '_';
    *out++ = ':';
    return put(out, label);
}

char* put_literal(char* out, const Term& term) {
    *out++ = '"';
    out =
        is_plain_literal(term.value) ? put(out, term.value) : put_escaped_literal(out, term.value);
    *out++ = '"';
    if (!term.language.empty()) {
        *out++ = '@';
        return put(out, term.language);
    }
    if (term.datatype == vocabulary::kXsdString) return out;
    *out++ = '^';
    *out++ = '^';
    return put_iri(out, term.datatype);
}

char* put_term(char* out, const Term& term, std::string_view label) {
    if (term.kind == Term::Kind::blank) return put_blank_node(out, label);
    if (term.kind == Term::Kind::literal) return put_literal(out, term);
    return put_iri(out, term.value);
}

}  // namespace

std::size_t line_bound(const Quad& quad) {
    // Six bytes for each that is escaped; labels of our own making and punctuation are short.
    const auto of = [](const Term& term) {
        return 6 * (term.value.size() + term.datatype.size()) + term.language.size();
    };
    return of(quad.subject) + of(quad.predicate) + of(quad.object) + of(quad.graph) + 128;
}

void LineBuffer::add(const Quad& quad, const BlankLabels& labels) {
    const std::size_t bound = line_bound(quad);
    if (capacity_ - used_ < bound) grow(used_ + bound);
    char* out = memory_.get() + used_;
    out = put_term(out, quad.subject, labels.subject);
    *out++ = ' ';
    out = put_iri(out, quad.predicate.value);
    *out++ = ' ';
    out = put_term(out, quad.object, labels.object);
    *out++ = ' ';
    if (quad.graph.kind != Term::Kind::default_graph) {
        out = put_term(out, quad.graph, labels.graph);
        *out++ = ' ';
    }
    *out++ = '.';
    *out++ = '\n';
    used_ = static_cast<std::size_t>(out - memory_.get());
    ends_.push_back(used_);
}

void LineBuffer::clear() {
    used_ = 0;
    ends_.clear();
}

void LineBuffer::grow(std::size_t at_least) {
    capacity_ = std::max(at_least, 2 * capacity_);
    std::unique_ptr<char[]> memory(new char[capacity_]);
    if (used_ != 0) std::memcpy(memory.get(), memory_.get(), used_);
    memory_ = std::move(memory);
}

void sort_lines(const LineBuffer& buffer, std::vector<std::string_view>& lines) {
    lines.clear();
    for (std::size_t i = 0; i < buffer.count(); ++i) lines.push_back(buffer.line(i));
    std::sort(lines.begin(), lines.end());
}

}  // namespace detail

std::string to_nquads(const Dataset& dataset) {
    detail::LineBuffer buffer(4096);
    for (const Quad& quad : dataset.quads())
        buffer.add(quad, {quad.subject.value, quad.object.value, quad.graph.value});
    return std::string(buffer.text());
}

}  // namespace deed::rdf
