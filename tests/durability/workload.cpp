#include "tests/durability/workload.hpp"

#include <sstream>

namespace deed::durability {
namespace {

constexpr std::string_view kPromise = "promise ";
constexpr std::string_view kFault = "fault ";

}  // namespace

void Witness::promise(const Promise& promise) {
    std::string line(kPromise);
    for (const std::string& word : promise) line += word + " ";
    recorder_.say(std::move(line));
}

void Witness::fault(Fault kind, const std::string& what) {
    recorder_.say(std::string(kFault) + static_cast<char>('0' + static_cast<int>(kind)) + what);
}

Promises promises_in(const std::vector<faults::Event>& events) {
    Promises promises;
    for (const faults::Event& event : events) {
        if (event.kind != faults::Event::Kind::said || !event.path.starts_with(kPromise)) continue;
        std::istringstream words(event.path.substr(kPromise.size()));
        Promise promise;
        for (std::string word; words >> word;) promise.push_back(word);
        promises.push_back(std::move(promise));
    }
    return promises;
}

std::vector<Found> faults_in(const std::vector<faults::Event>& events) {
    std::vector<Found> found;
    for (const faults::Event& event : events)
        if (event.kind == faults::Event::Kind::said && event.path.starts_with(kFault))
            found.push_back({static_cast<Fault>(event.path[kFault.size()] - '0'),
                             event.path.substr(kFault.size() + 1)});
    return found;
}

std::vector<std::unique_ptr<Workload>> all_workloads() {
    std::vector<std::unique_ptr<Workload>> all;
    all.push_back(make_file_workload());
    all.push_back(make_head_workload());
    all.push_back(make_key_workload());
    all.push_back(make_passphrase_workload());
    all.push_back(make_opening_workload());
    all.push_back(make_ledger_workload());
    all.push_back(make_batch_workload());
    all.push_back(make_thread_workload());
    return all;
}

}  // namespace deed::durability
