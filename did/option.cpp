#include "did/option.hpp"

#include <algorithm>
#include <set>

#include "did/errors.hpp"
#include "lib/json/writer.hpp"

namespace deed::did {
namespace {

Error invalid(const Option& option, std::string_view why) {
    return Error(errors::kInvalidOption, option.name + " " + std::string(why));
}

Result<bool> read_flag(const Option& option) {
    if (option.value == "true") return true;
    if (option.value == "false") return false;
    return invalid(option, "is neither \"true\" nor \"false\"");
}

Result<void> read_option(ReadOptions& read, const Option& option) {
    if (option.name == "versionId") {
        if (option.value.empty()) return invalid(option, "is empty");
        read.resolve.version_id = option.value;
    } else if (option.name == "versionTime") {
        const auto time = parse_version_time(option.value);
        if (!time) return invalid(option, "is not a time: " + time.error().message());
        read.resolve.version_time = *time;
    } else if (option.name == "versionNumber") {
        read.resolve.version_number = parse_version_number(option.value);
        if (!read.resolve.version_number) return invalid(option, "is no number from 1");
    } else if (option.name == "noCache") {
        DEED_TRY(read.resolve.no_cache, read_flag(option));
    } else if (option.name == "expandRelativeUrls") {
        DEED_TRY(read.expand_relative_urls, read_flag(option));
    } else if (option.name == "verificationRelationship") {
        read.relationship = relationship_from_name(option.value);
        if (!read.relationship) return invalid(option, "is no verification relationship");
    } else {
        return Error(errors::kOptionUnsupported, "there is no option of this name");
    }
    return {};
}

bool lists_objects_with_ids(std::string_view name) {
    return name == "verificationMethod" || name == "service" || relationship_from_name(name);
}

void write_with_absolute_id(json::Writer& writer, const Did& did, json::Value element) {
    if (const auto reference = element.string_if()) {
        writer.string(absolute_did_url(did, *reference));
        return;
    }
    writer.begin_object();
    for (const auto& [name, value] : element.object()) {
        if (name == "id")
            writer.member("id", absolute_did_url(did, value.string()));
        else
            writer.key(name).value(value);
    }
    writer.end_object();
}

}  // namespace

Result<ReadOptions> read_options(std::span<const Option> options) {
    ReadOptions read;
    std::set<std::string_view> names;
    for (const Option& option : options) {
        DEED_CHECK(read_option(read, option));
        if (!names.insert(option.name).second) return invalid(option, "stands twice");
    }
    DEED_CHECK(check_options(read.resolve));
    return read;
}

json::Document with_absolute_urls(const Document& document) {
    json::Writer writer;
    writer.begin_object();
    for (const auto& [name, value] : document.json().root().object()) {
        writer.key(name);
        if (!lists_objects_with_ids(name)) {
            writer.value(value);
            continue;
        }
        writer.begin_array();
        for (const json::Value element : value.array())
            write_with_absolute_id(writer, document.id(), element);
        writer.end_array();
    }
    return writer.end_object().take_document();
}

}  // namespace deed::did
