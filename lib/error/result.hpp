#pragma once

#include <concepts>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include "lib/error/assert.hpp"
#include "lib/error/error.hpp"

namespace deed {

/// Either a value or an Error. Reading the wrong side is a bug and aborts.
template <typename T>
class [[nodiscard]] Result {
public:
    using value_type = T;

    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit

    template <typename U = T>
        requires(std::constructible_from<T, U &&> &&
                 !std::same_as<std::remove_cvref_t<U>, Result> &&
                 !std::same_as<std::remove_cvref_t<U>, Error>)
    Result(U&& value)  // NOLINT: implicit, so that `return value;` works
        : state_(std::in_place_index<0>, std::forward<U>(value)) {}

    bool has_value() const { return state_.index() == 0; }
    explicit operator bool() const { return has_value(); }

    T& value() & { return require_value(), *std::get_if<0>(&state_); }
    const T& value() const& { return require_value(), *std::get_if<0>(&state_); }
    T&& value() && { return require_value(), std::move(*std::get_if<0>(&state_)); }

    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    const Error& error() const& { return require_error(), *std::get_if<1>(&state_); }
    Error&& error() && { return require_error(), std::move(*std::get_if<1>(&state_)); }

    /// The value, or `fallback` where there is none.
    template <typename U>
    T value_or(U&& fallback) && {
        if (has_value()) return std::move(*this).value();
        return static_cast<T>(std::forward<U>(fallback));
    }

private:
    void require_value() const { DEED_ASSERT(has_value()); }
    void require_error() const { DEED_ASSERT(!has_value()); }

    std::variant<T, Error> state_;
};

/// Success without a value, or an Error.
template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : error_(std::move(error)) {}  // NOLINT: implicit

    bool has_value() const { return !error_.has_value(); }
    explicit operator bool() const { return has_value(); }

    const Error& error() const& { return require_error(), *error_; }
    Error&& error() && { return require_error(), std::move(*error_); }

private:
    void require_error() const { DEED_ASSERT(error_.has_value()); }

    std::optional<Error> error_;
};

}  // namespace deed

#define DEED_DETAIL_CONCAT2(a, b) a##b
#define DEED_DETAIL_CONCAT(a, b) DEED_DETAIL_CONCAT2(a, b)
#define DEED_DETAIL_TRY(result, declaration, ...)       \
    auto result = (__VA_ARGS__);                        \
    if (!result) return std::move(result).error();      \
    declaration = std::move(result).value()

/// `DEED_TRY(auto key, parse(text));` — the value, or an early return of the error.
#define DEED_TRY(declaration, ...) \
    DEED_DETAIL_TRY(DEED_DETAIL_CONCAT(deed_result_, __LINE__), declaration, __VA_ARGS__)

/// `DEED_CHECK(file.sync());` — an early return of the error of a Result<void>.
#define DEED_CHECK(...)                                                                 \
    do {                                                                                \
        if (auto deed_result = (__VA_ARGS__); !deed_result)                             \
            return std::move(deed_result).error();                                      \
    } while (false)
