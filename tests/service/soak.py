#!/usr/bin/env python3
"""Mixed and malformed traffic against `deed serve --demo`, for a while.

    soak.py --deed PROGRAM [--seconds N] [--clients N] [--seed N]

Fails on any 500, on a report of a sanitizer, when the service ends or stops answering, when a good
request is answered otherwise than it must be, or when memory grows without end. Prints what it did."""

import argparse
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

CREDENTIAL = {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
    "type": ["VerifiableCredential", "ExampleDegreeCredential"],
    "credentialSubject": {"id": "did:example:alice", "name": "Alice"},
}


def credential_for(issuer):
    """With the context that Ed25519Signature2020 alone needs."""
    if issuer["cryptosuite"] != "Ed25519Signature2020":
        return CREDENTIAL
    return {**CREDENTIAL, "@context": CREDENTIAL["@context"] + ["https://w3id.org/security/suites/ed25519-2020/v1"]}


class Soak:
    def __init__(self, port, issuers, until, seed):
        self.port, self.issuers, self.until, self.seed = port, issuers, until, seed
        self.lock = threading.Lock()
        self.statuses, self.faults, self.requests = {}, [], 0

    def seen(self, what, status, expected=None, body=b""):
        with self.lock:
            self.requests += 1
            self.statuses[status] = self.statuses.get(status, 0) + 1
            if status == 500 or (expected and status not in expected):
                self.faults.append(f"{what}: {status} {body[:300]!r}")

    def post(self, connection, path, body):
        connection.request("POST", path, body if isinstance(body, (bytes, str)) else json.dumps(body),
                           {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, answer.read()

    def good(self, pick):
        """A life of a credential on one connection."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        issuer = pick.choice(self.issuers)
        status, body = self.post(connection, f"/issuers/{issuer['path']}/credentials/issue",
                                 {"credential": credential_for(issuer)})
        self.seen("issue " + issuer["path"], status, (201, 503), body)
        if status == 201:
            credential = json.loads(body)["verifiableCredential"]
            status, body = self.post(connection, "/credentials/verify", {"verifiableCredential": credential})
            self.seen("verify " + issuer["path"], status, (200, 503), body)
            self.mutant(connection, credential, pick)
        connection.request("GET", "/1.0/identifiers/" + issuer["did"])
        answer = connection.getresponse()
        self.seen("resolve", answer.status, (200, 503), answer.read())
        connection.close()

    def mutant(self, connection, credential, pick):
        """Somewhere in the text something is other: it may be refused, never accepted, never a 500."""
        text = json.dumps({"verifiableCredential": credential})
        at = pick.randrange(len(text))
        changed = text[:at] + pick.choice(['"', "{", "x", "\\", "0", "null", "\u00e9"]) + text[at + pick.randrange(3):]
        status, body = self.post(connection, "/credentials/verify", changed.encode())
        self.seen("mutant", status, None, body)
        if status == 200 and json.loads(body)["credential"] != credential:
            with self.lock:
                self.faults.append("a changed credential was accepted: " + changed)

    def raw(self, pick):
        """What no good client sends."""
        kinds = [
            b"\x16\x03\x01\x02\x00\x01\x00", b"GET / HTTP/1.1\r\n\r\n", b"GET / HTTP/9.9\r\nHost: a\r\n\r\n",
            os.urandom(pick.randrange(1, 4000)),
            b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 500 + b"\r\n",
            b"POST /credentials/verify HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b"Content-Length: 104857600\r\n\r\n" + b"x" * 65536,
            b"POST /credentials/verify HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\n[\r\n" * 300 + b"0\r\n\r\n",
            b"POST /credentials/verify HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b"Content-Length: 20000\r\n\r\n" + b"[" * 20000,
            b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n" * 30 + b"garbage\r\n\r\n",
            b"GET /1.0/identifiers/did:key:" + b"z" * 3000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
            b"GET /1.0/identifiers/%00%ff HTTP/1.1\r\nHost: localhost\r\n\r\n",
        ]
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as client:
            try:
                client.sendall(pick.choice(kinds))
                if pick.random() < 0.5:
                    client.shutdown(socket.SHUT_WR)
                if pick.random() < 0.3:
                    return  # and goes without reading
                client.settimeout(3)
                answer = client.recv(65536)
            except OSError:
                return
            for line in answer.split(b"\r\n"):
                if line.startswith(b"HTTP/1.1 "):
                    self.seen("raw", int(line.split()[1]), None, answer)

    def context_bomb(self, pick):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        entries = [{f"t{i}": f"urn:x:{i}"} for i in range(pick.choice([10, 1000, 10000]))]
        deep = {"@context": {}}
        for _ in range(pick.randrange(40)):
            deep = {"@context": {"a": {"@id": "urn:x:a", **deep}}}
        credential = dict(CREDENTIAL)
        credential["@context"] = CREDENTIAL["@context"] + (entries if pick.random() < 0.5 else [deep["@context"]])
        status, body = self.post(connection, "/credentials/issue", {"credential": credential})
        self.seen("contexts", status, (201, 400, 413, 503), body)
        connection.close()

    def client(self, number):
        pick = random.Random(self.seed * 1000 + number)
        while time.monotonic() < self.until:
            draw = pick.random()
            try:
                if draw < 0.6:
                    self.good(pick)
                elif draw < 0.97:
                    self.raw(pick)
                else:
                    self.context_bomb(pick)
            except (OSError, http.client.HTTPException) as fault:
                with self.lock:
                    self.faults.append(f"no answer: {fault!r}")


def resident(process):
    with open(f"/proc/{process}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--deed", required=True)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--clients", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    words = parser.parse_args()

    with tempfile.TemporaryDirectory() as home:
        log = open(os.path.join(home, "log"), "wb+")
        environment = {**os.environ, "HOME": home, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home,
                       "XDG_STATE_HOME": home,
                       # A quarantine would hide what is freed, and look like growth.
                       "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=8"}
        server = subprocess.Popen([words.deed, "serve", "--demo", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
                                  stderr=log, env=environment)
        try:
            said = json.loads(server.stdout.readline())
            port = int(said["url"].rsplit(":", 1)[1])
            soak = Soak(port, said["issuers"], time.monotonic() + words.seconds, words.seed)
            threads = [threading.Thread(target=soak.client, args=(i,)) for i in range(words.clients)]
            for thread in threads:
                thread.start()
            # Growth counts from when caches are warm.
            time.sleep(words.seconds * 0.4)
            warm = resident(server.pid)
            for thread in threads:
                thread.join()
            end = resident(server.pid)
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", "/healthz")
            alive = connection.getresponse().status
            connection.close()
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                code = server.wait(60)
            except subprocess.TimeoutExpired:
                server.kill()
                code = "killed: it did not stop"
        log.seek(0)
        text = log.read().decode(errors="replace")

    faults = soak.faults[:20]
    if alive != 200:
        faults.append(f"/healthz answers {alive}")
    if code != 0:
        faults.append(f"the service ended with {code}")
    for word in ("ERROR: AddressSanitizer", "runtime error:", "LeakSanitizer", "ThreadSanitizer", "deed: bug:"):
        if word in text:
            faults.append(text[text.index(word) - 200 :][:4000])
    if end > warm * 1.5 + 64 * 1024:
        faults.append(f"memory grew from {warm} to {end} KiB")
    if soak.requests == 0 or 200 not in soak.statuses:
        faults.append("nothing was done")
    print(f"soak: {soak.requests} requests in {words.seconds:.0f} s, "
          + ", ".join(f"{status}: {count}" for status, count in sorted(soak.statuses.items()))
          + f"; {warm} then {end} KiB")
    for fault in faults:
        print("soak: FAULT:", fault)
    return 1 if faults else 0


sys.exit(main())
