#!/usr/bin/env python3
"""A signing service of specs/remote-signer.md that knows nothing of Deed's code, and that can misbehave.

    signing_server.py --key NAME=TYPE:FILE.pem [--unix PATH | --tls CERT KEY [--client-ca CA]]
                      [--token TOKEN] [--behaviour FILE] [--count FILE]

Makes the PEM files that are absent (TYPE ed25519, secp256k1 or p256) and signs by the openssl command.
Prints one line, "ready" or "ready PORT", once it listens, and ends when its standard input does.
A behaviour changes how signing is answered, see misbehave(); its name is read from FILE for each request,
and how often was signed under it is written to the other."""

import argparse
import base64
import json
import os
import pathlib
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import warnings

ORDERS = {
    "p256": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "secp256k1": 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141,
}
GROUPS = {"p256": "prime256v1", "secp256k1": "secp256k1"}
NAMES = {"ed25519": ("Ed25519", "EdDSA"), "p256": ("P-256", "ES256"),
         "secp256k1": ("secp256k1", "ES256K")}
NAME = re.compile(r"[A-Za-z0-9._~-]{1,128}")


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text):
    if not re.fullmatch(r"[A-Za-z0-9_-]*", text):
        raise ValueError("not base64url")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def openssl(*arguments):
    return subprocess.run(["openssl", *arguments], check=True, capture_output=True).stdout


class Key:
    def __init__(self, kind, file):
        self.kind, self.file = kind, file
        if not file.exists():
            if kind == "ed25519":
                openssl("genpkey", "-algorithm", "ed25519", "-out", str(file))
            else:
                openssl("genpkey", "-algorithm", "EC", "-pkeyopt",
                        f"ec_paramgen_curve:{GROUPS[kind]}", "-out", str(file))
        der = openssl("pkey", "-in", str(file), "-pubout", "-outform", "DER")
        curve, self.algorithm = NAMES[kind]
        if kind == "ed25519":
            self.jwk = {"kty": "OKP", "crv": curve, "x": encode(der[-32:])}
        else:
            self.jwk = {"kty": "EC", "crv": curve, "x": encode(der[-64:-32]),
                        "y": encode(der[-32:])}

    def sign(self, message):
        with tempfile.NamedTemporaryFile() as held:
            held.write(message)
            held.flush()
            if self.kind == "ed25519":
                return openssl("pkeyutl", "-sign", "-inkey", str(self.file), "-rawin", "-in", held.name)
            der = openssl("dgst", "-sha256", "-sign", str(self.file), held.name)
        # SEQUENCE of two INTEGERs, each below 128 bytes long.
        r_end = 4 + der[3]
        r = int.from_bytes(der[4:r_end], "big")
        s = int.from_bytes(der[r_end + 2:], "big")
        order = ORDERS[self.kind]
        s = min(s, order - s)
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


class Refused(Exception):
    def __init__(self, status, code):
        super().__init__(code)
        self.status, self.code = status, code


def http(status, media_type, body, more=""):
    return (f"HTTP/1.1 {status} x\r\nContent-Type: {media_type}\r\n{more}"
            f"Content-Length: {len(body)}\r\n\r\n").encode() + body


def as_json(value):
    return json.dumps(value).encode()


