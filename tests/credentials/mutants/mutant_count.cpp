#include "tests/credentials/mutants/mutant_count.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

namespace deed::credentials::test {

bool is_full() {
    const char* full = std::getenv("DEED_FULL");
    return full != nullptr && std::string_view(full) == "1";
}

bool MutantCount::takes_next() { return is_full() || made_++ % sampled_ == 0; }

void MutantCount::refused(std::string_view kind, std::string_view code, const std::string& what) {
    ++refused_;
    ++met_[kind][std::string(code)];
    const auto found = expected_.find(kind);
    const bool is_expected = found != expected_.end() && found->second.contains(code);
    EXPECT_TRUE(is_expected) << form_ << ", " << kind << ": " << what << " is refused by \"" << code
                             << "\"";
}

void MutantCount::finish() {
    if (is_full()) {
        EXPECT_GE(refused_, 1000u) << form_;
    }
    std::cout << "mutants of " << form_ << ": " << refused_ << " refused, " << equal_
              << " equal in meaning\n";
    for (const auto& [kind, codes] : met_)
        for (const auto& [code, count] : codes)
            std::cout << "  " << kind << ": " << code << " " << count << "\n";
    std::filesystem::create_directories(DEED_COUNTS_DIR);
    std::ofstream(std::string(DEED_COUNTS_DIR "/mutants-") + form_ + ".json")
        << R"({"form":")" << form_ << R"(","full":)" << (is_full() ? "true" : "false")
        << R"(,"refused":)" << refused_ << R"(,"equal":)" << equal_ << "}\n";
}

}  // namespace deed::credentials::test
