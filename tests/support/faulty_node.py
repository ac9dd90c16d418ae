#!/usr/bin/env python3
"""A JSON-RPC server that passes everything on to a node, and fails as it is told.

    faulty_node.py NODE_PORT

Prints "ready PORT", and ends with its standard input. What fails is told by a request of the method
"deed_fail", whose parameters are a list of faults, which take the place of those before:

    {"method": "eth_sendRawTransaction", "do": "lose_answer", "times": 2}

`method` "" is any; `times` is how often (1 if not given, -1 for ever). `do` is one of

    lose_request   the connection closes; the node is not asked
    lose_answer    the node is asked, and then the connection closes
    delay          the answer comes after `seconds`
    garbage        the answer is no JSON
    status         HTTP status `status`, with a page in HTML; the node is not asked
    error          the error `code`, `message`; the node is not asked
    error_after    the same, but the node is asked
    result         the result `value`; the node is not asked
    add            the node's result, a quantity, and `number`
    twice          the node is asked twice, and the second answer comes
    other_id       the node's answer, with another id
    half           half of the node's answer, and then the connection closes
"""

import http.server
import json
import sys
import threading
import time
import urllib.request


class Faults:
    def __init__(self):
        self.lock = threading.Lock()
        self.all = []

    def replace(self, faults):
        with self.lock:
            self.all = [dict(fault) for fault in faults]

    def take(self, method):
        with self.lock:
            for fault in self.all:
                if fault["method"] not in ("", method) or fault.get("times", 1) == 0:
                    continue
                fault["times"] = fault.get("times", 1) - 1
                return fault
        return None


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet
    faults = Faults()
    node = ""

    def log_message(self, *_):
        pass

    def ask(self, body):
        request = urllib.request.Request(self.node, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read()

    def answer(self, body, status=200):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def hang_up(self):
        self.close_connection = True

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        asked = json.loads(body)
        if isinstance(asked, dict) and asked["method"] == "deed_fail":
            self.faults.replace(asked["params"])
            return self.say(asked, result=True)
        fault = self.faults.take(asked["method"]) if isinstance(asked, dict) else None
        if fault is None:
            return self.answer(self.ask(body))
        return getattr(self, "fail_" + fault["do"])(fault, asked, body)

    def say(self, asked, **content):
        self.answer(json.dumps({"jsonrpc": "2.0", "id": asked["id"], **content}).encode())

    def fail_lose_request(self, fault, asked, body):
        self.hang_up()

    def fail_lose_answer(self, fault, asked, body):
        self.ask(body)
        self.hang_up()

    def fail_delay(self, fault, asked, body):
        answer = self.ask(body)
        time.sleep(fault["seconds"])
        self.answer(answer)

    def fail_garbage(self, fault, asked, body):
        self.answer(b"<html>\xff{\"jsonrpc\"")

    def fail_status(self, fault, asked, body):
        self.answer(b"<html>no</html>", fault["status"])

    def fail_error(self, fault, asked, body):
        self.say(asked, error={"code": fault["code"], "message": fault["message"]})

    def fail_error_after(self, fault, asked, body):
        self.ask(body)
        self.fail_error(fault, asked, body)

    def fail_result(self, fault, asked, body):
        self.say(asked, result=fault["value"])

    def fail_add(self, fault, asked, body):
        told = int(json.loads(self.ask(body))["result"], 16)
        self.say(asked, result=hex(max(told + fault["number"], 0)))

    def fail_twice(self, fault, asked, body):
        self.ask(body)
        self.answer(self.ask(body))

    def fail_other_id(self, fault, asked, body):
        answer = json.loads(self.ask(body))
        answer["id"] += 1000
        self.answer(json.dumps(answer).encode())

    def fail_half(self, fault, asked, body):
        answer = self.ask(body)
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer[:len(answer) // 2])
        self.hang_up()


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass  # whoever asked has gone


def main():
    Handler.node = f"http://127.0.0.1:{sys.argv[1]}"
    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"ready {server.server_address[1]}", flush=True)
    sys.stdin.read()


main()
