"""Issues generated credentials here and verifies them there, and the reverse, in every way of
securing them that both sides have; and tampers with each, which both must refuse.

    proofs_interop.py --maker CREDENTIAL_MAKER --peer FOLDER --counts FILE [--only FORM…]

50 credentials each way and form; with DEED_FULL=1, 1,000. DEED_SEED repeats a run.
"""

import base64
import copy
import json
import sys

from generator import CREDENTIALS_2, DATA_INTEGRITY, ED25519_2020, Generator
from lines import FULL, SKIPPED, Lines, arguments_of, disagree, peer_is_there, report, seeded

EACH = 1000 if FULL else 50
PROOFS = {
    "eddsa-jcs-2022": ["Ed25519"],
    "ecdsa-jcs-2019": ["P-256", "P-384"],
    "eddsa-rdfc-2022": ["Ed25519"],
    "ecdsa-rdfc-2019": ["P-256", "P-384"],
    "Ed25519Signature2020": ["Ed25519"],
}
TOKENS = {"vc+jwt": ["Ed25519", "P-256", "P-384"]}
PEER_FORM = {"vc+jwt": "jwt"}
CREATED = "2026-01-01T00:00:00Z"
INVALID = "proof.signature_invalid"
PEERS_LIMIT = "Maximum deep iterations exceeded"  # of blank nodes alike, lower than Deed's
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def b64u(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64u(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Sides:
    def __init__(self, arguments, random):
        self.here = Lines([arguments.maker])
        self.there = Lines(["node", arguments.peer / "peer.mjs"])
        self.random = random
        self.make = Generator(random)

    def credential(self, form, did):
        """One that `form` can secure, of that issuer."""
        if form in TOKENS:
            credential = self.make.credential(version=2)
        elif form == "Ed25519Signature2020":
            credential = self.make.credential(more_contexts=[ED25519_2020])
        else:
            credential = self.make.credential()
            if credential["@context"][0] != CREDENTIALS_2:
                credential["@context"].insert(1, DATA_INTEGRITY)
        credential["issuer"] = did if self.random.random() < 0.5 else {"id": did, "text": "x"}
        return credential

    def issue_here(self, form, key_type):
        did = self.here.must(op="key", type=key_type)["did"]
        document = self.credential(form, did)
        answer = self.here.ask(op="issue", form=form, type=key_type, document=document)
        if not answer["ok"]:
            disagree("proofs", f"Deed does not issue {form}", answer=answer, document=document)
        return answer["out"]

    def issue_there(self, form, key_type):
        did = self.there.must(op="key", type=key_type)["controller"]
        document = self.credential(form, did)
        if form in PROOFS:
            request = {"op": "issue", "suite": form, "document": document,
                       "options": {"created": CREATED, "proofPurpose": "assertionMethod"}}
        else:
            request = {"op": "token.sign", "form": PEER_FORM[form],
                       "payload": json.dumps(document), "header": {"typ": form}}
        answer = self.there.ask(type=key_type, **request)
        if answer.get("error", "").startswith(PEERS_LIMIT):
            return self.issue_there(form, key_type)
        if not answer["ok"]:
            disagree("proofs", f"the peer does not issue {form}", answer=answer, document=document)
        return answer["out"]

    def judge_there(self, form, key_type, secured, home):
        """Whether the peer takes it; `home` is the side whose key signed."""
        if form in PROOFS:
            return self.there.ask(op="verify", suite=form, document=secured)
        jwk = home.must(op="key", type=key_type)["jwk"]
        return self.there.ask(op="token.verify", form=PEER_FORM[form], token=secured, jwk=jwk)

    def judge_here(self, secured):
        return self.here.ask(op="verify", credential=secured)

    # Tampering: each kind with the codes by which Deed may refuse it

    def tampered(self, form, secured, stranger):
        kinds = TAMPERED_DOCUMENTS if form in PROOFS else TAMPERED_TOKENS
        name = self.random.choice(sorted(kinds))
        change, codes = kinds[name]
        return name, change(secured, stranger, self.random), codes


def changed(change):
    def run(document, stranger, random):
        document = copy.deepcopy(document)
        change(document, stranger, random)
        return document
    return run


def subject_of(document):
    subject = document["credentialSubject"]
    return subject[0] if isinstance(subject, list) else subject


def change_date(document, _stranger, _random):
    name = "validFrom" if "validFrom" in document else "issuanceDate"
    document[name] = "2009-06-07T08:09:10Z"


def change_issuer(document, stranger, _random):
    issuer = document["issuer"]
    if isinstance(issuer, str):
        document["issuer"] = stranger
    else:
        issuer["id"] = stranger


def change_type(document, _stranger, _random):
    document["type"].append("https://example.org/ns/Forged")


def change_signature(document, _stranger, random):
    value = document["proof"]["proofValue"]
    at = random.randrange(4, len(value))
    new = random.choice([c for c in BASE58 if c != value[at]])
    document["proof"]["proofValue"] = value[:at] + new + value[at + 1:]


def proof_member(name, value):
    return changed(lambda document, _s, _r: document["proof"].__setitem__(name, value))


def subject_member(name, value):
    return changed(lambda document, _s, _r: subject_of(document).__setitem__(name, value))


TAMPERED_DOCUMENTS = {
    "date": (changed(change_date), {INVALID}),
    "issuer": (changed(change_issuer), {INVALID}),
    "type": (changed(change_type), {INVALID}),
    "subject": (subject_member("id", "urn:x:forged"), {INVALID}),
    "claim": (subject_member("number", 424242), {INVALID}),
    "undefined": (subject_member("nobodyDefinedThis", 1), {INVALID, "jsonld.dropped_term"}),
    "created": (proof_member("created", "2020-01-01T00:00:00Z"), {INVALID}),
    "purpose": (proof_member("proofPurpose", "authentication"), {INVALID}),
    "signature": (changed(change_signature), {INVALID, "proof.value_malformed"}),
}


def change_payload(token, _stranger, random):
    header, payload, signature = token.split(".")
    document = json.loads(unb64u(payload))
    (change_date if random.random() < 0.5 else change_type)(document, None, random)
    return f"{header}.{b64u(json.dumps(document).encode())}.{signature}"


def change_header(token, stranger, _random):
    header, payload, signature = token.split(".")
    members = json.loads(unb64u(header))
    return f"{b64u(json.dumps({**members, 'cty': 'vc', 'x': 1}).encode())}.{payload}.{signature}"


def change_token_signature(token, _stranger, random):
    header, payload, signature = token.split(".")
    octets = bytearray(unb64u(signature))
    octets[random.randrange(len(octets))] ^= 1 << random.randrange(8)
    return f"{header}.{payload}.{b64u(bytes(octets))}"


TAMPERED_TOKENS = {
    "payload": (change_payload, {"jws.signature_invalid"}),
    "header": (change_header, {"jws.signature_invalid"}),
    "signature": (change_token_signature, {"jws.signature_invalid"}),
}


def main():
    arguments = arguments_of("maker", "peer", "counts", only=[*PROOFS, *TOKENS])
    if not peer_is_there("proofs", arguments.peer / "node_modules/@digitalbazaar/vc/package.json"):
        return SKIPPED
    sides = Sides(arguments, seeded("proofs"))
    stranger = sides.here.must(op="key", type="secp256k1")["did"]
    counts = {}
    for form in arguments.only:
        key_types = {**PROOFS, **TOKENS}[form]
        agreed, refused = 0, 0
        while agreed < 2 * EACH:
            key_type = key_types[agreed // 2 % len(key_types)]
            is_ours = agreed % 2 == 0
            secured = (sides.issue_here if is_ours else sides.issue_there)(form, key_type)
            home = sides.here if is_ours else sides.there
            theirs = sides.judge_there(form, key_type, secured, home)
            if theirs.get("error", "").startswith(PEERS_LIMIT):
                continue
            ours = sides.judge_here(secured)
            if not ours["ok"] or not theirs["ok"]:
                disagree("proofs", f"{form} by {'Deed' if is_ours else 'the peer'}", ours=ours,
                         theirs=theirs, secured=secured)
            agreed += 1
            kind, forged, codes = sides.tampered(form, secured, stranger)
            ours = sides.judge_here(forged)
            theirs = sides.judge_there(form, key_type, forged, home)
            if ours["ok"] or theirs["ok"] or ours["code"] not in codes:
                disagree("proofs", f"{form}, {kind} changed", ours=ours, theirs=theirs,
                         forged=forged)
            refused += 1
        counts[form + ", half issued here and half there"] = agreed
        counts[form + ", tampered with"] = refused
    sides.here.close()
    sides.there.close()
    return report("proofs", counts, arguments.counts)


sys.exit(main())
