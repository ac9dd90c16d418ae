#!/usr/bin/env python3
"""Replays transcripts (run_transcript.py) whose commands find a chain of their own.

    chain_transcript.py --deed DEED --anvil ANVIL TRANSCRIPT...

Each transcript gets a fresh Anvil. In its environment stand $CHAIN_NODE, the URL of the node,
$CHAIN_SOCKET, that of its WebSocket;
$FAULTY_NODE, one that fails as tests/support/faulty_node.py is told; $TLS_NODE, an https server
whose certificate nobody knows; $ETHR_REGISTRY, the file of npm's registry of did:ethr; and $JUDGE
and $DID_JUDGE, the folders of the programs that judge evidence and proofs of DIDs without Deed. A
transcript that names $FISCO_NODE gets a node of FISCO BCOS 3 (tests/support/fisco_node), with an
Anvil of its own behind it. All servers end with this process."""

import argparse
import contextlib
import os
import pathlib
import shutil
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

    def __init__(self, script, *arguments, program=sys.executable):
        self.process = subprocess.Popen(
            [program, SUPPORT / script, *map(str, arguments)],
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


@contextlib.contextmanager
def fisco_node(transcript, anvil):
    if "$FISCO_NODE" not in transcript.read_text():
        yield
        return
    with Server("chain_node.py", anvil) as evm, \
            Server("fisco_node/node.mjs", f"http://127.0.0.1:{evm.port}", "3", "--now",
                   program="node") as node:
        os.environ["FISCO_NODE"] = f"http://127.0.0.1:{node.port}"
        yield


def can_replay(transcript):
    installed = shutil.which("node") and (SUPPORT / "fisco_node" / "node_modules").exists()
    return installed or "$FISCO_NODE" not in transcript.read_text()


def replay(transcript, arguments):
    with fisco_node(transcript, arguments.anvil), tempfile.TemporaryDirectory() as folder, \
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
            os.environ["JUDGE"] = str(SUPPORT.parent / "evidence/chain")
            os.environ["DID_JUDGE"] = str(SUPPORT.parent /
                                          "registry-contracts/client/evm/did_proofs")
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
    if not all(map(can_replay, arguments.transcripts)):
        print("no Node or no libraries for it: run scripts/setup")
        return NO_ANVIL
    return 1 if sum(replay(transcript, arguments) for transcript in arguments.transcripts) else 0


if __name__ == "__main__":
    sys.exit(main())
