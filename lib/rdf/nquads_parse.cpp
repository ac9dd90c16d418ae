#include <optional>

#include "lib/encoding/bytes.hpp"
#include "lib/encoding/utf8.hpp"
#include "lib/rdf/dataset.hpp"
#include "lib/rdf/errors.hpp"
#include "lib/rdf/iri.hpp"
#include "lib/rdf/nquads_syntax.hpp"
#include "lib/rdf/vocabulary.hpp"

namespace deed::rdf {
namespace {

using detail::CodePoint;

void append_utf8(std::string& out, char32_t c) {
    const auto tail = [](char32_t bits) { return static_cast<char>(0x80 | (bits & 0x3F)); };
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0 | (c >> 6));
        out += tail(c);
    } else if (c < 0x10000) {
        out += static_cast<char>(0xE0 | (c >> 12));
        out += tail(c >> 6);
        out += tail(c);
    } else {
        out += static_cast<char>(0xF0 | (c >> 18));
        out += tail(c >> 12);
        out += tail(c >> 6);
        out += tail(c);
    }
}

std::optional<unsigned> hex_digit(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
    return std::nullopt;
}

/// The character that ECHAR names by a letter.
std::optional<char> named_escape(char letter) {
    constexpr std::string_view kLetters = "tbnrf\"'\\";
    constexpr std::string_view kCharacters = "\t\b\n\r\f\"'\\";
    const std::size_t position = kLetters.find(letter);
    if (position == std::string_view::npos) return std::nullopt;
    return kCharacters[position];
}

/// Reads the dataset's own copy of the text, so that whatever holds no escape is a view of it.
class Parser {
public:
    Parser(std::string_view text, std::size_t max_quads) : max_quads_(max_quads) {
        text_ = dataset_.keep(text);
    }

    Result<Dataset> parse() {
        while (position_ < text_.size()) {
            skip_blanks();
            if (!at_line_end()) DEED_CHECK(statement());
            skip_comment();
            if (position_ < text_.size() && !skip_line_end())
                return fault(errors::kSyntax, "something follows the dot");
        }
        return std::move(dataset_);
    }

private:
    Error fault(const ErrorCode& code, std::string message) const {
        return Error(code, std::move(message), "line " + std::to_string(line_));
    }

    bool at_end() const { return position_ == text_.size(); }
    char peek() const { return at_end() ? '\n' : text_[position_]; }
    bool at_line_end() const { return peek() == '\n' || peek() == '\r' || peek() == '#'; }
    bool take(std::string_view word) {
        if (text_.substr(position_, word.size()) != word) return false;
        position_ += word.size();
        return true;
    }
    void skip_blanks() {
        while (!at_end() && (peek() == ' ' || peek() == '\t')) ++position_;
    }
    void skip_comment() {
        skip_blanks();
        if (at_end() || peek() != '#') return;
        while (!at_end() && peek() != '\n' && peek() != '\r') ++position_;
    }
    bool skip_line_end() {
        const std::size_t start = position_;
        if (take("\r\n") || take("\n") || take("\r")) ++line_;
        return position_ != start;
    }

    Result<void> statement() {
        Quad quad;
        DEED_TRY(quad.subject, subject());
        skip_blanks();
        if (peek() != '<') return fault(errors::kSyntax, "a predicate must be an IRI");
        DEED_TRY(quad.predicate, iri());
        skip_blanks();
        DEED_TRY(quad.object, object());
        skip_blanks();
        if (peek() == '<' || peek() == '_') {
            DEED_TRY(quad.graph, subject());
            skip_blanks();
        }
        if (!take(".")) return fault(errors::kSyntax, "a dot must end the statement");
        if (dataset_.quads().size() == max_quads_)
            return fault(errors::kTooManyQuads,
                         "there are more than " + std::to_string(max_quads_) + " statements");
        dataset_.add(quad);
        return {};
    }

    /// A subject or the name of a graph.
    Result<Term> subject() {
        if (peek() == '<') return iri();
        if (peek() == '_') return blank_node();
        return fault(errors::kSyntax, "an IRI or a blank node must stand here");
    }

    Result<Term> object() {
        if (peek() == '"') return literal();
        if (peek() == '<' || peek() == '_') return subject();
        return fault(errors::kSyntax, "an IRI, a blank node or a literal must stand here");
    }

    Result<Term> iri() {
        DEED_TRY(const std::string_view value, iri_text());
        return Term{.kind = Term::Kind::iri, .value = value};
    }

    Result<std::string_view> iri_text() {
        const std::size_t start = ++position_;
        while (!at_end() && detail::allowed_in_iri(static_cast<unsigned char>(peek()))) ++position_;
        std::string_view value = text_.substr(start, position_ - start);
        if (peek() == '\\') {
            DEED_TRY(value, escaped_iri(std::string(value)));
        }
        if (!take(">"))
            return fault(errors::kIriMalformed, "the IRI is not closed or holds a wrong character");
        if (!detail::has_iri_form(value))
            return fault(errors::kRelativeIri, "an IRI must have a scheme");
        return value;
    }

