#include "lib/json/composer.hpp"

#include <optional>
#include <string>

#include "lib/error/assert.hpp"
#include "lib/json/copier.hpp"
#include "lib/json/errors.hpp"

namespace deed::json {

namespace {

constexpr std::size_t kFirstBlock = 4096;

}  // namespace

struct Composer::State {
    struct Frame {
        bool is_object;
        std::size_t values;  ///< how many stood before
        std::size_t names;
    };

    State() : arena(std::make_shared<detail::Arena>(kFirstBlock)), copier(*arena) {
        arena->max_depth = Limits{}.max_depth;
        values.reserve(64);
        names.reserve(64);
    }

    void begin(bool is_object) {
        require_place();
        copier.enter(frames.size());
        frames.push_back({is_object, values.size(), names.size()});
    }

    Frame end(bool is_object) {
        DEED_ASSERT(!frames.empty() && frames.back().is_object == is_object);
        const Frame frame = frames.back();
        frames.pop_back();
        return frame;
    }

    /// A value may stand here: as the one root, in an array, or after its key.
    void require_place() const {
        if (frames.empty()) {
            DEED_ASSERT(values.empty());
            return;
        }
        const Frame& frame = frames.back();
        const std::size_t here = values.size() - frame.values;
        DEED_ASSERT(!frame.is_object || names.size() - frame.names == here + 1);
    }

    std::shared_ptr<detail::Arena> arena;
    detail::Copier copier;
    std::vector<detail::Node> values;  ///< of all open arrays and objects
    std::vector<detail::Node> names;
    std::vector<Frame> frames;
    std::optional<std::string> duplicate;
};

Composer::Composer() : state_(std::make_unique<State>()) {}
Composer::~Composer() = default;

Composer& Composer::begin_object() {
    state_->begin(true);
    return *this;
}

Composer& Composer::end_object() {
    const State::Frame frame = state_->end(true);
    const std::size_t size = state_->names.size() - frame.names;
    DEED_ASSERT(state_->values.size() - frame.values == size);
    detail::MemberNode* const members = detail::allocate_members(*state_->arena, size);
    for (std::size_t i = 0; i < size; ++i)
        members[i] = {state_->names[frame.names + i], state_->values[frame.values + i]};
    const detail::MemberNode* const duplicate = detail::index_members(members, size);
    if (duplicate != nullptr && !state_->duplicate)
        state_->duplicate = std::string(duplicate->name.view());
    state_->names.resize(frame.names);
    state_->values.resize(frame.values);
    state_->values.push_back(detail::Copier::object_node(members, size));
    return *this;
}

Composer& Composer::begin_array() {
    state_->begin(false);
    return *this;
}

Composer& Composer::end_array() {
    const State::Frame frame = state_->end(false);
    const std::size_t size = state_->values.size() - frame.values;
    detail::Node* const elements = state_->arena->allocate<detail::Node>(size);
    for (std::size_t i = 0; i < size; ++i) elements[i] = state_->values[frame.values + i];
    state_->values.resize(frame.values);
    state_->values.push_back(detail::Copier::array_node(elements, size));
    return *this;
}

Composer& Composer::key(std::string_view name) {
    DEED_ASSERT(!state_->frames.empty() && state_->frames.back().is_object);
    const State::Frame& frame = state_->frames.back();
    DEED_ASSERT(state_->names.size() - frame.names == state_->values.size() - frame.values);
    state_->names.push_back(state_->copier.new_name(name));
    return *this;
}

Composer& Composer::value(Value value) {
    state_->require_place();
    state_->values.push_back(state_->copier.copy(Access::node(value), state_->frames.size()));
    return *this;
}

Result<Document> Composer::take() {
    DEED_ASSERT(state_->frames.empty() && state_->values.size() == 1);
    if (state_->copier.too_deep())
        return Error(errors::kTooDeep, "the composed value nests deeper than allowed");
    if (state_->duplicate)
        return Error(errors::kDuplicateMember, "the member " + *state_->duplicate + " twice");
    state_->arena->root = state_->values.front();
    return Document(std::move(state_->arena));
}

}  // namespace deed::json
