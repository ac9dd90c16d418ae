"""Refuses includes that climb the staircase.   check_includes.py REPOSITORY

A file may include its own room and rooms that stand before it in DEED_ROOMS (cmake/DeedLayer.cmake),
by their path from the repository root. Third-party headers stay in the rooms that wrap them.
"""

import pathlib
import re
import sys

# Header prefix -> the only rooms whose sources, and no installed header, may name it.
WRAPPED = {
    "rapidjson/": {"lib/json"},
    "openssl/": {"lib/crypto"},
    "sodium": {"lib/crypto"},
    "secp256k1": {"lib/crypto"},
    "blst": {"lib/crypto"},
    "p11-kit/": {"lib/pkcs11"},
    "sqlite3": {"lib/store"},
    "curl/": {"lib/net"},
    "boost/program_options": {"cli"},
    "boost/asio": {"service/http", "lib/net"},
    "boost/beast": {"service/http", "lib/net"},
    "toml++/": {"cli"},
}


def rooms(repository):
    text = (repository / "cmake/DeedLayer.cmake").read_text()
    return re.search(r"set\(DEED_ROOMS(.*?)\)", text, re.S).group(1).split()


def room_of(path, names):
    folder = str(pathlib.PurePosixPath(path).parent)
    while folder != ".":
        if folder in names:
            return folder
        folder = str(pathlib.PurePosixPath(folder).parent)
    return None


def main():
    repository = pathlib.Path(sys.argv[1])
    names = rooms(repository)
    order = {name: index for index, name in enumerate(names)}
    faults, files = [], 0
    tops = sorted({name.split("/")[0] for name in names})
    for top in tops:
        for file in sorted((repository / top).rglob("*.[ch]pp")):
            path = file.relative_to(repository).as_posix()
            own = room_of(path, names)
            if own is None:
                faults.append(f"{path}: stands in no room of DEED_ROOMS")
                continue
            files += 1
            text = file.read_text()
            for quoted in re.findall(r'^#include "([^"]+)"', text, re.M):
                other = room_of(quoted, names)
                if not (repository / quoted).exists() or other is None:
                    faults.append(f'{path}: "{quoted}" is not a path from the repository root')
                elif order[other] > order[own]:
                    faults.append(f'{path}: "{quoted}" stands after {own}')
            for angled in re.findall(r"^#include <([^>]+)>", text, re.M):
                for prefix, allowed in WRAPPED.items():
                    if angled.startswith(prefix) and own not in allowed:
                        faults.append(f"{path}: <{angled}> belongs to {', '.join(allowed)} alone")
            if file.suffix == ".hpp" and not text.startswith("#pragma once"):
                faults.append(f"{path}: does not start with #pragma once")
    for fault in faults:
        print(fault)
    print(f"{files} files, {len(faults)} faults")
    return 1 if faults or files == 0 else 0


sys.exit(main())
