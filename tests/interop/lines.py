"""Programs that answer each line of JSON with one, and what the interoperability tests share."""

import argparse
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77  # which ctest calls skipped
FULL = os.environ.get("DEED_FULL") == "1"


class Lines:
    """A program that answers each line with one."""

    def __init__(self, command, **more):
        self.process = subprocess.Popen([str(word) for word in command], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, **more)

    def ask(self, **request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"{self.process.args[0]} ended at {json.dumps(request)}")
        return json.loads(answer)

    def must(self, **request):
        """What is answered to a request that nothing may refuse."""
        answer = self.ask(**request)
        if not answer["ok"]:
            raise SystemExit(f"{self.process.args[0]}: {answer}, asked {json.dumps(request)}")
        return answer.get("out")

    def close(self):
        self.process.stdin.close()
        if self.process.wait(timeout=30) != 0:
            raise SystemExit(f"{self.process.args[0]} failed")


def arguments_of(*names, only=()):
    """The paths of those names, and which of the parts `only` to do: all, unless told."""
    parser = argparse.ArgumentParser()
    if only:
        parser.add_argument("--only", nargs="+", choices=only, default=only)
    for name in names:
        parser.add_argument("--" + name, required=True, type=pathlib.Path)
    return parser.parse_args()


def peer_is_there(name, package):
    """Whether the peer can run. No npm is a reason to skip; a peer that scripts/setup did not
    install is not."""
    if not shutil.which("npm") or not shutil.which("node"):
        print(f"interop {name}: SKIPPED, there is no npm on this machine")
        return False
    if not package.exists():
        raise SystemExit(f"interop {name}: the peer is not installed; run scripts/setup")
    return True


def seeded(name):
    """The source of randomness: of DEED_SEED; or of a new seed, which is printed, with DEED_FULL; else
    always the same, so that a run says the same of the same code."""
    new = str(random.SystemRandom().randrange(1 << 32)) if os.environ.get("DEED_FULL") else "1"
    seed = os.environ.get("DEED_SEED") or new
    print(f"interop {name}: DEED_SEED={seed}", flush=True)
    return random.Random(seed)


def report(name, counts, file):
    """Prints what was counted and keeps it for scripts/test."""
    file.parent.mkdir(exist_ok=True)
    text = ", ".join(f"{count} {what}" for what, count in counts.items())
    file.write_text(json.dumps({"name": name, "full": FULL, "counts": counts}) + "\n")
    print(f"interop {name}: {text}")
    return 0


def disagree(name, what, **facts):
    """Ends the test; the example that shows the disagreement is kept in a file."""
    kept = pathlib.Path(tempfile.gettempdir()) / f"deed-interop-{name}.json"
    kept.write_text(json.dumps({"what": what, **facts}, indent=1, ensure_ascii=False) + "\n")
    print(f"interop {name}: DISAGREEMENT: {what}; all of it is in {kept}", file=sys.stderr)
    for key, value in facts.items():
        print(f"  {key}: {json.dumps(value, ensure_ascii=False)[:500]}", file=sys.stderr)
    raise SystemExit(1)
