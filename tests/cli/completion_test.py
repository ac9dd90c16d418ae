#!/usr/bin/env python3
"""Completes command lines in real shells with the scripts that `deed completion` prints.

completion_test.py --deed PROGRAM [--full]

zsh and fish are asked where they are installed; with --full they must be.
"""

import argparse
import os
import pathlib
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

# What is typed, and what must (or must not, with "!") be among what is offered.
CASES = [
    ("deed ", ["key", "did", "credential", "config", "completion", "backup", "help"]),
    ("deed d", ["did", "!key"]),
    ("deed did de", ["deactivate", "dereference", "!resolve"]),
    ("deed did resolve --ver", ["--version-id", "--version-time", "--verbose", "!--name"]),
    ("deed did resolve x --j", ["--json"]),
    ("deed completion ", ["bash", "zsh", "fish"]),
    ("deed help cred", ["credential"]),
    ("deed config get led", ["ledger", "ledger-folder"]),
    ("deed config set ledger-", ["ledger-folder"]),
    ("deed did add-key acme --key ", ["signing", "acme.controller"]),
    ("deed key show s", ["signing"]),
    ("deed did update ac", ["acme"]),
    ("deed did add-key acme --for auth", ["authentication"]),
    ("deed credential verify two", ["two words.json"]),
    ("deed credential verify x.json --did no", ["notes.json"]),
    ("deed did create --method j", ["jwk"]),
    ("deed backup --f", ["--force"]),
]


class Home:
    def __init__(self, deed, folder):
        self.folder = pathlib.Path(folder)
        self.environment = {
            "HOME": str(self.folder), "PATH": f"{deed.parent}:/usr/bin:/bin", "LANG": "C.UTF-8",
            "TERM": "dumb", "DEED_PASSPHRASE": "correct horse",
        }
        (self.folder / "two words.json").write_text("{}")
        (self.folder / "notes.json").write_text("{}")
        for words in (["did", "create", "--name", "acme"], ["key", "generate", "signing"]):
            subprocess.run([deed, *words], env=self.environment, check=True, capture_output=True)
        # From here on nothing knows the passphrase, and nothing may ask for it.
        del self.environment["DEED_PASSPHRASE"]
        for shell in ("bash", "zsh", "fish"):
            script = subprocess.run([deed, "completion", shell], env=self.environment, check=True,
                                    capture_output=True, text=True).stdout
            (self.folder / f"deed.{shell}").write_text(script)

    def run(self, words, **more):
        return subprocess.run(words, env=self.environment, cwd=self.folder, text=True,
                              capture_output=True, timeout=60, stdin=subprocess.DEVNULL, **more)


def ask_bash(home, line):
    """As bash itself: the words before the cursor, then the function that `complete` names."""
    script = r"""
        source ./deed.bash
        COMP_LINE=$1; COMP_POINT=${#1}
        read -ra COMP_WORDS <<< "$1"
        [[ $1 == *' ' ]] && COMP_WORDS+=('')
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        function=$(complete -p deed | sed -E 's/.*-F ([^ ]+).*/\1/')
        "$function" deed "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
        printf '%s\n' "${COMPREPLY[@]}"
    """
    return home.run(["bash", "-u", "-c", script, "bash", line])


def ask_fish(home, line):
    return home.run(["fish", "--no-config", "-c", "source ./deed.fish; complete -C $argv[1]", line])


def ask_zsh(home, line):
    """An interactive zsh on a terminal: its line editor lists what it would offer."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(home.folder)
        os.execvpe("zsh", ["zsh", "-f", "-i"], home.environment | {"COLUMNS": "200", "TERM": "xterm"})
    seen = b""

    def read_until(mark, seconds=30):
        nonlocal seen
        end = time.monotonic() + seconds
        while mark not in seen and time.monotonic() < end:
            if select.select([terminal], [], [], 0.1)[0]:
                try:
                    seen += os.read(terminal, 65536)
                except OSError:
                    break
        return mark in seen

    def send(text):
        os.write(terminal, text.encode())

    try:
        # ^X l shows the candidates, ^X e shows the end of the showing.
        send("PS1=; LISTMAX=1000; autoload -Uz compinit; compinit -u -D; source ./deed.zsh; "
             "done-listing() { print; print -r -- 'EN''D' }; zle -N done-listing; "
             "bindkey '^Xl' list-choices; bindkey '^Xe' done-listing; print 'REA''DY'\n")
        if not read_until(b"READY"):
            return subprocess.CompletedProcess([], 1, "", "zsh did not start: " + repr(seen))
        read_until(b"\n")
        seen = b""
        send(line + "\x18l\x18e")
        found = read_until(b"END")
        text = re.sub(rb"\x1b\[[0-9;?]*[a-zA-Z]", b"", seen).decode(errors="replace")
        return subprocess.CompletedProcess([], 0 if found else 1, text, "")
    finally:
        os.kill(pid, 9)
        os.waitpid(pid, 0)
        os.close(terminal)


def offers(shell, line, answer):
    """The words offered: whole lines; before a tab in fish; anything printed in zsh."""
    if shell == "zsh":
        listed = answer.replace("\r", "\n").replace("\\ ", " ")
        # What was typed is echoed first, and a single candidate is not listed but typed.
        return set(re.split(r"\s{2,}|\n", listed)) | set(listed.split())
    lines = [one.split("\t")[0] for one in answer.splitlines()]
    return {one.replace("\\ ", " ") for one in lines} | {one.split("=")[-1] for one in lines}


def check(shell, ask, home):
    faults = []
    for line, wanted in CASES:
        answer = ask(home, line)
        offered = offers(shell, line, answer.stdout)
        for word in wanted:
            is_there = word.removeprefix("!") in offered or (
                shell == "zsh" and not word.startswith("!") and word in answer.stdout)
            if is_there == word.startswith("!"):
                faults.append(f"{shell}: {line!r}: {word}\n    of {sorted(offered)}\n"
                              f"    {answer.stderr.strip()}")
        if answer.returncode != 0:
            faults.append(f"{shell}: {line!r}: exit {answer.returncode}: {answer.stderr}")
    return faults


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--deed", type=pathlib.Path, required=True)
    parser.add_argument("--full", action="store_true")
    arguments = parser.parse_args()
    faults, asked, skipped = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        home = Home(arguments.deed.resolve(), folder)
        for shell, ask in (("bash", ask_bash), ("zsh", ask_zsh), ("fish", ask_fish)):
            if shutil.which(shell) is None:
                skipped.append(shell)
                if arguments.full:
                    faults.append(f"{shell} is not installed")
                continue
            asked.append(shell)
            faults += check(shell, ask, home)
    for fault in faults:
        print(fault)
    print(f"{len(CASES)} lines in {', '.join(asked)}; {len(faults)} faults"
          + (f"; SKIPPED: {', '.join(skipped)} not installed" if skipped else ""))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
