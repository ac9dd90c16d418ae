#!/usr/bin/env python3
"""Replays transcripts of the deed command and compares what it prints, line by line.

A transcript is a text file of blocks:

    # A comment: what follows and why.
    @ person alice              the home that the commands below live in, empty at first
    @ set NAME=VALUE            an environment variable, from here on
    @ unset NAME
    @ file NAME                 writes a file; its lines follow, up to "@ end"
    $ deed key generate signing one command, run by bash (with pipefail) on the shared desk
    <did_key>                   what it prints on stdout
    ! deed: note                what it prints on stderr
    ? 3                         its exit code, where that is not 0

Commands see no terminal, an empty standard input, no DEED_* and no XDG_* variables, and their
person's $HOME; `../alice` is alice's home as seen from the desk. `json` (tests/cli/bin) checks that
its input is exactly one JSON document and picks from it.

Volatile parts are named: <kind> or <kind:name>, see KINDS. The first occurrence takes what is
there, later ones must be the same, and commands may use what was taken; <time> and <number> stand
for any. [..] stands for anything within a line, [...] alone for any lines. "| text" is stdout that
would read as something else. Empty lines at the end of an output are layout and not compared.
"""

import argparse
import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

BASE58 = "[1-9A-HJ-NP-Za-km-z]+"
NETWORK = "l[a-z2-7]{32}"
ADDRESS = "0x[0-9a-f]{40}"
BASE64 = "[A-Za-z0-9+/]+={0,2}"
KINDS = {
    "did": f"did:weid:{NETWORK}:{ADDRESS}",
    "did_key": f"did:key:z{BASE58}",
    "webvh": f"did:webvh:Qm{BASE58}:[^ ?#\"]+",
    "network": NETWORK,
    "address": ADDRESS,
    "account": "0x[0-9a-fA-F]{40}",
    "chain": r"e\d+-[0-9a-f]{40}",
    "chain_did": rf"did:weid:e\d+-[0-9a-f]{{40}}:{ADDRESS}",
    "hash": "0x[0-9a-f]{64}",
    "ether": r"\d+(?:\.\d+)? ether",
    "multibase": f"z{BASE58}",
    "hex64": "[0-9a-f]{64}",
    "base64": BASE64,
    "base64url": "[A-Za-z0-9_-]+",
    "verifier_key": rf"[^ +]+\+[0-9a-f]{{8}}\+{BASE64}",
    "time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z",
    "number": r"\d+",
    "version": r"\d+\.\d+\.\d+",
    "uuid": "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "stage": "/.*",  # the folder of desk and homes
}
# Without a name these stand for anything of their kind, each time anew.
FREE = ("<time>", "<number>", "<ether>")
PLACEHOLDER = re.compile(r"<(" + "|".join(KINDS) + r")(?::([a-z0-9_]+))?>")


class Mistake(Exception):
    """The transcript itself is wrong."""


class Step:
    """One command and what is expected of it."""

    def __init__(self, line_number, command):
        self.line_number = line_number
        self.command = command
        self.stdout = []
        self.stderr = []
        self.code = 0


def parse(text):
    """Yields ("person" | "set" | "unset", argument), ("file", (name, lines)) and Steps."""
    step = None
    file_name, file_lines = None, []
    for number, line in enumerate(text.splitlines(), 1):
        if file_name is not None:
            if line == "@ end":
                yield "file", (file_name, file_lines)
                file_name = None
            else:
                file_lines.append(line)
        elif line.startswith("$ "):
            if step:
                yield "step", step
            step = Step(number, line[2:])
        elif line.startswith("@ ") or line.startswith("# ") or line == "#":
            if step:
                yield "step", step
            step = None
            if line.startswith("#"):
                continue
            word, _, rest = line[2:].partition(" ")
            if word == "file":
                file_name, file_lines = rest, []
            elif word in ("person", "set", "unset"):
                yield word, rest
            else:
                raise Mistake(f"line {number}: unknown mark: {line}")
        elif step is None:
            if line:
                raise Mistake(f"line {number}: output before any command: {line}")
        elif line == "!" or line.startswith("! "):
            step.stderr.append(line[2:])
        elif line.startswith("? "):
            step.code = int(line[2:])
        else:
            step.stdout.append(line[2:] if line.startswith("| ") else line)
    if file_name is not None:
        raise Mistake(f"@ file {file_name} has no @ end")
    if step:
        yield "step", step


def without_trailing_blanks(lines):
    while lines and not lines[-1]:
        lines = lines[:-1]
    return lines


