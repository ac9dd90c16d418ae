"""Presents generated credentials here and verifies the presentations there, and the reverse, in every
way of securing them that both sides have; and tampers with each, which both must refuse.

    presentations_interop.py --maker CREDENTIAL_MAKER --peer FOLDER --counts FILE [--only FORM…]

10 presentations each way, form and key; with DEED_FULL=1, 250. DEED_SEED repeats a run.
"""

import base64
import copy
import json
import sys

from generator import CREDENTIALS_2, ED25519_2020, Generator
from lines import FULL, SKIPPED, Lines, arguments_of, disagree, peer_is_there, report, seeded

EACH = 250 if FULL else 10
CURVES = ["Ed25519", "P-256", "P-384"]
PROOFS = {
    "eddsa-jcs-2022": ["Ed25519"],
    "ecdsa-jcs-2019": ["P-256", "P-384"],
    "eddsa-rdfc-2022": ["Ed25519"],
    "ecdsa-rdfc-2019": ["P-256", "P-384"],
    "Ed25519Signature2020": ["Ed25519"],
}
ENVELOPES = {"vp+jwt": CURVES, "vp+sd-jwt": CURVES, "vp+cose": CURVES}
PEER_FORM = {"vp+jwt": "jwt", "vp+sd-jwt": "sdJwt", "vp+cose": "cose"}
DOMAIN = "https://verifier.example"
CREATED = "2026-01-01T00:00:00Z"
PEERS_LIMIT = "Maximum deep iterations exceeded"  # of blank nodes alike, lower than Deed's
TRIES = 10  # another is drawn where the peer gives up, so that as many are compared each time
AUDIENCE, NONCE, CLAIMS, TYPE, CONTENT = 3, 10, 15, 16, 3


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

    def key(self, is_ours, key_type):
        if is_ours:
            return self.here.must(op="key", type=key_type)
        answer = self.there.must(op="key", type=key_type)
        return {**answer, "did": answer["controller"]}

    def credential(self, form, key_type):
        """Issued here, in the suite of the presentation; in envelopes in one over JSON."""
        suite = form if form in PROOFS else (
            "eddsa-jcs-2022" if key_type == "Ed25519" else "ecdsa-jcs-2019")
        more = [ED25519_2020] if form == "Ed25519Signature2020" else []
        document = self.make.credential(version=2, more_contexts=more)
        document["issuer"] = self.key(True, key_type)["did"]
        answer = self.here.ask(op="issue", form=suite, type=key_type, document=document)
        if not answer["ok"]:
            disagree("presentations", f"Deed does not issue {suite}", answer=answer,
                     document=document)
        return answer["out"]

    def presentation(self, form, key_type, holder):
        contexts = [CREDENTIALS_2] + ([ED25519_2020] if form == "Ed25519Signature2020" else [])
        # The peer's COSE header says one algorithm, so each has one key of its type.
        shown = [self.credential(form, key_type) for _ in range(self.random.randint(1, 2))]
        return {"@context": contexts, "type": ["VerifiablePresentation"],
                "id": f"urn:x:presentation:{self.random.randrange(1 << 30)}", "holder": holder,
                "verifiableCredential": shown}

    def present(self, is_ours, form, key_type, challenge):
        key = self.key(is_ours, key_type)
        document = self.presentation(form, key_type, key["did"])
        if is_ours:
            answer = self.here.ask(op="present", form=form, type=key_type, document=document,
                                   domain=DOMAIN, challenge=challenge)
        elif form in PROOFS:
            answer = self.there.ask(op="present", suite=form, type=key_type, document=document,
                                    options={"created": CREATED, "challenge": challenge,
                                             "domain": DOMAIN})
        else:
            answer = self.there.ask(op="token.sign", type=key_type,
                                    **self.token_request(form, document, key, challenge))
        if answer.get("error", "").startswith(PEERS_LIMIT):
            return self.present(is_ours, form, key_type, challenge)
        if not answer["ok"]:
            disagree("presentations", f"{form} is not made {'here' if is_ours else 'there'}",
                     answer=answer, document=document)
        return answer["out"]

    @staticmethod
    def token_request(form, document, key, challenge):
        claims = {**document, "aud": DOMAIN, "nonce": challenge}
        if form == "vp+jwt":
            return {"form": "jwt", "payload": json.dumps(claims),
                    "header": {"typ": form, "cty": "vp"}}
        if form == "vp+sd-jwt":
            return {"form": "sdJwt", "payload": claims, "frame": {}, "hash": "sha-256",
                    "header": {"typ": form, "cty": "vp"}}
        return {"form": "cose", "payload": json.dumps(document), "kid": key["method"],
                "header": {CONTENT: "application/vp", TYPE: "application/vp+cose"},
                "claims": {AUDIENCE: DOMAIN}, "nonce": challenge}

    def judge(self, form, presentation, jwk, challenge, domain=DOMAIN):
        """What both say. Of envelopes the peers verify the signature alone: who asks must compare
        audience and nonce, as is done here."""
        given = {"cose": presentation} if form == "vp+cose" else presentation
        ours = self.here.ask(op="verifyPresentation", presentation=given, domain=domain,
                             challenge=challenge)
        if form in PROOFS:
            theirs = self.there.ask(op="verifyPresentation", suite=form, document=presentation,
                                    options={"challenge": challenge, "domain": domain})
        else:
            theirs = self.there.ask(op="token.verify", form=PEER_FORM[form], token=presentation,
                                    jwk=jwk)
        return ours, theirs


