#!/usr/bin/env python3
"""did:web and did:webvh over https, from the folder that the command wrote to the verdict on a
credential.   did_web_test.py --deed PATH"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

SUPPORT = pathlib.Path(__file__).resolve().parent.parent / "support"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--deed", required=True)
    deed = parser.parse_args().deed
    with tempfile.TemporaryDirectory() as name:
        run_all(deed, pathlib.Path(name))
    print("ok")


def run_all(deed, folder):
    home, web = folder / "home", folder / "web"
    (web / "issuer").mkdir(parents=True)
    home.mkdir()
    subprocess.run([sys.executable, SUPPORT / "certificates.py", folder], check=True)
    server = subprocess.Popen(
        [sys.executable, SUPPORT / "file_server.py", web, folder / "server.pem",
         folder / "server.key"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        port = server.stdout.readline().split()[1]
        environment = {"HOME": str(home), "PATH": os.environ["PATH"],
                       "DEED_PASSPHRASE": "correct horse"}
        for variable in ("ASAN_OPTIONS", "LD_LIBRARY_PATH"):
            if variable in os.environ:
                environment[variable] = os.environ[variable]

        def run(*words, code=0, stdin=None, **more):
            done = subprocess.run([deed, *words], env={**environment, **more}, text=True,
                                  capture_output=True, input=stdin, check=False)
            assert done.returncode == code, (words, done.returncode, done.stderr)
            return done.stdout if code == 0 else done.stderr

        trusting = {"DEED_WEB_PRIVATE": "true", "DEED_WEB_CA_FILE": str(folder / "ca.pem")}
        did = run("did", "create", "--method", "webvh", "--name", "acme", "--domain",
                  f"did.localhost:{port}/issuer", "--also-web", "--out",
                  str(web / "issuer")).strip()
        document = json.loads(run("did", "resolve", did, **trusting))
        assert document["id"] == did
        did_web = document["alsoKnownAs"][0]
        assert json.loads(run("did", "resolve", did_web, **trusting))["id"] == did_web

        # A URL below the DID, and the implicit services.
        assert run("did", "dereference", did + "/terms.pdf", **trusting).strip() == \
            f"https://did.localhost:{port}/issuer/terms.pdf"
        assert run("did", "dereference", did + "/whois", **trusting).strip() == \
            f"https://did.localhost:{port}/issuer/whois.vp"

        # By default no name of others leads into this machine.
        assert "(net.address_refused)" in run(
            "did", "resolve", did_web, code=13, DEED_WEB_CA_FILE=str(folder / "ca.pem"))
        assert "(net.tls_untrusted)" in run(
            "did", "resolve", did_web, code=13, DEED_WEB_PRIVATE="true")

        # Signed by the key of the document, judged by the document from the web.
        for issuer in (did, did_web):
            credential = {"@context": ["https://www.w3.org/ns/credentials/v2"],
                          "type": ["VerifiableCredential"], "issuer": issuer,
                          "credentialSubject": {"id": "did:example:student"}}
            signed = run("credential", "issue", "-", "--issuer", issuer,
                         stdin=json.dumps(credential), **trusting)
            verdict = json.loads(run("credential", "verify", "-", "--json", stdin=signed,
                                     **trusting))
            assert verdict["report"]["verdict"] == "good", verdict
            server_down = dict(trusting, DEED_WEB_PRIVATE="false")
            run("credential", "verify", "-", code=9, stdin=signed, **server_down)

        # Taken away, and changed.
        (web / "issuer/did.json").unlink()
        assert "(did.not_found)" in run("did", "resolve", did_web, code=3, **trusting)
        log = web / "issuer/did.jsonl"
        log.write_text(log.read_text().replace('"ttl"', '"x"').replace("Multikey", "Multikeys"))
        assert "(did_webvh.entry_hash)" in run("did", "resolve", did, code=15, **trusting)
    finally:
        server.stdin.close()
        server.wait()


main()