class Names:
    """What the placeholders stand for."""

    def __init__(self):
        self.taken = {}

    def in_command(self, command):
        def replace(match):
            if match.group(0) not in self.taken:
                raise Mistake(f"{match.group(0)} is used before it was seen: {command}")
            return self.taken[match.group(0)]

        return PLACEHOLDER.sub(replace, command)

    def pattern(self, expected):
        """A regular expression for one line, and the placeholders it binds by group."""
        groups = {}
        out = ""
        position = 0
        for match in re.finditer(PLACEHOLDER.pattern + r"|\[\.\.\]", expected):
            out += re.escape(expected[position:match.start()])
            position = match.end()
            token = match.group(0)
            if token == "[..]":
                out += ".*"
            elif token in FREE:
                out += f"(?:{KINDS[match.group(1)]})"
            elif token in self.taken:
                out += re.escape(self.taken[token])
            elif token in groups.values():
                name = next(name for name, known in groups.items() if known == token)
                out += f"(?P={name})"
            else:
                name = f"g{len(groups)}"
                groups[name] = token
                out += f"(?P<{name}>{KINDS[match.group(1)]})"
        return re.compile(out + re.escape(expected[position:])), groups

    def line_fits(self, expected, actual):
        pattern, groups = self.pattern(expected)
        match = pattern.fullmatch(actual)
        if match:
            for name, token in groups.items():
                self.taken[token] = match.group(name)
        return match is not None

    def lines_fit(self, expected, actual):
        expected = without_trailing_blanks(expected)
        actual = without_trailing_blanks(actual)
        while expected:
            if expected[0] == "[...]":
                rest = expected[1:]
                skipped = len(actual) - len(rest)
                if "[...]" in rest:
                    raise Mistake("[...] may stand once in an output")
                if skipped < 0:
                    return False
                actual, expected = actual[skipped:], rest
                continue
            if not actual or not self.line_fits(expected[0], actual[0]):
                return False
            expected, actual = expected[1:], actual[1:]
        return not actual


class Stage:
    """The desk, the homes and the environment of one transcript."""

    def __init__(self, folder, deed, timeout):
        self.folder = folder
        self.timeout = timeout
        self.desk = folder / "desk"
        self.desk.mkdir()
        self.names = Names()
        self.names.taken["<stage>"] = str(folder)
        here = pathlib.Path(__file__).resolve().parent
        self.environment = {
            name: value for name, value in os.environ.items()
            if not name.startswith(("DEED_", "XDG_"))
        }
        self.environment["PATH"] = os.pathsep.join(
            [str(pathlib.Path(deed).resolve().parent), str(here / "bin"), os.environ["PATH"]])
        self.environment["LC_ALL"] = "C.UTF-8"
        self.environment["TZ"] = "UTC"
        # bash reads a file of its own before a command when this is set.
        self.environment.pop("BASH_ENV", None)
        self.person("somebody")

    def person(self, name):
        home = self.folder / name
        home.mkdir(mode=0o700, exist_ok=True)
        self.environment["HOME"] = str(home)

    def run(self, step):
        """Returns a description of what differs, or an empty string."""
        command = self.names.in_command(step.command)
        try:
            done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=self.desk,
                                  env=self.environment, stdin=subprocess.DEVNULL,
                                  capture_output=True, timeout=self.timeout,
                                  start_new_session=True, check=False)
        except subprocess.TimeoutExpired:
            return f"  did not end within {self.timeout} s\n"
        report = ""
        for stream, expected, got in (("stdout", step.stdout, done.stdout),
                                      ("stderr", step.stderr, done.stderr)):
            actual = got.decode("utf-8", "backslashreplace").splitlines()
            if not self.names.lines_fit(expected, actual):
                report += self.difference(stream, expected, actual)
        if done.returncode != step.code:
            report += f"  exit code: expected {step.code}, got {done.returncode}\n"
        return report

    def difference(self, stream, expected, actual):
        # Lines that fit are shown alike, so that only real differences stand out.
        expected = without_trailing_blanks(expected)
        actual = without_trailing_blanks(actual)
        shown = [
            actual[i] if i < len(actual) and self.names.line_fits(line, actual[i]) else line
            for i, line in enumerate(expected)
        ]
        lines = difflib.ndiff(shown, actual)
        return f"  {stream} (- expected, + printed):\n" + "".join(
            f"    {line.rstrip()}\n" for line in lines if not line.startswith("?"))


def replay(transcript, deed, timeout):
    failures = 0
    commands = 0
    with tempfile.TemporaryDirectory(prefix="deed-transcript-") as folder:
        stage = Stage(pathlib.Path(folder), deed, timeout)
        for what, value in parse(transcript.read_text(encoding="utf-8")):
            if what == "person":
                stage.person(value)
            elif what == "set":
                name, _, text = value.partition("=")
                stage.environment[name] = text
            elif what == "unset":
                stage.environment.pop(value, None)
            elif what == "file":
                name, lines = value
                content = stage.names.in_command("".join(line + "\n" for line in lines))
                (stage.desk / name).write_text(content, encoding="utf-8")
            else:
                commands += 1
                report = stage.run(value)
                if report:
                    failures += 1
                    print(f"{transcript.name}:{value.line_number}: $ {value.command}\n{report}")
    if commands == 0:
        raise Mistake("the transcript has no command")
    print(f"{transcript.name}: {commands} commands, {failures} differ")
    return failures


def main():
    parser = argparse.ArgumentParser(description="Replays transcripts of the deed command.")
    parser.add_argument("--deed", required=True, help="the program")
    parser.add_argument("--timeout", type=float, default=60, help="seconds for each command")
    parser.add_argument("transcripts", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    try:
        failures = sum(replay(transcript, options.deed, options.timeout)
                       for transcript in options.transcripts)
    except Mistake as mistake:
        print(f"mistake in the transcript: {mistake}", file=sys.stderr)
        return 2
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
