#!/usr/bin/env python3
"""An opposing expert's check of evidence on a chain, written from the specifications alone.

    judge.py EVIDENCE DOCUMENT BLOCK_HASH [CONTRACT]

Reads a proof (specs/evidence-proof.md, version 2) or unlinked evidence of a document of any bytes,
and prints what follows from the document and the hash of a block, or "refused: why" with exit code
1. Uses nothing of Deed: Keccak-256, RLP and the Merkle-Patricia trie are here, SHA-256 and SM3 are
Python's. Not judged are the signatures of the log and of the submitter, which the chain does not
need: the block's time is when the commitment was there at the latest."""

import base64
import hashlib
import json
import sys

MASK = (1 << 64) - 1
ROUNDS = []
ROTATIONS = [[0] * 5 for _ in range(5)]


class Refused(Exception):
    pass


def require(holds, why):
    if not holds:
        raise Refused(why)


# Keccak-256 as the Ethereum yellow paper means it: padding 0x01, not SHA-3's 0x06.

def prepare():
    register = 1
    for _ in range(24):
        constant = 0
        for bit in range(7):
            if register & 1:
                constant |= 1 << ((1 << bit) - 1)
            register <<= 1
            if register & 0x100:
                register ^= 0x171
        ROUNDS.append(constant)
    x, y = 1, 0
    for step in range(24):
        ROTATIONS[x][y] = (step + 1) * (step + 2) // 2 % 64
        x, y = y, (2 * x + 3 * y) % 5


def rotate(word, by):
    return (word << by | word >> (64 - by)) & MASK if by else word


def permute(lanes):
    for constant in ROUNDS:
        columns = [lanes[x][0] ^ lanes[x][1] ^ lanes[x][2] ^ lanes[x][3] ^ lanes[x][4]
                   for x in range(5)]
        for x in range(5):
            mixed = columns[x - 1] ^ rotate(columns[(x + 1) % 5], 1)
            for y in range(5):
                lanes[x][y] ^= mixed
        moved = [[0] * 5 for _ in range(5)]
        for x in range(5):
            for y in range(5):
                moved[y][(2 * x + 3 * y) % 5] = rotate(lanes[x][y], ROTATIONS[x][y])
        for x in range(5):
            for y in range(5):
                lanes[x][y] = moved[x][y] ^ (~moved[(x + 1) % 5][y] & moved[(x + 2) % 5][y])
        lanes[0][0] ^= constant


