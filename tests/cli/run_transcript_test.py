#!/usr/bin/env python3
"""The runner of transcripts must tell what differs: one that lets things pass tests nothing."""

import argparse
import contextlib
import io
import pathlib
import sys
import tempfile
import unittest

import run_transcript

DEED = None


def failures(text):
    with tempfile.TemporaryDirectory() as folder:
        transcript = pathlib.Path(folder) / "t.txt"
        transcript.write_text(text, encoding="utf-8")
        with contextlib.redirect_stdout(io.StringIO()):
            return run_transcript.replay(transcript, DEED, 5)


class Runner(unittest.TestCase):
    def test_compares_stdout_stderr_and_exit_code(self):
        self.assertEqual(failures("$ echo a; echo b >&2; exit 3\na\n! b\n? 3\n"), 0)
        self.assertEqual(failures("$ echo a\nb\n"), 1)
        self.assertEqual(failures("$ echo a\n! a\n"), 1)
        self.assertEqual(failures("$ echo a >&2\na\n"), 1)
        self.assertEqual(failures("$ exit 3\n"), 1)
        self.assertEqual(failures("$ true\n? 1\n"), 1)
        self.assertEqual(failures("$ false | true\n? 1\n"), 0)

    def test_misses_no_line(self):
        self.assertEqual(failures("$ echo a; echo b\na\n"), 1)
        self.assertEqual(failures("$ echo a\na\nb\n"), 1)
        self.assertEqual(failures("$ echo a\n"), 1)
        self.assertEqual(failures("$ echo a >&2\n"), 1)
        self.assertEqual(failures("$ printf 'a\\n\\nb\\n'\na\n\nb\n\n"), 0)
        self.assertEqual(failures("$ printf 'a\\nb\\n'\na\n\nb\n"), 1)

    def test_placeholders_take_their_kind_and_stay(self):
        one, two = "a" * 64, "b" * 64
        self.assertEqual(failures(f"$ echo {one}\n<hex64>\n$ echo {one}\n<hex64>\n"), 0)
        self.assertEqual(failures(f"$ echo {one}\n<hex64>\n$ echo {two}\n<hex64>\n"), 1)
        self.assertEqual(failures(f"$ echo {one} {two}\n<hex64> <hex64>\n"), 1)
        self.assertEqual(failures(f"$ echo {one} {two}\n<hex64> <hex64:2>\n"), 0)
        self.assertEqual(failures(f"$ echo {one}\n<hex64>\n$ echo <hex64>\n{one}\n"), 0)
        self.assertEqual(failures("$ echo abc\n<hex64>\n"), 1)
        self.assertEqual(failures("$ echo 2026-01-01T00:00:00Z 2027-01-01T00:00:00Z\n"
                                  "<time> <time>\n"), 0)

    def test_gaps_are_within_a_line_or_over_lines(self):
        self.assertEqual(failures("$ echo a b c\na [..] c\n"), 0)
        self.assertEqual(failures("$ echo a b c\na [..] d\n"), 1)
        self.assertEqual(failures("$ seq 9\n1\n[...]\n9\n"), 0)
        self.assertEqual(failures("$ seq 9\n1\n[...]\n8\n"), 1)

    def test_text_is_no_pattern(self):
        self.assertEqual(failures("$ echo axb\na.b\n"), 1)
        self.assertEqual(failures("$ echo 'a.b'\na.b\n"), 0)

    def test_literal_marks(self):
        self.assertEqual(failures("$ echo '$ x'\n| $ x\n"), 0)

    def test_people_have_homes_and_share_the_desk(self):
        self.assertEqual(failures("@ person a\n$ touch ~/x y\n@ person b\n$ ls ~; ls\ny\n"
                                  "@ person a\n$ ls ~\nx\n"), 0)

    def test_environment_is_bare(self):
        self.assertEqual(failures("$ env | grep -c -e ^DEED_ -e ^XDG_\n0\n? 1\n"), 0)
        self.assertEqual(failures("@ set DEED_X=1 2\n$ echo $DEED_X\n1 2\n"
                                  "@ unset DEED_X\n$ echo \"[$DEED_X]\"\n[]\n"), 0)
        self.assertEqual(failures("$ command -v deed | sed 's#.*/##'\ndeed\n"), 0)

    def test_a_command_that_hangs_fails(self):
        self.assertEqual(failures("$ sleep 60\n"), 1)

    def test_mistakes_are_told(self):
        for text in ("output\n", "# only a comment\n", "@ persons a\n$ true\n",
                     "$ echo <hex64>\n", "@ file x\ntext\n"):
            with self.assertRaises(run_transcript.Mistake):
                failures(text)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--deed", required=True)
    options, rest = parser.parse_known_args()
    DEED = options.deed
    unittest.main(argv=[sys.argv[0], *rest])
