"""The rules that whoever issues and verifies must keep, each broken once: on the command line and over
HTTP, which must name the same code.

    contract.py DEED

The tables below have a rule, the violation, and the code. The code's kind decides exit code and HTTP
status, as specs/error-codes.md says. What only HTTP has is in contract_http.py.
"""

import base64
import copy
import http.client
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from contract_http import Http

BASE = "https://www.w3.org/ns/credentials/v2"
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
CREDENTIAL = {
    "@context": [BASE, EXAMPLES],
    "id": "urn:uuid:3978344f-8596-4c3a-a978-8fcaba3903c5",
    "type": ["VerifiableCredential", "ExampleDegreeCredential"],
    "validFrom": "2020-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:alice", "name": "Alice"},
}
STRICT = {**CREDENTIAL, "@context": [BASE], "type": ["VerifiableCredential"]}
SRI = "sha256-WZVc7WaX1h4D8rJVb+vlMIqxaEKEb1tYbX8fet7JJzQ="  # of the base context, by VCDM 2.0 B.1
GONE = object()
STRANGER = "did:example:somebody"


def put(pointer, value, base=CREDENTIAL):
    """The document with a value at a place; "-" appends, and GONE takes the place away."""
    document = copy.deepcopy(base)
    *path, last = pointer.split("/")[1:]
    place = document
    for name in path:
        place = place[int(name)] if isinstance(place, list) else place[name]
    if value is GONE:
        del place[int(last) if isinstance(place, list) else last]
    elif isinstance(place, list):
        place.append(value) if last == "-" else place.__setitem__(int(last), value)
    else:
        place[last] = value
    return document


# Issuing: what is to be signed, and the code. Nothing of it is ever signed.
ISSUE = [
    ("base context missing", put("/@context", GONE), "credential.context_missing"),
    ("base context not first", put("/@context", [EXAMPLES, BASE]),
     "credential.base_context_not_first"),
    ("no base context", put("/@context", [EXAMPLES]), "credential.base_context_not_first"),
    ("unknown context", put("/@context/-", "https://example.com/unknown/v1"), "context.unknown"),
    ("context is a number", put("/@context/-", 7), "credential.context_entry_malformed"),
    ("context is null", put("/@context/-", None), "credential.context_entry_malformed"),
    ("context is an array", put("/@context/-", []), "credential.context_entry_malformed"),
    ("context is no URL", put("/@context/-", "no url"), "credential.context_entry_malformed"),
    ("protected term redefined", put("/@context/-", {"name": "https://example.com/name"}),
     "context.protected_term"),
    ("undefined term", put("/credentialSubject/horoscope", 1, STRICT), "jsonld.dropped_term"),
    ("undefined type", put("/type/-", "Undefined", STRICT), "jsonld.dropped_relative_type"),
    ("no type", put("/type", GONE), "credential.type_missing"),
    ("type without VerifiableCredential", put("/type", ["ExampleDegreeCredential"]),
     "credential.type_not_verifiable_credential"),
    ("type is a number", put("/type", 7), "credential.type_malformed"),
    ("id is null", put("/id", None), "credential.id_malformed"),
    ("id is an array", put("/id", ["urn:a:b"]), "credential.id_malformed"),
    ("id is no URL", put("/id", "not a url"), "credential.id_malformed"),
    ("subject's id is null", put("/credentialSubject/id", None), "credential.id_malformed"),
    ("subject's id is an array", put("/credentialSubject/id", ["urn:a:b"]),
     "credential.id_malformed"),
    ("subject's id is no URL", put("/credentialSubject/id", "alice"), "credential.id_malformed"),
    ("issuer is null", put("/issuer", None), "credential.issuer_malformed"),
    ("issuer is an array", put("/issuer", [STRANGER]), "credential.issuer_malformed"),
    ("issuer is no URL", put("/issuer", "university"), "credential.issuer_malformed"),
    ("issuer's id is null", put("/issuer", {"id": None}), "credential.issuer_malformed"),
    ("issuer of another key", put("/issuer", STRANGER), "issue.other_issuer"),
    ("empty subject", put("/credentialSubject", {}), "credential.subject_empty"),
    ("an empty subject among others", put("/credentialSubject", [{"name": "a"}, {}]),
     "credential.subject_empty"),
    ("no subject", put("/credentialSubject", GONE), "credential.subject_missing"),
    ("subject is a text", put("/credentialSubject", "alice"), "credential.subject_malformed"),
    ("date is no date", put("/validFrom", "yesterday"), "credential.date_malformed"),
    ("date without time", put("/validFrom", "2020-01-01"), "credential.date_malformed"),
    ("date is a number", put("/validUntil", 7), "credential.date_malformed"),
    ("a day that is not", put("/validFrom", "2021-02-30T00:00:00Z"), "credential.date_malformed"),
    ("validUntil before validFrom", put("/validUntil", "2019-01-01T00:00:00Z"),
     "credential.dates_reversed"),
    ("name of no language", put("/name", {"@value": "a", "@language": 7}),
     "credential.language_value_malformed"),
    ("name is a number", put("/name", 7), "credential.language_value_malformed"),
    ("name with another member", put("/name", {"@value": "a", "@lang": "en"}),
     "credential.keyword_member"),
    ("name without a value", put("/name", {"@language": "en"}), "credential.keyword_member"),
    ("description of no direction", put("/description", [{"@value": "a", "@direction": "up"}]),
     "credential.language_value_malformed"),
    ("resource without id", put("/relatedResource", {"digestSRI": SRI}),
     "credential.related_resource_malformed"),
    ("resources with one id", put("/relatedResource", 2 * [{"id": "urn:a:b", "digestSRI": SRI}]),
     "credential.related_resource_duplicate"),
    ("resource without digest", put("/relatedResource", [{"id": "urn:a:b"}]),
     "credential.related_resource_digest_missing"),
    ("resource with a wrong digest",
     put("/relatedResource", [{"id": BASE, "digestSRI": "sha256-" + 43 * "A" + "="}]),
     "credential.related_resource_digest_mismatch"),
    ("resources are texts", put("/relatedResource", ["urn:a:b"]),
     "credential.related_resource_malformed"),
    ("signed already", put("/proof", {"type": "DataIntegrityProof"}), "issue.already_signed"),
] + [
    (f"{member} without type", put("/" + member, {"id": "urn:a:b"}),
     "credential.entry_type_missing")
    for member in ("credentialStatus", "credentialSchema", "refreshService", "termsOfUse",
                   "evidence")
] + [
    (f"{member}'s id is {what}", put("/" + member, {"type": "ExampleEntry", "id": value}),
     "credential.id_malformed")
    for member in ("credentialStatus", "credentialSchema", "refreshService", "termsOfUse",
                   "evidence")
    for what, value in (("null", None), ("an array", ["urn:a:b"]), ("no URL", "x"))
]