def keccak(data):
    rate = 136
    padded = bytearray(data) + bytearray(rate - len(data) % rate)
    padded[len(data)] ^= 0x01
    padded[-1] ^= 0x80
    lanes = [[0] * 5 for _ in range(5)]
    for start in range(0, len(padded), rate):
        for i in range(rate // 8):
            word = padded[start + 8 * i:start + 8 * i + 8]
            lanes[i % 5][i // 5] ^= int.from_bytes(word, "little")
        permute(lanes)
    return b"".join(lanes[i % 5][i // 5].to_bytes(8, "little") for i in range(4))


# RLP, strictly.

def rlp_item(data, at):
    """The item that begins at a place, and where it ends."""
    require(at < len(data), "RLP ends early")
    first = data[at]
    if first < 0x80:
        return data[at:at + 1], at + 1
    is_list = first >= 0xc0
    short = first - (0xc0 if is_list else 0x80)
    at += 1
    size = short
    if short > 55:
        size = int.from_bytes(data[at:at + short - 55], "big")
        require(size > 55 and data[at], "RLP has a long head for a short item")
        at += short - 55
    end = at + size
    require(end <= len(data), "RLP ends early")
    if not is_list:
        require(not (short == 1 and data[at] < 0x80), "RLP has a head for a single byte")
        return data[at:end], end
    items = []
    while at < end:
        item, at = rlp_item(data, at)
        items.append(item)
    require(at == end, "an RLP list is longer than it says")
    return items, end


def rlp(data):
    item, end = rlp_item(data, 0)
    require(end == len(data), "bytes follow the RLP item")
    return item


def rlp_number(number):
    if number == 0:
        return b"\x80"
    digits = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return digits if len(digits) == 1 and digits[0] < 0x80 else bytes([0x80 + len(digits)]) + digits


# The Merkle-Patricia trie.

def nibbles_of(data):
    return [half for byte in data for half in (byte >> 4, byte & 15)]


def encoded(item):
    """An item of a trie's node as RLP again: nodes below 32 bytes stand in their parents."""
    if isinstance(item, bytes):
        if len(item) == 1 and item[0] < 0x80:
            return item
        require(len(item) < 56, "a node within a node is too long")
        return bytes([0x80 + len(item)]) + item
    body = b"".join(encoded(part) for part in item)
    require(len(body) < 56, "a node within a node is too long")
    return bytes([0xc0 + len(body)]) + body


def trie_value(root, key, nodes):
    path = nibbles_of(key)
    expected = root
    left = list(nodes)
    node = None
    while True:
        if isinstance(expected, list):
            node = expected
        else:
            require(len(expected) == 32 and left, "the trie's proof ends early")
            raw = left.pop(0)
            require(keccak(raw) == expected, "a node of the trie has another hash")
            node = rlp(raw)
        require(isinstance(node, list) and len(node) in (2, 17), "this is no node of a trie")
        if len(node) == 17:
            if not path:
                value = node[16]
                break
            expected = node[path.pop(0)]
            continue
        prefix = nibbles_of(node[0])
        require(prefix and prefix[0] < 4, "a path in the trie is malformed")
        is_leaf = prefix[0] >= 2
        part = prefix[1:] if prefix[0] & 1 else prefix[2:]
        require(path[:len(part)] == part, "the trie has no such receipt")
        path = path[len(part):]
        if is_leaf:
            require(not path, "the trie has no such receipt")
            value = node[1]
            break
        expected = node[1]
    require(isinstance(value, bytes) and value and not left, "the trie's proof is too long")
    return value


def hexadecimal(text):
    require(text.startswith("0x"), "hexadecimal digits begin with 0x")
    return bytes.fromhex(text[2:])


def event_of(proof, block_hash):
    """What a contract left in the block: its address, topics and data; and the block's time."""
    require(proof["format"] == "deed-chain-event-proof" and proof["version"] == 1, "event proof")
    header = hexadecimal(proof["header"])
    require(keccak(header) == block_hash, "the header is not that of the block")
    fields = rlp(header)
    receipt = trie_value(fields[5], rlp_number(proof["transactionIndex"]),
                         [hexadecimal(node) for node in proof["receiptProof"]])
    if receipt[0] < 0x80:
        receipt = receipt[1:]  # EIP-2718
    status, _gas, _bloom, logs = rlp(receipt)
    require(status == b"\x01", "the transaction failed")
    require(proof["logIndex"] < len(logs), "there is no such event")
    address, topics, data = logs[proof["logIndex"]]
    return address, topics, data, int.from_bytes(fields[11], "big")


# Merkle trees of RFC 9162.

def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def root_by_path(index, size, leaf, path):
    require(index < size, "the index is beyond the tree")
    node, last, here = leaf, size - 1, index
    for sibling in path:
        require(last > 0, "the path is too long")
        if here & 1 or here == last:
            node = sha256(b"\x01", sibling, node)
            while not here & 1 and here:
                here >>= 1
                last >>= 1
        else:
            node = sha256(b"\x01", node, sibling)
        here >>= 1
        last >>= 1
    require(last == 0, "the path is too short")
    return node


# The document and its commitment.

def unbase64(text):
    data = base64.b64decode(text, validate=True)
    require(base64.b64encode(data).decode() == text, "base64 of another form")
    return data


def commitment_leaf(evidence, document, submitter):
    require(evidence["kind"] == 0, "only documents of any bytes are judged here")
    salt = unbase64(evidence["salt"])
    require(len(salt) == 32, "a salt has 32 bytes")
    twins = b""
    for name in ("sha256", "sm3"):
        digest = hashlib.new(name, document).digest()
        require(unbase64(evidence["document"][name]) == digest, "another document")
        message = b"deed/commit/v1\0" + bytes([0]) + salt
        message += hashlib.new(name, submitter.encode()).digest() + digest
        twins += hashlib.new(name, message + len(document).to_bytes(8, "big")).digest()
    require(evidence["document"]["length"] == len(document), "another document")
    return sha256(b"\0", twins)


def batch_root(evidence, leaf):
    batch = evidence["batch"]
    return root_by_path(batch["index"], batch["count"], leaf, hashes(batch["path"]))


def hashes(texts):
    found = [unbase64(text) for text in texts]
    require(all(len(one) == 32 for one in found), "a hash has 32 bytes")
    return found


# As much of CBOR as a ledger's entry needs (specs/ledger-entries.md sections 3 and 4).

def cbor_item(data, at):
    kind, short = data[at] >> 5, data[at] & 31
    at += 1
    if short < 24:
        size = short
    elif short > 27:
        raise Refused("CBOR of no known form")
    else:
        width = 1 << (short - 24)
        size = int.from_bytes(data[at:at + width], "big")
        at += width
    if kind == 0:
        return size, at
    if kind in (2, 3):
        require(at + size <= len(data), "CBOR ends early")
        return data[at:at + size], at + size
    if kind == 4:
        items = []
        for _ in range(size):
            item, at = cbor_item(data, at)
            items.append(item)
        return items, at
    require(kind == 7 and size == 22, "CBOR of no known form")
    return None, at


def cbor(data):
    item, end = cbor_item(data, 0)
    require(end == len(data), "bytes follow the CBOR item")
    return item


def batch_of_entry(entry):
    mark, _accepted, operation = cbor(entry)
    require(mark == b"deed/entry/v1", "this is no entry of a ledger")
    envelope, _key, _signature, body = cbor(operation)
    fields = cbor(envelope)
    require(fields[0] == b"deed/op/v1/evidence.batch", "the entry holds no batch of evidence")
    require(hashlib.sha256(body).digest() == fields[7], "the batch is not what was signed")
    count, root = cbor(body)
    return count, root


# Both kinds of evidence.

def number(word):
    return int.from_bytes(word, "big")


def judge_linked(evidence, document, block_hash):
    chain = evidence["chain"]
    leaf = commitment_leaf(evidence, document, evidence["did"]["did"])
    entry = unbase64(evidence["entry"])
    count, root = batch_of_entry(entry)
    require(count == evidence["batch"]["count"], "the batch has another count")
    require(batch_root(evidence, leaf) == root, "the commitment is not in the batch")

    address, topics, data, time = event_of(chain["event"], block_hash)
    require(topics[0] == keccak(b"Checkpoint(bytes32,uint64,bytes32,uint64)"), "no checkpoint")
    size, published = number(data[:32]), data[32:64]
    lines = evidence["proof"].split("\n")
    index = int(next(line for line in lines if line.startswith("index ")).split()[1])
    found = root_by_path(index, size, sha256(b"\0", entry), hashes(chain["inclusion"]))
    require(found == published, "the entry is not in the published tree")
    origin = lines[lines.index("") + 1].encode()
    opener = hexadecimal(chain["opener"])
    encoded_id = (0x60).to_bytes(32, "big") + keccak(origin) + opener.rjust(32, b"\0")
    encoded_id += (11).to_bytes(32, "big") + b"deed/log/v1".ljust(32, b"\0")
    require(topics[1] == keccak(encoded_id), "the checkpoint is of another log")
    return address, time


def checksummed(address):
    digits = address.hex()
    marks = keccak(digits.encode()).hex()
    return "0x" + "".join(c.upper() if int(m, 16) > 7 else c for c, m in zip(digits, marks))


def judge_unlinked(evidence, document, block_hash):
    chain = evidence["chain"]
    anchorer = hexadecimal(chain["anchorer"])
    submitter = f"did:pkh:eip155:{chain['chainId']}:{checksummed(anchorer)}"
    leaf = commitment_leaf(evidence, document, submitter)
    address, topics, data, time = event_of(chain["event"], block_hash)
    require(topics[0] == keccak(b"UnlinkedAnchor(address,bytes32,uint64,uint64,uint64)"),
            "no anchor")
    require(topics[1] == anchorer.rjust(32, b"\0"), "the anchor is of another account")
    require(number(data[32:64]) == evidence["batch"]["count"], "the anchor is of another batch")
    require(batch_root(evidence, leaf) == data[:32], "the commitment is not in what was anchored")
    return address, time


def judge(evidence, document, block_hash, contract=None):
    """The block's time; raises Refused."""
    kinds = {"deed/evidence-proof/v2": judge_linked,
             "deed/unlinked-evidence/v1": judge_unlinked}
    require(evidence.get("type") in kinds, "no evidence with a chain's word")
    try:
        address, time = kinds[evidence["type"]](evidence, document, block_hash)
        named = hexadecimal(evidence["chain"]["contract"])
    except (KeyError, ValueError, IndexError, TypeError, AttributeError) as fault:
        raise Refused(f"malformed: {fault!r}") from fault
    require(address == named, "the event is of another contract than the evidence names")
    require(contract is None or address == contract, "the event is of another contract")
    return time


def main():
    prepare()
    if not 4 <= len(sys.argv) <= 5:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as file:
        evidence = json.load(file)
    with open(sys.argv[2], "rb") as file:
        document = file.read()
    contract = hexadecimal(sys.argv[4]) if len(sys.argv) == 5 else None
    try:
        time = judge(evidence, document, hexadecimal(sys.argv[3]), contract)
    except Refused as why:
        print(f"refused: {why}")
        return 1
    print(f"the document was there at {time}, the time of the block")
    return 0


if __name__ == "__main__":
    sys.exit(main())
