#!/usr/bin/env python3
"""Two opinions on evidence: `deed` (on the path) and judge.py, on a file as it is and on copies in each
of which one thing was changed.

    judge_test.py EVIDENCE DOCUMENT BLOCK_HASH CONTRACT [LOG OPENER]

Prints how many copies there were; what the two see differently is an error."""

import json
import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import judge  # noqa: E402
from changed_copies import compare, places, with_other_values  # noqa: E402

# Of the rest the judge says nothing: it is what the log and the submitter signed.
JUDGED = ("type", "kind", "salt", "document", "batch", "entry", "chain")


def judge_says(evidence, document, block_hash, contract):
    try:
        judge.judge(evidence, document, block_hash, contract)
    except judge.Refused:
        return False
    return True


def main():
    judge.prepare()
    file, document, block_hash, contract, *of_log = sys.argv[1:]
    evidence = json.loads(pathlib.Path(file).read_text(encoding="utf-8"))
    options = [document, "--block-hash", block_hash, "--contract", contract]
    for option, value in zip(("--log", "--opened-by"), of_log):
        options += [option, value]
    given = (pathlib.Path(document).read_bytes(), bytes.fromhex(block_hash[2:]),
             bytes.fromhex(contract[contract.rfind("0x") + 2:]))
    changed = with_other_values(evidence, (path for path in places(evidence) if path[0] in JUDGED))
    copies, refused = compare(evidence, changed, lambda copy: judge_says(copy, *given),
                              ["evidence", "verify"], options)
    if copies < 20 or copies - refused > 4:
        sys.exit(f"only {refused} of {copies} changed copies were refused")
    print("both agree on every copy")


if __name__ == "__main__":
    main()
