#!/usr/bin/env python3
"""An opposing expert's check of a proof of a DID, written from specs/did-proof.md alone.

    judge_did.py PROOF CONTRACT BLOCK_HASH...

Prints what the chain says of the DID to whoever knows these hashes, or "refused: why" with exit
code 1. Keccak-256, RLP and the trie are those of tests/evidence/chain/judge.py, which uses nothing
of Deed. Documents are not judged beyond the hash that the contract recorded."""

import hashlib
import json
import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[4] / "evidence" / "chain"))
import judge  # noqa: E402
from judge import Refused, hexadecimal, keccak, number, require, rlp  # noqa: E402

OPERATIONS = {
    "DidCreated(address,bytes32,uint256,bytes)": ("created", 3),
    "DidUpdated(address,bytes32,uint256,bytes)": ("updated", 3),
    "DidCompromised(address,bytes32,uint256,bytes)": ("compromised", 3),
    "DidRotated(address,bytes32,address,uint256,bytes)": ("rotated", 4),
    "DidDeactivated(address,uint256)": ("deactivated", 2),
    "DidMoved(address,bytes32,uint256,string)": ("moved", 3),
}


def word(value):
    return value.rjust(32, b"\0") if isinstance(value, bytes) else value.to_bytes(32, "big")


def members(value, *names):
    require(isinstance(value, dict) and sorted(value) == sorted(names), "other members")


def nodes_of(texts, most=64):
    require(isinstance(texts, list) and len(texts) <= most, "too many nodes")
    nodes = [hexadecimal(text) for text in texts]
    require(all(text == "0x" + node.hex() for text, node in zip(texts, nodes)), "digits")
    return nodes


def looked_up(root, key, nodes):
    """The value under a key, or nothing where the nodes prove that there is none."""
    if root == keccak(b"\x80") and not nodes:
        return None
    try:
        return judge.trie_value(root, keccak(key), nodes)
    except Refused:
        require(leads_nowhere(root, judge.nibbles_of(keccak(key)), nodes), "a trie's proof")
        return None


def leads_nowhere(root, path, nodes):
    """Whether the way ends at an empty place, or at a node of another path."""
    expected, left = root, list(nodes)
    while True:
        if isinstance(expected, list):
            node = expected
        else:
            if len(expected) != 32 or not left:
                return False
            raw = left.pop(0)
            if keccak(raw) != expected:
                return False
            node = rlp(raw)
        if not isinstance(node, list) or len(node) not in (2, 17):
            return False
        if len(node) == 17:
            expected = node[path.pop(0)]
            if expected == b"":
                return not left
            continue
        prefix = judge.nibbles_of(node[0])
        part = prefix[1:] if prefix[0] & 1 else prefix[2:]
        if path[:len(part)] != part:
            return not left
        if prefix[0] >= 2:
            return False
        path, expected = path[len(part):], node[1]


def account(state_root, address, nodes):
    value = looked_up(state_root, address, nodes)
    require(value is not None, "the contract is not in the state")
    fields = rlp(value)
    require(isinstance(fields, list) and len(fields) == 4, "this is no account")
    return fields[2], fields[3]


def slot(root, key, nodes):
    value = looked_up(root, key, nodes)
    return 0 if value is None else number(rlp(value))


class Header:
    def __init__(self, raw):
        fields = rlp(raw)
        self.hash, self.parent, self.state = keccak(raw), fields[0], fields[3]
        self.number = number(fields[8])


def leads_to(later, between, earlier):
    """Whether headers lead back; those that are there must."""
    if later.hash == earlier.hash:
        require(not between, "headers between a block and itself")
        return True
    require(earlier.number < later.number, "an operation after its state")
    here = later
    for raw in between:
        header = Header(raw)
        require(header.hash == here.parent and header.number == here.number - 1, "a header")
        here = header
    if here.parent == earlier.hash and here.number == earlier.number + 1:
        return True
    require(not between and here.number != earlier.number + 1, "headers that do not connect")
    return False


