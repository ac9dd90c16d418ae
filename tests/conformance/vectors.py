"""The known answers, specification by specification: each a list of cases (name, passes), asked of
`deed codec batch`. Expected values are the publishers' own; see SOURCE.md of each folder.

A function `spec(ask, folder)` yields (name of the case, whether Deed answers as the vectors do).
"""

import base64
import csv
import json
import re

JSON_LD_BASE = "https://w3c.github.io/json-ld-api/tests/"


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


# Linked data

def unordered(value, is_list=False):
    """JSON whose arrays are sets, but for those of @list."""
    if isinstance(value, dict):
        return {name: unordered(inner, name == "@list") for name, inner in value.items()}
    if isinstance(value, list):
        inner = [unordered(one) for one in value]
        return inner if is_list else sorted(inner, key=lambda one: json.dumps(one, sort_keys=True))
    return value


def error_name(text):
    """A JSON-LD error code as the specification or as Deed spells it."""
    return re.sub(r"[^a-z0-9]+", "_", text.removeprefix("jsonld.").lower()).strip("_")


class JsonLd:
    """The manifests of the JSON-LD 1.1 API suite."""

    def __init__(self, ask, folder):
        self.ask = ask
        self.folder = folder
        self.texts = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
                      for path in sorted(folder.rglob("*.jsonld")) if path.parent != folder}

    def remotes(self, *texts):
        """The documents that these texts name, and those that these name in turn."""
        found, names = {}, list(texts)
        while names:
            text = names.pop()
            for name, content in self.texts.items():
                if name not in found and name.rsplit("/", 1)[1] in text:
                    found[name] = content
                    names.append(content)
        return {JSON_LD_BASE + name: json.loads(content) for name, content in found.items()}

    def options(self, test):
        options = {name: value for name, value in test.get("option", {}).items()
                   if name not in ("specVersion", "base", "normative", "useJCS", "expandContext")}
        if "expandContext" in test.get("option", {}):
            options["expandContext"] = self.text(test["option"]["expandContext"])
        return options

    def text(self, name):
        return (self.folder / name).read_text(encoding="utf-8")

    def request(self, op, test):
        base = test.get("option", {}).get("base", JSON_LD_BASE + test["input"])
        request = {"input": self.text(test["input"]), "base": base, "options": self.options(test),
                   "remotes": self.remotes(self.text(test["input"]), json.dumps(test))}
        if "context" in test:
            request["context"] = self.text(test["context"])
        return self.ask(op=op, **request)

    def passes(self, op, test):
        answer = self.request(op, test)
        if "expectErrorCode" in test:
            return not answer["ok"] and error_name(answer["code"]) == error_name(
                test["expectErrorCode"])
        if "expect" not in test:
            return answer["ok"]
        if not answer["ok"]:
            return False
        if op == "jsonld.toRdf":
            return self.same_dataset(answer["out"], self.text(test["expect"]))
        out = json.loads(answer["out"]) if isinstance(answer["out"], str) else answer["out"]
        return unordered(out) == unordered(json.loads(self.text(test["expect"])))

    def same_dataset(self, ours, expected):
        answers = [self.ask(op="rdfc10", nquads=nquads) for nquads in (ours, expected)]
        return all(answer["ok"] for answer in answers) and answers[0]["out"] == answers[1]["out"]

    def cases(self, manifest, op):
        for test in load(self.folder / f"{manifest}-manifest.jsonld")["sequence"]:
            if test.get("option", {}).get("specVersion") != "json-ld-1.0":
                yield test["@id"].lstrip("#"), self.passes(op, test)


def json_ld(manifest):
    op = f"jsonld.{manifest}"
    return lambda ask, folder: JsonLd(ask, folder / "jsonld").cases(manifest, op)


