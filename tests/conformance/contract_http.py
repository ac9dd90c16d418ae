"""The rules that only HTTP has, each kept and each broken: what is sent, and what must come back.

Used by contract.py, whose Service is handed in. Not here, as they need a store, a ledger or a full
queue: a deactivated DID and DIDs that are not found (tests/did/http_binding_test.cpp), tokens, mutual
TLS and the full queue with its Retry-After (tests/service/access_test.cpp, transport_test.cpp).
"""

import copy
import json
import urllib.parse

BASE = "https://www.w3.org/ns/credentials/v2"
PLAIN = {"@context": [BASE, "https://www.w3.org/ns/credentials/examples/v2"],
         "type": ["VerifiableCredential", "ExampleDegreeCredential"],
         "validFrom": "2020-01-01T00:00:00",  # without an offset: UTC
         "credentialSubject": {"z": 1, "id": "did:example:alice", "name": "Alice", "a": {"b": [3, 1.50]}}}
ISSUE = "/issuers/{}/credentials/issue"
CONFIGURATIONS = ["eddsa-rdfc-2022/Ed25519", "eddsa-jcs-2022/Ed25519", "ecdsa-rdfc-2019/P-256",
                  "ecdsa-rdfc-2019/P-384", "ecdsa-jcs-2019/P-256", "ecdsa-jcs-2019/P-384",
                  "vc-jwt/P-256", "vc-jwt/Ed25519", "vc-sd-jwt/Ed25519", "vc-cose/P-256"]
MISSING_SUITES = ["ecdsa-sd-2023/P-256", "bbs-2023/BBS", "rot13-1999/X"]
VERDICT = {"verified", "problemDetails", "results", "checks", "warnings", "errors", "report"}
DEREFERENCING = "application/did-url-dereferencing"
RESOLUTION = "application/did-resolution"
WITH_SERVICE = ("did:peer:2.Vz6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK."
                "SeyJ0IjoiZG0iLCJzIjoiaHR0cHM6Ly9hLmV4YW1wbGUvZW5kcG9pbnQifQ")
# Resolution: what follows the path, what is accepted, status, media type, and the error.
RESOLVE = [
    ("the result", "{did}", RESOLUTION, 200, "application/did", None),
    ("a DID that is encoded", "{encoded}", RESOLUTION, 200, "application/did", None),
    ("did+json", "{did}", "application/did+json", 200, "application/did+json", None),
    ("did+ld+json", "{did}", "application/did+ld+json", 200, "application/did+ld+json", None),
    ("did", "{did}", "application/did", 200, "application/did", None),
    ("a representation that nobody has", "{did}", "text/html", 406, None,
     "REPRESENTATION_NOT_SUPPORTED"),
    ("an option that is no time", "{did}?versionTime=yesterday", RESOLUTION, 400, None,
     "INVALID_OPTIONS"),
    ("versions of what has none", "{did}?versionId=7", RESOLUTION, 501, None,
     "FEATURE_NOT_SUPPORTED"),
    ("no DID", "", RESOLUTION, 400, None, "INVALID_DID"),
    ("a method that nobody knows", "did:nobody:x", RESOLUTION, 501, None, "METHOD_NOT_SUPPORTED"),
    ("a key of the document", "{method}", DEREFERENCING, 200, DEREFERENCING, None),
    ("a key that is not there", "{did}%23nothing", DEREFERENCING, 404, DEREFERENCING, "NOT_FOUND"),
    ("a service that is not there", WITH_SERVICE + "?service=none", DEREFERENCING, 404,
     DEREFERENCING, "NOT_FOUND"),
]
# The transport: method, path, body, headers, status, and the code of the problem.
TRANSPORT = [
    ("nothing is there", "GET", "/nothing", None, {}, 404, "service.no_such_path"),
    ("another method", "GET", "/credentials/verify", None, {}, 405, "service.method_not_allowed"),
    ("no JSON", "POST", "/credentials/verify", b"{", {}, 400, "json.syntax"),
    ("no body", "POST", "/credentials/verify", b"", {}, 400, "json.syntax"),
    ("JSON, and more", "POST", "/credentials/verify", b"{}{}", {}, 400, "json.trailing_bytes"),
    ("a member twice", "POST", "/credentials/verify", b'{"a":1,"a":2}', {}, 400,
     "json.duplicate_member"),
    ("nesting without end", "POST", "/credentials/verify", b"[" * 1000, {}, 400, "json.too_deep"),
    ("nothing to judge", "POST", "/credentials/verify", b"{}", {}, 400,
     "service.request_malformed"),
    ("another media type", "POST", "/credentials/verify", b"{}", {"Content-Type": "text/plain"}, 415,
     "service.media_type"),
    ("a body too large", "POST", "/credentials/verify", b" " * (20 << 20), {}, 413,
     "service.body_too_large"),
    ("a head too large", "GET", "/healthz", None, {"X-Long": "a" * 100_000}, 431, None),
    ("many heads", "GET", "/healthz", None, {f"X-{n}": "a" for n in range(5000)}, 431, None),
    ("a name that is foreign", "GET", "/healthz", None, {"Host": "evil.example"}, 421,
     "service.foreign_host"),
]


