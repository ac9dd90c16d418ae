"""Compares Deed's COSE_Sign1 with npm's @auth0/cose, both ways, and in what both refuse.

    cose_interop.py --deed DEED --peer FOLDER

Exits with 77, which ctest calls skipped, where there is no npm; a peer that is not installed
although npm is there is a failure: scripts/setup installs it.
"""

import argparse
import base64
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

ALGORITHMS = ("EdDSA", "ES256", "ES384", "ES512")
CREDENTIAL = {
    "@context": ["https://www.w3.org/ns/credentials/v2",
                 "https://www.w3.org/ns/credentials/examples/v2"],
    "type": ["VerifiableCredential", "ExampleAlumniCredential"],
    "issuer": "https://university.example/issuers/565049",
    "validFrom": "2010-01-01T19:23:24Z",
    "credentialSubject": {"id": "did:example:alice", "alumniOf": {"name": "Example ✓"}},
}


class Lines:
    """A program that answers each line with one."""

    def __init__(self, command, **more):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, **more)

    def ask(self, **request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"{self.process.args[0]} ended at {request['op']}")
        return json.loads(answer)

    def close(self):
        self.process.stdin.close()
        if self.process.wait(timeout=30) != 0:
            raise SystemExit(f"{self.process.args[0]} failed")


def require(holds, what):
    if not holds:
        raise SystemExit(f"differs: {what}")


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
    """Neither takes a message of which any byte was changed."""
    count = 0
    for index in range(0, len(cose) // 2, 7):
        other = bytearray.fromhex(cose)
        other[index] ^= 0x10
        text = bytes(other).hex()
        ours, _ = here(deed, keys["public"], text)
        require(not ours, f"Deed takes {text}")
        theirs = peer.ask(op="verify", alg=alg, public=keys["public"], cose=text)
        # The peer reads kid from the unprotected header, which nobody signed, and no more of it.
        require(not theirs["ok"] or ours, f"the peer takes {text}") if alg == "EdDSA" else None
        count += 1
    return count


def main():
    parser = argparse.ArgumentParser()
    for name in ("deed", "peer"):
        parser.add_argument(f"--{name}", required=True)
    options = parser.parse_args()
    folder = pathlib.Path(options.peer)
    if not shutil.which("npm"):
        print("no npm here")
        return 77
    if not (folder / "node_modules/@auth0/cose").is_dir():
        raise SystemExit(f"{folder} is not installed: run scripts/setup")
    deed = Lines([options.deed, "codec", "batch"])
    peer = Lines(["node", "peer.mjs"], cwd=folder)
    both = refused = 0
    with tempfile.TemporaryDirectory() as temporary:
        for alg in ALGORITHMS:
            keys = peer.ask(op="key", alg=alg)
            ours = by_deed(options.deed, deed, peer, pathlib.Path(temporary), alg, keys)
            by_peer(deed, peer, alg, keys)
            refused += changed(deed, peer, alg, keys, ours)
            both += 2
    deed.close()
    peer.close()
    print(f"@auth0/cose: {both} messages good on both sides, {refused} changed ones refused")
    return 0


sys.exit(main())
