#!/usr/bin/env python3
"""Two opinions on a proof of a DID: `deed` (on the path) and judge_did.py, on a file as it is and on
copies in each of which one thing was changed.

    judge_did_test.py PROOF DID CONTRACT BLOCK_HASH...

What the two see differently is an error. Of all copies some 40 are judged, spread evenly; with
DEED_FULL=1 all of them."""

import json
import os
import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import judge_did  # noqa: E402
from judge_did import judge  # noqa: E402, which knows where its neighbours are
from changed_copies import (compare, part_at, places, with_other_values,  # noqa: E402
                            with_part)

FEW = 40


def changed_copies(proof):
    yield from with_other_values(proof, places(proof))
    # Parts that are left out, doubled or exchanged.
    for path in (("directory", "account"), ("directory", "target"), ("state", "account"),
                 ("state", "head"), ("state", "commitment"), ("changes",)):
        for change in (lambda part: part[:-1], lambda part: part[1:], lambda part: part + part[-1:],
                       lambda part: part[::-1]):
            changed = with_part(proof, path, change(part_at(proof, path)))
            if changed != proof:
                yield "/".join(path), changed
    for index, change in enumerate(proof["changes"]):
        if change["headers"]:
            for headers in (change["headers"][1:], change["headers"][:-1]):
                yield (f"changes/{index}/headers",
                       with_part(proof, ("changes", index, "headers"), headers))


def chosen(copies):
    step = 1 if os.environ.get("DEED_FULL") else max(1, len(copies) // FEW)
    return copies[::step]


def judge_says(proof, contract, known):
    try:
        judge_did.opinion(proof, contract, known)
    except judge.Refused:
        return False
    return True


def main():
    judge.prepare()
    file, did, contract, *hashes = sys.argv[1:]
    proof = json.loads(pathlib.Path(file).read_text(encoding="utf-8"))
    options = [did, "--contract", contract]
    for text in hashes:
        options += ["--block-hash", text]
    given = (judge_did.trusted(contract), [bytes.fromhex(text[2:]) for text in hashes])
    copies, refused = compare(proof, chosen(list(changed_copies(proof))),
                              lambda copy: judge_says(copy, *given), ["did", "verify"], options)
    if copies < FEW or refused != copies:
        sys.exit(f"only {refused} of {copies} changed copies were refused")
    print("both refuse every changed copy")


if __name__ == "__main__":
    main()
