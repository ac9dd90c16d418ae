"""Counts the known answers that Deed gives, and keeps docs/conformance.md true.

    conformance.py check DEED VECTORS PAGE       compares the vectors' table of the page
    conformance.py print BUILD [PAGE]            prints both tables out of the counts of a full run,
                                                 and compares them with the page

`check` with DEED_UPDATE_DOCS=1, and `print` with it, write the page instead. A case that fails is
named in EXCEPTIONS with its reason, or the check fails; so does an exception that passes.
"""

import json
import os
import pathlib
import re
import subprocess
import sys

from vectors import SPECIFICATIONS

STRICT = "one spelling of each value is read: the lower case"
EXCEPTIONS = {
    "JSON-LD 1.1 API, toRdf": {"te075": "asks for generalized RDF, which RDF 1.1 does not have"},
    "Multibase": {"case_insensitivity base16": STRICT, "case_insensitivity base32": STRICT},
}
UPDATES = os.environ.get("DEED_UPDATE_DOCS") == "1"


class Codec:
    def __init__(self, deed):
        self.process = subprocess.Popen([deed, "codec", "batch"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, encoding="utf-8")
        self.lacks = set()

    def __call__(self, op, **arguments):
        self.process.stdin.write(json.dumps({"id": 1, "op": op, **arguments}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"conformance: deed ended at {op}")
        answer = json.loads(line)
        if answer.get("unsupported"):
            raise SystemExit(f"conformance: this build has no {op}")
        return answer


def counted(deed, vectors, only):
    """Rows of the table, and what is wrong with the exceptions."""
    rows, wrong = [], []
    for name, cases in SPECIFICATIONS:
        if only and only not in name:
            continue
        results = list(cases(Codec(deed), vectors))
        named = EXCEPTIONS.get(name, {})
        passed = sum(passes for _, passes in results)
        for case, passes in results:
            if passes == (case in named):
                wrong.append(f"{name}: {case} {'passes, but is an exception' if passes else 'fails'}")
        reasons = "; ".join(f"{case}: {reason}" for case, reason in named.items())
        rows.append(f"| {name} | {passed} / {len(results)} | {reasons} |")
    return rows, wrong


def section(text, name):
    """The lines between the marks of that name."""
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- end of {name} -->\n", text, re.S)
    if not found:
        raise SystemExit(f"conformance: the page has no marks of {name}")
    return found


def keep_true(page, name, lines):
    """Whether the page says this; or makes it say it."""
    text = page.read_text(encoding="utf-8")
    said = section(text, name)
    wanted = "\n".join(lines) + "\n"
    if said.group(1) == wanted:
        return True
    if UPDATES:
        page.write_text(text[:said.start(1)] + wanted + text[said.end(1):], encoding="utf-8")
        return True
    print(f"conformance: {page.name} says otherwise; DEED_UPDATE_DOCS=1 rewrites it. Counted:")
    print(wanted)
    return False


HEAD = ["| specification | passed / total | exceptions |", "| --- | --- | --- |"]
COUNTED_HEAD = ["| comparison | count |", "| --- | --- |"]


def check(deed, vectors, page, only=""):
    vectors = pathlib.Path(vectors)
    if not vectors.is_dir():
        print(f"conformance: SKIPPED, no known-answer vectors at {vectors}")
        return 77
    rows, wrong = counted(deed, vectors, only)
    print("\n".join(HEAD + rows))
    for line in wrong[:200]:
        print("conformance: " + line)
    if only:
        return 0
    return 0 if keep_true(pathlib.Path(page), "vectors", HEAD + rows) and not wrong else 1


def full_counts(folder):
    """What a full run counted that is the same in every one."""
    rows, missing = [], []
    for path in sorted(folder.glob("interop-*.json")):
        run = json.loads(path.read_text())
        missing += [] if run["full"] or run["name"] == "jose" else [run["name"]]
        peer = run["name"].replace("_", " ")
        rows += [f"| {peer}: {what} | {count} |" for what, count in run["counts"].items()
                 if not what.startswith("of which")]
    for path in sorted(folder.glob("mutants-*.json")):
        run = json.loads(path.read_text())
        missing += [] if run["full"] else [run["form"]]
        rows.append(f"| mutants of {run['form']}, refused | {run['refused']} |")
    return rows, missing


def print_tables(build, page=None):
    rows, missing = full_counts(pathlib.Path(build) / "counts")
    print("\n".join(COUNTED_HEAD + rows))
    if missing:
        print(f"conformance: not counted in full: {', '.join(missing)}; scripts/test --full does")
        return 0
    return 0 if page is None or keep_true(pathlib.Path(page), "counts", COUNTED_HEAD + rows) else 1


if len(sys.argv) < 3 or sys.argv[1] not in ("check", "print"):
    raise SystemExit(__doc__)
sys.exit({"check": check, "print": print_tables}[sys.argv[1]](*sys.argv[2:]))
