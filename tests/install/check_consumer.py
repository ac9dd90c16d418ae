"""Installs Deed into a fresh prefix, then builds and runs tests/install/consumer against it, once by
find_package and once by pkg-config, and once more with the README's C++ example."""

import argparse
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile


def run(*command, **options):
    print("$", *command, flush=True)
    subprocess.run([str(part) for part in command], check=True, **options)


def main():
    parser = argparse.ArgumentParser()
    for name in ("source", "build", "cmake", "cxx", "flags"):
        parser.add_argument("--" + name, required=True)
    options = parser.parse_args()
    consumer = pathlib.Path(options.source) / "tests/install/consumer"

    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        prefix = folder / "prefix"
        run(options.cmake, "--install", options.build, "--prefix", prefix)

        leaked = [
            str(header)
            for header in (prefix / "include").rglob("*.hpp")
            if re.search(r'#include "|#include <(openssl|sodium|secp256k1|p11-kit|rapidjson|sqlite3)', header.read_text())
        ]
        if leaked:
            print("installed headers with private includes:", *leaked)
            return 1

        run(options.cmake, "-S", consumer, "-B", folder / "build", "-G", "Ninja",
            f"-DCMAKE_PREFIX_PATH={prefix}", f"-DCMAKE_CXX_COMPILER={options.cxx}",
            f"-DCMAKE_CXX_FLAGS={options.flags}",
            f"-DDEED_EXAMPLE={options.source}/examples/verify.cpp")
        run(options.cmake, "--build", folder / "build")
        library = next(prefix.glob("lib/**/libdeed.so")).parent
        environment = {**os.environ, "LD_LIBRARY_PATH": str(library)}
        for program in ("consumer", "consumer_static"):
            run(folder / "build" / program, env=environment)
        # The example reads a file; given none that exists, it must say so and exit by the code's kind.
        missing = subprocess.run([folder / "build" / "verify", "nothing.json"], env=environment)
        if missing.returncode != 3:
            print("the README's example ended with", missing.returncode)
            return 1

        environment["PKG_CONFIG_PATH"] = str(next(prefix.glob("lib/**/pkgconfig")))
        flags = subprocess.run(["pkg-config", "--cflags", "--libs", "deed"], env=environment,
                               check=True, capture_output=True, text=True).stdout
        # deed.pc names the configured prefix; here the library stands in another.
        flags = re.sub(r"-I\S+|-L\S+", "", flags)
        run(options.cxx, "-std=c++20", *shlex.split(options.flags), consumer / "main.cpp",
            f"-I{prefix}/include", f"-L{library}", *shlex.split(flags), "-o", folder / "plain")
        run(folder / "plain", env=environment)
    return 0


sys.exit(main())
