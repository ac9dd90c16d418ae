#!/usr/bin/env python3
"""Replays transcripts (run_transcript.py) whose commands find a chain of their own.

    chain_transcript.py --deed DEED --anvil ANVIL TRANSCRIPT...

Each transcript gets a fresh Anvil. In its environment stand $CHAIN_NODE, the URL of the node, and $CHAIN_SOCKET, that of its WebSocket;
$FAULTY_NODE, one that fails as tests/support/faulty_node.py is told; $TLS_NODE, an https server
whose certificate nobody knows; and $ETHR_REGISTRY, the file of npm's registry of did:ethr. All
servers end with this process."""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

import run_transcript

ETHR = ("interop/ethr/node_modules/ethr-did-registry/artifacts/contracts/EthereumDIDRegistry.sol/"
        "EthereumDIDRegistry.json")
SUPPORT = pathlib.Path(__file__).resolve().parent.parent / "support"
NO_ANVIL = 77


class Server:
    """A program that says "ready PORT", and ends with its standard input."""

    def __init__(self, script, *arguments):
        self.process = subprocess.Popen(
            [sys.executable, SUPPORT / script, *map(str, arguments)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        word, _, port = self.process.stdout.readline().partition(" ")
        if word != "ready":
            raise SystemExit(f"{script} did not start")
        self.port = int(port)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def replay(transcript, arguments):
    with tempfile.TemporaryDirectory() as folder, \
            Server("chain_node.py", arguments.anvil) as node, \
            Server("faulty_node.py", node.port) as faulty:
        subprocess.run([sys.executable, SUPPORT / "certificates.py", folder], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        folder = pathlib.Path(folder)
        with Server("file_server.py", folder, folder / "server.pem", folder / "server.key") as tls:
            os.environ["CHAIN_NODE"] = f"http://127.0.0.1:{node.port}"
            os.environ["CHAIN_SOCKET"] = f"ws://127.0.0.1:{node.port}"
            os.environ["FAULTY_NODE"] = f"http://127.0.0.1:{faulty.port}"
            os.environ["ETHR_REGISTRY"] = str(SUPPORT.parent / ETHR)
            os.environ["TLS_NODE"] = f"https://localhost:{tls.port}"
            return run_transcript.replay(transcript, arguments.deed, arguments.timeout)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--deed", required=True)
    parser.add_argument("--anvil", required=True)
    parser.add_argument("--timeout", type=float, default=120)
    parser.add_argument("transcripts", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    if not pathlib.Path(arguments.anvil).exists():
        print("no Anvil: run scripts/setup")
        return NO_ANVIL
    return 1 if sum(replay(transcript, arguments) for transcript in arguments.transcripts) else 0


if __name__ == "__main__":
    sys.exit(main())
