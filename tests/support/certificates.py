#!/usr/bin/env python3
"""Makes certificates for tests by the openssl command.   certificates.py FOLDER

ca.pem and other-ca.pem are authorities. NAME.pem and NAME.key, by ca.pem, are: server (localhost, did.localhost,
other.localhost and
127.0.0.1), expired (the same, of yesterday), elsewhere (other.example), client; and stranger, a client
by other-ca.pem. locked.key is client.key with a passphrase."""

import datetime
import pathlib
import subprocess
import sys

CONFIG = """
[ca]
default_ca = here
[here]
dir = {folder}
database = {folder}/{ca}.index
new_certs_dir = {folder}
serial = {folder}/{ca}.serial
default_md = sha256
policy = any
email_in_dn = no
unique_subject = no
[any]
commonName = supplied
[leaf]
basicConstraints = critical,CA:FALSE
subjectAltName = {names}
"""


def run(*arguments):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


def main():
    folder = pathlib.Path(sys.argv[1])
    for ca in ("ca", "other-ca"):
        run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-keyout", f"{folder}/{ca}.key", "-out", f"{folder}/{ca}.pem", "-days", "30",
            "-subj", f"/CN={ca}", "-addext", "basicConstraints=critical,CA:TRUE",
            "-addext", "keyUsage=critical,keyCertSign")
        (folder / f"{ca}.index").write_text("")
        (folder / f"{ca}.serial").write_text("01\n")

    now = datetime.datetime.now(datetime.timezone.utc)

    def time(days):
        return (now + datetime.timedelta(days=days)).strftime("%Y%m%d%H%M%SZ")

    here = "DNS:localhost,DNS:*.localhost,DNS:did.localhost,DNS:other.localhost,IP:127.0.0.1"
    for name, ca, names, start, end in (
            ("server", "ca", here, -1, 30), ("expired", "ca", here, -2, -1),
            ("elsewhere", "ca", "DNS:other.example", -1, 30),
            ("client", "ca", "DNS:client.example", -1, 30),
            ("stranger", "other-ca", "DNS:client.example", -1, 30)):
        config = folder / f"{name}.cnf"
        config.write_text(CONFIG.format(folder=folder, ca=ca, names=names))
        run("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
            f"{folder}/{name}.key", "-out", f"{folder}/{name}.csr", "-subj", f"/CN={name}")
        run("ca", "-batch", "-config", str(config), "-extensions", "leaf", "-cert",
            f"{folder}/{ca}.pem", "-keyfile", f"{folder}/{ca}.key", "-in", f"{folder}/{name}.csr",
            "-out", f"{folder}/{name}.pem", "-startdate", time(start), "-enddate", time(end),
            "-notext")
        (folder / f"{name}.key").chmod(0o600)
    run("ec", "-in", f"{folder}/client.key", "-aes256", "-passout", "pass:secret", "-out",
        f"{folder}/locked.key")
    (folder / "locked.key").chmod(0o600)


main()
