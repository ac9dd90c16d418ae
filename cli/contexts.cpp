#include "cli/contexts.hpp"

#include "cli/errors.hpp"
#include "cli/invocation.hpp"

namespace deed::cli {

Result<credentials::KnownContexts> load_contexts(const std::vector<std::string>& url_files) {
    credentials::KnownContexts contexts;
    for (const std::string& url_file : url_files) {
        // A URL may hold '=' in its query; a file name after the last one rarely does.
        const std::size_t split = url_file.rfind('=');
        if (split == std::string::npos || split == 0 || split + 1 == url_file.size())
            return Error(errors::kBadValue, "--context takes URL=FILE, not \"" + url_file + "\"");
        const std::string file = url_file.substr(split + 1);
        DEED_TRY(json::Document document, read_json_input(file));
        auto added = contexts.add(url_file.substr(0, split), std::move(document));
        if (!added) return std::move(added).error().at(file);
    }
    return contexts;
}

}  // namespace deed::cli
