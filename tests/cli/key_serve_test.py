#!/usr/bin/env python3
"""`deed key serve`, asked by a client that knows nothing of Deed's code (specs/remote-signer.md).

    key_serve_test.py --deed PROGRAM

Signatures are verified by the openssl command. The service is also flooded, starved, killed and stopped."""

import argparse
import base64
import hashlib
import http.client
import json
import os
import pathlib
import re
import signal
import socket
import stat
import subprocess
import tempfile
import threading
import time
import unittest

DEED = None
SUPPORT = pathlib.Path(__file__).resolve().parent.parent / "support"
SPKI = {  # what stands before the key in a SubjectPublicKeyInfo
    "Ed25519": bytes.fromhex("302a300506032b6570032100"),
    "P-256": bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004"),
    "secp256k1": bytes.fromhex("3056301006072a8648ce3d020106052b8104000a03420004"),
    "P-384": bytes.fromhex("3076301006072a8648ce3d020106052b8104002203620004"),
}
ALGORITHMS = {"Ed25519": "EdDSA", "P-256": "ES256", "secp256k1": "ES256K", "P-384": "ES384"}


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text):
    assert re.fullmatch("[A-Za-z0-9_-]*", text), text
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def integer(data):
    data = data.lstrip(b"\0") or b"\0"
    if data[0] & 0x80:
        data = b"\0" + data
    return b"\x02" + bytes([len(data)]) + data


def verifies(jwk, message, signature, folder):
    """Asks the openssl command."""
    point = decode(jwk["x"]) + (decode(jwk["y"]) if "y" in jwk else b"")
    (folder / "key.der").write_bytes(SPKI[jwk["crv"]] + point)
    (folder / "message").write_bytes(message)
    if jwk["crv"] == "Ed25519":
        (folder / "signature").write_bytes(signature)
        command = ["pkeyutl", "-verify", "-rawin", "-in", "message", "-sigfile", "signature", "-pubin",
                   "-keyform", "DER", "-inkey", "key.der"]
    else:
        half = len(signature) // 2
        body = integer(signature[:half]) + integer(signature[half:])
        (folder / "signature").write_bytes(b"\x30" + bytes([len(body)]) + body)
        digest = "-sha384" if jwk["crv"] == "P-384" else "-sha256"
        command = ["dgst", digest, "-verify", "key.der", "-keyform", "DER", "-signature", "signature",
                   "message"]
    return subprocess.run(["openssl", *command], cwd=folder, capture_output=True,
                          check=False).returncode == 0


class Connection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=30)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(30)
        self.sock.connect(str(self.path))


