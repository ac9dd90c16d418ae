#!/usr/bin/env python3
"""did:webvh 1.0 written a second time, from the specification alone and without any of Deed's code.

    webvh_peer.py make FOLDER          logs that Deed must accept, and logs that it must refuse
    webvh_peer.py verify LOG [WITNESS] checks a log that Deed wrote; prints the versions and the DID

`make` writes NAME.jsonl and NAME.witness.json, and cases.json: {NAME: {"code": null or the error
that is due, "good": how many entries count}}. Ed25519 is RFC 8032 section 6, in plain Python."""

import copy
import datetime
import hashlib
import json
import pathlib
import sys

# ---- Ed25519 (RFC 8032 section 5.1)
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
I = pow(2, (P - 1) // 4, P)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(s, p):
    q = (0, 1, 1, 0)
    while s:
        if s & 1:
            q = add(q, p)
        p, s = add(p, p), s >> 1
    return q


def recover_x(y, sign):
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * I % P
    if (x * x - x2) % P:
        raise ValueError("no point")
    return P - x if x & 1 != sign else x


GY = 4 * pow(5, P - 2, P) % P
GX = recover_x(GY, 0)
G = (GX, GY, 1, GX * GY % P)


def compress(p):
    z = pow(p[2], P - 2, P)
    x, y = p[0] * z % P, p[1] * z % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def decompress(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    x = recover_x(y, sign)
    return x, y, 1, x * y % P


def sha512_int(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little")


class Key:
    def __init__(self, seed):
        digest = hashlib.sha512(seed.encode().ljust(32, b"\0")).digest()
        a = int.from_bytes(digest[:32], "little")
        self.a, self.prefix = a & (1 << 254) - 8 | 1 << 254, digest[32:]
        self.public = compress(multiply(self.a, G))
        self.multikey = "z" + base58(b"\xed\x01" + self.public)
        self.did = "did:key:" + self.multikey

    def sign(self, message):
        r = sha512_int(self.prefix, message) % L
        big_r = compress(multiply(r, G))
        h = sha512_int(big_r, self.public, message) % L
        return big_r + ((r + h * self.a) % L).to_bytes(32, "little")


def verify_signature(public, message, signature):
    s = int.from_bytes(signature[32:], "little")
    h = sha512_int(signature[:32], public, message) % L
    left, right = multiply(s, G), add(decompress(signature[:32]), multiply(h, decompress(public)))
    return s < L and compress(left) == compress(right)


# ---- encodings
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def base58(data):
    n, text = int.from_bytes(data, "big"), ""
    while n:
        n, digit = divmod(n, 58)
        text = ALPHABET[digit] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def unbase58(text):
    n = 0
    for c in text:
        n = n * 58 + ALPHABET.index(c)
    data = n.to_bytes((n.bit_length() + 7) // 8, "big")
    return b"\0" * (len(text) - len(text.lstrip("1"))) + data


def jcs(value):  # enough for what stands here: texts, small integers, names in ASCII
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def hash_text(data):
    return base58(b"\x12\x20" + hashlib.sha256(data).digest())


def key_hash(key):
    return hash_text(key.multikey.encode())


# ---- proofs (VC DI EdDSA 1.0, eddsa-jcs-2022)
def hash_data(document, proof):
    config = {k: v for k, v in proof.items() if k != "proofValue"}
    document = {k: v for k, v in document.items() if k != "proof"}
    return hashlib.sha256(jcs(config)).digest() + hashlib.sha256(jcs(document)).digest()


def prove(document, key, created="2026-01-01T00:00:00Z", **changes):
    proof = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022", "created": created,
             "verificationMethod": key.did + "#" + key.multikey, "proofPurpose": "assertionMethod"}
    proof.update(changes)
    proof["proofValue"] = "z" + base58(key.sign(hash_data(document, proof)))
    return proof


def check_proof(document, proof):
    assert proof["type"] == "DataIntegrityProof" and proof["cryptosuite"] == "eddsa-jcs-2022"
    assert proof["proofPurpose"] == "assertionMethod"
    body, fragment = proof["verificationMethod"].removeprefix("did:key:").split("#")
    assert body == fragment and proof["proofValue"][0] == "z"
    key = unbase58(body[1:])
    assert key[:2] == b"\xed\x01"
    assert verify_signature(key[2:], hash_data(document, proof), unbase58(proof["proofValue"][1:]))
    return body


# ---- logs
class Log:
    def __init__(self):
        self.lines = []
        self.clock = datetime.datetime(2026, 1, 1)

    def copy(self):
        return copy.deepcopy(self)

    def time(self):
        self.clock += datetime.timedelta(hours=1)
        return self.clock.strftime("%Y-%m-%dT%H:%M:%SZ")

    def create(self, key, place, document=None, change=None, **parameters):
        did = "did:webvh:{SCID}:" + place
        entry = {"versionId": "{SCID}", "versionTime": self.time(),
                 "parameters": {"method": "did:webvh:1.0", "scid": "{SCID}",
                                "updateKeys": [key.multikey], **parameters},
                 "state": document or {"@context": ["https://www.w3.org/ns/did/v1"], "id": did}}
        if change:
            change(entry)
        self.scid = hash_text(jcs(entry))
        entry = json.loads(json.dumps(entry).replace("{SCID}", self.scid))
        entry["versionId"] = "1-" + hash_text(jcs({**entry, "versionId": self.scid}))
        entry["proof"] = [prove(entry, key)]
        self.did = did.replace("{SCID}", self.scid)
        self.lines.append(entry)
        return self

    def add(self, key, parameters=None, state=None, time=None, proof=None, number=None,
            previous=None, after=None, **more):
        before = self.lines[-1]
        entry = {"versionId": previous or before["versionId"], "versionTime": time or self.time(),
                 "parameters": parameters or {}, "state": state or copy.deepcopy(before["state"]), **more}
        number = number or str(len(self.lines) + 1)
        entry["versionId"] = number + "-" + hash_text(jcs(entry))
        if after:
            after(entry)
        entry["proof"] = proof(entry) if proof else [prove(entry, key)]
        self.lines.append(entry)
        return self

    def move(self, key, place, alias=True, scid=None, **arguments):
        moved = f"did:webvh:{scid or self.scid}:{place}"
        state = json.loads(json.dumps(self.lines[-1]["state"]).replace(self.did, moved))
        if alias:
            state["alsoKnownAs"] = state.get("alsoKnownAs", []) + [self.did]
        return self.add(key, state=state, **arguments)

    def text(self):
        return "".join(json.dumps(e, separators=(",", ":"), ensure_ascii=False) + "\n"
                       for e in self.lines)

    def approval(self, index, *witnesses):
        signed = {"versionId": self.lines[index]["versionId"]}
        return {**signed, "proof": [prove(signed, w) for w in witnesses]}


def make(folder):
    a, b, c, d = (Key(name) for name in ("a", "b", "c", "d"))
    w = [Key("witness" + str(i)) for i in range(4)]
    cases = {}

    def case(name, log, code=None, good=None, witness=None, text=None):
        (folder / (name + ".jsonl")).write_text(log.text() if text is None else text)
        if witness is not None:
            (folder / (name + ".witness.json")).write_text(
                witness if isinstance(witness, str) else json.dumps(witness))
        count = len(log.lines) if good is None else good
        cases[name] = {"code": code, "good": count, "did": log.did, "scid": log.scid,
                       "versions": [e["versionId"] for e in log.lines[:count]]}

    def start(**more):
        return Log().create(a, "did.localhost%3A8443:issuer", **more)

    def witnesses(threshold, *keys):
        return {"threshold": threshold, "witnesses": [{"id": k.did} for k in keys]}

    # What must be accepted.
    case("created", start())
    case("updated", start().add(a).add(a, {"ttl": 60, "watchers": ["https://watch.example"]}))
    case("rotated", start().add(a, {"updateKeys": [b.multikey]}).add(b))
    case("null_defaults", start(witness=None, nextKeyHashes=None, watchers=None, ttl=None))
    pre = start(nextKeyHashes=[key_hash(b), key_hash(c)])
    pre.add(b, {"updateKeys": [b.multikey], "nextKeyHashes": [key_hash(c)]})
    case("pre_rotated", pre)
    case("pre_rotation_ended", pre.copy().add(
        c, {"updateKeys": [c.multikey], "nextKeyHashes": []}).add(c).add(c, {"updateKeys": []}))
    case("moved", start(portable=True).add(a).move(a, "other.localhost"))
    case("deactivated", start().add(a).add(a, {"deactivated": True, "updateKeys": []}))
    case("one_proof_object", start().add(a, proof=lambda e: prove(e, a)))
    case("offset_of_zero", start().add(a, time="2026-01-01T05:00:00+00:00"))
    case("no_last_newline", start(), text=start().text().rstrip("\n"))
    wit = start(witness=witnesses(2, *w[:3])).add(a).add(a, {"witness": witnesses(1, w[3])}).add(a)
    good = [wit.approval(2, w[0], w[2]), wit.approval(3, w[3])]
    case("witnessed", wit, witness=good)
    case("witnessed_amply", wit, witness=[wit.approval(i, *w) for i in range(4)] +
         [{"versionId": "9-unpublished", "proof": [prove({"versionId": "9-unpublished"}, w[0])]},
          {"versionId": wit.lines[0]["versionId"]}])
    case("witnesses_ended", start(witness=witnesses(1, w[0])).add(a, {"witness": {}}).add(a),
         witness=[start(witness=witnesses(1, w[0])).add(a, {"witness": {}}).approval(1, w[0])])

    # What must be refused, from the entry on that breaks the rule.
    def bad(name, log, code, good, **more):
        case(name, log, "did_webvh." + code, good, **more)

    def tampered(log, index, path, value):
        log = log.copy()
        at = log.lines[index]
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = value
        return log

    two = start().add(a).add(a)
    bad("not_json", two, "malformed_log", 0, text="{\n")
    bad("empty", two, "malformed_log", 0, text="")
    bad("blank_line", two, "malformed_log", 1,
        text=two.text().replace("\n", "\n\n", 1))
    bad("unknown_member", start().add(a, extra=1), "malformed_log", 1)
    bad("no_state", start().add(a, after=lambda e: e.pop("state")), "malformed_log", 1)
    bad("changed_state", tampered(two, 1, ["state", "x"], 1), "entry_hash", 1)
    bad("changed_parameters", tampered(two, 1, ["parameters"], {"ttl": 5}), "entry_hash", 1)
    bad("changed_first", tampered(two, 0, ["state", "x"], 1), "entry_hash", 0)
    swapped = two.copy()
    swapped.lines[1], swapped.lines[2] = swapped.lines[2], swapped.lines[1]
    bad("swapped", swapped, "version_id", 1)
    missing = two.copy()
    del missing.lines[1]
    bad("missing", missing, "version_id", 1)
    bad("number_padded", start().add(a, number="02"), "version_id", 1)
    bad("two_dashes", start().add(a, number="2-"), "version_id", 1)
    bad("no_hash", start().add(a, after=lambda e: e.update(versionId="2-abc")), "version_id", 1)
    bad("other_previous", start().add(a, previous="1-" + hash_text(b"x")), "entry_hash", 1)
    bad("scid_of_others", start(change=None).copy(), "scid", 0, text=other_scid(a))
    bad("same_time", start().add(a, time="2026-01-01T01:00:00Z"), "version_time", 1)
    bad("earlier", start().add(a, time="2025-01-01T01:00:00Z"), "version_time", 1)
    bad("future", start().add(a, time="2999-01-01T01:00:00Z"), "version_time", 1)
    bad("no_zone", start().add(a, time="2026-01-02T01:00:00"), "version_time", 1)
    bad("other_zone", start().add(a, time="2026-01-02T01:00:00+01:00"), "version_time", 1)
    bad("method_draft", start(method="did:webvh:0.5"), "method_version", 0)
    bad("method_lower", start().add(a, {"method": "did:webvh:0.5"}), "method_version", 1)
    bad("unknown_parameter", start().add(a, {"prerotation": True}), "parameters", 1)
    bad("scid_again", start().add(a, {"scid": start().scid}), "parameters", 1)
    bad("portable_later", start().add(a, {"portable": True}), "parameters", 1)
    bad("portable_text", start(portable="yes"), "parameters", 0)
    bad("ttl_negative", start(ttl=-1), "parameters", 0)
    bad("ttl_large", start(ttl=2**31 + 1), "parameters", 0)
    bad("keys_no_array", start(updateKeys=a.multikey), "parameters", 0)
    bad("keys_no_key", start().add(a, {"updateKeys": ["z6Mk"]}), "parameters", 1)
    bad("keys_twice", start().add(a, {"updateKeys": [b.multikey] * 2}), "parameters", 1)
    bad("watcher_no_url", start().add(a, {"watchers": ["x y"]}), "parameters", 1)
    for name, value in (("none", {"threshold": 1, "witnesses": []}), ("zero", witnesses(0, w[0])),
                        ("many", witnesses(2, w[0])), ("twice", witnesses(1, w[0], w[0])),
                        ("half", witnesses(0.5, w[0])), ("text", witnesses("1", w[0])),
                        ("list", [w[0].did]), ("absent", {"witnesses": [{"id": w[0].did}]}),
                        ("web", {"threshold": 1, "witnesses": [{"id": "did:web:w.example"}]}),
                        ("p256", {"threshold": 1, "witnesses": [{
                            "id": "did:key:zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv"}]})):
        bad("witness_" + name, start().add(a, {"witness": value}), "parameters", 1)
    bad("no_proof", start().add(a, proof=lambda e: []), "proof", 1)
    for name, change in (("suite", {"cryptosuite": "ecdsa-jcs-2019"}), ("type", {"type": "X"}),
                         ("purpose", {"proofPurpose": "authentication"}),
                         ("fragment", {"verificationMethod": a.did + "#" + b.multikey}),
                         ("bare", {"verificationMethod": a.did}),
                         ("did", {"verificationMethod": "did:web:a.example#k"}),
                         ("context", {"@context": ["https://www.w3.org/ns/did/v1"]}),
                         ("created", {"created": "yesterday"})):
        bad("proof_" + name, start().add(a, proof=lambda e: [prove(e, a, **change)]), "proof", 1)
    bad("proof_value", tampered(two, 1, ["proof", 0, "proofValue"], "z1"), "proof", 1)
    bad("proof_of_other", tampered(two, 1, ["proof", 0, "proofValue"],
                                   two.lines[2]["proof"][0]["proofValue"]), "signature_invalid", 1)
    bad("stranger", start().add(b), "unauthorized_key", 1)
    bad("second_stranger", start().add(a, proof=lambda e: [prove(e, a), prove(e, b)]),
        "unauthorized_key", 1)
    bad("new_key_too_early", start().add(b, {"updateKeys": [b.multikey]}), "unauthorized_key", 1)
    bad("old_key", start().add(a, {"updateKeys": [b.multikey]}).add(a), "unauthorized_key", 2)
    bad("no_key_left", start().add(a, {"updateKeys": []}).add(a), "unauthorized_key", 2)
    committed = start(nextKeyHashes=[key_hash(b)])
    bad("committed_other", committed.copy().add(
        c, {"updateKeys": [c.multikey], "nextKeyHashes": []}), "pre_rotation", 1)
    bad("committed_more", committed.copy().add(
        b, {"updateKeys": [b.multikey, c.multikey], "nextKeyHashes": []}), "pre_rotation", 1)
    bad("committed_inherited", committed.copy().add(a, {"nextKeyHashes": [key_hash(c)]}),
        "pre_rotation", 1)
    bad("committed_silent", committed.copy().add(b, {"updateKeys": [b.multikey]}),
        "pre_rotation", 1)
    bad("committed_old_signs", committed.copy().add(
        a, {"updateKeys": [b.multikey], "nextKeyHashes": []}), "unauthorized_key", 1)
    bad("moved_fixed", start().move(a, "other.localhost"), "bad_move", 1)
    bad("moved_silently", start(portable=True).move(a, "other.localhost", alias=False),
        "bad_move", 1)
    bad("moved_no_more", start(portable=True).add(a, {"portable": False}).move(a, "o.localhost"),
        "bad_move", 2)
    bad("moved_scid", start(portable=True).move(a, "o.localhost", scid=hash_text(b"x")), "scid", 1)
    bad("id_no_did", start().add(a, state={"id": "x"}), "malformed_log", 1)
    bad("after_end", start().add(a, {"deactivated": True}).add(a), "after_deactivation", 2)
    bad("witness_missing", wit, "not_witnessed", 0)
    bad("witness_short", wit, "not_witnessed", 0, witness=[wit.approval(2, w[0])])
    bad("witness_same_twice", wit, "not_witnessed", 0, witness=[wit.approval(2, w[0], w[0])])
    bad("witness_stranger", wit, "not_witnessed", 0, witness=[wit.approval(3, w[3], a, b)])
    bad("witness_of_early", wit, "not_witnessed", 2, witness=[wit.approval(1, w[0], w[1])])
    bad("witness_new_not_old", wit, "not_witnessed", 2,
        witness=[wit.approval(1, w[0], w[1]), wit.approval(3, w[3])])
    bad("witness_not_last", wit, "not_witnessed", 3, witness=good[:1])
    bad("witness_forged", wit, "not_witnessed", 0, witness=[
        {"versionId": wit.lines[2]["versionId"], "proof": wit.approval(1, w[0], w[1])["proof"]}])
    bad("witness_unpublished", wit, "not_witnessed", 0, witness=[
        {"versionId": v, "proof": [prove({"versionId": v}, k) for k in w]} for v in ["9-x"]])
    bad("witness_no_json", wit, "malformed_witness", 0, witness="[")
    bad("witness_no_array", wit, "malformed_witness", 0, witness="{}")
    (folder / "cases.json").write_text(json.dumps(cases))


def other_scid(key):
    """A log whose SCID is a hash, but not of its first entry; the entry's own hash is right."""
    log = Log().create(key, "did.localhost")
    wrong = hash_text(b"of something else")
    entry = json.loads(json.dumps(log.lines[0]).replace(log.scid, wrong))
    del entry["proof"]
    entry["versionId"] = "1-" + hash_text(jcs({**entry, "versionId": wrong}))
    entry["proof"] = [prove(entry, key)]
    return json.dumps(entry) + "\n"


def verify(log, witness):
    active, hashes, previous, versions, needed = [], [], None, [], []
    config = {}
    for number, line in enumerate(pathlib.Path(log).read_text().splitlines(), 1):
        entry = json.loads(line)
        proofs = entry.pop("proof")
        parameters = entry["parameters"]
        scid = parameters["scid"] if number == 1 else scid
        version = entry["versionId"]
        assert version.split("-")[0] == str(number)
        assert version.split("-")[1] == hash_text(jcs({**entry, "versionId": previous or scid}))
        if number == 1:
            blank = json.dumps({**entry, "versionId": "{SCID}"}).replace(scid, "{SCID}")
            assert hash_text(jcs(json.loads(blank))) == scid
            active = parameters["updateKeys"]
        elif hashes:
            active = parameters["updateKeys"]
            assert all(hash_text(k.encode()) in hashes for k in active)
            assert "nextKeyHashes" in parameters
        assert all(check_proof(entry, p) in active for p in proofs) and proofs
        active, hashes = (parameters.get("updateKeys", active),
                          parameters.get("nextKeyHashes", hashes))
        before, config = config, parameters.get("witness", config)
        needed.append(before or config)
        assert entry["state"]["id"].split(":")[2] == scid
        previous = version
        versions.append(version)
    latest = {}
    for item in json.loads(pathlib.Path(witness).read_text()) if witness else []:
        for proof in item["proof"]:
            key = check_proof({"versionId": item["versionId"]}, proof)
            latest[key] = max(latest.get(key, 0), versions.index(item["versionId"]))
    for index, rule in enumerate(needed):
        ids = [one["id"].removeprefix("did:key:") for one in rule.get("witnesses", [])]
        assert sum(latest.get(key, -1) >= index for key in ids) >= rule.get("threshold", 0)
    print(len(versions), entry["state"]["id"])


if sys.argv[1] == "make":
    make(pathlib.Path(sys.argv[2]))
else:
    verify(sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else None)
