#pragma once

// Internal to lib/crypto.

#include <memory>

namespace deed::crypto {

/// Owner of a C library's object, freed by that library's own function.
template <auto kFree>
struct FreeWith {
    template <typename T>
    void operator()(T* object) const {
        kFree(object);
    }
};

template <typename T, auto kFree>
using Handle = std::unique_ptr<T, FreeWith<kFree>>;

}  // namespace deed::crypto