# Verifying: where the signed credential is changed, to what, and the code that some check must name.
VERIFY = [
    ("proof absent", "/proof", GONE, "proof.missing"),
    ("proof null", "/proof", None, "proof.malformed"),
    ("proof a text", "/proof", "eyJ", "proof.malformed"),
    ("no proof in the array", "/proof", [], "proof.missing"),
    ("proof without type", "/proof/type", GONE, "proof.malformed"),
    ("proof without verificationMethod", "/proof/verificationMethod", GONE, "proof.malformed"),
    ("proof without proofPurpose", "/proof/proofPurpose", GONE, "proof.malformed"),
    ("proof without proofValue", "/proof/proofValue", GONE, "proof.malformed"),
    ("proof without cryptosuite", "/proof/cryptosuite", GONE, "proof.malformed"),
    ("unknown cryptosuite", "/proof/cryptosuite", "rot13-1999", "proof.suite_unsupported"),
    ("unknown proof type", "/proof/type", "Rot13Signature1999", "proof.suite_unsupported"),
    ("another multibase", "/proof/proofValue", "uAAAA", "proof.value_malformed"),
    ("another alphabet", "/proof/proofValue", "z0OIl", "proof.value_malformed"),
    ("undefined term added after signing", "/credentialSubject/horoscope", 1,
     "jsonld.dropped_term"),
    ("claim changed", "/credentialSubject/name", "Mallory", "proof.signature_invalid"),
    ("previousProof missing", "/proof/previousProof", "urn:uuid:0", "proof.previous_not_found"),
    ("domain not the verifier's", "/proof/domain", "https://other.example",
     "proof.signature_invalid"),
    ("relative IRI", "/credentialSubject/id", "alice", "credential.id_malformed"),
    ("relative type", "/type/-", "Relative", "jsonld.dropped_relative_type"),
    ("another purpose", "/proof/proofPurpose", "authentication", "proof.purpose_mismatch"),
    ("a key not authorised", "/issuer", "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
     "control.foreign_key"),
    ("a key that the controller lacks", "/proof/verificationMethod",
     "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK#other", "proof.method_not_found"),
    ("created is no time", "/proof/created", "yesterday", "proof.malformed"),
    ("expired", "/validUntil", "2021-01-01T00:00:00Z", "dates.expired"),
    ("not yet valid", "/validFrom", "2999-01-01T00:00:00Z", "dates.not_yet_valid"),
    ("unknown context", "/@context/-", "https://example.com/x", "context.unknown"),
    ("status without type", "/credentialStatus", {"id": "urn:a:b"},
     "credential.entry_type_missing"),
    ("issuer malformed", "/issuer", "university", "credential.issuer_malformed"),
    ("no type", "/type", GONE, "credential.type_missing"),
]


