#!/usr/bin/env python3
"""Reads a log that was exported as static files, by the specifications alone.

    tile_log.py FOLDER VERIFIER_KEY

Written from C2SP signed-note, tlog-checkpoint and tlog-tiles, RFC 9162 section 2.1 and
specs/log-export.md, without a line of Deed's own code: SHA-256 comes from Python, Ed25519 from the
openssl command. Checks the head's signature, rebuilds the tree from the entry bundles, and compares
every file below tile/ and data/ with it. Prints the size, the root and what was compared, or what is
wrong, with exit code 1."""

import base64
import hashlib
import pathlib
import re
import subprocess
import sys
import tempfile

WIDTH = 256
# The SubjectPublicKeyInfo of an Ed25519 key (RFC 8410) is this and the 32 bytes.
ED25519_PREFIX = bytes.fromhex("302a300506032b6570032100")


class Wrong(Exception):
    pass


def require(condition, what):
    if not condition:
        raise Wrong(what)


def sha256(data):
    return hashlib.sha256(data).digest()


def node(left, right):
    return sha256(b"\x01" + left + right)


def tree_root(hashes):
    """MTH of RFC 9162 section 2.1.1 over leaf hashes, by its recursion."""
    if not hashes:
        return sha256(b"")
    if len(hashes) == 1:
        return hashes[0]
    k = 1 << ((len(hashes) - 1).bit_length() - 1)
    return node(tree_root(hashes[:k]), tree_root(hashes[k:]))


def parse_key(text):
    name, key_id, encoded = text.split("+", 2)
    key = base64.b64decode(encoded, validate=True)
    require(len(key) == 33 and key[0] == 1, "the verifier key is not Ed25519")
    expected = sha256(name.encode() + b"\n" + key)[:4]
    require(expected.hex() == key_id, "the verifier key's id is not its hash")
    return name, expected, key[1:]


def ed25519_verifies(key, message, signature):
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for what, data in (("key", ED25519_PREFIX + key), ("text", message),
                           ("signature", signature)):
            files[what] = pathlib.Path(folder) / what
            files[what].write_bytes(data)
        return subprocess.run(
            ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", files["key"],
             "-rawin", "-in", files["text"], "-sigfile", files["signature"]],
            capture_output=True, check=False).returncode == 0


def read_head(folder, verifier_key):
    """The checkpoint's size and root; its signature was verified."""
    name, key_id, key = parse_key(verifier_key)
    text, blank, signatures = (folder / "checkpoint").read_text("utf-8").rpartition("\n\n")
    require(blank, "the checkpoint is no signed note")
    body = text + "\n"
    found = False
    for line in signatures.splitlines():
        mark, signer, encoded = line.split(" ")
        signature = base64.b64decode(encoded, validate=True)
        if mark == "\u2014" and signer == name and signature[:4] == key_id:
            found = ed25519_verifies(key, body.encode(), signature[4:])
            require(found, "the checkpoint's signature is wrong")
    require(found, "the checkpoint is not signed by the key")
    origin, size, root = body.splitlines()[:3]
    require(origin == name, "the checkpoint's origin is not the key's name")
    require(re.fullmatch("0|[1-9][0-9]*", size), "the checkpoint's size is no number")
    return int(size), base64.b64decode(root, validate=True)


def place(index, width):
    """The last parts of a tile's path."""
    parts = [f"{index % 1000:03}"]
    while index >= 1000:
        index //= 1000
        parts.insert(0, f"x{index % 1000:03}")
    if width < WIDTH:
        parts[-1] += ".p"
        parts.append(str(width))
    return "/".join(parts)


def parse_place(path):
    """Index and width out of what stands behind "tile/<level>/"."""
    match = re.fullmatch(r"((?:x\d{3}/)*)(\d{3})(?:\.p/([1-9]\d{0,2}))?", path)
    require(match, f"{path} is not the name of a tile")
    index = int(match[1].replace("x", "").replace("/", "") + match[2])
    width = int(match[3] or WIDTH)
    require(place(index, width) == path, f"{path} is not the shortest name of a tile")
    return index, width


def split_bundle(data):
    entries = []
    while data:
        require(len(data) >= 2, "a bundle ends within a length")
        size = int.from_bytes(data[:2], "big")
        require(len(data) >= 2 + size, "a bundle ends within an entry")
        entries.append(data[2:2 + size])
        data = data[2 + size:]
    return entries


def read_entries(folder, size):
    entries = []
    while len(entries) < size:
        index, width = len(entries) // WIDTH, min(WIDTH, size - len(entries))
        bundle = split_bundle((folder / "tile/entries" / place(index, width)).read_bytes())
        require(len(bundle) == width, f"bundle {index} has {len(bundle)} entries, not {width}")
        entries += bundle
    return entries


def all_levels(leaves):
    """The hashes that the tiles of each level hold."""
    levels = [leaves]
    while len(levels[-1]) >= WIDTH:
        below = levels[-1]
        levels.append([tree_root(below[i:i + WIDTH])
                       for i in range(0, len(below) - WIDTH + 1, WIDTH)])
    return levels


def check_tiles(folder, entries, levels):
    """Compares what the tree needs, and then whatever else lies there. Gives how many hashes."""
    compared = 0
    for level, hashes in enumerate(levels):
        for begin in range(0, len(hashes), WIDTH):
            part = hashes[begin:begin + WIDTH]
            path = folder / "tile" / str(level) / place(begin // WIDTH, len(part))
            require(path.read_bytes() == b"".join(part), f"{path} has other hashes")
            compared += len(part)
    for path in sorted((folder / "tile").rglob("*")):
        if path.is_dir():
            continue
        level, _, rest = path.relative_to(folder / "tile").as_posix().partition("/")
        index, width = parse_place(rest)
        begin, end = index * WIDTH, index * WIDTH + width
        data = path.read_bytes()
        if level == "entries":
            require(end <= len(entries) and split_bundle(data) == entries[begin:end],
                    f"{path} is not of this log")
        else:
            require(level == str(int(level)) and int(level) < len(levels)
                    and end <= len(levels[int(level)])
                    and data == b"".join(levels[int(level)][begin:end]),
                    f"{path} is not of this tree")
    return compared


def check_data(folder):
    """Data beside the log is named by its hash, or by its root as commitments of 64 bytes."""
    files = sorted((folder / "data").glob("*")) if (folder / "data").is_dir() else []
    for path in files:
        data = path.read_bytes()
        name = bytes.fromhex(path.name)
        leaves = [sha256(b"\x00" + data[i:i + 64]) for i in range(0, len(data), 64)]
        good = sha256(data) == name or (data and len(data) % 64 == 0 and tree_root(leaves) == name)
        require(good, f"{path} is not what its name says")
    return len(files)


def main():
    folder, verifier_key = pathlib.Path(sys.argv[1]), sys.argv[2]
    try:
        size, root = read_head(folder, verifier_key)
        entries = read_entries(folder, size)
        levels = all_levels([sha256(b"\x00" + entry) for entry in entries])
        require(tree_root(levels[0]) == root, "the entries' root is not the head's")
        compared = check_tiles(folder, entries, levels) if size else 0
        data = check_data(folder)
    except FileNotFoundError as error:
        print(f"missing: {error.filename}")
        return 1
    except (Wrong, ValueError) as error:
        print(f"wrong: {error}")
        return 1
    print(f"size {size}")
    print(f"root {base64.b64encode(root).decode()}")
    print(f"{compared} hashes in tiles, {data} data files")
    return 0


if __name__ == "__main__":
    sys.exit(main())
