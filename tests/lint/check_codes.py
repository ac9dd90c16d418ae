"""Refuses error codes that no test asks for.   check_codes.py REPOSITORY

A test asks for a code by its name, by the constant, or, of JSON-LD and did:webvh, by the word that
the specification or the second implementation has for it. A constant that rooms share by name counts
where the test includes the room's header or stands in its folder.
"""

import collections
import pathlib
import re
import sys

# What a test cannot bring about on every machine, or only by taking the machine apart.
NOT_ASKED_FOR = {
    "call.out_of_memory": "the system must refuse memory",
    "net.no_idna": "a library must be absent that the tests run with",
    "net.no_library": "a library must be absent that the tests run with",
    "pkcs11.key_unsupported": "a token must hold an RSA key, which tests/support/tokens cannot make",
    "recovery.unexplained": "a last look at what is put in place, which the looks before it prevent",
    "service.no_threads": "the system must refuse threads",
}
DEFINITION = re.compile(r'ErrorCode (k\w+)\{\s*"([a-z0-9_]+)\.([a-z0-9_]+)"')
CONSTANT = re.compile(r"\bk[A-Z]\w*")
TESTS = {".cpp", ".hpp", ".py", ".txt", ".mjs", ".sh", ".c", ".json"}


def letters(text):
    return re.sub("[^a-z]", "", text.lower())


def definitions(repository):
    """Of each constant's name: its codes, each with the header that it stands in."""
    found = collections.defaultdict(list)
    for floor in ("lib", "registry-contracts", "did", "credentials", "evidence", "toolkit",
                  "service", "cli"):
        for file in sorted((repository / floor).rglob("*.hpp")):
            header = file.relative_to(repository).as_posix()
            for constant, room, name in DEFINITION.findall(file.read_text(encoding="utf-8")):
                found[constant].append((f"{room}.{name}", header))
    return found


class Tests:
    def __init__(self, repository):
        self.texts = {
            file.relative_to(repository / "tests").as_posix():
                file.read_text(encoding="utf-8", errors="replace")
            for file in (repository / "tests").rglob("*")
            if file.is_file() and file.suffix in TESTS and "node_modules" not in file.parts
            and file.name != "check_codes.py"}
        self.all = "\n".join(self.texts.values())
        self.users = collections.defaultdict(list)
        for path, text in self.texts.items():
            for constant in set(CONSTANT.findall(text)):
                self.users[constant].append(path)
        self.words = {letters(word) for word in re.findall(r'"([A-Za-z@ -]{3,60})"', self.all)}

    def ask_for(self, code, constant, header, is_shared):
        room, name = code.split(".")
        if code in self.all:
            return True
        if room == "jsonld" and letters(name) in self.words:
            return True
        if room == "did_webvh" and f'"{name}"' in self.all:
            return True
        users = self.users[constant]
        folder = header.rsplit("/", 1)[0]
        return any(not is_shared or header in self.texts[path] or path.startswith(folder)
                   for path in users)


def main():
    repository = pathlib.Path(sys.argv[1])
    tests = Tests(repository)
    faults, known = [], set()
    excepted = NOT_ASKED_FOR.keys()
    for constant, codes in definitions(repository).items():
        for code, header in codes:
            known.add(code)
            is_asked = tests.ask_for(code, constant, header, len(codes) > 1)
            if is_asked and code in excepted:
                faults.append(f"{header}: {code} has a test, and needs no exception")
            if not is_asked and code not in excepted:
                faults.append(f"{header}: no test asks for {code}")
    faults += [f"{code} is excepted, and is none" for code in sorted(excepted - known)]
    print("\n".join(faults))
    return 1 if faults else 0


sys.exit(main())
