#!/usr/bin/python3
"""The worked example of specs/key-store.md, computed without Deed.

Argon2id comes from python3-argon2 (the reference C code), XChaCha20-Poly1305 and Ed25519 from
python3-nacl, BLAKE2b from Python's hashlib. Prints the constants of example.hpp:

    /usr/bin/python3 example.py > example.hpp
"""
import base64
import hashlib
import json

import argon2.low_level
import nacl.bindings
import nacl.signing

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

PASSPHRASE = b"correct horse battery staple"
SALT = bytes(range(0x00, 0x10))
MASTER_KEY = bytes(range(0x20, 0x40))
MASTER_NONCE = bytes(range(0x40, 0x58))
KEY_NONCE = bytes(range(0x60, 0x78))
SEAL_NONCE = bytes(range(0x80, 0x98))
# RFC 8032 section 7.1, TEST 1.
SEED = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")


def b64u(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def base58btc(data):
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = BASE58[digit] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def jcs(value):  # ASCII strings and small integers only
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def aead_seal(key, nonce, aad, plain):
    return nacl.bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, aad, nonce, key)


def subkey(label):
    return hashlib.blake2b(label, digest_size=32, key=MASTER_KEY).digest()


def sealed_file(header, key, nonce, plain):
    header["nonce"] = b64u(nonce)
    sealed = aead_seal(key, nonce, jcs(header), plain)
    return (jcs(dict(header, sealed=b64u(sealed))) + b"\n").decode()


def master_file(opslimit, memlimit):
    passphrase_key = argon2.low_level.hash_secret_raw(
        PASSPHRASE, SALT, time_cost=opslimit, memory_cost=memlimit // 1024, parallelism=1,
        hash_len=32, type=argon2.low_level.Type.ID, version=0x13)
    header = {"format": "deed/key-store/v1",
              "kdf": {"algorithm": "argon2id", "memlimit": memlimit, "opslimit": opslimit,
                      "salt": b64u(SALT)}}
    return passphrase_key, sealed_file(header, passphrase_key, MASTER_NONCE, MASTER_KEY)


def key_file():
    public = bytes(nacl.signing.SigningKey(SEED).verify_key)
    header = {"created": "2026-01-02T03:04:05Z", "format": "deed/key/v1", "name": "issuer",
              "publicKeyMultibase": "z" + base58btc(b"\xed\x01" + public), "type": "Ed25519"}
    return sealed_file(header, subkey(b"deed/key-store/v1/keys"), KEY_NONCE, SEED)


def sealed_data():
    context = b"evidence/salts"
    key = subkey(b"deed/key-store/v1/seal/" + context)
    return key, b"\x01" + SEAL_NONCE + aead_seal(key, SEAL_NONCE, b"\x01" + context, b"hello")


def constant(name, text):
    print(f"inline constexpr std::string_view {name} =")
    pieces = [text[i:i + 80] for i in range(0, len(text), 80)]
    for index, piece in enumerate(pieces):
        literal = piece.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        print(f'    "{literal}"' + (";" if index == len(pieces) - 1 else ""))


def data_key():
    context = b"evidence/openings"
    sealing = subkey(b"deed/key-store/v1/data/" + context)
    token = subkey(b"deed/key-store/v1/token/" + context)
    box = b"\x01" + SEAL_NONCE + aead_seal(sealing, SEAL_NONCE, b"\x01" + b"row", b"hello")
    return sealing, token, box, hashlib.blake2b(b"hello", digest_size=32, key=token).digest()


passphrase_key, standard = master_file(2, 64 << 20)
_, small = master_file(1, 8 << 20)
seal_key, blob = sealed_data()
print("#pragma once\n")
print("// The worked example of specs/key-store.md. Printed by example.py, which uses the Argon2")
print("// reference code, PyNaCl and hashlib, and nothing of Deed.\n")
print("#include <string_view>\n")
print("namespace deed::test {\n")
constant("kPassphrase", PASSPHRASE.decode())
constant("kPassphraseKeyHex", passphrase_key.hex())
constant("kKeysSubkeyHex", subkey(b"deed/key-store/v1/keys").hex())
constant("kSealSubkeyHex", seal_key.hex())
constant("kMasterFile", standard)
print("/// The same master key under the least memory and work that the format allows.")
constant("kSmallMasterFile", small)
constant("kKeyFile", key_file())
print('/// "hello" sealed for the context "evidence/salts".')
constant("kSealedDataHex", blob.hex())
print('/// Of the context "evidence/openings": "hello" sealed with "row", and the token of "hello".')
sealing_key, token_key, box, token = data_key()
constant("kDataSubkeyHex", sealing_key.hex())
constant("kTokenSubkeyHex", token_key.hex())
constant("kDataBoxHex", box.hex())
constant("kTokenHex", token.hex())
print("\n}  // namespace deed::test")
