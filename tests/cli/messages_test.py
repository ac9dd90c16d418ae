"""Texts that stand in the command line's code and not in a table: each is in the catalogue of
messages, and whatever is in the catalogue is said somewhere."""

import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(sys.argv.pop(1))
CLI = ROOT / "cli"
LITERAL = re.compile(r'\s*"((?:[^"\\]|\\.)*)"')
# Calls whose first argument is a text for people.
CALL = re.compile(r"\b(?:Output::note|Output::hint|hint|\.text|Progress \w+)\(")


def literal_at(source: str, at: int) -> tuple[str | None, int]:
    """The string literal at a place, with those that follow it at once; and where it ends."""
    parts = []
    while found := LITERAL.match(source, at):
        parts.append(found.group(1))
        at = found.end()
    return ("".join(parts) if parts else None), at


PROMPT = re.compile(r'"((?:Passphrase|PIN|The same)[^"]*: )"')


def said_in(source: str):
    """Literals among the first arguments of the calls, and prompts."""
    yield from PROMPT.findall(source)
    for call in CALL.finditer(source):
        text, at = literal_at(source, call.end())
        if text is not None:
            yield text
            continue
        # A choice of two: count == 1 ? "one" : "many".
        argument = source[call.end():call.end() + 400]
        for choice in re.finditer(r"[?:](?=\s*\")", argument.split(";", 1)[0]):
            text, _ = literal_at(argument, choice.end())
            if text is not None:
                yield text


def catalogue() -> list[str]:
    rows = []
    for file in sorted((CLI / "messages").glob("chinese_*.cpp")):
        source = file.read_text(encoding="utf-8")
        for row in re.finditer(r"^    \{(?=\")", source, re.MULTILINE):
            rows.append(literal_at(source, row.end())[0])
    return rows


def code_files() -> list[pathlib.Path]:
    return [file for file in sorted(CLI.rglob("*.cpp")) if file.parent.name != "messages"]


class Messages(unittest.TestCase):
    def test_every_text_of_the_code_is_in_the_catalogue(self):
        known = set(catalogue())
        said = 0
        for file in code_files():
            for text in said_in(file.read_text(encoding="utf-8")):
                said += 1
                with self.subTest(file=file.name, text=text):
                    self.assertTrue(text in known, "the catalogue lacks it")
        self.assertGreater(said, 30)

    def test_narration_is_never_put_together(self):
        for file in code_files():
            source = file.read_text(encoding="utf-8")
            for call in re.finditer(r"Output::(?:note|hint)\(", source):
                text, at = literal_at(source, call.end())
                if text is not None:
                    self.assertRegex(source[at:].lstrip()[:1], r"[,)]",
                                     f'{file.relative_to(ROOT)}: "{text}" + …')

    def test_everything_in_the_catalogue_is_said(self):
        sources = "".join(re.sub(r'"\s*\n\s*"', "", file.read_text(encoding="utf-8"))
                          for folder in ("lib", "registry-contracts", "did", "credentials",
                                         "evidence", "toolkit", "service", "cli")
                          for file in sorted((ROOT / folder).rglob("*.[ch]pp"))
                          if file.parent.name != "messages")
        for text in catalogue():
            self.assertTrue(f'"{text}"' in sources, f'nobody says any more: "{text}"')


if __name__ == "__main__":
    unittest.main()
