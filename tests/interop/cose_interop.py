"""Compares Deed's COSE_Sign1 with npm's @auth0/cose, both ways, and in what both refuse.

    cose_interop.py --deed DEED --peer FOLDER --counts FILE

Exits with 77, which ctest calls skipped, where there is no npm; a peer that is not installed
although npm is there is a failure: scripts/setup installs it.
"""

import base64
import json
import pathlib
import subprocess
import sys
import tempfile

from lines import FULL, SKIPPED, Lines, arguments_of, disagree, peer_is_there, report

STEP = 1 if FULL else 7  # every so many bytes of a message are changed
ALGORITHMS = ("EdDSA", "ES256", "ES384", "ES512")
UNPROTECTED = bytes([0xa1, 4, 0x41]) + b"k"  # the peer's header with kid
CREDENTIAL = {
    "@context": ["https://www.w3.org/ns/credentials/v2",
                 "https://www.w3.org/ns/credentials/examples/v2"],
    "type": ["VerifiableCredential", "ExampleAlumniCredential"],
    "issuer": "https://university.example/issuers/565049",
    "validFrom": "2010-01-01T19:23:24Z",
    "credentialSubject": {"id": "did:example:alice", "alumniOf": {"name": "Example ✓"}},
}


def require(holds, what):
    if not holds:
        disagree("cose", what)


def here(deed, jwk, cose, **more):
    answer = deed.ask(id=1, op="cose.sign1.verify", key=jwk, cose=cose, **more)
    return (True, answer["out"]["payload"]) if answer["ok"] else (False, answer["code"])


def codec(command, folder, function, text, key, feature):
    """Through `deed codec vc-jose-cose`: what it wrote."""
    (folder / "input").write_text(text)
    (folder / "key.json").write_text(json.dumps(key))
    subprocess.run([command, "codec", "vc-jose-cose", function, "--input", folder / "input",
                    "--key", folder / "key.json", "--feature", feature,
                    "--output", folder / "output"], check=True)
    return json.loads((folder / "output").read_text())


def by_deed(command, deed, peer, folder, alg, keys):
    """What Deed issues, the peer verifies; and Deed again, also as a whole credential."""
    key = {"id": "https://university.example/issuers/565049#key-1", "type": "JsonWebKey",
           "secretKeyJwk": keys["secret"], "publicKeyJwk": keys["public"]}
    issued = codec(command, folder, "issue", json.dumps(CREDENTIAL), key, "credential_cose")
    require(issued["result"] == "success", issued)
    message = base64.b64decode(issued["data"]).hex()
    theirs = peer.ask(op="verify", alg=alg, public=keys["public"], cose=message)
    require(theirs["ok"], f"the peer refuses what Deed issued with {alg}: {theirs}")
    require(json.loads(bytes.fromhex(theirs["payload"])) == CREDENTIAL, "payload")
    require(here(deed, keys["public"], message)[0], f"Deed refuses its own with {alg}")
    del key["secretKeyJwk"]
    require(codec(command, folder, "verify", issued["data"], key, "credential_cose")["result"]
            == "success", "verify")
    return message


def by_peer(deed, peer, alg, keys):
    payload = json.dumps(CREDENTIAL).encode().hex()
    cose = peer.ask(op="sign", alg=alg, secret=keys["secret"], payload=payload, kid="k")["cose"]
    require(here(deed, keys["public"], cose) == (True, payload), f"peer's {alg}")
    return cose


def changed(deed, peer, alg, keys, cose):
    """Neither takes a message of which any byte was changed, but for those that nobody signs."""
    count = 0
    begin = bytes.fromhex(cose).find(UNPROTECTED)
    not_signed = range(begin, begin + len(UNPROTECTED)) if begin >= 0 else ()
    for index in range(0, len(cose) // 2, STEP):
        if index in not_signed:
            continue
        other = bytearray.fromhex(cose)
        other[index] ^= 0x10
        text = bytes(other).hex()
        ours, code = here(deed, keys["public"], text)
        require(not ours, f"Deed takes {text}, byte {index} changed")
        theirs = peer.ask(op="verify", alg=alg, public=keys["public"], cose=text)
        require(not theirs["ok"], f"the peer takes {text}, byte {index} changed; Deed says {code}")
        count += 1
    return count


def main():
    arguments = arguments_of("deed", "peer", "counts")
    if not peer_is_there("cose", arguments.peer / "node_modules/@auth0/cose/package.json"):
        return SKIPPED
    deed = Lines([arguments.deed, "codec", "batch"])
    peer = Lines(["node", "peer.mjs"], cwd=arguments.peer)
    both = refused = 0
    with tempfile.TemporaryDirectory() as temporary:
        for alg in ALGORITHMS:
            keys = peer.ask(op="key", alg=alg)
            ours = by_deed(arguments.deed, deed, peer, pathlib.Path(temporary), alg, keys)
            theirs = by_peer(deed, peer, alg, keys)
            refused += changed(deed, peer, alg, keys, ours)
            refused += changed(deed, peer, alg, keys, theirs)
            both += 2
    deed.close()
    peer.close()
    return report("cose", {"COSE_Sign1 messages, half made here and half there": both,
                           "COSE_Sign1 messages, a byte changed": refused}, arguments.counts)


sys.exit(main())
