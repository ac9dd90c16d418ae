#!/usr/bin/env python3
"""Reads the manual page with the tools that will: groff's man, and mandoc's lint where it is there.

manual_test.py --deed PROGRAM
"""

import argparse
import os
import shutil
import subprocess
import sys


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--deed", required=True)
    deed = parser.parse_args().deed
    page = subprocess.run([deed, "help", "--man"], check=True, capture_output=True).stdout
    environment = os.environ | {"MANWIDTH": "100", "LC_ALL": "C.UTF-8", "MANROFFSEQ": ""}
    faults, readers = [], []
    commands = {
        "man": ["man", "--warnings", "-E", "UTF-8", "-l", "-"],
        "groff": ["groff", "-k", "-man", "-Tutf8", "-ww", "-z"],
        "mandoc": ["mandoc", "-Tlint", "-Wwarning"],
    }
    for name, command in commands.items():
        if shutil.which(name) is None:
            continue
        readers.append(name)
        done = subprocess.run(command, input=page, capture_output=True, env=environment)
        told = done.stderr.decode() + (done.stdout.decode() if name == "mandoc" else "")
        # The page has no date, so that it is the same whenever it is made.
        told = "\n".join(line for line in told.splitlines() if "missing date" not in line)
        if told.strip() or (done.returncode != 0 and name != "mandoc"):
            faults.append(f"{name}: exit {done.returncode}\n{told}")
        if name == "man" and b"EXIT STATUS" not in done.stdout:
            faults.append("man does not show the page to its end")
    for fault in faults:
        print(fault)
    print(f"read by {', '.join(readers) or 'nobody: SKIPPED'}; {len(faults)} faults")
    return 1 if faults else (0 if readers else 77)


if __name__ == "__main__":
    sys.exit(main())
