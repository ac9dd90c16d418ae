"""Compares Deed's JWS with npm's jose, both ways, and in what both refuse.

    jose_interop.py --deed DEED --signer JWS_SIGNER --peer FOLDER --counts FILE

Prints the counts and writes them to FILE. Exits with 77, which ctest calls skipped, where there is
no npm; a peer that is not installed although npm is there is a failure: scripts/setup installs it.
"""

import base64
import hashlib
import hmac
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from lines import SKIPPED, Lines, arguments_of, peer_is_there, report

SIGNED_EACH = 12
OWN = {"deed-sm2-sm3"}  # Deed's own algorithms, which no peer knows
MUST_KNOW = {"6": {"EdDSA", "Ed25519", "ES256", "ES384", "ES512"}, "5": {"EdDSA", "ES256K"}}


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def here(deed, jwk, jws):
    """What Deed says: the payload, or the code of its refusal."""
    answer = deed.ask(id=1, op="jws.verify", jwk=jwk, jws=jws)
    if answer["ok"]:
        return True, bytes.fromhex(answer["out"]["payload"]).decode()
    return False, answer["code"]


def there(peer, lib, jwk, jws):
    answer = peer.ask(op="verify", lib=lib, jwk=jwk, jws=jws)
    return answer["ok"], answer.get("payload", answer.get("error"))


def bad_forms(jws, jwk, algorithms):
    """Changed tokens, each with the codes by which Deed may refuse it."""
    header, payload, signature = jws.split(".")
    members = json.loads(unb64(header))
    own = members["alg"]
    same_key = {"EdDSA", "Ed25519"} if own in ("EdDSA", "Ed25519") else {own}
    is_rsa = own[:2] in ("RS", "PS")

    def with_header(**changes):
        return b64(json.dumps({**members, **changes}).encode())

    flipped = bytearray(unb64(signature))
    flipped[-1] ^= 1
    yield f"{header}.{b64(b'{}')}.{signature}", {"jws.signature_invalid"}
    yield f"{header}.{payload}.{b64(bytes(flipped))}", {"jws.signature_invalid"}
    yield f"{with_header(kid='another')}.{payload}.{signature}", {"jws.signature_invalid"}
    yield (f"{header}.{payload}.{b64(unb64(signature)[:-1])}",
           {"jws.signature_malformed", "jws.signature_invalid"})
    yield f"{header}.{payload}.", {"jws.signature_malformed", "jws.signature_invalid"}
    yield f"{header}.{payload}", {"jws.not_compact"}
    yield f"{header}.{payload}.{signature}.", {"jws.not_compact"}
    yield f"{with_header(crit=['x'], x=1)}.{payload}.{signature}", {"jws.crit_unknown"}
    yield f"{with_header(crit=[])}.{payload}.{signature}", {"jws.crit_malformed"}
    yield f"{with_header(alg='none')}.{payload}.{signature}", {"jws.alg_none"}
    yield f"{with_header(alg='none')}.{payload}.", {"jws.alg_none"}
    macs = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}
    for name, digest in macs.items():
        # The public key as the secret of a MAC, as the peer reads it.
        forged = f"{with_header(alg=name)}.{payload}"
        secret = json.dumps(jwk, separators=(",", ":")).encode()
        yield (f"{forged}.{b64(hmac.new(secret, forged.encode(), digest).digest())}",
               {"jws.alg_symmetric"})
    for other in sorted(algorithms - same_key):
        other_is_rsa = other[:2] in ("RS", "PS")
        expected = "jws.signature_invalid" if is_rsa and other_is_rsa else "jws.alg_key_mismatch"
        yield f"{with_header(alg=other)}.{payload}.{signature}", {expected}


def is_refused_by_both(deed, peer, lib, jwk, jws, codes):
    is_good, said = here(deed, jwk, jws)
    if is_good or said not in codes:
        raise SystemExit(f"Deed says {said}, not {codes}, of {jws}")
    is_good_there, said = there(peer, lib, jwk, jws)
    if is_good_there:
        raise SystemExit(f"jose {lib} accepts {jws} by {jwk}")