class Service:
    """A running `deed key serve` in a home of its own."""

    def __init__(self, folder, *options):
        self.socket = folder / "run" / "socket"
        self.log_file = folder / "log"
        with open(self.log_file, "wb") as log:
            self.process = subprocess.Popen(
                [DEED, "key", "serve", "--socket", str(self.socket), *options], env=environment(folder),
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log)
        self.wait_for("serving on")

    def log(self):
        return self.log_file.read_text()

    def wait_for(self, words):
        for _ in range(600):
            if words in self.log():
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError(f"{words!r} is not in the log:\n{self.log()}")

    def ask(self, method, path, body=None, headers=None):
        connection = Connection(self.socket)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.getheader("content-type"), json.loads(answer.read())
        finally:
            connection.close()

    def sign(self, name, message, **more):
        kind = self.ask("GET", f"/v1/keys/{name}")[2]
        body = {"algorithm": kind["algorithms"][0], "message": encode(message)} | more
        return self.ask("POST", f"/v1/keys/{name}/sign", json.dumps(body),
                        {"Content-Type": "application/json"})

    def stop(self, number=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(number)
        output, _ = self.process.communicate(timeout=60)
        return self.process.returncode, output.decode()


def environment(folder):
    return {"HOME": str(folder / "home"), "PATH": os.environ["PATH"],
            "DEED_PASSPHRASE_FILE": str(folder / "passphrase"), "LC_ALL": "C.UTF-8"}


def deed(folder, *words, **more):
    return subprocess.run([DEED, *words], env=environment(folder) | more.pop("env", {}), text=True,
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=False, **more)


class KeyServe(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix="deed-serve-")
        cls.folder = pathlib.Path(cls.temporary.name)
        for name in ("home", "run"):
            (cls.folder / name).mkdir(mode=0o700)
        (cls.folder / "passphrase").write_text("correct horse")
        (cls.folder / "passphrase").chmod(0o600)
        for name, kind in (("court", "ed25519"), ("bank", "p256"), ("school", "secp256k1"),
                           ("notary", "p384")):
            done = deed(cls.folder, "key", "generate", name, "--type", kind)
            assert done.returncode == 0, done.stderr
        cls.service = Service(cls.folder)

    @classmethod
    def tearDownClass(cls):
        cls.service.stop()
        cls.temporary.cleanup()

    def problem(self, answer, status, code):
        self.assertEqual(answer[0], status, answer)
        self.assertEqual(answer[1], "application/problem+json")
        self.assertEqual((answer[2]["code"], answer[2]["status"]), (code, status))

    def test_lists_and_describes(self):
        status, media_type, listed = self.service.ask("GET", "/v1/keys")
        self.assertEqual((status, media_type), (200, "application/json"))
        self.assertEqual([key["name"] for key in listed["keys"]], ["bank", "court", "notary", "school"])
        for key in listed["keys"]:
            self.assertEqual(key["algorithms"], [ALGORITHMS[key["type"]]])
            self.assertEqual(key["publicKeyJwk"]["crv"], key["type"])
            self.assertEqual(self.service.ask("GET", f"/v1/keys/{key['name']}")[2], key)
            self.assertNotIn("d", key["publicKeyJwk"])
            shown = json.loads(deed(self.folder, "key", "show", key["name"], "--json").stdout)
            self.assertEqual(shown["key"]["publicKeyJwk"], key["publicKeyJwk"])

    def test_signs(self):
        for key in self.service.ask("GET", "/v1/keys")[2]["keys"]:
            for message in (b"x", bytes(64), os.urandom(1000), bytes(1 << 20)):
                status, media_type, answer = self.service.sign(
                    key["name"], message, publicKeyJwk=key["publicKeyJwk"])
                self.assertEqual((status, media_type), (200, "application/json"), answer)
                self.assertEqual(list(answer), ["signature"])
                self.assertTrue(verifies(key["publicKeyJwk"], message, decode(answer["signature"]),
                                         self.folder), key["name"])

    def test_tells_who_signed_what_and_never_the_message(self):
        message = b"the secret words of a credential"
        self.service.sign("court", message)
        line = [line for line in self.service.log().splitlines()
                if hashlib.sha256(message).hexdigest() in line]
        self.assertEqual(len(line), 1)
        self.assertRegex(line[0], r"^deed: \d{4}-\d\d-\d\dT[\d:.]+Z signed key=court algorithm=EdDSA "
                         rf"sha256=[0-9a-f]{{64}} uid={os.getuid()} pid={os.getpid()}$")
        for form in (message.decode(), encode(message), message.hex()):
            self.assertNotIn(form, self.service.log())

    def test_refuses(self):
        jwk = self.service.ask("GET", "/v1/keys/court")[2]["publicKeyJwk"]
        other = self.service.ask("GET", "/v1/keys/bank")[2]["publicKeyJwk"]
        sign = "/v1/keys/court/sign"
        json_type = {"Content-Type": "application/json"}
        good = {"algorithm": "EdDSA", "message": "AAAA"}

        def post(body, path=sign, headers=json_type):
            return self.service.ask("POST", path, body, headers)

        self.problem(self.service.ask("GET", "/v1/keys/nobody"), 404, "key_not_found")
        self.problem(post(json.dumps(good), "/v1/keys/nobody/sign"), 404, "key_not_found")
        for path in ("/", "/v1", "/v2/keys", "/v1/keys/", "/v1/keys/court/", "/v1/keys/court/sign/x",
                     "/v1/keys/a%2fb", "/v1/keys?all=1", "/v1/keysx"):
            self.problem(self.service.ask("GET", path), 404, "not_found")
        self.problem(self.service.ask("GET", sign), 405, "method_not_allowed")
        self.problem(post("{}", "/v1/keys/court"), 405, "method_not_allowed")
        self.problem(self.service.ask("DELETE", "/v1/keys"), 405, "method_not_allowed")
        self.problem(post(json.dumps(good), headers={}), 415, "unsupported_media_type")
        self.problem(post(json.dumps(good), headers={"Content-Type": "text/plain"}), 415,
                     "unsupported_media_type")
        for bad in ("", "{", "[]", "null", '{"algorithm":"EdDSA"}', '{"message":"AAAA"}',
                    '{"algorithm":7,"message":"AAAA"}', '{"algorithm":"EdDSA","message":7}',
                    '{"algorithm":"EdDSA","message":"AAA="}', '{"algorithm":"EdDSA","message":"A"}',
                    '{"algorithm":"EdDSA","message":"AAAA","message":"BBBB"}',
                    json.dumps(good | {"purpose": "login"}), json.dumps(good) + "x",
                    json.dumps(good | {"publicKeyJwk": "court"}),
                    json.dumps(good | {"publicKeyJwk": jwk | {"d": "A" * 43}}), "\xff"):
            self.problem(post(bad.encode("latin-1")), 400, "malformed_request")
        for algorithm in ("ES256", "eddsa", "none", "HS256", ""):
            self.problem(post(json.dumps(good | {"algorithm": algorithm})), 422, "algorithm_unsupported")
        self.problem(post(json.dumps(good | {"publicKeyJwk": other})), 409, "public_key_mismatch")
        large = json.dumps(good | {"message": encode(bytes((1 << 20) + 1))})
        self.problem(post(large), 413, "message_too_large")
        self.problem(self.raw(b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999\r\n\r\n"), 413,
                     "message_too_large")
        self.problem(self.raw(b"GET / HTTP/1.0\r\n\r\n"), 501, "unsupported_request")
        self.problem(self.raw(b"\x16\x03\x01\x02\x00\x01\r\n\r\n"), 400, "malformed_request")
        self.problem(self.raw(b"GET / HTTP/1.1\r\nX: " + b"y" * 20000), 431, "head_too_large")

    def test_the_log_does_not_steer_the_terminal(self):
        for name in ("\x9b31m", "\u202e", "\u2028", "\x1b[2J"):
            body = json.dumps({name: 1}, ensure_ascii=False)[:-1] + ", " + json.dumps(
                {name: 2}, ensure_ascii=name < " ")[1:]
            self.problem(self.service.ask("POST", "/v1/keys/court/sign", body.encode(),
                                          {"Content-Type": "application/json"}),
                         400, "malformed_request")
        log = self.service.log()
        self.assertIn("?31m", log)
        for steering in "\x9b\u202e\u2028\x1b":
            self.assertNotIn(steering, log)

    def raw(self, data):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(30)
        connection.connect(str(self.service.socket))
        with connection:
            try:
                connection.sendall(data)
            except BrokenPipeError:
                pass
            answer = http.client.HTTPResponse(connection)
            answer.begin()
            return answer.status, answer.getheader("content-type"), json.loads(answer.read())

    def test_signs_for_many_at_once(self):
        jwk = self.service.ask("GET", "/v1/keys/court")[2]["publicKeyJwk"]
        made, faults = [], []

        def ask(connection, message):
            connection.request("POST", "/v1/keys/court/sign", json.dumps(
                {"algorithm": "EdDSA", "message": encode(message), "publicKeyJwk": jwk}),
                {"Content-Type": "application/json"})
            return json.loads(connection.getresponse().read())["signature"]

        def work(number):
            try:
                connection = Connection(self.service.socket)
                for i in range(20):
                    message = f"{number}/{i}".encode()
                    try:
                        signature = ask(connection, message)
                    except (ConnectionError, http.client.HTTPException):
                        # It was silent too long while others waited.
                        connection.close()
                        signature = ask(connection, message)
                    made.append((message, decode(signature)))
                connection.close()
            except Exception as fault:  # pylint: disable=broad-except
                faults.append(fault)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(24)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(faults, [])
        self.assertEqual(len(set(made)), 480)
        for message, signature in made[::48]:
            self.assertTrue(verifies(jwk, message, signature, self.folder))

    def test_outlives_a_flood_of_silent_connections(self):
        silent = []
        for _ in range(200):
            connection = socket.socket(socket.AF_UNIX)
            connection.connect(str(self.service.socket))
            silent.append(connection)
        for _ in range(100):
            try:
                if self.service.ask("GET", "/v1/keys/court")[0] == 200:
                    break
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.1)
        else:
            self.fail("nobody is served any more")
        for connection in silent:
            connection.close()

    def test_socket_is_private(self):
        mode = os.lstat(self.service.socket).st_mode
        self.assertTrue(stat.S_ISSOCK(mode))
        self.assertEqual(stat.S_IMODE(mode), 0o600)

    def test_second_service_is_refused(self):
        done = deed(self.folder, "key", "serve", "--socket", str(self.service.socket))
        self.assertEqual(done.returncode, 5)
        self.assertIn("(net.socket_in_use)", done.stderr)
        self.assertEqual(self.service.sign("court", b"still here")[0], 200)

    def test_bad_words_are_refused(self):
        for words, code, exit_code in (
                ((), "usage.missing_argument", 2),
                (("--socket", "x/y"), "io.not_found", 3),
                (("--socket", str(self.folder / "s"), "--key", "nobody"), "key_store.not_found", 3),
                (("--socket", str(self.folder / "s"), "--allow-uid", "root"), "usage.bad_value", 2),
                (("--socket", str(self.folder / "passphrase")), "net.bad_socket", 2)):
            done = deed(self.folder, "key", "serve", *words, cwd=self.folder)
            self.assertIn(f"({code})", done.stderr)
            self.assertEqual(done.returncode, exit_code, done.stderr)
        self.assertEqual((self.folder / "passphrase").read_text(), "correct horse")


class KeyServeLife(unittest.TestCase):
    """Services that end."""

    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory(prefix="deed-serve-")
        self.folder = pathlib.Path(self.temporary.name)
        for name in ("home", "run"):
            (self.folder / name).mkdir(mode=0o700)
        (self.folder / "passphrase").write_text("correct horse")
        (self.folder / "passphrase").chmod(0o600)
        self.assertEqual(deed(self.folder, "key", "generate", "court").returncode, 0)
        self.assertEqual(deed(self.folder, "key", "generate", "private").returncode, 0)
        self.service = None

    def tearDown(self):
        if self.service is not None:
            self.service.stop(signal.SIGKILL)
        self.temporary.cleanup()

    def test_ends_when_asked(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            self.service = Service(self.folder)
            self.assertEqual(self.service.sign("court", b"x")[0], 200)
            self.assertEqual(self.service.ask("GET", "/v1/keys/nobody")[0], 404)
            code, output = self.service.stop(number)
            self.assertEqual((code, output), (0, "1 signatures, 1 refusals\n"))
            self.assertFalse(self.service.socket.exists())

    def test_ends_in_order_when_asked_again_and_again(self):
        self.service = Service(self.folder)
        self.assertEqual(self.service.sign("court", b"x")[0], 200)
        while self.service.process.poll() is None:
            self.service.process.send_signal(signal.SIGTERM)
            time.sleep(0.001)
        self.assertEqual(self.service.stop(), (0, "1 signatures, 0 refusals\n"))
        self.assertFalse(self.service.socket.exists())

    def test_takes_the_place_of_one_that_was_killed(self):
        self.service = Service(self.folder)
        self.service.stop(signal.SIGKILL)
        self.assertTrue(self.service.socket.exists())
        self.service = Service(self.folder)
        self.assertEqual(self.service.sign("court", b"x")[0], 200)

    def test_serves_named_keys_only(self):
        self.service = Service(self.folder, "--key", "court", "--json")
        listed = self.service.ask("GET", "/v1/keys")[2]["keys"]
        self.assertEqual([key["name"] for key in listed], ["court"])
        self.assertEqual(self.service.ask("GET", "/v1/keys/private")[2]["code"], "key_not_found")
        code, output = self.service.stop()
        self.assertEqual((code, json.loads(output)),
                         (0, {"format": "deed/key-serve/v1", "signatures": 0, "refusals": 1}))

    @unittest.skipUnless(os.geteuid() == 0, "needs root, to be somebody else")
    def test_turns_other_users_away(self):
        for folder in (self.folder, self.folder / "run"):
            folder.chmod(0o755)

        def ask_as(user):
            code = ("import os,sys,socket\n"
                    "os.setgid(int(sys.argv[2])); os.setuid(int(sys.argv[2]))\n"
                    "s = socket.socket(socket.AF_UNIX); s.settimeout(30)\n"
                    "try: s.connect(sys.argv[1])\n"
                    "except PermissionError: print('no access'); sys.exit()\n"
                    "s.sendall(b'GET /v1/keys HTTP/1.1\\r\\nHost: h\\r\\nConnection: close\\r\\n\\r\\n')\n"
                    "print(s.recv(100000).decode())\n")
            return subprocess.run(["/usr/bin/python3", "-c", code, str(self.service.socket), str(user)],
                                  capture_output=True, text=True, check=True, timeout=60).stdout

        self.service = Service(self.folder)
        self.assertEqual(ask_as(65534), "no access\n")
        self.service.stop()
        self.service = Service(self.folder, "--allow-uid", "65533")
        self.assertIn("HTTP/1.1 403", ask_as(65534))
        self.assertIn('"forbidden"', ask_as(65534))
        self.assertIn("uid=65534", self.service.log())
        self.assertIn('"court"', ask_as(65533))

    def impostor(self, user):
        """Takes the socket's place as another user, and tells what it was sent."""
        code = ("import os,sys,socket\n"
                "s = socket.socket(socket.AF_UNIX); s.settimeout(60)\n"
                "os.setgid(int(sys.argv[2])); os.setuid(int(sys.argv[2]))\n"
                "s.bind(sys.argv[1]); s.listen(); os.chmod(sys.argv[1], 0o666)\n"
                "print('ready', flush=True)\n"
                "c, _ = s.accept(); c.settimeout(60); print(len(c.recv(100000)))\n")
        process = subprocess.Popen(
            ["/usr/bin/python3", "-c", code, str(self.folder / "run/socket"), str(user)],
            stdout=subprocess.PIPE, text=True)
        self.addCleanup(lambda: (process.kill(), process.communicate()))
        self.assertEqual(process.stdout.readline(), "ready\n")
        return process

    @unittest.skipUnless(os.geteuid() == 0, "needs root, to be somebody else")
    def test_nothing_is_sent_to_another_user(self):
        """While the service is down, somebody takes its place in a folder that all may write."""
        self.folder.chmod(0o755)
        run = self.folder / "run"
        run.chmod(0o777)
        reference = f"remote:unix:{run}/socket"
        for option in ("", "?uid=65533"):
            process = self.impostor(65534)
            done = deed(self.folder, "key", "add", "elsewhere", f"{reference}{option}#court")
            self.assertIn("(net.other_user)", done.stderr)
            self.assertEqual(done.returncode, 13, done.stderr)
            self.assertEqual(process.communicate(timeout=60)[0], "0\n")
            (run / "socket").unlink()

    @unittest.skipUnless(os.geteuid() == 0, "needs root, to be somebody else")
    def test_a_service_of_a_named_user_is_asked(self):
        self.folder.chmod(0o755)
        (self.folder / "run").chmod(0o777)
        process = self.impostor(65534)
        reference = f"remote:unix:{self.folder}/run/socket?uid=65534&timeout=2#court"
        deed(self.folder, "key", "add", "elsewhere", reference)
        self.assertGreater(int(process.communicate(timeout=60)[0]), 0)

    def test_other_process_signs_through_it(self):
        """Two homes: the one that issues has no key."""
        issuer = self.folder / "issuer"
        (issuer / "home").mkdir(parents=True, mode=0o700)
        did = deed(self.folder, "key", "show", "court", "--json")
        did = json.loads(did.stdout)["key"]["did"]
        self.service = Service(self.folder, "--key", "court")
        reference = f"remote:unix:{self.service.socket}#court"
        claims = issuer / "claims.json"
        claims.write_text('{"degree": "Bachelor of Science"}')

        def issue(out, **more):
            return deed(issuer, "credential", "issue", "--claims", str(claims), "--type", "DegreeCredential",
                        "--subject", "did:example:alice", "--issuer", did, "--key", reference, "--out",
                        str(out), env={"DEED_PASSPHRASE_FILE": "/nowhere"}, **more)

        done = issue(issuer / "degree.json")
        self.assertEqual(done.returncode, 0, done.stderr)
        verified = deed(issuer, "credential", "verify", str(issuer / "degree.json"))
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)
        self.assertFalse((issuer / "home/.config").exists())
        self.assertIn("signed key=court", self.service.log())

        # A service that stops answering, and is killed while it is asked.
        self.service.process.send_signal(signal.SIGSTOP)
        threading.Timer(1, self.service.process.kill).start()
        done = issue(issuer / "second.json")
        self.assertIn(done.returncode, (5,), done.stderr)
        self.assertRegex(done.stderr, r"\(net\.(closed|refused)\)")
        self.assertFalse((issuer / "second.json").exists())
        self.assertEqual(sorted(path.name for path in issuer.iterdir()),
                         ["claims.json", "degree.json", "home"])


class RemoteHttps(unittest.TestCase):
    """Issuing with a key behind https, at a service of others; here tests/support/signing_server.py."""

    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory(prefix="deed-serve-")
        self.folder = pathlib.Path(self.temporary.name)
        (self.folder / "home").mkdir(mode=0o700)
        subprocess.run(["python3", SUPPORT / "certificates.py", self.folder], check=True)
        (self.folder / "token").write_text("s3cret\n")
        (self.folder / "token").chmod(0o600)
        self.behave("good")
        self.server = subprocess.Popen(
            ["python3", SUPPORT / "signing_server.py", "--key", f"bank=p256:{self.folder}/bank.pem",
             "--tls", self.folder / "server.pem", self.folder / "server.key", "--client-ca",
             self.folder / "ca.pem", "--token", "s3cret", "--behaviour", self.folder / "behaviour"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        port = self.server.stdout.readline().split()[1]
        self.reference = (f"remote:https://localhost:{port}?ca-file={self.folder}/ca.pem"
                          f"&token-file={self.folder}/token&cert-file={self.folder}/client.pem"
                          f"&key-file={self.folder}/client.key&timeout=20#bank")
        (self.folder / "claims.json").write_text('{"degree": "Bachelor of Science"}')

    def tearDown(self):
        self.server.kill()
        self.server.communicate()
        self.temporary.cleanup()

    def behave(self, behaviour):
        (self.folder / "behaviour").write_text(behaviour)

    def issue(self, did, out, key):
        return deed(self.folder, "credential", "issue", "--claims", str(self.folder / "claims.json"),
                    "--type", "DegreeCredential", "--subject", "did:example:alice", "--issuer", did,
                    "--key", key, "--out", str(self.folder / out),
                    env={"DEED_PASSPHRASE_FILE": "/nowhere"})

    def test_issues(self):
        added = deed(self.folder, "key", "add", "bank", self.reference)
        self.assertEqual(added.returncode, 0, added.stderr)
        did = added.stdout.strip()
        done = self.issue(did, "degree.json", "bank")
        self.assertEqual(done.returncode, 0, done.stderr)
        verified = deed(self.folder, "credential", "verify", str(self.folder / "degree.json"))
        self.assertEqual(verified.returncode, 0, verified.stdout)

        impatient = self.reference.replace("timeout=20", "timeout=1")
        for behaviour, key, code, exit_code in (
                ("wrong:5", "bank", "remote.wrong_signature", 10),
                ("json:{}", "bank", "remote.bad_answer", 7),
                ("large:100000", "bank", "net.too_large", 7),
                ("problem:403,key_locked", "bank", "remote.key_locked", 4),
                ("hang:20", impatient, "net.timeout", 5),
                # It may go before, while or after it is asked for the second time.
                ("die", "bank", "net.(refused|closed|tls_failed)", 5)):
            self.behave(behaviour)
            done = self.issue(did, "bad.json", key)
            self.assertRegex(done.stderr, rf"\({code}\)")
            self.assertEqual(done.returncode, exit_code)
            self.assertFalse((self.folder / "bad.json").exists())
            self.assertNotIn("s3cret", done.stderr)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--deed", required=True)
    parser.add_argument("words", nargs="*")
    options = parser.parse_args()
    DEED = str(pathlib.Path(options.deed).resolve())
    unittest.main(argv=["key_serve_test", *options.words], warnings="ignore")
