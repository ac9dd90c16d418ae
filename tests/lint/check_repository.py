"""Refuses what must not be in the tree.   check_repository.py REPOSITORY

Unfinished marks, absolute machine paths, error codes that no catalogue array names, codes that two
rooms share, and floors without a README.
"""

import pathlib
import re
import sys

FLOORS = ["lib", "registry-contracts", "did", "credentials", "evidence", "toolkit", "service", "cli"]
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
MACHINE_PATH = re.compile(r"(?<![\w.])/(root|work)/\w")


def sources(repository):
    for top in FLOORS + ["tests", "bench", "examples", "scripts", "docs", "specs", "cmake"]:
        for file in sorted((repository / top).rglob("*")):
            if file.is_file() and not {"corpus", "node_modules"} & set(file.parts) and file.suffix != ".pdf":
                yield file


def main():
    repository = pathlib.Path(sys.argv[1])
    faults, seen = [], {}
    for file in sources(repository):
        path = file.relative_to(repository).as_posix()
        text = file.read_text(encoding="utf-8", errors="replace")
        if path != "tests/lint/check_repository.py":
            for number, line in enumerate(text.splitlines(), 1):
                if UNFINISHED.search(line) or MACHINE_PATH.search(line):
                    faults.append(f"{path}:{number}: {line.strip()[:80]}")
        if not path.endswith(".hpp") or path.startswith("tests/"):
            continue
        for constant, name in re.findall(r'ErrorCode (k\w+)\{\s*"([^"]+)"', text):
            if name in seen:
                faults.append(f"{path}: {name} is already defined in {seen[name]}")
            seen[name] = path
            listed = " ".join(re.findall(r"k\w+RoomCodes\[\] = \{(.*?)\};", text, re.S))
            if not re.search(rf"&{constant}\b", listed):
                faults.append(f"{path}: {constant} is in no room's list of codes")
    for floor in FLOORS:
        if not (repository / floor / "README.md").exists():
            faults.append(f"{floor} has no README.md")
    for fault in faults:
        print(fault)
    print(f"{len(seen)} error codes, {len(faults)} faults")
    return 1 if faults or not seen else 0


sys.exit(main())
