#!/usr/bin/env python3
"""Two opinions on evidence: `deed` (on the path) and judge.py, on a file as it is and on copies in each
of which one thing was changed.

    judge_test.py EVIDENCE DOCUMENT BLOCK_HASH CONTRACT [LOG OPENER]

Prints how many copies there were; what the two see differently is an error."""

import copy
import json
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import judge  # noqa: E402

# Of the rest the judge says nothing: it is what the log and the submitter signed.
JUDGED = ("type", "kind", "salt", "document", "batch", "entry", "chain")


def places(value, path=()):
    """Where a file says something that the judge looks at."""
    if isinstance(value, dict):
        for name, part in value.items():
            if path or name in JUDGED:
                yield from places(part, (*path, name))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from places(part, (*path, index))
    else:
        yield path


def other(value):
    """A value that differs in one place: in the middle of a text, and by one for a number."""
    if isinstance(value, int):
        return [value + 1]
    middle = len(value) // 2
    return [value[:at] + ("1" if value[at] != "1" else "2") + value[at + 1:]
            for at in sorted({min(2, len(value) - 1), middle, max(len(value) - 3, 0)})]


def changed_copies(evidence):
    for path in places(evidence):
        parent = evidence
        for step in path[:-1]:
            parent = parent[step]
        for value in other(parent[path[-1]]):
            changed = copy.deepcopy(evidence)
            place = changed
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = value
            yield "/".join(map(str, path)), changed


def judge_says(evidence, document, block_hash, contract):
    try:
        judge.judge(evidence, document, block_hash, contract)
    except judge.Refused:
        return False
    return True


def deed_says(evidence, folder, arguments):
    file = folder / "changed.json"
    file.write_text(json.dumps(evidence), encoding="utf-8")
    done = subprocess.run(["deed", "evidence", "verify", file, *arguments],
                          capture_output=True, check=False)
    return done.returncode == 0


def main():
    judge.prepare()
    file, document, block_hash, contract, *of_log = sys.argv[1:]
    evidence = json.loads(pathlib.Path(file).read_text(encoding="utf-8"))
    options = [document, "--block-hash", block_hash, "--contract", contract]
    for option, value in zip(("--log", "--opened-by"), of_log):
        options += [option, value]
    given = (pathlib.Path(document).read_bytes(), bytes.fromhex(block_hash[2:]),
             bytes.fromhex(contract[contract.rfind("0x") + 2:]))
    copies = refused = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        if not (judge_says(evidence, *given) and deed_says(evidence, folder, options)):
            sys.exit("the file itself is not good to both")
        for path, changed in changed_copies(evidence):
            one, two = judge_says(changed, *given), deed_says(changed, folder, options)
            if one != two:
                sys.exit(f"{path}: judge.py says {one}, deed {two}")
            copies += 1
            refused += not one
    if copies < 20 or copies - refused > 4:
        sys.exit(f"only {refused} of {copies} changed copies were refused")
    print("both agree on every copy")


if __name__ == "__main__":
    main()
