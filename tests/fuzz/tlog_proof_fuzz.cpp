// A proof prints as the very text that was parsed, and its path can be judged whatever it says.
#include <cstdint>
#include <cstdlib>

#include "lib/tlog/checkpoint.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace tlog = deed::tlog;
    const std::string_view text = deed::as_text({data, size});
    const auto proof = tlog::EntryProof::parse(text);
    if (!proof) return 0;
    if (proof->to_string() != text) std::abort();

    const auto note = tlog::Note::parse(proof->checkpoint);
    if (!note) std::abort();
    const auto head = tlog::Checkpoint::parse(note->body());
    if (!head) std::abort();
    const tlog::Hash leaf = tlog::leaf_hash({});
    static_cast<void>(
        tlog::verify_inclusion(proof->index, head->size, leaf, proof->path, head->root));
    static_cast<void>(
        tlog::verify_consistency(proof->index, head->size, leaf, head->root, proof->path));
    return 0;
}
