#!/usr/bin/env python3
"""Two opinions on a proof of a DID: `deed` (on the path) and judge_did.py, on a file as it is and on
copies in each of which one thing was changed.

    judge_did_test.py PROOF CONTRACT BLOCK_HASH...

What the two see differently is an error. Of all copies some 40 are judged, spread evenly; with
DEED_FULL=1 all of them."""

import copy
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import judge_did  # noqa: E402
from judge_did import judge  # noqa: E402


FEW = 40


def places(value, path=()):
    if isinstance(value, dict):
        for name, part in value.items():
            yield from places(part, (*path, name))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from places(part, (*path, index))
    else:
        yield path


def other(value):
    """Values that differ in one place: a digit at the beginning, middle and end, or by one."""
    if isinstance(value, int):
        return [value + 1]
    return [value[:at] + ("1" if value[at] != "1" else "2") + value[at + 1:]
            for at in sorted({min(2, len(value) - 1), len(value) // 2, max(len(value) - 3, 0)})]


def at(proof, path):
    for step in path:
        proof = proof[step]
    return proof


def changed_copies(proof):
    for path in places(proof):
        for value in other(at(proof, path)):
            changed = copy.deepcopy(proof)
            at(changed, path[:-1])[path[-1]] = value
            yield "/".join(map(str, path)), changed
    # Parts that are left out, doubled or exchanged.
    for path in (("directory", "account"), ("directory", "target"), ("state", "account"),
                 ("state", "head"), ("state", "commitment"), ("changes",)):
        for change in (lambda part: part[:-1], lambda part: part[1:], lambda part: part + part[-1:],
                       lambda part: part[::-1]):
            changed = copy.deepcopy(proof)
            at(changed, path[:-1])[path[-1]] = change(at(proof, path))
            if changed != proof:
                yield "/".join(path), changed
    for index, change in enumerate(proof["changes"]):
        if change["headers"]:
            for headers in (change["headers"][1:], change["headers"][:-1]):
                changed = copy.deepcopy(proof)
                changed["changes"][index]["headers"] = headers
                yield f"changes/{index}/headers", changed


def chosen(copies):
    step = 1 if os.environ.get("DEED_FULL") else max(1, len(copies) // FEW)
    return copies[::step]


def judge_says(proof, contract, known):
    try:
        judge_did.opinion(proof, contract, known)
    except judge.Refused:
        return False
    return True


def deed_says(proof, folder, options):
    file = folder / "changed.json"
    file.write_text(json.dumps(proof), encoding="utf-8")
    done = subprocess.run(["deed", "did", "verify", file, *options], capture_output=True,
                          check=False)
    return done.returncode == 0


def main():
    judge.prepare()
    file, contract, *hashes = sys.argv[1:]
    proof = json.loads(pathlib.Path(file).read_text(encoding="utf-8"))
    options = ["--contract", contract]
    for text in hashes:
        options += ["--block-hash", text]
    given = (judge_did.trusted(contract), [bytes.fromhex(text[2:]) for text in hashes])
    copies = refused = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        if not (judge_says(proof, *given) and deed_says(proof, folder, options)):
            sys.exit("the file itself is not good to both")
        for path, changed in chosen(list(changed_copies(proof))):
            one, two = judge_says(changed, *given), deed_says(changed, folder, options)
            if one != two:
                sys.exit(f"{path}: judge_did.py says {one}, deed {two}")
            copies += 1
            refused += not one
    if copies < FEW or refused != copies:
        sys.exit(f"only {refused} of {copies} changed copies were refused")
    print("both refuse every changed copy")


if __name__ == "__main__":
    main()
