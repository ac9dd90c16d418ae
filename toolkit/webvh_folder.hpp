#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "did/methods/webvh_writer.hpp"
#include "toolkit/toolkit.hpp"

// The files of a did:webvh in a folder, as a web server hands them out: did.jsonl, did-witness.json
// where there are witnesses, and did.json of a did:web beside it. With keys of the store.

namespace deed {

/// How a did:webvh is to be created here; what is not said stays as in did::WebvhCreation.
struct WebvhOptions {
    bool pre_rotate = false;
    did::WebvhWitnesses witnesses = {};
    std::vector<std::string> watchers = {};
    bool portable = false;
    bool also_web = false;
    std::optional<std::int64_t> ttl = {};
};

/// A did:webvh whose log got an entry.
struct WrittenWebvh {
    did::Did did;
    std::string version_id;
    std::string update_key;                    ///< that signed, by its name in the store
    std::optional<std::string> next_key = {};  ///< what was made for later
    bool wants_witnesses = false;  ///< the log may be published once enough of them approved
};

/// Makes the keys NAME.update and NAME.assertion (Ed25519), with pre_rotate NAME.update-2 too, or
/// takes those that are there, and writes the files of a new did:webvh at `place` into the folder,
/// where there is none yet (`io.exists`).
DEED_API Result<WrittenWebvh> create_webvh_in(Toolkit& toolkit, const std::string& name,
                                              const std::string& place, const WebvhOptions& options,
                                              const std::filesystem::path& folder, Call& call);

/// What is to change; keys that are to be new are made.
struct WebvhEdit {
    std::optional<json::Document> document = {};
    std::optional<std::string> place = {};
    bool rotate = false;       ///< to a new update key
    bool commit_next = false;  ///< pre-rotation, from now on; where it is on, it stays on
    bool deactivate = false;
};

/// Adds an entry to the folder's log, signed by the key of the store that may
/// (`toolkit.no_controller_key`); did.json follows where it is there. `did` must be the log's
/// (`did_webvh.other_did`).
DEED_API Result<WrittenWebvh> change_webvh_in(Toolkit& toolkit, const did::Did& did,
                                              const WebvhEdit& edit,
                                              const std::filesystem::path& folder, Call& call);

/// Adds a witness' proof for the log's last version to the folder's did-witness.json, and gives the
/// version's id.
DEED_API Result<std::string> witness_webvh_in(Toolkit& toolkit, crypto::Signer& witness,
                                              const std::filesystem::path& folder, Call& call);

/// The verified log of a folder, witnesses included.
DEED_API Result<did::WebvhLog> read_webvh_in(const std::filesystem::path& folder, Timestamp now,
                                             Call& call);

}  // namespace deed