def issued_by_command(deed_path, signer_path, home):
    """A vc+jwt of each type of key, by the command itself, with the public key."""
    passphrase = home / "passphrase"
    passphrase.touch(0o600)
    passphrase.write_text("only for this test\n")
    claims = home / "claims.json"
    claims.write_text('{"degree": "Bachelor of Science"}')
    environment = {"PATH": os.environ["PATH"], "HOME": str(home),
                   "DEED_PASSPHRASE_FILE": str(passphrase)}

    def run(*words):
        return subprocess.run(words, env=environment, check=True, capture_output=True,
                              text=True).stdout.strip()

    for key_type in ("ed25519", "p256", "p384", "p521", "secp256k1"):
        did = run(deed_path, "key", "generate", key_type, "--type", key_type)
        token = run(deed_path, "credential", "issue", "--claims", str(claims), "--type", "Degree",
                    "--issuer", did, "--format", "vc+jwt")
        jwk = run(signer_path, "jwk", did.removeprefix("did:key:"))
        yield json.loads(jwk), token


def main():
    arguments = arguments_of("deed", "signer", "peer", "counts")
    if not peer_is_there("jose", arguments.peer / "node_modules/jose/package.json"):
        return SKIPPED

    deed = Lines([str(arguments.deed), "codec", "batch"])
    peer = Lines(["node", str(arguments.peer / "peer.mjs")])
    known = {lib: set(names) for lib, names in peer.ask(op="algorithms").items()}
    for lib, names in MUST_KNOW.items():
        if not names <= known[lib]:
            raise SystemExit(f"jose {lib} knows {sorted(known[lib])} only")

    sent, received, refused = 0, 0, 0
    signed = subprocess.run([arguments.signer, "sign", str(SIGNED_EACH)], check=True,
                            capture_output=True, text=True).stdout
    for line in map(json.loads, signed.splitlines()):
        if line["alg"] in OWN:
            continue
        libs = [lib for lib in known if line["alg"] in known[lib]]
        if not libs:
            raise SystemExit(f"no peer knows {line['alg']}")
        payload = unb64(line["jws"].split(".")[1]).decode()
        for lib in libs:
            if there(peer, lib, line["jwk"], line["jws"]) != (True, payload):
                raise SystemExit(f"jose {lib} refuses {line}")
            sent += 1
    with tempfile.TemporaryDirectory() as home:
        for jwk, token in issued_by_command(arguments.deed, arguments.signer, pathlib.Path(home)):
            if not any(there(peer, lib, jwk, token)[0] for lib in known):
                raise SystemExit(f"no jose verifies {token} by {jwk}")
            sent += 1

    every = set().union(*known.values())
    for lib, names in known.items():
        for alg in sorted(names):
            is_rsa = alg[:2] in ("RS", "PS")  # whose keys take long to make
            for index in range(2 if is_rsa else SIGNED_EACH):
                payload = json.dumps({"n": index, "text": "x" * index})
                made = peer.ask(op="sign", lib=lib, alg=alg, payload=payload,
                                header={"typ": "vc+jwt", "kid": "did:example:a#k"})
                if here(deed, made["jwk"], made["jws"]) != (True, payload):
                    raise SystemExit(f"Deed refuses {made}: "
                                     f"{here(deed, made['jwk'], made['jws'])}")
                received += 1
                if index > 0:
                    continue
                for jws, codes in bad_forms(made["jws"], made["jwk"], every):
                    is_refused_by_both(deed, peer, lib, made["jwk"], jws, codes)
                    refused += 1
    deed.close()
    peer.close()

    return report("jose", {"JWS signed here and verified there": sent,
                           "signed there and verified here": received,
                           "refusals agreed": refused}, arguments.counts)


sys.exit(main())
