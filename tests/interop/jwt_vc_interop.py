"""Credentials and presentations of data model 1.1 as JWTs: made here and judged by npm's did-jwt-vc, and
the reverse, with what each side reads compared; and tampers with each, which both must refuse.

    jwt_vc_interop.py --maker CREDENTIAL_MAKER --peer FOLDER --counts FILE

50 credentials and 10 presentations each way; with DEED_FULL=1, 1,000 and 250. DEED_SEED repeats a run.
"""

import base64
import copy
import json
import sys

from generator import Generator
from lines import FULL, SKIPPED, Lines, arguments_of, disagree, peer_is_there, report, seeded

EACH, SHOWN = (1000, 250) if FULL else (50, 10)
KEYS = ["Ed25519", "P-256", "secp256k1"]
DOMAIN = "https://verifier.example"
INVALID = "jws.signature_invalid"


def b64u(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64u(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def claims_of(token):
    return json.loads(unb64u(token.split(".")[1]))


def as_array(value):
    return value if isinstance(value, list) else [value]


def once(values):
    """Without repetitions: of what stands twice in a token, the peer makes one list."""
    return [value for index, value in enumerate(values) if value not in values[:index]]


def seconds(date):
    """A date as both sides spell it."""
    return date.replace(".000Z", "Z") if date else date


def plain(credential):
    """What both must read alike, in one form: the peer makes arrays and objects of single values."""
    issuer = credential["issuer"]
    return {
        "@context": once(as_array(credential["@context"])), "type": as_array(credential["type"]),
        "issuer": issuer["id"] if isinstance(issuer, dict) else issuer,
        "id": credential.get("id"), "issuanceDate": seconds(credential["issuanceDate"]),
        "expirationDate": seconds(credential.get("expirationDate")),
        "credentialSubject": credential["credentialSubject"],
        **{name: credential.get(name) for name in ("evidence", "termsOfUse", "refreshService")}}


class Sides:
    def __init__(self, arguments, random):
        self.here = Lines([arguments.maker])
        self.there = Lines(["node", arguments.peer / "peer.mjs"])
        self.random = random
        self.make = Generator(random)
        for key_type in KEYS:
            self.there.must(op="know", **self.here.must(op="key", type=key_type))

    def key(self, is_ours, key_type):
        return (self.here if is_ours else self.there).must(op="key", type=key_type)

    def credential(self, did):
        made = self.make.credential(version=1)
        # The peer takes one subject, which its tokens name, and types in an array.
        subject = made["credentialSubject"]
        made["credentialSubject"] = subject[0] if isinstance(subject, list) else subject
        made["credentialSubject"].setdefault("id", "did:example:subject")
        made["issuer"] = did
        return made

    def issue(self, is_ours, key_type):
        document = self.credential(self.key(is_ours, key_type)["did"])
        if is_ours:
            answer = self.here.ask(op="issue", form="jwt-vc", type=key_type, document=document)
        else:
            answer = self.there.ask(op="issue", type=key_type, document=document,
                                    keep=self.random.random() < 0.3)
        if not answer["ok"]:
            disagree("jwt_vc", "a credential is not made", answer=answer, document=document)
        return document, answer["out"]

    def present(self, is_ours, key_type, challenge):
        holder = self.key(is_ours, key_type)["did"]
        shown = [self.issue(True, self.random.choice(KEYS))[1]
                 for _ in range(self.random.randint(1, 2))]
        document = {"@context": ["https://www.w3.org/2018/credentials/v1"],
                    "type": ["VerifiablePresentation"], "holder": holder,
                    "verifiableCredential": shown}
        side, form = (self.here, {"form": "jwt-vp"}) if is_ours else (self.there, {})
        answer = side.ask(op="present", type=key_type, document=document, domain=DOMAIN,
                          challenge=challenge, **form)
        if not answer["ok"]:
            disagree("jwt_vc", "a presentation is not made", answer=answer, document=document)
        return shown, answer["out"]

    def judge(self, token):
        return (self.here.ask(op="verify", credential=token),
                self.there.ask(op="verify", token=token))

    def judge_presentation(self, token, challenge, domain=DOMAIN):
        return (self.here.ask(op="verifyPresentation", presentation=token, domain=domain,
                              challenge=challenge),
                self.there.ask(op="verifyPresentation", token=token, domain=domain,
                               challenge=challenge))


def tampered(token, random):
    """What was changed, the token, and the codes by which Deed may refuse it."""
    header, payload, signature = token.split(".")
    claims = json.loads(unb64u(payload))
    inside = "vc" if "vc" in claims else "vp"

    def with_claims(change):
        changed = copy.deepcopy(claims)
        change(changed)
        return f"{header}.{b64u(json.dumps(changed).encode())}.{signature}"

    octets = bytearray(unb64u(signature))
    octets[random.randrange(len(octets))] ^= 1 << random.randrange(8)
    return random.choice([
        ("type", with_claims(lambda c: c[inside]["type"].append("https://a.example/Forged")),
         {INVALID, "jwt.divided"}),
        ("exp", with_claims(lambda c: c.__setitem__("exp", 4_000_000_000)),
         {INVALID, "jwt.date_differs", "jwt.divided"}),
        ("jti", with_claims(lambda c: c.__setitem__("jti", "urn:x:forged")),
         {INVALID, "jwt.jti_contradicts", "jwt.divided"}),
        ("signature", f"{header}.{payload}.{b64u(bytes(octets))}", {INVALID}),
    ])


def refuse(what, name, answers, codes, **facts):
    ours, theirs = answers
    if ours["ok"] or ours["code"] not in codes:
        disagree("jwt_vc", f"Deed says {ours.get('code', 'good')} of a {what} with another {name}",
                 **facts)
    if theirs["ok"]:
        disagree("jwt_vc", f"the peer takes a {what} with another {name}", **facts)


def compare_credentials(sides, key_type, is_ours):
    document, token = sides.issue(is_ours, key_type)
    ours, theirs = sides.judge(token)
    if not ours["ok"] or not theirs["ok"]:
        disagree("jwt_vc", f"not both take {key_type}", here=ours, there=theirs, token=token)
    if ours["out"] != document:
        disagree("jwt_vc", "Deed reads another credential", document=document, here=ours["out"])
    if plain(theirs["out"]) != plain(document):
        disagree("jwt_vc", "the peer reads another credential", document=plain(document),
                 there=plain(theirs["out"]))
    name, changed, codes = tampered(token, sides.random)
    refuse("credential", name, sides.judge(changed), codes, token=changed)


def compare_presentations(sides, key_type, is_ours):
    challenge = f"challenge-{sides.random.randrange(1 << 40)}"
    shown, token = sides.present(is_ours, key_type, challenge)
    ours, theirs = sides.judge_presentation(token, challenge)
    if not ours["ok"] or not theirs["ok"]:
        disagree("jwt_vc", f"not both take {key_type}", here=ours, there=theirs, token=token)
    if ours["out"]["verifiableCredential"] != shown:
        disagree("jwt_vc", "Deed reads other credentials", here=ours["out"], shown=shown)
    read = [one["proof"]["jwt"] for one in theirs["out"]["verifiableCredential"]]
    if read != shown or theirs["out"]["holder"] != ours["out"]["holder"]:
        disagree("jwt_vc", "the peer reads another presentation", there=theirs["out"], shown=shown)
    name, changed, codes = tampered(token, sides.random)
    refuse("presentation", name, sides.judge_presentation(changed, challenge), codes, token=changed)
    refuse("presentation", "challenge", sides.judge_presentation(token, challenge + "x"),
           {"proof.challenge_mismatch"}, token=token)
    refuse("presentation", "domain",
           sides.judge_presentation(token, challenge, "https://other.example"),
           {"proof.domain_mismatch"}, token=token)


def main():
    arguments = arguments_of("maker", "peer", "counts")
    if not peer_is_there("jwt_vc", arguments.peer / "node_modules/did-jwt-vc/package.json"):
        return SKIPPED
    sides = Sides(arguments, seeded("jwt_vc"))
    for index in range(2 * EACH):
        compare_credentials(sides, KEYS[index // 2 % len(KEYS)], index % 2 == 0)
    for index in range(2 * SHOWN):
        compare_presentations(sides, KEYS[index // 2 % len(KEYS)], index % 2 == 0)
    sides.here.close()
    sides.there.close()
    return report("jwt_vc", {"credentials agreed": 2 * EACH, "presentations agreed": 2 * SHOWN,
                             "refusals agreed": 2 * EACH + 6 * SHOWN}, arguments.counts)


sys.exit(main())
