#include <filesystem>

#include "cli/commands.hpp"
#include "cli/did_words.hpp"
#include "cli/errors.hpp"
#include "cli/webvh_words.hpp"
#include "did/methods/web_location.hpp"
#include "lib/json/writer.hpp"
#include "toolkit/webvh_folder.hpp"

namespace deed::cli {
namespace {

constexpr std::string_view kDidKey = "did:key:";

Result<std::string> given_place(const Invocation& invocation) {
    DEED_TRY(const std::string typed, required_option(invocation, "domain", "HOST/PATH"));
    return did::web_location_of(typed, did::HostNames::qualified);
}

Result<did::WebvhWitnesses> given_witnesses(const Invocation& invocation) {
    did::WebvhWitnesses witnesses;
    for (const std::string& text : invocation.options("witness")) {
        if (!text.starts_with(kDidKey))
            return Error(errors::kBadValue, "--witness takes a did:key of an Ed25519 key");
        witnesses.keys.push_back(text.substr(kDidKey.size()));
    }
    const auto threshold = invocation.option("threshold");
    if (witnesses.keys.empty()) {
        if (threshold) return Error(errors::kBadValue, "--threshold goes with --witness only");
        return witnesses;
    }
    const std::uint64_t all = witnesses.keys.size();
    DEED_TRY(const std::uint64_t number,
             given_number("threshold", threshold.value_or(std::to_string(all)), 1, all));
    witnesses.threshold = static_cast<std::uint32_t>(number);
    return witnesses;
}

json::Document written_document(const WrittenWebvh& written) {
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/written-webvh/v1")
        .member("did", written.did.to_string())
        .member("versionId", written.version_id)
        .member("updateKey", written.update_key);
    if (written.next_key) writer.member("nextKey", *written.next_key);
    writer.key("needsWitnesses").boolean(written.wants_witnesses).end_object();
    return writer.take_document();
}

Result<int> print_written(Invocation& invocation, const WrittenWebvh& written) {
    Output::note("version {0}, signed by {1}", {written.version_id, written.update_key});
    if (written.next_key) Output::note("made for later: {0}", {*written.next_key});
    if (written.wants_witnesses)
        Output::hint("Let the witnesses approve, and publish did-witness.json before did.jsonl.");
    DEED_CHECK(invocation.output().result(written.did.to_string(), written_document(written)));
    return 0;
}

Result<int> change(Invocation& invocation, const WebvhEdit& edit) {
    DEED_TRY(const did::Did did, did::Did::parse(*invocation.argument(0)));
    const std::filesystem::path folder = *invocation.option("log");
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const WrittenWebvh written,
             change_webvh_in(*toolkit, did, edit, folder, invocation.call()));
    return print_written(invocation, written);
}

Result<int> run_witness(Invocation& invocation) {
    DEED_TRY(const std::string text, required_option(invocation, "key", "REFERENCE"));
    DEED_TRY(const auto reference, crypto::KeyReference::parse(text));
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const auto signer, toolkit->signer(reference, invocation.call()));
    DEED_TRY(const std::string version_id,
             witness_webvh_in(*toolkit, *signer, *invocation.argument(0), invocation.call()));
    json::Writer writer;
    writer.begin_object()
        .member("format", "deed/witnessed-webvh/v1")
        .member("versionId", version_id)
        .member("witness", std::string(kDidKey) + signer->public_key().to_multikey())
        .end_object();
    DEED_CHECK(invocation.output().result(version_id, writer.take_document()));
    return 0;
}

constexpr ArgumentRow kFolder[] = {{"FOLDER", "where did.jsonl is, and did-witness.json will be"}};
constexpr OptionRow kWitnessOptions[] = {{"key", "REFERENCE", "the witness' Ed25519 key"}};

}  // namespace

Result<int> run_webvh_create(Invocation& invocation) {
    DEED_TRY(const std::string place, given_place(invocation));
    DEED_TRY(const std::string folder, required_option(invocation, "out", "FOLDER"));
    WebvhOptions options;
    options.pre_rotate = invocation.flag("pre-rotate");
    options.portable = invocation.flag("portable");
    options.also_web = invocation.flag("also-web");
    options.watchers = invocation.options("watcher");
    DEED_TRY(options.witnesses, given_witnesses(invocation));
    if (const auto ttl = invocation.option("ttl")) {
        constexpr std::uint64_t kMaxTtl = std::uint64_t{1} << 31;
        DEED_TRY(const std::uint64_t seconds, given_number("ttl", *ttl, 0, kMaxTtl));
        options.ttl = static_cast<std::int64_t>(seconds);
    }
    DEED_TRY(Toolkit * toolkit, invocation.toolkit());
    DEED_TRY(const WrittenWebvh written,
             create_webvh_in(*toolkit, invocation.option("name").value_or("default"), place,
                             options, folder, invocation.call()));
    return print_written(invocation, written);
}

Result<int> run_webvh_update(Invocation& invocation) {
    DEED_TRY(const std::string file, required_option(invocation, "document", "FILE"));
    DEED_TRY(const json::Document document, read_json_input(file, invocation.call()));
    return change(invocation, {.document = document});
}

Result<int> run_webvh_rotate(Invocation& invocation) {
    return change(invocation, {.rotate = true, .commit_next = invocation.flag("commit-next")});
}

Result<int> run_webvh_move(Invocation& invocation) {
    DEED_TRY(const std::string place, given_place(invocation));
    return change(invocation, {.place = place});
}

Result<int> run_webvh_deactivate(Invocation& invocation) {
    return change(invocation, {.deactivate = true});
}

constexpr CommandRow kDidWitness{
    "did",
    "witness",
    "Approve of the last version of a did:webvh",
    "Verifies the log in a folder and adds the witness' proof for its last version to\n"
    "did-witness.json there. Look at what the version says before: the proof approves of it and "
    "of\n"
    "all before it. The log's owner publishes did-witness.json before did.jsonl.",
    kFolder,
    kWitnessOptions,
    "deed did witness site/ --key court",
    run_witness};

}  // namespace deed::cli
