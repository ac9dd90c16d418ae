"""The README's snippets work when pasted.   check_readme.py REPOSITORY DEED

Runs its ```sh blocks, in order and in one shell, in a copy of the repository's example data with a
fresh home; and compares its ```cpp block with examples/verify.cpp, which the install test builds."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile


def main():
    repository, deed = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    text = (repository / "README.md").read_text()

    example = (repository / "examples/verify.cpp").read_text()
    blocks = re.findall(r"```cpp\n(.*?)```", text, re.S)
    if len(blocks) != 1 or blocks[0] not in example:
        print("the README's C++ block is not part of examples/verify.cpp")
        return 1

    snippets = re.findall(r"```sh\n(.*?)```", text, re.S)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        shutil.copytree(repository / "examples", folder / "examples")
        program = folder / "build/release/bin/deed"
        program.parent.mkdir(parents=True)
        program.symlink_to(deed)
        (folder / "home").mkdir()
        environment = {"PATH": os.environ["PATH"], "HOME": str(folder / "home")}
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", "\n".join(snippets)], cwd=folder,
                              env=environment, text=True, capture_output=True, timeout=300)
        print(done.stdout, done.stderr)
        if done.returncode != 0 or done.stdout.count("verdict: good") != 6:
            print(f"the README's snippets ended with {done.returncode}")
            return 1
    print(f"{len(snippets)} snippets ran")
    return 0


sys.exit(main())
