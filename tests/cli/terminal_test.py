#!/usr/bin/env python3
"""The passphrase prompt, and Ctrl-C at it, on a terminal of its own."""

import argparse
import os
import pathlib
import pty
import select
import signal
import subprocess
import sys
import tempfile
import termios
import time
import unittest

DEED = None
PATIENCE = 60


class Terminal:
    """deed on a new terminal; stdout and stderr go to pipes, as the prompt must not. With `shows`,
    stdout is the terminal."""

    def __init__(self, home, *words, shows=False):
        leader, follower = pty.openpty()
        self.leader = leader
        environment = {"HOME": str(home), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        self.process = subprocess.Popen(
            [DEED, *words], env=environment, stdin=subprocess.DEVNULL,
            stdout=follower if shows else subprocess.PIPE, stderr=subprocess.PIPE,
            preexec_fn=lambda: (os.setsid(), self._adopt(follower)))  # no threads here
        self.follower = follower  # kept open: a terminal that nobody has open cannot be read
        self.seen = b""

    @staticmethod
    def _adopt(follower):
        # The first terminal that a session leader opens becomes its controlling one.
        os.close(os.open(os.ttyname(follower), os.O_RDWR))

    def wait_for(self, text):
        end = time.monotonic() + PATIENCE
        while text not in self.seen:
            ready, _, _ = select.select([self.leader], [], [], max(0, end - time.monotonic()))
            if not ready:
                raise AssertionError(f"{text} did not come; seen: {self.seen}")
            self.seen += os.read(self.leader, 1024)
        self.seen = self.seen.split(text, 1)[1]

    def echoes(self):
        return bool(termios.tcgetattr(self.leader)[3] & termios.ECHO)

    def answer(self, prompt, line):
        self.wait_for(prompt)
        end = time.monotonic() + PATIENCE
        while self.echoes() and time.monotonic() < end:
            time.sleep(0.01)
        assert not self.echoes(), "the terminal shows what is typed"
        os.write(self.leader, line)

    def end(self):
        out, err = self.process.communicate(timeout=PATIENCE)
        echoes = self.echoes()
        os.close(self.leader)
        os.close(self.follower)
        return self.process.returncode, (out or b"").decode(), err.decode(), echoes


class Prompt(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.home = pathlib.Path(folder.name)

    def generate(self, name):
        return Terminal(self.home, "key", "generate", name)

    def make_store(self):
        terminal = self.generate("first")
        terminal.answer(b"Passphrase: ", b"correct horse\n")
        terminal.answer(b"The same again: ", b"correct horse\n")
        return terminal.end()

    def test_a_new_store_asks_twice_and_an_old_one_once(self):
        code, out, err, echoes = self.make_store()
        self.assertEqual((code, err), (0, ""))
        self.assertTrue(out.startswith("did:key:z"), out)
        self.assertTrue(echoes, "the terminal must echo again")

        terminal = self.generate("second")
        terminal.answer(b"Passphrase: ", b"correct horse\n")
        code, out, err, _ = terminal.end()
        self.assertEqual((code, err), (0, ""))
        self.assertTrue(out.startswith("did:key:z"), out)

    def test_a_wrong_passphrase_is_told(self):
        self.make_store()
        terminal = self.generate("second")
        terminal.answer(b"Passphrase: ", b"wrong horse\n")
        code, out, err, _ = terminal.end()
        self.assertEqual((code, out), (4, ""))
        self.assertIn("(key_store.wrong_passphrase)", err)

    def test_two_that_differ_are_refused_and_nothing_is_made(self):
        terminal = self.generate("first")
        terminal.answer(b"Passphrase: ", b"one\n")
        terminal.answer(b"The same again: ", b"two\n")
        code, out, err, _ = terminal.end()
        self.assertEqual((code, out), (2, ""))
        self.assertIn("(usage.bad_value)", err)
        self.assertEqual(list(self.home.rglob("*.json")), [])

    def test_end_of_input_is_no_passphrase(self):
        terminal = self.generate("first")
        terminal.answer(b"Passphrase: ", b"\x04")
        code, out, err, _ = terminal.end()
        self.assertEqual((code, out), (4, ""))
        self.assertIn("(key_store.no_passphrase)", err)

    def test_an_interrupt_ends_it_and_gives_the_terminal_back(self):
        terminal = self.generate("first")
        terminal.answer(b"Passphrase: ", b"\x03")
        code, out, err, echoes = terminal.end()
        self.assertEqual((code, out), (130, ""))
        self.assertIn("(call.interrupted)", err)
        self.assertTrue(echoes, "the terminal must echo again")

    def test_an_interrupt_just_before_the_answer_is_read_ends_it_too(self):
        for _ in range(5):  # between the prompt and the read there is only a short moment
            terminal = self.generate("first")
            terminal.wait_for(b"Passphrase: ")
            os.write(terminal.leader, b"\x03")
            code, out, err, _ = terminal.end()
            self.assertEqual((code, out), (130, ""))
            self.assertIn("(call.interrupted)", err)

    def test_a_private_key_is_not_shown_on_a_terminal(self):
        self.make_store()
        words = ("key", "export", "first", "--reveal-secret")
        code, _, err, _ = Terminal(self.home, *words, shows=True).end()
        self.assertEqual(code, 2)  # and no passphrase was asked for
        self.assertIn("(usage.secret_to_terminal)", err)

        terminal = Terminal(self.home, *words, "--to-terminal", shows=True)
        terminal.answer(b"Passphrase: ", b"correct horse\n")
        terminal.wait_for(b"-----END PRIVATE KEY-----")
        self.assertEqual(terminal.end()[0], 0)

    def test_bytes_are_not_shown_on_a_terminal(self):
        self.make_store()
        claims = self.home / "claims.json"
        claims.write_text('{"degree": "BA"}')
        words = ("credential", "issue", "--claims", str(claims), "--type", "Degree", "--format",
                 "vc+cose", "--key", "first")
        did = subprocess.run([DEED, "key", "show", "first"], env={"HOME": str(self.home)},
                             capture_output=True, text=True).stdout.split()
        did = next(word for word in did if word.startswith("did:key:"))
        terminal = Terminal(self.home, *words, "--issuer", did, shows=True)
        terminal.answer(b"Passphrase: ", b"correct horse\n")
        code, _, err, _ = terminal.end()
        self.assertEqual(code, 2)
        self.assertIn("(output.binary_to_terminal)", err)
        file = self.home / "degree.cbor"
        terminal = Terminal(self.home, *words, "--issuer", did, "--out", str(file), shows=True)
        terminal.answer(b"Passphrase: ", b"correct horse\n")
        self.assertEqual(terminal.end()[0], 0)
        self.assertEqual(file.read_bytes()[:1], b"\xd2")  # CBOR tag 18

    def test_an_encrypted_key_asks_for_its_own_passphrase(self):
        self.make_store()
        file = str(self.home / "first.pem")
        terminal = Terminal(self.home, "key", "export", "first", "--reveal-secret", "--encrypt",
                            "--out", file)
        terminal.answer(b"Passphrase: ", b"correct horse\n")
        terminal.answer(b"Passphrase of the key's file: ", b"its own\n")
        terminal.answer(b"The same again: ", b"its own\n")
        self.assertEqual(terminal.end()[0], 0)
        for answer, expected in ((b"its own\n", 0), (b"correct horse\n", 4)):
            terminal = Terminal(self.home, "key", "import", f"again{expected}", file)
            terminal.answer(b"Passphrase of the key's file: ", answer)
            if expected == 0:
                terminal.answer(b"Passphrase: ", b"correct horse\n")
            self.assertEqual(terminal.end()[0], expected)

    def test_a_changed_passphrase_is_asked_for_twice(self):
        self.make_store()
        terminal = Terminal(self.home, "key", "passphrase")
        terminal.answer(b"Passphrase: ", b"correct horse\n")
        terminal.answer(b"New passphrase: ", b"battery staple\n")
        terminal.answer(b"The same again: ", b"battery stable\n")
        code, _, err, _ = terminal.end()
        self.assertEqual(code, 2)
        self.assertIn("(usage.bad_value)", err)

        terminal = Terminal(self.home, "key", "passphrase")
        terminal.answer(b"Passphrase: ", b"correct horse\n")
        terminal.answer(b"New passphrase: ", b"battery staple\n")
        terminal.answer(b"The same again: ", b"battery staple\n")
        self.assertEqual(terminal.end()[0], 0)
        terminal = self.generate("second")
        terminal.answer(b"Passphrase: ", b"battery staple\n")
        self.assertEqual(terminal.end()[0], 0)

    def test_a_backup_may_have_a_passphrase_of_its_own(self):
        self.make_store()
        file = str(self.home / "backup")
        terminal = Terminal(self.home, "backup", "--out", file, "--own-passphrase")
        terminal.answer(b"Passphrase of the backup: ", b"its own\n")
        terminal.answer(b"The same again: ", b"its own\n")
        code, out, err, _ = terminal.end()
        self.assertEqual((code, err), (0, f"deed: wrote {file}\n"))
        self.assertIn("1 key, 0 heads, 0 ledgers, 0 openings", out)

        for answer, expected in ((b"its own\n", 0), (b"correct horse\n", 4)):
            terminal = Terminal(self.home, "backup", "--verify", file)
            terminal.answer(b"Passphrase of the backup: ", answer)
            self.assertEqual(terminal.end()[0], expected)

    def test_a_backup_otherwise_asks_for_the_stores_once(self):
        self.make_store()
        file = str(self.home / "backup")
        terminal = Terminal(self.home, "backup", "--out", file)
        terminal.answer(b"Passphrase: ", b"correct horse\n")
        self.assertEqual(terminal.end()[0], 0)
        terminal = Terminal(self.home, "restore", file)
        terminal.answer(b"Passphrase of the backup: ", b"correct horse\n")
        code, out, err, _ = terminal.end()
        self.assertEqual((code, err), (0, ""))
        self.assertIn("already here 2", out)


class Signals(unittest.TestCase):
    def test_an_interrupted_batch_ends_with_130(self):
        process = subprocess.Popen([DEED, "codec", "batch"], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdin.write(b'{"id": 1, "op": "none"}\n')
        process.stdin.flush()
        # Each line is answered at once, so the process is waiting for the next one now.
        self.assertEqual(process.stdout.readline(), b'{"id":1,"unsupported":true}\n')
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE)
        self.assertEqual(process.returncode, 130)
        self.assertIn(b"(call.interrupted)", err)

    def test_one_interrupt_ends_each_command_that_waits_for_its_input(self):
        for words in (["credential", "verify", "-"], ["credential", "sign", "-"],
                      ["credential", "verify", "x", "--context", "https://a.example/=-"],
                      ["credential", "verify", "x", "--did", "-"],
                      ["presentation", "verify", "-"], ["did", "submit", "-"],
                      ["evidence", "verify", "-"]):
            with self.subTest(words=words), tempfile.TemporaryDirectory() as home:
                pathlib.Path(home, "x").write_text("{}")
                self.assertEqual(self.interrupted(words, home)[0], 130)

    @staticmethod
    def interrupted(words, home):
        process = subprocess.Popen([DEED, *words], stdin=subprocess.PIPE, cwd=home,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env={"HOME": home, "PATH": os.environ["PATH"]})
        try:
            # More than a pipe holds: when it is written the process reads, and has all it will get.
            process.stdin.write(b" " * (1 << 18))
            process.stdin.flush()
            process.send_signal(signal.SIGINT)
            code = process.wait(timeout=PATIENCE)
            return code, process.stderr.read()
        finally:
            process.kill()
            process.communicate()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--deed", required=True)
    options, rest = parser.parse_known_args()
    DEED = options.deed
    unittest.main(argv=[sys.argv[0], *rest])