def b64u(text):
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def enveloped(media_type, content):
    return {"@context": BASE, "type": "EnvelopedVerifiableCredential",
            "id": f"data:{media_type},{content}"}


def token(payload, **header):
    return ".".join([b64u(json.dumps({"alg": "EdDSA", **header})), b64u(json.dumps(payload)),
                     86 * "A"])


PLAIN = {**CREDENTIAL, "issuer": "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"}
# Envelopes: whole, as nothing of them is signed.
ENVELOPES = [
    ("claim vc in a token", enveloped("application/vc+jwt", token({**PLAIN, "vc": {}})),
     "jwt.vc_claim"),
    ("typ of something else", enveloped("application/vc+jwt", token(PLAIN, typ="vp+jwt")),
     "jwt.typ_mismatch"),
    ("cty of something else", enveloped("application/vc+jwt", token(PLAIN, cty="vp")),
     "jwt.cty_mismatch"),
    ("crit", enveloped("application/vc+jwt", token(PLAIN, crit=["x"], x=1)), "jws.crit_unknown"),
    ("payload that is not encoded",
     enveloped("application/vc+jwt", token(PLAIN, crit=["b64"], b64=False)),
     "jws.b64_unsupported"),
    ("alg none", enveloped("application/vc+jwt", token(PLAIN, alg="none")), "jws.alg_none"),
    ("alg of a MAC", enveloped("application/vc+jwt", token(PLAIN, alg="HS256")),
     "jws.alg_symmetric"),
    ("a key of its own", enveloped("application/vc+jwt", token(PLAIN, jwk={"kty": "OKP"})),
     "jws.embedded_key"),
    ("a key to fetch", enveloped("application/vc+jwt", token(PLAIN, jku="https://a.example/")),
     "jws.embedded_key"),
    ("a certificate to fetch", enveloped("application/vc+jwt", token(PLAIN, x5u="https://a.example/")),
     "jws.embedded_key"),
    ("COSE that is not in base64", enveloped("application/vc+cose", "0oRD"),
     "envelope.base64_missing"),
    ("CBOR that is cut", enveloped("application/vc+cose;base64", "0oRD"), "cbor.truncated"),
    ("CBOR of an indefinite length", enveloped("application/vc+cose;base64", "0p//"),
     "cbor.indefinite_length"),
    ("another CBOR tag", enveloped("application/vc+cose;base64", "0YRAoEBA"), "cose.tag_unexpected"),
    ("another type", enveloped("text/plain", "x"), "envelope.media_type_unsupported"),
]

# Presentations: the change, what the verifier asks for, and the code.
ASKED = {"domain": "shop.example", "challenge": "challenge-1"}
PRESENT = [
    ("another domain", None, {**ASKED, "domain": "bank.example"}, "proof.domain_mismatch"),
    ("another challenge", None, {**ASKED, "challenge": "challenge-2"}, "proof.challenge_mismatch"),
    ("no proof, and a challenge", ("/proof", GONE), ASKED, "presentation.proof_missing"),
    ("no proof, and a domain", ("/proof", GONE), {"domain": "shop.example"},
     "presentation.proof_missing"),
    ("a domain that was edited", ("/proof/domain", "bank.example"),
     {**ASKED, "domain": "bank.example"}, "proof.signature_invalid"),
    ("another holder", ("/holder", PLAIN["issuer"]), ASKED, "presentation.not_by_holder"),
    ("another purpose", ("/proof/proofPurpose", "assertionMethod"), ASKED,
     "presentation.purpose_mismatch"),
    ("a bad credential", ("/verifiableCredential/0/credentialSubject/name", "Mallory"), ASKED,
     "proof.signature_invalid"),
    ("a credential without proof", ("/verifiableCredential/0/proof", GONE), ASKED,
     "presentation.credential_unsecured"),
    ("no type", ("/type", GONE), ASKED, "presentation.type_missing"),
    ("an unknown cryptosuite", ("/proof/cryptosuite", "rot13-1999"), ASKED,
     "proof.suite_unsupported"),
]

