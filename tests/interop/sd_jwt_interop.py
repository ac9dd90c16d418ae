"""Issues, presents and verifies SD-JWTs here and with npm's @sd-jwt/core, in every combination of
the two sides, and tampers with each.

    sd_jwt_interop.py --maker CREDENTIAL_MAKER --peer FOLDER --counts FILE

50 issued by each side; with DEED_FULL=1, 1,000. DEED_SEED repeats a run.
"""

import base64
import json
import sys
import time

from generator import Generator
from lines import FULL, SKIPPED, Lines, arguments_of, disagree, peer_is_there, report, seeded

EACH = 1000 if FULL else 50
SIGNERS = ["Ed25519", "P-256", "P-384"]
HOLDERS = ["Ed25519", "P-256"]
HASHES = ["sha-256", "sha-384", "sha-512"]
CONCEALED = ["credentialSubject", "name", "description", "evidence", "termsOfUse"]
AUDIENCE = "https://verifier.example"


def places(value, pointer, is_root=False):
    """Pointers of what can be withheld, each before those inside it."""
    if not is_root:
        yield pointer
    if isinstance(value, dict):
        for name, inner in value.items():
            # What is read before anything is withheld stays: types, and the parts of a text.
            if "/" not in name and name[:1] != "@" and name not in ("type", "id"):
                yield from places(inner, f"{pointer}/{name}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places(inner, f"{pointer}/{index}")


def frame_of(credential, pointers):
    """The peer's disclosure frame of these pointers."""
    frame = {}
    for pointer in pointers:
        *path, last = pointer.split("/")[1:]
        at, value = frame, credential
        for name in path:
            at = at.setdefault(name, {})
            value = value[int(name)] if isinstance(value, list) else value[name]
        at.setdefault("_sd", []).append(int(last) if isinstance(value, list) else last)
    return frame


def shown_frame(pointers):
    """The peer's presentation frame that shows these and what they stand in."""
    frame = {}
    for pointer in pointers:
        at = frame
        *path, last = pointer.split("/")[1:]
        for name in path:
            if not isinstance(at.get(name), dict):
                at[name] = {}
            at = at[name]
        at.setdefault(last, True)
    return frame


class Sides:
    def __init__(self, arguments, random):
        self.here = Lines([arguments.maker])
        self.there = Lines(["node", arguments.peer / "peer.mjs"])
        self.random = random
        self.make = Generator(random)

    def claims(self, did):
        """A credential, and the pointers of claims to conceal."""
        credential = self.make.credential(version=2)
        credential["issuer"] = did
        # A subject of which everything is withheld would be empty.
        subjects = credential["credentialSubject"]
        for subject in subjects if isinstance(subjects, list) else [subjects]:
            subject.setdefault("id", self.make.iri())
        every = []
        for name in CONCEALED:
            if name in credential:
                # A verifier must see credentialSubject, and no member may be an empty array.
                found = places(credential[name], f"/{name}", name == "credentialSubject")
                every += [p for p in found if p.count("/") != 2 or not p[-1].isdigit()]
        chosen = [p for p in every if self.random.random() < 0.4]
        return credential, chosen

    def issue(self, is_ours, key_type, holder, hash_name):
        """The token, and the pointers that it conceals."""
        if is_ours:
            credential, concealed = self.claims(self.here.must(op="key", type=key_type)["did"])
            token = self.here.must(op="issue", form="vc+sd-jwt", type=key_type,
                                   document=credential, disclosable=concealed, hash=hash_name,
                                   decoys=self.random.randrange(4), holder=holder)
        else:
            credential, concealed = self.claims(
                self.there.must(op="key", type=key_type)["controller"])
            token = self.there.must(op="token.sign", form="sdJwt", type=key_type,
                                    payload={**credential, "cnf": {"jwk": holder}},
                                    frame=frame_of(credential, concealed), hash=hash_name,
                                    header={"typ": "vc+sd-jwt", "cty": "vc"})
        return token, concealed

    def present(self, is_ours, token, shown, hash_name, holder_type, nonce):
        if is_ours:
            binding = {"type": holder_type, "audience": AUDIENCE, "nonce": nonce} if nonce else {}
            return self.here.must(op="select", token=token, pointers=shown, **binding)
        binding = {"holder": self.there_holder(holder_type),
                   "binding": {"iat": int(time.time()), "aud": AUDIENCE, "nonce": nonce}}
        return self.there.must(op="token.present", form="sdJwt", token=token, hash=hash_name,
                               frame=shown_frame(shown), **(binding if nonce else {}))

    def there_holder(self, holder_type):
        return self.there.must(op="key", type=holder_type, secret=True)["secret"]

    def judge(self, token, jwk, nonce):
        """What both say of a presented token."""
        ours = self.here.ask(op="verify", credential=token,
                             **({"nonce": nonce, "audience": AUDIENCE} if nonce else {}))
        theirs = self.there.ask(op="token.verify", form="sdJwt", token=token, jwk=jwk,
                                nonce=nonce)
        return ours, theirs


def b64u(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64u(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def forgeries(token, nonce):
    """Changed tokens by name, with the codes of Deed's refusal, and whether the peer refuses too:
    RFC 9901 asks more of a verifier than it does."""
    jwt, *disclosures, binding = token.split("~")
    header, payload, signature = jwt.split(".")

    def joined(jwt=jwt, disclosures=disclosures, binding=binding):
        return "~".join([jwt, *disclosures, binding])
    flipped = bytearray(unb64u(signature))
    flipped[3] ^= 4
    yield "signature", joined(jwt=f"{header}.{payload}.{b64u(bytes(flipped))}"), {
        "jws.signature_invalid"}, True
    claims = json.loads(unb64u(payload))
    forged = b64u(json.dumps({**claims, "validFrom": "2001-01-01T00:00:00Z"}).encode())
    yield "payload", joined(jwt=f"{header}.{forged}.{signature}"), {"jws.signature_invalid"}, True
    if disclosures:
        parts = json.loads(unb64u(disclosures[0]))
        changed = b64u(json.dumps(parts[:-1] + ["forged"]).encode())
        yield "disclosure", joined(disclosures=[changed, *disclosures[1:]]), {
            "sd_jwt.disclosure_unreferenced", "sd_jwt.disclosure_misplaced"}, False
        yield "disclosure twice", joined(disclosures=[disclosures[0], *disclosures]), {
            "sd_jwt.disclosure_repeated"}, False
    stranger = b64u(json.dumps(["c2FsdHNhbHRzYWx0", "extra", 1]).encode())
    yield "disclosure added", joined(disclosures=[*disclosures, stranger]), {
        "sd_jwt.disclosure_unreferenced"}, False
    if not nonce:
        return
    yield "binding removed", joined(binding=""), {"proof.domain_missing"}, True
    kb_header, kb_payload, kb_signature = binding.split(".")
    said = json.loads(unb64u(kb_payload))
    forged = b64u(json.dumps({**said, "iat": said["iat"] - 1}).encode())
    yield "binding changed", joined(binding=f"{kb_header}.{forged}.{kb_signature}"), {
        "sd_jwt.kb_signature_invalid"}, True
    if disclosures:
        yield "disclosure withheld after binding", joined(disclosures=disclosures[1:]), {
            "sd_jwt.kb_hash_mismatch", "sd_jwt.disclosure_unreferenced"}, True


def main():
    arguments = arguments_of("maker", "peer", "counts")
    if not peer_is_there("sd_jwt", arguments.peer / "node_modules/@sd-jwt/core/package.json"):
        return SKIPPED
    sides = Sides(arguments, seeded("sd_jwt"))
    random = sides.random
    agreed, refused, only_here = 0, 0, 0
    for index in range(2 * EACH):
        ours_issues, ours_presents = index % 2 == 0, random.random() < 0.5
        key_type, holder_type = random.choice(SIGNERS), random.choice(HOLDERS)
        hash_name = random.choice(HASHES)
        holder_side = sides.here if ours_presents else sides.there
        holder = holder_side.must(op="key", type=holder_type)["jwk"]
        token, concealed = sides.issue(ours_issues, key_type, holder, hash_name)
        shown = [p for p in concealed if random.random() < 0.5]
        nonce = f"nonce-{index}" if random.random() < 0.6 else None
        presented = sides.present(ours_presents, token, shown, hash_name, holder_type, nonce)
        issuer = (sides.here if ours_issues else sides.there).must(op="key", type=key_type)["jwk"]
        ours, theirs = sides.judge(presented, issuer, nonce)
        if not ours["ok"] or not theirs["ok"] or ours["out"] != theirs["out"]["payload"]:
            disagree("sd_jwt", f"issued {'here' if ours_issues else 'there'}, presented "
                     f"{'here' if ours_presents else 'there'}", ours=ours, theirs=theirs,
                     token=token, presented=presented, shown=shown)
        agreed += 1
        name, forged, codes, both = random.choice(list(forgeries(presented, nonce)))
        ours, theirs = sides.judge(forged, issuer, nonce)
        if ours["ok"] or ours["code"] not in codes or both and theirs["ok"]:
            disagree("sd_jwt", f"{name} forged", ours=ours, theirs=theirs, presented=presented,
                     forged=forged)
        refused += 1
        only_here += theirs["ok"]
    sides.here.close()
    sides.there.close()
    return report("sd_jwt", {"SD-JWTs, half issued here and half there": agreed,
                             "SD-JWTs, tampered with": refused,
                             "of which @sd-jwt/core takes": only_here}, arguments.counts)


sys.exit(main())
