#!/usr/bin/env python3
"""Another organisation's did:weid from its published log: export, web server, and every command of a
verifier who has nothing but the network and the URL.   mirror_test.py --deed PATH"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

SUPPORT = pathlib.Path(__file__).resolve().parent.parent / "support"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--deed", required=True)
    deed = parser.parse_args().deed
    with tempfile.TemporaryDirectory() as name:
        Scenario(deed, pathlib.Path(name)).run()
    print("ok")


class Scenario:
    def __init__(self, deed, folder):
        self.deed, self.folder = deed, folder
        self.web = folder / "web"
        self.site = self.web / "log"
        for name in ("bank", "court", "web"):
            (folder / name).mkdir()
        subprocess.run([sys.executable, SUPPORT / "certificates.py", folder], check=True)

    def environment(self, person, **more):
        variables = {"HOME": str(self.folder / person), "PATH": os.environ["PATH"],
                     "DEED_PASSPHRASE": "correct horse", **more}
        for variable in ("ASAN_OPTIONS", "LD_LIBRARY_PATH"):
            if variable in os.environ:
                variables[variable] = os.environ[variable]
        return variables

    def call(self, person, *words, code=0, stdin=None, **more):
        done = subprocess.run([self.deed, *words], env=self.environment(person, **more), text=True,
                              capture_output=True, input=stdin, check=False)
        assert done.returncode == code, (words, done.returncode, done.stdout, done.stderr)
        return done

    def bank(self, *words):
        return self.call("bank", *words).stdout

    def court(self, *words, code=0, stdin=None, **more):
        """The verifier; its result, or what it says of a refusal."""
        trust = {"DEED_WEB_PRIVATE": "true", "DEED_WEB_CA_FILE": str(self.folder / "ca.pem")}
        done = self.call("court", *words, code=code, stdin=stdin, **{**trust, **more})
        return done.stdout + done.stderr if code else done.stdout

    def report(self, *words, code=0, **more):
        done = self.court(*words, "--json", code=code, **more)
        start = done.index("{")
        report = json.JSONDecoder().raw_decode(done[start:])[0]["report"]
        return report["verdict"], {check["name"]: check for check in report["checks"]}

    def run(self):
        server = subprocess.Popen(
            [sys.executable, SUPPORT / "file_server.py", self.web, self.folder / "server.pem",
             self.folder / "server.key"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            self.url = f"https://localhost:{server.stdout.readline().split()[1]}/log"
            self.origin = self.url.removesuffix("/log")
            self.prepare()
            self.resolves()
            self.tells_how_old_lists_are()
            self.judges_credentials()
            self.looks_status_up()
            self.judges_evidence()
            self.serves()
            self.serves_revocations()
            self.serves_beside_a_slow_mirror()
            self.refuses()
            self.remembers()
        finally:
            server.stdin.close()
            server.wait()

    def prepare(self):
        self.did = self.bank("did", "create", "--name", "bank").strip()
        self.network = self.did.split(":")[2]
        self.mirror = f"{self.network}={self.url}"
        claims = self.folder / "claims.json"
        claims.write_text('{"degree": "Bachelor of Science"}')
        self.credential = self.folder / "degree.json"
        self.bank("credential", "issue", "--claims", claims, "--type", "DegreeCredential",
                  "--subject", "did:example:alice", "--issuer", "bank", "--out", self.credential)
        self.document = self.folder / "judgment.txt"
        self.document.write_text("a judgment")
        commitment = self.bank("evidence", "anchor", self.document).strip()
        self.proof = self.folder / "judgment.proof"
        self.bank("evidence", "prove", commitment, "--out", self.proof)
        self.list = self.bank("status", "create", "--name", "revoked").strip()
        self.revocable, self.revoked = self.folder / "8.json", self.folder / "7.json"
        for file, number in ((self.revocable, 8), (self.revoked, 7)):
            self.bank("credential", "issue", "--claims", claims, "--type", "DegreeCredential",
                      "--issuer", "bank", "--status", f"{self.list}:{number}", "--out", file)
        self.bank("status", "set", self.list, "7")
        exported = json.loads(self.bank("log", "export", "--out", self.site, "--state-time",
                                        "--json"))
        assert exported["network"] == self.network and exported["statedTime"], exported
        key = (self.site / "verifier-key").read_text()
        assert key == exported["verifierKey"] + "\n"
        self.good = self.folder / "good"
        shutil.copytree(self.site, self.good)

    def put_back(self):
        shutil.rmtree(self.site)
        shutil.copytree(self.good, self.site)

    def resolves(self):
        assert "(did.unknown_network)" in self.court("did", "resolve", self.did, code=3)
        document = json.loads(self.court("did", "resolve", self.did, "--mirror", self.mirror))
        assert document["id"] == self.did
        result = json.loads(self.court("did", "resolve", self.did, "--mirror", self.mirror,
                                       "--json"))
        assert f"mirror {self.origin} (no earlier look at it is remembered)" in json.dumps(result), result
        assert self.url not in json.dumps(result), result
        assert "created" in self.court("did", "history", self.did, "--mirror", self.mirror)
        method = document["verificationMethod"][0]["id"]
        assert method in self.court("did", "dereference", method, "--mirror", self.mirror)
        # Of an address that the log does not have.
        nobody = self.did[:-4] + ("0000" if not self.did.endswith("0000") else "1111")
        assert "(did.not_found)" in self.court("did", "resolve", nobody, "--mirror", self.mirror,
                                               code=3)

    def tells_how_old_lists_are(self):
        show = ("status", "show", self.list, "--ledger", self.network)
        mirror = {"DEED_MIRRORS": self.mirror}
        for words in ((), ("--credential", "7")):
            told = json.loads(self.court(*show, *words, "--json", **mirror))
            assert told["source"].startswith(f"mirror {self.origin}"), told
            assert told["asOf"].endswith("Z"), told
        assert told["set"] is True, told
        trust = {"DEED_WEB_PRIVATE": "true", "DEED_WEB_CA_FILE": str(self.folder / "ca.pem")}
        done = self.call("court", *show, "--credential", "7", **trust, **mirror)
        assert done.stdout == "set\n", done
        assert f"from a mirror {self.origin}" in done.stderr, done
        assert told["asOf"] in done.stderr, done
        history = json.loads(self.court("status", "history", *show[2:], "--json", **mirror))
        assert history["asOf"] == told["asOf"], history
        for words in ((), ("--credential", "7")):
            assert "(registry.copy_too_old)" in self.court(*show, *words, "--at",
                                                           "2999-01-01T00:00:00Z", code=9, **mirror)

    def judges_credentials(self):
        verify = ("credential", "verify", self.credential, "--mirror", self.mirror)
        verdict, checks = self.report(*verify)
        assert verdict == "good", checks
        assert f"by mirror {self.origin}" in checks["did.freshness"]["detail"], checks
        # The operator's statement grows old.
        verdict, checks = self.report(*verify, "--max-did-age", "0", code=9)
        assert checks["did.freshness"]["state"] == "undetermined", checks
        # A server that is away, or lies, is no fault of the credential.
        self.report(*verify, code=9, DEED_WEB_PRIVATE="false")
        bundle = next((self.site / "tile/entries").glob("*.p/*"))
        changed = bytearray(bundle.read_bytes())
        changed[200] ^= 1
        bundle.write_bytes(changed)
        verdict, checks = self.report(*verify, code=9)
        assert verdict == "could not judge", checks
        self.put_back()

    def looks_status_up(self):
        verify = ("credential", "verify", "--mirror", self.mirror)
        verdict, checks = self.report(*verify, self.revocable)
        assert verdict == "good", checks
        assert f"by mirror {self.origin}" in checks["status"]["detail"], checks
        # What an old copy calls revoked stays so, and nothing else.
        old = ("--max-did-age", "0", "--skip", "did.freshness")
        verdict, checks = self.report(*verify, self.revocable, *old, code=9)
        assert checks["status"]["code"] == "status.stale", checks
        verdict, checks = self.report(*verify, self.revoked, *old, code=12)
        assert checks["status"]["code"] == "status.revoked", checks
        # Nobody's word: the mirror is away, or not known.
        verdict, checks = self.report(*verify, self.revoked, code=9, DEED_WEB_PRIVATE="false")
        assert checks["status"]["code"] == "status.unavailable", checks
        verdict, checks = self.report("credential", "verify", self.revoked, code=9)
        assert checks["status"]["code"] == "status.registry_unknown", checks

    def judges_evidence(self):
        verify = ("evidence", "verify", self.proof, self.document)
        verdict, checks = self.report(*verify, code=9)
        assert "published" not in checks, checks
        verdict, checks = self.report(*verify, "--mirror", self.mirror)
        assert verdict == "good" and checks["published"]["state"] == "passed", checks
        # One that is only configured is asked, but not thereby trusted.
        verdict, checks = self.report(*verify, code=9, DEED_MIRRORS=self.mirror)
        assert checks["published"]["state"] == "passed", checks
        unnamed = {name for name, check in checks.items() if check["state"] == "undetermined"}
        assert unnamed, checks
        (self.site / "checkpoint.answer").write_text('{"status": 503}')
        verdict, checks = self.report(*verify, "--mirror", self.mirror, code=9)
        assert {name for name, check in checks.items() if check["state"] == "undetermined"} == \
            unnamed | {"published"}, checks
        assert checks["published"]["code"] == "evidence.published_unknown", checks
        self.put_back()

    def serves(self):
        service = subprocess.Popen(
            [self.deed, "serve", "--listen", "127.0.0.1:0", "--mirror", self.mirror],
            env=self.environment("court", DEED_WEB_PRIVATE="true",
                                 DEED_WEB_CA_FILE=str(self.folder / "ca.pem")),
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            url = json.loads(service.stdout.readline())["url"]
            with urllib.request.urlopen(f"{url}/1.0/identifiers/{self.did}", timeout=60) as answer:
                assert self.did in answer.read().decode()
        finally:
            service.terminate()
            service.wait()

    def serves_revocations(self):
        """A service that runs on sees what another process revokes meanwhile."""
        service = subprocess.Popen(
            [self.deed, "serve", "--listen", "127.0.0.1:0"], env=self.environment("bank"),
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        asked = json.dumps({"verifiableCredential": json.loads(self.revocable.read_text())})
        try:
            url = json.loads(service.stdout.readline())["url"]
            request = urllib.request.Request(f"{url}/credentials/verify", asked.encode(),
                                             {"Content-Type": "application/json"})

            def status():
                try:
                    with urllib.request.urlopen(request, timeout=60) as answer:
                        report = json.loads(answer.read())["report"]
                except urllib.error.HTTPError as refused:
                    report = json.loads(refused.read())["report"]
                return next(check for check in report["checks"] if check["name"] == "status")

            assert status()["state"] == "passed", status()
            self.bank("status", "set", self.list, "8")
            assert status()["code"] == "status.revoked", status()
        finally:
            service.terminate()
            service.wait()

    def serves_beside_a_slow_mirror(self):
        (self.site / "checkpoint.answer").write_text('{"delay": 8}')
        begin = time.monotonic()
        service = subprocess.Popen(
            [self.deed, "serve", "--listen", "127.0.0.1:0", "--mirror", self.mirror],
            env=self.environment("court", DEED_WEB_PRIVATE="true",
                                 DEED_WEB_CA_FILE=str(self.folder / "ca.pem")),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            url = json.loads(service.stdout.readline())["url"]
            try:
                urllib.request.urlopen(f"{url}/1.0/identifiers/{self.did}", timeout=60)
                assert False, "answered without having read the log"
            except urllib.error.HTTPError as refused:
                refused.read()
            assert time.monotonic() - begin < 8, "somebody waited for the mirror"
        finally:
            service.terminate()
            _, said = service.communicate()
        assert "mirror.being_read" in said, said
        assert service.returncode == 0, service.returncode
        self.put_back()

    def refuses(self):
        resolve = ("did", "resolve", self.did, "--mirror")
        for bad in (self.url, f"{self.network}=http://localhost/log", f"101={self.url}",
                    f"{self.network}={self.url}?x", f"{self.network}="):
            assert "(toolkit.bad_mirror)" in self.court(*resolve, bad, code=2), bad
        assert "(net.address_refused)" in self.court(*resolve, self.mirror, code=13,
                                                     DEED_WEB_PRIVATE="false")
        assert "(net.tls_untrusted)" in self.court(
            *resolve, self.mirror, code=13, DEED_WEB_CA_FILE=str(self.folder / "other-ca.pem"))
        other = "l" + "a" * 32
        assert "(mirror.wrong_key)" in self.court(
            "did", "resolve", self.did.replace(self.network, other), "--mirror",
            f"{other}={self.url}", code=13)
        assert not any((self.folder / "court").iterdir()), "verifying wrote into the home"

    def remembers(self):
        kept = self.folder / "mirrors"
        self.court("config", "set", "mirrors", self.mirror)
        self.court("config", "set", "mirror-folder", str(kept))
        assert "(toolkit.mirror_among_heads)" in self.court(
            "did", "resolve", self.did, code=2, DEED_HEAD_FOLDER=str(kept / "heads"))
        self.court("did", "resolve", self.did)
        assert (kept / self.network / "checkpoint").read_bytes() == \
            (self.site / "checkpoint").read_bytes()
        self.bank("evidence", "anchor", SUPPORT / "file_server.py")
        self.bank("log", "export", "--out", self.site)
        self.court("did", "resolve", self.did)
        self.put_back()
        assert "(mirror.rolled_back)" in self.court("did", "resolve", self.did, code=15)
        self.bank("log", "rotate-key")
        shutil.rmtree(self.site)
        self.bank("log", "export", "--out", self.site, "--state-time")
        assert json.loads(self.court("did", "resolve", self.did))["id"] == self.did


main()