# Resolving: the DID, the type of DID Resolution, its HTTP status, and the code of the command line.
RESOLVE = [
    ("no DID", "nonsense", "INVALID_DID", 400, "did.malformed"),
    ("no method", "did::x", "INVALID_DID", 400, "did.malformed"),
    ("an identifier in no multibase", "did:key:z0OIl", "INVALID_DID", 400,
     "crypto.invalid_public_key"),
    ("a method that nobody knows", "did:nobody:x", "METHOD_NOT_SUPPORTED", 501,
     "did.method_unsupported"),
]


class Service:
    def __init__(self, deed):
        self.process = subprocess.Popen([deed, "serve", "--demo", "--listen", "127.0.0.1:0"],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        said = json.loads(self.process.stdout.readline())
        self.address = said["url"].split("//")[1].split(":")
        self.connection = http.client.HTTPConnection(*self.address, timeout=60)

    def ask(self, method, path, body=None, **headers):
        self.connection.request(method, path, json.dumps(body) if body is not None else None,
                                {"Content-Type": "application/json", **headers})
        answer = self.connection.getresponse()
        return answer.status, json.loads(answer.read() or "null")

    def exchange(self, method, path, body, **headers):
        """Status, headers and content, on a connection of its own, as some answers end one."""
        connection = http.client.HTTPConnection(*self.address, timeout=60)
        try:
            connection.request(method, path, body, {"Content-Type": "application/json", **headers})
        except (BrokenPipeError, ConnectionResetError):
            pass  # the answer to a body that is too large need not wait for it
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, dict(answer.getheaders()), text

    def must(self, path, body):
        status, answer = self.ask("POST", path, body)
        if status not in (200, 201):
            raise SystemExit(f"contract: {path} answers {status}: {answer}")
        return answer

    def close(self):
        self.connection.close()
        self.process.terminate()
        self.process.wait(timeout=60)


class Contract:
    def __init__(self, deed, folder):
        self.deed, self.folder, self.faults, self.count = deed, folder, [], 0
        page = pathlib.Path(__file__).parents[2] / "specs/error-codes.md"
        text = page.read_text(encoding="utf-8")
        self.kinds = dict(re.findall(r"^\| `([\w.]+)` \| (\w+) \| \d+ \|", text, re.M))
        self.exits = {kind: (int(code), int(status)) for kind, code, status in
                      re.findall(r"^\| `(\w+)` \| (\d+) \| (\d+) \|", text, re.M)}
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(folder),
                            "DEED_PASSPHRASE_FILE": str(folder / "passphrase")}
        (folder / "passphrase").touch(0o600)
        (folder / "passphrase").write_text("only for this test\n")
        self.did = subprocess.run([deed, "key", "generate", "key", "--type", "ed25519"], check=True,
                                  env=self.environment, capture_output=True, text=True).stdout.strip()
        self.service = Service(deed)

    def due(self, code):
        """Exit code and HTTP status of a code that alone decides."""
        return self.exits[self.kinds[code]]

    def run(self, *words, document=None):
        if document is not None:
            (self.folder / "input.json").write_text(json.dumps(document))
            words = [*words, str(self.folder / "input.json")]
        done = subprocess.run([self.deed, *words, "--json"], env=self.environment,
                              capture_output=True, text=True)
        return done.returncode, json.loads(done.stdout)

    def expect(self, rule, door, said, expected):
        self.count += 1
        if said != expected:
            self.faults.append(f"{rule}, {door}: {said}, not {expected}")

    def issue(self):
        for rule, document, code in ISSUE:
            exit_code, status = self.due(code)
            ended, answer = self.run("credential", "issue", "--issuer", self.did, "--format",
                                     "eddsa-rdfc-2022", document=document)
            self.expect(rule, "command", (ended, answer.get("code")), (exit_code, code))
            got, body = self.service.ask(
                "POST", "/issuers/eddsa-rdfc-2022/Ed25519/credentials/issue",
                {"credential": document})
            # Whatever is wrong with what is to be signed is the client's fault.
            self.expect(rule, "HTTP", (got, body.get("code")), (400 if status == 422 else status,
                                                                code))

    @staticmethod
    def codes_of(report):
        """Every code that a report or an error names."""
        found = set(re.findall(r'"code": ?"([^"]+)"', json.dumps(report)))
        return found

    def judge(self, rule, code, command, path, member, document, **options):
        words = [part for name, value in options.items() for part in (f"--{name}", value)]
        ended, report = self.run(command, "verify", *words, document=document)
        status, body = self.service.ask("POST", path, {member: document, "options": options})
        known = self.codes_of(report)
        self.expect(rule, "command", code if code in known and ended != 0 else (ended, known), code)
        known = self.codes_of(body)
        is_refused = status in (400, 422) and body.get("verified") is False
        self.expect(rule, "HTTP", code if code in known and is_refused else
                    (status, body.get("verified"), known), code)
        # Malformed is 400 where it decides; what was judged, or could not be, is 422.
        worst = {7: 400}.get(ended, 422)
        self.expect(rule, "HTTP's status beside the exit code", status, worst)

    def verify(self):
        good = self.service.must("/issuers/eddsa-rdfc-2022/Ed25519/credentials/issue",
                                 {"credential": STRICT})["verifiableCredential"]
        if self.run("credential", "verify", document=good)[0] != 0:
            raise SystemExit("contract: a sound credential is refused")
        for rule, pointer, value, code in VERIFY:
            self.judge(rule, code, "credential", "/credentials/verify", "verifiableCredential",
                       put(pointer, value, good))
        for rule, document, code in ENVELOPES:
            self.judge(rule, code, "credential", "/credentials/verify", "verifiableCredential",
                       document)
        self.verify_text()
        self.present(good)

    def verify_text(self):
        """A credential that is sent as a text in JSON."""
        ended, answer = self.run("credential", "verify", document="eyJ.eyJ.x")
        self.expect("a JSON string", "command", (ended, answer.get("code")),
                    (self.due("credential.not_an_object")[0], "credential.not_an_object"))
        status, body = self.service.ask("POST", "/credentials/verify",
                                        {"verifiableCredential": "eyJ.eyJ.x"})
        self.expect("a JSON string", "HTTP", (status, body.get("code")),
                    (400, "service.request_malformed"))

    def present(self, credential):
        presentation = {"@context": [BASE], "type": ["VerifiablePresentation"],
                        "verifiableCredential": [credential]}
        shown = self.service.must("/presentations/prove", {
            "presentation": presentation,
            "options": {"cryptosuite": "eddsa-rdfc-2022", **ASKED}})["verifiablePresentation"]
        for rule, change, asked, code in PRESENT:
            document = put(*change, shown) if change else shown
            self.judge(rule, code, "presentation", "/presentations/verify",
                       "verifiablePresentation", document, **asked)

    def resolve(self):
        for rule, did, kind, status, code in RESOLVE:
            got, body = self.service.ask("GET", "/1.0/identifiers/" + did,
                                         Accept="application/did-resolution")
            error = body["didResolutionMetadata"]["error"]["type"]
            self.expect(rule, "HTTP", (got, error, body["didDocument"]),
                        (status, "https://www.w3.org/ns/did#" + kind, None))
            ended, answer = self.run("did", "resolve", did)
            known = self.codes_of(answer)
            if code:
                self.expect(rule, "command", code if code in known and ended != 0 else
                            (ended, known), code)
            else:
                self.expect(rule, "command", ended != 0, True)


def main():
    with tempfile.TemporaryDirectory() as folder:
        contract = Contract(sys.argv[1], pathlib.Path(folder))
        try:
            contract.issue()
            contract.verify()
            contract.resolve()
            Http(contract.service, contract.expect).run()
        finally:
            contract.service.close()
    for fault in contract.faults:
        print("contract: " + fault)
    print(f"contract: {contract.count} answers compared, {len(contract.faults)} differ")
    return 1 if contract.faults else 0


if len(sys.argv) != 2:
    raise SystemExit(__doc__)
sys.exit(main())
