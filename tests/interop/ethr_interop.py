"""Compares what Deed and npm's ethr-did-resolver make of random histories of did:ethr, on Anvil.

    ethr_interop.py --anvil ANVIL --resolver ETHR_RESOLVER --peer FOLDER --counts FILE

The registry is npm's ethr-did-registry; every change is encoded by Deed. The peer writes documents
of an older version of the method's specification, so that keys are compared by their bytes; where
Deed deviates on purpose, which specs/did-ethr.md lists, the peer's answer is brought to that.
"""

import base64
import pathlib
import subprocess
import sys

from lines import FULL, SKIPPED, Lines, arguments_of, disagree, peer_is_there, report, seeded

HISTORIES = 500 if FULL else 50
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
NOBODY = "0x" + "00" * 20
P = 2**256 - 2**32 - 977
DELEGATE_TYPES = ["veriKey", "veriKey", "sigAuth", "other"]
KEY_NAMES = ["Ed25519/veriKey", "Ed25519/sigAuth/base64", "Secp256k1/veriKey/hex", "X25519/enc",
             "Secp256k1/sigAuth", "Foo/veriKey", "Foo/enc/base58", "RSA/veriKey/pem",
             "Foo/sigAuth/base64", "Multikey/veriKey"]


def base58(text):
    number = 0
    for char in text:
        number = number * 58 + ALPHABET.index(char)
    zeros = len(text) - len(text.lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def unpadded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def word(text):
    data = text if isinstance(text, bytes) else text.encode()
    return "0x" + data.ljust(32, b"\0").hex()


def account(source):
    return "0x" + source.randbytes(20).hex()


class History:
    """One identity, its changes, and what each of them counts as."""

    def __init__(self, source, peer, own, registry):
        self.source, self.peer, self.own, self.registry = source, peer, own, registry
        self.wallets = [peer.must(op="fund", secret="0x" + source.randbytes(32).hex())
                        for _ in range(3)]
        self.identity = self.wallets[0]["address"]
        form = self.wallets[0]["key"] if source.random() < 0.4 else self.identity
        self.did = f"did:ethr:0x7a69:{form}"
        self.owner, self.ended = self.identity, False
        self.used = []
        self.counts = {"delegate": 0, "service": 0}
        self.events = []  # (id, block, valid_to, is_unusable)

    def key_value(self, algorithm):
        if algorithm == "Secp256k1":
            return self.source.choice(self.wallets)["key"]
        if algorithm == "Multikey":
            return "0xe701" + self.source.choice(self.wallets)["key"][2:]
        if algorithm == "Ed25519":  # of a did:key, since not every 32 bytes are one
            return "0x" + base58("6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp")[2:].hex()
        if algorithm == "RSA":
            return "0x" + b"-----BEGIN PUBLIC KEY-----".hex()
        return "0x" + self.source.randbytes(32).hex()

    def attribute(self):
        """A name and a value, and whether no resolver could use it."""
        kind = self.source.random()
        if kind < 0.5:
            name = self.source.choice(KEY_NAMES)
            return "did/pub/" + name, self.key_value(name.split("/")[0]), False
        if kind < 0.6:
            return "did/pub/Ed25519/veriKey", "0x" + self.source.randbytes(31).hex(), True
        if kind < 0.7:
            return "something", "0x01", False
        if kind < 0.75:
            return b"\xff\xfe", "0x01", False
        endpoint, is_unusable = self.source.choice(
            [("https://a.example/%d" % self.source.randrange(9), False),
             ('{"uri":"https://b.example","routingKeys":["x"]}', False),
             ('["https://a.example"]', False), ("not a uri", True), ("7", True), ("{", True)])
        name = "did/svc/" + self.source.choice(["Hub", "LinkedDomains", "x_1"])
        return name, "0x" + endpoint.encode().hex(), is_unusable

    def change(self):
        kind = self.source.random()
        validity = str(self.source.choice([0, 1, 60, 600, 10**6, 2**63]))
        if kind < 0.08:
            return {"function": "changeOwner", "owner": self.source.choice(self.wallets)["address"]}
        if kind < 0.1:
            return {"function": "changeOwner", "owner": NOBODY}
        if self.used and kind < 0.35:
            return {**self.source.choice(self.used)}
        if kind < 0.6:
            made = {"function": "addDelegate", "type": word(self.source.choice(DELEGATE_TYPES)),
                    "delegate": account(self.source), "validity": validity}
            self.used.append({"function": "revokeDelegate", "type": made["type"],
                              "delegate": made["delegate"]})
            self.used.append({**made, "validity": "90"})
            return made
        name, value, is_unusable = self.attribute()
        made = {"function": "setAttribute", "name": word(name), "value": value,
                "validity": validity, "is_unusable": is_unusable}
        self.used.append({"function": "revokeAttribute", "name": made["name"], "value": value,
                          "is_unusable": is_unusable})
        return made

    def encoded(self, change):
        clean = {key: value for key, value in change.items() if key != "is_unusable"}
        self.compare_digest(clean)
        return {"from": self.owner,
                "data": self.own.must(op="encode", identity=self.identity, change=clean)}

    def compare_digest(self, change):
        nonce = str(self.source.randrange(100))
        types = {"owner": "address", "type": "bytes32", "delegate": "address", "name": "bytes32",
                 "value": "bytes", "validity": "uint256"}
        fields = [key for key in types if key in change]
        theirs = self.peer.must(
            op="digest",
            types=["bytes2", "address", "uint256", "address", "string", *map(types.get, fields)],
            values=["0x1900", self.registry, nonce, self.identity, change["function"],
                    *[change[key] for key in fields]])
        ours = self.own.must(op="digest", registry=self.registry, nonce=nonce,
                             identity=self.identity, change=change)
        if ours != theirs:
            disagree("ethr", "a digest", change=change, ours=ours, theirs=theirs)

    def count(self, change, block):
        if change["function"] == "changeOwner" or self.ended:
            return
        section, valid_to = "delegate", 0
        if "name" in change:
            name = bytes.fromhex(change["name"][2:])
            if not name.startswith((b"did/pub/", b"did/svc/")):
                return
            section = "delegate" if name.startswith(b"did/pub/") else "service"
        if "validity" in change:
            valid_to = block["time"] + int(change["validity"])
        elif "delegate" in change:
            valid_to = block["time"]
        self.counts[section] += 1
        self.events.append((f"{self.did}#{section}-{self.counts[section]}", block, valid_to,
                            change.get("is_unusable", False)))

    def grow(self):
        """One block with one or more changes."""
        changes, calls = [], []
        owner = self.owner
        for _ in range(self.source.choice([1, 1, 1, 2, 4])):
            change = self.change()
            calls.append(self.encoded(change))
            changes.append(change)
            if change["function"] == "changeOwner":
                owner = change["owner"]
                break  # the next one is sent by another account, whose order is not ours
        block = self.peer.must(op="block", registry=self.registry, calls=calls,
                               **{"pass": self.source.randrange(1, 500)})
        for change in changes:
            self.count(change, block)
        # The contract lets the identity's own key go on when there is no owner any more.
        self.ended = self.ended or owner == NOBODY
        self.owner = self.identity if owner == NOBODY else owner
        return block

    def compare(self, now, block=None):
        did = self.did if block is None else f"{self.did}?versionId={block['number']}"
        theirs = self.peer.must(op="resolve", did=did, now=now)
        version = {} if block is None else {"version": str(block["number"])}
        ours = self.own.must(op="resolve", registry=self.registry, did=self.did, now=str(now),
                             **version)
        moment = now if block is None else block["time"]
        facts = {"did": did, "now": now, "ours": ours, "theirs": theirs}
        if "error" in theirs["didResolutionMetadata"]:
            disagree("ethr", "the peer refuses", **facts)
        metadata = dict(ours["didDocumentMetadata"])
        left_out = set(metadata.pop("leftOut", []))
        if not metadata["deactivated"]:
            del metadata["deactivated"]
        if metadata != theirs["didDocumentMetadata"]:
            disagree("ethr", "metadata", **facts)
        known = [one for one in self.events
                 if block is None or one[1]["number"] <= block["number"]]
        ended_at_once = {one for one, made, valid_to, _ in known if valid_to <= made["time"]}
        unusable = {one for one, _, valid_to, is_unusable in known
                    if is_unusable and valid_to >= moment}
        if not left_out <= unusable:
            disagree("ethr", "something usable is left out", **facts)
        if normal(ours["didDocument"], set(), True) != \
                normal(theirs["didDocument"], ended_at_once | unusable, False):
            disagree("ethr", "documents", **facts,
                     mine=str(normal(ours["didDocument"], set(), True)),
                     other=str(normal(theirs["didDocument"], ended_at_once | unusable, False)))


def material(method):
    """Kind and bytes of a method's key, however they are written."""
    kind = method["type"]
    for known in ("Secp256k1", "Ed25519", "X25519", "RSA"):
        if kind != "EcdsaSecp256k1RecoveryMethod2020" and known in kind:
            kind = known
    if "blockchainAccountId" in method:
        return kind, method["blockchainAccountId"]
    if "publicKeyJwk" in method:
        jwk = method["publicKeyJwk"]
        x, y = unpadded(jwk["x"]), unpadded(jwk["y"])
        on_curve = (int.from_bytes(y, "big") ** 2 - int.from_bytes(x, "big") ** 3 - 7) % P == 0
        return kind, bytes([2 + y[-1] % 2]) + x if on_curve else b""
    if "publicKeyMultibase" in method:
        value = base58(method["publicKeyMultibase"][1:])
        return kind, value if kind == "Multikey" else value[2:]
    if "publicKeyHex" in method:
        return kind, bytes.fromhex(method["publicKeyHex"])
    if "publicKeyBase58" in method:
        return kind, base58(method["publicKeyBase58"])
    if "publicKeyBase64" in method:
        return kind, base64.b64decode(method["publicKeyBase64"])
    return kind, method["publicKeyPem"].encode()


def normal(document, removed, is_ours):
    """The content of a document, without `removed` entries."""
    methods = {one["id"]: (one["controller"], *material(one))
               for one in document.get("verificationMethod", []) if one["id"] not in removed}
    uses = {name: sorted(one for one in document.get(name, []) if one in methods)
            for name in ("authentication", "assertionMethod", "keyAgreement")}
    if not is_ours:
        # The specification lists who may authenticate for that alone.
        own = ("#controller", "#controllerKey")
        uses["assertionMethod"] = [one for one in uses["assertionMethod"] if one.endswith(own)
                                   or one not in uses["authentication"]]
    services = {one["id"]: (one["type"], str(one["serviceEndpoint"]))
                for one in document.get("service", []) if one["id"] not in removed}
    return document["id"], sorted(methods.items()), uses, sorted(services.items())


def main():
    arguments = arguments_of("anvil", "resolver", "peer", "counts")
    if not peer_is_there("ethr", arguments.peer / "node_modules/ethr-did-resolver"):
        sys.exit(SKIPPED)
    if not arguments.anvil.exists():
        print("interop ethr: SKIPPED, Anvil is not installed")
        sys.exit(SKIPPED)
    source = seeded("ethr")
    node = pathlib.Path(__file__).parent.parent / "support/chain_node.py"
    chain = subprocess.Popen([sys.executable, str(node), str(arguments.anvil)],
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        url = "http://127.0.0.1:" + chain.stdout.readline().split()[1]
        peer = Lines(["node", arguments.peer / "peer.mjs", url])
        own = Lines([arguments.resolver, url])
        registry = peer.must(op="deploy").lower()
        documents = changes = 0
        for _ in range(HISTORIES):
            history = History(source, peer, own, registry)
            blocks = [history.grow() for _ in range(source.randrange(1, 8))]
            last = blocks[-1]["time"]
            for now in (last, last + source.choice([1, 59, 60, 61, 600, 10**7])):
                history.compare(now)
                documents += 1
            for block in blocks:
                history.compare(last, block)
                documents += 1
            changes += len(history.events)
        peer.close()
        own.close()
    finally:
        chain.stdin.close()
        chain.wait(timeout=30)
    return report("ethr", {"histories of did:ethr": HISTORIES, "of which entries": changes,
                           "of which documents alike": documents}, arguments.counts)


sys.exit(main())
