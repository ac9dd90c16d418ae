#pragma once

#include <concepts>
#include <optional>

#include "lib/encoding/bytes.hpp"
#include "lib/store/database.hpp"

namespace deed::store {

/// One execution of a statement: bind the parameters, take the rows. The statement is rewound when
/// the query dies; until then no other query may use it.
class DEED_API Query {
public:
    explicit Query(Statement& statement);
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;
    ~Query();

    /// Parameters count from 1. What cannot be bound is told by the next step: `store.too_large`
    /// for unsigned numbers of 2^63 and more, and for long values.
    template <std::integral T>
    Query& bind(int parameter, T value) {
        if constexpr (std::signed_integral<T>) return bind_signed(parameter, value);
        return bind_unsigned(parameter, static_cast<std::uint64_t>(value));
    }
    Query& bind(int parameter, std::string_view text);
    Query& bind(int parameter, ByteView blob);
    Query& bind_null(int parameter);

    /// Goes to the next row; false when there is none.
    Result<bool> next();
    /// Executes a statement that gives no rows.
    Result<void> run();

    /// Columns of the current row count from 0. A value of another type than asked for is
    /// `store.damaged`. Views are valid until the next step.
    Result<std::int64_t> integer(int column) const;
    Result<std::uint64_t> unsigned_integer(int column) const;
    Result<std::string_view> text(int column) const;
    Result<ByteView> blob(int column) const;
    bool is_null(int column) const;

private:
    Query& bind_signed(int parameter, std::int64_t value);
    Query& bind_unsigned(int parameter, std::uint64_t value);
    void note(int result);
    Result<void> require_type(int column, int type) const;

    sqlite3_stmt* statement_;
    std::optional<Error> unbound_;
};

}  // namespace deed::store
