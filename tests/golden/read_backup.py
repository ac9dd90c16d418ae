"""Reads a backup by specs/backup.md alone, without Deed: an independent implementation.

    read_backup.py BACKUP PASSPHRASE [NAME=SHA256...]

Prints the manifest and the name, length and digest of each file. With NAME=SHA256, fails unless the
backup holds exactly these files with these digests. Cryptography is libsodium's own, by ctypes.
"""

import base64
import ctypes
import ctypes.util
import hashlib
import json
import re
import struct
import sys

CHUNK, OVERHEAD = 65536, 17
MESSAGE, FINAL = 0, 3
ARGON2ID = 2
NAMES = re.compile(rb"heads/[0-9a-f]{64}|keys/(?:[a-z0-9][a-z0-9._-]{0,63}\.key|master)\.json"
                   rb"|ledgers/[a-z][a-z0-9-]{0,31}/(?:journal|ledger\.json)"
                   rb"|openings/[0-9a-f]{64}\.opening|openings/openings\.sqlite")


def sodium():
    name = ctypes.util.find_library("sodium") or "libsodium.so.23"
    library = ctypes.CDLL(name)
    if library.sodium_init() < 0:
        raise SystemExit("libsodium does not start")
    return library


def jcs(value):  # ASCII member names and integers only
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def b64u(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def require(promise, words):
    if not promise:
        raise SystemExit(words)


def derive(library, header, passphrase):
    kdf = header["kdf"]
    require(set(kdf) == {"algorithm", "memlimit", "opslimit", "salt"}, "kdf has other members")
    require(kdf["algorithm"] == "argon2id" and 8 << 20 <= kdf["memlimit"] <= 1 << 30
            and kdf["memlimit"] % 1024 == 0 and 1 <= kdf["opslimit"] <= 10, "kdf is out of bounds")
    salt, key = b64u(kdf["salt"]), ctypes.create_string_buffer(32)
    require(len(salt) == 16, "salt has another length")
    done = library.crypto_pwhash(key, ctypes.c_ulonglong(32), passphrase,
                                 ctypes.c_ulonglong(len(passphrase)), salt,
                                 ctypes.c_ulonglong(kdf["opslimit"]),
                                 ctypes.c_size_t(kdf["memlimit"]), ARGON2ID)
    require(done == 0, "no memory for the key")
    return key


def opened(data, passphrase):
    """The content of section 3."""
    library = sodium()
    end = data.index(b"\n", 0, 1024) + 1
    line, rest = data[:end], data[end:]
    header = json.loads(line)
    require(set(header) == {"format", "kdf", "stream"}, "the header has other members")
    require(header["format"] == "deed/backup/v1", "another format")
    require(jcs(header) + b"\n" == line, "the header is not canonical")

    state = ctypes.create_string_buffer(library.crypto_secretstream_xchacha20poly1305_statebytes())
    start = b64u(header["stream"])
    require(len(start) == 24, "stream has another length")
    library.crypto_secretstream_xchacha20poly1305_init_pull(
        state, start, derive(library, header, passphrase))
    content, bound, tag = [], line, MESSAGE
    while tag != FINAL:
        sealed, rest = rest[:CHUNK + OVERHEAD], rest[CHUNK + OVERHEAD:]
        require(len(sealed) >= OVERHEAD, "the file is truncated")
        plain = ctypes.create_string_buffer(CHUNK)
        found = ctypes.c_ubyte()
        done = library.crypto_secretstream_xchacha20poly1305_pull(
            state, plain, None, ctypes.byref(found), sealed, ctypes.c_ulonglong(len(sealed)),
            bound or None, ctypes.c_ulonglong(len(bound)))
        require(done == 0, "a chunk does not open")
        tag, bound = found.value, b""
        require(tag == FINAL or (tag == MESSAGE and len(sealed) == CHUNK + OVERHEAD), "a bad chunk")
        content.append(plain.raw[:len(sealed) - OVERHEAD])
    require(not rest, "bytes follow the last chunk")
    return b"".join(content)


class Cursor:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        piece = self.data[self.at:self.at + count]
        require(len(piece) == count, "the content ends too early")
        self.at += count
        return piece

    def number(self, form):
        return struct.unpack(form, self.take(struct.calcsize(form)))[0]


def parsed(content):
    cursor = Cursor(content)
    text = cursor.take(cursor.number(">I"))
    manifest = json.loads(text)
    require(manifest["format"] == "deed/backup-contents/v1", "another format of the manifest")
    require(jcs(manifest) == text, "the manifest is not canonical")
    files, last = {}, b""
    while (mark := cursor.number(">B")) == 1:
        name = cursor.take(cursor.number(">H"))
        require(NAMES.fullmatch(name) and name > last, f"a bad name: {name}")
        last = name
        body = cursor.take(cursor.number(">Q"))
        require(cursor.take(32) == hashlib.sha256(body).digest(), f"{name} has another digest")
        files[name.decode()] = body
    require(mark == 0 and cursor.at == len(content), "the content does not end as it must")
    return manifest, files


def main():
    with open(sys.argv[1], "rb") as file:
        manifest, files = parsed(opened(file.read(), sys.argv[2].encode()))
    digests = {name: hashlib.sha256(body).hexdigest() for name, body in files.items()}
    print(json.dumps(manifest, indent=2, ensure_ascii=False))
    for name, body in files.items():
        print(f"{name} {len(body)} {digests[name]}")
    expected = dict(pair.split("=") for pair in sys.argv[3:])
    require(not expected or expected == digests, "the backup holds other files than expected")


main()