def operation(event, registry, subject):
    header = Header(hexadecimal(event["header"]))
    address, topics, data, _time = judge.event_of(event, header.hash)
    require(address == registry, "an event of another contract")
    kinds = {keccak(text.encode()): kind for text, kind in OPERATIONS.items()}
    require(topics and topics[0] in kinds, "an event that is no operation")
    kind, count = kinds[topics[0]]
    require(len(topics) == count and topics[1] == word(subject), "an event of another DID")
    body = None
    if count == 2:
        require(len(data) == 32, "data of another form")
    else:
        require(number(data[32:64]) == 64, "data of another form")
        size = number(data[64:96])
        body = data[96:96 + size]
        require(len(body) == size and len(data) == 96 + -(-size // 32) * 32, "data")
        require(not any(data[96 + size:]), "data of another form")
        require(hashlib.sha256(body).digest() == topics[2], "a body of another hash")
    place = number(data[:32])
    controller = topics[3][12:] if kind == "rotated" else None
    return header, kind, body, place & (1 << 48) - 1, place >> 48, controller


def document_in(kind, body):
    if kind in ("created", "updated"):
        return body
    if kind == "rotated" and body:
        return body
    if kind == "compromised":
        try:
            _keys, document = judge.cbor(body)
            return document
        except (Refused, ValueError):
            return None
    return None


def trusted(text):
    """ADDRESS, or eip155:CHAIN:ADDRESS: the chain, if it is named, and the address."""
    chain, _, address = text.rpartition(":")
    return int(chain.rpartition(":")[2]) if chain else None, hexadecimal(address)


def judge_did(proof, contract, known):
    of_chain, contract = contract
    members(proof, "type", "network", "subject", "registry", "header", "directory", "state",
            "changes")
    require(proof["type"] == "deed/did-proof/v1", "another format")
    chain_id, directory = proof["network"][1:].split("-")
    require(proof["network"] == f"e{int(chain_id)}-{directory}" and int(chain_id), "the network")
    require(of_chain in (None, int(chain_id)), "another chain")
    directory, subject = bytes.fromhex(directory), hexadecimal(proof["subject"])
    registry = hexadecimal(proof["registry"])
    for address in (directory, subject, registry):
        require(len(address) == 20, "an address")
    require(registry == contract, "another contract")
    [raw] = nodes_of([proof["header"]])
    header = Header(raw)
    require(header.hash in known, "a block that is not known")

    members(proof["directory"], "account", "target", "codeHash")
    members(proof["state"], "account", "head", "commitment")
    storage, _code = account(header.state, directory, nodes_of(proof["directory"]["account"]))
    entry = keccak(b"did".ljust(32, b"\0") + word(1))
    target = slot(storage, entry, nodes_of(proof["directory"]["target"]))
    named = slot(storage, word(number(entry) + 1), nodes_of(proof["directory"]["codeHash"]))
    storage, code = account(header.state, registry, nodes_of(proof["state"]["account"]))
    require(target == number(registry) and named == number(code), "another DidRegistry")
    head = slot(storage, keccak(word(subject) + word(0)), nodes_of(proof["state"]["head"]))
    commitment = slot(storage, keccak(word(subject) + word(1)),
                      nodes_of(proof["state"]["commitment"]))
    require((head >> 255) == (commitment != 0), "the commitment")
    controller = head & (1 << 160) - 1
    block, length = head >> 160 & (1 << 48) - 1, head >> 208 & (1 << 47) - 1
    require(isinstance(proof["changes"], list) and len(proof["changes"]) <= 64, "changes")
    if head == 0:
        require(not proof["changes"], "operations of nobody")
        return "unknown", None, None
    require(length and controller and block <= header.number, "the head")
    status = {1: "deactivated", 2: "moved"}.get(controller, "live")

    document, later, latest = None, header, None
    for change in proof["changes"]:
        members(change, "headers", "event")
        require(length > 0, "more operations than there are")
        here, kind, body, sequence, before, new = operation(change["event"], registry, subject)
        require(sequence == length - 1 and here.number == block, "another operation is due")
        require((sequence == 0) == (kind == "created"), "a creation is number 0")
        require(before == 0 if sequence == 0 else before <= block, "the block before")
        if not leads_to(later, nodes_of(change["headers"], 255), here):
            require(here.hash in known, "a block that is not known")
        if latest is None:
            latest = kind
            require((kind in ("deactivated", "moved") or status in ("deactivated", "moved"))
                    is (kind == status), "another state")
            if kind == "created":
                require(controller == number(subject), "another controller")
            if new is not None:
                require(controller == number(new), "another controller")
        if document is None:
            document = document_in(kind, body)
        length, block, later = sequence, before, here
    require(document is not None, "no document")
    if status == "deactivated":
        return status, None, None
    require(length == 0, "earlier operations, which are not shown, may declare keys compromised")
    return status, controller if status == "live" else None, document


def opinion(proof, contract, known):
    try:
        return judge_did(proof, contract, known)
    except (KeyError, ValueError, IndexError, TypeError, AttributeError, OverflowError) as fault:
        raise Refused(f"malformed: {fault!r}") from fault


def main():
    judge.prepare()
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as file:
        proof = json.load(file)
    known = [hexadecimal(text) for text in sys.argv[3:]]
    try:
        status, controller, document = opinion(proof, trusted(sys.argv[2]), known)
    except Refused as why:
        print(f"refused: {why}")
        return 1
    print(f"did:weid:{proof['network']}:{proof['subject']} is {status}")
    if controller is not None:
        print(f"controlled by {judge.checksummed(controller.to_bytes(20, 'big'))}")
    if document is not None:
        print(f"document {hashlib.sha256(document).hexdigest()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
