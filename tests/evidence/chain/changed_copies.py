"""Copies of a JSON file in each of which one thing was changed, and what two programs say of them."""

import copy
import json
import pathlib
import subprocess
import sys
import tempfile


def places(value, path=()):
    """The paths to all texts, numbers and so on."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from places(part, (*path, name))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from places(part, (*path, index))
    else:
        yield path


def other(value):
    """Values that differ in one place: a digit at the beginning, middle and end, or by one."""
    if isinstance(value, int):
        return [value + 1]
    return [value[:at] + ("1" if value[at] != "1" else "2") + value[at + 1:]
            for at in sorted({min(2, len(value) - 1), len(value) // 2, max(len(value) - 3, 0)})]


def part_at(value, path):
    for step in path:
        value = value[step]
    return value


def with_part(value, path, part):
    changed = copy.deepcopy(value)
    part_at(changed, path[:-1])[path[-1]] = part
    return changed


def with_other_values(value, paths):
    """(place, copy) for each value at these paths."""
    for path in paths:
        for changed in other(part_at(value, path)):
            yield "/".join(map(str, path)), with_part(value, path, changed)


def compare(given, copies, judge_says, command, options):
    """How many of the copies there were, and how many both the judge and `deed` (on the path) refused;
    ends the program where the two differ, or where one refuses what was `given`."""
    count = refused = 0
    with tempfile.TemporaryDirectory() as name:
        file = pathlib.Path(name) / "changed.json"

        def deed_says(value):
            file.write_text(json.dumps(value), encoding="utf-8")
            done = subprocess.run(["deed", *command, file, *options], capture_output=True, check=False)
            return done.returncode == 0

        if not (judge_says(given) and deed_says(given)):
            sys.exit("the file itself is not good to both")
        for place, changed in copies:
            one, two = judge_says(changed), deed_says(changed)
            if one != two:
                sys.exit(f"{place}: the judge says {one}, deed {two}")
            count += 1
            refused += not one
    return count, refused
