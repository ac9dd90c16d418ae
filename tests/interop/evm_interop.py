"""Compares Deed's encodings for Ethereum chains with those of npm's ethers, over random inputs.

    evm_interop.py --checker EVM_CHECKER --peer FOLDER --counts FILE

Prints the counts and writes them to FILE. Exits with 77, which ctest calls skipped, where there is
no npm; a peer that is not installed although npm is there is a failure: scripts/setup installs it.
"""

import json
import subprocess
import sys

from lines import FULL, SKIPPED, arguments_of, peer_is_there, report, seeded

EACH = 5000 if FULL else 100


def main():
    arguments = arguments_of("checker", "peer", "counts")
    if not peer_is_there("evm", arguments.peer / "node_modules/ethers"):
        sys.exit(SKIPPED)
    seed = seeded("evm").randrange(1 << 32)
    cases = subprocess.run(["node", str(arguments.peer / "peer.mjs"), str(EACH), str(seed)],
                           check=True, capture_output=True).stdout
    checked = subprocess.run([str(arguments.checker)], input=cases, capture_output=True)
    sys.stderr.write(checked.stderr.decode())
    if checked.returncode != 0:
        sys.exit("interop evm: Deed and ethers disagree")
    report("evm", json.loads(checked.stdout), arguments.counts)


main()