def rdfc(ask, folder):
    folder = folder / "rdfc"
    for test in load(folder / "manifest.jsonld")["entries"]:
        request = {"nquads": (folder / test["action"]).read_text(encoding="utf-8"),
                   "hash": test.get("hashAlgorithm", "SHA256").lower()}
        kind = test["type"].removeprefix("rdfc:")
        if kind == "RDFC10NegativeEvalTest":
            passes = not ask(op="rdfc10", **request)["ok"]
        elif kind == "RDFC10MapTest":
            answer = ask(op="rdfc10.map", **request)
            expected = load(folder / test["result"])
            passes = answer["ok"] and answer["out"] == expected
        else:
            answer = ask(op="rdfc10", **request)
            passes = answer["ok"] and answer["out"] == (folder / test["result"]).read_text(
                encoding="utf-8")
        yield test["id"].lstrip("#"), passes


# Proofs

def data_integrity(folder_name, hash_of):
    """Every canonical document and proof configuration, their hashes, and the signed documents."""
    def cases(ask, folder):
        for signed in sorted((folder / folder_name).rglob("signed*.json")):
            place = signed.parent
            name = str(signed.relative_to(folder / folder_name))
            if "sd-2023" in name:
                continue
            document = load(signed)
            # The examples' keys are not their issuers', and examples/v2 is among the contexts.
            report = ask(op="credential.verify", credential=document,
                         options={"allowForeignKeys": True, "skip": ["dates", "status"]})
            yield name, report["ok"]
            stem = signed.name.removeprefix("signed").removesuffix(".json")
            if not (place / f"canonDoc{stem}.txt").exists():
                continue
            unsecured = {key: value for key, value in document.items() if key != "proof"}
            config = load(place / f"proofConfig{stem}.json")
            hash_name = hash_of(name)
            for what, value, canon, digest in (
                    ("document", unsecured, f"canonDoc{stem}", f"docHash{stem}"),
                    ("proof", config, f"proofCanon{stem}", f"proofHash{stem}")):
                expected = (place / f"{canon}.txt").read_text(encoding="utf-8")
                ours = canonical(ask, value, "jcs" in name, hash_name)
                yield f"{name} {what}", ours == expected
                hashed = ask(op="hash", alg=hash_name, data=(ours or "").encode().hex())["out"]
                yield (f"{name} hash of the {what}",
                       hashed == (place / f"{digest}.txt").read_text().strip())
    return cases


def canonical(ask, value, is_jcs, hash_name):
    if is_jcs:
        return ask(op="jcs", jsonText=json.dumps(value)).get("out")
    quads = ask(op="jsonld.toRdf", input=json.dumps(value),
                options={"safe": True, "rdfDirection": "i18n-datatype"})
    if not quads["ok"]:
        return None
    return ask(op="rdfc10", nquads=quads["out"], hash=hash_name).get("out")


BEFORE_THEY_EXPIRE = 1_700_000_000


def sd_jwt(ask, folder):
    folder = folder / "sd-jwt"
    for path in sorted(folder.glob("*.json")):
        example = load(path)
        if "presentation" not in example or "processed_payload" not in example:
            continue
        answer = sd_jwt_verify(ask, example, example["issuer_public_jwk"])
        yield path.stem, answer["ok"] and answer["out"] == example["processed_payload"]
    negative = load(folder / "negative-derived.json")
    for case in negative["cases"]:
        yield case["name"], not sd_jwt_verify(ask, case, negative["issuer_public_jwk"])["ok"]


def sd_jwt_verify(ask, example, jwk):
    binding = example.get("expected_kb") or {}
    bound = example["presentation"].rsplit("~", 1)[-1].split(".")
    now = json.loads(unb64u(bound[1]))["iat"] if len(bound) == 3 else BEFORE_THEY_EXPIRE
    return ask(op="sdjwt.verify", token=example["presentation"], jwk=jwk, now=now, **binding)