class Http:
    def __init__(self, service, expect):
        self.service, self.expect_ = service, expect

    def expect(self, rule, said, expected):
        self.expect_(rule, "HTTP alone", said, expected)

    def post(self, path, body, **headers):
        status, head, text = self.service.exchange("POST", path, json.dumps(body), **headers)
        return status, head, json.loads(text)

    def run(self):
        self.issue()
        self.verify()
        self.present()
        self.derive()
        self.resolve()
        self.transport()

    def issue(self):
        path = ISSUE.format(CONFIGURATIONS[0])
        status, _, body = self.post(path, {"credential": PLAIN})
        self.expect("issued", (status, list(body)), (201, ["verifiableCredential"]))
        self.good = body["verifiableCredential"]
        kept = {name: json.dumps(self.good[name]) for name in PLAIN}
        self.expect("what was sent is untouched", kept,
                    {name: json.dumps(value) for name, value in PLAIN.items()})
        for rule, asked, headers in (
                ("Prefer", {}, {"Prefer": "return=bare"}),
                ("Prefer among others", {}, {"Prefer": 'wait=5, return="bare"'}),
                ("returnBare", {"options": {"returnBare": True}}, {})):
            status, head, body = self.post(path, {"credential": PLAIN, **asked}, **headers)
            self.expect(rule, (status, body.get("type"), head.get("Preference-Applied")),
                        (201, PLAIN["type"], "return=bare"))
        for name in CONFIGURATIONS:
            status, _, body = self.post(ISSUE.format(name), {"credential": PLAIN})
            judged = self.post("/credentials/verify", body)
            self.expect(f"issued on {name}", (status, judged[0]), (201, 200))
        for name in MISSING_SUITES:
            status, _, body = self.post(ISSUE.format(name), {"credential": PLAIN})
            self.expect(f"not issued on {name}", (status, body["code"]),
                        (501, "service.suite_missing"))
        issuer = {"id": self.good["issuer"], "name": "A"}
        status, _, body = self.post("/credentials/issue", {
            "credential": {**PLAIN, "issuer": issuer},
            "options": {"cryptosuite": "eddsa-rdfc-2022"}})
        self.expect("an issuer that is an object", (status, body["verifiableCredential"]["issuer"]),
                    (201, issuer))
        for rule, credential, options, expected in (
                ("an issuer without a key here", {**PLAIN, "issuer": "did:example:b"}, {},
                 (400, "service.no_issuer")),
                ("an option that nobody knows", PLAIN, {"unknown": 1}, (400, "service.option_unknown")),
                ("mandatory pointers", PLAIN, {"mandatoryPointers": ["/issuer"]},
                 (501, "service.suite_missing"))):
            status, _, body = self.post("/credentials/issue",
                                        {"credential": credential, "options": options})
            self.expect(rule, (status, body["code"]), expected)

    def verify(self):
        status, head, body = self.post("/credentials/verify", {"verifiableCredential": self.good})
        self.expect("accepted", (status, head["Content-Type"], body["verified"], body["errors"],
                                 set(body) >= VERDICT | {"credential"}, body["report"]["verdict"]),
                    (200, "application/json", True, [], True, "good"))
        expired = self.post(ISSUE.format(CONFIGURATIONS[0]), {
            "credential": {**PLAIN, "validUntil": "2021-01-01T00:00:00Z"}})[2]
        status, head, body = self.post("/credentials/verify", expired)
        self.expect("expired", (status, head["Content-Type"], body["verified"], body["code"]),
                    (422, "application/problem+json", False, "dates.expired"))
        status, _, body = self.post("/credentials/verify",
                                    {**expired, "options": {"vcalmWarnings": True}})
        self.expect("expired, by VCALM", (status, body["verified"], body["report"]["verdict"],
                                          [one["code"] for one in body["warnings"]]),
                    (200, True, "bad", ["dates.expired"]))
        unknown = copy.deepcopy(self.good)
        unknown["proof"]["cryptosuite"] = "rot13-1999"
        status, _, body = self.post("/credentials/verify", {"verifiableCredential": unknown})
        undetermined = [one["name"] for one in body["report"]["checks"]
                        if one["state"] == "undetermined"]
        self.expect("could not be judged", (status, body["report"]["verdict"], "proof" in undetermined),
                    (422, "could not judge", True))
        foreign = self.post(ISSUE.format("ecdsa-jcs-2019/P-256"), {"credential": PLAIN})[2]
        changed = {"verifiableCredential": {**foreign["verifiableCredential"],
                                            "issuer": "did:example:b"}}
        status, _, body = self.post("/credentials/verify", changed)
        self.expect("an issuer in another's place", (status, body["verified"]), (422, False))
        web = copy.deepcopy(self.good)
        web["issuer"] = "did:web:nowhere.invalid"
        web["proof"]["verificationMethod"] = "did:web:nowhere.invalid#key"
        status, head, body = self.post("/credentials/verify", {"verifiableCredential": web})
        self.expect("an upstream is down", (status, body["verified"], "Retry-After" in head),
                    (503, False, True))

    def present(self):
        unsigned = {"@context": [BASE], "type": ["VerifiablePresentation"],
                    "verifiableCredential": [self.good]}
        for name in ("presentation", "verifiablePresentation"):
            status, _, body = self.post("/presentations/verify", {name: unsigned})
            self.expect(f"a {name} without proof",
                        (status, body["verified"], body["holderProof"],
                         [one["verified"] for one in body["results"]["credentials"]]),
                        (200, True, "skipped", [True]))
        bad = {**unsigned, "verifiableCredential": [{**self.good, "id": "urn:a:b"}]}
        status, _, body = self.post("/presentations/verify", {"presentation": bad})
        self.expect("one without proof of a bad credential", (status, body["verified"]), (422, False))
        status, _, body = self.post("/presentations/prove", {"presentation": unsigned})
        self.expect("proven", (status, list(body)), (201, ["verifiablePresentation"]))
        status, _, verdict = self.post("/presentations/verify", body)
        self.expect("proven and judged", (status, verdict["report"]["holderProof"]), (200, "passed"))
        status, _, body = self.post("/presentations/prove",
                                    {"presentation": {**unsigned, "holder": "did:example:b"}})
        self.expect("a holder without a key here", (status, body["code"]), (400, "service.no_holder"))

    def derive(self):
        made = self.post(ISSUE.format("vc-sd-jwt/Ed25519"), {
            "credential": PLAIN, "options": {"disclosable": ["/credentialSubject/name"]}})[2]
        for pointers, count in (([], 0), (["/credentialSubject/name"], 1)):
            status, _, body = self.post("/credentials/derive",
                                        {**made, "options": {"selectivePointers": pointers}})
            token = body["verifiableCredential"]["id"]
            judged = self.post("/credentials/verify", body)[0]
            self.expect(f"derived with {count}", (status, token.count("~") - 1, judged),
                        (201, count, 200))
        for rule, sent, expected in (
                ("a pointer to nothing", {**made, "options": {"selectivePointers": ["/x"]}},
                 (400, "json.pointer_not_found")),
                ("what nothing is derived from", {"verifiableCredential": self.good},
                 (400, "service.not_derivable")),
                ("nothing to derive from", {}, (400, "service.request_malformed"))):
            status, _, body = self.post("/credentials/derive", sent)
            self.expect(rule, (status, body["code"]), expected)

    def resolve(self):
        names = {"did": self.good["issuer"],
                 "encoded": urllib.parse.quote(self.good["issuer"], safe=""),
                 "method": self.good["proof"]["verificationMethod"].replace("#", "%23")}
        for rule, target, accept, status, media_type, error in RESOLVE:
            got, head, text = self.service.exchange(
                "GET", "/1.0/identifiers/" + target.format(**names), None, Accept=accept)
            body = json.loads(text)
            said = body.get("didResolutionMetadata", body.get("dereferencingMetadata", {}))
            if accept in (RESOLUTION, "text/html") and error:
                self.expect(rule + ", its document", body["didDocument"], None)
            self.expect(rule, (got, said.get("error", {}).get("type"),
                               media_type and head["Content-Type"].split(";")[0]),
                        (status, error and "https://www.w3.org/ns/did#" + error, media_type))
        for query, location in (("?service=service", "https://a.example/endpoint"),
                                ("?service=service&relativeRef=%2Fx", "https://a.example/x")):
            got, head, _ = self.service.exchange("GET", "/1.0/identifiers/" + WITH_SERVICE + query,
                                                 None, Accept="text/uri-list")
            self.expect("a service" + query, (got, head.get("Location")), (303, location))

    def transport(self):
        for rule, method, path, body, headers, status, code in TRANSPORT:
            got, _, text = self.service.exchange(method, path, body, **headers)
            self.expect(rule, (got, code and json.loads(text)["code"]), (status, code))
        for path in ("/healthz", "/readyz", "/metrics", "/openapi.json"):
            self.expect(path, self.service.exchange("GET", path, None)[0], 200)