class Service:
    def __init__(self, options):
        self.keys = {}
        for text in options.key:
            name, rest = text.split("=", 1)
            kind, file = rest.split(":", 1)
            self.keys[name] = Key(kind, pathlib.Path(file))
        self.token, self.file, self.count = options.token, options.behaviour, options.count
        self.behaviour, self.signed = "good", 0

    def look_up_behaviour(self):
        behaviour = pathlib.Path(self.file).read_text() if self.file else "good"
        if behaviour != self.behaviour:
            self.behaviour, self.signed = behaviour, 0

    def describe(self, name):
        key = self.keys[name]
        return {"name": name, "type": NAMES[key.kind][0], "algorithms": [key.algorithm],
                "publicKeyJwk": key.jwk, "x-later": {"unknown": "members are passed over"}}

    def answer(self, method, path, headers, body):
        """The bytes to send, by the words of the specification."""
        if self.token is not None and headers.get("authorization") != f"Bearer {self.token}":
            raise Refused(401, "unauthorized")
        if path == "/v1/keys" and method == "GET":
            return http(200, "application/json",
                        as_json({"keys": [self.describe(name) for name in sorted(self.keys)]}))
        parts = path.split("/")
        if parts[:3] != ["", "v1", "keys"] or not NAME.fullmatch(parts[3]):
            raise Refused(404, "not_found")
        if parts[3] not in self.keys:
            raise Refused(404, "key_not_found")
        if len(parts) == 4 and method == "GET":
            return http(200, "application/json; charset=utf-8", as_json(self.describe(parts[3])))
        if parts[4:] != ["sign"] or method != "POST":
            raise Refused(405, "method_not_allowed")
        if headers.get("content-type") != "application/json":
            raise Refused(415, "unsupported_media_type")
        return self.sign(self.keys[parts[3]], json.loads(body))

    def sign(self, key, request):
        self.look_up_behaviour()
        if set(request) - {"algorithm", "message", "publicKeyJwk"}:
            raise Refused(400, "malformed_request")
        if request["algorithm"] != key.algorithm:
            raise Refused(422, "algorithm_unsupported")
        if request.get("publicKeyJwk", key.jwk) != key.jwk:
            raise Refused(409, "public_key_mismatch")
        self.signed += 1
        if self.count:
            pathlib.Path(self.count).write_text(str(self.signed))
        misbehaviour = self.misbehave(key, decode(request["message"]))
        if misbehaviour is not None:
            return misbehaviour
        return http(200, "application/json",
                    as_json({"signature": encode(key.sign(decode(request["message"])))}))

    def misbehave(self, key, message):
        """Bytes to send instead, b"" for none before closing, or None to behave."""
        name, _, argument = self.behaviour.partition(":")
        if name in ("good", "drip"):
            return None
        if name == "close_once":
            return b"" if self.signed == 1 else None
        if name == "close":
            return b""
        if name == "long_header":
            return b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * int(argument) + b"\r\n\r\n"
        if name == "die":
            os._exit(1)
        if name == "hang":
            time.sleep(float(argument))
            return None
        if name == "wrong":
            signature = bytearray(key.sign(message))
            signature[int(argument)] ^= 1
        elif name == "other":
            signature = self.keys[argument].sign(message)
        elif name == "other_message":
            signature = key.sign(message + b".")
        elif name == "high_s":
            signature = key.sign(message)
            s = ORDERS[key.kind] - int.from_bytes(signature[32:], "big")
            signature = signature[:32] + s.to_bytes(32, "big")
        elif name == "short":
            signature = key.sign(message)[:-1]
        elif name == "problem":
            status, code = argument.split(",")
            return http(int(status), "application/problem+json",
                        as_json({"title": "t", "code": code, "detail": "words \x1b[31m of the service"}))
        elif name == "status":
            return http(int(argument), "text/html", b"<p>nothing to see</p>",
                        "Location: https://127.0.0.1:1/\r\n")
        elif name == "json":
            return http(200, "application/json", argument.encode())
        elif name == "html":
            return http(200, "text/html", as_json({"signature": encode(key.sign(message))}))
        elif name == "large":
            return http(200, "application/json", b" " * int(argument))
        elif name == "large_head":
            return http(200, "application/json", b"{}", "X: " + "y" * int(argument) + "\r\n")
        elif name == "half":
            return http(200, "application/json", as_json({"signature": "x" * 86}))[:-20]
        elif name == "raw":
            return argument.encode().decode("unicode_escape").encode("latin-1")
        else:
            raise SystemExit(f"unknown behaviour {name}")
        return http(200, "application/json", as_json({"signature": encode(bytes(signature))}))

    def serve(self, connection):
        with connection:
            received = b""
            while True:
                while b"\r\n\r\n" not in received:
                    more = connection.recv(65536)
                    if not more:
                        return
                    received += more
                head, received = received.split(b"\r\n\r\n", 1)
                lines = head.decode("ascii").split("\r\n")
                method, path, version = lines[0].split(" ")
                assert version == "HTTP/1.1", version
                headers = {line.split(":", 1)[0].lower(): line.split(":", 1)[1].strip()
                           for line in lines[1:]}
                length = int(headers.get("content-length", "0"))
                while len(received) < length:
                    received += connection.recv(65536)
                body, received = received[:length], received[length:]
                try:
                    answer = self.answer(method, path, headers, body)
                except Refused as refused:
                    answer = http(refused.status, "application/problem+json",
                                  as_json({"status": refused.status, "code": refused.code}))
                if self.behaviour.startswith("drip") and method == "POST":
                    for byte in answer:
                        connection.sendall(bytes([byte]))
                        time.sleep(0.1)
                connection.sendall(answer)
                if self.behaviour != "good" and method == "POST":
                    connection.shutdown(socket.SHUT_RDWR)
                    return

    def guarded(self, listener_connection, tls):
        try:
            connection = listener_connection
            if tls is not None:
                connection = tls.wrap_socket(listener_connection, server_side=True)
            self.serve(connection)
        except (OSError, ssl.SSLError):
            listener_connection.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--key", action="append", required=True)
    parser.add_argument("--unix")
    parser.add_argument("--tls", nargs=2)
    parser.add_argument("--tls-max", choices=["1.1", "1.2", "1.3"], default="1.3")
    parser.add_argument("--client-ca")
    parser.add_argument("--token")
    parser.add_argument("--behaviour")
    parser.add_argument("--count")
    options = parser.parse_args()
    service = Service(options)

    tls = None
    if options.tls:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(*options.tls)
        if options.tls_max != "1.3":
            warnings.simplefilter("ignore", DeprecationWarning)
            tls.minimum_version = ssl.TLSVersion.TLSv1
            tls.maximum_version = {"1.1": ssl.TLSVersion.TLSv1_1,
                                   "1.2": ssl.TLSVersion.TLSv1_2}[options.tls_max]
            tls.set_ciphers("DEFAULT:@SECLEVEL=0")
        if options.client_ca:
            tls.verify_mode = ssl.CERT_REQUIRED
            tls.load_verify_locations(options.client_ca)
    if options.unix:
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(options.unix)
    else:
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
    listener.listen(16)
    threading.Thread(target=lambda: (sys.stdin.buffer.read(), os._exit(0)), daemon=True).start()
    print("ready" if options.unix else f"ready {listener.getsockname()[1]}", flush=True)
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=service.guarded, args=(connection, tls), daemon=True).start()


if __name__ == "__main__":
    main()