def unb64u(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


# Signatures, hashes and encodings

def wycheproof(ask, folder):
    folder = folder / "wycheproof"
    for group, test in wycheproof_tests(folder / "ed25519_test.json"):
        answer = ask(op="ed25519.verify", pub=group["publicKey"]["pk"], msg=test["msg"],
                     sig=test["sig"])
        yield f"Ed25519 {test['tcId']}", answer["ok"] == (test["result"] == "valid")
    for curve, name in (("P-256", "secp256r1_sha256"), ("P-384", "secp384r1_sha384"),
                        ("secp256k1", "secp256k1_sha256")):
        for group, test in wycheproof_tests(folder / f"ecdsa_{name}_p1363_test.json"):
            answer = ask(op="ecdsa.verify", curve=curve, enc="p1363", msg=test["msg"],
                         hash=group["sha"].lower().replace("-", ""), sig=test["sig"],
                         pub=group["publicKey"]["uncompressed"])
            yield f"{curve} {test['tcId']}", answer["ok"] == (test["result"] == "valid")


def wycheproof_tests(path):
    for group in load(path)["testGroups"]:
        for test in group["tests"]:
            yield group, test


def jcs(ask, folder):
    for path in sorted((folder / "jcs/input").glob("*.json")):
        answer = ask(op="jcs", jsonText=path.read_text(encoding="utf-8"))
        expected = (folder / "jcs/output" / path.name).read_text(encoding="utf-8")
        yield path.stem, answer["ok"] and answer["out"] == expected.rstrip("\n")


def multibase(ask, folder):
    known = {"base16", "base32", "base58btc", "base64", "base64url", "base64pad", "base64urlpad"}
    for path in sorted((folder / "multiformats/multibase-tests").glob("*.csv")):
        rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines(),
                               skipinitialspace=True))
        text = rows[0][1].encode().decode("unicode_escape").encode("latin-1")
        for base, encoded in rows[1:]:
            answer = ask(op="multibase.decode", text=encoded)
            if base in known and (answer["ok"] or "unsupported" not in answer["code"]):
                yield f"{path.stem} {base}", answer["ok"] and answer["out"] == text.hex()


def did_key(ask, folder):
    for path in sorted((folder / "did-key").glob("*.json")):
        if path.stem == "bls12381":
            continue  # known where blst is; tests/lib/crypto reads them there
        for did in (name for name in load(path) if name.startswith("did:")):
            answer = ask(op="did.resolve", did=did)
            yield did, answer["ok"] and answer["out"]["id"] == did


def merkle(ask, folder):
    for path in sorted((folder / "merkle/inclusion").rglob("*.json")):
        case = load(path)
        request = {name: case[name] for name in ("leafIdx", "treeSize", "root", "leafHash")}
        answer = ask(op="merkle.inclusion", proof=case["proof"] or [], **request)
        yield f"{path.parent.name}/{path.stem}", answer["ok"] != case["wantErr"]


def keccak(ask, folder):
    for case in load(folder / "keccak/keccak256.json")["cases"]:
        answer = ask(op="hash", alg="keccak256", data=case["message"])
        yield case["name"], answer["ok"] and answer["out"] == case["keccak256"]


SPECIFICATIONS = [
    ("JSON-LD 1.1 API, expansion", json_ld("expand")),
    ("JSON-LD 1.1 API, compaction", json_ld("compact")),
    ("JSON-LD 1.1 API, toRdf", json_ld("toRdf")),
    ("RDF Dataset Canonicalization 1.0", rdfc),
    ("Data Integrity EdDSA Cryptosuites 1.0", data_integrity("di-eddsa", lambda name: "sha256")),
    ("Data Integrity ECDSA Cryptosuites 1.0",
     data_integrity("di-ecdsa", lambda name: "sha384" if "p384" in name else "sha256")),
    ("SD-JWT (RFC 9901)", sd_jwt),
    ("did:key", did_key),
    ("JCS (RFC 8785)", jcs),
    ("Multibase", multibase),
    ("Merkle proofs (RFC 9162)", merkle),
    ("Keccak-256", keccak),
    ("Wycheproof: Ed25519, ECDSA", wycheproof),
]
