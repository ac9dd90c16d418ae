"""A guide works when pasted.   check_operations.py REPOSITORY DEED [PAGE [ANVIL]]

Runs every ```sh block of docs/operations.md, or of another PAGE of docs/, in order and in one bash, in an empty folder with a
fresh home. A ```text block behind it names lines that must be printed, in this order, "…" standing
for anything within a line; its line "exit code N" says how the block ends, where that is not 0, and
only its last command may fail. Comments <!-- test … --> bring about what the guide then treats:
damage, loss, other machines. $ANVIL is the chain of the page on chains, without which it is skipped."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$|^<!-- test\n(.*?)^-->$", re.S | re.M)
MARK = "@@ block ended with "
NO_ANVIL = 77


def of_sanitizers():
    """How a sanitizer's build is to run, which is not the desk's business."""
    return {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}


class Shell:
    """One bash that runs block after block. Its ERR trap counts commands that fail."""

    def __init__(self, folder, environment):
        self.bash = subprocess.Popen(["bash", "--noprofile", "--norc"], cwd=folder, env=environment,
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                     stderr=subprocess.STDOUT, text=True)

    def run(self, block):
        self.bash.stdin.write(f"failed=0; trap 'failed=$((failed + 1))' ERR\n{{ {block}\n}} "
                              f"</dev/null\ncode=$?; echo; echo \"{MARK}$code $failed\"\n")
        self.bash.stdin.flush()
        lines = []
        for line in self.bash.stdout:
            if line.startswith(MARK):
                code, failed = line[len(MARK):].split()
                return lines, int(code), int(failed)
            lines.append(line.rstrip("\n"))
        raise SystemExit(f"the shell ended within\n{block}")


def missing(expected, printed):
    """The first expected line that is not printed behind those before it."""
    rest = iter(printed)
    for wanted in expected:
        pattern = ".*".join(re.escape(part) for part in wanted.split("…"))
        if not any(re.fullmatch(pattern, line) for line in rest):
            return wanted
    return None


def blocks(text):
    """Pairs of a command block and what is expected of it."""
    found = []
    for kind, body, hidden in BLOCK.findall(text):
        if kind == "text":
            found[-1][1].extend(body.splitlines())
        else:
            found.append((body or hidden, []))
    return found


def main():
    repository, deed = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
    page = sys.argv[3] if len(sys.argv) > 3 else "operations.md"
    anvil = sys.argv[4] if len(sys.argv) > 4 else ""
    if anvil and not os.path.exists(anvil):
        print("no Anvil: run scripts/setup")
        return NO_ANVIL
    text = (repository / "docs" / page).read_text()
    pairs = blocks(text)
    if text.count("\n```sh\n") != len([1 for kind, _, _ in BLOCK.findall(text) if kind == "sh"]):
        raise SystemExit("a block of the page is not closed as it should be")
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for name in ("bin", "home", "desk"):
            (folder / name).mkdir()
        (folder / "bin/deed").symlink_to(deed)
        shell = Shell(folder / "desk", {"PATH": f"{folder}/bin:{os.environ['PATH']}",
                                        "HOME": str(folder / "home"), "LC_ALL": "C.UTF-8",
                                        "ANVIL": anvil, **of_sanitizers(),
                                        "TEST_SUPPORT": str(repository.resolve() / "tests/support")})
        for commands, expected in pairs:
            wanted_code = 0
            if expected and expected[-1].startswith("exit code "):
                wanted_code = int(expected[-1].split()[-1])
                expected = expected[:-1]
            lines, code, failed = shell.run(commands)
            gap = missing(expected, lines)
            if gap is not None or code != wanted_code or failed != (wanted_code != 0):
                print(commands, *lines, sep="\n")
                print(f"not printed: {gap}\nexit code {code}, expected {wanted_code}; "
                      f"{failed} commands failed")
                return 1
    print(f"{len(pairs)} blocks ran")
    return 0


sys.exit(main())
