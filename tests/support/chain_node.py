#!/usr/bin/env python3
"""A chain of its own: Anvil on a random port of this machine.

    chain_node.py ANVIL [argument...]

Prints "ready PORT" once it answers, and ends with it when the standard input does."""

import ctypes
import json
import signal
import socket
import subprocess
import sys
import time
import urllib.request

PR_SET_PDEATHSIG = 1


def die_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port):
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "eth_chainId", "params": []}).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{port}", body,
                                     {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=1) as answer:
            return "result" in json.load(answer)
    except (OSError, ValueError):
        return False


def started(command):
    """A process and its port; another port where somebody took the first meanwhile."""
    for _ in range(5):
        port = free_port()
        process = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(port), "--silent"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            preexec_fn=die_with_parent)
        for _ in range(600):
            if process.poll() is not None:
                break
            if answers(port):
                return process, port
            time.sleep(0.05)
        process.kill()
        process.wait()
    sys.exit("the node did not start")


def main():
    # The test's process ends this one when it is done.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    process, port = started(sys.argv[1:])
    try:
        print(f"ready {port}", flush=True)
        sys.stdin.read()
    finally:
        process.kill()
        process.wait()


main()