def edited(token, change):
    """A token with another payload under the same signature."""
    header, payload, rest = token.split(".", 2)
    claims = json.loads(unb64u(payload))
    change(claims)
    return f"{header}.{b64u(json.dumps(claims).encode())}.{rest}"


def flipped(message, index):
    octets = bytearray.fromhex(message)
    octets[index] ^= 1
    return bytes(octets).hex()


def set_member(name, value):
    return lambda document: document.__setitem__(name, value)


def drop_credential(document):
    document["verifiableCredential"].pop()


def change_credential(document):
    document["verifiableCredential"][0]["type"].append("https://example.org/ns/Forged")


INVALID = {"proof.signature_invalid"}
NONE_LEFT = {"presentation.no_credentials"}
CHANGES = {
    "holder": (set_member("holder", "did:example:forged"), INVALID),
    "id": (set_member("id", "urn:x:forged"), INVALID),
    "type": (set_member("type", ["VerifiablePresentation", "https://example.org/ns/Forged"]), INVALID),
    "credential": (change_credential, INVALID),
    # None is left, or one of two.
    "credential removed": (drop_credential, INVALID | NONE_LEFT),
}
OF_PROOF = {
    "challenge": (lambda document: document["proof"].__setitem__("challenge", "other"), INVALID),
    "domain": (lambda document: document["proof"].__setitem__("domain", "https://a.example"), INVALID),
    "purpose": (lambda document: document["proof"].__setitem__("proofPurpose", "assertionMethod"),
                INVALID),
}


def forgeries(form, presentation):
    """Changed presentations by name, with the codes of Deed's refusal."""
    if form in PROOFS:
        for name, (change, codes) in {**CHANGES, **OF_PROOF}.items():
            forged = copy.deepcopy(presentation)
            change(forged)
            yield name, forged, codes
        return
    if form == "vp+cose":
        size = len(presentation) // 2
        for index in (size - 1, size - 20, size // 2):
            # A byte of the payload may also leave no JSON, or a member twice.
            yield f"byte {index} of {size}", flipped(presentation, index), {
                "cose.signature_invalid", "json.syntax", "json.not_utf8", "json.duplicate_member",
                "json.number_not_interoperable"}
        return
    for name, (change, codes) in CHANGES.items():
        yield name, edited(presentation, change), codes - INVALID | {"jws.signature_invalid"}
    yield "aud", edited(presentation, set_member("aud", "https://a.example")), {
        "jws.signature_invalid"}
    yield "nonce", edited(presentation, set_member("nonce", "other")), {"jws.signature_invalid"}


def main():
    arguments = arguments_of("maker", "peer", "counts", only=[*PROOFS, *ENVELOPES])
    package = arguments.peer / "node_modules/@digitalbazaar/vc/package.json"
    if not peer_is_there("presentations", package):
        return SKIPPED
    sides = Sides(arguments, seeded("presentations"))
    counts = {}
    for form in arguments.only:
        agreed, refused = 0, 0
        for key_type in {**PROOFS, **ENVELOPES}[form]:
            for index in range(2 * EACH):
                is_ours, challenge = index % 2 == 0, f"challenge-{index:04}"
                jwk = sides.key(is_ours, key_type)["jwk"]
                for _ in range(TRIES):
                    shown = sides.present(is_ours, form, key_type, challenge)
                    ours, theirs = sides.judge(form, shown, jwk, challenge)
                    if not theirs.get("error", "").startswith(PEERS_LIMIT):
                        break
                if not ours["ok"] or not theirs["ok"]:
                    disagree("presentations", f"{form} by {'Deed' if is_ours else 'the peer'}",
                             ours=ours, theirs=theirs, presentation=shown)
                agreed += 1
                for asked, code in (({"challenge": "another-challenge"}, "proof.challenge_mismatch"),
                                    ({"challenge": challenge, "domain": "https://a.example"},
                                     "proof.domain_mismatch")):
                    ours, theirs = sides.judge(form, shown, jwk, **asked)
                    if ours["ok"] or ours["code"] != code or form in PROOFS and theirs["ok"]:
                        disagree("presentations", f"{form}, asked for {asked}", ours=ours,
                                 theirs=theirs, presentation=shown)
                name, forged, codes = sides.random.choice(list(forgeries(form, shown)))
                ours, theirs = sides.judge(form, forged, jwk, challenge)
                if ours["ok"] or theirs["ok"] or ours["code"] not in codes:
                    disagree("presentations", f"{form}, {name} changed", ours=ours, theirs=theirs,
                             forged=forged)
                refused += 3
        counts[f"presentations in {form}, half made here and half there"] = agreed
        counts[f"presentations in {form}, tampered with or for others"] = refused
    sides.here.close()
    sides.there.close()
    return report("presentations", counts, arguments.counts)


sys.exit(main())