    Result<std::string_view> escaped_iri(std::string value) {
        while (!at_end()) {
            if (peek() == '\\') {
                DEED_TRY(const char32_t c, numeric_escape());
                if (c < 0x80 && !detail::allowed_in_iri(static_cast<unsigned char>(c)))
                    return fault(errors::kIriMalformed, "no IRI may hold the escaped character");
                append_utf8(value, c);
            } else if (detail::allowed_in_iri(static_cast<unsigned char>(peek()))) {
                value += text_[position_++];
            } else {
                break;
            }
        }
        return dataset_.keep(value);
    }

    Result<Term> blank_node() {
        const auto refused = [&] {
            return fault(errors::kBlankNodeMalformed, "\"_:\" and a label must stand here");
        };
        if (!take("_:") || at_end()) return refused();
        const std::size_t start = position_;
        CodePoint c = detail::first_code_point(text_.substr(position_));
        if (!detail::may_begin_label(c.value)) return refused();
        std::size_t end = position_;
        while (detail::may_continue_label(c.value) || c.value == '.') {
            position_ += c.size;
            if (c.value != '.') end = position_;
            if (at_end()) break;
            c = detail::first_code_point(text_.substr(position_));
        }
        position_ = end;
        return Term{.kind = Term::Kind::blank, .value = text_.substr(start, end - start)};
    }

    Result<Term> literal() {
        Term term{.kind = Term::Kind::literal, .datatype = vocabulary::kXsdString};
        DEED_TRY(term.value, quoted());
        if (take("^^")) {
            if (peek() != '<') return fault(errors::kSyntax, "a datatype must be an IRI");
            DEED_TRY(term.datatype, iri_text());
        } else if (take("@")) {
            DEED_TRY(term.language, language());
            term.datatype = vocabulary::kRdfLangString;
        }
        return term;
    }

    Result<std::string_view> quoted() {
        const std::size_t start = ++position_;
        while (!at_end() && peek() != '"' && peek() != '\\' && peek() != '\n' && peek() != '\r')
            ++position_;
        std::string_view value = text_.substr(start, position_ - start);
        if (!at_end() && peek() == '\\') {
            DEED_TRY(value, escaped_quoted(std::string(value)));
        }
        if (!take("\"")) return fault(errors::kLiteralMalformed, "the literal is not closed");
        return value;
    }

    Result<std::string_view> escaped_quoted(std::string value) {
        while (!at_end() && peek() != '"' && peek() != '\n' && peek() != '\r') {
            if (peek() != '\\') {
                value += text_[position_++];
            } else if (const auto named = named_escape(character_after_backslash())) {
                value += *named;
                position_ += 2;
            } else {
                DEED_TRY(const char32_t c, numeric_escape());
                append_utf8(value, c);
            }
        }
        return dataset_.keep(value);
    }

    char character_after_backslash() const {
        return position_ + 1 < text_.size() ? text_[position_ + 1] : '\n';
    }

    /// UCHAR: \uXXXX or \UXXXXXXXX, of a character and not of half a surrogate pair.
    Result<char32_t> numeric_escape() {
        const auto refused = [&] {
            return fault(errors::kEscapeMalformed, "the escape stands for no character");
        };
        const char kind = character_after_backslash();
        if (kind != 'u' && kind != 'U') return refused();
        const std::size_t digits = kind == 'u' ? 4 : 8;
        position_ += 2;
        if (text_.size() - position_ < digits) return refused();
        char32_t value = 0;
        for (std::size_t i = 0; i < digits; ++i) {
            const auto digit = hex_digit(text_[position_++]);
            if (!digit) return refused();
            value = value << 4 | *digit;
        }
        if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return refused();
        return value;
    }

    /// LANGTAG after its "@".
    Result<std::string_view> language() {
        const std::size_t start = position_;
        const auto is_letter = [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        };
        bool first = true;
        do {
            const std::size_t part = position_;
            while (is_letter(peek()) || (!first && peek() >= '0' && peek() <= '9')) ++position_;
            if (position_ == part)
                return fault(errors::kLanguageMalformed, "a part of the language tag is missing");
            first = false;
        } while (take("-"));
        return text_.substr(start, position_ - start);
    }

    Dataset dataset_;
    std::string_view text_;
    std::size_t max_quads_;
    std::size_t position_ = 0;
    std::size_t line_ = 1;
};

}  // namespace

Result<Dataset> parse_nquads(std::string_view text, std::size_t max_quads) {
    if (!is_utf8(as_bytes(text))) return Error(errors::kNotUtf8, "the text is not UTF-8");
    return Parser(text, max_quads).parse();
}

}  // namespace deed::rdf
